//! Open data: the page, the interface for programs as its description says, and the feed.

use hoering::response::NameChoice;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use super::schema::check;
use super::stage::Stage;
use super::{COMPILATION, file};

async fn get(stage: &Stage, path: &str) -> Value {
    let answer = stage.app.get(&format!("{COMPILATION}{path}")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
    serde_json::from_str(&answer.text).unwrap()
}

/// A municipality and a citizen, each with a passage under theme 4.
async fn two() -> Stage {
    let stage = Stage::empty().await;
    let first = stage
        .say("Klitvang Kommune", "A", "Vi støtter planen.")
        .await;
    stage
        .mark(&first, "støtter planen", "pejlemaerker", 4)
        .await;
    let second = stage
        .citizen(
            "Ingrid Tværbæk",
            NameChoice::Name,
            false,
            "Jeg støtter også planen.",
        )
        .await;
    stage.mark(&second, "også planen", "pejlemaerker", 4).await;
    stage.fix().await;
    stage.release().await;
    stage
}

#[tokio::test]
async fn every_documented_path_answers_as_the_description_says() {
    let stage = Stage::samples().await;
    stage.fix().await;
    stage.release().await;
    let description = get(&stage, "/api/openapi.json").await;
    assert_eq!(description["openapi"], "3.1.0");
    let server = description["servers"][0]["url"].as_str().unwrap();
    assert_eq!(server, format!("{}{COMPILATION}/api", stage.app.base));
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 6);
    for (path, of) in paths {
        let operation = &of["get"];
        let mut filled = path.clone();
        let mut query = String::new();
        for parameter in operation["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            let (value, place) = match name {
                "reference" => ("A4", true),
                "frame" => ("pejlemaerker", true),
                "theme" => ("4", true),
                "q" => ("takster", false),
                "kategori" => ("A", false),
                "tema" => ("pejlemaerker/4", false),
                "side" => ("1", false),
                "antal" => ("3", false),
                other => panic!("{path}: {other}"),
            };
            if place {
                filled = filled.replace(&format!("{{{name}}}"), value);
            } else {
                query += &format!("&{name}={value}");
            }
        }
        assert!(!filled.contains('{'), "{filled}");
        let content = &operation["responses"]["200"]["content"]["application/json"];
        let mut schema = content["schema"].clone();
        schema["components"] = description["components"].clone();
        let query = query.trim_start_matches('&');
        for asked in [
            format!("/api{filled}?{query}"),
            format!("/api{filled}?q=planen"),
        ] {
            let answer = get(&stage, &asked).await;
            check(&schema, &answer, &asked);
        }
    }
}

#[tokio::test]
async fn the_interface_says_what_the_files_say() {
    let stage = Stage::samples().await;
    stage.fix().await;
    let built = stage.build_files().await;
    stage.release().await;
    let whole: Value = serde_json::from_str(&file(&built, "hoeringssvar.json")).unwrap();
    let compilation = get(&stage, "/api/samling").await;
    for field in [
        "hearing",
        "categories",
        "frames",
        "ledger",
        "mails",
        "counts",
        "release",
    ] {
        assert_eq!(compilation[field], whole[field], "{field}");
    }
    let mut next = Some(format!("{}{COMPILATION}/api/svar?antal=7", stage.app.base));
    let mut listed = Vec::new();
    while let Some(address) = next {
        let answer = stage
            .app
            .get(address.strip_prefix(&stage.app.base).unwrap())
            .await;
        let page: Value = serde_json::from_str(&answer.text).unwrap();
        listed.extend(page["responses"].as_array().unwrap().clone());
        assert!(page["responses"].as_array().unwrap().len() <= 7);
        next = page["next"].as_str().map(ToOwned::to_owned);
    }
    let all = whole["responses"].as_array().unwrap();
    assert_eq!(listed.len(), all.len());
    for (listed, expected) in listed.iter().zip(all) {
        assert_eq!(listed["reference"], expected["reference"]);
        let reference = expected["reference"].as_str().unwrap();
        assert_eq!(
            &get(&stage, &format!("/api/svar/{reference}")).await,
            expected
        );
    }
    let passages = get(&stage, "/api/temaer/pejlemaerker/4?antal=500").await;
    let mut marks: Vec<u64> = passages["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["mark"].as_u64().unwrap())
        .collect();
    marks.dedup();
    let themes = get(&stage, "/api/temaer").await;
    let four = themes
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "4");
    assert_eq!(four.unwrap()["passages"], marks.len());
}

