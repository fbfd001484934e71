"""Compares `mail explain` with Python's email package over a folder of messages; started by script/corpora.

A message is a file with the ending of one, or a text that begins with header fields; each message of an mbox is one. Counted: panics and failures, readings over five seconds, messages without an
answer, and messages whose text or attachments differ from the reference, by reason.
"""
import collections
import email
import email.policy
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time

LIMIT = 5.0
MESSAGES = (".eml", ".msg", ".raw", ".email")
FIELD = re.compile(rb"^(?:From |[!-9;-~]{1,70}:[ \t\r\n]?)")


def messages(folder, apart):
    for number, path in enumerate(files(folder)):
        with open(path, "rb") as file:
            raw = file.read()
        begins = [found.start() for found in re.finditer(rb"(?m)(?:(?<=\n\n)|(?<=\r\n\r\n)|\A)From .*\d{4}\s*\r?$", raw)]
        if len(begins) < 2:
            yield path
            continue
        for at, (start, end) in enumerate(zip(begins, begins[1:] + [len(raw)])):
            one = os.path.join(apart, f"{number}-{at}-{os.path.basename(path)}.eml")
            with open(one, "wb") as file:
                file.write(raw[start:end].split(b"\n", 1)[-1])
            yield one


def files(folder):
    for base, _, names in sorted(os.walk(folder)):
        if "/.git" in base:
            continue
        for name in sorted(names):
            path = os.path.join(base, name)
            ending = os.path.splitext(name)[1].lower()
            if ending in MESSAGES:
                yield path
            if ending not in (".txt", ".mbox", ""):
                continue
            with open(path, "rb") as file:
                head = file.read(4096)
            fields = len(re.findall(rb"^(?:from|to|subject|date|received|content-type|mime-version|message-id|return-path):", head, re.I | re.M))
            if FIELD.match(head.lstrip()) and fields >= 2:
                yield path


def words(text):
    return re.findall(r"\w+", text.lower())


def untagged(text):
    text = re.sub(r"(?is)<(script|style|head|title)\b.*?</\1\s*>", " ", text)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", text))


def charset_known(part):
    label = part.get_content_charset() or "us-ascii"
    try:
        "".encode(label)
        return True
    except (LookupError, UnicodeError):
        return False


class Reference:
    def __init__(self, raw):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        self.text, self.files, self.notes = [], [], set()
        self.walk(message)

    def walk(self, part, depth=0):
        if part.defects:
            self.notes.add("broken MIME: " + type(part.defects[0]).__name__)
        kind = part.get_content_type()
        if kind == "message/rfc822" or kind.startswith("message/") and part.is_multipart():
            self.notes.add("attached message")
            return
        if part.is_multipart():
            if kind == "multipart/alternative":
                self.notes.add("alternatives")
            for child in part.iter_parts():
                self.walk(child, depth + 1)
            return
        payload = part.get_payload(decode=True) or b""
        name, disposition = part.get_filename(), part.get_content_disposition()
        if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or (name or "").lower() == "winmail.dat":
            self.notes.add("container: winmail.dat")
        if "pkcs7" in kind:
            self.notes.add("container: S/MIME")
        if kind.startswith("text/") and disposition != "attachment" and not name:
            if kind in ("text/calendar", "text/rfc822-headers"):
                self.notes.add("machine part")
                return
            if not charset_known(part):
                self.notes.add("charset that the reference does not know")
            if b"begin 6" in payload:
                self.notes.add("uuencoded file in the text")
            if "format=flowed" in str(part.get("content-type", "")).lower():
                self.notes.add("format=flowed")
            try:
                text = part.get_content()
            except Exception:
                text = payload.decode("latin-1")
                self.notes.add("charset that the reference does not know")
            if "\ufffd" in text:
                self.notes.add("charset mended by us, replaced by the reference")
            self.text.append(untagged(text) if kind == "text/html" else text)
        else:
            self.files.append((name or "", hashlib.sha256(payload).hexdigest()))


