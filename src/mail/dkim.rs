//! DKIM (RFC 6376; Ed25519 by RFC 8463): signs what goes out, when a key is set. Canonicalisation is relaxed for fields and body.
//!
//! lettre can sign too, with an implementation of RSA that has an open advisory (RUSTSEC-2023-0071) and no second `From` in its list of
//! fields; ring, which TLS uses already, has neither fault.

use anyhow::{Context, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use sha2::{Digest, Sha256};

use crate::config;

/// The fields that are signed where the mail has them. `From` stands twice, so that nobody can add another.
const SIGNED: [&str; 12] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "reply-to",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
];
/// What mail providers ask for, and the longest that fits most name servers.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
const FOLD: usize = 70;

/// A key, and the name that its public half has in the domain name system.
pub struct Signer {
    key: Key,
    selector: String,
    domain: String,
}

enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    /// As the settings say; none when no key is set.
    pub fn new(settings: &config::Dkim, from_domain: &str) -> anyhow::Result<Option<Self>> {
        if settings.key_file.is_empty() {
            return Ok(None);
        }
        let domain = if settings.domain.is_empty() {
            from_domain
        } else {
            &settings.domain
        };
        ensure!(
            is_within(from_domain, domain),
            "dkim.domain {domain} is neither the domain of mail.from ({from_domain}) nor one above it"
        );
        ensure!(
            is_name(&settings.selector) && is_name(domain),
            "dkim.selector {:?} is no name for {domain}",
            settings.selector
        );
        let der = PrivateKeyDer::from_pem_file(&settings.key_file)
            .map_err(|error| anyhow::anyhow!("{error}"))
            .with_context(|| format!("dkim.key_file {}", settings.key_file))?;
        let key =
            Key::read(&der).with_context(|| format!("dkim.key_file {}", settings.key_file))?;
        Ok(Some(Self {
            key,
            selector: settings.selector.to_lowercase(),
            domain: domain.to_lowercase(),
        }))
    }

    /// Where the public key must stand, and as what: a name and a TXT record.
    #[must_use]
    pub fn record(&self) -> (String, String) {
        let (kind, public) = match &self.key {
            Key::Rsa(key) => ("rsa", public_key_info(key.public().as_ref())),
            Key::Ed25519(key) => ("ed25519", key.public_key().as_ref().to_vec()),
        };
        (
            format!("{}._domainkey.{}", self.selector, self.domain),
            format!("v=DKIM1; k={kind}; p={}", STANDARD.encode(public)),
        )
    }

    /// The mail with its signature in front.
    pub fn sign(&self, mail: &[u8], at: DateTime<Utc>) -> anyhow::Result<Vec<u8>> {
        let end = mail
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .context("the mail has no body")?;
        let (head, body) = (&mail[..end + 2], &mail[end + 4..]);
        let fields = unfold(std::str::from_utf8(head).context("a field is not ASCII")?);
        let mut names = vec!["from"];
        let mut signed = String::new();
        for name in SIGNED {
            if let Some((_, value)) = fields.iter().rev().find(|(known, _)| known == name) {
                names.push(name);
                signed.push_str(&format!("{name}:{value}\r\n"));
            }
        }
        let algorithm = match self.key {
            Key::Rsa(_) => "rsa",
            Key::Ed25519(_) => "ed25519",
        };
        let start = format!(
            "v=1; a={algorithm}-sha256; c=relaxed/relaxed; d={}; s={};\r\n\tt={};\r\n\th={};\r\n\tbh={};\r\n\tb=",
            self.domain,
            self.selector,
            at.timestamp(),
            folded(&names.join(":"), ':'),
            STANDARD.encode(Sha256::digest(relaxed_body(body))),
        );
        signed.push_str(&format!("dkim-signature:{}", relaxed(&start)));
        let signature = STANDARD.encode(self.key.sign(signed.as_bytes())?);
        let mut out = format!("DKIM-Signature: {start}{}\r\n", wrapped(&signature)).into_bytes();
        out.extend_from_slice(mail);
        Ok(out)
    }
}