#[tokio::test]
async fn data_and_feed_name_private_persons_by_reference_alone() {
    let stage = two().await;
    for path in [
        "/api/samling",
        "/api/svar",
        "/api/svar/G1",
        "/api/temaer/pejlemaerker/4",
        "/api/soeg?q=planen",
        "/atom.xml",
        "/aabne-data",
    ] {
        let answer = stage.app.get(&format!("{COMPILATION}{path}")).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.contains("Ingrid"), "{path}");
    }
    stage
        .app
        .get(&format!("{COMPILATION}/atom.xml"))
        .await
        .says("G1 Svar fra en borger");
    assert_eq!(get(&stage, "/api/svar/G1").await["sender"], "G1");
    let by_name = get(&stage, "/api/soeg?q=Tv%C3%A6rb%C3%A6k").await;
    assert_eq!(by_name["total"], 0, "the name finds nothing");
    let by_organisation = get(&stage, "/api/soeg?q=Klitvang").await;
    assert_eq!(by_organisation["hits"][0]["reference"], "A1");
}

#[tokio::test]
async fn wrong_questions_are_answered_in_words() {
    let stage = two().await;
    for (path, status, says) in [
        ("/api/svar?side=0", 400, "tal fra 1"),
        ("/api/svar?antal=501", 400, "500"),
        ("/api/svar?antal=mange", 400, "tal"),
        ("/api/svar?side=99999999999999999999", 400, "tal"),
        ("/api/svar?tema=4", 400, "skråstreg"),
        ("/api/svar/A99", 404, "denne reference"),
        ("/api/temaer/pejlemaerker/99", 404, "dette tema"),
        ("/api/soeg", 400, "q"),
        ("/api/soeg?q=%00%20", 400, "q"),
        ("/api/hvad", 404, "openapi.json"),
        ("/api", 404, "openapi.json"),
    ] {
        let answer = stage.app.get(&format!("{COMPILATION}{path}")).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            answer.headers["content-type"], "application/problem+json",
            "{path}"
        );
        let problem: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(problem["status"], status);
        assert!(
            problem["title"].as_str().unwrap().contains(says),
            "{path}: {problem}"
        );
    }
    let other = stage
        .app
        .get("/hoeringer/ingen/svar-samlet/api/samling")
        .await;
    assert_eq!(other.status, 404);
    other.says("ikke offentliggjort svar");
    let beyond = get(&stage, "/api/svar?side=9").await;
    assert_eq!(
        (&beyond["responses"], &beyond["next"]),
        (&json!([]), &Value::Null)
    );
}

#[tokio::test]
async fn every_public_answer_has_a_tag_and_is_sent_once_to_who_has_it() {
    let stage = two().await;
    for path in [
        "",
        "/A1",
        "/tema/pejlemaerker/4",
        "/soeg?q=planen",
        "/aabne-data",
        "/atom.xml",
        "/api/openapi.json",
        "/api/samling",
        "/api/svar",
        "/api/svar/A1",
        "/api/temaer",
        "/api/temaer/pejlemaerker/4",
        "/api/soeg?q=planen",
        "/udgave/1/oversigt.xlsx",
        "/udgave/1/hoeringssvar.zip",
    ] {
        let url = stage.app.url(&format!("{COMPILATION}{path}"));
        let first = stage.app.http.get(&url).send().await.unwrap();
        assert_eq!(first.status(), 200, "{path}");
        let tag = first.headers()["etag"].clone();
        assert_eq!(first.headers()["cache-control"], "no-cache", "{path}");
        let head = stage.app.http.head(&url).send().await.unwrap();
        assert_eq!(
            (head.status().as_u16(), &head.headers()["etag"]),
            (200, &tag),
            "{path}"
        );
        assert!(head.bytes().await.unwrap().is_empty(), "{path}");
        let again = stage.app.http.get(&url).header("if-none-match", &tag);
        let again = again.send().await.unwrap();
        assert_eq!(again.status(), 304, "{path}");
        assert!(again.bytes().await.unwrap().is_empty(), "{path}");
        let other = stage
            .app
            .http
            .get(&url)
            .header("if-none-match", "\"andet\"");
        assert_eq!(other.send().await.unwrap().status(), 200, "{path}");
    }
}

