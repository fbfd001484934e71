//! Receipts by mail: what they say, whom they go to and whom not, what becomes of those that come back, and who is told in another way.

use std::io::Write as _;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::intake::mailbox::{self, Imported};
use hoering::intake::objection::Objection;
use hoering::intake::receipt::{self, Handled, Reason, Receipt, ReceiptKind, ReceiptState};
use hoering::mail::Outgoing;
use hoering::response::{Relation, RelationKind, Response, decide_relation};
use hoering::schema::{audit_events, mails, receipts, response_relations, responses};
use hoering::staff::{Act, Role};

use crate::app::{HEARING, TestApp, at};
use crate::staff::{browse_as, person};

const LIST: &str = "/sekretariat/visions-og-udviklingsplan-2023/kvitteringer";

async fn app() -> TestApp {
    let test = TestApp::with(|config| {
        config.mail.from = "Region Midtjylland <svar@hoering.example>".into();
        config.mail.receipts_per_sender_hour = 3;
        config.mail.receipts_per_sender_day = 5;
    })
    .await;
    TestApp::load(&test, HEARING, None).await;
    test
}

/// A mail with a text and fields of its own.
fn mail(from: &str, id: &str, fields: &str, text: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: hoering@region.example\r\nSubject: Høringssvar\r\nDate: Wed, 20 Sep 2023 09:00:00 +0200\r\n\
         Message-ID: <{id}>\r\n{fields}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}

const OPINION: &str = "Vi har følgende bemærkninger til planen: Der mangler boliger til unge.";

async fn take(test: &TestApp, raw: &[u8]) -> Imported {
    let mut file = tempfile::Builder::new().suffix(".eml").tempfile().unwrap();
    file.write_all(raw).unwrap();
    mailbox::import(&test.app, &test.hearing().await, &[file.path()])
        .await
        .unwrap()
}

/// A mail of the samples.
async fn sample(test: &TestApp, number: u32) -> Imported {
    let raw = std::fs::read(format!("config/demo/mail/{number:02}.eml")).unwrap();
    take(test, &raw).await
}

async fn all(test: &TestApp) -> Vec<Receipt> {
    Receipt::query()
        .order(receipts::id)
        .load(&mut *test.conn().await)
        .await
        .unwrap()
}

async fn only(test: &TestApp) -> Receipt {
    let mut all = all(test).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// One sentence, whatever line it stands on.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(mail: &Outgoing, words: &str) {
    assert!(
        flat(&mail.text).contains(words),
        "{words:?} is not in\n{}",
        mail.text
    );
}

async fn wait(test: &TestApp, minutes: i64) {
    let now = test.app.clock.now();
    test.app.clock.set(now + TimeDelta::minutes(minutes));
    test.work().await;
}

