//! Who may use whom. The table is the documentation of the architecture, and this test keeps it true: when the design has to change, the
//! table changes in the same commit, and the commit says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The kit knows no feature. Features may use all of it; within it, only this.
const KIT: &[(&str, &[&str])] = &[
    ("web", &["app", "templates"]),
    ("jobs", &["app", "ids", "schema"]),
    // What every request and job can reach: it names the kit's parts and does nothing with them.
    (
        "app",
        &[
            "clock",
            "config",
            "db",
            "ids",
            "mail",
            "proof",
            "storage",
            "templates",
        ],
    ),
    ("mail", &["config", "templates"]),
    // Where files are is a table of its own, beside the bytes.
    ("storage", &["schema"]),
    ("extract", &["text"]),
    // Where the scanner is, is a setting.
    ("scan", &["config"]),
    ("finder", &["text"]),
    ("text", &[]),
    ("proof", &[]),
    ("templates", &[]),
    ("db", &[]),
    ("ids", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("schema", &[]),
];

/// Features, each after those that it uses. All but the first three may use `staff` and `audit` too.
const FEATURES: &[(&str, &[&str])] = &[
    ("audit", &[]),
    ("organisation", &["audit"]),
    ("staff", &["organisation", "audit"]),
    ("hearing", &["organisation"]),
    ("response", &["hearing"]),
    ("enquiry", &["hearing"]),
    // Whoever has answered is not reminded; in whose name a letter is.
    ("invitation", &["organisation", "hearing", "response"]),
    ("input", &["hearing", "response"]),
    // Only intake creates a response. `organisation`: whose mailbox a mail came to, in whose name a receipt goes.
    // `invitation`: a letter that came back comes in as mail.
    (
        "intake",
        &[
            "organisation",
            "hearing",
            "response",
            "enquiry",
            "invitation",
        ],
    ),
    // Never each other: what two of them show together is the desk's or the publication's.
    ("tagging", &["hearing", "response", "input"]),
    ("campaign", &["hearing", "response", "input"]),
    ("redaction", &["hearing", "response", "input"]),
    ("memo", &["hearing", "response", "input", "tagging"]),
    (
        "publication",
        &[
            "hearing",
            // What waits, at the top of its staff page.
            "invitation",
            "intake",
            "response",
            "input",
            "tagging",
            "campaign",
            "redaction",
            "memo",
        ],
    ),
    // Which meeting it is for. What is in the package is put together by the desk.
    ("agenda", &["hearing"]),
    ("journal", &["publication", "hearing", "response"]),
    ("following", &["publication", "hearing", "response"]),
    ("retention", &["*"]),
    ("desk", &["*"]),
];

/// Composition knows everything; nothing below may use it.
const COMPOSITION: &[&str] = &["main", "lib", "server", "worker", "commands", "demo", "ops"];

/// Of the names in the table, those whose folder comes with the work that needs it.
const TO_COME: &[&str] = &["campaign", "journal", "following", "retention"];

/// Lines of a file at most. `schema.rs` is written by a program.
const LONGEST: usize = 400;

fn table() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let kit = || KIT.iter().map(|(name, _)| *name);
    let features: Vec<&str> = FEATURES.iter().map(|(name, _)| *name).collect();
    let mut table = BTreeMap::new();
    for (name, uses) in KIT {
        table.insert(*name, uses.iter().copied().collect::<BTreeSet<_>>());
    }
    for (at, (name, uses)) in FEATURES.iter().enumerate() {
        let mut may: BTreeSet<_> = kit().chain(uses.iter().copied()).collect();
        if may.remove("*") {
            may.extend(features.iter().copied());
        }
        if at > 2 {
            may.extend(["staff", "audit"]);
        }
        table.insert(*name, may);
    }
    for name in COMPOSITION {
        table.insert(
            *name,
            kit()
                .chain(features.iter().copied())
                .chain(COMPOSITION.iter().copied())
                .collect(),
        );
    }
    table
}

