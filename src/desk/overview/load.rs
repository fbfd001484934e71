//! The lines of the overview: what the inbox knows of each response that stands, who answers, what it is, its themes and its files.

use std::collections::{BTreeMap, HashMap};

use diesel_async::AsyncPgConnection;

use super::{Left, Line};
use crate::desk::inbox::who;
use crate::desk::rows::{self, Filter, Row};
use crate::hearing::{Hearing, frames_of, merged_themes};
use crate::response::{
    Chain, Chains, Content, Part, Relation, RelationKind, RelationState, Respondent, Response,
    Role, Standing, State,
};
use crate::tagging::{Coding, Passage, whole_themes_of};
use crate::templates::Words;

/// Everything that the lines are made of.
struct Loaded {
    rows: Vec<Row>,
    responses: Vec<Response>,
    relations: Vec<Relation>,
    respondents: Vec<Respondent>,
    parts: Vec<Part>,
    themes: HashMap<i64, Vec<String>>,
}

/// The lines of a hearing, by category, reference and arrival, and how many responses have no line of their own.
pub(super) async fn lines(
    conn: &mut AsyncPgConnection,
    words: &Words,
    hearing: &Hearing,
) -> diesel::QueryResult<(Vec<Line>, Left)> {
    let all = rows::list(conn, hearing, &Filter::default()).await?;
    let current = State::Current.as_str();
    let (rows, others): (Vec<Row>, Vec<Row>) =
        all.into_iter().partition(|row| row.state == current);
    let left = Left {
        folded: others.iter().filter(|row| row.under.is_some()).count(),
        out: others.iter().filter(|row| row.under.is_none()).count(),
    };
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let parts = Part::of_responses(conn, &ids).await?;
    let responses = Response::of_hearing(conn, hearing.id).await?;
    let every: Vec<i64> = responses.iter().map(|one| one.id).collect();
    let loaded = Loaded {
        relations: Relation::of_responses(conn, &every).await?,
        respondents: Respondent::of_responses(conn, &ids).await?,
        themes: themes(conn, hearing.id, (&ids, &parts)).await?,
        rows,
        responses,
        parts,
    };
    let chains = Chains::of(&loaded.responses, &loaded.relations);
    let by_id: HashMap<i64, &Chain> = chains
        .chains
        .iter()
        .map(|chain| (chain.latest().id, chain))
        .collect();
    let base = format!("/sekretariat/{}", hearing.slug);
    let lines = loaded.rows.iter().filter_map(|row| {
        let chain = by_id.get(&row.id)?;
        Some(line(words, &loaded, &base, (row, chain)))
    });
    Ok((lines.collect(), left))
}

/// The themes of each response, on it as a whole and on its passages: once each, in the order of the frames.
async fn themes(
    conn: &mut AsyncPgConnection,
    hearing_id: i64,
    (ids, parts): (&[i64], &[Part]),
) -> diesel::QueryResult<HashMap<i64, Vec<String>>> {
    let whose: HashMap<i64, i64> = parts
        .iter()
        .filter_map(|part| Some((part.text_id?, part.response_id)))
        .collect();
    let texts: Vec<i64> = whose.keys().copied().collect();
    let passages = Passage::of_texts(conn, &texts).await?;
    let marked: HashMap<i64, i64> = passages
        .iter()
        .filter_map(|passage| Some((passage.id, *whose.get(&passage.text_id)?)))
        .collect();
    let on: Vec<i64> = marked.keys().copied().collect();
    let whole = whole_themes_of(conn, ids).await?;
    let whole = whole.iter().map(|one| (one.response_id, one.theme_id));
    let codings = Coding::of_passages(conn, &on).await?;
    let codings = codings
        .iter()
        .filter_map(|one| Some((*marked.get(&one.passage_id)?, one.theme_id)));
    let merged = merged_themes(conn, hearing_id).await?;
    let mut order: HashMap<i64, (usize, String)> = HashMap::new();
    for tree in frames_of(conn, hearing_id).await? {
        for (theme, _, _) in &tree.themes {
            order.insert(theme.id, (order.len(), theme.label()));
        }
    }
    let mut found: HashMap<i64, BTreeMap<usize, String>> = HashMap::new();
    for (response, theme) in whole.chain(codings) {
        let theme = merged.get(&theme).copied().unwrap_or(theme);
        if let Some((at, label)) = order.get(&theme) {
            let of = found.entry(response).or_default();
            of.insert(*at, label.clone());
        }
    }
    Ok(found
        .into_iter()
        .map(|(id, themes)| (id, themes.into_values().collect()))
        .collect())
}

