"""What script/bench memo-round-trip measures: writes points until there are 200, takes the memo to Word and Excel, changes 60 things in each
with LibreOffice, hands the files in and compares the changes that the page lists with those that were made."""

import html
import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import uno
from com.sun.star.beans import PropertyValue

BASE, LOGIN, FOLDER = sys.argv[1:4]
MEMO = "/sekretariat/visions-og-udviklingsplan-2023/hoeringsnotat"
POINTS = 200
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def get(path):
    return browser.open(path if path.startswith("http") else BASE + path).read()


def post(path, body, kind="application/x-www-form-urlencoded"):
    request = urllib.request.Request(BASE + path, body, {"content-type": kind, "origin": BASE})
    try:
        return browser.open(request)
    except urllib.error.HTTPError as error:
        sys.exit(f"{path}: {error.code} {error.read().decode()[:3000]}")


def token(page):
    return re.search(r'name="csrf" value="([^"]*)"', page).group(1)


def log_in():
    page = get(LOGIN).decode()
    form = re.search(r'<main.*?<form[^>]*action="([^"]*)"(.*?)</form>', page, re.S)
    if form:
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.group(2)))
        post(html.unescape(form.group(1)), urllib.parse.urlencode(fields).encode())


def write_points():
    page = get(MEMO).decode()
    there = len(re.findall(r'<tr id="punkt-', page))
    select = re.search(r'<select[^>]*id="section".*?</select>', get(f"{MEMO}/punkter/ny").decode(), re.S).group(0)
    sections = re.findall(r'value="([^"]+)"', select)
    csrf = token(page)
    names = ["A1", "A2", "A3", "A4", "B1", "B2", "C1", "C2"]
    for at in range(there, POINTS):
        fields = {
            "csrf": csrf, "section": sections[at % len(sections)], "state": "for_comment",
            "remark": f"Bemærkning {at} om korte statusmøder på specialområde {at * 7}, så forløb og ventetider kan tages op, mens de er aktuelle.",
            "comment": f"Administrationen er enig i sag {at}.\n\nDet skrives ind i planen, at møderne holdes {at % 5 + 1} gange om året.",
            "disposition": "partly" if at % 3 else "accepted",
            "references": f"{names[at % 8]}, {names[(at + 5) % 8]}",
        }
        if at % 4 == 0:
            fields |= {"change_page": f"Side {at}", "change_before": f"Et møde ({at}).", "change_after": f"To møder ({at})."}
        post(f"{MEMO}/punkter", urllib.parse.urlencode(fields).encode())
    summary = get(f"{MEMO}/sammenfatning").decode()
    version = re.search(r'name="version" value="(\d+)"', summary).group(1)
    text = "Svarene bakker op om planens retning.\n\nMange ønsker tættere møder."
    post(f"{MEMO}/sammenfatning", urllib.parse.urlencode({"csrf": csrf, "version": version, "text": text}).encode())


