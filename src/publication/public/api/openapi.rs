//! The description of the interface (OpenAPI 3.1).

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::publication::files::SCHEMA_TEXT;
use crate::publication::projection::HearingInShort;
use crate::templates::Words;

/// Of what is not in the data files.
const SCHEMA: &str = include_str!("schema.json");

#[derive(Serialize)]
pub(super) struct Document {
    openapi: &'static str,
    info: Value,
    servers: Vec<Value>,
    paths: Map<String, Value>,
    components: Value,
}

/// A path that is read, and what it answers.
struct Operation {
    path: &'static str,
    /// The end of its word's key.
    word: &'static str,
    answer: Value,
    parameters: Vec<Value>,
}

pub(super) fn document(
    words: &Words,
    hearing: &HearingInShort,
    server: &str,
) -> anyhow::Result<Document> {
    let mut schemas = Map::new();
    for text in [SCHEMA_TEXT, SCHEMA] {
        // Where a schema is depends on the document that it is in.
        let text = text.replace("#/$defs/", "#/components/schemas/");
        let whole: Value = serde_json::from_str(&text)?;
        let own = whole.get("$defs").and_then(Value::as_object).cloned();
        schemas.extend(own.unwrap_or_default());
    }
    let paths = operations(words)
        .into_iter()
        .map(|one| (one.path.to_owned(), json!({ "get": get(words, &one) })))
        .collect();
    Ok(Document {
        openapi: "3.1.0",
        info: json!({
            "title": words.text("api-title", &[("hearing", hearing.title.as_str().into())]),
            "version": "1",
            "description": words.text("api-description", &[]),
        }),
        servers: vec![json!({ "url": server })],
        paths,
        components: json!({ "schemas": schemas }),
    })
}

fn get(words: &Words, one: &Operation) -> Value {
    let problem = |key: &str| {
        json!({
            "description": words.text(key, &[]),
            "content": { "application/problem+json": { "schema": schema("problem") } },
        })
    };
    json!({
        "operationId": one.word,
        "summary": words.text(&format!("api-path-{}", one.word), &[]),
        "parameters": one.parameters,
        "responses": {
            "200": {
                "description": words.text("api-found", &[]),
                "content": { "application/json": { "schema": one.answer } },
            },
            "304": { "description": words.text("api-unchanged", &[]) },
            "400": problem("api-refused"),
            "404": problem("api-not-there"),
        },
    })
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn operations(words: &Words) -> Vec<Operation> {
    let said = |name: &str| words.text(&format!("api-parameter-{name}"), &[]);
    let asked = |name: &str| json!({ "name": name, "in": "query", "required": name == "q", "description": said(name), "schema": { "type": "string" } });
    let number = |name: &str, most: usize| {
        json!({
            "name": name, "in": "query", "description": said(name),
            "schema": { "type": "integer", "minimum": 1, "maximum": most },
        })
    };
    let place = |name: &str| json!({ "name": name, "in": "path", "required": true, "description": said(name), "schema": { "type": "string" } });
    let paged = |others: Vec<Value>| {
        let pages = [number("side", 1_000_000), number("antal", super::MOST)];
        others.into_iter().chain(pages).collect::<Vec<Value>>()
    };
    let operation = |path, word, answer, parameters| Operation {
        path,
        word,
        answer,
        parameters,
    };
    let themes = json!({ "type": "array", "items": schema("counted_theme") });
    vec![
        operation("/samling", "compilation", schema("compilation"), Vec::new()),
        operation(
            "/svar",
            "responses",
            schema("responses"),
            paged(vec![asked("kategori"), asked("tema")]),
        ),
        operation(
            "/svar/{reference}",
            "response",
            schema("response"),
            vec![place("reference")],
        ),
        operation("/temaer", "themes", themes, Vec::new()),
        operation(
            "/temaer/{frame}/{theme}",
            "passages",
            schema("passages"),
            paged(vec![place("frame"), place("theme"), asked("kategori")]),
        ),
        operation("/soeg", "search", schema("found"), vec![asked("q")]),
    ]
}
