//! Wrong input and bad moments: each has its own clear message, and nothing that was acknowledged is lost.

use std::path::Path;

use diesel::sql_query;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use serde_json::Value;

use crate::app::HEARING;
use crate::database::TestDatabase;
use crate::service::{Data, Service, Visitor, program, program_on, run, said, until};

const LIST: &str = "/hoeringer";

const FORM: [(&str, &str); 5] = [
    ("name", "Zebulon Mærkegaard"),
    ("kind", "borger"),
    ("email", "zebulon@maerke.example"),
    (
        "body",
        "Bussen til Fjernby skal blive ved med at køre om aftenen.",
    ),
    ("consent", "true"),
];

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

async fn count(conn: &mut AsyncPgConnection, what: &str) -> i64 {
    let count: Count = sql_query(format!("select count(*) as n from {what}"))
        .get_result(conn)
        .await
        .unwrap();
    count.n
}

async fn execute(conn: &mut AsyncPgConnection, sql: &str) {
    sql_query(sql).execute(conn).await.unwrap();
}

fn load(data: &Path, database: &TestDatabase) {
    let file = format!("config/hearings/{HEARING}.toml");
    let output = run(program_on(data, &database.urls).args(["hearing", "load", &file]));
    assert!(output.status.success(), "{}", said(&output));
}

fn lines(output: &std::process::Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn a_hearings_file_with_a_fault_is_refused_by_name_and_nothing_is_loaded() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    let good = format!("config/hearings/{HEARING}.toml");
    let text = std::fs::read_to_string(&good).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let orphan = "[[frames]]\nkey = \"k\"\ntitle = \"K\"\nlevels = [\"a\"]\n[[frames.themes]]\nnumber = 1\nparent = \"ingen\"\ntitle = \"T\"\n";
    for (name, bad, parts) in [
        (
            "ukendt.toml",
            format!("farve = \"blå\"\n{text}"),
            vec!["ukendt.toml", "line 1", "farve"],
        ),
        (
            "forældreløs.toml",
            format!("{text}\n{orphan}"),
            vec!["forældreløs.toml", "\"T\"", "\"ingen\"", "does not exist"],
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bad).unwrap();
        let output = run(program_on(&data.path(), &database.urls)
            .args(["hearing", "load", &good])
            .arg(&path));
        assert_eq!(output.status.code(), Some(1));
        assert!(
            output.stdout.is_empty(),
            "the good one is not loaded either"
        );
        for part in parts {
            assert!(said(&output).contains(part), "{part}: {}", said(&output));
        }
    }
    assert_eq!(count(&mut database.admin().await, "hearings").await, 0);
}

#[tokio::test]
async fn a_mail_of_zero_bytes_is_explained_and_kept_as_unreadable() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    load(&data.path(), &database);
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("tom.eml");
    std::fs::write(&empty, "").unwrap();
    let output = run(program(&data.path()).args(["mail", "explain"]).arg(&empty));
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(lines(&output)[0]["kind"], "unreadable");
    for already in [0, 1] {
        let output = run(program_on(&data.path(), &database.urls)
            .args(["mail", "import", "--hearing", HEARING])
            .arg(&empty));
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let counts = &lines(&output)[0];
        assert_eq!(counts["seen"], 1);
        assert_eq!(counts["already"], already, "{counts}");
        assert_eq!(counts["unreadable"], 1 - already, "{counts}");
    }
    let mut admin = database.admin().await;
    assert_eq!(count(&mut admin, "mails").await, 1);
    assert_eq!(count(&mut admin, "responses").await, 0);
}