impl Key {
    fn read(der: &PrivateKeyDer<'_>) -> anyhow::Result<Self> {
        let rejected = |error: ring::error::KeyRejected| anyhow::anyhow!("{error}");
        let rsa = match der {
            PrivateKeyDer::Pkcs8(der) => {
                if let Ok(key) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der())
                {
                    return Ok(Self::Ed25519(key));
                }
                RsaKeyPair::from_pkcs8(der.secret_pkcs8_der())
            }
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
            _ => bail!("it is neither an RSA nor an Ed25519 key"),
        };
        let key = rsa
            .map_err(rejected)
            .context("it is neither an RSA key of 2048 to 4096 bits nor an Ed25519 key")?;
        let bits = key.public().modulus_len() * 8;
        ensure!(
            RSA_BITS.contains(&bits),
            "an RSA key of {bits} bits; it must have 2048 to 4096"
        );
        Ok(Self::Rsa(key))
    }

    fn sign(&self, text: &[u8]) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    text,
                    &mut signature,
                )
                .map_err(|_| anyhow::anyhow!("the DKIM key does not sign"))?;
                Ok(signature)
            }
            // RFC 8463: what is signed is the hash.
            Self::Ed25519(key) => Ok(key.sign(&Sha256::digest(text)).as_ref().to_vec()),
        }
    }
}

/// Whether a domain is another one or lies below it.
fn is_within(domain: &str, above: &str) -> bool {
    let (domain, above) = (domain.to_lowercase(), above.to_lowercase());
    domain == above || domain.ends_with(&format!(".{above}"))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.split('.').all(|label| {
            !label.is_empty()
                && label.len() < 64
                && label
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        })
}

/// Fields by name in lower case, each on one line.
fn unfold(head: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line);
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_lowercase(), value.to_owned()));
        }
    }
    for (_, value) in &mut fields {
        *value = relaxed(value);
    }
    fields
}

/// White space, line ends among it, becomes one space; none at the ends.
fn relaxed(value: &str) -> String {
    value
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 2);
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut space = false;
        for byte in line {
            if matches!(byte, b' ' | b'\t') {
                space = true;
            } else {
                if std::mem::take(&mut space) {
                    out.push(b' ');
                }
                out.push(*byte);
            }
        }
        out.extend_from_slice(b"\r\n");
    }
    while out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    if out == b"\r\n" { Vec::new() } else { out }
}

/// Breaks a list at its separators.
fn folded(list: &str, separator: char) -> String {
    let mut out = String::new();
    let mut length = 0;
    for piece in list.split_inclusive(separator) {
        if length + piece.len() > FOLD {
            out.push_str("\r\n\t ");
            length = 0;
        }
        out.push_str(piece);
        length += piece.len();
    }
    out
}

/// Breaks Base64 anywhere: white space in it counts for nothing.
fn wrapped(base64: &str) -> String {
    base64
        .as_bytes()
        .chunks(FOLD)
        .map(|chunk| String::from_utf8_lossy(chunk).into_owned())
        .collect::<Vec<_>>()
        .join("\r\n\t ")
}

/// A SubjectPublicKeyInfo (RFC 5280) around an RSA public key, as verifiers expect it.
fn public_key_info(key: &[u8]) -> Vec<u8> {
    const RSA_ENCRYPTION: [u8; 15] = [
        0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
    ];
    let bits = tagged(0x03, &[&[0], key].concat());
    tagged(0x30, &[RSA_ENCRYPTION.as_slice(), &bits].concat())
}

/// DER: tag, length, content.
fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match (content.len(), u8::try_from(length.len())) {
        (0..=127, _) => out.push(length.first().copied().unwrap_or(0)),
        (_, Ok(size)) => {
            out.push(0x80 | size);
            out.extend(length);
        }
        (_, Err(_)) => {}
    }
    out.extend_from_slice(content);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_body_are_made_plain_as_the_standard_s_own_example() {
        // RFC 6376, 3.4.5
        let fields = unfold("A: X\r\nB : Y\t\r\n\tZ  \r\n");
        assert_eq!(
            fields,
            [
                ("a".to_owned(), "X".to_owned()),
                ("b".to_owned(), "Y Z".to_owned())
            ]
        );
        assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
        assert_eq!(relaxed_body(b"\r\n\r\n"), b"");
    }

    #[test]
    fn a_key_belongs_to_the_sender_s_domain_or_one_above() {
        assert!(is_within("svar.region.example", "region.example"));
        assert!(is_within("Region.example", "region.example"));
        assert!(!is_within("region.example", "svar.region.example"));
        assert!(!is_within("enregion.example", "region.example"));
    }
}
