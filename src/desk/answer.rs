//! How an act is answered: the same page again at the same place, or the page with what could not be done, or its pieces where the
//! browser has the page; and what an act is for.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel_async::AsyncPgConnection;

use super::response::{self, Known, Place};
use super::rows::Filter;
use crate::app::App;
use crate::redaction::RedactionError;
use crate::response::{Part, Response, TextVersion};
use crate::staff::Access;
use crate::tagging::TagError;
use crate::text::Span;
use crate::web::{self, Error, View, redirect};

/// What the browser is answered with: the page it came from, or that page with a message.
pub(super) struct Answer<'a> {
    pub app: &'a App,
    pub view: &'a View,
    pub access: &'a Access,
    pub number: &'a str,
    pub fields: &'a [(String, String)],
}

/// Why an act was not done, as the key of its words.
pub(super) enum Refused {
    Because(&'static str),
    Failed(Error),
}

impl From<TagError> for Refused {
    fn from(error: TagError) -> Self {
        match error {
            TagError::NoPlace => Self::Because("tagging-no-place"),
            TagError::NoTheme => Self::Because("tagging-no-theme"),
            TagError::SamePerson => Self::Because("tagging-same-person"),
            TagError::LongNote => Self::Because("tagging-long-note"),
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

pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value)
}

impl Answer<'_> {
    pub(super) async fn to(self, done: Result<(), Refused>) -> web::Result<HttpResponse> {
        let filter = Filter::carried(self.fields).unwrap_or_default();
        let (status, message) = match done {
            Ok(()) => (StatusCode::OK, None),
            Err(Refused::Because(key)) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(self.view.words().text(key, &[])),
            ),
            Err(Refused::Failed(error)) => return Err(error),
        };
        let who = (self.app, self.view, self.access);
        if let Some(known) = Known::of(self.fields) {
            return known
                .answer(who, self.number, &filter, (status, message))
                .await;
        }
        let ved: String = field(self.fields, "ved")
            .chars()
            .filter(|it| it.is_ascii_digit() || *it == '-')
            .collect();
        if message.is_some() {
            let place = Place {
                ved,
                ..Place::default()
            };
            let at = (&filter, &place);
            return response::render(who, self.number, at, (status, message)).await;
        }
        let path = self.access.at(&format!("svar/{}", self.number));
        if ved.is_empty() {
            redirect(format!("{path}{}", filter.query()))
        } else {
            redirect(format!("{path}{}#t{ved}", filter.query_with("ved", &ved)))
        }
    }
}

/// The spans that an act is for: what was selected, or the ticked sentences (neighbours as one), or the whole paragraph.
pub(super) async fn places(
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
pub(super) fn sentence(value: &str) -> Option<(i64, Span)> {
    let (text, span) = value.split_once(':')?;
    let (start, end) = span.split_once('-')?;
    Some((
        text.parse().ok()?,
        Span::new(start.parse().ok()?, end.parse().ok()?),
    ))
}

/// Sentences with nothing but a little white space between them are one span.
pub(super) fn merged(mut spans: Vec<(i64, Span)>) -> Vec<(i64, Span)> {
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
