//! What every page of the secretariat says at its top, and the list of hearings that one begins with.

use actix_web::web::Data;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use super::agenda::{self, Due};
use super::mailboxes::{self, MailboxState};
use crate::app::App;
use crate::enquiry;
use crate::hearing::Hearing;
use crate::intake::mailbox;
use crate::intake::objection;
use crate::intake::receipt::untold;
use crate::intake::reparse;
use crate::invitation;
use crate::response::{State, undecided};
use crate::schema::{mails, responses};
use crate::staff::{Access, Reader, Staff, may_create, roles_of};
use crate::templates::words::copenhagen;
use crate::templates::{Link, Page, Words, pages};
use crate::web::{self, View, redirect};

pages![ListWork];

/// The hearing that a page is about.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    pub title: String,
    /// `/sekretariat/{hearing}`
    pub base: String,
    /// Mails ever seen.
    pub mails: i64,
    /// Those that wait for a person's decision, or to be read.
    pub unplaced: i64,
    /// Enquiries that wait for an answer.
    pub enquiries: i64,
    /// Senders whose receipt did not arrive.
    pub untold: i64,
    /// Consultees whose letter came back and who have not answered.
    pub returned: i64,
    /// Objections that wait for a decision.
    pub objections: i64,
    /// What a later reading makes differently and nobody has decided about.
    pub differences: i64,
    /// Responses with something that the program proposes.
    pub proposals: usize,
    /// May change things.
    pub may_tag: bool,
    pub may_edit: bool,
}

impl Head {
    pub(super) async fn of(
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        access: &Access,
    ) -> QueryResult<Self> {
        let seen = mails::table
            .filter(mails::hearing_id.eq(hearing.id))
            .count()
            .get_result(conn)
            .await?;
        Ok(Self {
            mails: seen,
            unplaced: mailbox::waiting(conn, hearing.id).await?,
            enquiries: enquiry::open_count(conn, hearing.id).await?,
            untold: untold::count(conn, hearing.id).await?,
            returned: invitation::returned(conn, hearing.id).await?,
            objections: objection::open_of(conn, hearing.id).await?,
            differences: reparse::open_count(conn, hearing.id).await?,
            proposals: undecided(conn, hearing.id).await?.len(),
            ..Self::uncounted(hearing, access)
        })
    }

    /// For pieces of a page, which do not say what waits elsewhere.
    pub(super) fn uncounted(hearing: &Hearing, access: &Access) -> Self {
        Self {
            title: hearing.title.clone(),
            base: format!("/sekretariat/{}", hearing.slug),
            mails: 0,
            unplaced: 0,
            enquiries: 0,
            untold: 0,
            returned: 0,
            objections: 0,
            differences: 0,
            proposals: 0,
            may_tag: access.may(crate::staff::Role::Tagger),
            may_edit: access.may(crate::staff::Role::Editor),
        }
    }

    pub(super) fn sample() -> Self {
        Self {
            title: "Visions- og udviklingsplan for Socialområdet".into(),
            base: "/sekretariat/visions-og-udviklingsplan-2023".into(),
            mails: 50,
            unplaced: 0,
            enquiries: 2,
            untold: 3,
            returned: 1,
            objections: 1,
            differences: 0,
            proposals: 3,
            may_tag: true,
            may_edit: true,
        }
    }
}

