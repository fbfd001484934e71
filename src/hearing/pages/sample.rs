//! The sample hearing in several states, for tests and for looking at.

use chrono::{DateTime, Utc};

use super::{
    Deadline, Document, Extension, Frame, HearingCard, HearingHead, ListHearings, Phase,
    ShowHearing, Step, StepState, Theme, ThemeChip, ThemeGroup, track,
};
use crate::templates::Link;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

pub(super) fn head() -> HearingHead {
    HearingHead {
        title: "Visions- og udviklingsplan for Socialområdet".into(),
        href: "/visions-og-udviklingsplan-2023".into(),
        closes_at: at("2023-10-11T21:59:00Z"),
        open: true,
    }
}

pub(super) fn list() -> ListHearings {
    let card =
        |title: &str, closes: &str, left: Option<&str>, compilation: Option<&str>| HearingCard {
            title: title.into(),
            href: "/h".into(),
            summary:
                "Planen udpeger en vision, tre strategispor og 15 pejlemærker for årene 2024-2027."
                    .into(),
            closes_at: at(closes),
            time_left: left.map(Into::into),
            compilation: compilation.map(|text| Link::new(text, "/h/svar")),
        };
    ListHearings {
        open: vec![card(
            &head().title,
            "2023-10-11T21:59:00Z",
            Some("7 dage tilbage"),
            None,
        )],
        closed: vec![card(
            "Målbillede for socialområdet",
            "2023-09-01T21:59:00Z",
            None,
            None,
        )],
        decided: vec![card(
            "Social Strategi 2013-2017",
            "2013-03-01T22:59:00Z",
            None,
            Some("41 svar"),
        )],
    }
}

fn document(title: &str, icon: &'static str, meta: &str, href: Option<&str>) -> Document {
    Document {
        title: title.into(),
        href: href.map(Into::into),
        icon,
        meta: meta.into(),
    }
}

fn step(when: &str, iso: Option<&str>, what: &str, state: StepState) -> Step {
    Step {
        when: when.into(),
        iso: iso.map(Into::into),
        what: what.into(),
        state,
    }
}

pub(super) fn open() -> ShowHearing {
    ShowHearing {
        title: head().title,
        summary: "Planen beskriver de udfordringer, som det specialiserede socialområde står over for, og udpeger en \
            vision, tre strategispor og 15 pejlemærker for årene 2024-2027. Alle kan svare."
            .into(),
        phase: Phase::Open,
        deadline: Deadline {
            opens_at: at("2023-08-24T22:00:00Z"),
            closes_at: at("2023-10-11T21:59:00Z"),
            time_left: Some("7 dage tilbage".into()),
            gone: 405,
            extension: None,
        },
        answer_href: Some("/visions-og-udviklingsplan-2023/svar/nyt".into()),
        mailbox: Some("visionsogudviklingsplan@social.rm.dk".into()),
        documents: vec![
            document("Høringsbrev", "file-pdf", "PDF · 2 sider · 140 kB", Some("/d/1")),
            document("Høringsversionen af visions- og udviklingsplanen", "file-pdf", "PDF · 36 sider · 2,1 MB", Some("/d/2")),
            document("Oversigt over høringsparter", "document", "", None),
        ],
        timeline: vec![
            step("23. august 2023", Some("2023-08-23"), "Regionsrådet godkender udkastet til høring", StepState::Done),
            step("25. august 2023", Some("2023-08-25"), "Høringen åbner", StepState::Done),
            step("I dag, 4. oktober", Some("2023-10-04"), "Høringen er åben i 7 dage endnu", StepState::Here),
            step("11. oktober 2023", Some("2023-10-11"), "Høringsfrist", StepState::Next),
            step("6. december 2023", Some("2023-12-06"), "Psykiatri- og Socialudvalget behandler svarene", StepState::Next),
            step("20. december 2023", Some("2023-12-20"), "Regionsrådet beslutter", StepState::Next),
        ],
        background: vec![
            step("maj-august 2021", None, "Arbejdsgruppe udarbejder udkast til ny vision", StepState::Done),
            step("15. juni 2022", Some("2022-06-15"), "Workshop i HMU og LMU'er", StepState::Done),
        ],
        decision: Some("Regionsrådet beslutter 20. december 2023".into()),
        frames: vec![main_frame(), goals(), deep_frame()],
        compilation: None,
    }
}

