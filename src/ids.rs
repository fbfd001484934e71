//! Numbers and secrets that are handed out: receipt numbers with a check digit, and tokens that only this installation can make.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Digits and letters that cannot be taken for one another when read aloud or typed from paper.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const RANDOM_CHARACTERS: usize = 9;

/// A receipt number such as `K7M2Q-9XWE4`: 45 random bits and a check character (Luhn mod 32). No gap-free numbers are promised.
#[must_use]
pub fn receipt_number() -> String {
    let mut code: Vec<u8> = (0..RANDOM_CHARACTERS)
        .map(|_| rand::random::<u8>() % 32)
        .collect();
    code.push(check_digit(&code));
    let letters: String = code
        .iter()
        .map(|&value| ALPHABET[usize::from(value)] as char)
        .collect();
    format!("{}-{}", &letters[..5], &letters[5..])
}

/// A receipt number as somebody typed it, in its own form; `None` when it cannot be one (a typing error, most likely).
#[must_use]
pub fn parse_receipt_number(typed: &str) -> Option<String> {
    let letters: String = typed
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .collect::<String>()
        .to_ascii_uppercase();
    let code: Vec<u8> = letters
        .bytes()
        .map(|letter| {
            ALPHABET
                .iter()
                .position(|&known| known == letter)
                .and_then(|at| u8::try_from(at).ok())
        })
        .collect::<Option<_>>()?;
    let (&check, rest) = code.split_last()?;
    (rest.len() == RANDOM_CHARACTERS && check_digit(rest) == check)
        .then(|| format!("{}-{}", &letters[..5], &letters[5..]))
}

fn check_digit(code: &[u8]) -> u8 {
    let sum: u32 = code
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &value)| {
            let weighted = u32::from(value) * if at % 2 == 0 { 2 } else { 1 };
            weighted / 32 + weighted % 32
        })
        .sum();
    u8::try_from((32 - sum % 32) % 32).unwrap_or(0)
}

/// 256 random bits as text, for sessions and links.
#[must_use]
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// SHA-256 of a token: what the database keeps of it.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What only this installation knows. Tokens derived from it need no row in the database, so a stolen database opens no receipt.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new one, kept nowhere.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The one in the file, made (mode 0600, fsync) when there is none.
    pub fn open(file: &Path) -> anyhow::Result<Self> {
        match std::fs::read(file) {
            Ok(bytes) => {
                Ok(Self(bytes.as_slice().try_into().with_context(|| {
                    format!("{} must hold 32 bytes", file.display())
                })?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secret = Self::random();
                write_private(file, &secret.0)
                    .with_context(|| format!("cannot write {}", file.display()))?;
                Ok(secret)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    /// A token of 192 bits for a value and a purpose, the same each time.
    #[must_use]
    pub fn token(&self, purpose: &str, value: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.mac(purpose, value)[..24])
    }

    /// Whether a token is the one for this value, compared in constant time.
    #[must_use]
    pub fn is_token(&self, purpose: &str, value: &str, token: &str) -> bool {
        self.token(purpose, value)
            .as_bytes()
            .ct_eq(token.as_bytes())
            .into()
    }

    /// A keyed hash of something that must not be stored as it is, such as a network address.
    #[must_use]
    pub fn mac(&self, purpose: &str, value: &str) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes a key of any length")
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut handle = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    handle.write_all(bytes)?;
    handle.sync_all()?;
    if let Some(parent) = file.parent() {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_number_survives_being_typed_in_small_letters_without_the_hyphen() {
        let number = receipt_number();
        assert_eq!(
            parse_receipt_number(&number.to_lowercase().replace('-', " ")),
            Some(number)
        );
    }

    #[test]
    fn one_wrong_or_two_swapped_characters_are_noticed() {
        let number = "23456-789AB".replace('-', "");
        let code: Vec<u8> = number
            .bytes()
            .take(9)
            .map(|b| ALPHABET.iter().position(|&a| a == b).unwrap() as u8)
            .collect();
        let good: String = code
            .iter()
            .chain([&check_digit(&code)])
            .map(|&v| ALPHABET[v as usize] as char)
            .collect();
        assert!(parse_receipt_number(&good).is_some());
        for at in 0..10 {
            for letter in ALPHABET {
                let mut wrong = good.clone().into_bytes();
                if wrong[at] == *letter {
                    continue;
                }
                wrong[at] = *letter;
                assert_eq!(
                    parse_receipt_number(std::str::from_utf8(&wrong).unwrap()),
                    None
                );
            }
        }
        let mut swapped = good.into_bytes();
        swapped.swap(3, 4);
        assert_eq!(
            parse_receipt_number(std::str::from_utf8(&swapped).unwrap()),
            None
        );
    }

    #[test]
    fn a_token_holds_for_its_own_purpose_and_value_only() {
        let secret = Secret::random();
        let token = secret.token("receipt", "A");
        assert!(secret.is_token("receipt", "A", &token));
        assert!(!secret.is_token("receipt", "B", &token) && !secret.is_token("draft", "A", &token));
        assert!(!Secret::random().is_token("receipt", "A", &token));
    }
}
