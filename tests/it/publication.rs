//! The compilation: complete, safe, and never changed once it is out.

mod stage;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::publication::gate::{What, stops};
use hoering::publication::references::{ReferenceError, fix_references};
use hoering::publication::release::{
    ApproveError, Built, Release, ReleaseState, RequestError, approve, build_files, request,
};
use hoering::redaction::Ground;
use hoering::response::{NameChoice, State};
use hoering::schema::{published_files, published_releases, published_responses, responses};
use hoering::text::Span;

use crate::app::at;
use stage::Stage;

const COMPILATION: &str = "/hoeringer/visions-og-udviklingsplan-2023/svar-samlet";
const STAFF: &str = "/sekretariat/visions-og-udviklingsplan-2023/offentliggoerelse";
const AFTER: &str = "2023-11-20T08:00:00Z";

/// What the sample A7 says of a person, and what must never be seen of it.
const SECRET: &str = "Ditte Solbakke bor i Hasselvej 4, 8000 Aarhus, og er alvorligt syg";

async fn kinds(stage: &Stage) -> Vec<What> {
    let built = stage.build_files().await;
    built.findings.iter().map(|finding| finding.what).collect()
}

fn file(built: &Built, name: &str) -> String {
    let found = built.files.iter().find(|file| file.name == name).unwrap();
    String::from_utf8(found.bytes.to_vec()).unwrap()
}

