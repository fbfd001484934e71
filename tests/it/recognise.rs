//! Scans and pictures: their letters are recognised, after everything else.

use hoering::extract::State;
use hoering::jobs;
use hoering::response::PartState;
use hoering::staff::Role;
use hoering::text::collapse;
use hoering::worker;

use crate::app::TestApp;
use crate::attachments::send;
use crate::extract::{extractor, sample};
use crate::staff::{browse_as, person};

/// What the scanned letter says, by the samples' own record.
fn passages() -> Vec<String> {
    let all = std::fs::read_to_string("config/demo/responses.jsonl").unwrap();
    let of = all
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .find(|one| one["id"] == "A5")
        .unwrap();
    let passages = of["passages"].as_array().unwrap();
    passages
        .iter()
        .map(|one| collapse(one["text"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn every_passage_of_a_scanned_letter_is_recognised() {
    let bytes = sample("A5_scannet.pdf");
    let read = extractor().extract(&bytes, "scan.pdf", None).await;
    assert_eq!(read.state, State::NoText);
    let read = extractor().recognise(&bytes, &read).await;
    assert_eq!((read.state, read.pages), (State::Text, Some(1)));
    let text = collapse(&read.text);
    for passage in passages() {
        assert!(text.contains(&passage), "{passage}\n{}", read.text);
    }
}

#[tokio::test]
async fn a_logo_is_no_letter() {
    let bytes = sample("logo_grenhede.png");
    let read = extractor().extract(&bytes, "logo.png", None).await;
    let read = extractor().recognise(&bytes, &read).await;
    assert_eq!((read.state, read.text.as_str()), (State::NoText, ""));
}

#[tokio::test]
async fn a_scan_is_read_in_a_queue_of_its_own_and_staff_see_that_a_machine_read_it() {
    let mut app = TestApp::spawn().await;
    let it = send(&app, "scan.pdf", &sample("A5_scannet.pdf")).await;
    jobs::run_all_due(&app.app, &worker::registry(), "test")
        .await
        .unwrap();
    assert_eq!(it.part(&app).await.state, PartState::Reading);
    assert!(app.mails().is_empty(), "the receipt waits for the letters");
    let recognised = jobs::run_all_due(&app.app, &worker::recognising(), "test")
        .await
        .unwrap();
    assert_eq!(recognised, 1);
    let text = it.text(&app).await.unwrap();
    assert_eq!(text.deriver, "ocr");
    assert!(
        text.text
            .contains("Byrådet er imidlertid bekymret for økonomien.")
    );
    app.work().await;
    assert_eq!(app.mails().len(), 1);
    let editor = person(&app, "hanne", Role::Editor).await;
    browse_as(&mut app, &editor).await;
    app.get(&it.page)
        .await
        .says("læst maskinelt fra et billede");
}
