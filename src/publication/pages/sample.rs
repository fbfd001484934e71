//! A sample release.

use chrono::{DateTime, Utc};

use super::memo::PointRow;
use super::{
    Category, Download, Figure, Filter, Ledger, LedgerRow, Matrix, MatrixCell, MatrixColumn,
    MatrixGroup, MatrixRow, MemoInShort, OverviewRow, PagePicture, PublicParagraph, PublicPart,
    PublicPassage, ReleaseHead, SearchResults, ShowCompilation, ShowPublished, ShowTheme,
    ThemeCategory, Week, Weeks,
};
use crate::hearing::pages::{HearingHead, ThemeChip};
use crate::templates::{Choice, Link, Mark, Segment};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

pub(super) fn release() -> ReleaseHead {
    ReleaseHead {
        number: 2,
        released_at: at("2023-12-01T09:00:00Z"),
        href: "/h/svar".into(),
    }
}

fn chip(number: u32, title: &str, track: u8) -> ThemeChip {
    let href = Some(format!("/h/svar/tema/{number}"));
    ThemeChip {
        label: number.to_string(),
        level: "Pejlemærke".into(),
        title: title.into(),
        track,
        href,
    }
}

const CATEGORIES: [(&str, &str); 7] = [
    ("A", "Kommuner"),
    ("B", "Statslige myndigheder og regioner"),
    ("C", "Bruger-, patient- og pårørendeorganisationer"),
    ("D", "Faglige organisationer"),
    ("E", "Råd, MED-udvalg og nævn"),
    ("F", "Tilbud og uddannelsesinstitutioner"),
    ("G", "Borgere og øvrige"),
];

pub(super) fn compilation() -> ShowCompilation {
    let figure = |n, text: &str| Figure {
        n,
        text: text.into(),
    };
    ShowCompilation {
        hearing: HearingHead::sample(),
        release: release(),
        decision: Some("Regionsrådet beslutter 20. december 2023".into()),
        search_action: "/h/svar/soeg".into(),
        figures: vec![
            figure(41, "svar offentliggjort, heraf 5 med udeladelser"),
            figure(30, "af 62 høringsparter har svaret"),
            figure(1354, "gange er et afsnit mærket med et tema"),
            figure(2, "kom efter fristen og er taget med"),
        ],
        matrix: Some(matrix()),
        memo: Some(MemoInShort {
            href: "/h/svar/notat".into(),
            text: "Administrationen har samlet det, der er sagt, i 28 punkter og svaret på dem."
                .into(),
            figures: vec![figure(14, "Imødekommes")],
        }),
        filter: Filter {
            action: "/h/svar".into(),
            text: String::new(),
            level: "Pejlemærke".into(),
            themes: vec![Choice::new(
                "1",
                "1 En troværdig samarbejdspartner for kommunerne",
                false,
            )],
            kinds: vec![
                Choice::new("remarks", "Bemærkninger", false),
                Choice::new("no_remarks", "Ingen bemærkninger", false),
            ],
            active: false,
        },
        categories: CATEGORIES
            .iter()
            .map(|(letter, name)| category(letter, name))
            .collect(),
        response_ledger: ledger("Svar, talt fra både mail og formular", "Modtagne svar", 45),
        mail_ledger: Some(ledger(
            "Mails: hver mail har netop én plads",
            "Mails i postkassen",
            50,
        )),
        weeks: Some(weeks()),
        notes: Some(super::notes::sample(chip(6, "Borgerens medansvar", 2))),
        downloads: vec![Download {
            title: "Samlede høringssvar".into(),
            href: "/h/svar/samlede-hoeringssvar.pdf".into(),
            icon: "file-pdf",
            meta: "PDF · 118 sider · 2,4 MB".into(),
        }],
        check_href: Some("/h/svar/kontroller".into()),
    }
}

