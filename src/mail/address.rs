//! Addresses that say of themselves that nobody reads what is sent to them.

/// Words in the local part of such an address, without dots and dashes.
const MACHINES: [&str; 11] = [
    "noreply",
    "donotreply",
    "ingensvar",
    "svarikke",
    "ikkesvar",
    "mailerdaemon",
    "postmaster",
    "autosvar",
    "dontreply",
    "noresponse",
    "kanikkebesvares",
];

/// Whether mail to this address can be expected to be read.
#[must_use]
pub fn takes_mail(address: &str) -> bool {
    let local = address
        .split('@')
        .next()
        .unwrap_or_default()
        .to_lowercase()
        .replace(['-', '_', '.'], "");
    !MACHINES.iter().any(|word| local.contains(word))
}
