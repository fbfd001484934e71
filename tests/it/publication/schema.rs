//! JSON Schema as far as ours uses it. A keyword that it does not know fails the test: nothing is left unlooked at.

use regex::Regex;
use serde_json::Value;

/// What is wrong with a value, by its place in it.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    look(schema, (schema, value), "", &mut found);
    found
}

/// Whether another schema says the rest.
fn leads_on(schema: &Value) -> bool {
    ["$ref", "anyOf"].iter().any(|it| !schema[*it].is_null())
}

pub fn check(schema: &Value, value: &Value, what: &str) {
    let mut found = faults(schema, value);
    found.truncate(5);
    assert!(found.is_empty(), "{what}: {found:#?}");
}

fn look(root: &Value, (schema, value): (&Value, &Value), at: &str, found: &mut Vec<String>) {
    let before = found.len();
    for (keyword, says) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "$defs" | "components" | "title" | "description" | "required" => {}
            "$ref" => {
                let place = says.as_str().unwrap().strip_prefix('#').unwrap();
                let there = root.pointer(place).unwrap_or_else(|| panic!("{place}"));
                look(root, (there, value), at, found);
            }
            "anyOf" => {
                let fits = says.as_array().unwrap().iter().any(|one| {
                    let mut faults = Vec::new();
                    look(root, (one, value), at, &mut faults);
                    faults.is_empty()
                });
                note(fits, at, keyword, found);
            }
            "type" => note(is_a(value, says.as_str().unwrap()), at, keyword, found),
            "enum" => note(says.as_array().unwrap().contains(value), at, keyword, found),
            "const" => note(says == value, at, keyword, found),
            "properties" | "additionalProperties" | "prefixItems" | "items" => {}
            "minItems" | "maxItems" | "minimum" | "maximum" => {
                let number = value
                    .as_array()
                    .map_or(value.as_i64(), |all| i64::try_from(all.len()).ok());
                let bound = says.as_i64().unwrap();
                let number = number.unwrap_or(bound);
                let least = keyword.starts_with("min");
                note(
                    if least {
                        number >= bound
                    } else {
                        number <= bound
                    },
                    at,
                    keyword,
                    found,
                );
            }
            "pattern" => {
                let pattern = Regex::new(says.as_str().unwrap()).unwrap();
                note(
                    value.as_str().is_none_or(|text| pattern.is_match(text)),
                    at,
                    keyword,
                    found,
                );
            }
            "format" => {
                let fits = value
                    .as_str()
                    .is_none_or(|text| has_format(text, says.as_str().unwrap()));
                note(fits, at, keyword, found);
            }
            other => panic!("{at}: the keyword {other}"),
        }
    }
    if found.len() == before {
        look_inside(root, (schema, value), at, found);
    }
}

/// Members and entries.
fn look_inside(root: &Value, (schema, value): (&Value, &Value), at: &str, found: &mut Vec<String>) {
    if let (Value::Object(members), Some(known)) = (value, schema["properties"].as_object()) {
        for name in schema["required"].as_array().unwrap() {
            note(
                members.contains_key(name.as_str().unwrap()),
                at,
                &name.to_string(),
                found,
            );
        }
        assert_eq!(schema["additionalProperties"], false, "{at}");
        for (name, member) in members {
            let place = format!("{at}/{name}");
            match known.get(name) {
                Some(schema) => look(root, (schema, member), &place, found),
                None => note(false, &place, "additionalProperties", found),
            }
        }
    }
    if let Value::Array(entries) = value {
        let first = schema["prefixItems"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for (number, entry) in entries.iter().enumerate() {
            let place = format!("{at}/{number}");
            match first.get(number).unwrap_or(&schema["items"]) {
                Value::Bool(false) => note(false, &place, "items", found),
                Value::Null => assert!(leads_on(schema), "{place}: nothing is said of it"),
                schema => look(root, (schema, entry), &place, found),
            }
        }
    }
}

fn note(fits: bool, at: &str, keyword: &str, found: &mut Vec<String>) {
    if !fits {
        found.push(format!("{at}: {keyword}"));
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the type {other}"),
    }
}

fn has_format(text: &str, format: &str) -> bool {
    match format {
        "date-time" => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        "date" => text.parse::<chrono::NaiveDate>().is_ok(),
        "uri" => text.starts_with("http://") || text.starts_with("https://"),
        other => panic!("the format {other}"),
    }
}
