//! The PDF of the compilation, read back by poppler, which had no part in writing it.

use std::path::{Path, PathBuf};
use std::process::Command;

use hoering::publication::pdf::{self, *};
use serde_json::Value;

const HOERING: &str = env!("CARGO_BIN_EXE_hoering");

fn labels() -> Labels {
    let word = str::to_owned;
    Labels {
        contents: word("Indhold"),
        in_short: word("Høringen i korte træk"),
        timeline: word("Forløb"),
        matrix: word("Hvem skriver om hvad"),
        matrix_intro: word("Antal mærkede afsnit. Et afsnit kan høre til flere pejlemærker."),
        theme: word("Pejlemærke"),
        themes: word("Pejlemærker"),
        total: word("I alt"),
        overview: word("Oversigt over svarene"),
        overview_intro: word("Svarene står efter kategori og i den rækkefølge, de kom."),
        reference: word("Ref."),
        sender: word("Afsender"),
        received: word("Modtaget"),
        page: word("Side"),
        none: word("Ingen"),
        ledger: word("Svar"),
        mail_ledger: word("Mails"),
        what: word("Hvad"),
        count: word("Antal"),
        responses: word("Svarene"),
        attachments: word("Bilag"),
        proof: word("Kontrollér en kvittering"),
        page_of: word("Side {page} af {pages}"),
    }
}

fn run(text: &str) -> Run {
    Run {
        text: text.to_owned(),
        hidden: false,
    }
}

/// A paragraph with everything in `pii` replaced by a token.
fn runs(text: &str, pii: &[Value]) -> Vec<Run> {
    let mut runs = vec![run(text)];
    for item in pii {
        let hide = item["text"].as_str().unwrap();
        let token = match item["kind"].as_str().unwrap() {
            "cpr" => "[CPR-nummer udeladt]",
            "navn" => "[oplysning om en anden person udeladt]",
            "helbred" => "[helbredsoplysning udeladt]",
            _ => "[kontaktoplysning udeladt]",
        };
        runs = runs
            .into_iter()
            .flat_map(|one| match one.text.split_once(hide) {
                Some((before, after)) if !one.hidden => vec![
                    run(before),
                    Run {
                        text: token.to_owned(),
                        hidden: true,
                    },
                    run(after),
                ],
                _ => vec![one],
            })
            .collect();
    }
    runs
}

fn theme(number: u64) -> ThemeNumber {
    let style = match number {
        1..=5 => TrackStyle::Square,
        6..=10 => TrackStyle::Circle,
        _ => TrackStyle::Leaf,
    };
    ThemeNumber {
        number: number.to_string(),
        style,
    }
}

fn themes(of: &[Value]) -> Vec<ThemeNumber> {
    let mut numbers: Vec<u64> = of
        .iter()
        .flat_map(|passage| passage["themes"].as_array().cloned().unwrap_or_default())
        .filter_map(|number| number.as_u64())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(theme).collect()
}

fn response(sample: &Value) -> (OverviewRow, Response) {
    let of = &sample["respondent"];
    let sender = of["organisation"].as_str().unwrap_or("Borger").to_owned();
    let passages = sample["passages"].as_array().unwrap();
    let pii = sample["pii"].as_array().cloned().unwrap_or_default();
    let reference = sample["id"].as_str().unwrap().to_owned();
    let at: chrono::DateTime<chrono::FixedOffset> =
        sample["received_at"].as_str().unwrap().parse().unwrap();
    let received = at.format("%-d. oktober kl. %H.%M").to_string();
    let late = sample["late"] == true;
    let row = OverviewRow {
        reference: reference.clone(),
        sender: sender.clone(),
        received: received.clone(),
        notes: late
            .then(|| "Efter fristen".to_owned())
            .into_iter()
            .collect(),
        themes: themes(passages),
        ..OverviewRow::default()
    };
    let fact = |label: &str, value: &str| Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    };
    let full = Response {
        reference,
        sender,
        facts: vec![fact("Modtaget", &received), fact("Art", "Bemærkninger")],
        themes: themes(passages),
        notes: (!pii.is_empty())
            .then(|| "Nogle oplysninger er udeladt.".to_owned())
            .into_iter()
            .collect(),
        sections: vec![Section {
            heading: None,
            paragraphs: passages
                .iter()
                .map(|passage| Paragraph {
                    runs: runs(passage["text"].as_str().unwrap(), &pii),
                    themes: themes(std::slice::from_ref(passage)),
                })
                .collect(),
        }],
        ..Response::default()
    };
    (row, full)
}

