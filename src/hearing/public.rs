//! The public pages of hearings.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::pages::{
    self, Deadline, Document, Extension, Frame, HearingCard, HearingHead, ListHearings,
    ShowHearing, ThemeChip, ThemeGroup,
};
use super::settings::rounds_of;
use super::timeline::{Course, timeline};
use super::{Hearing, Meeting, Phase, ThemeTree, download, frames_of};
use crate::app::App;
use crate::organisation::Organisation;
use crate::schema::{deadline_changes, hearings, published_releases};
use crate::templates::words::copenhagen;
use crate::templates::{Link, SiteOrganisation, Words, file_icon};
use crate::web::{self, Kept, View};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/", get().to(index))
        .route("/hoeringer", get().to(index))
        .route("/hoeringer/{hearing}", get().to(show))
        .route(
            "/hoeringer/{hearing}/dokumenter/{id}",
            get().to(download::show),
        );
}

/// Where a hearing is.
#[must_use]
pub fn href(slug: &str) -> String {
    format!("/hoeringer/{slug}")
}

impl Hearing {
    /// What other pages say of this hearing.
    #[must_use]
    pub fn head(&self, now: DateTime<Utc>) -> HearingHead {
        HearingHead {
            title: self.title.clone(),
            href: href(&self.slug),
            closes_at: self.closes_at - TimeDelta::minutes(1),
            open: self.phase(now) == Phase::Open,
        }
    }

    /// The organisation as header and footer of this hearing's pages show it.
    pub async fn site_organisation(
        &self,
        conn: &mut AsyncPgConnection,
    ) -> QueryResult<SiteOrganisation> {
        let organisation = Organisation::find(conn, self.organisation_id).await?;
        Ok(SiteOrganisation {
            name: organisation.name,
            unit: Some(organisation.contact).filter(|unit| !unit.is_empty()),
            email: Some(self.mailbox.clone()).filter(|to| !to.is_empty()),
            accessibility_url: None,
        })
    }
}

async fn index(app: Data<App>, view: View) -> web::Result {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    let mut page = ListHearings {
        open: Vec::new(),
        closed: Vec::new(),
        decided: Vec::new(),
    };
    let all = Hearing::all(&mut conn).await?;
    for hearing in all.iter().filter(|one| one.published_at.is_some()) {
        let meetings = hearing.meetings(&mut conn).await?;
        let deadline = Deadline::at(view.words(), now, hearing.opens_at, hearing.closes_at);
        let card = HearingCard {
            title: hearing.title.clone(),
            href: href(&hearing.slug),
            summary: hearing.summary.clone(),
            closes_at: deadline.closes_at,
            time_left: deadline.time_left,
            compilation: compilation(&app, &hearing.slug, view.words()).await?,
        };
        match phase(hearing, &meetings, now) {
            pages::Phase::Before | pages::Phase::Open => page.open.push(card),
            pages::Phase::Closed => page.closed.push(card),
            pages::Phase::Decided => page.decided.push(card),
        }
    }
    view.page(&page)
}

async fn show(app: Data<App>, view: View, slug: Path<String>, kept: Data<Kept>) -> web::Result {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    let hearing = Hearing::public(&mut conn, &slug).await?;
    let state = state(&app, &mut conn, &hearing, now).await?;
    if let Some(html) = kept.page(&slug, &state) {
        return view.public(StatusCode::OK, &html);
    }
    let page = page(&app, &mut conn, &hearing, view.words(), now).await?;
    let view = view.of(hearing.site_organisation(&mut conn).await?);
    let html: Arc<str> = view.rendered(&page)?.into();
    kept.keep(&slug, state, html.clone());
    view.public(StatusCode::OK, &html)
}

/// What the page of a hearing is made of, in short: when the hearing was changed last, what has been released, and the minute.
async fn state(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    now: DateTime<Utc>,
) -> anyhow::Result<String> {
    let updated_at: DateTime<Utc> = hearings::table
        .find(hearing.id)
        .select(hearings::updated_at)
        .first(conn)
        .await?;
    let revision = hearing.revision;
    let released: Option<i64> = published_releases::table
        .filter(published_releases::hearing_slug.eq(&hearing.slug))
        .filter(published_releases::is_current)
        .select(published_releases::release_id)
        .first(&mut *app.public_conn().await?)
        .await
        .optional()?;
    let moved: i64 = deadline_changes::table
        .filter(deadline_changes::hearing_id.eq(hearing.id))
        .count()
        .get_result(conn)
        .await?;
    Ok(format!(
        "{updated_at} {revision} {} {released:?} {moved} {}",
        hearing.closes_at,
        now.format("%Y-%m-%dT%H:%M")
    ))
}

