//! The Merkle tree of RFC 9162 (section 2.1) with SHA-256: one root for everything that ever came, short proofs that something is in it and that
//! nothing was taken out since.
//!
//! A leaf hash is `SHA-256(0x00 || entry)`, a node `SHA-256(0x01 || left || right)`, the empty tree `SHA-256("")`. [`Frontier`] appends with
//! at most 64 hashes in memory; [`Tree`] keeps all of them and gives proofs of at most `log2(n)` hashes without hashing everything again.

use serde::{Deserialize, Serialize};

use super::Hash;

const HEAD: &[u8] = b"hoering/log-head/1\0";

/// The hash of an entry.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash::of(&[&[0], entry])
}

fn node_hash(left: Hash, right: Hash) -> Hash {
    Hash::of(&[&[1], &left.0, &right.0])
}

/// Root over the leaf hashes.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    leaves.iter().copied().collect::<Frontier>().root()
}

/// A head of the log: how many entries it has, and their root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub size: u64,
    pub root: Hash,
}

impl Head {
    /// What is signed: `"hoering/log-head/1" || 0x00 || size (8 bytes, big-endian) || root`.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        [HEAD, &self.size.to_be_bytes(), &self.root.0].concat()
    }
}

/// The right edge of the tree: the roots of its complete subtrees, largest first. All that an append needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Appends a leaf hash and answers its number, from 0.
    pub fn append(&mut self, leaf: Hash) -> u64 {
        let number = self.size;
        let mut peak = leaf;
        for _ in 0..number.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                peak = node_hash(left, peak);
            }
        }
        self.peaks.push(peak);
        self.size += 1;
        number
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    #[must_use]
    pub fn root(&self) -> Hash {
        let mut from_the_right = self.peaks.iter().rev().copied();
        match from_the_right.next() {
            None => Hash::of(&[]),
            Some(last) => from_the_right.fold(last, |right, left| node_hash(left, right)),
        }
    }

    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            size: self.size,
            root: self.root(),
        }
    }
}

impl FromIterator<Hash> for Frontier {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut frontier = Self::default();
        for leaf in leaves {
            frontier.append(leaf);
        }
        frontier
    }
}

/// The whole tree with the roots of all complete subtrees: `levels[k][i]` covers the leaves `i·2^k` up to `(i+1)·2^k`.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// Appends a leaf hash.
    pub fn append(&mut self, leaf: Hash) {
        let mut node = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            match nodes.as_slice() {
                [.., left, right] if nodes.len().is_multiple_of(2) => {
                    node = node_hash(*left, *right);
                }
                _ => return,
            }
        }
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    #[must_use]
    pub fn root(&self) -> Hash {
        self.root_at(self.size())
    }

    /// The root when the tree had `size` leaves (at most [`Tree::size`]).
    #[must_use]
    pub fn root_at(&self, size: usize) -> Hash {
        self.subtree(0, size.min(self.size()))
    }

    /// The root of the leaves from `start` up to `end`, where `start` is a multiple of the next power of two.
    fn subtree(&self, start: usize, end: usize) -> Hash {
        let count = end - start;
        if count == 0 {
            return Hash::of(&[]);
        }
        if count.is_power_of_two() {
            return self.levels[count.ilog2() as usize][start / count];
        }
        let middle = start + split(count);
        node_hash(self.subtree(start, middle), self.subtree(middle, end))
    }

    /// The proof that leaf `index` is in the tree of the first `size` leaves (RFC 9162, 2.1.3.1); `None` when it is not.
    #[must_use]
    pub fn inclusion_proof(&self, index: usize, size: usize) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut start, mut end) = (0, size);
        let mut proof = Vec::new();
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 9162, 2.1.4.1); `None` unless
    /// `0 < old <= new <=` [`Tree::size`].
    #[must_use]
    pub fn consistency_proof(&self, old: usize, new: usize) -> Option<Vec<Hash>> {
        if old == 0 || old > new || new > self.size() {
            return None;
        }
        let (mut start, mut end) = (0, new);
        let mut proof = Vec::new();
        // Once we have gone right, the old tree's left part is no longer known to the verifier by its root.
        let mut known = true;
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
                known = false;
            }
        }
        if !known {
            proof.push(self.subtree(start, end));
        }
        proof.reverse();
        Some(proof)
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::default();
        for leaf in leaves {
            tree.append(leaf);
        }
        tree
    }
}

/// The largest power of two smaller than `count` (at least 2).
fn split(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

/// Whether the proof shows the leaf hash at `index` of the head's tree (RFC 9162, 2.1.3.2).
#[must_use]
pub fn verify_inclusion(leaf: Hash, index: u64, head: Head, proof: &[Hash]) -> bool {
    if index >= head.size {
        return false;
    }
    let (mut at, mut last) = (index, head.size - 1);
    let mut computed = leaf;
    for &sibling in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            computed = node_hash(sibling, computed);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            computed = node_hash(computed, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && computed == head.root
}

/// Whether the proof shows that `new` holds everything of `old` at the same place (RFC 9162, 2.1.4.2). An empty `old` is the beginning of
/// everything and needs an empty proof.
#[must_use]
pub fn verify_consistency(old: Head, new: Head, proof: &[Hash]) -> bool {
    if old.size == 0 || old.size >= new.size {
        let empty = old.size == 0 && old.root == Hash::of(&[]);
        return proof.is_empty() && (empty || old == new);
    }
    let mut path = proof.iter().copied();
    let first = if old.size.is_power_of_two() {
        Some(old.root)
    } else {
        path.next()
    };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old.size - 1, new.size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old_root, mut new_root) = (first, first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_root = node_hash(sibling, old_root);
            new_root = node_hash(sibling, new_root);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new_root = node_hash(new_root, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_root == old.root && new_root == new.root
}
