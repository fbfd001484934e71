//! The page of an enquiry.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::mail_text::Stretch;
use crate::desk::head::Head;
use crate::desk::history::Done;
use crate::templates::{Choice, Field, Page};

/// The page of an enquiry.
#[derive(Clone, Debug, Serialize)]
pub struct ShowEnquiry {
    pub head: Head,
    /// Address of this enquiry.
    pub here: String,
    pub subject: String,
    pub from: String,
    pub arrived_at: DateTime<Utc>,
    pub topics: Vec<Choice>,
    pub proposed: bool,
    pub due: Option<String>,
    pub urgent: bool,
    /// A request for access to documents that waits: what the law says.
    pub access: bool,
    /// How it ended; none while it waits.
    pub ended: Option<String>,
    pub note: String,
    /// When it was answered before it was opened again.
    pub before: Option<String>,
    pub open: bool,
    /// Only thanks: closed by one key.
    pub thanks: bool,
    pub mails: Vec<MailView>,
    pub answers: Vec<AnswerView>,
    /// None for those who may not answer.
    pub reply: Option<Reply>,
    pub ways: Ways,
    pub deadline: Option<DeadlineForm>,
    /// Where its mail can be given another place.
    pub mail_href: String,
    pub history: Vec<Done>,
    /// The next one that waits.
    pub next: Option<String>,
}

/// One mail of it.
#[derive(Clone, Debug, Serialize)]
pub struct MailView {
    pub later: bool,
    pub from: String,
    pub arrived_at: DateTime<Utc>,
    pub stretches: Vec<Stretch>,
    pub files: Vec<String>,
    pub href: String,
}

/// What was sent back.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerView {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub who: String,
    pub state: String,
    pub failed: bool,
    pub why: Option<String>,
    /// Sends it again.
    pub again: Option<String>,
    pub at: DateTime<Utc>,
}

/// The form for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    pub groups: Vec<TemplateGroup>,
    pub to: Field,
    /// Why nothing was filled in as recipient.
    pub no_recipient: Option<String>,
    pub subject: Field,
    pub text: Field,
    pub key: String,
    pub template: String,
    pub mailbox: String,
    pub no_server: bool,
    /// The text promises a later deadline that nobody has given.
    pub not_given: bool,
}

/// The templates of a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TemplateGroup {
    pub label: String,
    pub templates: Vec<Choice>,
}

/// Other ways to end it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ways {
    pub otherwise_error: Option<String>,
    pub otherwise_note: String,
    pub reasons: Vec<Choice>,
    pub close_error: Option<String>,
    pub close_note: String,
}

/// The form for a later deadline, and what was given.
#[derive(Clone, Debug, Serialize)]
pub struct DeadlineForm {
    pub error: Option<String>,
    pub given: Vec<String>,
    pub consultees: Vec<Choice>,
    pub new: bool,
    pub name: String,
    pub day: String,
    pub reason: String,
    pub open: bool,
}

impl Page for ShowEnquiry {
    const TEMPLATE: &'static str = "desk/enquiry";

    #[expect(clippy::too_many_lines, reason = "a sample is data")]
    fn sample() -> Self {
        let stretch = |fold: Option<&str>, text: &str| Stretch {
            fold: fold.map(str::to_owned),
            lines: 2,
            text: text.into(),
        };
        Self {
            head: Head::sample(),
            here: "/sekretariat/x/henvendelser/3".into(),
            subject: "Udsættelse af fristen?".into(),
            from: "Mette Fjeldmark <mette@blaamunke.example>".into(),
            arrived_at: DateTime::UNIX_EPOCH,
            topics: vec![
                Choice::new("question", "Spørgsmål", false),
                Choice::new("deadline", "Senere frist", true),
            ],
            proposed: true,
            due: Some("Ønsker frist til 25. oktober 2023".into()),
            urgent: true,
            access: true,
            ended: None,
            note: String::new(),
            before: Some("Tidligere besvaret af HT".into()),
            open: true,
            thanks: true,
            mails: vec![MailView {
                later: true,
                from: "Mette".into(),
                arrived_at: DateTime::UNIX_EPOCH,
                stretches: vec![
                    stretch(None, "Kan fristen udsættes?"),
                    stretch(Some("quote"), "> Høring"),
                ],
                files: vec!["brev.pdf".into()],
                href: "/sekretariat/x/mails/7".into(),
            }],
            answers: vec![AnswerView {
                to: "mette@blaamunke.example".into(),
                subject: "SV: Udsættelse af fristen?".into(),
                text: "Hej Mette".into(),
                who: "HT".into(),
                state: "Ikke sendt".into(),
                failed: true,
                why: Some("Modtagerens mailserver sagde nej.".into()),
                again: Some("/sekretariat/x/henvendelser/3/svar/1/igen".into()),
                at: DateTime::UNIX_EPOCH,
            }],
            reply: Some(Reply {
                groups: vec![TemplateGroup {
                    label: "Senere frist".into(),
                    templates: vec![Choice::new("later", "I får en senere frist", true)],
                }],
                to: Field::from("mette@blaamunke.example"),
                no_recipient: None,
                subject: Field::from("SV: Udsættelse af fristen?"),
                text: Field::from("Hej Mette"),
                key: "k".into(),
                template: "later".into(),
                mailbox: "hoering@example.dk".into(),
                no_server: true,
                not_given: true,
            }),
            ways: Ways {
                reasons: vec![Choice::new(
                    "no_answer",
                    "Der er ikke noget at svare på",
                    true,
                )],
                ..Ways::default()
            },
            deadline: Some(DeadlineForm {
                error: Some("Skriv en begrundelse.".into()),
                given: vec!["Blåmunke Kommune har frist til 25. oktober".into()],
                consultees: vec![Choice::new("1", "Blåmunke Kommune", true)],
                new: false,
                name: "Blåmunke Kommune".into(),
                day: "2023-10-25".into(),
                reason: String::new(),
                open: true,
            }),
            mail_href: "/sekretariat/x/mails/7".into(),
            history: vec![],
            next: Some("/sekretariat/x/henvendelser/4".into()),
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut wrong = Self::sample();
        if let Some(reply) = &mut wrong.reply {
            let field = |error: &str| Field {
                value: String::new(),
                error: Some(error.into()),
            };
            reply.to = field("Det er ikke en mailadresse.");
            reply.subject = field("Skriv et emne.");
            reply.text = field("Skriv et svar.");
            reply.no_recipient = Some("Mailen har ingen adresse.".into());
        }
        wrong.ways.otherwise_error = Some("Skriv, hvordan.".into());
        wrong.ways.close_error = Some("Skriv, hvorfor.".into());
        let ended = Self {
            ended: Some("Besvaret af HT".into()),
            note: "Ringede tilbage.".into(),
            before: None,
            open: false,
            thanks: false,
            proposed: false,
            due: None,
            access: false,
            urgent: false,
            reply: None,
            deadline: None,
            answers: vec![],
            next: None,
            head: Head {
                may_edit: false,
                ..Head::sample()
            },
            ..Self::sample()
        };
        vec![("", Self::sample()), ("wrong", wrong), ("ended", ended)]
    }
}
