//! The invitation and the reminder: how they are worded, who gets them by mail, and what was sent by hand.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::At;
use super::letter_view::{Preview, Recipient, WriteLetters};
use super::load::{self, day};
use super::way_choices;
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::hearing::{Consultee, Hearing, Phase, Way};
use crate::invitation::{
    self, Filling, LetterKind, Whom, Wording, fill_in, remove_wording, save_wording, signs,
    unknown_sign, whom, wording_of,
};
use crate::staff::{Access, Editor};
use crate::templates::Words;
use crate::web::{self, Error, Form, View, redirect};

/// Longer is no letter.
const LONGEST: usize = 20_000;

#[derive(Deserialize)]
pub(in crate::desk) struct AtKind {
    kind: String,
}

impl AtKind {
    fn kind(&self) -> Result<LetterKind, Error> {
        LetterKind::parse(&self.kind).ok_or(Error::NotFound)
    }
}

type Fields = Form<Vec<(String, String)>>;

/// What a form that was filled in wrongly puts in place of what the page would show.
#[derive(Default)]
struct Typed {
    wording: Option<(String, String)>,
    error: Option<String>,
    /// The day, and who was chosen.
    hand: Option<(String, Vec<i64>)>,
    hand_error: Option<String>,
}

async fn page(
    app: &App,
    (words, access): (&Words, &Access),
    kind: LetterKind,
    typed: Typed,
) -> web::Result<WriteLetters> {
    let now = app.clock.now();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let mut found = whom(&mut conn, &hearing, kind, now).await?;
    let wording = wording_of(&mut conn, words, (hearing.id, kind)).await?;
    let filling = Filling::of(app, &mut conn, words, &hearing).await?;
    let loaded = load::load(&mut conn, hearing.clone()).await?;
    let reminder = kind == LetterKind::Reminder;
    let held = if reminder {
        hold_back(&mut found, &load::held(&loaded))
    } else {
        Vec::new()
    };
    let first = found.by_mail.first().or(found.by_hand.first());
    let preview = match first.or(loaded.consultees.first()) {
        Some(one) => {
            let said = fill_in(words, &wording, &filling.to(words, &hearing, one)?);
            Preview {
                to: one.name.clone(),
                subject: said.subject,
                text: said.text,
            }
        }
        None => Preview::default(),
    };
    let today = day(&hearing, now).map(|day| day.to_string());
    let (on, chosen) = match typed.hand {
        Some((on, chosen)) => (on, Some(chosen)),
        None => (today.unwrap_or_default(), None),
    };
    let Wording { subject, text, own } = wording;
    let (subject, text) = typed.wording.unwrap_or((subject, text));
    Ok(WriteLetters {
        here: format!("{}/hoeringsparter/brev/{kind}", head.base),
        head,
        reminder,
        subject,
        text,
        own,
        signs: signs(words),
        error: typed.error,
        preview,
        by_mail: recipients(words, found.by_mail.iter(), |_| true),
        by_hand: recipients(words, found.by_hand.iter().chain(&found.by_mail), |id| {
            chosen.as_ref().is_some_and(|ids| ids.contains(&id))
        }),
        already: found.already,
        answered: found.answered,
        uninvited: found.uninvited,
        late: found.late,
        held,
        ways: way_choices(words, Way::DigitalPost),
        day: on,
        hand_error: typed.hand_error,
        closed: hearing.phase(now) == Phase::Closed,
        mailbox: hearing.mailbox,
        no_server: !app.mailer.goes_somewhere(),
    })
}

/// Takes those out who may have answered. Answers their names.
fn hold_back(found: &mut Whom, ids: &[i64]) -> Vec<String> {
    let is_held = |one: &Consultee| ids.contains(&one.id);
    let all = found.by_mail.iter().chain(&found.by_hand);
    let held = all.filter(|one| is_held(one)).map(|one| one.name.clone());
    let held = held.collect();
    found.by_mail.retain(|one| !is_held(one));
    found.by_hand.retain(|one| !is_held(one));
    held
}

fn recipients<'a>(
    words: &Words,
    of: impl Iterator<Item = &'a Consultee>,
    checked: impl Fn(i64) -> bool,
) -> Vec<Recipient> {
    of.map(|one| Recipient {
        id: one.id,
        name: one.name.clone(),
        email: one.email.clone().unwrap_or_default(),
        way: super::way_text(words, one.way),
        checked: checked(one.id),
    })
    .collect()
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtKind>,
) -> web::Result {
    let who = (view.words(), &*editor);
    view.page(&page(&app, who, at.kind()?, Typed::default()).await?)
}

