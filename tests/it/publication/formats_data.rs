//! The data formats of a release, each read by another library than wrote it.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use hoering::publication::release::Built;
use hoering::redaction::Ground;
use hoering::response::NameChoice;
use serde_json::Value;

use super::file;
use super::schema::{check, faults};
use super::stage::Stage;

pub fn bytes<'a>(built: &'a Built, name: &str) -> &'a [u8] {
    let found = built.files.iter().find(|file| file.name == name);
    &found
        .unwrap_or_else(|| panic!("{name} was not built"))
        .bytes
}

fn workbook(built: &Built) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes(built, "oversigt.xlsx"))).unwrap()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}

#[tokio::test]
async fn the_workbook_has_the_overview_each_frame_and_the_ledger() {
    let stage = Stage::samples().await;
    stage.fix().await;
    let built = stage.build_files().await;
    let overview = &built.projection.overview;
    let mut book = workbook(&built);
    let mut expected = vec!["Oversigt over svarene".to_owned()];
    expected.extend(overview.frames.iter().map(|frame| frame.title.clone()));
    expected.push("Regnskab".to_owned());
    assert_eq!(book.sheet_names(), expected);
    let sheet = book.worksheet_range(&expected[0]).unwrap();
    assert_eq!(sheet.height(), overview.rows.len() + 1);
    assert_eq!(text(&sheet[(0, 1)]), "Afsender");
    for (row, of) in (1..).zip(&overview.rows) {
        assert_eq!(text(&sheet[(row, 0)]), of.reference);
        assert!(matches!(sheet[(row, 6)], Data::DateTime(_)), "a real date");
        assert_eq!(text(&sheet[(row, 11)]), of.omissions.to_string());
        if of.private {
            assert_eq!(text(&sheet[(row, 1)]), of.reference, "no private name");
        }
    }
    let frame = &overview.frames[0];
    let matrix = book.worksheet_range(&frame.title).unwrap();
    let (last, sums) = (matrix.height() - 1, overview.categories.len() + 2);
    let counted: usize = overview
        .counts
        .iter()
        .filter(|cell| cell.theme.frame == frame.key)
        .map(|cell| cell.passages)
        .sum();
    assert_eq!(text(&matrix[(last, sums)]), counted.to_string());
    assert!(counted > 50);
    let ledger = book.worksheet_range("Regnskab").unwrap();
    let found = |what: &str| {
        let row = ledger.rows().find(|row| text(&row[0]) == what);
        row.map(|row| text(&row[1]))
    };
    let received = overview.ledger.received.to_string();
    assert_eq!(found("Modtagne svar"), Some(received));
    assert_eq!(found("Trukket tilbage"), Some("1".to_owned()));
}

#[tokio::test]
async fn a_formula_in_every_field_is_a_text_in_both_spreadsheets() {
    let stage = Stage::empty().await;
    let formula = "=HYPERLINK(\"http://ond.example\";\"x\")";
    stage.say(formula, "A", "=1+1").await;
    stage.say("+45 12", "A", "@SUM(1)").await;
    stage.fix().await;
    let built = stage.build_files().await;
    let mut book = workbook(&built);
    let names = book.sheet_names();
    for name in &names {
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(formulas.cells().all(|(_, _, it)| it.is_empty()), "{name}");
    }
    let sheet = book.worksheet_range(&names[0]).unwrap();
    assert_eq!(text(&sheet[(1, 1)]), format!("'{formula}"));
    assert_eq!(text(&sheet[(2, 1)]), "'+45 12");
    let csv = file(&built, "oversigt.csv");
    assert!(csv.contains("\"'=HYPERLINK(\"\"http") && csv.contains(";'+45 12;"));
}

