"""Letters by ReportLab, fpdf2, typst, LaTeX, groff, LibreOffice, cairo, Ghostscript and qpdf."""

import io
import subprocess
import tempfile
from pathlib import Path

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"


def contact(letter):
    lines = [letter.name, letter.department, letter.street, letter.town, "", f"Telefon {letter.phone}", letter.mail, f"CVR-nr. {letter.cvr}"]
    return lines + ([f"EAN-nr. {letter.ean}"] if letter.ean else []) + ["", f"Sagsnr. {letter.case}", letter.date]


# ReportLab

def _platypus(letter, frames_first, frames_later, style, first, later, spare=8):
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate, Paragraph, Spacer, Table, TableStyle
    out = io.BytesIO()
    doc = BaseDocTemplate(out, pagesize=A4, title=letter.title)
    doc.addPageTemplates([PageTemplate("first", [Frame(*f) for f in frames_first], onPage=first), PageTemplate("later", [Frame(*f) for f in frames_later], onPage=later)])
    plain = ParagraphStyle("p", spaceAfter=spare, **style)
    head = ParagraphStyle("h", parent=plain, fontName=style.get("bold", "Helvetica-Bold"), spaceBefore=6)
    item = ParagraphStyle("li", parent=plain, leftIndent=14, bulletIndent=2)
    small = ParagraphStyle("td", parent=plain, spaceAfter=0)
    flow = [NextPageTemplate("later"), Paragraph(letter.greeting, plain), Paragraph(letter.title, head)]
    for kind, content in letter.blocks:
        if kind == "table":
            rows = [[Paragraph(cell, small) for cell in row] for row in content]
            flow += [Table(rows, colWidths=[60, 270, 40], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")])), Spacer(1, 8)]
        elif kind == "li":
            flow.append(Paragraph(content, item, bulletText="•"))
        else:
            flow.append(Paragraph(content, head if kind == "h" else plain))
    flow += [Spacer(1, 10)] + [Paragraph(line, small) for line in letter.closing]
    doc.build(flow)
    return out.getvalue()


def reportlab_column(letter):
    """ReportLab: contact column on the first page, wider text on the next, footer with page number."""
    def first(canvas, doc):
        later(canvas, doc)
        canvas.setFont("Helvetica", 8)
        for at, line in enumerate(contact(letter)):
            canvas.drawString(440, 770 - 11 * at, line)

    def later(canvas, _):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 34, f"{letter.name} · {letter.mail}")
        canvas.drawRightString(530, 34, f"Side {canvas.getPageNumber()}")

    style = {"fontName": "Helvetica", "fontSize": 10.5, "leading": 14.5}
    return _platypus(letter, [(55, 60, 370, 720)], [(55, 60, 480, 720)], style, first, later), [f"{letter.name} · {letter.mail}", "Side 1", "Side 2"]


def reportlab_newspaper(letter):
    """ReportLab: two columns on every page, justified and hyphenated, header with a line of its own."""
    def every(canvas, _):
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(55, 805, f"{letter.name}: høringssvar, {letter.date}")
        canvas.drawCentredString(297, 30, f"- {canvas.getPageNumber()} -")

    style = {"fontName": "Times-Roman", "fontSize": 10, "leading": 12.5, "alignment": 4, "hyphenationLang": "da_DK"}
    columns = [(50, 55, 240, 730), (305, 55, 240, 730)]
    return _platypus(letter, columns, columns, style, every, every, 6), [f"{letter.name}: høringssvar", "- 1 -"]


def reportlab_tight(letter):
    """ReportLab: no space between paragraphs, first lines indented."""
    def every(canvas, _):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(70, 800, f"Sagsnr. {letter.case}")
        canvas.drawString(500, 800, f"{canvas.getPageNumber()}")

    style = {"fontName": "Times-Roman", "fontSize": 11, "leading": 13.6, "firstLineIndent": 16, "alignment": 4}
    frame = [(65, 60, 465, 720)]
    return _platypus(letter, frame, frame, style, every, every, 0), [f"Sagsnr. {letter.case}"]


# fpdf2

def fpdf(letter, font=None, align="L", gap=3):
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self):
            self.set_font(name, size=8)
            self.cell(0, 5, f"{letter.name} · {letter.department}", new_x="LMARGIN", new_y="NEXT")
            self.cell(0, 5, f"Sagsnr. {letter.case}", align="R", new_x="LMARGIN", new_y="NEXT")
            self.ln(6)

        def footer(self):
            self.set_y(-18)
            self.set_font(name, size=8)
            self.cell(0, 4, f"{letter.street}, {letter.town} · Tlf. {letter.phone}", align="C", new_x="LMARGIN", new_y="NEXT")
            self.cell(0, 4, f"Side {self.page_no()} af {{nb}}", align="C")

    pdf = Paper()
    name = "helvetica"
    if font:
        pdf.add_font("eget", fname=font)
        name = "eget"
    pdf.set_margins(25, 15, 25)
    pdf.set_auto_page_break(True, 25)
    pdf.add_page()

    def para(text, size=10.5, indent=0):
        pdf.set_font(name, size=size)
        pdf.set_x(25 + indent)
        pdf.multi_cell(0, 5.4, text, align=align, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(gap)

    para(letter.greeting)
    para(letter.title, 12.5)
    for kind, content in letter.blocks:
        if kind == "table":
            for row in content:
                para(" – ".join(row))
        else:
            para(("- " if kind == "li" else "") + content, 11.5 if kind == "h" else 10.5, 6 if kind == "li" else 0)
    para("\n".join(letter.closing))
    return bytes(pdf.output()), [f"{letter.name} · {letter.department}", f"Tlf. {letter.phone}", "Side 1 af"]


# typst

def typst(letter, columns=1, justify=True, table=True):
    import typst as compiler

    def mark(text):
        for sign in "\\#*_$@<>`[]":
            text = text.replace(sign, "\\" + sign)
        return text

    out = [f'#set page(paper: "a4", margin: (x: 2.4cm, top: 3cm, bottom: 2.6cm), columns: {columns}, header: [#set text(8pt); {mark(letter.name)} #h(1fr) {mark(letter.date)}], footer: context [#set text(8pt); {mark(letter.street)}, {mark(letter.town)} #h(1fr) Side #counter(page).display() af #counter(page).final().first()])',
           f'#set text(lang: "da", size: 10.5pt, hyphenate: true, font: "Libertinus Serif")\n#set par(justify: {"true" if justify else "false"})\n']
    out.append(f"{mark(letter.greeting)}\n\n*{mark(letter.title)}*\n")
    for kind, content in letter.blocks:
        if kind == "h":
            out.append(f"== {mark(content)}\n")
        elif kind == "li":
            out.append(f"- {mark(content)}")
        elif kind == "table":
            cells = ", ".join(f"[{mark(cell)}]" for row in content for cell in row)
            out.append(f"\n#table(columns: (auto, 1fr, auto), {cells})\n")
        else:
            out.append("\n" + mark(content) + "\n")
    out.append("\n" + " \\\n".join(letter.closing))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "brev.typ").write_text("\n".join(out), encoding="utf-8")
        return compiler.compile(str(Path(folder, "brev.typ"))), [f"{letter.street}, {letter.town}", "Side 1 af", "Side 2 af"]


