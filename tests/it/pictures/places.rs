//! Hidden words are found where they stand on the page, however it is turned and cropped, and nothing of them is left.

use hoering::extract::{Frame, Located, Wanted, locate};
use hoering::text::Span;

use super::sheet::{Sheet, plain};
use super::{pixels, read};
use crate::extract::{extractor, sample};

const PDF: &str = "application/pdf";

/// The text of a PDF with a text layer.
async fn text_of(bytes: &[u8]) -> String {
    extractor().extract(bytes, "brev.pdf", None).await.text
}

/// The frames of words on the first page, where they were found.
async fn found((bytes, by_letters): (&[u8], bool), text: &str, words: &[&str]) -> Vec<Frame> {
    let asked = (PDF, 1, by_letters);
    let pages = extractor().words(bytes, asked).await.unwrap();
    let wanted: Vec<Wanted> = words
        .iter()
        .map(|words| {
            let at = text
                .find(words)
                .unwrap_or_else(|| panic!("{words} in {text}"));
            let start = text[..at].chars().count();
            Wanted {
                span: Span::new(start, start + words.chars().count()),
                everywhere: true,
            }
        })
        .collect();
    let mut frames = Vec::new();
    for (found, words) in locate(&pages, text, &wanted).into_iter().zip(words) {
        let Located::At(places) = found else {
            panic!("{words} was not found");
        };
        assert!(places.iter().all(|(page, _)| *page == 1));
        frames.extend(places.into_iter().map(|(_, frame)| frame));
    }
    frames
}

#[tokio::test]
async fn nothing_is_left_of_hidden_words_on_turned_and_cropped_pages() {
    for rotate in [0, 90, 180, 270] {
        for crop in [None, Some([60, 500, 500, 800])] {
            let secret = Sheet {
                lines: &[(90, 700, "\\305ge \\330g\\345rd")],
                rotate,
                crop,
            };
            let bytes = secret.pdf();
            let frames = found((&bytes, false), "Åge Øgård", &["Åge Øgård"]).await;
            let extractor = extractor();
            let bare = extractor.painted(&bytes, (PDF, 1), &[]).await.unwrap();
            let painted = extractor.painted(&bytes, (PDF, 1), &frames).await.unwrap();
            let (bare, painted) = (pixels(&bare.bytes), pixels(&painted.bytes));
            let ink =
                |picture: &image::RgbImage| picture.pixels().filter(|it| it.0[0] < 250).count();
            assert!(ink(&bare) > 1_000, "{rotate} {crop:?}: the words are there");
            let mut black = 0;
            for (x, y, pixel) in painted.enumerate_pixels() {
                let across = (f64::from(x) + 0.5) / f64::from(painted.width());
                let down = (f64::from(y) + 0.5) / f64::from(painted.height());
                let within = |by: f64| {
                    let (wide, high) = (
                        by / f64::from(painted.width()),
                        by / f64::from(painted.height()),
                    );
                    frames.iter().any(|frame| {
                        (frame.left - wide..frame.right + wide).contains(&across)
                            && (frame.top - high..frame.bottom + high).contains(&down)
                    })
                };
                let inside = within(0.0);
                if inside {
                    assert_eq!(pixel.0, [0; 3], "{rotate} {crop:?}");
                    black += 1;
                } else if pixel.0[0] < 250 {
                    // The edge's own pixels alone.
                    assert!(
                        pixel.0 == [0; 3] && within(1.0),
                        "{rotate} {crop:?}: {x} {y}"
                    );
                }
            }
            let all = painted.width() * painted.height();
            assert!(
                black > 2_000 && black < all / 10,
                "{rotate} {crop:?}: {black}"
            );
        }
    }
}

#[tokio::test]
async fn words_that_are_cropped_away_are_for_a_person() {
    let bytes = Sheet {
        lines: &[
            (90, 700, "Kommunens eget brev"),
            (90, 100, "Torben Ulvhede"),
        ],
        crop: Some([60, 500, 500, 800]),
        ..Sheet::default()
    }
    .pdf();
    let extractor = extractor();
    let pages = extractor.words(&bytes, (PDF, 1, false)).await.unwrap();
    let text = "Kommunens eget brev\n\nTorben Ulvhede";
    let wanted = Wanted {
        span: Span::new(21, 35),
        everywhere: true,
    };
    let found = locate(&pages, text, &[wanted]);
    assert!(matches!(found[0], Located::ByHand { .. }), "{found:?}");
}