/// The text of an element, and its attributes' values.
type Found = (String, String);

/// Every element of a well-formed document, as its path and its text; `href` and `term` stand as text too.
fn elements(xml: &str) -> Vec<Found> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut found) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                found.push((path.join("/"), String::new()));
            }
            Event::End(_) => drop(path.pop()),
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                for attribute in empty.attributes().map(Result::unwrap) {
                    let key = attribute.key.as_ref().to_owned();
                    let value = attribute.value.to_string();
                    found.push((format!("{}/{name}@{key}", path.join("/")), value));
                }
            }
            Event::Text(text) => found.last_mut().unwrap().1 += &text.xml10_content(),
            Event::GeneralRef(name) => {
                let sign = match name.xml10_content().as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("&{other};"),
                };
                *found.last_mut().map(|(_, text)| text).unwrap() += sign;
            }
            _ => {}
        }
    }
    assert!(path.is_empty());
    found
}

#[tokio::test]
async fn the_feed_is_atom_and_tells_of_releases_and_new_responses() {
    let stage = two().await;
    let first = stage.app.app.clock.now();
    stage.app.app.clock.set(first + chrono::TimeDelta::days(1));
    stage.say("<b>Fynsk & Co", "A", "Sent svar.").await;
    stage.release().await;
    let feed = stage.app.get(&format!("{COMPILATION}/atom.xml")).await;
    assert_eq!(
        feed.headers["content-type"],
        "application/atom+xml; charset=utf-8"
    );
    let found = elements(&feed.text);
    let all = |path: &str| -> Vec<&str> {
        let own = found.iter().filter(|(at, _)| at == path);
        own.map(|(_, text)| text.as_str()).collect()
    };
    assert_eq!(
        all("feed/id"),
        [format!("{}{COMPILATION}/atom.xml", stage.app.base)]
    );
    assert_eq!(
        (all("feed/title").len(), all("feed/author/name").len()),
        (1, 1)
    );
    assert_eq!(all("feed/updated"), ["2023-11-21T08:00:00Z"]);
    let ids = all("feed/entry/id");
    assert_eq!(ids.len(), 5, "two releases and three responses");
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), 5);
    let titles = all("feed/entry/title");
    assert!(titles.contains(&"A2 <b>Fynsk & Co"), "{titles:?}");
    let updated = all("feed/entry/updated");
    let new = updated
        .iter()
        .filter(|at| **at == "2023-11-21T08:00:00Z")
        .count();
    assert_eq!(
        (updated.len(), new),
        (5, 2),
        "what was there before stays old"
    );
    let mut sorted = updated.clone();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    assert_eq!(updated, sorted);
    for link in all("feed/entry/link@href") {
        let page = stage
            .app
            .get(link.strip_prefix(&stage.app.base).unwrap())
            .await;
        assert_eq!(page.status, 200, "{link}");
    }
}

#[tokio::test]
async fn the_page_lists_every_file_with_its_hash_and_says_what_data_may_be_used_for() {
    let stage = two().await;
    let page = stage.app.get(&format!("{COMPILATION}/aabne-data")).await;
    let compilation = get(&stage, "/api/samling").await;
    let files = compilation["files"].as_array().unwrap();
    assert_eq!(files.len(), 10);
    for file in files {
        page.says(file["sha256"].as_str().unwrap());
        page.says(file["name"].as_str().unwrap());
        let path = file["address"].as_str().unwrap();
        let path = path.strip_prefix(&stage.app.base).unwrap();
        let url = stage.app.url(path);
        let bytes = stage
            .app
            .http
            .get(&url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert_eq!(file["bytes"], bytes.len(), "{path}");
    }
    page.says("Creative Commons");
    page.says("openapi.json");
    stage.app.get(COMPILATION).await.says("/aabne-data");
}

/// At 1280, 360 and 320 px, with and without JavaScript, before axe.
#[tokio::test]
async fn the_pages_of_a_release_stand_before_a_browser() {
    let stage = two().await;
    let pages = ["", "/A1", "/soeg?q=planen", "/aabne-data"].map(|it| format!("{COMPILATION}{it}"));
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    crate::browser::stand(&stage.app, &["--limit-kb", "150"], &pages).await;
}
