//! Looks at the painted pages again: every place that must be covered is, nothing but pixels is in a picture, and where something is
//! covered, or stands in print that may not be shown, the letters that can still be read are searched by another program.

use super::matching::{self, Needle, plain};
use super::{Finding, SHORT_SECRET, Spot, What};
use crate::app::App;
use crate::extract::{Extractor, Frame};
use crate::finder;
use crate::publication::evidence::{Evidence, PageSource};
use crate::publication::pictures::{PaintedPage, Painting};

/// A page with fewer printed letters may hold a picture of text: its letters are recognised.
const SPARSE: usize = 40;

/// What stands on the painted pages.
///
/// # Errors
/// When storage fails.
pub(in crate::publication) async fn look_at_pages(
    app: &App,
    painting: &Painting,
    evidence: &Evidence,
) -> anyhow::Result<Vec<Finding>> {
    let extractor = Extractor::new(app.program.clone());
    let mut found: Vec<Finding> = Vec::new();
    for spot in &painting.failed {
        found.push(at(What::PageNotDrawn, spot));
    }
    for source in &evidence.pages {
        found.extend(missing(source, painting));
    }
    for page in &painting.pages {
        let bytes = app.storage.read(&page.sha256).await?;
        let unsayable = Unsayable::of(&page.spot, evidence);
        let what = look_at_page(&extractor, (page, &bytes), &unsayable).await;
        found.extend(what.into_iter().map(|what| Finding {
            place: page.name.clone(),
            ..at(what, &page.spot)
        }));
    }
    Ok(found)
}

/// What is found on a page is found when it is painted, and not asked anew as of a text.
fn at(what: What, spot: &Spot) -> Finding {
    Finding {
        part: None,
        ..Finding::at(what, spot)
    }
}

/// Redactions and boxes of a file that no painted place stands for. What was not painted at all is told elsewhere.
fn missing(source: &PageSource, painting: &Painting) -> Vec<Finding> {
    if !source.signatures || painting.failed.contains(&source.spot) {
        return Vec::new();
    }
    let own = painting
        .pages
        .iter()
        .filter(|page| page.spot == source.spot);
    let covered: Vec<(u32, _)> = own
        .clone()
        .flat_map(|page| page.covered.iter().map(|one| (page.of.page, *one)))
        .collect();
    let whole = own.count() == usize::try_from(source.pages).unwrap_or(usize::MAX);
    let hidden = source.hidden.iter().all(|text| {
        let stands = |(_, one): &(u32, crate::publication::pictures::Covering)| {
            one.redaction == Some(text.id)
        };
        covered.iter().any(stands)
    });
    let drawn = source.boxes.iter().all(|drawn| {
        covered.iter().any(|(page, one)| {
            i64::from(*page) == i64::from(drawn.page)
                && one.drawn == Some(drawn.id)
                && one.frame == drawn.frame()
        })
    });
    let mut found = Vec::new();
    if !whole {
        found.push(at(What::PageNotDrawn, &source.spot));
    }
    if !(hidden && drawn) {
        found.push(at(What::NotCovered, &source.spot));
    }
    found
}

/// What may not be read on a page.
#[derive(Debug, Clone, Default)]
pub struct Unsayable {
    /// Hidden words of the response, as they were.
    pub secrets: Vec<String>,
    /// Numbers that two people found to be no CPR numbers.
    pub cleared: Vec<String>,
}

impl Unsayable {
    fn of(spot: &Spot, evidence: &Evidence) -> Self {
        let own = evidence
            .secrets
            .iter()
            .filter(|one| one.spot.reference == spot.reference);
        Self {
            secrets: own
                .filter(|one| !one.not_part)
                .map(|one| one.exact.clone())
                .collect(),
            cleared: evidence.cleared_text.clone(),
        }
    }

    /// Secrets and numbers in the letters that a page still shows.
    fn look(&self, letters: &str) -> Vec<What> {
        let words = [plain(letters)];
        let stands = |secret: &String| {
            let needle = Needle::new(secret);
            needle.len() >= SHORT_SECRET && needle.is_word_in(&words)
        };
        let cleared: Vec<String> = self.cleared.iter().map(|it| matching::digits(it)).collect();
        let uncleared = |hit: crate::text::Span| {
            let number = crate::text::slice(letters, hit).unwrap_or_default();
            !cleared.contains(&matching::digits(number))
        };
        let mut found = Vec::new();
        if self.secrets.iter().any(stands) {
            found.push(What::RedactedText);
        }
        if matching::cpr(letters).into_iter().any(uncleared) {
            found.push(What::Cpr);
        }
        found
    }
}