def office():
    profile = f"-env:UserInstallation=file://{FOLDER}/profile"
    subprocess.Popen(
        ["soffice", profile, "--headless", "--norestore", "--accept=pipe,name=memo;urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve("uno:pipe,name=memo;urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def value(name, what):
    it = PropertyValue()
    it.Name, it.Value = name, what
    return it


def opened(desktop, name):
    return desktop.loadComponentFromURL(f"file://{FOLDER}/{name}", "_blank", 0, (value("Hidden", True),))


def main_rows(document):
    """The rows in which points are read: table, name of the row, number."""
    found = []
    for table in document.TextTables:
        if table.Columns.Count == 5 and table.getCellByName("B1").String == "Bemærkning":
            for row in range(2, table.Rows.Count + 1):
                found.append((table, row, int(table.getCellByName(f"A{row}").String)))
    return found


def put_in(cell, text, at_end=False):
    cursor = cell.createTextCursor()
    cursor.gotoEnd(False) if at_end else cursor.gotoStart(False)
    cell.insertString(cursor, text, False)


def in_word(context, desktop):
    document = opened(desktop, "notat.docx")
    made = set()
    rows = main_rows(document)
    by_number = {number: (table, row) for table, row, number in rows}
    numbers = [number for _, _, number in rows]
    cell = lambda number, column: by_number[number][0].getCellByName(f"{column}{by_number[number][1]}")
    plain = [it for it in numbers if "\n" not in cell(it, "E").String]
    for number in numbers[10:34]:
        put_in(cell(number, "B"), "Ny begyndelse. ")
        made.add(f"{number}.memo-remark")
    for number in numbers[40:50]:
        put_in(cell(number, "D"), " Det er aftalt.", True)
        made.add(f"{number}.memo-comment")
    open_ones = [it for it in plain if it in numbers[60:90] and cell(it, "E").String != "Imødekommes ikke"]
    for number in open_ones[:6]:
        cell(number, "E").String = "Imødekommes ikke"
        made.add(f"{number}.memo-disposition")
    changes = next(t for t in document.TextTables if t.Columns.Count == 4 and t.getCellByName("C1").String == "Står nu")
    for row in range(20, 24):
        put_in(changes.getCellByName(f"D{row}"), "Mindst ")
        made.add(f"{changes.getCellByName(f'A{row}').String}.memo-change-after")
    document.RecordChanges = True
    for number in numbers[100:108]:
        cursor = cell(number, "D").createTextCursor()
        cursor.gotoStart(False)
        cursor.gotoNextWord(True)
        cursor.String = "Forvaltningen "
        made.add(f"{number}.memo-comment")
    document.RecordChanges = False
    paragraphs = document.Text.createEnumeration()
    while paragraphs.hasMoreElements():
        paragraph = paragraphs.nextElement()
        if paragraph.supportsService("com.sun.star.text.Paragraph") and paragraph.String.startswith("Mange ønsker"):
            put_in(paragraph, "Rigtig ") if hasattr(paragraph, "insertString") else document.Text.insertString(paragraph.Start, "Rigtig ", False)
            made.add("summary")
    # Rows: five moved two places up in their table, one deleted, one added at an end.
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    controller = document.CurrentController
    do = lambda what: dispatcher.executeDispatch(controller.Frame, what, "", 0, ())
    tables = []
    for table, _, _ in rows:
        if table.Name not in [it.Name for it in tables]:
            tables.append(table)
    tables = [table for table in tables if table.Rows.Count > 7]
    for table in tables[:5]:
        last = table.Rows.Count
        number = table.getCellByName(f"A{last}").String
        controller.ViewCursor.gotoRange(table.getCellByName(f"A{last}").Start, False)
        do(".uno:EntireRow")
        do(".uno:Cut")
        controller.ViewCursor.gotoRange(table.getCellByName("A3").Start, False)
        do(".uno:PasteRowsBefore")
        if table.Rows.Count == last and not table.getCellByName(f"A{last}").String:
            table.Rows.removeByIndex(last - 1, 1)
        made.add(f"{number}.move")
    # One in which nothing else was changed.
    touched = {it.split(".")[0] for it in made}
    table, row = next(
        (table, row)
        for table in tables[5:]
        for row in range(2, table.Rows.Count)
        if table.getCellByName(f"A{row}").String not in touched
    )
    made.add(f"{table.getCellByName(f'A{row}').String}.gone")
    table.Rows.removeByIndex(row - 1, 1)
    table = tables[6]
    table.Rows.insertByIndex(table.Rows.Count, 1)
    last = table.Rows.Count
    table.getCellByName(f"B{last}").String = "En helt ny bemærkning om busser"
    table.getCellByName(f"D{last}").String = "Den er god."
    table.getCellByName(f"E{last}").String = "Imødekommes"
    made.add("new")
    document.storeToURL(f"file://{FOLDER}/tilbage.docx", (value("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    return made


def in_excel(desktop):
    document = opened(desktop, "notat.xlsx")
    sheet = document.Sheets.getByIndex(0)
    at = lambda column, row: sheet.getCellByPosition(column, row)
    head = next(row for row in range(20) if at(0, row).String == "Nr.")
    rows = range(head + 1, head + 1 + POINTS)
    number = lambda row: at(0, row).String
    made = set()

    def change(row, column, key, text):
        at(column, row).String = text
        made.add(f"{number(row)}.{key}")

    for row in rows[10:34]:
        change(row, 2, "memo-remark", "Ny begyndelse. " + at(2, row).String)
    for row in rows[40:54]:
        change(row, 4, "memo-comment", at(4, row).String + " Det er aftalt.")
    for row in [row for row in rows[60:70] if at(5, row).String != "Imødekommes ikke"][:6]:
        change(row, 5, "memo-disposition", "Imødekommes ikke")
    for row in rows[70:74]:
        change(row, 6, "memo-change-page", "Side 999")
    for row in rows[80:83]:
        change(row, 9, "memo-state", "Kladde")
    for row in rows[90:92]:
        change(row, 1, "move", at(1, rows[150]).String if at(1, rows[150]).String != at(1, row).String else at(1, rows[10]).String)
    made.add(f"{number(rows[180])}.gone")
    sheet.Rows.removeByIndex(rows[180], 1)
    # Rows of one section: the last of it goes up two places.
    moved, row = 0, rows[100]
    while moved < 5:
        if at(1, row).String == at(1, row - 2).String == at(1, row - 3).String and at(1, row + 1).String != at(1, row).String:
            made.add(f"{number(row)}.move")
            sheet.Rows.insertByIndex(row - 2, 1)
            source = sheet.getCellRangeByPosition(0, row + 1, 11, row + 1).RangeAddress
            sheet.moveRange(at(0, row - 2).CellAddress, source)
            sheet.Rows.removeByIndex(row + 1, 1)
            moved += 1
        row += 1
        if row > rows[179]:
            row, moved = rows[100], 5
    last = head + POINTS
    for column, text in ((1, at(1, last - 1).String), (2, "En helt ny bemærkning om busser"), (4, "Den er god."), (5, "Imødekommes")):
        at(column, last).String = text
    made.add("new")
    document.storeToURL(f"file://{FOLDER}/tilbage.xlsx", (value("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)
    return made


def hand_in(name):
    page = get(f"{MEMO}/filer/ny").decode()
    border = uuid.uuid4().hex
    head = f'--{border}\r\ncontent-disposition: form-data; name="csrf"\r\n\r\n{token(page)}\r\n--{border}\r\n'
    head += f'content-disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    with open(os.path.join(FOLDER, name), "rb") as file:
        body = head.encode() + file.read() + f"\r\n--{border}--\r\n".encode()
    started = time.monotonic()
    page = post(f"{MEMO}/filer", body, f"multipart/form-data; boundary={border}").read().decode()
    return page, time.monotonic() - started


def compared(name, made):
    page, took = hand_in(name)
    names = re.findall(r'type="radio"[^>]* name="valg\.([^"]*)" value="page"', page)
    found = {"new" if re.fullmatch(r"new\d+", it) else it for it in map(html.unescape, names)}
    print(f"{name}: {len(made)} made, {len(found & made)} found, {len(made - found)} missed, {len(found - made)} invented; {took:.1f} s from the file to the page")
    print(f"  tracked changes shown at {len(re.findall('sporede? ændring', page))} places; guesses {page.count('har mistet sit id')}; conflicts {page.count('er ændret her, siden')}")
    if made - found:
        print("  missed:", *sorted(made - found))
    if found - made:
        print("  invented:", *sorted(found - made))


log_in()
write_points()
for ending in ("docx", "xlsx"):
    with open(os.path.join(FOLDER, f"notat.{ending}"), "wb") as file:
        file.write(get(f"{MEMO}.{ending}"))
context = office()
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
try:
    word = in_word(context, desktop)
    excel = in_excel(desktop)
finally:
    try:
        desktop.terminate()
    except Exception:
        pass
compared("tilbage.docx", word)
compared("tilbage.xlsx", excel)
