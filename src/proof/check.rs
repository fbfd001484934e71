//! Is this response in this compilation, and is the compilation what it says? Everything that can be computed again is computed again, for
//! every response and not only for the one that is asked about.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Hash;
use super::bundle::{Bundle, JSON, JSON_LINES, MANIFEST};
use super::entries::{Entry, look_at_entries};
use super::key::PublicKey;
use super::log::{Head, leaf_hash, verify_consistency, verify_inclusion};
use super::receipt::{self, Receipt};
use super::release::{self, Accounted, ReleaseProof, Status, reach};

/// Why a key is trusted, if it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Whoever asks gave it.
    Given,
    /// The authority's own site shows it.
    Pinned,
    Untrusted,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    pub what: What,
    /// A reference or the name of a file; empty for the whole.
    #[serde(rename = "where")]
    pub place: String,
}

/// What does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A file that the manifest names is not there, or is not as it says.
    File,
    Manifest,
    /// The proof is not as it was signed.
    Signature,
    /// Receipt and release are signed by keys that do not vouch for each other.
    OtherKey,
    OtherHearing,
    /// The log does not hold what the proof says, or lost something since an earlier release.
    Log,
    /// Shown and hidden items do not give what was committed to.
    Commitment,
    /// The compilation shows something else than what was committed to.
    Text,
    /// An entry is not accounted for, or the other way round.
    Entry,
    /// The counts do not add up.
    Ledger,
    /// Something of the receipt is not in the release.
    Receipt,
    /// Something of an earlier release is not in this one.
    Earlier,
}

impl Fault {
    pub(super) fn new(what: What, place: &str) -> Self {
        Self {
            what,
            place: place.to_owned(),
        }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// A [`Status`], or `absent`.
    pub status: &'static str,
    #[serde(rename = "as")]
    pub reference: Option<String>,
    pub unaltered: bool,
    pub key: Trust,
    pub release: i32,
    /// Paragraphs of it that the compilation shows as they came, and those that it does not show.
    pub shown: usize,
    pub hidden: usize,
    /// Parts whose text staff changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

impl Outcome {
    /// Whether nothing was found.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.status != "absent" && self.unaltered && self.faults.is_empty()
    }
}

/// A release that was read, and what is wrong with it whoever asks.
#[derive(Debug)]
pub struct Release {
    pub proof: ReleaseProof,
    key: PublicKey,
    entries: BTreeMap<String, Entry>,
    faults: Vec<Fault>,
}

#[derive(Deserialize)]
struct Manifest {
    hearing: String,
    release: i32,
    ledger: Counts,
    files: Vec<release::FileHash>,
    log: Option<Head>,
}

#[derive(Deserialize)]
struct Published {
    hearing: Slug,
    release: i32,
    ledger: Counts,
    responses: Vec<Entry>,
}

#[derive(Deserialize)]
struct Slug {
    slug: String,
}

type Counts = BTreeMap<String, u64>;

impl Release {
    /// Reads a release and checks it through.
    ///
    /// # Errors
    /// When a file that is needed is missing or cannot be read at all.
    pub fn read(bundle: &Bundle) -> anyhow::Result<Self> {
        let file = |name: &str| {
            let bytes = bundle.bytes(name);
            bytes.with_context(|| format!("there is no {name} in it"))
        };
        let manifest: Manifest = serde_json::from_slice(file(MANIFEST)?).context(MANIFEST)?;
        let (proof, key, signed) = release::read(file(release::FILE)?).context(release::FILE)?;
        let data = file(JSON)?;
        let published: Published = serde_json::from_slice(data).context(JSON)?;
        let mut faults = files(bundle, &manifest, &proof);
        let head = &proof.log;
        let head_signature = super::bytes_from_hex(&head.signature);
        let head_signed =
            head_signature.is_ok_and(|signature| key.verify(&head.head.signed_bytes(), &signature));
        if !signed || !head_signed {
            faults.push(Fault::new(What::Signature, release::FILE));
        }
        let same = (&manifest.hearing, manifest.release) == (&proof.hearing, proof.release)
            && (&published.hearing.slug, published.release) == (&proof.hearing, proof.release)
            && manifest.log == Some(head.head);
        if !same {
            faults.push(Fault::new(What::Manifest, MANIFEST));
        }
        faults.extend(log(&proof));
        for counts in [&manifest.ledger, &published.ledger] {
            if !adds_up(counts, &proof) {
                faults.push(Fault::new(What::Ledger, ""));
            }
        }
        if !same_lines(bundle, data) {
            faults.push(Fault::new(What::Entry, JSON_LINES));
        }
        faults.extend(look_at_entries(&proof, &published.responses));
        let entries = published.responses.into_iter();
        Ok(Self {
            proof,
            key,
            entries: entries.map(|one| (one.reference.clone(), one)).collect(),
            faults,
        })
    }

