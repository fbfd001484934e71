//! Versions: corrections, final texts of provisional responses, withdrawals.

use hoering::publication::references::fix_references;

use super::*;

#[tokio::test]
async fn a_correction_is_proposed_with_its_sentence_and_confirmed_with_one_key() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[19, 22]).await;
    let (first, second) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    let it = relation(&app, &second).await;
    assert_eq!(
        (it.kind, it.state, it.response_id, it.reason),
        (
            RelationKind::Corrects,
            RelationState::Proposed,
            first.id,
            Reason::InReplyTo
        )
    );
    assert!(it.quote.contains("fundet to fejl"), "{}", it.quote);
    assert_eq!(first.state, State::Current, "nothing happens by itself");

    desk(&mut app).await;
    let inbox = format!("/sekretariat/{HEARING}/indbakke");
    app.get(&inbox).await.says("har forslag");
    let shown = app.get(&page(&second)).await;
    shown.says("erstatter den tidligere");
    shown.says("data-accept");
    let confirm = format!("relationer/{}/bekraeftelse", it.id);
    press(&app, &second, &confirm, &[]).await;
    assert_eq!(again(&app, &first).await.state, State::Superseded);

    // Both pages say so, and in the inbox the first is folded under the second.
    app.get(&page(&first)).await.says("Erstattet af nyere svar");
    app.get(&page(&first)).await.says(&second.number);
    app.get(&page(&second)).await.says(&first.number);
    let inbox = app.get(&inbox).await;
    inbox.says("1 tidligere udgave");
    assert_eq!(inbox.text.matches("class=\"ref\"").count(), 1);
    assert!(!inbox.text.contains("har forslag"));

    let reject = format!("relationer/{}/afvisning", it.id);
    press(&app, &first, &reject, &[]).await;
    assert_eq!(again(&app, &first).await.state, State::Current);
}

#[tokio::test]
async fn a_provisional_response_is_read_from_the_letter_and_timeliness_follows_the_first() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[32, 50]).await;
    let (first, last) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    let guess = proposal(&app, &first, ProposalKind::Standing).await;
    let Some(Proposed::Standing { body, on }) = guess.what() else {
        panic!("{guess:?}");
    };
    assert_eq!(body.as_deref(), Some("Socialudvalget"));
    assert_eq!(on, Some("2023-10-26".parse().unwrap()));
    assert!(!guess.quote.is_empty());
    assert_eq!(first.standing, Standing::Provisional, "stands as a guess");
    assert_eq!(guess.state, ProposalState::Proposed);

    let it = relation(&app, &last).await;
    assert_eq!(
        (it.kind, it.response_id),
        (RelationKind::Finalises, first.id)
    );
    desk(&mut app).await;
    press(
        &app,
        &first,
        &format!("forslag/{}/godkendelse", guess.id),
        &[
            ("ret", "ja"),
            ("body", "Social- og Sundhedsudvalget"),
            ("on", "2023-10-26"),
        ],
    )
    .await;
    let told = again(&app, &first).await;
    assert_eq!(
        told.standing_body.as_deref(),
        Some("Social- og Sundhedsudvalget")
    );
    press(
        &app,
        &last,
        &format!("relationer/{}/bekraeftelse", it.id),
        &[],
    )
    .await;
    let hearing = app.hearing().await;
    assert!(last.is_late(hearing.closes_at), "its own time is late");
    let counted: DateTime<Utc> = counts_from(&mut *app.conn().await, &last).await.unwrap();
    assert_eq!(counted, first.arrived_at);
    let shown = app.get(&page(&last)).await;
    shown.says("Foreløbigt svar kom");
    shown.says("Endeligt svar kom");
    assert!(!shown.text.contains("class=\"late\""), "{}", shown.text);
}

#[tokio::test]
async fn a_withdrawal_by_mail_is_a_proposal_that_staff_confirm() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[28, 31]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = relation(&app, &response).await;
    assert_eq!(
        (it.kind, it.mail_id, it.state),
        (
            RelationKind::Withdraws,
            Some(mails[1]),
            RelationState::Proposed
        )
    );
    assert!(it.quote.contains("trække"), "{}", it.quote);
    assert_eq!(response.state, State::Current);
    desk(&mut app).await;
    app.get(&page(&response)).await.says("trække");
    press(
        &app,
        &response,
        &format!("relationer/{}/bekraeftelse", it.id),
        &[],
    )
    .await;
    assert_eq!(again(&app, &response).await.state, State::Withdrawn);
    app.get(&page(&response)).await.says("Trukket tilbage");
}

/// A mail that answers another.
async fn answering(app: &TestApp, to: &Response, subject: &str, body: &str) -> i64 {
    let raw = format!(
        "From: Anne <anne@ravnsoe.example>\r\nTo: hoering@region.example\r\nSubject: {subject}\r\nIn-Reply-To: {}\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n",
        to.source
    );
    let mail = receive(app, raw).await;
    recognise::due(&app.app).await.unwrap();
    mail
}

