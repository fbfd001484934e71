//! Which hearing a mail belongs to, where a mailbox may serve several (rule 22): a plus-address (`hoering+SLUG@…`), our own mail that it
//! answers, a hearing's own address, or a tag in the subject (`[SLUG]`), in this order; else the hearing of the mailbox; else a person says.
//!
//! Only mail that was fetched is routed: an import, an upload and Digital Post name their hearing. What a person has decided stays.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::keep::Source;
use super::ledger::Mail;
use super::parse::ReadMail;
use crate::schema::{enquiries, enquiry_answers, hearings, mailboxes, receipts, responses};

/// What a mail says of its hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Routed {
    /// One, by the mail or by its mailbox.
    To(i64),
    /// None.
    Nowhere,
    /// Several, and the mailbox decides nothing.
    Several,
}

/// A hearing that mail can name.
#[derive(Debug, Clone)]
struct Named {
    id: i64,
    slug: String,
    mailbox: String,
}

/// A mailbox and the hearings of its organisation.
#[derive(Debug, Clone)]
struct Served {
    address: String,
    default: Option<i64>,
    hearings: Vec<Named>,
}

/// The mailboxes that mails are routed from.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes(HashMap<i64, Served>);

impl Routes {
    /// The mailboxes of those of these mails that are routed.
    pub(super) async fn of_mails<'a>(
        conn: &mut AsyncPgConnection,
        mails: impl Iterator<Item = &'a Mail>,
    ) -> QueryResult<Self> {
        let ids: BTreeSet<i64> = mails
            .filter(|mail| is_routed(mail))
            .map(|mail| mail.mailbox_id)
            .collect();
        let mut routes = HashMap::new();
        for id in ids {
            let (organisation, default, address): (i64, Option<i64>, String) = mailboxes::table
                .find(id)
                .select((
                    mailboxes::organisation_id,
                    mailboxes::hearing_id,
                    mailboxes::address,
                ))
                .first(conn)
                .await?;
            let of: Vec<(i64, String, String)> = hearings::table
                .filter(hearings::organisation_id.eq(organisation))
                .order(hearings::id)
                .select((hearings::id, hearings::slug, hearings::mailbox))
                .load(conn)
                .await?;
            let named = of.into_iter().map(|(id, slug, mailbox)| Named {
                id,
                slug: slug.to_lowercase(),
                mailbox: mailbox.to_lowercase(),
            });
            let served = Served {
                address,
                default,
                hearings: named.collect(),
            };
            routes.insert(id, served);
        }
        Ok(Self(routes))
    }

    /// Whether this mail is routed by what it says.
    pub(super) fn has(&self, mail: &Mail) -> bool {
        is_routed(mail) && self.0.contains_key(&mail.mailbox_id)
    }

    /// The hearing of a mail that was read.
    pub(super) async fn route(
        &self,
        conn: &mut AsyncPgConnection,
        (mail, read): (&Mail, &ReadMail),
    ) -> QueryResult<Routed> {
        let kept = mail.hearing_id.map_or(Routed::Nowhere, Routed::To);
        let Some(served) = self.0.get(&mail.mailbox_id).filter(|_| is_routed(mail)) else {
            return Ok(kept);
        };
        let plus = served.by_plus(read);
        if let Some(routed) = served.settle(&plus) {
            return Ok(routed);
        }
        let answered = match served.hearings.len() {
            0 | 1 => BTreeSet::new(),
            _ => answered(conn, read).await?,
        };
        let own = |id: &i64| served.hearings.iter().any(|it| it.id == *id);
        let answered: BTreeSet<i64> = answered.into_iter().filter(own).collect();
        for level in [answered, served.by_address(read), served.by_tag(read)] {
            if let Some(routed) = served.settle(&level) {
                return Ok(routed);
            }
        }
        Ok(served.by_mailbox())
    }
}

fn is_routed(mail: &Mail) -> bool {
    mail.source == Source::Imap && mail.decided_by.is_none()
}

impl Served {
    /// What one level says: nothing, one, or several of which the mailbox's own counts.
    fn settle(&self, found: &BTreeSet<i64>) -> Option<Routed> {
        match (found.len(), found.first(), self.default) {
            (0, _, _) => None,
            (1, Some(only), _) => Some(Routed::To(*only)),
            (_, _, Some(default)) if found.contains(&default) => Some(Routed::To(default)),
            _ => Some(Routed::Several),
        }
    }

    /// By `local+SLUG@domain`, where `local@domain` is this mailbox or a hearing's. What the server delivered it to says more than what
    /// stands in To and Cc.
    fn by_plus(&self, read: &ReadMail) -> BTreeSet<i64> {
        let delivered = self.tagged(read.delivered_to.iter().map(String::as_str));
        if !delivered.is_empty() {
            return delivered;
        }
        self.tagged(recipients(read))
    }

