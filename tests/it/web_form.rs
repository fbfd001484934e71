//! The web form: what comes is kept, what is wrong is told, and nothing is lost.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::web_form;
use hoering::response::Response;
use hoering::schema::{commitments, parts, responses, text_versions, web_submissions};

use crate::app::{HEARING, TestApp, at};

const FORM: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar";

fn citizen<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Ida Bjergmark"),
        ("kind", "borger"),
        ("email", "ida@postfuglen.example"),
        ("body", "Det er en god plan.\n\nMen husk de pårørende."),
        ("consent", "true"),
    ];
    for (name, value) in more {
        fields.retain(|(there, _)| there != name);
        fields.push((name, value));
    }
    fields
}

/// Fills in, checks and sends; answers with the receipt's address.
async fn send(app: &TestApp, fields: &[(&str, &str)], files: Vec<(&str, Vec<u8>)>) -> String {
    let filled = app.upload(FORM, FORM, fields, files).await;
    let check = filled.leads().to_owned();
    let sent = app.post(&check, &format!("{check}/send"), &[]).await;
    sent.leads().to_owned()
}

async fn count(app: &TestApp) -> i64 {
    responses::table
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_answer_is_checked_sent_and_received() {
    let app = TestApp::spawn().await;
    let filled = app.upload(FORM, FORM, &citizen(&[]), vec![]).await;
    let check = filled.leads().to_owned();
    let page = app.get(&check).await;
    page.says("Tjek dit svar, før du sender");
    page.says("Men husk de pårørende.");
    assert_eq!(
        count(&app).await,
        0,
        "nothing is received before it is sent"
    );
    let sent = app
        .post(
            &check,
            &format!("{check}/send"),
            &[("name_choice", "citizen")],
        )
        .await;
    let receipt = app.get(sent.leads()).await;
    receipt.says("Vi har modtaget dit høringssvar");
    receipt.says("Borger");
    app.work().await;
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "ida@postfuglen.example");
    assert!(
        !mails[0].text.contains("pårørende"),
        "the mail holds no text of the response"
    );
    assert!(mails[0].text.contains("Kvitteringsnummer"));
    let mut conn = app.conn().await;
    let response = &Response::of_hearing(&mut conn, app.hearing().await.id)
        .await
        .unwrap()[0];
    assert_eq!(
        (response.arrived_at, response.arrival_rule.as_str()),
        (at("2023-09-20T08:00:00Z"), "request")
    );
    let commitments: i64 = commitments::table
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(commitments, 1, "accepted means committed to");
}

#[tokio::test]
async fn the_form_sent_twice_is_one_response() {
    let app = TestApp::spawn().await;
    let check = app
        .upload(FORM, FORM, &citizen(&[]), vec![])
        .await
        .leads()
        .to_owned();
    let token = app.get(&check).await.token();
    let send = || async {
        let request = app
            .http
            .post(app.url(&format!("{check}/send")))
            .header("origin", &app.base);
        let response = request.form(&[("csrf", &token)]).send().await.unwrap();
        response.headers()["location"].to_str().unwrap().to_owned()
    };
    let (one, other) = tokio::join!(send(), send());
    assert_eq!(one, other);
    assert_eq!(send().await, one, "and once more, later");
    assert_eq!(
        app.get(&check).await.leads(),
        one,
        "the link to the draft leads on"
    );
    assert_eq!(count(&app).await, 1);
}

#[tokio::test]
async fn an_empty_form_comes_back_with_everything_that_is_missing() {
    let app = TestApp::spawn().await;
    let answer = app
        .upload(FORM, FORM, &[("email", "ikke en adresse")], vec![])
        .await;
    assert_eq!(answer.status, 422);
    for message in [
        "Vælg, hvem du svarer for.",
        "Skriv dit navn eller organisationens navn.",
        "E-mailadressen er ikke rigtig.",
        "Skriv dit svar, vedhæft en fil",
        "Sæt kryds ved, at du ved, at svaret bliver offentligt.",
    ] {
        answer.says(message);
    }
    answer.says("ikke en adresse");
}

#[tokio::test]
async fn a_text_that_is_too_long_is_kept_in_the_form_and_its_length_is_told() {
    let app = TestApp::spawn().await;
    let body = "å".repeat(101_000);
    let answer = app
        .upload(FORM, FORM, &citizen(&[("body", &body)]), vec![])
        .await;
    assert_eq!(answer.status, 422);
    answer.says("Teksten er på 101.000 tegn");
    assert!(answer.text.contains(&body), "what was typed is still there");
}

#[tokio::test]
async fn the_eleventh_file_is_told_and_the_first_ten_are_kept() {
    let app = TestApp::spawn().await;
    let names: Vec<String> = (1..=11).map(|n| format!("brev-{n}.txt")).collect();
    let files = names
        .iter()
        .map(|name| (name.as_str(), name.clone().into_bytes()))
        .collect();
    let answer = app.upload(FORM, FORM, &citizen(&[]), files).await;
    assert_eq!(answer.status, 422);
    answer.says("Du kan højst vedhæfte 10 filer");
    answer.says("brev-10.txt");
    assert!(!answer.text.contains("brev-11.txt"));
}

#[tokio::test]
async fn a_file_of_26_megabytes_is_told_by_name_and_the_text_is_kept() {
    let app = TestApp::spawn().await;
    let answer = app
        .upload(
            FORM,
            FORM,
            &citizen(&[]),
            vec![("stor.pdf", vec![b'x'; 26_500_000])],
        )
        .await;
    assert_eq!(answer.status, 422);
    answer.says("Filen “stor.pdf” er for stor");
    answer.says("Men husk de pårørende.");
}

