//! Logging in.

use serde::Serialize;

use crate::templates::{Field, Page, pages};

pages![Login];

/// The form with `email` and `password`; `next` is where to go on to, a path of our own.
#[derive(Clone, Debug, Serialize)]
pub struct Login {
    pub action: String,
    pub next: Option<String>,
    pub email: Field,
    /// The same whether name or password was wrong.
    pub error: Option<String>,
}

impl Page for Login {
    const TEMPLATE: &'static str = "staff/login";

    fn sample() -> Self {
        Self {
            action: "/log-ind".into(),
            next: Some("/sekretariat".into()),
            email: Field::default(),
            error: None,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let error = "Mailadressen og adgangskoden passer ikke sammen.".to_owned();
        let wrong = Self {
            email: "sekretaer@rm.example".into(),
            error: Some(error),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("wrong", wrong)]
    }
}