fn pdf_text(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output = std::process::Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn the_samples_get_their_references_by_arrival() {
    let stage = Stage::samples().await;
    stage.fix().await;
    let references = stage.references().await;
    let of = |name: &str| references[&stage.said[name].response_id].clone();
    let order: Vec<String> = [
        "A1", "A2", "A3", "A11", "A4", "A5", "A6", "A7", "A8", "A12", "A9", "A10",
    ]
    .iter()
    .map(|name| of(name))
    .collect();
    let expected: Vec<String> = (1..=12).map(|number| format!("A{number}")).collect();
    assert_eq!(order, expected);
    assert_eq!(
        of("G4").chars().next(),
        Some('G'),
        "withdrawn ones take one too"
    );
    assert!(!references.contains_key(&stage.said["A4 rettet"].response_id));
}

#[tokio::test]
async fn references_are_fixed_after_the_deadline_and_later_ones_take_the_next_number() {
    let stage = Stage::empty().await;
    let first = stage.say("Første Kommune", "A", "Vi støtter planen.").await;
    stage.app.app.clock.set(at("2023-10-11T21:59:59Z"));
    let early = fix_references(
        &mut *stage.app.conn().await,
        stage.hearing.id,
        None,
        at("2023-10-11T21:59:59Z"),
    )
    .await;
    assert!(matches!(early, Err(ReferenceError::BeforeDeadline)));
    stage.app.app.clock.set(at(AFTER));
    stage.fix().await;
    let late = stage
        .say("Sen Kommune", "A", "Vi støtter også planen.")
        .await;
    stage.withdraw(&first).await;
    stage.fix().await;
    let references = stage.references().await;
    assert_eq!(references[&first.response_id], "A1");
    assert_eq!(
        references[&late.response_id], "A2",
        "the number of the withdrawn one is not used again"
    );
}

#[tokio::test]
async fn a_response_without_a_category_gets_no_reference_and_none_else_does() {
    let stage = Stage::empty().await;
    stage.say("Kommunen", "A", "Ja.").await;
    stage.say("Ingen ved", "", "Nej.").await;
    let done = fix_references(
        &mut *stage.app.conn().await,
        stage.hearing.id,
        None,
        at(AFTER),
    )
    .await;
    assert!(matches!(done, Err(ReferenceError::NoCategory(numbers)) if numbers.len() == 1));
    assert!(stage.references().await.is_empty());
    assert!(kinds(&stage).await.contains(&What::NoCategory));
}

#[tokio::test]
async fn the_samples_are_released_and_read_by_the_public() {
    let stage = Stage::samples().await;
    stage.fix().await;
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    assert_eq!(page.status, 200);
    page.says("Klitvang Kommune");
    page.says("heraf 5 med udeladelser");
    page.says("Foreløbigt svar, endeligt 27. oktober");
    page.says("Trukket tilbage");
    assert!(page.text.len() < 400_000);
    let response = stage.app.get(&format!("{COMPILATION}/A8")).await;
    response.says("A8");
    let theme = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/4?kategori=A"))
        .await;
    theme.says("Pejlemærke 4");
    theme.says("åben samling af afprøvede metoder");
    let found = stage
        .app
        .get(&format!("{COMPILATION}/soeg?q=takster"))
        .await;
    found.says("<mark class=\"hit\">");
    let tag = page.headers["etag"].to_str().unwrap().to_owned();
    let again = stage
        .app
        .http
        .get(stage.app.url(COMPILATION))
        .header("if-none-match", tag);
    assert_eq!(again.send().await.unwrap().status(), 304);
}

#[tokio::test]
async fn every_count_of_the_matrix_is_the_number_of_passages_that_it_leads_to() {
    let stage = Stage::samples().await;
    stage.fix().await;
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    let link =
        regex::Regex::new(r#"href="([^"]+/tema/pejlemaerker/\d+\?kategori&#x3D;[A-G])">(\d+)<"#)
            .unwrap();
    let mut counted = 0;
    for cell in link.captures_iter(&page.text) {
        let theme = stage.app.get(&cell[1].replace("&#x3D;", "=")).await;
        let passages = theme.text.matches("<figure class=\"quote\">").count();
        assert_eq!(passages.to_string(), cell[2], "{}", &cell[1]);
        counted += 1;
    }
    assert!(counted > 50, "{counted} cells");
}

#[tokio::test]
async fn redacted_text_is_on_no_page_in_no_search_and_in_no_file() {
    let stage = Stage::empty().await;
    let text = format!("Vi støtter planen. {SECRET}. Det skal ændres hurtigt.");
    let said = stage.say("Klitvang Kommune", "A", &text).await;
    stage.mark(&said, &text, "pejlemaerker", 4).await;
    stage.hide(&said, SECRET, Ground::Health, true).await;
    stage.fix().await;
    let release = stage.release().await;
    for path in [
        "",
        "/A1",
        "/tema/pejlemaerker/4",
        "/soeg?q=planen",
        "/soeg?q=ændres",
    ] {
        let page = stage.app.get(&format!("{COMPILATION}{path}")).await;
        assert_eq!(page.status, 200, "{path}");
        for word in ["Ditte", "Solbakke", "Hasselvej", "alvorligt"] {
            assert!(!page.text.contains(word), "{word} is on {path}");
        }
    }
    stage
        .app
        .get(&format!("{COMPILATION}/A1"))
        .await
        .says("[helbredsoplysning udeladt]");
    for word in ["Solbakke", "Hasselvej", "alvorligt", "Aarhus"] {
        let found = stage.app.get(&format!("{COMPILATION}/soeg?q={word}")).await;
        found.says("Ingen svar indeholder");
    }
    let mut names = 0;
    for (name, bytes) in stage.released_files(release).await {
        let text = if name.ends_with(".pdf") {
            pdf_text(&bytes)
        } else {
            String::from_utf8(bytes).unwrap()
        };
        assert!(
            !text.contains("Solbakke") && !text.contains("Hasselvej"),
            "{name}"
        );
        names += 1;
    }
    assert_eq!(names, 5);
    let rows: Vec<serde_json::Value> = published_responses::table
        .select(published_responses::body)
        .load(&mut *stage.app.app.public_conn().await.unwrap())
        .await
        .unwrap();
    assert!(!format!("{rows:?}").contains("Solbakke"));
}

#[tokio::test]
async fn a_passage_that_crosses_a_redaction_is_split_and_counted_once() {
    let stage = Stage::empty().await;
    let text = "Før hemmelig efter.";
    let said = stage.say("Klitvang Kommune", "A", text).await;
    stage.mark(&said, text, "pejlemaerker", 4).await;
    stage
        .hide(&said, "hemmelig", Ground::Confidential, true)
        .await;
    let built = stage.build_files().await;
    let part = &built.projection.responses[0].parts[0];
    let quotes: Vec<String> = part
        .passages
        .iter()
        .map(|passage| part.quote(passage))
        .collect();
    assert_eq!(quotes, ["Før", "efter."]);
    assert_eq!(part.passages[0].mark, part.passages[1].mark);
    assert_eq!(built.projection.overview.counts[0].passages, 1);
    stage.fix().await;
    stage.release().await;
    let theme = stage
        .app
        .get(&format!("{COMPILATION}/tema/pejlemaerker/4"))
        .await;
    theme.says("1 afsnit fra 1 svar");
    theme.says("Før <span class=\"token\">[fortrolig oplysning udeladt]</span> efter.");
}

#[tokio::test]
async fn a_redaction_that_nobody_approved_stops_the_release_and_hides_all_the_same() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Klitvang Kommune", "A", &format!("Ja. {SECRET}."))
        .await;
    stage.hide(&said, SECRET, Ground::Health, false).await;
    let built = stage.build_files().await;
    assert!(stops(&built.findings));
    assert!(
        built
            .findings
            .iter()
            .any(|one| one.what == What::RedactionUnapproved)
    );
    assert!(!file(&built, "hoeringssvar.json").contains("Solbakke"));
    stage.request().await;
    stage.app.work().await;
    let release = stage.latest().await;
    assert_eq!(release.state, ReleaseState::Failed);
    assert!(
        release
            .findings()
            .iter()
            .any(|one| one.what == What::RedactionUnapproved)
    );
}

#[tokio::test]
async fn redacted_words_that_still_stand_elsewhere_stop_the_release() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Klitvang Kommune", "A", "Ida er syg. Vi hjælper IDA nu.")
        .await;
    stage
        .hide_span(&said, Span::new(0, 3), Ground::ThirdPerson)
        .await;
    assert!(kinds(&stage).await.contains(&What::RedactedText));
    let stage = Stage::empty().await;
    let other =
        "Her citeres: ditte solbakke bor i hasselvej 4, 8000 aarhus, og er alvor-\nligt syg.";
    let said = stage
        .say("Klitvang Kommune", "A", &format!("Ja. {SECRET}."))
        .await;
    stage.hide(&said, SECRET, Ground::Health, true).await;
    stage.say("Anden Kommune", "A", other).await;
    let built = stage.build_files().await;
    let mut places: Vec<&str> = built
        .findings
        .iter()
        .filter(|one| one.what == What::RedactedText)
        .map(|one| one.place.as_str())
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "hoeringssvar.json",
            "hoeringssvar.jsonl",
            "samlede-hoeringssvar.pdf"
        ]
    );
}

