//! What responses are to each other and what they say of themselves, on the real messages: proposed with its reason, decided by people.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::Ledger;
use hoering::intake::recognise;
use hoering::response::{
    Content, Part, Proposal, ProposalKind, ProposalState, Proposed, Reason, Relation, RelationKind,
    RelationState, Response, Standing, State, counts_from,
};
use hoering::schema::{commitments, mails, receipts, responses};
use hoering::staff::Role;

use crate::app::{HEARING, TestApp, at};
use crate::enquiries::{receive, sample};
use crate::staff::{browse_as, person};

/// Takes in sample mails as they came, and looks at what they say. Their rows.
async fn take(app: &TestApp, numbers: &[u32]) -> Vec<i64> {
    let expected = std::fs::read_to_string("config/demo/mail_expect.jsonl").unwrap();
    let mut ids = Vec::new();
    for number in numbers {
        let name = format!("mail/{number:02}.eml");
        let line = expected.lines().find(|line| line.contains(&name)).unwrap();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        app.app.clock.set(at(line["received_at"].as_str().unwrap()));
        ids.push(receive(app, sample(*number)).await);
        recognise::due(&app.app).await.unwrap();
    }
    ids
}

async fn write(app: &TestApp, from: &str, subject: &str, body: &str) -> Response {
    let raw = format!(
        "From: {from}\r\nTo: hoering@region.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    );
    let mail = receive(app, raw).await;
    recognise::due(&app.app).await.unwrap();
    of_mail(app, mail).await
}

async fn of_mail(app: &TestApp, mail: i64) -> Response {
    Response::query()
        .filter(responses::mail_id.eq(mail))
        .order(responses::id)
        .first(&mut *app.conn().await)
        .await
        .unwrap()
}

async fn again(app: &TestApp, response: &Response) -> Response {
    Response::find(&mut *app.conn().await, response.id)
        .await
        .unwrap()
}

async fn proposal(app: &TestApp, response: &Response, kind: ProposalKind) -> Proposal {
    proposals(app, response)
        .await
        .into_iter()
        .find(|one| one.kind == kind)
        .unwrap_or_else(|| panic!("no {kind} is proposed"))
}

async fn proposals(app: &TestApp, response: &Response) -> Vec<Proposal> {
    Proposal::of_responses(&mut *app.conn().await, &[response.id])
        .await
        .unwrap()
}

async fn relation(app: &TestApp, response: &Response) -> Relation {
    let mut all = Relation::of_responses(&mut *app.conn().await, &[response.id])
        .await
        .unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn page(response: &Response) -> String {
    format!("/sekretariat/{HEARING}/svar/{}", response.number)
}

async fn desk(app: &mut TestApp) {
    let hanne = person(app, "hanne", Role::Editor).await;
    browse_as(app, &hanne).await;
}

/// The answer of a button on the page of a response.
async fn press(app: &TestApp, response: &Response, path: &str, fields: &[(&str, &str)]) {
    let here = page(response);
    app.post(&here, &format!("{here}/{path}"), fields)
        .await
        .leads();
}

async fn ledger_adds_up(app: &TestApp) -> i64 {
    let hearing = app.hearing().await;
    let ledger = Ledger::of_hearing(&mut *app.conn().await, hearing.id)
        .await
        .unwrap();
    assert!(ledger.holds());
    ledger.seen
}

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
    shown.says("Regnes som rettidigt: Sendt 11. oktober 2023 kl. 23.58");
    shown.says("class=\"late\"");
    press(&app, &response, "aendring", &[("timely", "fjern")]).await;
    assert_eq!(again(&app, &response).await.deemed_timely_reason, None);
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
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn one_mail_is_split_into_two_responses_with_a_number_and_commitment_each() {
    let mut app = TestApp::spawn().await;
    let mails_taken = take(&app, &[40]).await;
    let first = of_mail(&app, mails_taken[0]).await;
    let it = proposal(&app, &first, ProposalKind::Split).await;
    let Some(Proposed::Split { letters }) = it.what() else {
        panic!("{it:?}");
    };
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(it.quote.contains("to høringssvar"), "{}", it.quote);
    desk(&mut app).await;
    let (seen, here) = (ledger_adds_up(&app).await, page(&first));
    let form = app.get(&format!("{here}/deling")).await;
    form.says("Handicaprådet i Kærlundby");
    let parts = Part::of_responses(&mut *app.conn().await, &[first.id])
        .await
        .unwrap();
    let names: Vec<String> = parts
        .iter()
        .map(|part| format!("part-{}", part.id))
        .collect();
    let (cover, own, other) = (&names[0], &names[1], &names[2]);
    let split = format!("{here}/deling");
    let nothing = app
        .post(
            &here,
            &split,
            &[("antal", "1"), ("organisation-2", "Rådet")],
        )
        .await;
    assert_eq!(nothing.status, 422);
    let category = form
        .text
        .split("<option value=\"")
        .find(|one| one.contains("\" selected>E "))
        .and_then(|one| one.split('"').next())
        .expect("the council's category is suggested")
        .to_owned();
    app.post(
        &here,
        &split,
        &[
            ("antal", "1"),
            ("organisation-2", "Handicaprådet i Kærlundby Kommune"),
            ("category-2", &category),
            ("receipt-2", "handicapraad@kaerlundby.example"),
            (cover, "1"),
            (cover, "2"),
            (own, "1"),
            (other, "2"),
        ],
    )
    .await
    .leads();

    let both: Vec<Response> = Response::query()
        .filter(responses::mail_id.eq(mails_taken[0]))
        .order(responses::id)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    let [first, second] = both.as_slice() else {
        panic!("{both:?}");
    };
    assert_ne!(first.number, second.number);
    assert_eq!(first.arrived_at, second.arrived_at);
    assert_ne!(first.category_id, second.category_id);
    let mut conn = app.conn().await;
    let kept = Part::of_responses(&mut conn, &[first.id]).await.unwrap();
    let went = Part::of_responses(&mut conn, &[second.id]).await.unwrap();
    assert_eq!((kept.len(), went.len()), (2, 2));
    assert_eq!(went[1].sha256, parts[2].sha256);
    for one in [first, second] {
        let made: i64 = commitments::table
            .filter(commitments::response_id.eq(one.id))
            .filter(commitments::kind.eq("response"))
            .count()
            .get_result(&mut conn)
            .await
            .unwrap();
        let told: i64 = receipts::table
            .filter(receipts::response_id.eq(one.id))
            .count()
            .get_result(&mut conn)
            .await
            .unwrap();
        assert_eq!((made, told), (1, 1), "{}", one.number);
    }
    drop(conn);
    assert_eq!(ledger_adds_up(&app).await, seen, "the mail is one row");
    app.get(&here).await.says("er flyttet til");
    app.get(&page(second)).await.says("Fra samme mail som");
    app.get(&page(second)).await.says("Handicaprådet");
    let state = proposal(&app, first, ProposalKind::Split).await.state;
    assert_eq!(state, ProposalState::Accepted);

    // The receipt of the first still says what was promised: every part that it came with.
    let mut conn = app.conn().await;
    assert_eq!(Part::ever_of(&mut conn, first.id).await.unwrap().len(), 3);
    drop(conn);

    // Nobody has worked on it, and its receipt has not gone: it can be put together again.
    press(&app, second, "samling", &[]).await;
    let mut conn = app.conn().await;
    let kept = Part::of_responses(&mut conn, &[first.id]).await.unwrap();
    assert_eq!(kept.len(), 3);
    drop(conn);
    assert_eq!(again(&app, second).await.state, State::Merged);
}

#[tokio::test]
async fn a_supplement_adds_its_parts_until_somebody_says_that_it_is_a_response_of_its_own() {
    let mut app = TestApp::spawn().await;
    let first = write(
        &app,
        "Flemming Ottosholm <fo@socialomsorg.example>",
        "Høringssvar fra Forbundet for Socialt Omsorgsarbejde",
        "Vi støtter planen og foreslår mindre sygefravær på specialområderne.",
    )
    .await;
    let mails_taken = take(&app, &[39]).await;
    let it = relation(&app, &first).await;
    assert_eq!(
        (it.kind, it.mail_id, it.state),
        (
            RelationKind::Supplements,
            Some(mails_taken[0]),
            RelationState::Proposed
        )
    );
    assert!(it.quote.contains("glemte"), "{}", it.quote);
    let before = Part::of_responses(&mut *app.conn().await, &[first.id])
        .await
        .unwrap();
    assert!(before.len() > 1, "it has the appendix already");
    desk(&mut app).await;
    press(
        &app,
        &first,
        &format!("relationer/{}/afvisning", it.id),
        &[],
    )
    .await;
    let own = of_mail(&app, mails_taken[0]).await;
    assert_eq!(own.state, State::Current);
    let left = Part::of_responses(&mut *app.conn().await, &[first.id])
        .await
        .unwrap();
    assert_eq!(left.len(), 1);
    let place: String = mails::table
        .find(mails_taken[0])
        .select(mails::place)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(place, "response");
    ledger_adds_up(&app).await;
}
