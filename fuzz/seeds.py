#!/usr/bin/env python3
"""Seeds and dictionaries for the fuzz targets, from the sample mails and the tests' files: seeds.py OUT"""
import email, email.policy, hashlib, pathlib, re, sys

root = pathlib.Path(__file__).resolve().parent.parent
out = pathlib.Path(sys.argv[1])
mails = sorted((root / "config/demo/mail").glob("*.eml")) + sorted((root / "tests/it/files").glob("*.eml"))
BASE64 = re.compile(rb"^[A-Za-z0-9+/=]{40,}\r?\n?$")


def seed(target, data):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)


def shortened(raw):
    """The mail with six lines of each long attachment: structure is what is fuzzed, not the inside of a PDF."""
    lines, run = [], 0
    for line in raw.splitlines(keepends=True):
        run = run + 1 if BASE64.match(line) else 0
        if run <= 6:
            lines.append(line)
    return b"".join(lines)


def leaves(message):
    for part in message.walk():
        if not part.is_multipart():
            yield part, part.get_payload(decode=True) or b""


words = {"mail": set(), "charset": set(), "container": set(), "cleaning": set()}
for path in mails:
    raw = path.read_bytes()
    seed("mail", shortened(raw)[:16000])
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    for name, value in message.items():
        words["mail"].add(name.encode() + b": ")
        text = str(value).encode("utf-8", "surrogateescape")
        if b"=?" in text or name in ("From", "Subject"):
            seed("charset", bytes([len(text) % 24]) + text[:300])
    for part, data in leaves(message):
        kind = part.get_content_type()
        words["mail"].add(kind.encode())
        if data[:4] in (b"\x78\x9f\x3e\x22", b"\xd0\xcf\x11\xe0") or "pkcs7-mime" in kind:
            seed("container", data)
        elif kind.startswith("text/"):
            seed("cleaning", data[:3000])
            for label in range(24):
                seed("charset", bytes([label]) + data[:200])
            for tag in re.findall(rb"</?[a-z]+[^>]{0,40}>", data):
                words["cleaning"].add(tag)
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            seed("container", shortened(b"".join(bytes(inner) for inner in part.get_payload()))[:8000])
for name in ("Høring.pdf", "Å+ü§€ – “svar”"):
    for charset in ("utf-8", "iso-8859-15", "windows-1252", "utf-16", "cp850"):
        data = name.encode(charset, "ignore")
        seed("charset", b"=" + charset.encode() + b"\n" + data)
        seed("charset", b"\x00*0*=" + charset.encode() + b"''" + b"".join(b"%%%02X" % byte for byte in data))
words["mail"] |= {b"multipart/alternative; boundary=B", b"--B\n", b"--B--\n", b"; format=flowed", b"; delsp=yes", b"charset=", b"base64", b"quoted-printable", b"\nbegin 644 x\n", b"\nend\n", b"Den 1. oktober 2023 kl. 10.11 skrev A <a@b.example>:\n> ", b"-- \n", b"Med venlig hilsen\n", b"Fra: ", b"Sendt: ", b"Emne: ", b"=?utf-8?B?", b"?=", b"filename*0*=utf-8''"}
words["charset"] |= {b"=?iso-8859-1?Q?", b"=?utf-8?B?", b"?=", b"=F8", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xef\xbf\xbd", b"\x1b$B", b"\x1b(B", b"*0*=utf-8''", b"*1*=", b"=\"", b"A\xcc\x8a", b"\xc3\xa6", b"\xe6\xf8\xe5"}
words["container"] |= {b"\x78\x9f\x3e\x22", b"__substg1.0_", "__substg1.0_3701".encode("utf-16le"), "__attach_version1.0_".encode("utf-16le"), b"\x01\x00\x00\x00", b"\xfe\xff\xff\xff", b"\x00\x90\x06", b"\x02\x02\x90", b"\x01\x03\x90", b"\x24\x80", b"\x30\x80", b"\x00\x00", bytes.fromhex("06092a864886f70d010702")}
words["cleaning"] |= {b"&aelig;", b"&#150;", b"&#0;", b"<pre>", b"</p>", b"<li>", b"<ol start=", b"<blockquote type=cite>", b"style='display:none'", b"> ", b"-- \n", b" \n", b"\xc2\xad", b"a\xcc\x8a", b"\xe2\x80\xa8", b"- ", b"1. ", b"f.eks. "}
out.mkdir(parents=True, exist_ok=True)
for target, found in words.items():
    lines = ("\"" + "".join("\\x%02x" % byte for byte in word[:60]) + "\"\n" for word in sorted(found) if word)
    (out / f"{target}.dict").write_text("".join(lines))