#[tokio::test]
async fn a_receipt_says_what_came_and_what_becomes_of_it_and_holds_no_text_of_it() {
    let test = app().await;
    let locked = std::fs::read("tests/it/files/encrypted.pdf").unwrap();
    let raw = format!(
        "From: Ida <ida@kommune.example>\r\nSubject: =?utf-8?q?H=C3=B8ringssvar?=\r\nDate: Wed, 20 Sep 2023 09:00:00 +0200\r\n\
         Message-ID: <ida-1@kommune.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{OPINION}\r\n\
         --b\r\nContent-Type: application/pdf; name=\"Brev.pdf\"\r\nContent-Disposition: attachment; filename=\"Brev.pdf\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        base64(&locked)
    );
    assert_eq!(take(&test, raw.as_bytes()).await.responses, 1);
    test.work().await;
    let sent = test.mails();
    let [mail] = &sent[..] else {
        panic!("{} mails", sent.len())
    };
    let response: String = responses::table
        .select(responses::number)
        .first(&mut *test.conn().await)
        .await
        .unwrap();
    says(mail, &format!("Kvitteringsnummer: {response}"));
    says(mail, "Høring: Visions- og udviklingsplan");
    says(mail, "Modtaget: 20. september 2023 kl. 10.00");
    says(mail, "Teksten i dit svar (");
    says(mail, "): læst");
    says(
        mail,
        "låst med en adgangskode. Send den igen uden adgangskode.",
    );
    says(mail, &hex::encode(sha(&locked)));
    says(mail, "Det bliver offentligt");
    says(mail, "artikel 6, stk. 1, litra e");
    says(mail, "klage til Datatilsynet");
    let link = receipt::link(&test.app, &response);
    says(mail, &format!("{link}/svar"));
    says(mail, &format!("{link}/indsigelse"));
    assert!(
        !mail.text.contains("mangler boliger"),
        "no text of the response"
    );
    assert!(
        !mail.text.contains("efter fristen, som var"),
        "it is in time"
    );
    assert_eq!(mail.in_reply_to.as_deref(), Some("<ida-1@kommune.example>"));
    assert_eq!(mail.reply_to, Some(test.hearing().await.mailbox));
    assert!(mail.automatic && mail.loop_mark.is_some());
    let receipt = only(&test).await;
    assert_eq!(
        mail.envelope_sender,
        Some(format!("kvittering+{}", receipt.bounce_token))
    );
    assert_eq!(receipt.state, ReceiptState::Sent);
    for path in [format!("{link}/svar"), format!("{link}/indsigelse")] {
        assert_eq!(test.get(&path).await.status, 200, "{path}");
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    let whole = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines: Vec<&str> = whole
        .as_bytes()
        .chunks(76)
        .map(|it| std::str::from_utf8(it).unwrap())
        .collect();
    lines.join("\r\n")
}

fn sha(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

#[tokio::test]
async fn early_and_late_are_said_and_late_although_sent_in_time() {
    let test = app().await;
    let received = |line: &str| {
        format!("Received: from a.example by mx.region.example with ESMTPS id 1; {line}\r\n")
    };
    for (id, line) in [
        ("early", "Tue, 1 Aug 2023 09:00:00 +0200"),
        ("late", "Fri, 13 Oct 2023 09:00:00 +0200"),
    ] {
        let mut raw = received(line).into_bytes();
        raw.extend(mail(
            &format!("{id}@kommune.example"),
            id,
            "",
            &format!("{OPINION} {id}"),
        ));
        take(&test, &raw).await;
    }
    test.app.clock.set(at("2023-10-13T08:00:00Z"));
    test.work().await;
    let sent = test.mails();
    let to = |name: &str| sent.iter().find(|mail| mail.to.starts_with(name)).unwrap();
    says(to("early"), "kom, før høringen åbnede");
    // Its Date says 20 September, before the deadline.
    says(
        to("late"),
        "Svaret er sendt 20. september 2023 kl. 09.00, men nåede først frem efter fristen, som var 11. oktober 2023 kl. 23.59.",
    );
    says(to("late"), "under alle omstændigheder");
}

#[tokio::test]
async fn each_kind_has_its_wording_and_what_repeats_gets_none() {
    let test = app().await;
    // The response, the same mail again, and its correction; D3's appendix comes without its form, so it finds nothing to add to.
    sample(&test, 19).await;
    sample(&test, 22).await;
    sample(&test, 36).await;
    assert_eq!(sample(&test, 37).await.duplicates, 1);
    sample(&test, 32).await;
    test.app.clock.set(at("2023-10-27T12:00:00Z"));
    sample(&test, 50).await;
    let provisional: i64 = responses::table
        .count()
        .get_result(&mut *test.conn().await)
        .await
        .unwrap();
    assert!(provisional >= 5);
    wait(&test, 11).await;
    let kinds: Vec<ReceiptKind> = all(&test).await.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == ReceiptKind::Received)
            .count(),
        3
    );
    assert!(kinds.contains(&ReceiptKind::Corrected), "{kinds:?}");
    let sent = test.mails();
    assert!(
        sent.iter()
            .any(|mail| flat(&mail.text).contains("som en ny udgave af dit høringssvar"))
    );
    assert_eq!(sent.len(), kinds.len());
}