fn matrix() -> Matrix {
    let cell = |n: i64| MatrixCell {
        n,
        bar: u8::try_from(n * 3).unwrap_or(60),
        href: (n > 0).then(|| "/h/svar/tema/1#A".into()),
    };
    let row = |number, title: &str, track| MatrixRow {
        chip: Some(chip(number, title, track)),
        title: title.into(),
        cells: [20, 0, 0, 1, 1, 0, 0].map(cell).into(),
        total: cell(20),
    };
    let group = |title: &str, rows| MatrixGroup {
        title: Some(title.into()),
        span: 9,
        rows,
    };
    Matrix {
        level: "Pejlemærke".into(),
        columns: CATEGORIES
            .iter()
            .map(|(letter, name)| MatrixColumn {
                letter: (*letter).into(),
                name: (*name).into(),
            })
            .collect(),
        groups: vec![
            group(
                "Ét socialområde",
                vec![
                    row(1, "En troværdig samarbejdspartner for kommunerne", 1),
                    row(2, "Samarbejde internt mellem specialområderne", 1),
                ],
            ),
            group(
                "Det hele menneske",
                vec![row(6, "Borgerens medansvar og samarbejde med pårørende", 2)],
            ),
        ],
        totals: vec![60, 0, 0, 3, 3, 0, 0, 66],
    }
}

fn category(letter: &str, name: &str) -> Category {
    let row = |number: u32, sender: &str, note: Option<&str>| OverviewRow {
        reference: format!("{letter}{number}"),
        sender: sender.into(),
        href: Some(format!("/h/svar/{letter}{number}")),
        note: note.map(Into::into),
        received_at: at("2023-10-09T10:26:00Z"),
        themes: vec![
            chip(1, "En troværdig samarbejdspartner", 1),
            chip(6, "Borgerens medansvar", 2),
            chip(14, "God tilknytning", 3),
        ],
    };
    let gone = OverviewRow {
        href: None,
        themes: vec![],
        ..row(3, "Udgået", None)
    };
    Category {
        letter: letter.into(),
        name: name.into(),
        count: "2 svar".into(),
        open: letter == "A",
        rows: vec![
            row(1, "Hvidklit Kommune", None),
            row(
                2,
                "Klitvang Kommune",
                Some("Foreløbigt svar, endeligt 27. oktober"),
            ),
            gone,
        ],
    }
}

fn ledger(caption: &str, total_text: &str, total: i64) -> Ledger {
    let row = |text: &str, n| LedgerRow {
        text: text.into(),
        n,
    };
    Ledger {
        caption: caption.into(),
        total_text: total_text.into(),
        total,
        rows: vec![
            row("Offentliggjort i fuld længde", total - 9),
            row("Offentliggjort med udeladelser", 5),
            row("Trukket tilbage", 4),
        ],
    }
}

fn weeks() -> Weeks {
    let week = |index: u32, n: i64| {
        let height = u32::try_from(n).unwrap_or(0) * 9;
        Week {
            label: (35 + index).to_string(),
            days: "2.-8. oktober".into(),
            n,
            x: index * 80 + 10,
            middle: index * 80 + 40,
            y: 200 - height,
            height,
            number_y: 192 - height,
            late: index == 7,
        }
    };
    let weeks: Vec<Week> = [1, 0, 2, 2, 7, 11, 19, 2]
        .into_iter()
        .zip(0..)
        .map(|(n, index)| week(index, n))
        .collect();
    Weeks { width: 640, weeks }
}

fn passage(reference: &str, mark: Mark) -> PublicPassage {
    PublicPassage {
        reference: reference.into(),
        sender: "Klitvang Kommune".into(),
        href: format!("/h/svar/{reference}#p2"),
        text: vec![
            Segment::plain(
                "Vi forestiller os korte temadage, lydfiler man kan høre i bilen, og en ",
            ),
            Segment::marked(
                if mark == Mark::Token {
                    "[kontaktoplysning udeladt]"
                } else {
                    "samling"
                },
                mark,
            ),
            Segment::plain(" af afprøvede metoder."),
        ],
    }
}

