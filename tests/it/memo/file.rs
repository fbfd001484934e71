//! The memo as a file for Word and for Excel: the layout in which it is read, and each point under its number.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::memo::NewSource;
use hoering::schema::respondents;

use super::{change, list, mark, point};
use crate::app::{HEARING, TestApp};
use crate::desk::{respond, two_people};
use crate::overview::{cells_of, part_of, sheet_of};
use crate::service::{Data, program_on, run, said};

async fn bytes(app: &TestApp, ending: &str) -> Vec<u8> {
    let url = app.url(&format!("{}.{ending}", list()));
    let answer = app.http.get(url).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let named = answer.headers()["content-disposition"].to_str().unwrap();
    assert!(
        named.contains(&format!("hoeringsnotat-{HEARING}.{ending}")),
        "{named}"
    );
    answer.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn the_memo_goes_out_to_word_and_excel_with_the_number_of_each_point() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    let made = respond(&app, "Hvidklit Kommune", "Vi støtter planen.", vec![]).await;
    let private = respond(&app, "Lis Overmark", "Det gør jeg også.", vec![]).await;
    diesel::update(respondents::table.filter(respondents::response_id.eq(private.id)))
        .set((
            respondents::organisation.eq(None::<String>),
            respondents::name.eq("Lis Overmark"),
        ))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    let passage = mark(&app, &hanne, &made, (0, 18), 1).await;
    let sources = [NewSource::Passage(passage), NewSource::Response(private.id)];
    point(&app, &hanne, 2, "=SUM(A1) koster mere", &[]).await;
    point(&app, &hanne, 1, "Flere møder", &sources).await;
    let answered = [
        ("comment", "Ja.\nDet gør vi."),
        ("disposition", "accepted"),
        ("change_page", "Side 14"),
        ("change_after", "To møder."),
    ];
    change(&app, 2, &answered).await.leads();
    let passed = [("disposition", "forwarded"), ("department", "Økonomi")];
    change(&app, 1, &passed).await.leads();
    let xml = part_of(&bytes(&app, "docx").await, "word/document.xml");
    let rows = cells_of(&xml);
    let line = rows
        .iter()
        .find(|row| row[0] == "2" && row.len() == 5)
        .unwrap();
    assert_eq!(line[1], "Flere møder");
    assert!(line[2].contains("Hvidklit Kommune"), "{line:?}");
    assert!(line[2].contains(&private.number), "{line:?}");
    assert!(line[4].contains("Imødekommes") && line[4].contains("Ændrer planen: Side 14"));
    let changed = rows
        .iter()
        .find(|row| row[..2] == ["2", "Side 14"])
        .unwrap();
    assert!(changed[3].starts_with("To møder."), "{changed:?}");
    assert!(rows.iter().any(|row| row[..2] == ["1", "Økonomi"]));
    for words in ["Høringen i tal", "Sammenfatning", "Videresendt"] {
        assert!(xml.contains(words), "{words}");
    }
    assert!(
        !xml.contains("Lis Overmark"),
        "a private person stands by reference alone"
    );
    let (above, sheet) = sheet_of(bytes(&app, "xlsx").await);
    assert!(above[0].starts_with("Høringsnotat: "), "{above:?}");
    let numbers: Vec<String> = sheet.iter().map(|row| row[0].to_string()).collect();
    assert_eq!(numbers, ["Nr.", "2", "1"]);
    assert_eq!(sheet[2][2].to_string(), "'=SUM(A1) koster mere");
}

#[tokio::test]
async fn the_command_writes_the_file_and_says_how_many_points() {
    let mut app = TestApp::spawn().await;
    let (hanne, _) = two_people(&mut app).await;
    point(&app, &hanne, 1, "Flere møder", &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notat.docx");
    let name = file.display().to_string();
    let data = Data::new();
    let export = |name: &str| {
        let mut program = program_on(&data.path(), &app.database.urls);
        run(program.args(["memo", "export", "--hearing", HEARING, name]))
    };
    let output = export(&name);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "{\"points\":1}"
    );
    assert!(part_of(&std::fs::read(&file).unwrap(), "word/document.xml").contains("Flere møder"));
    assert_eq!(export("notat.pdf").status.code(), Some(2));
    let mut program = program_on(&data.path(), &app.database.urls);
    let told = run(program.args(["memo", "compare", "--hearing", HEARING, &name]));
    assert!(told.status.success(), "{}", said(&told));
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told["rows"], 1);
    assert_eq!(told["changes"], serde_json::json!([]));
}
