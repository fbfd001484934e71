//! The days to keep, on the start page and the list, in words.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::schema::meetings;
use hoering::staff::Role;

use super::{here, list, meeting, save, stage};
use crate::app::{HEARING, at};
use crate::staff::{browse_as, person};

#[tokio::test]
async fn the_start_page_has_the_days_to_keep_and_says_what_is_too_late() {
    let stage = stage().await;
    let start = stage.app.get("/sekretariat").await;
    start.says("Dagsordenspakke til Regionsrådet skal være klar 13. december 2023 (om 23 dage)");
    start.says("Regionsrådet mødes 20. december 2023 (om 30 dage)");
    assert!(!start.text.contains("Overskredet"), "{}", start.text);
    stage.app.app.clock.set(at("2023-12-14T08:00:00Z"));
    stage.log_in(stage.builder).await;
    stage.app.get("/sekretariat").await.says(
        "Overskredet: dagsordenspakke til Regionsrådet skulle have været klar 13. december 2023 (i går)",
    );
    stage
        .app
        .get(&list())
        .await
        .says("Overskredet: materialet skulle have været klar 13. december 2023");
    let here = here(&stage).await;
    save(
        &stage,
        &[("version", "0"), ("summary", "Planen var i høring.")],
    )
    .await
    .leads();
    stage
        .app
        .post(&here, &format!("{here}/pakker"), &[])
        .await
        .leads();
    let made = stage.app.get("/sekretariat").await;
    assert!(!made.text.contains("Overskredet"), "it was made");
    made.says("Regionsrådet mødes 20. december 2023 (om 6 dage)");
    stage.app.app.clock.set(at("2023-12-21T08:00:00Z"));
    stage.log_in(stage.builder).await;
    assert!(
        !stage.app.get("/sekretariat").await.text.contains("mødes"),
        "it is over"
    );
}

#[tokio::test]
async fn a_meeting_without_a_day_for_its_material_is_due_a_week_before() {
    let stage = stage().await;
    diesel::update(meetings::table.find(meeting(&stage).await.id))
        .set(meetings::material_due.eq(None::<chrono::NaiveDate>))
        .execute(&mut *stage.app.conn().await)
        .await
        .unwrap();
    stage
        .app
        .get(&here(&stage).await)
        .await
        .says("13. december 2023");
}

#[tokio::test]
async fn a_meeting_is_moved_with_what_was_written_for_it_and_not_taken_away() {
    let mut stage = stage().await;
    save(
        &stage,
        &[("version", "0"), ("summary", "Planen var i høring.")],
    )
    .await
    .leads();
    let own = here(&stage).await;
    let admin = person(&stage.app, "admin", Role::Administrator).await;
    browse_as(&mut stage.app, &admin).await;
    let setup = format!("/sekretariat/{HEARING}/opsaetning");
    let act = format!("{setup}/moeder");
    let page = stage.app.get(&setup).await.text;
    let seen = |page: &str| {
        let form = page
            .split(&format!("action=\"{act}#moeder\""))
            .nth(1)
            .unwrap();
        let value = form.split("name=\"seen\" value=\"").nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    let print = seen(&page);
    let moved = [
        ("seen", print.as_str()),
        ("committee-0", "Regionsrådet"),
        ("held_on-0", "2024-01-24"),
        ("decides-0", "ja"),
    ];
    stage.app.post(&setup, &act, &moved).await.leads();
    stage.app.get(&own).await.says("24. januar 2024");
    stage.app.get(&own).await.says("Planen var i høring.");
    let print = seen(&stage.app.get(&setup).await.text);
    let gone = [
        ("seen", print.as_str()),
        ("committee-0", "Forretningsudvalget"),
        ("held_on-0", "2024-01-10"),
    ];
    let answer = stage.app.post(&setup, &act, &gone).await;
    assert_eq!(answer.status, 422);
    answer.says("Mødet kan flyttes til en anden dag, men ikke fjernes");
}