#[test]
fn modules_use_only_what_the_table_allows() {
    let table = table();
    let mut wrong = Vec::new();
    for (file, source) in sources() {
        let module = module_of(&file);
        let Some(may) = table.get(module.as_str()) else {
            wrong.push(format!("{}: {module} is not in the table", file.display()));
            continue;
        };
        for used in uses(&file, &source) {
            if used != module && !may.contains(used.as_str()) {
                wrong.push(format!("{}: {module} may not use {used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_table_is_there_or_to_come() {
    let there: BTreeSet<String> = sources().iter().map(|(file, _)| module_of(file)).collect();
    for module in table().keys() {
        assert_ne!(
            there.contains(*module),
            TO_COME.contains(module),
            "{module}: a folder, or a name in TO_COME, and not both"
        );
    }
}

#[test]
fn features_use_only_features_that_stand_before_them() {
    let mut before = BTreeSet::new();
    for (name, uses) in FEATURES {
        for used in uses.iter().filter(|used| **used != "*") {
            assert!(
                before.contains(used),
                "{name} uses {used}, which stands after it"
            );
        }
        before.insert(name);
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|(file, _)| !file.ends_with("schema.rs"))
        .map(|(file, source)| (file, source.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn only_the_clock_asks_the_machine_for_the_time() {
    for (file, source) in sources() {
        let code = without_comments(&source);
        for call in ["Utc::now", "Local::now", "SystemTime::now"] {
            assert!(
                !code.contains(call) || file.ends_with("clock.rs"),
                "{}: {call}",
                file.display()
            );
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (file, source) in sources() {
        assert!(
            source.starts_with("//!") || file.ends_with("schema.rs"),
            "{} does not begin with //!",
            file.display()
        );
    }
}

#[test]
fn paths_are_found_alone_and_in_groups() {
    let source =
        "use crate::{a, b::{c, d}, e::f};\nuse crate::g;\n// crate::no\nfn x() { crate::h::i() }\n";
    let found: Vec<_> = uses(Path::new("src/z/mod.rs"), source)
        .into_iter()
        .collect();
    assert_eq!(found, ["a", "b", "e", "g", "h"]);
    let above = "use super::audit;\nuse super::own;\n";
    assert_eq!(
        uses(Path::new("src/z/mod.rs"), above)
            .into_iter()
            .collect::<Vec<_>>(),
        ["audit"]
    );
    assert!(uses(Path::new("src/z/y.rs"), above).is_empty());
}

/// Every top-level module that a file names. `crate::text_enum!` is the database kit's macro, which Rust puts at the root.
fn uses(file: &Path, source: &str) -> BTreeSet<String> {
    let code = without_comments(source);
    let mut found = BTreeSet::new();
    let roots = ["crate::", "hoering::"];
    for rest in roots.iter().flat_map(|root| code.split(root).skip(1)) {
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group)),
            None => found.extend(word(rest)),
        }
    }
    let up = "super::".repeat(depth(file));
    let names = table();
    let above = code.split(&up).skip(1).filter_map(word);
    found.extend(above.filter(|name| names.contains_key(name.as_str())));
    if found.remove("text_enum") {
        found.insert("db".into());
    }
    found
}

/// The first word of each item of `a, b::{c, d}, e}`.
fn heads(group: &str) -> Vec<String> {
    let (mut open, mut start, mut heads) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => open += 1,
            '}' if open > 0 => open -= 1,
            ',' | '}' if open == 0 => {
                heads.extend(word(group[start..at].trim_start()));
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> Option<String> {
    let end = text
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

fn without_comments(source: &str) -> String {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// How many modules a file is below the root: `src/a.rs` and `src/a/mod.rs` 1, `src/a/b.rs` 2.
fn depth(file: &Path) -> usize {
    let parts = file.components().count() - 1;
    if file.ends_with("mod.rs") {
        parts - 1
    } else {
        parts
    }
}

fn module_of(file: &Path) -> String {
    let first = file.components().nth(1).unwrap();
    first
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                found.push((path, source));
            }
        }
    }
    found.sort();
    found
}
