//! The life of the signing key.

use hoering::proof::bundle::Bundle;
use hoering::proof::check::{Release, Trust};
use hoering::proof::key::{PrivateKey, Purpose};
use hoering::proof::log::{Head, Tree, leaf_hash, verify_consistency, verify_inclusion};
use hoering::proof::release::{FormerKey, Path, reach};
use hoering::publication::keys;

use super::releases::{bundle, send};
use crate::publication::stage::Stage;

#[test]
fn trust_in_the_newest_key_reaches_back_and_never_forward() {
    let keys: Vec<PrivateKey> = (0..4).map(|_| PrivateKey::random(Purpose::Real)).collect();
    let now = chrono::DateTime::UNIX_EPOCH;
    let former: Vec<FormerKey> = keys
        .windows(2)
        .map(|pair| FormerKey::sign(&pair[0].public(), now, &pair[1]).unwrap())
        .collect();
    assert_eq!(reach(&[keys[3].public()], &former).len(), 4);
    assert_eq!(
        reach(&[keys[1].public()], &former).len(),
        2,
        "not the later ones"
    );
    let mut forged = former.clone();
    forged[2].key =
        hoering::proof::receipt::NamedKey::of(&PrivateKey::random(Purpose::Real).public());
    assert_eq!(
        reach(&[keys[3].public()], &forged).len(),
        1,
        "what the newest did not sign"
    );
}

#[tokio::test]
async fn a_receipt_of_a_former_key_holds_in_a_release_of_the_next() {
    let stage = Stage::empty().await;
    let sent = send(&stage, "Klitvang Kommune", "A", "Ja.").await;
    stage.fix().await;
    let old = &stage.app.app.signing_key;
    let again = stage.app.again(stage.app.app.config.clone());
    let new = again.signing_key.clone();
    {
        let mut conn = stage.app.conn().await;
        keys::give_up(&mut conn, &old.public(), &new, again.clock.now())
            .await
            .unwrap();
        keys::give_up(&mut conn, &old.public(), &new, again.clock.now())
            .await
            .unwrap();
        let list = keys::list(&again, &mut conn).await.unwrap();
        assert_eq!(list.former.len(), 1);
        assert_eq!(list.former[0].key.id, old.public().id());
    }
    let slug = crate::app::HEARING;
    let built = hoering::publication::release::build_files(
        &again,
        slug,
        hoering::publication::release::ReleaseKind::Final,
        again.clock.now(),
    );
    let files: Bundle = bundle(&built.await.unwrap());
    let release = Release::read(&files).unwrap();
    assert!(release.faults().is_empty(), "{:?}", release.faults());
    let outcome = release
        .verify(&sent.receipt, (&[new.public()], Trust::Given))
        .unwrap();
    assert_eq!(outcome.key, Trust::Given);
    assert!(outcome.holds());
    let alone = release
        .verify(&sent.receipt, (&[old.public()], Trust::Given))
        .unwrap();
    assert_eq!(
        alone.key,
        Trust::Untrusted,
        "an old key vouches for no new one"
    );
}

#[test]
fn a_proof_for_fifty_thousand_responses_is_short() {
    let count: usize = 50_000;
    let tree: Tree = (0..count as u64)
        .map(|at| leaf_hash(&at.to_be_bytes()))
        .collect();
    let asked = (0..count).step_by(97);
    let paths: Vec<_> = asked
        .clone()
        .map(|at| tree.inclusion_proof(at, count).unwrap())
        .collect();
    let bytes = |path: &Vec<_>| serde_json::to_string(&Path(path.clone())).unwrap().len();
    let longest = paths.iter().map(bytes).max().unwrap();
    assert!(longest < 1_000, "{longest} bytes");
    let all = Head {
        size: count as u64,
        root: tree.root(),
    };
    let begun = std::time::Instant::now();
    for (at, path) in asked.zip(&paths) {
        let leaf = leaf_hash(&(at as u64).to_be_bytes());
        assert!(verify_inclusion(leaf, at as u64, all, path));
    }
    let each = begun.elapsed() / u32::try_from(paths.len()).unwrap();
    // What docs/measurements.md states: script/bench proof
    println!("longest proof {longest} bytes, checked in {each:?}");
    let head = |size: usize| Head {
        size: size as u64,
        root: tree.root_at(size),
    };
    let proof = tree.consistency_proof(31_007, count).unwrap();
    assert!(verify_consistency(head(31_007), head(count), &proof));
    assert!(!verify_consistency(head(31_006), head(count), &proof));
}