#[tokio::test]
async fn a_supplement_s_receipt_lists_what_it_added() {
    let test = app().await;
    take(&test, &mail("ida@kommune.example", "one", "", OPINION)).await;
    let later = "Content-Disposition: inline\r\nIn-Reply-To: <one>\r\n";
    let raw = mail(
        "ida@kommune.example",
        "two",
        later,
        "Hermed eftersendes et bilag, som jeg glemte at vedhæfte til vores høringssvar. Bilaget er en supplerende oversigt.",
    );
    let taken = take(&test, &raw).await;
    assert_eq!(taken.supplements, 1, "{taken:?}");
    wait(&test, 11).await;
    let sent = test.mails();
    let [first, second] = &sent[..] else {
        panic!("{} mails", sent.len())
    };
    assert!(second.subject.starts_with("Kvittering for bilag"));
    says(second, "lagt det til svaret");
    let lines = |mail: &Outgoing| mail.text.matches("SHA-256: ").count();
    assert_eq!((lines(first), lines(second)), (1, 1));
}

#[tokio::test]
async fn a_withdrawal_is_confirmed_once_staff_have_and_to_the_address_of_the_response() {
    let test = app().await;
    sample(&test, 28).await;
    assert_eq!(sample(&test, 31).await.withdrawals, 1);
    wait(&test, 11).await;
    assert_eq!(receipt::confirm_withdrawals(&test.app).await.unwrap(), 0);
    assert_eq!(test.mails().len(), 1, "nothing before staff have decided");
    let staff = person(&test, "hanne", Role::Editor).await;
    let mut conn = test.conn().await;
    let relation: Relation = Relation::query()
        .filter(response_relations::kind.eq(RelationKind::Withdraws))
        .first(&mut conn)
        .await
        .unwrap();
    let by = Act {
        staff_id: staff.id,
        hearing_id: test.hearing().await.id,
        now: test.app.clock.now(),
    };
    decide_relation(&mut conn, by, relation.id, true)
        .await
        .unwrap();
    assert_eq!(receipt::confirm_withdrawals(&test.app).await.unwrap(), 1);
    assert_eq!(receipt::confirm_withdrawals(&test.app).await.unwrap(), 0);
    test.work().await;
    let sent = test.mails();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].to, sent[0].to);
    says(&sent[1], "Dit høringssvar er trukket tilbage.");
    assert!(!sent[1].text.contains("SHA-256"));
}

#[tokio::test]
async fn machines_lists_and_addresses_without_a_reader_are_listed_and_not_answered() {
    let test = app().await;
    let mailbox = test.hearing().await.mailbox;
    let cases = [
        ("Return-Path: <>\r\n", "a@kommune.example", Reason::NoReturn),
        (
            "Auto-Submitted: auto-generated\r\n",
            "b@kommune.example",
            Reason::Program,
        ),
        (
            "X-Hoering-Loop: fra en anden\r\n",
            "c@kommune.example",
            Reason::Program,
        ),
        (
            "List-Id: <svar.lister.example>\r\n",
            "d@kommune.example",
            Reason::List,
        ),
        ("Precedence: bulk\r\n", "e@kommune.example", Reason::List),
        ("", "owner-hoering@lister.example", Reason::List),
        ("", "no-reply@kommune.example", Reason::NoReply),
        ("", "Mailer-Daemon@kommune.example", Reason::NoReply),
        ("", mailbox.as_str(), Reason::OwnAddress),
        ("", "svar@hoering.example", Reason::OwnAddress),
        ("X-Spam-Flag: YES\r\n", "f@kommune.example", Reason::Spam),
        (
            "Auto-Submitted: no\r\nX-Auto-Response-Suppress: All\r\n",
            "person@kommune.example",
            Reason::Bounced,
        ),
    ];
    for (number, (fields, from, _)) in cases.iter().enumerate() {
        let text = format!(
            "{OPINION} Det mener vi {number}. Vi anbefaler og foreslår flere tilbud, og vi er bekymrede."
        );
        let taken = take(
            &test,
            &mail(from, &format!("m{number}@x.example"), fields, &text),
        )
        .await;
        assert_eq!(taken.responses, 1, "{fields}{from}: {taken:?}");
    }
    test.work().await;
    let found = all(&test).await;
    for ((fields, from, reason), receipt) in cases.iter().zip(&found) {
        if *reason == Reason::Bounced {
            assert_eq!(
                receipt.state,
                ReceiptState::Sent,
                "{fields} is no proof of a program"
            );
        } else {
            assert_eq!(receipt.state_reason, Some(*reason), "{fields}{from}");
            assert_eq!(receipt.state, ReceiptState::NotPossible);
        }
    }
    let sent = test.mails();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].to, "person@kommune.example");
}

