//! What a list would do to the one that is there, line by line. No database: the preview and the act make the same plan.

use std::collections::HashMap;

use super::{Columns, Field, Grid};
use crate::hearing::{Category, Consultee, NewConsultee, Way};
use crate::mail::is_address;

/// Longer is no name of an organisation.
const LONGEST_NAME: usize = 300;

/// A line of the file and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    /// As the spreadsheet counts them.
    pub line: usize,
    pub name: String,
    pub fate: Fate,
    /// What was not understood and stays as it is.
    pub notes: Vec<Note>,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Added(NewConsultee),
    /// The consultee, and what it becomes.
    Changed(i64, NewConsultee),
    Same(i64),
    Wrong(Fault),
}

/// Why a line is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NoName,
    LongName,
    /// The address, as it stands there.
    NoAddress(String),
    /// The line that has the name first.
    Twice(usize),
}

/// What a line says that nobody understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    Category(String),
    Way(String),
}

/// Every line below the heading that holds anything.
#[must_use]
pub fn compare(
    grid: &Grid,
    columns: &Columns,
    (categories, there): (&[Category], &[Consultee]),
) -> Vec<PlannedLine> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut lines = Vec::new();
    for row in columns.first..grid.rows.len() {
        let of = |field| grid.cell(row, columns.at(field));
        if Field::ALL.iter().all(|field| of(*field).is_empty()) {
            continue;
        }
        let (line, name) = (row + 1, of(Field::Name).to_owned());
        let known = there.iter().find(|one| key(&one.name) == key(&name));
        let mut notes = Vec::new();
        let fate = if name.is_empty() {
            Fate::Wrong(Fault::NoName)
        } else if name.chars().count() > LONGEST_NAME {
            Fate::Wrong(Fault::LongName)
        } else if let Some(first) = seen.get(&key(&name)) {
            Fate::Wrong(Fault::Twice(*first))
        } else {
            seen.insert(key(&name), line);
            match typed(&name, &of, categories, (known, &mut notes)) {
                Ok(new) => fate(new, known),
                Err(fault) => Fate::Wrong(fault),
            }
        };
        lines.push(PlannedLine {
            line,
            name,
            fate,
            notes,
        });
    }
    lines
}

fn fate(new: NewConsultee, known: Option<&Consultee>) -> Fate {
    match known {
        None => Fate::Added(new),
        Some(known) if as_typed(known) == new => Fate::Same(known.id),
        Some(known) => Fate::Changed(known.id, new),
    }
}

/// What a line says; where it says nothing, what is known stays.
fn typed<'a>(
    name: &str,
    of: &impl Fn(Field) -> &'a str,
    categories: &[Category],
    (known, notes): (Option<&Consultee>, &mut Vec<Note>),
) -> Result<NewConsultee, Fault> {
    let mut new = known.map(as_typed).unwrap_or_default();
    if known.is_none() {
        name.clone_into(&mut new.name);
    }
    let email = address(of(Field::Email));
    if !email.is_empty() {
        if !is_address(&email) {
            return Err(Fault::NoAddress(of(Field::Email).to_owned()));
        }
        new.email = Some(email.to_lowercase());
    }
    if !of(Field::Kind).is_empty() {
        of(Field::Kind).clone_into(&mut new.kind);
    }
    let said = of(Field::Category);
    if !said.is_empty() {
        match category(categories, said) {
            Some(id) => new.category_id = Some(id),
            None => notes.push(Note::Category(said.to_owned())),
        }
    } else if new.category_id.is_none() {
        new.category_id = category(categories, &new.kind);
    }
    let said = of(Field::Way);
    if !said.is_empty() {
        match way(said) {
            Some(way) => new.way = way,
            None => notes.push(Note::Way(said.to_owned())),
        }
    }
    Ok(new)
}

fn as_typed(known: &Consultee) -> NewConsultee {
    NewConsultee {
        name: known.name.clone(),
        category_id: known.category_id,
        kind: known.kind.clone(),
        email: known.email.clone(),
        way: known.way,
    }
}

fn key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// An address without what spreadsheets put around it: `mailto:`, *Navn \<adresse\>*.
fn address(cell: &str) -> String {
    let cell = cell.trim();
    let bare = match (cell.find('<'), cell.rfind('>')) {
        (Some(start), Some(end)) if start < end => &cell[start + 1..end],
        _ => cell,
    };
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    bare.trim().trim_end_matches([';', ',']).to_owned()
}

