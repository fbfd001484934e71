//! Files as people change them: the memo as it goes out, taken apart, edited and put together again.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use super::list;
use crate::app::{Answer, TestApp};

/// The memo as it goes out.
pub async fn taken(app: &TestApp, ending: &str) -> Vec<u8> {
    let url = app.url(&format!("{}.{ending}", list()));
    let answer = app.http.get(url).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.bytes().await.unwrap().to_vec()
}

/// The parts of a file, by their names.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

pub fn packed(parts: BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // What OpenDocument is known by is never packed.
        let how = if name == "mimetype" {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        };
        let options = zip::write::SimpleFileOptions::default().compression_method(how);
        archive.start_file(name, options).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The file with one of its parts changed; a part that is not there begins empty, and one that is left empty goes.
pub fn edited(bytes: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut all = parts(bytes);
    let text = String::from_utf8(all.remove(part).unwrap_or_default()).unwrap();
    let text = change(text);
    if !text.is_empty() {
        all.insert(part.to_owned(), text.into_bytes());
    }
    packed(all)
}

pub fn document(bytes: &[u8], change: impl FnOnce(String) -> String) -> Vec<u8> {
    edited(bytes, "word/document.xml", change)
}

/// A text of a workbook in the place of another.
pub fn cell(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    edited(bytes, "xl/sharedStrings.xml", |xml| {
        let (from, to) = (format!(">{from}<"), format!(">{to}<"));
        assert!(xml.contains(&from), "{from} is not in {xml}");
        xml.replace(&from, &to)
    })
}

/// The row of a point in the table in which it is read.
pub fn row(xml: &str, number: i32) -> String {
    let at = xml.find(&format!("\"P{number}_V")).unwrap();
    let start = xml[..at].rfind("<w:tr>").unwrap();
    let end = at + xml[at..].find("</w:tr>").unwrap() + "</w:tr>".len();
    xml[start..end].to_owned()
}

/// Without the names of rows and of the file, as programs leave a document that they do not know.
pub fn nameless(bytes: &[u8]) -> Vec<u8> {
    let marks = regex::Regex::new("<w:bookmark(Start|End)[^>]*/>").unwrap();
    let bytes = document(bytes, |xml| marks.replace_all(&xml, "").into_owned());
    edited(&bytes, "docProps/custom.xml", |_| String::new())
}

/// Hands a file in.
pub async fn hand_in(app: &TestApp, name: &str, bytes: Vec<u8>) -> Answer {
    let (page, path) = (format!("{}/filer/ny", list()), format!("{}/filer", list()));
    app.upload(&page, &path, &[], vec![(name, bytes)]).await
}

/// Hands a file in that is read, and gives the page of its changes with its address.
pub async fn changes(app: &TestApp, name: &str, bytes: Vec<u8>) -> (String, Answer) {
    let path = hand_in(app, name, bytes).await.leads().to_owned();
    let page = app.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text);
    (path, page)
}

/// The changes that a page lists: the name of each and what is chosen.
pub fn listed(page: &Answer) -> Vec<(String, String)> {
    let radio =
        regex::Regex::new(r#"type="radio"[^>]* name="valg\.([^"]*)" value="(\w+)"( checked)?"#)
            .unwrap();
    radio
        .captures_iter(&page.text)
        .filter(|it| it.get(3).is_some())
        .map(|it| (it[1].to_owned(), it[2].to_owned()))
        .collect()
}

/// The names of the changes that a page lists.
pub fn names(page: &Answer) -> Vec<String> {
    listed(page).into_iter().map(|(name, _)| name).collect()
}

/// Sends the form of a page as it stands, with other choices for some.
pub async fn choose(app: &TestApp, path: &str, page: &Answer, other: &[(&str, &str)]) -> Answer {
    let hidden = regex::Regex::new(r#"name="(set\.[^"]*)" value="([^"]*)""#).unwrap();
    let mut fields: Vec<(String, String)> = hidden
        .captures_iter(&page.text)
        .map(|it| (it[1].to_owned(), it[2].to_owned()))
        .collect();
    for (name, chosen) in listed(page) {
        let given = other.iter().find(|(known, _)| *known == name);
        let chosen = given.map_or(chosen, |(_, it)| (*it).to_owned());
        fields.push((format!("valg.{name}"), chosen));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    app.post(path, path, &fields).await
}
