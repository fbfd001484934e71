//! Who on the list a sender is, and which category that gives. What this proposes, staff may change.

use diesel_async::AsyncPgConnection;

use super::NewRespondent;
use crate::hearing::{Category, Consultee, Hearing};
use crate::organisation::slug;

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

/// What a hearing's lists say of who answers: read once for many mails.
#[derive(Debug, Clone)]
pub struct Lists {
    categories: Vec<Category>,
    consultees: Vec<Consultee>,
}

impl Lists {
    pub async fn of_hearing(
        conn: &mut AsyncPgConnection,
        hearing: &Hearing,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            categories: hearing.categories(conn).await?,
            consultees: Consultee::of_hearing(conn, hearing.id).await?,
        })
    }

    /// Finds the consultee by whole address, by name, or by a domain that is named after the consultee; else the category of the kind that
    /// the sender chose; else the one for private persons.
    #[must_use]
    pub fn matched(&self, respondent: &NewRespondent) -> Matched {
        let consultee = find(&self.consultees, respondent);
        let category_id = by_kind(&self.categories, &respondent.kind)
            .map(|category| category.id)
            .or_else(|| consultee.and_then(|consultee| consultee.category_id))
            .or_else(|| {
                self.categories
                    .iter()
                    .find(|category| category.private_persons)
                    .map(|category| category.id)
            });
        Matched {
            consultee_id: consultee.map(|consultee| consultee.id),
            category_id,
            organisation: consultee.map(|consultee| consultee.name.clone()),
            kind: consultee
                .map(|consultee| consultee.kind.clone())
                .unwrap_or_default(),
        }
    }
}

/// How somebody who answers is known to be a consultee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    Address,
    Name,
    /// A domain that is named after the consultee.
    Domain,
    /// A name that is nearly the consultee's, or holds it.
    LikeName,
}

impl Lists {
    /// Who on the list somebody probably is, and how that is known: what intake goes by, and where that finds nobody a name that is nearly
    /// the same, which only a person can decide about.
    #[must_use]
    pub fn likely(&self, respondent: &NewRespondent) -> Option<(&Consultee, KnownBy)> {
        let (organisation, email) = (
            respondent.organisation.as_deref(),
            respondent.email.as_deref(),
        );
        if let Some(found) = find(&self.consultees, respondent) {
            let how = match (found.email.as_deref(), email) {
                (Some(own), Some(email)) if own.eq_ignore_ascii_case(email) => KnownBy::Address,
                _ if found.is(organisation, None) => KnownBy::Name,
                _ => KnownBy::Domain,
            };
            return Some((found, how));
        }
        let by_domain = NewRespondent {
            organisation: None,
            ..respondent.clone()
        };
        if let Some(found) = find(&self.consultees, &by_domain) {
            return Some((found, KnownBy::Domain));
        }
        let name = organisation.filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or(&respondent.name);
        let like = self
            .consultees
            .iter()
            .filter(|one| is_like(name, &one.name));
        like.max_by_key(|one| one.name.chars().count())
            .map(|found| (found, KnownBy::LikeName))
    }
}

/// Whether two names are the same but for their endings and small words: all longer words of the shorter one stand in the other.
fn is_like(name: &str, consultee: &str) -> bool {
    const SHORT: usize = 3;
    let words = |text: &str| -> Vec<String> {
        slug(text)
            .split('-')
            .filter(|word| word.chars().count() > SHORT)
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(name), words(consultee));
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    // One word that many share, as *kommune*, is no likeness.
    let same = |word: &String| {
        long.iter()
            .any(|other| other == word || other.trim_end_matches('s') == word.trim_end_matches('s'))
    };
    let common = [
        "kommune",
        "region",
        "landsforeningen",
        "foreningen",
        "styrelsen",
    ];
    short.iter().any(|word| !common.contains(&word.as_str())) && short.iter().all(same)
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
    // Several share a domain (a municipality and its councils): the shortest name is the one that the others are a part of.
    consultees
        .iter()
        .filter(|consultee| {
            let own = consultee.email.as_deref().and_then(self::domain);
            own.is_some_and(|own| domain == own || domain.ends_with(&format!(".{own}")))
                && resembles(&domain, &consultee.name)
        })
        .min_by_key(|consultee| consultee.name.chars().count())
}

/// Whether a domain is named after an organisation: they share four letters or more in a row. A mail provider that a consultee happens
/// to have its address with is not.
fn resembles(domain: &str, name: &str) -> bool {
    const SHARED_LETTERS: usize = 4;
    let label = domain.rsplit('.').nth(1).unwrap_or(domain).replace('-', "");
    let name = slug(name).replace('-', "");
    label.as_bytes().windows(SHARED_LETTERS).any(|piece| {
        name.as_bytes()
            .windows(SHARED_LETTERS)
            .any(|other| piece == other)
    })
}

fn domain(email: &str) -> Option<String> {
    let domain = email.rsplit_once('@')?.1.to_lowercase();
    (!SHARED_DOMAINS.contains(&domain.as_str())).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hearing::Way;

    fn consultee(name: &str, email: &str) -> Consultee {
        Consultee {
            id: 1,
            name: name.into(),
            category_id: None,
            kind: String::new(),
            email: Some(email.into()),
            way: Way::Mail,
            closes_at: None,
        }
    }

    fn found(email: &str) -> Option<String> {
        let all = [
            consultee(
                "Udsatterådet i Ravnsø Kommune",
                "udsatteraad@ravnsoe.example",
            ),
            consultee("Ravnsø Kommune", "kommunen@ravnsoe.example"),
            consultee("Kredsen ved Åen", "ole@postfuglen.example"),
        ];
        let from = NewRespondent {
            email: Some(email.into()),
            ..NewRespondent::default()
        };
        find(&all, &from).map(|consultee| consultee.name.clone())
    }

    #[test]
    fn a_colleague_is_known_by_the_domain_and_the_shortest_name_has_it() {
        assert_eq!(
            found("anne@ravnsoe.example").as_deref(),
            Some("Ravnsø Kommune")
        );
        assert_eq!(
            found("udsatteraad@ravnsoe.example").as_deref(),
            Some("Udsatterådet i Ravnsø Kommune")
        );
    }

    #[test]
    fn a_name_that_is_nearly_the_same_is_proposed_and_a_common_word_is_none() {
        assert!(is_like("Ravnsø Kommunes Udsatteråd", "Udsatteråd, Ravnsø"));
        assert!(is_like("Kærlundby", "Kærlundby Kommune"));
        assert!(!is_like("Hvidklit Kommune", "Ravnsø Kommune"));
        assert!(!is_like("Kommune", "Ravnsø Kommune"));
        assert!(!is_like("", "Ravnsø Kommune"));
    }

    #[test]
    fn a_stranger_with_the_same_mail_provider_is_not_taken_for_a_consultee() {
        assert_eq!(
            found("ole@postfuglen.example").as_deref(),
            Some("Kredsen ved Åen")
        );
        assert_eq!(found("bodil@postfuglen.example"), None);
    }
}
