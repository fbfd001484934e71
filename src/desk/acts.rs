//! What is done on the page of a response. Each act is a form; the answer is the same page again, at the same place, or the page with
//! what could not be done.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::response::{self, Place};
use super::rows::Filter;
use crate::app::App;
use crate::redaction::{self, Ground, RedactionError};
use crate::response::{Change, Content, Part, Response, TextVersion, decide_relation};
use crate::staff::{Access, Act, Editor, Tagger};
use crate::tagging::{self, Stance, TagError};
use crate::text::Span;
use crate::web::{self, Error, Form, View, redirect};

/// The fields of an act, as sent.
type Fields = Form<Vec<(String, String)>>;

/// A response and something on it.
#[derive(Deserialize)]
pub(super) struct On {
    number: String,
    id: i64,
}

/// A response.
#[derive(Deserialize)]
pub(super) struct Of {
    number: String,
}

/// What the browser is answered with: the page it came from, or that page with a message.
struct Answer<'a> {
    app: &'a App,
    view: &'a View,
    access: &'a Access,
    number: &'a str,
    fields: &'a [(String, String)],
}

/// Why an act was not done, as the key of its words.
enum Refused {
    Because(&'static str),
    Failed(Error),
}

impl From<TagError> for Refused {
    fn from(error: TagError) -> Self {
        match error {
            TagError::NoPlace => Self::Because("tagging-no-place"),
            TagError::NoTheme => Self::Because("tagging-no-theme"),
            TagError::SamePerson => Self::Because("tagging-same-person"),
            TagError::Database(error) => Self::Failed(error.into()),
        }
    }
}

impl From<RedactionError> for Refused {
    fn from(error: RedactionError) -> Self {
        match error {
            RedactionError::NoPlace => Self::Because("redaction-no-place"),
            RedactionError::SamePerson => Self::Because("redaction-same-person"),
            RedactionError::NoReason => Self::Because("redaction-no-reason"),
            RedactionError::Database(error) => Self::Failed(error.into()),
        }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<diesel::result::Error> for Refused {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value)
}

impl Answer<'_> {
    async fn to(self, done: Result<(), Refused>) -> web::Result<HttpResponse> {
        let filter: Filter =
            actix_web::web::Query::from_query(field(self.fields, "filter").trim_start_matches('?'))
                .map(actix_web::web::Query::into_inner)
                .unwrap_or_default();
        let ved: String = field(self.fields, "ved")
            .chars()
            .filter(|it| it.is_ascii_digit() || *it == '-')
            .collect();
        match done {
            Ok(()) => {
                let mut query = filter.query();
                let mut fragment = String::new();
                if !ved.is_empty() {
                    let sign = if query.is_empty() { '?' } else { '&' };
                    query = format!("{query}{sign}ved={ved}");
                    fragment = format!("#t{ved}");
                }
                let path = self.access.at(&format!("svar/{}", self.number));
                redirect(format!("{path}{query}{fragment}"))
            }
            Err(Refused::Because(key)) => {
                let message = Some(self.view.words().text(key, &[]));
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let place = Place { ved };
                response::render(
                    (self.app, self.view, self.access),
                    self.number,
                    (&filter, &place),
                    (status, message),
                )
                .await
            }
            Err(Refused::Failed(error)) => Err(error),
        }
    }
}

/// The spans that an act is for: what was selected, or the ticked sentences (neighbours as one), or the whole paragraph.
async fn places(
    conn: &mut AsyncPgConnection,
    of: &Response,
    fields: &[(String, String)],
) -> Result<Vec<(i64, Span)>, Refused> {
    let number = |name: &str| field(fields, name).parse::<usize>().ok();
    let ticked: Vec<(i64, Span)> = fields
        .iter()
        .filter(|(name, _)| name == "sentence")
        .filter_map(|(_, value)| sentence(value))
        .collect();
    let mut spans = merged(ticked);
    if spans.is_empty()
        && let (Ok(text), Some(start), Some(end)) = (
            field(fields, "text").parse(),
            number("start"),
            number("end"),
        )
    {
        spans.push((text, Span::new(start, end)));
    }
    if spans.is_empty() {
        return Err(Refused::Because("tagging-no-place"));
    }
    for (text, _) in &spans {
        let text = TextVersion::find(conn, *text).await?;
        if Part::find(conn, text.part_id).await?.response_id != of.id {
            return Err(Error::NotFound.into());
        }
    }
    Ok(spans)
}

/// `12:340-380`
fn sentence(value: &str) -> Option<(i64, Span)> {
    let (text, span) = value.split_once(':')?;
    let (start, end) = span.split_once('-')?;
    Some((
        text.parse().ok()?,
        Span::new(start.parse().ok()?, end.parse().ok()?),
    ))
}

/// Sentences with nothing but a little white space between them are one span.
fn merged(mut spans: Vec<(i64, Span)>) -> Vec<(i64, Span)> {
    spans.sort_unstable_by_key(|(text, span)| (*text, span.start));
    let mut merged: Vec<(i64, Span)> = Vec::new();
    for (text, span) in spans {
        match merged.last_mut() {
            Some((same, last)) if *same == text && span.start <= last.end + 2 => {
                last.end = last.end.max(span.end);
            }
            _ => merged.push((text, span)),
        }
    }
    merged
}

macro_rules! act {
    ($(#[$doc:meta])* $name:ident($role:ident, $path:ident) = $domain:ident) => {
        $(#[$doc])*
        pub(super) async fn $name(
            app: Data<App>,
            view: View,
            who: $role,
            at: Path<$path>,
            form: Fields,
        ) -> web::Result {
            let Form(fields) = form;
            let done = async {
                let mut conn = app.conn().await.map_err(Error::from)?;
                let of = response::find(&mut conn, &who, &at.number).await?;
                $domain(&mut conn, who.act(app.clock.now()), (&of, &at), &fields).await
            }
            .await;
            let answer = Answer { app: &app, view: &view, access: &who, number: &at.number, fields: &fields };
            answer.to(done).await
        }
    };
}

type Done = Result<(), Refused>;
type FieldList = [(String, String)];

async fn do_mark(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let theme = field(fields, "theme")
        .parse()
        .map_err(|_| Refused::Because("tagging-no-theme"))?;
    let stance = Stance::parse(field(fields, "stance"));
    for at in places(conn, of, fields).await? {
        tagging::mark(conn, by, at, theme, stance).await?;
    }
    Ok(())
}

async fn do_set_stance(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    fields: &FieldList,
) -> Done {
    if tagging::response_of(conn, at.id).await? != of.id {
        return Err(Error::NotFound.into());
    }
    Ok(tagging::set_stance(conn, by, at.id, Stance::parse(field(fields, "stance"))).await?)
}

async fn do_unmark(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    if tagging::response_of(conn, at.id).await? != of.id {
        return Err(Error::NotFound.into());
    }
    Ok(tagging::unmark(conn, by, at.id).await?)
}

async fn do_tag(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let theme = field(fields, "theme")
        .parse()
        .map_err(|_| Refused::Because("tagging-no-theme"))?;
    let stance = Stance::parse(field(fields, "stance"));
    Ok(tagging::tag_response(conn, by, of.id, theme, stance).await?)
}

async fn do_untag(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    Ok(tagging::untag_response(conn, by, of.id, at.id).await?)
}

async fn do_hide(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let ground = Ground::parse(field(fields, "ground")).ok_or(Error::BadRequest)?;
    for (text, span) in places(conn, of, fields).await? {
        redaction::hide(conn, by, text, span, ground).await?;
    }
    Ok(())
}

async fn do_approve(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    if redaction::response_of(conn, at.id).await? != of.id {
        return Err(Error::NotFound.into());
    }
    Ok(redaction::approve(conn, by, at.id).await?)
}

async fn do_lift(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    if redaction::response_of(conn, at.id).await? != of.id {
        return Err(Error::NotFound.into());
    }
    Ok(redaction::lift(conn, by, at.id).await?)
}

async fn do_clear(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    for (text, span) in places(conn, of, fields).await? {
        redaction::clear(conn, by, text, span, field(fields, "reason")).await?;
    }
    Ok(())
}

async fn do_approve_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    if redaction::response_of_clearing(conn, at.id).await? != of.id {
        return Err(Error::NotFound.into());
    }
    Ok(redaction::approve_clearing(conn, by, at.id).await?)
}

async fn do_withdraw_clearing(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    if redaction::response_of_clearing(conn, at.id).await? != of.id {
        return Err(Error::NotFound.into());
    }
    Ok(redaction::withdraw_clearing(conn, by, at.id).await?)
}

async fn do_sign_off(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    _: &FieldList,
) -> Done {
    let signed = tagging::signoffs_of(conn, &[of.id]).await?;
    let is_second = signed
        .iter()
        .any(|one| one.lapsed_at.is_none() && one.staff_id != by.staff_id);
    if is_second && redaction::waiting_of_response(conn, of.id).await? > 0 {
        return Err(Refused::Because("tagging-hidden-waits"));
    }
    tagging::sign_off(conn, by, of.id).await?;
    Ok(())
}

async fn do_change(
    conn: &mut AsyncPgConnection,
    by: Act,
    (of, _): (&Response, &Of),
    fields: &FieldList,
) -> Done {
    let change = match (
        field(fields, "category"),
        field(fields, "content"),
        field(fields, "checked"),
    ) {
        (category, "", "") => Change::Category(category.parse().map_err(|_| Error::BadRequest)?),
        ("", content, "") => Change::Content(Content::parse(content).ok_or(Error::BadRequest)?),
        ("", "", "ja") => Change::Checked,
        _ => return Err(Error::BadRequest.into()),
    };
    Ok(crate::response::change(conn, by, of.id, change).await?)
}

async fn do_confirm(
    conn: &mut AsyncPgConnection,
    by: Act,
    (_, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    Ok(decide_relation(conn, by, at.id, true).await?)
}

async fn do_reject(
    conn: &mut AsyncPgConnection,
    by: Act,
    (_, at): (&Response, &On),
    _: &FieldList,
) -> Done {
    Ok(decide_relation(conn, by, at.id, false).await?)
}

act! {
    /// Puts a theme on what is selected.
    mark(Tagger, Of) = do_mark
}
act!(set_stance(Tagger, On) = do_set_stance);
act!(unmark(Tagger, On) = do_unmark);
act! {
    /// Puts a theme on the whole response.
    tag(Tagger, Of) = do_tag
}
act!(untag(Tagger, On) = do_untag);
act! {
    /// Hides what is selected.
    hide(Tagger, Of) = do_hide
}
act!(approve(Tagger, On) = do_approve);
act!(lift(Tagger, On) = do_lift);
act! {
    /// Says that a number is no CPR number.
    clear(Tagger, Of) = do_clear
}
act!(approve_clearing(Tagger, On) = do_approve_clearing);
act!(withdraw_clearing(Tagger, On) = do_withdraw_clearing);
act!(sign_off(Tagger, Of) = do_sign_off);
act! {
    /// Changes the category, or what the response is.
    change(Editor, Of) = do_change
}
act!(confirm_relation(Editor, On) = do_confirm);
act!(reject_relation(Editor, On) = do_reject);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_neighbours_are_one_span_and_others_stay_apart() {
        let spans = vec![
            (1, Span::new(20, 30)),
            (1, Span::new(0, 9)),
            (1, Span::new(10, 19)),
            (1, Span::new(40, 50)),
            (2, Span::new(31, 40)),
        ];
        let expected = vec![
            (1, Span::new(0, 30)),
            (1, Span::new(40, 50)),
            (2, Span::new(31, 40)),
        ];
        assert_eq!(merged(spans), expected);
        assert_eq!(sentence("12:340-380"), Some((12, Span::new(340, 380))));
        assert_eq!(sentence("12:x"), None);
    }
}
