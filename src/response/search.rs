//! What the secretariat's search looks at. Taking a mail in does not wait for it: workers make it soon after, and a search reads what they
//! have not come to yet as it is, so that it misses nothing.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// Texts that are made ready at once.
const AT_ONCE: usize = 200;

/// SQL: the ids of the texts in which a `tsquery` is found. The query is given as an expression.
#[must_use]
pub fn texts_with(query: &str) -> String {
    format!(
        "select s.text_id as id from text_searches s where s.document @@ {query} \
         union select t.id from text_versions t cross join lateral text_pieces(t.text) d \
          where not exists (select 1 from text_searches s where s.text_id = t.id) and d.document @@ {query}"
    )
}

/// Makes the next texts ready for the search, the newest first. Answers whether there may be more.
pub async fn make_searchable(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    let made = diesel::sql_query(format!(
        "insert into text_searches (text_id, piece, document) \
         select t.id, d.piece, d.document from (select id, text from text_versions t \
             where not exists (select 1 from text_searches s where s.text_id = t.id) order by id desc limit {AT_ONCE}) t \
         cross join lateral text_pieces(t.text) d on conflict do nothing"
    ))
    .execute(conn)
    .await?;
    Ok(made >= AT_ONCE)
}
