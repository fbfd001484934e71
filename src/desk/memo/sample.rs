//! Made-up data for the pages of the memo, in every state worth seeing.

use chrono::{DateTime, NaiveDate};

use super::changes::{Change, Department, Passed};
use super::list::{Group, Made, Removed};
use super::loose::{Chip, LooseItem, LooseList};
use super::summary::{Figure, Published, SummaryVersion, ThemeFigure};
use super::{ListChanges, Ref, Row, ShowMemo, ShowSummary};
use crate::desk::head::Head;
use crate::templates::{Choice, Link};

pub(super) const HERE: &str = "/sekretariat/x/hoeringsnotat";
pub(super) const REMARK: &str =
    "Dialogmødet bør suppleres af korte statusmøder på hvert specialområde.";

pub(super) fn reference(label: &str, who: &str, gone: Option<&str>) -> Ref {
    Ref {
        label: label.into(),
        who: who.into(),
        href: "/sekretariat/x/svar/K7QM-4XHT".into(),
        gone: gone.map(Into::into),
    }
}

pub(super) fn row(number: i32) -> Row {
    Row {
        number,
        href: format!("{HERE}/punkter/{number}"),
        section: "En troværdig samarbejdspartner for kommunerne".into(),
        remark: REMARK.into(),
        refs: vec![
            reference("A1", "Hvidklit Kommune", None),
            reference("G4", "Signe Holmdalsø", Some("udgået, trukket tilbage")),
        ],
        comment: "Forslaget følges.".into(),
        disposition: "Imødekommes".into(),
        disposition_kind: "accepted",
        changes: true,
        change: "Side 14".into(),
        state: "Til kommentering".into(),
        state_kind: "for_comment",
        owner: Some("Hanne Toft".into()),
        due: NaiveDate::from_ymd_opt(2023, 11, 1),
        late: true,
        holder: Some("Mikkel Bro".into()),
        comments: 2,
        warned: true,
    }
}

/// A point of which nothing is known yet.
pub(super) fn bare(number: i32) -> Row {
    Row {
        refs: vec![],
        comment: String::new(),
        disposition: "Ikke besluttet".into(),
        disposition_kind: "none",
        changes: false,
        change: String::new(),
        owner: None,
        due: None,
        late: false,
        holder: None,
        comments: 0,
        warned: false,
        ..row(number)
    }
}

fn loose() -> LooseList {
    LooseList {
        total: 3,
        more: 1,
        themes: vec![Choice::new("6", "6 Medansvar (3)", true)],
        by: String::new(),
        items: vec![
            LooseItem {
                field: "passage",
                id: 7,
                from: reference("C3", "Pårørendekredsen ved Stærehegnet", None),
                stance: "Forslag".into(),
                chips: vec![Chip {
                    label: "6".into(),
                    title: "Medansvar".into(),
                    track: 2,
                }],
                text: Some("Et råd skal have noget at råde over.".into()),
            },
            LooseItem {
                field: "note",
                id: 2,
                from: reference("Note", "4. maj 2023 · Dialogmøde", None),
                stance: String::new(),
                chips: vec![],
                text: None,
            },
        ],
    }
}

pub(super) fn memo() -> ShowMemo {
    ShowMemo {
        head: Head::sample(),
        here: HERE.into(),
        message: None,
        made: Some(Made {
            number: 2,
            href: format!("{HERE}/punkter/2"),
            joined: false,
        }),
        views: vec![
            Link {
                current: true,
                ..Link::new("Efter tema", HERE)
            },
            Link::new("Efter afsender", format!("{HERE}?vis=afsender")),
        ],
        by_theme: true,
        points: 2,
        agreed: 0,
        groups: vec![Group {
            id: "afsnit-1".into(),
            title: "En troværdig samarbejdspartner for kommunerne".into(),
            label: Some("1".into()),
            track: 1,
            of: None,
            rows: vec![row(1), bare(2)],
        }],
        unanswered: vec![],
        removed: vec![Removed {
            number: 3,
            href: format!("{HERE}/punkter/3"),
            remark: REMARK.into(),
        }],
        loose: loose(),
        references_fixed: true,
    }
}

