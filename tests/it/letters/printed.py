"""Letters as HTML: printed by Chromium, WeasyPrint and wkhtmltopdf."""

import html
import subprocess
import tempfile
from pathlib import Path

esc = html.escape


def blocks(letter):
    out, open_list = [], False
    for kind, content in letter.blocks:
        if kind == "li" and not open_list:
            out.append("<ul>")
            open_list = True
        if kind != "li" and open_list:
            out.append("</ul>")
            open_list = False
        if kind == "p":
            out.append(f"<p>{esc(content)}</p>")
        elif kind == "h":
            out.append(f"<h2>{esc(content)}</h2>")
        elif kind == "li":
            out.append(f"<li>{esc(content)}</li>")
        else:
            rows = "".join("<tr>" + "".join(f"<td>{esc(cell)}</td>" for cell in row) + "</tr>" for row in content)
            out.append(f"<table>{rows}</table>")
    return "".join(out) + ("</ul>" if open_list else "")


def page(letter, css, contact="side", body_class="body"):
    lines = [letter.department, letter.street, letter.town, f"Telefon {letter.phone}", letter.mail, f"CVR {letter.cvr}", f"Sagsnr. {letter.case}", f"Dato: {letter.date}"]
    side = "<br>".join(f"<span>{esc(line)}</span>" for line in lines)
    aside = f'<div class="side">{side}</div>'
    return (
        f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{esc(letter.title)}</title><style>{css}</style></head><body>'
        f'<div class="band">{esc(letter.name)}</div>' + (aside if contact == "side" else "")
        + f'<p class="to">{esc(letter.greeting)}<br>Socialområdet</p><h1>{esc(letter.title)}</h1>'
        + f'<div class="{body_class}">{blocks(letter)}</div>'
        + "<p>" + "<br>".join(esc(line) for line in letter.closing) + "</p>"
        + (aside if contact == "end" else "") + "</body></html>"
    )


BASE = "h1{font-size:12pt} h2{font-size:10.5pt} .to{margin-bottom:8mm} table{border-collapse:collapse} td{border:1px solid #999;padding:1mm 2mm;vertical-align:top}"


def weasyprint(text):
    from weasyprint import HTML
    return HTML(string=text).write_pdf()


def chromium(text, header_footer=False):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "brev.html").write_text(text, encoding="utf-8")
        plain = [] if header_footer else ["--no-pdf-header-footer"]
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/p", *plain,
                        f"--print-to-pdf={folder}/brev.pdf", f"file://{folder}/brev.html"], check=True, capture_output=True)
        return Path(folder, "brev.pdf").read_bytes()


