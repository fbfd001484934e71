//! The proposal as it begins: what can be counted is filled in, and what must be judged is left to whoever writes it.

use std::cmp::Reverse;

use chrono::TimeDelta;

use super::read::Case;
use crate::agenda::Content;
use crate::publication::projection::Overview;
use crate::templates::Words;
use crate::templates::words::copenhagen;

/// So many of the themes that most write about.
const THEMES: usize = 5;

/// The texts with today's figures.
pub(super) fn content(words: &Words, case: &Case) -> Content {
    Content {
        case_number: case.hearing.case_number.clone().unwrap_or_default(),
        summary: summary(words, case),
        recommendation: recommendation(words, case),
        presentation: presentation(words, case),
    }
}

fn summary(words: &Words, case: &Case) -> String {
    let overview = &case.handed.now;
    let mut said = vec![held(words, case), received(words, overview)];
    if case.memo.changed > 0 {
        said.push(words.text("agenda-proposes", &[("n", case.memo.changed.into())]));
    }
    said.join(" ")
}

/// *Planen var i høring fra 25. august 2023 til 11. oktober 2023.*
fn held(words: &Words, case: &Case) -> String {
    let hearing = &case.hearing;
    let last = copenhagen(hearing.closes_at - TimeDelta::seconds(1)).date_naive();
    let from = copenhagen(hearing.opens_at).date_naive();
    words.text(
        "agenda-held",
        &[
            ("title", hearing.title.as_str().into()),
            ("from", words.date(from).into()),
            ("to", words.date(last).into()),
        ],
    )
}

fn received(words: &Words, overview: &Overview) -> String {
    let stand = overview.rows.iter().filter(|row| {
        use crate::publication::projection::Status;
        !matches!(row.status, Status::Withdrawn | Status::Retired)
    });
    let came = words.text("agenda-came", &[("n", stand.count().into())]);
    let asked = overview.consultees;
    if asked.listed == 0 {
        return came;
    }
    let answered = [
        ("answered", asked.answered.into()),
        ("listed", asked.listed.into()),
    ];
    format!("{came} {}", words.text("agenda-answered", &answered))
}

fn recommendation(words: &Words, case: &Case) -> String {
    let decides = case.meetings.iter().find(|one| one.decides);
    let body = case.meeting.body.as_str();
    let mut said = vec![words.text("agenda-recommends", &[("body", body.into())])];
    said.push(words.text("agenda-recommends-note", &[]));
    let title = case.hearing.title.as_str();
    said.push(match decides {
        Some(other) if !case.meeting.decides => words.text(
            "agenda-recommends-other",
            &[
                ("other", other.body.as_str().into()),
                ("title", title.into()),
            ],
        ),
        _ => words.text("agenda-recommends-approve", &[("title", title.into())]),
    });
    said.join("\n")
}

fn presentation(words: &Words, case: &Case) -> String {
    let mut parts = vec![format!(
        "{} {}",
        held(words, case),
        received(words, &case.handed.now)
    )];
    parts.extend(figures(words, case).into_iter().map(|(title, lines)| {
        let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
        format!("{title}\n{}", lines.join("\n"))
    }));
    parts.push(words.text("agenda-appendices-told", &[]));
    parts.join("\n\n")
}

/// What can be counted, each list under its heading.
pub(super) fn figures(words: &Words, case: &Case) -> Vec<(String, Vec<String>)> {
    let counted = |text: &str, n: usize| {
        words.text("agenda-figure", &[("what", text.into()), ("n", n.into())])
    };
    let overview = &case.handed.now;
    let categories = overview.categories.iter().map(|category| {
        let name = format!("{} {}", category.letter, category.name);
        (name, case.handed.in_category(&category.letter))
    });
    let categories = categories
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| counted(&name, n))
        .collect();
    let themes = most_mentioned(overview)
        .into_iter()
        .map(|(name, n)| counted(&name, n))
        .collect();
    let dispositions = case
        .memo
        .dispositions
        .iter()
        .map(|(name, n)| counted(name, *n))
        .collect();
    let meetings = case.meetings.iter().map(|one| {
        let day = words.date(one.held_on);
        words.text(
            "agenda-meeting-line",
            &[("body", one.body.as_str().into()), ("day", day.into())],
        )
    });
    let lists: [(&str, Vec<String>); 4] = [
        ("agenda-by-category", categories),
        ("agenda-by-theme", themes),
        ("agenda-by-disposition", dispositions),
        ("agenda-meetings", meetings.collect()),
    ];
    lists
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(key, lines)| (words.text(key, &[]), lines))
        .collect()
}

/// The themes that most responses write about, with how many do; by passages where as many do.
fn most_mentioned(overview: &Overview) -> Vec<(String, usize)> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for frame in &overview.frames {
        for theme in frame.themes.iter().filter(|theme| theme.leaf) {
            let own = overview
                .counts
                .iter()
                .filter(|cell| cell.theme.frame == frame.key && cell.theme.theme == theme.name);
            let (responses, passages) = own.fold((0, 0), |sum, cell| {
                (sum.0 + cell.responses, sum.1 + cell.passages)
            });
            if responses > 0 {
                let name = theme.number.map_or_else(
                    || theme.title.clone(),
                    |number| format!("{number} {}", theme.title),
                );
                found.push((responses, passages, name));
            }
        }
    }
    found.sort_by_key(|one| Reverse((one.0, one.1)));
    found.truncate(THEMES);
    found
        .into_iter()
        .map(|(responses, _, name)| (name, responses))
        .collect()
}
