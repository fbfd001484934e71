//! The meetings themselves.

use super::{page, workshops, write};
use crate::app::TestApp;
use crate::desk::two_people;

fn fields<'a>(day: &'a str, form: &'a str, questions: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("held_on", day),
        ("form", form),
        ("place", "Regionshuset"),
        ("questions", questions),
    ]
}

async fn described_wrongly(app: &TestApp, form: &str, new: &str) {
    let long = "s".repeat(300);
    for (fields, words) in [
        (
            fields("2023-09-05", "Borgermøde", ""),
            "allerede et møde af den slags",
        ),
        (fields("", "Borgermøde", ""), "Vælg den dag"),
        (fields("2023-13-45", "Borgermøde", ""), "Vælg den dag"),
        (fields("2023-09-06", " ", ""), "hvilken slags møde"),
        (fields("2023-09-07", &long, ""), "Regionshuset"),
    ] {
        let answer = app.post(form, new, &fields).await;
        assert_eq!(answer.status, 422);
        answer.says(words);
        answer.says("Regionshuset");
    }
}

#[tokio::test]
async fn a_meeting_is_described_changed_and_kept_while_it_has_notes() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let new = format!("{}/runder", page());
    let form = format!("{new}/ny");
    app.post(
        &form,
        &new,
        &fields(
            "2023-09-05",
            "Borgermøde",
            "Hvad mangler?\n\n  Hvad   er godt?",
        ),
    )
    .await
    .leads();
    let made = workshops(&app)
        .await
        .into_iter()
        .find(|one| one.format == "Borgermøde")
        .unwrap();
    assert_eq!(made.questions, ["Hvad mangler?", "Hvad er godt?"]);
    assert_eq!(made.place, "Regionshuset");
    described_wrongly(&app, &form, &new).await;
    let own = format!("{new}/{}", made.id);
    app.post(
        &own,
        &own,
        &fields("2023-09-06", "Borgermøde", "Hvad mangler?"),
    )
    .await
    .leads();
    let place = format!("{}:0", made.id);
    write(&app, &[("place", &place), ("text", "Flere busser")])
        .await
        .leads();
    let held = app.post(&own, &format!("{own}/slet"), &[]).await;
    assert_eq!(held.status, 422);
    held.says("Mødet har 1 note");
    let count = workshops(&app).await.len();
    app.post(&form, &new, &fields("2023-09-08", "Workshop", ""))
        .await
        .leads();
    let other = workshops(&app)
        .await
        .into_iter()
        .find(|one| one.format == "Workshop")
        .unwrap();
    let gone = format!("{new}/{}", other.id);
    app.post(&gone, &format!("{gone}/slet"), &[]).await.leads();
    assert_eq!(workshops(&app).await.len(), count);
    assert_eq!(app.get(&gone).await.status, 404);
    app.get(&page()).await.says("Regionshuset");
}
