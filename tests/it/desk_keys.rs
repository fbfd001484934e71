//! The desk by keyboard in a real browser: how many keys a response takes, and that nothing is lost when the connection is.

use hoering::redaction::Redaction;
use hoering::response::{Content, Response, Work};
use hoering::staff::Role;
use hoering::tagging::{Coding, Passage};
use serde_json::Value;
use tokio::process::Command;

use crate::app::{HEARING, TestApp};
use crate::desk::{Made, respond};
use crate::staff::{browse_as, person};

const EIGHT: &str = "Vi støtter planens retning. Den er vigtig for os.\n\nBorgernes medansvar skal fylde mere. Det mangler i dag.\n\nØkonomien er ikke beskrevet. Det undrer os.\n\nMin søn har CPR 120345-7890 og bor på et bosted.\n\nTegnsprog er ikke nævnt. Det bør det være.\n\nVi foreslår et fælles forum. Det kan mødes to gange om året.\n\nRing til mig på 20 12 34 56, hvis I vil høre mere.\n\nTak for muligheden for at svare. Vi ser frem til planen.";

/// Plays keys on the page at `path`.
pub async fn play(app: &TestApp, cookie: &str, path: &str, keys: &[&str]) -> Value {
    let mut command = Command::new("node");
    command.args([
        "tests/browser/play.mjs",
        &app.base,
        "--cookie",
        cookie,
        path,
    ]);
    let output = command.args(keys).output().await.unwrap();
    let cause = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{cause}");
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn found(app: &TestApp, made: &Made) -> (usize, usize, usize, Response) {
    let mut conn = app.conn().await;
    let passages = Passage::of_texts(&mut conn, &[made.text_id]).await.unwrap();
    let ids: Vec<i64> = passages.iter().map(|it| it.id).collect();
    let codings = Coding::of_passages(&mut conn, &ids).await.unwrap();
    let hidden = Redaction::of_texts(&mut conn, &[made.text_id])
        .await
        .unwrap();
    let response = Response::find(&mut conn, made.id).await.unwrap();
    (passages.len(), codings.len(), hidden.len(), response)
}

#[tokio::test]
async fn eight_paragraphs_take_at_most_sixty_keys_and_no_remarks_at_most_four() {
    let mut app = TestApp::spawn().await;
    let eight = respond(&app, "Aakirke Kommune", EIGHT, vec![]).await;
    let none = respond(&app, "Ørsted Kommune", "Vi har ingen bemærkninger.", vec![]).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let cookie = browse_as(&mut app, &hanne).await;
    let inbox = format!("/sekretariat/{HEARING}/indbakke");
    let mut keys = vec!["j", "Enter"];
    for theme in ["3", "6", "4", "2", "7", "5", "8", "9"] {
        keys.extend(["ArrowRight", theme, "s"]);
        if ["6", "9"].contains(&theme) {
            keys.push("2");
        }
    }
    keys.extend(["l", "Enter", "l", "Enter", "g"]);
    let played = play(&app, &cookie, &inbox, &keys).await;
    let (passages, codings, hidden, response) = found(&app, &eight).await;
    assert_eq!((passages, codings, hidden), (8, 10, 2), "{played}");
    assert_eq!(response.work, Work::SecondReading);
    assert!(played["presses"].as_u64().unwrap() <= 60, "{played}");
    assert!(played["message"].is_null(), "{played}");
    println!("{played}");
    let short = play(
        &app,
        &cookie,
        &format!("{inbox}?arbejde=new"),
        &["j", "Enter", "b", "g"],
    )
    .await;
    let (_, _, _, response) = found(&app, &none).await;
    assert_eq!(
        (response.content, response.work),
        (Content::NoRemarks, Work::SecondReading),
        "{short}"
    );
    assert!(short["presses"].as_u64().unwrap() <= 4);
}

#[tokio::test]
async fn strokes_wait_for_the_connection_and_the_login_and_what_is_typed_is_kept() {
    let mut app = TestApp::spawn().await;
    let made = respond(&app, "Aakirke Kommune", EIGHT, vec![]).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let cookie = browse_as(&mut app, &hanne).await;
    let keys = [
        // The connection goes in the middle of the work: it says so, and catches up.
        "ArrowRight",
        "3",
        "offline",
        "ArrowRight",
        "send:4",
        "says:Ingen forbindelse. 1 venter",
        "ArrowRight",
        "send:5",
        "online",
        "says:Alt er gemt",
        // The login ends: what was done waits, also through a reload, and is sent when somebody has logged in again.
        "logout",
        "ArrowRight",
        "send:6",
        "says:Du er logget ud",
        "login",
        "says:Alt er gemt",
        // A note that is being written when the page goes.
        "ArrowLeft",
        "ArrowRight",
        "o",
        "type:En halv note",
        "reload",
        "wait:.note-edit[open]",
    ];
    let played = play(&app, &cookie, &made.page, &keys).await;
    let (passages, codings, _, _) = found(&app, &made).await;
    assert_eq!((passages, codings), (4, 4), "{played}");
}

#[tokio::test]
async fn on_a_tablet_a_finger_selects_a_stretch_and_touches_the_theme_or_the_ground() {
    let mut app = TestApp::spawn().await;
    let text = "Vi støtter planen 👩‍👩‍👧 og é, ring til Ida i dag.";
    let made = respond(&app, "Aakirke Kommune", text, vec![]).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let cookie = browse_as(&mut app, &hanne).await;
    let keys = [
        "--touch",
        "select:støtter planen 👩‍👩‍👧 og é",
        "tap:.theme[data-key=\"6\"]",
        "select:Ida",
        "tap:[name=\"ground\"][value=\"third_person\"]",
    ];
    let played = play(&app, &cookie, &made.page, &keys).await;
    assert!(played["message"].is_null(), "{played}");
    let mut conn = app.conn().await;
    let passages = Passage::of_texts(&mut conn, &[made.text_id]).await.unwrap();
    let hidden = Redaction::of_texts(&mut conn, &[made.text_id])
        .await
        .unwrap();
    assert_eq!((passages.len(), hidden.len()), (1, 1), "{played}");
    let letters: Vec<char> = text.chars().collect();
    let cut = |start: usize, end: usize| letters[start..end].iter().collect::<String>();
    let (passage, hidden) = (passages[0].span(), hidden[0].span());
    assert_eq!(cut(passage.start, passage.end), "støtter planen 👩‍👩‍👧 og é");
    assert_eq!(cut(hidden.start, hidden.end), "Ida");
}

#[tokio::test]
async fn the_original_mail_opens_beside_the_text_and_stays_while_one_works() {
    let mut app = TestApp::spawn().await;
    let from = "Else <else@tangholm.example>";
    let response = crate::relations::write(&app, from, "Vores svar", "Vi støtter planen.").await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let cookie = browse_as(&mut app, &hanne).await;
    let page = format!("/sekretariat/{HEARING}/svar/{}", response.number);
    let keys = [
        "v",
        "wait:#beside:not([hidden]) .facts",
        "ArrowDown",
        "6",
        "wait:#beside:not([hidden]) h1",
        "v",
        "wait:#beside[hidden]",
    ];
    let played = play(&app, &cookie, &page, &keys).await;
    assert!(played["message"].is_null(), "{played}");
    assert_eq!(played["acts"].as_array().unwrap().len(), 1, "{played}");
}
