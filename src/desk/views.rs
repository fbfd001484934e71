//! Filters of the inbox under a name: some that everybody has, and those that people keep for themselves or for all.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::acts::Fields;
use super::answer::field;
use super::inbox;
use super::rows::Filter;
use crate::app::App;
use crate::schema::inbox_views;
use crate::staff::{Access, Role, Tagger};
use crate::templates::{Link, Words};
use crate::web::{self, Error, Form, View, redirect};

/// Characters of a name.
const LONGEST: usize = 60;
/// The most that a person keeps in a hearing.
const MOST: i64 = 30;

/// What stands above the filters.
#[derive(Clone, Debug, Serialize)]
pub struct Views {
    /// The same for everybody.
    pub common: Vec<Link>,
    pub saved: Vec<SavedView>,
    /// What is shown can be kept under a name: it is filtered, and not kept yet.
    pub can_save: bool,
}

/// A filter that somebody kept.
#[derive(Clone, Debug, Serialize)]
pub struct SavedView {
    pub name: String,
    pub href: String,
    pub current: bool,
    pub shared: bool,
    /// Where its owner takes it away.
    pub remove: Option<String>,
}

#[derive(HasQuery)]
#[diesel(table_name = inbox_views)]
struct Row {
    id: i64,
    staff_id: i64,
    name: String,
    query: String,
    shared: bool,
}

/// The views of a person; `query` is what is shown.
pub(super) async fn of(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    query: &str,
) -> QueryResult<Views> {
    let rows: Vec<Row> = Row::query()
        .filter(inbox_views::hearing_id.eq(access.hearing_id))
        .filter(
            inbox_views::staff_id
                .eq(access.person.id)
                .or(inbox_views::shared),
        )
        .order((inbox_views::name, inbox_views::id))
        .load(conn)
        .await?;
    let at = |query: &str| access.at(&format!("indbakke{query}"));
    let mine = format!("?hos={}", access.person.id);
    let common: Vec<Link> = [
        ("views-all", ""),
        ("views-mine", mine.as_str()),
        ("views-free", "?hos=ingen"),
        ("desk-untagged", "?maerket=nej"),
        ("desk-late", "?frist=efter"),
    ]
    .into_iter()
    .map(|(key, to)| Link {
        current: to == query,
        ..Link::new(words.text(key, &[]), at(to))
    })
    .collect();
    let known = common.iter().any(|link| link.current) || rows.iter().any(|row| row.query == query);
    Ok(Views {
        can_save: !query.is_empty() && !known && access.may(Role::Tagger),
        common,
        saved: rows
            .into_iter()
            .map(|row| SavedView {
                href: at(&row.query),
                current: row.query == query,
                shared: row.shared,
                remove: (row.staff_id == access.person.id)
                    .then(|| access.at(&format!("indbakke/visninger/{}/slet", row.id))),
                name: row.name,
            })
            .collect(),
    })
}

/// Keeps what is shown under a name; the same name again takes the place of the first.
pub(super) async fn create(app: Data<App>, view: View, who: Tagger, form: Fields) -> web::Result {
    let Form(fields) = form;
    let filter = Filter::carried(&fields).ok_or(Error::BadRequest)?;
    let name = field(&fields, "name").trim();
    let query = filter.query();
    let mut conn = app.conn().await?;
    let kept: i64 = inbox_views::table
        .filter(inbox_views::hearing_id.eq(who.hearing_id))
        .filter(inbox_views::staff_id.eq(who.person.id))
        .count()
        .get_result(&mut conn)
        .await?;
    let wrong = if name.is_empty() {
        Some("views-no-name")
    } else if name.chars().count() > LONGEST || query.chars().count() > 2000 {
        Some("views-too-long")
    } else if query.is_empty() {
        Some("views-nothing")
    } else if kept >= MOST {
        Some("views-too-many")
    } else {
        None
    };
    if let Some(key) = wrong {
        drop(conn);
        let message = Some(view.words().text(key, &[]));
        let at = (filter, inbox::Place::default());
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return inbox::render((&app, &view, &who), at, (status, message)).await;
    }
    let values = (
        inbox_views::query.eq(&query),
        inbox_views::shared.eq(!field(&fields, "shared").is_empty()),
    );
    diesel::insert_into(inbox_views::table)
        .values((
            inbox_views::hearing_id.eq(who.hearing_id),
            inbox_views::staff_id.eq(who.person.id),
            inbox_views::name.eq(name),
            inbox_views::created_at.eq(app.clock.now()),
            values,
        ))
        .on_conflict((
            inbox_views::hearing_id,
            inbox_views::staff_id,
            inbox_views::name,
        ))
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await?;
    redirect(who.at(&format!("indbakke{query}")))
}

#[derive(Deserialize)]
pub(super) struct OfView {
    id: i64,
}

/// Takes a view of one's own away.
pub(super) async fn destroy(
    app: Data<App>,
    who: Tagger,
    path: Path<OfView>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let mut conn = app.conn().await?;
    let gone = diesel::delete(
        inbox_views::table
            .filter(inbox_views::id.eq(path.id))
            .filter(inbox_views::hearing_id.eq(who.hearing_id))
            .filter(inbox_views::staff_id.eq(who.person.id)),
    )
    .execute(&mut conn)
    .await?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    let query = Filter::carried(&fields).unwrap_or_default().query();
    redirect(who.at(&format!("indbakke{query}")))
}

impl Views {
    pub(super) fn sample() -> Self {
        Self {
            common: vec![
                Link::new("Alle", "/sekretariat/x/indbakke"),
                Link::new("Hos mig", "/sekretariat/x/indbakke?hos=1"),
            ],
            saved: vec![
                SavedView {
                    name: "Kommuner uden tema".into(),
                    href: "/sekretariat/x/indbakke?kategori=A&maerket=nej".into(),
                    current: true,
                    shared: true,
                    remove: Some("/sekretariat/x/indbakke/visninger/1/slet".into()),
                },
                SavedView {
                    name: "Økonomi".into(),
                    href: "/sekretariat/x/indbakke?tema=4".into(),
                    current: false,
                    shared: true,
                    remove: None,
                },
            ],
            can_save: true,
        }
    }
}
