//! One worker at a time has a mailbox (rule 5).

use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::app::App;
use crate::intake::mailbox::Mailbox;

/// First half of the advisory lock's key; the mailbox's id is the other.
const LOCK: i32 = 0x696d_6170;

#[derive(diesel::QueryableByName)]
struct Locked {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    locked: bool,
}

/// The advisory lock of a mailbox, held by a connection that belongs to nobody else: it ends with this value, however that is dropped,
/// and takes no place in the pool.
pub(in crate::intake::mailbox) struct Lock(AsyncPgConnection);

impl Lock {
    /// The lock, unless another worker has it.
    pub(in crate::intake::mailbox) async fn take(
        app: &App,
        mailbox: &Mailbox,
    ) -> anyhow::Result<Option<Self>> {
        let mut conn = Object::take(app.conn().await?);
        let key = i32::try_from(mailbox.id)?;
        let answer: Locked = diesel::sql_query(format!(
            "select pg_try_advisory_lock({LOCK}, {key}) as locked"
        ))
        .get_result(&mut conn)
        .await?;
        Ok(answer.locked.then_some(Self(conn)))
    }

    /// Lets go at once: the server notices the end of a connection a little later.
    pub(in crate::intake::mailbox) async fn release(mut self) {
        let all = diesel::sql_query("select pg_advisory_unlock_all()");
        let _ = all.execute(&mut self.0).await;
    }
}
