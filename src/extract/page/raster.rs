//! Raw pixels: as poppler writes them (portable pixmap), and a picture unpacked to the same form.

use std::io::Cursor;

use anyhow::{Context, bail, ensure};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, imageops};

/// Pixels of red, green and blue.
pub(super) struct Raster {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgb: Vec<u8>,
}

/// The most bytes that unpacking may take.
const MEMORY: u64 = 400 << 20;

impl Raster {
    /// Reads a portable pixmap (`P6`, 255 levels).
    pub(super) fn of_pixmap(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut at = 0;
        let mut word = || -> anyhow::Result<&str> {
            let rest = bytes.get(at..).context("a pixmap without an end")?;
            let start = rest.iter().position(|byte| !byte.is_ascii_whitespace());
            let start = start.context("a pixmap without a size")?;
            let long = rest[start..].iter().position(u8::is_ascii_whitespace);
            let end = start + long.context("a pixmap without pixels")?;
            at += end;
            Ok(std::str::from_utf8(&rest[start..end])?)
        };
        ensure!(word()? == "P6", "no pixmap");
        let (width, height): (u32, u32) = (word()?.parse()?, word()?.parse()?);
        ensure!(word()? == "255", "a pixmap of other levels");
        let rgb = bytes.get(at + 1..).context("a pixmap without pixels")?;
        let expected = u64::from(width) * u64::from(height) * 3;
        if u64::try_from(rgb.len())? != expected || expected == 0 {
            bail!("a pixmap of {} bytes for {width} by {height}", rgb.len());
        }
        Ok(Self {
            width,
            height,
            rgb: rgb.to_vec(),
        })
    }

    pub(super) fn into_pixmap(self) -> Vec<u8> {
        let mut bytes = format!("P6\n{} {}\n255\n", self.width, self.height).into_bytes();
        bytes.extend(self.rgb);
        bytes
    }
}

/// A PNG or JPEG as a pixmap, turned as its camera says, its longer side at most so many pixels; white where it is transparent.
pub(in crate::extract) fn unpack(bytes: &[u8], pixels: u32) -> anyhow::Result<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let turned = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width().max(picture.height()) > pixels {
        picture = picture.thumbnail(pixels, pixels);
    }
    picture.apply_orientation(turned);
    let mut ground = DynamicImage::from(image::RgbaImage::from_pixel(
        picture.width(),
        picture.height(),
        image::Rgba([255; 4]),
    ));
    imageops::overlay(&mut ground, &picture.to_rgba8(), 0, 0);
    let rgb = ground.to_rgb8();
    let raster = Raster {
        width: rgb.width(),
        height: rgb.height(),
        rgb: rgb.into_raw(),
    };
    Ok(raster.into_pixmap())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixmap_must_have_as_many_pixels_as_it_says() {
        let raster = Raster::of_pixmap(b"P6\n2 1\n255\nabcdef").unwrap();
        assert_eq!((raster.width, raster.height), (2, 1));
        assert_eq!(raster.into_pixmap(), b"P6\n2 1\n255\nabcdef");
        for wrong in [
            &b"P6\n2 2\n255\nabcdef"[..],
            b"P5\n2 1\n255\nabcdef",
            b"P6\n0 0\n255\n",
            b"P6\n2 1\n65535\nabcdef",
            b"P6 2",
            b"",
        ] {
            assert!(Raster::of_pixmap(wrong).is_err());
        }
    }
}
