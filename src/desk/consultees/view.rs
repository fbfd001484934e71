//! The page of a consultee.

use serde::Serialize;

use super::list::AnswerLink;
use crate::desk::head::Head;
use crate::desk::history::Done;
use crate::templates::{Choice, Field, Page};

/// The page of a consultee.
#[derive(Clone, Debug, Serialize)]
pub struct ShowConsultee {
    pub head: Head,
    /// Its address; none for a new one.
    pub here: Option<String>,
    pub title: String,
    pub form: ConsulteeForm,
    pub known: Option<Known>,
    pub remove_error: Option<String>,
}

/// The form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ConsulteeForm {
    pub name: Field,
    pub email: Field,
    pub kind: String,
    pub categories: Vec<Choice>,
    pub ways: Vec<Choice>,
}

/// What is known of one that is on the list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Known {
    pub status: String,
    pub returned: bool,
    pub answers: Vec<AnswerLink>,
    pub letters: Vec<LetterView>,
    pub deadlines: Vec<String>,
    pub day: String,
    pub reason: String,
    pub deadline_error: Option<String>,
    pub history: Vec<Done>,
}

/// A letter to it.
#[derive(Clone, Debug, Serialize)]
pub struct LetterView {
    pub text: String,
    pub subject: String,
    pub body: String,
    pub to: String,
    pub failed: bool,
    /// What the other server said.
    pub detail: Option<String>,
    /// Takes the note of a letter by hand back.
    pub remove: Option<String>,
}

impl Page for ShowConsultee {
    const TEMPLATE: &'static str = "desk/consultee";

    fn sample() -> Self {
        let letter = LetterView {
            text: "Invitation kom retur (mail)".into(),
            subject: "Høring: Planen".into(),
            body: "Til Hvidklit Kommune".into(),
            to: "post@hvidklit.example".into(),
            failed: true,
            detail: Some("550 5.1.1 User unknown".into()),
            remove: None,
        };
        let noted = LetterView {
            text: "Invitation sendt 25. august (brev)".into(),
            failed: false,
            detail: None,
            to: String::new(),
            remove: Some("/sekretariat/x/hoeringsparter/note/3/slet".into()),
            ..letter.clone()
        };
        Self {
            head: Head::sample(),
            here: Some("/sekretariat/x/hoeringsparter/1".into()),
            title: "Hvidklit Kommune".into(),
            form: ConsulteeForm {
                name: "Hvidklit Kommune".into(),
                email: "post@hvidklit.example".into(),
                kind: "kommune".into(),
                categories: vec![Choice::new("1", "A Kommuner", true)],
                ways: vec![Choice::new("mail", "Mail", true)],
            },
            known: Some(Known {
                status: "Brevet kom retur".into(),
                returned: true,
                answers: vec![AnswerLink {
                    href: "/sekretariat/x/svar/K7M2Q-9XWE4".into(),
                    how: "Selv".into(),
                    proposed: true,
                }],
                letters: vec![letter, noted],
                deadlines: vec!["Hvidklit Kommune har frist til 25. oktober".into()],
                day: "2023-10-25".into(),
                reason: "Byrådet mødes først den 24.".into(),
                deadline_error: Some("Skriv en begrundelse.".into()),
                history: vec![],
            }),
            remove_error: Some("Den kan ikke fjernes.".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let wrong = |text: &str| Field {
            value: "x".into(),
            error: Some(text.into()),
        };
        let mut new = Self::sample();
        new.here = None;
        new.known = None;
        new.remove_error = None;
        new.form.name = wrong("Skriv et navn.");
        new.form.email = wrong("Det er ikke en mailadresse.");
        let mut reader = Self::sample();
        reader.head.may_edit = false;
        reader.remove_error = None;
        if let Some(known) = &mut reader.known {
            *known = Known {
                status: "Har ikke svaret".into(),
                ..Known::default()
            };
        }
        vec![("", Self::sample()), ("new", new), ("reader", reader)]
    }
}
