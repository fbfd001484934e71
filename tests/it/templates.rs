//! Every page can be rendered, every template belongs to a page, and every word is there and used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hoering::templates::{Audience, Sample, Templates};
use regex::Regex;

/// Every feature's pages. A page that is not listed by its feature's `pages![…]` fails
/// [`every_page_is_listed`], a feature that is not listed here too.
fn all() -> Vec<Sample> {
    [
        hoering::web::samples(),
        hoering::organisation::pages::samples(),
        hoering::hearing::pages::samples(),
        hoering::intake::pages::samples(),
        hoering::staff::samples(),
        hoering::desk::samples(),
        hoering::publication::pages::samples(),
        hoering::publication::pages::memo::samples(),
        hoering::publication::pages::staff::samples(),
        hoering::publication::pages::open_data::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Drawn by themselves and put into a page.
const PIECES: [&str; 1] = ["Reading"];

/// Renders each; with `SAMPLES=<folder>` also writes them there, to be looked at in a browser.
#[test]
fn every_page_renders_in_every_state() {
    let templates = Templates::load().unwrap();
    let folder = std::env::var_os("SAMPLES").map(PathBuf::from);
    for sample in all() {
        let name = format!("{}-{}", sample.page, sample.state);
        let html = sample
            .render(&templates)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        if sample.audience == Audience::Letter {
            assert!(
                !html.contains('<') && !html.contains("&#"),
                "{name} is escaped"
            );
            continue;
        }
        assert!(
            !html.contains("style=\"") && !html.contains("<script>") && !html.contains("<style"),
            "{name}: inline"
        );
        assert!(
            html.contains("<h1") || PIECES.contains(&sample.page),
            "{name} has no heading"
        );
        if sample.audience == Audience::Public {
            assert!(
                !html.contains("name=\"csrf\""),
                "{name} is public and has a token"
            );
        } else {
            let forms = html.matches("method=\"post\"").count();
            assert_eq!(
                forms,
                html.matches("name=\"csrf\"").count(),
                "{name}: a form without its token"
            );
        }
        if let Some(folder) = &folder {
            fs::create_dir_all(folder).unwrap();
            fs::write(
                folder
                    .join(name.trim_end_matches('-'))
                    .with_extension("html"),
                html,
            )
            .unwrap();
        }
    }
}

#[test]
fn every_page_is_listed() {
    let listed: BTreeSet<&str> = all().iter().map(|sample| sample.page).collect();
    let implemented = Regex::new(r"impl Page for (\w+)").unwrap();
    for (file, source) in files("src", "rs") {
        for page in implemented.captures_iter(&source) {
            assert!(
                listed.contains(&page[1]),
                "{}: {} is not in its pages![…]",
                file.display(),
                &page[1]
            );
        }
    }
}

#[test]
fn every_template_belongs_to_a_page() {
    let used: BTreeSet<&str> = all().iter().map(|sample| sample.template).collect();
    let partial = Regex::new(r"\{\{~?#?> *([a-z0-9_/]+)").unwrap();
    let included: BTreeSet<String> = files("templates", "hbs")
        .values()
        .flat_map(|source| {
            partial
                .captures_iter(source)
                .map(|it| it[1].to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    for file in files("templates", "hbs").keys() {
        let name = file
            .strip_prefix("templates")
            .unwrap()
            .with_extension("")
            .to_string_lossy()
            .into_owned();
        assert!(
            used.contains(&*name) || included.contains(&name),
            "no page uses {name}"
        );
    }
}

/// What a block partial is given hides fields of the same name everywhere within the block, so its names stand apart.
#[test]
fn what_a_layout_is_given_hides_no_field() {
    let block = Regex::new(r"\{\{#> *[a-z0-9_/]+([^}]*)").unwrap();
    let name = Regex::new(r"(?:^| )([a-z_]+)=").unwrap();
    for (file, source) in files("templates", "hbs") {
        for given in block.captures_iter(&source) {
            let outer = given[1].split('(').next().unwrap().to_owned();
            for name in name.captures_iter(&outer) {
                assert!(
                    name[1].starts_with("page_"),
                    "{}: {}",
                    file.display(),
                    &name[1]
                );
            }
        }
    }
}

#[test]
fn every_word_is_there_and_used() {
    let defined: BTreeSet<String> = files("templates/words/da", "ftl")
        .values()
        .flat_map(|it| keys(it))
        .collect();
    let in_templates = Regex::new(r#"\b(?:t|html) "([a-z0-9-]+)""#).unwrap();
    let listed = Regex::new(r"\{\{! keys: ([^}]+)\}\}").unwrap();
    let in_rust = Regex::new(r#"words(?:\(\))?\s*\.(?:try_)?text\(\s*"([a-z0-9-]+)""#).unwrap();
    let literal = Regex::new(r#""([a-z][a-z0-9-]+)""#).unwrap();
    let mut needed = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (file, source) in files("templates", "hbs") {
        for key in in_templates.captures_iter(&source) {
            needed.insert(key[1].to_owned(), file.clone());
        }
        for list in listed.captures_iter(&source) {
            needed.extend(
                list[1]
                    .split_whitespace()
                    .map(|key| (key.to_owned(), file.clone())),
            );
        }
    }
    for (file, source) in files("src", "rs") {
        let source = source.split("#[cfg(test)]").next().unwrap();
        used.extend(literal.captures_iter(source).map(|key| key[1].to_owned()));
        needed.extend(
            in_rust
                .captures_iter(source)
                .map(|key| (key[1].to_owned(), file.clone())),
        );
    }
    for (key, file) in &needed {
        assert!(
            defined.contains(key),
            "{} needs the word {key}",
            file.display()
        );
    }
    used.extend(needed.into_keys());
    let unused: Vec<_> = defined.difference(&used).collect();
    assert!(unused.is_empty(), "no template and no code uses {unused:?}");
}

#[test]
fn every_language_has_the_same_words() {
    let danish: BTreeSet<String> = files("templates/words/da", "ftl")
        .values()
        .flat_map(|it| keys(it))
        .collect();
    for folder in fs::read_dir("templates/words")
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        let other: BTreeSet<String> = files(folder.to_str().unwrap(), "ftl")
            .values()
            .flat_map(|it| keys(it))
            .collect();
        assert_eq!(danish, other, "{}", folder.display());
    }
}

#[test]
fn the_templates_in_the_binary_are_those_in_the_folder() {
    let templates = Templates::load().unwrap();
    for file in files("templates", "hbs").keys() {
        let name = file
            .strip_prefix("templates")
            .unwrap()
            .with_extension("")
            .to_string_lossy()
            .into_owned();
        assert!(
            templates.has(&name),
            "{name} is not in the binary: build again"
        );
    }
}

fn keys(source: &str) -> Vec<String> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9-]*) *=").unwrap();
    key.captures_iter(source)
        .map(|it| it[1].to_owned())
        .collect()
}

fn files(folder: &str, extension: &str) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    collect(Path::new(folder), extension, &mut found);
    found
}

fn collect(folder: &Path, extension: &str, found: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|it| it == extension) {
            found.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
}
