//! What a response was when it came, in 32 bytes that give nothing away.
//!
//! # Format, version 1
//!
//! An *item* is an original file or a paragraph of a text. Numbers are big-endian, `||` joins bytes, quoted text is ASCII.
//!
//! ```text
//! item hash = SHA-256( "hoering/commitment-item/1" || 0x00
//!                      || kind   1 byte    0x01 file, 0x02 paragraph
//!                      || part   4 bytes   the part of the response, from 0
//!                      || index  4 bytes   a file: 0; a paragraph: its number in the part's text, from 0
//!                      || salt   16 bytes  random, of this item alone
//!                      || content )        a file: SHA-256 of its bytes (32 bytes); a paragraph: its UTF-8 bytes
//! tree      = the RFC 9162 Merkle tree hash (section 2.1.1) of the item hashes in their order
//! root      = SHA-256( "hoering/commitment/1" || 0x00
//!                      || kind   1 byte    0x01 response, 0x02 text of an attachment
//!                      || count  4 bytes   number of items
//!                      || tree )
//! log leaf  = SHA-256( 0x00 || root )      as in RFC 9162: the log's entry is the root
//! ```
//!
//! **Paragraphs**: the text is brought to normal form C, CR LF and CR become LF, and it is cut at LF. A line is blank when it holds nothing but
//! characters with Unicode's `White_Space`. A paragraph is a longest run of lines that are not blank, joined by LF, without the white space at
//! its two ends. Inside it nothing else is changed. A text of blank lines has no paragraphs.
//!
//! Order of items: as given, which is files by part, then paragraphs by part and index. A response without any item is refused.
//!
//! A shown item is disclosed with salt and content, a hidden one with its hash alone: 128 random bits stand between the hash and a guess, so
//! not even a CPR number can be tried out. After erasure only the root is left.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::{Hash, bytes_from_hex, log};

/// The version of the format that is written.
pub const VERSION: u32 = 1;
const ITEM: &[u8] = b"hoering/commitment-item/1\0";
const ROOT: &[u8] = b"hoering/commitment/1\0";

/// What a commitment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Made at accept: every original file, and the paragraphs of what was typed or of the mail's body.
    Response,
    /// Made with the first text of an attachment: its paragraphs.
    AttachmentText,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    File,
    Paragraph,
}

/// 128 random bits; as text 32 lowercase hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

impl Salt {
    /// A new one from the system's generator.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }
}

impl Serialize for Salt {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        bytes_from_hex(&text)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// What is committed to.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// An original file, by the SHA-256 of its bytes.
    File { part: u32, sha256: Hash },
    /// A text, cut into paragraphs.
    Text { part: u32, text: &'a str },
}

/// An item as the authority keeps it. The salt is erased with the response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub kind: ItemKind,
    pub part: u32,
    pub index: u32,
    pub salt: Salt,
    pub hash: Hash,
}

/// A commitment as the authority keeps it; only [`Disclosure`] leaves the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    pub version: u32,
    pub kind: Kind,
    pub items: Vec<Item>,
    pub root: Hash,
}

/// An item as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosedItem {
    pub kind: ItemKind,
    pub part: u32,
    pub index: u32,
    #[serde(flatten)]
    pub value: Value,
}

/// Shown (`salt` with `text` or `sha256`) or hidden (`hash`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Paragraph { salt: Salt, text: String },
    File { salt: Salt, sha256: Hash },
    Hidden { hash: Hash },
}

/// A commitment as the public sees it: enough to compute the root again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    pub version: u32,
    pub kind: Kind,
    pub items: Vec<DisclosedItem>,
    pub root: Hash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CommitmentError {
    #[error("a commitment needs at least one file or paragraph")]
    Empty,
    #[error("the format version {0} is unknown")]
    UnknownVersion(u32),
    #[error("part {part}, item {index} is not as it was committed to")]
    Altered { part: u32, index: u32 },
    #[error("the items do not give the root")]
    WrongRoot,
}

impl Commitment {
    /// Commits to the contents with fresh random salts.
    ///
    /// # Errors
    /// When there is neither a file nor a paragraph.
    pub fn new(kind: Kind, contents: &[Content]) -> Result<Self, CommitmentError> {
        Self::with_salts(kind, contents, Salt::random)
    }

    /// The same with given salts: for test vectors only.
    ///
    /// # Errors
    /// When there is neither a file nor a paragraph.
    pub fn with_salts(
        kind: Kind,
        contents: &[Content],
        mut salt: impl FnMut() -> Salt,
    ) -> Result<Self, CommitmentError> {
        let mut items = Vec::new();
        for content in contents {
            match *content {
                Content::File { part, sha256 } => {
                    items.push(item(ItemKind::File, (part, 0), salt(), &sha256.0));
                }
                Content::Text { part, text } => {
                    for (index, paragraph) in (0..).zip(paragraphs(text)) {
                        let at = (part, index);
                        items.push(item(ItemKind::Paragraph, at, salt(), paragraph.as_bytes()));
                    }
                }
            }
        }
        let root = root(kind, items.iter().map(|item| item.hash))?;
        Ok(Self {
            version: VERSION,
            kind,
            items,
            root,
        })
    }

