//! The invitation and the reminder: how they are worded, who gets them by mail, and what was sent by hand.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};

use super::At;
use super::load::{self, day};
use super::way_choices;
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::hearing::{Consultee, Hearing, Phase, Way};
use crate::invitation::{
    self, Filling, LetterKind, Wording, fill_in, remove_wording, save_wording, signs, unknown_sign,
    whom, wording_of,
};
use crate::staff::{Access, Editor};
use crate::templates::{Choice, Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// Longer is no letter.
const LONGEST: usize = 20_000;

/// The page of a kind of letter.
#[derive(Clone, Debug, Serialize)]
pub struct WriteLetters {
    pub head: Head,
    pub here: String,
    pub reminder: bool,
    pub subject: String,
    pub text: String,
    /// The hearing's own wording.
    pub own: bool,
    pub signs: Vec<String>,
    pub error: Option<String>,
    /// As the first who gets one reads it.
    pub preview: Preview,
    pub by_mail: Vec<Recipient>,
    pub by_hand: Vec<Recipient>,
    pub already: usize,
    pub answered: usize,
    pub uninvited: usize,
    pub late: usize,
    /// They may have answered: somebody must say who is who first.
    pub held: Vec<String>,
    pub ways: Vec<Choice>,
    pub day: String,
    pub hand_error: Option<String>,
    pub mailbox: String,
    /// The common deadline has passed.
    pub closed: bool,
    pub no_server: bool,
}

/// A letter as it is read.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Preview {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Who gets one.
#[derive(Clone, Debug, Serialize)]
pub struct Recipient {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub way: String,
    pub checked: bool,
}

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
    let mut held = Vec::new();
    if reminder {
        let may_have = load::held(&loaded);
        let is_held = |one: &Consultee| may_have.contains(&one.id);
        let all = found.by_mail.iter().chain(&found.by_hand);
        held.extend(all.filter(|one| is_held(one)).map(|one| one.name.clone()));
        found.by_mail.retain(|one| !is_held(one));
        found.by_hand.retain(|one| !is_held(one));
    }
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
    let recipient = |one: &Consultee, checked| Recipient {
        id: one.id,
        name: one.name.clone(),
        email: one.email.clone().unwrap_or_default(),
        way: super::way_text(words, one.way),
        checked,
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
        by_mail: found
            .by_mail
            .iter()
            .map(|one| recipient(one, true))
            .collect(),
        by_hand: {
            let all = found.by_hand.iter().chain(&found.by_mail);
            all.map(|one| {
                let checked = chosen.as_ref().is_some_and(|ids| ids.contains(&one.id));
                recipient(one, checked)
            })
            .collect()
        },
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

impl Page for WriteLetters {
    const TEMPLATE: &'static str = "desk/letters";

    fn sample() -> Self {
        let one = Recipient {
            id: 1,
            name: "Hvidklit Kommune".into(),
            email: "post@hvidklit.example".into(),
            way: "Mail".into(),
            checked: true,
        };
        let by_hand = Recipient {
            id: 2,
            name: "Fjordhøj Kommune".into(),
            email: String::new(),
            way: "Digital Post".into(),
            checked: false,
        };
        Self {
            head: Head::sample(),
            here: "/sekretariat/x/hoeringsparter/brev/invitation".into(),
            reminder: false,
            subject: "Høring: {titel}".into(),
            text: "Til {navn}".into(),
            own: true,
            signs: vec!["{titel}".into(), "{navn}".into()],
            error: None,
            preview: Preview {
                to: "Hvidklit Kommune".into(),
                subject: "Høring: Planen".into(),
                text: "Til Hvidklit Kommune".into(),
            },
            by_mail: vec![one],
            by_hand: vec![by_hand],
            already: 3,
            answered: 2,
            uninvited: 0,
            late: 0,
            held: vec![],
            ways: vec![Choice::new("digital_post", "Digital Post", true)],
            day: "2023-08-25".into(),
            hand_error: None,
            mailbox: "hoering@example.dk".into(),
            closed: true,
            no_server: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let reminder = Self {
            reminder: true,
            own: false,
            uninvited: 4,
            late: 1,
            held: vec!["Blåmunke Kommune".into()],
            closed: false,
            no_server: false,
            error: Some("Teksten har {nvan}.".into()),
            hand_error: Some("Vælg mindst én.".into()),
            ..Self::sample()
        };
        let none = Self {
            by_mail: vec![],
            by_hand: vec![],
            already: 0,
            answered: 0,
            preview: Preview::default(),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("reminder", reminder), ("none", none)]
    }
}