#[tokio::test]
async fn what_a_colleague_forwards_offers_the_address_of_whoever_wrote_it() {
    let test = app().await;
    let domain = test
        .hearing()
        .await
        .mailbox
        .split('@')
        .nth(1)
        .unwrap()
        .to_owned();
    let text = "Til jeres høring.\r\n\r\nFra: Ole Snebær <ole@snebaer.example>\r\nSendt: 10. oktober 2023 21:14\r\n\
                Til: Formanden <formand@region.example>\r\nEmne: Høringssvar\r\n\r\nVi har følgende bemærkninger til planen: Der mangler boliger til unge, og vi foreslår flere.";
    let raw = mail(&format!("sekretaer@{domain}"), "vs@x", "", text);
    let raw = String::from_utf8(raw)
        .unwrap()
        .replace("Subject: ", "Subject: VS: ");
    let taken = take(&test, raw.as_bytes()).await;
    assert_eq!(taken.responses, 1, "{taken:?}");
    let receipt = only(&test).await;
    assert_eq!(receipt.state_reason, Some(Reason::Forwarded));
    assert_eq!(receipt.recipient.as_deref(), Some("ole@snebaer.example"));
    test.work().await;
    assert!(test.mails().is_empty());
}

#[tokio::test]
async fn over_the_cap_of_an_hour_receipts_wait_and_over_that_of_a_day_they_are_listed() {
    let test = app().await;
    for number in 0..7 {
        let text = format!("{OPINION} Svar nummer {number}.");
        take(
            &test,
            &mail("post@kommune.example", &format!("n{number}@x"), "", &text),
        )
        .await;
    }
    test.work().await;
    let count = |state: ReceiptState| {
        let all = all(&test);
        async move { all.await.iter().filter(|one| one.state == state).count() }
    };
    assert_eq!(
        (
            count(ReceiptState::Sent).await,
            count(ReceiptState::Waiting).await
        ),
        (3, 4)
    );
    wait(&test, 59).await;
    assert_eq!(
        count(ReceiptState::Sent).await,
        3,
        "not before the hour is over"
    );
    wait(&test, 2).await;
    assert_eq!(count(ReceiptState::Sent).await, 5);
    let listed: Vec<Receipt> = all(&test)
        .await
        .into_iter()
        .filter(|one| one.state == ReceiptState::NotPossible)
        .collect();
    assert_eq!(listed.len(), 2);
    assert!(
        listed
            .iter()
            .all(|one| one.state_reason == Some(Reason::Limit))
    );
}

/// A receipt that has gone out, and its report as a server sends it.
async fn bounced(test: &TestApp, file: &str) -> (Receipt, Vec<u8>) {
    take(
        test,
        &mail("ida@kommune.example", "ida-1@kommune.example", "", OPINION),
    )
    .await;
    test.work().await;
    let receipt = only(test).await;
    assert_eq!(receipt.state, ReceiptState::Sent);
    let report = std::fs::read_to_string(format!("tests/it/files/bounces/{file}.eml"))
        .unwrap()
        .replace("TOKEN", &receipt.bounce_token)
        .replace("MESSAGE_ID", &receipt.message_id);
    (receipt, report.replace('\n', "\r\n").into_bytes())
}

