//! The texts that a hearing answers with.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};

use super::{topic_choices, topic_text};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::head::Head;
use crate::enquiry::{self, NewTemplate, Template, Topic};
use crate::hearing::Hearing;
use crate::staff::{Access, Editor, Reader};
use crate::templates::{Choice, Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// The templates of a hearing.
#[derive(Clone, Debug, Serialize)]
pub struct ListTemplates {
    pub head: Head,
    pub error: Option<String>,
    pub placeholders: Vec<String>,
    pub templates: Vec<Item>,
    pub topics: Vec<Choice>,
    pub title: String,
    pub text: String,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    pub name: String,
    pub topic: String,
    pub title: String,
    pub text: String,
    pub changed: bool,
    pub own: bool,
    pub topics: Vec<Choice>,
    pub action: String,
}

#[derive(Deserialize)]
pub(in crate::desk) struct Named {
    name: String,
}

type Fields = Form<Vec<(String, String)>>;

async fn page(app: &App, words: &Words, access: &Access) -> web::Result<ListTemplates> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let all = enquiry::templates_of(&mut conn, words, hearing.id).await?;
    let mut templates: Vec<Item> = Vec::new();
    for topic in Topic::ALL {
        let of_topic = all.iter().filter(|one| one.topic == *topic);
        templates.extend(of_topic.map(|one| item(words, &head.base, one)));
    }
    Ok(ListTemplates {
        error: None,
        placeholders: enquiry::placeholders(words),
        templates,
        topics: topic_choices(words, Topic::Question),
        title: String::new(),
        text: String::new(),
        head,
    })
}

fn item(words: &Words, base: &str, one: &Template) -> Item {
    Item {
        name: one.name.clone(),
        topic: topic_text(words, one.topic),
        title: one.title.clone(),
        text: one.text.clone(),
        changed: one.changed,
        own: !one.built_in,
        topics: topic_choices(words, one.topic),
        action: format!("{base}/henvendelser/skabeloner/{}", one.name),
    }
}

pub(in crate::desk) async fn index_templates(
    app: Data<App>,
    view: View,
    reader: Reader,
) -> web::Result {
    view.page(&page(&app, view.words(), &reader).await?)
}

fn typed(fields: &[(String, String)]) -> Result<NewTemplate, Error> {
    Ok(NewTemplate {
        topic: Topic::parse(field(fields, "topic")).ok_or(Error::BadRequest)?,
        title: field(fields, "title").trim().to_owned(),
        text: field(fields, "text").trim().to_owned(),
    })
}

pub(in crate::desk) async fn create_template(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Fields,
) -> web::Result {
    let new = typed(&form.0)?;
    if new.title.is_empty() || new.text.is_empty() {
        let mut shown = page(&app, view.words(), &editor).await?;
        shown.error = Some(view.words().text("enquiry-templates-empty", &[]));
        shown.topics = topic_choices(view.words(), new.topic);
        (shown.title, shown.text) = (new.title, new.text);
        return view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    save(&app, &editor, None, &new).await
}

pub(in crate::desk) async fn update_template(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<Named>,
    form: Fields,
) -> web::Result {
    let new = typed(&form.0)?;
    if new.title.is_empty() || new.text.is_empty() {
        let mut shown = page(&app, view.words(), &editor).await?;
        shown.error = Some(view.words().text("enquiry-templates-empty", &[]));
        return view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    save(&app, &editor, Some(&at.name), &new).await
}

async fn save(app: &App, editor: &Editor, name: Option<&str>, new: &NewTemplate) -> web::Result {
    let mut conn = app.conn().await?;
    enquiry::save_template(&mut conn, editor.act(app.clock.now()), name, new).await?;
    redirect(editor.at("henvendelser/skabeloner"))
}

pub(in crate::desk) async fn remove_template(
    app: Data<App>,
    editor: Editor,
    at: Path<Named>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    enquiry::remove_template(&mut conn, editor.act(app.clock.now()), &at.name).await?;
    redirect(editor.at("henvendelser/skabeloner"))
}

impl Page for ListTemplates {
    const TEMPLATE: &'static str = "desk/enquiry_templates";

    fn sample() -> Self {
        let one = Item {
            name: "later".into(),
            topic: "Senere frist".into(),
            title: "I får en senere frist".into(),
            text: "Hej [navn]".into(),
            changed: true,
            own: false,
            topics: vec![Choice::new("deadline", "Senere frist", true)],
            action: "/sekretariat/x/henvendelser/skabeloner/later".into(),
        };
        let own = Item {
            name: "7".into(),
            changed: false,
            own: true,
            ..one.clone()
        };
        Self {
            head: Head::sample(),
            error: None,
            placeholders: vec!["[navn]".into(), "[høring]".into()],
            templates: vec![one, own],
            topics: vec![Choice::new("question", "Spørgsmål", true)],
            title: String::new(),
            text: String::new(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut reader = Self::sample();
        reader.head.may_edit = false;
        let mut wrong = Self::sample();
        wrong.error = Some("Skriv både navn og tekst.".into());
        vec![("", Self::sample()), ("reader", reader), ("wrong", wrong)]
    }
}
