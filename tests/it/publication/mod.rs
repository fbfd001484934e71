//! The compilation: complete, safe, and never changed once it is out.

mod enquiry;
mod excuse;
mod formats_broken;
mod formats_data;
mod formats_public;
mod formats_standards;
mod formats_volumes;
mod gate;
mod mails;
mod memo;
mod release;
mod schema;
pub mod stage;
mod themes;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::publication::gate::What;
use hoering::publication::references::{ReferenceError, fix_references};
use hoering::publication::release::Built;
use hoering::redaction::Ground;
use hoering::schema::published_responses;

use crate::app::at;
use stage::Stage;

const COMPILATION: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar-samlet";
const STAFF: &str = "/sekretariat/visions-og-udviklingsplan-2023/offentliggoerelse";
const AFTER: &str = "2023-11-20T08:00:00Z";

/// What the sample A7 says of a person, and what must never be seen of it.
const SECRET: &str = "Ditte Solbakke bor i Hasselvej 4, 8000 Aarhus, og er alvorligt syg";

async fn kinds(stage: &Stage) -> Vec<What> {
    let built = stage.build_files().await;
    built.findings.iter().map(|finding| finding.what).collect()
}

fn file(built: &Built, name: &str) -> String {
    let found = built.files.iter().find(|file| file.name == name).unwrap();
    String::from_utf8(found.bytes.to_vec()).unwrap()
}

