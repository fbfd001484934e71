//! The desk's page of pictures: drawing, a second person, the tick for signatures, and taking things back.

use hoering::redaction::{Ground, PageBox};
use hoering::response::{NewText, PublishedAs, Role, add_text};
use hoering::staff;
use tokio::process::Command;

use super::sheet::plain;
use super::{letter, part, pixels, send};
use crate::app::{Answer, HEARING};
use crate::browser::stand;
use crate::extract::sample;
use crate::publication::stage::Stage;
use crate::staff::{browse_as, person};

struct Desk {
    stage: Stage,
    letter: super::Letter,
    /// The response's page, and that of the letter's pictures.
    page: String,
    pictures: String,
}

impl Desk {
    async fn open() -> Self {
        let stage = Stage::empty().await;
        let letter = letter(&stage, plain()).await;
        stage.log_in(stage.builder).await;
        let page = format!("/sekretariat/{HEARING}/svar/{}", letter.said.number);
        Self {
            pictures: format!("{page}/bilag/{}/billeder", letter.part),
            page,
            stage,
            letter,
        }
    }

    async fn press(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("{}/bilag/{}/{path}", self.page, self.letter.part);
        self.stage.app.post(&self.pictures, &path, fields).await
    }

    async fn undo(&self) {
        let path = format!("{}/fortrydelse", self.page);
        self.stage.app.post(&self.page, &path, &[]).await.leads();
    }

    async fn boxes(&self) -> Vec<PageBox> {
        let mut conn = self.stage.app.conn().await;
        PageBox::of_parts(&mut conn, &[self.letter.part])
            .await
            .unwrap()
    }

    async fn part(&self) -> hoering::response::Part {
        part(&self.stage, self.letter.said.response_id).await
    }
}

const SIGNATURE: [(&str, &str); 6] = [
    ("page", "1"),
    ("left", "10"),
    ("top", "80,5 %"),
    ("right", "50"),
    ("bottom", "90"),
    ("ground", "not_part"),
];

#[tokio::test]
async fn a_box_is_drawn_by_one_approved_by_another_and_taken_back() {
    let desk = Desk::open().await;
    let drawn = desk.press("felter", &SIGNATURE).await;
    let leads = drawn.leads();
    assert_eq!(leads, format!("{}?fra=1#side-1", desk.pictures));
    let drawn = desk.boxes().await;
    assert_eq!((drawn[0].page, drawn[0].edge_top), (1, 0.805));
    let approve = format!("felter/{}/godkendelse", drawn[0].id);
    let own = desk.press(&approve, &[("page", "1")]).await;
    assert_eq!(own.status, 422);
    own.says("En anden end den, der dækkede feltet");
    desk.stage.log_in(desk.stage.approver).await;
    desk.stage
        .app
        .get(&desk.pictures)
        .await
        .says("venter på en kollega");
    desk.press(&approve, &[("page", "1")]).await.leads();
    assert_eq!(desk.boxes().await[0].approver_id, Some(desk.stage.approver));
    desk.undo().await;
    assert_eq!(desk.boxes().await[0].approver_id, None);
    desk.stage.log_in(desk.stage.builder).await;
    desk.undo().await;
    assert!(desk.boxes().await.is_empty());
    let again = format!("{}/gentagelse", desk.page);
    desk.stage.app.post(&desk.page, &again, &[]).await.leads();
    assert_eq!(desk.boxes().await.len(), 1);
}

