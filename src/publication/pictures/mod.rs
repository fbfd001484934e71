//! Letters as they were sent: their pages as pictures, with what must not be seen painted over.
//!
//! Hidden text is found on the page where it stands ([`crate::extract::locate`]), and what people drew is added. What the program cannot
//! find with certainty is not painted by guess: the gate stops until a person has covered it. Pages are drawn one at a time, in the child.

mod cover;
mod paint;
mod source;

use serde::{Deserialize, Serialize};

use super::evidence::Spot;
use crate::extract::Frame;
use crate::storage::Kept;

pub use cover::Cover;
pub use source::Pages;

pub(super) use cover::cover;
pub(super) use paint::{paint, paint_page};

/// Which page of a release a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureOf {
    pub reference: String,
    /// Among the parts shown, from 0.
    pub part: usize,
    /// From 1.
    pub page: u32,
    /// Pixels.
    pub width: u32,
    pub height: u32,
}

/// A painted page, in storage.
#[derive(Debug, Clone)]
pub struct PaintedPage {
    pub of: PictureOf,
    pub spot: Spot,
    /// The file's name within the release: reference, attachment and page; never the sender's.
    pub name: String,
    pub media_type: &'static str,
    pub bytes: usize,
    pub sha256: Vec<u8>,
    pub covered: Vec<Covering>,
    /// What is printed on it, as far as the program reads it; with what is covered.
    pub print: String,
}

impl PaintedPage {
    pub(super) fn kept(&self) -> anyhow::Result<Kept> {
        Ok(Kept {
            sha256: self.sha256.clone(),
            bytes: i64::try_from(self.bytes)?,
        })
    }
}

/// A place that was painted over, and for what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covering {
    pub frame: Frame,
    /// The redaction that stands there.
    pub redaction: Option<i64>,
    /// The box that somebody drew.
    pub drawn: Option<i64>,
}

/// The painted pages of a release, and the files that could not be drawn.
#[derive(Debug, Default)]
pub struct Painting {
    pub pages: Vec<PaintedPage>,
    pub(super) failed: Vec<Spot>,
}
