//! Who on the list a sender is, and which category that gives. What this proposes, staff may change.

use diesel_async::AsyncPgConnection;

use super::NewRespondent;
use crate::hearing::{Category, Consultee, Hearing};

/// Providers that everybody has an address with: a domain that says nothing about who writes.
const SHARED_DOMAINS: &[&str] = &[
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "live.dk",
    "icloud.com",
    "me.com",
    "yahoo.com",
    "yahoo.dk",
    "mail.dk",
    "jubii.dk",
    "stofanet.dk",
    "youmail.dk",
    "outlook.dk",
    "hotmail.dk",
    "proton.me",
    "protonmail.com",
];

/// What is known of a respondent by looking at the hearing's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    pub consultee_id: Option<i64>,
    pub category_id: Option<i64>,
    /// The consultee's name, where the sender gave no organisation.
    pub organisation: Option<String>,
    pub kind: String,
}

/// Finds the consultee by whole address, by name, or by a domain that one consultee alone has; else the category of the kind that the
/// sender chose; else the one for private persons.
pub async fn matched(
    conn: &mut AsyncPgConnection,
    hearing: &Hearing,
    respondent: &NewRespondent,
) -> anyhow::Result<Matched> {
    let categories = hearing.categories(conn).await?;
    let consultees = Consultee::of_hearing(conn, hearing.id).await?;
    let consultee = find(&consultees, respondent);
    let by_kind = by_kind(&categories, &respondent.kind);
    let category_id = by_kind
        .map(|category| category.id)
        .or_else(|| consultee.and_then(|consultee| consultee.category_id))
        .or_else(|| {
            categories
                .iter()
                .find(|category| category.private_persons)
                .map(|category| category.id)
        });
    Ok(Matched {
        consultee_id: consultee.map(|consultee| consultee.id),
        category_id,
        organisation: consultee.map(|consultee| consultee.name.clone()),
        kind: consultee
            .map(|consultee| consultee.kind.clone())
            .unwrap_or_default(),
    })
}

fn by_kind<'a>(categories: &'a [Category], kind: &str) -> Option<&'a Category> {
    categories.iter().find(|category| {
        category
            .kinds
            .iter()
            .any(|known| known.eq_ignore_ascii_case(kind))
    })
}

fn find<'a>(consultees: &'a [Consultee], respondent: &NewRespondent) -> Option<&'a Consultee> {
    let (organisation, email) = (
        respondent.organisation.as_deref(),
        respondent.email.as_deref(),
    );
    if let Some(exact) = consultees
        .iter()
        .find(|consultee| consultee.is(organisation, email))
    {
        return Some(exact);
    }
    if organisation.is_some_and(|name| !name.is_empty()) {
        return None;
    }
    let domain = domain(email?)?;
    let mut same = consultees.iter().filter(|consultee| {
        consultee
            .email
            .as_deref()
            .and_then(self::domain)
            .is_some_and(|own| own == domain || domain.ends_with(&format!(".{own}")))
    });
    let first = same.next();
    if same.next().is_none() { first } else { None }
}

fn domain(email: &str) -> Option<String> {
    let domain = email.rsplit_once('@')?.1.to_lowercase();
    (!SHARED_DOMAINS.contains(&domain.as_str())).then_some(domain)
}
