//! From what is covered to what the page shows.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::{BoxView, More, OpenView, Place, Sheet, ShowPictures, Typed, senders};
use crate::desk::head::Head;
use crate::hearing::Hearing;
use crate::publication::form::Form;
use crate::publication::pictures::{Cover, Covering};
use crate::redaction::{Ground, PageBox, Redaction};
use crate::response::{Part, Response, TextVersion};
use crate::staff::{Access, Person, Role, names_of};
use crate::templates::{Choice, Words};
use crate::text::slice;
use crate::web;

/// Pages that are shown at once.
const AT_ONCE: u32 = 40;
/// Pixels of a page of A4, for a page whose shape is not known yet.
const A4: (u32, u32) = (1_160, 1_640);
/// Longer hidden texts are shown by their beginning.
const MOST_WORDS: usize = 120;

/// What the page is made of.
pub(super) struct Made<'a> {
    pub(super) of: &'a Response,
    pub(super) part: &'a Part,
    pub(super) cover: &'a Cover,
    /// Pages of the file.
    pub(super) count: u32,
    /// The first page to show.
    pub(super) from: u32,
}

pub(super) async fn page(
    conn: &mut AsyncPgConnection,
    (words, access): (&Words, &Access),
    made: &Made<'_>,
) -> web::Result<ShowPictures> {
    let part = made.part;
    let hearing = Hearing::find(conn, access.hearing_id).await?;
    let boxes = PageBox::of_parts(conn, &[part.id]).await?;
    let mut people: Vec<i64> = boxes.iter().map(|it| it.author_id).collect();
    people.extend(part.signatures_covered_by);
    let people = names_of(conn, &people).await?;
    let back = access.at(&format!("svar/{}", made.of.number));
    let here = format!("{back}/bilag/{}", part.id);
    let open = open(conn, words, made).await?;
    let covers = covers(words, made, &open);
    let last = made.count.min(made.from.max(1).saturating_add(AT_ONCE - 1));
    let sheets = (made.from.max(1)..=last)
        .map(|number| {
            let own = boxes
                .iter()
                .filter(|it| i64::from(it.page) == i64::from(number));
            let viewed = |it: &PageBox| box_view(words, it, (access, &people));
            Sheet {
                boxes: own.map(viewed).collect(),
                covers: covers.clone(),
                ..sheet(words, made, (number, &here))
            }
        })
        .collect();
    let from = senders(conn, made.of, &hearing).await?;
    let list = format!("{here}/billeder");
    Ok(ShowPictures {
        head: Head::of(conn, &hearing, access).await?,
        filename: part.filename.clone().unwrap_or_default(),
        message: None,
        shown: from.form(part) == Form::Pictures,
        open: open.into_iter().map(|(_, view)| view).collect(),
        sheets,
        signatures: signatures(words, part, &people),
        first: (made.from > 1).then(|| list.clone()),
        more: (last < made.count).then(|| More {
            href: format!("{list}?fra={}", last + 1),
            page: last + 1,
        }),
        back,
        here,
    })
}

fn signatures(words: &Words, part: &Part, people: &BTreeMap<i64, Person>) -> Option<String> {
    let said = part.signatures()?;
    let who = people.get(&said.by).map(|person| person.name.clone());
    Some(words.text(
        "pictures-signatures-by",
        &[
            ("who", who.unwrap_or_default().into()),
            ("at", words.datetime(said.at).into()),
        ],
    ))
}

/// The hidden texts that nobody has covered, each with its redaction.
async fn open(
    conn: &mut AsyncPgConnection,
    words: &Words,
    made: &Made<'_>,
) -> web::Result<Vec<(i64, OpenView)>> {
    let Some(text) = made.part.text_id.filter(|_| !made.cover.open.is_empty()) else {
        return Ok(Vec::new());
    };
    let text = TextVersion::find(conn, text).await?;
    let hidden = Redaction::of_texts(conn, &[text.id]).await?;
    let viewed = |(id, near): &(i64, Option<u32>)| {
        let span = hidden.iter().find(|it| it.id == *id)?.span();
        let exact: String = slice(&text.text, span)?.chars().take(MOST_WORDS).collect();
        let near =
            near.map(|page| words.text("pictures-near", &[("page", i64::from(page).into())]));
        Some((*id, OpenView { words: exact, near }))
    };
    Ok(made.cover.open.iter().filter_map(viewed).collect())
}

fn covers(words: &Words, made: &Made<'_>, open: &[(i64, OpenView)]) -> Vec<Choice> {
    if made.cover.open.is_empty() {
        return Vec::new();
    }
    let other = words.text("pictures-covers-other", &[]);
    let other = Choice::new("", &other, true);
    let of = |(id, view): &(i64, OpenView)| Choice::new(&id.to_string(), &view.words, false);
    std::iter::once(other).chain(open.iter().map(of)).collect()
}

fn sheet(words: &Words, made: &Made<'_>, (number, here): (u32, &str)) -> Sheet {
    let shape = made.cover.words_on(number).map(|it| it.aspect);
    let (width, height) = match shape.filter(|aspect| aspect.is_finite() && *aspect > 0.0) {
        Some(aspect) if aspect <= 1.0 => ((f64::from(A4.1) * aspect).round() as u32, A4.1),
        Some(aspect) => (A4.1, (f64::from(A4.1) / aspect).round() as u32),
        None => A4,
    };
    let ground = |it: &Ground| {
        let name = words.text(it.name_key(), &[]);
        Choice::new(it.as_str(), &name, *it == Ground::NotPart)
    };
    Sheet {
        number,
        src: format!("{here}/side/{number}"),
        painted: format!("{here}/daekket/{number}"),
        width: width.max(1),
        height: height.max(1),
        places: made.cover.on(number).iter().map(place).collect(),
        boxes: Vec::new(),
        typed: Typed {
            page: number,
            ..Typed::default()
        },
        grounds: Ground::ALL.iter().map(ground).collect(),
        covers: Vec::new(),
    }
}

fn place(covering: &Covering) -> Place {
    let thousandth = |share: f64| (share * 1_000.0).round() as u32;
    let frame = covering.frame;
    let (x, y) = (thousandth(frame.left), thousandth(frame.top));
    Place {
        x,
        y,
        width: thousandth(frame.right).saturating_sub(x),
        height: thousandth(frame.bottom).saturating_sub(y),
        by_hand: covering.drawn.is_some(),
    }
}

fn box_view(
    words: &Words,
    it: &PageBox,
    (access, people): (&Access, &BTreeMap<i64, Person>),
) -> BoxView {
    let who = people
        .get(&it.author_id)
        .map(|person| person.initials.clone());
    let waiting = it.approver_id.is_none();
    BoxView {
        id: it.id,
        ground: words.text(it.ground.name_key(), &[]),
        who: who.unwrap_or_default(),
        waiting,
        may_approve: waiting && it.author_id != access.person.id && access.may(Role::Tagger),
    }
}

/// Puts what was typed back into the form.
pub(super) fn choose(sheet: &mut Sheet, typed: &Typed) {
    let choose = |choices: &mut Vec<Choice>, value: &str| {
        for choice in choices {
            choice.checked = choice.value == value;
        }
    };
    choose(&mut sheet.grounds, &typed.ground);
    choose(&mut sheet.covers, &typed.covers);
    sheet.typed = typed.clone();
}
