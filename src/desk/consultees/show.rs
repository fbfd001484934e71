//! A consultee: what is known of it, its deadline, its letters and answers; and the form for a new one.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::list::AnswerLink;
use super::load::{self, Status};
use super::view::{ConsulteeForm, Known, LetterView, ShowConsultee};
use super::{At, way_choices};
use crate::app::App;
use crate::audit;
use crate::desk::answer::field;
use crate::desk::enquiries::extensions;
use crate::desk::head::Head;
use crate::desk::history;
use crate::hearing::{
    Category, Consultee, ConsulteeError, ExtendError, Hearing, NewConsultee, Way, add_consultee,
    extend, extensions_of, remove_consultee, save_consultee,
};
use crate::invitation::LetterState;
use crate::mail::is_address;
use crate::staff::{Access, Editor, Reader};
use crate::templates::{Choice, Words};
use crate::web::{self, Error, Form, View, redirect};

/// Longer is no name.
const LONGEST: usize = 300;
const HISTORY: usize = 20;

type Fields = Form<Vec<(String, String)>>;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

fn category_choices(categories: &[Category], chosen: &str) -> Vec<Choice> {
    categories
        .iter()
        .map(|one| {
            let id = one.id.to_string();
            let label = format!("{} {}", one.letter, one.name);
            Choice::new(&id, &label, id == chosen)
        })
        .collect()
}

/// The form as it was typed, what is wrong with it, and what it says when nothing is.
fn typed(
    words: &Words,
    categories: &[Category],
    fields: &[(String, String)],
) -> (ConsulteeForm, Option<NewConsultee>) {
    let value = |name: &str| field(fields, name).trim().to_owned();
    let way = Way::parse(field(fields, "way")).unwrap_or(Way::Mail);
    let (name, email, category) = (value("name"), value("email"), value("category"));
    let mut form = ConsulteeForm {
        name: name.clone().into(),
        email: email.clone().into(),
        kind: value("kind"),
        categories: category_choices(categories, &category),
        ways: way_choices(words, way),
    };
    if name.is_empty() || name.chars().count() > LONGEST {
        form.name.error = Some(words.text("parties-no-name", &[]));
    }
    if !email.is_empty() && !is_address(&email) {
        form.email.error = Some(words.text("parties-no-address", &[]));
    }
    let fine = form.name.error.is_none() && form.email.error.is_none();
    let new = NewConsultee {
        name,
        category_id: category.parse().ok(),
        kind: form.kind.chars().take(LONGEST).collect(),
        email: Some(email).filter(|email| !email.is_empty()),
        way,
    };
    (form, fine.then_some(new))
}

fn filled(words: &Words, categories: &[Category], one: &Consultee) -> ConsulteeForm {
    let category = one.category_id.map(|id| id.to_string());
    ConsulteeForm {
        name: one.name.clone().into(),
        email: one.email.clone().unwrap_or_default().into(),
        kind: one.kind.clone(),
        categories: category_choices(categories, &category.unwrap_or_default()),
        ways: way_choices(words, one.way),
    }
}

/// What a form that was filled in wrongly puts in place of what the page would show.
#[derive(Default)]
struct Typed {
    form: Option<ConsulteeForm>,
    deadline: Option<(String, String, String)>,
    remove_error: Option<String>,
}

async fn page(
    app: &App,
    (words, access): (&Words, &Access),
    id: i64,
    typed: Typed,
) -> web::Result<ShowConsultee> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let one = Consultee::find(&mut conn, (hearing.id, id)).await?;
    let head = Head::of(&mut conn, &hearing, access).await?;
    let here = format!("{}/hoeringsparter/{id}", head.base);
    let given = extensions_of(&mut conn, hearing.id, &[id]).await?;
    let deadlines = extensions(&mut conn, words, &hearing, (&one.name, &given)).await?;
    let recorded = audit::of_subject(&mut conn, "consultee", id).await?;
    let recorded = &recorded[..recorded.len().min(HISTORY)];
    let people = history::people(&mut conn, recorded).await?;
    let loaded = load::load(&mut conn, hearing).await?;
    let status = loaded.status(id);
    let (day, reason, error) = typed.deadline.unwrap_or_default();
    let letters = loaded.letters_to(id).map(|it| LetterView {
        text: load::letter(words, &loaded.hearing, it),
        subject: it.subject.clone(),
        body: it.text.clone(),
        to: it.recipient.clone().unwrap_or_default(),
        failed: it.state.came_back(),
        detail: it.state_detail.clone().filter(|_| it.state.came_back()),
        remove: (it.state == LetterState::ByHand && head.may_edit)
            .then(|| format!("{}/hoeringsparter/note/{}/slet", head.base, it.id)),
    });
    let known = Known {
        status: status.text(words),
        returned: status == Status::Returned,
        answers: loaded
            .answers_of(id)
            .map(|answer| AnswerLink {
                href: format!("{}/svar/{}", head.base, answer.number),
                how: load::how(words, answer),
                proposed: !answer.confirmed,
            })
            .collect(),
        letters: letters.collect(),
        deadlines,
        day,
        reason,
        deadline_error: Some(error).filter(|error| !error.is_empty()),
        history: history::done(words, recorded, &people),
    };
    let form = typed.form;
    Ok(ShowConsultee {
        here: Some(here),
        title: one.name.clone(),
        form: form.unwrap_or_else(|| filled(words, &loaded.categories, &one)),
        known: Some(known),
        remove_error: typed.remove_error,
        head,
    })
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    reader: Reader,
    at: Path<At>,
) -> web::Result {
    let who = (view.words(), &*reader);
    view.page(&page(&app, who, at.id, Typed::default()).await?)
}

