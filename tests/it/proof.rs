//! Commitments, the Merkle log, keys and receipts, with the vectors that others can check their own program against.

use std::os::unix::fs::PermissionsExt;

use chrono::{DateTime, Utc};
use hoering::proof::Hash;
use hoering::proof::commitment::{
    Commitment, CommitmentError, Content, Disclosure, ItemKind, Kind, Salt, Value, paragraphs,
};
use hoering::proof::key::{PrivateKey, PublicKey, Purpose};
use hoering::proof::log::{self, Frontier, Head, Tree};
use hoering::proof::receipt::{self, Part, Receipt, Root};

const TEXT: &str = "Vi støtter planen.\n\nMit nummer er 110947-6032.\n\nMed venlig hilsen\nKaj";

/// The leaves of the test data of Certificate Transparency (RFC 6962).
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn leaves(count: u32) -> Vec<Hash> {
    (0..count)
        .map(|number| log::leaf_hash(&number.to_be_bytes()))
        .collect()
}

fn committed() -> Commitment {
    let file = Hash::of(&[b"%PDF-1.7"]);
    Commitment::new(
        Kind::Response,
        &[
            Content::File {
                part: 1,
                sha256: file,
            },
            Content::Text {
                part: 0,
                text: TEXT,
            },
        ],
    )
    .unwrap()
}

/// Shows the paragraphs that do not hold the number.
fn disclosed(commitment: &Commitment) -> Disclosure {
    let texts = paragraphs(TEXT);
    commitment
        .disclose(|item| match item.kind {
            ItemKind::File => None,
            ItemKind::Paragraph => {
                Some(texts[item.index as usize].clone()).filter(|text| !text.contains("6032"))
            }
        })
        .unwrap()
}

#[test]
fn the_log_has_the_roots_of_the_standard_test_data() {
    let hashes: Vec<Hash> = LEAVES
        .iter()
        .map(|leaf| log::leaf_hash(&hex::decode(leaf).unwrap()))
        .collect();
    for (count, root) in ROOTS.iter().enumerate() {
        assert_eq!(log::root(&hashes[..count]).to_string(), *root);
        let tree: Tree = hashes[..count].iter().copied().collect();
        assert_eq!(tree.root().to_string(), *root);
    }
    let tree: Tree = hashes.into_iter().collect();
    // The paths of RFC 6962, 2.1.3, for its tree of seven leaves.
    let proof = |index| tree.inclusion_proof(index, 7).unwrap().len();
    assert_eq!([proof(0), proof(3), proof(4), proof(6)], [3, 3, 3, 2]);
    let consistency = |old| tree.consistency_proof(old, 7).unwrap().len();
    assert_eq!([consistency(3), consistency(4), consistency(6)], [4, 1, 3]);
}

#[test]
fn every_leaf_of_every_tree_can_be_proven_and_no_other() {
    let all = leaves(40);
    let tree: Tree = all.iter().copied().collect();
    let mut frontier = Frontier::default();
    for size in 1..=all.len() {
        assert_eq!(frontier.append(all[size - 1]), size as u64 - 1);
        let head = frontier.head();
        assert_eq!(head.root, tree.root_at(size));
        for index in 0..size {
            let proof = tree.inclusion_proof(index, size).unwrap();
            let is_in = |leaf: Hash, at: usize, proof: &[Hash]| {
                log::verify_inclusion(leaf, at as u64, head, proof)
            };
            assert!(is_in(all[index], index, &proof));
            assert!(!is_in(all[(index + 1) % 40], index, &proof));
            assert!(!is_in(all[index], index + 1, &proof) || size == 1 && index > 0);
            assert!(!is_in(all[index], size, &proof));
            let longer = [proof.as_slice(), &[all[0]]].concat();
            assert!(!is_in(all[index], index, &longer));
            if let Some((_, shorter)) = proof.split_last() {
                assert!(!is_in(all[index], index, shorter));
            }
        }
    }
}

#[test]
fn a_log_that_forgot_or_changed_something_is_not_consistent() {
    let all = leaves(33);
    let tree: Tree = all.iter().copied().collect();
    let head = |size: usize| Head {
        size: size as u64,
        root: tree.root_at(size),
    };
    for new in 1..=33 {
        for old in 1..=new {
            let proof = tree.consistency_proof(old, new).unwrap();
            assert!(log::verify_consistency(head(old), head(new), &proof));
            let mut changed = all.clone();
            changed[old - 1] = all[32 - (old - 1) % 16];
            if changed[old - 1] == all[old - 1] {
                continue;
            }
            let other: Tree = changed.into_iter().collect();
            let other_head = Head {
                size: new as u64,
                root: other.root_at(new),
            };
            let other_proof = other.consistency_proof(old, new).unwrap();
            assert!(!log::verify_consistency(
                head(old),
                other_head,
                &other_proof
            ));
            assert!(!log::verify_consistency(head(old), other_head, &proof));
        }
        assert!(tree.consistency_proof(new + 1, new).is_none());
    }
    assert!(log::verify_consistency(
        Head {
            size: 0,
            root: log::root(&[])
        },
        head(7),
        &[]
    ));
    assert!(!log::verify_consistency(head(8), head(7), &[]));
}

