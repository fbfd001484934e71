//! Lines of other programs: little said is enough, and what is said must be right.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use hoering::schema::{audit_events, codings, commitments, passages, responses, staff};
use serde_json::{Value, json};

use super::{export, import, imported, parsed, written};
use crate::app::TestApp;
use crate::service::{Data, said};

async fn count(app: &TestApp) -> i64 {
    responses::table
        .count()
        .get_result(&mut app.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn little_said_is_enough_and_unknown_coders_get_an_account_without_login() {
    let (app, data) = (TestApp::spawn().await, Data::new());
    let lines = written(&[
        json!({ "source": "1.txt", "category": "A", "respondents": [{ "organisation": "Hvidklit Kommune" }],
            "text": "Vi støtter planen.\n\nRing til Mette på 20 12 34 56.",
            "codings": [{ "start": 0, "end": 18, "theme": 1, "coder": "Bente Ravn", "stance": "supports" }],
            "redactions": [{ "start": 35, "end": 46, "ground": "contact", "author": "Bente Ravn", "approver": "kdb" }],
            "signoffs": [{ "by": "Bente Ravn" }], "colour": "blue" }),
        json!({ "text": "Ingen kilde." }),
        json!({ "text": "Samme kilde.", "source": "to i én" }),
        json!({ "text": "Samme kilde igen.", "source": "to i én", "respondents": [{ "name": "Lis Overmark" }] }),
        json!({ "content": "no_remarks", "standing": "final", "late": true, "source": "sen" }),
        json!({ "source": "nfd", "text": "A\u{30A}ben\r\ndagplan", "codings": [{ "part": 0, "start": 7, "end": 14, "frame": "pejlemaerker", "theme": "2" }] }),
    ]);
    let output = import(&app, &data, &lines);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("colour: no field"),
        "{}",
        said(&output)
    );
    let told = export(&app, &data);
    let of =
        |source: &str| -> Vec<&Value> { told.iter().filter(|it| it["source"] == source).collect() };
    let first = of("1.txt")[0];
    assert_eq!(first["codings"][0]["coder"], "bente ravn");
    assert_eq!(first["codings"][0]["theme"], "1");
    assert_eq!(first["redactions"][0]["approver"], "kdb");
    assert_eq!(first["signoffs"][0]["step"], "first");
    assert_eq!(first["work"], "second_reading");
    assert_eq!(of("to i én").len(), 2, "two of one source are two");
    assert_eq!(of("sen")[0]["late"], true);
    let nfd = of("nfd")[0];
    assert_eq!(nfd["text"], "Åben\ndagplan");
    assert_eq!(nfd["codings"][0]["start"], 5, "{nfd}");
    let closed: i64 = staff::table
        .filter(staff::disabled_at.is_not_null())
        .filter(staff::password_hash.is_null())
        .count()
        .get_result(&mut app.conn().await)
        .await
        .unwrap();
    assert_eq!(closed, 3, "Bente, kdb, and whoever coded without a name");
    assert_eq!(imported(&app, &data, &lines), (0, 6));
    assert_eq!(count(&app).await, 6);
}

const TEXT: &str = "Vi støtter planen.";

/// Lines of which the last is wrong in what was done with the text, and what is said of it.
fn wrong_work() -> Vec<(Vec<Value>, &'static str)> {
    let coding = |change: Value| {
        let mut coding = json!({ "start": 0, "end": 2, "theme": "1" });
        coding
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        json!({ "text": TEXT, "codings": [coding] })
    };
    let hidden = |ground: &str, by: (&str, &str)| json!({ "text": TEXT, "redactions": [{ "start": 0, "end": 2, "ground": ground, "author": by.0, "approver": by.1 }] });
    vec![
        (vec![coding(json!({ "theme": "99" }))], "codings[0].theme"),
        (
            vec![coding(json!({ "frame": "farver" }))],
            "codings[0].frame: the hearing has no frame \"farver\"",
        ),
        (
            vec![coding(json!({ "end": 19 }))],
            "no text from 0 to 19 in part 0, which has 18 characters",
        ),
        (vec![coding(json!({ "start": 2 }))], "no text from 2 to 2"),
        (
            vec![coding(json!({ "start": -1 }))],
            "codings[0].start: -1 is not a whole number",
        ),
        (vec![coding(json!({ "part": 1 }))], "there is no part 1"),
        (
            vec![coding(json!({ "stance": "for" }))],
            "codings[0].stance: \"for\" is not one of supports",
        ),
        (
            vec![hidden("secret", ("a", "b"))],
            "redactions[0].ground: \"secret\" is not one of cpr",
        ),
        (vec![hidden("cpr", ("Anne", "ANNE "))], "the same person"),
        (
            vec![json!({ "text": TEXT, "category": "Q" })],
            "category: the hearing has no \"Q\"",
        ),
    ]
}

/// Lines of which the last is wrong in itself, and what is said of it.
fn wrong_lines() -> Vec<(Vec<Value>, &'static str)> {
    let own = json!({ "number": "K7M2Q-9XWE4", "text": TEXT });
    vec![
        (vec![json!({ "text": 7 })], "text: 7 is not text"),
        (
            vec![json!({ "text": TEXT, "arrived_at": "i går" })],
            "arrived_at",
        ),
        (
            vec![json!({ "text": TEXT, "state": "lost" })],
            "state: \"lost\"",
        ),
        (
            vec![json!({ "text": "a\u{0}b" })],
            "text: holds a zero byte",
        ),
        (
            vec![json!({ "text": TEXT, "number": "../x" })],
            "number: \"../x\" is not",
        ),
        (vec![json!([])], "the line: a list is not an object"),
        (vec![own.clone(), own.clone()], "is line 2's already"),
        (
            vec![json!({ "text": TEXT, "supersedes": "NONE-1" })],
            "NONE-1 is neither in the file nor here",
        ),
        (
            vec![json!({ "number": "X-1", "text": TEXT, "supersedes": "X-1" })],
            "leads back",
        ),
        (
            vec![
                json!({ "number": "X-1", "text": TEXT, "state": "current" }),
                json!({ "text": TEXT, "supersedes": "X-1" }),
            ],
            "supersedes: X-1 is current",
        ),
        (
            vec![
                json!({ "text": TEXT, "reference": "A1" }),
                json!({ "text": TEXT, "source": "b", "reference": "A1" }),
            ],
            "reference: A1 is taken",
        ),
        (
            vec![json!({ "text": TEXT, "reference": "A1", "category": "B" })],
            "of another category than B",
        ),
        (
            vec![json!({ "text": TEXT, "signoffs": [{ "by": "x" }, { "by": "X" }] })],
            "signs off twice",
        ),
    ]
}

#[tokio::test]
async fn a_wrong_line_is_told_by_its_number_and_nothing_of_the_file_is_taken_in() {
    let (app, data) = (TestApp::spawn().await, Data::new());
    for (lines, what) in wrong_work().into_iter().chain(wrong_lines()) {
        let mut file = vec![
            json!({ "text": "En god linje.", "source": "god", "codings": [{ "start": 0, "end": 2, "theme": "1", "coder": "ny" }] }),
        ];
        let at = 1 + lines.len();
        file.extend(lines);
        let output = import(&app, &data, &written(&file));
        assert_eq!(output.status.code(), Some(1), "{what}: {}", said(&output));
        assert!(output.stdout.is_empty());
        let told = said(&output);
        assert!(told.contains(what), "{what:?} is not in {told}");
        assert!(told.contains(&format!("line {at}: ")), "{told}");
        assert_eq!(count(&app).await, 0, "{what}");
    }
    for broken in ["{\"text\": \"a\"}\n{\"text\"", "\u{FEFF}{}\nnot json\n"] {
        let output = import(&app, &data, broken);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            said(&output).contains("line 2: not JSON"),
            "{}",
            said(&output)
        );
    }
    let strangers: i64 = staff::table
        .count()
        .get_result(&mut app.conn().await)
        .await
        .unwrap();
    assert_eq!(strangers, 0, "no account of a file that was refused");
    assert_eq!(imported(&app, &data, "\n\n"), (0, 0));
    let missing = super::hoering(
        &app,
        &data,
        &["response", "import", "--hearing", "x", "nowhere"],
    );
    assert_eq!(missing.status.code(), Some(1));
}

