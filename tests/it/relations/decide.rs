//! Decisions: once, by whoever was first; never in a circle; always possible to take back.

use super::*;

async fn two(app: &TestApp) -> (Response, Response) {
    let one = write(
        app,
        "Else <else@tangholm.example>",
        "Svar",
        "Vi støtter planen.",
    )
    .await;
    let two = write(
        app,
        "Kaj <kaj@engholm.example>",
        "Svar om busser",
        "Vi foreslår bedre busser i oplandet.",
    )
    .await;
    (one, two)
}

fn says<'a>(kind: &'a str, other: &'a str) -> [(&'a str, &'a str); 2] {
    [("kind", kind), ("other", other)]
}

#[tokio::test]
async fn a_proposal_is_decided_once_and_whoever_is_second_is_told() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[15]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::Content).await;
    desk(&mut app).await;
    let here = page(&response);
    let (yes, no) = (
        format!("{here}/forslag/{}/godkendelse", it.id),
        format!("{here}/forslag/{}/afvisning", it.id),
    );
    let (one, two) = tokio::join!(app.post(&here, &yes, &[]), app.post(&here, &no, &[]));
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 422], "{}{}", one.text, two.text);
    let late = if one.status == 422 { &one } else { &two };
    late.says("allerede taget stilling");
    assert_eq!(logged(&app, &response, "proposal_decided").await, 1);
    let content = again(&app, &response).await.content;
    assert_eq!(content == Content::NoRemarks, one.status == 303);
}

#[tokio::test]
async fn a_page_that_a_colleague_has_overtaken_undoes_nothing() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[19, 22]).await;
    let (first, second) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    let it = relation(&app, &second).await;
    desk(&mut app).await;
    let (yes, no) = (
        format!("relationer/{}/bekraeftelse", it.id),
        format!("relationer/{}/afvisning", it.id),
    );
    let shown = &[("state", "proposed")][..];
    press(&app, &second, &yes, shown).await;
    refused(&app, &second, (&no, shown), "allerede taget stilling").await;
    assert_eq!(again(&app, &first).await.state, State::Superseded);
    press(&app, &second, &no, &[("state", "confirmed")]).await;
    assert_eq!(again(&app, &first).await.state, State::Current);
}

#[tokio::test]
async fn what_was_decided_is_listed_and_asked_again_with_one_button() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[15]).await;
    let response = of_mail(&app, mails[0]).await;
    let it = proposal(&app, &response, ProposalKind::Content).await;
    desk(&mut app).await;
    let reopen = format!("forslag/{}/fortrydelse", it.id);
    refused(&app, &response, (&reopen, &[]), "allerede taget stilling").await;
    press(
        &app,
        &response,
        &format!("forslag/{}/afvisning", it.id),
        &[],
    )
    .await;
    assert_eq!(again(&app, &response).await.content, Content::Remarks);
    app.get(&page(&response))
        .await
        .says("Det har I taget stilling til");
    press(&app, &response, &reopen, &[]).await;
    assert_eq!(
        again(&app, &response).await.content,
        Content::NoRemarks,
        "as a guess again"
    );
    app.get(&page(&response)).await.says("Programmets gæt");

    let joint = write(
        &app,
        "Anne <anne@ravnsoe.example>",
        "Fælles høringssvar",
        "Ravnsø Kommune, Klitvang Kommune og Grenhede Kommune afgiver hermed fælles høringssvar.\r\n\r\nVi støtter planen.",
    )
    .await;
    let it = proposal(&app, &joint, ProposalKind::Respondents).await;
    let before = joint
        .respondents(&mut *app.conn().await)
        .await
        .unwrap()
        .len();
    press(&app, &joint, &format!("forslag/{}/godkendelse", it.id), &[]).await;
    let with = joint
        .respondents(&mut *app.conn().await)
        .await
        .unwrap()
        .len();
    assert!(with > before);
    press(&app, &joint, &format!("forslag/{}/fortrydelse", it.id), &[]).await;
    let after = joint
        .respondents(&mut *app.conn().await)
        .await
        .unwrap()
        .len();
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_response_is_not_related_to_itself_nor_to_one_that_nobody_knows_nor_in_a_circle() {
    let mut app = TestApp::spawn().await;
    let (one, two) = two(&app).await;
    desk(&mut app).await;
    let itself = says("corrects", &one.number);
    refused(
        &app,
        &one,
        ("relationer", &itself),
        "ikke høre sammen med sig selv",
    )
    .await;
    let unknown = says("corrects", "ABCDE-12345");
    refused(
        &app,
        &one,
        ("relationer", &unknown),
        "ikke noget svar med det nummer",
    )
    .await;
    press(&app, &two, "relationer", &says("corrects", &one.number)).await;
    let back = says("corrects", &two.number);
    refused(
        &app,
        &one,
        ("relationer", &back),
        "erstatter allerede dette",
    )
    .await;
    press(&app, &two, "relationer", &says("corrects", &one.number)).await;
    assert_eq!(
        relation(&app, &two).await.state,
        RelationState::Confirmed,
        "said twice is said once"
    );
    assert_eq!(again(&app, &one).await.state, State::Superseded);
}

