//! The texts, themes and codings as a project of REFI-QDA, which programs for qualitative analysis read (`.qdpx`).
//!
//! The rules are those of *REFI-QDA Standard 1.5* (Rotterdam Exchange Format Initiative, 2019) and its schema *Project.xsd* of 18 March 2019
//! (namespace `urn:QDA-XML:project:1.0`): an archive of `project.qde` and a flat folder `sources`, whose files are called by their GUID and
//! are named `internal://…`; elements in the order *Users, CodeBook, Sources, Notes*; no empty lists. A selection of plain text counts
//! code points from 0, and its end is the first behind, as in the standard's own example; texts are UTF-8 with a line feed at the end of each
//! line, without a byte-order mark. GUIDs are made of our own ids: the same hearing taken twice has the same.

use std::io::{Cursor, Write as _};

use chrono::{DateTime, Utc};
use quick_xml::escape::escape;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zip::write::SimpleFileOptions;

use super::annotations::time;
use super::read::{Material, Said, SaidPart};
use crate::hearing::ThemeTree;
use crate::response::Role;
use crate::staff::Person;
use crate::tagging::{Coding, Passage};
use crate::templates::Words;

/// The colours of the outermost themes, in turn.
const COLOURS: [&str; 4] = ["#0F6670", "#63489C", "#8A4A0B", "#3D3D3D"];
/// Characters of a passage that name its selection.
const NAMED: usize = 60;

