//! The texts of a response with what lies over them.

use std::collections::BTreeMap;

use super::load::Loaded;
use super::{CoverLink, PartView};
use crate::desk::panel;
use crate::desk::reading::{ClearedSpan, Found, HiddenSpan, Mark, Over, blocks};
use crate::extract::Why;
use crate::finder;
use crate::publication::form::{self, Form};
use crate::redaction::Ground;
use crate::response::{Part, PartState, Role, TextVersion};
use crate::staff::Person;
use crate::tagging::Passage;
use crate::templates::{Choice, Words, file_icon};

/// The most pages that are shown as pictures.
const MOST_PICTURES: i32 = 40;

pub(super) fn initials(people: &BTreeMap<i64, Person>, id: i64) -> String {
    people
        .get(&id)
        .map(|person| person.initials.clone())
        .unwrap_or_default()
}

/// The codings, by text.
pub(super) fn marked(words: &Words, it: &Loaded) -> BTreeMap<i64, Vec<Mark>> {
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
            note: coding.note.clone(),
            who: initials(&it.people, coding.staff_id),
            start: span.start,
            end: span.end,
        });
    }
    by_text
}

pub(super) fn whole(words: &Words, it: &Loaded) -> Vec<Mark> {
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
            note: String::new(),
            who: initials(&it.people, one.staff_id),
            start: 0,
            end: 0,
        });
    }
    shown
}

pub(super) fn used(it: &Loaded) -> BTreeMap<i64, usize> {
    let mut used = BTreeMap::new();
    for coding in &it.codings {
        *used.entry(coding.theme_id).or_insert(0) += 1;
    }
    used
}

/// `12-340` as text and offset.
pub(super) fn parse_place(place: &str) -> Option<(i64, usize)> {
    let (text, start) = place.split_once('-')?;
    Some((text.parse().ok()?, start.parse().ok()?))
}

/// The paragraph that is active.
pub(super) fn chosen(parts: &[PartView]) -> (String, String, String) {
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

/// The codings of each text.
pub(super) type ByText = BTreeMap<i64, Vec<Mark>>;

pub(super) fn parts(
    words: &Words,
    it: &Loaded,
    (marked, reader, active): (&ByText, i64, Option<(i64, usize)>),
    here: &str,
) -> Vec<PartView> {
    let mut views = Vec::new();
    let respondents: Vec<_> = it.respondents.iter().collect();
    let from = form::From::of(it.hearing.names, &it.response, &respondents);
    for (ordinal, part) in it.parts.iter().enumerate() {
        let text = it.texts.iter().find(|text| Some(text.id) == part.text_id);
        let blocks = text.map(|text| {
            let (hidden, cleared) = over(words, it, text.id, reader);
            let over = Over {
                marks: marked.get(&text.id).map_or(&[], Vec::as_slice),
                hidden: &hidden,
                cleared: &cleared,
                found: &found(words, text, (&hidden, &cleared)),
                active: active.filter(|(id, _)| *id == text.id).map(|(_, at)| at),
            };
            blocks(text, &over)
        });
        let filename = part.filename.clone();
        views.push(PartView {
            id: part.id,
            ordinal: ordinal + 1,
            icon: filename.as_deref().map_or("file", file_icon),
            name_found: name_found(words, filename.as_deref().unwrap_or_default()),
            role: role_text(words, part.role),
            state: reason(words, part, text),
            bytes: part.bytes,
            pages: part.pages,
            download: (part.role != Role::Body && part.file_id.is_some())
                .then(|| format!("{here}/bilag/{}", part.id)),
            edit: (filename.is_some() && it.may_edit && !is_held(part.state))
                .then(|| format!("{here}/bilag/{}/tekst", part.id)),
            has_text: text.is_some(),
            pictures: pictures(part, here),
            grounds: grounds(words, part, from),
            cover: cover(part, (from, it.may_edit), here),
            publish: format!("{here}/bilag/{}/visning", part.id),
            blocks: blocks.unwrap_or_default(),
            drawn: String::new(),
            filename,
        });
    }
    views
}

/// The first pages of a file as pictures; the rest is in the file.
fn pictures(part: &Part, here: &str) -> Vec<String> {
    let is_pdf = part.media_type.contains("pdf") && part.file_id.is_some();
    let pages = part
        .pages
        .filter(|_| is_pdf && !is_held(part.state))
        .unwrap_or(0);
    (1..=pages.min(MOST_PICTURES))
        .map(|page| format!("{here}/bilag/{}/side/{page}", part.id))
        .collect()
}

/// Where places on its pages are covered, of a file that the public sees as pictures; and whether somebody has looked for signatures.
fn cover(part: &Part, (from, may): (form::From, bool), here: &str) -> Option<CoverLink> {
    let shown = from.form(part) == Form::Pictures && !is_held(part.state);
    shown.then(|| CoverLink {
        href: format!("{here}/bilag/{}/billeder", part.id),
        open: may && part.signatures().is_none(),
    })
}

/// What the public sees of a file, and on which ground it sees nothing.
fn grounds(words: &Words, part: &Part, from: form::From) -> Vec<Choice> {
    if matches!(part.role, Role::Body | Role::Signaturbevis | Role::Inline) {
        return Vec::new();
    }
    let now = part.withheld_ground.as_deref();
    let shown = from.form(part);
    let pictures = words.text("desk-part-pictures", &[]);
    let pictures = Choice::new("pictures", &pictures, shown == Form::Pictures);
    let text = words.text("desk-part-shown", &[]);
    let text = Choice::new("text", &text, shown == Form::Text);
    let ground = |one: &Ground| {
        let name = words.text(one.name_key(), &[]);
        let label = words.text("desk-part-withheld", &[("ground", name.into())]);
        Choice::new(one.as_str(), &label, now == Some(one.as_str()))
    };
    let pictures = from.may_show(part).then_some(pictures);
    pictures
        .into_iter()
        .chain([text])
        .chain(Ground::ALL.iter().map(ground))
        .collect()
}

/// What looks private in the name of a file, which is public too.
fn name_found(words: &Words, name: &str) -> Vec<String> {
    let words = |hit: finder::Hit| words.text(found_key(hit.kind), &[]);
    let mut found: Vec<String> = finder::find(name).into_iter().map(words).collect();
    found.dedup();
    found
}

/// The words for something that looks private.
const fn found_key(kind: finder::Kind) -> &'static str {
    match kind {
        finder::Kind::Cpr => "desk-found-cpr",
        finder::Kind::Phone => "desk-found-phone",
        finder::Kind::Email => "desk-found-email",
        finder::Kind::Address => "desk-found-address",
    }
}

