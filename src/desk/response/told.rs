//! What a response says of itself and of others, beside its text: proposals, versions, parts that moved, times with their evidence.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::Serialize;

use super::decided;
use super::load::Loaded;
use super::proposals::{EditView, OtherView, ProposalView, moment, named, proposals};
use super::state::relation_text;
use super::texts::role_text;
use crate::response::{
    Part, Relation, RelationKind, RelationState, Response, Standing, State, version_in_force,
    versions_before,
};
use crate::templates::{Choice, Words};

/// What staff may say of this response and an earlier one themselves.
pub(in crate::desk) const CHOOSABLE: [RelationKind; 6] = [
    RelationKind::Corrects,
    RelationKind::Finalises,
    RelationKind::Supplements,
    RelationKind::Approves,
    RelationKind::Endorses,
    RelationKind::Duplicates,
];
/// Joins in with another, and says nothing else: a relation, and what the response holds.
pub(in crate::desk) const ENDORSES_ONLY: &str = "endorses_only";

/// What stands beside the text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Told {
    pub proposals: Vec<ProposalView>,
    pub proposals_count: usize,
    /// Every version, the first first; empty when there is one.
    pub versions: Vec<Version>,
    /// Parts that are in another response now.
    pub moved: Vec<MovedPart>,
    /// Came to another address of ours first: when, with the evidence.
    pub reached: Option<String>,
    pub reached_mail: Option<String>,
    /// Why it counts as timely though it came late.
    pub timely: Option<String>,
    pub signatures: Option<String>,
    /// Joins in with somebody who has not answered.
    pub endorses: Option<String>,
    /// What staff have said to proposals.
    pub decided: Vec<DecidedView>,
    /// The others who answer together with the first, a name a line, to be changed.
    pub others: String,
    pub count: String,
    /// Came by mail with parts to split.
    pub may_split: bool,
    /// Was split off, and may be put together again.
    pub may_undo_split: bool,
    pub kinds: Vec<Choice>,
}

/// A version of the response.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub text: String,
    /// None for the one that is shown.
    pub href: Option<String>,
}

/// A proposal that staff have answered.
#[derive(Clone, Debug, Serialize)]
pub struct DecidedView {
    pub text: String,
    pub verdict: String,
    /// Where the question is asked again; none where another act takes it back.
    pub reopen: Option<String>,
}

/// A part and where it is now.
#[derive(Clone, Debug, Serialize)]
pub struct MovedPart {
    pub text: String,
    pub to: OtherView,
}

pub(super) async fn told(
    conn: &mut AsyncPgConnection,
    words: &Words,
    it: &Loaded,
    (base, here): (&str, &str),
) -> QueryResult<Told> {
    let proposals = proposals(conn, words, it, (base, here)).await?;
    let response = &it.response;
    let reached = response.reached_us_at.map(|at| {
        let evidence = response.reached_us_evidence.as_deref().unwrap_or_default();
        words.text(
            "desk-reached-shown",
            &[
                ("at", moment(words, at).into()),
                ("evidence", evidence.into()),
                ("arrived", moment(words, response.arrived_at).into()),
            ],
        )
    });
    let timely = response.deemed_timely_reason.as_deref();
    let timely = timely.map(|why| words.text("desk-timely-shown", &[("reason", why.into())]));
    let signatures = response.signatures;
    let split_off = it.relations.iter().any(|one| {
        one.kind == RelationKind::SplitFrom
            && one.other_id == Some(response.id)
            && one.state == RelationState::Confirmed
    });
    let current = response.state == State::Current;
    Ok(Told {
        proposals_count: proposals.len(),
        proposals,
        versions: versions(conn, words, response, base).await?,
        moved: moved(conn, words, &it.ever, base).await?,
        reached,
        reached_mail: response
            .reached_us_mail_id
            .map(|mail| format!("{base}/mails/{mail}")),
        timely,
        endorses: decided::awaited(words, it),
        decided: decided::decided(words, it, here),
        others: decided::others(it),
        count: if signatures > 0 {
            signatures.to_string()
        } else {
            String::new()
        },
        signatures: (signatures > 0).then(|| {
            words.text(
                "desk-signatures-shown",
                &[("n", i64::from(signatures).into())],
            )
        }),
        may_split: it.may_edit && current && response.mail_id.is_some() && it.parts.len() > 1,
        may_undo_split: it.may_edit && current && split_off,
        kinds: kinds(words),
    })
}

/// What staff may say that a response does to an earlier one.
pub(super) fn kinds(words: &Words) -> Vec<Choice> {
    let mut kinds: Vec<Choice> = CHOOSABLE
        .iter()
        .map(|kind| Choice::new(kind.as_str(), &relation_text(words, *kind, false), false))
        .collect();
    let only = words.text("relation-endorses-only", &[]);
    kinds.push(Choice::new(ENDORSES_ONLY, &only, false));
    kinds
}

