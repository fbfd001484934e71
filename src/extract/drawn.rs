//! The parent's side of pages as pictures: asks children for pixels, words and pictures, one page at a time.

use std::path::Path;
use std::time::Duration;

use super::kind::Kind;
use super::page::{self, CheckOrder, Checked, Frame, PageWords, PaintOrder, Painted, Painting};
use super::run::{MAX_SCANNED, PATIENCE, SIZES, output};
use super::{Why, is_drawable};

/// How long a page may take by the clock where letters are read or packed. The 30 s of processor time bound the work; a busy machine shall
/// not make a page one that a person has to cover.
const READING_PATIENCE: Duration = Duration::from_secs(120);

async fn within(
    patience: Duration,
    asked: impl Future<Output = Result<Vec<u8>, Why>>,
) -> Result<Vec<u8>, Why> {
    let answer = tokio::time::timeout(patience, asked).await;
    answer.unwrap_or(Err(Why::TooSlow))
}

/// The raw pixels of a page.
async fn pixels(
    program: &Path,
    (media_type, (page, pixels)): (&str, (u32, u32)),
    bytes: &[u8],
) -> Result<Vec<u8>, Why> {
    let kind = match media_type {
        "application/pdf" => Kind::Pixels(page, pixels),
        picture if is_drawable(picture) && page == 1 => Kind::Unpack(pixels),
        _ => return Err(Why::OtherKind),
    };
    within(PATIENCE, output(program, kind, bytes)).await
}

pub(super) async fn words(
    program: &Path,
    (media_type, pages, by_letters): (&str, u32, bool),
    bytes: &[u8],
) -> Result<Vec<PageWords>, Why> {
    if media_type == "application/pdf" && !by_letters {
        let sizes = within(PATIENCE, output(program, Kind::PageSizes, bytes)).await?;
        let xml = within(PATIENCE, output(program, Kind::Words, bytes)).await?;
        let text = String::from_utf8_lossy;
        return Ok(page::of_pdf(&text(&sizes), &text(&xml)));
    }
    let mut all = Vec::new();
    for number in 1..=pages.min(MAX_SCANNED) {
        let raster = pixels(program, (media_type, (number, SIZES[0])), bytes).await?;
        let read = output(program, Kind::Recognise, &raster);
        let table = within(READING_PATIENCE, read).await?;
        all.push(page::of_tsv(&String::from_utf8_lossy(&table)));
    }
    Ok(all)
}

pub(super) async fn painted(
    program: &Path,
    what: (&str, (u32, u32)),
    bytes: &[u8],
    frames: &[Frame],
) -> Result<Painted, Why> {
    let raster = pixels(program, what, bytes).await?;
    let order = PaintOrder {
        frames: frames.to_vec(),
    };
    let input = headed(&order, &raster)?;
    let answer = within(READING_PATIENCE, output(program, Kind::Paint, &input)).await?;
    let (head, picture): (Painting, _) = page::parse(&answer).ok_or(Why::Stopped)?;
    Ok(head.with(picture))
}

pub(super) async fn check(
    program: &Path,
    picture: &[u8],
    frames: &[Frame],
) -> Result<Checked, Why> {
    let order = CheckOrder {
        frames: frames.to_vec(),
    };
    let input = headed(&order, picture)?;
    let answer = within(READING_PATIENCE, output(program, Kind::Check, &input)).await?;
    serde_json::from_slice(&answer).map_err(|_| Why::Stopped)
}

pub(super) async fn letters(program: &Path, picture: &[u8]) -> Result<String, Why> {
    let table = within(READING_PATIENCE, output(program, Kind::Recognise, picture)).await?;
    Ok(page::of_tsv(&String::from_utf8_lossy(&table)).text())
}

fn headed(order: &impl serde::Serialize, bytes: &[u8]) -> Result<Vec<u8>, Why> {
    let mut input = Vec::with_capacity(bytes.len() + 4_096);
    page::put(order, bytes, &mut input).map_err(|_| Why::NotRun)?;
    Ok(input)
}
