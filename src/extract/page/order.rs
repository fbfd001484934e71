//! What the child is asked about a picture, and answers: a line of JSON before the bytes.

use std::io::Write;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Frame, Painted};

/// What to paint over, before the raw pixels.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::extract) struct PaintOrder {
    pub(in crate::extract) frames: Vec<Frame>,
}

/// What came of painting, before the bytes of the picture.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::extract) struct Painting {
    pub(in crate::extract) jpeg: bool,
    pub(in crate::extract) width: u32,
    pub(in crate::extract) height: u32,
}

/// Where the picture that follows must be of one colour.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::extract) struct CheckOrder {
    pub(in crate::extract) frames: Vec<Frame>,
}

/// What a picture was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub width: u32,
    pub height: u32,
    /// Frames whose pixels are not all the colour of a covered place, by their number in what was asked.
    pub uncovered: Vec<usize>,
    /// The file holds nothing but its pixels: no comment, no properties, no profile, nothing after its end.
    pub bare: bool,
}

/// A line of JSON and the bytes behind it.
pub(in crate::extract) fn write(
    head: &impl Serialize,
    bytes: &[u8],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, head)?;
    out.write_all(b"\n")?;
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// The same, read.
pub(in crate::extract) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (head, rest) = bytes.split_at(end);
    Some((serde_json::from_slice(head).ok()?, rest.get(1..)?))
}

impl Painting {
    pub(in crate::extract) fn with(self, bytes: &[u8]) -> Painted {
        Painted {
            bytes: bytes.to_vec(),
            media_type: if self.jpeg { "image/jpeg" } else { "image/png" },
            width: self.width,
            height: self.height,
        }
    }
}
