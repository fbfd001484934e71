//! `hoering response import`: what `hoering export` wrote comes back the same, once, whole or not at all.

mod lines;
mod moved;

use std::io::Write as _;
use std::process::Output;

use serde_json::Value;

use crate::app::{HEARING, TestApp};
use crate::service::{Data, program_on, run, said};

/// Runs a command on an app's database.
fn hoering(app: &TestApp, data: &Data, arguments: &[&str]) -> Output {
    run(program_on(&data.path(), &app.database.urls).args(arguments))
}

/// Imports these lines.
fn import(app: &TestApp, data: &Data, lines: &str) -> Output {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(lines.as_bytes()).unwrap();
    let name = file.path().to_str().unwrap();
    hoering(
        app,
        data,
        &["response", "import", "--hearing", HEARING, name],
    )
}

/// Imports these lines, which are right: imported and already there.
#[track_caller]
fn imported(app: &TestApp, data: &Data, lines: &str) -> (u64, u64) {
    let output = import(app, data, lines);
    assert!(output.status.success(), "{}", said(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer.as_object().unwrap().len(), 2, "{answer}");
    (
        answer["imported"].as_u64().unwrap(),
        answer["already"].as_u64().unwrap(),
    )
}

fn export(app: &TestApp, data: &Data) -> Vec<Value> {
    let output = hoering(app, data, &["export", "--hearing", HEARING]);
    assert!(output.status.success(), "{}", said(&output));
    parsed(&String::from_utf8(output.stdout).unwrap())
}

fn parsed(lines: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn written(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