#[tokio::test]
async fn a_chain_may_stand_in_any_order_and_keeps_the_reference_of_the_first() {
    let (app, data) = (TestApp::spawn().await, Data::new());
    let at = |day: u32| format!("2023-10-{day:02}T10:00:00Z");
    let lines = written(&[
        json!({ "number": "C-3", "text": "Endeligt.", "standing": "final", "supersedes": "C-2", "reference": "A4", "category": "A", "arrived_at": at(20) }),
        json!({ "number": "C-1", "text": "Første.", "reference": "A4", "arrived_at": at(1) }),
        json!({ "number": "C-2", "text": "Rettet.", "standing": "provisional", "supersedes": "C-1", "reference": "A4", "state": "superseded", "arrived_at": at(5) }),
    ]);
    assert_eq!(imported(&app, &data, &lines), (3, 0));
    let told = export(&app, &data);
    let states: Vec<_> = told
        .iter()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["superseded", "superseded", "current"]);
    assert!(told.iter().all(|it| it["reference"] == "A4"), "{told:?}");
    assert!(
        told.iter().all(|it| it["late"] == false),
        "in time with the first"
    );
    let kinds: Vec<String> = hoering::schema::response_relations::table
        .order(hoering::schema::response_relations::id)
        .select(hoering::schema::response_relations::kind)
        .load(&mut app.conn().await)
        .await
        .unwrap();
    assert_eq!(kinds, ["finalises", "corrects"]);
    // A later file brings what takes the place of one that is here.
    let more = json!({ "number": "C-4", "text": "Allersidst.", "supersedes": "C-3" }).to_string();
    assert_eq!(imported(&app, &data, &more), (1, 0));
    let told = export(&app, &data);
    assert_eq!(told.last().unwrap()["supersedes"], "C-3");
    assert_eq!(told.last().unwrap()["reference"], "A4");
    assert_eq!(told[2]["state"], "superseded");
    let number = told[0]["number"].as_str().unwrap().to_owned();
    TestApp::load(&app, "social-strategi-2013", None).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, json!({ "number": number, "text": "x" }).to_string()).unwrap();
    let name = file.path().to_str().unwrap();
    let other = [
        "response",
        "import",
        "--hearing",
        "social-strategi-2013",
        name,
    ];
    let output = super::hoering(&app, &data, &other);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("of another hearing"),
        "{}",
        said(&output)
    );
}

