//! A response as the public will see it, its files as pictures, and whether they are shown.

use hoering::response::{Part, PublishedAs};

use crate::app::{HEARING, TestApp};
use crate::desk::{respond, two_people};
use crate::relations;
use crate::staff::browse_as;

#[tokio::test]
async fn the_preview_is_what_a_release_would_show_beside_what_was_sent() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let text = "Min datter Ida er glad.\n\nRing til mig på 20 12 34 56.";
    let made = respond(&app, "", text, vec![]).await;
    made.act(
        &app,
        "overstregninger",
        (11, 14),
        &[("ground", "third_person")],
    )
    .await
    .leads();
    let page = app.get(&format!("{}/offentligt", made.page)).await;
    page.says(
        "Min datter <span class=\"token\">[oplysning om en anden person udeladt]</span> er glad.",
    );
    page.says("<mark class=\"will-hide\">Ida</mark>");
    let public = page.text.split("id=\"set\"").nth(1).unwrap();
    assert!(
        !public.contains("Ida"),
        "what is hidden is gone from what is shown"
    );
    assert!(
        public.contains("20 12 34 56"),
        "what nobody hid is there to be seen"
    );
    app.get(&made.page).await.says("/offentligt");
    let other = app
        .get(&format!(
            "/sekretariat/{HEARING}/svar/AAAAA-AAAAA/offentligt"
        ))
        .await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn a_letter_is_seen_page_by_page_and_withheld_with_a_ground() {
    let mut app = TestApp::spawn().await;
    let mails = relations::take(&app, &[6]).await;
    let response = relations::of_mail(&app, mails[0]).await;
    let (_, mads) = two_people(&mut app).await;
    let page = relations::page(&response);
    let parts: Vec<Part> = response.parts(&mut *app.conn().await).await.unwrap();
    let letter = parts.iter().find(|part| part.pages.is_some()).unwrap();
    let picture = format!("{page}/bilag/{}/side/1", letter.id);
    app.get(&page)
        .await
        .says(&format!("<img src=\"{picture}\""));
    let drawn = app
        .http
        .get(format!("{}{picture}", app.base))
        .send()
        .await
        .unwrap();
    assert_eq!(drawn.status(), 200);
    assert_eq!(drawn.headers()["content-type"], "image/png");
    assert!(
        drawn.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    let bytes = drawn.bytes().await.unwrap();
    assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 10_000);
    for none in [0, letter.pages.unwrap() + 1, 4_000_000] {
        let path = format!("{page}/bilag/{}/side/{none}", letter.id);
        assert_eq!(app.get(&path).await.status, 404, "page {none}");
    }
    let withhold = format!("{page}/bilag/{}/visning", letter.id);
    app.post(&page, &withhold, &[("ground", "business")])
        .await
        .leads();
    let seen = app.get(&format!("{page}/offentligt")).await;
    seen.says("Bilaget er ikke offentliggjort.");
    let sentence = app.get(&page).await;
    sentence.says("Vises ikke: ");
    assert_eq!(
        app.post(&page, &withhold, &[("ground", "because")])
            .await
            .status,
        400
    );
    app.post(&page, &format!("{page}/fortrydelse"), &[])
        .await
        .leads();
    let parts: Vec<Part> = response.parts(&mut *app.conn().await).await.unwrap();
    let back = parts.iter().find(|part| part.id == letter.id).unwrap();
    assert_eq!(
        (back.published_as, &back.withheld_ground),
        (PublishedAs::Usual, &None)
    );
    browse_as(&mut app, &mads).await;
    let another = app
        .post(
            &page,
            &format!("{page}/bilag/999999/visning"),
            &[("ground", "")],
        )
        .await;
    assert_eq!(another.status, 404);
}