async fn page(
    app: &App,
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    words: &Words,
    now: DateTime<Utc>,
) -> anyhow::Result<ShowHearing> {
    let meetings = hearing.meetings(conn).await?;
    let milestones = hearing.milestones(conn).await?;
    let phase = phase(hearing, &meetings, now);
    let mut deadline = Deadline::at(words, now, hearing.opens_at, hearing.closes_at);
    deadline.extension = hearing
        .deadline_changes(conn)
        .await?
        .into_iter()
        .next_back()
        .map(|change| Extension {
            was: change.old_closes_at - TimeDelta::minutes(1),
            reason: [change.reason, change.notice].join(" ").trim().to_owned(),
        });
    let rounds = rounds_of(conn, hearing.id).await?;
    let course = Course {
        meetings: &meetings,
        milestones: &milestones,
        rounds: &rounds,
    };
    let (timeline, background) = timeline(words, hearing, &course, now);
    Ok(ShowHearing {
        title: hearing.title.clone(),
        summary: hearing.summary.clone(),
        phase,
        deadline,
        answer_href: (phase != pages::Phase::Before && phase != pages::Phase::Decided)
            .then(|| format!("{}/svar", href(&hearing.slug))),
        mailbox: Some(hearing.mailbox.clone()).filter(|to| !to.is_empty()),
        documents: hearing
            .documents(conn)
            .await?
            .into_iter()
            .map(|one| document(&hearing.slug, one))
            .collect(),
        timeline,
        background,
        decision: meetings
            .iter()
            .find(|meeting| meeting.decides)
            .map(|meeting| {
                words.text(
                    "hearing-decides",
                    &[
                        ("body", meeting.body.as_str().into()),
                        ("date", words.date(meeting.held_on).into()),
                    ],
                )
            }),
        frames: frames_of(conn, hearing.id)
            .await?
            .iter()
            .map(frame)
            .collect(),
        compilation: compilation(app, &hearing.slug, words).await?,
    })
}

fn phase(hearing: &Hearing, meetings: &[Meeting], now: DateTime<Utc>) -> pages::Phase {
    let today = copenhagen(now).date_naive();
    let decided = meetings
        .iter()
        .any(|meeting| meeting.decides && meeting.held_on < today);
    match hearing.phase(now) {
        Phase::Coming => pages::Phase::Before,
        Phase::Open => pages::Phase::Open,
        Phase::Closed if decided => pages::Phase::Decided,
        Phase::Closed => pages::Phase::Closed,
    }
}

/// The released compilation, read as the public reads it.
async fn compilation(app: &App, slug: &str, words: &Words) -> anyhow::Result<Option<Link>> {
    let mut conn = app.public_conn().await?;
    let overview: Option<serde_json::Value> = published_releases::table
        .filter(published_releases::hearing_slug.eq(slug))
        .filter(published_releases::is_current)
        .select(published_releases::overview)
        .first(&mut conn)
        .await
        .optional()?;
    Ok(overview.map(|overview| {
        let count = overview["responses"].as_i64().unwrap_or_default();
        Link::new(
            words.text("hearing-responses", &[("n", count.into())]),
            format!("{}/svar-samlet", href(slug)),
        )
    }))
}

fn document(slug: &str, one: super::Document) -> Document {
    let name = one.filename.as_deref().or(one.url.as_deref());
    Document {
        icon: name.map_or("document", file_icon),
        href: match one.file_id {
            Some(_) => Some(format!("{}/dokumenter/{}", href(slug), one.id)),
            None => one.url,
        },
        title: one.title,
        meta: String::new(),
    }
}

fn frame(tree: &ThemeTree) -> Frame {
    let level = |depth: usize| {
        tree.frame
            .levels
            .get(depth)
            .or(tree.frame.levels.last())
            .cloned()
            .unwrap_or_default()
    };
    let mut groups: Vec<ThemeGroup> = Vec::new();
    for (theme, depth, is_leaf) in &tree.themes {
        if *depth == 0 && !is_leaf {
            groups.push(ThemeGroup {
                track: pages::track(groups.len()),
                title: Some(theme.title.clone()),
                summary: Some(theme.summary.clone()).filter(|summary| !summary.is_empty()),
                themes: Vec::new(),
            });
            continue;
        }
        if groups.is_empty()
            || *depth == 0 && groups.last().is_some_and(|group| group.title.is_some())
        {
            groups.push(ThemeGroup {
                track: pages::track(groups.len()),
                title: None,
                summary: None,
                themes: Vec::new(),
            });
        }
        let Some(group) = groups.last_mut() else {
            continue;
        };
        let chip = theme.number.map(|number| ThemeChip {
            label: number.to_string(),
            level: level(*depth),
            title: theme.title.clone(),
            track: group.track,
            href: None,
        });
        group.themes.push(pages::Theme {
            chip,
            title: theme.title.clone(),
            depth: u8::try_from(depth.saturating_sub(1)).unwrap_or(u8::MAX),
        });
    }
    Frame {
        title: tree.frame.title.clone(),
        groups,
    }
}
