//! Mail fetched from a real Dovecot: each mail once, whatever breaks, and nothing changed there.

mod idle;
mod junk;
mod kills;
mod memory;
mod moves;
mod shown;
mod token;
mod drift;

use std::fs;

use diesel_async::RunQueryDsl as _;
use hoering::config::Mailbox as Settings;
use hoering::intake::mailbox::{Fetcher, Ledger, Mailbox, Place, Round};
use hoering::worker;
use tokio::sync::watch;

use crate::app::TestApp;
use crate::dovecot::{Dovecot, until};
use crate::proxy::Proxy;

const AT: &str = "2023-09-19T10:00:00Z";

fn letter(number: usize, text: &str) -> Vec<u8> {
    let second = number % 60;
    format!(
        "From: Borger {number} <borger{number}@example.dk>\r\nTo: a@hoering.example\r\n\
         Subject: =?utf-8?Q?H=C3=B8ringssvar?= {number}\r\nDate: Tue, 19 Sep 2023 11:59:{second:02} +0200\r\n\
         Message-ID: <{number}@example.dk>\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\nVi har følgende bemærkninger til planen: {text}\r\n"
    )
    .into_bytes()
}

async fn app() -> TestApp {
    let test = TestApp::with(|_| {}).await;
    TestApp::load(&test, crate::app::HEARING, None).await;
    test
}

fn fetcher(settings: &Settings) -> Fetcher {
    // The sender is dropped: nobody will stop this one.
    Fetcher::new(settings.clone(), watch::channel(false).1)
}

/// One round over a connection of its own.
async fn fetch(test: &TestApp, settings: &Settings) -> anyhow::Result<Round> {
    fetcher(settings).round(&test.app).await
}

async fn mailbox(test: &TestApp, settings: &Settings) -> Mailbox {
    Mailbox::find(&mut *test.conn().await, &settings.address, &settings.folder)
        .await
        .unwrap()
}

async fn ledger(test: &TestApp) -> Ledger {
    let hearing = test.hearing().await;
    let ledger = Ledger::of_hearing(&mut *test.conn().await, hearing.id)
        .await
        .unwrap();
    assert!(ledger.holds());
    ledger
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    number: i64,
}

async fn number(test: &TestApp, sql: &str) -> i64 {
    let sql = format!("select ({sql})::bigint as number");
    let row: Number = diesel::sql_query(sql)
        .get_result(&mut *test.conn().await)
        .await
        .unwrap();
    row.number
}

#[derive(diesel::QueryableByName)]
struct Stored {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    sha256: Vec<u8>,
}

/// The raw mails in storage, oldest first.
async fn stored(test: &TestApp) -> Vec<Vec<u8>> {
    let rows: Vec<Stored> = diesel::sql_query(
        "select f.sha256 from mails m join files f on f.id = m.file_id order by m.id",
    )
    .load(&mut *test.conn().await)
    .await
    .unwrap();
    let mut raw = Vec::new();
    for row in rows {
        raw.push(test.app.storage.read(&row.sha256).await.unwrap().to_vec());
    }
    raw
}

#[tokio::test]
async fn mails_are_fetched_once_and_placed_and_nothing_is_changed_in_the_mailbox() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let mut samples = Vec::new();
    for number in 1..=12 {
        let raw = fs::read(format!("config/demo/mail/{number:02}.eml")).unwrap();
        server.deliver("a", &raw, AT);
        samples.push(raw);
    }
    server.put_seen("a", &letter(13, "Støj."), AT);
    let before = server.files("a");
    let proxy = Proxy::start(server.plain).await;
    let settings = server.settings_at("a", proxy.port);
    let first = fetch(&test, &settings).await.unwrap();
    assert_eq!((first.on_server, first.kept), (13, 13));
    let second = fetch(&test, &settings).await.unwrap();
    assert_eq!((second.on_server, second.kept), (13, 0));
    assert_eq!(server.files("a"), before, "read or unread as before");
    let said = proxy.said();
    for word in ["SELECT", "STORE", "BODY[", "EXPUNGE", "COPY", "MOVE"] {
        assert!(!said.contains(word), "{word}");
    }
    assert!(said.contains("EXAMINE \"INBOX\""));

    test.work().await;
    let ledger = ledger(&test).await;
    assert_eq!((ledger.seen, ledger.count(Place::Kept)), (13, 0));
    assert!(ledger.count(Place::Response) > 0);
    let timed = format!("select count(*) from mails where internal_date = '{AT}'");
    assert_eq!(number(&test, &timed).await, 13);
    let mailbox = mailbox(&test, &settings).await;
    assert_eq!(mailbox.fetched_at, Some(test.app.clock.now()));
    assert_eq!(mailbox.last_error, None);
}

#[tokio::test]
async fn a_kept_connection_sees_what_came_later_and_survives_a_restart_of_the_server() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let mut fetcher = fetcher(&server.settings("a"));
    assert_eq!(fetcher.round(&test.app).await.unwrap(), Round::default());
    server.deliver("a", &letter(1, "En."), AT);
    assert_eq!(fetcher.round(&test.app).await.unwrap().kept, 1);
    server.kill();
    server.run().await;
    server.deliver("a", &letter(2, "To."), AT);
    assert_eq!(fetcher.round(&test.app).await.unwrap().kept, 1);
}

