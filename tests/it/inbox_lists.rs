//! The inbox shows what the mailbox holds beside the responses, and a response leads to its whole history.

use crate::app::{HEARING, TestApp};
use crate::desk::{respond, two_people};
use crate::enquiries::{receive, sample};
use crate::mail_ledger::{at, away, with_program};
use crate::memo::mark;

fn inbox(list: &str) -> String {
    format!("/sekretariat/{HEARING}/indbakke{list}")
}

#[tokio::test]
async fn each_list_of_the_mailbox_shows_its_own_mails_and_no_responses() {
    let mut app = TestApp::spawn().await;
    let (_hanne, _mads) = two_people(&mut app).await;
    respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let asks = at(receive(&app, sample(9)).await);
    let machine = at(receive(&app, away()).await);
    let bad = at(receive(&app, with_program()).await);

    let all = app.get(&inbox("")).await;
    all.says("Hvidklit Kommune");
    for list in ["?liste=enquiry", "?liste=machine", "?liste=spam"] {
        all.says(&format!("/indbakke{}", list.replace('=', "&#x3D;")));
    }
    assert!(
        !all.text.contains("?liste&#x3D;unreadable"),
        "nothing is in it"
    );
    for (list, own) in [
        ("?liste=enquiry", &asks),
        ("?liste=machine", &machine),
        ("?liste=spam", &bad),
    ] {
        let page = app.get(&inbox(list)).await;
        assert!(page.text.contains(own.as_str()), "{list}");
        for other in [&asks, &machine, &bad].into_iter().filter(|it| *it != own) {
            assert!(!page.text.contains(&format!("{other}\"")), "{list}");
        }
        assert!(!page.text.contains("Hvidklit Kommune"), "{list}");
    }
    let found = app.get(&inbox("?liste=machine&q=Automatisk")).await;
    assert!(found.text.contains(machine.as_str()));
    let none = app.get(&inbox("?liste=machine&q=findesikke")).await;
    assert!(!none.text.contains(machine.as_str()));
}

#[tokio::test]
async fn the_history_of_a_response_is_its_own_and_whole() {
    let mut app = TestApp::spawn().await;
    let (hanne, _mads) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let other = respond(&app, "Fjordby Kommune", "Vi er imod.", vec![]).await;
    // More than the page of a response shows.
    for theme in 1..=12 {
        mark(&app, &hanne, &made, (0, 11), theme).await;
    }
    mark(&app, &hanne, &other, (0, 6), 1).await;
    let link = format!("/sekretariat/{HEARING}/log?svar={}", made.number);
    app.get(&made.page).await.says(&link);
    let shown = app.get(&made.page).await;
    let all = app.get(&link).await;
    let marked = |page: &str| page.matches("mærkede tekst").count();
    assert!(marked(&shown.text) < 12, "the page shows the last ones");
    assert_eq!(marked(&all.text), 12);
    all.says(&made.number);
    assert!(!all.text.contains(&other.number));
    let unknown = format!("/sekretariat/{HEARING}/log?svar=findesikke");
    assert_eq!(app.get(&unknown).await.status, 404);
}
