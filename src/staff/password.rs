//! Passwords: argon2id with the cost of the settings, kept as PHC strings (trust.md, *Accounts*).

use std::sync::{Arc, LazyLock, OnceLock};

use anyhow::{Context, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::config;

/// Each hashing takes 64 MiB by default: more than two at once would let a stranger fill the memory.
const AT_ONCE: usize = 2;
static SLOTS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// Fewest characters of a password.
const LEAST: usize = 8;
/// Longer ones are not looked at: nobody types them, and hashing them costs.
const MOST: usize = 1000;

/// Passwords that are tried first by those who guess; compared without capitals, digits at the end and repeated letters.
const COMMON: &[&str] = &[
    "password",
    "adgangskode",
    "kodeord",
    "qwerty",
    "qwertyui",
    "qwertyuiop",
    "asdfghjk",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefgh",
    "iloveyou",
    "letmein",
    "welcome",
    "velkommen",
    "sommer",
    "vinter",
    "efterår",
    "forår",
    "danmark",
    "københavn",
    "aarhus",
    "århus",
    "odense",
    "aalborg",
    "viborg",
    "fodbold",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "superman",
    "administrator",
    "admin",
    "hemmelig",
    "hemmeligt",
    "changeme",
    "skiftmig",
    "testtest",
    "test",
    "kommune",
    "region",
    "midtjylland",
    "sekretariat",
    "høring",
    "høringssvar",
    "hoering",
    "login",
    "trustno",
    "monkey",
    "dragon",
    "master",
    "computer",
    "internet",
    "whatever",
    "starwars",
    "mustang",
    "michael",
    "jennifer",
    "kærlighed",
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
];

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    TooShort,
    TooLong,
    /// Among those that are guessed first, or made of the login.
    Common,
}

/// Makes and checks hashes, at most two at once, off the request's own thread.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
}

impl Passwords {
    /// With the cost of the settings.
    ///
    /// # Errors
    /// When the settings ask for a cost that argon2 cannot have.
    pub fn new(settings: &config::Staff) -> anyhow::Result<Self> {
        let params = Params::new(settings.argon2_memory_kib, settings.argon2_passes, 1, None)
            .map_err(|error| anyhow!("staff.argon2: {error}"))?;
        Ok(Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        })
    }

    /// Whether a password may be chosen.
    ///
    /// # Errors
    /// Why not.
    pub fn check(password: &str, login: &str) -> Result<(), Unfit> {
        let length = password.chars().count();
        if length < LEAST {
            return Err(Unfit::TooShort);
        }
        if length > MOST {
            return Err(Unfit::TooLong);
        }
        let plain = password.to_lowercase();
        let core = plain.trim_matches(|it: char| !it.is_alphabetic());
        let own = login.split('@').next().unwrap_or(login).to_lowercase();
        let one_letter = plain.chars().all(|it| plain.starts_with(it));
        let only_digits = core.is_empty();
        if COMMON.contains(&core) || one_letter || (only_digits && length < 15) || core == own {
            return Err(Unfit::Common);
        }
        Ok(())
    }

    /// A hash of a password, as a PHC string with a random salt.
    ///
    /// # Errors
    /// When argon2 fails.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        in_turn(move || hash(&argon2, &password)).await
    }

    /// Whether a password is the one of a hash. Without a hash (nobody has that login) it takes the same time and is never.
    ///
    /// # Errors
    /// When argon2 fails.
    pub async fn verify(&self, password: &str, known: Option<String>) -> anyhow::Result<bool> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        in_turn(move || {
            let there = known.is_some();
            let known = match known {
                Some(known) => known,
                None => nobody(&argon2)?,
            };
            let parsed = PasswordHash::new(&known)
                .map_err(|error| anyhow!("a password hash cannot be read: {error}"))?;
            Ok(argon2.verify_password(password.as_bytes(), &parsed).is_ok() && there)
        })
        .await
    }

    /// Whether a hash was made at another cost than the settings have now, so that it is made again at the next login.
    #[must_use]
    pub fn is_outdated(&self, known: &str) -> bool {
        let wanted = self.argon2.params();
        let is_current = PasswordHash::new(known)
            .ok()
            .and_then(|hash| Params::try_from(&hash).ok())
            .is_some_and(|params| {
                params.m_cost() == wanted.m_cost()
                    && params.t_cost() == wanted.t_cost()
                    && params.p_cost() == wanted.p_cost()
            });
        !is_current
    }
}

fn hash(argon2: &Argon2<'static>, password: &str) -> anyhow::Result<String> {
    let made = argon2
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow!("cannot hash a password: {error}"))?;
    Ok(made.to_string())
}

/// A hash that no password has, at the cost of today.
fn nobody(argon2: &Argon2<'static>) -> anyhow::Result<String> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if let Some(known) = NOBODY.get() {
        return Ok(known.clone());
    }
    let made = hash(argon2, &crate::ids::random_token())?;
    Ok(NOBODY.get_or_init(|| made).clone())
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let _slot = SLOTS
        .clone()
        .acquire_owned()
        .await
        .context("hashing is closed")?;
    tokio::task::spawn_blocking(work)
        .await
        .context("hashing was broken off")?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap(passes: u32) -> Passwords {
        Passwords::new(&config::Staff {
            argon2_memory_kib: 8,
            argon2_passes: passes,
            idle_minutes: 30,
            session_hours: 8,
        })
        .unwrap()
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other() {
        let passwords = cheap(1);
        let hash = passwords.hash("en lang sætning 😀").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(
            passwords
                .verify("en lang sætning 😀", Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("en lang saetning", Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("hvad som helst", None).await.unwrap());
        assert!(!passwords.is_outdated(&hash) && cheap(2).is_outdated(&hash));
        assert!(
            cheap(2)
                .verify("en lang sætning 😀", Some(hash))
                .await
                .unwrap(),
            "the hash says its own cost"
        );
    }

    #[test]
    fn short_and_common_passwords_are_refused_and_long_ones_taken() {
        let check = |password| Passwords::check(password, "ht@region.example");
        assert_eq!(check("1234567"), Err(Unfit::TooShort));
        for common in [
            "password",
            "Password1",
            "12345678",
            "aaaaaaaaaa",
            "Sommer2023!",
            "Høringssvar1",
        ] {
            assert_eq!(check(common), Err(Unfit::Common), "{common}");
        }
        assert_eq!(
            Passwords::check("hannetor1", "hannetor@x.example"),
            Err(Unfit::Common)
        );
        for good in [
            "tre blå cykler",
            "qbT7-vaffel",
            "ææææøøøø",
            &"lang ".repeat(20),
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }
}