#[tokio::test]
async fn two_workers_at_once_take_each_mail_once() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    for number in 0..30 {
        server.deliver("a", &letter(number, "Mere plads."), AT);
    }
    let settings = server.settings("a");
    let mut kept = 0;
    while kept < 30 {
        let (one, other) = tokio::join!(fetch(&test, &settings), fetch(&test, &settings));
        kept += one.unwrap().kept + other.unwrap().kept;
    }
    assert_eq!(kept, 30);
    assert_eq!(ledger(&test).await.seen, 30);
    test.work().await;
    assert_eq!(number(&test, "select count(*) from responses").await, 30);
}

#[tokio::test]
async fn a_mailbox_that_another_worker_has_is_left_alone() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let settings = server.settings("a");
    fetch(&test, &settings).await.unwrap();
    server.deliver("a", &letter(1, "En."), AT);
    let id = mailbox(&test, &settings).await.id;
    let mut other = test.admin().await;
    let lock = format!("select pg_advisory_lock({}, {id})", 0x696d_6170);
    diesel::sql_query(lock).execute(&mut other).await.unwrap();
    assert!(fetch(&test, &settings).await.unwrap().busy);
    drop(other);
    let mut round = Round {
        busy: true,
        ..Round::default()
    };
    until(async || {
        round = fetch(&test, &settings).await.unwrap();
        !round.busy
    })
    .await;
    assert_eq!(round.kept, 1);
}

#[tokio::test]
async fn another_uidvalidity_makes_no_second_response() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let files: Vec<_> = (0..4)
        .map(|number| server.deliver("a", &letter(number, "Mere lys."), AT))
        .collect();
    let settings = server.settings("a");
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 4);
    test.work().await;
    assert_eq!(number(&test, "select count(*) from responses").await, 4);
    let before = mailbox(&test, &settings).await.uid_validity;

    server.kill();
    server.renumber("a");
    // One was rebuilt on the way: other bytes, the same mail.
    let name = files[3].file_name().unwrap();
    let new = files[3].parent().unwrap();
    let rebuilt = [new.join(name), new.with_file_name("cur").join(name)]
        .into_iter()
        .find(|file| file.exists())
        .unwrap();
    let mut raw = b"X-Moved-By: exchange.example\r\n".to_vec();
    raw.extend(fs::read(&rebuilt).unwrap());
    fs::write(&rebuilt, raw).unwrap();
    server.run().await;
    server.deliver("a", &letter(9, "En ny."), AT);

    let round = fetch(&test, &settings).await.unwrap();
    assert_eq!((round.on_server, round.kept, round.known_again), (5, 1, 4));
    test.work().await;
    assert_ne!(mailbox(&test, &settings).await.uid_validity, before);
    let after = ledger(&test).await;
    assert_eq!((after.seen, after.count(Place::Duplicate)), (5, 0));
    assert_eq!(number(&test, "select count(*) from responses").await, 5);
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 0);
    let noted = "select count(*) from audit_events where action = 'mail_uid_changed'";
    assert_eq!(number(&test, noted).await, 4);
    let rebuilt = format!("{noted} and detail->>'rebuilt' = 'true'");
    assert_eq!(number(&test, &rebuilt).await, 1);
}

#[tokio::test]
async fn the_same_mail_delivered_twice_is_two_mails_and_one_response() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let raw = letter(1, "Det samme.");
    server.deliver("a", &raw, AT);
    server.deliver("a", &raw, AT);
    let settings = server.settings("a");
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 2);
    test.work().await;
    let ledger = ledger(&test).await;
    assert_eq!(
        (
            ledger.count(Place::Response),
            ledger.count(Place::Duplicate)
        ),
        (1, 1)
    );
    server.kill();
    server.renumber("a");
    server.run().await;
    assert_eq!(fetch(&test, &settings).await.unwrap().known_again, 2);
}

#[tokio::test]
async fn a_server_killed_in_mid_fetch_loses_nothing() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let long = "Vi ønsker flere støttecentre. ".repeat(2_000);
    for number in 0..10 {
        server.deliver("a", &letter(number, &long), AT);
    }
    let proxy = Proxy::cutting(server.plain, 250_000, server.killer()).await;
    let error = fetch(&test, &server.settings_at("a", proxy.port))
        .await
        .unwrap_err();
    let settings = server.settings("a");
    let kept = usize::try_from(ledger(&test).await.seen).unwrap();
    assert!((1..10).contains(&kept), "{kept}: {error:#}");
    let broken = mailbox(&test, &settings).await;
    assert_eq!(broken.fetched_at, None);
    assert!(broken.last_error.is_some());

    server.kill();
    server.run().await;
    let round = fetch(&test, &settings).await.unwrap();
    assert_eq!((round.on_server, round.kept), (10, 10 - kept));
    assert_eq!(mailbox(&test, &settings).await.last_error, None);
    test.work().await;
    assert_eq!(number(&test, "select count(*) from responses").await, 10);
}

