//! *Fortryd* takes back decisions as it takes back everything else.

use super::*;

async fn undo(app: &TestApp, response: &Response) {
    press(app, response, "fortrydelse", &[]).await;
}

#[tokio::test]
async fn an_accepted_and_a_rejected_proposal_stand_open_again() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[15]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::Content).await;
    desk(&mut app).await;
    for (path, decided) in [
        ("godkendelse", ProposalState::Accepted),
        ("afvisning", ProposalState::Rejected),
    ] {
        press(&app, &response, &format!("forslag/{}/{path}", it.id), &[]).await;
        let there = proposal(&app, &response, ProposalKind::Content).await;
        assert_eq!(there.state, decided);
        app.get(&page(&response))
            .await
            .says("Fortryd svar på et forslag");
        undo(&app, &response).await;
        let there = proposal(&app, &response, ProposalKind::Content).await;
        assert_eq!(there.state, ProposalState::Proposed);
        let content = again(&app, &response).await.content;
        assert_eq!(content, Content::NoRemarks, "the guess stands as before");
    }
    refused(
        &app,
        &response,
        ("gentagelse", &[]),
        "ikke noget at gentage",
    )
    .await;
}

#[tokio::test]
async fn a_confirmed_correction_is_a_proposal_again_and_the_first_version_stands() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[19, 22]).await;
    let (first, second) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    let it = relation(&app, &second).await;
    desk(&mut app).await;
    press(
        &app,
        &second,
        &format!("relationer/{}/bekraeftelse", it.id),
        &[("state", "proposed")],
    )
    .await;
    assert_eq!(again(&app, &first).await.state, State::Superseded);
    undo(&app, &second).await;
    assert_eq!(again(&app, &first).await.state, State::Current);
    let there = relation(&app, &second).await;
    assert_eq!(there.state, RelationState::Proposed);
    ledger_adds_up(&app).await;
}

#[tokio::test]
async fn parts_that_a_supplement_brought_go_back_with_it() {
    let mut app = TestApp::spawn().await;
    let from = "Else Holm <else@tangholm.example>";
    let first = write(&app, from, "Svar", "Vi støtter planen i sin helhed.").await;
    let body = "Vi foreslår desuden bedre busser til bostederne i oplandet.";
    let second = write(&app, from, "Om transport", body).await;
    let it = proposal(&app, &second, ProposalKind::Second).await;
    desk(&mut app).await;
    let accept = format!("forslag/{}/godkendelse", it.id);
    press(&app, &second, &accept, &[("som", "supplements")]).await;
    assert_eq!(parts(&app, &first).await.len(), 2);
    undo(&app, &second).await;
    assert_eq!(parts(&app, &first).await.len(), 1);
    assert_eq!(parts(&app, &second).await.len(), 1);
    assert_eq!(again(&app, &second).await.state, State::Current);
    let there = proposal(&app, &second, ProposalKind::Second).await;
    assert_eq!(there.state, ProposalState::Proposed);
    press(&app, &second, &accept, &[("som", "supplements")]).await;
    assert_eq!(parts(&app, &first).await.len(), 2, "and once more");
}

#[tokio::test]
async fn a_split_is_put_together_again_unless_somebody_has_worked_on_what_came_of_it() {
    let mut app = TestApp::spawn().await;
    let taken = take(&app, &[40]).await;
    let first = of_mail(&app, taken[0]).await;
    let names: Vec<String> = parts(&app, &first)
        .await
        .iter()
        .map(|part| format!("part-{}", part.id))
        .collect();
    let fields = [
        ("antal", "1"),
        ("organisation-2", "Handicaprådet i Kærlundby Kommune"),
        (names[0].as_str(), "1"),
        (names[1].as_str(), "1"),
        (names[2].as_str(), "2"),
    ];
    desk(&mut app).await;
    // What is withheld stays so wherever it goes, and comes back so.
    let letter = parts(&app, &first).await[2].id;
    let withhold = format!("bilag/{letter}/visning");
    press(&app, &first, &withhold, &[("ground", "copyright")]).await;
    press(&app, &first, "deling", &fields).await;
    let gone: Vec<Option<String>> = hoering::schema::parts::table
        .filter(hoering::schema::parts::response_id.ne(first.id))
        .select(hoering::schema::parts::withheld_ground)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(gone, [Some("copyright".to_owned())]);
    assert_eq!(parts(&app, &first).await.len(), 2);
    undo(&app, &first).await;
    let back = parts(&app, &first).await;
    assert_eq!(back.len(), 3);
    assert_eq!(back[2].withheld_ground.as_deref(), Some("copyright"));
    press(&app, &first, "deling", &fields).await;
    diesel::update(
        responses::table
            .filter(responses::mail_id.eq(first.mail_id))
            .filter(responses::id.ne(first.id))
            .filter(responses::state.eq(State::Current)),
    )
    .set(responses::work.eq(hoering::response::Work::InProgress))
    .execute(&mut *app.conn().await)
    .await
    .unwrap();
    let here = page(&first);
    let answer = app.post(&here, &format!("{here}/fortrydelse"), &[]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(parts(&app, &first).await.len(), 2, "nothing has moved");
}

#[tokio::test]
async fn what_staff_say_of_two_responses_is_taken_back_too() {
    let mut app = TestApp::spawn().await;
    let first = write(&app, "Else <else@a.example>", "Svar", "Vi støtter planen.").await;
    let body = "Vi foreslår bedre busser i oplandet.";
    let second = write(&app, "Kaj <kaj@b.example>", "Svar", body).await;
    desk(&mut app).await;
    let fields = [("kind", "corrects"), ("other", first.number.as_str())];
    press(&app, &second, "relationer", &fields).await;
    assert_eq!(again(&app, &first).await.state, State::Superseded);
    undo(&app, &second).await;
    assert_eq!(again(&app, &first).await.state, State::Current);
    let there = relation(&app, &second).await;
    assert_eq!(there.state, RelationState::Rejected);
}