/// Looks at one painted page. `bytes` are the picture's.
pub async fn look_at_page(
    extractor: &Extractor,
    (page, bytes): (&PaintedPage, &[u8]),
    unsayable: &Unsayable,
) -> Vec<What> {
    let frames: Vec<Frame> = page.covered.iter().map(|one| one.frame).collect();
    let checked = match extractor.check(bytes, &frames).await {
        Ok(checked) => checked,
        Err(why) => {
            tracing::error!(?why, file = page.name, "a painted page cannot be read back");
            return vec![What::FileNotReadBack];
        }
    };
    let mut found = Vec::new();
    if !checked.uncovered.is_empty() {
        found.push(What::NotCovered);
    }
    if !checked.bare || (checked.width, checked.height) != (page.of.width, page.of.height) {
        found.push(What::FileNotReadBack);
    }
    if frames.is_empty() && !is_suspect(&page.print) {
        return found;
    }
    match extractor.letters(bytes).await {
        Ok(letters) => found.extend(unsayable.look(&letters)),
        Err(why) => {
            tracing::error!(
                ?why,
                file = page.name,
                "the letters of a page cannot be told"
            );
            found.push(What::FileNotReadBack);
        }
    }
    found
}

/// Whether what is printed on a page asks for a second look; so does a page with next to no print, which may be a picture of text.
fn is_suspect(print: &str) -> bool {
    let letters = print.chars().filter(|letter| letter.is_alphanumeric());
    letters.take(SPARSE).count() < SPARSE || !finder::find(print).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::evidence::HiddenText;
    use crate::publication::pictures::{Covering, PictureOf};
    use crate::redaction::{Ground, PageBox};
    use crate::text::Span;

    const FRAME: Frame = Frame {
        left: 0.1,
        top: 0.2,
        right: 0.3,
        bottom: 0.4,
    };

    fn source() -> PageSource {
        PageSource {
            spot: Spot::of("A1", "K7M2Q-9XWE4"),
            part_id: 1,
            file: vec![],
            media_type: "application/pdf".into(),
            pages: 1,
            by_letters: false,
            text_id: 1,
            text: "Ida".into(),
            hidden: vec![HiddenText {
                id: 5,
                span: Span::new(0, 3),
                not_part: false,
            }],
            boxes: vec![PageBox {
                id: 9,
                part_id: 1,
                page: 1,
                edge_left: FRAME.left,
                edge_top: FRAME.top,
                edge_right: FRAME.right,
                edge_bottom: FRAME.bottom,
                ground: Ground::NotPart,
                redaction_id: None,
                author_id: 1,
                approver_id: Some(2),
            }],
            signatures: true,
        }
    }

    fn painting(covered: &[Covering]) -> Painting {
        Painting {
            pages: vec![PaintedPage {
                of: PictureOf {
                    reference: "A1".into(),
                    part: 0,
                    page: 1,
                    width: 9,
                    height: 9,
                },
                spot: source().spot,
                name: "A1-del-1-side-1.png".into(),
                media_type: "image/png",
                bytes: 1,
                sha256: vec![],
                covered: covered.to_vec(),
                print: String::new(),
            }],
            failed: vec![],
        }
    }

    fn kinds(source: &PageSource, painting: &Painting) -> Vec<What> {
        missing(source, painting)
            .iter()
            .map(|one| one.what)
            .collect()
    }

    #[test]
    fn a_redaction_or_a_box_that_was_not_painted_stops_the_release() {
        let hidden = Covering {
            frame: FRAME,
            redaction: Some(5),
            drawn: None,
        };
        let drawn = Covering {
            frame: FRAME,
            redaction: None,
            drawn: Some(9),
        };
        let moved = Covering {
            frame: Frame {
                right: 0.2,
                ..FRAME
            },
            ..drawn
        };
        assert_eq!(kinds(&source(), &painting(&[hidden, drawn])), []);
        for covered in [&[hidden][..], &[drawn], &[hidden, moved], &[]] {
            assert_eq!(kinds(&source(), &painting(covered)), [What::NotCovered]);
        }
        let by_hand = Covering {
            redaction: Some(5),
            ..drawn
        };
        assert_eq!(kinds(&source(), &painting(&[by_hand])), []);
        let longer = PageSource {
            pages: 2,
            ..source()
        };
        assert_eq!(
            kinds(&longer, &painting(&[hidden, drawn])),
            [What::PageNotDrawn]
        );
    }

    #[test]
    fn hidden_words_and_numbers_are_found_in_what_can_be_read() {
        let unsayable = Unsayable {
            secrets: vec!["Ida Hansen".into()],
            cleared: vec!["110257-7001".into()],
        };
        assert_eq!(
            unsayable.look("her bor IDA HANSEN nu"),
            [What::RedactedText]
        );
        assert_eq!(unsayable.look("nr. 120345-7890"), [What::Cpr]);
        assert_eq!(unsayable.look("sag 110257 7001, Ida"), []);
    }

    #[test]
    fn a_page_without_print_or_with_a_number_is_read() {
        let plain = "Kommunen takker for muligheden for at svare på høringen om planen.";
        assert!(!is_suspect(plain));
        assert!(is_suspect("Side 2"));
        assert!(is_suspect(&format!("{plain} Nr. 120345-7890.")));
    }
}
