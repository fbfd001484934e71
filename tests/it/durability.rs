//! Nothing acknowledged is lost, however often the program is killed: clients fill in and send forms, and send again with the same key
//! when no answer came; afterwards every receipt that anybody got is looked up.
//!
//! Small here. `script/bench durability` runs it at full size on a private database, whose server is killed too.
//!
//! | variable | says |
//! |---|---|
//! | `HOERING_DURABILITY` | acknowledged forms of a run at full size |
//! | `HOERING_DURABILITY_CONTROL` | set: PostgreSQL answers before it has written (`synchronous_commit = off`), and the run must lose some |

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl as _;
use hoering::db::connect;
use hoering::db::private::{Cluster, Options};

use crate::app::{Answer, HEARING};
use crate::database::TestDatabase;
use crate::robustness::kill_postmaster;
use crate::service::{
    Data, PATIENCE, Service, Visitor, free_port, program, program_on, run, until,
};

/// What the clients share with the one who kills.
#[derive(Default)]
struct Run {
    wanted: usize,
    started: AtomicUsize,
    receipts: Mutex<BTreeSet<String>>,
}

impl Run {
    fn of(wanted: usize) -> Self {
        Self {
            wanted,
            ..Self::default()
        }
    }

    fn acknowledged(&self) -> usize {
        self.receipts.lock().unwrap().len()
    }
}

/// An answer, if one came. What is neither done nor a program that is away is shown should the test fail.
fn heard(answer: reqwest::Result<Answer>) -> Option<Answer> {
    let answer = answer.ok()?;
    if ![303, 404, 503].contains(&answer.status) {
        println!("{}: {}", answer.status, answer.text);
    }
    Some(answer)
}

/// Sends form after form; a client gives none up before it has its receipt.
async fn client(run: &Run, base: &str) {
    loop {
        let number = run.started.fetch_add(1, Ordering::Relaxed);
        if number >= run.wanted {
            return;
        }
        let visitor = Visitor::of(base);
        let body = format!("Svar nummer {number}.");
        let form = [
            ("name", "Ida Bjergmark"),
            ("kind", "borger"),
            ("body", &body),
            ("consent", "true"),
        ];
        let receipt = until("a receipt", async || {
            let check = heard(visitor.fill_in(&form).await)?;
            if check.status != 303 {
                return None;
            }
            // What nobody acknowledged is sent again with its own key, until the draft itself is found to be gone.
            until("an answer", async || {
                let answer = heard(visitor.send(check.leads()).await)?;
                match answer.status {
                    303 => Some(Some(answer.leads().to_owned())),
                    404 => Some(None),
                    _ => None,
                }
            })
            .await
        })
        .await;
        let number = receipt.split('/').nth(2).unwrap().to_owned();
        assert!(
            run.receipts.lock().unwrap().insert(number),
            "two forms got the same receipt"
        );
    }
}

/// Kills at moments that nobody chose, and starts again under the same address.
async fn killer(
    run: &Run,
    command: impl Fn() -> Command,
    port: u16,
    cluster: Option<PathBuf>,
) -> usize {
    let mut service = start(command(), port).await;
    let mut kills = 0;
    loop {
        let pause = usize::from(rand::random::<u8>() % 12) + 2;
        let next = (run.acknowledged() + pause).min(run.wanted);
        until("the next receipts", async || {
            (run.acknowledged() >= next).then_some(())
        })
        .await;
        if run.acknowledged() >= run.wanted {
            return kills;
        }
        kills += 1;
        match &cluster {
            Some(cluster) if kills % 3 == 0 => kill_postmaster(cluster),
            _ => {
                service.kill();
                service = start(command(), port).await;
            }
        }
    }
}

/// On another thread: the clients go on trying meanwhile.
async fn start(command: Command, port: u16) -> Service {
    let starting = tokio::task::spawn_blocking(move || Service::start_on(command, port));
    starting.await.unwrap()
}

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = BigInt)]
    submissions: i64,
}

/// Acknowledged, lost, and forms that became two responses.
async fn settle(run: &Run, url: &str) -> (usize, usize, usize) {
    let mut conn = connect(url).await.unwrap();
    let found: Vec<Found> = sql_query(
        "select number, (select count(*) from responses other \
         where other.web_submission_id = responses.web_submission_id) as submissions from responses",
    )
    .load(&mut conn)
    .await
    .unwrap();
    let numbers: BTreeSet<&str> = found.iter().map(|row| row.number.as_str()).collect();
    let receipts = run.receipts.lock().unwrap();
    let lost = receipts
        .iter()
        .filter(|number| !numbers.contains(number.as_str()))
        .count();
    let twice = found.iter().filter(|row| row.submissions != 1).count()
        + found.len().saturating_sub(receipts.len());
    (receipts.len(), lost, twice)
}

async fn play(run: &Run, command: impl Fn() -> Command, cluster: Option<PathBuf>) -> usize {
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let clients = futures_util::future::join_all((0..4).map(|_| client(run, &base)));
    tokio::join!(killer(run, command, port, cluster), clients).0
}

fn load(mut command: Command) {
    let file = format!("config/hearings/{HEARING}.toml");
    assert!(
        run(command.args(["hearing", "load", &file]))
            .status
            .success()
    );
}

#[tokio::test]
async fn killing_the_program_while_forms_arrive_loses_none_and_takes_none_twice() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    load(program_on(&data.path(), &database.urls));
    let run = Run::of(40);
    let kills = play(&run, || program_on(&data.path(), &database.urls), None).await;
    assert!(kills >= 2, "killed only {kills} times");
    assert_eq!(settle(&run, &database.urls.app).await, (40, 0, 0));
}

#[tokio::test]
#[ignore = "takes long: script/bench durability"]
async fn the_durability_run_at_full_size() {
    let wanted = std::env::var("HOERING_DURABILITY").unwrap_or("10000".into());
    let control = std::env::var_os("HOERING_DURABILITY_CONTROL").is_some();
    let data = Data::new();
    load(program(&data.path()));
    let cluster = Cluster::open(&data.path(), Options::default()).unwrap();
    if control {
        let mut admin = connect(&cluster.url("postgres", "hoering")).await.unwrap();
        let off = "alter database hoering set synchronous_commit = off";
        sql_query(off).execute(&mut admin).await.unwrap();
    }
    let run = Run::of(wanted.parse().unwrap());
    let kills = play(&run, || program(&data.path()), Some(cluster.folder())).await;
    until("the database is there", async || {
        connect(&cluster.urls().app).await.ok()
    })
    .await;
    let (acknowledged, lost, twice) = settle(&run, &cluster.urls().app).await;
    println!(
        "acknowledged {acknowledged}, kills {kills}, lost {lost}, twice {twice}, patience {PATIENCE:?}"
    );
    assert_eq!((control, lost > 0), (control, control), "{lost} lost");
    assert_eq!(twice, 0);
}
