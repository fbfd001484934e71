//! The page of the objections.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::desk::head::Head;
use crate::templates::{Choice, Page};

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct ListObjections {
    pub head: Head,
    pub outcomes: Vec<Choice>,
    pub objections: Vec<ObjectionView>,
}

/// One objection.
#[derive(Clone, Debug, Serialize)]
pub struct ObjectionView {
    pub id: i64,
    pub title: String,
    /// The response; none while nobody knows which it is.
    pub href: Option<String>,
    pub at: DateTime<Utc>,
    pub text: String,
    /// Number, who it is and how to reach them: of one that came on the page of the hearing.
    pub who: Vec<String>,
    pub checked: bool,
    /// What was typed of the response, where staff may say which one it is; none for one behind a response's link.
    pub about: Option<String>,
    pub about_error: Option<String>,
    /// "Svar senest 12. december 2023"
    pub due: String,
    /// "5 dage tilbage"
    pub left: String,
    pub overdue: bool,
    /// "Medhold, 3. november 2023"
    pub settled: Option<String>,
    pub otherwise: bool,
    pub answer: String,
    pub error: Option<String>,
    /// What was typed and not taken.
    pub typed: String,
    /// Whether whoever objects can be told from here; and where, on the page of the hearing.
    pub mailable: bool,
    pub email: String,
    /// Mails that did not arrive.
    pub failed: Vec<FailedLetter>,
}

/// A mail that did not arrive.
#[derive(Clone, Debug, Serialize)]
pub struct FailedLetter {
    pub id: i64,
    pub text: String,
}

impl Page for ListObjections {
    const TEMPLATE: &'static str = "desk/objections";

    fn sample() -> Self {
        let one = |id, settled: Option<&str>, error: Option<&str>| ObjectionView {
            id,
            title: "Indsigelse mod svaret fra Ole Snebær".into(),
            href: Some("/sekretariat/x/svar/K7M2Q-9XWE4".into()),
            at: DateTime::UNIX_EPOCH,
            text: "Min adresse står i bilaget.".into(),
            settled: settled.map(str::to_owned),
            answer: "Vi har skjult adressen.".into(),
            error: error.map(str::to_owned),
            typed: String::new(),
            who: vec![],
            checked: false,
            about: None,
            about_error: None,
            due: "Svar senest 12. december 2023".into(),
            left: "5 dage tilbage".into(),
            overdue: false,
            otherwise: false,
            mailable: true,
            email: String::new(),
            failed: vec![],
        };
        let third = ObjectionView {
            title: "Indsigelse fra Mette Holm".into(),
            href: None,
            who: vec![
                "Sag K7M2Q-9XWE4".into(),
                "Mette Holm: Jeg er nævnt i svaret".into(),
            ],
            checked: true,
            about: Some("Svaret om busserne".into()),
            about_error: Some("Vi kan ikke finde svaret i denne høring.".into()),
            overdue: true,
            email: "mette@postfuglen.example".into(),
            failed: vec![FailedLetter {
                id: 1,
                text: "Mailen til mette@postfuglen.example kom ikke frem.".into(),
            }],
            ..one(4, None, None)
        };
        let unreachable = ObjectionView {
            mailable: false,
            email: String::new(),
            about_error: None,
            failed: vec![],
            id: 5,
            ..third.clone()
        };
        Self {
            head: Head::sample(),
            outcomes: vec![Choice::new("upheld", "Medhold", false)],
            objections: vec![
                one(1, None, None),
                one(2, None, Some("Skriv en begrundelse.")),
                third,
                unreachable,
                ObjectionView {
                    otherwise: true,
                    ..one(3, Some("Medhold, 3. november 2023"), None)
                },
            ],
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            objections: vec![],
            ..Self::sample()
        };
        vec![("", Self::sample()), ("none", none)]
    }
}
