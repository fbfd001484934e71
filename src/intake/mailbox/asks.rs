//! Whether a mail asks or thanks instead of answering: told sentence by sentence, by what the question is about.
//!
//! A question alone makes no enquiry: citizens ask *Hvor er pengene?* and mean it as an answer. It has to be about the hearing itself, its
//! deadline, papers, receipt, meeting or people, and nothing else of weight may be said. What is in doubt is a response.

use super::classify::View;
use super::kind::Kind;
use super::phrase::unstop;
use super::wording::{
    ACKNOWLEDGED, ASKING, GREETED, HARD_ENQUIRY, HEREBY, MISDIRECTED, NOTHING, PROCESS, THANKED,
    VIEWS,
};
use crate::text::collapse;

/// What a mail's sentences do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Asks about the hearing's own course.
    pub(super) asks: usize,
    /// Among those, for access to documents or for another deadline.
    hard: usize,
    /// Thanks, or says that something came.
    acknowledges: usize,
    /// Everything else of weight.
    substance: usize,
    /// Among those, questions.
    questions: usize,
    /// And those with an opinion.
    views: usize,
    /// The sentences that ask, in lower case.
    pub(super) asking: Vec<String>,
    hereby: bool,
    nothing: bool,
}

/// Reads the sentences of a mail's own text, in lower case with its line breaks.
pub(super) fn said(own: &str, topic: &str) -> Said {
    let mut said = Said::default();
    let mut signed = false;
    for sentence in sentences(own) {
        let words = sentence
            .split(' ')
            .filter(|word| word.contains(char::is_alphanumeric))
            .count();
        if words == 0 {
            continue;
        }
        if GREETED.hits(&sentence) && words <= 12 {
            signed |= !sentence.starts_with("hej") && !sentence.starts_with("kære");
            continue;
        }
        let question = sentence.ends_with('?');
        // Under the greeting stand names and titles.
        if signed && words <= 12 && !question && !ASKING.hits(&sentence) {
            continue;
        }
        said.sentence(&sentence, words, question);
    }
    let topic_asks = (topic.ends_with('?') && PROCESS.hits(topic)) || HARD_ENQUIRY.hits(topic);
    said.asks += usize::from(topic_asks && said.asks > 0);
    said
}

impl Said {
    fn sentence(&mut self, sentence: &str, words: usize, question: bool) {
        // *Hvorfor* blames more often than it asks.
        let blames = sentence.starts_with("hvorfor");
        let asks = (question || ASKING.hits(sentence)) && !blames && PROCESS.hits(sentence);
        if asks || MISDIRECTED.hits(sentence) || HARD_ENQUIRY.hits(sentence) {
            self.asks += 1;
            self.hard += usize::from(HARD_ENQUIRY.hits(sentence));
            self.asking.push(sentence.to_owned());
        } else if ACKNOWLEDGED.hits(sentence)
            || (THANKED.hits(sentence) && (words <= 3 || PROCESS.hits(sentence)))
        {
            self.acknowledges += 1;
        } else if words > 2 || self.asks + self.acknowledges == 0 {
            self.substance += 1;
            self.questions += usize::from(question);
            self.views += usize::from(VIEWS.hits(sentence));
            self.hereby |= HEREBY.hits(sentence);
            self.nothing |= NOTHING.hits(sentence);
        }
    }
}

/// Sentences, white space collapsed; a blank line ends one, and so does a line break behind a salutation.
fn sentences(own: &str) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in own.split("\n\n") {
        let mut stretch = String::new();
        for line in paragraph.lines().map(collapse) {
            if line.is_empty() {
                continue;
            }
            if GREETED.hits(&line) && line.split(' ').count() <= 8 {
                split(&stretch, &mut found);
                stretch.clear();
                split(&line, &mut found);
                continue;
            }
            if !stretch.is_empty() {
                stretch.push(' ');
            }
            stretch.push_str(&line);
        }
        split(&stretch, &mut found);
    }
    found
}

fn split(stretch: &str, found: &mut Vec<String>) {
    let plain = unstop(stretch);
    let mut from = 0;
    let bytes = plain.as_bytes();
    for (at, letter) in plain.char_indices() {
        if matches!(letter, '.' | '!' | '?') && bytes.get(at + 1).is_none_or(|next| *next == b' ') {
            found.extend(plain.get(from..=at).map(|text| text.trim().to_owned()));
            from = at + 1;
        }
    }
    found.extend(plain.get(from..).map(|text| text.trim().to_owned()));
    found.retain(|sentence| !sentence.is_empty());
}

impl View<'_> {
    /// An enquiry, when the mail asks or thanks and says nothing else; else what it would be otherwise.
    pub(super) fn unless_enquiry(&self, otherwise: Kind) -> Kind {
        let answers_inside = self
            .mail
            .inner
            .iter()
            .any(|(_, inner)| inner.kind == Kind::Response);
        let said = &self.said;
        if self.letter || answers_inside || said.hereby || said.nothing {
            return otherwise;
        }
        let about_receipt = self.replied
            && ["kvittering", "modtaget", "bekræftelse"]
                .iter()
                .any(|sign| self.topic.contains(sign));
        // Under *Høringssvar* a demand is an answer; only a question is not.
        let titled = !self.replied
            && ["høringssvar", "bemærkning", "indsigelse", "udtalelse"]
                .iter()
                .any(|title| self.topic.starts_with(title));
        let asks = said.asks > 0
            && (!titled || said.asking.iter().any(|sentence| sentence.ends_with('?')))
            && said.views <= usize::from(said.hard > 0)
            && said.substance <= 2 + 2 * said.hard
            && said.substance <= 1 + 2 * said.asks;
        let bare = said.substance == 0 && self.length < 600;
        // *Tak. Gælder det også os?*, in reply to a mail of ours.
        let asked_back = self.replied
            && said.substance == said.questions
            && said.views == 0
            && self.length < 250;
        let thanks = said.acknowledges > 0 && !self.files && (bare || asked_back);
        let about = about_receipt && said.substance <= 1 && said.views == 0 && self.length < 300;
        if asks || thanks || about {
            Kind::Enquiry
        } else {
            otherwise
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_an_enquiry_only_when_it_is_about_the_hearing_itself() {
        let asks = |text: &str| said(text, "").asks;
        assert_eq!(asks("hvor er pengene? hvor er de ældre?"), 0);
        assert_eq!(asks("er fristen den 8. eller 9. maj?"), 1);
        assert_eq!(asks("fristen er alt for kort."), 0);
        assert_eq!(asks("jeg kan ikke finde bilag 4 på hjemmesiden."), 1);
        assert_eq!(
            said(
                "hej\n\nvi støtter planen.\n\nmed venlig hilsen\nper bo\nformand",
                ""
            ),
            Said {
                substance: 1,
                views: 1,
                ..Said::default()
            }
        );
    }
}
