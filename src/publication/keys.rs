//! The life of the signing key: the one in use, the ones before it, and the change from one to the next.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use crate::app::App;
use crate::proof::key::{PrivateKey, PublicKey};
use crate::proof::receipt::NamedKey;
use crate::proof::release::FormerKey;
use crate::schema::former_keys;

/// The keys as the authority's site shows them.
#[derive(Debug, Serialize)]
pub struct KeyList {
    pub format: &'static str,
    pub current: NamedKey,
    /// The same as SubjectPublicKeyInfo in PEM, as `hoering verify --key` takes it.
    pub pem: String,
    pub former: Vec<FormerKey>,
}

/// The keys, the newest first.
///
/// # Errors
/// When the database is away.
pub async fn list(app: &App, conn: &mut AsyncPgConnection) -> anyhow::Result<KeyList> {
    let key = app.signing_key.public();
    Ok(KeyList {
        format: "hoering-noegle/1",
        current: NamedKey::of(&key),
        pem: key.to_pem()?,
        former: former(conn).await?,
    })
}

/// The keys that are no longer used, the latest first.
pub(super) async fn former(conn: &mut AsyncPgConnection) -> anyhow::Result<Vec<FormerKey>> {
    let rows: Vec<(String, String, DateTime<Utc>, String, String)> = former_keys::table
        .order(former_keys::until.desc())
        .select((
            former_keys::id,
            former_keys::public,
            former_keys::until,
            former_keys::by,
            former_keys::signature,
        ))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, public, until, by, signature)| FormerKey {
            key: NamedKey { id, public },
            until,
            by,
            signature,
        })
        .collect())
}

/// Notes that a key is given up for the next, which vouches for it.
///
/// # Errors
/// When the database is away.
pub async fn give_up(
    conn: &mut AsyncPgConnection,
    old: &PublicKey,
    new: &PrivateKey,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    // Whole seconds: the same moment comes back from the database and from JSON.
    let until = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now);
    let former = FormerKey::sign(old, until, new)?;
    diesel::insert_into(former_keys::table)
        .values((
            former_keys::id.eq(&former.key.id),
            former_keys::public.eq(&former.key.public),
            former_keys::until.eq(former.until),
            former_keys::by.eq(&former.by),
            former_keys::signature.eq(&former.signature),
        ))
        // Broken off before, and begun again.
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
