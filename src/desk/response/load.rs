//! Brings together what the page of a response shows.

use std::collections::BTreeMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{PartView, Place, RelationView, Sender, ShowResponse, Sign, Signed};
use crate::audit;
use crate::desk::head::Head;
use crate::desk::reading::{ClearedSpan, HiddenSpan, Mark, Over, blocks};
use crate::desk::rows::{self, Filter, Row};
use crate::desk::{history, inbox, panel};
use crate::hearing::{Hearing, ThemeTree, frames_of};
use crate::redaction::{self, Clearing, Redaction};
use crate::response::{
    Content, Part, PartState, Relation, RelationKind, RelationState, Respondent, Response, Role,
    Standing, TextVersion, current_texts,
};
use crate::staff::{Access, Person, names_of};
use crate::tagging::{self, Coding, Passage, SignOff, Step, WholeTheme};
use crate::templates::{Choice, Words, file_icon};
use crate::web;

/// How many neighbours the list at the side has on either hand: ten thousand of them would be a page of their own.
const NEIGHBOURS: usize = 40;
const HISTORY: usize = 10;

pub(in crate::desk) struct Loaded {
    pub hearing: Hearing,
    pub response: Response,
    parts: Vec<Part>,
    texts: Vec<TextVersion>,
    respondents: Vec<Respondent>,
    passages: Vec<Passage>,
    codings: Vec<Coding>,
    redactions: Vec<Redaction>,
    clearings: Vec<Clearing>,
    whole: Vec<WholeTheme>,
    signoffs: Vec<SignOff>,
    relations: Vec<Relation>,
    frames: Vec<ThemeTree>,
    people: BTreeMap<i64, Person>,
}

/// The response of a number, when it is one of the hearing's.
pub(in crate::desk) async fn find(
    conn: &mut AsyncPgConnection,
    access: &Access,
    number: &str,
) -> web::Result<Response> {
    let response = Response::by_number(conn, number).await?;
    if response.hearing_id == access.hearing_id {
        Ok(response)
    } else {
        Err(web::Error::NotFound)
    }
}

pub(super) async fn load(
    conn: &mut AsyncPgConnection,
    access: &Access,
    number: &str,
) -> web::Result<Loaded> {
    let response = find(conn, access, number).await?;
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let parts = response.parts(conn).await?;
    let texts = current_texts(conn, &parts).await?;
    let ids: Vec<i64> = texts.iter().map(|text| text.id).collect();
    let passages = Passage::of_texts(conn, &ids).await?;
    let passage_ids: Vec<i64> = passages.iter().map(|it| it.id).collect();
    let codings = Coding::of_passages(conn, &passage_ids).await?;
    let redactions = Redaction::of_texts(conn, &ids).await?;
    let clearings = redaction::clearings_of_texts(conn, &ids).await?;
    let whole = tagging::whole_themes_of(conn, &[response.id]).await?;
    let signoffs = tagging::signoffs_of(conn, &[response.id]).await?;
    let mut people: Vec<i64> = codings.iter().map(|it| it.staff_id).collect();
    people.extend(redactions.iter().map(|it| it.author_id));
    people.extend(clearings.iter().map(|it| it.author_id));
    people.extend(whole.iter().map(|it| it.staff_id));
    people.extend(signoffs.iter().map(|it| it.staff_id));
    Ok(Loaded {
        respondents: response.respondents(conn).await?,
        relations: Relation::of_responses(conn, &[response.id]).await?,
        frames: frames_of(conn, hearing.id).await?,
        people: names_of(conn, &people).await?,
        hearing,
        response,
        parts,
        texts,
        passages,
        codings,
        redactions,
        clearings,
        whole,
        signoffs,
    })
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    it: Loaded,
    (filter, place): (&Filter, &Place),
) -> web::Result<ShowResponse> {
    let head = Head::of(conn, &it.hearing, access).await?;
    let found = rows::list(conn, &it.hearing, filter).await?;
    let by_work = rows::by_work(conn, it.hearing.id).await?;
    let (near, next) = neighbours(&found, &it.response.number);
    let query = filter.query();
    let mut list = inbox::listed(words, &head.base, (near, &by_work), filter);
    let here = format!("{}/svar/{}", head.base, it.response.number);
    for item in &mut list.items {
        item.current = item.href == format!("{here}{query}");
    }
    let next = next.map(|row| format!("{}/svar/{}{query}", head.base, row.number));
    let late = near
        .iter()
        .find(|row| row.number == it.response.number)
        .map_or_else(|| it.response.is_late(it.hearing.closes_at), |row| row.late);
    let recorded = audit::of_subject(conn, "response", it.response.id).await?;
    let recorded = &recorded[..recorded.len().min(HISTORY)];
    let history = history::done(words, recorded, &history::people(conn, recorded).await?);
    let relations = relations(conn, words, &it, &head.base).await?;
    let categories = it.hearing.categories(conn).await?;
    let letter = categories
        .iter()
        .find(|one| Some(one.id) == it.response.category_id)
        .map(|one| one.letter.clone())
        .unwrap_or_default();
    let share = tagging::unmarked_share(conn, it.response.id).await?;
    let (work, mark) = inbox::work_text(words, it.response.work);
    let marked = marked(words, &it);
    let active = parse_place(&place.ved);
    let parts = parts(words, &it, (&marked, access.person.id, active), &here);
    let (at_text, at_start, at_end) = chosen(&parts);
    Ok(ShowResponse {
        sign: sign(words, &it, access, share),
        who: senders(words, &it.respondents),
        whole: whole(words, &it),
        frames: panel::frames(&it.frames, &used(&it)),
        theme_choices: inbox::theme_choices(&it.frames, ""),
        stances: panel::stances(words),
        grounds: panel::grounds(words),
        categories: category_choices(&categories, it.response.category_id),
        reference: reference(letter, it.response.reference_number),
        channel: inbox::channel_text(words, it.response.channel),
        note: inbox::note(words, it.response.state, it.response.content),
        provisional: provisional(words, &it.response),
        number: it.response.number.clone(),
        arrived_at: it.response.counts_from(),
        to_be_checked: it.response.to_be_checked,
        protected: it.response.protected,
        no_remarks: it.response.content == Content::NoRemarks,
        has_mail: it.response.mail_id.is_some(),
        at: if at_text.is_empty() {
            String::new()
        } else {
            format!("{at_text}-{at_start}")
        },
        message: None,
        head,
        list,
        here,
        query,
        late,
        work,
        mark,
        parts,
        at_text,
        at_start,
        at_end,
        relations,
        history,
        next,
    })
}

