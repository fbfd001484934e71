//! Files that are made to harm, or are broken: each ends in a state with its reason, and staff read the reason in Danish.

use std::fmt::Write as _;

use hoering::extract::{Extracted, State, Why};
use hoering::response::PartState;
use hoering::staff::Role;

use crate::app::TestApp;
use crate::attachments::send;
use crate::extract::{archive, extractor, sample};
use crate::staff::{browse_as, person};

async fn read(bytes: &[u8], name: &str) -> Extracted {
    extractor().extract(bytes, name, None).await
}

#[track_caller]
fn refused(found: &Extracted, state: State, why: Why) {
    assert_eq!(
        (found.state, found.why),
        (state, Some(why)),
        "{:.200}",
        found.text
    );
}

/// A PDF of these objects, without a table of them: readers make their own.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    for (number, object) in (1..).zip(objects) {
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    out.push_str("trailer << /Root 1 0 R >>\n%%EOF\n");
    out.into_bytes()
}

fn pages(count: usize, catalog: &str) -> Vec<u8> {
    let text = "BT /F1 12 Tf 72 700 Td (Kommunen svarer.) Tj ET";
    let kids: String = (0..count).map(|at| format!("{} 0 R ", at + 5)).collect();
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>"),
        format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    objects.extend((0..count).map(|_| {
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>".to_owned()
    }));
    pdf(&objects)
}

#[tokio::test]
async fn a_pdf_of_more_than_five_hundred_pages_is_for_a_person() {
    let found = read(&pages(500, ""), "svar.pdf").await;
    assert_eq!((found.state, found.pages), (State::Text, Some(500)));
    refused(
        &read(&pages(501, ""), "svar.pdf").await,
        State::TooLarge,
        Why::ManyPages,
    );
}

#[tokio::test]
async fn what_a_pdf_would_run_or_carries_with_it_is_no_text() {
    let catalog = "/OpenAction << /S /JavaScript /JS (app.alert\\('skadelig'\\)) >> /Names << /EmbeddedFiles << /Names [(gemt.exe) << /Type /Filespec /F (gemt.exe) >>] >> >>";
    let found = read(&pages(1, catalog), "svar.pdf").await;
    assert_eq!(
        (found.state, found.text.as_str()),
        (State::Text, "Kommunen svarer.")
    );
}

#[tokio::test]
async fn a_picture_of_sixty_million_points_is_not_opened() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(10_000_u32.to_be_bytes());
    png.extend(6_000_u32.to_be_bytes());
    png.extend([8, 2, 0, 0, 0]);
    refused(
        &read(&png, "kort.png").await,
        State::TooLarge,
        Why::ManyPixels,
    );
}

#[tokio::test]
async fn an_archive_of_ten_thousand_entries_is_not_opened() {
    let names: Vec<String> = (0..10_000)
        .map(|number| format!("word/document{number}.xml"))
        .collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    refused(
        &read(&archive(&entries), "mange.docx").await,
        State::TooLarge,
        Why::ManyEntries,
    );
}