#[tokio::test]
async fn a_correction_cannot_become_a_supplement_without_being_taken_back_first() {
    let mut app = TestApp::spawn().await;
    let (one, two) = two(&app).await;
    desk(&mut app).await;
    press(&app, &two, "relationer", &says("supplements", &one.number)).await;
    assert_eq!(again(&app, &two).await.state, State::Merged);
    let corrects = says("corrects", &one.number);
    refused(&app, &two, ("relationer", &corrects), "på en anden måde").await;
    assert_eq!(
        parts(&app, &one).await.len(),
        2,
        "the parts stay where they are"
    );
    let it = relation(&app, &two).await;
    press(
        &app,
        &two,
        &format!("relationer/{}/afvisning", it.id),
        &[("state", "confirmed")],
    )
    .await;
    press(&app, &two, "relationer", &corrects).await;
    assert_eq!(again(&app, &one).await.state, State::Superseded);
    assert_eq!(parts(&app, &two).await.len(), 1);
}

#[tokio::test]
async fn what_is_said_of_an_earlier_version_holds_for_the_one_in_force_and_not_for_what_is_withdrawn()
 {
    let mut app = TestApp::spawn().await;
    let (one, two) = two(&app).await;
    let three = write(
        &app,
        "Ib <ib@birkely.example>",
        "Svar",
        "Vi mangler en plan for unge.",
    )
    .await;
    let four = write(
        &app,
        "Bo <bo@skypost.example>",
        "Svar",
        "Vi har flere idéer.",
    )
    .await;
    desk(&mut app).await;
    press(&app, &two, "relationer", &says("corrects", &one.number)).await;
    press(
        &app,
        &three,
        "relationer",
        &says("supplements", &one.number),
    )
    .await;
    assert_eq!(
        parts(&app, &two).await.len(),
        2,
        "the version in force got the part"
    );
    assert!(parts(&app, &three).await.is_empty());
    let merged = says("corrects", &three.number);
    refused(&app, &four, ("relationer", &merged), "gælder ikke længere").await;
    assert_eq!(again(&app, &four).await.state, State::Current);
}

#[tokio::test]
async fn a_proposed_correction_may_be_said_to_be_a_supplement_instead() {
    let mut app = TestApp::spawn().await;
    let mails = take(&app, &[19, 22]).await;
    let (first, second) = (of_mail(&app, mails[0]).await, of_mail(&app, mails[1]).await);
    desk(&mut app).await;
    let had = parts(&app, &first).await.len() + parts(&app, &second).await.len();
    app.get(&page(&second))
        .await
        .says("<option value=\"corrects\" selected>");
    press(
        &app,
        &second,
        "relationer",
        &says("supplements", &first.number),
    )
    .await;
    let all = Relation::of_responses(&mut *app.conn().await, &[second.id])
        .await
        .unwrap();
    let mut kinds: Vec<_> = all.iter().map(|one| (one.kind, one.state)).collect();
    kinds.sort_by_key(|(kind, _)| kind.as_str());
    assert_eq!(
        kinds,
        [
            (RelationKind::Corrects, RelationState::Rejected),
            (RelationKind::Supplements, RelationState::Confirmed)
        ]
    );
    assert_eq!(again(&app, &first).await.state, State::Current);
    assert_eq!(again(&app, &second).await.state, State::Merged);
    assert_eq!(parts(&app, &first).await.len(), had);
}
