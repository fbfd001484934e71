//! Whoever drops, adds, changes or swaps a response is found out, also when everything that is not signed is computed anew; and when the one
//! who does it holds the key, by the receipt of the response that it was done to, or against the release before.

use hoering::proof::Hash;
use hoering::proof::bundle::Bundle;
use hoering::proof::check::{Release, Trust};
use hoering::proof::key::PrivateKey;
use hoering::proof::release::{self, ReleaseProof};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::releases::{Sent, bundle, send};
use crate::publication::stage::Stage;

const FILES: [&str; 4] = [
    "manifest.json",
    "bevis.json",
    "hoeringssvar.json",
    "hoeringssvar.jsonl",
];

/// The files that say who answered what, as values.
#[derive(Clone)]
struct Files {
    others: Bundle,
    manifest: Value,
    proof: Value,
    data: Value,
    lines: Vec<Value>,
}

impl Files {
    fn of(bundle: &Bundle) -> Self {
        let read =
            |name: &str| -> Value { serde_json::from_slice(bundle.bytes(name).unwrap()).unwrap() };
        let mut others = Bundle::default();
        for (name, hash) in bundle
            .hashes
            .iter()
            .filter(|(name, _)| !FILES.contains(&name.as_str()))
        {
            others.know(name, &hash.0);
        }
        let data = read("hoeringssvar.json");
        Self {
            others,
            manifest: read("manifest.json"),
            proof: read("bevis.json"),
            lines: data["responses"].as_array().unwrap().clone(),
            data,
        }
    }

    /// Everything unsigned is computed anew; with a key, the proof too.
    fn bundle(&self, key: Option<&PrivateKey>) -> Bundle {
        let mut files = self.clone();
        let data = files.data.to_string();
        let lines: Vec<String> = files.lines.iter().map(Value::to_string).collect();
        let lines = lines.join("\n");
        let set = |list: &mut Value, name: &str, bytes: &str| {
            for file in list.as_array_mut().unwrap() {
                if file["name"] == name {
                    file["sha256"] = Hash::of(&[bytes.as_bytes()]).to_string().into();
                }
            }
        };
        for (name, bytes) in [("hoeringssvar.json", &data), ("hoeringssvar.jsonl", &lines)] {
            set(&mut files.proof["files"], name, bytes);
            set(&mut files.manifest["files"], name, bytes);
        }
        let proof = match key {
            Some(key) => {
                let proof: ReleaseProof = serde_json::from_value(files.proof.clone()).unwrap();
                String::from_utf8(release::sign(&proof, key).unwrap()).unwrap()
            }
            None => files.proof.to_string(),
        };
        set(&mut files.manifest["files"], "bevis.json", &proof);
        let manifest = files.manifest.to_string();
        let mut bundle = files.others;
        for (name, bytes) in FILES.iter().zip([&manifest, &proof, &data, &lines]) {
            bundle.add(name, bytes.as_bytes()).unwrap();
        }
        bundle
    }

    fn count(&mut self, status: &str, by: i64) {
        for list in [&mut self.manifest, &mut self.data] {
            for name in [status, "received"] {
                let now = list["ledger"][name].as_i64().unwrap();
                list["ledger"][name] = (now + by).into();
            }
        }
    }

    fn responses(&mut self) -> &mut Vec<Value> {
        self.data["responses"].as_array_mut().unwrap()
    }

    fn accounts(&mut self) -> &mut Vec<Value> {
        self.proof["responses"].as_array_mut().unwrap()
    }

    fn account(&mut self, reference: &str) -> &mut Value {
        let mut all = self.accounts().iter_mut();
        all.find(|account| account["as"] == reference).unwrap()
    }

    fn drop_one(&mut self, at: usize, reference: &str) {
        self.responses().remove(at);
        self.accounts().retain(|account| account["as"] != reference);
        self.count("full", -1);
    }

    fn add_one(&mut self, at: usize, reference: &str) {
        let mut made = self.responses()[at].clone();
        made["reference"] = "A99".into();
        made["number"] = "K7M2Q-9XWE4".into();
        self.responses().push(made);
        let mut made = self.account(reference).clone();
        made["as"] = "A99".into();
        self.accounts().push(made);
        self.count("full", 1);
    }

    fn change_letter(&mut self, at: usize, random: &mut StdRng) {
        let text = &mut self.responses()[at]["parts"][0]["text"];
        let mut letters: Vec<char> = text.as_str().unwrap().chars().collect();
        let place = random.random_range(0..letters.len());
        letters[place] = 'q';
        *text = letters.into_iter().collect::<String>().into();
    }

