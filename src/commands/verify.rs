//! `hoering verify RECEIPT.json DIR-or-ZIP`: is this response in this compilation? Needs no data directory and makes none.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;
use serde_json::Value;

use super::open::Common;
use super::print_line;
use crate::config::Config;
use crate::proof::bundle::Bundle;
use crate::proof::check::{Fault, Outcome, Release, Trust, What};
use crate::proof::key::{PublicKey, Purpose};
use crate::proof::receipt::NamedKey;
use crate::proof::release::{FormerKey, reach};

/// A receipt is a page or two; nobody has one of this size.
const MOST_BYTES: u64 = 16 << 20;

#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// The receipt: the JSON that its owner has.
    receipt: PathBuf,
    /// The files of a release: a folder, or a ZIP.
    release: PathBuf,
    /// The authority's public key: PEM, or the JSON that its site shows at /noegle.json.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// An earlier release: is everything of it still there?
    #[arg(long, value_name = "DIR-or-ZIP")]
    earlier: Option<PathBuf>,
}

/// Prints what became of the response; exit code 1 when something does not fit.
///
/// # Errors
/// When a file cannot be read, or is not what it is given as.
pub fn run(common: &Common, args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let receipt = receipt(&args.receipt)?;
    let (keys, why) = match &args.key {
        Some(file) => (given(file)?, Trust::Given),
        None => (pinned(common)?, Trust::Pinned),
    };
    let release = read(&args.release)?;
    let mut outcome = release
        .verify(&receipt, (&keys, why))
        .with_context(|| format!("{} is no receipt", args.receipt.display()))?;
    if let Some(earlier) = &args.earlier {
        outcome.faults.extend(release.since(&read(earlier)?));
    }
    explain(&outcome);
    print_line(&outcome)?;
    Ok(if outcome.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn receipt(path: &Path) -> anyhow::Result<Value> {
    let text = text(path)?;
    serde_json::from_str(&text).with_context(|| {
        format!(
            "{} is no receipt: it is no JSON, or cut off",
            path.display()
        )
    })
}

fn text(path: &Path) -> anyhow::Result<String> {
    let cannot = || format!("cannot read {}", path.display());
    let size = std::fs::metadata(path).with_context(cannot)?.len();
    ensure!(size <= MOST_BYTES, "{} is too large", path.display());
    std::fs::read_to_string(path).with_context(cannot)
}

fn read(path: &Path) -> anyhow::Result<Release> {
    let bundle = Bundle::open(path)?;
    Release::read(&bundle).with_context(|| format!("cannot check {}", path.display()))
}

fn given(path: &Path) -> anyhow::Result<Vec<PublicKey>> {
    let text = text(path)?;
    if !text.trim_start().starts_with('{') {
        let key = PublicKey::from_pem(&text);
        return Ok(vec![
            key.with_context(|| format!("{} is no key", path.display()))?,
        ]);
    }
    let list: Value = serde_json::from_str(&text)
        .with_context(|| format!("{} is no list of keys", path.display()))?;
    let current: NamedKey = serde_json::from_value(list["current"].clone())
        .with_context(|| format!("{} names no current key", path.display()))?;
    let former: Vec<FormerKey> = match list.get("former") {
        Some(former) => serde_json::from_value(former.clone())?,
        None => Vec::new(),
    };
    Ok(reach(&[current.read()?], &former))
}

/// The keys that the settings name as trusted.
fn pinned(common: &Common) -> anyhow::Result<Vec<PublicKey>> {
    let Some(file) = &common.config else {
        return Ok(Vec::new());
    };
    let config = Config::load(Some(file))?;
    let mut keys = Vec::new();
    for public in &config.trusted_keys {
        let mut bytes = [0; 32];
        if hex::decode_to_slice(public, &mut bytes).is_err() {
            bail!("trusted_keys: {public} is no public key in hexadecimal");
        }
        // A real key and a demonstration's differ in their names only.
        keys.push(PublicKey::from_bytes(&bytes, Purpose::Real)?);
        keys.push(PublicKey::from_bytes(&bytes, Purpose::Demo)?);
    }
    Ok(keys)
}

/// The answer for people, on standard error.
fn explain(outcome: &Outcome) {
    let place = outcome.reference.as_deref().unwrap_or("-");
    eprintln!(
        "release {}: {} as {place}; {} paragraphs shown as they came, {} not shown",
        outcome.release, outcome.status, outcome.shown, outcome.hidden
    );
    if outcome.key == Trust::Untrusted {
        eprintln!(
            "the key is not trusted: the receipt carries it, and nobody vouches for it (--key, with the key from the authority's site)"
        );
    }
    for part in &outcome.changed {
        eprintln!("staff changed the text of part {part} after it came");
    }
    for fault in &outcome.faults {
        eprintln!("{}", sentence(fault));
    }
}

fn sentence(fault: &Fault) -> String {
    let says = match fault.what {
        What::File => "a file is missing or not as the manifest says",
        What::Manifest => "the manifest and the signed proof do not say the same",
        What::Signature => "the proof is not as it was signed",
        What::OtherKey => "receipt and release are signed by keys that do not vouch for each other",
        What::OtherHearing => "receipt and release are not of the same hearing",
        What::Log => "the log does not hold what the release says",
        What::Commitment => "what is shown and hidden is not what was committed to",
        What::Text => "the compilation shows something else than what came",
        What::Entry => "an entry and its account do not fit",
        What::Ledger => "the counts do not add up",
        What::Receipt => "something of the receipt is not in the release",
        What::Earlier => "something of the earlier release is missing",
    };
    if fault.place.is_empty() {
        says.to_owned()
    } else {
        format!("{}: {says}", fault.place)
    }
}
