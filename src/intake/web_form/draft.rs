//! What somebody has typed and not sent. Personal data: deleted 30 days after the deadline.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Fields;
use crate::hearing::Hearing;
use crate::ids::{random_token, token_hash};
use crate::response::{Part, PartState, Response, Role, current_texts};
use crate::schema::{files, web_draft_files, web_drafts};

/// A draft under its key.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: i64,
    pub hearing_id: i64,
    pub fields: Fields,
    pub created_at: DateTime<Utc>,
    pub files: Vec<DraftFile>,
}

/// A file that was uploaded to a draft.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = web_draft_files)]
#[diesel(base_query = web_draft_files::table.inner_join(files::table))]
pub struct DraftFile {
    #[diesel(select_expression = web_draft_files::id)]
    pub id: i64,
    pub draft_id: i64,
    pub filename: String,
    pub media_type: String,
    pub state: PartState,
    pub position: i32,
    #[diesel(select_expression = files::sha256)]
    pub sha256: Vec<u8>,
    #[diesel(select_expression = files::bytes)]
    pub bytes: i64,
}

impl Draft {
    /// The draft of this key in a hearing.
    pub async fn find(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        key: &str,
    ) -> anyhow::Result<Option<Self>> {
        let row: Option<(i64, serde_json::Value, DateTime<Utc>)> = web_drafts::table
            .filter(web_drafts::hearing_id.eq(hearing_id))
            .filter(web_drafts::token_hash.eq(token_hash(key)))
            .select((web_drafts::id, web_drafts::form, web_drafts::created_at))
            .first(conn)
            .await
            .optional()?;
        let Some((id, form, created_at)) = row else {
            return Ok(None);
        };
        let files = DraftFile::query()
            .filter(web_draft_files::draft_id.eq(id))
            .order(web_draft_files::position)
            .load(conn)
            .await?;
        Ok(Some(Self {
            id,
            hearing_id,
            fields: serde_json::from_value(form)?,
            created_at,
            files,
        }))
    }

    /// Writes what was typed. The key makes it the same draft each time.
    pub async fn save(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        key: &str,
        fields: &Fields,
        now: DateTime<Utc>,
    ) -> anyhow::Result<i64> {
        let form = serde_json::to_value(fields)?;
        Ok(diesel::insert_into(web_drafts::table)
            .values((
                web_drafts::hearing_id.eq(hearing_id),
                web_drafts::token_hash.eq(token_hash(key)),
                web_drafts::form.eq(&form),
                web_drafts::created_at.eq(now),
                web_drafts::updated_at.eq(now),
            ))
            .on_conflict(web_drafts::token_hash)
            .do_update()
            .set((web_drafts::form.eq(&form), web_drafts::updated_at.eq(now)))
            .returning(web_drafts::id)
            .get_result(conn)
            .await?)
    }

    /// Keeps only these of the draft's files.
    pub async fn keep_files(
        conn: &mut AsyncPgConnection,
        draft_id: i64,
        ids: &[i64],
    ) -> QueryResult<()> {
        diesel::delete(
            web_draft_files::table
                .filter(web_draft_files::draft_id.eq(draft_id))
                .filter(web_draft_files::id.ne_all(ids)),
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Adds an uploaded file whose bytes are in storage; the same bytes under the same name only once.
    pub async fn add_file(
        conn: &mut AsyncPgConnection,
        draft_id: i64,
        file_id: i64,
        (filename, media_type, state): (&str, &str, PartState),
    ) -> QueryResult<()> {
        let there: i64 = web_draft_files::table
            .filter(web_draft_files::draft_id.eq(draft_id))
            .filter(web_draft_files::file_id.eq(file_id))
            .filter(web_draft_files::filename.eq(filename))
            .count()
            .get_result(conn)
            .await?;
        if there > 0 {
            return Ok(());
        }
        let last: Option<i32> = web_draft_files::table
            .filter(web_draft_files::draft_id.eq(draft_id))
            .select(diesel::dsl::max(web_draft_files::position))
            .first(conn)
            .await?;
        diesel::insert_into(web_draft_files::table)
            .values((
                web_draft_files::draft_id.eq(draft_id),
                web_draft_files::file_id.eq(file_id),
                web_draft_files::filename.eq(filename),
                web_draft_files::media_type.eq(media_type),
                web_draft_files::state.eq(state),
                web_draft_files::position.eq(last.map_or(0, |last| last + 1)),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Removes a draft that has been sent: from now on the response is the only copy.
    pub async fn remove(conn: &mut AsyncPgConnection, key: &str) -> QueryResult<()> {
        diesel::delete(web_drafts::table.filter(web_drafts::token_hash.eq(token_hash(key))))
            .execute(conn)
            .await?;
        Ok(())
    }
}

/// A draft of a new version of a response: what was said before is in it, and it knows what it corrects. Answers with its key.
pub(in crate::intake) async fn correct(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    response: &Response,
    now: DateTime<Utc>,
) -> anyhow::Result<String> {
    let respondents = response.respondents(conn).await?;
    let categories = hearing.categories(conn).await?;
    let parts = response.parts(conn).await?;
    let body: Vec<Part> = parts
        .into_iter()
        .filter(|part| part.role == Role::Body)
        .collect();
    let texts = current_texts(conn, &body).await?;
    let first = respondents.as_slice().first();
    let kind = categories
        .iter()
        .find(|category| Some(category.id) == response.category_id)
        .and_then(|category| category.kinds.as_slice().first().cloned());
    let fields = Fields {
        name: first.map(|one| one.name.clone()).unwrap_or_default(),
        organisation: first
            .and_then(|one| one.organisation.clone())
            .unwrap_or_default(),
        kind: kind.unwrap_or_default(),
        email: first.and_then(|one| one.email.clone()).unwrap_or_default(),
        body: texts
            .as_slice()
            .first()
            .map(|text| text.text.clone())
            .unwrap_or_default(),
        protected: response.protected,
        name_choice: response.name_choice.as_str().to_owned(),
        corrects: Some(response.id),
        ..Fields::default()
    };
    let key = random_token();
    Draft::save(conn, hearing.id, &key, &fields, now).await?;
    Ok(key)
}
