//! Who is who: each who answers, with the consultee that the program has found or would propose, until a person has said so.

use actix_web::web::{Data, Path};
use serde::Serialize;

use super::At;
use super::load::{self, Loaded, respondent};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::desk::inbox::who;
use crate::hearing::Hearing;
use crate::intake::{KnownBy, Lists};
use crate::response::{Answering, confirm_matches, set_consultee};
use crate::staff::{Editor, Reader};
use crate::templates::{Choice, Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// Everybody who answers.
#[derive(Clone, Debug, Serialize)]
pub struct ListMatches {
    pub head: Head,
    /// Those that wait for a person.
    pub open: Vec<Match>,
    /// Those of a whole address or name, which can be confirmed at once: respondent and consultee.
    pub sure: Vec<String>,
    /// Decided, or with nobody on the list.
    pub rest: Vec<Match>,
}

/// Somebody who answers.
#[derive(Clone, Debug, Serialize)]
pub struct Match {
    pub id: i64,
    pub action: String,
    pub href: String,
    pub number: String,
    pub name: String,
    pub email: String,
    /// The consultee that it is, or may be.
    pub consultee: Option<String>,
    pub consultee_id: String,
    /// How that is known; none once a person has said so.
    pub why: Option<String>,
    /// A person has decided.
    pub decided: bool,
    pub choices: Vec<Choice>,
}

type Fields = Form<Vec<(String, String)>>;

fn why_text(words: &Words, how: KnownBy) -> String {
    let key = match how {
        KnownBy::Address => "parties-by-address",
        KnownBy::Name => "parties-by-name",
        KnownBy::Domain => "parties-by-domain",
        KnownBy::LikeName => "parties-by-like-name",
    };
    words.text(key, &[])
}

pub(in crate::desk) async fn index(app: Data<App>, view: View, reader: Reader) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let lists = Lists::of_hearing(&mut conn, &hearing).await?;
    let loaded = load::load(&mut conn, hearing).await?;
    let (mut open, mut rest, mut sure) = (Vec::new(), Vec::new(), Vec::new());
    for one in &loaded.answers {
        let how = match one.consultee_id {
            Some(id) => lists
                .likely(&respondent(one))
                .filter(|(found, _)| found.id == id)
                .map(|(_, how)| how),
            None => loaded.likely.get(&one.respondent_id).map(|(_, how)| *how),
        };
        let shown = matched(words, &loaded, &head.base, (one, how));
        if one.confirmed || shown.consultee.is_none() {
            rest.push(shown);
            continue;
        }
        let is_sure = matches!(how, Some(KnownBy::Address | KnownBy::Name));
        if let (true, Some(id)) = (is_sure, one.consultee_id) {
            sure.push(format!("{} {id}", one.respondent_id));
        }
        open.push(shown);
    }
    view.page(&ListMatches {
        head,
        open,
        sure,
        rest,
    })
}

fn matched(
    words: &Words,
    loaded: &Loaded,
    base: &str,
    (one, how): (&Answering, Option<KnownBy>),
) -> Match {
    let likely = loaded.likely.get(&one.respondent_id).map(|(id, _)| *id);
    let id = one.consultee_id.or(likely.filter(|_| !one.confirmed));
    let name = |id: i64| loaded.consultees.iter().find(|it| it.id == id);
    let why = match how {
        Some(how) => why_text(words, how),
        None => words.text("parties-by-program", &[]),
    };
    Match {
        id: one.respondent_id,
        action: format!("{base}/hoeringsparter/svar/{}", one.respondent_id),
        href: format!("{base}/svar/{}", one.number),
        number: one.number.clone(),
        name: who(words, one.display_name()),
        email: one.email.clone().unwrap_or_default(),
        consultee: id.and_then(name).map(|it| it.name.clone()),
        consultee_id: id.map(|id| id.to_string()).unwrap_or_default(),
        why: (!one.confirmed && id.is_some()).then_some(why),
        decided: one.confirmed,
        choices: loaded
            .consultees
            .iter()
            .map(|it| Choice::new(&it.id.to_string(), &it.name, Some(it.id) == id))
            .collect(),
    }
}

/// Says who one is, that it is nobody on the list, or hands it back to the program.
pub(in crate::desk) async fn set(
    app: Data<App>,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let by = editor.act(app.clock.now());
    let mut conn = app.conn().await?;
    let to = match (field(&form.0, "do"), field(&form.0, "consultee")) {
        ("none", _) => (None, true),
        ("undo", _) => {
            let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
            let lists = Lists::of_hearing(&mut conn, &hearing).await?;
            let loaded = load::load(&mut conn, hearing).await?;
            let mut all = loaded.answers.iter();
            let one = all.find(|one| one.respondent_id == at.id);
            let one = one.ok_or(Error::NotFound)?;
            (lists.matched(&respondent(one)).consultee_id, false)
        }
        (_, id) => (Some(id.parse().map_err(|_| Error::BadRequest)?), true),
    };
    set_consultee(&mut conn, by, at.id, to).await?;
    redirect(editor.at(&format!("hoeringsparter/svar#svar-{}", at.id)))
}

/// Confirms those that were shown as known by a whole address or name.
pub(in crate::desk) async fn confirm(app: Data<App>, editor: Editor, form: Fields) -> web::Result {
    let shown = form.0.iter().filter(|(name, _)| name == "match");
    let shown: Vec<(i64, i64)> = shown
        .filter_map(|(_, pair)| {
            let (respondent, consultee) = pair.split_once(' ')?;
            Some((respondent.parse().ok()?, consultee.parse().ok()?))
        })
        .collect();
    let mut conn = app.conn().await?;
    confirm_matches(&mut conn, editor.act(app.clock.now()), &shown).await?;
    redirect(editor.at("hoeringsparter/svar"))
}

impl Page for ListMatches {
    const TEMPLATE: &'static str = "desk/matches";

    fn sample() -> Self {
        let open = Match {
            id: 4,
            action: "/sekretariat/x/hoeringsparter/svar/4".into(),
            href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
            number: "K7M2Q-9XWE4".into(),
            name: "Anne Blåvand".into(),
            email: "anne@hvidklit.example".into(),
            consultee: Some("Hvidklit Kommune".into()),
            consultee_id: "1".into(),
            why: Some("Mailens domæne er opkaldt efter høringsparten.".into()),
            decided: false,
            choices: vec![Choice::new("1", "Hvidklit Kommune", true)],
        };
        let nobody = Match {
            id: 5,
            consultee: None,
            consultee_id: String::new(),
            why: None,
            email: String::new(),
            ..open.clone()
        };
        let decided = Match {
            id: 6,
            decided: true,
            why: None,
            ..open.clone()
        };
        let none = Match {
            id: 7,
            decided: true,
            ..nobody.clone()
        };
        Self {
            head: Head::sample(),
            open: vec![open],
            sure: vec!["4 1".into()],
            rest: vec![nobody, decided, none],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            head: Head {
                may_edit: false,
                ..Head::sample()
            },
            open: vec![],
            sure: vec![],
            rest: vec![],
        };
        let mut reader = Self::sample();
        reader.head.may_edit = false;
        vec![("", Self::sample()), ("none", none), ("reader", reader)]
    }
}
