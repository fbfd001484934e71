//! The sections whose fields are single: as a form has them, and as the hearing has them.

use super::form::{FieldList, Typed, tick};
use crate::hearing::settings::{Address, Basics, Publication};
use crate::hearing::{Kind, Names};
use crate::templates::FormError;

/// A section both ways.
pub(super) trait Fields: Sized {
    /// As its form has it.
    fn fields(&self) -> FieldList;
    /// From its form.
    fn parse(typed: Typed) -> Result<Self, Vec<FormError>>;
}

fn field(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

impl Fields for Basics {
    fn fields(&self) -> FieldList {
        let weeks = self.minimum_weeks.map(|weeks| weeks.to_string());
        vec![
            field("title", &self.title),
            field("summary", &self.summary),
            field(
                "case_number",
                self.case_number.as_deref().unwrap_or_default(),
            ),
            field("contact", &self.contact),
            field("signed_by", self.signed_by.join("\n")),
            field("kind", self.kind.as_str()),
            field("minimum_weeks", weeks.unwrap_or_default()),
        ]
    }

    fn parse(mut typed: Typed) -> Result<Self, Vec<FormError>> {
        let title = typed.needed("title", "setup-no-title");
        let summary = typed.text("summary");
        let case_number = Some(typed.line("case_number")).filter(|number| !number.is_empty());
        let contact = typed.text("contact");
        let signed_by = typed
            .text("signed_by")
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        let kind = Kind::parse(typed.raw("kind"));
        if kind.is_none() {
            typed.wrong("kind", "setup-no-kind", &[]);
        }
        let weeks = typed.line("minimum_weeks");
        let mut minimum_weeks = None;
        if kind == Some(Kind::Statutory) {
            minimum_weeks = weeks.parse().ok().filter(|weeks| (1..=52).contains(weeks));
            if minimum_weeks.is_none() {
                typed.wrong("minimum_weeks", "setup-no-weeks", &[]);
            }
        }
        typed.done(kind.map(|kind| Self {
            title,
            summary,
            case_number,
            contact,
            signed_by,
            kind,
            minimum_weeks,
        }))
    }
}

impl Fields for Address {
    fn fields(&self) -> FieldList {
        vec![field("mailbox", &self.0)]
    }

    fn parse(mut typed: Typed) -> Result<Self, Vec<FormError>> {
        let address = typed.needed("mailbox", "setup-no-mailbox");
        if !address.is_empty() && !is_address(&address) {
            typed.wrong("mailbox", "setup-no-address", &[]);
        }
        typed.done(Some(Self(address)))
    }
}

/// One address and nothing else, as the secretariat's own mailbox has it.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '+');
    !local.is_empty()
        && local.chars().all(plain)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && domain
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-'))
}

impl Fields for Publication {
    fn fields(&self) -> FieldList {
        vec![
            field("names", self.names.as_str()),
            field("public_stance", tick(self.public_stance)),
            field("hide_contacts", tick(self.hide_contacts)),
        ]
    }

    fn parse(mut typed: Typed) -> Result<Self, Vec<FormError>> {
        let names = Names::parse(typed.raw("names"));
        if names.is_none() {
            typed.wrong("names", "setup-no-names", &[]);
        }
        let public_stance = typed.ticked("public_stance");
        let hide_contacts = typed.ticked("hide_contacts");
        typed.done(names.map(|names| Self {
            names,
            public_stance,
            hide_contacts,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_mailbox_and_nothing_else() {
        assert!(is_address("visionsogudviklingsplan@social.rm.dk"));
        for wrong in [
            "",
            "a",
            "a@b",
            "a@b.dk, c@d.dk",
            "A <a@b.dk>",
            "a@b.dk\n",
            "@b.dk",
            "a@.dk",
        ] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