#[tokio::test]
async fn a_thousand_responses_come_in_with_commitments_and_audit_rows() {
    let (app, data) = (TestApp::spawn().await, Data::new());
    let text = "Vi støtter planen, og vi foreslår flere møder. ".repeat(20);
    let lines: String = (0..1_000)
        .map(|at| {
            let codings: Vec<Value> = (0..8)
                .map(|n| json!({ "start": n * 47, "end": n * 47 + 45, "theme": 1 + (at + n) % 8, "coder": "hurtig" }))
                .collect();
            format!("{}\n", json!({ "source": format!("{at}.txt"), "category": "G", "respondents": [{ "name": format!("Borger {at}") }], "text": text, "codings": codings,
                "redactions": [{ "start": 0, "end": 2, "ground": "contact", "author": "hurtig", "approver": "anden" }] }))
        })
        .collect();
    assert_eq!(imported(&app, &data, &lines), (1_000, 0));
    assert_eq!(imported(&app, &data, &lines), (0, 1_000));
    let mut conn = app.conn().await;
    let of: i64 = passages::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(of, 8_000);
    let of: i64 = codings::table.count().get_result(&mut conn).await.unwrap();
    assert_eq!(of, 8_000);
    let of: i64 = commitments::table
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(of, 1_000);
    let of: i64 = audit_events::table
        .filter(audit_events::action.eq("response_imported"))
        .filter(audit_events::actor.eq("operator"))
        .count()
        .get_result(&mut conn)
        .await
        .unwrap();
    assert_eq!(of, 1_000);
    assert_eq!(parsed(&written(&export(&app, &data))).len(), 1_000);
}
