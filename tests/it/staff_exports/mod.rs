//! Staff exports: sheets, documents, annotations and a project for research, each read back.

mod research;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::redaction::Ground;
use hoering::response::NameChoice;
use hoering::schema::audit_events;
use hoering::staff::Role;

use crate::agenda::{bytes, words};
use crate::app::HEARING;
use crate::publication::stage::Stage;
use crate::staff::{browse_as, person};

pub fn page() -> String {
    format!("/sekretariat/{HEARING}/eksport")
}

/// What a response says that nobody outside may read.
pub const SECRET: &str = "Ditte Solbakke er alvorligt syg";

/// A municipality with a formula for a name and hidden words, a citizen, and one without a category.
pub async fn stage() -> Stage {
    let stage = Stage::empty().await;
    let text =
        "Vi 🙂 vil have råd i hvert hus.\nDitte Solbakke er alvorligt syg.\nOg flere busser.";
    let said = stage
        .say("=HYPERLINK(\"http://ond.example\")", "A", text)
        .await;
    stage.hide(&said, SECRET, Ground::Health, true).await;
    stage
        .mark(&said, "råd i hvert hus", "pejlemaerker", 6)
        .await;
    stage
        .mark(&said, "råd i hvert hus", "pejlemaerker", 7)
        .await;
    stage.mark(&said, SECRET, "pejlemaerker", 8).await;
    stage
        .citizen(
            "Bodil Sandager",
            NameChoice::Anonymous,
            false,
            "Jeg er bange.",
        )
        .await;
    stage.log_in(stage.builder).await;
    stage
}

async fn log(stage: &Stage, action: &str) -> i64 {
    audit_events::table
        .filter(audit_events::action.eq(action))
        .count()
        .get_result(&mut *stage.app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_overviews_workbook_has_the_matrix_with_numbers_and_no_formula() {
    let stage = stage().await;
    let bytes = bytes(&stage, &format!("/sekretariat/{HEARING}/overblik.xlsx")).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Oversigt over svar", "Svar pr. tema", "Afsnit pr. tema"]
    );
    let first = book.worksheet_range("Oversigt over svar").unwrap();
    let cells: Vec<String> = first.rows().flatten().map(ToString::to_string).collect();
    assert!(cells.iter().any(|cell| cell.contains("HYPERLINK")));
    for name in ["Oversigt over svar", "Svar pr. tema", "Afsnit pr. tema"] {
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(formulas.rows().flatten().all(String::is_empty), "{name}");
    }
    assert!(!cells.iter().any(|cell| cell.starts_with('=')));
    let matrix = book.worksheet_range("Svar pr. tema").unwrap();
    let row = matrix
        .rows()
        .find(|row| row[0].to_string().starts_with("6 "))
        .unwrap();
    let head = matrix.rows().find(|row| row[0] == "Tema").unwrap();
    let at = |name: &str| {
        head.iter()
            .position(|cell| cell.to_string().starts_with(name))
            .unwrap()
    };
    assert_eq!(row[at("A ")], Data::Float(1.0));
    assert_eq!(row[at("B ")], Data::Float(0.0));
    assert_eq!(row[at("I alt")], Data::Float(1.0));
}

#[tokio::test]
async fn the_responses_go_out_as_they_came_marked_as_internal_or_as_the_public_sees_them() {
    let stage = stage().await;
    let here = page();
    stage.app.get(&here).await.says("A Kommuner (1 svar)");
    let internal = bytes(&stage, &format!("{here}/svar.docx?tekst=intern")).await;
    let warning = "Internt – indeholder oplysninger, der ikke må offentliggøres";
    let text = words(&internal);
    assert!(text.contains(warning) && text.contains(SECRET) && text.contains("Bodil Sandager"));
    assert!(text.contains("Vi 🙂 vil have råd i hvert hus."));
    let header = crate::overview::part_of(&internal, "word/header1.xml");
    assert!(header.contains("Internt"), "on every page");
    assert_eq!(
        (
            log(&stage, "responses_taken").await,
            log(&stage, "response_taken").await
        ),
        (1, 2)
    );
    let one = words(&bytes(&stage, &format!("{here}/svar.docx?tekst=intern&kategori=G")).await);
    assert!(one.contains("Jeg er bange.") && !one.contains("Vi 🙂"));
    assert_eq!(log(&stage, "response_taken").await, 3);
    let none = words(&bytes(&stage, &format!("{here}/svar.docx?kategori=F")).await);
    assert!(none.contains("Der er ingen svar."));

    let public = words(&bytes(&stage, &format!("{here}/svar.docx?tekst=offentlig")).await);
    assert!(!public.contains("Ditte") && !public.contains("Bodil") && !public.contains("Internt"));
    assert!(public.contains("Og flere busser.") && public.contains("Jeg er bange."));
    assert_eq!(
        log(&stage, "response_taken").await,
        3,
        "nothing unredacted was read"
    );
    assert_eq!(
        stage
            .app
            .get(&format!("{here}/svar.docx?tekst=alt"))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_hearing_without_responses_has_files_all_the_same() {
    let stage = Stage::empty().await;
    stage.log_in(stage.builder).await;
    let here = page();
    stage
        .app
        .get(&here)
        .await
        .says("(0 svar), og ingen markeringer");
    for file in [
        "svar.docx",
        "svar.docx?tekst=offentlig",
        "annotationer.jsonld",
        "projekt.qdpx",
    ] {
        assert!(
            !bytes(&stage, &format!("{here}/{file}")).await.is_empty(),
            "{file}"
        );
    }
}

#[tokio::test]
async fn readers_and_taggers_take_nothing_along() {
    let mut stage = stage().await;
    for (login, role) in [("læser", Role::Reader), ("mærker", Role::Tagger)] {
        let who = person(&stage.app, login, role).await;
        browse_as(&mut stage.app, &who).await;
        for file in ["", "/svar.docx", "/annotationer.jsonld", "/projekt.qdpx"] {
            let answer = stage.app.get(&format!("{}{file}", page())).await;
            assert_eq!(answer.status, 403, "{login} {file}");
        }
    }
}
