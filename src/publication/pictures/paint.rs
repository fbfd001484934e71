//! Draws the pages of files, one at a time, and keeps them.

use super::{Cover, Covering, PaintedPage, Painting, PictureOf, cover};
use crate::app::App;
use crate::extract::{Extractor, Frame, Painted, Why};
use crate::publication::evidence::PageSource;

/// Paints every page of these files and keeps the pictures in storage. What nobody has looked at for signatures is not painted: it
/// cannot be released.
///
/// # Errors
/// When storage fails. A file that cannot be drawn is told in the answer.
pub(in crate::publication) async fn paint(
    app: &App,
    sources: &[PageSource],
) -> anyhow::Result<Painting> {
    let extractor = Extractor::new(app.program.clone());
    let mut painting = Painting::default();
    for source in sources.iter().filter(|source| source.signatures) {
        let bytes = app.storage.read(&source.file).await?;
        let found = cover(&extractor, &bytes, source).await;
        let mut pages = Vec::new();
        for page in 1..=source.pages {
            match paint_page(&extractor, (&bytes, source), (page, &found)).await {
                Ok(painted) => pages.push(keep(app, (source, page), &found, painted).await?),
                Err(why) => {
                    tracing::warn!(?why, part = source.part_id, page, "a page was not painted");
                    painting.failed.push(source.spot.clone());
                    break;
                }
            }
        }
        painting.pages.extend(pages);
    }
    Ok(painting)
}

/// One page with its places covered.
///
/// # Errors
/// Why it cannot be drawn; also when what is drawn has another shape than the page on which places were found.
pub(in crate::publication) async fn paint_page(
    extractor: &Extractor,
    (bytes, source): (&[u8], &PageSource),
    (page, found): (u32, &Cover),
) -> Result<Painted, Why> {
    let places = found.on(page);
    let frames: Vec<Frame> = places.iter().map(|one| one.frame).collect();
    let what = (source.media_type.as_str(), page);
    let painted = extractor.painted(bytes, what, &frames).await?;
    let by_words = places.iter().any(|one| one.drawn.is_none());
    let fits = found
        .words_on(page)
        .is_some_and(|words| words.fits((painted.width, painted.height)));
    if by_words && !fits {
        return Err(Why::Damaged);
    }
    Ok(painted)
}

async fn keep(
    app: &App,
    (source, page): (&PageSource, u32),
    found: &Cover,
    painted: Painted,
) -> anyhow::Result<PaintedPage> {
    let bytes = painted.bytes.len();
    let kept = app.storage.keep(painted.bytes.into()).await?;
    let covered: Vec<Covering> = found.on(page).to_vec();
    let ending = if painted.media_type == "image/png" {
        "png"
    } else {
        "jpg"
    };
    let of = PictureOf {
        reference: source.spot.reference.clone(),
        part: source.spot.part.unwrap_or_default(),
        page,
        width: painted.width,
        height: painted.height,
    };
    Ok(PaintedPage {
        name: format!(
            "{}-del-{}-side-{page}.{ending}",
            plain(&of.reference),
            of.part + 1
        ),
        of,
        spot: source.spot.clone(),
        media_type: painted.media_type,
        bytes,
        sha256: kept.sha256,
        covered,
        print: found
            .words_on(page)
            .map(crate::extract::PageWords::text)
            .unwrap_or_default(),
    })
}

/// A reference as part of a file's name.
fn plain(reference: &str) -> String {
    reference
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || letter == '-' {
                letter
            } else {
                '_'
            }
        })
        .collect()
}
