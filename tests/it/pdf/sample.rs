//! The hearing of 2023 with its 42 responses, as a compilation.

use hoering::publication::pdf::*;
use serde_json::Value;

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
        notes: word("Bilag: noter fra møder"),
        notes_intro: word("De tæller ikke med."),
        attachments: word("Bilag"),
        proof: word("Kontrollér en kvittering"),
        page_of: word("Side {page} af {pages}"),
        ..Labels::default()
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

fn ledger_row(what: &str, count: u64, sum: bool) -> LedgerRow {
    LedgerRow {
        what: what.to_owned(),
        count,
        sum,
    }
}

fn figure(number: &str, words: &str) -> Figure {
    Figure {
        number: number.to_owned(),
        words: words.to_owned(),
    }
}

fn fact(label: &str, value: &str) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

fn step(when: &str, what: &str, past: bool) -> Milestone {
    Milestone {
        when: when.to_owned(),
        what: what.to_owned(),
        past,
    }
}

fn categories(all: &[(OverviewRow, Response)]) -> Vec<Category> {
    CATEGORIES
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
        .collect()
}

/// The hearing of 2023 with its 42 responses.
pub(super) fn compilation() -> Compilation {
    let samples = std::fs::read_to_string("config/demo/responses.jsonl").unwrap();
    let all: Vec<(OverviewRow, Response)> = samples
        .lines()
        .map(|line| response(&serde_json::from_str(line).unwrap()))
        .collect();
    let categories = categories(&all);
    let responses: Vec<Response> = all.into_iter().map(|(_, full)| full).collect();
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
        volumes: Vec::new(),
        matrix: matrix(&categories, &responses),
        categories,
        responses,
        notes: vec![salon()],
        proof: vec![
            "Har du sendt et svar, kan du se efter, at det er med, uændret.".to_owned(),
            "Log: 45 svar\nRod: fc65b6d3049a78e862e506e2b069fd912d997cd6a13ef8dfe43495a9369c486e".to_owned(),
        ],
        labels: labels(),
    }
}

fn salon() -> NoteRound {
    NoteRound {
        title: "15. juni 2022 · Samtalesalon".to_owned(),
        questions: vec![NoteQuestion {
            question: "Hvordan forstår vi ønsker?".to_owned(),
            notes: vec![Note {
                text: "Drømme må gerne\nvære #store.".to_owned(),
                group: "Bord 1".to_owned(),
                themes: vec![],
            }],
        }],
    }
}

/// One short response, for what needs no more.
pub(super) fn one(text: &str) -> Compilation {
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