#[tokio::test]
async fn without_its_database_every_page_says_so_until_the_private_one_is_started_again() {
    let data = Data::new();
    let file = format!("config/hearings/{HEARING}.toml");
    let output = run(program(&data.path()).args(["hearing", "load", &file]));
    assert!(output.status.success(), "{}", said(&output));
    let service = Service::start(program(&data.path()));
    let visitor = Visitor::of(&service.base);
    let check = visitor.fill_in(&FORM).await.unwrap().leads().to_owned();
    let token = visitor.get(&check).await.unwrap().token();
    let receipt = visitor.send(&check).await.unwrap().leads().to_owned();
    kill_postmaster(&data.path().join("postgres/cluster"));
    let away = until("503", async || {
        let answer = visitor.get(LIST).await.unwrap();
        assert!([200, 503].contains(&answer.status), "{}", answer.text);
        (answer.status == 503).then_some(answer)
    })
    .await;
    away.says("Vi kan ikke gemme noget lige nu");
    away.says("Prøv igen om et par minutter");
    assert_eq!(away.headers["retry-after"], "30");
    let sending = visitor.send_with(&check, &token).await.unwrap();
    if sending.status == 503 {
        sending.says("er ikke modtaget");
    } else {
        // A session that has not noticed yet, or the next server.
        assert_eq!(sending.leads(), receipt);
    }
    until("it is started again", async || {
        let log = service.log();
        log.contains("had died and was started again").then_some(())
    })
    .await;
    let there = until("200", async || {
        let answer = visitor.get(&receipt).await.unwrap();
        (answer.status == 200).then_some(answer)
    })
    .await;
    there.says("Vi har modtaget dit høringssvar");
    let again = visitor.send_with(&check, &token).await.unwrap();
    assert_eq!(again.leads(), receipt, "sent again it is the same response");
    service.terminate();
    let (status, log) = service.wait();
    assert!(status.success(), "{log}");
}

pub(crate) fn kill_postmaster(cluster: &Path) {
    let noted = std::fs::read_to_string(cluster.join("postmaster.pid")).unwrap();
    let pid = noted.lines().next().unwrap().parse().unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}

