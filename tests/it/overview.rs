//! The overview: the same lines on the page, in Excel and in Word, at any time.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::response::{Content, Relation, RelationKind, decide_relation};
use hoering::schema::{audit_events, hearings, respondents, responses};
use hoering::staff::Act;
use regex::Regex;

use crate::app::{HEARING, TestApp, at};
use crate::desk::{Made, respond, theme, two_people};
use crate::staff::browse_as;

fn page() -> String {
    format!("/sekretariat/{HEARING}/overblik")
}

async fn bytes(app: &TestApp, ending: &str) -> Vec<u8> {
    let url = app.url(&format!("{}{ending}", page()));
    let answer = app.http.get(url).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let named = answer.headers()["content-disposition"].to_str().unwrap();
    assert!(
        named.contains(&format!("oversigt-{HEARING}{ending}")),
        "{named}"
    );
    answer.bytes().await.unwrap().to_vec()
}

/// The rows of the page's table, each cell as its text.
fn rows_of(html: &str) -> Vec<Vec<String>> {
    let tag = Regex::new("<[^>]*>").unwrap();
    let gap = Regex::new(r"\s+").unwrap();
    let body = html.split("<tbody>").nth(1).unwrap();
    let body = body.split("</tbody>").next().unwrap();
    body.split("<tr>")
        .skip(1)
        .map(|row| {
            row.split("<td")
                .skip(1)
                .map(|cell| {
                    let cell = cell.split_once('>').unwrap().1.replace("</li>", "\n");
                    let text = tag.replace_all(&cell, "");
                    let text = text
                        .replace("&#x27;", "'")
                        .replace("&quot;", "\"")
                        .replace("&#x3D;", "=")
                        .replace("&amp;", "&");
                    gap.replace_all(&text, " ").trim().to_owned()
                })
                .collect()
        })
        .collect()
}

/// The cells below the heading, with the heading's own row first.
pub fn sheet_of(bytes: Vec<u8>) -> (Vec<String>, Vec<Vec<Data>>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let head = rows
        .iter()
        .position(|row| ["Ref.", "Nr."].contains(&row[0].to_string().as_str()))
        .unwrap();
    let above = rows[..head].iter().map(|row| row[0].to_string()).collect();
    (above, rows[head..].to_vec())
}

pub fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

/// The cells of a Word document's only table.
pub fn cells_of(document: &str) -> Vec<Vec<String>> {
    let text = Regex::new(r"<w:t[^>]*>([^<]*)</w:t>|<w:br[^>]*>").unwrap();
    document
        .split("<w:tr>")
        .skip(1)
        .map(|row| {
            row.split("<w:tc>")
                .skip(1)
                .map(|cell| {
                    let found = text.captures_iter(cell);
                    let pieces = found.map(|it| it.get(1).map_or("\n", |it| it.as_str()));
                    pieces
                        .collect::<String>()
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&")
                })
                .collect()
        })
        .collect()
}

async fn relate(app: &TestApp, by: Act, kind: RelationKind, (earlier, later): (&Made, &Made)) {
    let mut conn = app.conn().await;
    let id = Relation::propose(&mut conn, earlier.id, (Some(later.id), None), kind, by.now)
        .await
        .unwrap();
    decide_relation(&mut conn, by, id, true).await.unwrap();
}