# LaTeX

def latex(letter, options="a4paper,11pt", extra="", dvips=False):
    def tex(text):
        for sign, other in (("\\", ""), ("&", "\\&"), ("%", "\\%"), ("#", "\\#"), ("_", "\\_"), ("§", "\\S{}")):
            text = text.replace(sign, other)
        return text

    out = [f"\\documentclass[{options}]{{article}}\\usepackage[T1]{{fontenc}}\\usepackage[utf8]{{inputenc}}\\usepackage[danish]{{babel}}\\usepackage[margin=2.6cm,headheight=14pt]{{geometry}}\\usepackage{{fancyhdr}}\\pagestyle{{fancy}}\\fancyhf{{}}"
           f"\\lhead{{\\small {tex(letter.name)}}}\\rhead{{\\small {tex(letter.date)}}}\\cfoot{{\\small {tex(letter.street)} -- side \\thepage}}{extra}\\begin{{document}}",
           f"\\noindent {tex(letter.greeting)}\\par\\medskip\\noindent\\textbf{{{tex(letter.title)}}}\n"]
    for kind, content in letter.blocks:
        if kind == "h":
            out.append(f"\\section*{{{tex(content)}}}")
        elif kind == "li":
            out.append(f"\\begin{{itemize}}\\item {tex(content)}\\end{{itemize}}")
        elif kind == "table":
            out.append("\\par\\begin{tabular}{lp{8cm}r}" + "\\\\".join(" & ".join(tex(cell) for cell in row) for row in content) + "\\end{tabular}\\par")
        else:
            out.append("\n" + tex(content) + "\n")
    out.append("\\par\\medskip\\noindent " + "\\\\".join(tex(line) for line in letter.closing) + "\\end{document}")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "brev.tex").write_text("\n".join(out), encoding="utf-8")
        program = "latex" if dvips else "pdflatex"
        for _ in range(2):
            subprocess.run([program, "-interaction=batchmode", "brev.tex"], cwd=folder, check=True, capture_output=True)
        if dvips:
            subprocess.run(["dvips", "-q", "-o", "brev.ps", "brev.dvi"], cwd=folder, check=True, capture_output=True)
            subprocess.run(["ps2pdf", "brev.ps", "brev.pdf"], cwd=folder, check=True)
        return Path(folder, "brev.pdf").read_bytes(), [f"{letter.street} – side 1", f"{letter.street} – side 2"]


def groff(letter):
    """groff's ms macros: justified, hyphenated, a page number at the top."""
    def roff(text):
        return text.replace("\\", "\\\\").replace(".", ".").lstrip(".'")

    out = [".nr HM 1.2i", ".nr PO 1i", ".nr LL 6.2i", f".ds CH {letter.name}", ".ds RH Side %", f".ds CF {letter.street}, {letter.town}", ".LP", roff(letter.greeting), ".SH", roff(letter.title)]
    for kind, content in letter.blocks:
        out += {"h": [".SH", content], "li": [".IP \\(bu 2", content]}.get(kind, [".PP", content]) if kind != "table" else []
    out += [".LP"] + sum(([line, ".br"] for line in letter.closing), [])
    done = subprocess.run(["groff", "-k", "-Kutf8", "-ms", "-Tps", "-m", "den"], input="\n".join(out).encode(), capture_output=True, check=True)
    done = subprocess.run(["ps2pdf", "-", "-"], input=done.stdout, capture_output=True, check=True)
    return done.stdout, [f"{letter.street}, {letter.town}"]


