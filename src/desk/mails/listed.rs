//! What came by mail and is no response, as the inbox lists it beside the responses.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::find::{Filter, ROWS, TO_DO, UNDECIDED, matching, rows, searched, undecided};
use super::list::{Mail, Place, address, listed};
use super::place_text;
use crate::hearing::Hearing;
use crate::intake::mailbox::{Ledger, Place as In};
use crate::schema::mails;
use crate::templates::Words;

/// The lists that the inbox offers, in their order.
const LISTS: [In; 5] = [
    In::Enquiry,
    In::Machine,
    In::Spam,
    In::Unreadable,
    In::Unmatched,
];

/// Mails in the inbox.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Others {
    /// What waits for a person, then the lists of the mailbox that hold something.
    pub lists: Vec<Place>,
    pub mails: Vec<Mail>,
    pub total: i64,
    /// Where the rest is, when there are more than are shown.
    pub rest: Option<String>,
    /// One of the lists is chosen: no responses are shown.
    pub only: bool,
}

/// The mails of a list, or with words that are searched for, or what waits for a person; without anything asked for no more than what the
/// lists hold.
pub(in crate::desk) async fn others(
    conn: &mut AsyncPgConnection,
    words: &Words,
    (hearing, base): (&Hearing, &str),
    asked: Option<(&str, &str)>,
) -> QueryResult<Others> {
    let (liste, q) = asked.unwrap_or_default();
    let ledger = Ledger::of_hearing(conn, hearing.id).await?;
    let line = |sted: &str, text: String, count: i64| Place {
        text,
        count,
        undecided: 0,
        href: format!("{base}/indbakke?liste={sted}"),
        current: sted == liste,
    };
    let waiting = words.text("ledger-waiting", &[]);
    let mut lists = vec![line(UNDECIDED, waiting, ledger.waiting())];
    for place in LISTS {
        lists.push(line(
            place.as_str(),
            place_text(words, place),
            ledger.count(place),
        ));
    }
    lists.retain(|one| one.count > 0 || one.current);
    if asked.is_none() {
        return Ok(Others {
            lists,
            ..Others::default()
        });
    }
    let sted = match (liste, q.trim()) {
        ("", "") => TO_DO,
        (liste, _) => liste,
    };
    let filter = Filter {
        sted: sted.to_owned(),
        q: q.to_owned(),
        side: 1,
    };
    let total: i64 = mails::table
        .filter(matching(hearing, &filter))
        .filter(searched(q.trim()))
        .count()
        .get_result(conn)
        .await?;
    let found = rows(conn, hearing, &filter, 1).await?;
    let open = undecided(conn, &found).await?;
    let found = found.into_iter().map(|row| listed(words, base, row, &open));
    Ok(Others {
        lists,
        mails: found.collect(),
        total,
        rest: (total > ROWS).then(|| address(base, &filter, 1)),
        only: !liste.is_empty(),
    })
}

impl Others {
    /// Made up, for the page's sample.
    pub(in crate::desk) fn sample() -> Self {
        let one = Mail {
            href: "/sekretariat/x/mails/1".into(),
            subject: "Spørgsmål om fristen".into(),
            from: "Ole".into(),
            arrived_at: chrono::DateTime::UNIX_EPOCH,
            place: "Henvendelser".into(),
            reason: Some("mail-cause-junk-folder"),
            undecided: true,
        };
        let list = Place {
            text: "Skal afklares".into(),
            count: 1,
            undecided: 0,
            href: "/sekretariat/x/indbakke?liste=uafklaret".into(),
            current: false,
        };
        let decided = Mail {
            undecided: false,
            reason: None,
            ..one.clone()
        };
        Self {
            lists: vec![list],
            mails: vec![one, decided],
            total: 2,
            rest: Some("/sekretariat/x/mails?sted=spam".into()),
            only: false,
        }
    }
}
