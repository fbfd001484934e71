//! The list, with who is missing.

use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::load::{self, Loaded, Status};
use super::way_text;
use crate::app::App;
use crate::desk::head::Head;
use crate::desk::rows::encoded;
use crate::hearing::list::Import;
use crate::hearing::{Consultee, Hearing};
use crate::staff::Reader;
use crate::templates::{Page, Words};
use crate::web::{self, View};

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct ListConsultees {
    pub head: Head,
    /// What was just done.
    pub told: Option<String>,
    pub counts: Vec<StateCount>,
    pub q: String,
    pub vis: String,
    pub filtered: bool,
    pub rows: Vec<Row>,
    pub all: usize,
    /// Matches that wait for a person.
    pub undecided: usize,
}

/// A state, how many are in it, and where they are.
#[derive(Clone, Debug, Serialize)]
pub struct StateCount {
    pub text: String,
    pub count: usize,
    pub href: String,
    pub current: bool,
    pub alarm: bool,
}

/// A consultee.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub href: String,
    pub name: String,
    pub category: String,
    pub email: String,
    pub way: String,
    pub status: String,
    pub answered: bool,
    pub returned: bool,
    pub answers: Vec<AnswerLink>,
    pub letters: Vec<String>,
    pub invited: bool,
    /// *Egen frist 25. oktober*
    pub deadline: Option<String>,
    /// Responses that may be its.
    pub likely: usize,
}

/// A response of a consultee.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerLink {
    pub href: String,
    pub how: String,
    /// The program has found it and nobody has confirmed it.
    pub proposed: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk) struct Filter {
    q: String,
    vis: String,
    /// An import that was just carried out.
    hentet: String,
    /// What was just done.
    gjort: String,
    antal: String,
}

/// The filters, each with its words; what is no letter of these shows all.
const FILTERS: [(&str, &str); 6] = [
    ("inviteret", "parties-count-invited"),
    ("svaret", "parties-answered"),
    ("ingen", "desk-content-no-remarks"),
    ("mangler", "parties-missing"),
    ("retur", "parties-count-returned"),
    ("ikke-inviteret", "parties-count-uninvited"),
];

fn fits(loaded: &Loaded, one: &Consultee, vis: &str) -> bool {
    let status = loaded.status(one.id);
    match vis {
        "inviteret" => loaded.invited(one.id),
        "svaret" => matches!(status, Status::Answered | Status::NoRemarks),
        "ingen" => status == Status::NoRemarks,
        "mangler" => matches!(status, Status::Missing | Status::Returned),
        "retur" => status == Status::Returned,
        "ikke-inviteret" => !loaded.invited(one.id),
        _ => true,
    }
}

fn is_found(one: &Consultee, category: &str, q: &str) -> bool {
    let text = format!(
        "{} {} {} {category}",
        one.name,
        one.email.as_deref().unwrap_or_default(),
        one.kind
    );
    let text = text.to_lowercase();
    q.to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}

pub(in crate::desk) async fn index(
    app: Data<App>,
    view: View,
    reader: Reader,
    filter: Query<Filter>,
) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, reader.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, &reader).await?;
    let told = match filter.hentet.parse() {
        Ok(id) => {
            let import = Import::find(&mut conn, (hearing.id, id)).await.ok();
            import.and_then(|it| it.done).map(|(_, done)| {
                let count = |n: usize| n.into();
                words.text(
                    "parties-import-done",
                    &[
                        ("added", count(done.added)),
                        ("changed", count(done.changed)),
                        ("same", count(done.same)),
                        ("wrong", count(done.wrong)),
                        ("kept", count(done.kept)),
                    ],
                )
            })
        }
        Err(_) => said(words, &filter),
    };
    let loaded = load::load(&mut conn, hearing).await?;
    view.page(&page(words, head, &loaded, (&filter, told)))
}

fn said(words: &Words, filter: &Filter) -> Option<String> {
    let n: i64 = filter.antal.parse().unwrap_or_default();
    match filter.gjort.as_str() {
        "invitation" => Some(words.text("parties-did-invite", &[("n", n.into())])),
        "reminder" => Some(words.text("parties-did-remind", &[("n", n.into())])),
        "hand" => Some(words.text("parties-did-note", &[("n", n.into())])),
        "slettet" => Some(words.text("parties-did-remove", &[])),
        _ => None,
    }
}

