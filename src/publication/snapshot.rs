//! Writes a release into the `published_*` tables, in the caller's transaction. The only writer of these tables.

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::files::{ARCHIVE, MANIFEST, Manifest};
use super::projection::{Projection, PublicResponse};
use super::release::Release;
use crate::schema::{
    published_files, published_memos, published_passages, published_pictures, published_releases,
    published_responses,
};

pub(super) async fn write(
    conn: &mut AsyncPgConnection,
    release: &Release,
    manifest: &Manifest,
    projection: &Projection,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let slug = &projection.overview.hearing.slug;
    diesel::update(published_releases::table)
        .filter(published_releases::hearing_slug.eq(slug))
        .filter(published_releases::is_current)
        .set(published_releases::is_current.eq(false))
        .execute(conn)
        .await?;
    diesel::insert_into(published_releases::table)
        .values((
            published_releases::release_id.eq(release.id),
            published_releases::hearing_slug.eq(slug),
            published_releases::number.eq(manifest.release),
            published_releases::is_current.eq(true),
            published_releases::released_at.eq(now),
            published_releases::overview.eq(serde_json::to_value(&projection.overview)?),
        ))
        .execute(conn)
        .await?;
    if let Some(memo) = &projection.memo {
        diesel::insert_into(published_memos::table)
            .values((
                published_memos::release_id.eq(release.id),
                published_memos::memo.eq(serde_json::to_value(memo)?),
            ))
            .execute(conn)
            .await?;
    }
    for (position, response) in projection.responses.iter().enumerate() {
        write_response(conn, release.id, position, response).await?;
    }
    write_files(conn, release, manifest).await
}

async fn write_response(
    conn: &mut AsyncPgConnection,
    release_id: i64,
    position: usize,
    response: &PublicResponse,
) -> anyhow::Result<()> {
    let row = &response.row;
    let texts: Vec<&str> = response
        .parts
        .iter()
        .map(|part| part.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    let themes: Vec<String> = row.themes.iter().map(ToString::to_string).collect();
    diesel::insert_into(published_responses::table)
        .values((
            published_responses::release_id.eq(release_id),
            published_responses::reference.eq(&row.reference),
            published_responses::number.eq(&row.number),
            published_responses::position.eq(i32::try_from(position)?),
            published_responses::category.eq(&row.category),
            published_responses::sender.eq(&row.sender),
            published_responses::private.eq(row.private),
            published_responses::received_at.eq(row.received_at),
            published_responses::content.eq(row.content.as_str()),
            published_responses::themes.eq(themes),
            published_responses::body.eq(serde_json::to_value(response)?),
            published_responses::text.eq(texts.join("\n\n")),
        ))
        .execute(conn)
        .await?;
    for (number, part) in response.parts.iter().enumerate() {
        let mut rows = Vec::new();
        for passage in &part.passages {
            for mark in &passage.themes {
                rows.push((
                    published_passages::release_id.eq(release_id),
                    published_passages::reference.eq(&row.reference),
                    published_passages::part.eq(i32::try_from(number)?),
                    published_passages::starts.eq(i32::try_from(passage.start)?),
                    published_passages::ends.eq(i32::try_from(passage.end)?),
                    published_passages::frame.eq(&mark.theme.frame),
                    published_passages::theme.eq(&mark.theme.theme),
                    published_passages::stance.eq(mark.stance.map(|stance| stance.as_str())),
                    published_passages::text.eq(part.quote(passage)),
                    published_passages::position.eq(i32::try_from(passage.mark)?),
                ));
            }
        }
        // PostgreSQL takes 65,535 parameters in a statement.
        for rows in rows.chunks(1_000) {
            diesel::insert_into(published_passages::table)
                .values(rows.to_vec())
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}

async fn write_files(
    conn: &mut AsyncPgConnection,
    release: &Release,
    manifest: &Manifest,
) -> anyhow::Result<()> {
    for file in &manifest.files {
        diesel::insert_into(published_files::table)
            .values((
                published_files::release_id.eq(release.id),
                published_files::name.eq(&file.name),
                published_files::media_type.eq(&file.media_type),
                published_files::bytes.eq(i64::try_from(file.bytes)?),
                published_files::sha256.eq(hex::decode(&file.sha256)?),
            ))
            .execute(conn)
            .await?;
        if let Some(of) = &file.picture {
            diesel::insert_into(published_pictures::table)
                .values((
                    published_pictures::release_id.eq(release.id),
                    published_pictures::reference.eq(&of.reference),
                    published_pictures::part.eq(i32::try_from(of.part)?),
                    published_pictures::page.eq(i32::try_from(of.page)?),
                    published_pictures::name.eq(&file.name),
                    published_pictures::width.eq(i32::try_from(of.width)?),
                    published_pictures::height.eq(i32::try_from(of.height)?),
                ))
                .execute(conn)
                .await?;
        }
    }
    let own = manifest.file()?;
    diesel::insert_into(published_files::table)
        .values((
            published_files::release_id.eq(release.id),
            published_files::name.eq(MANIFEST),
            published_files::media_type.eq(own.media_type),
            published_files::bytes.eq(i64::try_from(own.bytes.len())?),
            published_files::sha256.eq(release
                .manifest_sha256
                .as_deref()
                .context("a release without a manifest")?),
        ))
        .execute(conn)
        .await?;
    if let Some((sha256, bytes)) = release.archive_sha256.as_ref().zip(release.archive_bytes) {
        diesel::insert_into(published_files::table)
            .values((
                published_files::release_id.eq(release.id),
                published_files::name.eq(ARCHIVE),
                published_files::media_type.eq("application/zip"),
                published_files::bytes.eq(bytes),
                published_files::sha256.eq(sha256),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}
