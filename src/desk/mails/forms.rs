//! The forms on the page of a mail, as they are filled in or as they were typed.

use serde::Serialize;

use crate::desk::answer::field;
use crate::intake::triage::{Promotion, Suggestion, Way};
use crate::intake::{NewRespondent, ReceiptPlan};
use crate::templates::{Choice, Words};

/// What may be done with a mail. A form that is not there is not possible.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Acts {
    pub promote: Option<PromoteForm>,
    pub attach: Option<AttachForm>,
    pub sender: Option<SenderForm>,
    pub moves: Option<MoveForm>,
    /// Nobody has decided about it, and it may stay.
    pub stays: bool,
}

/// Makes it a response.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PromoteForm {
    pub open: bool,
    pub error: Option<String>,
    pub organisation: String,
    pub name: String,
    pub email: String,
    pub categories: Vec<Choice>,
    /// No program could read it: a person types the text.
    pub unread: bool,
    pub text: String,
    pub receipt: bool,
    pub receipt_to: String,
    /// Why no receipt would go by itself.
    pub receipt_note: Option<String>,
}

/// Adds it to a response.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AttachForm {
    pub open: bool,
    pub error: Option<String>,
    pub number: String,
    /// Responses of the same sender.
    pub known: Vec<Choice>,
    pub ways: Vec<Choice>,
    pub receipt: bool,
    pub receipt_to: String,
}

/// Says who it is from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SenderForm {
    pub open: bool,
    pub error: Option<String>,
    pub organisation: String,
    pub name: String,
    pub email: String,
    /// A person has said so; who and when.
    pub set: Option<String>,
}

/// Gives it another place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MoveForm {
    pub open: bool,
    pub error: Option<String>,
    pub targets: Vec<Choice>,
}

impl Acts {
    pub(super) fn sample() -> Self {
        Self {
            promote: Some(PromoteForm {
                organisation: "Snebær".into(),
                categories: vec![Choice::new("1", "A Kommuner", true)],
                unread: true,
                receipt: true,
                receipt_to: "ole@snebaer.example".into(),
                receipt_note: Some("Mailen har ingen returadresse.".into()),
                ..PromoteForm::default()
            }),
            attach: Some(AttachForm {
                known: vec![Choice::new("K7M2Q-9XWE4", "Snebær", false)],
                ways: vec![Choice::new("supplement", "Eftersendt bilag", true)],
                receipt: true,
                ..AttachForm::default()
            }),
            sender: Some(SenderForm {
                set: Some("Angivet af HT".into()),
                ..SenderForm::default()
            }),
            moves: Some(MoveForm {
                targets: vec![Choice::new("spam", "Spam", true)],
                ..MoveForm::default()
            }),
            stays: true,
        }
    }

    /// Each form with something to mend.
    pub(super) fn sample_wrong() -> Self {
        let error = || Some("Skriv, hvem mailen er fra.".to_owned());
        Self {
            promote: Some(PromoteForm {
                open: true,
                error: error(),
                ..PromoteForm::default()
            }),
            attach: Some(AttachForm {
                open: true,
                error: error(),
                ..AttachForm::default()
            }),
            sender: Some(SenderForm {
                open: true,
                error: error(),
                ..SenderForm::default()
            }),
            moves: Some(MoveForm {
                open: true,
                error: error(),
                ..MoveForm::default()
            }),
            stays: false,
        }
    }
}

/// The ways in which a mail belongs to a response.
pub(super) fn ways(words: &Words, chosen: Option<Way>) -> Vec<Choice> {
    let text = |way: Way| match way {
        Way::Supplement => words.text("mail-way-supplement", &[]),
        Way::Correction => words.text("mail-way-correction", &[]),
        Way::Withdrawal => words.text("mail-way-withdrawal", &[]),
        Way::Duplicate => words.text("mail-way-duplicate", &[]),
    };
    let choice = |way: &Way| Choice::new(way.as_str(), &text(*way), Some(*way) == chosen);
    Way::ALL.iter().map(choice).collect()
}

/// Whether a receipt would go by itself, where to, and why not.
pub(super) fn receipt(words: &Words, plan: &ReceiptPlan) -> (bool, String, Option<String>) {
    match plan {
        ReceiptPlan::Mail { to, .. } => (true, to.clone(), None),
        ReceiptPlan::NotPossible { why, to, .. } => {
            let key = format!("untold-{}", why.as_str().replace('_', "-"));
            let to = to.clone().unwrap_or_default();
            (false, to, Some(words.text(&key, &[])))
        }
        ReceiptPlan::None => (false, String::new(), None),
    }
}

impl PromoteForm {
    pub(super) fn suggested(words: &Words, suggestion: &Suggestion, unread: bool) -> Self {
        let (receipt, receipt_to, receipt_note) = receipt(words, &suggestion.receipt);
        let (organisation, name, email) = shown(&suggestion.respondent);
        Self {
            organisation,
            name,
            email,
            unread,
            receipt,
            receipt_to,
            receipt_note,
            ..Self::default()
        }
    }

    /// Puts what was sent over what was filled in.
    pub(super) fn typed(&mut self, fields: &[(String, String)], error: String) {
        let value = |name: &str| field(fields, name).to_owned();
        let category = value("category");
        for one in &mut self.categories {
            one.checked = one.value == category;
        }
        self.open = true;
        self.error = Some(error);
        self.organisation = value("organisation");
        self.name = value("name");
        self.email = value("email");
        self.text = value("text");
        self.receipt = !value("receipt").is_empty();
        self.receipt_to = value("receipt_to");
    }

    pub(super) fn promotion(fields: &[(String, String)]) -> Promotion {
        let value = |name: &str| field(fields, name).trim().to_owned();
        Promotion {
            name: value("name"),
            organisation: value("organisation"),
            email: value("email"),
            category_id: value("category").parse().ok(),
            text: field(fields, "text").replace("\r\n", "\n"),
            receipt_to: receipt_to(fields),
        }
    }
}

/// Where the ticked receipt goes: one that is ticked and has no address is a mistake, told by the address that is none.
pub(super) fn receipt_to(fields: &[(String, String)]) -> Option<String> {
    if field(fields, "receipt").is_empty() {
        return None;
    }
    let to = field(fields, "receipt_to").trim();
    Some(if to.is_empty() { "-" } else { to }.to_owned())
}

/// Organisation, name and address of a respondent.
pub(super) fn shown(who: &NewRespondent) -> (String, String, String) {
    (
        who.organisation.clone().unwrap_or_default(),
        who.name.clone(),
        who.email.clone().unwrap_or_default(),
    )
}

impl AttachForm {
    pub(super) fn typed(&mut self, fields: &[(String, String)], error: String) {
        let way = field(fields, "way");
        for one in &mut self.ways {
            one.checked = one.value == way;
        }
        self.open = true;
        self.error = Some(error);
        self.number = field(fields, "number").to_owned();
        self.receipt = !field(fields, "receipt").is_empty();
        self.receipt_to = field(fields, "receipt_to").to_owned();
    }
}

impl SenderForm {
    pub(super) fn typed(&mut self, fields: &[(String, String)], error: String) {
        self.open = true;
        self.error = Some(error);
        self.organisation = field(fields, "organisation").to_owned();
        self.name = field(fields, "name").to_owned();
        self.email = field(fields, "email").to_owned();
    }
}

impl MoveForm {
    pub(super) fn typed(&mut self, fields: &[(String, String)], error: String) {
        let target = field(fields, "target");
        for one in &mut self.targets {
            one.checked = one.value == target;
        }
        self.open = true;
        self.error = Some(error);
    }
}
