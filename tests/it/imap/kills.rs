//! The worker or the mail server is killed at moments that nobody chose, while mails come in and are moved: each mail is there exactly once.
//!
//! Small here. `script/bench kills` runs it at full size, once with EXAMINE alone and once with moves.
//!
//! | variable | says |
//! |---|---|
//! | `HOERING_KILLS` | kills of a run at full size |
//! | `HOERING_KILLS_MAILS` | mails of such a run |

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use diesel_async::RunQueryDsl as _;
use hoering::db::connect;
use sha2::{Digest as _, Sha256};

use super::{AT, Number};
use crate::app::HEARING;
use crate::database::TestDatabase;
use crate::dovecot::{Dovecot, PASSWORD};
use crate::service::{Data, Service, program_on, run, said};

const DONE: &str = "Behandlet";
/// Every so many mails is a large one, so that a kill can strike in the middle of one.
const LARGE: usize = 40;

pub(super) struct Run {
    server: Dovecot,
    database: TestDatabase,
    data: Data,
    settings: PathBuf,
    moving: bool,
    delivered: Vec<Vec<u8>>,
}

impl Run {
    pub(super) async fn new(moving: bool) -> Self {
        let (server, database, data) = (
            Dovecot::start(&["a"]).await,
            TestDatabase::create().await,
            Data::new(),
        );
        server.make_folder("a", DONE);
        std::fs::create_dir_all(data.path()).unwrap();
        let settings = data.path().with_file_name("settings.toml");
        let move_to = if moving { DONE } else { "" };
        let text = format!(
            "[[mailboxes]]\naddress='a@hoering.example'\nhearing='{HEARING}'\nhost='127.0.0.1'\nport={}\nsecurity='none'\n\
             user='a'\npassword='{PASSWORD}'\npoll_seconds=1\nmove_to='{move_to}'\n",
            server.plain
        );
        std::fs::write(&settings, text).unwrap();
        let made = Self {
            server,
            database,
            data,
            settings,
            moving,
            delivered: Vec::new(),
        };
        let file = format!("config/hearings/{HEARING}.toml");
        let loaded = run(made.program().args(["hearing", "load", &file]));
        assert!(loaded.status.success(), "{}", said(&loaded));
        made
    }

    fn program(&self) -> Command {
        let mut command = program_on(&self.data.path(), &self.database.urls);
        command.arg("--config").arg(&self.settings);
        command
    }

    /// On another thread: nothing waits for it that must go on.
    pub(super) async fn start(&self) -> Service {
        let command = self.program();
        let starting = tokio::task::spawn_blocking(move || Service::start(command));
        starting.await.unwrap()
    }

    fn deliver(&mut self, mails: usize) {
        for _ in 0..mails {
            let number = self.delivered.len();
            let raw = if number % LARGE == LARGE - 1 {
                large(number, 2 << 20)
            } else {
                super::letter(number, "Mere plads til alle.")
            };
            self.server.deliver("a", &raw, AT);
            self.delivered.push(raw);
        }
    }

    pub(super) fn deliver_large(&self, bytes: usize) {
        self.server.deliver("a", &large(1, bytes), AT);
    }

    pub(super) async fn number(&self, what: &str) -> usize {
        let mut conn = connect(&self.database.urls.app).await.unwrap();
        let row: Number = diesel::sql_query(format!("select ({what})::bigint as number"))
            .get_result(&mut conn)
            .await
            .unwrap();
        usize::try_from(row.number).unwrap()
    }

    /// Mails kept, and moved where that is wanted.
    async fn progress(&self) -> usize {
        let moved = "(select count(*) from mail_moves where uid is not null)";
        let kept = "(select count(*) from mails)";
        self.number(&format!(
            "{kept} + {}",
            if self.moving { moved } else { "0" }
        ))
        .await
    }

    /// What the dead worker had in hand is free when its lease has run out.
    async fn pass_leases(&self) {
        let mut conn = connect(&self.database.urls.app).await.unwrap();
        diesel::sql_query("update jobs set lease_until = null")
            .execute(&mut conn)
            .await
            .unwrap();
    }

    /// Kills so many times while so many mails come. Answers with how often each part was killed.
    async fn play(&mut self, kills: usize, mails: usize) -> (usize, usize) {
        let steps = if self.moving { 2 } else { 1 };
        let mut service = self.start().await;
        let (mut workers, mut servers) = (0, 0);
        for kill in 1..=kills {
            let before = self.progress().await;
            self.deliver(mails * kill / kills - self.delivered.len());
            let open = self.delivered.len() * steps - before;
            let target = before + rand::random_range(0..=open.saturating_sub(1));
            patiently(async || self.progress().await >= target).await;
            if kill % 3 == 0 {
                servers += 1;
                self.server.kill();
                self.server.run().await;
            } else {
                workers += 1;
                service.kill();
                self.pass_leases().await;
                service = self.start().await;
            }
        }
        let all = mails * steps;
        patiently(async || self.progress().await == all).await;
        let open = "select count(*) from mails where place = 'kept'";
        patiently(async || self.number(open).await == 0).await;
        if self.moving {
            let moved = "select count(*) from mail_moves where uid is not null";
            patiently(async || self.number(moved).await == mails).await;
        }
        service.terminate();
        let (status, log) = service.wait();
        assert!(status.success(), "{log}");
        (workers, servers)
    }

