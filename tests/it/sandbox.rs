//! What a child that reads a file cannot do, tried by tools that do nothing else.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the child with a tool of ours in the place of pdftotext.
fn child_with(tool: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pdftotext");
    fs::write(&path, format!("#!/bin/bash\n{tool}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Command::new(env!("CARGO_BIN_EXE_hoering"))
        .args(["extract", "pdf"])
        .env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_child_runs_its_tool() {
    assert_eq!(said(&child_with("echo her")), "her\n");
}

#[test]
fn a_child_has_no_network() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let tool = format!("exec 3<>/dev/tcp/127.0.0.1/{port} && echo reached");
    // The same words reach the server from outside.
    let outside = Command::new("bash").arg("-c").arg(&tool).output().unwrap();
    assert_eq!(said(&outside), "reached\n");
    assert_eq!(said(&child_with(&tool)), "");
}

#[test]
fn a_child_sees_no_files_but_programs_and_writes_none() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("hemmelig");
    fs::write(&secret, "personoplysning").unwrap();
    let read = format!("cat {}; echo done", secret.display());
    assert_eq!(said(&child_with(&read)), "done\n");
    let written = folder.path().join("ny");
    child_with(&format!(
        "echo x > {0}; cp /bin/true {0}; mkdir {0}",
        written.display()
    ));
    assert!(!Path::new(&written).exists());
}

#[test]
fn a_child_has_one_gigabyte() {
    let tool = |megabytes| format!("dd if=/dev/null bs={megabytes}M count=1 && echo enough");
    assert_eq!(said(&child_with(&tool(100))), "enough\n");
    assert_eq!(said(&child_with(&tool(2_000))), "");
}

#[test]
fn a_child_that_never_ends_is_ended() {
    let ended = child_with("while :; do :; done").status;
    assert!(matches!(ended.signal(), Some(9 | 24)), "{ended}");
}

#[test]
fn a_child_cannot_end_another_process() {
    let mut other = Command::new("sleep").arg("600").spawn().unwrap();
    let tool = format!("kill -9 {} || echo refused", other.id());
    assert_eq!(said(&child_with(&tool)), "refused\n");
    assert!(other.try_wait().unwrap().is_none());
    other.kill().unwrap();
    other.wait().unwrap();
}
