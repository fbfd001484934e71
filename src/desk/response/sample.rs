//! A response with everything on it, and one with nothing.

use chrono::DateTime;
use serde_json::json;

use super::{
    CoverLink, ObjectionLine, PartView, Reading, ReceiptLine, RelationView, Sender, ShowResponse,
    Sign, Signed, Told,
};
use crate::desk::head::Head;
use crate::desk::history::Done;
use crate::desk::inbox::List;
use crate::desk::loose::Loose;
use crate::desk::panel::{Key, PanelFrame, PanelGroup, PanelTheme};
use crate::desk::question::Questions;
use crate::desk::reading::{ClearedSpan, Found, HiddenSpan, Mark, Over, blocks};
use crate::redaction::Ground;
use crate::response::TextVersion;
use crate::templates::Choice;

const TEXT: &str = "Vi glæder os over planen. Ida på 9 år venter stadig på en plads.\n\nSag 230831-6104 nævner det.\n\nVenlig hilsen\nOle";

fn mark() -> Mark {
    Mark {
        coding_id: 5,
        label: "6".into(),
        title: "Borgerens medansvar og samarbejde med pårørende".into(),
        track: 2,
        stance: Some("støtter".into()),
        note: "Se også side 3".into(),
        who: "HT".into(),
        start: 0,
        end: 25,
    }
}

fn part() -> PartView {
    let text = TextVersion {
        id: 1,
        part_id: 1,
        deriver: "form".into(),
        deriver_version: 1,
        text: TEXT.into(),
        ranges: json!([{ "start": 95, "end": 113, "kind": "signature" }]),
        created_at: DateTime::UNIX_EPOCH,
    };
    let hidden = HiddenSpan {
        id: 3,
        ground: "Anden person".into(),
        token: "[oplysning om en anden person udeladt]".into(),
        who: "HT".into(),
        approved: false,
        may_approve: true,
        start: 26,
        end: 29,
    };
    let cleared = ClearedSpan {
        id: 4,
        reason: "Journalnummer".into(),
        who: "HT".into(),
        approved: false,
        may_approve: true,
        start: 70,
        end: 81,
    };
    let over = Over {
        marks: &[mark()],
        hidden: &[hidden],
        cleared: &[cleared],
        found: &[Found {
            text: "Ligner et telefonnummer".into(),
            ground: Ground::Contact,
            start: 33,
            end: 34,
        }],
        active: Some(0),
    };
    PartView {
        cover: Some(CoverLink {
            href: "/sekretariat/x/svar/y/bilag/1/billeder".into(),
            open: true,
        }),
        id: 1,
        ordinal: 1,
        name_found: vec!["Ligner et CPR-nummer. Skal det skjules?".into()],
        filename: Some("svar.pdf".into()),
        icon: "file-pdf",
        role: "Brev".into(),
        state: Some("Læses …".into()),
        bytes: 140_000,
        pages: Some(2),
        download: Some("/sekretariat/x/svar/y/bilag/1".into()),
        edit: Some("/sekretariat/x/svar/y/bilag/1/tekst".into()),
        has_text: true,
        pictures: vec!["/sekretariat/x/svar/y/bilag/1/side/1".into()],
        grounds: vec![Choice::new("", "Vises som tekst", true)],
        publish: "/sekretariat/x/svar/y/bilag/1/visning".into(),
        blocks: blocks(&text, &over),
        drawn: "<p>Vi glæder os.</p>".into(),
    }
}

fn frame() -> PanelFrame {
    let theme = PanelTheme {
        id: 6,
        label: "6".into(),
        title: "Medansvar og pårørende".into(),
        track: 2,
        key: Some("6".into()),
        used: 3,
    };
    let other = PanelTheme {
        id: 16,
        label: "Ø".into(),
        title: "Økonomi".into(),
        key: None,
        used: 0,
        ..theme.clone()
    };
    PanelFrame {
        title: "Pejlemærker".into(),
        groups: vec![
            PanelGroup {
                title: Some("Det hele menneske".into()),
                themes: vec![theme],
            },
            PanelGroup {
                title: None,
                themes: vec![other],
            },
        ],
    }
}

fn signed() -> Option<Signed> {
    Some(Signed {
        who: "HT".into(),
        at: DateTime::UNIX_EPOCH,
    })
}

fn relation(state: &'static str) -> RelationView {
    RelationView {
        id: 8,
        text: "Rettet af".into(),
        href: Some("/sekretariat/x/svar/z".into()),
        other: "K7M2Q-9XWE4".into(),
        state,
        undo: state == "confirmed",
        redo: state == "rejected",
    }
}

