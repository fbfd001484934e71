//! `hoering reparse` as it is called, and killed.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use diesel_async::RunQueryDsl as _;
use serde_json::Value;

use crate::app::HEARING;
use crate::database::TestDatabase;
use crate::service::{Data, program_on, run, said};

fn lines(output: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Runs `reparse` to its end: the differing ones, and the summary.
fn reparse(mut command: Command, extra: &[&str]) -> (Vec<Value>, Value) {
    let output = run(command.args(["reparse", "--hearing", HEARING]).args(extra));
    assert!(output.status.success(), "{}", said(&output));
    let mut found = lines(&output.stdout);
    let summary = found.pop().unwrap();
    (found, summary["summary"].clone())
}

#[tokio::test]
async fn killed_in_the_middle_it_is_run_again_and_each_difference_is_there_once() {
    let (database, data) = (TestDatabase::create().await, Data::new());
    let program = || program_on(&data.path(), &database.urls);
    let file = format!("config/hearings/{HEARING}.toml");
    run(program().args(["hearing", "load", &file]));
    let import = ["mail", "import", "--hearing", HEARING, "config/demo/mail"];
    let output = run(program().args(import));
    assert!(output.status.success(), "{}", said(&output));

    // As if an earlier version had read the subjects worse.
    let mut conn = database.admin().await;
    let worse = [
        "update mail_readings set reader_version = 0, reading = jsonb_set(reading, '{made,subject}', '\"Emnet\"')",
        "update mails set subject = 'Emnet'",
    ];
    for statement in worse {
        diesel::sql_query(statement)
            .execute(&mut conn)
            .await
            .unwrap();
    }
    let (would, summary) = reparse(program(), &["--dry-run"]);
    let mails = summary["mails"].as_u64().unwrap();
    assert_eq!(summary["differ"], mails);
    assert_eq!(would[0]["changes"][0]["field"], "subject");
    assert_eq!(would[0]["changes"][0]["old"], "Emnet");
    let (one, _) = reparse(
        program(),
        &["--dry-run", "--mail", &would[3]["mail"].to_string()],
    );
    assert_eq!(one.len(), 1);

    let mut child = program()
        .args(["reparse", "--hearing", HEARING])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..5 {
        told.next().unwrap().unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let (rest, summary) = reparse(program(), &[]);
    let already = summary["already"].as_u64().unwrap();
    assert!(already >= 5, "{summary}");
    assert!(rest.len() as u64 <= mails - 5);
    let (none, summary) = reparse(program(), &[]);
    assert!(none.is_empty());
    assert_eq!(summary["differ"], 0);

    let waiting: i64 = diesel::QueryDsl::count(hoering::schema::reading_changes::table)
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(waiting as u64, mails, "each once, whoever wrote it");
}

#[test]
fn explain_has_a_form_for_people_that_says_why() {
    let explain = |file: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_hoering"))
            .args(["mail", "explain", "--text"])
            .arg(format!("config/demo/mail/{file}.eml"))
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let said = explain("10");
    for line in ["kind        enquiry", "why", "character sets", "  | "] {
        assert!(said.contains(line), "{line:?} is not in\n{said}");
    }
    assert!(said.contains("text       enquiry"), "{said}");
}