pub(super) fn theme() -> ShowTheme {
    ShowTheme {
        hearing: HearingHead::sample(),
        release: release(),
        chip: Some(ThemeChip {
            href: None,
            ..chip(4, "", 1)
        }),
        label: "Pejlemærke 4".into(),
        title: "Vidensudvikling og nye metoder gennem stærke vidensmiljøer".into(),
        summary: Some(
            "Strategi for vidensbaseret praksis, partnerskaber med kommuner og uddannelser.".into(),
        ),
        count: "3 afsnit fra 2 svar".into(),
        categories: CATEGORIES[..2]
            .iter()
            .map(|(letter, name)| ThemeCategory {
                letter: (*letter).into(),
                name: (*name).into(),
                passages: vec![passage("A7", Mark::Plain), passage("A8", Mark::Token)],
            })
            .collect(),
        notes: Some(Link::new(
            "1 note fra møder har også dette tema",
            "/h/svar#noter",
        )),
        previous: Some(Link::new("3 Forpligtende partnerskaber", "/h/svar/tema/3")),
        points: vec![PointRow::sample(3)],
        next: Some(Link::new(
            "5 Grønt og bæredygtigt socialområde",
            "/h/svar/tema/5",
        )),
    }
}

pub(super) fn response() -> ShowPublished {
    let paragraph = |id: &str, text: Vec<Segment>, themes| PublicParagraph {
        id: id.into(),
        text,
        themes,
    };
    ShowPublished {
        hearing: HearingHead::sample(),
        release: release(),
        reference: "A7".into(),
        sender: "Klitvang Kommune".into(),
        received_at: at("2023-10-09T10:26:00Z"),
        late: false,
        kind: "Foreløbigt svar, endeligt 27. oktober 2023".into(),
        category: "A Kommuner, høringspart".into(),
        level: "Pejlemærker".into(),
        themes: vec![chip(3, "Forpligtende partnerskaber", 1)],
        omitted: Some("Tre oplysninger er udeladt.".into()),
        parts: vec![
            PublicPart {
                title: None,
                is_letter: false,
                pictures: vec![],
                paragraphs: vec![paragraph(
                    "p1",
                    vec![Segment::plain("Hermed kommunens svar.\nMed venlig hilsen")],
                    vec![],
                )],
            },
            PublicPart {
                title: Some("hoeringssvar.pdf".into()),
                is_letter: true,
                pictures: vec![PagePicture {
                    href: "/hoeringer/x/svar-samlet/udgave/2/A7-del-2-side-1.png".into(),
                    width: 1160,
                    height: 1640,
                    alt: "Side 1 i hoeringssvar.pdf. Teksten står her på siden.".into(),
                    caption: "Side 1 af 1".into(),
                }],
                paragraphs: vec![
                    paragraph(
                        "p2",
                        passage("A7", Mark::Plain).text,
                        vec![
                            chip(4, "Vidensudvikling", 1),
                            chip(15, "Efteruddannelse", 3),
                        ],
                    ),
                    paragraph(
                        "p3",
                        vec![
                            Segment::plain("Som eksempel kan nævnes "),
                            Segment::marked("[oplysning om en anden person udeladt]", Mark::Token),
                            Segment::plain(", cpr. "),
                            Segment::marked("[CPR-nummer udeladt]", Mark::Token),
                            Segment::plain(
                                ", og som i 2022 nåede at bo på tre forskellige tilbud.",
                            ),
                        ],
                        vec![chip(10, "Sammenhæng", 2)],
                    ),
                ],
            },
        ],
        previous: Some(Link::new("A6 Tornhede Kommune", "/h/svar/A6")),
        next: Some(Link::new("A8 Østerfjord Kommune", "/h/svar/A8")),
        private: false,
        points: vec![PointRow::sample(3)],
    }
}

pub(super) fn search(found: bool) -> SearchResults {
    SearchResults {
        hearing: HearingHead::sample(),
        release: release(),
        search_action: "/h/svar/soeg".into(),
        query: "samling <b>".into(),
        count: if found {
            "2 svar"
        } else {
            "Ingen svar indeholder det ord"
        }
        .into(),
        hits: if found {
            vec![passage("A7", Mark::Hit), passage("B1", Mark::Hit)]
        } else {
            vec![]
        },
    }
}