#[tokio::test]
async fn a_cpr_number_stops_the_release_until_two_people_clear_it() {
    let stage = Stage::empty().await;
    let said = stage
        .say("Ravnsø Kommune", "A", "Journalnummer 230831-6104.")
        .await;
    let found = kinds(&stage).await;
    assert!(
        found.iter().filter(|what| **what == What::Cpr).count() >= 4,
        "in the text and in every file"
    );
    stage.clear(&said, "230831-6104", false).await;
    assert!(
        kinds(&stage).await.contains(&What::Cpr),
        "one person is not enough"
    );
    let stage = Stage::empty().await;
    let said = stage
        .say("Ravnsø Kommune", "A", "Journalnummer 230831-6104.")
        .await;
    stage.clear(&said, "230831-6104", true).await;
    assert!(!kinds(&stage).await.contains(&What::Cpr));
}

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
    let again = request(&mut *stage.app.conn().await, stage.approver()).await;
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
async fn a_ledger_that_does_not_balance_stops_the_release() {
    let stage = Stage::empty().await;
    let old = stage.say("Klitvang Kommune", "A", "Ja.").await;
    let mut conn = stage.app.conn().await;
    diesel::update(responses::table.find(old.response_id))
        .set(responses::state.eq(State::Superseded))
        .execute(&mut conn)
        .await
        .unwrap();
    drop(conn);
    let built = stage.build_files().await;
    assert!(built.projection.overview.ledger.balances());
    assert!(
        built
            .findings
            .iter()
            .any(|one| one.what == What::SupersededByNothing),
        "it adds up, but what took its place is missing"
    );
}

#[tokio::test]
async fn the_ledger_counts_every_response_once() {
    let stage = Stage::samples().await;
    let ledger = stage.build_files().await.projection.overview.ledger;
    assert_eq!((ledger.received, ledger.sum()), (44, 44));
    assert_eq!(
        (ledger.partly, ledger.superseded, ledger.withdrawn),
        (5, 2, 1)
    );
    assert_eq!(ledger.published(), 41);
}