async fn again(
    (app, view, editor): (&App, &View, &Editor),
    kind: LetterKind,
    typed: Typed,
) -> web::Result {
    let page = page(app, (view.words(), editor), kind, typed).await?;
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Saves how a letter is worded.
pub(in crate::desk) async fn word(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtKind>,
    form: Fields,
) -> web::Result {
    let kind = at.kind()?;
    let words = view.words();
    let value = |name: &str| field(&form.0, name).replace("\r\n", "\n");
    let (subject, text) = (value("subject"), value("text"));
    let unknown = unknown_sign(words, &subject).or(unknown_sign(words, &text));
    let error = if subject.trim().is_empty() || text.trim().is_empty() {
        Some(words.text("parties-letter-empty", &[]))
    } else if text.chars().count() > LONGEST || subject.chars().count() > 300 {
        Some(words.text("parties-letter-long", &[]))
    } else {
        unknown.map(|sign| words.text("parties-letter-unknown", &[("sign", sign.into())]))
    };
    if error.is_some() {
        let typed = Typed {
            wording: Some((subject, text)),
            error,
            ..Typed::default()
        };
        return again((&app, &view, &editor), kind, typed).await;
    }
    let mut conn = app.conn().await?;
    let by = editor.act(app.clock.now());
    save_wording(&mut conn, by, kind, (&subject, &text)).await?;
    redirect(editor.at(&format!("hoeringsparter/brev/{kind}")))
}

/// Goes back to the words of the service.
pub(in crate::desk) async fn forget(
    app: Data<App>,
    editor: Editor,
    at: Path<AtKind>,
    _form: Fields,
) -> web::Result {
    let kind = at.kind()?;
    let mut conn = app.conn().await?;
    remove_wording(&mut conn, editor.act(app.clock.now()), kind).await?;
    redirect(editor.at(&format!("hoeringsparter/brev/{kind}")))
}

/// Sends it to all who are to get it by mail, or to one of them.
pub(in crate::desk) async fn send(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtKind>,
    form: Fields,
) -> web::Result {
    let kind = at.kind()?;
    let only = match field(&form.0, "to") {
        "all" => None,
        id => Some(id.parse().map_err(|_| Error::BadRequest)?),
    };
    let mut conn = app.conn().await?;
    let held = if kind == LetterKind::Reminder {
        let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
        load::held(&load::load(&mut conn, hearing).await?)
    } else {
        Vec::new()
    };
    let by = editor.act(app.clock.now());
    let with = (&**app, view.words());
    let sent = invitation::send(with, &mut conn, by, kind, (only, &held)).await?;
    redirect(editor.at(&format!("hoeringsparter?gjort={kind}&antal={sent}")))
}

/// Notes that it went out by hand.
pub(in crate::desk) async fn hand(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<AtKind>,
    form: Fields,
) -> web::Result {
    let kind = at.kind()?;
    let words = view.words();
    let chosen = form.0.iter().filter(|(name, _)| name == "to");
    let chosen: Vec<i64> = chosen.filter_map(|(_, id)| id.parse().ok()).collect();
    let on = field(&form.0, "day").to_owned();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let today = day(&hearing, app.clock.now());
    let sent_on: Option<chrono::NaiveDate> = on.parse().ok();
    let wrong = match sent_on {
        _ if chosen.is_empty() => Some("parties-hand-none"),
        Some(sent_on) if today.is_some_and(|today| sent_on <= today) => None,
        _ => Some("parties-hand-no-day"),
    };
    let (Some(sent_on), None) = (sent_on, wrong) else {
        drop(conn);
        let typed = Typed {
            hand: Some((on, chosen)),
            hand_error: wrong.map(|key| words.text(key, &[])),
            ..Typed::default()
        };
        return again((&app, &view, &editor), kind, typed).await;
    };
    let by = editor.act(app.clock.now());
    let way = Way::parse(field(&form.0, "way"));
    let what = (kind, way, sent_on);
    let noted = invitation::by_hand((&**app, words), &mut conn, by, what, &chosen).await?;
    redirect(editor.at(&format!("hoeringsparter?gjort=hand&antal={noted}")))
}

/// Takes the note of a letter by hand back.
pub(in crate::desk) async fn take_back(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    let whose = invitation::take_back(&mut conn, editor.act(app.clock.now()), at.id).await?;
    redirect(editor.at(&format!("hoeringsparter/{whose}")))
}
