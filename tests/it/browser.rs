//! The pages in a real browser: accessible, narrow enough, light enough, with and without JavaScript, and no error in the console.

use hoering::intake::mailbox::{DERIVER_VERSION, ReadMail, read};
use hoering::intake::receipt;
use hoering::intake::reparse::{Readers, Selection, reparse};
use hoering::response::{Content, ProposalKind};
use hoering::staff::Role;
use tokio::process::Command;

use crate::app::{HEARING, TestApp};
use crate::relations;
use crate::staff::{browse_as, person};

/// Transferred on a first visit, fonts included.
const LIMIT_KB: &str = "100";

#[tokio::test]
async fn the_public_pages_stand_before_a_browser() {
    let app = TestApp::spawn().await;
    let form = format!("/hoeringer/{HEARING}/svar");
    let fields = [
        ("name", "Ida Bjergmark"),
        ("kind", "borger"),
        ("email", "ida@postfuglen.example"),
        (
            "body",
            "Det er en god plan.\n\nRing til mig på 20 12 34 56, hvis I vil høre mere.",
        ),
        ("consent", "true"),
    ];
    let letter = std::fs::read("config/demo/web/05_hoeringssvar_tornhede.pdf").unwrap();
    let files = vec![("Brev fra brugerrådet.pdf", letter)];
    let check = app
        .upload(&form, &form, &fields, files)
        .await
        .leads()
        .to_owned();
    let receipt = app
        .post(&check, &format!("{check}/send"), &[])
        .await
        .leads()
        .to_owned();
    let waiting = app
        .upload(&form, &form, &fields, vec![])
        .await
        .leads()
        .to_owned();
    let paths = [
        "/",
        &format!("/hoeringer/{HEARING}"),
        &form,
        &waiting,
        &format!("{waiting}/ret"),
        &receipt,
        &format!("{receipt}/svar"),
        "/was",
        "/persondata",
        "/findes-ikke",
    ];
    stand(&app, &["--limit-kb", LIMIT_KB], &paths).await;
}

/// Looks at pages with a browser, and fails with what is wrong with them.
pub async fn stand(app: &TestApp, options: &[&str], paths: &[&str]) {
    let mut command = Command::new("node");
    command.arg("tests/browser/check.mjs").arg(&app.base);
    command.args(options).args(paths);
    // SHOTS=folder cargo test browser: pictures to look at.
    if let Ok(folder) = std::env::var("SHOTS") {
        command.args(["--shots", &folder]);
    }
    let output = command.output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let cause = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{cause}");
    assert_eq!(said.lines().count(), paths.len(), "{said}");
    // What docs/measurements.md states: cargo test browser -- --nocapture
    println!("{said}");
}

/// A later version of the mail reader, which reads one word differently.
fn reads_again(raw: &[u8]) -> ReadMail {
    let mut read = read(raw);
    read.text = read.text.replace("planen", "udkastet");
    read
}

#[tokio::test]
async fn the_pages_where_mails_are_decided_stand_before_a_browser() {
    let mut app = TestApp::spawn().await;
    let mails = relations::take(&app, &[10, 19, 22, 28, 31, 32, 40, 44, 46, 47, 50]).await;
    let corrected = relations::of_mail(&app, mails[2]).await;
    let letters = relations::of_mail(&app, mails[6]).await;
    let early = relations::of_mail(&app, mails[9]).await;
    let objection = receipt::objection_path(&app.app, &letters.number);
    let words = [("objection", "Vi vil ikke have vores navn på nettet.")];
    app.post(&objection, &objection, &words).await.leads();
    let readers = Readers {
        mails: DERIVER_VERSION + 1,
        read: reads_again,
        ..Readers::of_this_program()
    };
    let hearing = app.hearing().await;
    let all = Selection {
        mails: vec![],
        dry_run: false,
    };
    reparse(&app.app, &hearing, &all, readers, |_, _, _| Ok(()))
        .await
        .unwrap();
    let hanne = person(&app, "hanne", Role::Editor).await;
    let cookie = browse_as(&mut app, &hanne).await;
    // Something that is decided, folded and taken back has other words and buttons than what waits.
    let relation = relations::relation(&app, &corrected).await;
    let confirm = format!("relationer/{}/bekraeftelse", relation.id);
    relations::press(&app, &corrected, &confirm, &[]).await;
    let asked = relations::proposal(&app, &early, ProposalKind::ReachedUs).await;
    let accept = format!("forslag/{}/godkendelse", asked.id);
    relations::press(&app, &early, &accept, &[]).await;

    let base = format!("/sekretariat/{HEARING}");
    let enquiry = app.get(&format!("{base}/henvendelser")).await.text;
    let enquiry = enquiry.split("class=\"subject\" href=\"").nth(1).unwrap();
    let enquiry = enquiry.split('"').next().unwrap();
    let paths = [
        "/sekretariat",
        &format!("{base}/indbakke"),
        &relations::page(&corrected),
        &relations::page(&letters),
        &relations::page(&early),
        &format!("{}/deling", relations::page(&letters)),
        &format!("{base}/henvendelser"),
        enquiry,
        &format!("{base}/henvendelser/skabeloner"),
        &format!("{base}/kvitteringer"),
        &format!("{base}/indsigelser"),
        &format!("{base}/laest-igen"),
        &format!("{base}/mails"),
        &format!("{base}/mails/{}", mails[6]),
        &format!("{}/offentligt", relations::page(&letters)),
        &format!("{}/mail", relations::page(&letters)),
        &format!("{base}/log"),
        &format!("{base}/noter"),
    ];
    stand(&app, &["--cookie", &cookie], &paths).await;
    let desk = [
        "overblik",
        "hoeringsparter",
        "hoeringsparter/ny",
        "hoeringsparter/svar",
        "hoeringsparter/import",
        "temaer",
        "temaer/1",
        "opsaetning",
    ]
    .map(|page| format!("{base}/{page}"));
    let paths = desk.each_ref().map(String::as_str);
    stand(&app, &["--cookie", &cookie], &paths).await;
}

#[tokio::test]
async fn proposals_are_answered_and_taken_back_by_keyboard() {
    let mut app = TestApp::spawn().await;
    let mails = relations::take(&app, &[15]).await;
    let response = relations::of_mail(&app, mails[0]).await;
    let hanne = person(&app, "hanne", Role::Editor).await;
    let cookie = browse_as(&mut app, &hanne).await;
    let keys = ["+", "button:Fortryd", "-", "b"];
    let mut command = Command::new("node");
    command.args(["tests/browser/keys.mjs", &app.base, "--cookie", &cookie]);
    command.arg(relations::page(&response)).args(keys);
    let output = command.output().await.unwrap();
    let cause = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{cause}");
    let said: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let proposals: Vec<i64> = said
        .iter()
        .map(|one| one["proposals"].as_i64().unwrap())
        .collect();
    assert_eq!(proposals, [0, 1, 0, 0], "{said:?}");
    assert!(said.iter().all(|one| one["message"].is_null()), "{said:?}");
    assert!(
        said[1]["focus"].is_string(),
        "the focus is still on the page: {said:?}"
    );
    let content = relations::again(&app, &response).await.content;
    assert_eq!(content, Content::NoRemarks, "by one key");
}
