//! What the pages of the memo are made of, read once for each page.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;

use super::words::{gone_key, state_key};
use super::{Ref, Row};
use crate::desk::inbox::who;
use crate::desk::panel::{self, Look};
use crate::finder;
use crate::hearing::{Hearing, ThemeTree, frames_of};
use crate::input::{self, Input, Workshop};
use crate::memo::{
    self, Disposition, Point, Section, Source, Voice, Voices, disposed, page_number,
};
use crate::staff::{Person, names_of};
use crate::templates::Words;
use crate::templates::words::copenhagen;

/// Characters of a text in the table; the rest is on the point's own page.
const SHOWN: usize = 1_200;

/// The memo of a hearing.
pub(super) struct Memo {
    pub(super) hearing: Hearing,
    /// `/sekretariat/{hearing}`
    pub(super) base: String,
    pub(super) trees: Vec<ThemeTree>,
    pub(super) looks: BTreeMap<i64, Look>,
    pub(super) points: Vec<Point>,
    pub(super) sources: BTreeMap<i64, Vec<Source>>,
    pub(super) voices: Voices,
    pub(super) people: BTreeMap<i64, Person>,
    pub(super) inputs: Vec<Input>,
    pub(super) workshops: Vec<Workshop>,
    pub(super) comments: BTreeMap<i64, i64>,
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
}

impl Memo {
    /// The points that stand.
    pub(super) async fn read(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        now: DateTime<Utc>,
    ) -> diesel::QueryResult<Self> {
        let points = Point::of_hearing(conn, hearing_id).await?;
        Self::with(conn, hearing_id, now, points).await
    }

    /// The memo as far as these points need it.
    pub(super) async fn with(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
        now: DateTime<Utc>,
        points: Vec<Point>,
    ) -> diesel::QueryResult<Self> {
        let hearing = Hearing::find(conn, hearing_id).await?;
        let trees = frames_of(conn, hearing.id).await?;
        let ids: Vec<i64> = points.iter().map(|point| point.id).collect();
        let mut sources: BTreeMap<i64, Vec<Source>> = BTreeMap::new();
        for source in memo::sources_of(conn, &ids).await? {
            sources.entry(source.point_id).or_default().push(source);
        }
        let people: Vec<i64> = points
            .iter()
            .flat_map(|point| [point.content.owner_id, point.holder_id, point.removed_by])
            .flatten()
            .collect();
        Ok(Self {
            looks: panel::looks(&trees),
            trees,
            sources,
            voices: Voices::of_hearing(conn, hearing.id).await?,
            people: names_of(conn, &people).await?,
            inputs: every_note(conn, hearing.id).await?,
            workshops: input::workshops_of(conn, hearing.id).await?,
            comments: memo::counts_of(conn, &ids).await?,
            points,
            now,
            today: copenhagen(now).date_naive(),
            base: format!("/sekretariat/{}", hearing.slug),
            hearing,
        })
    }

    /// The address of a point.
    pub(super) fn href(&self, number: i32) -> String {
        format!("{}/hoeringsnotat/punkter/{number}", self.base)
    }

    pub(super) fn section(&self, point: &Point) -> Section {
        Section::of(&self.trees, &point.content)
    }

    pub(super) fn sources_of(&self, point: &Point) -> &[Source] {
        self.sources.get(&point.id).map_or(&[], Vec::as_slice)
    }

    /// The points by section, in the order of the memo; sections without any are left out.
    pub(super) fn in_order(&self) -> Vec<(Section, Vec<&Point>)> {
        let mut sections: Vec<(Section, Vec<&Point>)> = memo::sections(&self.trees)
            .into_iter()
            .map(|section| (section, Vec::new()))
            .collect();
        for point in &self.points {
            let own = self.section(point);
            match sections.iter_mut().find(|(section, _)| *section == own) {
                Some((_, points)) => points.push(point),
                // A theme that has others below it is none to choose, but a point may stand there from before.
                None => sections.push((own, vec![point])),
            }
        }
        sections.retain(|(_, points)| !points.is_empty());
        sections
    }

