//! From one database to another, as when a house is moved.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::redaction::Ground;
use hoering::schema::{
    commitments, log_leaves, passages, receipts, redactions, responses, signoffs, staff,
};
use hoering::tagging;
use hoering::worker;

use super::{export, imported, written};
use crate::publication::stage::Stage;
use crate::service::Data;

const COMPILATION: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar-samlet";

/// The samples with references, sign-offs, an attachment, and a redaction that nobody has approved.
async fn house() -> Stage {
    let stage = Stage::samples().await;
    let with = stage.said["A1"].clone();
    let text_id = stage
        .attach(&with, "appendix", "bilag.pdf", "Ring til Mette Holm.")
        .await;
    let attached = crate::publication::stage::Said {
        text_id,
        ..with.clone()
    };
    stage
        .hide(&attached, "Mette Holm", Ground::ThirdPerson, false)
        .await;
    stage.fix().await;
    let mut conn = stage.app.conn().await;
    for (name, twice) in [("A1", true), ("A2", false), ("A4 rettet", true)] {
        let id = stage.said[name].response_id;
        tagging::sign_off(&mut conn, stage.builder(), id)
            .await
            .unwrap();
        if twice {
            tagging::sign_off(&mut conn, stage.approver(), id)
                .await
                .unwrap();
        }
    }
    stage
}

#[tokio::test]
async fn what_was_exported_is_imported_and_exported_the_same() {
    let (from, to) = (house().await, Stage::empty().await);
    let (old, new) = (Data::new(), Data::new());
    let lines = export(&from.app, &old);
    assert!(lines.len() > 40, "{}", lines.len());
    for (what, there) in [
        ("reference", lines.iter().any(|it| it["reference"] == "A4")),
        ("chain", lines.iter().any(|it| it["supersedes"].is_string())),
        ("late", lines.iter().any(|it| it["late"] == true)),
        (
            "clearing",
            lines.iter().any(|it| it["clearings"][0].is_object()),
        ),
        (
            "second sign-off",
            lines.iter().any(|it| it["signoffs"][1].is_object()),
        ),
    ] {
        assert!(there, "the house has no {what}");
    }
    let all = u64::try_from(lines.len()).unwrap();
    assert_eq!(imported(&to.app, &new, &written(&lines)), (all, 0));
    let again = export(&to.app, &new);
    assert_eq!(again.len(), lines.len());
    for (before, after) in lines.iter().zip(&again) {
        assert_eq!(before, after);
    }
    assert!(to.app.mails().is_empty());
}

/// Rows of every table that an import writes.
async fn rows(stage: &Stage) -> Vec<i64> {
    let mut conn = stage.app.conn().await;
    let mut counted = Vec::new();
    macro_rules! count {
        ($($table:ident),+) => {
            $(counted.push($table::table.count().get_result(&mut conn).await.unwrap());)+
        };
    }
    count!(
        responses,
        passages,
        redactions,
        signoffs,
        commitments,
        log_leaves,
        staff,
        receipts
    );
    counted
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let (from, to) = (house().await, Stage::empty().await);
    let (old, new) = (Data::new(), Data::new());
    let lines = export(&from.app, &old);
    let all = u64::try_from(lines.len()).unwrap();
    let half = lines.len() / 2;
    // As when the first half came before: what is there stays, the rest comes.
    let first = lines[..half].iter().filter(|it| it["supersedes"].is_null());
    let first: Vec<_> = first.cloned().collect();
    let some = u64::try_from(first.len()).unwrap();
    assert_eq!(imported(&to.app, &new, &written(&first)), (some, 0));
    assert_eq!(
        imported(&to.app, &new, &written(&lines)),
        (all - some, some)
    );
    let (before, told) = (rows(&to).await, export(&to.app, &new));
    assert_eq!(imported(&to.app, &new, &written(&lines)), (0, all));
    assert_eq!(rows(&to).await, before);
    assert_eq!(export(&to.app, &new), told);
}

#[tokio::test]
async fn an_imported_hearing_is_released_by_two_people_and_its_responses_are_in_the_log() {
    let (from, to) = (Stage::samples().await, Stage::empty().await);
    from.fix().await;
    let (old, new) = (Data::new(), Data::new());
    let lines = export(&from.app, &old);
    imported(&to.app, &new, &written(&lines));
    let counted = rows(&to).await;
    assert_eq!(counted[4], counted[0], "a commitment for each response");
    assert_eq!(counted[5], counted[4], "each commitment is in the log");
    worker::seal(&to.app.app).await.unwrap();
    let (given, kept) = (from.references().await, to.references().await);
    assert_eq!(given.len(), kept.len());
    to.fix().await;
    assert_eq!(to.references().await, kept, "no reference is given twice");
    to.release().await;
    let page = to.app.get(COMPILATION).await;
    assert_eq!(page.status, 200);
    page.says("Klitvang Kommune");
    page.says("Trukket tilbage");
    let shown = to.app.get(&format!("{COMPILATION}/A7")).await;
    assert_eq!(shown.status, 200);
    assert!(
        !shown.text.contains("Hasselvej 4"),
        "what was hidden is hidden"
    );
    let number: String = responses::table
        .filter(responses::state.eq("current"))
        .select(responses::number)
        .first(&mut to.app.conn().await)
        .await
        .unwrap();
    let link = hoering::intake::receipt::path(&to.app.app, &number);
    assert_eq!(to.app.get(&link).await.status, 200, "its receipt is there");
    assert!(to.app.mails().is_empty());
}