pub(super) fn extended() -> ShowHearing {
    let mut page = open();
    page.deadline.extension = Some(Extension {
        was: at("2023-10-04T21:59:00Z"),
        reason: "Høringsversionen manglede side 12 i de første to uger.".into(),
    });
    page
}

pub(super) fn decided() -> ShowHearing {
    let mut page = open();
    page.phase = Phase::Decided;
    page.deadline.time_left = None;
    page.deadline.gone = 480;
    page.answer_href = None;
    page.compilation = Some(Link::new("41 svar", "/visions-og-udviklingsplan-2023/svar"));
    for step in &mut page.timeline {
        step.state = StepState::Done;
    }
    page
}

pub(super) fn before() -> ShowHearing {
    let mut page = open();
    page.phase = Phase::Before;
    page.deadline.time_left = None;
    page.deadline.gone = 0;
    page.answer_href = None;
    page.documents.clear();
    page.background.clear();
    page.frames.truncate(1);
    page
}

fn chip(number: u32, title: &str, level: &str, track: u8) -> ThemeChip {
    ThemeChip {
        label: number.to_string(),
        level: level.into(),
        title: title.into(),
        track,
        href: None,
    }
}

fn main_frame() -> Frame {
    let tracks = [
        (
            "Ét socialområde",
            "Samarbejde, kvalitet og videndeling på tværs, internt og med partnere.",
            [
                "En troværdig samarbejdspartner for kommunerne",
                "Samarbejde internt mellem specialområderne",
                "Forpligtende partnerskaber og smidige sektorovergange",
                "Vidensudvikling og nye metoder gennem stærke vidensmiljøer",
                "Grønt og bæredygtigt socialområde",
            ],
        ),
        (
            "Det hele menneske",
            "Borgerens hele situation, inddragelse af pårørende og civilsamfund, lighed i sundhed.",
            [
                "Borgerens medansvar og samarbejde med pårørende",
                "Civilsamfund og frivillige indenfor i tilbuddene",
                "Mere lighed i sundhed",
                "Mental og fysisk trivsel hos den enkelte",
                "Sammenhæng før, under og efter anbringelse",
            ],
        ),
        (
            "Fagligt stærke specialområder",
            "Specialisering, tid til borgeren, rekruttering, fastholdelse og kompetencer.",
            [
                "Tid til faglighed og nær borgerkontakt",
                "Specialiseret indsats på nyeste viden",
                "Attraktiv arbejdsplads for nye medarbejdere",
                "God tilknytning af nuværende medarbejdere",
                "Efteruddannelse og kompetenceudvikling",
            ],
        ),
    ];
    let mut number = 0;
    let groups = tracks
        .into_iter()
        .enumerate()
        .map(|(ordinal, (title, summary, themes))| ThemeGroup {
            track: track(ordinal),
            title: Some(title.into()),
            summary: Some(summary.into()),
            themes: themes
                .into_iter()
                .map(|title| {
                    number += 1;
                    Theme {
                        chip: Some(chip(number, title, "Pejlemærke", track(ordinal))),
                        title: title.into(),
                        depth: 0,
                    }
                })
                .collect(),
        });
    Frame {
        title: "Pejlemærker".into(),
        groups: groups.collect(),
    }
}

fn goals() -> Frame {
    let theme = |number, title: &str| Theme {
        chip: Some(chip(number, title, "Verdensmål", 1)),
        title: title.into(),
        depth: 0,
    };
    let themes = vec![
        theme(3, "Sundhed og trivsel"),
        theme(4, "Kvalitetsuddannelse"),
        theme(13, "Klimaindsats"),
    ];
    Frame {
        title: "FN's verdensmål".into(),
        groups: vec![ThemeGroup {
            track: 1,
            title: None,
            summary: None,
            themes,
        }],
    }
}

/// Three levels, without numbers, and more top-level themes than shapes.
fn deep_frame() -> Frame {
    let groups = (0..9).map(|ordinal| ThemeGroup {
        track: track(ordinal),
        title: Some(format!("Tema {}", ordinal + 1)),
        summary: None,
        themes: vec![
            Theme {
                chip: None,
                title: "Et indsatsområde".into(),
                depth: 0,
            },
            Theme {
                chip: None,
                title: "En handleplan under det".into(),
                depth: 1,
            },
        ],
    });
    Frame {
        title: "Øvrigt".into(),
        groups: groups.collect(),
    }
}