    fn tagged<'a>(&self, addresses: impl Iterator<Item = &'a str>) -> BTreeSet<i64> {
        let mut found = BTreeSet::new();
        for address in addresses {
            let lower = address.to_lowercase();
            let Some((local, domain)) = lower.rsplit_once('@') else {
                continue;
            };
            let Some((name, slug)) = local.split_once('+') else {
                continue;
            };
            let base = format!("{name}@{domain}");
            let ours = base == self.address || self.hearings.iter().any(|it| it.mailbox == base);
            let named = self.hearings.iter().find(|it| it.slug == slug);
            found.extend(named.filter(|_| ours).map(|it| it.id));
        }
        found
    }

    /// By an address that one hearing alone has, and not this whole mailbox.
    fn by_address(&self, read: &ReadMail) -> BTreeSet<i64> {
        let delivered = read.delivered_to.iter().map(String::as_str);
        let mut found = BTreeSet::new();
        for address in delivered.chain(recipients(read)) {
            let lower = address.to_lowercase();
            if lower != self.address {
                found.extend(self.only(&lower));
            }
        }
        found
    }

    /// The one hearing that has this address.
    fn only(&self, address: &str) -> Option<i64> {
        let mut having = self.hearings.iter().filter(|it| it.mailbox == address);
        let first = having.next()?;
        having.next().is_none().then_some(first.id)
    }

    /// By `[SLUG]` in the subject.
    fn by_tag(&self, read: &ReadMail) -> BTreeSet<i64> {
        let subject = read.subject.as_deref().unwrap_or_default().to_lowercase();
        let tagged = |it: &&Named| subject.contains(&format!("[{}]", it.slug));
        let named = self.hearings.iter().filter(tagged);
        named.map(|it| it.id).collect()
    }

    fn by_mailbox(&self) -> Routed {
        let found = self.default.or_else(|| self.only(&self.address));
        found.map_or(Routed::Nowhere, Routed::To)
    }
}

fn recipients(read: &ReadMail) -> impl Iterator<Item = &str> {
    read.to.iter().chain(&read.cc).map(|it| it.address.as_str())
}

/// The hearings of the receipts and answers of ours that a mail answers.
async fn answered(conn: &mut AsyncPgConnection, read: &ReadMail) -> QueryResult<BTreeSet<i64>> {
    let ids: Vec<String> = read
        .in_reply_to
        .iter()
        .chain(&read.references)
        .map(|id| id.trim_matches(['<', '>']).to_owned())
        .collect();
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let told: Vec<i64> = receipts::table
        .inner_join(responses::table)
        .filter(receipts::message_id.eq_any(&ids))
        .select(responses::hearing_id)
        .load(conn)
        .await?;
    let written: Vec<i64> = enquiry_answers::table
        .inner_join(enquiries::table)
        .filter(enquiry_answers::message_id.eq_any(&ids))
        .select(enquiries::hearing_id)
        .load(conn)
        .await?;
    Ok(told.into_iter().chain(written).collect())
}

#[cfg(test)]
mod tests {
    use super::super::address::Address;
    use super::*;

    fn served(default: Option<i64>) -> Served {
        let named = |id, slug: &str, mailbox: &str| Named {
            id,
            slug: slug.into(),
            mailbox: mailbox.into(),
        };
        Served {
            address: "plan@region.example".into(),
            default,
            hearings: vec![
                named(1, "lokalplan-7", "plan@region.example"),
                named(2, "vejplan-2027", "vej@region.example"),
                named(3, "skoleplan", "faelles@region.example"),
                named(4, "boernehuse", "faelles@region.example"),
            ],
        }
    }

    fn to(addresses: &[&str], subject: &str) -> ReadMail {
        let address = |it: &&str| Address {
            name: None,
            address: (*it).to_owned(),
        };
        ReadMail {
            to: addresses.iter().map(address).collect(),
            subject: Some(subject.into()),
            ..ReadMail::default()
        }
    }

    fn set(ids: &[i64]) -> BTreeSet<i64> {
        ids.iter().copied().collect()
    }

    #[test]
    fn a_plus_address_an_own_address_and_a_tag_name_a_hearing() {
        let all = served(None);
        let plus = to(&["Plan+VEJPLAN-2027@Region.example"], "");
        assert_eq!(all.by_plus(&plus), set(&[2]));
        assert_eq!(
            all.by_plus(&to(&["plan+ukendt@region.example"], "")),
            set(&[])
        );
        assert_eq!(
            all.by_plus(&to(&["plan+skoleplan@andre.example"], "")),
            set(&[])
        );
        assert_eq!(all.by_address(&to(&["VEJ@region.example"], "")), set(&[2]));
        assert_eq!(
            all.by_address(&to(&["faelles@region.example"], "")),
            set(&[])
        );
        assert_eq!(all.by_address(&to(&["plan@region.example"], "")), set(&[]));
        assert_eq!(all.by_tag(&to(&[], "SV: [Skoleplan] Svar")), set(&[3]));
        assert_eq!(all.by_tag(&to(&[], "Om skoleplan")), set(&[]));
    }

    #[test]
    fn what_it_was_delivered_to_says_more_than_its_head() {
        let mut read = to(
            &[
                "plan+skoleplan@region.example",
                "plan+vejplan-2027@region.example",
            ],
            "",
        );
        assert_eq!(served(None).by_plus(&read), set(&[2, 3]));
        read.delivered_to = vec!["plan+skoleplan@region.example".into()];
        assert_eq!(served(None).by_plus(&read), set(&[3]));
    }

    #[test]
    fn of_several_the_mailbox_s_own_counts_and_without_one_a_person_says() {
        assert_eq!(served(Some(2)).settle(&set(&[2, 3])), Some(Routed::To(2)));
        assert_eq!(served(Some(1)).settle(&set(&[2, 3])), Some(Routed::Several));
        assert_eq!(served(None).settle(&set(&[])), None);
        assert_eq!(served(None).by_mailbox(), Routed::To(1));
        let mut other = served(None);
        other.address = "faelles@region.example".into();
        assert_eq!(other.by_mailbox(), Routed::Nowhere);
    }
}
