//! Commitments, the Merkle log and signatures: what lets somebody with a receipt check that nothing was lost or altered.
//!
//! Pure functions and one key file; no feature, no database. `docs/proof.md` says the same for those who write a verifier of their own.
//! Deliberately absent: trust. A key is trusted because somebody was given it, never because a receipt carries it.

pub mod bundle;
pub mod check;
pub mod commitment;
mod entries;
pub mod key;
pub mod log;
pub mod receipt;
pub mod release;
pub mod shown;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A SHA-256 value; as text 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, std::hash::Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// SHA-256 of the pieces, one after the other.
    #[must_use]
    pub fn of(pieces: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for piece in pieces {
            hasher.update(piece);
        }
        Self(hasher.finalize().into())
    }

    /// A hash as the database keeps it; `None` unless it is 32 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        bytes_from_hex(text).map(Self)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Lowercase hexadecimal only, so that a value has one spelling.
fn bytes_from_hex<const N: usize>(text: &str) -> Result<[u8; N], hex::FromHexError> {
    if let Some((index, c)) = text.char_indices().find(|(_, c)| c.is_ascii_uppercase()) {
        return Err(hex::FromHexError::InvalidHexCharacter { c, index });
    }
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes)?;
    Ok(bytes)
}