pub fn pdf_text(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output = std::process::Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// All that is written in a file, also in those that are inside it.
fn readable(name: &str, bytes: Vec<u8>) -> String {
    if name.ends_with(".pdf") {
        return pdf_text(&bytes);
    }
    if !bytes.starts_with(b"PK") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let (inner, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        text += &readable(&inner, bytes);
    }
    text
}

#[tokio::test]
async fn the_samples_get_their_references_by_arrival() {
    let stage = Stage::samples().await;
    stage.fix().await;
    let references = stage.references().await;
    let of = |name: &str| references[&stage.said[name].response_id].clone();
    let order: Vec<String> = [
        "A1", "A2", "A3", "A11", "A4", "A5", "A6", "A7", "A8", "A12", "A9", "A10",
    ]
    .iter()
    .map(|name| of(name))
    .collect();
    let expected: Vec<String> = (1..=12).map(|number| format!("A{number}")).collect();
    assert_eq!(order, expected);
    assert_eq!(
        of("G4").chars().next(),
        Some('G'),
        "withdrawn ones take one too"
    );
    assert!(!references.contains_key(&stage.said["A4 rettet"].response_id));
}

#[tokio::test]
async fn references_are_fixed_after_the_deadline_and_later_ones_take_the_next_number() {
    let stage = Stage::empty().await;
    let first = stage.say("Første Kommune", "A", "Vi støtter planen.").await;
    stage.app.app.clock.set(at("2023-10-11T21:59:59Z"));
    let early = fix_references(
        &mut *stage.app.conn().await,
        stage.hearing.id,
        None,
        at("2023-10-11T21:59:59Z"),
    )
    .await;
    assert!(matches!(early, Err(ReferenceError::BeforeDeadline)));
    stage.app.app.clock.set(at(AFTER));
    stage.fix().await;
    let late = stage
        .say("Sen Kommune", "A", "Vi støtter også planen.")
        .await;
    stage.withdraw(&first).await;
    stage.fix().await;
    let references = stage.references().await;
    assert_eq!(references[&first.response_id], "A1");
    assert_eq!(
        references[&late.response_id], "A2",
        "the number of the withdrawn one is not used again"
    );
}

#[tokio::test]
async fn a_response_without_a_category_gets_no_reference_and_none_else_does() {
    let stage = Stage::empty().await;
    stage.say("Kommunen", "A", "Ja.").await;
    stage.say("Ingen ved", "", "Nej.").await;
    let done = fix_references(
        &mut *stage.app.conn().await,
        stage.hearing.id,
        None,
        at(AFTER),
    )
    .await;
    assert!(matches!(done, Err(ReferenceError::NoCategory(numbers)) if numbers.len() == 1));
    assert!(stage.references().await.is_empty());
    assert!(kinds(&stage).await.contains(&What::NoCategory));
}

#[tokio::test]
async fn the_samples_are_released_and_read_by_the_public() {
    let stage = Stage::samples().await;
    stage.fix().await;
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    assert_eq!(page.status, 200);
    page.says("Klitvang Kommune");
    page.says("heraf 5 med udeladelser");
    page.says("Foreløbigt svar, endeligt 27. oktober");
    page.says("Trukket tilbage");
    assert!(page.text.len() < 400_000);
    let response = stage.app.get(&format!("{COMPILATION}/A8")).await;
    response.says("A8");
    let theme = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/4?kategori=A"))
        .await;
    theme.says("Pejlemærke 4");
    theme.says("åben samling af afprøvede metoder");
    let found = stage
        .app
        .get(&format!("{COMPILATION}/soeg?q=takster"))
        .await;
    found.says("<mark class=\"hit\">");
    let tag = page.headers["etag"].to_str().unwrap().to_owned();
    let again = stage
        .app
        .http
        .get(stage.app.url(COMPILATION))
        .header("if-none-match", tag);
    assert_eq!(again.send().await.unwrap().status(), 304);
}

#[tokio::test]
async fn every_count_of_the_matrix_is_the_number_of_passages_that_it_leads_to() {
    let stage = Stage::samples().await;
    stage.fix().await;
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    let link =
        regex::Regex::new(r#"href="([^"]+/tema/pejlemaerker/\d+\?kategori&#x3D;[A-G])">(\d+)<"#)
            .unwrap();
    let mut counted = 0;
    for cell in link.captures_iter(&page.text) {
        let theme = stage.app.get(&cell[1].replace("&#x3D;", "=")).await;
        let passages = theme.text.matches("<figure class=\"quote\">").count();
        assert_eq!(passages.to_string(), cell[2], "{}", &cell[1]);
        counted += 1;
    }
    assert!(counted > 50, "{counted} cells");
}

#[tokio::test]
async fn redacted_text_is_on_no_page_in_no_search_and_in_no_file() {
    let stage = Stage::empty().await;
    let text = format!("Vi støtter planen. {SECRET}. Det skal ændres hurtigt.");
    let said = stage.say("Klitvang Kommune", "A", &text).await;
    stage.mark(&said, &text, "pejlemaerker", 4).await;
    stage.hide(&said, SECRET, Ground::Health, true).await;
    stage.fix().await;
    let release = stage.release().await;
    for path in [
        "",
        "/A1",
        "/tema/pejlemaerker/4",
        "/soeg?q=planen",
        "/soeg?q=ændres",
    ] {
        let page = stage.app.get(&format!("{COMPILATION}{path}")).await;
        assert_eq!(page.status, 200, "{path}");
        for word in ["Ditte", "Solbakke", "Hasselvej", "alvorligt"] {
            assert!(!page.text.contains(word), "{word} is on {path}");
        }
    }
    stage
        .app
        .get(&format!("{COMPILATION}/A1"))
        .await
        .says("[helbredsoplysning udeladt]");
    for word in ["Solbakke", "Hasselvej", "alvorligt", "Aarhus"] {
        let found = stage.app.get(&format!("{COMPILATION}/soeg?q={word}")).await;
        found.says("Ingen svar indeholder");
    }
    let mut names = 0;
    for (name, bytes) in stage.released_files(release).await {
        let text = readable(&name, bytes);
        assert!(
            !text.contains("Solbakke") && !text.contains("Hasselvej"),
            "{name}"
        );
        names += 1;
    }
    assert_eq!(names, 10);
    let rows: Vec<serde_json::Value> = published_responses::table
        .select(published_responses::body)
        .load(&mut *stage.app.app.public_conn().await.unwrap())
        .await
        .unwrap();
    assert!(!format!("{rows:?}").contains("Solbakke"));
}

#[tokio::test]
async fn a_passage_that_crosses_a_redaction_is_split_and_counted_once() {
    let stage = Stage::empty().await;
    let text = "Før hemmelig efter.";
    let said = stage.say("Klitvang Kommune", "A", text).await;
    stage.mark(&said, text, "pejlemaerker", 4).await;
    stage
        .hide(&said, "hemmelig", Ground::Confidential, true)
        .await;
    let built = stage.build_files().await;
    let part = &built.projection.responses[0].parts[0];
    let quotes: Vec<String> = part
        .passages
        .iter()
        .map(|passage| part.quote(passage))
        .collect();
    assert_eq!(quotes, ["Før", "efter."]);
    assert_eq!(part.passages[0].mark, part.passages[1].mark);
    assert_eq!(built.projection.overview.counts[0].passages, 1);
    stage.fix().await;
    stage.release().await;
    let theme = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/4"))
        .await;
    theme.says("1 afsnit fra 1 svar");
    theme.says("Før <span class=\"token\">[fortrolig oplysning udeladt]</span> efter.");
}

#[tokio::test]
async fn a_receipt_number_leads_to_the_reference() {
    let stage = Stage::empty().await;
    let said = stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.release().await;
    let by_number = stage
        .app
        .get(&format!("{COMPILATION}/{}", said.number))
        .await;
    assert_eq!(
        by_number.status, 200,
        "before references are fixed the number is the address"
    );
    stage.fix().await;
    stage.release().await;
    let by_number = stage
        .app
        .get(&format!("{COMPILATION}/{}", said.number))
        .await;
    assert_eq!(by_number.leads(), format!("{COMPILATION}/A1"));
    let withdrawn = stage.app.get(&format!("{COMPILATION}/A2")).await;
    assert_eq!(withdrawn.status, 404);
}