    /// What became of the response of a receipt. `trusted` are keys, with why they are trusted.
    ///
    /// # Errors
    /// When the receipt is none, or not as it was signed.
    pub fn verify(
        &self,
        receipt: &Value,
        (trusted, why): (&[PublicKey], Trust),
    ) -> anyhow::Result<Outcome> {
        let (receipt, own_key) = receipt::read(receipt)?;
        let mut faults = self.faults.clone();
        let from_release = reach(std::slice::from_ref(&self.key), &self.proof.keys);
        let from_trusted = reach(trusted, &self.proof.keys);
        let trusts = |key: &PublicKey| from_trusted.contains(key);
        if !from_release.contains(&own_key) {
            faults.push(Fault::new(What::OtherKey, ""));
        }
        let found = self.find(&receipt, &mut faults);
        let reference = found.and_then(|one| one.reference.clone());
        let items = || found.iter().flat_map(|one| &one.commitments);
        let paragraphs = items()
            .flat_map(|one| &one.items)
            .filter(|one| one.is_paragraph());
        let (shown, hidden): (Vec<_>, Vec<_>) = paragraphs.partition(|one| one.text().is_some());
        faults.sort();
        faults.dedup();
        let own = faults.iter().any(|fault| {
            matches!(fault.what, What::Receipt)
                || reference.as_deref().is_some_and(|own| fault.place == own)
        });
        let changed = found.map(|one| one.changed.clone()).unwrap_or_default();
        Ok(Outcome {
            status: found.map_or("absent", |one| one.status.as_str()),
            unaltered: found.is_some() && !own && changed.is_empty(),
            reference,
            key: if trusts(&own_key) && trusts(&self.key) {
                why
            } else {
                Trust::Untrusted
            },
            release: self.proof.release,
            shown: shown.len(),
            hidden: hidden.len(),
            changed,
            faults,
        })
    }

    fn find(&self, receipt: &Receipt, faults: &mut Vec<Fault>) -> Option<&Accounted> {
        if receipt.hearing != self.proof.hearing {
            faults.push(Fault::new(What::OtherHearing, ""));
            return None;
        }
        let roots: BTreeSet<Hash> = receipt.commitments.iter().map(|one| one.root).collect();
        let of_it = |one: &&Accounted| one.commitments.iter().any(|own| roots.contains(&own.root));
        let mut all = self.proof.responses.iter().filter(of_it);
        let found = all.next()?;
        let complete = receipt.commitments.iter().all(|one| {
            let mut own = found.commitments.iter();
            own.any(|own| own.root == one.root && own.kind == one.kind)
        });
        if !complete || all.next().is_some() {
            faults.push(Fault::new(What::Receipt, ""));
        }
        if let Some(reference) = &found.reference {
            let versions = self.proof.responses.iter();
            let replaced = versions
                .filter(|one| one.status == Status::Superseded)
                .any(|one| one.reference.as_ref() == Some(reference));
            let entry = self.entries.get(reference);
            // The number of a chain is that of its first version.
            if !replaced && entry.is_some_and(|entry| entry.number != receipt.number) {
                faults.push(Fault::new(What::Entry, reference));
            }
        }
        Some(found)
    }

