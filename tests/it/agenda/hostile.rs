//! What must not go to an agenda, and who may not make one.

use hoering::memo::NewSource;
use hoering::redaction::Ground;
use hoering::staff::Role;

use super::{bytes, files, here, list, point, save, stage, words};
use crate::app::HEARING;
use crate::publication::stage::Stage;
use crate::staff::{browse_as, person};

async fn refused(stage: &Stage, says: &str) {
    let here = here(stage).await;
    let answer = stage.app.post(&here, &format!("{here}/pakker"), &[]).await;
    assert_eq!(answer.status, 422, "{says}");
    answer.says("Pakken er ikke lavet. En dagsorden er offentlig");
    answer.says(says);
}

#[tokio::test]
async fn a_cpr_number_or_hidden_words_stop_a_package() {
    let stage = stage().await;
    save(
        &stage,
        &[("version", "0"), ("summary", "Borgeren 120345-7890 skrev.")],
    )
    .await
    .leads();
    refused(
        &stage,
        "»dagsordensforslag.docx« indeholder noget, der ligner et CPR-nummer",
    )
    .await;
    save(
        &stage,
        &[("version", "1"), ("summary", "Planen var i høring.")],
    )
    .await
    .leads();
    point(&stage, "Ring til 110947-6032.", false).await;
    refused(
        &stage,
        "»bilag-1-hoeringsnotat.docx« indeholder noget, der ligner et CPR-nummer",
    )
    .await;
}

#[tokio::test]
async fn what_is_hidden_in_a_response_is_in_no_paper_and_stops_the_point_that_says_it() {
    let stage = Stage::empty().await;
    let said = stage
        .say(
            "Hvidklit Kommune",
            "A",
            "Vi vil have råd. Ditte Solbakke på tredje sal er alvorligt syg.",
        )
        .await;
    stage
        .hide(
            &said,
            "Ditte Solbakke på tredje sal er alvorligt syg",
            Ground::Health,
            true,
        )
        .await;
    stage.fix().await;
    stage.log_in(stage.builder).await;
    save(
        &stage,
        &[("version", "0"), ("summary", "Planen var i høring.")],
    )
    .await
    .leads();
    let here = here(&stage).await;
    let make = format!("{here}/pakker");
    stage.app.post(&here, &make, &[]).await.leads();
    for (name, file) in files(&bytes(&stage, &format!("{make}/1")).await) {
        if name.ends_with(".docx") {
            assert!(!words(&file).contains("Ditte"), "{name}");
        }
    }
    let number = point(
        &stage,
        "Ditte  SOLBAKKE på tredje sal er alvorligt syg",
        false,
    )
    .await;
    refused(
        &stage,
        "»bilag-1-hoeringsnotat.docx« indeholder tekst, der er skjult",
    )
    .await;
    let short = stage
        .say("Blåmunke Kommune", "A", "Bodil er bange. Vi vil have råd.")
        .await;
    stage.hide(&short, "Bodil", Ground::ThirdPerson, true).await;
    let by = stage.builder();
    let mut conn = stage.app.conn().await;
    hoering::memo::remove(&mut conn, by, number).await.unwrap();
    let number = point(&stage, "Bodil er bange.", false).await;
    hoering::memo::add_source(
        &mut conn,
        by,
        number,
        NewSource::Response(short.response_id),
    )
    .await
    .unwrap();
    drop(conn);
    refused(
        &stage,
        &format!("Punkt {number} i høringsnotatet siger noget, der er skjult"),
    )
    .await;
}

#[tokio::test]
async fn a_hearing_without_responses_and_memo_has_a_package_all_the_same() {
    let stage = Stage::empty().await;
    stage.log_in(stage.builder).await;
    let here = here(&stage).await;
    stage
        .app
        .get(&here)
        .await
        .says("Der kom ingen høringssvar.");
    save(
        &stage,
        &[
            ("version", "0"),
            ("summary", " "),
            ("presentation", "\u{7}"),
        ],
    )
    .await
    .leads();
    let make = format!("{here}/pakker");
    let empty = stage.app.post(&here, &make, &[]).await;
    assert_eq!(empty.status, 422, "an empty proposal is none");
    let name = "=cmd|'/c calc'!A1 🙂 ".repeat(15);
    save(&stage, &[("version", "1"), ("summary", &name)])
        .await
        .leads();
    stage.app.post(&here, &make, &[]).await.leads();
    let made = files(&bytes(&stage, &format!("{make}/1")).await);
    let listed = String::from_utf8(made["0-indhold.txt"].clone()).unwrap();
    assert!(
        listed.contains("Høringsnotatet har ingen punkter endnu."),
        "{listed}"
    );
    assert!(words(&made["dagsordensforslag.docx"]).contains("=cmd|"));
}

#[tokio::test]
async fn readers_read_and_others_hearings_are_not_there() {
    let mut stage = stage().await;
    let here = here(&stage).await;
    let reader = person(&stage.app, "læser", Role::Reader).await;
    browse_as(&mut stage.app, &reader).await;
    let page = stage.app.get(&here).await;
    page.says("Sagsfremstilling");
    assert!(!page.text.contains("Lav pakke"));
    let inbox = format!("/sekretariat/{HEARING}/indbakke");
    for act in [
        here.clone(),
        format!("{here}/pakker"),
        format!("{here}/tillaeg"),
    ] {
        assert_eq!(stage.app.post(&inbox, &act, &[]).await.status, 403, "{act}");
    }
    assert_eq!(
        stage.app.get(&format!("{}/999999", list())).await.status,
        404
    );
    assert_eq!(stage.app.get(&format!("{here}/pakker/9")).await.status, 404);
}