const CATEGORIES: [(&str, &str, &str); 7] = [
    ("A", "Kommuner", "Kom-\nmuner"),
    ("B", "Statslige myndigheder og regioner", "Stat, regioner"),
    (
        "C",
        "Bruger-, patient- og pårørendeorganisationer",
        "Bruger-org.",
    ),
    ("D", "Faglige organisationer", "Faglige org."),
    ("E", "Råd, MED-udvalg og nævn", "Råd, MED"),
    ("F", "Tilbud og uddannelsesinstitutioner", "Tilbud, udd."),
    ("G", "Borgere og øvrige", "Borgere, øvrige"),
];

fn track(name: &str) -> MatrixRow {
    MatrixRow {
        name: name.to_owned(),
        ..MatrixRow::default()
    }
}

/// The matrix of what the responses are about.
fn matrix(categories: &[Category], responses: &[Response]) -> Vec<MatrixRow> {
    let mut rows = Vec::new();
    for number in 1..=15 {
        match number {
            1 => rows.push(track("Ét socialområde")),
            6 => rows.push(track("Det hele menneske")),
            11 => rows.push(track("Fagligt stærke specialområder")),
            _ => {}
        }
        let theme = theme(number);
        let count = |category: &Category| {
            let in_category = |one: &&Response| one.reference.starts_with(&category.letter);
            let paragraphs = responses
                .iter()
                .filter(in_category)
                .flat_map(|one| &one.sections[0].paragraphs);
            paragraphs.filter(|it| it.themes.contains(&theme)).count() as u64
        };
        let counts: Vec<u64> = categories.iter().map(count).collect();
        rows.push(MatrixRow {
            total: counts.iter().sum(),
            counts,
            name: "Borgerens medansvar og samarbejde med pårørende".to_owned(),
            theme: Some(theme),
            sum: false,
        });
    }
    let totals = (0..categories.len())
        .map(|at| rows.iter().filter_map(|row| row.counts.get(at)).sum())
        .collect();
    rows.push(MatrixRow {
        name: "I alt".to_owned(),
        total: rows.iter().map(|row| row.total).sum(),
        counts: totals,
        sum: true,
        theme: None,
    });
    rows
}

