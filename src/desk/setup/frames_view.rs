//! Themes as text, with what is read from it.

use serde::Serialize;

use super::form::{FieldList, shown, value};
use crate::desk::head::Head;
use crate::hearing::outline::{self, Fault, Levels, Line, Numbers};
use crate::hearing::{ThemeTree, frames};
use crate::templates::{Choice, Field, FormError, Page, Words};

/// A frame to be written, or corrected.
#[derive(Clone, Debug, Serialize)]
pub struct EditFrame {
    pub head: Head,
    /// `/sekretariat/{hearing}/opsaetning`
    pub base: String,
    pub action: String,
    pub is_new: bool,
    pub frozen: bool,
    /// A frame more, after the hearing opened: frozen as soon as it is saved.
    pub opened: bool,
    pub may: bool,
    pub seen: String,
    pub errors: Vec<FormError>,
    /// Themes that cannot go, each with how often it is used.
    pub kept: Vec<String>,
    pub title: Field,
    pub levels: Field,
    pub text: Field,
    pub ways: Vec<Choice>,
    pub numbers: Vec<Choice>,
    /// What is read from the text; none before it was asked for.
    pub preview: Option<Vec<PreviewLine>>,
    /// The themes that are saved, to be put in order.
    pub order: Vec<OrderLine>,
}

/// A theme as it was read.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewLine {
    pub depth: usize,
    pub mark: Option<String>,
    pub title: String,
    /// The hearing's word for the level.
    pub level: String,
}

/// A saved theme with its place.
#[derive(Clone, Debug, Serialize)]
pub struct OrderLine {
    pub id: i64,
    pub depth: usize,
    pub mark: Option<String>,
    pub title: String,
    pub first: bool,
    pub last: bool,
}

/// How levels are told, as the form says it.
pub(super) fn levels(fields: &FieldList) -> Levels {
    if value(fields, "way") == "indented" {
        Levels::Indented
    } else {
        Levels::Found
    }
}

pub(super) fn numbers(fields: &FieldList) -> Numbers {
    match value(fields, "numbers") {
        "running" => Numbers::Running,
        "none" => Numbers::None,
        _ => Numbers::AsWritten,
    }
}

/// The words for levels, outermost first.
pub(super) fn level_names(text: &str) -> Vec<String> {
    text.split(',')
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The fields of a frame that is there, as its form begins.
pub(super) fn fields_of(tree: &ThemeTree) -> FieldList {
    let field = |name: &str, value: String| (name.to_owned(), value);
    vec![
        field("frame_title", tree.frame.title.clone()),
        field("levels", tree.frame.levels.join(", ")),
        field("text", outline::write(tree)),
        field("way", "indented".to_owned()),
        field("numbers", "written".to_owned()),
        field("seen", frames::frame_print(tree)),
    ]
}

/// What is wrong with the text, in words.
pub(super) fn fault(words: &Words, fault: &Fault) -> String {
    let line = |key: &str, at: usize| words.text(key, &[("line", at.into())]);
    match fault {
        Fault::Empty => words.text("setup-outline-empty", &[]),
        Fault::TooMany => words.text("setup-outline-too-many", &[("n", outline::MOST.into())]),
        Fault::TooLong(at) => line("setup-outline-too-long", *at),
        Fault::TooDeep(at) => line("setup-outline-too-deep", *at),
        Fault::NoTitle(at) => line("setup-outline-no-title", *at),
        Fault::TitleTwice(at) => line("setup-outline-title-twice", *at),
        Fault::NumberTwice(number, at) => words.text(
            "setup-outline-number-twice",
            &[("number", number.as_str().into()), ("line", (*at).into())],
        ),
    }
}

pub(super) fn preview(lines: &[Line], names: &[String]) -> Vec<PreviewLine> {
    lines
        .iter()
        .map(|line| PreviewLine {
            depth: line.level,
            mark: line.mark(),
            title: line.title.clone(),
            level: names
                .get(line.level)
                .or(names.last())
                .cloned()
                .unwrap_or_default(),
        })
        .collect()
}

/// The themes that are saved, each with whether it can move among those beside it.
pub(super) fn order(tree: &ThemeTree) -> Vec<OrderLine> {
    let beside = |parent: Option<i64>| {
        tree.themes
            .iter()
            .filter(move |(theme, _, _)| theme.parent_id == parent)
            .map(|(theme, _, _)| theme.id)
    };
    tree.themes
        .iter()
        .map(|(theme, depth, _)| OrderLine {
            id: theme.id,
            depth: *depth,
            mark: theme.number.map(|number| number.to_string()),
            title: theme.title.clone(),
            first: beside(theme.parent_id).next() == Some(theme.id),
            last: beside(theme.parent_id).next_back() == Some(theme.id),
        })
        .collect()
}

impl EditFrame {
    pub(super) fn of(
        words: &Words,
        (head, base, action): (Head, String, String),
        fields: &FieldList,
        errors: Vec<FormError>,
    ) -> Self {
        let field = |name: &str| shown(fields, &errors, name);
        let choice = |name: &str, word: &str, key: &str, usual: &str| {
            let chosen = match value(fields, name) {
                "" => usual,
                chosen => chosen,
            };
            Choice::new(word, &words.text(key, &[]), chosen == word)
        };
        let way = |word, key| choice("way", word, key, "found");
        let number = |word, key| choice("numbers", word, key, "written");
        Self {
            title: field("frame_title"),
            levels: field("levels"),
            text: field("text"),
            seen: value(fields, "seen").to_owned(),
            ways: vec![
                way("found", "setup-way-found"),
                way("indented", "setup-way-indented"),
            ],
            numbers: vec![
                number("written", "setup-numbers-written"),
                number("running", "setup-numbers-running"),
                number("none", "setup-numbers-none"),
            ],
            is_new: false,
            frozen: false,
            opened: false,
            may: true,
            kept: Vec::new(),
            preview: None,
            order: Vec::new(),
            errors,
            head,
            base,
            action,
        }
    }
}

impl Page for EditFrame {
    const TEMPLATE: &'static str = "desk/setup/frame";

    fn sample() -> Self {
        super::sample::frame()
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::frames()
    }
}