/// The versions of a response, from the first to the one in force.
async fn versions(
    conn: &mut AsyncPgConnection,
    words: &Words,
    response: &Response,
    base: &str,
) -> QueryResult<Vec<Version>> {
    let last = version_in_force(conn, response.id).await?;
    let ids = versions_before(conn, last).await?;
    let relations = Relation::of_responses(conn, &ids).await?;
    let mut all = Vec::new();
    for id in ids {
        all.push(Response::find(conn, id).await?);
    }
    all.sort_by_key(|one| (one.counts_from(), one.id));
    let mut views = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let replaces = relations.iter().find(|relation| {
            relation.other_id == Some(one.id) && relation.state != RelationState::Rejected
        });
        let kind = replaces.map(|relation| relation.kind);
        let key = match (at, kind, one.standing) {
            (0, _, Standing::Provisional) => "desk-version-provisional",
            (0, _, Standing::Final) => "desk-version-first",
            (_, Some(RelationKind::Finalises), _) => "desk-version-final",
            _ => "desk-version-corrected",
        };
        let came = moment(words, one.counts_from());
        views.push(Version {
            text: words.text(key, &[("at", came.into())]),
            href: (one.id != response.id).then(|| format!("{base}/svar/{}", one.number)),
        });
        if let Some(approved) = one.confirmed_at {
            let approved = moment(words, approved);
            views.push(Version {
                text: words.text("desk-version-approved", &[("at", approved.into())]),
                href: None,
            });
        }
    }
    if views.len() < 2 {
        views.clear();
    }
    Ok(views)
}

async fn moved(
    conn: &mut AsyncPgConnection,
    words: &Words,
    ever: &[Part],
    base: &str,
) -> QueryResult<Vec<MovedPart>> {
    let mut views = Vec::new();
    for part in ever {
        let Some(to) = part.moved_to else { continue };
        let to = Part::find(conn, to).await?.response_id;
        if to == part.response_id {
            continue;
        }
        let to = Response::find(conn, to).await?;
        let role = role_text(words, part.role);
        let name = part.filename.clone().unwrap_or(role);
        views.push(MovedPart {
            text: words.text("desk-moved-part", &[("name", name.into())]),
            to: OtherView {
                href: format!("{base}/svar/{}", to.number),
                text: named(conn, words, &to).await?,
            },
        });
    }
    Ok(views)
}

impl Told {
    #[expect(clippy::too_many_lines, reason = "a sample is data")]
    pub(super) fn sample() -> Self {
        let other = OtherView {
            href: "/sekretariat/x/svar/z".into(),
            text: "Ravnsø Kommune, 4. oktober 2023".into(),
        };
        let one = ProposalView {
            id: "relation-8".into(),
            title: "Retter".into(),
            guess: false,
            why: "Der står i svaret:".into(),
            quote: "Den vedhæftede version erstatter den tidligere.".into(),
            other: Some(other.clone()),
            state: "proposed",
            accept: "/sekretariat/x/svar/y/relationer/8/bekraeftelse".into(),
            accept_text: "Godkend".into(),
            is_page: false,
            accept_name: "som".into(),
            accept_value: "corrects".into(),
            also: Some(Choice::new("supplements", "Tillæg til det første", false)),
            reject: "/sekretariat/x/svar/y/relationer/8/afvisning".into(),
            reject_text: "Afvis".into(),
            edit: vec![
                EditView {
                    id: "f1-body".into(),
                    name: "body",
                    label: "Hvem skal godkende svaret?".into(),
                    kind: "text",
                    value: "Socialudvalget".into(),
                    choices: vec![],
                },
                EditView {
                    id: "r8-kind".into(),
                    name: "kind",
                    label: "Dette svar".into(),
                    kind: "select",
                    value: "Retter".into(),
                    choices: vec![Choice::new("corrects", "Retter", true)],
                },
                EditView {
                    id: "f1-names".into(),
                    name: "names",
                    label: "Hvem svarer?".into(),
                    kind: "area",
                    value: "A\nB".into(),
                    choices: vec![],
                },
            ],
            edit_action: "/sekretariat/x/svar/y/relationer".into(),
            edit_other: "K7M2Q-9XWE4".into(),
        };
        let page = ProposalView {
            id: "proposal-9".into(),
            guess: true,
            quote: String::new(),
            other: None,
            is_page: true,
            also: None,
            edit: vec![],
            edit_other: String::new(),
            ..one.clone()
        };
        let here = Version {
            text: "Endeligt svar kom 27. oktober 2023 kl. 10.02".into(),
            href: None,
        };
        Self {
            proposals_count: 2,
            proposals: vec![one, page],
            versions: vec![
                Version {
                    text: "Foreløbigt svar kom 11. oktober 2023 kl. 9.30".into(),
                    href: Some("/sekretariat/x/svar/z".into()),
                },
                here,
            ],
            moved: vec![MovedPart {
                text: "Handicaprådet.pdf er flyttet til".into(),
                to: other,
            }],
            reached: Some("Kom til os før: 10. oktober 2023 kl. 16.12.".into()),
            reached_mail: Some("/sekretariat/x/mails/47".into()),
            timely: Some("Regnes som rettidigt: Nedbrud hos os".into()),
            signatures: Some("214 underskrifter".into()),
            endorses: Some("Tilslutter sig svaret fra KL.".into()),
            decided: vec![
                DecidedView {
                    text: "Ingen bemærkninger".into(),
                    verdict: "godkendt".into(),
                    reopen: Some("/sekretariat/x/svar/y/forslag/7/fortrydelse".into()),
                },
                DecidedView {
                    text: "Flere svar i samme mail".into(),
                    verdict: "godkendt".into(),
                    reopen: None,
                },
            ],
            others: "Grenhede Kommune".into(),
            count: "214".into(),
            may_split: true,
            may_undo_split: true,
            kinds: vec![Choice::new("corrects", "Retter", false)],
        }
    }
}