#[tokio::test]
async fn hidden_words_of_a_letter_cannot_be_read_and_the_others_can() {
    let bytes = plain();
    let hidden = ["Torben Ulvhede", "120345-7890"];
    let frames = found((&bytes, false), &text_of(&bytes).await, &hidden).await;
    let extractor = extractor();
    let bare = extractor.painted(&bytes, (PDF, 1), &[]).await.unwrap();
    let seen = read(&bare.bytes).await;
    assert!(
        seen.contains("torben ulvhede") && seen.contains("120345-7890"),
        "{seen}"
    );
    let painted = extractor.painted(&bytes, (PDF, 1), &frames).await.unwrap();
    let seen = read(&painted.bytes).await;
    for gone in ["torben", "ulvhede", "120345", "7890"] {
        assert!(!seen.contains(gone), "{gone} in {seen}");
    }
    for there in [
        "klitvang kommune",
        "vi kender en borger",
        "som har nummeret",
        "og bor her",
    ] {
        assert!(seen.contains(there), "{there} not in {seen}");
    }
    let again = extractor.painted(&bytes, (PDF, 1), &frames).await.unwrap();
    assert_eq!(painted, again, "the same bytes for the same page");
}

#[tokio::test]
async fn letters_from_many_programs_are_covered_where_their_words_stand() {
    let mut tried = 0;
    for entry in std::fs::read_dir("tests/it/letters").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "pdf") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let extractor = extractor();
        let text = extractor.extract(&bytes, "brev.pdf", None).await.text;
        let pages = extractor.words(&bytes, (PDF, 500, false)).await.unwrap();
        // Each seventh word, with its neighbour: of every paragraph some.
        let letters: Vec<char> = text.chars().collect();
        let starts: Vec<usize> = (1..letters.len())
            .filter(|at| letters[at - 1].is_whitespace() && letters[*at].is_alphabetic())
            .collect();
        let wanted: Vec<Wanted> = starts
            .windows(3)
            .step_by(7)
            .map(|three| Wanted {
                span: Span::new(three[0], three[2] - 1),
                everywhere: false,
            })
            .collect();
        let found = locate(&pages, &text, &wanted);
        let missed: Vec<String> = wanted
            .iter()
            .zip(&found)
            .filter(|(_, found)| matches!(found, Located::ByHand { .. }))
            .map(|(wanted, _)| letters[wanted.span.start..wanted.span.end].iter().collect())
            .collect();
        assert!(missed.is_empty(), "{}: {missed:?}", path.display());
        tried += wanted.len();
    }
    assert!(tried > 500, "{tried}");
}

#[tokio::test]
async fn hidden_words_of_a_scan_are_covered_too() {
    let bytes = sample("A5_scannet.pdf");
    let first = extractor().extract(&bytes, "scan.pdf", None).await;
    let text = extractor().recognise(&bytes, &first).await.text;
    let long = |word: &&str| word.chars().count() > 8;
    let words: Vec<&str> = text.split_whitespace().filter(long).collect();
    let words = [words[words.len() / 3], words[words.len() / 2]];
    let frames = found((&bytes, true), &text, &words).await;
    let painted = extractor()
        .painted(&bytes, (PDF, 1), &frames)
        .await
        .unwrap();
    let checked = extractor().check(&painted.bytes, &frames).await.unwrap();
    assert!(checked.uncovered.is_empty() && checked.bare, "{checked:?}");
    let seen = read(&painted.bytes).await;
    assert!(seen.split(' ').count() > 50, "the rest can be read: {seen}");
    for word in words {
        let plain: String = word.chars().filter(|it| it.is_alphabetic()).collect();
        assert!(!seen.contains(&plain.to_lowercase()), "{plain} in {seen}");
    }
}