/// The hearing of 2023 with its 42 responses.
fn compilation() -> Compilation {
    let samples = std::fs::read_to_string("config/demo/responses.jsonl").unwrap();
    let all: Vec<(OverviewRow, Response)> = samples
        .lines()
        .map(|line| response(&serde_json::from_str(line).unwrap()))
        .collect();
    let categories: Vec<Category> = CATEGORIES
        .iter()
        .map(|(letter, name, short)| {
            let rows: Vec<OverviewRow> = all
                .iter()
                .filter(|(row, _)| row.reference.starts_with(letter))
                .map(|(row, _)| row.clone())
                .collect();
            Category {
                letter: (*letter).to_owned(),
                name: (*name).to_owned(),
                short: (*short).to_owned(),
                words: format!("{} svar", rows.len()),
                rows,
            }
        })
        .collect();
    let responses: Vec<Response> = all.into_iter().map(|(_, full)| full).collect();
    let ledger_row = |what: &str, count, sum| LedgerRow {
        what: what.to_owned(),
        count,
        sum,
    };
    let figure = |number: &str, words: &str| Figure {
        number: number.to_owned(),
        words: words.to_owned(),
    };
    let fact = |label: &str, value: &str| Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    };
    let step = |when: &str, what: &str, past| Milestone {
        when: when.to_owned(),
        what: what.to_owned(),
        past,
    };
    Compilation {
        language: "da".to_owned(),
        title: "Samlede høringssvar".to_owned(),
        hearing: "Visions- og udviklingsplan for Socialområdet".to_owned(),
        organisation: "Region Midtjylland".to_owned(),
        release: "Udgave 2, offentliggjort 1. december 2023".to_owned(),
        day: Day {
            year: 2023,
            month: 12,
            day: 1,
        },
        summary: vec![
            "Planen beskriver de udfordringer, som det specialiserede socialområde står over for, og udpeger en vision, tre strategispor og 15 pejlemærker for årene 2024-2027.".to_owned(),
            "Her står alle svar i fuld længde. Ord i ramme står i stedet for oplysninger, der er udeladt.".to_owned(),
        ],
        figures: vec![
            figure("41", "svar offentliggjort, heraf 5 med udeladelser"),
            figure("30", "af 62 høringsparter har svaret"),
            figure("354", "gange er et afsnit mærket med et pejlemærke"),
            figure("2", "kom efter fristen og er taget med"),
        ],
        facts: vec![
            fact("Høringsperiode", "25. august – 11. oktober 2023"),
            fact("Svar sendt til", "visionsogudviklingsplan@social.rm.dk"),
            fact("Beslutning", "Regionsrådet, 20. december 2023"),
        ],
        timeline: vec![
            step("25. august 2023", "Høringen åbner", true),
            step("11. oktober 2023", "Høringsfrist", true),
            step("1. december 2023", "Svarene bliver offentlige", true),
            step("6. december 2023", "Psykiatri- og Socialudvalget", false),
            step("20. december 2023", "Regionsrådet beslutter planen", false),
        ],
        ledger: vec![
            ledger_row("Modtagne svar", 45, true),
            ledger_row("Offentliggjort i fuld længde", 36, false),
            ledger_row("Offentliggjort med udeladelser", 5, false),
            ledger_row("Erstattet af nyere svar", 2, false),
            ledger_row("Trukket tilbage", 1, false),
            ledger_row("Samme mail modtaget to gange", 1, false),
        ],
        mail_ledger: vec![
            ledger_row("Mails i postkassen", 50, true),
            ledger_row("Med et eller flere svar", 32, false),
            ledger_row("Automatisk mail", 5, false),
        ],
        matrix: matrix(&categories, &responses),
        categories,
        responses,
        proof: vec![
            "Har du sendt et svar, kan du se efter, at det er med, uændret.".to_owned(),
            "Log: 45 svar\nRod: fc65b6d3049a78e862e506e2b069fd912d997cd6a13ef8dfe43495a9369c486e".to_owned(),
        ],
        labels: labels(),
    }
}

/// One short response, for what needs no more.
fn one(text: &str) -> Compilation {
    let mut small = compilation();
    for category in &mut small.categories {
        category.rows.truncate(usize::from(category.letter == "A"));
    }
    small.responses.truncate(1);
    small.matrix.clear();
    small.responses[0].sections[0].paragraphs = vec![Paragraph {
        runs: vec![run(text)],
        themes: vec![theme(3)],
    }];
    small
}

async fn built(folder: &Path, of: &Compilation) -> PathBuf {
    let file = folder.join("samlede.pdf");
    std::fs::write(&file, pdf::build(Path::new(HOERING), of).await.unwrap()).unwrap();
    file
}

