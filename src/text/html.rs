//! HTML to text, by a tokenizer that follows the HTML standard.
//!
//! Guarantees: every visible character comes out once, in order; scripts, styles and titles never do; quotations and hidden stretches are
//! reported as spans, not removed. Deliberately lacks: layout (floats, columns), links' addresses, pictures' descriptions.

use std::cell::RefCell;
use std::collections::HashMap;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::elements::{Mark, attribute, is_block, is_skipped, is_void, margin, mark_of};
use super::{CharIndex, Span, char_len, normalize};

/// The text of an HTML document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlText {
    pub text: String,
    /// Stretches that the mail program marked as an earlier mail.
    pub quotes: Vec<Span>,
    /// Block quotations without such a mark: an earlier mail or just an indent.
    pub indented: Vec<Span>,
    /// Stretches that a browser would not show.
    pub hidden: Vec<Span>,
}

struct Open {
    name: String,
    block: bool,
    skipped: bool,
    mark: Option<(Mark, usize)>,
    empty_from: Option<usize>,
}

#[derive(Default)]
struct State {
    out: String,
    newlines: usize,
    space: bool,
    pre: usize,
    skip: usize,
    open: Vec<Open>,
    /// How many elements of a name are open: most of what is closed in broken HTML never was.
    names: HashMap<String, usize>,
    lists: Vec<Option<usize>>,
    /// A list item's bullet that waits for its text.
    bullet: Option<String>,
    marks: Vec<(Mark, usize, usize)>,
}

struct Sink(RefCell<State>);

/// The deepest nesting that is followed; what lies deeper still gives its text.
const MAX_DEPTH: usize = 500;

/// Whether a text is an HTML document, whatever it is labelled as.
#[must_use]
pub fn is_document(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(20).collect();
    let start = start.to_ascii_lowercase();
    ["<!doctype html", "<html", "<body"]
        .iter()
        .any(|sign| start.starts_with(sign))
        || (["<div", "<p>", "<p ", "<table", "<span"]
            .iter()
            .any(|sign| start.starts_with(sign))
            && text.trim_end().ends_with('>'))
}

/// Turns HTML into text.
#[must_use]
pub fn to_text(html: &str) -> HtmlText {
    let tokenizer = Tokenizer::new(
        Sink(RefCell::new(State::default())),
        TokenizerOpts::default(),
    );
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    while !matches!(
        tokenizer.feed(&input),
        html5ever::interface::TokenizerResult::Done
    ) {}
    tokenizer.end();
    let mut state = tokenizer.sink.0.take();
    while let Some(open) = state.open.pop() {
        state.close(&open);
    }
    finish(&state)
}

fn finish(state: &State) -> HtmlText {
    let text = normalize(&state.out);
    let places = places(state, &text);
    let place = |byte: usize| places.get(&byte).copied().unwrap_or_default();
    let spans = |wanted: Mark| {
        let mut spans: Vec<Span> = state
            .marks
            .iter()
            .filter(|(mark, ..)| *mark == wanted)
            .map(|(_, start, end)| Span::new(place(*start), place(*end)))
            .collect();
        spans.sort();
        let mut outer: Vec<Span> = Vec::new();
        for span in spans.into_iter().filter(|span| !span.is_empty()) {
            match outer.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => outer.push(span),
            }
        }
        outer
    };
    let (quotes, indented, hidden) = (spans(Mark::Quote), spans(Mark::Indent), spans(Mark::Hidden));
    HtmlText {
        text,
        quotes,
        indented,
        hidden,
    }
}

