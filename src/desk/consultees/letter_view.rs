//! The page of a kind of letter: how it is worded, and who gets it.

use serde::Serialize;

use crate::desk::head::Head;
use crate::templates::{Choice, Page};

/// The page of a kind of letter.
#[derive(Clone, Debug, Serialize)]
pub struct WriteLetters {
    pub head: Head,
    pub here: String,
    pub reminder: bool,
    pub subject: String,
    pub text: String,
    /// The hearing's own wording.
    pub own: bool,
    pub signs: Vec<String>,
    pub error: Option<String>,
    /// As the first who gets one reads it.
    pub preview: Preview,
    pub by_mail: Vec<Recipient>,
    pub by_hand: Vec<Recipient>,
    pub already: usize,
    pub answered: usize,
    pub uninvited: usize,
    pub late: usize,
    /// They may have answered: somebody must say who is who first.
    pub held: Vec<String>,
    pub ways: Vec<Choice>,
    pub day: String,
    pub hand_error: Option<String>,
    pub mailbox: String,
    /// The common deadline has passed.
    pub closed: bool,
    pub no_server: bool,
}

/// A letter as it is read.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Preview {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Who gets one.
#[derive(Clone, Debug, Serialize)]
pub struct Recipient {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub way: String,
    pub checked: bool,
}

impl Page for WriteLetters {
    const TEMPLATE: &'static str = "desk/letters";

    fn sample() -> Self {
        let one = Recipient {
            id: 1,
            name: "Hvidklit Kommune".into(),
            email: "post@hvidklit.example".into(),
            way: "Mail".into(),
            checked: true,
        };
        let by_hand = Recipient {
            id: 2,
            name: "Fjordhøj Kommune".into(),
            email: String::new(),
            way: "Digital Post".into(),
            checked: false,
        };
        Self {
            head: Head::sample(),
            here: "/sekretariat/x/hoeringsparter/brev/invitation".into(),
            reminder: false,
            subject: "Høring: {titel}".into(),
            text: "Til {navn}".into(),
            own: true,
            signs: vec!["{titel}".into(), "{navn}".into()],
            error: None,
            preview: Preview {
                to: "Hvidklit Kommune".into(),
                subject: "Høring: Planen".into(),
                text: "Til Hvidklit Kommune".into(),
            },
            by_mail: vec![one],
            by_hand: vec![by_hand],
            already: 3,
            answered: 2,
            uninvited: 0,
            late: 0,
            held: vec![],
            ways: vec![Choice::new("digital_post", "Digital Post", true)],
            day: "2023-08-25".into(),
            hand_error: None,
            mailbox: "hoering@example.dk".into(),
            closed: true,
            no_server: true,
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let reminder = Self {
            reminder: true,
            own: false,
            uninvited: 4,
            late: 1,
            held: vec!["Blåmunke Kommune".into()],
            closed: false,
            no_server: false,
            error: Some("Teksten har {nvan}.".into()),
            hand_error: Some("Vælg mindst én.".into()),
            ..Self::sample()
        };
        let none = Self {
            by_mail: vec![],
            by_hand: vec![],
            already: 0,
            answered: 0,
            preview: Preview::default(),
            ..Self::sample()
        };
        vec![("", Self::sample()), ("reminder", reminder), ("none", none)]
    }
}
