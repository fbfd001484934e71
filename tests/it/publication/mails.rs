//! A mail that nobody has decided about may be a response: a release waits for the decision.

use hoering::intake::triage;
use hoering::publication::gate::What;
use hoering::publication::release::{ReleaseKind, ReleaseState, approve, request};

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
    let stopped = stage.latest().await;
    assert_eq!(
        stopped.state,
        ReleaseState::Failed,
        "the final release needs every decision"
    );
    let why = stopped.findings();
    assert!(
        why.iter()
            .any(|one| one.what == What::MailsUndecided && one.stops())
    );

    // A daily one lists them, and waits for mails without a place alone.
    let app = &stage.app.app;
    let mut conn = stage.app.conn().await;
    request(&mut conn, stage.builder(), ReleaseKind::Daily)
        .await
        .unwrap();
    drop(conn);
    stage.app.work().await;
    let daily = stage.latest().await;
    let hash = hex::encode(daily.manifest_sha256.clone().unwrap());
    let done = approve(app, stage.approver(), daily.id, &hash).await;
    assert_eq!(done.unwrap(), 1);

    let mut conn = stage.app.conn().await;
    triage::stays(&mut conn, stage.builder(), mail)
        .await
        .unwrap();
    drop(conn);
    stage.release().await;
}
