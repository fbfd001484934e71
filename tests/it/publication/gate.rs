//! What stops a release, and how private persons stand in it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::publication::gate::{What, stops};
use hoering::publication::release::ReleaseState;
use hoering::redaction::Ground;
use hoering::response::{NameChoice, State};
use hoering::schema::responses;
use hoering::text::Span;

use super::stage::Stage;
use super::{COMPILATION, SECRET, file, kinds};

#[tokio::test]
async fn a_redaction_that_nobody_approved_stops_the_release_and_hides_all_the_same() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Klitvang Kommune", "A", &format!("Ja. {SECRET}."))
        .await;
    stage.hide(&said, SECRET, Ground::Health, false).await;
    let built = stage.build_files().await;
    assert!(stops(&built.findings));
    assert!(
        built
            .findings
            .iter()
            .any(|one| one.what == What::RedactionUnapproved)
    );
    assert!(!file(&built, "hoeringssvar.json").contains("Solbakke"));
    stage.request().await;
    stage.app.work().await;
    let release = stage.latest().await;
    assert_eq!(release.state, ReleaseState::Failed);
    assert!(
        release
            .findings()
            .iter()
            .any(|one| one.what == What::RedactionUnapproved)
    );
}

#[tokio::test]
async fn redacted_words_that_still_stand_elsewhere_stop_the_release() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Klitvang Kommune", "A", "Ida er syg. Vi hjælper IDA nu.")
        .await;
    stage
        .hide_span(&said, Span::new(0, 3), Ground::ThirdPerson)
        .await;
    assert!(kinds(&stage).await.contains(&What::RedactedText));
    let stage = Stage::empty().await;
    let other =
        "Her citeres: ditte solbakke bor i hasselvej 4, 8000 aarhus, og er alvor-\nligt syg.";
    let said = stage
        .say("Klitvang Kommune", "A", &format!("Ja. {SECRET}."))
        .await;
    stage.hide(&said, SECRET, Ground::Health, true).await;
    stage.say("Anden Kommune", "A", other).await;
    let built = stage.build_files().await;
    let mut places: Vec<&str> = built
        .findings
        .iter()
        .filter(|one| one.what == What::RedactedText)
        .map(|one| one.place.as_str())
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "hoeringssvar.json",
            "hoeringssvar.jsonl",
            "samlede-hoeringssvar.pdf"
        ]
    );
}

#[tokio::test]
async fn a_cpr_number_stops_the_release_until_two_people_clear_it() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Ravnsø Kommune", "A", "Journalnummer 230831-6104.")
        .await;
    let found = kinds(&stage).await;
    assert!(
        found.iter().filter(|what| **what == What::Cpr).count() >= 4,
        "in the text and in every file"
    );
    stage.clear(&said, "230831-6104", false).await;
    assert!(
        kinds(&stage).await.contains(&What::Cpr),
        "one person is not enough"
    );
    let stage = Stage::empty().await;
    let said = stage
        .say("Ravnsø Kommune", "A", "Journalnummer 230831-6104.")
        .await;
    stage.clear(&said, "230831-6104", true).await;
    assert!(!kinds(&stage).await.contains(&What::Cpr));
}

#[tokio::test]
async fn a_ledger_that_does_not_balance_stops_the_release() {
    let stage = Stage::empty().await;
    let old = stage.say("Klitvang Kommune", "A", "Ja.").await;
    let mut conn = stage.app.conn().await;
    diesel::update(responses::table.find(old.response_id))
        .set(responses::state.eq(State::Superseded))
        .execute(&mut conn)
        .await
        .unwrap();
    drop(conn);
    let built = stage.build_files().await;
    assert!(built.projection.overview.ledger.balances());
    assert!(
        built
            .findings
            .iter()
            .any(|one| one.what == What::SupersededByNothing),
        "it adds up, but what took its place is missing"
    );
}

#[tokio::test]
async fn the_ledger_counts_every_response_once() {
    let stage = Stage::samples().await;
    let ledger = stage.build_files().await.projection.overview.ledger;
    assert_eq!((ledger.received, ledger.sum()), (44, 44));
    assert_eq!(
        (ledger.partly, ledger.superseded, ledger.withdrawn),
        (5, 2, 1)
    );
    assert_eq!(ledger.published(), 41);
}

#[tokio::test]
async fn formulas_are_neutralised_in_the_spreadsheet() {
    let stage = Stage::empty().await;
    stage
        .say("=HYPERLINK(\"http://x\";\"y\")", "A", "=1+1")
        .await;
    let built = stage.build_files().await;
    let csv = file(&built, "oversigt.csv");
    assert!(csv.contains("\"'=HYPERLINK(\"\"http"), "{csv}");
    assert!(!csv.contains(";=") && !csv.contains("\"="), "{csv}");
}

#[tokio::test]
async fn private_persons_stand_as_they_chose_and_are_not_named_in_data() {
    let stage = Stage::empty().await;
    stage
        .citizen("Ida Bjergmark", NameChoice::Name, false, "Mit svar.")
        .await;
    stage
        .citizen(
            "Bo Skjult",
            NameChoice::Citizen,
            false,
            "Et svar uden navn.",
        )
        .await;
    stage
        .citizen(
            "Eva Beskyttet",
            NameChoice::Name,
            true,
            "Et svar med beskyttelse.",
        )
        .await;
    stage.fix().await;
    let built = stage.build_files().await;
    for name in ["oversigt.csv", "hoeringssvar.json", "hoeringssvar.jsonl"] {
        let text = file(&built, name);
        assert!(
            !text.contains("Bjergmark") && !text.contains("Skjult") && !text.contains("Eva"),
            "{name}"
        );
    }
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    page.says("Ida Bjergmark");
    assert!(!page.text.contains("Skjult") && !page.text.contains("Eva Beskyttet"));
    let own = stage.app.get(&format!("{COMPILATION}/G1")).await;
    assert_eq!(own.headers["x-robots-tag"], "noindex");
    own.says("<meta name=\"robots\" content=\"noindex\">");
}

#[tokio::test]
async fn a_protected_name_in_the_text_stops_the_release() {
    let stage = Stage::empty().await;
    stage
        .citizen(
            "Eva Beskyttet",
            NameChoice::Name,
            true,
            "Hilsen Eva Beskyttet",
        )
        .await;
    stage
        .citizen("Bo Skjult", NameChoice::Citizen, false, "Hilsen Bo Skjult")
        .await;
    let found = kinds(&stage).await;
    assert!(found.contains(&What::ProtectedName) && found.contains(&What::NameKeptBack));
}

#[tokio::test]
async fn the_proof_of_identity_is_never_published() {
    let stage = Stage::empty().await;
    let said = stage
        .citizen("Ida Bjergmark", NameChoice::Name, false, "Mit svar.")
        .await;
    stage
        .attach(
            &said,
            "signaturbevis",
            "signaturbevis.pdf",
            "Ida Bjergmark 091149-6318",
        )
        .await;
    stage
        .attach(
            &said,
            "appendix",
            "Ida Bjergmarks bilag.pdf",
            "Bilagets tekst.",
        )
        .await;
    stage.fix().await;
    let built = stage.build_files().await;
    assert!(!stops(&built.findings), "{:?}", built.findings);
    assert_eq!(built.projection.responses[0].parts.len(), 2);
    let json = file(&built, "hoeringssvar.json");
    assert!(
        json.contains("Bilagets tekst") && !json.contains("091149") && !json.contains("Bjergmark")
    );
}
