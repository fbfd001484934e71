//! The meetings of a hearing: when their material is due, and what was made for each.

use actix_web::web::Data;
use chrono::NaiveDate;
use serde::Serialize;

use super::dates::until;
use crate::agenda::{Kind, due_on, packages_of, proposal_of};
use crate::app::App;
use crate::desk::head::Head;
use crate::hearing::Hearing;
use crate::staff::{Reader, Role};
use crate::templates::Page;
use crate::templates::words::copenhagen;
use crate::web::{self, View};

/// The agendas.
#[derive(Clone, Debug, Serialize)]
pub struct ListAgendas {
    pub head: Head,
    pub meetings: Vec<Agenda>,
    /// Where meetings are named; for whoever may do that.
    pub setup: Option<String>,
}

/// A meeting.
#[derive(Clone, Debug, Serialize)]
pub struct Agenda {
    pub body: String,
    pub href: String,
    pub held_on: NaiveDate,
    pub decides: bool,
    pub due_on: NaiveDate,
    /// *om 3 dage*
    pub due_text: String,
    /// Nothing was made, and the day has passed.
    pub overdue: bool,
    pub proposal: bool,
    pub packages: usize,
    pub addenda: usize,
}

pub(in crate::desk) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let today = copenhagen(app.clock.now()).date_naive();
    let mut meetings = Vec::new();
    for one in hearing.meetings(&mut conn).await? {
        let made = packages_of(&mut conn, one.id).await?;
        let count = |kind: Kind| made.iter().filter(|it| it.kind == kind).count();
        let due = due_on(&one);
        let packages = count(Kind::Package);
        meetings.push(Agenda {
            href: format!("{}/dagsorden/{}", head.base, one.id),
            due_text: until(view.words(), today, due),
            overdue: packages == 0 && due < today,
            proposal: proposal_of(&mut conn, one.id).await?.is_some(),
            addenda: count(Kind::Addendum),
            body: one.body,
            held_on: one.held_on,
            decides: one.decides,
            due_on: due,
            packages,
        });
    }
    let setup = reader
        .may(Role::Administrator)
        .then(|| format!("{}/opsaetning#moeder", head.base));
    view.page(&ListAgendas {
        head,
        meetings,
        setup,
    })
}

impl Page for ListAgendas {
    const TEMPLATE: &'static str = "desk/agenda/list";

    fn sample() -> Self {
        let day = |day: u32| NaiveDate::from_ymd_opt(2023, 12, day).unwrap_or_default();
        Self {
            head: Head::sample(),
            meetings: vec![
                Agenda {
                    body: "Psykiatri- og Socialudvalget".into(),
                    href: "/sekretariat/x/dagsorden/1".into(),
                    held_on: day(6),
                    decides: false,
                    due_on: day(1),
                    due_text: "for 3 dage siden".into(),
                    overdue: true,
                    proposal: false,
                    packages: 0,
                    addenda: 0,
                },
                Agenda {
                    body: "Regionsrådet".into(),
                    href: "/sekretariat/x/dagsorden/2".into(),
                    held_on: day(20),
                    decides: true,
                    due_on: day(13),
                    due_text: "om 9 dage".into(),
                    overdue: false,
                    proposal: true,
                    packages: 1,
                    addenda: 1,
                },
            ],
            setup: Some("/sekretariat/x/opsaetning#moeder".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            meetings: vec![],
            setup: None,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
