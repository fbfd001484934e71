"""Makes letters as municipalities send them, with many programs, and what a reader of each must find.

    python make.py DIR [NAME…]

Needs Debian's chromium, libreoffice-writer, texlive-latex-recommended, texlive-lang-european, groff, ghostscript, qpdf, wkhtmltopdf and
hyphen-da, and from PyPI reportlab, fpdf2, weasyprint, typst, cairocffi, pikepdf, python-docx and pyphen. The files beside this program were made by it;
tests read those and never run it.
"""

import json
import sys
from pathlib import Path

import printed as web
import programs as by
from content import Letter

GHOST = ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=OUT", "IN")
OLDER = ("qpdf", "--object-streams=disable", "--linearize", "IN", "OUT")

LETTERS = {
    "weasyprint_margin_boxes": (web.margin_boxes, Letter(0, 16)),
    "weasyprint_contact_column": (web.contact_column, Letter(1, 14, headings=True)),
    "weasyprint_bullets_table": (web.margin_boxes, Letter(2, 12, bullets=True, table=True)),
    "weasyprint_landscape_appendix": (web.landscape_appendix, Letter(3, 10)),
    "chromium_columns": (web.web_columns, Letter(4, 15)),
    "chromium_browser_header": (web.web_printout, Letter(5, 12)),
    "chromium_float_soft_hyphens": (web.web_float, Letter(6, 14, bullets=True)),
    "chromium_repeated_head_foot": (web.web_fixed_footer, Letter(7, 16, headings=True)),
    "wkhtmltopdf_plain": (web.old_webkit, Letter(8, 16, table=True)),
    "reportlab_contact_column": (by.reportlab_column, Letter(9, 14)),
    "reportlab_two_columns": (by.reportlab_newspaper, Letter(10, 20, headings=True)),
    "reportlab_indented": (by.reportlab_tight, Letter(11, 19)),
    "reportlab_bullets_table": (by.reportlab_column, Letter(12, 12, bullets=True, table=True)),
    "fpdf_core": (by.fpdf, Letter(13, 14, headings=True)),
    "fpdf_justified": (lambda it: by.fpdf(it, by.SERIF, "J", 2), Letter(14, 14, bullets=True)),
    "fpdf_no_gap": (lambda it: by.fpdf(it, by.DEJAVU, "L", 0), Letter(15, 16)),
    "typst_one_column": (by.typst, Letter(16, 16, headings=True, table=True)),
    "typst_two_columns": (lambda it: by.typst(it, 2), Letter(17, 18, bullets=True)),
    "latex_hyphenated": (by.latex, Letter(18, 15)),
    "latex_two_columns": (lambda it: by.latex(it, "a4paper,10pt,twocolumn"), Letter(19, 20, table=False)),
    "latex_dvips_bullets": (lambda it: by.latex(it, dvips=True), Letter(20, 14, bullets=True)),
    "groff_justified": (by.groff, Letter(21, 18, headings=True)),
    "libreoffice_table_head": (by.office, Letter(22, 14, table=True)),
    "libreoffice_justified": (lambda it: by.office(it, "justified"), Letter(23, 18)),
    "libreoffice_bullets": (lambda it: by.office(it, "plain"), Letter(24, 14, bullets=True)),
    "cairo_line_by_line": (by.cairo, Letter(25, 16, headings=True)),
    "ghostscript_rewritten": (lambda it: _again(by.office(it), GHOST), Letter(26, 14)),
    "qpdf_linearised": (lambda it: _again(by.fpdf(it, by.DEJAVU, "J"), OLDER), Letter(27, 14)),
}


def _again(made, command):
    return by.through(made[0], *command), made[1]


def smaller(data):
    """The same objects, packed better: the files are kept in the repository."""
    packed = by.through(data, "qpdf", "--object-streams=generate", "--recompress-flate", "--compression-level=9", "IN", "OUT")
    return min(data, packed, key=len) if len(data) > 38_000 else data


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    expect = folder / "expect.json"
    known = json.loads(expect.read_text(encoding="utf-8")) if expect.exists() else {"texts": [], "letters": {}}
    texts = known["texts"]
    for name, (make, letter) in LETTERS.items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        data, margins = make(letter)
        data = smaller(data)
        (folder / f"{name}.pdf").write_bytes(data)
        passages = letter.passages()
        # These two leave tables out.
        if name.startswith(("cairo", "groff")):
            passages = [text for kind, text in letter.blocks if kind != "table"]
        texts.extend(text for text in dict.fromkeys(passages) if text not in texts)
        known["letters"][f"{name}.pdf"] = {"passages": [texts.index(text) for text in passages], "margins": margins}
        print(name, len(data))
    expect.write_text(json.dumps(known, ensure_ascii=False, indent=1).replace("\n    ", " ") + "\n", encoding="utf-8")


main()
