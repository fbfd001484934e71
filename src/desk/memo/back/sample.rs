//! Samples of the page that shows what a file would change.

use chrono::DateTime;

use super::page::{Group, ShowBack, ShownItem, ShownRevision};
use crate::desk::head::Head;
use crate::memo::Done;
use crate::text::diff::differences;

fn item(id: usize, field: &str) -> ShownItem {
    ShownItem {
        id: format!("valg-{id}"),
        name: format!("valg.1.{id}"),
        field: field.into(),
        stretches: differences("Et møde om året.", "To møder om året."),
        meanwhile: vec![],
        conflict: false,
        untracked: vec![],
        has_untracked: false,
        revisions: vec![],
        problem: None,
        chosen: "file",
    }
}

fn group(id: usize, title: &str, items: Vec<ShownItem>) -> Group {
    Group {
        id: format!("gruppe-{id}"),
        title: title.into(),
        href: Some(format!("/sekretariat/x/hoeringsnotat/punkter/{id}")),
        number: i32::try_from(id).ok(),
        version: 2,
        guess: false,
        items,
    }
}

pub(super) fn page() -> ShowBack {
    let tracked = ShownItem {
        untracked: differences("Et møde om året.", "Tre møder om året."),
        has_untracked: true,
        revisions: vec![
            ShownRevision {
                who: "Hanne Toft".into(),
                gone: true,
                text: "Tre".into(),
            },
            ShownRevision {
                who: String::new(),
                gone: false,
                text: "To".into(),
            },
        ],
        ..item(2, "Administrationens bemærkninger")
    };
    let conflict = ShownItem {
        conflict: true,
        meanwhile: differences("Et møde.", "Et møde om året."),
        chosen: "page",
        ..item(3, "Bemærkning")
    };
    let refused = ShownItem {
        problem: Some("Der er intet svar Z9 i denne høring.".into()),
        ..item(4, "Fremsat af")
    };
    ShowBack {
        head: Head::sample(),
        list: "/sekretariat/x/hoeringsnotat".into(),
        here: "/sekretariat/x/hoeringsnotat/filer/1".into(),
        filename: "hoeringsnotat.docx".into(),
        taken_at: Some(DateTime::UNIX_EPOCH),
        before: Some(DateTime::UNIX_EPOCH),
        message: Some("Punkt 1: En anden har gemt siden.".into()),
        remarks: vec!["Filen indeholder kun en del af høringsnotatet.".into()],
        groups: vec![
            group(1, "Punkt 1", vec![item(1, "Bemærkning"), tracked]),
            Group {
                guess: true,
                ..group(2, "Punkt 2", vec![conflict, refused])
            },
            Group {
                href: None,
                number: None,
                ..group(3, "Ny række", vec![item(5, "Nyt punkt")])
            },
        ],
        changes: 5,
        same: 197,
        summary_version: 1,
        done: None,
    }
}

pub(super) fn pages() -> Vec<(&'static str, ShowBack)> {
    let nothing = ShowBack {
        groups: vec![],
        remarks: vec![],
        changes: 0,
        before: None,
        message: None,
        ..page()
    };
    let done = ShowBack {
        done: Some(Done {
            changed: 3,
            moved: 1,
            removed: 1,
            made: 1,
            comments: 2,
        }),
        ..nothing.clone()
    };
    vec![("", page()), ("nothing", nothing), ("done", done)]
}
