//! The settings in the states worth seeing.

use chrono::{DateTime, Utc};

use super::frames_view::{EditFrame, OrderLine, PreviewLine};
use super::view::{
    BasicsForm, CategoriesForm, CategoryLine, Check, Conflict, DatesForm, DeadlineForms,
    DocumentLine, DocumentsForm, FrameLine, MailboxForm, MeetingLine, MeetingsForm, MilestoneLine,
    Moved, Noted, Now, PublicationForm, RoundLine, ShowSetup, Shown,
};
use crate::desk::head::Head;
use crate::templates::{Choice, Field, FormError};

const HERE: &str = "/sekretariat/x/opsaetning";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

fn kinds() -> Vec<Choice> {
    vec![
        Choice::new("voluntary", "Frivillig høring", true),
        Choice::new("statutory", "Lovpligtig høring", false),
    ]
}

fn check(text: &str, done: bool, needed: bool) -> Check {
    Check {
        text: text.into(),
        href: "#grundoplysninger".into(),
        done,
        needed,
    }
}

pub(super) fn draft() -> ShowSetup {
    let round = |title: &str| RoundLine {
        id: String::new(),
        kinds: vec![Choice::new("supplementary", "Supplerende høring", true)],
        title: title.into(),
        opens: Field::default(),
        closes: Field::default(),
    };
    ShowSetup {
        head: Head::sample(),
        here: HERE.into(),
        may: true,
        state: Shown {
            phase: "draft",
            opens_at: at("2023-08-24T22:00:00Z"),
            closes_at: at("2023-10-11T21:59:00Z"),
            public_href: "/hoeringer/x".into(),
        },
        checks: vec![
            check("Resumé", true, true),
            check("Skriv adressen, som svar kan mailes til", false, true),
            check("Sæt høringsparter på listen", false, false),
        ],
        needed: 1,
        saved: String::new(),
        wrong: String::new(),
        errors: vec![],
        conflict: None,
        basics: basics(),
        dates: DatesForm {
            seen: "2a".into(),
            opens: "2023-08-25".into(),
            closes: "2023-10-11".into(),
            opens_holds: false,
            closes_holds: false,
            rounds_open: false,
            rounds: vec![round(""), round("")],
        },
        deadline: DeadlineForms::default(),
        mailbox: MailboxForm {
            seen: "3b".into(),
            mailbox: Field::default(),
            notes: vec![],
        },
        documents: DocumentsForm {
            limit: "25 MB".into(),
            ..DocumentsForm::default()
        },
        categories: categories(),
        frames: vec![
            frame_line(1, "Pejlemærker", false),
            frame_line(2, "Øvrigt", true),
        ],
        frozen: false,
        meetings: meetings(),
        publication: PublicationForm {
            seen: "6e".into(),
            names: vec![Choice::new("choice", "Som hver af dem vælger", true)],
            public_stance: false,
            hide_contacts: false,
        },
    }
}

fn basics() -> BasicsForm {
    BasicsForm {
        seen: "1f".into(),
        slug: "visions-og-udviklingsplan-2023".into(),
        title: "Visions- og udviklingsplan for Socialområdet".into(),
        summary: "Planen beskriver …".into(),
        case_number: Field::default(),
        contact: Field::default(),
        signed_by: "Regionsrådsformanden".into(),
        kinds: kinds(),
        minimum_weeks: Field::default(),
    }
}

fn categories() -> CategoriesForm {
    CategoriesForm {
        seen: "4c".into(),
        rows: vec![
            CategoryLine {
                id: "1".into(),
                letter: "A".into(),
                name: "Kommuner".into(),
                words: "kommune".into(),
                private: false,
            },
            CategoryLine {
                id: String::new(),
                letter: Field::default(),
                name: Field::default(),
                words: Field::default(),
                private: true,
            },
        ],
    }
}

fn meetings() -> MeetingsForm {
    MeetingsForm {
        seen: "5d".into(),
        meetings: vec![MeetingLine {
            committee: "Regionsrådet".into(),
            held_on: "2023-12-20".into(),
            material_due: "2023-12-13".into(),
            decides: true,
        }],
        milestones: vec![MilestoneLine {
            what: "Dialogmøde".into(),
            starts_on: "2023-05-01".into(),
            ends_on: Field::default(),
            month: true,
            channel: Field::default(),
        }],
    }
}

fn frame_line(id: i64, title: &str, outside: bool) -> FrameLine {
    FrameLine {
        id,
        title: title.into(),
        themes: 18,
        href: format!("{HERE}/temaer/{id}"),
        outside,
        first: true,
        last: true,
    }
}

