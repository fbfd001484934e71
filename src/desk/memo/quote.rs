//! The words of a passage as the public may read them: nothing that is hidden can come into the memo from here.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::redaction::{self, Ground, PublicText, Redaction};
use crate::response::{Part, PublishedAs, Role, TextVersion};
use crate::schema::{parts, text_versions};
use crate::templates::Words;
use crate::text::{Span, collapse, slice};

/// Texts with what is hidden in them put aside.
pub(super) struct Quotes {
    /// Those that are in force and that the public gets to read, by id.
    shown: BTreeMap<i64, PublicText>,
    texts: BTreeMap<i64, TextVersion>,
    /// What must not be said, of any text of the same responses.
    hidden: Vec<String>,
}

impl Quotes {
    /// Of these texts.
    pub(super) async fn of(
        conn: &mut AsyncPgConnection,
        words: &Words,
        ids: impl Iterator<Item = i64>,
    ) -> QueryResult<Self> {
        let ids: BTreeSet<i64> = ids.collect();
        let texts = texts_of(conn, ids).await?;
        let of: Vec<i64> = texts.values().map(|text| text.part_id).collect();
        let own: Vec<Part> = Part::query()
            .filter(parts::id.eq_any(&of))
            .load(conn)
            .await?;
        let responses: Vec<i64> = own.iter().map(|part| part.response_id).collect();
        let all = Part::of_responses(conn, &responses).await?;
        let in_force: Vec<i64> = all.iter().filter_map(|part| part.text_id).collect();
        let redactions = Redaction::of_texts(conn, &in_force).await?;
        let token = |ground: Ground| words.text(ground.token_key(), &[]);
        let mut shown = BTreeMap::new();
        // A text that is no longer in force has had its redactions carried over to the one that is.
        for part in all.iter().filter(|part| is_public(part)) {
            let Some(text) = part.text_id.and_then(|id| texts.get(&id)) else {
                continue;
            };
            let own = redactions.iter().filter(|row| row.text_id == text.id);
            let hidden: Vec<_> = own.map(Redaction::hidden).collect();
            shown.insert(text.id, redaction::apply(&text.text, &hidden, token));
        }
        let others = redactions.iter().map(|row| row.text_id);
        let others = others.filter(|id| !texts.contains_key(id)).collect();
        let others = texts_of(conn, others).await?;
        let hidden = redactions
            .iter()
            .filter(|row| row.ground != Ground::NotPart)
            .filter_map(|row| {
                let text = texts.get(&row.text_id).or(others.get(&row.text_id))?;
                Some(collapse(slice(&text.text, row.span())?).to_lowercase())
            })
            .collect();
        Ok(Self {
            shown,
            texts,
            hidden,
        })
    }

    /// The words of a place, with tokens where something is hidden. None where the public sees nothing of that text, and where nothing but
    /// tokens is left.
    pub(super) fn words(&self, text_id: i64, at: Span) -> Option<String> {
        let public = self.shown.get(&text_id)?;
        let original = self.texts.get(&text_id)?;
        let (mut words, mut says) = (String::new(), false);
        for run in public.runs.iter().filter(|run| run.original.overlaps(at)) {
            if run.ground.is_some() {
                words.push_str(slice(&public.text, run.public)?);
                continue;
            }
            let start = run.original.start.max(at.start);
            let end = run.original.end.min(at.end);
            let kept = slice(&original.text, Span::new(start, end))?;
            says |= !kept.trim().is_empty();
            words.push_str(kept);
        }
        says.then(|| words.trim().to_owned())
    }

    /// Whether a text of the staff says something that is hidden in these responses. Short ones are left to the eye: initials and numbers
    /// of two digits stand everywhere. So does what is hidden for being no part of the response (*Side 1*): nothing there is secret.
    pub(super) fn tells(&self, text: &str) -> bool {
        let text = collapse(text).to_lowercase();
        self.hidden.iter().any(|hidden| says(&text, hidden))
    }

    /// The text that a passage stands in, to find its place on the page of the response.
    pub(super) fn text(&self, id: i64) -> Option<&TextVersion> {
        self.texts.get(&id)
    }
}

/// Whether the words stand in the text as words of their own. Both without capitals and with single spaces.
fn says(text: &str, words: &str) -> bool {
    let edge = |letter: Option<char>| letter.is_none_or(|it| !it.is_alphanumeric());
    words.chars().count() > 3
        && text.match_indices(words).any(|(at, found)| {
            let after = &text[at + found.len()..];
            // *Bodils* names Bodil too.
            let after = after.strip_prefix('s').unwrap_or(after);
            edge(text[..at].chars().next_back()) && edge(after.chars().next())
        })
}

async fn texts_of(
    conn: &mut AsyncPgConnection,
    ids: BTreeSet<i64>,
) -> QueryResult<BTreeMap<i64, TextVersion>> {
    let found: Vec<TextVersion> = TextVersion::query()
        .filter(text_versions::id.eq_any(ids))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|text| (text.id, text)).collect())
}

/// Proofs of identity and pictures in the text are never published, withheld files are not.
fn is_public(part: &Part) -> bool {
    part.published_as != PublishedAs::Withheld
        && !matches!(part.role, Role::Signaturbevis | Role::Inline)
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn hidden_words_are_found_as_words_of_their_own() {
        assert!(says("ring til bodil på torsdag", "bodil"));
        assert!(says("bodil.", "bodil") && says("bodils kusine", "bodil"));
        assert!(!says("bodilsvej er lang", "bodil"), "another word");
        assert!(!says("på side 12", "side 1"));
        assert!(says("æøå bodil æøå", "bodil"));
        assert!(!says("jeg er enig", "er"), "too short to tell");
    }
}