/// A category by its letter, its name, both, or a word for the kinds that belong to it.
fn category(categories: &[Category], said: &str) -> Option<i64> {
    let said = key(said);
    let found = categories.iter().find(|one| {
        let (letter, name) = (key(&one.letter), key(&one.name));
        let rest = said.strip_prefix(&letter).map(|rest| {
            rest.trim_start_matches([' ', '.', ':', '-', '–', ')'])
                .to_owned()
        });
        said == letter
            || said == name
            || rest.is_some_and(|rest| rest == name)
            || one.kinds.iter().any(|kind| key(kind) == said)
    });
    found.map(|one| one.id)
}

fn way(said: &str) -> Option<Way> {
    let said = key(said);
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if has(&["digital", "e-boks", "eboks"]) {
        Some(Way::DigitalPost)
    } else if has(&["mail", "e-post", "epost"]) {
        Some(Way::Mail)
    } else if has(&["brev", "papir", "post", "letter"]) {
        Some(Way::Letter)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category_a() -> Category {
        Category {
            id: 7,
            letter: "A".into(),
            name: "Kommuner".into(),
            kinds: vec!["kommune".into()],
            private_persons: false,
            position: 0,
        }
    }

    fn lines(rows: &[[&str; 3]], there: &[Consultee]) -> Vec<PlannedLine> {
        let rows = rows.iter();
        let rows = rows.map(|row| row.iter().map(ToString::to_string).collect());
        let columns = Columns {
            first: 0,
            of: vec![(Field::Name, 0), (Field::Email, 1), (Field::Category, 2)],
        };
        compare(
            &Grid::new(rows.collect()),
            &columns,
            (&[category_a()], there),
        )
    }

    fn known() -> Consultee {
        Consultee {
            id: 3,
            name: "Hvidklit Kommune".into(),
            category_id: Some(7),
            kind: "kommune".into(),
            email: Some("post@hvidklit.example".into()),
            way: Way::Mail,
            closes_at: None,
        }
    }

    #[test]
    fn a_line_is_new_changed_the_same_or_wrong() {
        let found = lines(
            &[
                ["hvidklit  kommune", "", ""],
                ["Ny Kommune", "Ny <mailto:POST@ny.example>", "A. Kommuner"],
                ["Ny kommune", "post@ny.example", ""],
                ["", "post@nogen.example", ""],
                ["Uden Adresse", "ring til os", ""],
                ["", "", ""],
            ],
            &[known()],
        );
        assert_eq!(found.len(), 5);
        assert_eq!(found[0].fate, Fate::Same(3));
        let Fate::Added(new) = &found[1].fate else {
            panic!("{found:?}")
        };
        assert_eq!(
            (new.email.as_deref(), new.category_id),
            (Some("post@ny.example"), Some(7))
        );
        assert_eq!(found[2].fate, Fate::Wrong(Fault::Twice(2)));
        assert_eq!(found[3].fate, Fate::Wrong(Fault::NoName));
        assert_eq!(
            found[4].fate,
            Fate::Wrong(Fault::NoAddress("ring til os".into()))
        );
    }

    #[test]
    fn what_a_line_leaves_empty_stays_and_what_nobody_understands_is_noted() {
        let found = lines(
            &[["Hvidklit Kommune", "ny@hvidklit.example", "Rumvæsner"]],
            &[known()],
        );
        let Fate::Changed(3, new) = &found[0].fate else {
            panic!("{found:?}")
        };
        assert_eq!(
            (new.email.as_deref(), new.category_id),
            (Some("ny@hvidklit.example"), Some(7))
        );
        assert_eq!(found[0].notes, [Note::Category("Rumvæsner".into())]);
    }

    #[test]
    fn ways_are_known_by_their_everyday_words() {
        assert_eq!(way("E-mail"), Some(Way::Mail));
        assert_eq!(way("Digital Post (e-Boks)"), Some(Way::DigitalPost));
        assert_eq!(way("Almindeligt brev"), Some(Way::Letter));
        assert_eq!(way("brevdue?"), Some(Way::Letter));
        assert_eq!(way("telefon"), None);
    }
}