/// Where the marks' bytes are in the normalised text. Normalising may shorten it (decomposed letters), so that it is done from mark to mark.
fn places(state: &State, text: &str) -> HashMap<usize, usize> {
    let mut bytes: Vec<usize> = state
        .marks
        .iter()
        .flat_map(|(_, start, end)| [*start, *end])
        .collect();
    bytes.sort_unstable();
    bytes.dedup();
    if text == state.out {
        let index = CharIndex::new(text);
        return bytes
            .into_iter()
            .map(|byte| (byte, index.char(byte)))
            .collect();
    }
    let (mut last, mut at, most) = (0, 0, char_len(text));
    let mut found = HashMap::new();
    for byte in bytes {
        at += char_len(&normalize(state.out.get(last..byte).unwrap_or_default()));
        found.insert(byte, at.min(most));
        last = byte;
    }
    found
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        if self.skip > 0 {
            return;
        }
        for letter in text.chars() {
            let blank = letter.is_whitespace()
                || matches!(
                    letter,
                    '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{FEFF}' | '\u{34F}'
                );
            if self.pre > 0 && letter == '\n' {
                self.newlines += 1;
            } else if blank && !(self.pre > 0 && matches!(letter, ' ' | '\t')) {
                self.space |= letter.is_whitespace();
            } else {
                self.flush();
                self.out.push(letter);
            }
        }
    }

    fn flush(&mut self) {
        if self.newlines > 0 {
            if !self.out.is_empty() {
                let most = if self.pre > 0 { 3 } else { 2 };
                self.out
                    .extend(std::iter::repeat_n('\n', self.newlines.min(most)));
            }
        } else if self.space && !self.out.is_empty() && !self.out.ends_with(['\n', '\t']) {
            self.out.push(' ');
        }
        (self.newlines, self.space) = (0, false);
        if let Some(bullet) = self.bullet.take() {
            self.out.push_str(&bullet);
        }
    }

    fn break_line(&mut self, least: usize) {
        if least > 0 {
            self.newlines = self.newlines.max(least);
            self.space = false;
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        let class = attribute(tag, "class");
        if name == "body" {
            self.end("head");
        }
        if matches!(
            name.as_str(),
            "p" | "div" | "table" | "ul" | "ol" | "blockquote"
        ) && self.open.last().is_some_and(|open| open.name == "p")
        {
            self.end("p");
        }
        if matches!(name.as_str(), "li" | "td" | "th" | "tr")
            && self.open.last().is_some_and(|open| open.name == name)
        {
            self.end(&name);
        }
        let space = margin(&name, &class);
        match name.as_str() {
            "br" => self.newlines += 1,
            "td" | "th"
                if self.newlines == 0
                    && !self.out.is_empty()
                    && !self.out.ends_with('\n')
                    && self.skip == 0 =>
            {
                self.space = true
            }
            "ul" => self.lists.push(None),
            "ol" => self
                .lists
                .push(Some(attribute(tag, "start").parse().unwrap_or(1))),
            _ => {}
        }
        // The items of one list, and lists within it, follow each other without blank lines.
        self.break_line(if space == 2 && self.lists.len() > 1 {
            1
        } else {
            space
        });
        if name == "li" {
            self.bullet = Some(match self.lists.last_mut() {
                Some(Some(number)) => {
                    let bullet = format!("{number}. ");
                    *number = number.saturating_add(1);
                    bullet
                }
                _ => "- ".to_owned(),
            });
        }
        let skipped = is_skipped(&name);
        let room = self.open.len() < MAX_DEPTH || (skipped && self.skip == 0);
        if !is_void(&name) && !tag.self_closing && room {
            self.push(tag, &name, &class);
        }
        match name.as_str() {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn push(&mut self, tag: &Tag, name: &str, class: &str) {
        let skipped = is_skipped(name);
        self.skip += usize::from(skipped);
        self.pre += usize::from(matches!(name, "pre" | "listing" | "xmp"));
        let mark = mark_of(tag, name, class).map(|mark| (mark, self.out.len()));
        let empty_from = (name == "p" && margin(name, class) == 1).then_some(self.out.len());
        *self.names.entry(name.to_owned()).or_default() += 1;
        self.open.push(Open {
            name: name.to_owned(),
            block: is_block(name),
            skipped,
            mark,
            empty_from,
        });
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            self.newlines += 1;
            return;
        }
        if self.names.get(name).is_none_or(|count| *count == 0) {
            if name == "p" {
                self.break_line(2);
            }
            return;
        }
        let inline = !is_block(name);
        let found = self.open.iter().rposition(|open| open.name == name);
        let barred = inline
            && found.is_some_and(|at| {
                self.open
                    .get(at + 1..)
                    .unwrap_or_default()
                    .iter()
                    .any(|open| open.block)
            });
        let Some(at) = found else { return };
        if barred {
            // A formatting tag closed across a block: only its own mark ends here.
            let open = self.open.remove(at);
            self.close(&open);
            return;
        }
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            self.close(&open);
        }
    }

    fn close(&mut self, open: &Open) {
        if let Some(count) = self.names.get_mut(&open.name) {
            *count = count.saturating_sub(1);
        }
        self.skip -= usize::from(open.skipped);
        self.pre -= usize::from(matches!(open.name.as_str(), "pre" | "listing" | "xmp"));
        if matches!(open.name.as_str(), "ul" | "ol") {
            self.lists.pop();
        }
        if open.empty_from == Some(self.out.len()) {
            // An empty line of Outlook.
            self.newlines += 1;
        }
        let space = if open.empty_from.is_some() {
            1
        } else {
            margin(&open.name, "")
        };
        self.break_line(if space == 2 && !self.lists.is_empty() {
            1
        } else {
            space
        });
        if let Some((mark, start)) = open.mark
            && self.out.len() > start
        {
            let lead = self
                .out
                .get(start..)
                .map_or(0, |text| text.len() - text.trim_start().len());
            self.marks.push((mark, start + lead, self.out.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_entities_become_plain_text() {
        let found = to_text(
            "<style>p{}</style><p>K&aelig;re&nbsp;alle</p><ul><li>et<li>to</ul><p>Mål &#150; nu<br>ja</p>",
        );
        assert_eq!(found.text, "Kære alle\n\n- et\n- to\n\nMål – nu\nja");
    }

    #[test]
    fn an_empty_line_of_outlook_is_a_blank_line() {
        let found = to_text(
            "<p class=MsoNormal>En<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>To</p><p class=MsoNormal>Tre</p>",
        );
        assert_eq!(found.text, "En\n\nTo\nTre");
    }

    #[test]
    fn quotations_and_hidden_text_are_marked_and_kept() {
        let found = to_text(
            "<div>Æ</div><blockquote type=cite>gammelt</blockquote><span style='display: none'>skjult</span>",
        );
        assert_eq!(found.text, "Æ\n\ngammelt\n\nskjult");
        assert_eq!(found.quotes, vec![Span::new(3, 10)]);
        assert_eq!(found.hidden, vec![Span::new(12, 18)]);
    }
}
