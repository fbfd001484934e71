//! What the gate stops at, what a person may let through with a reason, and what a daily release holds.

use hoering::publication::gate::excuse::{ExcuseError, excuse, excuses_of, take_back};
use hoering::publication::gate::{Finding, Weight, What};
use hoering::publication::projection::Status;
use hoering::publication::release::{ReleaseKind, ReleaseState, request};
use hoering::redaction::Ground;
use hoering::response::NameChoice;
use hoering::schema::hearings;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::stage::Stage;
use super::{COMPILATION, STAFF};

async fn found(stage: &Stage) -> Vec<Finding> {
    stage.build_files().await.findings
}

fn of(all: &[Finding], what: What) -> Vec<&Finding> {
    all.iter().filter(|one| one.what == what).collect()
}

#[tokio::test]
async fn the_final_release_needs_every_response_signed_off_and_a_daily_one_holds_those_that_are() {
    let stage = Stage::empty().await;
    stage
        .say("Klitvang Kommune", "A", "Vi støtter planen.")
        .await;
    stage.fix().await;
    stage.sign_all().await;
    let open = stage
        .say("Fjordby Kommune", "A", "Vi er imod planen.")
        .await;
    let full = stage.build_unsigned(ReleaseKind::Final).await;
    let unsigned = of(&full.findings, What::NotSignedOff);
    assert_eq!(unsigned.len(), 1);
    assert_eq!(unsigned[0].number.as_deref(), Some(open.number.as_str()));
    assert!(unsigned[0].stops() && unsigned[0].weight == Weight::Excusable);

    let daily = stage.build_unsigned(ReleaseKind::Daily).await;
    assert!(
        daily.findings.iter().all(|one| !one.stops()),
        "{:?}",
        daily.findings
    );
    let ledger = daily.projection.overview.ledger;
    assert_eq!((ledger.full, ledger.not_yet_published), (1, 1));
    assert!(ledger.balances());
    let held = daily
        .projection
        .responses
        .iter()
        .find(|one| one.row.number == open.number);
    let held = held.unwrap();
    assert_eq!((held.row.status, held.parts.len()), (Status::NotYet, 0));
    for file in &daily.files {
        let text = String::from_utf8_lossy(&file.bytes);
        assert!(!text.contains("imod planen"), "{}", file.name);
    }

    let mut conn = stage.app.conn().await;
    request(&mut conn, stage.builder(), ReleaseKind::Daily)
        .await
        .unwrap();
    drop(conn);
    stage.app.work().await;
    assert_eq!(stage.latest().await.state, ReleaseState::Waiting);
}

#[tokio::test]
async fn what_was_let_through_holds_for_that_text_alone_and_can_be_taken_back() {
    let stage = Stage::empty().await;
    let text = "Ring på 20 12 34 56. Jeg er imod. Mere siges ikke.";
    let said = stage
        .citizen("Ida Bjergmark", NameChoice::Name, false, text)
        .await;
    let all = found(&stage).await;
    let contact = of(&all, What::Contact);
    assert_eq!(contact.len(), 1);
    assert!(contact[0].stops());
    let key = contact[0].key.clone().unwrap();

    let mut conn = stage.app.conn().await;
    let by = stage.builder();
    let keys = [key.clone()];
    let none = excuse(&mut conn, by, (&all, &keys), " – ").await;
    assert!(matches!(none, Err(ExcuseError::NoReason)));
    let long = excuse(&mut conn, by, (&all, &keys), &"x".repeat(501)).await;
    assert!(matches!(long, Err(ExcuseError::TooLong)));
    let other = ["0".repeat(32)];
    let gone = excuse(&mut conn, by, (&all, &other), "Det er foreningens.").await;
    assert!(matches!(gone, Err(ExcuseError::Nothing)));
    for expected in [1, 0] {
        let done = excuse(&mut conn, by, (&all, &keys), "Det er foreningens.").await;
        assert_eq!(done.unwrap(), expected);
    }
    let now = found(&stage).await;
    let contact = of(&now, What::Contact);
    assert_eq!(contact[0].excused.as_deref(), Some("Det er foreningens."));
    assert!(now.iter().all(|one| !one.stops()), "{now:?}");

    // The number that was seen stays let through when another sentence is hidden; another number does not.
    stage
        .hide(&said, "Mere siges ikke", Ground::Confidential, true)
        .await;
    assert!(found(&stage).await.iter().all(|one| !one.stops()));
    stage
        .citizen("Bo Lund", NameChoice::Name, false, "Ring på 20 12 34 57.")
        .await;
    let more = found(&stage).await;
    assert_eq!(
        of(&more, What::Contact)
            .iter()
            .filter(|one| one.stops())
            .count(),
        1
    );

    let id = excuses_of(&mut conn, stage.hearing.id).await.unwrap()[&key].id;
    take_back(&mut conn, by, id).await.unwrap();
    assert!(take_back(&mut conn, by, id).await.is_err());
    let again = found(&stage).await;
    assert_eq!(
        of(&again, What::Contact)
            .iter()
            .filter(|one| one.stops())
            .count(),
        2
    );
}

