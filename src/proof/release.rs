//! What a release gives so that anybody with a receipt can check it: `bevis.json`.
//!
//! # Format, `hoeringssvar-bevis/1`
//!
//! One JSON object, signed like a receipt: Ed25519 over `"hoering/release-proof/1" || 0x00 ||` the canonical JSON (RFC 8785) of the object
//! without its member `signature`. It names every response of the hearing with what became of it and its commitments, shows text and salt of
//! the paragraphs that the compilation shows, and nothing but hashes of the others. Paths of the Merkle tree are the 32-byte hashes one after
//! the other in base64 (RFC 4648, section 4): a proof for 50,000 entries is 684 characters.

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::commitment::{DisclosedItem, Kind};
use super::key::{PrivateKey, PublicKey};
use super::log::Head;
use super::receipt::NamedKey;
use super::{Hash, receipt};

/// What `format` says.
pub const FORMAT: &str = "hoeringssvar-bevis/1";
/// The name of the file in a release.
pub const FILE: &str = "bevis.json";
const DOMAIN: &[u8] = b"hoering/release-proof/1\0";
const KEY_DOMAIN: &[u8] = b"hoering/key/1\0";

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseProof {
    pub format: String,
    /// The hearing's slug.
    pub hearing: String,
    pub release: i32,
    /// The log as the release vouches for it.
    pub log: SignedHead,
    /// The log as the earlier releases of the hearing vouched for it, and that nothing was taken out since.
    pub earlier: Vec<Earlier>,
    /// Every other file of the release but the manifest.
    pub files: Vec<FileHash>,
    /// Every response that the ledger counts.
    pub responses: Vec<Accounted>,
    /// Keys that were used before, each vouched for by the one that came after it.
    #[serde(default)]
    pub keys: Vec<FormerKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    #[serde(flatten)]
    pub head: Head,
    /// 64 bytes in hexadecimal, by the key of the release, over [`Head::signed_bytes`].
    pub signature: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub release: i32,
    #[serde(flatten)]
    pub head: Head,
    pub consistency: Path,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileHash {
    pub name: String,
    pub sha256: Hash,
}

/// What became of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Published,
    Partly,
    Withheld,
    NotYetPublished,
    Superseded,
    Withdrawn,
    Duplicate,
    NotAResponse,
    /// Its parts belong to another response.
    Merged,
}

impl Status {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Partly => "partly",
            Self::Withheld => "withheld",
            Self::NotYetPublished => "not_yet_published",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::Duplicate => "duplicate",
            Self::NotAResponse => "not_a_response",
            Self::Merged => "merged",
        }
    }
}

/// A response with its place in the compilation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounted {
    pub status: Status,
    /// The reference of the entry of the compilation that it is, or that took its place.
    #[serde(rename = "as", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Which part of the response each text of the entry shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ShownAs>,
    /// Parts whose text staff changed after it was committed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<u32>,
    pub commitments: Vec<Committed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAs {
    /// Among the parts of the entry, from 0.
    pub at: usize,
    /// The part of the response.
    pub part: u32,
}

/// A commitment in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    pub version: u32,
    pub kind: Kind,
    pub root: Hash,
    /// Its number in the log, from 0.
    pub leaf: u64,
    pub inclusion: Path,
    /// What is shown and what is hidden; left out where nothing of it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<DisclosedItem>,
}

/// Hashes that lead to the root of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub Vec<Hash>);

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|hash| hash.0).collect();
        to.serialize_str(&STANDARD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let bytes = STANDARD
            .decode(String::deserialize(from)?)
            .map_err(D::Error::custom)?;
        if bytes.len() % 32 != 0 {
            return Err(D::Error::custom("a path is hashes of 32 bytes"));
        }
        Ok(Self(
            bytes.chunks(32).filter_map(Hash::from_slice).collect(),
        ))
    }
}

/// A key that was used before. The key that came after it signs this, so trust in the newest reaches back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerKey {
    #[serde(flatten)]
    pub key: NamedKey,
    pub until: DateTime<Utc>,
    /// The id of the key that signs.
    pub by: String,
    pub signature: String,
}

impl FormerKey {
    /// Vouches for the key that is given up.
    ///
    /// # Errors
    /// When it cannot be put in canonical form.
    pub fn sign(old: &PublicKey, until: DateTime<Utc>, by: &PrivateKey) -> anyhow::Result<Self> {
        let mut former = Self {
            key: NamedKey::of(old),
            until,
            by: by.public().id(),
            signature: String::new(),
        };
        let bytes = receipt::signed_bytes(&serde_json::to_value(&former)?, KEY_DOMAIN)?;
        former.signature = hex::encode(by.sign(&bytes));
        Ok(former)
    }

    fn is_signed_by(&self, key: &PublicKey) -> bool {
        let bytes = serde_json::to_value(self)
            .map_err(anyhow::Error::from)
            .and_then(|value| receipt::signed_bytes(&value, KEY_DOMAIN));
        let signature = super::bytes_from_hex(&self.signature);
        self.by == key.id()
            && matches!((bytes, signature), (Ok(bytes), Ok(signature)) if key.verify(&bytes, &signature))
    }
}

/// The keys and every former one that they vouch for, directly or through another.
#[must_use]
pub fn reach(trusted: &[PublicKey], former: &[FormerKey]) -> Vec<PublicKey> {
    let mut found = trusted.to_vec();
    let mut at = 0;
    while let Some(key) = found.get(at).cloned() {
        for one in former.iter().filter(|one| one.is_signed_by(&key)) {
            if let Ok(older) = one.key.read()
                && !found.contains(&older)
            {
                found.push(older);
            }
        }
        at += 1;
    }
    found
}

/// Signs the proof: the bytes of the file.
///
/// # Errors
/// When it cannot be put in canonical form.
pub fn sign(proof: &ReleaseProof, key: &PrivateKey) -> anyhow::Result<Vec<u8>> {
    let mut value = serde_json::to_value(proof).context("write the proof")?;
    receipt::sign_value(&mut value, key, DOMAIN)?;
    let mut bytes = serde_json::to_vec(&value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads a proof and the key that it names. Whether the signature fits is the second answer: what is wrong is told all the same.
///
/// # Errors
/// When it is no proof of this format.
pub fn read(bytes: &[u8]) -> anyhow::Result<(ReleaseProof, PublicKey, bool)> {
    let value: Value = serde_json::from_slice(bytes).context("it is no JSON")?;
    let proof: ReleaseProof = serde_json::from_value(value.clone()).context("read the proof")?;
    ensure!(proof.format == FORMAT, "the proof is of an unknown format");
    let (key, signed) = receipt::signature_of(&value, DOMAIN)?;
    Ok((proof, key, signed))
}