#[tokio::test]
async fn a_report_from_any_server_finds_its_receipt_and_is_never_answered() {
    for (file, status, words) in [
        ("postfix", "5.1.1", "adressen findes ikke"),
        ("exchange", "5.1.10", "adressen findes ikke"),
        ("gmail", "5.2.2", "postkassen er fuld"),
        ("plain", "5.1.1", "adressen findes ikke"),
    ] {
        let mut test = app().await;
        let (receipt, report) = bounced(&test, file).await;
        let taken = take(&test, &report).await;
        assert_eq!(taken.machine, 1, "{file}: {taken:?}");
        test.work().await;
        let after = only(&test).await;
        assert_eq!(after.state, ReceiptState::Bounced, "{file}");
        assert_eq!(after.status.as_deref(), Some(status), "{file}");
        assert!(after.bounce_mail_id.is_some());
        assert_eq!(test.mails().len(), 1, "{file}: a report is never answered");

        let staff = person(&test, "hanne", Role::Editor).await;
        browse_as(&mut test, &staff).await;
        let list = test.get(LIST).await;
        list.says("ida@kommune.example");
        list.says(words);
        let response = Response::find(&mut *test.conn().await, receipt.response_id)
            .await
            .unwrap();
        let page = test
            .get(&format!("/sekretariat/{HEARING}/svar/{}", response.number))
            .await;
        page.says(words);
        test.get("/sekretariat")
            .await
            .says("1 afsender mangler kvittering");
    }
}

#[tokio::test]
async fn a_report_that_it_is_late_or_about_other_mail_changes_nothing() {
    let test = app().await;
    let (receipt, report) = bounced(&test, "delayed").await;
    assert_eq!(take(&test, &report).await.machine, 1);
    // A report about a letter that we never sent.
    assert_eq!(sample(&test, 2).await.machine, 1);
    assert_eq!(only(&test).await.state, ReceiptState::Sent);
    let other = String::from_utf8(report)
        .unwrap()
        .replace(&receipt.bounce_token, "enanden")
        .replace(&receipt.message_id, "en@anden.example");
    let other = other
        .replace("Action: delayed", "Action: failed")
        .replace("D00D", "D11D");
    assert_eq!(take(&test, other.as_bytes()).await.machine, 1);
    assert_eq!(only(&test).await.state, ReceiptState::Sent);
}

#[tokio::test]
async fn an_absence_note_to_the_envelope_sender_is_no_bounce() {
    let test = app().await;
    let (receipt, _) = bounced(&test, "delayed").await;
    let note = format!(
        "From: Ida <ida@kommune.example>\r\nTo: kvittering+{}@hoering.example\r\nSubject: Autosvar: Kvittering\r\nDate: Wed, 20 Sep 2023 10:00:10 +0200\r\n\
         Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\nIn-Reply-To: <{}>\r\nMessage-ID: <ferie@kommune.example>\r\n\r\nJeg holder ferie til den 1. oktober.\r\n",
        receipt.bounce_token, receipt.message_id
    );
    let taken = take(&test, note.as_bytes()).await;
    assert_eq!(taken.machine, 1, "{taken:?}");
    test.work().await;
    assert_eq!(only(&test).await.state, ReceiptState::Sent);
    assert_eq!(test.mails().len(), 1);
}

#[tokio::test]
async fn two_programs_that_answer_each_other_stop_after_one_mail() {
    let test = app().await;
    take(
        &test,
        &mail("robot@kommune.example", "r0@kommune.example", "", OPINION),
    )
    .await;
    test.work().await;
    for round in 1..20 {
        let Some(last) = test.mails().last().cloned() else {
            break;
        };
        // It does not say that it is a program, and what it writes reads like a response.
        let fields = format!("In-Reply-To: <{}>\r\n", last.message_id);
        let text = format!(
            "Vi har følgende bemærkninger til sagen: Vi anbefaler og foreslår, at der svares på sag nummer {round}."
        );
        let taken = take(
            &test,
            &mail(
                "robot@kommune.example",
                &format!("r{round}@kommune.example"),
                &fields,
                &text,
            ),
        )
        .await;
        assert_eq!(taken.seen, 1);
        test.work().await;
    }
    assert_eq!(test.mails().len(), 1);
    let receipts = all(&test).await;
    assert!(
        receipts[1..]
            .iter()
            .all(|one| one.state_reason == Some(Reason::AckLoop)),
        "{receipts:?}"
    );
}