/// Several responses in every state that the overview tells apart.
#[expect(clippy::too_many_lines, reason = "one response after the other")]
async fn fill(app: &mut TestApp) {
    let (hanne, _) = two_people(app).await;
    let hearing = app.hearing().await;
    let by = Act {
        staff_id: hanne.id,
        hearing_id: hearing.id,
        now: app.app.clock.now(),
    };
    let first = respond(
        app,
        "Hvidklit Kommune",
        "Foreløbigt: vi støtter planen.",
        vec![],
    )
    .await;
    respond(app, "=HYPERLINK(\"http://ond.example\")", "Ja tak.", vec![]).await;
    let private = respond(app, "", "Jeg er bange for planen.", vec![]).await;
    let endorsing = respond(app, "Birkelunde Kommune", "Vi tilslutter os.", vec![]).await;
    let mut conn = app.conn().await;
    diesel::update(responses::table.find(first.id))
        .set(responses::standing.eq("provisional"))
        .execute(&mut conn)
        .await
        .unwrap();
    diesel::update(responses::table.find(private.id))
        .set(responses::protected.eq(true))
        .execute(&mut conn)
        .await
        .unwrap();
    diesel::update(responses::table.find(endorsing.id))
        .set(responses::content.eq(Content::Endorses))
        .execute(&mut conn)
        .await
        .unwrap();
    diesel::insert_into(respondents::table)
        .values((
            respondents::response_id.eq(endorsing.id),
            respondents::position.eq(1),
            respondents::organisation.eq("Ærø & Øvrige"),
        ))
        .execute(&mut conn)
        .await
        .unwrap();
    diesel::update(hearings::table.find(hearing.id))
        .set(hearings::case_number.eq("2023-017245"))
        .execute(&mut conn)
        .await
        .unwrap();
    drop(conn);
    app.app.clock.set(at("2023-10-12T08:30:00Z"));
    browse_as(app, &hanne).await;
    let last = respond(
        app,
        "Hvidklit Kommune",
        "Endeligt: vi støtter planen.",
        vec![],
    )
    .await;
    relate(app, by, RelationKind::Finalises, (&first, &last)).await;
    relate(app, by, RelationKind::Endorses, (&last, &endorsing)).await;
    respond(app, "Fjordens Venner", "For sent, men med.", vec![]).await;
    let withdrawn = respond(app, "Fortryder", "Glem det.", vec![]).await;
    diesel::update(responses::table.find(withdrawn.id))
        .set(responses::state.eq("withdrawn"))
        .execute(&mut *app.conn().await)
        .await
        .unwrap();
    // As intake finds them on the list.
    diesel::sql_query(
        "update respondents r set consultee_id = k.id from consultees k where k.name = r.organisation",
    )
    .execute(&mut *app.conn().await)
    .await
    .unwrap();
    let (one, two) = (theme(app, 6).await, theme(app, 8).await);
    last.act(app, "markeringer", (0, 9), &[("theme", &two)])
        .await
        .leads();
    let whole = format!("{}/temaer", last.page);
    app.post(&last.page, &whole, &[("theme", &one)])
        .await
        .leads();
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "three readings of the same")]
async fn the_page_the_spreadsheet_and_the_document_have_the_same_lines() {
    let mut app = TestApp::spawn().await;
    fill(&mut app).await;
    let shown = app.get(&page()).await;
    assert_eq!(shown.status, 200);
    shown.says("5 svar.");
    shown.says("1 tidligere version eller eftersendt del står ikke for sig selv.");
    shown.says("1 er trukket tilbage eller er ikke et svar, og er ikke med.");
    shown.says("1 afsender har navne- og adressebeskyttelse");
    let rows = rows_of(&shown.text);
    assert_eq!(rows.len(), 5);
    let line = |who: &str| {
        rows.iter()
            .find(|row| row[1].contains(who))
            .unwrap()
            .clone()
    };
    let final_one = line("Hvidklit Kommune");
    // It counts from its first version, which came in time.
    assert_eq!(
        final_one[2..5],
        [
            "Ja",
            "20. september 2023 kl. 10.00",
            "Høringssvar · Endeligt"
        ]
    );
    assert!(
        final_one[5].starts_with("6 ") && final_one[5].contains(" 8 "),
        "{final_one:?}"
    );
    let joint = line("Birkelunde Kommune");
    assert_eq!(joint[1], "Birkelunde Kommune, Ærø & Øvrige");
    assert_eq!(joint[2], "Ja, 1 af 2");
    assert_eq!(joint[4], "Tilslutter sig Hvidklit Kommune · Fælles for 2");
    assert!(line("Ole Snebær")[1].contains("Navne- og adressebeskyttelse"));
    assert!(line("Fjordens Venner")[3].contains("12. oktober 2023 kl. 10.30"));
    assert!(line("Fjordens Venner")[3].contains("Efter fristen"));

    let (above, sheet) = sheet_of(bytes(&app, ".xlsx").await);
    assert!(above[0].starts_with("Oversigt over høringssvar: Visions- og udviklingsplan"));
    assert_eq!(above[1], "Sagsnummer 2023-017245");
    assert!(
        above[2].contains("Lavet 12. oktober 2023 kl. 10.30. 5 svar."),
        "{above:?}"
    );
    let document = bytes(&app, ".docx").await;
    let xml = part_of(&document, "word/document.xml");
    let grid = cells_of(&xml);
    assert_eq!(
        (sheet.len(), grid.len()),
        (6, 6),
        "a heading and five lines"
    );
    for (page, (cells, words)) in rows.iter().zip(sheet.iter().zip(&grid).skip(1)) {
        for (at, cell) in cells.iter().enumerate() {
            let Data::DateTime(when) = cell else {
                let text = cell.to_string();
                // Word has no formulas, so nothing has to be kept from being one there.
                assert_eq!(text.trim_start_matches('\''), words[at], "{page:?}");
                for line in text.lines().filter(|line| *line != "Rettidigt") {
                    let line = line.trim_matches(['\'', '[', ']']);
                    assert!(
                        page.join("\n").contains(line),
                        "{line:?} is not in {page:?}"
                    );
                }
                continue;
            };
            assert_eq!(at, 3);
            assert!(page[3].starts_with(&words[3]), "{page:?}");
            let late = page[3].contains("Efter fristen");
            let expected = if late {
                (2023, 10, 12, 10, 30)
            } else {
                (2023, 9, 20, 10, 0)
            };
            let (year, month, day, hour, minute, _, _) = when.to_ymd_hms_milli();
            assert_eq!(
                (year, month, day, hour, minute),
                expected,
                "Copenhagen's clocks"
            );
        }
    }
    let taken: Vec<serde_json::Value> = audit_events::table
        .filter(audit_events::action.eq("overview_taken"))
        .order(audit_events::id)
        .select(audit_events::detail)
        .load(&mut *app.conn().await)
        .await
        .unwrap();
    assert_eq!(taken.len(), 2);
    assert_eq!(
        taken[0],
        serde_json::json!({ "format": "xlsx", "responses": 5 })
    );
}

