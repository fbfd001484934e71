//! Everything the projection is made from, read in one go. The caller's transaction decides how still the database stands meanwhile.

use std::collections::HashMap;

use anyhow::Context;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::form::can_be_pictures;
use super::gate::excuse;
use super::memo::MemoRows;
use super::release::ReleaseKind;
use crate::hearing::{Category, Consultee, Hearing, Meeting, ThemeTree, frames_of};
use crate::input::{self, Input, Workshop};
use crate::intake;
use crate::redaction::{Clearing, PageBox, Redaction, clearings_of_texts};
use crate::response::{Chains, Part, Relation, Respondent, Response, TextVersion, current_texts};
use crate::schema::{files, organisations, passages, redactions, responses, text_versions};
use crate::tagging::{Coding, Passage, WholeTheme, signoffs_of, whole_themes_of};

/// A hearing and all that was said in it, as it stands in the database.
pub(super) struct Rows {
    pub(super) hearing: Hearing,
    pub(super) organisation: String,
    pub(super) categories: Vec<Category>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) consultees: Vec<Consultee>,
    pub(super) trees: Vec<ThemeTree>,
    /// Themes that were merged, each with the one in force.
    pub(super) merged: HashMap<i64, i64>,
    /// Counted by the database.
    pub(super) received: usize,
    pub(super) responses: Vec<Response>,
    pub(super) respondents: Vec<Respondent>,
    pub(super) relations: Vec<Relation>,
    pub(super) parts: Vec<Part>,
    pub(super) texts: Vec<TextVersion>,
    pub(super) redactions: Vec<Redaction>,
    pub(super) clearings: Vec<Clearing>,
    /// Places that people covered on pages.
    pub(super) boxes: Vec<PageBox>,
    /// SHA-256 of the files that could be shown as pictures, by their row.
    pub(super) files: HashMap<i64, Vec<u8>>,
    pub(super) passages: Vec<Passage>,
    pub(super) codings: Vec<Coding>,
    pub(super) whole: Vec<WholeTheme>,
    /// Responses that somebody has signed off, and whose sign-off stands.
    pub(super) signed_off: Vec<i64>,
    /// Responses with a proposal that nobody has decided on.
    pub(super) undecided: Vec<i64>,
    /// Passages and redactions on texts that are no longer in force, by response.
    pub(super) loose: Vec<i64>,
    /// Responses with a file that waits for the malware scanner.
    pub(super) unscanned: Vec<i64>,
    pub(super) mails_seen: usize,
    /// Mails that wait for a person's decision, or to be read.
    pub(super) mails_waiting: i64,
    pub(super) mail_places: Vec<PlaceRow>,
    pub(super) workshops: Vec<Workshop>,
    pub(super) inputs: Vec<Input>,
    pub(super) input_themes: Vec<(i64, i64)>,
    /// None while it stays with the staff.
    pub(super) memo: Option<MemoRows>,
    pub(super) kind: ReleaseKind,
    /// What people let through the gate, and why, by the key of the finding.
    pub(super) excuses: HashMap<String, String>,
}

#[derive(Debug, Clone, QueryableByName)]
pub(super) struct PlaceRow {
    #[diesel(sql_type = Text)]
    pub(super) place: String,
    #[diesel(sql_type = BigInt)]
    pub(super) mails: i64,
}

/// A mail belongs to the hearing that it names, or else to its mailbox's.
const MAILS: &str = "from mails join mailboxes on mailboxes.id = mails.mailbox_id \
     where coalesce(mails.hearing_id, mailboxes.hearing_id) = $1";

impl Rows {
    pub(super) async fn read(
        conn: &mut AsyncPgConnection,
        slug: &str,
        kind: ReleaseKind,
    ) -> anyhow::Result<Self> {
        let hearing = Hearing::by_slug(conn, slug)
            .await
            .with_context(|| format!("no hearing {slug}"))?;
        let responses = Response::of_hearing(conn, hearing.id).await?;
        let memo = MemoRows::read(conn, hearing.id).await?;
        let excuses = excuse::reasons_of(conn, hearing.id).await?;
        let rows = Self::of(conn, hearing, responses).await?;
        Ok(Self {
            kind,
            memo,
            excuses,
            ..rows
        })
    }

    /// The same with one response alone, in all its versions, and without the memo.
    pub(super) async fn read_one(
        conn: &mut AsyncPgConnection,
        slug: &str,
        response_id: i64,
    ) -> anyhow::Result<Self> {
        let hearing = Hearing::by_slug(conn, slug).await?;
        let all = Response::of_hearing(conn, hearing.id).await?;
        let ids: Vec<i64> = all.iter().map(|one| one.id).collect();
        let relations = Relation::of_responses(conn, &ids).await?;
        let own: Vec<i64> = Chains::of(&all, &relations)
            .chains
            .iter()
            .map(|chain| chain.versions.iter().map(|(one, _)| one.id).collect())
            .find(|ids: &Vec<i64>| ids.contains(&response_id))
            .unwrap_or_default();
        let responses = all
            .into_iter()
            .filter(|one| own.contains(&one.id))
            .collect();
        Self::of(conn, hearing, responses).await
    }