/// A name of our own as a GUID (version 8 of RFC 9562: made of a hash).
pub(super) fn guid(kind: &str, name: &str) -> Uuid {
    let hash = Sha256::digest(format!("hoering/{kind}/{name}"));
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The archive.
pub(super) fn archive(
    words: &Words,
    material: &Material,
    person: &Person,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("project.qde", options)?;
    archive.write_all(project(words, material, person, now).as_bytes())?;
    for part in material.said.iter().flat_map(|one| &one.parts) {
        let name = guid("text", &part.text.id.to_string());
        archive.start_file(format!("sources/{name}.txt"), options)?;
        archive.write_all(part.text.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn project(words: &Words, material: &Material, person: &Person, now: DateTime<Utc>) -> String {
    let mut notes = String::new();
    let sources: String = material
        .said
        .iter()
        .flat_map(|said| said.parts.iter().map(move |part| (said, part)))
        .map(|(said, part)| source(words, material, (said, part), &mut notes))
        .collect();
    let codes: String = material.trees.iter().map(codes).collect();
    let users = users(material, person);
    let lists = [
        ("Users", users),
        ("CodeBook", within("Codes", &codes)),
        ("Sources", sources),
        ("Notes", notes),
    ];
    let lists: String = lists
        .iter()
        .map(|(name, list)| within(name, list))
        .collect();
    let internal = words.text("export-internal", &[]);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{}\" origin=\"Høringssvar\" creatingUserGUID=\"{}\" creationDateTime=\"{}\">\
         {lists}<Description>{}</Description></Project>\n",
        attribute(&material.hearing.title),
        user(person.id),
        time(now),
        attribute(&internal),
    )
}

/// A list, or nothing where it is empty: the schema knows no empty ones.
fn within(name: &str, list: &str) -> String {
    if list.is_empty() {
        return String::new();
    }
    format!("<{name}>{list}</{name}>")
}

fn user(id: i64) -> Uuid {
    guid("staff", &id.to_string())
}

/// Everybody who coded, and whoever takes it along.
fn users(material: &Material, person: &Person) -> String {
    let mut all: Vec<&Person> = material.people.values().collect();
    if all.iter().all(|one| one.id != person.id) {
        all.push(person);
    }
    all.iter()
        .map(|one| {
            format!(
                "<User guid=\"{}\" name=\"{}\" id=\"{}\"/>",
                user(one.id),
                attribute(&one.name),
                attribute(&one.initials)
            )
        })
        .collect()
}

fn code(theme: i64) -> Uuid {
    guid("theme", &theme.to_string())
}

/// A frame as a code that nothing is coded with, its themes below it as they stand in the frame.
fn codes(tree: &ThemeTree) -> String {
    let mut xml = format!(
        "<Code guid=\"{}\" name=\"{}\" isCodable=\"false\">",
        guid("frame", &tree.frame.id.to_string()),
        attribute(&tree.frame.title)
    );
    let mut open: Vec<usize> = Vec::new();
    for (theme, depth, leaf) in &tree.themes {
        while open.last().is_some_and(|last| last >= depth) {
            xml.push_str("</Code>");
            open.pop();
        }
        let colour = COLOURS[tree.track_of(theme.id) % COLOURS.len()];
        xml.push_str(&format!(
            "<Code guid=\"{}\" name=\"{}\" isCodable=\"{leaf}\" color=\"{colour}\">",
            code(theme.id),
            attribute(&theme.label())
        ));
        if !theme.summary.is_empty() {
            xml.push_str(&format!(
                "<Description>{}</Description>",
                attribute(&theme.summary)
            ));
        }
        open.push(*depth);
    }
    for _ in open {
        xml.push_str("</Code>");
    }
    xml.push_str("</Code>");
    xml
}

fn source(
    words: &Words,
    material: &Material,
    (said, part): (&Said, &SaidPart),
    notes: &mut String,
) -> String {
    let own = guid("text", &part.text.id.to_string());
    let mut name = said.title();
    if part.role != Role::Body {
        let file = part
            .filename
            .as_deref()
            .map(str::trim)
            .filter(|file| !file.is_empty());
        let file = file.map_or_else(|| words.text("desk-part-other", &[]), str::to_owned);
        name = format!("{name} – {file}");
    }
    let selections: String = part
        .passages
        .iter()
        .filter(|(_, codings)| {
            codings
                .iter()
                .any(|one| material.theme(one.theme_id).is_some())
        })
        .map(|(passage, codings)| selection(material, passage, codings, notes))
        .collect();
    // What was said of the whole response is said of its first text.
    let first = said
        .parts
        .first()
        .is_some_and(|first| first.text.id == part.text.id);
    let whole: String = said
        .whole
        .iter()
        .filter(|_| first)
        .filter_map(|one| {
            let theme = material.theme(one.theme_id)?;
            let name = format!("{}/{}/{}", one.response_id, one.theme_id, one.staff_id);
            Some(format!(
                "<Coding guid=\"{}\" creatingUser=\"{}\"><CodeRef targetGUID=\"{}\"/></Coding>",
                guid("whole", &name),
                user(one.staff_id),
                code(theme.id)
            ))
        })
        .collect();
    format!(
        "<TextSource guid=\"{}\" name=\"{}\" plainTextPath=\"internal://{own}.txt\" creationDateTime=\"{}\">{selections}{whole}</TextSource>",
        guid("source", &part.text.id.to_string()),
        attribute(&name),
        time(said.response.counts_from()),
    )
}

fn selection(
    material: &Material,
    passage: &Passage,
    codings: &[Coding],
    notes: &mut String,
) -> String {
    let mut inner = String::new();
    for coding in codings {
        let Some(theme) = material.theme(coding.theme_id) else {
            continue;
        };
        let mut note = String::new();
        if !coding.note.is_empty() {
            let own = guid("note", &coding.id.to_string());
            notes.push_str(&format!(
                "<Note guid=\"{own}\" name=\"{}\" creatingUser=\"{}\" creationDateTime=\"{}\"><PlainTextContent>{}</PlainTextContent></Note>",
                attribute(&theme.label()),
                user(coding.staff_id),
                time(coding.created_at),
                text(&coding.note)
            ));
            note = format!("<NoteRef targetGUID=\"{own}\"/>");
        }
        inner.push_str(&format!(
            "<Coding guid=\"{}\" creatingUser=\"{}\" creationDateTime=\"{}\"><CodeRef targetGUID=\"{}\"/>{note}</Coding>",
            guid("coding", &coding.id.to_string()),
            user(coding.staff_id),
            time(coding.created_at),
            code(theme.id)
        ));
    }
    let named: String = passage.exact.chars().take(NAMED).collect();
    let first = codings.first();
    let who = first.map(|one| {
        format!(
            " creatingUser=\"{}\" creationDateTime=\"{}\"",
            user(one.staff_id),
            time(one.created_at)
        )
    });
    format!(
        "<PlainTextSelection guid=\"{}\" name=\"{}\" startPosition=\"{}\" endPosition=\"{}\"{}>{inner}</PlainTextSelection>",
        guid("passage", &passage.id.to_string()),
        attribute(&named),
        passage.starts,
        passage.ends,
        who.unwrap_or_default()
    )
}

/// Text without what XML has no way to write.
fn text(words: &str) -> String {
    let letters = words.chars();
    let clean: String = letters
        .filter(|letter| {
            !matches!(letter, '\u{FFFE}' | '\u{FFFF}')
                && (!letter.is_control() || matches!(letter, '\n' | '\t'))
        })
        .collect();
    escape(clean.as_str()).into_owned()
}

/// The same on one line.
fn attribute(words: &str) -> String {
    text(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}
