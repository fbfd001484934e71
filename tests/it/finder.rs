//! What the finder takes for personal data, in many notations, and what it leaves alone.

use hoering::finder::{Hit, Kind, find};

/// The hits of a kind, as they stand in the text.
fn hits(kind: Kind, text: &str) -> Vec<String> {
    let found = find(text);
    let letters: Vec<char> = text.chars().collect();
    for hit in &found {
        let there: String = letters[hit.start..hit.end].iter().collect();
        assert_eq!(hit.text, there, "the offsets are code points of {text:?}");
        assert!((0.0..=1.0).contains(&hit.confidence));
    }
    found
        .into_iter()
        .filter(|hit| hit.kind == kind)
        .map(|hit| hit.text)
        .collect()
}

fn only(kind: Kind, text: &str) -> Hit {
    let found: Vec<Hit> = find(text)
        .into_iter()
        .filter(|hit| hit.kind == kind)
        .collect();
    assert_eq!(found.len(), 1, "{text:?} gave {found:?}");
    found.into_iter().next().unwrap()
}

/// A text, and what is to be found in it after the bar.
fn each_is_found(kind: Kind, cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(text, expected)| hits(kind, text) != [*expected])
        .map(|(text, _)| (text, hits(kind, text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn none_is_found(kind: Kind, texts: &[&str]) {
    let wrong: Vec<_> = texts
        .iter()
        .map(|text| (text, hits(kind, text)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Texts, and the number in them as it stands there.
const NOTATIONS: &[(&str, &str)] = &[
    ("2306437189", "2306437189"),
    ("110947-6032", "110947-6032"),
    ("11 09 47-6032", "11 09 47-6032"),
    ("280857 – 7196", "280857 – 7196"),
    ("280857—7196", "280857—7196"),
    ("280857\u{2212}7196", "280857\u{2212}7196"),
    ("280857\u{2011}7196", "280857\u{2011}7196"),
    ("170254 6823", "170254 6823"),
    ("170254\u{a0}6823", "170254\u{a0}6823"),
    ("170254\u{202f}6823", "170254\u{202f}6823"),
    ("170254  6823", "170254  6823"),
    ("170254.6823", "170254.6823"),
    ("170254/6823", "170254/6823"),
    ("170254_6823", "170254_6823"),
    ("17.02.54-6823", "17.02.54-6823"),
    ("17.02.54.6823", "17.02.54.6823"),
    ("17. 02. 54 - 6823", "17. 02. 54 - 6823"),
    ("17-02-54-6823", "17-02-54-6823"),
    ("17/02-54 6823", "17/02-54 6823"),
    ("17/02/54/6823", "17/02/54/6823"),
    ("17 02 54 6823", "17 02 54 6823"),
    ("1702 54 6823", "1702 54 6823"),
    ("170254-68 23", "170254-68 23"),
    ("1 7 0 2 5 4 - 6 8 2 3", "1 7 0 2 5 4 - 6 8 2 3"),
    ("1 7 0 2 5 4 6 8 2 3", "1 7 0 2 5 4 6 8 2 3"),
    ("1-7-0-2-5-4-6-8-2-3", "1-7-0-2-5-4-6-8-2-3"),
    ("170254-\n6823", "170254-\n6823"),
    ("170254\n6823", "170254\n6823"),
    ("170254\r\n-6823", "170254\r\n-6823"),
    ("170254 -\n   6823", "170254 -\n   6823"),
    ("170254\u{ad}6823", "170254\u{ad}6823"),
    ("170254\u{200b}-6823", "170254\u{200b}-6823"),
    ("１７０２５４－６８２３", "１７０２５４－６８２３"),
    ("𝟏𝟕𝟎𝟐𝟓𝟒-𝟔𝟖𝟐𝟑", "𝟏𝟕𝟎𝟐𝟓𝟒-𝟔𝟖𝟐𝟑"),
    ("١٧٠٢٥٤-٦٨٢٣", "١٧٠٢٥٤-٦٨٢٣"),
    ("170254--6823", "170254--6823"),
    ("17-02-1954-6823", "17-02-1954-6823"),
    ("17021954-6823", "17021954-6823"),
    // A replacement number: the day plus 60.
    ("770254-6823", "770254-6823"),
    // Not a valid number by modulus 11, and a date in no year at all: still reported.
    ("290252-5000", "290252-5000"),
    ("Ruth (cpr 170254 6823), som", "170254 6823"),
    ("CPR-nr.: 1702546823.", "1702546823"),
    ("cpr170254-6823", "170254-6823"),
    ("cpr.nr. 170254, 6823", "170254, 6823"),
    ("cpr: 1702 546 823", "1702 546 823"),
    ("cpr 170254 (6823)", "170254 (6823"),
    ("(170254) 6823", "170254) 6823"),
    ("170254-6823 er hans cpr", "170254-6823"),
    ("C.P.R. 99 99 54-6823 eller 17025 46823", "17025 46823"),
    ("cpr 999954-6823", "999954-6823"),
    ("Personnummer 17 02 1954 6823", "17 02 1954 6823"),
    ("side 12 170254-6823 og videre", "170254-6823"),
    ("2 170254 6823", "170254 6823"),
    ("se_170254-6823.pdf", "170254-6823"),
    ("Journalnr. 230831-6104", "230831-6104"),
    ("sagsnr. 170254-6823, som ligger", "170254-6823"),
    ("mobil 20 12 34 56, 170254-6823", "170254-6823"),
];

#[test]
fn a_cpr_number_is_found_in_every_notation() {
    each_is_found(Kind::Cpr, NOTATIONS);
    let two = "170254-6823, 280857-7196 og 051251-5711";
    assert_eq!(hits(Kind::Cpr, two).len(), 3);
    assert_eq!(hits(Kind::Cpr, "170254-6823,280857-7196").len(), 2);
    assert_eq!(
        hits(Kind::Cpr, "170254-6823\n280857-7196\n051251-5711").len(),
        3
    );
    assert_eq!(hits(Kind::Cpr, "1702546823 2808577196").len(), 2);
}

#[test]
fn modulus_11_raises_the_confidence_and_clears_nothing() {
    let passes = only(Kind::Cpr, "051251-5711").confidence;
    let fails = only(Kind::Cpr, "170254-6823").confidence;
    assert!(passes > fails && fails > 0.5);
    let named = only(Kind::Cpr, "cpr 170254-6823").confidence;
    let journal = only(Kind::Cpr, "Journalnr. 230831-6104").confidence;
    assert!(named > fails && journal < fails);
}

#[test]
fn other_numbers_are_not_taken_for_a_cpr_number() {
    none_is_found(
        Kind::Cpr,
        &[
            "CVR 28 17 66 41",
            "CVR-nr. 10 12 54 68\n23",
            "EAN 5798 0041 87652",
            "EAN-nr. 5798004187652",
            "EAN 57 98 00 41 87 65 2",
            "P-nr. 1003388394",
            "sagsnr. 27.54.00-G01-88-22",
            "27.03.00-A00-9-23",
            "27.03.00-2023",
            "1-00-3-22-23",
            "35-2611-388/1",
            "2023-018834",
            "reg.nr. 9980 konto 0004417263",
            "konto 1003388394",
            "DK50 0040 0440 1162 43",
            "den 11-10-2023 kl. 14.30",
            "11.10.23 14.30",
            "01.01.23-31.12.23",
            "fra 11-10-2023 - 2024",
            "1. september 2022 og 26/9 2023",
            "1.012.345.678 kr.",
            "1.873.450 kr. og 212 mio. kr.",
            "+45 94318852",
            "20 12 34 56 / 30 12 34 56",
            "tlf. 12 10 43 75 67",
            "12 10 2023 2024 2025",
            "990254-6823",
            "171354-6823",
            "17025468231",
            "91170254682344",
            "170254-682",
            "",
        ],
    );
}

#[test]
fn phone_numbers_are_found_in_the_usual_groupings() {
    let whole = |text| (text, text);
    each_is_found(
        Kind::Phone,
        &[
            whole("94 27 18 63"),
            whole("94\u{a0}27\u{a0}18\u{a0}63"),
            whole("94.27.18.63"),
            whole("94-27-18-63"),
            whole("9427 1863"),
            whole("2023 4471"),
            whole("94271863"),
            whole("+45 94318852"),
            whole("+4594318852"),
            whole("+45 94 31 88 52"),
            whole("(+45) 94 31 88 52"),
            whole("0045 94318852"),
            whole("004594318852"),
            whole("+46 70 123 45 67"),
            whole("+49 (30) 1234567"),
            ("tlf. 67129048", "67129048"),
            ("Mobil 68 31 40 27", "68 31 40 27"),
            ("Tlf.nr.: 941 28 863", "941 28 863"),
            ("tlf 45 94 31 88 52", "45 94 31 88 52"),
            ("Telefon 85 14 22 60\nCVR-nr. 28 17 66 41", "85 14 22 60"),
            ("ring på 94271863.", "94271863"),
            (
                "9 4 2 7 1 8 6 3 er min telefon, telefon 9 4 2 7 1 8 6 3",
                "9 4 2 7 1 8 6 3",
            ),
        ],
    );
    assert_eq!(hits(Kind::Phone, "20 12 34 56 / 30 12 34 56").len(), 2);
    none_is_found(
        Kind::Phone,
        &[
            "CVR-nr. 28 17 66 41",
            "CVR: 28176641",
            "EAN 5798 0041 87652",
            "sagsnr. 20231234",
            "den 20231011",
            "2023 2024",
            "Jeres reference 2023-4471",
            "12345678 kr.",
            "22 345 678",
            "konto 9980 4417",
            "2306437189",
            "https://svar.example/sager/23456789",
        ],
    );
}

#[test]
fn e_mail_addresses_are_found_also_when_disguised() {
    let whole = |text| (text, text);
    each_is_found(
        Kind::Email,
        &[
            whole("inge.thorslund@postfuglen.example"),
            whole("søren.ærø@blåbær.example"),
            whole("kaj+plan@post.svar.example"),
            whole("kaj (at) post.example"),
            whole("kaj[at]post[dot]example"),
            whole("kaj(a)post.example"),
            whole("kaj snabel-a post punktum example"),
            whole("kaj @ post.example"),
            whole("kaj＠post．example"),
            whole("kaj@\npost.example"),
            ("Skriv til kaj@post.example.", "kaj@post.example"),
            ("<mailto:kaj@post.example>", "kaj@post.example"),
        ],
    );
    none_is_found(
        Kind::Email,
        &["at 10 personer", "@region", "kaj@post", "pris @ 5 kr."],
    );
}

#[test]
fn postal_addresses_are_found_with_floor_and_town() {
    let whole = |text| (text, text);
    each_is_found(
        Kind::Address,
        &[
            whole("Pilehaven 17, 2. tv., 8999 Birkelunde"),
            whole("Syrenvænget 4, 8799 Ravnsø"),
            whole("Syrenvænget 4\n8799 Ravnsø"),
            whole("Nørregade 12B, st. th"),
            whole("Gammel Kongevej 3, 1. sal, 1610 København V"),
            whole("H.C. Andersens Boulevard 2, 1553 København V"),
            whole("syrenvænget 4, 8799 Ravnsø"),
            whole("Bag Kirken 4, 8799 Ravnsø"),
            whole("Strandvej 100 / 7680 Klitvang"),
            ("Vi bor på Ærøvej 7 og er glade", "Ærøvej 7"),
        ],
    );
    none_is_found(
        Kind::Address,
        &[
            "Pejlemærke 14 og side 17",
            "i Danmark 20 pladser",
            "Udgave 2",
            "på vej 3 gange",
            "Bilag 3, 2024",
            "40 pladser på regionens tilbud",
        ],
    );
}

#[test]
fn the_samples_have_what_they_say_and_nothing_else_as_a_cpr_number() {
    let samples = std::fs::read_to_string("config/demo/responses.jsonl").unwrap();
    let mut expected_in_all = 0;
    for line in samples.lines() {
        let sample: serde_json::Value = serde_json::from_str(line).unwrap();
        let passages: Vec<&str> = sample["passages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|passage| passage["text"].as_str().unwrap())
            .collect();
        let text = passages.join("\n\n");
        let found = find(&text);
        let listed = |list: &str, wanted: &[&str]| -> Vec<String> {
            let all = sample[list].as_array().cloned().unwrap_or_default();
            all.iter()
                .filter(|it| wanted.contains(&it["kind"].as_str().unwrap()))
                .map(|it| it["text"].as_str().unwrap().to_owned())
                .collect()
        };
        for (danish, kind) in [
            ("cpr", Kind::Cpr),
            ("telefon", Kind::Phone),
            ("adresse", Kind::Address),
        ] {
            for expected in listed("pii", &[danish]) {
                expected_in_all += 1;
                let hit = found
                    .iter()
                    .any(|hit| hit.kind == kind && hit.text == expected);
                assert!(hit, "{} {danish} in {found:#?}", sample["id"]);
            }
        }
        let mut numbers = listed("pii", &["cpr"]);
        numbers.extend(listed("not_pii", &["journalnummer"]));
        let cpr: Vec<&Hit> = found.iter().filter(|hit| hit.kind == Kind::Cpr).collect();
        assert_eq!(cpr.len(), numbers.len(), "{} {cpr:#?}", sample["id"]);
    }
    assert_eq!(expected_in_all, 11);
}

#[test]
fn the_command_answers_a_line_for_each_line() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_hoering"))
        .args(["redaction", "find"])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let questions = "{\"id\":\"G2\",\"text\":\"A\u{30A} \u{1F600} cpr 170254 6823\"}\n\n{\"id\":7,\"text\":\"Ja\"}\n";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(questions.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let hit = &answers[0]["hits"][0];
    assert_eq!(
        (&hit["kind"], &hit["text"]),
        (&"cpr".into(), &"170254 6823".into())
    );
    assert_eq!((&hit["start"], &hit["end"]), (&9.into(), &20.into()));
    assert_eq!(answers[1], serde_json::json!({"id": 7, "hits": []}));
}