    /// What the public gets: `shown` answers for each item the paragraph (or the file's SHA-256 in hexadecimal) when it may be seen, and
    /// `None` when it is hidden. A paragraph with a redaction is hidden.
    ///
    /// # Errors
    /// When something shown is not what was committed to: a text that staff changed since has to be given as hidden.
    pub fn disclose(
        &self,
        mut shown: impl FnMut(&Item) -> Option<String>,
    ) -> Result<Disclosure, CommitmentError> {
        let items = self
            .items
            .iter()
            .map(|item| {
                let value = match shown(item) {
                    None => Value::Hidden { hash: item.hash },
                    Some(content) => item.shown(content)?,
                };
                Ok(DisclosedItem {
                    kind: item.kind,
                    part: item.part,
                    index: item.index,
                    value,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Disclosure {
            version: self.version,
            kind: self.kind,
            items,
            root: self.root,
        })
    }
}

impl DisclosedItem {
    #[must_use]
    pub fn is_paragraph(&self) -> bool {
        self.kind == ItemKind::Paragraph
    }

    /// The paragraph, when it is shown.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Paragraph { text, .. } => Some(text),
            Value::File { .. } | Value::Hidden { .. } => None,
        }
    }
}

impl Item {
    /// Whether this is what was committed to (a paragraph, or a file's SHA-256 in hexadecimal).
    #[must_use]
    pub fn is(&self, content: &str) -> bool {
        self.shown(content.to_owned()).is_ok()
    }

    fn shown(&self, content: String) -> Result<Value, CommitmentError> {
        let (part, index) = (self.part, self.index);
        let altered = CommitmentError::Altered { part, index };
        let salt = self.salt;
        let value = match self.kind {
            ItemKind::Paragraph => Value::Paragraph {
                salt,
                text: content,
            },
            ItemKind::File => Value::File {
                salt,
                sha256: content.parse().map_err(|_| altered)?,
            },
        };
        if value.hash(self.kind, part, index) == Some(self.hash) {
            Ok(value)
        } else {
            Err(altered)
        }
    }
}

impl Value {
    /// The item's hash; `None` when the value is not of the item's kind.
    fn hash(&self, kind: ItemKind, part: u32, index: u32) -> Option<Hash> {
        match (self, kind) {
            (Self::Hidden { hash }, _) => Some(*hash),
            (Self::Paragraph { salt, text }, ItemKind::Paragraph) => {
                Some(item_hash(kind, (part, index), *salt, text.as_bytes()))
            }
            (Self::File { salt, sha256 }, ItemKind::File) => {
                Some(item_hash(kind, (part, index), *salt, &sha256.0))
            }
            _ => None,
        }
    }
}

impl Disclosure {
    /// Checks that shown and hidden items together give the root, and that the root is the one of the receipt.
    ///
    /// # Errors
    /// Says what does not fit.
    pub fn verify(&self, receipt_root: Hash) -> Result<(), CommitmentError> {
        if self.version != VERSION {
            return Err(CommitmentError::UnknownVersion(self.version));
        }
        let hashes = self
            .items
            .iter()
            .map(|item| {
                let (part, index) = (item.part, item.index);
                let hash = item.value.hash(item.kind, part, index);
                hash.ok_or(CommitmentError::Altered { part, index })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let computed = root(self.kind, hashes.into_iter())?;
        if computed == self.root && computed == receipt_root {
            Ok(())
        } else {
            Err(CommitmentError::WrongRoot)
        }
    }
}

/// The paragraphs of a text by the rule above.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let text: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .nfc()
        .collect();
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.split('\n') {
        let blank = line.trim().is_empty();
        match found.last_mut() {
            Some(last) if open && !blank => {
                last.push('\n');
                last.push_str(line);
            }
            _ if !blank => found.push(line.to_owned()),
            _ => {}
        }
        open = !blank;
    }
    for paragraph in &mut found {
        *paragraph = paragraph.trim().to_owned();
    }
    found
}

fn item(kind: ItemKind, at: (u32, u32), salt: Salt, content: &[u8]) -> Item {
    Item {
        kind,
        part: at.0,
        index: at.1,
        salt,
        hash: item_hash(kind, at, salt, content),
    }
}

fn item_hash(kind: ItemKind, (part, index): (u32, u32), salt: Salt, content: &[u8]) -> Hash {
    let kind = match kind {
        ItemKind::File => [1],
        ItemKind::Paragraph => [2],
    };
    Hash::of(&[
        ITEM,
        &kind,
        &part.to_be_bytes(),
        &index.to_be_bytes(),
        &salt.0,
        content,
    ])
}

fn root(kind: Kind, hashes: impl Iterator<Item = Hash>) -> Result<Hash, CommitmentError> {
    let leaves: Vec<Hash> = hashes.map(|hash| log::leaf_hash(&hash.0)).collect();
    let count = u32::try_from(leaves.len()).map_err(|_| CommitmentError::WrongRoot)?;
    if count == 0 {
        return Err(CommitmentError::Empty);
    }
    let kind = match kind {
        Kind::Response => [1],
        Kind::AttachmentText => [2],
    };
    let tree = log::root(&leaves);
    Ok(Hash::of(&[ROOT, &kind, &count.to_be_bytes(), &tree.0]))
}
