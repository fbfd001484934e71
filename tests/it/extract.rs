//! Files to text, through the real child process.

use std::io::{Cursor, Write};

use hoering::extract::{Extracted, Extractor, State};
use zip::write::SimpleFileOptions;

pub(crate) fn extractor() -> Extractor {
    Extractor::new(env!("CARGO_BIN_EXE_hoering").into())
}

pub(crate) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!(
        "{}/config/demo/attachments/{name}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

pub(crate) fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

async fn read(bytes: &[u8], name: &str) -> Extracted {
    extractor().extract(bytes, name, None).await
}

#[tokio::test]
async fn a_paragraph_that_goes_on_over_the_page_footer_stays_whole() {
    let found = read(&sample("A2_hoeringssvar.pdf"), "svar.pdf").await;
    assert_eq!((found.state, found.pages), (State::Text, Some(2)));
    assert!(
        found
            .text
            .contains(" haft den slags råd siden 2011 og oplever"),
        "{}",
        found.text
    );
    assert_eq!(found.ranges.len(), 2);
}

#[tokio::test]
async fn a_scan_says_that_it_has_no_text() {
    assert_eq!(
        read(&sample("A5_scannet.pdf"), "scan.pdf").await.state,
        State::NoText
    );
}

#[tokio::test]
async fn the_type_is_told_by_the_content() {
    let found = read(&sample("A3_hoeringssvar.docx"), "svar.pdf").await;
    assert_eq!(
        found.media_type,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    );
    assert_eq!(found.state, State::Text);
}

#[tokio::test]
async fn deleted_and_hidden_text_and_properties_of_a_word_file_stay_out() {
    let body = r#"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body>
        <w:p><w:r><w:t>Synlig &amp; &#230;gte</w:t></w:r><w:del><w:r><w:delText>slettet</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:t>&e;</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;
    let file = archive(&[
        ("word/document.xml", body.as_bytes()),
        ("word/header1.xml", b"<w:t>hoved</w:t>"),
        ("docProps/core.xml", b"<x>forfatter</x>"),
    ]);
    let found = read(&file, "svar.docx").await;
    assert_eq!(
        (found.state, found.text.as_str()),
        (State::Text, "Synlig & ægte\n\na\tb")
    );
}

#[tokio::test]
async fn a_zip_bomb_is_refused() {
    let zeros = vec![b' '; 30 << 20];
    let found = read(&archive(&[("word/document.xml", &zeros)]), "bombe.docx").await;
    assert_eq!(found.state, State::TooLarge, "{found:?}");
}

#[tokio::test]
async fn an_archive_with_too_many_entries_is_refused() {
    let names: Vec<String> = (0..2_100)
        .map(|number| format!("word/document{number}.xml"))
        .collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    assert_eq!(
        read(&archive(&entries), "mange.docx").await.state,
        State::TooLarge
    );
}

#[tokio::test]
async fn the_test_string_of_malware_scanners_is_infected() {
    let mail = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/demo/mail/21.eml"
    ))
    .unwrap();
    let mail = hoering::intake::mailbox::read(&mail);
    assert_eq!(
        read(&mail.attachments[0].bytes, "faktura.com").await.state,
        State::Infected
    );
}

#[tokio::test]
async fn a_protected_pdf_says_encrypted() {
    // A PDF whose encryption dictionary has a user password that nobody gives.
    let pdf = include_bytes!("files/encrypted.pdf");
    let found = read(pdf, "hemmelig.pdf").await;
    assert_eq!(found.state, State::Encrypted, "{found:?}");
}

#[tokio::test]
async fn broken_files_fail_without_a_hang() {
    let mut pdf = sample("A1_hoeringssvar.pdf");
    pdf.truncate(900);
    assert_eq!(read(&pdf, "a.pdf").await.state, State::Failed);
    assert_eq!(read(b"", "tom.pdf").await.state, State::Failed);
    let mut docx = sample("A3_hoeringssvar.docx");
    docx.truncate(9_000);
    assert_eq!(read(&docx, "a.docx").await.state, State::Failed);
    assert_eq!(
        read(b"\x89PNG\r\n\x1a\n", "a.png").await.state,
        State::NoText
    );
    assert_eq!(
        read(b"PK\x05\x06\0\0", "a.zip").await.state,
        State::Unsupported
    );
}

#[tokio::test]
async fn plain_text_in_any_character_set_is_read() {
    assert_eq!(
        read(b"R\xF8dgr\xF8d\r\nmed fl\xF8de", "a.txt").await.text,
        "Rødgrød\nmed fløde"
    );
    assert_eq!(
        read("<html><p>Hø &eacute;n</p></html>".as_bytes(), "a.html")
            .await
            .text,
        "Hø én"
    );
}

#[test]
fn the_child_refuses_to_be_used_for_anything_else() {
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_hoering"))
        .args(["extract", "shell"])
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(2));
}
