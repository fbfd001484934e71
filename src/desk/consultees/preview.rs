//! What a list that was handed in would do, line by line, before anything is done.

use actix_web::web::{Data, Path};
use serde::Serialize;

use super::At;
use super::import::form_name;
use crate::app::App;
use crate::desk::head::Head;
use crate::hearing::Hearing;
use crate::hearing::list::{Fate, Fault, Field, Import, Note, PlannedLine};
use crate::staff::Editor;
use crate::templates::{Choice, Page, Words};
use crate::web::{self, Error, View, redirect};

/// The preview.
#[derive(Clone, Debug, Serialize)]
pub struct ShowImport {
    pub head: Head,
    pub here: String,
    pub filename: String,
    /// Some column is called a name.
    pub has_name: bool,
    pub fields: Vec<FieldChoice>,
    /// The first line below the heading, as a spreadsheet counts.
    pub first: usize,
    pub added: Vec<Line>,
    pub changed: Vec<Line>,
    pub wrong: Vec<Line>,
    pub same: usize,
    /// Names on the list that are not in the file.
    pub kept: Vec<String>,
    /// What was not understood.
    pub notes: Vec<Line>,
    /// Carrying it out does something.
    pub does: bool,
}

/// A field and the column that holds it.
#[derive(Clone, Debug, Serialize)]
pub struct FieldChoice {
    pub name: &'static str,
    pub label: String,
    pub columns: Vec<Choice>,
}

/// A line of the file.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub line: usize,
    pub name: String,
    pub what: String,
}

/// An import that is not there is no failure of the program.
pub(super) fn missing(error: anyhow::Error) -> Error {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => error.into(),
        Err(error) => error.into(),
    }
}

pub(in crate::desk) async fn show(
    app: Data<App>,
    view: View,
    editor: Editor,
    at: Path<At>,
) -> web::Result {
    let words = view.words();
    let mut conn = app.conn().await?;
    let hearing = Hearing::find(&mut conn, editor.hearing_id).await?;
    let import = Import::find(&mut conn, (hearing.id, at.id)).await;
    let import = import.map_err(missing)?;
    if import.done.is_some() {
        return redirect(editor.at(&format!("hoeringsparter?hentet={}", at.id)));
    }
    let head = Head::of(&mut conn, &hearing, &editor).await?;
    let (lines, kept) = import.plan(&mut conn, &hearing).await?;
    let line = |one: &PlannedLine, what: String| Line {
        line: one.line,
        name: one.name.clone(),
        what,
    };
    let (mut added, mut changed, mut wrong, mut notes, mut same) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), 0);
    for one in &lines {
        match &one.fate {
            Fate::Added(new) => {
                added.push(line(one, new.email.clone().unwrap_or_default()));
            }
            Fate::Changed(_, new) => {
                changed.push(line(one, new.email.clone().unwrap_or_default()));
            }
            Fate::Same(_) => same += 1,
            Fate::Wrong(fault) => wrong.push(line(one, fault_text(words, fault))),
        }
        notes.extend(
            one.notes
                .iter()
                .map(|note| line(one, note_text(words, note))),
        );
    }
    let has_name = import.columns.at(Field::Name).is_some();
    view.page(&ShowImport {
        here: format!("{}/hoeringsparter/import/{}", head.base, at.id),
        head,
        has_name,
        fields: fields(words, &import),
        first: import.columns.first + 1,
        does: has_name && !(added.is_empty() && changed.is_empty()),
        added,
        changed,
        wrong,
        same,
        kept: kept.into_iter().map(|one| one.name).collect(),
        notes,
        filename: import.filename,
    })
}

fn fault_text(words: &Words, fault: &Fault) -> String {
    match fault {
        Fault::NoName => words.text("parties-fault-no-name", &[]),
        Fault::LongName => words.text("parties-fault-long-name", &[]),
        Fault::NoAddress(said) => {
            let said = [("said", said.as_str().into())];
            words.text("parties-fault-no-address", &said)
        }
        Fault::Twice(line) => words.text("parties-fault-twice", &[("line", (*line).into())]),
    }
}