#[test]
fn the_proof_for_fifty_thousand_responses_is_under_a_kilobyte() {
    let tree: Tree = leaves(50_000).into_iter().collect();
    let head = Head {
        size: 50_000,
        root: tree.root(),
    };
    for index in [0, 1, 31_999, 49_151, 49_999] {
        let proof = tree.inclusion_proof(index, 50_000).unwrap();
        assert!(proof.len() * 32 < 1_000);
        let leaf = log::leaf_hash(&u32::try_from(index).unwrap().to_be_bytes());
        assert!(log::verify_inclusion(leaf, index as u64, head, &proof));
    }
}

#[test]
fn a_frontier_survives_being_stored() {
    let mut frontier: Frontier = leaves(11).into_iter().collect();
    let stored = serde_json::to_string(&frontier).unwrap();
    let mut read: Frontier = serde_json::from_str(&stored).unwrap();
    for leaf in leaves(5) {
        frontier.append(leaf);
        read.append(leaf);
    }
    assert_eq!(frontier.head(), read.head());
}

#[test]
fn paragraphs_are_cut_at_blank_lines_as_the_site_shows_them() {
    let given = "  \n Et \r\nto\r\n\u{a0}\n\n A\u{30A} \n\n";
    assert_eq!(paragraphs(given), ["Et \nto", "Å"]);
    let normal = hoering::text::normalize(given);
    let shown: Vec<&str> = hoering::text::paragraphs(&normal)
        .into_iter()
        .filter_map(|span| hoering::text::slice(&normal, span))
        .collect();
    assert_eq!(shown, paragraphs(&normal));
    assert!(paragraphs(" \n\t\n").is_empty());
}

#[test]
fn a_disclosed_commitment_gives_the_root_of_the_receipt() {
    let commitment = committed();
    let json = serde_json::to_string(&disclosed(&commitment)).unwrap();
    assert!(!json.contains("6032"));
    let read: Disclosure = serde_json::from_str(&json).unwrap();
    assert_eq!(read.items.len(), 4);
    assert_eq!(read.verify(commitment.root), Ok(()));
    let hidden: Vec<bool> = read
        .items
        .iter()
        .map(|item| matches!(item.value, Value::Hidden { .. }))
        .collect();
    assert_eq!(hidden, [true, false, true, false]);
}

#[test]
fn any_change_to_what_is_disclosed_is_noticed() {
    let commitment = committed();
    let honest = disclosed(&commitment);
    let wrong = Err(CommitmentError::WrongRoot);

    let mut changed = honest.clone();
    let Value::Paragraph { text, .. } = &mut changed.items[1].value else {
        panic!()
    };
    text.push('!');
    assert_eq!(changed.verify(commitment.root), wrong);

    let mut dropped = honest.clone();
    dropped.items.remove(2);
    assert_eq!(dropped.verify(commitment.root), wrong);

    let mut swapped = honest.clone();
    swapped.items.swap(1, 3);
    assert_eq!(swapped.verify(commitment.root), wrong);

    let mut other_kind = honest.clone();
    other_kind.kind = Kind::AttachmentText;
    assert_eq!(other_kind.verify(commitment.root), wrong);

    let mut later = honest.clone();
    later.version = 2;
    assert_eq!(
        later.verify(commitment.root),
        Err(CommitmentError::UnknownVersion(2))
    );
    assert_eq!(honest.verify(committed().root), wrong);
}

#[test]
fn a_text_that_staff_changed_cannot_be_disclosed_as_the_original() {
    let commitment = committed();
    let refused = commitment
        .disclose(|item| (item.kind == ItemKind::Paragraph).then(|| "Noget andet".to_owned()));
    assert_eq!(
        refused.unwrap_err(),
        CommitmentError::Altered { part: 0, index: 0 }
    );
    assert!(commitment.items[1].is("Vi støtter planen."));
    assert_eq!(
        Commitment::new(
            Kind::Response,
            &[Content::Text {
                part: 0,
                text: " \n"
            }]
        )
        .unwrap_err(),
        CommitmentError::Empty
    );
}

