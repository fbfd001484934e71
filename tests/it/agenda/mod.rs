//! Agenda packages: what a meeting gets, what came later, and that nothing goes along that must not.

mod dates;
mod hostile;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use hoering::hearing::Meeting;
use hoering::memo::{Content, Place, make};
use hoering::response::NameChoice;

use crate::app::{Answer, HEARING, at};
use crate::publication::stage::Stage;

pub fn list() -> String {
    format!("/sekretariat/{HEARING}/dagsorden")
}

/// The last meeting: that of the body that decides.
pub async fn meeting(stage: &Stage) -> Meeting {
    let all = stage
        .hearing
        .meetings(&mut *stage.app.conn().await)
        .await
        .unwrap();
    all.into_iter().find(|one| one.decides).unwrap()
}

pub async fn here(stage: &Stage) -> String {
    format!("{}/{}", list(), meeting(stage).await.id)
}

/// A municipality, a citizen who wants no name, and a point of the memo.
pub async fn stage() -> Stage {
    let stage = Stage::empty().await;
    let said = stage
        .say("Hvidklit Kommune", "A", "Vi vil have råd i hvert hus.")
        .await;
    stage.mark(&said, "råd", "pejlemaerker", 6).await;
    stage
        .citizen(
            "Bodil Sandager",
            NameChoice::Name,
            false,
            "Jeg er bange for planen.",
        )
        .await;
    stage.fix().await;
    point(&stage, "Der skal være råd i hvert hus.", true).await;
    stage.log_in(stage.builder).await;
    stage
}

/// A point that answers something, and changes something in the plan.
pub async fn point(stage: &Stage, remark: &str, changes: bool) -> i32 {
    let mut content = Content::draft(remark, Place::General, None);
    content.comment = "Det er vi enige i.".into();
    if changes {
        content.change_page = "side 14".into();
        content.change_before = "Der kan oprettes råd.".into();
        content.change_after = "Der oprettes råd.".into();
    }
    make(&mut *stage.app.conn().await, stage.builder(), content, &[])
        .await
        .unwrap()
}

pub async fn save(stage: &Stage, fields: &[(&str, &str)]) -> Answer {
    let here = here(stage).await;
    stage.app.post(&here, &here, fields).await
}

pub async fn bytes(stage: &Stage, path: &str) -> Vec<u8> {
    let answer = stage
        .app
        .http
        .get(stage.app.url(path))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    answer.bytes().await.unwrap().to_vec()
}

