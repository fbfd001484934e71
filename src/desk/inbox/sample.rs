//! The inbox with made-up data.

use chrono::DateTime;

use super::list::{Earlier, Item, List};
use super::{Inbox, Pager, WorkCount};
use crate::desk::bulk::{Bulk, BulkDone};
use crate::desk::head::Head;
use crate::desk::mails::Others;
use crate::desk::rows::Filter;
use crate::desk::views::Views;
use crate::templates::{Choice, Mark, Page, Segment};

impl List {
    pub(in crate::desk) fn sample() -> Self {
        let one = Item {
            id: 7,
            href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
            number: "K7M2Q-9XWE4".into(),
            reference: "C3".into(),
            who: "Pårørendekredsen ved Stærehegnet".into(),
            more: 1,
            mark: "gang",
            work: "I gang".into(),
            late: false,
            arrived_at: DateTime::UNIX_EPOCH,
            channel: "Mail".into(),
            attachments: 1,
            tagged: true,
            note: None,
            snippet: vec![
                Segment::plain("tilknytning til "),
                Segment::marked("medarbejdere", Mark::Hit),
            ],
            current: true,
            proposals: 2,
            assignee: Some("Hanne Thorup".into()),
            earlier: vec![Earlier {
                href: "/sekretariat/x/svar/K7M2Q-9XWE5".into(),
                note: "Erstattet af nyere svar".into(),
                arrived_at: DateTime::UNIX_EPOCH,
            }],
            earlier_count: 1,
            stands: true,
        };
        let late = Item {
            reference: String::new(),
            late: true,
            current: false,
            attachments: 0,
            tagged: false,
            note: Some("Ingen bemærkninger".into()),
            more: 0,
            snippet: vec![],
            mark: "ny",
            proposals: 0,
            assignee: None,
            earlier: vec![],
            earlier_count: 0,
            ..one.clone()
        };
        Self {
            items: vec![one, late],
            done: 17,
            total: 42,
            meter: 170,
            shown: 2,
            standing: 1,
            folded: 1,
        }
    }
}

impl Page for Inbox {
    const TEMPLATE: &'static str = "desk/inbox";

    fn sample() -> Self {
        Self {
            head: Head::sample(),
            list: List::sample(),
            others: Others::sample(),
            filter: Filter::default(),
            query: "?kategori=A".into(),
            works: vec![WorkCount {
                text: "Ny".into(),
                mark: "ny",
                count: 3,
                href: "/".into(),
                current: false,
            }],
            categories: vec![Choice::new("A", "A Kommuner", false)],
            themes: vec![Choice::new("1", "1 Samarbejde", true)],
            channels: vec![Choice::new("mail", "Mail", false)],
            people: vec![Choice::new("1", "Mig", false)],
            filtered: true,
            views: Views::sample(),
            bulk: Bulk::sample(),
            me: 1,
            done: Some(BulkDone {
                text: "3 svar er ændret.".into(),
                undo: Some("/sekretariat/x/indbakke/samlet/1/fortrydelse".into()),
            }),
            message: Some("Vælg mindst ét svar.".into()),
            pager: Some(Pager {
                page: 2,
                pages: 3,
                previous: Some("/sekretariat/x/indbakke?side=1".into()),
                next: Some("/sekretariat/x/indbakke?side=3".into()),
            }),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            list: List::default(),
            others: Others::default(),
            filtered: false,
            query: String::new(),
            done: None,
            message: None,
            pager: None,
            bulk: Bulk {
                may: false,
                groups: vec![],
            },
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