#[tokio::test]
async fn a_slow_program_that_answers_receipts_is_stopped_too_and_a_person_who_corrects_is_not() {
    let test = app().await;
    take(
        &test,
        &mail("robot@kommune.example", "r0@kommune.example", "", OPINION),
    )
    .await;
    test.work().await;
    for round in 1..10 {
        wait(&test, 30).await;
        let last = test.mails().last().cloned().unwrap();
        let fields = format!("In-Reply-To: <{}>\r\n", last.message_id);
        let text = format!(
            "Vi har følgende bemærkninger til sagen: Vi anbefaler og foreslår, at der svares på sag nummer {round}."
        );
        take(
            &test,
            &mail(
                "robot@kommune.example",
                &format!("r{round}@kommune.example"),
                &fields,
                &text,
            ),
        )
        .await;
        test.work().await;
    }
    // The first answer to a receipt may be a person's correction, so it has one of its own; the next has not.
    assert_eq!(test.mails().len(), 2);
}

#[tokio::test]
async fn our_own_mail_that_comes_back_as_it_was_sent_is_no_response() {
    let test = app().await;
    take(
        &test,
        &mail("ida@kommune.example", "ida-1@kommune.example", "", OPINION),
    )
    .await;
    test.work().await;
    let sent = test.mails().remove(0);
    let mark = sent.loop_mark.clone().unwrap();
    let back = |mark: &str, id: &str| {
        mail(
            "svar@hoering.example",
            id,
            &format!("X-Hoering-Loop: {mark}\r\n"),
            OPINION,
        )
    };
    assert_eq!(take(&test, &back(&mark, &sent.message_id)).await.machine, 1);
    let reason: Option<String> = mails::table
        .order(mails::id.desc())
        .select(mails::place_reason)
        .first(&mut *test.conn().await)
        .await
        .unwrap();
    assert_eq!(reason.as_deref(), Some("own_mail"));
    // Somebody else's mark, or ours on another mail, proves nothing: it is taken in, and not answered.
    let other = take(&test, &back(&mark, "en-anden@hoering.example")).await;
    assert_eq!(other.responses + other.duplicates, 1, "{other:?}");
    test.work().await;
    assert_eq!(test.mails().len(), 1);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn staff_send_again_or_tell_in_another_way_and_the_log_has_it() {
    let mut test = app().await;
    for (number, from) in [
        "no-reply@a.example",
        "noreply@b.example",
        "ingen-svar@c.example",
    ]
    .iter()
    .enumerate()
    {
        take(
            &test,
            &mail(
                from,
                &format!("n{number}@x"),
                "",
                &format!("{OPINION} {number}"),
            ),
        )
        .await;
    }
    let staff = person(&test, "hanne", Role::Editor).await;
    browse_as(&mut test, &staff).await;
    test.get(LIST).await.says("Adressen tager ikke imod mail.");
    let ids: Vec<i64> = all(&test).await.iter().map(|one| one.id).collect();

    let act = |id: i64, what: &str| format!("{LIST}/{id}/{what}");
    for wrong in ["ikke en adresse", "svar@hoering.example", ""] {
        let answer = test
            .post(LIST, &act(ids[0], "afsendelse"), &[("email", wrong)])
            .await;
        assert_eq!(answer.status, 422, "{wrong}");
        answer.says("Adressen kan ikke bruges.");
    }
    test.post(
        LIST,
        &act(ids[0], "afsendelse"),
        &[("email", "anna@a.example")],
    )
    .await
    .leads();
    test.get(&act(ids[1], "brev"))
        .await
        .says("Tak for dit høringssvar.");
    test.post(
        LIST,
        &act(ids[1], "klaret"),
        &[("how", "letter"), ("note", "")],
    )
    .await
    .leads();
    test.post(
        LIST,
        &act(ids[2], "klaret"),
        &[("how", "phone"), ("note", "Ringede kl. 10")],
    )
    .await
    .leads();
    let twice = test
        .post(
            &format!("/sekretariat/{HEARING}/noter/runder/ny"),
            &act(ids[2], "klaret"),
            &[("how", "letter"), ("note", "")],
        )
        .await;
    assert_eq!(twice.status, 422);
    twice.says("En kollega har allerede klaret");
    test.work().await;

    let sent = test.mails();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].to, "anna@a.example");
    assert_eq!(
        sent[0].in_reply_to, None,
        "it is another address than the mail came from"
    );
    let after = all(&test).await;
    let handled: Vec<_> = after[..3].iter().map(|one| one.handled.unwrap()).collect();
    assert_eq!(handled, [Handled::Resent, Handled::Letter, Handled::Phone]);
    let page = test.get(LIST).await;
    page.says("Alle, der kan få en kvittering, har fået den.");
    page.says("Ringede kl. 10");
    let log: Vec<String> = audit_events::table
        .filter(audit_events::staff_id.eq(staff.id))
        .filter(audit_events::action.like("receipt_%"))
        .order(audit_events::id)
        .select(audit_events::action)
        .load(&mut *test.conn().await)
        .await
        .unwrap();
    assert_eq!(
        log,
        [
            "receipt_resent",
            "receipt_printed",
            "receipt_by_letter",
            "receipt_by_phone"
        ]
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn an_objection_reaches_staff_is_decided_and_is_read_behind_the_link() {
    let mut test = app().await;
    take(
        &test,
        &mail("ida@kommune.example", "ida-1@kommune.example", "", OPINION),
    )
    .await;
    test.work().await;
    let receipt = only(&test).await;
    let response = Response::find(&mut *test.conn().await, receipt.response_id)
        .await
        .unwrap();
    let here = receipt::objection_path(&test.app, &response.number);
    let wrong = test.post(&here, &here, &[("objection", "  ")]).await;
    assert_eq!(wrong.status, 422);
    wrong.says("Skriv, hvad der ikke må blive offentligt, og hvorfor.");
    let words = "Min adresse står i mailen <b>under</b> navnet.";
    for _ in 0..2 {
        let sent = test.post(&here, &here, &[("objection", words)]).await;
        test.get(sent.leads())
            .await
            .says("Vi har modtaget din indsigelse");
    }
    let mut conn = test.conn().await;
    let objections = Objection::of_response(&mut conn, response.id)
        .await
        .unwrap();
    assert_eq!(objections.len(), 1, "sent twice it is one");
    assert_eq!(
        test.get(&here.replace("/kvittering/", "/kvittering/x"))
            .await
            .status,
        404
    );

    let staff = person(&test, "hanne", Role::Editor).await;
    let sender = std::mem::replace(&mut test.http, crate::staff::new_browser());
    browse_as(&mut test, &staff).await;
    let list = format!("/sekretariat/{HEARING}/indsigelser");
    test.get(&list)
        .await
        .says("Min adresse står i mailen &lt;b&gt;under");
    let page = format!("/sekretariat/{HEARING}/svar/{}", response.number);
    test.get(&page).await.says("Ikke behandlet endnu");
    let act = format!("{list}/{}", objections[0].id);
    let bare = test
        .post(&list, &act, &[("outcome", "upheld"), ("answer", " ")])
        .await;
    assert_eq!(bare.status, 422);
    let fields = [("outcome", "upheld"), ("answer", "Vi skjuler adressen.")];
    test.post(&list, &act, &fields).await.leads();
    assert_eq!(
        test.post(
            &format!("/sekretariat/{HEARING}/noter/runder/ny"),
            &act,
            &fields
        )
        .await
        .status,
        422,
        "it is decided once"
    );
    test.http = sender;
    let shown = test.get(&here).await;
    shown.says("Du har fået medhold");
    shown.says("Vi skjuler adressen.");
    test.work().await;
    let subjects: Vec<String> = test
        .mails()
        .iter()
        .map(|mail| mail.subject.clone())
        .collect();
    assert_eq!(subjects.len(), 3, "{subjects:?}");
    assert!(subjects[1].starts_with("Vi har modtaget din indsigelse"));
    assert!(subjects[2].starts_with("Vi har behandlet din indsigelse"));
    assert!(
        !test.mails()[2].text.contains("Vi skjuler"),
        "what was decided stands behind the link"
    );
}