/// The rows around a response, and the one after it.
fn neighbours<'a>(found: &'a [Row], number: &str) -> (&'a [Row], Option<&'a Row>) {
    let Some(at) = found.iter().position(|row| row.number == number) else {
        return (&found[..found.len().min(2 * NEIGHBOURS)], found.first());
    };
    let from = at.saturating_sub(NEIGHBOURS);
    let to = (at + NEIGHBOURS).min(found.len());
    (&found[from..to], found.get(at + 1))
}

fn reference(letter: String, number: Option<i32>) -> String {
    match number {
        Some(number) => format!("{letter}{number}"),
        None => letter,
    }
}

fn category_choices(categories: &[crate::hearing::Category], chosen: Option<i64>) -> Vec<Choice> {
    categories
        .iter()
        .map(|one| {
            let label = format!("{} {}", one.letter, one.name);
            Choice::new(&one.id.to_string(), &label, Some(one.id) == chosen)
        })
        .collect()
}

fn provisional(words: &Words, response: &Response) -> Option<String> {
    if response.standing != Standing::Provisional {
        return None;
    }
    Some(match response.standing_expected_on {
        Some(day) => words.text(
            "desk-provisional-until",
            &[("date", words.date(day).into())],
        ),
        None => words.text("desk-provisional", &[]),
    })
}

fn senders(words: &Words, respondents: &[Respondent]) -> Vec<Sender> {
    let known = respondents.iter().map(|one| {
        let mut details: Vec<&str> = Vec::new();
        if one.display_name() != one.name {
            details.push(&one.name);
        }
        details.extend(one.on_behalf_of.as_deref());
        details.extend(one.email.as_deref());
        details.retain(|detail| !detail.is_empty());
        Sender {
            name: inbox::who(words, one.display_name()),
            details: details.join(" · "),
            consultee: one.consultee_id.is_some(),
        }
    });
    let mut all: Vec<Sender> = known.collect();
    if all.is_empty() {
        all.push(Sender {
            name: inbox::who(words, ""),
            details: String::new(),
            consultee: false,
        });
    }
    all
}

fn initials(people: &BTreeMap<i64, Person>, id: i64) -> String {
    people
        .get(&id)
        .map(|person| person.initials.clone())
        .unwrap_or_default()
}

