"""A second verifier, written from docs/proof.md alone, with nothing but Python's own library. A test runs it against what the program builds.

verify.py RECEIPT.json DIR PUBLIC-KEY-IN-HEXADECIMAL: prints status and reference; exits with 1 and a reason when something does not fit."""
import base64, hashlib, json, pathlib, struct, sys, unicodedata

# Ed25519 (RFC 8032, section 5.1): slow and plain, for checking only.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def recover(y, sign):
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P or (x == 0 and sign):
        raise ValueError("no point")
    return P - x if x & 1 != sign else x

def add(a, b):
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P)

def times(n, a):
    out = (0, 1)
    while n:
        if n & 1:
            out = add(out, a)
        a, n = add(a, a), n >> 1
    return out

def point(data):
    y = int.from_bytes(data, "little")
    return recover(y & (2**255 - 1), y >> 255), y & (2**255 - 1)

BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover(BASE_Y, 0), BASE_Y)

def is_signed(message, public, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    return s < L and times(s, BASE) == add(point(r), times(h, point(public)))

def sha(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()

def need(holds, what):
    if not holds:
        sys.exit(what)

def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def signed(value, domain):
    rest = {name: one for name, one in value.items() if name != "signature"}
    return is_signed(domain + b"\0" + canonical(rest), bytes.fromhex(value["key"]["public"]), bytes.fromhex(value["signature"]))

def tree(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", tree(leaves[:split]), tree(leaves[split:]))

def path(text):
    data = base64.b64decode(text, validate=True)
    return [data[at:at + 32] for at in range(0, len(data), 32)]

def included(leaf, at, size, proof):
    last = size - 1
    for one in proof:
        need(last > 0, "the path is too long")
        if at & 1 or at == last:
            leaf = sha(b"\1", one, leaf)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            leaf = sha(b"\1", leaf, one)
        at, last = at >> 1, last >> 1
    return leaf if last == 0 else None

def item_hash(item):
    if "hash" in item:
        return bytes.fromhex(item["hash"])
    file = item["kind"] == "file"
    content = bytes.fromhex(item["sha256"]) if file else item["text"].encode()
    head = bytes([1 if file else 2]) + struct.pack(">II", item["part"], item["index"])
    return sha(b"hoering/commitment-item/1\0", head, bytes.fromhex(item["salt"]), content)

def paragraphs(text, omitted):
    letters = list(text)
    for token in omitted:
        for at in range(token["start"], token["end"]):
            letters[at] = letters[at] if letters[at].isspace() else "\ue000"
    text = unicodedata.normalize("NFC", "".join(letters).replace("\r\n", "\n").replace("\r", "\n"))
    found, open_ = [], False
    for line in text.split("\n"):
        if line.strip():
            found = found[:-1] + [found[-1] + "\n" + line] if open_ else found + [line]
        open_ = bool(line.strip())
    return [one.strip() for one in found if "\ue000" not in one]

def main(receipt, folder, public):
    folder = pathlib.Path(folder)
    receipt = json.loads(pathlib.Path(receipt).read_bytes())
    manifest, proof, data = (json.loads((folder / name).read_bytes()) for name in ("manifest.json", "bevis.json", "hoeringssvar.json"))
    need(receipt["key"]["public"] == public == proof["key"]["public"], "another key")
    need(signed(receipt, b"hoering/receipt/1"), "the receipt is not signed")
    need(signed(proof, b"hoering/release-proof/1"), "the proof is not signed")
    for file in manifest["files"]:
        need(sha((folder / file["name"]).read_bytes()).hex() == file["sha256"], file["name"])
    listed = {file["name"]: file["sha256"] for file in manifest["files"] if file["name"] != "bevis.json"}
    need(listed == {file["name"]: file["sha256"] for file in proof["files"]}, "manifest")
    need(receipt["hearing"] == proof["hearing"], "another hearing")
    roots = {one["root"] for one in receipt["commitments"]}
    own = [one for one in proof["responses"] if roots & {root["root"] for root in one["commitments"]}]
    need(len(own) == 1, "absent")
    own = own[0]
    need(roots <= {one["root"] for one in own["commitments"]}, "a commitment is missing")
    disclosed = {}
    for one in own["commitments"]:
        leaf = sha(b"\0", bytes.fromhex(one["root"]))
        need(included(leaf, one["leaf"], proof["log"]["size"], path(one["inclusion"])) == bytes.fromhex(proof["log"]["root"]), "not in the log")
        items = one.get("items", [])
        if items:
            kind = bytes([{"response": 1, "attachment_text": 2}[one["kind"]]])
            top = sha(b"hoering/commitment/1\0", kind, struct.pack(">I", len(items)), tree([sha(b"\0", item_hash(item)) for item in items]))
            need(top.hex() == one["root"], "the items do not give the root")
        for item in items:
            if "text" in item:
                disclosed.setdefault(item["part"], []).append((item["index"], item["text"]))
    if own["status"] != "superseded" and "as" in own:
        entry = next(one for one in data["responses"] if one["reference"] == own["as"])
        parts = {one["at"]: one["part"] for one in own.get("parts", [])}
        for at, part in enumerate(entry["parts"]):
            if at in parts and parts[at] not in own.get("changed", []):
                given = [text for _, text in sorted(disclosed.get(parts[at], []))]
                need(given == paragraphs(part["text"], part["omitted"]), "the text is another")
    print(own["status"], own.get("as", "-"))

main(*sys.argv[1:])
