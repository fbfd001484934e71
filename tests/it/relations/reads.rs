//! What a response says of itself and of others is read from its text, and is a proposal until a person decides.

use super::*;

#[tokio::test]
async fn an_intact_mail_after_a_damaged_one_is_proposed_to_take_its_place() {
    let app = TestApp::spawn().await;
    for (broken, intact) in [(16, 17), (26, 27), (29, 30), (42, 43)] {
        let mails = take(&app, &[broken, intact]).await;
        let (first, second) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
        let it = relation(&app, &second).await;
        assert_eq!(
            (it.kind, it.response_id, it.reason),
            (RelationKind::Corrects, first.id, Reason::Damaged),
            "{broken}"
        );
        let second = proposals(&app, &second).await;
        let same = second.iter().any(|one| one.kind == ProposalKind::Second);
        assert!(!same, "accounted for already: {second:?}");
    }
}

#[tokio::test]
async fn joint_answers_petitions_and_endorsements_are_read_from_the_text() {
    let mut app = TestApp::spawn().await;
    let one = write(
        &app,
        "Anne <anne@ravnsoe.example>",
        "Fælles høringssvar",
        "Ravnsø Kommune, Klitvang Kommune og Grenhede Kommune afgiver hermed fælles høringssvar.\r\n\r\nVi støtter planen og foreslår flere boliger.",
    )
    .await;
    let it = proposal(&app, &one, ProposalKind::Respondents).await;
    let Some(Proposed::Respondents { names }) = it.what() else {
        panic!("{it:?}");
    };
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().all(|name| name.consultee_id.is_some()));
    let two = write(
        &app,
        "Bo Ib <bo@skypost.example>",
        "Underskriftindsamling",
        "Vi er 214 underskrivere, der er imod lukningen af bostedet. Vi mener, at det skal blive, hvor det er.",
    )
    .await;
    let it = proposal(&app, &two, ProposalKind::Signatures).await;
    assert_eq!(it.what(), Some(Proposed::Signatures { count: 214 }));
    let three = write(
        &app,
        "Ida <ida@klitvang.example>",
        "Høringssvar",
        "Klitvang Ældreråd tilslutter sig høringssvaret fra Ravnsø Kommune.",
    )
    .await;
    let it = proposal(&app, &three, ProposalKind::Endorses).await;
    let Some(Proposed::Endorses { whom, .. }) = it.what() else {
        panic!("{it:?}");
    };
    assert_eq!(whom, "Ravnsø Kommune");

    desk(&mut app).await;
    let joint = proposal(&app, &one, ProposalKind::Respondents).await;
    press(
        &app,
        &one,
        &format!("forslag/{}/godkendelse", joint.id),
        &[],
    )
    .await;
    let shown = app.get(&page(&one)).await;
    shown.says("Grenhede Kommune");
    let signed = proposal(&app, &two, ProposalKind::Signatures).await;
    let here = page(&two);
    let refused = app
        .post(
            &here,
            &format!("{here}/forslag/{}/godkendelse", signed.id),
            &[("ret", "ja"), ("count", "mange")],
        )
        .await;
    assert_eq!(refused.status, 422);
    press(
        &app,
        &two,
        &format!("forslag/{}/godkendelse", signed.id),
        &[("ret", "ja"), ("count", "210")],
    )
    .await;
    assert_eq!(again(&app, &two).await.signatures, 210);
    let state = proposal(&app, &two, ProposalKind::Signatures).await.state;
    assert_eq!(state, ProposalState::Corrected);
}

#[tokio::test]
async fn no_remarks_stands_as_a_guess_and_a_reading_that_is_wrong_is_taken_back() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[15]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::Content).await;
    assert_eq!(response.content, Content::NoRemarks);
    assert!(it.quote.contains("ingen bemærkninger"));
    desk(&mut app).await;
    app.get(&page(&response)).await.says("Programmets gæt");
    press(
        &app,
        &response,
        &format!("forslag/{}/afvisning", it.id),
        &[],
    )
    .await;
    assert_eq!(again(&app, &response).await.content, Content::Remarks);
    recognise::due(&app.app).await.unwrap();
    let it = proposal(&app, &response, ProposalKind::Content).await;
    assert_eq!(it.state, ProposalState::Rejected, "what was decided stays");
}