#[expect(clippy::too_many_lines, reason = "a sample is data")]
pub(super) fn response() -> ShowResponse {
    let key = Key {
        value: "supports",
        label: "Støtter".into(),
        key: "S",
    };
    ShowResponse {
        head: Head::sample(),
        list: List::sample(),
        here: "/sekretariat/x/svar/y".into(),
        query: "?q=plan".into(),
        message: Some("En anden skal godkende".into()),
        number: "K7M2Q-9XWE4".into(),
        reference: "C3".into(),
        who: vec![Sender {
            name: "Pårørendekredsen ved Stærehegnet".into(),
            details: "Ole Snebær".into(),
            consultee: true,
        }],
        channel: "Mail".into(),
        arrived_at: DateTime::UNIX_EPOCH,
        late: true,
        own_deadlines: vec!["Blåmunke Kommune har frist til og med 25. oktober 2023.".into()],
        work: "I gang".into(),
        mark: "gang",
        note: Some("Ingen bemærkninger".into()),
        provisional: Some("Foreløbigt svar".into()),
        to_be_checked: true,
        protected: true,
        no_remarks: false,
        no_own_remarks: false,
        sender_name: "Ole Snebær".into(),
        sender_organisation: "Pårørendekredsen ved Stærehegnet".into(),
        sender_kind: "pårørendeorganisation".into(),
        is_provisional: false,
        has_mail: true,
        categories: vec![Choice::new("1", "C Foreninger", true)],
        parts: vec![part()],
        at: "1-0".into(),
        at_text: "1".into(),
        at_start: "0".into(),
        at_end: "64".into(),
        frames: vec![frame()],
        stances: vec![key.clone()],
        grounds: vec![Key {
            value: "cpr",
            ..key
        }],
        whole: vec![mark()],
        theme_choices: vec![Choice::new("6", "6 Medansvar", false)],
        people: vec![Choice::new("1", "Mig (Hanne Thorup)", true)],
        assignee: Some("Mig (Hanne Thorup)".into()),
        sign: Sign {
            unmarked: 30,
            marked: 70,
            waiting: 2,
            first: signed(),
            second: signed(),
            lapsed: false,
            button: Some("Klar til anden læser".into()),
        },
        loose: vec![Loose::sample()],
        relations: vec![
            relation("proposed"),
            relation("confirmed"),
            relation("rejected"),
        ],
        receipt: Some(ReceiptLine {
            text: "Kvitteringen kom retur: adressen findes ikke.".into(),
            open: true,
        }),
        objections: vec![
            objection(None),
            objection(Some("Medhold, 3. november 2023")),
        ],
        told: Told::sample(),
        history: vec![Done {
            id: 1,
            at: DateTime::UNIX_EPOCH,
            who: "HT".into(),
            what: "mærkede tekst".into(),
            subject: "response 1".into(),
        }],
        undo: Some("temaet på et afsnit".into()),
        redo: Some("skjult tekst".into()),
        next: Some("/sekretariat/x/svar/z".into()),
        here_too: "Mads Holm har også svaret åbent.".into(),
        questions: Questions::sample(),
    }
}

/// Read only, with nothing known and nothing done.
/// The text of a part by itself.
pub(super) fn reading() -> Reading {
    let page = response();
    Reading {
        blocks: page
            .parts
            .into_iter()
            .flat_map(|part| part.blocks)
            .collect(),
        here: page.here,
        query: page.query,
        may_tag: true,
    }
}

pub(super) fn bare() -> ShowResponse {
    let mut head = Head::sample();
    head.may_tag = false;
    head.may_edit = false;
    ShowResponse {
        head,
        list: List::default(),
        query: String::new(),
        message: None,
        reference: String::new(),
        late: false,
        own_deadlines: vec![],
        note: None,
        provisional: None,
        to_be_checked: false,
        protected: false,
        no_remarks: true,
        no_own_remarks: true,
        has_mail: false,
        parts: vec![],
        at: String::new(),
        at_text: String::new(),
        at_start: String::new(),
        at_end: String::new(),
        whole: vec![],
        sign: Sign {
            unmarked: 0,
            marked: 100,
            waiting: 0,
            first: None,
            second: None,
            lapsed: true,
            button: None,
        },
        loose: vec![],
        relations: vec![],
        receipt: None,
        objections: vec![],
        told: Told::default(),
        history: vec![],
        undo: None,
        redo: None,
        next: None,
        here_too: String::new(),
        questions: Questions::none(),
        ..response()
    }
}

fn objection(settled: Option<&str>) -> ObjectionLine {
    ObjectionLine {
        at: DateTime::UNIX_EPOCH,
        text: "Min adresse står i bilaget.".into(),
        settled: settled.map(str::to_owned),
        href: "/sekretariat/x/indsigelser#indsigelse-1".into(),
    }
}
