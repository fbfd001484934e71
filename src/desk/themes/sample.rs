//! The themes' pages in the states worth seeing.

use chrono::DateTime;

use super::list::{Cell, Column, FrameTable, Happened, ListThemes, Row};
use super::show::{ShowTheme, ShownQuote};
use crate::desk::head::Head;
use crate::templates::{Choice, Link};

fn cell(n: usize) -> Cell {
    Cell {
        n,
        href: (n > 0).then(|| "/sekretariat/x/temaer/7?kategori=A".into()),
    }
}

fn row(label: &str, title: &str, depth: usize) -> Row {
    Row {
        href: "/sekretariat/x/temaer/7".into(),
        label: label.into(),
        title: title.into(),
        track: 2,
        depth,
        group: depth == 0,
        responses: 12,
        passages: 31,
        cells: vec![cell(12), cell(0)],
    }
}

fn happened() -> Vec<Happened> {
    vec![Happened {
        text: "Civilsamfund hedder nu Civilsamfund og frivillige".into(),
        meta: "4. oktober 2023 kl. 9.00 · HT · udgave 2".into(),
        undo: Some("/sekretariat/x/temaer/haendelser/1/fortryd".into()),
    }]
}

pub(super) fn list() -> ListThemes {
    let column = |letter: &str, name: &str| Column {
        letter: letter.into(),
        name: name.into(),
    };
    ListThemes {
        head: Head::sample(),
        error: None,
        stances: vec![
            Link {
                current: true,
                ..Link::new("Alle", "/sekretariat/x/temaer")
            },
            Link::new("Kritisk", "/sekretariat/x/temaer?holdning=critical"),
        ],
        columns: vec![column("A", "Kommuner"), column("G", "Borgere og øvrige")],
        frames: vec![FrameTable {
            title: "Pejlemærker".into(),
            version: 2,
            level: "pejlemærke".into(),
            rows: vec![
                row("D", "Det hele menneske", 0),
                row("7", "Civilsamfund", 1),
            ],
        }],
        frozen_at: Some(DateTime::UNIX_EPOCH),
        events: happened(),
    }
}

pub(super) fn lists() -> Vec<(&'static str, ListThemes)> {
    let mut none = list();
    none.frames[0].rows.clear();
    none.events.clear();
    none.frozen_at = None;
    let mut wrong = list();
    wrong.error = Some("Det kan ikke fortrydes længere.".into());
    vec![("", list()), ("none", none), ("wrong", wrong)]
}

pub(super) fn theme() -> ShowTheme {
    let quote = |text: Option<&str>| ShownQuote {
        reference: "A3".into(),
        who: "Hvidklit Kommune".into(),
        href: "/sekretariat/x/svar/K7M2Q-9XWE4?ved=1-0#t1-0".into(),
        text: text.map(str::to_owned),
        stance: "Kritisk".into(),
        coders: "HT".into(),
        theme: None,
    };
    ShowTheme {
        head: Head::sample(),
        here: "/sekretariat/x/temaer/7".into(),
        label: "7".into(),
        title: "Civilsamfund og frivillige".into(),
        track: 2,
        frame: "Pejlemærker".into(),
        version: 2,
        guide: "Samfundet indenfor: foreninger, idræt, naboer.".into(),
        responses: 12,
        passages: 31,
        shown: 12,
        filtered: false,
        categories: vec![Choice::new("A", "A Kommuner", false)],
        stances: vec![Choice::new("critical", "Kritisk", false)],
        quotes: vec![
            quote(Some("Frivillige kan ikke bære det alene.")),
            quote(None),
        ],
        newer: None,
        older: Some("/sekretariat/x/temaer/7?side=2".into()),
        group: false,
        name: "Civilsamfund og frivillige".into(),
        targets: vec![Choice::new("8", "8 Mere lighed i sundhed", false)],
        merge_error: None,
        events: happened(),
    }
}

pub(super) fn themes() -> Vec<(&'static str, ShowTheme)> {
    let mut none = theme();
    none.quotes.clear();
    none.filtered = true;
    none.older = None;
    none.guide.clear();
    none.head.may_edit = false;
    none.events.clear();
    let mut wrong = theme();
    wrong.name.error = Some("Skriv et navn.".into());
    wrong.merge_error = Some("Vælg et tema.".into());
    let mut group = theme();
    group.group = true;
    group.quotes[0].theme = Some("Mere lighed i sundhed".into());
    vec![
        ("", theme()),
        ("none", none),
        ("wrong", wrong),
        ("group", group),
    ]
}
