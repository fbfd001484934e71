"""Writes mails for benches/import: folders plain, files and large under the folder that is named, with as many mails as is said."""
import base64
import os
import random
import sys
from email.message import EmailMessage

WORDS = (
    "kommunen borgere støtte tilbud plan region socialområdet pårørende medarbejdere kvalitet samarbejde uddannelse bolig hverdag "
    "sammenhæng økonomi behov målgruppe indsats udvikling faglighed tryghed nærhed specialiseret høring forslag bemærkninger vigtigt "
    "ønsker foreslår anbefaler mener derfor også ikke kan skal vil fordi når hvis men og i på af for med til det den de som at er"
).split()


def text(rng, words):
    lines = []
    while words > 0:
        count = min(words, rng.randint(8, 40))
        sentence = " ".join(rng.choice(WORDS) for _ in range(count))
        lines.append(sentence.capitalize() + ".")
        words -= count
    return "\n\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4))


def pdf(rng, bytes_wanted):
    """A letter of two pages with real text, filled to its size with a picture of noise."""
    streams = []
    for _ in range(2):
        rows = ["BT /F1 11 Tf 14 TL 70 780 Td"]
        for line in text(rng, 300).split("\n"):
            for at in range(0, len(line), 85):
                piece = line[at : at + 85].replace("\\", "").replace("(", "").replace(")", "")
                rows.append(f"({piece}) Tj T*")
        rows.append("ET")
        streams.append("\n".join(rows).encode("cp1252"))
    noise = rng.randbytes(bytes_wanted - 6000)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 7 0 R >> >> >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 7 0 R >> /XObject << /X 8 0 R >> >> >>",
    ]
    objects += [b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body) for body in streams]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    side = int((len(noise)) ** 0.5)
    noise = noise[: side * side]
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray /Length %d >>\nstream\n%s\nendstream"
        % (side, side, len(noise), noise)
    )
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def mail(rng, number, file=None, name="høringssvar.pdf"):
    message = EmailMessage()
    message["From"] = f"Borger Nummer {number} <borger{number}@hjem{number % 97}.example>"
    message["To"] = "hoering@region.example"
    message["Subject"] = f"Høringssvar nr. {number} til visions- og udviklingsplanen"
    message["Date"] = f"Mon, 02 Oct 2023 {number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d} +0200"
    message["Message-ID"] = f"<{number}@hjem{number % 97}.example>"
    message.set_content(text(rng, 300) + f"\n\nMed venlig hilsen\nBorger Nummer {number}\n", charset="utf-8")
    if file is not None:
        message.add_attachment(file, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    rng = random.Random(1)
    for name in ("plain", "files", "large"):
        os.makedirs(os.path.join(folder, name))
    write = lambda kind, number, raw: open(os.path.join(folder, kind, f"{number:05d}.eml"), "wb").write(raw)
    for number in range(count):
        write("plain", number, mail(rng, number))
        write("files", number, mail(rng, number, pdf(rng, 100_000) if number % 5 == 0 else None))
    for number in range(9):
        write("large", number, mail(rng, number))
    # 36 MB of file are 49 MB of mail.
    noise = pdf(rng, 1_000_000) + rng.randbytes(35_000_000)
    write("large", 9, mail(rng, 9, noise))


main()
