//! The memo as a table: by theme as it will be read, or by respondent, disposition, person or state; beside it what stands under no point.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};

use super::groups::groups;
use super::load::Memo;
use super::loose::{LooseList, Wanted};
use super::{Ref, Row};
use crate::app::App;
use crate::desk::head::Head;
use crate::memo::{Point, PointState};
use crate::staff::{Access, Reader};
use crate::templates::{Link, Page, Words};
use crate::web::{self, View};

/// The memo.
#[derive(Clone, Debug, Serialize)]
pub struct ShowMemo {
    pub head: Head,
    /// `/sekretariat/{hearing}/hoeringsnotat`
    pub here: String,
    pub message: Option<String>,
    /// What was just made, and can be taken out again by one press.
    pub made: Option<Made>,
    pub views: Vec<Link>,
    pub by_theme: bool,
    pub points: usize,
    pub agreed: usize,
    pub groups: Vec<Group>,
    /// Responses that no point answers.
    pub unanswered: Vec<Ref>,
    pub removed: Vec<Removed>,
    pub loose: LooseList,
    pub references_fixed: bool,
}

/// A point that was just made.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    pub number: i32,
    pub href: String,
    /// Something was put under a point that was there.
    pub joined: bool,
}

/// A point that was taken out.
#[derive(Clone, Debug, Serialize)]
pub struct Removed {
    pub number: i32,
    pub href: String,
    pub remark: String,
}

/// Points that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// `afsnit-12`, to lead to it.
    pub id: String,
    pub title: String,
    /// The theme's number and shape.
    pub label: Option<String>,
    pub track: u8,
    /// The response of whoever stands here, and why it no longer counts.
    pub of: Option<Ref>,
    pub rows: Vec<Row>,
}

/// What the list is sorted by, as it stands in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum By {
    #[default]
    Tema,
    Afsender,
    Indstilling,
    Ansvarlig,
    Status,
}

impl By {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Tema, "tema", "memo-by-theme"),
        (Self::Afsender, "afsender", "memo-by-respondent"),
        (Self::Indstilling, "indstilling", "memo-by-disposition"),
        (Self::Ansvarlig, "ansvarlig", "memo-by-owner"),
        (Self::Status, "status", "memo-by-state"),
    ];

    fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(by, ..)| *by == self);
        found.map_or("tema", |(_, word, _)| word)
    }
}

/// What is shown, as it stands in the address. Anything unknown shows everything by theme.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Shown {
    vis: String,
    tema: String,
    ny: Option<i32>,
    under: Option<i32>,
}

impl Shown {
    /// What a form on the page sent back.
    pub(super) fn carried(vis: &str, tema: &str) -> Self {
        Self {
            vis: vis.to_owned(),
            tema: tema.to_owned(),
            ..Self::default()
        }
    }

    fn by(&self) -> By {
        let found = By::ALL.iter().find(|(_, word, _)| *word == self.vis);
        found.map(|(by, ..)| *by).unwrap_or_default()
    }

    /// As the end of an address, with what was just done.
    pub(super) fn query(&self, done: Option<(&str, i32)>) -> String {
        let theme = self.tema.parse::<i64>().ok().map(|id| id.to_string());
        let by = self.by();
        let pairs = [
            (by != By::Tema).then(|| format!("vis={}", by.word())),
            theme.map(|theme| format!("tema={theme}")),
            done.map(|(name, number)| format!("{name}={number}")),
        ];
        let given: Vec<String> = pairs.into_iter().flatten().collect();
        if given.is_empty() {
            String::new()
        } else {
            format!("?{}", given.join("&"))
        }
    }
}

pub(in crate::desk) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    shown: Query<Shown>,
) -> web::Result {
    let who = (&**app, view.words(), &*reader);
    let mut conn = app.conn().await?;
    view.page(&page(&mut conn, who, &shown).await?)
}

/// The list again with what could not be done.
pub(super) async fn again(
    (app, view, access): (&App, &View, &Access),
    shown: &Shown,
    message: String,
) -> web::Result {
    let mut conn = app.conn().await?;
    let mut page = page(&mut conn, (app, view.words(), access), shown).await?;
    page.message = Some(message);
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    conn: &mut AsyncPgConnection,
    (app, words, access): (&App, &Words, &Access),
    shown: &Shown,
) -> web::Result<ShowMemo> {
    let memo = Memo::read(conn, access.hearing_id, app.clock.now()).await?;
    let removed = Point::removed_of(conn, memo.hearing.id).await?;
    let here = format!("{}/hoeringsnotat", memo.base);
    let by = shown.by();
    let wanted = Wanted {
        by: shown.vis.as_str(),
        theme: shown.tema.parse().ok(),
    };
    let made = shown.ny.or(shown.under).map(|number| Made {
        number,
        href: memo.href(number),
        joined: shown.under.is_some(),
    });
    Ok(ShowMemo {
        message: None,
        made: made.filter(|made| memo.points.iter().any(|one| one.number == made.number)),
        views: views(words, &here, by),
        by_theme: by == By::Tema,
        points: memo.points.len(),
        agreed: agreed(&memo.points),
        unanswered: if by == By::Afsender {
            unanswered(&memo, words)
        } else {
            Vec::new()
        },
        groups: groups(&memo, words, by),
        removed: removed
            .iter()
            .map(|point| Removed {
                number: point.number,
                href: memo.href(point.number),
                remark: point.content.remark.chars().take(120).collect(),
            })
            .collect(),
        loose: LooseList::of(conn, words, &memo, wanted).await?,
        references_fixed: memo.hearing.references_fixed_at.is_some(),
        here,
        head: Head::of(conn, &memo.hearing, access).await?,
    })
}

fn agreed(points: &[Point]) -> usize {
    let agreed = points.iter().map(|point| point.content.state);
    agreed.filter(|state| *state == PointState::Agreed).count()
}

fn views(words: &Words, here: &str, chosen: By) -> Vec<Link> {
    By::ALL
        .iter()
        .map(|(by, word, key)| Link {
            current: *by == chosen,
            ..Link::new(
                words.text(key, &[]),
                if *by == By::Tema {
                    here.to_owned()
                } else {
                    format!("{here}?vis={word}")
                },
            )
        })
        .collect()
}

/// Responses that stand and that no point answers.
fn unanswered(memo: &Memo, words: &Words) -> Vec<Ref> {
    let answered: Vec<i64> = memo
        .sources
        .values()
        .flatten()
        .filter_map(|source| source.response_id)
        .collect();
    memo.voices
        .standing()
        .into_iter()
        .filter(|voice| !answered.contains(&voice.response_id))
        .map(|voice| memo.reference(words, voice))
        .collect()
}

impl Page for ShowMemo {
    const TEMPLATE: &'static str = "desk/memo/list";

    fn sample() -> Self {
        super::sample::memo()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::memos()
    }
}
