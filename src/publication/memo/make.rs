//! From the staff's points to the public memo. Only points that are agreed go in; the rest is told to the gate.

use std::collections::{BTreeMap, HashMap};

use diesel_async::AsyncPgConnection;

use super::{MemoSection, MemoVoice, PlanChange, PublicMemo, PublicPoint};
use crate::hearing::ThemeTree;
use crate::memo::{self, Place, Point, PointState, Section, Source};
use crate::publication::projection::{PublicResponse, ThemeRef};
use crate::publication::public::marks::numbered;
use crate::text::Span;

/// The memo as it stands in the database, when it is to go out.
pub(in crate::publication) struct MemoRows {
    summary: String,
    points: Vec<Point>,
    sources: Vec<Source>,
}

impl MemoRows {
    pub(in crate::publication) async fn read(
        conn: &mut AsyncPgConnection,
        hearing_id: i64,
    ) -> diesel::QueryResult<Option<Self>> {
        if memo::publication_of(conn, hearing_id).await?.is_none() {
            return Ok(None);
        }
        let points = Point::of_hearing(conn, hearing_id).await?;
        let ids: Vec<i64> = points.iter().map(|point| point.id).collect();
        let summary = memo::summary_of(conn, hearing_id).await?;
        Ok(Some(Self {
            summary: summary.map(|one| one.text).unwrap_or_default(),
            sources: memo::sources_of(conn, &ids).await?,
            points,
        }))
    }
}

/// Where the passages of the staff came to stand in public: their paragraphs on the page of a response.
#[derive(Default)]
pub(in crate::publication) struct Spots(HashMap<usize, Vec<usize>>);

impl Spots {
    /// From responses whose passages still carry the numbers of their rows.
    pub(in crate::publication) fn of(responses: &[PublicResponse]) -> Self {
        let mut spots: HashMap<usize, Vec<usize>> = HashMap::new();
        for response in responses {
            let paragraphs = numbered(&response.parts);
            for (at, part) in response.parts.iter().enumerate() {
                for passage in &part.passages {
                    let span = Span::new(passage.start, passage.end);
                    let first = paragraphs
                        .iter()
                        .find(|(_, own, one)| *own == at && one.span.overlaps(span));
                    if let Some((number, ..)) = first {
                        spots.entry(passage.mark).or_default().push(*number);
                    }
                }
            }
        }
        Self(spots)
    }

    fn first(&self, passage_id: Option<i64>) -> Option<usize> {
        let id = usize::try_from(passage_id?).ok()?;
        self.0.get(&id)?.first().copied()
    }
}

/// The public memo, and the numbers of the points that nobody has agreed on yet.
///
/// `reference` gives what a response is called in public, in whichever version; `order` where a reference stands in the compilation.
pub(in crate::publication) fn memo(
    rows: &MemoRows,
    trees: &[ThemeTree],
    spots: &Spots,
    reference: &dyn Fn(i64) -> Option<String>,
    order: &dyn Fn(&str) -> usize,
) -> (PublicMemo, Vec<i32>) {
    let mut sections: Vec<(Section, Vec<PublicPoint>)> = memo::sections(trees)
        .into_iter()
        .map(|section| (section, Vec::new()))
        .collect();
    let mut open = Vec::new();
    for point in &rows.points {
        if point.content.state != PointState::Agreed {
            open.push(point.number);
            continue;
        }
        let own = Section::of(trees, &point.content);
        let made = public(point, &rows.sources, spots, reference, order);
        match sections.iter_mut().find(|(section, _)| *section == own) {
            Some((_, points)) => points.push(made),
            None => sections.push((own, vec![made])),
        }
    }
    let summary = rows.summary.split("\n\n").map(str::trim);
    let memo = PublicMemo {
        summary: summary
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect(),
        sections: sections
            .into_iter()
            .filter(|(_, points)| !points.is_empty())
            .map(|(section, points)| MemoSection {
                place: section.kept().0,
                theme: theme(trees, section),
                points,
            })
            .collect(),
    };
    (memo, open)
}

fn theme(trees: &[ThemeTree], section: Section) -> Option<ThemeRef> {
    let (Place::Theme, Some(id)) = section.kept() else {
        return None;
    };
    trees.iter().find_map(|tree| {
        let theme = tree.find(id)?;
        Some(ThemeRef {
            frame: tree.frame.key.clone(),
            theme: theme.name(),
        })
    })
}

fn public(
    point: &Point,
    sources: &[Source],
    spots: &Spots,
    reference: &dyn Fn(i64) -> Option<String>,
    order: &dyn Fn(&str) -> usize,
) -> PublicPoint {
    let own = || sources.iter().filter(|one| one.point_id == point.id);
    let mut from: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for source in own() {
        let Some(name) = source.response_id.and_then(reference) else {
            continue;
        };
        let paragraphs = from.entry((order(&name), name)).or_default();
        paragraphs.extend(spots.first(source.passage_id));
    }
    let content = &point.content;
    PublicPoint {
        number: point.number,
        remark: content.remark.clone(),
        from: from
            .into_iter()
            .map(|((_, reference), mut paragraphs)| {
                paragraphs.sort_unstable();
                paragraphs.dedup();
                MemoVoice {
                    reference,
                    paragraphs,
                }
            })
            .collect(),
        notes: own().filter(|one| one.input_id.is_some()).count(),
        comment: content.comment.clone(),
        disposition: content.disposition,
        department: content.department.clone(),
        change: content.changes_plan().then(|| PlanChange {
            page: content.change_page.clone(),
            before: content.change_before.clone(),
            after: content.change_after.clone(),
        }),
    }
}