fn open() -> ShowSetup {
    let mut page = draft();
    page.state.phase = "open";
    page.needed = 0;
    page.frozen = true;
    page.saved = "frist".into();
    page.dates.opens_holds = true;
    page.dates.closes_holds = true;
    page.mailbox.mailbox = "hoering@region.example".into();
    page.mailbox.notes = vec![Noted {
        ok: true,
        text: "Mail til hoering@region.example hentes.".into(),
    }];
    page.deadline = DeadlineForms {
        seen: Some("2023-10-11T22:00:00+00:00".into()),
        consultees: vec![Choice::new("1", "Blåmunke Kommune", false)],
        may_give: true,
        moves: vec![Moved {
            text: "For alle: fra 4. oktober 2023 til 11. oktober 2023".into(),
            reason: "Et bilag manglede.".into(),
            meta: "1. september 2023 kl. 9.00 · HT".into(),
        }],
        ..DeadlineForms::default()
    };
    page.documents.items = vec![DocumentLine {
        id: 1,
        title: "Høringsbrev".into(),
        href: Some("/hoeringer/x/dokumenter/1".into()),
        meta: "brev.pdf · 140 kB".into(),
        rounds: vec![Choice::new("", "Alle runder", true)],
        first: true,
        last: true,
        error: None,
    }];
    page
}

fn quarrel() -> ShowSetup {
    let mut page = draft();
    page.wrong = "grundoplysninger".into();
    page.conflict = Some(Conflict {
        who: "Mads Bro".into(),
        at: Some(at("2023-08-20T08:00:00Z")),
        now: vec![Now {
            label: "Titel".into(),
            value: "Visions- og udviklingsplan".into(),
        }],
    });
    page
}

fn wrong() -> ShowSetup {
    let mut page = open();
    page.wrong = "dokumenter".into();
    page.errors = vec![FormError {
        field: "title-of-1".into(),
        text: "Skriv en titel.".into(),
    }];
    page.documents.items[0].error = Some("Skriv en titel.".into());
    page
}

pub(super) fn all() -> Vec<(&'static str, ShowSetup)> {
    let mut reader = open();
    reader.may = false;
    let mut coming = open();
    coming.state.phase = "coming";
    let mut closed = open();
    closed.state.phase = "closed";
    vec![
        ("", draft()),
        ("open", open()),
        ("coming", coming),
        ("closed", closed),
        ("quarrel", quarrel()),
        ("wrong", wrong()),
        ("reader", reader),
    ]
}

pub(super) fn frame() -> EditFrame {
    EditFrame {
        head: Head::sample(),
        base: HERE.into(),
        action: format!("{HERE}/temaer/1"),
        is_new: false,
        frozen: false,
        opened: false,
        may: true,
        seen: "7f".into(),
        errors: vec![],
        kept: vec![],
        title: "Pejlemærker".into(),
        levels: "strategispor, pejlemærke".into(),
        text: "Ét socialområde\n    1. En troværdig samarbejdspartner\n".into(),
        ways: vec![Choice::new("indented", "Kun ud fra indrykning", true)],
        numbers: vec![Choice::new("written", "Som i teksten", true)],
        preview: None,
        order: vec![OrderLine {
            id: 1,
            depth: 0,
            mark: None,
            title: "Ét socialområde".into(),
            first: true,
            last: true,
        }],
    }
}

pub(super) fn frames() -> Vec<(&'static str, EditFrame)> {
    let mut looked = frame();
    looked.preview = Some(vec![
        PreviewLine {
            depth: 0,
            mark: None,
            title: "Ét socialområde".into(),
            level: "strategispor".into(),
        },
        PreviewLine {
            depth: 1,
            mark: Some("1".into()),
            title: "En troværdig samarbejdspartner".into(),
            level: "pejlemærke".into(),
        },
    ]);
    let mut wrong = looked.clone();
    wrong.errors = vec![FormError {
        field: "text".into(),
        text: "2 temaer er i brug og kan ikke fjernes.".into(),
    }];
    wrong.text.error = Some(wrong.errors[0].text.clone());
    wrong.kept = vec!["Tid til faglighed: brugt 3 gange".into()];
    let mut frozen = frame();
    frozen.frozen = true;
    let mut new = frame();
    new.is_new = true;
    new.order = vec![];
    vec![
        ("", frame()),
        ("looked", looked),
        ("wrong", wrong),
        ("frozen", frozen),
        ("new", new),
    ]
}
