//! A new hearing: the few things that it takes to begin.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use super::form::{FieldList, Typed, shown};
use crate::app::App;
use crate::hearing::Kind;
use crate::hearing::settings::{self, CreateError, RESERVED};
use crate::organisation::slug;
use crate::staff::{Staff, may_create};
use crate::templates::{Choice, Field, FormError, Page, Words};
use crate::web::{self, Error, Form, View, redirect};

/// The form.
#[derive(Clone, Debug, Serialize)]
pub struct NewHearing {
    pub errors: Vec<FormError>,
    pub title: Field,
    pub slug: Field,
    pub case_number: Field,
    pub kinds: Vec<Choice>,
    pub opens: Field,
    pub closes: Field,
}

impl NewHearing {
    fn of(words: &Words, fields: &FieldList, errors: Vec<FormError>) -> Self {
        let field = |name: &str| shown(fields, &errors, name);
        let chosen = Kind::parse(super::form::value(fields, "kind")).unwrap_or(Kind::Voluntary);
        let kind = |kind: Kind, key: &str| {
            Choice::new(kind.as_str(), &words.text(key, &[]), kind == chosen)
        };
        Self {
            title: field("title"),
            slug: field("slug"),
            case_number: field("case_number"),
            kinds: vec![
                kind(Kind::Voluntary, "setup-kind-voluntary"),
                kind(Kind::Statutory, "setup-kind-statutory"),
            ],
            opens: field("opens"),
            closes: field("closes"),
            errors,
        }
    }
}

async fn allowed(app: &App, staff: &Staff) -> web::Result<()> {
    let mut conn = app.conn().await?;
    if may_create(&mut conn, staff.person.id).await? {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

pub(in crate::desk) async fn new(app: Data<App>, view: View, staff: Staff) -> web::Result {
    allowed(&app, &staff).await?;
    view.page(&NewHearing::of(view.words(), &Vec::new(), Vec::new()))
}

pub(in crate::desk) async fn create(
    app: Data<App>,
    view: View,
    staff: Staff,
    form: Form<FieldList>,
) -> web::Result {
    allowed(&app, &staff).await?;
    let Form(mut fields) = form;
    propose_slug(&mut fields);
    let words = view.words();
    let errors = match parse(Typed::new(words, &fields)) {
        Err(errors) => errors,
        Ok(new) => {
            let mut conn = app.conn().await?;
            match settings::create(&mut conn, &staff.person, &new, app.clock.now()).await {
                Ok(made) => return redirect(format!("/sekretariat/{}/opsaetning", made.slug)),
                Err(CreateError::SlugTaken) => vec![FormError {
                    field: "slug".to_owned(),
                    text: words.text("setup-slug-taken", &[]),
                }],
                Err(CreateError::Database(error)) => return Err(error.into()),
                Err(CreateError::Other(error)) => return Err(error.into()),
            }
        }
    };
    let page = NewHearing::of(words, &fields, errors);
    view.page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// An address left empty is made of the title.
fn propose_slug(fields: &mut FieldList) {
    let value = |name: &str| super::form::value(fields, name).trim().to_owned();
    if value("slug").is_empty() {
        let proposed = slug(&value("title"));
        fields.retain(|(name, _)| name != "slug");
        fields.push(("slug".to_owned(), proposed));
    }
}

fn parse(mut typed: Typed) -> Result<settings::NewHearing, Vec<FormError>> {
    let title = typed.needed("title", "setup-no-title");
    let address = typed.line("slug").to_lowercase();
    if !title.is_empty() && (address.is_empty() || address != slug(&address)) {
        typed.wrong("slug", "setup-slug-form", &[]);
    } else if RESERVED.contains(&address.as_str()) {
        typed.wrong("slug", "setup-slug-taken", &[]);
    }
    let case_number = Some(typed.line("case_number")).filter(|number| !number.is_empty());
    let kind = Kind::parse(typed.raw("kind"));
    if kind.is_none() {
        typed.wrong("kind", "setup-no-kind", &[]);
    }
    let opens = typed.needed_day("opens");
    let closes = typed.needed_day("closes");
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes < opens
    {
        typed.wrong("closes", "setup-closes-first", &[]);
    }
    let days = opens.zip(closes);
    typed.done(
        kind.zip(days)
            .map(|(kind, (opens_on, closes_on))| settings::NewHearing {
                title,
                slug: address,
                case_number,
                kind,
                opens_on,
                closes_on,
            }),
    )
}

impl Page for NewHearing {
    const TEMPLATE: &'static str = "desk/setup/new";

    fn sample() -> Self {
        let kind =
            |kind: Kind, label: &str| Choice::new(kind.as_str(), label, kind == Kind::Voluntary);
        Self {
            errors: Vec::new(),
            title: Field::default(),
            slug: Field::default(),
            case_number: Field::default(),
            kinds: vec![
                kind(Kind::Voluntary, "Frivillig høring"),
                kind(Kind::Statutory, "Lovpligtig høring"),
            ],
            opens: Field::default(),
            closes: Field::default(),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut wrong = Self::sample();
        wrong.title = "Visions- og udviklingsplan".into();
        wrong.slug = Field {
            value: "visions-og-udviklingsplan".into(),
            error: Some("En anden høring har den adresse. Vælg en anden.".into()),
        };
        wrong.errors = vec![FormError {
            field: "slug".into(),
            text: "En anden høring har den adresse. Vælg en anden.".into(),
        }];
        vec![("", Self::sample()), ("wrong", wrong)]
    }
}