async fn blank(
    app: &App,
    (words, access): (&Words, &Access),
    form: Option<ConsulteeForm>,
) -> web::Result<ShowConsultee> {
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, access.hearing_id).await?;
    let categories = hearing.categories(&mut conn).await?;
    let empty = || ConsulteeForm {
        categories: category_choices(&categories, ""),
        ways: way_choices(words, Way::Mail),
        ..ConsulteeForm::default()
    };
    Ok(ShowConsultee {
        head: Head::of(&mut conn, &hearing, access).await?,
        here: None,
        title: words.text("parties-new", &[]),
        form: form.unwrap_or_else(empty),
        known: None,
        remove_error: None,
    })
}

pub(in crate::desk) async fn new(app: Data<App>, view: View, editor: Editor) -> web::Result {
    view.page(&blank(&app, (view.words(), &editor), None).await?)
}

pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    editor: Editor,
    form: Fields,
) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let categories = hearing.categories(&mut conn).await?;
    let (mut shown, new) = typed(words, &categories, &form.0);
    if let Some(new) = new {
        match add_consultee(&mut conn, editor.act(app.clock.now()), &new).await {
            Ok(id) => return redirect(editor.at(&format!("hoeringsparter/{id}"))),
            Err(ConsulteeError::NameTaken) => {
                shown.name.error = Some(words.text("parties-name-taken", &[]));
            }
            Err(ConsulteeError::InUse) => return Err(Error::Conflict),
            Err(ConsulteeError::Database(error)) => return Err(error.into()),
        }
    }
    drop(conn);
    let page = blank(&app, (words, &editor), Some(shown)).await?;
    view.page_with_status(WRONG, &page)
}

pub(in crate::desk) async fn update(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let categories = hearing.categories(&mut conn).await?;
    let (mut shown, new) = typed(words, &categories, &form.0);
    if let Some(new) = new {
        match save_consultee(&mut conn, editor.act(app.clock.now()), at.id, &new).await {
            Ok(()) => return redirect(editor.at(&format!("hoeringsparter/{}", at.id))),
            Err(ConsulteeError::NameTaken) => {
                shown.name.error = Some(words.text("parties-name-taken", &[]));
            }
            Err(ConsulteeError::InUse) => return Err(Error::Conflict),
            Err(ConsulteeError::Database(error)) => return Err(error.into()),
        }
    }
    drop(conn);
    let typed = Typed {
        form: Some(shown),
        ..Typed::default()
    };
    let page = page(&app, (words, &editor), at.id, typed).await?;
    view.page_with_status(WRONG, &page)
}

pub(in crate::desk) async fn destroy(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    _form: Fields,
) -> web::Result {
    let mut conn = app.conn().await?;
    match remove_consultee(&mut conn, editor.act(app.clock.now()), at.id).await {
        Ok(()) => return redirect(editor.at("hoeringsparter?gjort=slettet")),
        Err(ConsulteeError::Database(error)) => return Err(error.into()),
        Err(ConsulteeError::InUse | ConsulteeError::NameTaken) => {}
    }
    drop(conn);
    let typed = Typed {
        remove_error: Some(view.words().text("parties-in-use", &[])),
        ..Typed::default()
    };
    let page = page(&app, (view.words(), &editor), at.id, typed).await?;
    view.page_with_status(WRONG, &page)
}

pub(in crate::desk) async fn give_deadline(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
    form: Fields,
) -> web::Result {
    let Form(fields) = form;
    let (day, reason) = (field(&fields, "day"), field(&fields, "reason"));
    let mut conn = app.conn().await?;
    let wrong = match day.parse() {
        Err(_) => "enquiry-deadline-no-day",
        Ok(on) => {
            let by = editor.act(app.clock.now());
            match extend(&mut conn, by, at.id, (on, reason)).await {
                Ok(_) => {
                    return redirect(editor.at(&format!("hoeringsparter/{}#frist", at.id)));
                }
                Err(ExtendError::NotLater) => "enquiry-deadline-no-day",
                Err(ExtendError::NoReason) => "enquiry-deadline-no-reason",
                Err(ExtendError::Database(error)) => return Err(error.into()),
                Err(ExtendError::Other(error)) => return Err(error.into()),
            }
        }
    };
    drop(conn);
    let error = view.words().text(wrong, &[]);
    let typed = Typed {
        deadline: Some((day.to_owned(), reason.to_owned(), error)),
        ..Typed::default()
    };
    let page = page(&app, (view.words(), &editor), at.id, typed).await?;
    view.page_with_status(WRONG, &page)
}
