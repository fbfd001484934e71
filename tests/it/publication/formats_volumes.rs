//! The PDF in volumes, and what happens when a build breaks off.

use std::os::unix::fs::PermissionsExt;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::app::App;
use hoering::jobs;
use hoering::publication::gate::What;
use hoering::publication::release::{ReleaseState, build_files};
use hoering::schema::releases;
use hoering::worker;

use super::stage::Stage;
use super::{STAFF, pdf_text};
use crate::app::HEARING;

/// The same installation, where two responses fill a volume.
fn in_small_volumes(stage: &Stage) -> App {
    let mut config = stage.app.app.config.clone();
    config.pdf.responses_in_one = 3;
    config.pdf.responses_in_volume = 2;
    stage.app.again(config)
}

async fn five() -> Stage {
    let stage = Stage::empty().await;
    for (name, category) in [
        ("Klitvang Kommune", "A"),
        ("Ravnsø Kommune", "A"),
        ("Tangmose Kommune", "A"),
        ("Pårørende i Klitvang", "C"),
        ("Ældrerådet", "E"),
    ] {
        stage
            .say(name, category, &format!("Det mener vi i {name}."))
            .await;
    }
    stage.fix().await;
    stage.sign_all().await;
    stage
}

#[tokio::test]
async fn a_large_compilation_has_volumes_and_a_whole_that_leads_to_them() {
    let stage = five().await;
    let app = in_small_volumes(&stage);
    let built = build_files(
        &app,
        HEARING,
        hoering::publication::release::ReleaseKind::Final,
        app.clock.now(),
    )
    .await
    .unwrap();
    let pdfs: Vec<(&str, String)> = built
        .files
        .iter()
        .filter(|file| file.media_type == "application/pdf")
        .map(|file| (file.name.as_str(), pdf_text(&file.bytes)))
        .collect();
    let names: Vec<&str> = pdfs.iter().map(|(name, _)| *name).collect();
    let volume = |number| format!("samlede-hoeringssvar-bind-{number}.pdf");
    assert_eq!(
        names,
        [
            "samlede-hoeringssvar.pdf",
            &volume(1),
            &volume(2),
            &volume(3)
        ]
    );
    for (at, mine) in [
        (1, ["A1", "A2"].as_slice()),
        (2, &["A3", "C1"]),
        (3, &["E1"]),
    ] {
        let text = &pdfs[at].1;
        assert!(text.contains(&format!("bind {at} af 3")));
        for row in &built.projection.overview.rows {
            let said = format!("Det mener vi i {}.", row.sender);
            assert_eq!(
                text.contains(&said),
                mine.contains(&row.reference.as_str()),
                "{at}: {said}"
            );
        }
    }
    let whole = &pdfs[0].1;
    assert!(
        !whole.contains("Det mener vi"),
        "the texts are in the volumes"
    );
    assert!(whole.contains("A3 til C1"));
    let place = regex::Regex::new(r"bind 2, side (\d+)").unwrap();
    let page = &place.captures(whole).unwrap()[1];
    let pages: Vec<&str> = pdfs[2].1.split('\u{c}').collect();
    let there = pages[page.parse::<usize>().unwrap() - 1];
    assert!(there.contains("Det mener vi i Tangmose"), "{there}");
    let link = format!("samlede-hoeringssvar-bind-2.pdf#page={page}");
    assert!(links(&built.files[0].bytes).contains(&link), "{link}");
    assert!(
        built.findings.iter().all(|one| !one.stops()),
        "{:?}",
        built.findings
    );
}

/// Where the links of a PDF lead to.
fn links(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = std::process::Command::new("pdfinfo")
        .arg("-url")
        .arg(&file)
        .output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

#[tokio::test]
async fn staff_see_which_volume_is_being_set() {
    let stage = five().await;
    let id = stage.request().await;
    let set = |volumes: i32, done: i32| {
        let stage = &stage;
        async move {
            diesel::update(releases::table.find(id))
                .set((
                    releases::volumes.eq(volumes),
                    releases::volumes_set.eq(done),
                ))
                .execute(&mut *stage.app.conn().await)
                .await
                .unwrap();
            stage.app.get(STAFF).await
        }
    };
    stage.log_in(stage.builder).await;
    assert!(!stage.app.get(STAFF).await.text.contains("Bind"));
    set(40, 2).await.says("Bind 3 af 40 bliver sat.");
    set(40, 40).await.says("Alle 40 bind er sat.");
}

/// This program, but the child that sets PDFs does what the shell script says first.
pub fn with_typesetter(app: &mut App, folder: &std::path::Path, script: &str) {
    let wrapper = folder.join("hoering");
    let own = env!("CARGO_BIN_EXE_hoering");
    let text =
        format!("#!/bin/sh\nif [ \"$1\" = typeset ]; then\n{script}\nfi\nexec {own} \"$@\"\n");
    std::fs::write(&wrapper, text).unwrap();
    std::fs::set_permissions(&wrapper, std::fs::Permissions::from_mode(0o755)).unwrap();
    app.program = wrapper;
}

async fn work(app: &App) {
    jobs::run_all_due(app, &worker::registry(), "test")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_killed_typesetter_fails_the_release_with_its_reason_and_the_next_attempt_works() {
    let stage = five().await;
    let folder = tempfile::tempdir().unwrap();
    let mut app = in_small_volumes(&stage);
    let gone = folder.path().join("gone");
    let script = format!("[ -e {0} ] || {{ touch {0}; kill -9 $$; }}", gone.display());
    with_typesetter(&mut app, folder.path(), &script);
    stage.request().await;
    work(&app).await;
    let release = stage.latest().await;
    assert_eq!(release.state, ReleaseState::Failed);
    let found: Vec<What> = release.findings().iter().map(|one| one.what).collect();
    assert_eq!(found, [What::TypesetterStopped]);
    stage.log_in(stage.builder).await;
    stage
        .app
        .get(STAFF)
        .await
        .says("blev afbrudt. Byg udgaven igen.");
    stage.request().await;
    work(&app).await;
    let release = stage.latest().await;
    assert_eq!(
        release.state,
        ReleaseState::Waiting,
        "{:?}",
        release.state_reason
    );
    assert_eq!((release.volumes, release.volumes_set), (3, 3));
}

#[tokio::test]
async fn a_typesetter_that_complains_fails_the_release_and_names_no_text() {
    let stage = five().await;
    let folder = tempfile::tempdir().unwrap();
    let mut app = stage.app.again(stage.app.app.config.clone());
    with_typesetter(&mut app, folder.path(), "echo nej >&2; exit 3");
    stage.request().await;
    work(&app).await;
    let found = stage.latest().await.findings();
    assert_eq!(found[0].what, What::BuildFailed);
}