#[tokio::test]
async fn that_signatures_are_covered_is_said_by_one_and_lapses_with_a_box_that_is_removed() {
    let desk = Desk::open().await;
    let page = desk.stage.app.get(&desk.page).await;
    page.says("Ingen har set efter underskrifter");
    desk.press("felter", &SIGNATURE).await.leads();
    desk.press("underskrifter", &[]).await.leads();
    let said = desk.part().await.signatures().unwrap();
    assert_eq!(said.by, desk.stage.builder);
    desk.stage
        .app
        .get(&desk.pictures)
        .await
        .says("Person bygger har set efter");
    let id = desk.boxes().await[0].id;
    desk.press(&format!("felter/{id}/slet"), &[("page", "1")])
        .await
        .leads();
    assert!(desk.part().await.signatures().is_none() && desk.boxes().await.is_empty());
    desk.undo().await;
    assert_eq!(desk.part().await.signatures(), Some(said));
    assert_eq!(desk.boxes().await.len(), 1);
    desk.undo().await;
    assert!(desk.part().await.signatures().is_none());
    desk.press("underskrifter", &[]).await.leads();
    desk.press("underskrifter/slet", &[]).await.leads();
    assert!(desk.part().await.signatures().is_none());
}

#[tokio::test]
async fn numbers_that_are_no_box_come_back_with_what_was_typed() {
    let desk = Desk::open().await;
    let with = |name: &'static str, value: &'static str| {
        SIGNATURE.map(|(known, was)| (known, if known == name { value } else { was }))
    };
    for (name, value) in [
        ("left", "60"),
        ("left", "fem"),
        ("bottom", "101"),
        ("page", "2"),
    ] {
        let answer = desk.press("felter", &with(name, value)).await;
        assert_eq!(answer.status, 422, "{name} {value}");
        answer.says("Skriv fire tal mellem 0 og 100");
        if name == "left" {
            answer.says(&format!("name=\"left\" value=\"{value}\""));
        }
    }
    assert_eq!(
        desk.press("felter", &with("ground", "because"))
            .await
            .status,
        400
    );
    assert_eq!(desk.press("felter/99999/slet", &[]).await.status, 404);
    let mut foreign = SIGNATURE.to_vec();
    foreign.push(("covers", "99999"));
    assert_eq!(desk.press("felter", &foreign).await.status, 422);
    assert!(desk.boxes().await.is_empty());
}

#[tokio::test]
async fn staff_see_the_page_as_the_public_will_before_it_is_released() {
    let desk = Desk::open().await;
    desk.press("felter", &SIGNATURE).await.leads();
    let seen = desk
        .stage
        .app
        .get(&format!("{}/offentligt", desk.page))
        .await;
    let covered = format!("{}/bilag/{}/daekket/1", desk.page, desk.letter.part);
    seen.says(&format!("<img src=\"{covered}\""));
    seen.says("Billederne venter på, at nogen har set efter underskrifter.");
    let answer = desk.stage.app.http.get(desk.stage.app.url(&covered));
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let picture = pixels(&answer.bytes().await.unwrap());
    let at = |across: f64, down: f64| {
        let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
        picture
            .get_pixel((across * width) as u32, (down * height) as u32)
            .0
    };
    assert_eq!((at(0.3, 0.85), at(0.7, 0.85)), ([0; 3], [255; 3]));
    for none in [0, 2] {
        let path = format!("{}/bilag/{}/daekket/{none}", desk.page, desk.letter.part);
        assert_eq!(desk.stage.app.get(&path).await.status, 404);
    }
}