    async fn of(
        conn: &mut AsyncPgConnection,
        hearing: Hearing,
        responses: Vec<Response>,
    ) -> anyhow::Result<Self> {
        let id = hearing.id;
        let ids: Vec<i64> = responses.iter().map(|response| response.id).collect();
        let parts = Part::of_responses(conn, &ids).await?;
        let texts = current_texts(conn, &parts).await?;
        let text_ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
        let passages = Passage::of_texts(conn, &text_ids).await?;
        let marked: Vec<i64> = passages.iter().map(|passage| passage.id).collect();
        let trees = frames_of(conn, id).await?;
        let noted_inputs = input::inputs_of(conn, id).await?;
        let noted: Vec<i64> = noted_inputs.iter().map(|input| input.id).collect();
        Ok(Self {
            organisation: organisations::table
                .find(hearing.organisation_id)
                .select(organisations::name)
                .first(conn)
                .await?,
            categories: hearing.categories(conn).await?,
            meetings: hearing.meetings(conn).await?,
            consultees: Consultee::of_hearing(conn, id).await?,
            merged: merged(&trees),
            trees,
            received: received(conn, id).await?,
            respondents: Respondent::of_responses(conn, &ids).await?,
            relations: Relation::of_responses(conn, &ids).await?,
            // One that nobody has approved yet hides all the same, and stops the release.
            redactions: Redaction::of_texts(conn, &text_ids).await?,
            clearings: clearings_of_texts(conn, &text_ids)
                .await?
                .into_iter()
                .filter(Clearing::is_in_force)
                .collect(),
            boxes: PageBox::of_parts(conn, &part_ids(&parts)).await?,
            files: drawable(conn, &parts).await?,
            codings: Coding::of_passages(conn, &marked).await?,
            whole: whole_themes_of(conn, &ids).await?,
            signed_off: signoffs_of(conn, &ids)
                .await?
                .into_iter()
                .filter(|one| one.lapsed_at.is_none())
                .map(|one| one.response_id)
                .collect(),
            undecided: crate::response::undecided(conn, id).await?,
            loose: loose(conn, &parts, &text_ids).await?,
            unscanned: intake::scan::unscanned(conn, id).await?,
            mails_seen: mails_seen(conn, id).await?,
            mails_waiting: intake::mailbox::waiting(conn, id).await?,
            mail_places: diesel::sql_query(format!(
                "select mails.place, count(*) as mails {MAILS} group by mails.place order by mails.place"
            ))
            .bind::<BigInt, _>(id)
            .load(conn)
            .await?,
            workshops: input::workshops_of(conn, id).await?,
            input_themes: input::themes_of(conn, &noted).await?,
            kind: ReleaseKind::Final,
            memo: None,
            excuses: HashMap::new(),
            inputs: noted_inputs,
            hearing,
            responses,
            parts,
            texts,
            passages,
        })
    }
}

/// How many came in, whatever became of them.
async fn received(conn: &mut AsyncPgConnection, hearing_id: i64) -> anyhow::Result<usize> {
    let count: i64 = responses::table
        .filter(responses::hearing_id.eq(hearing_id))
        .select(count_star())
        .first(conn)
        .await?;
    Ok(usize::try_from(count)?)
}

fn part_ids(parts: &[Part]) -> Vec<i64> {
    parts.iter().map(|part| part.id).collect()
}

async fn drawable(
    conn: &mut AsyncPgConnection,
    parts: &[Part],
) -> QueryResult<HashMap<i64, Vec<u8>>> {
    let wanted = parts.iter().filter(|part| can_be_pictures(part));
    let ids: Vec<i64> = wanted.filter_map(|part| part.file_id).collect();
    let rows: Vec<(i64, Vec<u8>)> = files::table
        .filter(files::id.eq_any(ids))
        .select((files::id, files::sha256))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

fn merged(trees: &[ThemeTree]) -> HashMap<i64, i64> {
    trees
        .iter()
        .flat_map(|tree| &tree.merged)
        .map(|(theme, to)| (theme.id, *to))
        .collect()
}

async fn loose(
    conn: &mut AsyncPgConnection,
    parts: &[Part],
    current: &[i64],
) -> QueryResult<Vec<i64>> {
    let ids: Vec<i64> = parts.iter().map(|part| part.id).collect();
    let old = text_versions::table
        .filter(text_versions::part_id.eq_any(&ids))
        .filter(text_versions::id.ne_all(current));
    let mut on: Vec<i64> = old
        .clone()
        .inner_join(passages::table)
        .select(text_versions::part_id)
        .distinct()
        .load(conn)
        .await?;
    let redacted: Vec<i64> = old
        .inner_join(redactions::table)
        .filter(redactions::removed_at.is_null())
        .select(text_versions::part_id)
        .distinct()
        .load(conn)
        .await?;
    on.extend(redacted);
    Ok(parts
        .iter()
        .filter(|part| on.contains(&part.id))
        .map(|part| part.response_id)
        .collect())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

async fn mails_seen(conn: &mut AsyncPgConnection, hearing_id: i64) -> anyhow::Result<usize> {
    let seen: Count = diesel::sql_query(format!("select count(*) as count {MAILS}"))
        .bind::<BigInt, _>(hearing_id)
        .get_result(conn)
        .await?;
    Ok(usize::try_from(seen.count)?)
}