/// The files of an archive by name.
pub fn files(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The words of a Word document, by another program's means: its part, without its marks.
pub fn words(document: &[u8]) -> String {
    let part = crate::overview::part_of(document, "word/document.xml");
    let text = part.replace("</w:p>", "\n").replace("<w:br", "\n<w:br");
    let tag = regex::Regex::new("<[^>]*>").unwrap();
    tag.replace_all(&text, "")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn the_proposal_begins_with_the_hearings_figures_and_goes_out_to_word() {
    let stage = stage().await;
    let here = here(&stage).await;
    let page = stage.app.get(&here).await;
    for words in [
        "Der kom 2 høringssvar.",
        "A Kommuner: 1",
        "6 Borgerens medansvar og samarbejde med pårørende: 1",
        "Administrationen indstiller til Regionsrådet,",
        "Psykiatri- og Socialudvalget, 6. december 2023",
        "er ikke gemt endnu",
        "Mangler: der er ikke offentliggjort en udgave endnu",
    ] {
        page.says(words);
    }
    let fields = [
        ("version", "0"),
        ("case_number", "  1-30-72-\t99-23 "),
        ("summary", "Planen var i høring."),
        (
            "recommendation",
            "At planen godkendes.\r\nAt den træder i kraft.",
        ),
        ("presentation", "Et afsnit.\n\nEt til <b>&amp;</b> 🙂 =1+1"),
    ];
    save(&stage, &fields).await.leads();
    save(&stage, &fields).await.leads();
    let late = save(&stage, &[("version", "0"), ("summary", "Noget andet")]).await;
    assert_eq!(late.status, 422);
    late.says("En kollega har gemt forslaget");
    late.says("Noget andet");
    let document = words(&bytes(&stage, &format!("{here}/forslag.docx")).await);
    for part in [
        "Sagsnummer 1-30-72- 99-23",
        "Resumé",
        "Indstilling",
        "At den træder i kraft.",
        "Sagsfremstilling",
        "Et til <b>&amp;</b> 🙂 =1+1",
        "Bilag 1: Høringsnotat",
        "Bilag 4: Ændringer i planen",
    ] {
        assert!(document.contains(part), "{part} in {document}");
    }
    let anew = stage.app.get(&format!("{here}?frisk=ja")).await;
    anew.says("Der kom 2 høringssvar.");
    let long = "x".repeat(20_001);
    let number = "9".repeat(300);
    assert_eq!(
        save(&stage, &[("version", "1"), ("summary", &long)])
            .await
            .status,
        422
    );
    assert_eq!(
        save(&stage, &[("version", "1"), ("case_number", &number)])
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn a_package_has_the_proposal_the_four_appendices_and_a_list_and_never_changes() {
    let stage = stage().await;
    let here = here(&stage).await;
    let make = format!("{here}/pakker");
    let none = stage.app.post(&here, &make, &[]).await;
    assert_eq!(none.status, 422);
    none.says("gem først dagsordensforslaget");
    save(
        &stage,
        &[("version", "0"), ("summary", "Planen var i høring.")],
    )
    .await
    .leads();
    stage.app.post(&here, &make, &[]).await.leads();
    let first = bytes(&stage, &format!("{make}/1")).await;
    let names: Vec<String> = files(&first).into_keys().collect();
    assert_eq!(
        names,
        [
            "0-indhold.txt",
            "bilag-1-hoeringsnotat.docx",
            "bilag-2-oversigt.docx",
            "bilag-4-aendringer-i-planen.docx",
            "dagsordensforslag.docx"
        ]
    );
    let listed = String::from_utf8(files(&first)["0-indhold.txt"].clone()).unwrap();
    assert!(
        listed.contains("Bilag 3, Samlede høringssvar, mangler"),
        "{listed}"
    );

    stage.release().await;
    stage.log_in(stage.builder).await;
    stage.app.post(&here, &make, &[]).await.leads();
    let second = files(&bytes(&stage, &format!("{make}/2")).await);
    let pdf = crate::publication::pdf_text(&second["bilag-3-samlede-hoeringssvar.pdf"]);
    assert!(pdf.contains("Vi vil have råd i hvert hus."));
    let changes = words(&second["bilag-4-aendringer-i-planen.docx"]);
    for part in ["side 14", "Der kan oprettes råd.", "Der oprettes råd."] {
        assert!(changes.contains(part), "{part}");
    }
    assert!(
        words(&second["bilag-1-hoeringsnotat.docx"]).contains("Der skal være råd i hvert hus.")
    );
    let overview = words(&second["bilag-2-oversigt.docx"]);
    assert!(overview.contains("Hvidklit Kommune") && overview.contains("Som i udgave 1"));
    assert!(overview.contains("G1") && overview.contains("Privatperson"));
    assert!(
        !overview.contains("Bodil"),
        "private persons stand by their reference alone"
    );
    assert_eq!(bytes(&stage, &format!("{make}/1")).await, first);
    let page = stage.app.get(&here).await;
    page.says("Pakke (2)");
    page.says("2 modtagne svar · 1 punkt i høringsnotatet · forslag, version 1 · udgave 1");
}

#[tokio::test]
async fn an_addendum_tells_what_came_after_the_last_that_was_made() {
    let stage = stage().await;
    let here = here(&stage).await;
    let (make, addendum) = (format!("{here}/pakker"), format!("{here}/tillaeg"));
    let before = stage.app.post(&here, &addendum, &[]).await;
    assert_eq!(before.status, 422);
    before.says("der er ingen pakke");
    save(
        &stage,
        &[("version", "0"), ("summary", "Planen var i høring.")],
    )
    .await
    .leads();
    stage.app.post(&here, &make, &[]).await.leads();
    let nothing = stage.app.post(&here, &addendum, &[]).await;
    assert_eq!(nothing.status, 422);
    nothing.says("der er ikke kommet noget nyt");

    stage.app.app.clock.set(at("2023-11-21T08:00:00Z"));
    stage.log_in(stage.builder).await;
    stage
        .say("Fjordens Venner", "C", "For sent, men med.")
        .await;
    stage
        .citizen("Ole Snebær", NameChoice::Name, false, "Også mig.")
        .await;
    stage.fix().await;
    point(&stage, "Der mangler busser.", false).await;
    stage
        .app
        .get(&here)
        .await
        .says("er der kommet 2 svar og ændret 1 punkt");
    stage.app.post(&here, &addendum, &[]).await.leads();
    let text = words(&bytes(&stage, &format!("{make}/2")).await);
    for part in [
        "Fjordens Venner",
        "Privatperson",
        "Der mangler busser.",
        "Nyt",
        "ikke offentliggjort endnu",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for part in [
        "Hvidklit",
        "Snebær",
        "Der skal være råd",
        "For sent, men med.",
    ] {
        assert!(!text.contains(part), "{part} in {text}");
    }
    let again = stage.app.post(&here, &addendum, &[]).await;
    assert_eq!(again.status, 422, "nothing came since the addendum");

    stage.release().await;
    stage.log_in(stage.builder).await;
    stage.say("Birkelunde Kommune", "A", "Endnu et.").await;
    stage.fix().await;
    stage.release().await;
    stage.log_in(stage.builder).await;
    stage.app.post(&here, &addendum, &[]).await.leads();
    let text = words(&bytes(&stage, &format!("{make}/3")).await);
    assert!(
        text.contains("Endnu et.") && !text.contains("Fjordens Venner"),
        "{text}"
    );
}
