//! What the form of a split is filled in with: letters by their senders, a cover note with all of them.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{MOST, PartRow, PieceForm, field, number};
use crate::desk::response::{role_text, state_text};
use crate::finder;
use crate::hearing::{Category, Consultee, Hearing};
use crate::response::{
    Part, Proposal, Proposed, Respondent, Response, Role, TextVersion, current_texts,
};
use crate::templates::{Choice, Words};
use crate::text::{collapse, without};
use crate::web;

/// A response to be made, as typed or as suggested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TypedPiece {
    pub(super) organisation: String,
    pub(super) name: String,
    pub(super) category: Option<i64>,
    pub(super) receipt_to: String,
}

/// The form.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) pieces: Vec<TypedPiece>,
    /// Each part with the responses that it goes to; 1 is the first.
    pub(super) goes: Vec<(i64, Vec<usize>)>,
}

impl Typed {
    /// Parts that go to this response and no other.
    pub(super) fn only_to(&self, n: usize) -> Vec<i64> {
        self.parts(|to| to.contains(&n) && !to.contains(&1))
    }

    /// Parts that belong to this response and to the first.
    pub(super) fn shared_with(&self, n: usize) -> Vec<i64> {
        self.parts(|to| to.contains(&n) && to.contains(&1))
    }

    fn parts(&self, fits: impl Fn(&[usize]) -> bool) -> Vec<i64> {
        self.goes
            .iter()
            .filter(|(_, to)| fits(to))
            .map(|(part, _)| *part)
            .collect()
    }

    /// As the form was sent.
    pub(super) async fn sent(
        conn: &mut AsyncPgConnection,
        of: &Response,
        fields: &[(String, String)],
    ) -> QueryResult<Self> {
        let count = number(fields, "antal").unwrap_or(1).clamp(1, MOST);
        let typed = |name: &str, n: usize| field(fields, &format!("{name}-{n}")).trim().to_owned();
        let pieces = (2..count + 2)
            .map(|n| TypedPiece {
                organisation: typed("organisation", n),
                name: typed("name", n),
                category: typed("category", n).parse().ok(),
                receipt_to: typed("receipt", n),
            })
            .collect();
        let goes = of
            .parts(conn)
            .await?
            .into_iter()
            .map(|part| {
                let name = format!("part-{}", part.id);
                let to = fields
                    .iter()
                    .filter(|(known, _)| *known == name)
                    .filter_map(|(_, value)| value.parse().ok())
                    .collect();
                (part.id, to)
            })
            .collect();
        Ok(Self { pieces, goes })
    }

    /// Room for one more response, of the same mail's sender.
    pub(super) fn one_more(&mut self, most: usize) {
        if self.pieces.len() < most {
            let receipt_to = self.pieces.last().map(|one| one.receipt_to.clone());
            self.pieces.push(TypedPiece {
                receipt_to: receipt_to.unwrap_or_default(),
                ..TypedPiece::default()
            });
        }
    }

    /// By the senders of the letters, as the program reads them.
    pub(super) async fn suggested(
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
        of: &Response,
        wanted: Option<usize>,
    ) -> web::Result<Self> {
        let parts = of.parts(conn).await?;
        let texts = current_texts(conn, &parts).await?;
        let respondents = of.respondents(conn).await?;
        let senders = letters(conn, of).await?;
        let own = own_sender(&respondents, &senders);
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in &senders {
            if Some(name.as_str()) != own && !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let count = wanted.unwrap_or(names.len()).clamp(1, MOST);
        let consultees = Consultee::of_hearing(conn, hearing.id).await?;
        let categories = hearing.categories(conn).await?;
        let mail = respondents
            .as_slice()
            .first()
            .and_then(|one| one.email.clone());
        let mut pieces: Vec<TypedPiece> = names
            .iter()
            .take(count)
            .map(|name| TypedPiece {
                organisation: (*name).to_owned(),
                name: String::new(),
                category: category(name, &consultees, &categories),
                receipt_to: address(name, &senders, (&parts, &texts))
                    .or_else(|| mail.clone())
                    .unwrap_or_default(),
            })
            .collect();
        pieces.resize_with(count, || TypedPiece {
            receipt_to: mail.clone().unwrap_or_default(),
            ..TypedPiece::default()
        });
        let all: Vec<usize> = (1..=count + 1).collect();
        let goes = parts
            .iter()
            .map(|part| {
                let sender = senders.iter().find(|(id, _)| *id == part.id);
                let at = sender.and_then(|(_, name)| names.iter().position(|one| one == name));
                let to = match (part.role, at) {
                    (Role::Body, _) => all.clone(),
                    (_, Some(at)) if at < count => vec![at + 2],
                    _ => vec![1],
                };
                (part.id, to)
            })
            .collect();
        Ok(Self { pieces, goes })
    }
}

/// The letters with their senders, as they were proposed.
async fn letters(conn: &mut AsyncPgConnection, of: &Response) -> QueryResult<Vec<(i64, String)>> {
    let all = Proposal::of_responses(conn, &[of.id]).await?;
    let found = all.iter().find_map(|one| match one.what() {
        Some(Proposed::Split { letters }) => Some(letters),
        _ => None,
    });
    Ok(found.unwrap_or_default())
}

/// The sender whose letter stays: the one that the response is from; else the first.
fn own_sender<'a>(respondents: &[Respondent], letters: &'a [(i64, String)]) -> Option<&'a str> {
    let own = respondents
        .first()
        .map_or("", Respondent::display_name)
        .to_lowercase();
    letters
        .iter()
        .find(|(_, name)| name.to_lowercase() == own)
        .or_else(|| letters.first())
        .map(|(_, name)| name.as_str())
}

