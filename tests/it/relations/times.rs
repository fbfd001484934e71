//! When a response counts as having come: another address of ours, sent in time.

use super::*;

#[tokio::test]
async fn a_mail_that_was_sent_on_proposes_when_it_came_to_another_of_our_mailboxes() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[47]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::ReachedUs).await;
    let Some(Proposed::ReachedUs {
        at: reached,
        sender,
    }) = it.what()
    else {
        panic!("{it:?}");
    };
    assert_eq!(
        (reached, sender.as_str()),
        (at("2023-10-10T19:14:00Z"), "Viggo Åbrinkdal")
    );
    assert!(it.quote.contains("postkasse"), "{}", it.quote);
    let hearing = app.hearing().await;
    assert!(response.is_late(hearing.closes_at));
    desk(&mut app).await;
    press(
        &app,
        &response,
        &format!("forslag/{}/godkendelse", it.id),
        &[],
    )
    .await;
    let told = again(&app, &response).await;
    assert_eq!(told.reached_us_at, Some(at("2023-10-10T19:14:00Z")));
    assert_eq!(told.reached_us_mail_id, Some(mails[0]));
    assert!(!told.is_late(hearing.closes_at), "the earlier time counts");
    let shown = app.get(&page(&response)).await;
    shown.says("Kom til os før: 10. oktober 2023 kl. 21.14");
    shown.says("Viggo Åbrinkdal");
}

#[tokio::test]
async fn sent_in_time_but_arrived_late_is_proposed_as_timely_and_needs_a_reason() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[46]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::Timely).await;
    desk(&mut app).await;
    let here = page(&response);
    let refused = app
        .post(
            &here,
            &format!("{here}/forslag/{}/godkendelse", it.id),
            &[("ret", "ja"), ("reason", " ")],
        )
        .await;
    assert_eq!(refused.status, 422);
    press(
        &app,
        &response,
        &format!("forslag/{}/godkendelse", it.id),
        &[],
    )
    .await;
    let told = again(&app, &response).await;
    assert!(told.deemed_timely_reason.is_some());
    let shown = app.get(&here).await;
    shown.says("Regnes som rettidigt: Sendt den 11. oktober 2023 kl. 23.58");
    shown.says("class=\"late\"");
    press(&app, &response, "aendring", &[("timely", "fjern")]).await;
    assert_eq!(again(&app, &response).await.deemed_timely_reason, None);
}

#[tokio::test]
async fn staff_record_that_a_response_came_to_another_address_first_and_may_take_it_back() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[48]).await;
    let response = of_mail(&app, mails[0]).await;
    assert!(
        proposals(&app, &response)
            .await
            .iter()
            .all(|one| one.kind != ProposalKind::ReachedUs)
    );
    app.app.clock.set(at("2023-11-01T09:00:00Z"));
    desk(&mut app).await;
    let here = page(&response);
    app.get(&here).await.says("class=\"late\"");
    let form = |date: &'static str, time: &'static str, evidence: &'static str| {
        [
            ("reached", "ja"),
            ("date", date),
            ("time", time),
            ("evidence", evidence),
        ]
    };
    for (fields, words) in [
        (form("2023-10-10", "09:00", " "), "Skriv, hvor svaret kom"),
        (
            form("2023-13-45", "", "Digital Post"),
            "Skriv, hvornår svaret kom",
        ),
        (
            form("2033-01-01", "", "Digital Post"),
            "Skriv, hvornår svaret kom",
        ),
        (
            form("2023-10-13", "23:59", "Digital Post"),
            "Skriv et tidligere",
        ),
    ] {
        refused(&app, &response, ("aendring", &fields), words).await;
    }
    assert_eq!(again(&app, &response).await.reached_us_at, None);

    let evidence = "Det lå i hovedpostkassen, siger loggen dér.";
    press(
        &app,
        &response,
        "aendring",
        &form("2023-10-10", "09:00", evidence),
    )
    .await;
    let told = again(&app, &response).await;
    assert_eq!(told.reached_us_at, Some(at("2023-10-10T07:00:00Z")));
    let hearing = app.hearing().await;
    assert!(!told.is_late(hearing.closes_at), "the earlier time counts");
    let shown = app.get(&here).await;
    shown.says("Kom til os før: 10. oktober 2023 kl. 09.00");
    shown.says(evidence);
    shown.says("Kom hertil den 13. oktober 2023");
    assert!(!shown.text.contains("class=\"late\""));
    let inbox = format!("/sekretariat/{HEARING}/indbakke?frist=efter");
    app.get(&inbox).await.says("Viser 0 svar");

    press(&app, &response, "aendring", &[("reached", "fjern")]).await;
    assert_eq!(again(&app, &response).await.reached_us_at, None);
    app.get(&here).await.says("class=\"late\"");
    assert_eq!(logged(&app, &response, "arrival_recorded").await, 2);
}

#[tokio::test]
async fn an_accepted_earlier_time_can_be_asked_again() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[47]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::ReachedUs).await;
    app.app.clock.set(at("2023-11-01T09:00:00Z"));
    desk(&mut app).await;
    let accept = format!("forslag/{}/godkendelse", it.id);
    let after = [
        ("ret", "ja"),
        ("date", "2023-10-20"),
        ("time", "10:00"),
        ("evidence", "x"),
    ];
    refused(&app, &response, (&accept, &after), "Skriv et tidligere").await;
    press(&app, &response, &accept, &[]).await;
    press(
        &app,
        &response,
        &format!("forslag/{}/fortrydelse", it.id),
        &[],
    )
    .await;
    assert_eq!(again(&app, &response).await.reached_us_at, None);
    let it = proposal(&app, &response, ProposalKind::ReachedUs).await;
    assert_eq!(it.state, ProposalState::Proposed);
    assert_eq!(logged(&app, &response, "proposal_reopened").await, 1);
}
