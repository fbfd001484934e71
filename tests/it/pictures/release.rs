//! Pictures in a release: what is in it, what stops it, and what the public sees.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::extract::Frame;
use hoering::publication::gate::{Unsayable, What, look_at_page};
use hoering::publication::release::{ApproveError, approve};
use hoering::redaction::Ground;
use hoering::response::{Choice, NewText, Role, add_text, publish_part};
use hoering::schema::{published_files, published_pictures};

use super::sheet::{Sheet, plain};
use super::{draw, letter, part, pixels, read, send, stops, tick};
use crate::extract::{extractor, sample};
use crate::publication::stage::Stage;

const COMPILATION: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar-samlet";
const FRAME: Frame = Frame {
    left: 0.1,
    top: 0.8,
    right: 0.5,
    bottom: 0.9,
};

/// The addresses of the pictures on a page.
fn pictures(page: &str) -> Vec<String> {
    let after = page.split("<img src=\"").skip(1);
    after
        .map(|it| it.split('"').next().unwrap().to_owned())
        .filter(|it| it.contains("/udgave/"))
        .collect()
}

/// A letter in which a name and a number are hidden.
async fn hidden(stage: &Stage) -> super::Letter {
    let letter = letter(stage, plain()).await;
    stage
        .hide(&letter.said, "Torben Ulvhede", Ground::ThirdPerson, true)
        .await;
    stage
        .hide(&letter.said, "120345-7890", Ground::Cpr, true)
        .await;
    letter
}