async fn three_versions(app: &TestApp) -> (Response, Response, Response) {
    let mails = take(app, &[19, 22]).await;
    let (first, second) = (of_mail(app, mails[0]).await, of_mail(app, mails[1]).await);
    let third = answering(
        app,
        &first,
        "Rettet høringssvar",
        "Denne version erstatter vores tidligere høringssvar i sin helhed. Vi støtter planen.",
    )
    .await;
    (first, second, of_mail(app, third).await)
}

#[tokio::test]
async fn a_third_version_takes_the_place_of_the_second_although_it_answers_the_first() {
    let mut app = TestApp::spawn().await;
    let (first, second, third) = three_versions(&app).await;
    let all = Relation::of_responses(&mut *app.conn().await, &[third.id])
        .await
        .unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(
        all[0].response_id, second.id,
        "not two that both replace the first"
    );
    desk(&mut app).await;
    for of in [&second, &third] {
        let it = Relation::of_responses(&mut *app.conn().await, &[of.id])
            .await
            .unwrap();
        let it = it.iter().find(|one| one.other_id == Some(of.id)).unwrap();
        press(
            &app,
            of,
            &format!("relationer/{}/bekraeftelse", it.id),
            &[("state", "proposed")],
        )
        .await;
    }
    assert_eq!(again(&app, &first).await.state, State::Superseded);
    assert_eq!(again(&app, &second).await.state, State::Superseded);
    assert_eq!(again(&app, &third).await.state, State::Current);
    let shown = app.get(&page(&third)).await;
    assert_eq!(shown.text.matches("Rettet udgave kom den").count(), 2);
    let counted = counts_from(&mut *app.conn().await, &third).await.unwrap();
    assert_eq!(counted, first.arrived_at);
}

#[tokio::test]
async fn a_withdrawal_of_a_corrected_response_is_about_the_version_in_force() {
    let app = TestApp::spawn().await;
    let (first, second, third) = three_versions(&app).await;
    let withdraws = answering(
        &app,
        &first,
        "Træk vores svar tilbage",
        "Vi vil gerne trække vores høringssvar tilbage.",
    )
    .await;
    let all = Relation::of_responses(&mut *app.conn().await, &[first.id, second.id, third.id])
        .await
        .unwrap();
    let it = all
        .iter()
        .find(|one| one.kind == RelationKind::Withdraws)
        .unwrap();
    assert_eq!((it.response_id, it.mail_id), (third.id, Some(withdraws)));
}

#[tokio::test]
async fn a_provisional_response_that_is_approved_keeps_its_text_and_its_time() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[32]).await;
    let response = of_mail(&app, mails[0]).await;
    desk(&mut app).await;
    press(&app, &response, "aendring", &[("approved", "ja")]).await;
    let told = again(&app, &response).await;
    assert_eq!(told.standing, Standing::Final);
    assert!(told.confirmed_at.is_some());
    app.get(&page(&response))
        .await
        .says("Godkendt uden ændringer");
    let asked = proposal(&app, &response, ProposalKind::Standing).await;
    assert_eq!(asked.state, ProposalState::Accepted);
}

#[tokio::test]
async fn a_rejected_withdrawal_can_be_confirmed_after_all() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[28, 31]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = relation(&app, &response).await;
    desk(&mut app).await;
    let (yes, no) = (
        format!("relationer/{}/bekraeftelse", it.id),
        format!("relationer/{}/afvisning", it.id),
    );
    press(&app, &response, &no, &[("state", "proposed")]).await;
    app.get(&page(&response)).await.says("Bekræft alligevel");
    press(&app, &response, &yes, &[("state", "rejected")]).await;
    assert_eq!(again(&app, &response).await.state, State::Withdrawn);
    assert_eq!(logged(&app, &response, "relation_confirmed").await, 1);
}

#[tokio::test]
async fn what_takes_the_place_of_a_response_has_its_reference() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[19, 32]).await;
    let (first, other) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    let hearing = app.hearing().await;
    fix_references(
        &mut *app.conn().await,
        hearing.id,
        None,
        at("2023-10-20T08:00:00Z"),
    )
    .await
    .unwrap();
    let fixed = (
        again(&app, &first).await.reference_number,
        again(&app, &other).await.reference_number,
    );
    assert_eq!(fixed, (Some(1), Some(2)));
    let later = take(&app, &[22]).await;
    let second = of_mail(&app, later[0]).await;
    let it = relation(&app, &second).await;
    desk(&mut app).await;
    let confirm = format!("relationer/{}/bekraeftelse", it.id);
    press(&app, &second, &confirm, &[]).await;
    assert_eq!(again(&app, &second).await.reference_number, None);
    app.get(&page(&second)).await.says("</span>A1</span>");
    let inbox = app.get(&format!("/sekretariat/{HEARING}/indbakke")).await;
    inbox.says("<td class=\"ref\">A1</td>");
    inbox.says("<td class=\"ref\">A2</td>");
}
