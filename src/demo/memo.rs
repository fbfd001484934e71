//! The memo of the demo: points from the passages of the samples, made and answered through the functions behind the pages.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use super::decide;
use super::hidden::locate;
use super::people::Two;
use super::samples::{self, Truth};
use crate::app::App;
use crate::hearing::{ThemeTree, frames_of};
use crate::memo::{
    Content, Disposition, NewSource, Point, PointState, Section, make, publish, save, save_summary,
    write_comment,
};
use crate::response::{Part, Response, current_texts};
use crate::staff::Act;
use crate::tagging::Passage;

#[derive(Deserialize)]
struct Written {
    summary: String,
    #[serde(rename = "point")]
    points: Vec<Sample>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Place {
    Theme(i32),
    Named(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    section: Place,
    /// `A1:4`: a response and one of its passages, from 0.
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    whole: Vec<String>,
    remark: String,
    comment: String,
    disposition: Disposition,
    #[serde(default)]
    department: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    state: PointState,
    owner: Owner,
    due: Option<NaiveDate>,
    #[serde(default)]
    said: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Owner {
    First,
    Second,
}

/// Writes the memo, once: the first reader makes each point from its passages, its owner answers it, and the other says something.
pub(super) async fn write(app: &App, people: &Two) -> anyhow::Result<()> {
    let mut conn = app.conn().await?;
    let by = people.first(app);
    if !Point::of_hearing(&mut conn, by.hearing_id)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let written: Written = toml::from_str(&samples::text("demo/memo.toml")?)?;
    let trees = frames_of(&mut conn, by.hearing_id).await?;
    let mut voices: BTreeMap<String, (i64, Truth)> = BTreeMap::new();
    for truth in samples::truth()? {
        if let Some(id) = decide::response_of(&mut conn, by.hearing_id, &truth).await? {
            voices.insert(truth.id.clone(), (id, truth));
        }
    }
    for sample in &written.points {
        let sources = sources(&mut conn, sample, &voices).await?;
        let section = section(&trees, &sample.section);
        let section = section.with_context(|| sample.remark.clone())?;
        point(&mut conn, (app, people), sample, (section, &sources)).await?;
    }
    save_summary(&mut conn, by, 0, &written.summary).await?;
    agree(&mut conn, (app, people)).await?;
    publish(&mut conn, people.second(app)).await?;
    Ok(())
}

/// What was still open is agreed by the other, before the memo goes out.
async fn agree(conn: &mut AsyncPgConnection, (app, people): (&App, &Two)) -> anyhow::Result<()> {
    let by = people.second(app);
    for point in Point::of_hearing(conn, by.hearing_id).await? {
        if point.content.state == PointState::Agreed {
            continue;
        }
        let content = Content {
            state: PointState::Agreed,
            ..point.content.clone()
        };
        save(conn, by, (point.number, point.version), content).await?;
    }
    Ok(())
}

async fn point(
    conn: &mut AsyncPgConnection,
    (app, people): (&App, &Two),
    sample: &Sample,
    (section, sources): (Section, &[NewSource]),
) -> anyhow::Result<()> {
    let act = |owner: Owner| -> Act {
        match owner {
            Owner::First => people.first(app),
            Owner::Second => people.second(app),
        }
    };
    let (place, theme) = section.kept();
    let draft = Content::draft(&sample.remark, place, theme);
    let number = make(conn, people.first(app), draft.clone(), sources)
        .await
        .with_context(|| sample.remark.clone())?;
    let by = act(sample.owner);
    let content = Content {
        comment: sample.comment.clone(),
        disposition: Some(sample.disposition),
        department: sample.department.clone(),
        change_page: sample.page.clone(),
        change_before: sample.before.clone(),
        change_after: sample.after.clone(),
        state: sample.state,
        owner_id: Some(by.staff_id),
        due_on: sample.due,
        ..draft
    };
    save(conn, by, (number, 1), content).await?;
    let other = match sample.owner {
        Owner::First => Owner::Second,
        Owner::Second => Owner::First,
    };
    for (text, who) in sample
        .said
        .iter()
        .zip([other, sample.owner].into_iter().cycle())
    {
        write_comment(conn, act(who), number, text).await?;
    }
    Ok(())
}

fn section(trees: &[ThemeTree], place: &Place) -> Option<Section> {
    match place {
        Place::Theme(number) => trees
            .first()?
            .leaves()
            .find(|theme| theme.number == Some(*number))
            .map(|theme| Section::Theme(theme.id)),
        Place::Named(name) if name == "general" => Some(Section::General),
        Place::Named(name) if name == "other" => Some(Section::Other),
        Place::Named(_) => None,
    }
}

/// The passages as they are marked; a response of which a passage is not is named as a whole.
async fn sources(
    conn: &mut AsyncPgConnection,
    sample: &Sample,
    voices: &BTreeMap<String, (i64, Truth)>,
) -> anyhow::Result<Vec<NewSource>> {
    let mut sources = Vec::new();
    for name in &sample.whole {
        let (id, _) = voices.get(name).with_context(|| name.clone())?;
        sources.push(NewSource::Response(*id));
    }
    for place in &sample.from {
        let known = place.split_once(':').and_then(|(name, at)| {
            let (id, truth) = voices.get(name)?;
            Some((*id, truth.passages.get(at.parse::<usize>().ok()?)?))
        });
        let (id, passage) = known.with_context(|| place.clone())?;
        let response = Response::find(conn, id).await?;
        let parts: Vec<Part> = response.parts(conn).await?;
        let texts = current_texts(conn, &parts).await?;
        let ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
        let marked = Passage::of_texts(conn, &ids).await?;
        let found = texts.iter().find_map(|text| {
            let span = locate(&text.text, &passage.text)?;
            marked
                .iter()
                .find(|one| one.text_id == text.id && one.span() == span)
        });
        sources.push(match found {
            Some(passage) => NewSource::Passage(passage.id),
            None => NewSource::Response(id),
        });
    }
    Ok(sources)
}