#[tokio::test]
async fn a_wrong_password_is_said_and_the_other_mailboxes_go_on() {
    let server = Dovecot::start(&["good", "bad"]).await;
    let (good, mut bad) = (server.settings("good"), server.settings("bad"));
    bad.password = "forkert".into();
    server.deliver("good", &letter(1, "En."), AT);
    let both = vec![bad.clone(), good.clone()];
    let test = TestApp::with(|config| config.mailboxes = both).await;
    TestApp::load(&test, crate::app::HEARING, None).await;
    let workers = worker::start(test.app.clone().into_inner());
    let responses = async || number(&test, "select count(*) from responses").await;
    until(async || responses().await == 1).await;
    server.deliver("good", &letter(2, "To."), AT);
    until(async || responses().await == 2).await;
    let failed = "select count(*) from mailboxes where last_error is not null";
    until(async || number(&test, failed).await == 1).await;
    workers.stop().await;
    let mailbox = mailbox(&test, &bad).await;
    let error = mailbox.last_error.unwrap();
    assert!(error.contains("login as bad"), "{error}");
    assert!(
        error.to_lowercase().contains("authentication failed"),
        "{error}"
    );
    assert!(!error.contains("forkert"), "{error}");
    assert_eq!(mailbox.fetched_at, None);
}

#[tokio::test]
async fn a_mail_of_3_mb_comes_in_pieces_and_is_the_same_to_the_byte() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let line = "Linje med æøå ÆØÅ og § 7, stk. 2.\r\n";
    let large = letter(1, &line.repeat(3 * 1024 * 1024 / line.len() + 1));
    let piece = 1 << 20;
    let mut exact = letter(2, "");
    exact.resize(piece - 2, b'x');
    exact.extend(b"\r\n");
    server.deliver("a", &large, AT);
    server.deliver("a", &exact, AT);
    server.deliver("a", b"", AT);
    let proxy = Proxy::start(server.plain).await;
    let round = fetch(&test, &server.settings_at("a", proxy.port))
        .await
        .unwrap();
    assert_eq!(round.kept, 3);
    let stored = stored(&test).await;
    assert!(stored[0] == large && stored[1] == exact && stored[2].is_empty());
    let said = proxy.said();
    for offset in [0, piece, 2 * piece, 3 * piece] {
        assert!(said.contains(&format!("BODY.PEEK[]<{offset}.{piece}>")));
    }
    test.work().await;
    assert_eq!(ledger(&test).await.count(Place::Kept), 0);
}

#[tokio::test]
async fn a_mail_over_the_limit_is_kept_and_shown_with_its_sender_and_the_reason() {
    let server = Dovecot::start(&["a"]).await;
    let test = TestApp::with(|config| config.limits.mail_bytes = 100_000).await;
    TestApp::load(&test, crate::app::HEARING, None).await;
    let large = letter(7, &"Et langt svar. ".repeat(10_000));
    server.deliver("a", &large, AT);
    fetch(&test, &server.settings("a")).await.unwrap();
    test.work().await;
    assert!(stored(&test).await == [large]);
    let told = "select count(*) from mails where place = 'unreadable' \
                and place_reason = 'too_large' \
                and from_address = 'borger7@example.dk' and subject = 'Høringssvar 7'";
    assert_eq!(number(&test, told).await, 1);
}

#[tokio::test]
async fn a_server_with_an_unknown_ca_is_refused() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let other = Dovecot::start(&["a"]).await;
    server.deliver("a", &letter(1, "En."), AT);
    let mut settings = server.settings("a");
    for ca_file in [String::new(), other.settings("a").ca_file] {
        settings.ca_file = ca_file;
        let error = format!("{:#}", fetch(&test, &settings).await.unwrap_err());
        assert!(error.contains("certificate"), "{error}");
        assert_eq!(mailbox(&test, &settings).await.last_error, Some(error));
    }
    assert_eq!(ledger(&test).await.seen, 0);
    let mut named = server.settings("a");
    named.host = "localhost".into();
    assert_eq!(fetch(&test, &named).await.unwrap().kept, 1);
}

#[tokio::test]
async fn starttls_and_folders_with_danish_names_work() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let settings = Settings {
        security: hoering::config::Security::Starttls,
        port: server.plain,
        ..server.settings("a")
    };
    server.deliver("a", &letter(1, "En."), AT);
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 1);
    let missing = Settings {
        folder: "Uønsket \"mail\"".into(),
        ..settings.clone()
    };
    let error = format!("{:#}", fetch(&test, &missing).await.unwrap_err());
    assert!(error.contains("refused"), "{error}");
    let silent = Settings {
        port: crate::dovecot::free_port(),
        ..settings
    };
    let error = format!("{:#}", fetch(&test, &silent).await.unwrap_err());
    assert!(error.contains("cannot connect"), "{error}");
}