fn line(words: &Words, of: &Loaded, base: &str, (row, chain): (&Row, &Chain)) -> Line {
    let response = chain.latest();
    let respondents: Vec<&Respondent> = of
        .respondents
        .iter()
        .filter(|one| one.response_id == row.id)
        .collect();
    let names: Vec<String> = match respondents.len() {
        0 => vec![who(words, "")],
        _ => respondents.iter().map(|one| name(words, one)).collect(),
    };
    let late = row
        .late
        .then(|| match chain.earliest().deemed_timely_reason {
            Some(_) => words.text("overview-late-accepted", &[]),
            None => words.text("desk-late", &[]),
        });
    Line {
        href: format!("{base}/svar/{}", row.number),
        reference: row.reference(),
        senders: names,
        protected: response
            .protected
            .then(|| words.text("desk-protected", &[])),
        listed: listed(words, &respondents),
        received_at: row.counts_from,
        late,
        kind: kind(words, of, (chain, respondents.len())),
        themes: of.themes.get(&row.id).cloned().unwrap_or_default(),
        attachments: attachments(words, &of.parts, row.id),
    }
}

fn name(words: &Words, one: &Respondent) -> String {
    let name = who(words, one.display_name());
    match one.on_behalf_of.as_deref().map(str::trim) {
        Some(behalf) if !behalf.is_empty() => words.text(
            "overview-on-behalf",
            &[("name", name.into()), ("behalf", behalf.into())],
        ),
        _ => name,
    }
}

/// Whether they are on the list of consultees, each of them where there are several.
fn listed(words: &Words, respondents: &[&Respondent]) -> String {
    let known = respondents
        .iter()
        .filter(|one| one.consultee_id.is_some())
        .count();
    match (known, respondents.len()) {
        (0, _) => words.text("overview-listed-no", &[]),
        (known, all) if known < all => words.text(
            "overview-listed-some",
            &[("n", known.into()), ("of", all.into())],
        ),
        _ => words.text("overview-listed-yes", &[]),
    }
}

/// *Høringssvar · Endeligt · Fælles for 3*
fn kind(words: &Words, of: &Loaded, (chain, respondents): (&Chain, usize)) -> String {
    let response = chain.latest();
    let mut said = vec![match response.content {
        Content::Remarks => words.text("overview-remarks", &[]),
        Content::NoRemarks => words.text("desk-content-no-remarks", &[]),
        Content::Endorses => endorsed(words, of, chain),
    }];
    let was_provisional = response.confirmed_at.is_some()
        || chain
            .versions
            .iter()
            .any(|(_, done)| *done == Some(RelationKind::Finalises));
    match response.standing {
        Standing::Provisional => said.push(words.text("overview-provisional", &[])),
        Standing::Final if was_provisional => said.push(words.text("overview-final", &[])),
        Standing::Final => {}
    }
    if respondents > 1 {
        said.push(words.text("overview-joint", &[("n", respondents.into())]));
    }
    if response.signatures > 0 {
        said.push(words.text("overview-signatures", &[("n", response.signatures.into())]));
    }
    said.join(" · ")
}

/// *Tilslutter sig A3*: by the reference of what stands for it now, or by its sender before there are references.
fn endorsed(words: &Words, of: &Loaded, chain: &Chain) -> String {
    let own: Vec<i64> = chain.versions.iter().map(|(one, _)| one.id).collect();
    let other = of.relations.iter().find(|relation| {
        relation.kind == RelationKind::Endorses
            && relation.state == RelationState::Confirmed
            && relation.other_id.is_some_and(|id| own.contains(&id))
    });
    let row = other.and_then(|relation| {
        let id = relation.response_id;
        of.rows.iter().find(|row| row.id == id)
    });
    match row {
        None => words.text("desk-content-endorses", &[]),
        Some(row) => {
            let what = match row.reference_number {
                Some(_) => row.reference(),
                None => who(words, &row.who),
            };
            words.text("overview-endorses", &[("what", what.into())])
        }
    }
}

fn attachments(words: &Words, parts: &[Part], response_id: i64) -> Vec<String> {
    let files = parts.iter().filter(|part| {
        let is_file = matches!(part.role, Role::Letter | Role::Appendix | Role::Other);
        part.response_id == response_id && is_file
    });
    files
        .map(|part| match part.filename.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => words.text("desk-part-other", &[]),
        })
        .collect()
}