#[tokio::test]
async fn formulas_are_neutralised_in_the_spreadsheet() {
    let stage = Stage::empty().await;
    stage
        .say("=HYPERLINK(\"http://x\";\"y\")", "A", "=1+1")
        .await;
    let built = stage.build_files().await;
    let csv = file(&built, "oversigt.csv");
    assert!(csv.contains("\"'=HYPERLINK(\"\"http"), "{csv}");
    assert!(!csv.contains(";=") && !csv.contains("\"="), "{csv}");
}

#[tokio::test]
async fn private_persons_stand_as_they_chose_and_are_not_named_in_data() {
    let stage = Stage::empty().await;
    stage
        .citizen("Ida Bjergmark", NameChoice::Name, false, "Mit svar.")
        .await;
    stage
        .citizen(
            "Bo Skjult",
            NameChoice::Citizen,
            false,
            "Et svar uden navn.",
        )
        .await;
    stage
        .citizen(
            "Eva Beskyttet",
            NameChoice::Name,
            true,
            "Et svar med beskyttelse.",
        )
        .await;
    stage.fix().await;
    let built = stage.build_files().await;
    for name in ["oversigt.csv", "hoeringssvar.json", "hoeringssvar.jsonl"] {
        let text = file(&built, name);
        assert!(
            !text.contains("Bjergmark") && !text.contains("Skjult") && !text.contains("Eva"),
            "{name}"
        );
    }
    stage.release().await;
    let page = stage.app.get(COMPILATION).await;
    page.says("Ida Bjergmark");
    assert!(!page.text.contains("Skjult") && !page.text.contains("Eva Beskyttet"));
    let own = stage.app.get(&format!("{COMPILATION}/G1")).await;
    assert_eq!(own.headers["x-robots-tag"], "noindex");
    own.says("<meta name=\"robots\" content=\"noindex\">");
}

#[tokio::test]
async fn a_protected_name_in_the_text_stops_the_release() {
    let stage = Stage::empty().await;
    stage
        .citizen(
            "Eva Beskyttet",
            NameChoice::Name,
            true,
            "Hilsen Eva Beskyttet",
        )
        .await;
    stage
        .citizen("Bo Skjult", NameChoice::Citizen, false, "Hilsen Bo Skjult")
        .await;
    let found = kinds(&stage).await;
    assert!(found.contains(&What::ProtectedName) && found.contains(&What::NameKeptBack));
}

#[tokio::test]
async fn a_receipt_number_leads_to_the_reference() {
    let stage = Stage::empty().await;
    let said = stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.release().await;
    let by_number = stage
        .app
        .get(&format!("{COMPILATION}/{}", said.number))
        .await;
    assert_eq!(
        by_number.status, 200,
        "before references are fixed the number is the address"
    );
    stage.fix().await;
    stage.release().await;
    let by_number = stage
        .app
        .get(&format!("{COMPILATION}/{}", said.number))
        .await;
    assert_eq!(by_number.leads(), format!("{COMPILATION}/A1"));
    let withdrawn = stage.app.get(&format!("{COMPILATION}/A2")).await;
    assert_eq!(withdrawn.status, 404);
}

#[tokio::test]
async fn the_proof_of_identity_is_never_published() {
    let stage = Stage::empty().await;
    let said = stage
        .citizen("Ida Bjergmark", NameChoice::Name, false, "Mit svar.")
        .await;
    stage
        .attach(
            &said,
            "signaturbevis",
            "signaturbevis.pdf",
            "Ida Bjergmark 091149-6318",
        )
        .await;
    stage
        .attach(
            &said,
            "appendix",
            "Ida Bjergmarks bilag.pdf",
            "Bilagets tekst.",
        )
        .await;
    stage.fix().await;
    let built = stage.build_files().await;
    assert!(!stops(&built.findings), "{:?}", built.findings);
    assert_eq!(built.projection.responses[0].parts.len(), 2);
    let json = file(&built, "hoeringssvar.json");
    assert!(
        json.contains("Bilagets tekst") && !json.contains("091149") && !json.contains("Bjergmark")
    );
}

#[tokio::test]
async fn the_secretariat_builds_and_a_colleague_approves_on_the_page() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    assert_eq!(stage.app.get(STAFF).await.status, 401);
    stage.log_in(stage.builder).await;
    let page = stage.app.get(STAFF).await;
    page.says("Ingen udgave er offentliggjort endnu");
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
    assert_eq!(files.len(), 4);
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
    assert_eq!(stored, 5);
}
