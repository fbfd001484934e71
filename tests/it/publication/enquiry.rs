//! What people asked, and what they were answered, is in no release.

use hoering::enquiry::{self, Enquiry, NewAnswer};

use super::pdf_text;
use super::stage::Stage;
use crate::enquiries::{receive, sample};

#[tokio::test]
async fn an_enquiry_and_its_answer_are_in_no_file_of_a_release() {
    let stage = Stage::empty().await;
    stage
        .say("Klitvang Kommune", "A", "Vi støtter planen.")
        .await;
    let mut ids = Vec::new();
    for number in [9, 10, 49] {
        let mail = receive(&stage.app, sample(number)).await;
        let mut conn = stage.app.conn().await;
        ids.push(Enquiry::of_mail(&mut conn, mail).await.unwrap().unwrap().id);
    }
    let new = NewAnswer {
        recipient: "mette.fjeldmark@blaamunke.example".into(),
        subject: "SV: Høring".into(),
        text: "Vi giver jer hemmelig frist hos bageren.".into(),
        form_key: "k".into(),
    };
    let mut conn = stage.app.conn().await;
    enquiry::answer(&stage.app.app, &mut conn, stage.builder(), (ids[1], &new))
        .await
        .unwrap();
    drop(conn);
    stage.app.work().await;
    assert_eq!(
        stage.app.mails().len(),
        1,
        "the answer is out, to one person"
    );
    stage.fix().await;
    let release = stage.release().await;
    let files = stage.released_files(release).await;
    assert!(files.len() > 4);
    for (name, bytes) in files {
        let text = if name.ends_with(".pdf") {
            pdf_text(&bytes)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        for words in [
            "Ellekrog",
            "Fjeldmark",
            "Fuglebjerg",
            "Socialudvalg holder",
            "udsat fristen",
            "beder om aktindsigt",
            "hos bageren",
        ] {
            assert!(!text.contains(words), "{words} is in {name}");
        }
    }
    for page in ["svar-samlet", "svar-samlet?q=aktindsigt"] {
        let shown = stage
            .app
            .get(&format!("/hoeringer/{}/{page}", crate::app::HEARING))
            .await;
        assert_eq!(shown.status, 200);
        assert!(!shown.text.contains("Fuglebjerg") && !shown.text.contains("bageren"));
        shown.says("Henvendelse");
    }
}