pub(super) fn memos() -> Vec<(&'static str, ShowMemo)> {
    let mut by_respondent = memo();
    by_respondent.by_theme = false;
    by_respondent.groups[0].label = None;
    by_respondent.groups[0].of = Some(reference("A1", "Hvidklit Kommune", None));
    by_respondent.unanswered = vec![reference("A2", "Vesterådal Kommune", None)];
    by_respondent.made = None;
    let mut empty = memo();
    empty.groups.clear();
    empty.removed.clear();
    empty.points = 0;
    empty.made = None;
    empty.references_fixed = false;
    empty.loose.items.clear();
    empty.loose.themes.clear();
    (empty.loose.total, empty.loose.more) = (0, 0);
    let mut reader = memo();
    reader.head.may_edit = false;
    let mut wrong = memo();
    wrong.message = Some("Der er intet punkt nr. 99.".into());
    wrong.made = None;
    vec![
        ("", memo()),
        ("by-respondent", by_respondent),
        ("empty", empty),
        ("reader", reader),
        ("wrong", wrong),
    ]
}

pub(super) fn changes() -> ListChanges {
    ListChanges {
        head: Head::sample(),
        list: HERE.into(),
        changes: vec![Change {
            number: 1,
            href: format!("{HERE}/punkter/1"),
            section: "En troværdig samarbejdspartner for kommunerne".into(),
            page: "Side 14".into(),
            before: "Et møde om året.".into(),
            after: "Et møde om året og statusmøder.".into(),
            refs: vec![reference("A1", "Hvidklit Kommune", None)],
        }],
        departments: vec![Department {
            title: "Regionshuset, Økonomi".into(),
            points: vec![Passed {
                number: 2,
                href: format!("{HERE}/punkter/2"),
                remark: REMARK.into(),
                refs: vec![reference("A2", "Vesterådal Kommune", None)],
            }],
        }],
    }
}

pub(super) fn summary() -> ShowSummary {
    let figure = |text: &str, n| Figure {
        text: text.into(),
        n,
    };
    ShowSummary {
        head: Head::sample(),
        list: HERE.into(),
        message: None,
        text: "Svarene bakker op om planens retning.".into(),
        version: 1,
        characters: 38,
        limit: 3_000,
        warned: false,
        may_edit: true,
        versions: vec![SummaryVersion {
            number: 1,
            who: "Hanne Toft".into(),
            at: DateTime::UNIX_EPOCH,
            stretches: vec![],
        }],
        published: None,
        responses: vec![figure("Svar, der gælder", 41)],
        received: 48,
        asked: 62,
        answered: 30,
        themes: vec![ThemeFigure {
            label: "1".into(),
            title: "En troværdig samarbejdspartner".into(),
            track: 1,
            href: "/sekretariat/x/temaer/1".into(),
            responses: 12,
            passages: 22,
            points: 3,
        }],
        dispositions: vec![figure("Imødekommes", 8)],
        points: 20,
    }
}

pub(super) fn summaries() -> Vec<(&'static str, ShowSummary)> {
    let published = ShowSummary {
        published: Some(Published {
            who: "Hanne Toft".into(),
            at: DateTime::UNIX_EPOCH,
        }),
        ..summary()
    };
    let reader = ShowSummary {
        may_edit: false,
        ..summary()
    };
    let empty = ShowSummary {
        text: String::new(),
        version: 0,
        versions: vec![],
        themes: vec![],
        asked: 0,
        may_edit: false,
        ..summary()
    };
    let wrong = ShowSummary {
        message: Some("Teksten er for lang.".into()),
        warned: true,
        ..summary()
    };
    vec![
        ("", summary()),
        ("published", published),
        ("reader", reader),
        ("empty", empty),
        ("wrong", wrong),
    ]
}
