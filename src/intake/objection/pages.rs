//! The page behind the secret link where a sender objects to publication.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::hearing::pages::HearingHead;
use crate::templates::{Field, FormError, Page};

/// The form, and what was written and decided before.
#[derive(Clone, Debug, Serialize)]
pub struct NewObjection {
    pub hearing: HearingHead,
    pub number: String,
    pub action: String,
    /// The response's own page.
    pub back: String,
    pub errors: Vec<FormError>,
    pub text: Field,
    /// Just received.
    pub received: bool,
    /// Whether a receipt of it goes out by mail.
    pub mailed: bool,
    pub earlier: Vec<Earlier>,
}

/// An objection of before.
#[derive(Clone, Debug, Serialize)]
pub struct Earlier {
    pub at: DateTime<Utc>,
    pub text: String,
    pub outcome: Option<String>,
    pub answer: String,
    pub settled_at: Option<DateTime<Utc>>,
}

impl Page for NewObjection {
    const TEMPLATE: &'static str = "intake/objection";

    fn sample() -> Self {
        Self {
            hearing: HearingHead::sample(),
            number: "K7M2Q-9XWE4".into(),
            action: "/kvittering/K7M2Q-9XWE4/x/indsigelse".into(),
            back: "/kvittering/K7M2Q-9XWE4/x/svar".into(),
            errors: vec![],
            text: Field::default(),
            received: false,
            mailed: true,
            earlier: vec![
                Earlier {
                    at: DateTime::UNIX_EPOCH,
                    text: "Min adresse står i bilaget.".into(),
                    outcome: None,
                    answer: String::new(),
                    settled_at: None,
                },
                Earlier {
                    at: DateTime::UNIX_EPOCH,
                    text: "Jeg vil ikke stå med navn.".into(),
                    outcome: Some("Du har fået medhold".into()),
                    answer: "Vi viser dig som borger.".into(),
                    settled_at: Some(DateTime::UNIX_EPOCH),
                },
            ],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = Self {
            errors: vec![FormError {
                field: "objection".into(),
                text: "Skriv, hvad der ikke må blive offentligt.".into(),
            }],
            text: Field {
                error: Some("Skriv, hvad der ikke må blive offentligt.".into()),
                ..Field::default()
            },
            earlier: vec![],
            ..Self::sample()
        };
        let received = Self {
            received: true,
            ..Self::sample()
        };
        vec![
            ("", Self::sample()),
            ("wrong", wrong),
            ("received", received),
        ]
    }
}
