//! Built by one, approved by another, and then never changed.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::publication::release::{
    ApproveError, ReleaseKind, ReleaseState, RequestError, approve, request,
};
use hoering::redaction::Ground;
use hoering::schema::{published_files, published_releases};

use super::stage::Stage;
use super::{COMPILATION, STAFF};

#[tokio::test]
async fn whoever_built_a_release_cannot_approve_it() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    stage.request().await;
    stage.app.work().await;
    let release = stage.latest().await;
    assert_eq!(
        release.state,
        ReleaseState::Waiting,
        "{:?}",
        release.state_reason
    );
    let hash = hex::encode(release.manifest_sha256.unwrap());
    let own = approve(&stage.app.app, stage.builder(), release.id, &hash).await;
    assert!(matches!(own, Err(ApproveError::SamePerson)));
    let other_hash = approve(
        &stage.app.app,
        stage.approver(),
        release.id,
        &"0".repeat(64),
    )
    .await;
    assert!(matches!(other_hash, Err(ApproveError::NotWaiting)));
    assert_eq!(
        stage.app.get(COMPILATION).await.status,
        404,
        "nothing is public yet"
    );
    assert_eq!(
        approve(&stage.app.app, stage.approver(), release.id, &hash)
            .await
            .unwrap(),
        1
    );
    assert_eq!(stage.app.get(COMPILATION).await.status, 200);
    let twice = approve(&stage.app.app, stage.approver(), release.id, &hash).await;
    assert!(matches!(twice, Err(ApproveError::NotWaiting)));
}

#[tokio::test]
async fn a_change_after_the_build_voids_it() {
    let stage = Stage::empty().await;
    let said = stage.say("Klitvang Kommune", "A", "Ja. Og mere.").await;
    stage.fix().await;
    stage.request().await;
    stage.app.work().await;
    stage.hide(&said, "Og mere", Ground::Business, true).await;
    let release = stage.latest().await;
    let hash = hex::encode(release.manifest_sha256.unwrap());
    let done = approve(&stage.app.app, stage.approver(), release.id, &hash).await;
    assert!(matches!(done, Err(ApproveError::Changed)));
    assert_eq!(stage.latest().await.state, ReleaseState::Dropped);
    assert_eq!(stage.app.get(COMPILATION).await.status, 404);
}

#[tokio::test]
async fn a_release_asked_for_twice_is_built_once() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.request().await;
    let again = request(
        &mut *stage.app.conn().await,
        stage.approver(),
        ReleaseKind::Final,
    )
    .await;
    assert!(matches!(again, Err(RequestError::AlreadyBuilding)));
}

#[tokio::test]
async fn the_second_release_replaces_the_first_and_the_first_keeps_its_files() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    stage.release().await;
    stage.say("Sen Kommune", "A", "Også ja.").await;
    stage.release().await;
    stage.app.get(COMPILATION).await.says("Sen Kommune");
    stage.app.get(COMPILATION).await.says("Udgave 2");
    let first = stage
        .app
        .get(&format!("{COMPILATION}/udgave/1/oversigt.csv"))
        .await;
    assert!(first.text.contains("Klitvang") && !first.text.contains("Sen Kommune"));
    assert_eq!(first.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        first.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let current: i64 = published_releases::table
        .filter(published_releases::is_current)
        .count()
        .get_result(&mut *stage.app.conn().await)
        .await
        .unwrap();
    assert_eq!(current, 1);
}

#[tokio::test]
async fn what_was_released_cannot_be_changed_by_the_program() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    stage.release().await;
    let mut conn = stage.app.conn().await;
    for change in [
        "update published_responses set text = 'x'",
        "delete from published_responses",
        "update published_releases set overview = '{}'",
        "delete from published_releases",
        "update published_files set name = 'x'",
        "update published_passages set text = 'x'",
        "update releases set number = 9",
        "delete from releases",
    ] {
        let done = diesel::sql_query(change).execute(&mut conn).await;
        assert!(done.is_err(), "{change}");
    }
}

