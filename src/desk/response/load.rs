//! Brings together what the page of a response shows.

use std::collections::BTreeMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::proposals::awaiting;
use super::state::{self, relations, sign};
use super::texts::{chosen, marked, parse_place, parts, used, whole};
use super::{Place, Sender, ShowResponse, Shown, told};
use crate::audit;
use crate::desk::head::Head;
use crate::desk::history::Done;
use crate::desk::inbox::List;
use crate::desk::rows::{self, Filter, Row};
use crate::desk::undo::{self, Way};
use crate::desk::{assigned, enquiries, folded, history, inbox, loose, panel, question};
use crate::hearing::{Category, Hearing, ThemeTree, extensions_of, frames_of};
use crate::redaction::{self, Clearing, Redaction};
use crate::response::{
    Content, Part, Proposal, Relation, Respondent, Response, Standing, TextVersion, counts_from,
    current_texts, reference_of,
};
use crate::staff::{Access, Person, Role, names_of};
use crate::tagging::{self, Coding, Passage, SignOff, WholeTheme};
use crate::templates::{Choice, Words};
use crate::web;

/// How many neighbours the list at the side has on either hand: ten thousand of them would be a page of their own.
const NEIGHBOURS: usize = 40;
const HISTORY: i64 = 10;

pub(in crate::desk) struct Loaded {
    pub(super) hearing: Hearing,
    pub(super) response: Response,
    pub(super) parts: Vec<Part>,
    pub(super) texts: Vec<TextVersion>,
    pub(super) respondents: Vec<Respondent>,
    pub(super) passages: Vec<Passage>,
    pub(super) codings: Vec<Coding>,
    pub(super) redactions: Vec<Redaction>,
    pub(super) clearings: Vec<Clearing>,
    pub(super) whole: Vec<WholeTheme>,
    pub(super) signoffs: Vec<SignOff>,
    pub(super) relations: Vec<Relation>,
    pub(super) proposals: Vec<Proposal>,
    /// Every part that it ever had.
    pub(super) ever: Vec<Part>,
    pub(super) frames: Vec<ThemeTree>,
    pub(super) people: BTreeMap<i64, Person>,
    pub(super) may_edit: bool,
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
        proposals: Proposal::of_responses(conn, &[response.id]).await?,
        ever: Part::ever_of(conn, response.id).await?,
        frames: frames_of(conn, hearing.id).await?,
        people: names_of(conn, &people).await?,
        may_edit: access.may(Role::Editor),
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

#[expect(clippy::too_many_lines, reason = "one field after another")]
pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    words: &Words,
    access: &Access,
    it: Loaded,
    (filter, place, shown): (&Filter, &Place, Shown),
) -> web::Result<ShowResponse> {
    let head = match shown {
        Shown::Page => Head::of(conn, &it.hearing, access).await?,
        Shown::Pieces => Head::uncounted(&it.hearing, access),
    };
    let query = filter.query();
    let here = format!("{}/svar/{}", head.base, it.response.number);
    let closes_at = it.response.closes_at(conn, &it.hearing).await?;
    let late = counts_from(conn, &it.response).await? >= closes_at;
    let listed: Vec<i64> = it
        .respondents
        .iter()
        .filter_map(|one| one.consultee_id)
        .collect();
    let given = extensions_of(conn, it.hearing.id, &listed).await?;
    let who = it.respondents.first().map(Respondent::display_name);
    let who = (who.unwrap_or_default(), given.as_slice());
    let own_deadlines = enquiries::extensions(conn, words, &it.hearing, who).await?;
    let history = recent(conn, words, it.response.id).await?;
    let mine = (it.response.id, access.person.id);
    let turn = async |conn: &mut AsyncPgConnection, way| {
        let act = undo::next(conn, mine, way).await?;
        QueryResult::Ok(act.map(|act| words.text(undo::named(&act), &[])))
    };
    let (undo, redo) = (turn(conn, Way::Back).await?, turn(conn, Way::Again).await?);
    let held = reference_of(conn, &it.response).await?;
    let relations = relations(conn, words, &it, &head.base).await?;
    let told = told::told(conn, words, &it, (&head.base, &here)).await?;
    let loose = loose::of_parts(conn, words, (&it.parts, &it.frames), &here).await?;
    let (receipt, objections) = state::told(conn, words, (it.response.id, &head.base)).await?;
    let about = (&it.response, it.respondents.as_slice());
    let at = (it.hearing.title.as_str(), head.base.as_str());
    let questions = question::of(conn, words, about, at).await?;
    let categories = it.hearing.categories(conn).await?;
    let people = assigned::choices(conn, words, access, it.response.assigned_to).await?;
    let share = tagging::share(&it.texts, &it.passages);
    let reference = reference(&categories, it.response.category_id, held);
    let found = match shown {
        Shown::Page => rows::list(conn, &it.hearing, filter).await?,
        Shown::Pieces => vec![own_row(&it, &reference, late)],
    };
    let by_work = rows::by_work(conn, it.hearing.id).await?;
    let (list, next) = side(words, (&it, &head.base), (found, &by_work), filter);
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
        assignee: people
            .iter()
            .find(|one| one.checked)
            .map(|one| one.label.clone()),
        people,
        stances: panel::stances(words),
        grounds: panel::grounds(words),
        categories: category_choices(&categories, it.response.category_id),
        reference,
        channel: inbox::channel_text(words, it.response.channel),
        note: inbox::note(words, it.response.state, it.response.content),
        provisional: provisional(words, &it.response),
        number: it.response.number.clone(),
        arrived_at: it.response.counts_from(),
        to_be_checked: it.response.to_be_checked,
        protected: it.response.protected,
        no_remarks: it.response.content == Content::NoRemarks,
        no_own_remarks: it.response.content != Content::Remarks,
        sender_name: first(&it.respondents, |one| Some(one.name.as_str())),
        sender_organisation: first(&it.respondents, |one| one.organisation.as_deref()),
        sender_kind: first(&it.respondents, |one| Some(one.kind.as_str())),
        is_provisional: it.response.standing == Standing::Provisional,
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
        own_deadlines,
        work,
        mark,
        parts,
        at_text,
        at_start,
        at_end,
        relations,
        told,
        loose,
        receipt,
        objections,
        history,
        undo,
        redo,
        next,
        questions,
        here_too: String::new(),
    })
}