    /// What is wrong with the release itself.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether everything of an earlier release of the same hearing is still there.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Vec<Fault> {
        let (old, new) = (&earlier.proof, &self.proof);
        let mut faults = earlier.faults.clone();
        if old.hearing != new.hearing || old.release >= new.release {
            faults.push(Fault::new(What::OtherHearing, ""));
            return faults;
        }
        let vouched = new.earlier.iter().find(|one| one.release == old.release);
        if vouched.is_none_or(|one| one.head != old.log.head) {
            faults.push(Fault::new(What::Log, &old.release.to_string()));
        }
        let roots = |proof: &ReleaseProof| -> BTreeSet<(Hash, u64)> {
            let all = proof.responses.iter().flat_map(|one| &one.commitments);
            all.map(|one| (one.root, one.leaf)).collect()
        };
        let now = roots(new);
        for one in &old.responses {
            let here = |own: &release::Committed| now.contains(&(own.root, own.leaf));
            if !one.commitments.iter().all(here) {
                let place = one.reference.as_deref().unwrap_or_default();
                faults.push(Fault::new(What::Earlier, place));
            }
        }
        faults
    }
}

/// Every file against the manifest, and the manifest against the signed proof.
fn files(bundle: &Bundle, manifest: &Manifest, proof: &ReleaseProof) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &manifest.files {
        if bundle.hashes.get(&file.name) != Some(&file.sha256) {
            faults.push(Fault::new(What::File, &file.name));
        }
    }
    let named = manifest
        .files
        .iter()
        .filter(|file| file.name != release::FILE);
    let mut named: Vec<_> = named.collect();
    let mut signed: Vec<_> = proof.files.iter().collect();
    named.sort();
    signed.sort();
    let lists_proof = manifest.files.len() == named.len() + 1;
    if named != signed || !lists_proof {
        faults.push(Fault::new(What::Manifest, MANIFEST));
    }
    faults
}

/// Every commitment is in the log, each at a place of its own, and the log only grew.
fn log(proof: &ReleaseProof) -> Vec<Fault> {
    let head = proof.log.head;
    let mut faults = Vec::new();
    let mut places = BTreeSet::new();
    for one in &proof.responses {
        let place = one.reference.as_deref().unwrap_or_default();
        for own in &one.commitments {
            let leaf = leaf_hash(&own.root.0);
            if !places.insert(own.leaf) || !verify_inclusion(leaf, own.leaf, head, &own.inclusion.0)
            {
                faults.push(Fault::new(What::Log, place));
            }
        }
    }
    for one in &proof.earlier {
        if one.release >= proof.release || !verify_consistency(one.head, head, &one.consistency.0) {
            faults.push(Fault::new(What::Log, &one.release.to_string()));
        }
    }
    faults
}

/// Whether the responses come to the counts of the ledger.
fn adds_up(counts: &Counts, proof: &ReleaseProof) -> bool {
    let count = |status: Status| {
        let same = proof.responses.iter().filter(|one| one.status == status);
        same.count() as u64
    };
    let says = |name: &str| counts.get(name).copied().unwrap_or_default();
    says("received") == proof.responses.len() as u64
        && says("full") == count(Status::Published)
        && says("partly") == count(Status::Partly)
        && says("withheld") == count(Status::Withheld)
        && says("not_yet_published") == count(Status::NotYetPublished)
        && says("superseded") == count(Status::Superseded)
        && says("withdrawn") == count(Status::Withdrawn)
        && says("duplicate") == count(Status::Duplicate)
        && says("not_a_response") == count(Status::NotAResponse)
        && says("merged") == count(Status::Merged)
}

/// Whether the JSON Lines say the same as the JSON, where they are there.
fn same_lines(bundle: &Bundle, data: &[u8]) -> bool {
    let Some(lines) = bundle.bytes(JSON_LINES) else {
        return true;
    };
    let whole: Option<Value> = serde_json::from_slice(data).ok();
    let responses = whole
        .as_ref()
        .and_then(|whole| whole["responses"].as_array());
    let lines: Result<Vec<Value>, _> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(serde_json::from_slice)
        .collect();
    matches!((responses, lines), (Some(responses), Ok(lines)) if *responses == lines)
}
