//! Made-up data for the pages of a point, in every state worth seeing.

use chrono::DateTime;

use super::form::PointForm;
use super::sample::{HERE, REMARK, bare, reference, row};
use super::show::{Changed, ShownComment, ShownSource, ShownVersion};
use super::{NewPoint, ShowPoint};
use crate::desk::head::Head;
use crate::templates::Choice;
use crate::text::diff::{Became, Difference};

fn form() -> PointForm {
    PointForm {
        sections: vec![
            Choice::new("general", "Generelle bemærkninger", false),
            Choice::new("1", "1 En troværdig samarbejdspartner", true),
        ],
        remark: REMARK.into(),
        comment: String::new(),
        dispositions: vec![Choice::new("accepted", "Imødekommes", true)],
        department: String::new(),
        change_page: "Side 14".into(),
        change_before: "Et møde om året.".into(),
        change_after: "Et møde om året og statusmøder på hvert specialområde.".into(),
        states: vec![Choice::new("draft", "Kladde", true)],
        owners: vec![Choice::new("1", "Hanne Toft", true)],
        due: "2023-11-01".into(),
    }
}

fn changed() -> Vec<Changed> {
    let stretch = |became, text: &str| Difference {
        became,
        text: text.into(),
    };
    vec![Changed {
        field: "Bemærkning".into(),
        stretches: vec![
            stretch(Became::Left, ""),
            stretch(Became::Same, "korte "),
            stretch(Became::Gone, "møder"),
            stretch(Became::New, "statusmøder"),
        ],
    }]
}

pub(super) fn point() -> ShowPoint {
    ShowPoint {
        head: Head::sample(),
        list: HERE.into(),
        here: format!("{HERE}/punkter/1"),
        message: None,
        row: row(1),
        change_page: "Side 14".into(),
        change_before: "Et møde om året.".into(),
        change_after: "Et møde om året og statusmøder på hvert specialområde.".into(),
        version: 2,
        removed: None,
        form: None,
        held_by: None,
        may_edit: true,
        may_comment: true,
        warnings: vec![],
        meanwhile: vec![],
        sources: vec![
            ShownSource {
                id: 1,
                from: reference("A1", "Hvidklit Kommune", None),
                newer: None,
                text: Some("Et møde om året er en god begyndelse.".into()),
                why: None,
            },
            ShownSource {
                id: 2,
                from: reference("A4", "Ravnsø Kommune", Some("erstattet af nyere svar")),
                newer: Some("/sekretariat/x/svar/K7QM-4XHU".into()),
                text: None,
                why: Some("memo-not-public"),
            },
        ],
        references: String::new(),
        said: String::new(),
        comments: vec![ShownComment {
            who: "Mikkel Bro".into(),
            at: DateTime::UNIX_EPOCH,
            text: "Skal økonomi se det?".into(),
        }],
        versions: vec![
            ShownVersion {
                number: 2,
                who: "Hanne Toft".into(),
                at: DateTime::UNIX_EPOCH,
                restored: None,
                stands: true,
                changed: changed(),
            },
            ShownVersion {
                number: 1,
                who: "Hanne Toft".into(),
                at: DateTime::UNIX_EPOCH,
                restored: None,
                stands: false,
                changed: vec![],
            },
        ],
        before: Some(1),
        previous: None,
        next: Some(format!("{HERE}/punkter/2")),
    }
}

pub(super) fn points() -> Vec<(&'static str, ShowPoint)> {
    let editing = ShowPoint {
        form: Some(form()),
        warnings: vec!["Noget ligner et telefonnummer.".into()],
        ..point()
    };
    let held = ShowPoint {
        held_by: Some("Mikkel Bro".into()),
        ..point()
    };
    let conflict = ShowPoint {
        message: Some("En anden har gemt siden.".into()),
        form: Some(form()),
        held_by: Some("Mikkel Bro".into()),
        meanwhile: changed(),
        ..point()
    };
    let bare = ShowPoint {
        row: bare(1),
        sources: vec![],
        comments: vec![],
        before: None,
        next: None,
        ..point()
    };
    let removed = ShowPoint {
        removed: Some(DateTime::UNIX_EPOCH),
        may_edit: false,
        may_comment: false,
        ..point()
    };
    vec![
        ("", point()),
        ("editing", editing),
        ("held", held),
        ("conflict", conflict),
        ("bare", bare),
        ("removed", removed),
    ]
}

pub(super) fn new_point() -> NewPoint {
    NewPoint {
        head: Head::sample(),
        here: HERE.into(),
        message: None,
        form: form(),
        references: "A3, B1".into(),
        passage: Some(7),
        quote: Some(REMARK.into()),
    }
}

pub(super) fn new_points() -> Vec<(&'static str, NewPoint)> {
    let plain = NewPoint {
        passage: None,
        quote: None,
        ..new_point()
    };
    let wrong = NewPoint {
        message: Some("Der er intet svar A99 i denne høring.".into()),
        ..new_point()
    };
    vec![("", new_point()), ("plain", plain), ("wrong", wrong)]
}