#[tokio::test]
async fn the_form_of_a_file_is_chosen_and_taken_back_and_a_word_file_is_never_a_picture() {
    let desk = Desk::open().await;
    let page = desk.stage.app.get(&desk.page).await;
    page.says("<option value=\"pictures\" selected>Vises som sidebilleder og tekst");
    let choose = format!("{}/bilag/{}/visning", desk.page, desk.letter.part);
    for (word, chosen) in [
        ("text", PublishedAs::Text),
        ("pictures", PublishedAs::Pictures),
        ("business", PublishedAs::Withheld),
        ("", PublishedAs::Usual),
    ] {
        let fields = [("ground", word)];
        desk.stage
            .app
            .post(&desk.page, &choose, &fields)
            .await
            .leads();
        assert_eq!(desk.part().await.published_as, chosen, "{word:?}");
    }
    for chosen in [
        PublishedAs::Withheld,
        PublishedAs::Pictures,
        PublishedAs::Text,
        PublishedAs::Usual,
    ] {
        desk.undo().await;
        assert_eq!(desk.part().await.published_as, chosen);
    }
    let stage = &desk.stage;
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let from = (Some("Ravnsø Kommune"), Role::Letter);
    let word = send(
        stage,
        from,
        ("brev.docx", docx),
        sample("A3_hoeringssvar.docx"),
    )
    .await;
    let page = format!("/sekretariat/{HEARING}/svar/{}", word.said.number);
    assert!(
        !stage
            .app
            .get(&page)
            .await
            .text
            .contains("value=\"pictures\"")
    );
    let choose = format!("{page}/bilag/{}/visning", word.part);
    let refused = stage
        .app
        .post(&page, &choose, &[("ground", "pictures")])
        .await;
    assert_eq!(refused.status, 422);
    refused.says("Bilaget kan ikke vises som sidebilleder.");
    let pictures = format!("{page}/bilag/{}/billeder", word.part);
    assert_eq!(stage.app.get(&pictures).await.status, 404);
}

/// The page of pictures with a box, and hidden text that is not found; and a cookie of somebody who may draw.
async fn in_a_browser() -> (Desk, String) {
    let mut desk = Desk::open().await;
    desk.press("felter", &SIGNATURE).await.leads();
    let typed = NewText {
        deriver: "staff".into(),
        deriver_version: 1,
        text: "Vi synes godt om planen. Skrevet i margen: Bodil Stensgaard.".into(),
        ranges: Vec::new(),
        staff_id: None,
    };
    let now = desk.stage.app.app.clock.now();
    let mut conn = desk.stage.app.conn().await;
    desk.letter.said.text_id = add_text(&mut conn, desk.letter.part, &typed, now)
        .await
        .unwrap();
    drop(conn);
    let hidden = Ground::ThirdPerson;
    desk.stage
        .hide(&desk.letter.said, "Bodil Stensgaard", hidden, true)
        .await;
    let hanne = person(&desk.stage.app, "hanne", staff::Role::Editor).await;
    let cookie = browse_as(&mut desk.stage.app, &hanne).await;
    (desk, cookie)
}

#[tokio::test]
async fn the_page_of_pictures_stands_before_a_browser() {
    let (desk, cookie) = in_a_browser().await;
    let page = desk.stage.app.get(&desk.pictures).await;
    page.says("Skal dækkes i hånden");
    page.says("Bodil Stensgaard");
    let seen = format!("{}/offentligt", desk.page);
    let paths = [desk.pictures.as_str(), &desk.page, &seen];
    stand(&desk.stage.app, &["--cookie", &cookie], &paths).await;
}

#[tokio::test]
async fn a_box_is_drawn_with_the_mouse_and_with_a_finger() {
    let (desk, cookie) = in_a_browser().await;
    let mut command = Command::new("node");
    command.args(["tests/browser/draw.mjs", &desk.stage.app.base]);
    command.args(["--cookie", &cookie, &desk.pictures]);
    let output = command.output().await.unwrap();
    let cause = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{cause}");
    let said = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{said}");
    for line in &lines {
        assert_eq!(line["errors"], serde_json::json!([]));
        assert_eq!(
            (&line["focus"], &line["shown"]),
            (&"covers".into(), &1.into()),
            "{said}"
        );
        let edges = line["edges"].as_array().unwrap().iter();
        let edges: Vec<f64> = edges
            .map(|edge| edge.as_str().unwrap().replace(',', ".").parse().unwrap())
            .collect();
        for (edge, expected) in edges.iter().zip([10.0, 80.0, 50.0, 90.0]) {
            assert!((edge - expected).abs() < 0.5, "{said}");
        }
        let led = line["led"].as_str().unwrap();
        assert_eq!(led, format!("{}#side-1", desk.pictures));
    }
    assert_eq!(desk.boxes().await.len(), 3);
}
