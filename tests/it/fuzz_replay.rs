//! What the fuzz targets found, replayed without them, and the guard that they still read the program's own files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hoering::intake::mailbox;
use hoering::text;

#[path = "../../fuzz/src/checks.rs"]
mod checks;

/// Feeds every file of a folder to a target. A failure says which.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/fuzz")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let held = std::panic::catch_unwind(|| check(&bytes));
        assert!(held.is_ok(), "{}", file.display());
    }
}

#[test]
fn mails_that_the_fuzzer_found_are_read_within_bounds() {
    replay("mail", checks::mail);
}

#[test]
fn charsets_that_the_fuzzer_found_lose_no_letter() {
    replay("charset", checks::charset);
}

#[test]
fn containers_that_the_fuzzer_found_are_unpacked_within_bounds() {
    replay("container", checks::container);
}

#[test]
fn texts_that_the_fuzzer_found_are_cleaned_without_loss() {
    replay("cleaning", checks::cleaning);
}

#[test]
fn the_fuzz_targets_compile_every_file_that_reading_needs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mailbox = fs::read_to_string(root.join("fuzz/src/mailbox.rs")).unwrap();
    let listed: BTreeSet<&str> = mailbox
        .lines()
        .filter_map(|line| {
            line.trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .strip_suffix(';')
        })
        .collect();
    let mut missing = Vec::new();
    for path in mailbox
        .lines()
        .filter_map(|line| line.strip_prefix("#[path = \"../../"))
    {
        let path = root.join(path.trim_end_matches("\"]"));
        let source = fs::read_to_string(&path).unwrap_or_default();
        if source.is_empty() {
            missing.push(format!("{} is gone", path.display()));
        }
        let used = source.split("super::").skip(1).flat_map(|rest| {
            let group = rest
                .strip_prefix('{')
                .map(|group| group.split('}').next().unwrap_or_default());
            let head = |text: &str| {
                text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            };
            match group {
                Some(group) => group.split(',').map(|item| head(item.trim())).collect(),
                None => vec![head(rest)],
            }
        });
        for module in used {
            let file = root.join(format!("src/intake/mailbox/{module}.rs"));
            if (file.exists() || file.with_extension("").is_dir())
                && !listed.contains(module.as_str())
            {
                missing.push(format!("{} uses {module}", path.display()));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "add it to fuzz/src/mailbox.rs: {}",
        missing.join(", ")
    );
}