    /// The points that change something in the plan, by page.
    pub(super) fn changed(&self) -> Vec<&Point> {
        let changes = |point: &&Point| point.content.changes_plan();
        let mut changed: Vec<&Point> = self.points.iter().filter(changes).collect();
        changed.sort_by_key(|point| page_number(&point.content.change_page));
        changed
    }

    /// Who said what a point answers: each response once, by reference, then the notes.
    pub(super) fn voices_of(&self, point: &Point) -> Vec<&Voice> {
        let mut found: Vec<&Voice> = Vec::new();
        for source in self.sources_of(point) {
            let voice = source.response_id.and_then(|id| self.voices.get(id));
            if let Some(voice) = voice
                && found.iter().all(|one| one.response_id != voice.response_id)
            {
                found.push(voice);
            }
        }
        found.sort_by_key(|voice| voice.key());
        found
    }

    pub(super) fn refs(&self, words: &Words, point: &Point) -> Vec<Ref> {
        let voices = self.voices_of(point);
        let responses = voices.into_iter().map(|voice| self.reference(words, voice));
        let notes = self.sources_of(point).iter().filter_map(|source| {
            let input = self
                .inputs
                .iter()
                .find(|one| Some(one.id) == source.input_id)?;
            Some(Ref {
                label: words.text("memo-note", &[]),
                who: self.note_title(words, input),
                href: format!("{}/noter#note-{}", self.base, input.id),
                gone: input.removed_at.map(|_| words.text("memo-gone-note", &[])),
            })
        });
        responses.chain(notes).collect()
    }

    pub(super) fn reference(&self, words: &Words, voice: &Voice) -> Ref {
        Ref {
            label: voice.label().to_owned(),
            who: who(words, &voice.who),
            href: format!("{}/svar/{}", self.base, voice.number),
            gone: gone_key(voice.state).map(|key| words.text(key, &[])),
        }
    }

    /// *4. maj 2023 · Dialogmøde*, as far as it is known.
    pub(super) fn note_title(&self, words: &Words, input: &Input) -> String {
        let workshop = self
            .workshops
            .iter()
            .find(|one| Some(one.id) == input.workshop_id);
        match workshop {
            Some(one) => format!("{} · {}", words.date(one.held_on), one.format),
            None => input.grouping.clone(),
        }
    }

    pub(super) fn row(&self, words: &Words, point: &Point) -> Row {
        let content = &point.content;
        let person = |id: Option<i64>| id.and_then(|id| self.people.get(&id));
        let holder = person(point.holder(self.now));
        let late = content.due_on.is_some_and(|due| due < self.today);
        Row {
            number: point.number,
            href: self.href(point.number),
            section: self.section_title(words, self.section(point)),
            remark: cut(&content.remark),
            refs: self.refs(words, point),
            comment: cut(&content.comment),
            disposition: disposed(words, content.disposition, &content.department),
            disposition_kind: content.disposition.map_or("none", |it| it.as_str()),
            changes: content.changes_plan(),
            change: content.change_page.clone(),
            state: words.text(state_key(content.state), &[]),
            state_kind: content.state.as_str(),
            owner: person(content.owner_id).map(|one| one.name.clone()),
            due: content.due_on,
            late: late && content.state != crate::memo::PointState::Agreed,
            holder: holder.map(|one| one.name.clone()),
            comments: self.comments.get(&point.id).copied().unwrap_or(0),
            warned: content
                .texts()
                .iter()
                .any(|text| finder::may_hold(text) && !finder::find(text).is_empty()),
        }
    }
}

/// The notes that stand, and those that were taken out: a point may answer one.
async fn every_note(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
) -> diesel::QueryResult<Vec<Input>> {
    let mut all = input::inputs_of(conn, hearing_id).await?;
    all.extend(input::removed_of(conn, hearing_id).await?);
    Ok(all)
}

/// The beginning of a text, with a sign that there is more.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} …", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// What a group of the list by disposition is called.
pub(super) fn disposition_title(words: &Words, of: Option<Disposition>) -> String {
    words.text(of.map_or("memo-undecided", Disposition::word_key), &[])
}