#[tokio::test]
async fn a_second_answer_of_the_same_sender_is_put_to_staff() {
    let mut app = TestApp::spawn().await;
    let from = "Else Holm <else@tangholm.example>";
    let first = write(
        &app,
        from,
        "Svar",
        "Vi støtter planen i sin helhed, fordi den er god.",
    )
    .await;
    let second = write(
        &app,
        from,
        "Om transport",
        "Vi foreslår desuden bedre busser til bostederne i oplandet.",
    )
    .await;
    let it = proposal(&app, &second, ProposalKind::Second).await;
    assert_eq!(
        (it.other_id, it.reason),
        (Some(first.id), Reason::SameSender)
    );
    desk(&mut app).await;
    app.get(&page(&second)).await.says("Tillæg til det første");
    press(
        &app,
        &second,
        &format!("forslag/{}/godkendelse", it.id),
        &[("som", "supplements")],
    )
    .await;
    assert_eq!(again(&app, &second).await.state, State::Merged);
    let mut conn = app.conn().await;
    let parts = Part::of_responses(&mut conn, &[first.id]).await.unwrap();
    assert_eq!(parts.len(), 2, "the first has the text of both");
    let left = Part::of_responses(&mut conn, &[second.id]).await.unwrap();
    assert!(left.is_empty());
    app.get(&page(&second)).await.says("er flyttet til");
    app.get(&page(&first)).await.says("bedre busser");
}

#[tokio::test]
async fn who_joins_in_with_another_is_shown_on_both_pages_also_when_that_one_comes_later() {
    let mut app = TestApp::spawn().await;
    let joins = write(
        &app,
        "Ida <ida@klitvang.example>",
        "Høringssvar",
        "Klitvang Ældreråd tilslutter sig høringssvaret fra Ravnsø Kommune.",
    )
    .await;
    let asked = proposal(&app, &joins, ProposalKind::Endorses).await;
    assert_eq!(asked.other_id, None);
    desk(&mut app).await;
    press(
        &app,
        &joins,
        &format!("forslag/{}/godkendelse", asked.id),
        &[],
    )
    .await;
    app.get(&page(&joins))
        .await
        .says("Ravnsø Kommune, som ikke er kommet endnu");
    assert_eq!(again(&app, &joins).await.content, Content::Endorses);

    let mails = take(&app, &[19]).await;
    let named = of_mail(&app, mails[0]).await;
    let it = relation(&app, &joins).await;
    desk(&mut app).await;
    assert_eq!(
        (it.kind, it.response_id, it.state),
        (RelationKind::Endorses, named.id, RelationState::Proposed)
    );
    press(
        &app,
        &joins,
        &format!("relationer/{}/bekraeftelse", it.id),
        &[],
    )
    .await;
    app.get(&page(&joins)).await.says("Tilslutter sig <a");
    app.get(&page(&named)).await.says("Får tilslutning fra <a");

    // Taken back, it has said something of its own.
    let undo = format!("relationer/{}/afvisning", it.id);
    press(&app, &named, &undo, &[("state", "confirmed")]).await;
    assert_eq!(again(&app, &joins).await.content, Content::Remarks);
}

#[tokio::test]
async fn no_remarks_takes_one_key_also_where_nothing_is_proposed() {
    let mut app = TestApp::spawn().await;
    let one = write(
        &app,
        "Bo <bo@skypost.example>",
        "Svar",
        "Vi støtter planen.",
    )
    .await;
    desk(&mut app).await;
    app.get(&page(&one)).await.says("data-key=\"B\"");
    press(&app, &one, "aendring", &[("content", "no_remarks")]).await;
    assert_eq!(again(&app, &one).await.content, Content::NoRemarks);
    press(&app, &one, "aendring", &[("content", "remarks")]).await;
    assert_eq!(again(&app, &one).await.content, Content::Remarks);
}

#[tokio::test]
async fn staff_say_themselves_who_answers_together_and_how_many_have_signed() {
    let mut app = TestApp::spawn().await;
    let one = write(
        &app,
        "Bo <bo@ravnsoe.example>",
        "Svar",
        "Vi støtter planen.",
    )
    .await;
    desk(&mut app).await;
    let together = |others: &'static str, count: &'static str| {
        [
            ("together", "ja"),
            ("others", others),
            ("signatures", count),
        ]
    };
    let wrong = ("aendring", &together("Klitvang Kommune", "mange")[..]);
    refused(&app, &one, wrong, "Skriv antallet med tal").await;
    let fields = together("Klitvang Kommune\n\nklitvang kommune\nKredsen", "1.214");
    press(&app, &one, "aendring", &fields).await;
    let mut conn = app.conn().await;
    let all = again(&app, &one)
        .await
        .respondents(&mut conn)
        .await
        .unwrap();
    let names: Vec<&str> = all.iter().map(|one| one.display_name()).collect();
    assert_eq!(names[1..], ["Klitvang Kommune", "Kredsen"]);
    assert!(all[1].consultee_id.is_some() && all[2].consultee_id.is_none());
    assert_eq!(again(&app, &one).await.signatures, 1214);
    press(&app, &one, "aendring", &together("Kredsen", "")).await;
    let all = again(&app, &one)
        .await
        .respondents(&mut conn)
        .await
        .unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(again(&app, &one).await.signatures, 0);
}