#[tokio::test]
async fn a_hearing_that_does_not_exist_or_is_not_open_yet_takes_no_answers() {
    let app = TestApp::spawn().await;
    let missing = app.get("/hoeringer/findes-ikke/svar").await;
    assert_eq!(missing.status, 404);
    missing.says("Siden findes ikke");
    app.app.clock.set(at("2023-08-24T21:59:59Z"));
    assert_eq!(app.get(FORM).await.status, 404);
    app.app.clock.set(at("2023-08-24T22:00:00Z"));
    assert_eq!(app.get(FORM).await.status, 200);
}

#[tokio::test]
async fn a_second_before_midnight_is_in_time_and_midnight_is_late_but_taken_in() {
    let app = TestApp::spawn().await;
    let closes_at = app.hearing().await.closes_at;
    for (moment, late) in [
        ("2023-10-11T21:59:59.999999Z", false),
        ("2023-10-11T22:00:00Z", true),
    ] {
        app.app.clock.set(at(moment));
        let receipt = send(&app, &citizen(&[]), vec![]).await;
        let page = app.get(&receipt).await;
        assert_eq!(page.text.contains("efter fristen"), late, "{moment}");
        let all = Response::of_hearing(&mut *app.conn().await, app.hearing().await.id)
            .await
            .unwrap();
        assert_eq!(all.last().unwrap().is_late(closes_at), late);
    }
}

#[tokio::test]
async fn an_upload_cut_off_half_way_is_told_and_leaves_no_response() {
    let app = TestApp::spawn().await;
    let page = app.get(FORM).await;
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\nhalf",
        page.token()
    );
    let request = app
        .http
        .post(app.url(FORM))
        .header("origin", &app.base)
        .header("content-type", "multipart/form-data; boundary=b");
    let answer = request.body(body).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("ikke modtaget"));
    assert_eq!(count(&app).await, 0);
}

#[tokio::test]
async fn a_form_that_was_kept_before_the_program_was_killed_is_accepted_later() {
    let app = TestApp::spawn().await;
    let hearing = app.hearing().await;
    let sent = web_form::Sent {
        version: 1,
        fields: web_form::Fields::of(
            &citizen(&[])
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect::<Vec<_>>(),
        ),
        files: vec![],
        sent_at: app.app.clock.now(),
        to_be_checked: false,
    };
    web_form::keep(
        &app.app,
        hearing.id,
        &"k".repeat(43),
        &sent,
        app.app.clock.now(),
    )
    .await
    .unwrap();
    assert_eq!(
        count(&app).await,
        0,
        "kept, not accepted: here the program dies"
    );
    app.work().await;
    assert_eq!(count(&app).await, 0, "the handler has a minute");
    app.app.clock.set(at("2023-09-20T08:01:01Z"));
    app.work().await;
    assert_eq!(count(&app).await, 1);
    let left: i64 = web_submissions::table
        .filter(web_submissions::accepted_at.is_null())
        .count()
        .get_result(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn attachments_are_read_and_the_receipt_waits_for_them() {
    let app = TestApp::spawn().await;
    let letter = std::fs::read("config/demo/web/05_hoeringssvar_tornhede.pdf").unwrap();
    let fields = citizen(&[
        ("body", ""),
        ("kind", "kommune"),
        ("organisation", "Tornhede Kommune"),
    ]);
    let check = app
        .upload(FORM, FORM, &fields, vec![("Svar.pdf", letter)])
        .await
        .leads()
        .to_owned();
    app.get(&check).await.says("Læst");
    app.post(&check, &format!("{check}/send"), &[])
        .await
        .leads();
    assert!(app.mails().is_empty());
    app.work().await;
    assert!(app.mails()[0].text.contains("Svar.pdf"));
    let text: String = text_versions::table
        .inner_join(parts::table.on(parts::text_id.eq(text_versions::id.nullable())))
        .select(text_versions::text)
        .first(&mut *app.conn().await)
        .await
        .unwrap();
    assert!(text.contains("Tornhede"), "{text}");
}

#[tokio::test]
async fn a_receipt_opens_with_its_own_token_only_and_lets_the_sender_withdraw() {
    let app = TestApp::spawn().await;
    let receipt = send(&app, &citizen(&[]), vec![]).await;
    let (address, token) = receipt.rsplit_once('/').unwrap();
    assert_eq!(
        app.get(&format!("{address}/{}", token.to_lowercase()))
            .await
            .status,
        404
    );
    let own = format!("{receipt}/svar");
    app.get(&own).await.says("Træk svaret tilbage");
    app.post(&own, &format!("{receipt}/tilbagetraekning"), &[])
        .await
        .leads();
    app.get(&own).await.says("Du trak svaret tilbage");
    assert_eq!(count(&app).await, 1, "withdrawn is not deleted");
}

#[tokio::test]
async fn a_form_without_its_token_or_from_another_site_is_refused() {
    let app = TestApp::spawn().await;
    let form = reqwest::multipart::Form::new().text("name", "Ida");
    let answer = app
        .http
        .post(app.url(FORM))
        .header("origin", &app.base)
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
    let token = app.get(FORM).await.token();
    let form = reqwest::multipart::Form::new().text("csrf", token);
    let answer = app
        .http
        .post(app.url(FORM))
        .header("origin", "https://ond.example")
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
    assert!(HEARING.len() > 1);
}
