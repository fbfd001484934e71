//! The proof of a release (docs/proof.md): every response accounted for, with the paragraphs that are shown, and hashes of the others.
//!
//! A paragraph is disclosed only when the public text shows it untouched, in its place. The salts of all others stay in the database.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::evidence::{Account, ShownPart};
use super::files::{BuiltFile, LogHead};
use super::pictures::PaintedPage;
use crate::app::App;
use crate::intake::commit;
use crate::proof::Hash;
use crate::proof::commitment::{Commitment, Item, ItemKind, Kind};
use crate::proof::log::{Head, Tree};
use crate::proof::release::{
    Accounted, Committed, Earlier, FORMAT, FileHash, FormerKey, Path, ReleaseProof, ShownAs,
    SignedHead, sign,
};
use crate::proof::shown::{Untouched, untouched};
use crate::publication::release::ReleaseState;
use crate::schema::{commitments, log_leaves, releases};

/// The log and the commitments of a hearing, as they stood at one moment.
pub(super) struct Sealed {
    tree: Tree,
    /// Number and log of the releases before this one.
    earlier: Vec<(i32, Head)>,
    by_response: HashMap<i64, Vec<(u64, Commitment)>>,
    former_keys: Vec<FormerKey>,
}

impl Sealed {
    /// Seals what waits, and reads all of it.
    pub(super) async fn read(
        app: &App,
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        accounts: &[Account],
    ) -> anyhow::Result<Self> {
        commit::append_all(conn, &app.signing_key, app.clock.now()).await?;
        let ids: Vec<i64> = accounts.iter().map(|one| one.response_id).collect();
        let rows: Vec<(i64, i64, i32, String, Vec<u8>, serde_json::Value)> = commitments::table
            .inner_join(log_leaves::table)
            .filter(commitments::response_id.eq_any(&ids))
            .order(commitments::id)
            .select((
                commitments::response_id,
                log_leaves::leaf,
                commitments::version,
                commitments::kind,
                commitments::root,
                commitments::items,
            ))
            .load(conn)
            .await?;
        let mut by_response: HashMap<i64, Vec<(u64, Commitment)>> = HashMap::new();
        for (response, leaf, version, kind, root, items) in rows {
            let commitment = Commitment {
                version: u32::try_from(version)?,
                kind: serde_json::from_value::<Kind>(kind.into())?,
                items: serde_json::from_value(items)?,
                root: Hash::from_slice(&root).context("a root is not 32 bytes")?,
            };
            let own = by_response.entry(response).or_default();
            own.push((u64::try_from(leaf)?, commitment));
        }
        // After the commitments: what they name is in it.
        let leaves: Vec<Vec<u8>> = log_leaves::table
            .order(log_leaves::leaf)
            .select(log_leaves::hash)
            .load(conn)
            .await?;
        Ok(Self {
            tree: leaves
                .iter()
                .filter_map(|leaf| Hash::from_slice(leaf))
                .collect(),
            earlier: earlier(conn, hearing_id).await?,
            by_response,
            former_keys: super::keys::former(conn).await?,
        })
    }

    pub(super) fn head(&self) -> Head {
        Head {
            size: self.tree.size() as u64,
            root: self.tree.root(),
        }
    }

    /// The head as the manifest has it.
    pub(super) fn log_head(&self, app: &App) -> LogHead {
        let head = self.head();
        LogHead {
            size: i64::try_from(head.size).unwrap_or(i64::MAX),
            root: head.root.to_string(),
            key_id: app.signing_key.public().id(),
            signature: hex::encode(app.signing_key.sign(&head.signed_bytes())),
        }
    }

    /// The proof as a file of the release, over every file that is built.
    pub(super) fn file(
        &self,
        app: &App,
        (hearing, release): (&str, i32),
        (accounts, shown): (&[Account], &[ShownPart]),
        (built, pages): (&[BuiltFile], &[PaintedPage]),
    ) -> anyhow::Result<BuiltFile> {
        let mut texts: HashMap<i64, Vec<&ShownPart>> = HashMap::new();
        for part in shown {
            texts.entry(part.response_id).or_default().push(part);
        }
        let responses = accounts.iter().map(|account| {
            let texts = texts.get(&account.response_id);
            self.accounted(account, texts.map_or(&[], Vec::as_slice))
        });
        let mut responses = responses.collect::<anyhow::Result<Vec<_>>>()?;
        // In the order of the log, which says nothing of those that are not shown but when they came.
        responses.sort_by_key(|one| one.commitments.iter().map(|own| own.leaf).min());
        let log = self.log_head(app);
        let proof = ReleaseProof {
            format: FORMAT.to_owned(),
            hearing: hearing.to_owned(),
            release,
            log: SignedHead {
                head: self.head(),
                signature: log.signature,
            },
            earlier: self.since()?,
            files: files(built, pages)?,
            responses,
            keys: self.former_keys.clone(),
        };
        let bytes = sign(&proof, &app.signing_key)?;
        Ok(BuiltFile::new(
            super::files::PROOF,
            "application/json",
            bytes,
        ))
    }

