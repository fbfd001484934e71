//! Looks at a finished picture, in the child: what it holds besides pixels, and whether what must be covered is.

use std::io::Write;

use anyhow::Context;
use image::ImageFormat;

use super::Frame;
use super::order::{CheckOrder, Checked, read};

/// How bright a covered pixel may be: a JPEG rounds.
const BLACK: u8 = 12;

/// The pixels from one edge to the other: those that the frame touches, outwards to whole squares.
pub(super) fn edges((low, high): (f64, f64), length: u32, square: u32) -> (usize, usize) {
    let last = f64::from(length);
    let low = (low * last).floor().clamp(0.0, last) as u32;
    let high = (high * last).ceil().clamp(0.0, last) as u32;
    let low = low / square * square;
    let high = high.div_ceil(square).saturating_mul(square).min(length);
    (low as usize, high as usize)
}

/// Reads an order and a picture, and writes what it found.
pub(in crate::extract) fn check(input: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
    let (order, bytes): (CheckOrder, _) = read(input).context("no order")?;
    let jpeg = bytes.starts_with(b"\xFF\xD8");
    let format = if jpeg {
        ImageFormat::Jpeg
    } else {
        ImageFormat::Png
    };
    let picture = image::load_from_memory_with_format(bytes, format)?.to_rgb8();
    let (width, height) = picture.dimensions();
    let covered = |frame: &Frame| {
        let (left, right) = edges((frame.left, frame.right), width, 1);
        let (top, bottom) = edges((frame.top, frame.bottom), height, 1);
        let rows = picture.rows().take(bottom).skip(top);
        let mut pixels = rows.flat_map(|row| row.take(right).skip(left));
        left < right && top < bottom && pixels.all(|pixel| pixel.0.iter().all(|it| *it <= BLACK))
    };
    let missing = order.frames.iter().enumerate();
    let answer = Checked {
        width,
        height,
        uncovered: missing
            .filter(|(_, frame)| !covered(frame))
            .map(|(at, _)| at)
            .collect(),
        bare: if jpeg {
            bare_jpeg(bytes)
        } else {
            bare_png(bytes)
        },
    };
    serde_json::to_writer(&mut *out, &answer)?;
    Ok(out.flush()?)
}

/// Head, palette, pixels, end.
fn bare_png(bytes: &[u8]) -> bool {
    let mut rest = match bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") {
        Some(rest) => rest,
        None => return false,
    };
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, name @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        if !matches!(&name, b"IHDR" | b"PLTE" | b"IDAT" | b"IEND") {
            return false;
        }
        let Some(after) = body.get(length + 4..) else {
            return false;
        };
        if &name == b"IEND" {
            return length == 0 && after.is_empty();
        }
        rest = after;
    }
    false
}

/// The marks that pixels need, and the sixteen bytes of JFIF that say nothing of a file; its end is the end.
fn bare_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xFF, mark, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match mark {
            0xE0 if length == 16 => {}
            0xC0 | 0xC4 | 0xDB => {}
            // From here on pixels alone, to the end of the picture.
            0xDA => {
                let end = bytes.windows(2).position(|pair| pair == b"\xFF\xD9");
                return end == Some(bytes.len() - 2);
            }
            _ => return false,
        }
        at += 2 + length;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::order::PaintOrder;
    use super::super::paint;
    use super::super::raster::Raster;
    use super::*;

    /// A picture of lines, or of noise like a photograph, with a frame painted.
    fn painted(noise: bool, frames: &[Frame]) -> Vec<u8> {
        let (width, height) = (301_u32, 203_u32);
        let mut rgb = Vec::new();
        for at in 0..width * height {
            let value = if noise {
                let seed = at.wrapping_mul(2_654_435_761) >> 8;
                [seed as u8, (seed >> 8) as u8, (seed >> 3) as u8]
            } else {
                [if at % 7 < 3 { 10 } else { 250 }; 3]
            };
            rgb.extend(value);
        }
        let raster = Raster { width, height, rgb };
        let mut input = serde_json::to_vec(&PaintOrder {
            frames: frames.to_vec(),
        })
        .unwrap();
        input.push(b'\n');
        input.extend(raster.into_pixmap());
        let mut out = Vec::new();
        paint::paint(&input, &mut out).unwrap();
        let end = out.iter().position(|byte| *byte == b'\n').unwrap();
        out.split_off(end + 1)
    }

    fn looked(picture: &[u8], frames: &[Frame]) -> Checked {
        let mut input = serde_json::to_vec(&CheckOrder {
            frames: frames.to_vec(),
        })
        .unwrap();
        input.push(b'\n');
        input.extend(picture);
        let mut out = Vec::new();
        check(&input, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    const FRAME: Frame = Frame {
        left: 0.101,
        top: 0.203,
        right: 0.511,
        bottom: 0.333,
    };
    const OTHER: Frame = Frame {
        left: 0.7,
        top: 0.7,
        right: 0.9,
        bottom: 0.9,
    };

    #[test]
    fn what_is_painted_is_covered_in_print_and_in_photographs_and_what_is_not_is_told() {
        for noise in [false, true] {
            let picture = painted(noise, &[FRAME]);
            assert_eq!(picture.starts_with(b"\xFF\xD8"), noise);
            let seen = looked(&picture, &[FRAME, OTHER]);
            assert_eq!((seen.width, seen.height), (301, 203));
            assert_eq!(seen.uncovered, [1]);
            assert!(seen.bare);
            assert_eq!(painted(noise, &[FRAME]), picture, "the same bytes again");
        }
    }

    #[test]
    fn a_comment_or_bytes_behind_the_end_are_seen() {
        let mut png = painted(false, &[]);
        png.extend(b"\0\0\0\0tEXt");
        assert!(!looked(&png, &[]).bare);
        let jpeg = painted(true, &[]);
        let mut behind = jpeg.clone();
        behind.extend(b"behind\xFF\xD9");
        assert!(!looked(&behind, &[]).bare);
        let mut comment = jpeg[..2].to_vec();
        comment.extend(b"\xFF\xFE\x00\x06Exif");
        comment.extend(&jpeg[2..]);
        assert!(!looked(&comment, &[]).bare);
    }
}
