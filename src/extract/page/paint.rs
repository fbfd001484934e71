//! Paints over and packs anew, in the child. The same pixels and places give the same bytes.

use super::order::{PaintOrder, Painting, read, write};
use super::raster::Raster;
use super::{Frame, check};
use anyhow::Context;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

/// Colours of a page that is print and drawings; a photograph has more.
const COLOURS: usize = 64;
/// Steps between the levels of a colour: letters stay smooth, and a page takes a third of the room.
const STEP: u8 = 17;
/// Above this many bytes a page is packed as a photograph.
const LARGE: usize = 400_000;
/// Of a hundred; letters of a scan stay clear.
const QUALITY: u8 = 70;
/// A JPEG is packed in squares of this many pixels: what is covered is covered to their edges, so that nothing shines through.
const SQUARE: u32 = 8;

/// Reads an order and pixels, and writes the picture.
pub(in crate::extract) fn paint(input: &[u8], out: &mut impl std::io::Write) -> anyhow::Result<()> {
    let (order, pixmap): (PaintOrder, _) = read(input).context("no order")?;
    let mut raster = Raster::of_pixmap(pixmap)?;
    cover(&mut raster, &order.frames, 1);
    let packed = flat(&raster).map(|print| print.pack()).transpose()?;
    let (jpeg, bytes) = match packed.filter(|bytes| bytes.len() <= LARGE) {
        Some(bytes) => (false, bytes),
        None => {
            cover(&mut raster, &order.frames, SQUARE);
            (true, photograph(&raster)?)
        }
    };
    let head = Painting {
        jpeg,
        width: raster.width,
        height: raster.height,
    };
    write(&head, &bytes, out)
}

/// Makes the pixels of each frame black, outwards to whole squares of so many pixels.
fn cover(raster: &mut Raster, frames: &[Frame], square: u32) {
    let (width, height) = (raster.width, raster.height);
    for frame in frames {
        let (left, right) = check::edges((frame.left, frame.right), width, square);
        let (top, bottom) = check::edges((frame.top, frame.bottom), height, square);
        let row = width as usize * 3;
        for line in raster.rgb.chunks_exact_mut(row).take(bottom).skip(top) {
            line[left * 3..right * 3].fill(0);
        }
    }
}

/// A page of few colours: the number of each pixel's colour.
struct Print {
    width: u32,
    height: u32,
    colours: Vec<[u8; 3]>,
    pixels: Vec<u8>,
}

/// The page with its levels rounded; none when it has too many colours.
fn flat(raster: &Raster) -> Option<Print> {
    let mut numbers: Vec<Option<u8>> = vec![None; 16 * 16 * 16];
    let mut colours: Vec<[u8; 3]> = Vec::new();
    let mut pixels = Vec::with_capacity(raster.rgb.len() / 3);
    let level = |value: u8| (u16::from(value) + u16::from(STEP) / 2) / u16::from(STEP);
    for pixel in raster.rgb.chunks_exact(3) {
        let levels = [level(pixel[0]), level(pixel[1]), level(pixel[2])];
        let key = usize::from(levels[0] << 8 | levels[1] << 4 | levels[2]);
        let number = match numbers[key] {
            Some(number) => number,
            None if colours.len() == COLOURS => return None,
            None => {
                let number = u8::try_from(colours.len()).ok()?;
                let value = |level: u16| u8::try_from(level).unwrap_or(15) * STEP;
                colours.push(levels.map(value));
                numbers[key] = Some(number);
                number
            }
        };
        pixels.push(number);
    }
    Some(Print {
        width: raster.width,
        height: raster.height,
        colours,
        pixels,
    })
}

impl Print {
    /// As a PNG with a palette, and nothing else in it.
    fn pack(&self) -> anyhow::Result<Vec<u8>> {
        let small = self.colours.len() <= 16;
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(if small {
            png::BitDepth::Four
        } else {
            png::BitDepth::Eight
        });
        encoder.set_palette(self.colours.concat());
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        if small {
            writer.write_image_data(&self.halves())?;
        } else {
            writer.write_image_data(&self.pixels)?;
        }
        writer.finish()?;
        Ok(bytes)
    }

    /// Two pixels to a byte, each line from a byte of its own.
    fn halves(&self) -> Vec<u8> {
        let lines = self.pixels.chunks_exact(self.width as usize);
        let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or_default();
        lines.flat_map(|line| line.chunks(2).map(pair)).collect()
    }
}

fn photograph(raster: &Raster) -> anyhow::Result<Vec<u8>> {
    let grey = raster
        .rgb
        .chunks_exact(3)
        .all(|pixel| pixel[0].abs_diff(pixel[1]) < 8 && pixel[1].abs_diff(pixel[2]) < 8);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if grey {
        let luma: Vec<u8> = raster.rgb.chunks_exact(3).map(|pixel| pixel[1]).collect();
        encoder.encode(&luma, raster.width, raster.height, ExtendedColorType::L8)?;
    } else {
        encoder.encode(
            &raster.rgb,
            raster.width,
            raster.height,
            ExtendedColorType::Rgb8,
        )?;
    }
    Ok(bytes)
}