#[tokio::test]
async fn an_organisations_letter_stands_as_it_was_sent_with_what_is_hidden_painted_over() {
    let stage = Stage::empty().await;
    let letter = hidden(&stage).await;
    draw(&stage, &letter, (FRAME, None), true).await;
    assert_eq!(stops(&stage).await, [What::SignaturesOpen]);
    tick(&stage, &letter).await;
    stage.fix().await;
    let release = stage.release().await;
    let page = stage.app.get(&format!("{COMPILATION}/A1")).await;
    page.says("Brevet, som det er sendt");
    page.says("Vi synes godt om planen");
    page.says("loading=\"lazy\" width=\"1159\" height=\"1640\"");
    page.says("Side 1 i brev.pdf, som den er sendt. Den samme tekst kan læses her på siden.");
    let shown = pictures(&page.text);
    assert_eq!(
        shown,
        [format!("{COMPILATION}/udgave/1/A1-del-1-side-1.png")]
    );
    let answer = stage
        .app
        .http
        .get(stage.app.url(&shown[0]))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let head = answer.headers().clone();
    assert_eq!(head["content-type"], "image/png");
    assert_eq!(head["cache-control"], "no-cache");
    assert!(
        head["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("inline")
    );
    let bytes = answer.bytes().await.unwrap();
    assert!(bytes.len() < 150_000, "{} bytes", bytes.len());
    let seen = read(&bytes).await;
    for gone in ["torben", "ulvhede", "120345", "7890", "venlig"] {
        assert!(!seen.contains(gone), "{gone} in {seen}");
    }
    assert!(seen.contains("vi synes godt om planen"), "{seen}");
    let again = stage.app.http.get(stage.app.url(&shown[0]));
    let again = again.header("if-none-match", &head["etag"]).send().await;
    assert_eq!(again.unwrap().status(), 304);
    let mut conn = stage.app.conn().await;
    let (name, sha256): (String, Vec<u8>) = published_pictures::table
        .inner_join(
            published_files::table.on(published_files::name
                .eq(published_pictures::name)
                .and(published_files::release_id.eq(published_pictures::release_id))),
        )
        .filter(published_pictures::release_id.eq(release))
        .select((published_files::name, published_files::sha256))
        .first(&mut conn)
        .await
        .unwrap();
    assert_eq!(name, "A1-del-1-side-1.png");
    let files = stage.released_files(release).await;
    let manifest = files
        .iter()
        .find(|(name, _)| name == "manifest.json")
        .unwrap();
    let manifest = String::from_utf8(manifest.1.clone()).unwrap();
    assert!(manifest.contains(&hex::encode(sha256)) && !manifest.contains("brev.pdf"));
    stage.app.get(COMPILATION).await.says("oversigt.csv");
}

#[tokio::test]
async fn of_private_persons_and_of_a_word_file_the_text_alone_is_shown() {
    let stage = Stage::empty().await;
    let from = (None, Role::Letter);
    let own = send(&stage, from, ("brev.pdf", "application/pdf"), plain()).await;
    stage
        .hide(&own.said, "Torben Ulvhede", Ground::ThirdPerson, true)
        .await;
    stage
        .hide(&own.said, "120345-7890", Ground::Cpr, true)
        .await;
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let from = (Some("Klitvang Kommune"), Role::Letter);
    let bytes = sample("A3_hoeringssvar.docx");
    let word = send(&stage, from, ("brev.docx", docx), bytes).await;
    let which = (word.said.response_id, word.part);
    publish_part(
        &mut *stage.app.conn().await,
        stage.builder(),
        which,
        Choice::Pictures,
    )
    .await
    .unwrap();
    let built = stage.build_files().await;
    assert!(built.pictures.is_empty());
    assert!(
        built
            .projection
            .responses
            .iter()
            .all(|it| it.parts[0].pictures == 0)
    );
    assert!(!stops(&stage).await.contains(&What::SignaturesOpen));
    // A private person's letter may be chosen to stand as it was sent.
    let which = (own.said.response_id, own.part);
    publish_part(
        &mut *stage.app.conn().await,
        stage.builder(),
        which,
        Choice::Pictures,
    )
    .await
    .unwrap();
    assert!(stops(&stage).await.contains(&What::SignaturesOpen));
}

#[tokio::test]
async fn a_withheld_letter_and_one_shown_as_text_have_no_pictures() {
    for choice in [Choice::Withheld("business"), Choice::Text] {
        let stage = Stage::empty().await;
        let letter = hidden(&stage).await;
        let which = (letter.said.response_id, letter.part);
        publish_part(&mut *stage.app.conn().await, stage.builder(), which, choice)
            .await
            .unwrap();
        stage.fix().await;
        let release = stage.release().await;
        let page = stage.app.get(&format!("{COMPILATION}/A1")).await;
        assert!(pictures(&page.text).is_empty());
        let rows: i64 = published_pictures::table
            .count()
            .get_result(&mut *stage.app.conn().await)
            .await
            .unwrap();
        assert_eq!(rows, 0);
        let files = stage.released_files(release).await;
        assert!(files.iter().all(|(name, _)| !name.ends_with("png")));
    }
}

#[tokio::test]
async fn hidden_words_that_are_not_found_on_the_page_stop_the_release_until_a_person_covers_them() {
    let stage = Stage::empty().await;
    let mut letter = letter(&stage, plain()).await;
    let typed = NewText {
        deriver: "staff".into(),
        deriver_version: 1,
        text: "Vi synes godt om planen. Håndskrevet i margen: Bodil Stensgaard.".into(),
        ranges: Vec::new(),
        staff_id: None,
    };
    let now = stage.app.app.clock.now();
    letter.said.text_id = add_text(&mut *stage.app.conn().await, letter.part, &typed, now)
        .await
        .unwrap();
    stage
        .hide(&letter.said, "Bodil Stensgaard", Ground::ThirdPerson, true)
        .await;
    tick(&stage, &letter).await;
    // The number on the page is in no text that anybody has hidden: the page is read, and it is found.
    assert_eq!(stops(&stage).await, [What::NotCovered, What::Cpr]);
    let number = Frame {
        left: 0.1,
        top: 0.18,
        right: 0.9,
        bottom: 0.21,
    };
    draw(&stage, &letter, (number, None), true).await;
    assert_eq!(stops(&stage).await, [What::NotCovered]);
    let hidden = {
        let mut conn = stage.app.conn().await;
        let texts = [letter.said.text_id];
        let all = hoering::redaction::Redaction::of_texts(&mut conn, &texts);
        all.await.unwrap()[0].id
    };
    draw(&stage, &letter, (FRAME, Some(hidden)), false).await;
    assert_eq!(
        stops(&stage).await,
        [What::RedactionUnapproved],
        "covered, and another person has to look"
    );
}

#[tokio::test]
async fn a_page_that_shows_what_is_hidden_is_caught_whatever_was_said_of_it() {
    let stage = Stage::empty().await;
    let letter = hidden(&stage).await;
    tick(&stage, &letter).await;
    let built = stage.build_files().await;
    let page = &built.pictures[0];
    assert_eq!(page.covered.len(), 2);
    let painted = stage.app.app.storage.read(&page.sha256).await.unwrap();
    let unsayable = Unsayable {
        secrets: vec!["Torben Ulvhede".into(), "120345-7890".into()],
        cleared: vec![],
    };
    let extractor = extractor();
    let seen = look_at_page(&extractor, (page, &painted), &unsayable).await;
    assert_eq!(seen, []);
    let pdf = ("application/pdf", 1);
    let bare = extractor.painted(&plain(), pdf, &[]).await.unwrap().bytes;
    let seen = look_at_page(&extractor, (page, &bare), &unsayable).await;
    assert_eq!(seen, [What::NotCovered, What::RedactedText, What::Cpr]);
    let one = [page.covered[0].frame];
    let half = extractor.painted(&plain(), pdf, &one).await.unwrap().bytes;
    let seen = look_at_page(&extractor, (page, &half), &unsayable).await;
    assert_eq!(seen, [What::NotCovered, What::RedactedText, What::Cpr]);
    // Where somebody lost a place from the list, the letters tell.
    let mut forgot = page.clone();
    forgot.covered.clear();
    let seen = look_at_page(&extractor, (&forgot, &bare), &unsayable).await;
    assert_eq!(seen, [What::RedactedText, What::Cpr]);
    let mut longer = painted.to_vec();
    longer.extend(b"\0\0\0\x04tEXtOle!\0\0\0\0");
    let seen = look_at_page(&extractor, (page, &longer), &unsayable).await;
    assert_eq!(seen, [What::FileNotReadBack]);
}

#[tokio::test]
async fn a_box_drawn_after_the_build_voids_it() {
    let stage = Stage::empty().await;
    let letter = hidden(&stage).await;
    tick(&stage, &letter).await;
    stage.fix().await;
    stage.request().await;
    stage.app.work().await;
    let release = stage.latest().await;
    let hash = hex::encode(release.manifest_sha256.unwrap());
    draw(&stage, &letter, (FRAME, None), true).await;
    let done = approve(&stage.app.app, stage.approver(), release.id, &hash).await;
    assert!(matches!(done, Err(ApproveError::Changed)));
}

#[tokio::test]
async fn a_photograph_is_released_without_what_its_camera_wrote_into_it() {
    let stage = Stage::empty().await;
    let mut photo = image::RgbImage::new(600, 400);
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        let seed = (x * 7_919 + y * 104_729) as u8;
        *pixel = image::Rgb([seed, (x / 3) as u8, (y / 2) as u8]);
    }
    let mut plain_jpeg = std::io::Cursor::new(Vec::new());
    photo
        .write_to(&mut plain_jpeg, image::ImageFormat::Jpeg)
        .unwrap();
    let plain_jpeg = plain_jpeg.into_inner();
    let mut bytes = plain_jpeg[..2].to_vec();
    bytes.extend(b"\xFF\xFE\x00\x16GPS 56.4602 9.4094  ");
    bytes.extend(&plain_jpeg[2..]);
    let from = (Some("Klitvang Kommune"), Role::Appendix);
    let letter = send(
        &stage,
        from,
        ("IMG_20231005.jpg", "image/jpeg"),
        bytes.clone(),
    )
    .await;
    let typed = NewText {
        deriver: "staff".into(),
        deriver_version: 1,
        text: "Et billede af gården.".into(),
        ranges: Vec::new(),
        staff_id: None,
    };
    let now = stage.app.app.clock.now();
    let mut conn = stage.app.conn().await;
    add_text(&mut conn, letter.part, &typed, now).await.unwrap();
    let which = (letter.said.response_id, letter.part);
    publish_part(&mut conn, stage.builder(), which, Choice::Pictures)
        .await
        .unwrap();
    drop(conn);
    let face = Frame {
        left: 0.25,
        top: 0.25,
        right: 0.5,
        bottom: 0.5,
    };
    draw(&stage, &letter, (face, None), true).await;
    tick(&stage, &letter).await;
    stage.fix().await;
    let release = stage.release().await;
    let files = stage.released_files(release).await;
    let (_, picture) = files
        .iter()
        .find(|(name, _)| name == "A1-del-1-side-1.jpg")
        .unwrap();
    let holds = |bytes: &[u8]| bytes.windows(4).any(|it| it == b"GPS ");
    assert!(holds(&bytes) && !holds(picture));
    let seen = pixels(picture);
    assert_eq!((seen.width(), seen.height()), (600, 400));
    for (x, y) in [(151, 101), (225, 150), (299, 199)] {
        assert!(seen.get_pixel(x, y).0.iter().all(|it| *it < 12), "{x} {y}");
    }
    assert!(
        part(&stage, letter.said.response_id)
            .await
            .signatures()
            .is_some()
    );
}

#[tokio::test]
async fn what_stands_on_a_page_and_in_no_text_is_found_by_its_letters() {
    let stage = Stage::empty().await;
    let bytes = Sheet {
        lines: &[(70, 700, "120345-7890")],
        ..Sheet::default()
    }
    .pdf();
    let mut letter = letter(&stage, bytes).await;
    let typed = NewText {
        deriver: "staff".into(),
        deriver_version: 1,
        text: "Kommunen har ingen bemærkninger.".into(),
        ranges: Vec::new(),
        staff_id: None,
    };
    let now = stage.app.app.clock.now();
    letter.said.text_id = add_text(&mut *stage.app.conn().await, letter.part, &typed, now)
        .await
        .unwrap();
    tick(&stage, &letter).await;
    assert_eq!(stops(&stage).await, [What::Cpr]);
}