fn note_text(words: &Words, note: &Note) -> String {
    let (key, said) = match note {
        Note::Category(said) => ("parties-note-category", said),
        Note::Way(said) => ("parties-note-way", said),
    };
    words.text(key, &[("said", said.as_str().into())])
}

/// Each field with the columns of the file to choose from: by letter, heading and the first thing below it.
fn fields(words: &Words, import: &Import) -> Vec<FieldChoice> {
    let (grid, first) = (&import.grid, import.columns.first);
    let label = |column: usize| {
        let above = (0..first).rev();
        let heading = above
            .map(|row| grid.cell(row, Some(column)))
            .find(|cell| !cell.is_empty());
        let below = (first..grid.rows.len()).map(|row| grid.cell(row, Some(column)));
        // Without a heading the first cells must say what the column holds.
        let examples = below
            .filter(|cell| !cell.is_empty())
            .take(if heading.is_some() { 1 } else { 2 });
        let said: Vec<&str> = heading.into_iter().chain(examples).collect();
        let said: String = said.join(" – ").chars().take(60).collect();
        format!("{}: {said}", letters(column))
    };
    let key = |field| match field {
        Field::Name => "parties-name",
        Field::Category => "desk-category",
        Field::Kind => "parties-kind",
        Field::Email => "parties-email",
        Field::Way => "parties-asked",
    };
    Field::ALL
        .into_iter()
        .map(|field| FieldChoice {
            name: form_name(field),
            label: words.text(key(field), &[]),
            columns: (0..grid.width())
                .map(|column| {
                    let chosen = import.columns.at(field) == Some(column);
                    Choice::new(&column.to_string(), &label(column), chosen)
                })
                .collect(),
        })
        .collect()
}

/// *A*, *B* … *Z*, *AA* …, as a spreadsheet calls its columns.
fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    match column / 26 {
        0 => letter(column).to_string(),
        more => format!("{}{}", letter(more - 1), letter(column)),
    }
}

impl Page for ShowImport {
    const TEMPLATE: &'static str = "desk/import_preview";

    fn sample() -> Self {
        let line = |line, name: &str, what: &str| Line {
            line,
            name: name.into(),
            what: what.into(),
        };
        Self {
            head: Head::sample(),
            here: "/sekretariat/x/hoeringsparter/import/1".into(),
            filename: "høringsliste.xlsx".into(),
            has_name: true,
            fields: vec![FieldChoice {
                name: "name",
                label: "Navn".into(),
                columns: vec![Choice::new("0", "A: Høringspart – Hvidklit Kommune", true)],
            }],
            first: 4,
            added: vec![line(4, "Hvidklit Kommune", "post@hvidklit.example")],
            changed: vec![line(5, "Blåmunke Kommune", "ny@blaamunke.example")],
            wrong: vec![line(
                6,
                "Uden Adresse",
                "\"ring til os\" er ikke en mailadresse.",
            )],
            same: 12,
            kept: vec!["Fjordhøj Kommune".into()],
            notes: vec![line(
                5,
                "Blåmunke Kommune",
                "Kategorien \"Rum\" findes ikke.",
            )],
            does: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            has_name: false,
            added: vec![],
            changed: vec![],
            wrong: vec![],
            same: 0,
            kept: vec![],
            notes: vec![],
            does: false,
            ..Self::sample()
        };
        let nothing = Self {
            has_name: true,
            same: 3,
            ..none.clone()
        };
        vec![
            ("", Self::sample()),
            ("no-name", none),
            ("nothing", nothing),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        assert_eq!(
            [0, 25, 26, 39].map(letters),
            ["A", "Z", "AA", "AN"].map(str::to_owned)
        );
    }
}
