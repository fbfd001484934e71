//! The receipt: a signed promise that what came will be in the log and be accounted for.
//!
//! # Format, version 1
//!
//! A JSON object with the fields of [`Receipt`], `key` and `signature`. The signature (Ed25519, 128 lowercase hexadecimal digits) is over
//!
//! ```text
//! "hoering/receipt/1" || 0x00 || the canonical JSON (RFC 8785) of the object without its member `signature`
//! ```
//!
//! Canonical here: members by the code points of their names, no white space, strings escaped only where JSON demands it, numbers only whole
//! ones below 2^53. So members that a later version adds are signed too. A receipt is issued again, with all commitments, when the text of an
//! attachment has been read; both stay valid.

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::commitment::Kind;
use super::key::{PrivateKey, PublicKey, Purpose};
use super::{Hash, bytes_from_hex};

/// The version of the format that is written.
pub const VERSION: u32 = 1;
const DOMAIN: &[u8] = b"hoering/receipt/1\0";

/// What the sender is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub version: u32,
    /// The receipt number, such as `K7M2Q-9XWE4`.
    pub number: String,
    /// The hearing's slug.
    pub hearing: String,
    /// When it came, by the rule of `arrival_rule`; UTC.
    pub arrived_at: DateTime<Utc>,
    pub parts: Vec<Part>,
    pub commitments: Vec<Root>,
}

/// A part of the response as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub role: String,
    pub filename: Option<String>,
    /// Of the original bytes.
    pub sha256: Hash,
    /// `text`, `no_text`, `unsupported`, …: whether we can read it. `waiting` until that is known.
    pub state: String,
}

/// The root of a commitment; `part` is given for the text of an attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    pub root: Hash,
}

/// The key that a receipt names. Naming it does not make it trusted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedKey {
    pub id: String,
    /// The 32 public bytes in hexadecimal.
    pub public: String,
}

impl NamedKey {
    /// How a key is named.
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        Self {
            id: key.id(),
            public: hex::encode(key.to_bytes()),
        }
    }

    /// The key itself, when its id fits its bytes.
    ///
    /// # Errors
    /// When it is no key, or has another key's id.
    pub fn read(&self) -> anyhow::Result<PublicKey> {
        let purpose = if self.id.starts_with("demo-") {
            Purpose::Demo
        } else {
            Purpose::Real
        };
        let bytes = bytes_from_hex(&self.public).context("read the public key")?;
        let key = PublicKey::from_bytes(&bytes, purpose)?;
        ensure!(key.id() == self.id, "the key has another id");
        Ok(key)
    }
}

/// Signs a receipt: the JSON that its owner keeps.
///
/// # Errors
/// When it cannot be put in canonical form.
pub fn sign(receipt: &Receipt, key: &PrivateKey) -> anyhow::Result<Value> {
    let mut value = serde_json::to_value(receipt).context("write the receipt")?;
    sign_value(&mut value, key, DOMAIN)?;
    Ok(value)
}

/// Puts `key` and `signature` into an object.
pub(super) fn sign_value(value: &mut Value, key: &PrivateKey, domain: &[u8]) -> anyhow::Result<()> {
    let named = serde_json::to_value(NamedKey::of(&key.public()))?;
    let object = value.as_object_mut().context("only an object is signed")?;
    object.insert("key".to_owned(), named);
    let signature = key.sign(&signed_bytes(value, domain)?);
    if let Some(object) = value.as_object_mut() {
        object.insert("signature".to_owned(), hex::encode(signature).into());
    }
    Ok(())
}

/// The key that an object names, and whether the object is as that key signed it.
pub(super) fn signature_of(value: &Value, domain: &[u8]) -> anyhow::Result<(PublicKey, bool)> {
    let named: NamedKey = value
        .get("key")
        .context("it names no key")
        .and_then(|key| Ok(serde_json::from_value(key.clone())?))?;
    let key = named.read()?;
    let signature = value
        .get("signature")
        .and_then(Value::as_str)
        .context("it has no signature")?;
    let signature = bytes_from_hex(signature).context("read the signature")?;
    let signed = key.verify(&signed_bytes(value, domain)?, &signature);
    Ok((key, signed))
}

/// Reads a receipt whose signature fits the key that it names. Whether to trust that key is the caller's question.
///
/// # Errors
/// When it is no receipt, of an unknown version, or not signed by that key.
pub fn read(value: &Value) -> anyhow::Result<(Receipt, PublicKey)> {
    let version = value.get("version").and_then(Value::as_u64);
    ensure!(
        version == Some(u64::from(VERSION)),
        "the receipt is of an unknown version"
    );
    let (key, signed) = signature_of(value, DOMAIN)?;
    ensure!(signed, "the receipt is not as it was signed");
    let receipt = serde_json::from_value(value.clone()).context("read the receipt")?;
    Ok((receipt, key))
}

/// What is signed of an object: the domain and its canonical form without `signature`.
pub(super) fn signed_bytes(value: &Value, domain: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut value = value.clone();
    value
        .as_object_mut()
        .context("only a JSON object is signed")?
        .remove("signature");
    let mut bytes = domain.to_vec();
    canonical(&value, &mut bytes)?;
    Ok(bytes)
}

/// Canonical JSON as described above.
fn canonical(value: &Value, out: &mut Vec<u8>) -> anyhow::Result<()> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => serde_json::to_writer(out, value)?,
        Value::Number(number) => match number.as_i64() {
            Some(whole) if whole.unsigned_abs() < 1 << 53 => {
                out.extend(whole.to_string().as_bytes());
            }
            _ => bail!("only whole numbers below 2^53 are signed"),
        },
        Value::Array(values) => {
            out.push(b'[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                canonical(value, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            out.push(b'{');
            for (at, (name, value)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                canonical(value, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}