fn poppler(tool: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(tool)
        .args(&arguments[..arguments.len().saturating_sub(1)])
        .arg(file)
        .args(arguments.last().filter(|it| !it.is_empty()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{tool}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn text_of(file: &Path) -> String {
    let text = poppler("pdftotext", &["-raw", "-"], file);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_passage_is_in_the_pdf_in_order_and_nothing_hidden_is() {
    let folder = tempfile::tempdir().unwrap();
    let compilation = compilation();
    if let Ok(keep) = std::env::var("KEEP_JSON") {
        std::fs::write(keep, serde_json::to_vec(&compilation).unwrap()).unwrap();
    }
    let file = built(folder.path(), &compilation).await;
    if let Ok(keep) = std::env::var("KEEP_PDF") {
        std::fs::copy(&file, keep).unwrap();
    }
    let text = text_of(&file);
    let mut at = 0;
    for response in &compilation.responses {
        for paragraph in &response.sections[0].paragraphs {
            for run in &paragraph.runs {
                let words: Vec<&str> = run.text.split_whitespace().collect();
                let found = find_words(&text[at..], &words);
                let Some(end) = found else {
                    panic!(
                        "{}: {:?} not after {}",
                        response.reference,
                        run.text,
                        &text[at..at + 200]
                    );
                };
                at += end;
            }
        }
    }
    for secret in [
        "2306437189",
        "11 09 47-6032",
        "280857",
        "Syrenvænget",
        "Torben Ulvhede",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// The end of the words in the text, when it has them. Running heads may stand between two pages' words.
fn find_words(text: &str, words: &[&str]) -> Option<usize> {
    let mut at = 0;
    for word in words {
        at += text[at..].find(word)? + word.len();
    }
    Some(at)
}

#[tokio::test]
async fn the_page_numbers_of_contents_overview_and_bookmarks_agree() {
    let folder = tempfile::tempdir().unwrap();
    let compilation = compilation();
    let file = built(folder.path(), &compilation).await;
    let outline = poppler("pdftohtml", &["-xml", "-i", "-stdout", ""], &file);
    let (_, outline) = outline.split_once("<outline>").unwrap();
    let bookmarks: Vec<(&str, &str)> = outline
        .split("<item page=\"")
        .skip(1)
        .map(|item| item.split_once("\">").unwrap())
        .map(|(page, rest)| (rest.split_once("</item>").unwrap().0, page))
        .collect();
    let text = text_of(&file);
    for (row, category) in compilation
        .categories
        .iter()
        .flat_map(|category| category.rows.iter().map(move |row| (row, category)))
    {
        let title = format!("{} {}", row.reference, row.sender);
        let (_, page) = bookmarks.iter().find(|(name, _)| *name == title).unwrap();
        let themes: Vec<&str> = row.themes.iter().map(|it| it.number.as_str()).collect();
        let themes = if themes.is_empty() {
            "Ingen".to_owned()
        } else {
            themes.join(" ")
        };
        let notes: String = row.notes.iter().map(|note| format!("{note} ")).collect();
        let line = format!("{title} {notes}{} {themes} {page} ", row.received);
        assert!(text.contains(&line), "{line} in {}", category.letter);
        let there = poppler("pdftotext", &["-raw", "-f", page, "-l", page, "-"], &file);
        assert!(there.contains(&title), "{title} on page {page}");
    }
    let pages = poppler("pdfinfo", &[""], &file);
    let pages = pages
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .unwrap()
        .trim();
    for page in 2..=pages.parse().unwrap() {
        assert!(text.contains(&format!("Side {page} af {pages}")));
    }
    let proof = bookmarks
        .iter()
        .find(|(name, _)| *name == "Kontrollér en kvittering")
        .unwrap();
    assert_eq!(proof.1, pages);
}

#[tokio::test]
async fn the_file_says_its_title_its_language_and_its_standards() {
    let folder = tempfile::tempdir().unwrap();
    let file = built(folder.path(), &one("Ja.")).await;
    let facts = poppler("pdfinfo", &[""], &file);
    assert!(facts.contains("Samlede høringssvar: Visions- og udviklingsplan for Socialområdet"));
    assert!(facts.contains("Tagged:          yes"));
    assert!(facts.contains("CreationDate:    Fri Dec  1"));
    let metadata = poppler("pdfinfo", &["-meta", ""], &file);
    for standard in [
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<rdf:li>da<",
    ] {
        assert!(metadata.contains(standard), "{standard} in {metadata}");
    }
    let fonts = poppler("pdffonts", &[""], &file);
    let embedded = fonts.lines().skip(2).all(|line| line.contains(" yes "));
    assert!(embedded && fonts.lines().count() > 2, "{fonts}");
}

#[tokio::test]
async fn what_people_write_is_printed_and_never_run() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "#panic() $x$ *fed* _skrå_ @navn <mærke> \\u{41} #include \"/etc/passwd\" ```rust``` = Nej // ja /* */ [x](y) ~ -- ---";
    let mut compilation = one(hostile);
    for text in [
        &mut compilation.hearing,
        &mut compilation.organisation,
        &mut compilation.responses[0].sender,
        &mut compilation.categories[0].rows[0].sender,
    ] {
        *text = "#panic() $".to_owned();
    }
    let text = text_of(&built(folder.path(), &compilation).await);
    assert!(text.contains(hostile), "{text}");
    assert!(text.contains("A1 #panic() $"));
}

#[tokio::test]
async fn a_character_that_no_font_has_is_printed_as_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "Tak \u{1F600}! \u{7}Ring\u{0}. \u{E000} 漢 e\u{301} \u{FE}\u{FFFD} \u{202E}abc \u{200B}x\u{AD}y ﬁ Ω ж → ✓ ≥ № \u{2029}سلام";
    let text = text_of(&built(folder.path(), &one(odd)).await);
    for printed in [
        "Tak [U+1F600]! [U+0007]Ring[U+0000]. [U+E000] [U+6F22] é",
        "[U+202E]abc xy",
        "Ω ж → ✓ ≥ №",
    ] {
        assert!(text.contains(printed), "{printed} in {text}");
    }
}

#[tokio::test]
async fn a_word_without_end_stays_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let word = "abcdefghij".repeat(4_000);
    let mut compilation = one(&format!("Før {word} efter"));
    compilation.responses[0].sender = "N".repeat(300);
    compilation.categories[0].rows[0].sender = "N".repeat(300);
    let file = built(folder.path(), &compilation).await;
    let boxes = poppler("pdftotext", &["-bbox", "-"], &file);
    let right = |line: &str| -> Option<f64> {
        let (_, rest) = line.split_once("xMax=\"")?;
        rest.split_once('"')?.0.parse().ok()
    };
    assert!(boxes.lines().filter_map(right).all(|x| x < 596.0));
    let text: String = text_of(&file)
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}')
        .collect();
    assert!(text.matches("abcdefghij").count() > 3_900);
}

#[tokio::test]
async fn a_response_that_is_elsewhere_has_no_link_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let mut compilation = one("Ja.");
    compilation.categories[1].rows.push(OverviewRow {
        reference: "B7".to_owned(),
        sender: "Havnerådet".to_owned(),
        received: "1. oktober".to_owned(),
        page: Some("bind 2".to_owned()),
        ..OverviewRow::default()
    });
    let text = text_of(&built(folder.path(), &compilation).await);
    assert!(text.contains("B7 Havnerådet 1. oktober Ingen bind 2"));
}

#[tokio::test]
async fn a_compilation_of_nothing_is_a_document_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut empty = one("Ja.");
    empty.categories.clear();
    empty.responses.clear();
    empty.figures.clear();
    empty.facts.clear();
    empty.timeline.clear();
    empty.ledger.clear();
    empty.mail_ledger.clear();
    empty.proof.clear();
    let text = text_of(&built(folder.path(), &empty).await);
    assert!(text.contains("Samlede høringssvar"));
}

#[tokio::test]
async fn a_child_that_fails_says_why_and_nothing_of_the_text() {
    let wrong = pdf::build(Path::new("/bin/false"), &one("Ja.")).await;
    assert!(wrong.unwrap_err().to_string().contains("not built"));
    let missing = pdf::build(Path::new("/no/such/program"), &one("Ja.")).await;
    assert!(missing.is_err());
}