/// The hearings that somebody has a role in.
#[derive(Clone, Debug, Serialize)]
pub struct ListWork {
    pub hearings: Vec<Work>,
    /// May make another.
    pub may_create: bool,
    pub mailboxes: Vec<MailboxState>,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct Work {
    pub link: Link,
    /// Only staff see it: it is being set up.
    pub draft: bool,
    pub responses: i64,
    /// What waits for somebody, each with where it is dealt with; nothing that waits is left out.
    pub waiting: Vec<Link>,
    /// The days to keep: deadline, material for a meeting, the meeting.
    pub dues: Vec<Due>,
}

/// What waits in a hearing, the mails that may be responses first.
async fn waiting(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing: &Hearing,
) -> QueryResult<Vec<Link>> {
    let unplaced = mailbox::waiting(conn, hearing.id).await?;
    let proposals = undecided(conn, hearing.id).await?.len();
    let all = [
        (unplaced, "desk-ledger-open", "mails?sted=uafklaret"),
        (
            i64::try_from(proposals).unwrap_or_default(),
            "desk-with-proposals",
            "indbakke?forslag=ja",
        ),
        (
            enquiry::open_count(conn, hearing.id).await?,
            "enquiry-open",
            "henvendelser",
        ),
        (
            untold::count(conn, hearing.id).await?,
            "untold-open",
            "kvitteringer",
        ),
        (
            invitation::returned(conn, hearing.id).await?,
            "parties-alarm",
            "hoeringsparter?vis=retur",
        ),
        (
            objection::open_of(conn, hearing.id).await?,
            "desk-objections-open",
            "indsigelser",
        ),
        (
            reparse::open_count(conn, hearing.id).await?,
            "diff-open",
            "laest-igen",
        ),
    ];
    Ok(all
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, key, page)| {
            let text = words.text(key, &[("n", count.into())]);
            Link::new(text, format!("/sekretariat/{}/{page}", hearing.slug))
        })
        .collect())
}

pub(super) async fn index(app: Data<App>, view: View, staff: Staff) -> web::Result {
    let mut conn = app.conn().await?;
    let roles = roles_of(&mut conn, staff.person.id).await?;
    let today = copenhagen(app.clock.now()).date_naive();
    let (mut hearings, mut slugs) = (Vec::new(), Vec::new());
    for hearing in Hearing::all(&mut conn).await? {
        let may = hearing.organisation_id == staff.person.organisation_id
            && roles
                .iter()
                .any(|(only, _)| only.is_none_or(|only| only == hearing.id));
        if may {
            let count = responses::table
                .filter(responses::hearing_id.eq(hearing.id))
                .filter(responses::state.eq(State::Current))
                .count()
                .get_result(&mut conn)
                .await?;
            hearings.push(Work {
                waiting: waiting(&mut conn, view.words(), &hearing).await?,
                dues: agenda::due(&mut conn, view.words(), &hearing, today).await?,
                draft: hearing.published_at.is_none(),
                link: Link::new(
                    hearing.title,
                    match hearing.published_at {
                        Some(_) => format!("/sekretariat/{}/indbakke", hearing.slug),
                        None => format!("/sekretariat/{}/opsaetning", hearing.slug),
                    },
                ),
                responses: count,
            });
            slugs.push(hearing.slug);
        }
    }
    let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
    let whose = (view.words(), &staff.person);
    let mailboxes = mailboxes::states(&app, &mut conn, whose, &slugs).await?;
    view.page(&ListWork {
        hearings,
        may_create: may_create(&mut conn, staff.person.id).await?,
        mailboxes,
    })
}

pub(super) async fn show(reader: Reader) -> web::Result {
    redirect(reader.at("indbakke"))
}

impl Page for ListWork {
    const TEMPLATE: &'static str = "desk/hearings";

    fn sample() -> Self {
        Self {
            may_create: true,
            hearings: vec![Work {
                draft: false,
                link: Link::new("Visions- og udviklingsplan", "/sekretariat/x/indbakke"),
                responses: 42,
                waiting: vec![
                    Link::new("3 svar har forslag", "/sekretariat/x/indbakke?forslag=ja"),
                    Link::new(
                        "2 henvendelser venter på svar",
                        "/sekretariat/x/henvendelser",
                    ),
                ],
                dues: vec![Due {
                    text: "Overskredet: dagsordenspakke til Regionsrådet".into(),
                    href: "/sekretariat/x/dagsorden/2".into(),
                    overdue: true,
                }],
            }],
            mailboxes: MailboxState::sample(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut draft = Self::sample();
        draft.hearings[0].draft = true;
        let none = Self {
            may_create: false,
            hearings: vec![],
            mailboxes: vec![],
        };
        vec![("", Self::sample()), ("draft", draft), ("none", none)]
    }
}
