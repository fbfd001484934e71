//! One mail, several responses; several mails, one response.

use super::*;

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

/// Sample mail 40 with its parts: the note, the municipality's letter, the council's.
async fn two_letters(app: &TestApp) -> (Response, Vec<String>) {
    let mails_taken = take(app, &[40]).await;
    let first = of_mail(app, mails_taken[0]).await;
    let names = parts(app, &first).await;
    (
        first,
        names
            .iter()
            .map(|part| format!("part-{}", part.id))
            .collect(),
    )
}

fn split_fields(parts: &[String]) -> Vec<(&str, &str)> {
    vec![
        ("antal", "1"),
        ("organisation-2", "Handicaprådet i Kærlundby Kommune"),
        ("receipt-2", "handicapraad@kaerlundby.example"),
        (&parts[0], "1"),
        (&parts[0], "2"),
        (&parts[1], "1"),
        (&parts[2], "2"),
    ]
}

async fn split_off(app: &TestApp, first: &Response) -> Response {
    Response::query()
        .filter(responses::mail_id.eq(first.mail_id))
        .filter(responses::id.ne(first.id))
        .first(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_split_that_leaves_nothing_or_takes_nothing_is_refused_with_what_was_typed() {
    let mut app = TestApp::spawn().await;
    let (first, of) = two_letters(&app).await;
    desk(&mut app).await;
    let here = page(&first);
    let split = format!("{here}/deling");
    let council = ("organisation-2", "Handicaprådet i Kærlundby Kommune");
    let all_go = [council, (&of[0], "2"), (&of[1], "2"), (&of[2], "2")];
    let none_goes = [council, (&of[0], "1"), (&of[1], "1"), (&of[2], "1")];
    let nobody = [("organisation-2", " "), (&of[2], "2")];
    for (fields, words) in [
        (&all_go[..], "mindst én del tilbage"),
        (&none_goes[..], "mindst én del til hvert nyt svar"),
        (&nobody[..], "hvem hvert nyt svar er fra"),
    ] {
        let answer = app.post(&here, &split, fields).await;
        assert_eq!(answer.status, 422);
        answer.says(words);
        if fields[0].1 != " " {
            answer.says("Handicaprådet i Kærlundby Kommune");
        }
    }
    let twice = [
        ("antal", "2"),
        ("organisation-2", "Handicaprådet"),
        ("organisation-3", "Ældrerådet"),
        (&of[2], "2"),
        (&of[2], "3"),
        (&of[1], "3"),
    ];
    let answer = app.post(&here, &split, &twice).await;
    assert_eq!(answer.status, 422);
    answer.says("kan kun flyttes til ét svar");
    assert_eq!(parts(&app, &first).await.len(), 3, "nothing has moved");
}

#[tokio::test]
async fn after_its_receipt_has_gone_a_split_is_mended_by_saying_that_the_two_belong_together() {
    let mut app = TestApp::spawn().await;
    let (first, of) = two_letters(&app).await;
    desk(&mut app).await;
    let here = page(&first);
    let split = format!("{here}/deling");
    app.post(&here, &split, &split_fields(&of)).await.leads();
    let second = split_off(&app, &first).await;
    app.work().await;
    app.app
        .clock
        .set(app.app.clock.now() + TimeDelta::minutes(11));
    app.work().await;
    refused(&app, &second, ("samling", &[]), "har fået en kvittering").await;

    let together = [("kind", "supplements"), ("other", first.number.as_str())];
    press(&app, &second, "relationer", &together).await;
    assert_eq!(again(&app, &second).await.state, State::Merged);
    assert!(parts(&app, &second).await.is_empty());
    assert_eq!(
        parts(&app, &first).await.len(),
        4,
        "its own two and both of the other"
    );
    // And that can be taken back too.
    let all = Relation::of_responses(&mut *app.conn().await, &[second.id])
        .await
        .unwrap();
    let it = all
        .iter()
        .find(|one| one.kind == RelationKind::Supplements)
        .unwrap();
    let undo = format!("relationer/{}/afvisning", it.id);
    press(&app, &first, &undo, &[("state", "confirmed")]).await;
    assert_eq!(again(&app, &second).await.state, State::Current);
    assert_eq!(parts(&app, &second).await.len(), 2);
    assert_eq!(parts(&app, &first).await.len(), 2);
    ledger_adds_up(&app).await;
}

#[tokio::test]
async fn two_people_who_split_the_same_mail_make_one_split() {
    let mut app = TestApp::spawn().await;
    let (first, of) = two_letters(&app).await;
    desk(&mut app).await;
    let here = page(&first);
    let split = format!("{here}/deling");
    let fields = split_fields(&of);
    let (one, two) = tokio::join!(
        app.post(&here, &split, &fields),
        app.post(&here, &split, &fields)
    );
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers[0], 303, "{}{}", one.text, two.text);
    assert_ne!(answers[1], 303, "{}{}", one.text, two.text);
    let made: i64 = responses::table
        .filter(responses::mail_id.eq(first.mail_id))
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(made, 2);
    ledger_adds_up(&app).await;
}

#[tokio::test]
async fn a_mail_that_answers_a_split_one_is_about_the_response_of_its_own_sender() {
    let mut app = TestApp::spawn().await;
    let (first, of) = two_letters(&app).await;
    desk(&mut app).await;
    let here = page(&first);
    let split = format!("{here}/deling");
    app.post(&here, &split, &split_fields(&of)).await.leads();
    let second = split_off(&app, &first).await;
    for (from, meant) in [
        ("handicapraad@kaerlundby.example", &second),
        ("merete.kildebrink@kaerlundby.example", &first),
    ] {
        let raw = format!(
            "From: {from}\r\nTo: hoering@region.example\r\nSubject: Rettet h\u{f8}ringssvar\r\nIn-Reply-To: {}\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
             Denne version erstatter vores tidligere h\u{f8}ringssvar i sin helhed. Vi st\u{f8}tter planen.\r\n",
            first.source
        );
        let mail = receive(&app, raw).await;
        recognise::due(&app.app).await.unwrap();
        let corrects = of_mail(&app, mail).await;
        let it = relation(&app, &corrects).await;
        assert_eq!(
            (it.kind, it.response_id),
            (RelationKind::Corrects, meant.id),
            "{from}"
        );
    }
}
