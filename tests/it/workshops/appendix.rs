//! The appendix of the compilation: on its page, in the PDF and the data, and in no count.

use hoering::input::{NewInput, workshops_of, write};
use hoering::publication::gate::What;

use crate::publication::stage::Stage;

const COMPILATION: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar-samlet";

/// A hearing with a response and two notes, each with theme 6.
async fn with_notes(text: &str) -> Stage {
    let stage = Stage::empty().await;
    let said = stage
        .say("Kommunen", "A", "Vi vil have råd i hvert hus.")
        .await;
    stage.mark(&said, "råd", "pejlemaerker", 6).await;
    let mut conn = stage.app.conn().await;
    let round = workshops_of(&mut conn, stage.hearing.id)
        .await
        .unwrap()
        .remove(0);
    let theme = crate::desk::theme(&stage.app, 6).await.parse().unwrap();
    for text in [text, "Beboerrådet <skal> høres 🙂"] {
        let new = NewInput {
            workshop_id: Some(round.id),
            question: round.questions[0].clone(),
            grouping: "Bord 4".into(),
            text: text.into(),
            themes: vec![theme],
        };
        write(&mut conn, stage.builder(), &new).await.unwrap();
    }
    drop(conn);
    stage.fix().await;
    stage
}

#[tokio::test]
async fn notes_are_an_appendix_with_a_count_of_its_own_and_in_no_other() {
    let stage = with_notes("Spørg dem, der bor her.").await;
    let built = stage.build_files().await;
    let overview = &built.projection.overview;
    assert_eq!(
        (
            overview.ledger.received,
            overview.responses,
            overview.rows.len()
        ),
        (1, 1, 1)
    );
    assert_eq!(
        overview
            .counts
            .iter()
            .map(|cell| cell.passages)
            .sum::<usize>(),
        1
    );
    assert_eq!(overview.inputs.len(), 2);
    let pdf = built
        .files
        .iter()
        .find(|file| file.name.ends_with(".pdf"))
        .unwrap();
    let text = crate::publication::pdf_text(&pdf.bytes);
    for words in [
        "Bilag: noter fra møder og workshops",
        "Spørg dem, der bor her.",
        "Bord 4",
    ] {
        assert!(text.contains(words), "{words}");
    }
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    for words in [
        "2 noter er skrevet",
        "Beboerrådet &lt;skal&gt; høres 🙂",
        "Bord 4",
        "id=\"noter\"",
    ] {
        page.says(words);
    }
    let theme = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/6"))
        .await;
    theme.says("2 noter fra møder og workshops har også dette tema");
    theme.says("#noter");
}

#[tokio::test]
async fn a_note_with_a_cpr_number_stops_the_release() {
    let stage = with_notes("Ring til ham, 120345-7890.").await;
    let built = stage.build_files().await;
    assert!(
        built
            .findings
            .iter()
            .any(|finding| finding.what == What::Cpr)
    );
}
