//! The PDF of the compilation, read back by poppler, which had no part in writing it.

mod sample;

use std::path::{Path, PathBuf};
use std::process::Command;

use hoering::publication::pdf::{self, Compilation, OverviewRow};

use sample::{compilation, one};

const HOERING: &str = env!("CARGO_BIN_EXE_hoering");

async fn built(folder: &Path, of: &Compilation) -> PathBuf {
    let file = folder.join("samlede.pdf");
    std::fs::write(&file, pdf::build(Path::new(HOERING), of).await.unwrap()).unwrap();
    file
}

fn poppler(tool: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(tool)
        .args(&arguments[..arguments.len().saturating_sub(1)])
        .arg(file)
        .args(arguments.last().filter(|it| !it.is_empty()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{tool}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn text_of(file: &Path) -> String {
    let text = poppler("pdftotext", &["-raw", "-"], file);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_passage_is_in_the_pdf_in_order_and_nothing_hidden_is() {
    let folder = tempfile::tempdir().unwrap();
    let compilation = compilation();
    let file = built(folder.path(), &compilation).await;
    // For looking at it: KEEP_PDF=/tmp/samlede.pdf.
    if let Ok(keep) = std::env::var("KEEP_PDF") {
        std::fs::copy(&file, keep).unwrap();
    }
    let text = text_of(&file);
    let mut at = 0;
    for response in &compilation.responses {
        for paragraph in &response.sections[0].paragraphs {
            for run in &paragraph.runs {
                let words: Vec<&str> = run.text.split_whitespace().collect();
                let found = find_words(&text[at..], &words);
                let Some(end) = found else {
                    panic!(
                        "{}: {:?} not after {}",
                        response.reference,
                        run.text,
                        &text[at..at + 200]
                    );
                };
                at += end;
            }
        }
    }
    for secret in [
        "2306437189",
        "11 09 47-6032",
        "280857",
        "Syrenvænget",
        "Torben Ulvhede",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// The end of the words in the text, when it has them. Running heads may stand between two pages' words.
fn find_words(text: &str, words: &[&str]) -> Option<usize> {
    let mut at = 0;
    // A line may break after a hyphen or dash of the text's own: *it-* and *system*.
    for word in words
        .iter()
        .flat_map(|word| word.split_inclusive(['-', '–']))
    {
        at += text[at..].find(word)? + word.len();
    }
    Some(at)
}

#[tokio::test]
async fn the_page_numbers_of_contents_overview_and_bookmarks_agree() {
    let folder = tempfile::tempdir().unwrap();
    let compilation = compilation();
    let file = built(folder.path(), &compilation).await;
    let outline = poppler("pdftohtml", &["-xml", "-i", "-stdout", ""], &file);
    let (_, outline) = outline.split_once("<outline>").unwrap();
    let bookmarks: Vec<(&str, &str)> = outline
        .split("<item page=\"")
        .skip(1)
        .map(|item| item.split_once("\">").unwrap())
        .map(|(page, rest)| (rest.split_once("</item>").unwrap().0, page))
        .collect();
    let text = text_of(&file);
    for (row, category) in compilation
        .categories
        .iter()
        .flat_map(|category| category.rows.iter().map(move |row| (row, category)))
    {
        let title = format!("{} {}", row.reference, row.sender);
        let (_, page) = bookmarks.iter().find(|(name, _)| *name == title).unwrap();
        let themes: Vec<&str> = row.themes.iter().map(|it| it.number.as_str()).collect();
        let themes = if themes.is_empty() {
            "Ingen".to_owned()
        } else {
            themes.join(" ")
        };
        let notes: String = row.notes.iter().map(|note| format!("{note} ")).collect();
        let line = format!("{title} {notes}{} {themes} {page} ", row.received);
        assert!(text.contains(&line), "{line} in {}", category.letter);
        let there = poppler("pdftotext", &["-raw", "-f", page, "-l", page, "-"], &file);
        assert!(there.contains(&title), "{title} on page {page}");
    }
    let pages = poppler("pdfinfo", &[""], &file);
    let pages = pages
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .unwrap()
        .trim();
    for page in 2..=pages.parse().unwrap() {
        assert!(text.contains(&format!("Side {page} af {pages}")));
    }
    let proof = bookmarks
        .iter()
        .find(|(name, _)| *name == "Kontrollér en kvittering")
        .unwrap();
    assert_eq!(proof.1, pages);
}

#[tokio::test]
async fn the_file_says_its_title_its_language_and_its_standards() {
    let folder = tempfile::tempdir().unwrap();
    let file = built(folder.path(), &one("Ja.")).await;
    let facts = poppler("pdfinfo", &[""], &file);
    assert!(facts.contains("Samlede høringssvar: Visions- og udviklingsplan for Socialområdet"));
    assert!(facts.contains("Tagged:          yes"));
    assert!(facts.contains("CreationDate:    Fri Dec  1"));
    let metadata = poppler("pdfinfo", &["-meta", ""], &file);
    for standard in [
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<rdf:li>da<",
    ] {
        assert!(metadata.contains(standard), "{standard} in {metadata}");
    }
    let fonts = poppler("pdffonts", &[""], &file);
    let embedded = fonts.lines().skip(2).all(|line| line.contains(" yes "));
    assert!(embedded && fonts.lines().count() > 2, "{fonts}");
}

#[tokio::test]
async fn what_people_write_is_printed_and_never_run() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "#panic() $x$ *fed* _skrå_ @navn <mærke> \\u{41} #include \"/etc/passwd\" ```rust``` = Nej // ja /* */ [x](y) ~ -- ---";
    let mut compilation = one(hostile);
    for text in [
        &mut compilation.hearing,
        &mut compilation.organisation,
        &mut compilation.responses[0].sender,
        &mut compilation.categories[0].rows[0].sender,
    ] {
        *text = "#panic() $".to_owned();
    }
    let text = text_of(&built(folder.path(), &compilation).await);
    assert!(text.contains(hostile), "{text}");
    assert!(text.contains("A1 #panic() $"));
}

#[tokio::test]
async fn a_character_that_no_font_has_is_printed_as_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "Tak \u{1F600}! \u{7}Ring\u{0}. \u{E000} 漢 e\u{301} \u{FE}\u{FFFD} \u{202E}abc \u{200B}x\u{AD}y ﬁ Ω ж → ✓ ≥ № \u{2029}سلام";
    let text = text_of(&built(folder.path(), &one(odd)).await);
    for printed in [
        "Tak 😀! [U+0007]Ring[U+0000]. [U+E000] [U+6F22] é",
        "[U+202E]abc xy",
        "Ω ж → ✓ ≥ №",
    ] {
        assert!(text.contains(printed), "{printed} in {text}");
    }
}

#[tokio::test]
async fn a_word_without_end_stays_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let word = "abcdefghij".repeat(4_000);
    let mut compilation = one(&format!("Før {word} efter"));
    compilation.responses[0].sender = "N".repeat(300);
    compilation.categories[0].rows[0].sender = "N".repeat(300);
    let file = built(folder.path(), &compilation).await;
    let boxes = poppler("pdftotext", &["-bbox", "-"], &file);
    let right = |line: &str| -> Option<f64> {
        let (_, rest) = line.split_once("xMax=\"")?;
        rest.split_once('"')?.0.parse().ok()
    };
    assert!(boxes.lines().filter_map(right).all(|x| x < 596.0));
    let text: String = text_of(&file)
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}')
        .collect();
    assert!(text.matches("abcdefghij").count() > 3_900);
}

#[tokio::test]
async fn a_response_that_is_elsewhere_has_no_link_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let mut compilation = one("Ja.");
    compilation.categories[1].rows.push(OverviewRow {
        reference: "B7".to_owned(),
        sender: "Havnerådet".to_owned(),
        received: "1. oktober".to_owned(),
        page: Some("bind 2".to_owned()),
        ..OverviewRow::default()
    });
    let text = text_of(&built(folder.path(), &compilation).await);
    assert!(text.contains("B7 Havnerådet 1. oktober Ingen bind 2"));
}

#[tokio::test]
async fn a_compilation_of_nothing_is_a_document_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut empty = one("Ja.");
    empty.categories.clear();
    empty.responses.clear();
    empty.figures.clear();
    empty.facts.clear();
    empty.timeline.clear();
    empty.ledger.clear();
    empty.mail_ledger.clear();
    empty.proof.clear();
    let text = text_of(&built(folder.path(), &empty).await);
    assert!(text.contains("Samlede høringssvar"));
}

#[tokio::test]
async fn a_child_that_fails_says_why_and_nothing_of_the_text() {
    let wrong = pdf::build(Path::new("/bin/false"), &one("Ja.")).await;
    assert!(wrong.unwrap_err().to_string().contains("not built"));
    let missing = pdf::build(Path::new("/no/such/program"), &one("Ja.")).await;
    assert!(missing.is_err());
}