#[test]
fn equal_paragraphs_do_not_look_equal() {
    let contents = [Content::Text {
        part: 0,
        text: "Ja\n\nJa",
    }];
    let one = Commitment::new(Kind::Response, &contents).unwrap();
    let two = Commitment::new(Kind::Response, &contents).unwrap();
    assert_ne!(one.items[0].hash, one.items[1].hash);
    assert_ne!(one.root, two.root);
}

/// For docs/proof.md; computed with another program (Python and openssl). A change here is a new version of the format.
#[test]
fn the_format_of_version_1_stays_as_it_is() {
    let mut next = 0;
    let salt = || {
        next += 1;
        Salt([next; 16])
    };
    let contents = [
        Content::File {
            part: 1,
            sha256: Hash::of(&[b"%PDF-1.7"]),
        },
        Content::Text {
            part: 0,
            text: TEXT,
        },
    ];
    let commitment = Commitment::with_salts(Kind::Response, &contents, salt).unwrap();
    let by_hand = Hash::of(&[
        b"hoering/commitment-item/1\0\x02\x00\x00\x00\x00\x00\x00\x00\x01",
        &[3; 16],
        b"Mit nummer er 110947-6032.",
    ]);
    assert_eq!(commitment.items[2].hash, by_hand);
    assert_eq!(commitment.root.to_string(), VECTOR_ROOT);
    let key = PrivateKey::from_seed([7; 32], Purpose::Demo);
    assert_eq!(key.public().id(), VECTOR_KEY);
    let signed = receipt::sign(&example(commitment.root), &key).unwrap();
    assert_eq!(signed["signature"], VECTOR_SIGNATURE);
}

const VECTOR_ROOT: &str = "fc65b6d3049a78e862e506e2b069fd912d997cd6a13ef8dfe43495a9369c486e";
const VECTOR_KEY: &str = "demo-fe812c12f3ab4ce6";
const VECTOR_SIGNATURE: &str = "3fb5b05a458a5b32a5a5c9c4018181fba62f4b745b6032b97db8eb85f87049182e80c44ac23aef24ae9d56088f10e87748a5b5a27967acd917c1b59e302e2806";

fn example(root: Hash) -> Receipt {
    let arrived_at: DateTime<Utc> = "2023-10-09T10:26:00Z".parse().unwrap();
    Receipt {
        version: receipt::VERSION,
        number: "K7M2Q-9XWE4".to_owned(),
        hearing: "visions-og-udviklingsplan-2023".to_owned(),
        arrived_at,
        parts: vec![Part {
            role: "letter".to_owned(),
            filename: Some("Høringssvar \"endeligt\".pdf".to_owned()),
            sha256: Hash::of(&[b"%PDF-1.7"]),
            state: "text".to_owned(),
        }],
        commitments: vec![Root {
            kind: Kind::Response,
            part: None,
            root,
        }],
    }
}

#[test]
fn a_signed_receipt_can_be_read_and_not_be_altered() {
    let key = PrivateKey::random(Purpose::Real);
    let receipt = example(committed().root);
    let signed = receipt::sign(&receipt, &key).unwrap();
    let text = serde_json::to_string_pretty(&signed).unwrap();
    let again: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (read, by) = receipt::read(&again).unwrap();
    assert_eq!((read, by), (receipt, key.public()));

    for (field, value) in [
        ("number", serde_json::json!("K7M2Q-9XWE5")),
        ("arrived_at", serde_json::json!("2023-10-09T10:26:01Z")),
        ("commitments", serde_json::json!([])),
        ("added", serde_json::json!(1)),
        ("version", serde_json::json!(2)),
        ("signature", serde_json::json!("00".repeat(64))),
        ("half", serde_json::json!(0.5)),
    ] {
        let mut altered = signed.clone();
        altered[field] = value;
        assert!(receipt::read(&altered).is_err(), "{field}");
    }
    assert!(receipt::read(&serde_json::json!([])).is_err());
    assert!(receipt::read(&serde_json::json!({"version": 1})).is_err());
}

#[test]
fn a_key_is_made_once_and_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("signing.pem");
    let key = PrivateKey::open(&file, Purpose::Demo).unwrap();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let again = PrivateKey::open(&file, Purpose::Demo).unwrap();
    assert_eq!(key.public(), again.public());
    assert!(key.public().id().starts_with("demo-"));
    assert!(PrivateKey::open(&file, Purpose::Real).is_err());

    let pem = key.public().to_pem().unwrap();
    assert_eq!(PublicKey::from_pem(&pem).unwrap(), key.public());
    let signature = key.sign(b"besked");
    assert!(key.public().verify(b"besked", &signature));
    assert!(!key.public().verify(b"beskeD", &signature));

    std::fs::write(&file, "ikke en nøgle").unwrap();
    assert!(PrivateKey::open(&file, Purpose::Demo).is_err());
}
