//! The signing key: Ed25519 (RFC 8032), one file, known outside by its public half.
//!
//! The file has a line of comment and the key as PKCS#8 PEM (RFC 8410). The comment of a demonstration key is
//! `# hoering signing key (demo)`, and its id begins with `demo-`, so that nobody takes its receipts for real ones.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, bail};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::Hash;

const MARK: &str = "# hoering signing key";
const DEMO_MARK: &str = "# hoering signing key (demo)";

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Real,
    Demo,
}

/// The private half. It has no `Debug`, so that it reaches no log.
#[derive(Clone)]
pub struct PrivateKey {
    key: SigningKey,
    purpose: Purpose,
}

/// The public half. Whether it is trusted is for the one who holds it to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    key: VerifyingKey,
    purpose: Purpose,
}

impl PrivateKey {
    /// A new key, kept nowhere.
    #[must_use]
    pub fn random(purpose: Purpose) -> Self {
        Self::from_seed(rand::random(), purpose)
    }

    /// The key of a seed: for test vectors.
    #[must_use]
    pub fn from_seed(seed: [u8; 32], purpose: Purpose) -> Self {
        Self {
            key: SigningKey::from_bytes(&seed),
            purpose,
        }
    }

    /// The key in the file, made when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written, is no key, or is for another purpose.
    pub fn open(file: &Path, purpose: Purpose) -> anyhow::Result<Self> {
        match std::fs::read_to_string(file) {
            Ok(text) => {
                let key = Self::parse(&text)
                    .with_context(|| format!("{} is no signing key", file.display()))?;
                if key.purpose != purpose {
                    bail!(
                        "{} is {}: keep demonstration and real data apart",
                        file.display(),
                        match key.purpose {
                            Purpose::Demo => "a demonstration key",
                            Purpose::Real => "a real key",
                        }
                    );
                }
                Ok(key)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let key = Self::random(purpose);
                write_once(file, &key.to_text()?)
                    .with_context(|| format!("cannot write {}", file.display()))?;
                Ok(key)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let purpose = match text.lines().next() {
            Some(DEMO_MARK) => Purpose::Demo,
            _ => Purpose::Real,
        };
        let key = SigningKey::from_pkcs8_pem(&without_comments(text))
            .map_err(|error| anyhow::anyhow!("read the PKCS#8 PEM: {error}"))?;
        Ok(Self { key, purpose })
    }

    fn to_text(&self) -> anyhow::Result<String> {
        let pem = self
            .key
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|error| anyhow::anyhow!("write the PKCS#8 PEM: {error}"))?;
        Ok(format!("{}\n{}", mark(self.purpose), pem.as_str()))
    }

    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey {
            key: self.key.verifying_key(),
            purpose: self.purpose,
        }
    }

    /// The Ed25519 signature, 64 bytes.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl PublicKey {
    /// The key's id: the first 8 bytes of SHA-256 of the 32 public bytes in hexadecimal, after `demo-` for a demonstration key.
    #[must_use]
    pub fn id(&self) -> String {
        let hash = Hash::of(&[self.key.as_bytes()]);
        let prefix = match self.purpose {
            Purpose::Real => "",
            Purpose::Demo => "demo-",
        };
        format!("{prefix}{}", hex::encode(&hash.0[..8]))
    }

    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// # Errors
    /// When the bytes are no point of the curve.
    pub fn from_bytes(bytes: &[u8; 32], purpose: Purpose) -> anyhow::Result<Self> {
        let key = VerifyingKey::from_bytes(bytes).context("read the public key")?;
        Ok(Self { key, purpose })
    }

    /// The key for the authority's site and for `hoering verify --key`: SubjectPublicKeyInfo as PEM.
    ///
    /// # Errors
    /// When encoding fails.
    pub fn to_pem(&self) -> anyhow::Result<String> {
        let pem = self
            .key
            .to_public_key_pem(LineEnding::LF)
            .map_err(|error| anyhow::anyhow!("write the public key: {error}"))?;
        Ok(format!("{}\n{pem}", mark(self.purpose)))
    }

    /// # Errors
    /// When the text is no such PEM.
    pub fn from_pem(text: &str) -> anyhow::Result<Self> {
        let purpose = match text.lines().next() {
            Some(DEMO_MARK) => Purpose::Demo,
            _ => Purpose::Real,
        };
        let key = VerifyingKey::from_public_key_pem(&without_comments(text))
            .map_err(|error| anyhow::anyhow!("read the public key: {error}"))?;
        Ok(Self { key, purpose })
    }

    /// Whether the key's owner signed the message. Strict: weak keys and malleable signatures are refused.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key
            .verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    }
}

fn mark(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Real => MARK,
        Purpose::Demo => DEMO_MARK,
    }
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Writes a file of mode 0600 that is there whole or not at all, and never over another; on disk when it returns.
fn write_once(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let draft = folder.join(format!(".key-{:016x}", rand::random::<u64>()));
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| out.sync_all())
        .and_then(|()| std::fs::hard_link(&draft, file));
    std::fs::remove_file(&draft)?;
    written?;
    File::open(folder)?.sync_all()
}