#[tokio::test]
async fn the_public_role_can_read_the_snapshot_and_nothing_else() {
    let stage = Stage::empty().await;
    let mut public = stage.app.app.public_conn().await.unwrap();
    for table in [
        "responses",
        "respondents",
        "text_versions",
        "parts",
        "redactions",
        "releases",
        "hearings",
        "staff",
        "mails",
        "audit_events",
        "jobs",
    ] {
        let error = diesel::sql_query(format!("select 1 from {table}"))
            .execute(&mut public)
            .await;
        let said = error.unwrap_err().to_string();
        assert!(said.contains("permission denied"), "{table}: {said}");
    }
    for table in [
        "published_releases",
        "published_responses",
        "published_passages",
        "published_files",
    ] {
        diesel::sql_query(format!("select 1 from {table}"))
            .execute(&mut public)
            .await
            .unwrap();
        let written = diesel::sql_query(format!("delete from {table}"))
            .execute(&mut public)
            .await;
        assert!(written.is_err(), "{table}");
    }
}

#[tokio::test]
async fn the_secretariat_builds_and_a_colleague_approves_on_the_page() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    assert_eq!(stage.app.get(STAFF).await.status, 401);
    stage.log_in(stage.builder).await;
    let page = stage.app.get(STAFF).await;
    page.says("Ingen udgave er offentliggjort endnu");
    stage.sign_all().await;
    stage
        .app
        .post(STAFF, &format!("{STAFF}/referencer"), &[])
        .await
        .leads();
    stage
        .app
        .post(STAFF, &format!("{STAFF}/udgaver"), &[])
        .await
        .leads();
    stage.app.get(STAFF).await.says("Udgaven bliver bygget");
    stage.app.work().await;
    let page = stage.app.get(STAFF).await;
    page.says("En kollega skal godkende den");
    assert!(
        !page.text.contains("/godkendelse\""),
        "no button for the builder"
    );
    let release = stage.latest().await;
    let approval = format!("{STAFF}/udgaver/{}/godkendelse", release.id);
    let hash = hex::encode(release.manifest_sha256.unwrap());
    let own = stage
        .app
        .post(STAFF, &approval, &[("manifest", &hash)])
        .await;
    assert_eq!(own.status, 409);
    stage.log_in(stage.approver).await;
    let page = stage.app.get(STAFF).await;
    page.says("Offentliggør udgave 1");
    let preview = stage
        .app
        .get(&format!("{STAFF}/udgaver/{}/oversigt.csv", release.id))
        .await;
    preview.says("Klitvang Kommune");
    stage
        .app
        .post(STAFF, &approval, &[("manifest", &hash)])
        .await
        .leads();
    stage.app.get(STAFF).await.says("Udgave 1, offentliggjort");
    assert_eq!(stage.app.get(COMPILATION).await.status, 200);
}

#[tokio::test]
async fn the_manifest_names_every_file_with_its_hash() {
    use sha2::{Digest, Sha256};
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    stage.release().await;
    let manifest = stage
        .app
        .get(&format!("{COMPILATION}/udgave/1/manifest.json"))
        .await;
    let manifest: serde_json::Value = serde_json::from_str(&manifest.text).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), 8);
    for file in files {
        let name = file["name"].as_str().unwrap();
        let url = stage.app.url(&format!("{COMPILATION}/udgave/1/{name}"));
        let bytes = stage
            .app
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert_eq!(
            hex::encode(Sha256::digest(&bytes)),
            file["sha256"].as_str().unwrap(),
            "{name}"
        );
    }
    let stored: i64 = published_files::table
        .count()
        .get_result(&mut *stage.app.conn().await)
        .await
        .unwrap();
    assert_eq!(stored, 10, "with the manifest and the archive");
}