    fn since(&self) -> anyhow::Result<Vec<Earlier>> {
        let mut found = Vec::new();
        for (release, head) in &self.earlier {
            let (old, new) = (usize::try_from(head.size)?, self.tree.size());
            let path = self.tree.consistency_proof(old, new);
            found.push(Earlier {
                release: *release,
                head: *head,
                consistency: Path(path.unwrap_or_default()),
            });
        }
        Ok(found)
    }

    fn accounted(&self, account: &Account, texts: &[&ShownPart]) -> anyhow::Result<Accounted> {
        let own = self.by_response.get(&account.response_id);
        let own = own.map_or(&[][..], Vec::as_slice);
        let all = own.iter().flat_map(|(_, commitment)| &commitment.items);
        let looked: BTreeMap<u32, Disclosed> = texts
            .iter()
            .map(|text| (text.part, Disclosed::of(text, all.clone())))
            .collect();
        let mut committed = Vec::new();
        for (leaf, commitment) in own {
            let disclosure = commitment.disclose(|item| {
                let of = looked.get(&item.part)?;
                let paragraph = item.kind == ItemKind::Paragraph;
                of.items.get(&item.hash).filter(|_| paragraph).cloned()
            })?;
            let index = usize::try_from(*leaf)?;
            let path = self.tree.inclusion_proof(index, self.tree.size());
            let shows = disclosure.items.iter().any(|item| item.text().is_some());
            committed.push(Committed {
                version: commitment.version,
                kind: commitment.kind,
                root: commitment.root,
                leaf: *leaf,
                inclusion: Path(path.context("a leaf is not in the log")?),
                items: if texts.is_empty() && !shows {
                    Vec::new()
                } else {
                    disclosure.items
                },
            });
        }
        let changed = looked.iter().filter(|(_, one)| one.changed);
        Ok(Accounted {
            status: account.status,
            reference: account.reference.clone(),
            parts: texts
                .iter()
                .map(|text| ShownAs {
                    at: text.at,
                    part: text.part,
                })
                .collect(),
            changed: changed.map(|(part, _)| *part).collect(),
            commitments: committed,
        })
    }
}

/// What of a part's committed paragraphs is shown.
struct Disclosed {
    /// By the hash of the item: the paragraph.
    items: HashMap<Hash, String>,
    /// The public text has paragraphs that were not committed to, or lacks some without saying so.
    changed: bool,
}

impl Disclosed {
    fn of<'a>(text: &ShownPart, items: impl Iterator<Item = &'a Item>) -> Self {
        let own = items.filter(|item| item.part == text.part && item.kind == ItemKind::Paragraph);
        let mut own: Vec<&Item> = own.collect();
        own.sort_by_key(|item| item.index);
        let ours = untouched(&text.text, &text.hidden);
        let whole = untouched(&text.text, &[]);
        let mut public = untouched(&text.public, &text.omitted)
            .into_iter()
            .flatten()
            .peekable();
        let mut found = HashMap::new();
        let mut lost = false;
        for item in &own {
            let shown = place(item, &ours, &whole);
            match shown {
                // The public text has them in the same order, but for those that a token touches there.
                Some(paragraph) if public.peek() == Some(paragraph) => {
                    public.next();
                    found.insert(item.hash, paragraph.clone());
                }
                _ => lost = true,
            }
        }
        Self {
            items: found,
            changed: public.next().is_some() || (lost && text.omitted.is_empty()),
        }
    }
}

/// The paragraph of an item where it stands untouched. One whose words are hidden somewhere else in the text is hidden too: it is not for us
/// to say which of them was meant.
fn place<'a>(item: &Item, ours: &'a [Untouched], whole: &[Untouched]) -> Option<&'a String> {
    let index = usize::try_from(item.index).ok()?;
    let at = whole.get(index).and_then(Option::as_deref);
    if at.is_some_and(|paragraph| item.is(paragraph)) {
        return ours.get(index)?.as_ref();
    }
    let mut found = None;
    for (own, whole) in ours.iter().zip(whole) {
        if whole.as_deref().is_some_and(|whole| item.is(whole)) {
            found = Some(own.as_ref()?);
        }
    }
    found
}

/// The releases before, with the log that they vouched for.
async fn earlier(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> anyhow::Result<Vec<(i32, Head)>> {
    type Vouched = (Option<i32>, Option<i64>, Option<Vec<u8>>);
    let rows: Vec<Vouched> = releases::table
        .filter(releases::hearing_id.eq(hearing_id))
        .filter(releases::state.eq(ReleaseState::Released))
        .order(releases::number)
        .select((releases::number, releases::log_size, releases::log_root))
        .load(conn)
        .await?;
    let head = |(number, size, root): Vouched| {
        let size = u64::try_from(size?).ok()?;
        let root = Hash::from_slice(&root?)?;
        Some((number?, Head { size, root }))
    };
    Ok(rows.into_iter().filter_map(head).collect())
}

fn files(built: &[BuiltFile], pages: &[PaintedPage]) -> anyhow::Result<Vec<FileHash>> {
    let mut files = Vec::new();
    for file in built {
        files.push(FileHash {
            name: file.name.to_string(),
            sha256: file.sha256().parse()?,
        });
    }
    for page in pages {
        files.push(FileHash {
            name: page.name.clone(),
            sha256: Hash::from_slice(&page.sha256).context("a hash is not 32 bytes")?,
        });
    }
    Ok(files)
}