/// The list at the side, and where the next response is.
fn side(
    words: &Words,
    (it, base): (&Loaded, &str),
    (found, by_work): (Vec<Row>, &[(String, i64)]),
    filter: &Filter,
) -> (List, Option<String>) {
    let number = &it.response.number;
    let found = folded::standing(found, number);
    let (near, next) = neighbours(&found, number);
    let query = filter.query();
    let mut list = inbox::listed(words, base, (near, by_work), filter);
    for item in &mut list.items {
        item.current = item.number == *number;
    }
    let next = next.map(|row| format!("{base}/svar/{}{query}", row.number));
    (list, next)
}

/// The response in the list at the side, from what is known of it already.
fn own_row(it: &Loaded, reference: &str, late: bool) -> Row {
    let who = it.respondents.first().map(Respondent::display_name);
    Row {
        id: it.response.id,
        number: it.response.number.clone(),
        channel: it.response.channel.to_string(),
        content: it.response.content.to_string(),
        state: it.response.state.to_string(),
        work: it.response.work.to_string(),
        arrived_at: it.response.arrived_at,
        letter: Some(reference.to_owned()),
        reference_number: None,
        who: who.unwrap_or_default().to_owned(),
        respondents: i64::try_from(it.respondents.len()).unwrap_or(i64::MAX),
        counts_from: it.response.counts_from(),
        late,
        attachments: 0,
        tagged: true,
        proposals: 0,
        assignee: None,
        under: None,
    }
}

/// Something of the first respondent; empty when there is none.
fn first(all: &[Respondent], what: impl Fn(&Respondent) -> Option<&str>) -> String {
    all.first().and_then(what).unwrap_or_default().to_owned()
}

/// What was done last.
async fn recent(conn: &mut AsyncPgConnection, words: &Words, id: i64) -> QueryResult<Vec<Done>> {
    let recorded = audit::last_of_subject(conn, ("response", id), HISTORY).await?;
    let people = history::people(conn, &recorded).await?;
    Ok(history::done(words, &recorded, &people))
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

/// `A12` once references are fixed; the letter before that.
fn reference(
    categories: &[Category],
    own: Option<i64>,
    held: Option<(Option<i64>, i32)>,
) -> String {
    let of = held.map_or(own, |(category, _)| category);
    let letter = categories.iter().find(|one| Some(one.id) == of);
    let letter = letter.map(|one| one.letter.as_str()).unwrap_or_default();
    match held {
        Some((_, number)) => format!("{letter}{number}"),
        None => letter.to_owned(),
    }
}

fn category_choices(categories: &[Category], chosen: Option<i64>) -> Vec<Choice> {
    categories
        .iter()
        .map(|one| {
            let label = format!("{} {}", one.letter, one.name);
            Choice::new(&one.id.to_string(), &label, Some(one.id) == chosen)
        })
        .collect()
}

fn provisional(words: &Words, response: &Response) -> Option<String> {
    (response.standing == Standing::Provisional).then(|| {
        let body = response.standing_body.as_deref();
        awaiting(words, body, response.standing_expected_on)
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