/// The codings, by text.
fn marked(words: &Words, it: &Loaded) -> BTreeMap<i64, Vec<Mark>> {
    let looks = panel::looks(&it.frames);
    let passages: BTreeMap<i64, &Passage> = it.passages.iter().map(|one| (one.id, one)).collect();
    let mut by_text: BTreeMap<i64, Vec<Mark>> = BTreeMap::new();
    for coding in &it.codings {
        let (Some(passage), Some(look)) = (
            passages.get(&coding.passage_id),
            looks.get(&coding.theme_id),
        ) else {
            continue;
        };
        let span = passage.span();
        by_text.entry(passage.text_id).or_default().push(Mark {
            coding_id: coding.id,
            label: look.label.clone(),
            title: look.title.clone(),
            track: look.track,
            stance: coding
                .stance
                .map(|stance| panel::stance_text(words, stance)),
            who: initials(&it.people, coding.staff_id),
            start: span.start,
            end: span.end,
        });
    }
    by_text
}

fn whole(words: &Words, it: &Loaded) -> Vec<Mark> {
    let looks = panel::looks(&it.frames);
    let mut shown: Vec<Mark> = Vec::new();
    for one in &it.whole {
        let Some(look) = looks.get(&one.theme_id) else {
            continue;
        };
        if shown.iter().any(|mark| mark.coding_id == one.theme_id) {
            continue;
        }
        shown.push(Mark {
            coding_id: one.theme_id,
            label: look.label.clone(),
            title: look.title.clone(),
            track: look.track,
            stance: one.stance.map(|stance| panel::stance_text(words, stance)),
            who: initials(&it.people, one.staff_id),
            start: 0,
            end: 0,
        });
    }
    shown
}

fn used(it: &Loaded) -> BTreeMap<i64, usize> {
    let mut used = BTreeMap::new();
    for coding in &it.codings {
        *used.entry(coding.theme_id).or_insert(0) += 1;
    }
    used
}

/// `12-340` as text and offset.
fn parse_place(place: &str) -> Option<(i64, usize)> {
    let (text, start) = place.split_once('-')?;
    Some((text.parse().ok()?, start.parse().ok()?))
}

/// The paragraph that is active.
fn chosen(parts: &[PartView]) -> (String, String, String) {
    let paragraphs = parts
        .iter()
        .flat_map(|part| &part.blocks)
        .flat_map(|block| &block.paragraphs);
    paragraphs
        .filter(|para| para.active)
        .map(|para| {
            (
                para.text_id.to_string(),
                para.start.to_string(),
                para.end.to_string(),
            )
        })
        .next()
        .unwrap_or_default()
}

fn parts(
    words: &Words,
    it: &Loaded,
    (marked, reader, active): (&BTreeMap<i64, Vec<Mark>>, i64, Option<(i64, usize)>),
    here: &str,
) -> Vec<PartView> {
    let mut views = Vec::new();
    for (ordinal, part) in it.parts.iter().enumerate() {
        let text = it.texts.iter().find(|text| Some(text.id) == part.text_id);
        let blocks = text.map(|text| {
            let (hidden, cleared) = over(words, it, text.id, reader);
            let over = Over {
                marks: marked.get(&text.id).map_or(&[], Vec::as_slice),
                hidden: &hidden,
                cleared: &cleared,
                active: active.filter(|(id, _)| *id == text.id).map(|(_, at)| at),
            };
            blocks(text, &over)
        });
        let filename = part.filename.clone();
        views.push(PartView {
            id: part.id,
            ordinal: ordinal + 1,
            icon: filename.as_deref().map_or("file", file_icon),
            role: role_text(words, part.role),
            state: state_text(words, part.state),
            bytes: part.bytes,
            pages: part.pages,
            download: (part.role != Role::Body && part.file_id.is_some())
                .then(|| format!("{here}/bilag/{}", part.id)),
            blocks: blocks.unwrap_or_default(),
            filename,
        });
    }
    views
}

fn over(
    words: &Words,
    it: &Loaded,
    text_id: i64,
    reader: i64,
) -> (Vec<HiddenSpan>, Vec<ClearedSpan>) {
    let hidden = it.redactions.iter().filter(|one| one.text_id == text_id);
    let hidden = hidden.map(|one| {
        let ground = words.text(one.ground.name_key(), &[]);
        let token = words.text(one.ground.token_key(), &[]);
        let who = initials(&it.people, one.author_id);
        HiddenSpan::of(one, (ground, token), who, reader)
    });
    let cleared = it.clearings.iter().filter(|one| one.text_id == text_id);
    let cleared =
        cleared.map(|one| ClearedSpan::of(one, initials(&it.people, one.author_id), reader));
    (hidden.collect(), cleared.collect())
}

