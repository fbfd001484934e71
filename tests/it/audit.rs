//! The audit log: what was done is written down, sealed, and cannot be changed without a trace.

use diesel::sql_query;
use diesel_async::RunQueryDsl;
use hoering::audit::{self, Actor, Event};
use hoering::worker;

use crate::app::TestApp;

async fn record(app: &TestApp, subject: i64) {
    let mut conn = app.conn().await;
    let event = Event::new(Actor::Program, "tested", "response", subject);
    event.record(&mut conn, app.app.clock.now()).await.unwrap();
}

#[tokio::test]
async fn a_changed_or_missing_row_breaks_its_seal() {
    let app = TestApp::empty().await;
    for subject in 1..=3 {
        record(&app, subject).await;
    }
    worker::seal(&app.app).await.unwrap();
    record(&app, 4).await;
    worker::seal(&app.app).await.unwrap();
    let sound = audit::verify(&mut *app.conn().await).await.unwrap();
    assert_eq!(
        (sound.sealed, sound.unsealed, sound.broken_seal),
        (4, 0, None)
    );
    let mut admin = app.admin().await;
    for act in [
        "alter table audit_events disable trigger audit_events_append_only",
        "update audit_events set action = 'forged' where subject_id = 4",
    ] {
        sql_query(act).execute(&mut admin).await.unwrap();
    }
    assert_eq!(
        audit::verify(&mut *app.conn().await)
            .await
            .unwrap()
            .broken_seal,
        Some(2)
    );
    sql_query("delete from audit_events where subject_id = 2")
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(
        audit::verify(&mut *app.conn().await)
            .await
            .unwrap()
            .broken_seal,
        Some(1)
    );
}

#[tokio::test]
async fn the_program_itself_cannot_change_or_delete_a_row() {
    let app = TestApp::empty().await;
    record(&app, 1).await;
    for act in [
        "update audit_events set action = 'forged'",
        "delete from audit_events",
        "delete from audit_seals",
    ] {
        let refused = sql_query(act)
            .execute(&mut *app.conn().await)
            .await
            .unwrap_err();
        assert!(
            refused.to_string().contains("permission denied"),
            "{act}: {refused}"
        );
    }
}
