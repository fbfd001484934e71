//! What was typed, and what it means when it is right.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lettre::Address;
use serde::{Deserialize, Serialize};

use crate::config::Limits;
use crate::hearing::Category;
use crate::intake::NewRespondent;
use crate::response::{Content, NameChoice, Standing};

/// The fields of the form, as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Fields {
    pub name: String,
    pub organisation: String,
    pub kind: String,
    pub email: String,
    pub body: String,
    pub no_remarks: bool,
    pub provisional: bool,
    pub provisional_body: String,
    pub provisional_on: String,
    /// `name` or `citizen`.
    pub name_choice: String,
    pub protected: bool,
    pub consent: bool,
    /// The trap: people do not see it.
    pub homepage: String,
    /// The response that this is a new version of. Never read from a form.
    pub corrects: Option<i64>,
}

/// What is wrong with a field; each has a message of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    KindMissing,
    NameMissing,
    EmailWrong,
    Empty,
    TooLong,
    DateWrong,
    ConsentMissing,
}

/// A form that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valid {
    pub respondent: NewRespondent,
    pub category_id: i64,
    pub private: bool,
    pub content: Content,
    pub standing: Standing,
    pub standing_body: Option<String>,
    pub standing_expected_on: Option<NaiveDate>,
    pub text: String,
    pub name_choice: NameChoice,
    pub protected: bool,
}

impl Fields {
    /// The fields of a form as the browser sent them. Unknown names are passed over.
    #[must_use]
    pub fn of(pairs: &[(String, String)]) -> Self {
        let by_name: BTreeMap<&str, &str> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let text = |name: &str| by_name.get(name).copied().unwrap_or_default().to_owned();
        let line = |name: &str| {
            crate::text::normalize(&text(name))
                .replace('\n', " ")
                .trim()
                .to_owned()
        };
        let ticked = |name: &str| matches!(by_name.get(name).copied(), Some("true" | "on" | "1"));
        Self {
            name: line("name"),
            organisation: line("organisation"),
            kind: line("kind"),
            email: line("email"),
            body: crate::text::normalize(&text("body"))
                .replace('\0', "")
                .trim()
                .to_owned(),
            no_remarks: ticked("no_remarks"),
            provisional: ticked("provisional"),
            provisional_body: line("provisional_body"),
            provisional_on: line("provisional_on"),
            name_choice: line("name_choice"),
            protected: ticked("protected"),
            consent: ticked("consent"),
            homepage: line("homepage"),
            corrects: None,
        }
    }

    /// Everything that is wrong, in the order of the form, or the form as it can be sent.
    pub fn check(
        &self,
        categories: &[Category],
        files: usize,
        limits: &Limits,
    ) -> Result<Valid, Vec<(&'static str, Fault)>> {
        let mut faults = Vec::new();
        let category = categories
            .iter()
            .find(|category| category.kinds.contains(&self.kind));
        if category.is_none() {
            faults.push(("kind", Fault::KindMissing));
        }
        if self.name.is_empty() && self.organisation.is_empty() {
            faults.push(("name", Fault::NameMissing));
        }
        if !self.email.is_empty() && self.email.parse::<Address>().is_err() {
            faults.push(("email", Fault::EmailWrong));
        }
        if self.body.is_empty() && files == 0 && !self.no_remarks {
            faults.push(("body", Fault::Empty));
        }
        if self.body.chars().count() > limits.form_characters {
            faults.push(("body", Fault::TooLong));
        }
        let expected_on = match (self.provisional, self.provisional_on.as_str()) {
            (false, _) | (true, "") => None,
            (true, text) => match text.parse() {
                Ok(day) => Some(day),
                Err(_) => {
                    faults.push(("provisional_on", Fault::DateWrong));
                    None
                }
            },
        };
        if !self.consent {
            faults.push(("consent", Fault::ConsentMissing));
        }
        match category {
            Some(category) if faults.is_empty() => Ok(self.valid(category, expected_on, files)),
            _ => Err(faults),
        }
    }

    fn valid(
        &self,
        category: &Category,
        standing_expected_on: Option<NaiveDate>,
        files: usize,
    ) -> Valid {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let silent = self.no_remarks && self.body.is_empty() && files == 0;
        Valid {
            respondent: NewRespondent {
                name: self.name.clone(),
                organisation: some(&self.organisation),
                on_behalf_of: None,
                kind: self.kind.clone(),
                email: some(&self.email),
                consultee_id: None,
            },
            category_id: category.id,
            private: category.private_persons && self.organisation.is_empty(),
            content: if silent {
                Content::NoRemarks
            } else {
                Content::Remarks
            },
            standing: if self.provisional {
                Standing::Provisional
            } else {
                Standing::Final
            },
            standing_body: some(&self.provisional_body).filter(|_| self.provisional),
            standing_expected_on,
            text: self.body.clone(),
            name_choice: if self.name_choice == "citizen" {
                NameChoice::Citizen
            } else {
                NameChoice::Name
            },
            protected: self.protected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories() -> Vec<Category> {
        vec![Category {
            id: 7,
            letter: "G".into(),
            name: "G".into(),
            kinds: vec!["borger".into()],
            private_persons: true,
            position: 0,
        }]
    }

    fn limits() -> Limits {
        crate::config::Config::defaults().unwrap().limits
    }

    fn typed() -> Fields {
        Fields {
            name: "Ida".into(),
            kind: "borger".into(),
            body: "Godt.".into(),
            consent: true,
            ..Fields::default()
        }
    }

    #[test]
    fn an_empty_form_says_everything_that_is_missing_in_the_order_of_the_form() {
        let faults = Fields::default()
            .check(&categories(), 0, &limits())
            .unwrap_err();
        let expected = [
            ("kind", Fault::KindMissing),
            ("name", Fault::NameMissing),
            ("body", Fault::Empty),
            ("consent", Fault::ConsentMissing),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_hundred_thousand_characters_are_right_and_one_more_is_not() {
        let mut fields = typed();
        fields.body = "å".repeat(100_000);
        assert!(fields.check(&categories(), 0, &limits()).is_ok());
        fields.body.push('å');
        assert_eq!(
            fields.check(&categories(), 0, &limits()).unwrap_err(),
            [("body", Fault::TooLong)]
        );
    }

    #[test]
    fn a_wrong_address_is_told_and_none_is_allowed() {
        let mut fields = typed();
        assert!(fields.check(&categories(), 0, &limits()).is_ok());
        fields.email = "ida(at)example".into();
        assert_eq!(
            fields.check(&categories(), 0, &limits()).unwrap_err(),
            [("email", Fault::EmailWrong)]
        );
    }

    #[test]
    fn no_remarks_is_an_answer_and_remarks_beside_it_still_count() {
        let mut fields = typed();
        fields.body.clear();
        fields.no_remarks = true;
        assert_eq!(
            fields.check(&categories(), 0, &limits()).unwrap().content,
            Content::NoRemarks
        );
        fields.body = "Dog én ting.".into();
        assert_eq!(
            fields.check(&categories(), 0, &limits()).unwrap().content,
            Content::Remarks
        );
    }
}
