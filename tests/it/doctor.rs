//! `hoering doctor`: one line per check, what to do, and exit 1 when something is wrong.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::app::TestApp;
use crate::dovecot::{Dovecot, PASSWORD, free_port};
use crate::proxy::Proxy;

fn doctor(test: &TestApp, settings: &str) -> (Output, Vec<Value>) {
    let data = tempfile::tempdir().unwrap();
    let config = data.path().join("settings.toml");
    fs::write(&config, settings).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_hoering"))
        .args(["doctor", "--data"])
        .arg(data.path())
        .arg("--config")
        .arg(config)
        .env("DATABASE_URL", &test.database.urls.app)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let checks = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (output, checks)
}

fn check<'a>(checks: &'a [Value], name: &str) -> &'a Value {
    checks.iter().find(|check| check["check"] == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_installation_passes_every_check() {
    let (server, test) = (Dovecot::start(&["a"]).await, TestApp::empty().await);
    let settings = server.settings("a");
    let text = format!(
        "[[mailboxes]]\naddress='a@hoering.example'\nhost='127.0.0.1'\nport={}\nuser='a'\npassword='{}'\nca_file='{}'\n",
        settings.port, settings.password, settings.ca_file
    );
    let (output, checks) = doctor(&test, &text);
    let names: Vec<_> = checks
        .iter()
        .map(|check| check["check"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "database",
            "schema",
            "storage",
            "mailbox",
            "smtp",
            "scanner",
            "dkim",
            "extractors",
            "fonts"
        ]
    );
    for check in &checks {
        assert_eq!(check["ok"], true, "{check}");
    }
    assert!(output.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_with_a_remedy() {
    let test = TestApp::empty().await;
    let port = crate::dovecot::free_port();
    let text = format!(
        "[smtp]\nhost='127.0.0.1'\nport={port}\nsecurity='none'\n[[mailboxes]]\naddress='a@hoering.example'\nhearing='h'\nhost='127.0.0.1'\nport={port}\nuser='a'\npassword='x'\n"
    );
    let (output, checks) = doctor(&test, &text);
    assert_eq!(output.status.code(), Some(1));
    for name in ["mailbox", "smtp"] {
        let check = check(&checks, name);
        assert_eq!(check["ok"], false, "{check}");
        assert!(!check["remedy"].as_str().unwrap().is_empty());
    }
    let whys: Vec<&str> = checks
        .iter()
        .filter(|check| check["check"] == "mailbox")
        .map(|check| check["why"].as_str().unwrap())
        .collect();
    assert!(
        whys[0].contains("not loaded") && whys[1].contains("cannot connect"),
        "{whys:?}"
    );
    assert_eq!(check(&checks, "storage")["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_folder_of_a_mailbox_is_tried_and_what_it_cannot_do_is_named() {
    let (server, test) = (Dovecot::start(&["a"]).await, TestApp::empty().await);
    server.make_folder("a", "U&APg-nsket mail");
    let bare = Proxy::changing(server.plain, " MOVE", " XOVE").await;
    let table = |port: u16, more: &str| {
        format!(
            "[[mailboxes]]\naddress='a{port}@hoering.example'\nhost='127.0.0.1'\nport={port}\nsecurity='none'\nuser='a'\npassword='{PASSWORD}'\n{more}\n"
        )
    };
    let silent = free_port();
    let oauth2 = format!(
        "[mailboxes.oauth2]\ntoken_url='http://127.0.0.1:{silent}/token'\nclient_id='c'\nclient_secret='s'\nscope='x'"
    );
    let text = [
        table(
            server.plain,
            "junk_folder='Uønsket mail'\nmove_to='Behandlet'",
        ),
        table(bare.port, "move_to='Behandlet'\njunk_folder='Junk'"),
        table(silent, &oauth2).replace(&format!("password='{PASSWORD}'\n"), ""),
    ]
    .concat();
    let (output, checks) = doctor(&test, &text);
    assert_eq!(output.status.code(), Some(1));
    let found: Vec<(bool, &str, &str)> = checks
        .iter()
        .filter(|check| check["check"] == "mailbox")
        .map(|check| {
            let text = |key: &str| check[key].as_str().unwrap();
            (check["ok"] == true, text("why"), text("remedy"))
        })
        .collect();
    let [no_folder, junk, no_move, no_junk, no_token] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(
        !no_folder.0 && no_folder.1.contains("Create it"),
        "{no_folder:?}"
    );
    assert!(
        junk.0 && junk.1.contains("Uønsket mail") && junk.1.contains("IDLE"),
        "{junk:?}"
    );
    assert!(
        !no_move.0 && no_move.1.contains("lacks MOVE"),
        "{no_move:?}"
    );
    assert!(
        !no_junk.0 && no_junk.2.contains("junk_folder"),
        "{no_junk:?}"
    );
    assert!(
        !no_token.0 && no_token.1.contains("cannot connect"),
        "{no_token:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scanner_must_know_the_test_string() {
    let (clamd, test) = (crate::clamd::Clamd::start().await, TestApp::empty().await);
    let settings = |socket: &str| format!("[scanner]\nsocket='{socket}'\n");
    let (_, checks) = doctor(&test, &settings(&clamd.socket()));
    let found = check(&checks, "scanner");
    assert_eq!(found["ok"], true, "{found}");
    assert!(found["why"].as_str().unwrap().contains("ClamAV"));
    let (output, checks) = doctor(&test, &settings("/nonexistent/clamd"));
    let found = check(&checks, "scanner");
    assert_eq!(found["ok"], false, "{found}");
    assert_eq!(output.status.code(), Some(1));
}
