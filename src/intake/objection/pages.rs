//! The pages where somebody objects to publication: behind the secret link of a response, and on the page of a hearing.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::hearing::pages::HearingHead;
use crate::templates::{Audience, Choice, Field, FormError, Link, Page};

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

/// The form for everybody. Names of its fields: `csrf`, `key` (when the page was made), `about`, `objector`, `name`, `email`, `contact`,
/// `why`, and `homepage`, which people do not see and must stay empty.
#[derive(Clone, Debug, Serialize)]
pub struct NewCase {
    pub hearing: HearingHead,
    pub action: String,
    pub key: String,
    pub errors: Vec<FormError>,
    pub about: Field,
    pub objectors: Vec<Choice>,
    pub objector_error: Option<String>,
    pub name: Field,
    pub email: Field,
    pub contact: Field,
    pub why: Field,
    /// Days within which somebody answers.
    pub days: u32,
}

impl Page for NewCase {
    const TEMPLATE: &'static str = "intake/objection_case";
    const AUDIENCE: Audience = Audience::Form;

    fn sample() -> Self {
        Self {
            hearing: HearingHead::sample(),
            action: "/hoeringer/x/indsigelse".into(),
            key: "1.x".into(),
            errors: vec![],
            about: "A4".into(),
            objectors: vec![
                Choice::new("named", "Jeg er nævnt i svaret", true),
                Choice::new("respondent", "Jeg har skrevet svaret", false),
            ],
            objector_error: None,
            name: Field::default(),
            email: Field::default(),
            contact: Field::default(),
            why: Field::default(),
            days: 30,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = |text: &str| Field {
            value: String::new(),
            error: Some(text.into()),
        };
        let errors = Self {
            errors: vec![FormError {
                field: "why".into(),
                text: "Skriv, hvad der ikke må blive offentligt, og hvorfor.".into(),
            }],
            objector_error: Some("Vælg, hvem du er.".into()),
            name: wrong("Skriv dit navn."),
            about: wrong("Vi kan ikke finde svaret."),
            email: wrong("Skriv en e-mailadresse."),
            contact: wrong("Skriv, hvordan vi kan få fat i dig."),
            why: wrong("Skriv, hvad der ikke må blive offentligt, og hvorfor."),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("errors", errors)]
    }
}

/// What became of a case, behind its link.
#[derive(Clone, Debug, Serialize)]
pub struct ShowCase {
    pub hearing: HearingHead,
    pub number: String,
    /// Just received.
    pub received: bool,
    /// Whether a receipt of it goes out by mail.
    pub mailed: bool,
    pub about: String,
    /// "12. december 2023"
    pub due: String,
    pub case: Earlier,
    /// The answer was given by letter or telephone.
    pub otherwise: bool,
}

impl Page for ShowCase {
    const TEMPLATE: &'static str = "intake/objection_shown";

    fn sample() -> Self {
        Self {
            hearing: HearingHead::sample(),
            number: "K7M2Q-9XWE4".into(),
            received: true,
            mailed: true,
            about: "A4".into(),
            due: "12. december 2023".into(),
            case: Earlier {
                at: DateTime::UNIX_EPOCH,
                text: "Min adresse står i svaret.".into(),
                outcome: None,
                answer: String::new(),
                settled_at: None,
            },
            otherwise: false,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let decided = Self {
            received: false,
            case: Earlier {
                outcome: Some("Du har fået medhold".into()),
                answer: "Vi har skjult adressen.".into(),
                settled_at: Some(DateTime::UNIX_EPOCH),
                ..Self::sample().case
            },
            otherwise: true,
            ..Self::sample()
        };
        vec![("", Self::sample()), ("decided", decided)]
    }
}

/// In which hearing something must not be public.
#[derive(Clone, Debug, Serialize)]
pub struct ChooseHearing {
    pub hearings: Vec<Link>,
}

impl Page for ChooseHearing {
    const TEMPLATE: &'static str = "intake/objection_where";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        Self {
            hearings: vec![Link {
                text: "Visions- og udviklingsplan".into(),
                href: "/hoeringer/x/indsigelse".into(),
                current: false,
                more: false,
            }],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", Self::sample()), ("none", Self { hearings: vec![] })]
    }
}
