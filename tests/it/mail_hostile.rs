//! Mail that is made to harm, or broken beyond the usual: each is kept, has its place in the ledger, and can be looked at.

use std::fmt::Write as _;

use hoering::intake::mailbox::{Ledger, Mail, Place, read};
use hoering::staff::Role;

use crate::app::{Answer, HEARING, TestApp};
use crate::enquiries::receive;
use crate::staff::{browse_as, person};

const HEAD: &str = "From: Ole Enghave <ole@enghave.example>\r\nTo: hoering@region.example\r\nDate: Wed, 20 Sep 2023 10:00:00 +0200\r\n\
                    Message-ID: <h@enghave.example>\r\nMIME-Version: 1.0\r\n";
const SAYS: &str = "Høringssvar fra Ole Enghave. Vi mener, at der skal flere faste medarbejdere på bostederne, og at planen mangler penge.";

/// A mail of these fields and body.
fn mail(fields: &str, body: &str) -> Vec<u8> {
    format!("{HEAD}{fields}\r\n{body}\r\n").into_bytes()
}

fn plain(fields: &str, body: &str) -> Vec<u8> {
    let kind = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
    mail(&format!("{kind}{fields}"), body)
}

/// Takes a mail in and looks at it as staff do.
async fn taken(raw: impl Into<Vec<u8>>) -> (Mail, Answer, TestApp) {
    let mut app = TestApp::spawn().await;
    let id = receive(&app, raw).await;
    let mut conn = app.conn().await;
    let found = Mail::find(&mut conn, id).await.unwrap();
    let ledger = Ledger::of_hearing(&mut conn, app.hearing().await.id)
        .await
        .unwrap();
    assert!(ledger.holds());
    assert_eq!((ledger.seen, ledger.count(found.place)), (1, 1));
    assert_ne!(found.place, Place::Kept);
    drop(conn);
    let reader = person(&app, "anna", Role::Reader).await;
    browse_as(&mut app, &reader).await;
    let page = app.get(&format!("/sekretariat/{HEARING}/mails/{id}")).await;
    assert_eq!(page.status, 200);
    (found, page, app)
}

/// Taken in as a response that says what its sender wrote.
async fn is_response(raw: Vec<u8>) -> (Mail, Answer) {
    let (found, page, _app) = taken(raw).await;
    assert_eq!(found.place, Place::Response, "{:?}", found.place_reason);
    assert!(page.text.contains("faste medarbejdere"), "{}", page.text);
    (found, page)
}

#[tokio::test]
async fn an_empty_mail_is_unreadable_and_says_why() {
    let (found, page, _app) = taken(Vec::new()).await;
    assert_eq!(found.place, Place::Unreadable);
    page.says("Der er ingen tekst.");
}

#[tokio::test]
async fn a_mail_of_sixty_megabytes_counts_with_its_sender() {
    let mut raw = plain("Subject: Stort svar\r\n", SAYS);
    raw.resize(60_000_000, b'x');
    let (found, page, _app) = taken(raw).await;
    assert_eq!(found.place, Place::Unreadable);
    assert_eq!(found.from_address.as_deref(), Some("ole@enghave.example"));
    page.says("Stort svar");
    page.says("Mailen er for stor til at blive læst.");
}

#[tokio::test]
async fn five_thousand_parts_are_cut_off_and_the_text_is_read() {
    let mut body = format!("--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SAYS}\r\n");
    for number in 0..5_000 {
        let _ = write!(
            body,
            "--b\r\nContent-Type: application/octet-stream; name={number}.bin\r\n\r\nx\r\n"
        );
    }
    body.push_str("--b--\r\n");
    let raw = mail(
        "Subject: Mange dele\r\nContent-Type: multipart/mixed; boundary=b\r\n",
        &body,
    );
    let read = read(&raw);
    assert!(read.attachments.len() <= 200);
    assert!(
        read.warnings
            .iter()
            .any(|warning| warning.code.as_str() == "too_many_parts")
    );
    let (_, page) = is_response(raw).await;
    page.says("Mailen har flere dele, end vi pakker ud.");
}

#[tokio::test]
async fn twenty_thousand_levels_end_at_the_limit() {
    let mut body = String::new();
    for level in 0..20_000 {
        let _ = write!(
            body,
            "--b{level}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n",
            level + 1
        );
    }
    let raw = mail(
        "Subject: Dyb\r\nContent-Type: multipart/mixed; boundary=b0\r\n",
        &body,
    );
    let deep = "i mange lag. Vi har ikke pakket de inderste ud.";
    taken(raw).await.1.says(deep);
    let within = "Content-Type: message/rfc822\r\n\r\n".repeat(20_000);
    let raw = mail(&format!("Subject: Dyb\r\n{within}"), SAYS);
    taken(raw).await.1.says(deep);
}

