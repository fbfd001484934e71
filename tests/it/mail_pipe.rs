//! `hoering mail pipe`, as a mail transfer agent calls it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use diesel::QueryDsl as _;
use diesel_async::RunQueryDsl as _;
use hoering::db::connect;
use hoering::schema::{files, mails};

use crate::app::HEARING;
use crate::database::TestDatabase;
use crate::service::{Data, program_on, run, said};

fn pipe(mut command: Command, hearing: &str, mail: &[u8]) -> Output {
    let mut child = command
        .args(["mail", "pipe", "--hearing", hearing])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that gives up before it has read everything closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(mail);
    child.wait_with_output().unwrap()
}

#[tokio::test]
async fn a_mail_is_taken_once_and_whatever_goes_wrong_the_agent_keeps_it() {
    let (database, data) = (TestDatabase::create().await, Data::new());
    let program = || program_on(&data.path(), &database.urls);
    let mail = std::fs::read("config/demo/mail/07.eml").unwrap();

    let early = pipe(program(), HEARING, &mail);
    assert_eq!(early.status.code(), Some(75), "{}", said(&early));
    assert!(said(&early).contains("there is no hearing"));

    let file = format!("config/hearings/{HEARING}.toml");
    assert!(
        run(program().args(["hearing", "load", &file]))
            .status
            .success()
    );
    let mut away = program();
    away.env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
    assert_eq!(pipe(away, HEARING, &mail).status.code(), Some(75));

    let line = [b"From agent Tue Sep 19 11:59:00 2023\n".as_slice(), &mail].concat();
    for (bytes, new) in [(&mail, true), (&mail, false), (&line, false)] {
        let output = pipe(program(), HEARING, bytes);
        assert!(output.status.success(), "{}", said(&output));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["new"], new);
    }
    let large = vec![b'x'; 12_000_000];
    assert!(pipe(program(), HEARING, &large).status.success());
    let mut conn = connect(&database.urls.app).await.unwrap();
    let kept: Vec<i64> = mails::table
        .inner_join(files::table)
        .order(mails::id)
        .select(files::bytes)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(kept, [mail.len() as i64, 12_000_000]);
}