# LibreOffice

def office(letter, layout="table", more=None):
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Sans", Pt(10.5)
    normal.paragraph_format.space_after = Pt(8)
    for style in doc.styles:
        if style.name == "Normal":
            lang = OxmlElement("w:lang")
            lang.set(qn("w:val"), "da-DK")
            style.element.get_or_add_rPr().append(lang)

    def field(paragraph, code):
        for kind, text in (("begin", None), (None, code), ("end", None)):
            run = paragraph.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    foot = section.footer.paragraphs[0]
    foot.add_run(f"{letter.name} · {letter.street} · {letter.town} · CVR {letter.cvr} · Side ")
    field(foot, "PAGE")
    foot.add_run(" af ")
    field(foot, "NUMPAGES")
    marks = [f"CVR {letter.cvr} · Side 1", f"CVR {letter.cvr} · Side 2"]
    if layout == "table":
        left, right = doc.add_table(rows=1, cols=2).rows[0].cells
        left.width, right.width = Cm(10.5), Cm(5.5)
        left.text = letter.greeting + "\nSocialområdet"
        right.text = "\n".join(contact(letter))
        for paragraph in right.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(8)
    else:
        section.header.paragraphs[0].text = f"{letter.name}\t\tSagsnr. {letter.case}"
        marks.append(f"Sagsnr. {letter.case}")
        doc.add_paragraph(f"Dato\t{letter.date}\nSagsbehandler\tIda Kjærbøl\nSagsnr.\t{letter.case}")
        doc.add_paragraph(letter.greeting)
    doc.add_paragraph().add_run(letter.title).bold = True
    for kind, content in letter.blocks:
        if kind == "table":
            table = doc.add_table(rows=0, cols=3)
            table.style = "Table Grid"
            for row in content:
                for cell, text in zip(table.add_row().cells, row):
                    cell.text = text
            doc.add_paragraph()
        elif kind == "li":
            doc.add_paragraph(content, style="List Bullet")
        elif kind == "h":
            doc.add_heading(content, 2)
        else:
            paragraph = doc.add_paragraph(content)
            if layout == "justified":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    doc.add_paragraph("\n".join(letter.closing))
    if layout == "justified":
        hyphenation = OxmlElement("w:autoHyphenation")
        doc.settings.element.append(hyphenation)
    if more:
        more(doc)
    out = io.BytesIO()
    doc.save(out)
    return convert(out.getvalue(), "brev.docx"), marks


def convert(content, name):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(content)
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/p", "--convert-to", "pdf", "--outdir", folder, f"{folder}/{name}"], check=True, capture_output=True)
        return Path(folder, name).with_suffix(".pdf").read_bytes()


# cairo

def cairo(letter):
    """cairo: every line placed by itself, as a case system's own writer does; the page number at the top right."""
    import cairocffi
    out = io.BytesIO()
    surface = cairocffi.PDFSurface(out, 595, 842)
    pen = cairocffi.Context(surface)
    page, y = 1, 0

    def begin():
        nonlocal y
        pen.select_font_face("Liberation Sans")
        pen.set_font_size(8)
        pen.move_to(60, 40)
        pen.show_text(f"{letter.name}, {letter.department}")
        pen.move_to(500, 40)
        pen.show_text(f"Side {page}/2")
        y = 90

    def line(text, size=10.5, left=60):
        nonlocal y, page
        if y > 770:
            surface.show_page()
            page += 1
            begin()
        pen.set_font_size(size)
        pen.move_to(left, y)
        pen.show_text(text)
        y += 15

    def para(text, size=10.5, left=60):
        nonlocal y
        pen.set_font_size(size)
        row = ""
        for word in text.split():
            if pen.text_extents(f"{row} {word}")[4] > 470 - left + 60:
                line(row, size, left)
                row = word
            else:
                row = f"{row} {word}".strip()
        line(row, size, left)
        y += 7

    begin()
    para(letter.greeting)
    para(letter.title, 12)
    for kind, content in letter.blocks:
        if kind != "table":
            para(("• " if kind == "li" else "") + content, 11.5 if kind == "h" else 10.5, 75 if kind == "li" else 60)
    for text in letter.closing:
        line(text)
    surface.finish()
    return out.getvalue(), [f"{letter.name}, {letter.department}", "Side 1/2"]


def through(data, *command):
    """The same letter, written anew by another program."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.pdf").write_bytes(data)
        subprocess.run([part.replace("IN", f"{folder}/a.pdf").replace("OUT", f"{folder}/b.pdf") for part in command], check=True, capture_output=True)
        return Path(folder, "b.pdf").read_bytes()