    fn swap_texts(&mut self, at: usize, other: usize) {
        let responses = self.responses();
        let parts = responses[at]["parts"].take();
        responses[at]["parts"] = responses[other]["parts"].take();
        responses[other]["parts"] = parts;
    }

    fn swap_accounts(&mut self, one: &str, two: &str) {
        for account in self.accounts() {
            let of = account["as"].as_str().unwrap().to_owned();
            account["as"] = match of.as_str() {
                of if of == one => json!(two),
                of if of == two => json!(one),
                of => json!(of),
            };
        }
    }

    fn withhold(&mut self, at: usize, reference: &str) {
        let response = &mut self.responses()[at];
        response["parts"] = json!([]);
        response["status"] = "withheld".into();
        self.account(reference)["status"] = "withheld".into();
        self.count("full", -1);
        self.count("withheld", 1);
    }

    fn mutate(&mut self, random: &mut StdRng) -> &'static str {
        let count = self.responses().len();
        let at = random.random_range(0..count);
        let other = (at + 1 + random.random_range(0..count - 1)) % count;
        let name = |value: &Value| value["reference"].as_str().unwrap().to_owned();
        let (one, two) = (name(&self.responses()[at]), name(&self.responses()[other]));
        let kind = match random.random_range(0..6) {
            0 => {
                self.drop_one(at, &one);
                "drop"
            }
            1 => {
                self.add_one(at, &one);
                "add"
            }
            2 => {
                self.change_letter(at, random);
                "change"
            }
            3 => {
                self.swap_texts(at, other);
                "swap"
            }
            4 => {
                self.swap_accounts(&one, &two);
                self.swap_texts(at, other);
                "swap with its account"
            }
            _ => {
                self.withhold(at, &one);
                "withhold"
            }
        };
        self.lines = self.data["responses"].as_array().unwrap().clone();
        kind
    }
}

/// Whether some receipt, or the release before, says so. What is withheld is said by its status.
fn found(bundle: &Bundle, sent: &[Sent], key: &PrivateKey, before: &Release) -> bool {
    let Ok(release) = Release::read(bundle) else {
        return true;
    };
    let keys = [key.public()];
    let receipts = sent.iter().any(|sent| {
        let outcome = release
            .verify(&sent.receipt, (&keys, Trust::Given))
            .unwrap();
        !outcome.holds() || outcome.status != "published"
    });
    receipts || !release.since(before).is_empty()
}

#[tokio::test]
async fn random_mutations_of_a_release_are_all_found() {
    let times: usize = std::env::var("MUTATIONS").map_or(60, |times| times.parse().unwrap());
    let stage = Stage::empty().await;
    let mut sent = Vec::new();
    for at in 0..12 {
        let text = format!(
            "Vi har læst planen, siger nummer {at}.\n\nVi foreslår, at afsnit {at} bliver kortere."
        );
        sent.push(send(&stage, &format!("Kommune {at}"), "A", &text).await);
    }
    stage.fix().await;
    stage.release().await;
    let before = stage.released_files(stage.latest().await.id).await;
    let mut first = Bundle::default();
    for (name, bytes) in &before {
        first.add(name, &bytes[..]).unwrap();
    }
    let before = Release::read(&first).unwrap();
    send(&stage, "Sen Kommune", "A", "Vi kom sent.").await;
    stage.fix().await;
    let built = bundle(&stage.build_files().await);
    let key = &stage.app.app.signing_key;
    assert!(
        !found(&built, &sent, key, &before),
        "nothing was done to it"
    );
    let whole = Files::of(&built);
    assert!(
        !found(&whole.bundle(Some(key)), &sent, key, &before),
        "nor here"
    );
    let mut random = StdRng::seed_from_u64(7);
    let mut kinds = std::collections::BTreeMap::new();
    for at in 0..times {
        let mut files = whole.clone();
        let kind = files.mutate(&mut random);
        let insider = at % 2 == 0;
        let is_found = found(&files.bundle(insider.then_some(key)), &sent, key, &before);
        // The one response without a receipt and in no earlier release can be taken out by whoever holds the key, and by nobody else.
        *kinds.entry((kind, insider, is_found)).or_insert(0) += 1;
        assert!(
            is_found || (insider && files.mutated_newest(&whole)),
            "{kind}, by an insider: {insider}"
        );
    }
    println!("{kinds:?}");
}

impl Files {
    /// Whether all that differs is the response that came last, of which nobody has a receipt.
    fn mutated_newest(&self, whole: &Self) -> bool {
        let rest = |files: &Self| -> Vec<Value> {
            let all = files.data["responses"].as_array().unwrap();
            all.iter()
                .filter(|one| one["reference"] != "A13")
                .cloned()
                .collect()
        };
        rest(self) == rest(whole)
    }
}