fn role_text(words: &Words, role: Role) -> String {
    match role {
        Role::Body => words.text("desk-part-body", &[]),
        Role::Letter => words.text("desk-part-letter", &[]),
        Role::Appendix => words.text("desk-part-appendix", &[]),
        Role::Signaturbevis => words.text("desk-part-signaturbevis", &[]),
        Role::Inline => words.text("desk-part-inline", &[]),
        Role::Other => words.text("desk-part-other", &[]),
    }
}

fn state_text(words: &Words, state: PartState) -> Option<String> {
    let key = match state {
        PartState::Text => return None,
        PartState::Reading => "desk-part-reading",
        PartState::NoText => "desk-part-no-text",
        PartState::Unsupported => "desk-part-unsupported",
        PartState::Encrypted => "desk-part-encrypted",
        PartState::Infected => "desk-part-infected",
        PartState::TooLarge => "desk-part-too-large",
        PartState::Failed => "desk-part-failed",
    };
    Some(words.text(key, &[]))
}

fn sign(words: &Words, it: &Loaded, access: &Access, share: f32) -> Sign {
    let in_force = |step: Step| {
        let found = it.signoffs.iter().rev();
        let mut found = found.filter(|one| one.lapsed_at.is_none() && one.step == step);
        found.next().map(|one| {
            (
                one.staff_id,
                Signed {
                    who: initials(&it.people, one.staff_id),
                    at: one.created_at,
                },
            )
        })
    };
    let (first, second) = (in_force(Step::First), in_force(Step::Second));
    let waiting = it
        .redactions
        .iter()
        .filter(|one| one.approver_id.is_none())
        .count()
        + it.clearings.iter().filter(|one| !one.is_in_force()).count();
    let button = match (&first, &second) {
        (None, _) => Some(words.text("desk-sign-first", &[])),
        (Some((by, _)), None) if *by != access.person.id => {
            Some(words.text("desk-sign-second", &[]))
        }
        _ => None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "a percentage")]
    let unmarked = (share * 100.0).round() as i64;
    Sign {
        unmarked,
        marked: 100 - unmarked,
        waiting,
        lapsed: first.is_none() && it.signoffs.iter().any(|one| one.lapsed_at.is_some()),
        first: first.map(|(_, signed)| signed),
        second: second.map(|(_, signed)| signed),
        button,
    }
}

async fn relations(
    conn: &mut AsyncPgConnection,
    words: &Words,
    it: &Loaded,
    base: &str,
) -> QueryResult<Vec<RelationView>> {
    let mut views = Vec::new();
    for one in &it.relations {
        let is_earlier = one.response_id == it.response.id;
        let other_id = if is_earlier {
            one.other_id
        } else {
            Some(one.response_id)
        };
        let other = match other_id {
            Some(id) => Some(Response::find(conn, id).await?),
            None => None,
        };
        views.push(RelationView {
            id: one.id,
            text: relation_text(words, one.kind, is_earlier),
            href: match (&other, one.mail_id) {
                (Some(other), _) => Some(format!("{base}/svar/{}", other.number)),
                (None, Some(mail)) => Some(format!("{base}/mails/{mail}")),
                (None, None) => None,
            },
            other: other.map_or_else(
                || words.text("desk-relation-mail", &[]),
                |other| other.number,
            ),
            state: match one.state {
                RelationState::Proposed => "proposed",
                RelationState::Confirmed => "confirmed",
                RelationState::Rejected => "rejected",
            },
        });
    }
    Ok(views)
}

fn relation_text(words: &Words, kind: RelationKind, is_earlier: bool) -> String {
    let key = match (kind, is_earlier) {
        (RelationKind::Corrects, true) => "desk-relation-corrected-by",
        (RelationKind::Corrects, false) => "desk-relation-corrects",
        (RelationKind::Supplements, true) => "desk-relation-supplemented-by",
        (RelationKind::Supplements, false) => "desk-relation-supplements",
        (RelationKind::Finalises, true) => "desk-relation-finalised-by",
        (RelationKind::Finalises, false) => "desk-relation-finalises",
        (RelationKind::Endorses, true) => "desk-relation-endorsed-by",
        (RelationKind::Endorses, false) => "desk-relation-endorses",
        (RelationKind::Withdraws, true) => "desk-relation-withdrawn-by",
        (RelationKind::Withdraws, false) => "desk-relation-withdraws",
        (RelationKind::Duplicates, true) => "desk-relation-duplicated-by",
        (RelationKind::Duplicates, false) => "desk-relation-duplicates",
        (RelationKind::Joins, true) => "desk-relation-joined-by",
        (RelationKind::Joins, false) => "desk-relation-joins",
    };
    words.text(key, &[])
}
