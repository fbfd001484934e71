//! The memo as an authority's note for Word: the hearing in numbers, the summary, a table for each section, what changes in the plan, what
//! is passed on. Each row has a bookmark that stays with it when it is edited or moved.

use docx_rs::{
    AlignmentType, Docx, Footer, Header, LineSpacing, NumPages, PageNum, Paragraph, Run, Tab,
    TabValueType,
};

use super::file::{PROPERTY, about, title};
use super::load::Memo;
use super::summary::{dispositions, responses};
use crate::desk::table::document::{bare, grid, heading, line, packed};
use crate::desk::table::{Cell, Column};
use crate::memo::{Disposition, Line, Sheet};
use crate::publication::numbers::Numbers;
use crate::templates::Words;

/// Columns, each with its share of the width.
pub(super) type Columns = [(&'static str, usize)];

pub(super) const READ: [(&str, usize); 5] = [
    ("memo-number", 5),
    ("memo-remark", 31),
    ("memo-from", 17),
    ("memo-comment", 32),
    ("memo-disposition", 15),
];
pub(super) const CHANGES: [(&str, usize); 4] = [
    ("memo-number", 5),
    ("memo-change-page", 15),
    ("memo-change-before", 40),
    ("memo-change-after", 40),
];
pub(super) const PASSED: [(&str, usize); 4] = [
    ("memo-number", 5),
    ("memo-department", 20),
    ("memo-remark", 50),
    ("memo-from", 25),
];
const FIGURES: [(&str, usize); 2] = [("memo-what", 84), ("memo-count", 16)];

pub(super) fn columns_of(words: &Words, columns: &Columns) -> Vec<Column> {
    let column = |(key, share): &(&str, usize)| Column::new(words.text(key, &[]), *share);
    columns.iter().map(column).collect()
}

/// A document in the making: bookmarks are numbered through.
struct Draft<'a> {
    words: &'a Words,
    document: Docx,
    export: i64,
    marks: usize,
}

/// Numbers, summary, each section's table, what changes in the plan, what is passed on.
pub(super) fn paper(
    words: &Words,
    memo: &Memo,
    (sheet, export): (&Sheet, i64),
    (numbers, organisation): (&Numbers, &str),
) -> anyhow::Result<Vec<u8>> {
    let title = title(words, memo);
    let mut document = bare(memo.now)?
        .custom_property(PROPERTY, format!("E{export}"))
        .header(Header::new().add_paragraph(small(organisation)))
        .footer(footer(words, &title))
        .add_paragraph(heading(1, &title));
    for text in about(words, memo) {
        document = document.add_paragraph(small(&text));
    }
    let mut draft = Draft {
        words,
        document,
        export,
        marks: 0,
    };
    draft.figures(memo, numbers);
    draft.heading("SUM", &words.text("memo-summary", &[]));
    for text in sheet.summary.split('\n').filter(|text| !text.is_empty()) {
        draft.add(line(text).line_spacing(LineSpacing::new().after(120)));
    }
    for part in sheet.lines.chunk_by(|a, b| a.section == b.section) {
        let section = part.first().map_or("other", |one| one.section.as_str());
        let label = sheet.titles.iter().filter(|(_, value)| *value == section);
        // Of *1 Medansvar* and *Medansvar*, the one with the number.
        let label = label.map(|(title, _)| title).max_by_key(|it| it.len());
        let rows = part.iter().map(|line| draft.read(line)).collect();
        let label = label.cloned().unwrap_or_default();
        draft.part(&format!("SEC_{section}"), &label, &READ, rows);
    }
    let changes = memo.changed().into_iter().filter_map(|point| {
        let line = sheet.lines.iter().find(|it| it.number == point.number)?;
        Some(vec![
            draft.number(line, "C"),
            line.change_page.clone().into(),
            line.change_before.clone().into(),
            line.change_after.clone().into(),
        ])
    });
    let changes: Vec<_> = changes.collect();
    let about = words.text("memo-changes-title", &[]);
    draft.part("CHANGES", &about, &CHANGES, changes);
    let passed = sheet.lines.iter().filter(|it| !it.department.is_empty());
    let passed: Vec<_> = passed
        .map(|line| {
            vec![
                draft.number(line, "F"),
                line.department.clone().into(),
                line.remark.clone().into(),
                Cell::lines(&line.from),
            ]
        })
        .collect();
    let about = words.text("memo-passed-on", &[]);
    draft.part("PASSED", &about, &PASSED, passed);
    packed(draft.document, &title, true)
}

impl Draft<'_> {
    fn add(&mut self, paragraph: Paragraph) {
        self.document = std::mem::take(&mut self.document).add_paragraph(paragraph);
    }

    /// A heading under a name of its own.
    fn heading(&mut self, name: &str, text: &str) {
        self.marks += 1;
        // Far above the bookmarks of the rows.
        let id = 1_000_000_000 + self.marks;
        // What a program puts behind the name of a copy is told from the name by its last sign.
        let name = format!("{name}_E{}_", self.export);
        let paragraph = heading(2, text)
            .keep_next(true)
            .add_bookmark_start(id, name)
            .add_bookmark_end(id);
        self.add(paragraph);
    }

    /// A heading with its table; nothing where there are no rows.
    fn part(&mut self, name: &str, title: &str, columns: &Columns, rows: Vec<Vec<Cell>>) {
        if rows.is_empty() {
            return;
        }
        self.heading(name, title);
        let table = grid(&columns_of(self.words, columns), &rows, false);
        self.document = std::mem::take(&mut self.document).add_table(table);
        self.add(Paragraph::new());
    }

    /// The point's number under the name of its row.
    fn number(&self, line: &Line, kind: &str) -> Cell {
        let export = self.export;
        let name = format!("{kind}{}_V{}_E{export}_", line.number, line.version);
        // A point stands in at most three tables.
        let of_kind = match kind {
            "P" => 0,
            "C" => 1,
            _ => 2,
        };
        let id = usize::try_from(line.number).unwrap_or_default() * 3 + of_kind;
        Cell::Marked((id, name), line.number.to_string())
    }

    /// A point as it will be read.
    fn read(&self, line: &Line) -> Vec<Cell> {
        vec![
            self.number(line, "P"),
            line.remark.clone().into(),
            Cell::lines(&line.from),
            line.comment.clone().into(),
            Cell::lines(&decided(self.words, line)),
        ]
    }

    fn figures(&mut self, memo: &Memo, numbers: &Numbers) {
        let words = self.words;
        let received = (words.text("memo-received", &[]), numbers.ledger.received);
        let rows = responses(words, numbers)
            .into_iter()
            .chain(dispositions(words, &memo.points))
            .map(|figure| (figure.text, figure.n));
        let rows = [received].into_iter().chain(rows);
        let rows = rows.map(|(text, n)| vec![text.into(), n.to_string().into()]);
        let title = words.text("memo-numbers", &[]);
        self.part("NUMBERS", &title, &FIGURES, rows.collect());
    }
}