#[tokio::test]
async fn a_formula_in_a_name_stays_text_and_what_is_set_out_for_print_is_there() {
    let mut app = TestApp::spawn().await;
    fill(&mut app).await;
    let book = bytes(&app, ".xlsx").await;
    let sheet = part_of(&book, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter ref=\"A"));
    assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("paperSize=\"9\""));
    let (_, rows) = sheet_of(book);
    assert!(
        rows.iter()
            .any(|row| row[1].to_string().starts_with("'=HYPERLINK"))
    );
    let document = bytes(&app, ".docx").await;
    let xml = part_of(&document, "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader />").count(), 1);
    assert!(xml.find("<w:tblHeader />").unwrap() < xml.find("Ref.").unwrap());
    assert!(
        xml.contains("w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""),
        "{xml}"
    );
    assert!(xml.contains("[Navne- og adressebeskyttelse]"));
    assert!(part_of(&document, "docProps/core.xml").contains("<dc:title>Oversigt over"));
    assert!(part_of(&document, "word/styles.xml").contains("da-DK"));
}

#[tokio::test]
async fn an_overview_of_nothing_opens_too_and_the_inbox_leads_to_it() {
    let mut app = TestApp::spawn().await;
    two_people(&mut app).await;
    let inbox = app.get(&format!("/sekretariat/{HEARING}/indbakke")).await;
    inbox.says(&format!("href=\"{}\"", page()));
    app.get(&page())
        .await
        .says("Der er ikke kommet svar endnu.");
    let (_, rows) = sheet_of(bytes(&app, ".xlsx").await);
    assert_eq!(rows.len(), 1);
    let document = bytes(&app, ".docx").await;
    assert_eq!(cells_of(&part_of(&document, "word/document.xml")).len(), 1);
}