#[tokio::test]
async fn a_second_serve_on_a_data_directory_is_refused_and_the_first_goes_on() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    let first = Service::start(program_on(&data.path(), &database.urls));
    let output =
        run(program_on(&data.path(), &database.urls).args(["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    assert!(message.contains("--data"), "{message}");
    assert!(!message.contains("listening"), "{message}");
    let visitor = Visitor::of(&first.base);
    assert_eq!(visitor.get(LIST).await.unwrap().status, 200);
}

/// Stops the service where no code of ours is: the table of responses is locked, so a form is kept and waits to be accepted.
async fn held(database: &TestDatabase) -> AsyncPgConnection {
    let mut admin = database.admin().await;
    execute(&mut admin, "begin").await;
    execute(&mut admin, "lock table responses in exclusive mode").await;
    admin
}

async fn kept(database: &TestDatabase) {
    let mut admin = database.admin().await;
    until("kept", async || {
        let waiting = "pg_stat_activity where datname = current_database() \
            and wait_event_type = 'Lock' and query like '%insert into%responses%'";
        let kept = count(&mut admin, "web_submissions where accepted_at is null").await == 1;
        (kept && count(&mut admin, &waiting.replace("insert into", "INSERT INTO")).await == 1)
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_program_killed_between_keep_and_accept_accepts_the_form_when_it_is_started_again() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    load(&data.path(), &database);
    let service = Service::start(program_on(&data.path(), &database.urls));
    let visitor = Visitor::of(&service.base);
    let check = visitor.fill_in(&FORM).await.unwrap().leads().to_owned();
    let mut holder = held(&database).await;
    let sending = tokio::spawn({
        let (visitor, check) = (visitor.clone(), check.clone());
        async move { visitor.send(&check).await.is_err() }
    });
    kept(&database).await;
    service.kill();
    assert!(sending.await.unwrap(), "nothing was acknowledged");
    execute(&mut holder, "rollback").await;
    let mut admin = database.admin().await;
    assert_eq!(count(&mut admin, "responses").await, 0);
    // The handler has a minute before the worker takes over; this is that minute.
    execute(
        &mut admin,
        "update jobs set run_at = now() where kind = 'accept_form'",
    )
    .await;
    let again = Service::start(program_on(&data.path(), &database.urls));
    until("accepted", async || {
        (count(&mut admin, "responses").await == 1).then_some(())
    })
    .await;
    let visitor = Visitor::of(&again.base);
    visitor.send(&check).await.unwrap().leads();
    assert_eq!(count(&mut admin, "responses").await, 1, "and only once");
}

#[tokio::test]
async fn a_program_that_is_told_to_stop_answers_whom_it_has_begun_with() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    load(&data.path(), &database);
    let service = Service::start(program_on(&data.path(), &database.urls));
    let visitor = Visitor::of(&service.base);
    let check = visitor.fill_in(&FORM).await.unwrap().leads().to_owned();
    let mut holder = held(&database).await;
    let sending = tokio::spawn({
        let (visitor, check) = (visitor.clone(), check.clone());
        async move { visitor.send(&check).await.unwrap() }
    });
    kept(&database).await;
    service.terminate();
    let address = service.base.trim_start_matches("http://").to_owned();
    until("nobody new is let in", async || {
        std::net::TcpStream::connect(&address)
            .is_err()
            .then_some(())
    })
    .await;
    execute(&mut holder, "rollback").await;
    assert!(sending.await.unwrap().leads().starts_with("/kvittering/"));
    let (status, log) = service.wait();
    assert!(status.success(), "{log}");
    assert_eq!(count(&mut database.admin().await, "responses").await, 1);
}

#[tokio::test]
async fn a_schema_that_is_behind_is_refused_with_what_to_do() {
    let database = TestDatabase::create_bare().await;
    let data = Data::new();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let output = run(program_on(&data.path(), &database.urls).args(serve));
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("behind"), "{}", said(&output));
    assert!(
        said(&output).contains("hoering migrate"),
        "{}",
        said(&output)
    );
    let output = run(program_on(&data.path(), &database.urls).arg("migrate"));
    assert!(said(&output).contains("owner_url"), "{}", said(&output));
    let owner = database.urls.owner.clone().unwrap();
    let migrated = run(program_on(&data.path(), &database.urls)
        .arg("migrate")
        .env("HOERING__DATABASE__OWNER_URL", owner));
    assert!(migrated.status.success(), "{}", said(&migrated));
    let service = Service::start(program_on(&data.path(), &database.urls));
    let visitor = Visitor::of(&service.base);
    assert_eq!(visitor.get(LIST).await.unwrap().status, 200);
}

#[test]
fn without_postgresql_or_its_database_the_program_says_so_and_ends() {
    let data = Data::new();
    let output = run(program(&data.path()).arg("serve").env("PG_BIN", "/nowhere"));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("PG_BIN is /nowhere"),
        "{}",
        said(&output)
    );
    let output = run(program(&data.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("DATABASE_URL", "postgres://hoering_app@127.0.0.1:1/hoering"));
    assert_eq!(
        output.status.code(),
        Some(75),
        "worth trying again: {}",
        said(&output)
    );
}

#[tokio::test]
async fn the_log_holds_no_word_of_what_people_sent_not_even_when_it_fails() {
    let database = TestDatabase::create().await;
    let data = Data::new();
    load(&data.path(), &database);
    let service = Service::start(program_on(&data.path(), &database.urls));
    let visitor = Visitor::of(&service.base);
    let wrong = [("email", "zebulon er ikke en adresse"), ("body", "Fjernby")];
    assert_eq!(visitor.fill_in(&wrong).await.unwrap().status, 422);
    let check = visitor.fill_in(&FORM).await.unwrap().leads().to_owned();
    let receipt = visitor.send(&check).await.unwrap().leads().to_owned();
    visitor.get(&receipt).await.unwrap().says("Zebulon");
    let mut admin = database.admin().await;
    for table in ["respondents", "web_drafts"] {
        let refuse = format!("alter table {table} add constraint refused check (false) not valid");
        execute(&mut admin, &refuse).await;
    }
    assert_eq!(visitor.fill_in(&FORM).await.unwrap().status, 500);
    execute(&mut admin, "alter table web_drafts drop constraint refused").await;
    let check = visitor.fill_in(&FORM).await.unwrap().leads().to_owned();
    assert_eq!(visitor.send(&check).await.unwrap().status, 500);
    execute(&mut admin, "update jobs set run_at = now()").await;
    until("the jobs have failed too", async || {
        service
            .log()
            .contains("a job is tried again later")
            .then_some(())
    })
    .await;
    service.terminate();
    let (_, log) = service.wait();
    assert!(log.contains("request failed"), "{log}");
    let secret = receipt.rsplit('/').next().unwrap();
    for mark in [
        "Zebulon",
        "ærkegaard",
        "maerke",
        "zebulon",
        "Fjernby",
        secret,
    ] {
        assert!(!log.contains(mark), "{mark} is in the log:\n{log}");
    }
}