/// The category of whoever on the list has the most alike name: *Handicaprådet i …* is with the other councils.
fn category(name: &str, consultees: &[Consultee], categories: &[Category]) -> Option<i64> {
    const ALIKE: usize = 5;
    let lower = name.to_lowercase();
    let alike = |other: &str| {
        let other = other.to_lowercase();
        lower
            .chars()
            .zip(other.chars())
            .take_while(|(one, two)| one == two)
            .count()
    };
    let by_list = consultees
        .iter()
        .filter(|one| alike(&one.name) >= ALIKE)
        .max_by_key(|one| alike(&one.name))
        .and_then(|one| one.category_id);
    by_list.or_else(|| {
        let kind = |one: &&Category| one.kinds.iter().any(|kind| lower.contains(kind.as_str()));
        categories.iter().find(kind).map(|one| one.id)
    })
}

/// The last address in the sender's own letter.
fn address(
    name: &str,
    letters: &[(i64, String)],
    (parts, texts): (&[Part], &[TextVersion]),
) -> Option<String> {
    let (id, _) = letters.iter().find(|(_, sender)| sender == name)?;
    let part = parts.iter().find(|part| part.id == *id)?;
    let text = texts.iter().find(|text| Some(text.id) == part.text_id)?;
    finder::find(&text.text)
        .into_iter()
        .rfind(|hit| hit.kind == finder::Kind::Email)
        .map(|hit| hit.text.clone())
}

/// The parts, each with its choices.
pub(super) async fn rows(
    conn: &mut AsyncPgConnection,
    words: &Words,
    of: &Response,
    typed: &Typed,
) -> QueryResult<Vec<PartRow>> {
    const EXCERPT: usize = 220;
    let parts = of.parts(conn).await?;
    let texts = current_texts(conn, &parts).await?;
    let respondents = of.respondents(conn).await?;
    let own = respondents.first().map_or("", Respondent::display_name);
    Ok(parts
        .iter()
        .map(|part| {
            let text = texts.iter().find(|text| Some(text.id) == part.text_id);
            let text = text.map(|text| collapse(&without(&text.text, &text.marked())));
            let text = text.unwrap_or_default();
            let mut excerpt: String = text.chars().take(EXCERPT).collect();
            if text.chars().count() > EXCERPT {
                excerpt.push('…');
            }
            let to = typed
                .goes
                .iter()
                .find(|(id, _)| *id == part.id)
                .map_or(&[][..], |(_, to)| to.as_slice());
            let choices = (1..=typed.pieces.len() + 1)
                .map(|n| {
                    Choice::new(
                        &n.to_string(),
                        &label(words, (typed, own), n),
                        to.contains(&n),
                    )
                })
                .collect();
            let role = role_text(words, part.role);
            PartRow {
                id: part.id,
                meta: match (&part.filename, state_text(words, part.state)) {
                    (Some(_), Some(state)) => format!("{role} · {state}"),
                    (Some(_), None) => role.clone(),
                    (None, _) => String::new(),
                },
                label: part.filename.clone().unwrap_or(role),
                excerpt,
                choices,
            }
        })
        .collect())
}

fn label(words: &Words, (typed, own): (&Typed, &str), n: usize) -> String {
    if n == 1 {
        return match own {
            "" => words.text("split-first", &[]),
            own => words.text("split-named", &[("n", 1.into()), ("name", own.into())]),
        };
    }
    let named = typed.pieces.get(n - 2).map(|piece| {
        if piece.organisation.is_empty() {
            piece.name.as_str()
        } else {
            piece.organisation.as_str()
        }
    });
    let n = i64::try_from(n).unwrap_or_default();
    match named.filter(|name| !name.is_empty()) {
        Some(name) => words.text("split-named", &[("n", n.into()), ("name", name.into())]),
        None => words.text("split-new", &[("n", n.into())]),
    }
}

pub(super) async fn forms(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    typed: &Typed,
) -> QueryResult<Vec<PieceForm>> {
    let categories = hearing.categories(conn).await?;
    Ok(typed
        .pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| PieceForm {
            n: at + 2,
            organisation: piece.organisation.clone(),
            name: piece.name.clone(),
            categories: categories
                .iter()
                .map(|one| {
                    let label = format!("{} {}", one.letter, one.name);
                    Choice::new(&one.id.to_string(), &label, Some(one.id) == piece.category)
                })
                .collect(),
            receipt_to: piece.receipt_to.clone(),
        })
        .collect())
}
