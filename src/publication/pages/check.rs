//! *Kontrollér en kvittering*.

use serde::Serialize;

use super::ReleaseHead;
use crate::hearing::pages::HearingHead;
use crate::templates::{Audience, Field, Page};

/// A receipt to be looked for in the compilation. The browser computes all of it; without JavaScript the form is sent as
/// `multipart/form-data`, with the fields `csrf`, `receipt` (pasted) and `file`.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReceipt {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    pub action: String,
    pub receipt: Field,
    /// The hearing's slug, which a receipt names.
    pub slug: String,
    /// Where the browser fetches what it computes from.
    pub proof_href: String,
    pub data_href: String,
    pub key_href: String,
    pub key_id: String,
    /// Every step with what it came to.
    pub steps: Vec<Step>,
    /// Every answer; one is chosen when there is one.
    pub answers: Vec<Answer>,
    pub answered: bool,
    /// The reference that the answer names.
    pub reference: String,
    pub reference_href: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub key: &'static str,
    pub fits: String,
    pub fails: String,
    pub shows_fits: bool,
    pub shows_fails: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    pub key: &'static str,
    pub text: String,
    pub chosen: bool,
}

/// The steps in their order.
pub const STEPS: [&str; 5] = ["receipt", "release", "log", "content", "text"];
/// What may have become of a response.
pub const ANSWERS: [&str; 12] = [
    "published",
    "partly",
    "withheld",
    "not_yet_published",
    "superseded",
    "withdrawn",
    "duplicate",
    "not_a_response",
    "merged",
    "absent",
    "changed",
    "wrong",
];

fn sample(answered: bool) -> CheckReceipt {
    CheckReceipt {
        hearing: HearingHead::sample(),
        release: super::sample::release(),
        action: "/h/svar/kontroller".into(),
        receipt: if answered {
            Field {
                value: "{\"version\": 1".into(),
                error: Some("Det er ikke en hel kvittering.".into()),
            }
        } else {
            "".into()
        },
        slug: "h".into(),
        proof_href: "/h/svar/udgave/2/bevis.json".into(),
        data_href: "/h/svar/udgave/2/hoeringssvar.json".into(),
        key_href: "/noegle.json".into(),
        key_id: "5f0c2f1d7a3b9e44".into(),
        steps: STEPS
            .into_iter()
            .map(|key| Step {
                key,
                fits: "Det passer.".into(),
                fails: "Det passer ikke.".into(),
                shows_fits: answered,
                shows_fails: false,
            })
            .collect(),
        answers: ANSWERS
            .into_iter()
            .map(|key| Answer {
                key,
                text: "Svaret er offentliggjort.".into(),
                chosen: answered && key == "published",
            })
            .collect(),
        answered,
        reference: "A3".into(),
        reference_href: "/h/svar/A3".into(),
    }
}

impl Page for CheckReceipt {
    const TEMPLATE: &'static str = "publication/check";
    const AUDIENCE: Audience = Audience::Form;

    fn sample() -> Self {
        sample(false)
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", sample(false)), ("answered", sample(true))]
    }
}