#[tokio::test]
async fn a_made_up_charset_loses_no_letter() {
    let kind = "Subject: Svar\r\nContent-Type: text/plain; charset=x-opfundet-9\r\nContent-Transfer-Encoding: 8bit\r\n";
    let raw = mail(kind, SAYS);
    assert!(read(&raw).text.contains("Høringssvar fra Ole"));
    let (_, page) = is_response(raw).await;
    page.says("Mailen oplyste et forkert tegnsæt.");
}

#[tokio::test]
async fn results_that_a_sender_wrote_himself_decide_nothing() {
    let forged = "Authentication-Results: mx.region.example; dkim=pass header.d=enghave.example\r\nSubject: Jeg trækker mit høringssvar tilbage\r\n";
    let (found, _, _app) = taken(plain(forged, "Jeg trækker mit høringssvar tilbage.")).await;
    assert_eq!(found.place, Place::Unmatched);
}

#[tokio::test]
async fn headers_without_measure_are_read_to_their_end() {
    for fields in [
        format!("X-Lang: {}\r\nSubject: Svar\r\n", "x".repeat(64 << 10)),
        format!("X-Lang: {}\r\nSubject: Svar\r\n", "x".repeat(1 << 20)),
        format!("Subject: Svar {}\r\n", "=?utf-8?Q?=C3=B8?= ".repeat(40_000)),
        format!(
            "Cc: {}\r\nSubject: Svar\r\n",
            "a@b.example, ".repeat(100_000)
        ),
        format!(
            "References: {}\r\nSubject: Svar\r\n",
            "<a@b.example> ".repeat(50_000)
        ),
    ] {
        is_response(plain(&fields, SAYS)).await;
    }
}

#[tokio::test]
async fn nul_bytes_are_taken_out_and_said() {
    let raw = plain("Subject: S\0var\r\n", &SAYS.replace(". Vi", ".\0 V\0i"));
    let (_, page) = is_response(raw.clone()).await;
    assert!(!page.text.contains('\0'));
    page.says("tegn, der ikke hører til i en tekst");
    assert!(
        read(&raw)
            .warnings
            .iter()
            .any(|warning| warning.code.as_str() == "nul_bytes")
    );
}

#[tokio::test]
async fn of_five_senders_the_first_is_taken() {
    let raw = plain("Subject: Svar\r\n", SAYS);
    let raw = String::from_utf8(raw).unwrap().replace(
        "From: Ole Enghave <ole@enghave.example>",
        "From: A Sø <a@et.example>, b@to.example, c@tre.example, d@fire.example, E <e@fem.example>",
    );
    let (found, page) = is_response(raw.into_bytes()).await;
    page.says("Mailen har flere afsendere. Vi bruger den første.");
    assert_eq!(found.from_address.as_deref(), Some("a@et.example"));
}

#[tokio::test]
async fn script_pictures_from_elsewhere_and_hidden_text_do_nothing_on_the_page() {
    let body = format!(
        "<html><body><script>alert('skadelig')</script><p>{SAYS}</p><img src=\"http://spor.example/x.gif\" onerror=\"alert(1)\">\
         <div style=\"display:none\">usynlig besked</div></body></html>"
    );
    let raw = mail(
        "Subject: Svar <script>alert(2)</script>\r\nContent-Type: text/html; charset=utf-8\r\n",
        &body,
    );
    let found = read(&raw);
    assert!(!found.text.contains("skadelig"));
    assert!(!found.own_text().contains("usynlig besked"));
    let (_, page) = is_response(raw).await;
    for wrong in ["<script>alert", "spor.example", "onerror"] {
        assert!(!page.text.contains(wrong), "{wrong}");
    }
}

#[tokio::test]
async fn long_lines_and_endless_quotes_are_read() {
    let long = format!("{SAYS} {}", "ord ".repeat(2_500_000));
    for body in [
        long,
        format!("{SAYS}\r\n{}", "> citat\r\n".repeat(300_000)),
        format!("{SAYS}\r\n{}", "Med venlig hilsen\r\n".repeat(100_000)),
    ] {
        let (found, _, _app) = taken(plain("Subject: Svar\r\n", &body)).await;
        assert_eq!(found.place, Place::Response);
    }
}