def wkhtmltopdf(text, *options):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "brev.html").write_text(text, encoding="utf-8")
        subprocess.run(["wkhtmltopdf", "-q", *options, "brev.html", "brev.pdf"], cwd=folder, check=True, capture_output=True,
                       env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": folder, "XDG_RUNTIME_DIR": folder})
        return Path(folder, "brev.pdf").read_bytes()


def margin_boxes(letter):
    """WeasyPrint: header and footer in margin boxes, justified, hyphenated."""
    css = f"""@page{{size:A4;margin:28mm 25mm 26mm;@top-left{{content:"{letter.name}";font:8pt "Liberation Sans"}}@top-right{{content:"Sagsnr. {letter.case}";font:8pt "Liberation Sans"}}
      @bottom-left{{content:"{letter.street} · {letter.town} · CVR {letter.cvr}";font:7.5pt "Liberation Sans"}}@bottom-right{{content:"Side " counter(page) " af " counter(pages);font:8pt "Liberation Sans"}}}}
      body{{font:10.5pt/1.4 "Liberation Serif";text-align:justify;hyphens:auto}} .side{{font-size:8pt;text-align:left}} {BASE}"""
    return weasyprint(page(letter, css)), [letter.name, f"Sagsnr. {letter.case}", f"{letter.street} · {letter.town} · CVR {letter.cvr}", "Side 1 af", "Side 2 af"]


def contact_column(letter):
    """WeasyPrint: a contact column down the right side of the first page, running footer in three boxes."""
    css = f"""@page{{size:A4;margin:20mm 65mm 28mm 22mm;@bottom-left{{content:"{letter.name}\\A {letter.street}\\A {letter.town}";white-space:pre;font:7pt "Liberation Sans"}}
      @bottom-center{{content:"Tlf. {letter.phone}\\A {letter.mail}\\A ";white-space:pre;font:7pt "Liberation Sans"}}@bottom-right{{content:"CVR {letter.cvr}\\A EAN {letter.ean}\\A Side " counter(page);white-space:pre;font:7pt "Liberation Sans"}}}}
      body{{font:10pt/1.45 "Liberation Sans"}} .side{{position:absolute;right:-55mm;top:20mm;width:45mm;font-size:8pt}} .band{{font-size:16pt}} {BASE}"""
    return weasyprint(page(letter, css)), [f"Tlf. {letter.phone}", f"EAN {letter.ean}", "Side 1", "Side 2"]


def web_columns(letter):
    """Chromium: two justified columns."""
    css = f"@page{{size:A4;margin:18mm 20mm}} body{{font:9.5pt/1.4 'Liberation Serif';text-align:justify;hyphens:auto}} .body{{columns:2;column-gap:9mm}} .side{{font-size:8pt;text-align:left}} .body p{{margin:0 0 2.5mm}} {BASE}"
    return chromium(page(letter, css)), []


def web_printout(letter):
    """Chromium: printed from the browser, with the browser's own header and footer."""
    css = f"@page{{size:A4;margin:20mm 22mm}} body{{font:10.5pt/1.45 'DejaVu Sans'}} .side{{font-size:8pt}} {BASE}"
    return chromium(page(letter, css), header_footer=True), ["file:///", "1/", "2/"]


def web_float(letter):
    """Chromium: contact box floating on the right, text around it, soft hyphens."""
    css = f"@page{{size:A4;margin:20mm 22mm}} body{{font:10.5pt/1.4 'Liberation Sans';hyphens:manual}} .side{{float:right;width:48mm;margin:0 0 6mm 8mm;padding-left:4mm;border-left:1px solid #888;font-size:8pt}} {BASE}"
    text = page(letter, css)
    for word in ("målgruppebeskrivelserne", "specialisering", "behandlingspsykiatrien", "samarbejdspartnere", "medicinhåndtering", "tilgængelighed", "forudsætning"):
        middle = len(word) // 2
        text = text.replace(word, word[:middle] + "&shy;" + word[middle:])
    return chromium(text), []


def web_fixed_footer(letter):
    """Chromium: a table head and foot that come again on every page (the trick of many case systems)."""
    css = f"@page{{size:A4;margin:12mm 22mm}} body{{font:10.5pt/1.45 'Liberation Serif'}} thead td,tfoot td{{border:0;height:14mm;font-size:8pt;color:#555}} .side{{font-size:8pt}} {BASE} .frame{{width:100%}} .frame>tbody>tr>td{{border:0}}"
    text = page(letter, css)
    head = f"{letter.name} · {letter.department}"
    foot = f"{letter.street} · {letter.town} · Tlf. {letter.phone} · CVR {letter.cvr}"
    text = text.replace("<body>", f'<body><table class="frame"><thead><tr><td>{esc(head)}</td></tr></thead><tfoot><tr><td>{esc(foot)}</td></tr></tfoot><tbody><tr><td>').replace("</body>", "</td></tr></tbody></table></body>")
    return chromium(text), [head, foot]


def old_webkit(letter):
    """wkhtmltopdf: header line and *Side x af y*."""
    css = f"body{{font:11pt/1.4 'Liberation Sans'}} .side{{font-size:8pt}} {BASE}"
    options = ["--encoding", "utf-8", "-T", "25mm", "-B", "22mm", "-L", "22mm", "-R", "22mm"]
    return wkhtmltopdf(page(letter, css), *options), []


def landscape_appendix(letter):
    """WeasyPrint: a letter upright and an appendix on its side with a table over two pages."""
    rows = "".join(f"<tr><td>{n}</td><td>{esc(text)}</td><td>Kommunen støtter forslag nr. {n} og beder om en uddybning af økonomien.</td></tr>"
                   for n, text in enumerate([content for kind, content in letter.blocks if kind == "p"][:6], 1))
    css = f"""@page{{size:A4;margin:24mm 24mm 22mm;@bottom-center{{content:counter(page) "/" counter(pages);font:8pt "Liberation Sans"}}}}
      @page wide{{size:A4 landscape}} body{{font:10.5pt/1.4 "Liberation Sans"}} .wide{{page:wide;break-before:page}} .wide td:nth-child(2){{width:55%}} .side{{font-size:8pt}} {BASE}"""
    text = page(letter, css).replace("</body>", f'<div class="wide"><h1>Bilag 1. Oversigt</h1><table><tr><td>Nr.</td><td>Emne</td><td>Kommentar</td></tr>{rows}</table></div></body>')
    return weasyprint(text), ["1/", "2/", "3/"]