/// What is done about it, and where the plan changes.
pub(super) fn decided(words: &Words, line: &Line) -> Vec<String> {
    let mut lines = vec![line.disposition.clone()];
    let changes = [&line.change_page, &line.change_before, &line.change_after];
    if changes.iter().any(|text| !text.is_empty()) {
        lines.push(if line.change_page.is_empty() {
            words.text("memo-changes-plan", &[])
        } else {
            let page = line.change_page.as_str();
            words.text("memo-changes-page", &[("page", page.into())])
        });
    }
    lines
}

/// The disposition of words as they stand in a file, and whom it is passed on to.
pub(super) fn disposition_of(words: &Words, text: &str) -> Option<(Option<Disposition>, String)> {
    let text = text.trim().trim_end_matches('.');
    let is = |key: &str| words.text(key, &[]).to_lowercase() == text.to_lowercase();
    if text.is_empty() || is("memo-undecided") {
        return Some((None, String::new()));
    }
    // The word for passing on, with whom to: what stands before the name in the sentence.
    let whole = words.text("memo-forwarded-to", &[("to", "\u{1}".into())]);
    let start = whole.split('\u{1}').next().unwrap_or_default();
    let start = start.trim_matches(|it: char| it.is_control() || !it.is_alphanumeric());
    if let (Some(head), Some(to)) = (text.get(..start.len()), text.get(start.len()..))
        && head.to_lowercase() == start.to_lowercase()
        && !to.trim().is_empty()
    {
        return Some((Some(Disposition::Forwarded), to.trim().to_owned()));
    }
    let found = Disposition::ALL.iter().find(|one| is(one.word_key()));
    found.map(|one| (Some(*one), String::new()))
}

/// *Side 2 af 9*, at the right, under the title.
fn footer(words: &Words, title: &str) -> Footer {
    let run = |text: &str| Run::new().size(16).add_text(text);
    let page = words.text("memo-page", &[]);
    let of = words.text("memo-page-of", &[]);
    Footer::new().add_paragraph(
        Paragraph::new()
            .add_tab(Tab::new().val(TabValueType::Right).pos(15_138))
            .add_run(run(title).add_tab())
            .add_run(run(&format!("{page} ")))
            .add_page_num(PageNum::new())
            .add_run(run(&format!(" {of} ")))
            .add_num_pages(NumPages::new())
            .align(AlignmentType::Left),
    )
}

fn small(text: &str) -> Paragraph {
    line(text).line_spacing(LineSpacing::new().after(40))
}
