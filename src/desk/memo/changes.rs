//! What changes in the plan, as a list: page, before, after, and the point that asks for it; and what is passed on, by department.

use std::collections::BTreeMap;

use actix_web::web::Data;
use serde::Serialize;

use super::Ref;
use super::load::Memo;
use crate::app::App;
use crate::desk::head::Head;
use crate::memo::Disposition;
use crate::staff::Reader;
use crate::templates::Page;
use crate::web::{self, View};

/// The changes in the plan.
#[derive(Clone, Debug, Serialize)]
pub struct ListChanges {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub list: String,
    pub changes: Vec<Change>,
    pub departments: Vec<Department>,
}

/// A change, with the point that it comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub number: i32,
    pub href: String,
    pub section: String,
    pub page: String,
    pub before: String,
    pub after: String,
    pub refs: Vec<Ref>,
}

/// Whom points are passed on to.
#[derive(Clone, Debug, Serialize)]
pub struct Department {
    pub title: String,
    pub points: Vec<Passed>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Passed {
    pub number: i32,
    pub href: String,
    pub remark: String,
    pub refs: Vec<Ref>,
}

pub(in crate::desk) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let memo = Memo::read(&mut conn, reader.hearing_id, app.clock.now()).await?;
    let changes = memo
        .changed()
        .into_iter()
        .map(|point| Change {
            number: point.number,
            href: memo.href(point.number),
            section: memo.section_title(words, memo.section(point)),
            page: point.content.change_page.clone(),
            before: point.content.change_before.clone(),
            after: point.content.change_after.clone(),
            refs: memo.refs(words, point),
        })
        .collect();
    let mut departments: BTreeMap<String, Vec<Passed>> = BTreeMap::new();
    let forwarded =
        |one: &&crate::memo::Point| one.content.disposition == Some(Disposition::Forwarded);
    for point in memo.points.iter().filter(forwarded) {
        let to = point.content.department.clone();
        departments.entry(to).or_default().push(Passed {
            number: point.number,
            href: memo.href(point.number),
            remark: super::load::cut(&point.content.remark),
            refs: memo.refs(words, point),
        });
    }
    view.page(&ListChanges {
        list: format!("{}/hoeringsnotat", memo.base),
        changes,
        departments: departments
            .into_iter()
            .map(|(title, points)| Department { title, points })
            .collect(),
        head: Head::of(&mut conn, &memo.hearing, &reader).await?,
    })
}

impl Page for ListChanges {
    const TEMPLATE: &'static str = "desk/memo/changes";

    fn sample() -> Self {
        super::sample::changes()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            changes: vec![],
            departments: vec![],
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