/// What looks private in a text and is neither hidden nor cleared.
fn found(
    words: &Words,
    text: &TextVersion,
    (hidden, cleared): (&[HiddenSpan], &[ClearedSpan]),
) -> Vec<Found> {
    let decided = |hit: &finder::Hit| {
        let hidden = hidden.iter().map(|it| (it.start, it.end));
        let mut decided = hidden.chain(cleared.iter().map(|it| (it.start, it.end)));
        decided.any(|(start, end)| start < hit.end && hit.start < end)
    };
    finder::find_again(&text.text)
        .iter()
        .filter(|hit| !decided(hit))
        .map(|hit| Found {
            text: words.text(found_key(hit.kind), &[]),
            ground: match hit.kind {
                finder::Kind::Cpr => Ground::Cpr,
                finder::Kind::Phone | finder::Kind::Email | finder::Kind::Address => {
                    Ground::Contact
                }
            },
            start: hit.start,
            end: hit.end,
        })
        .collect()
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

pub(in crate::desk) fn role_text(words: &Words, role: Role) -> String {
    match role {
        Role::Body => words.text("desk-part-body", &[]),
        Role::Letter => words.text("desk-part-letter", &[]),
        Role::Appendix => words.text("desk-part-appendix", &[]),
        Role::Signaturbevis => words.text("desk-part-signaturbevis", &[]),
        Role::Inline => words.text("desk-part-inline", &[]),
        Role::Other => words.text("desk-part-other", &[]),
    }
}

fn is_held(state: PartState) -> bool {
    matches!(state, PartState::Infected | PartState::WaitingForScan)
}

/// Why there is no text, or what to think of the one that is there.
pub(in crate::desk) fn reason(
    words: &Words,
    part: &Part,
    text: Option<&TextVersion>,
) -> Option<String> {
    if text.is_some_and(|text| text.deriver == "ocr") {
        return Some(words.text("desk-ocr-note", &[]));
    }
    let reading = matches!(part.state, PartState::Reading | PartState::WaitingForScan);
    let code = part.state_reason.as_deref().filter(|_| !reading);
    let known = Why::ALL.iter().find(|why| Some(why.code()) == code);
    match known {
        Some(why) => Some(words.text(&format!("part-why-{}", why.code().replace('_', "-")), &[])),
        None => state_text(words, part.state),
    }
}

pub(in crate::desk) fn state_text(words: &Words, state: PartState) -> Option<String> {
    let key = match state {
        PartState::Text => return None,
        PartState::Reading => "desk-part-reading",
        PartState::WaitingForScan => "desk-part-waiting",
        PartState::NoText => "desk-part-no-text",
        PartState::Unsupported => "desk-part-unsupported",
        PartState::Encrypted => "desk-part-encrypted",
        PartState::Infected => "desk-part-infected",
        PartState::TooLarge => "desk-part-too-large",
        PartState::Failed => "desk-part-failed",
    };
    Some(words.text(key, &[]))
}