#[tokio::test]
async fn a_sign_off_that_was_excused_is_asked_for_again_when_the_text_changes() {
    let stage = Stage::empty().await;
    let said = stage.say("Klitvang Kommune", "A", "Ja. Mere her.").await;
    let all = stage.build_unsigned(ReleaseKind::Final).await.findings;
    let key = of(&all, What::NotSignedOff)[0].key.clone().unwrap();
    let mut conn = stage.app.conn().await;
    excuse(&mut conn, stage.builder(), (&all, &[key]), "Læst på mødet.")
        .await
        .unwrap();
    let now = stage.build_unsigned(ReleaseKind::Final).await.findings;
    assert!(now.iter().all(|one| !one.stops()));
    stage.hide(&said, "Mere her", Ground::Business, true).await;
    let changed = stage.build_unsigned(ReleaseKind::Final).await.findings;
    assert!(of(&changed, What::NotSignedOff)[0].stops());
}

#[tokio::test]
async fn organisations_contacts_are_shown_or_must_all_be_hidden_by_the_setting() {
    let stage = Stage::empty().await;
    let text = "Skriv til planen@klitvang.example eller ring på 20 12 34 56.";
    stage.say("Klitvang Kommune", "A", text).await;
    assert!(of(&found(&stage).await, What::Contact).is_empty());
    diesel::update(hearings::table.find(stage.hearing.id))
        .set(hearings::hide_contacts.eq(true))
        .execute(&mut *stage.app.conn().await)
        .await
        .unwrap();
    assert_eq!(of(&found(&stage).await, What::Contact).len(), 2);
}

#[tokio::test]
async fn a_cpr_number_is_never_let_through() {
    let stage = Stage::empty().await;
    stage
        .say("Klitvang Kommune", "A", "Mit nummer er 120345-7890.")
        .await;
    let all = found(&stage).await;
    let cpr = of(&all, What::Cpr);
    assert!(
        !cpr.is_empty()
            && cpr
                .iter()
                .all(|one| one.weight == Weight::Stop && one.key.is_none())
    );
}

#[tokio::test]
async fn the_page_asks_for_a_reason_and_keeps_what_was_chosen_open() {
    let stage = Stage::empty().await;
    let text = "Ring på 20 12 34 56.";
    stage
        .citizen("Ida Bjergmark", NameChoice::Name, false, text)
        .await;
    stage.sign_all().await;
    stage.log_in(stage.builder).await;
    let page = stage.app.get(STAFF).await;
    page.says("Kan ikke offentliggøres endnu: 1 ting mangler");
    page.says("Skal rettes eller godkendes med en begrundelse");
    let key = regex::Regex::new(r#"name="fund" value="([0-9a-f]{32})""#).unwrap();
    let key = key.captures(&page.text).unwrap()[1].to_owned();
    let to = format!("{STAFF}/godkendelser");
    let empty = [
        ("fund", key.as_str()),
        ("art", "contact"),
        ("begrundelse", ""),
    ];
    let refused = stage.app.post(STAFF, &to, &empty).await;
    assert_eq!(refused.status, 422);
    refused.says("Skriv en begrundelse.");
    let given = [
        ("fund", key.as_str()),
        ("begrundelse", "Det er et offentligt nummer."),
    ];
    assert_eq!(stage.app.post(STAFF, &to, &given).await.status, 303);
    let page = stage.app.get(STAFF).await;
    page.says("Intet er i vejen");
    page.says("Det er et offentligt nummer.");
    let built = [("udgave", "daily")];
    let asked = stage
        .app
        .post(STAFF, &format!("{STAFF}/udgaver"), &built)
        .await;
    assert_eq!(asked.status, 303);
    assert_eq!(stage.latest().await.kind, ReleaseKind::Daily);
    assert_eq!(stage.app.get(COMPILATION).await.status, 404);
}
