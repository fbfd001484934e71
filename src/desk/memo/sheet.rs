//! The memo in the words in which it is read, row by row: what a file is written from, and what one that comes back is compared with.

use super::load::Memo;
use super::words::{section_value, state_key};
use crate::memo::{Line, Point, Section, Sheet, Summary, disposed};
use crate::templates::Words;

/// The memo as it stands.
pub(super) fn sheet(words: &Words, memo: &Memo, summary: Option<&Summary>) -> Sheet {
    let sections = memo.in_order();
    let mut titles = std::collections::BTreeMap::new();
    let all = crate::memo::sections(&memo.trees);
    for section in sections.iter().map(|(section, _)| *section).chain(all) {
        let value = section_value(section);
        // What two sections are called is no name of either: the first keeps it.
        for title in [
            memo.section_label(words, section),
            memo.section_title(words, section),
        ] {
            titles.entry(title).or_insert_with(|| value.clone());
        }
    }
    Sheet {
        lines: sections
            .iter()
            .flat_map(|(section, points)| {
                points
                    .iter()
                    .map(|point| line(words, memo, *section, point))
                    .collect::<Vec<_>>()
            })
            .collect(),
        titles,
        summary: summary.map(|one| one.text.clone()).unwrap_or_default(),
        summary_version: summary.map_or(0, |one| one.number),
    }
}

fn line(words: &Words, memo: &Memo, section: Section, point: &Point) -> Line {
    let content = &point.content;
    let owner = content.owner_id.and_then(|id| memo.people.get(&id));
    let (from, labels) = voices(words, memo, point);
    Line {
        number: point.number,
        version: point.version,
        section: section_value(section),
        title: memo.section_title(words, section),
        remark: content.remark.clone(),
        from,
        labels,
        comment: content.comment.clone(),
        disposition: disposed(words, content.disposition, &content.department),
        department: content.department.clone(),
        change_page: content.change_page.clone(),
        change_before: content.change_before.clone(),
        change_after: content.change_after.clone(),
        state: words.text(state_key(content.state), &[]),
        owner: owner.map(|one| one.name.clone()).unwrap_or_default(),
    }
}

/// Who said it, a line for each, and how each is named. Private persons stand by their reference alone.
fn voices(words: &Words, memo: &Memo, point: &Point) -> (Vec<String>, Vec<String>) {
    let responses = memo.voices_of(point).into_iter().map(|voice| {
        let one = memo.reference(words, voice);
        let mut text = one.label.clone();
        if !voice.private && !voice.who.is_empty() {
            text = format!("{text} {}", voice.who);
        }
        let text = match one.gone {
            Some(why) => format!("{text} ({why})"),
            None => text,
        };
        (text, one.label)
    });
    let notes = memo.sources_of(point).iter().filter_map(|source| {
        let id = source.input_id?;
        let input = memo.inputs.iter().find(|one| one.id == id)?;
        let note = words.text("memo-note", &[]);
        let text = format!("{note}: {}", memo.note_title(words, input));
        Some((text.clone(), text))
    });
    responses.chain(notes).unzip()
}
