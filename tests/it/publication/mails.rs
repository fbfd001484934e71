//! A mail that nobody has decided about may be a response: a release waits for the decision.

use hoering::intake::triage;
use hoering::publication::release::{ApproveError, approve};

use super::stage::Stage;
use crate::enquiries::receive;
use crate::mail_ledger::with_program;

#[tokio::test]
async fn a_release_waits_until_somebody_has_decided_about_every_mail() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    let mail = receive(&stage.app, with_program()).await;
    stage.fix().await;
    stage.request().await;
    stage.app.work().await;
    let release = stage.latest().await;
    let hash = hex::encode(release.manifest_sha256.clone().unwrap());
    let app = &stage.app.app;
    let early = approve(app, stage.approver(), release.id, &hash).await;
    assert!(matches!(early, Err(ApproveError::MailsUndecided)));
    let mut conn = stage.app.conn().await;
    triage::stays(&mut conn, stage.builder(), mail)
        .await
        .unwrap();
    drop(conn);
    let done = approve(app, stage.approver(), release.id, &hash).await;
    assert_eq!(done.unwrap(), 1);
}
