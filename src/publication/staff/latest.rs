//! The newest release on the page: its state, its files, and who may approve it.

use diesel_async::AsyncPgConnection;

use crate::publication::address;
use crate::publication::files::{self as formats, MANIFEST, Manifest};
use crate::publication::pages::staff::{Files, Latest};
use crate::publication::release::{Release, ReleaseState, progress};
use crate::staff::{Access, Role, names_of};
use crate::templates::{Words, file_icon};
use crate::web;

pub(super) async fn latest(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    releases: &[Release],
) -> web::Result<Option<Latest>> {
    let Some(release) = releases.first() else {
        return Ok(None);
    };
    let people: Vec<i64> = release
        .built_by
        .into_iter()
        .chain(release.approved_by)
        .collect();
    let people = names_of(conn, &people).await?;
    let name = |id: Option<i64>| {
        id.and_then(|id| people.get(&id))
            .map(|person| person.name.clone())
    };
    let waiting = release.state == ReleaseState::Waiting;
    let own = release.built_by == Some(access.person.id);
    let base = format!("{}/udgaver/{}", address::staff(&access.slug), release.id);
    let manifest = manifest(release);
    let state = release.state.as_str();
    Ok(Some(Latest {
        number: manifest.as_ref().map(|manifest| manifest.release),
        state: words.text(&format!("release-state-{state}"), &[]),
        building: release.state == ReleaseState::Building,
        progress: progress(words, release),
        built_at: release.created_at,
        built_by: name(release.built_by),
        approved_by: name(release.approved_by),
        hash: release
            .manifest_sha256
            .as_deref()
            .map(hex::encode)
            .unwrap_or_default(),
        files: manifest
            .filter(|_| waiting && access.may(Role::Releaser))
            .map(|manifest| files(words, &base, &manifest))
            .unwrap_or_default(),
        approve_action: (waiting && !own && access.may(Role::Releaser))
            .then(|| format!("{base}/godkendelse")),
        needs_other: waiting && own,
    }))
}

fn files(words: &Words, base: &str, manifest: &Manifest) -> Vec<Files> {
    let mut files: Vec<Files> = manifest
        .files
        .iter()
        .filter(|file| file.picture.is_none())
        .map(|file| Files {
            title: formats::title(words, &file.name),
            href: format!("{base}/{}", file.name),
            icon: file_icon(&file.name),
            meta: words.bytes(file.bytes as u64),
        })
        .collect();
    files.push(Files {
        title: formats::title(words, MANIFEST),
        href: format!("{base}/{MANIFEST}"),
        icon: file_icon(MANIFEST),
        meta: String::new(),
    });
    files
}

/// What the second person approves.
pub(super) fn manifest(release: &Release) -> Option<Manifest> {
    serde_json::from_value(release.manifest.clone()?).ok()
}