    /// Each mail that was delivered is in the ledger, in storage and among the responses, once.
    async fn settle(&self) {
        let mails = self.delivered.len();
        for what in [
            "select count(*) from mails",
            "select count(distinct message_id) from mails",
            "select count(distinct file_id) from mails",
            "select count(*) from mails where place = 'response'",
            "select count(*) from responses",
            "select count(distinct mail_id) from responses",
        ] {
            assert_eq!(self.number(what).await, mails, "{what}");
        }
        assert_eq!(self.kept().await, self.expected());
        if self.moving {
            self.settle_moves(mails).await;
        } else {
            assert_eq!(self.server.files("a").len(), mails);
        }
    }

    async fn settle_moves(&self, mails: usize) {
        let distinct =
            "select count(distinct (uid_validity, uid)) from mail_moves where uid is not null";
        assert_eq!(self.number(distinct).await, mails);
        assert!(self.server.files("a").is_empty());
        let there: Vec<Vec<u8>> = self
            .server
            .files_in("a", DONE)
            .iter()
            .map(|file| std::fs::read(file).unwrap())
            .collect();
        let distinct: BTreeSet<String> = there.iter().map(|raw| hash(raw)).collect();
        assert_eq!(distinct, self.expected());
        // A mail server that is killed between copying and removing leaves a copy behind: that is its own, and no row of ours.
        println!(
            "copies that the killed server left: {}",
            there.len() - mails
        );
    }

    fn expected(&self) -> BTreeSet<String> {
        self.delivered.iter().map(|raw| hash(raw)).collect()
    }

    /// The hashes of what is in storage for the mails of the ledger.
    async fn kept(&self) -> BTreeSet<String> {
        let mut conn = connect(&self.database.urls.app).await.unwrap();
        let rows: Vec<super::Stored> =
            diesel::sql_query("select f.sha256 from mails m join files f on f.id = m.file_id")
                .load(&mut conn)
                .await
                .unwrap();
        let folder = self.data.path().join("files");
        rows.iter()
            .map(|row| {
                let name = hex::encode(&row.sha256);
                let raw = std::fs::read(folder.join(&name[..2]).join(&name)).unwrap();
                assert_eq!(hash(&raw), name, "what is kept is whole");
                name
            })
            .collect()
    }
}

fn hash(raw: &[u8]) -> String {
    hex::encode(Sha256::digest(raw))
}

/// A mail with a file of about so many bytes, encoded.
fn large(number: usize, bytes: usize) -> Vec<u8> {
    let line = format!("{}\r\n", "QUJD".repeat(19));
    let file = line.repeat(bytes / line.len());
    format!(
        "From: Forening {number} <forening{number}@example.dk>\r\nTo: a@hoering.example\r\nSubject: Svar {number}\r\n\
         Date: Tue, 19 Sep 2023 11:59:00 +0200\r\nMessage-ID: <{number}@example.dk>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Vores svar nummer {number} er med et kort.\r\n--b\r\nContent-Type: application/octet-stream; name=\"kort.bin\"\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"kort.bin\"\r\n\r\n{file}--b--\r\n"
    )
    .into_bytes()
}

/// The delay after a failed round grows, so this one waits longer than others.
pub(super) async fn patiently(mut so: impl AsyncFnMut() -> bool) {
    let mut tick = tokio::time::interval(Duration::from_millis(10));
    let wait = async {
        while !so().await {
            tick.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(240), wait)
        .await
        .expect("it never came to be");
}

async fn killed(kills: usize, mails: usize, moving: bool) {
    let mut run = Run::new(moving).await;
    let (workers, servers) = run.play(kills, mails).await;
    run.settle().await;
    println!(
        "mails {mails}, moved {moving}, kills of the worker {workers}, of the mail server {servers}: each mail once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_worker_and_mail_server_while_mails_come_and_are_moved_loses_none_and_doubles_none()
{
    killed(6, 60, true).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: script/bench kills"]
async fn the_kills_at_full_size() {
    let number = |name: &str, default: usize| {
        std::env::var(name).map_or(default, |text| text.parse().unwrap())
    };
    let (kills, mails) = (
        number("HOERING_KILLS", 100),
        number("HOERING_KILLS_MAILS", 2000),
    );
    for moving in [false, true] {
        killed(kills, mails, moving).await;
    }
}
