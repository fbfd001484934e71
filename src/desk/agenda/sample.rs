//! A meeting's page in every state worth seeing.

use chrono::{DateTime, NaiveDate};

use super::show::{Appendix, FigureList, Finding, Made, Saved, ShowAgenda};
use crate::desk::head::Head;
use crate::templates::Link;

pub(super) fn agenda() -> ShowAgenda {
    let day = |day: u32| NaiveDate::from_ymd_opt(2023, 12, day).unwrap_or_default();
    ShowAgenda {
        head: Head::sample(),
        body: "Regionsrådet".into(),
        here: "/sekretariat/x/dagsorden/2".into(),
        held_on: day(20),
        due_on: day(13),
        due_text: "om 9 dage".into(),
        overdue: false,
        error: None,
        findings: vec![],
        case_number: "2023-017245".into(),
        summary: "Planen var i høring. Der kom 41 svar.".into(),
        recommendation: "Administrationen indstiller, at planen godkendes.".into(),
        presentation: "Planen var i høring.".into(),
        version: 2,
        filled_in: false,
        saved: Some(Saved {
            who: "Hanne Holm".into(),
            at: DateTime::UNIX_EPOCH,
        }),
        figures: vec![FigureList {
            title: "Svar efter kategori".into(),
            lines: vec!["A Kommuner: 12".into()],
        }],
        appendices: vec![
            Appendix {
                number: 1,
                title: "Høringsnotat".into(),
                state: "12 punkter".into(),
                missing: false,
            },
            Appendix {
                number: 3,
                title: "Samlede høringssvar".into(),
                state: "Der er ingen udgave endnu".into(),
                missing: true,
            },
        ],
        packages: vec![Made {
            title: "Pakke (1)".into(),
            who: "Hanne Holm".into(),
            at: DateTime::UNIX_EPOCH,
            what: "41 svar · 12 punkter".into(),
            file: Link::new("Hent", "/sekretariat/x/dagsorden/2/pakker/1"),
        }],
        since: Some("Siden da er der kommet 2 svar og ændret 1 punkt.".into()),
    }
}

pub(super) fn agendas() -> Vec<(&'static str, ShowAgenda)> {
    let mut new = agenda();
    (new.saved, new.since, new.filled_in, new.overdue) = (None, None, true, true);
    new.packages.clear();
    let mut wrong = agenda();
    wrong.error = Some("Pakken er ikke lavet.".into());
    wrong.findings = vec![
        Finding {
            text: "Punkt 3 siger noget, der er skjult.".into(),
            href: Some("/sekretariat/x/hoeringsnotat/punkter/3".into()),
        },
        Finding {
            text: "Forslaget indeholder et CPR-nummer.".into(),
            href: None,
        },
    ];
    let mut reader = agenda();
    reader.head.may_edit = false;
    vec![
        ("", agenda()),
        ("new", new),
        ("wrong", wrong),
        ("reader", reader),
    ]
}