fn page(
    words: &Words,
    head: Head,
    loaded: &Loaded,
    (filter, told): (&Filter, Option<String>),
) -> ListConsultees {
    let (q, vis) = (filter.q.trim(), filter.vis.as_str());
    let count = |vis: &str| {
        let all = loaded.consultees.iter();
        all.filter(|one| fits(loaded, one, vis)).count()
    };
    let search = if q.is_empty() {
        String::new()
    } else {
        format!("&q={}", encoded(q))
    };
    let counts = FILTERS.iter().map(|(name, key)| {
        let (current, count) = (vis == *name, count(name));
        let only = if current { "" } else { name };
        StateCount {
            text: words.text(key, &[]),
            count,
            href: format!("{}/hoeringsparter?vis={only}{search}", head.base),
            current,
            alarm: *name == "retur" && count > 0,
        }
    });
    let shown = loaded.consultees.iter().filter(|one| {
        let category = loaded.category(one).map(|it| it.name.clone());
        fits(loaded, one, vis) && is_found(one, &category.unwrap_or_default(), q)
    });
    ListConsultees {
        told,
        counts: counts.collect(),
        rows: shown
            .map(|one| row(words, loaded, &head.base, one))
            .collect(),
        all: loaded.consultees.len(),
        undecided: loaded.undecided(),
        filtered: !q.is_empty() || FILTERS.iter().any(|(name, _)| *name == vis),
        q: q.to_owned(),
        vis: vis.to_owned(),
        head,
    }
}

pub(super) fn row(words: &Words, loaded: &Loaded, base: &str, one: &Consultee) -> Row {
    let status = loaded.status(one.id);
    let deadline = loaded.own_deadline(one);
    Row {
        href: format!("{base}/hoeringsparter/{}", one.id),
        name: one.name.clone(),
        category: loaded
            .category(one)
            .map(|it| it.letter.clone())
            .unwrap_or_default(),
        email: one.email.clone().unwrap_or_default(),
        way: way_text(words, one.way),
        status: status.text(words),
        answered: matches!(status, Status::Answered | Status::NoRemarks),
        returned: status == Status::Returned,
        answers: loaded
            .answers_of(one.id)
            .map(|answer| AnswerLink {
                href: format!("{base}/svar/{}", answer.number),
                how: load::how(words, answer),
                proposed: !answer.confirmed,
            })
            .collect(),
        letters: loaded
            .letters_to(one.id)
            .map(|it| load::letter(words, &loaded.hearing, it))
            .collect(),
        invited: loaded.invited(one.id),
        deadline: deadline.map(|day| {
            let day = words.day_month(day).into();
            words.text("parties-own-deadline", &[("day", day)])
        }),
        likely: loaded.likely_of(one.id),
    }
}

impl Page for ListConsultees {
    const TEMPLATE: &'static str = "desk/consultees";

    fn sample() -> Self {
        let one = Row {
            href: "/sekretariat/x/hoeringsparter/1".into(),
            name: "Hvidklit Kommune".into(),
            category: "A".into(),
            email: "post@hvidklit.example".into(),
            way: "Mail".into(),
            status: "Har svaret".into(),
            answered: true,
            returned: false,
            answers: vec![AnswerLink {
                href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
                how: "Sammen med andre".into(),
                proposed: true,
            }],
            letters: vec!["Invitation sendt 25. august (mail)".into()],
            invited: true,
            deadline: Some("Egen frist 25. oktober".into()),
            likely: 0,
        };
        let returned = Row {
            status: "Brevet kom retur".into(),
            answered: false,
            returned: true,
            answers: vec![],
            letters: vec![],
            invited: false,
            deadline: None,
            likely: 1,
            email: String::new(),
            ..one.clone()
        };
        let count = |text: &str, count, current, alarm| StateCount {
            text: text.into(),
            count,
            href: "/sekretariat/x/hoeringsparter?vis=retur".into(),
            current,
            alarm,
        };
        Self {
            head: Head::sample(),
            told: Some("2 er føjet til.".into()),
            counts: vec![
                count("Har svaret", 12, true, false),
                count("Brevet kom retur", 1, false, true),
            ],
            q: "kommune".into(),
            vis: "svaret".into(),
            filtered: true,
            rows: vec![one, returned],
            all: 40,
            undecided: 3,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            head: Head {
                may_edit: false,
                ..Head::sample()
            },
            told: None,
            rows: vec![],
            all: 0,
            undecided: 0,
            filtered: false,
            ..Self::sample()
        };
        let empty = Self {
            all: 0,
            rows: vec![],
            filtered: false,
            ..Self::sample()
        };
        let unfound = Self {
            rows: vec![],
            ..Self::sample()
        };
        vec![
            ("", Self::sample()),
            ("none", none),
            ("empty", empty),
            ("unfound", unfound),
        ]
    }
}
