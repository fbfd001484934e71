//! *Check your answer*: what will become public, and what was found in the text that should not.

use actix_web::web::{Data, Path};

use super::form::file_state;
use super::{base, sent_before, taking};
use crate::app::App;
use crate::finder;
use crate::hearing::Phase;
use crate::intake::pages::{self, CheckResponse};
use crate::intake::web_form::draft::Draft;
use crate::templates::{Hidden, Mark, Segment, Words};
use crate::web::{self, View};

pub(super) async fn check(app: Data<App>, view: View, path: Path<(String, String)>) -> web::Result {
    let (slug, key) = path.into_inner();
    let mut conn = app.conn().await?;
    let hearing = taking(&mut conn, &app, &slug).await?;
    let Some(draft) = Draft::find(&mut conn, hearing.id, &key).await? else {
        return sent_before(&app, &mut conn, &hearing, &key).await;
    };
    let categories = hearing.categories(&mut conn).await?;
    let Ok(valid) = draft
        .fields
        .check(&categories, draft.files.len(), &app.config.limits)
    else {
        return web::redirect(format!("{}/{key}/ret", base(&hearing)));
    };
    let words = view.words();
    let hits = finder::find(&draft.fields.body);
    let fields = &draft.fields;
    let sender = match (&valid.respondent.organisation, valid.private) {
        (Some(organisation), _) if fields.name.is_empty() => organisation.clone(),
        (Some(organisation), _) => format!("{organisation}, {}", fields.name),
        (None, _) => fields.name.clone(),
    };
    let category = categories
        .iter()
        .find(|category| category.id == valid.category_id);
    let page = CheckResponse {
        hearing: hearing.head(app.clock.now()),
        send_action: format!("{}/{key}/send", base(&hearing)),
        edit_action: format!("{}/{key}/ret", base(&hearing)),
        hidden: Vec::<Hidden>::new(),
        findings: findings(&hits),
        sender,
        on_behalf: format!(
            "{} ({})",
            fields.kind,
            category
                .map(|category| category.name.as_str())
                .unwrap_or_default()
        ),
        no_remarks: fields.no_remarks,
        provisional: valid
            .standing_expected_on
            .map(|day| words.text("check-provisional-on", &[("date", words.date(day).into())])),
        paragraphs: paragraphs(&fields.body, &hits),
        email: fields.email.clone(),
        hides: hidden_kinds(words, &hits),
        name_choice: valid.private.then(|| pages::NameChoice {
            name: fields.name.clone(),
            as_citizen: fields.name_choice == "citizen",
            protected: fields.protected,
        }),
        files: draft.files.iter().map(file_state).collect(),
        late: hearing.phase(app.clock.now()) == Phase::Closed,
    };
    let organisation = hearing.site_organisation(&mut conn).await?;
    view.of(organisation).page(&page)
}

fn kind_of(hit: &finder::Hit) -> pages::FindingKind {
    match hit.kind {
        finder::Kind::Cpr => pages::FindingKind::Cpr,
        finder::Kind::Phone => pages::FindingKind::Phone,
        finder::Kind::Email => pages::FindingKind::Email,
        finder::Kind::Address => pages::FindingKind::Address,
    }
}

fn findings(hits: &[finder::Hit]) -> Vec<pages::Finding> {
    hits.iter()
        .map(|hit| pages::Finding {
            text: hit.text.clone(),
            kind: kind_of(hit),
            remove: format!("{}-{}", hit.start, hit.end),
        })
        .collect()
}

fn hidden_kinds(words: &Words, hits: &[finder::Hit]) -> Option<String> {
    let mut kinds: Vec<String> = Vec::new();
    for hit in hits {
        let key = match hit.kind {
            finder::Kind::Cpr => "hides-cpr",
            finder::Kind::Phone => "hides-phone",
            finder::Kind::Email => "hides-email",
            finder::Kind::Address => "hides-address",
        };
        let word = words.text(key, &[]);
        if !kinds.contains(&word) {
            kinds.push(word);
        }
    }
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

/// The text in paragraphs, with what was found marked. Offsets of hits are code points.
fn paragraphs(text: &str, hits: &[finder::Hit]) -> Vec<Vec<Segment>> {
    let letters: Vec<char> = text.chars().collect();
    let cut = |from: usize, to: usize| {
        letters[from.min(letters.len())..to.min(letters.len())]
            .iter()
            .collect::<String>()
    };
    crate::text::paragraphs(text)
        .into_iter()
        .map(|paragraph| {
            let mut segments = Vec::new();
            let mut at = paragraph.start;
            for hit in hits
                .iter()
                .filter(|hit| hit.start >= paragraph.start && hit.end <= paragraph.end)
            {
                if hit.start < at {
                    continue;
                }
                if hit.start > at {
                    segments.push(Segment::plain(&cut(at, hit.start)));
                }
                segments.push(Segment::marked(&cut(hit.start, hit.end), Mark::Found));
                at = hit.end;
            }
            if at < paragraph.end {
                segments.push(Segment::plain(&cut(at, paragraph.end)));
            }
            segments
        })
        .collect()
}