def explain(program, path):
    began = time.monotonic()
    try:
        done = subprocess.run([program, "mail", "explain", path], capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return None, 60.0, "does not end"
    took = time.monotonic() - began
    try:
        answer = json.loads(done.stdout.splitlines()[0])
    except (IndexError, ValueError):
        return None, took, (done.stderr.decode(errors="replace") or "no answer").strip()[-200:]
    return answer, took, "panic" if b"panicked" in done.stderr else None


def text_differs(ours, reference):
    """Whether a tenth of the reference's words is missing from ours."""
    wanted = collections.Counter(words(" ".join(reference.text)))
    have = collections.Counter(words(ours))
    missing = sum((wanted - have).values())
    return missing > max(2, sum(wanted.values()) // 10)


def why(kind, answer, reference, raw):
    warnings = " ".join(answer["warnings"])
    if "NUL" in warnings or b"\0" in raw:
        return "NUL bytes"
    order = ["container: winmail.dat", "container: S/MIME", "attached message", "uuencoded file in the text", "machine part",
             "charset that the reference does not know", "charset mended by us, replaced by the reference"]
    for note in order:
        if note in reference.notes:
            return note
    broken = sorted(note for note in reference.notes if note.startswith("broken MIME"))
    if broken:
        return broken[0]
    if "charset_repaired" in warnings or "double_encoded" in warnings:
        return "charset mended by us"
    if "base64" in warnings or "quoted_printable" in warnings or "encoding_unknown" in warnings:
        return "transfer encoding mended by us"
    if kind == "text" and "alternatives" in reference.notes:
        return "one alternative is shown, the reference counts both"
    if "too_many_parts" in warnings or "too_deep" in warnings:
        return "over our limits"
    return "other"


def main():
    program, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as apart:
        compare(program, folder, apart)


def compare(program, folder, apart):
    counts, reasons, slowest, others, seen = collections.Counter(), collections.Counter(), (0.0, ""), [], 0
    kinds = collections.Counter()
    for path in messages(folder, apart):
        seen += 1
        answer, took, fault = explain(program, path)
        slowest = max(slowest, (took, path))
        counts["over 5 s"] += took > LIMIT
        if fault:
            counts["panic" if "panic" in fault else "failed"] += 1
            others.append((fault, path))
        if answer is None:
            continue
        counts["accounted for"] += 1
        kinds[answer["kind"]] += 1
        with open(path, "rb") as file:
            raw = file.read()
        if raw.startswith(b"\xd0\xcf\x11\xe0"):
            counts[".msg, no reference"] += 1
            continue
        try:
            reference = Reference(raw)
        except Exception as error:
            reasons["the reference fails: " + type(error).__name__] += 1
            continue
        counts["compared"] += 1
        inner = answer["text"] + " ".join(mail["text"] for mail in answer["inner"])
        if text_differs(inner, reference):
            reason = why("text", answer, reference, raw)
            reasons["text: " + reason] += 1
            if reason == "other":
                others.append(("text", path))
        ours = collections.Counter(file["sha256"] for file in answer["attachments"])
        theirs = collections.Counter(sha256 for _, sha256 in reference.files)
        if theirs - ours:
            reason = why("files", answer, reference, raw)
            reasons["attachments: " + reason] += 1
            if reason == "other":
                others.append(("attachments", path))
    print(f"{seen} messages; " + ", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
    print("kinds: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    print(f"slowest: {slowest[0]:.2f} s, {os.path.relpath(slowest[1], folder) if slowest[1] else '-'}")
    for reason, count in reasons.most_common():
        print(f"{count:5}  {reason}")
    for what, path in others:
        print(f"       {what}: {os.path.relpath(path, folder)}")
    bad = counts["panic"] + counts["failed"] + counts["over 5 s"] + (seen - counts["accounted for"])
    sys.exit(1 if bad else 0)


main()