#[tokio::test]
async fn a_document_that_expands_beyond_measure_is_not_opened_even_when_it_lies_about_it() {
    let blanks = vec![b' '; 30 << 20];
    let mut bomb = archive(&[("word/document.xml", &blanks)]);
    refused(
        &read(&bomb, "bombe.docx").await,
        State::TooLarge,
        Why::Expands,
    );
    // The sizes that the archive states are made small.
    let size = u32::try_from(blanks.len()).unwrap().to_le_bytes();
    while let Some(at) = bomb.windows(4).position(|window| window == size) {
        bomb[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    let found = read(&bomb, "bombe.docx").await;
    assert_ne!(found.state, State::Text, "{found:?}");
}

#[tokio::test]
async fn a_text_without_end_is_cut_and_says_so() {
    let found = read("æ".repeat(2_000_001).as_bytes(), "svar.txt").await;
    assert_eq!(
        (found.state, found.why),
        (State::Text, Some(Why::ManyCharacters))
    );
    assert_eq!(found.text.chars().count(), 2_000_000);
    let large = vec![b'a'; 50_000_001];
    refused(
        &read(&large, "svar.txt").await,
        State::TooLarge,
        Why::ManyBytes,
    );
}

#[tokio::test]
async fn an_archive_in_an_archive_is_for_a_person() {
    let inner = archive(&[("svar.txt", b"hej")]);
    refused(
        &read(&archive(&[("mere.zip", &inner)]), "svar.zip").await,
        State::Unsupported,
        Why::Archive,
    );
}

#[tokio::test]
async fn protected_files_are_told_from_broken_ones() {
    let mut word = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    word.resize(512, 0);
    word.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused(
        &read(&word, "svar.docx").await,
        State::Encrypted,
        Why::Password,
    );
    let pdf = include_bytes!("files/encrypted.pdf");
    refused(
        &read(pdf, "svar.pdf").await,
        State::Encrypted,
        Why::Password,
    );
    refused(&read(b"", "svar.pdf").await, State::Failed, Why::Empty);
    refused(
        &read(b"%PDF-1.4\nnoget sludder", "svar.pdf").await,
        State::Failed,
        Why::Damaged,
    );
}

#[tokio::test]
async fn a_program_under_another_name_is_not_opened() {
    let mut program = b"\x7fELF\x02\x01\x01".to_vec();
    program.resize(4_096, 0);
    refused(
        &read(&program, "svar.pdf").await,
        State::Unsupported,
        Why::Program,
    );
}

#[tokio::test]
async fn nothing_from_outside_comes_into_a_document() {
    let body = r#"<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Svar: &x;&b;</w:t></w:r></w:p></w:body></w:document>"#;
    let found = read(
        &archive(&[("word/document.xml", body.as_bytes())]),
        "svar.docx",
    )
    .await;
    assert_eq!((found.state, found.text.as_str()), (State::Text, "Svar:"));
}

#[tokio::test]
async fn a_page_with_script_is_its_words() {
    let page = b"<html><head><script>alert('x')</script><style>p{}</style></head><body onload=\"x()\"><p>Vi svarer.</p><img src=\"http://spor.example/x.png\"></body></html>";
    let found = read(page, "svar.html").await;
    assert_eq!(found.text.trim(), "Vi svarer.");
}

/// Damages a file in many places, always the same.
fn damaged(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for _ in 0..40 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let at = usize::try_from(state).unwrap() % bytes.len();
        bytes[at] = state.to_le_bytes()[3];
    }
    bytes
}

#[tokio::test]
async fn damaged_files_end_with_a_text_or_a_reason() {
    for name in [
        "A2_hoeringssvar.pdf",
        "A3_hoeringssvar.docx",
        "F1_hoeringssvar.odt",
        "E2_hoeringssvar.rtf",
    ] {
        for seed in 0..8 {
            let found = read(&damaged(&sample(name), seed), name).await;
            assert!(
                found.state == State::Text || found.why.is_some(),
                "{name} {seed}: {found:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_pdf_without_its_end_is_read_as_far_as_it_goes() {
    let whole = sample("B2_hoeringssvar.pdf");
    let found = read(&whole[..whole.len() - 300], "svar.pdf").await;
    assert_eq!(found.state, State::Text, "{:?}", found.why);
}

#[tokio::test]
async fn staff_read_the_reason_in_danish() {
    let mut app = TestApp::spawn().await;
    let editor = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &editor).await;
    let blanks = vec![b' '; 30 << 20];
    let bomb = archive(&[("word/document.xml", &blanks)]);
    let encrypted = include_bytes!("files/encrypted.pdf").to_vec();
    let mut program = b"\x7fELF\x02\x01\x01".to_vec();
    program.resize(4_096, 0);
    let cases = [
        (
            "bombe.docx",
            bomb,
            PartState::TooLarge,
            "fylder alt for meget, når den pakkes ud",
        ),
        (
            "laast.pdf",
            encrypted,
            PartState::Encrypted,
            "har en adgangskode",
        ),
        ("tom.pdf", Vec::new(), PartState::Failed, "Filen er tom."),
        (
            "sider.pdf",
            pages(501, ""),
            PartState::TooLarge,
            "mere end 500 sider",
        ),
        ("svar.pdf", program, PartState::Unsupported, "er et program"),
        (
            "brud.pdf",
            b"%PDF-1.4\nsludder".to_vec(),
            PartState::Failed,
            "er beskadiget",
        ),
    ];
    for (name, bytes, state, words) in cases {
        let it = send(&app, name, &bytes).await;
        app.work().await;
        assert_eq!(it.part(&app).await.state, state, "{name}");
        app.get(&it.page).await.says(words);
        app.get(&it.typing()).await.says(words);
    }
}