#[tokio::test]
async fn the_data_files_are_as_their_schema_says() {
    let stage = Stage::samples().await;
    stage.fix().await;
    let built = stage.build_files().await;
    let schema: Value = serde_json::from_str(&file(&built, "hoeringssvar.schema.json")).unwrap();
    let whole: Value = serde_json::from_str(&file(&built, "hoeringssvar.json")).unwrap();
    check(&schema, &whole, "hoeringssvar.json");
    let mut line = schema.clone();
    for key in ["type", "required", "properties", "additionalProperties"] {
        line.as_object_mut().unwrap().remove(key);
    }
    line["$ref"] = "#/$defs/response".into();
    for one in file(&built, "hoeringssvar.jsonl").lines() {
        check(&line, &serde_json::from_str(one).unwrap(), "a line");
    }
    let mut wrong = whole;
    wrong["responses"][0]["name"] = "Eva".into();
    assert!(!faults(&schema, &wrong).is_empty(), "it says something");
}

#[tokio::test]
async fn every_annotation_quotes_public_text_where_it_says() {
    let stage = Stage::empty().await;
    let text = "Før hemmelig efter. Og så mere.";
    let said = stage.say("Klitvang Kommune", "A", text).await;
    stage.mark(&said, text, "pejlemaerker", 4).await;
    stage
        .hide(&said, "hemmelig", Ground::Confidential, true)
        .await;
    let citizen = stage
        .citizen(
            "Ingrid Tværbæk",
            NameChoice::Name,
            false,
            "Jeg støtter 😀 planen.",
        )
        .await;
    stage.mark(&citizen, "støtter 😀", "pejlemaerker", 4).await;
    stage.fix().await;
    let built = stage.build_files().await;
    let file = file(&built, "afsnit.jsonld");
    assert!(!file.contains("Ingrid") && !file.contains("hemmelig"));
    let all: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(all["@context"], "http://www.w3.org/ns/anno.jsonld");
    let items = all["first"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(all["total"], 2);
    let mut quotes = Vec::new();
    for target in items
        .iter()
        .flat_map(|one| one["target"].as_array().unwrap())
    {
        let position = &target["selector"][0];
        let place = position["value"].as_str().unwrap();
        let reference = target["source"]
            .as_str()
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap();
        let of = built.projection.responses.iter();
        let of = of
            .clone()
            .find(|one| one.row.reference == reference)
            .unwrap();
        let json = serde_json::to_value(of).unwrap();
        let public: Vec<char> = json
            .pointer(place)
            .unwrap()
            .as_str()
            .unwrap()
            .chars()
            .collect();
        let at = |key: &str| usize::try_from(position["refinedBy"][key].as_u64().unwrap()).unwrap();
        let exact: String = public[at("start")..at("end")].iter().collect();
        assert_eq!(target["selector"][1]["exact"], exact.as_str());
        let suffix = target["selector"][1]["suffix"].as_str().unwrap();
        assert!(
            public[at("end")..]
                .iter()
                .collect::<String>()
                .starts_with(suffix)
        );
        quotes.push(exact);
    }
    assert_eq!(quotes, ["Før", "efter. Og så mere.", "støtter 😀"]);
    assert!(
        items[0]["body"][0]["source"]
            .as_str()
            .unwrap()
            .ends_with("/tema/pejlemaerker/4")
    );
}

#[tokio::test]
async fn the_archive_holds_every_file_and_is_the_same_when_it_is_built_again() {
    let stage = Stage::empty().await;
    stage.say("Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    let built = stage.build_files().await;
    assert!(
        built.findings.iter().all(|one| !one.stops()),
        "{:?}",
        built.findings
    );
    let archive = stage
        .app
        .app
        .storage
        .read(&built.archive.sha256)
        .await
        .unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    assert_eq!(names.len(), built.files.len());
    for file in &built.files {
        let mut found = Vec::new();
        zip.by_name(&file.name)
            .unwrap()
            .read_to_end(&mut found)
            .unwrap();
        assert_eq!(found, file.bytes, "{}", file.name);
    }
    let again = stage.build_files().await;
    assert_eq!(again.archive, built.archive);
    let release = stage.release().await;
    let files = stage.released_files(release).await;
    assert!(files.iter().any(|(name, _)| name == "hoeringssvar.zip"));
}
