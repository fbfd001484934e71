"""Makes a projection of N responses of 300 words and measures what its formats cost.

    compilation.py PROGRAM N...

For each N two lines of JSON: the PDF, and all other formats with their archive. `processor_s` is of the program and its children together,
`peak_mb` the largest resident size of any one of them.
"""

import json
import os
import random
import sys
import tempfile
import time

WORDS = """borgere kommunen planen støtte tilbud bosted region socialområdet pårørende medarbejdere økonomi takster udvikling samarbejde
faglighed kvalitet indsats behov målgruppe specialiseret viden fællesskab medansvar tilgængelighed uddannelse sundhed psykiatri hverdag
botilbud rådgivning hjælpemidler tegnsprog kommunikation rammeaftale styring dokumentation tilsyn visitation rehabilitering overgang unge
voksne børn familier netværk frivillige arbejdsmarked beskæftigelse bolig transport forebyggelse tidlig helhed sammenhæng retssikkerhed vi
mener at det er vigtigt og foreslår derfor en tydeligere beskrivelse af hvordan den skal gennemføres i praksis med de ressourcer som findes
""".split()
CATEGORIES = "ABCDEFG"
NAMES = ["Kommuner", "Statslige myndigheder og regioner", "Bruger-, patient- og pårørendeorganisationer", "Faglige organisationer",
         "Råd, MED-udvalg og nævn", "Tilbud og uddannelsesinstitutioner", "Borgere og øvrige"]
FRAME = "pejlemaerker"
THEMES = 14


def words(luck, count):
    sentences, left = [], count
    while left > 0:
        length = min(left, luck.randint(8, 22))
        sentence = " ".join(luck.choice(WORDS) for _ in range(length))
        sentences.append(sentence.capitalize() + ".")
        left -= length
    return " ".join(sentences)


def theme(number):
    return {"frame": FRAME, "theme": str(number)}


def response(luck, reference, letter, mark):
    text, passages, at = [], [], 0
    for _ in range(4):
        paragraph = words(luck, 75)
        themes = [theme(number) for number in sorted(luck.sample(range(1, THEMES + 1), luck.randint(0, 2)))]
        if themes:
            mark += 1
            passages.append({"mark": mark, "start": at, "end": at + len(paragraph), "themes": themes})
        text.append(paragraph)
        at += len(paragraph) + 2
    every = sorted({one["theme"] for passage in passages for one in passage["themes"]}, key=int)
    row = {
        "reference": reference, "number": f"{reference}-0001", "category": letter, "sender": f"Afsender {reference} i Klitvang",
        "on_behalf_of": None, "private": letter == "G", "consultee": letter == "A",
        "received_at": f"2023-10-{luck.randint(1, 11):02}T{luck.randint(6, 20):02}:15:00Z", "late": False, "deemed_timely_reason": None,
        "content": "remarks", "standing": "final", "standing_expected_on": None, "status": "full", "changes": [], "relations": [],
        "themes": [theme(number) for number in every], "omissions": 0, "attachments": 0, "signatures": 0,
    }
    part = {"role": "body", "filename": None, "shown": "text", "withheld_ground": None, "text": "\n\n".join(text), "omitted": [],
            "passages": passages}
    return row, {**row, "parts": [part], "whole": []}, mark


def projection(count):
    luck = random.Random(count)
    rows, responses, counts, mark = [], [], {}, 0
    for place, letter in enumerate(CATEGORIES):
        own = count // 7 + (place < count % 7)
        for number in range(1, own + 1):
            row, whole, mark = response(luck, f"{letter}{number}", letter, mark)
            rows.append(row)
            responses.append(whole)
            for passage in whole["parts"][0]["passages"]:
                for one in passage["themes"]:
                    counts[letter, one["theme"]] = counts.get((letter, one["theme"]), 0) + 1
    places = [{"place": "response", "mails": count}]
    return {
        "overview": {
            "hearing": {
                "slug": "plan-2023", "title": "Visions- og udviklingsplan for socialområdet", "summary": words(luck, 60),
                "organisation": "Region Klitvang", "mailbox": "hoering@region.example", "case_number": "2023-1", "opens_at":
                "2023-09-01T08:00:00Z", "closes_at": "2023-10-11T22:00:00Z", "time_zone": "Europe/Copenhagen", "public_stance": False,
                "decision": ["Regionsrådet", "2023-12-20"], "references_fixed": True,
            },
            "responses": count,
            "categories": [{"letter": letter, "name": name, "private_persons": letter == "G"} for letter, name in zip(CATEGORIES, NAMES)],
            "frames": [{
                "key": FRAME, "title": "Pejlemærker", "levels": ["Pejlemærke"], "version": 1,
                "themes": [{"name": str(number), "number": number, "title": f"Pejlemærke om {WORDS[number]}", "heading": "", "summary": "",
                            "depth": 0, "leaf": True, "track": number % 3} for number in range(1, THEMES + 1)],
            }],
            "rows": rows,
            "counts": [{"frame": FRAME, "theme": name, "category": letter, "passages": found, "responses": found}
                       for (letter, name), found in sorted(counts.items())],
            "ledger": {"received": count, "full": count, "partly": 0, "withheld": 0, "not_yet_published": 0, "superseded": 0, "withdrawn": 0,
                       "duplicate": 0, "not_a_response": 0, "merged": 0},
            "mails": {"seen": count, "places": places},
            "consultees": {"listed": count // 7, "answered": count // 7},
            "weeks": [{"from": "2023-10-02", "number": 40, "responses": count}],
            "inputs": [],
        },
        "responses": responses,
    }


def measured(program, source, only, folder):
    out = os.path.join(folder, only)
    os.mkdir(out)
    begun = time.monotonic()
    child = os.posix_spawn(program, [program, "release", "files", "--projection", source, "--only", only, "--out", out],
                           {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
                           file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{only} failed: {status}")
    return {
        "processor_s": round(used.ru_utime + used.ru_stime, 1), "wall_s": round(time.monotonic() - begun, 1),
        "peak_mb": round(used.ru_maxrss / 1024), "files": len(os.listdir(out)),
        "file_mb": round(sum(entry.stat().st_size for entry in os.scandir(out)) / 1e6, 1),
    }


def main():
    program = sys.argv[1]
    for count in map(int, sys.argv[2:]):
        with tempfile.TemporaryDirectory() as folder:
            source = os.path.join(folder, "projection.json")
            with open(source, "w", encoding="utf-8") as out:
                json.dump(projection(count), out, ensure_ascii=False)
            for only in ("pdf", "data"):
                print(json.dumps({"responses": count, "formats": only, **measured(program, source, only, folder)}), flush=True)


main()
