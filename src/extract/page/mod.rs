//! A page as a picture, and where its words stand on it.
//!
//! Guarantees: places are shares of the page as it is drawn (turned and cropped as the file says), so they hold at any resolution; a place
//! is given only where the words of a text were found on the page with certainty ([`locate()`]); what is painted is opaque, and the
//! picture is made anew from pixels, without anything else of the file. Deliberately lacks: knowing why something is covered.

mod align;
mod check;
mod locate;
mod order;
mod paint;
mod raster;
mod words;

use serde::{Deserialize, Serialize};

pub use locate::{Located, Wanted, locate};
pub use order::Checked;

pub(super) use check::check;
pub(super) use order::{CheckOrder, PaintOrder, Painting, read as parse, write as put};
pub(super) use paint::paint;
pub(super) use raster::unpack;
pub(super) use words::{of_pdf, of_tsv};

/// A rectangle on a page: edges as shares of its width and height, from the upper left corner of the page as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Frame {
    /// The frame with its edges within the page; none when nothing of it is.
    #[must_use]
    pub fn within_page(self) -> Option<Self> {
        let edge = |at: f64| at.clamp(0.0, 1.0);
        let inside = Self {
            left: edge(self.left),
            top: edge(self.top),
            right: edge(self.right),
            bottom: edge(self.bottom),
        };
        (inside.right > inside.left && inside.bottom > inside.top).then_some(inside)
    }

    fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn joined(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A word where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedWord {
    pub text: String,
    pub frame: Frame,
}

/// The words of a page, in the order of whoever read them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageWords {
    /// Width by height, as the page is drawn.
    pub aspect: f64,
    pub words: Vec<PlacedWord>,
}

impl PageWords {
    /// The words, with a space between.
    #[must_use]
    pub fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// Whether a picture of this many pixels shows this page: else places on one are not places on the other.
    #[must_use]
    pub fn fits(&self, (width, height): (u32, u32)) -> bool {
        let drawn = f64::from(width) / f64::from(height.max(1));
        (drawn / self.aspect - 1.0).abs() < 0.02
    }
}

/// A page with what must not be seen painted over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Painted {
    pub bytes: Vec<u8>,
    /// `image/png`, or `image/jpeg` for photographs and scans.
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
}
