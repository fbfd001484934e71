//! MeMo, the format of messages in Digital Post (versions 1.1 and 1.2): one XML file holds a message and its files.
//!
//! It is made into the tree of parts of a mail, so that everything behind reads it like one. Elements are known by their local names, since
//! systems differ in prefixes. There are no entities but XML's own five and no document type; depth and number of files are bounded.
//!
//! The number by which Digital Post knows a sender stays in the raw file: nothing that is derived has it.

use chrono::DateTime;
use quick_xml::events::Event;
use quick_xml::{Error, Reader};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::address::Address;
use super::classify::classify;
use super::kind::Kind;
use super::params::Structured;
use super::parse::{ReadMail, Role, fill, sha256};
use super::transfer::base64;
use super::tree::{Budget, MAX_PARTS, Part};
use super::warning::{Code, Warning};
use crate::text::{charset, reference};

/// How deep elements may nest; a message of the schema is 9 deep, in an envelope a few more.
const MAX_DEPTH: usize = 40;
/// How much of a file is looked at to tell whether it is a MeMo.
const HEAD_BYTES: usize = 4096;

/// What Digital Post knows the sender as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// By CPR number.
    Person,
    /// By CVR number.
    Organisation,
    Unknown,
}

/// The sender of a message, beside the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poster {
    pub identity: Identity,
    /// Whom an organisation names for questions.
    pub contact: Option<String>,
}

/// Whether this is a MeMo, or an XML file that should be one, and no mail: a mail does not begin with `<`.
pub(super) fn is_memo(raw: &[u8]) -> bool {
    let marked = raw.starts_with(&[0xFF, 0xFE]) || raw.starts_with(&[0xFE, 0xFF]);
    let start = raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw);
    if !marked && start.trim_ascii_start().first() != Some(&b'<') {
        return false;
    }
    let head = raw.get(..HEAD_BYTES).unwrap_or(raw);
    let head = charset::decode(head, None).text.to_lowercase();
    head.trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with("<?xml")
        || head.contains("digitalpost.dk/memo")
}

/// Whether the end of a file is the end of a message.
pub(super) fn is_whole(tail: &[u8]) -> bool {
    tail.trim_ascii_end().ends_with(b"Message>")
}

/// Reads a message; one that is damaged is unreadable, with the reason.
pub(super) fn read(raw: &[u8], budget: &mut Budget) -> ReadMail {
    let text = charset::decode(raw, declared(raw).as_deref()).text;
    match parse(text.trim_start_matches('\u{FEFF}')) {
        Ok(message) => message.into_mail(budget),
        Err(code) => ReadMail {
            kind: Kind::Unreadable,
            warnings: vec![code.into()],
            content_hash: sha256(raw),
            ..ReadMail::default()
        },
    }
}

/// The character set that the XML declaration names.
fn declared(raw: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(raw.get(..200).unwrap_or(raw)).into_owned();
    let declaration = head.split("?>").next()?;
    let value = declaration.split_once("encoding=")?.1;
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

/// What a message says, as far as it matters here.
#[derive(Debug, Default)]
struct Message {
    uuid: String,
    label: String,
    notification: String,
    id_type: String,
    sender: String,
    person: String,
    email: String,
    answers: Vec<String>,
    created: String,
    files: Vec<File>,
    too_many: bool,
    faults: Vec<Code>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Document {
    Main,
    #[default]
    Additional,
    /// Data for programs.
    Technical,
}

#[derive(Debug, Default)]
struct File {
    document: Document,
    format: String,
    name: String,
    bytes: Vec<u8>,
}

fn parse(xml: &str) -> Result<Message, Code> {
    let mut reader = Reader::from_str(xml);
    let mut message = Message::default();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut found = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                if path.len() >= MAX_DEPTH {
                    return Err(Code::MemoBroken);
                }
                path.push(local(tag.name().into_inner()).to_owned());
                text.clear();
                found |= path.last().is_some_and(|name| name == "Message");
                message.begin(&path);
            }
            Ok(Event::End(_)) => {
                message.set(&path, std::mem::take(&mut text));
                path.pop();
            }
            Ok(Event::Text(piece)) => text.push_str(&piece.xml10_content()),
            Ok(Event::CData(piece)) => text.push_str(&piece.xml10_content()),
            Ok(Event::GeneralRef(name)) => text.push_str(&reference(&name)),
            Ok(Event::DocType(_)) => return Err(Code::MemoBroken),
            Ok(Event::Eof) if !path.is_empty() => return Err(Code::MemoCutOff),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(Error::Syntax(_)) => return Err(Code::MemoCutOff),
            Err(_) => return Err(Code::MemoBroken),
        }
    }
    if found {
        Ok(message)
    } else {
        Err(Code::MemoForeign)
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl Message {
    fn begin(&mut self, path: &[String]) {
        if path.last().is_none_or(|name| name != "File") {
            return;
        }
        let within = |name: &str| path.iter().any(|one| one == name);
        if self.files.len() >= MAX_PARTS {
            self.too_many = true;
        } else {
            self.files.push(File {
                document: if within("MainDocument") {
                    Document::Main
                } else if within("TechnicalDocument") {
                    Document::Technical
                } else {
                    Document::Additional
                },
                ..File::default()
            });
        }
    }

    /// Takes the text of an element that has just ended.
    fn set(&mut self, path: &[String], text: String) {
        let mut names = path.iter().rev().map(String::as_str);
        let (name, parent) = (
            names.next().unwrap_or_default(),
            names.next().unwrap_or_default(),
        );
        let of_sender = path.iter().any(|one| one == "Sender");
        let line = || {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .replace(char::is_control, "")
        };
        match (parent, name) {
            ("MessageHeader", "messageUUID") => self.uuid = line().to_lowercase(),
            ("MessageHeader", "label") => self.label = line(),
            ("MessageHeader", "notification") => self.notification = text,
            ("Sender", "idType") => self.id_type = line().to_uppercase(),
            ("Sender", "label") => self.sender = line(),
            ("AttentionPerson", "label") if of_sender => self.person = line(),
            ("EMail", "emailAddress") if of_sender => self.email = line(),
            ("ReplyData", "messageUUID") => self.answers.push(line().to_lowercase()),
            ("MessageBody", "createdDateTime") => self.created = line(),
            ("File", _) if !self.too_many => self.set_file(name, line, &text),
            _ => {}
        }
    }

    fn set_file(&mut self, name: &str, line: impl Fn() -> String, text: &str) {
        let Some(file) = self.files.last_mut() else {
            return;
        };
        match name {
            "encodingFormat" => file.format = line().to_lowercase(),
            "filename" => file.name = line(),
            "content" => {
                let (bytes, fault) = base64(text.as_bytes());
                file.bytes = bytes;
                self.faults.extend(fault);
            }
            _ => {}
        }
    }

    fn into_mail(mut self, budget: &mut Budget) -> ReadMail {
        let identity = match self.id_type.as_str() {
            "CPR" => Identity::Person,
            "CVR" => Identity::Organisation,
            _ => Identity::Unknown,
        };
        let mut mail = ReadMail {
            from: (!self.sender.is_empty()).then(|| Address {
                name: Some(self.sender.clone()),
                address: String::new(),
            }),
            reply_to: address(&self.person, &self.email),
            subject: Some(std::mem::take(&mut self.label)).filter(|label| !label.is_empty()),
            message_id: id(&self.uuid),
            in_reply_to: self.answers.last().and_then(|uuid| id(uuid)),
            references: self.answers.iter().filter_map(|uuid| id(uuid)).collect(),
            claimed_at: DateTime::parse_from_rfc3339(&self.created).ok(),
            digital_post: Some(Poster {
                identity,
                contact: Some(self.person.clone()).filter(|name| !name.is_empty()),
            }),
            ..ReadMail::default()
        };
        let wrong = [
            (identity == Identity::Person, Code::SenderByCpr),
            (mail.from.is_none(), Code::SenderUnknown),
            (mail.claimed_at.is_none(), Code::NoDate),
            (self.too_many, Code::TooManyParts),
        ];
        let wrong = wrong
            .into_iter()
            .filter_map(|(is, code)| is.then_some(code));
        mail.warnings = wrong.chain(self.faults).map(Warning::from).collect();
        let mut roles = Vec::new();
        let mut part = Part::default();
        part.kind.value = "multipart/mixed".into();
        if self.files.is_empty() && !self.notification.is_empty() {
            // A message of the kind NemSMS has no body.
            part.children
                .push(text_part("text/plain", self.notification.into_bytes()));
        }
        for file in self.files {
            budget.parts += 1;
            if let Some(text) = file.as_text() {
                part.children.push(text);
                continue;
            }
            roles.push(file.document);
            part.children.push(file.into_part());
        }
        if part.children.is_empty() {
            mail.kind = Kind::Unreadable;
            mail.warnings.push(Code::MemoEmpty.into());
        } else {
            fill(&mut mail, &part, 0, budget);
            assign(&mut mail, &roles);
            mail.kind = classify(&mail);
        }
        mail.content_hash = content_hash(&self.uuid, &mail);
        mail.warnings.dedup();
        mail
    }
}

impl File {
    /// What a person wrote in Digital Post itself.
    fn as_text(&self) -> Option<Part> {
        let text = matches!(self.format.as_str(), "text/plain" | "text/html");
        (text && self.document == Document::Main)
            .then(|| text_part(&self.format, self.bytes.clone()))
    }

    fn into_part(self) -> Part {
        Part {
            kind: Structured {
                value: self.format,
                params: Vec::new(),
            },
            disposition: Structured {
                value: "attachment".into(),
                params: vec![("filename".into(), self.name)],
            },
            bytes: self.bytes.into(),
            ..Part::default()
        }
    }
}

fn text_part(media: &str, bytes: Vec<u8>) -> Part {
    Part {
        kind: Structured {
            value: media.to_owned(),
            params: vec![("charset".into(), "utf-8".into())],
        },
        bytes: bytes.into(),
        ..Part::default()
    }
}

/// The message's own words on its documents go before what their names look like.
fn assign(mail: &mut ReadMail, documents: &[Document]) {
    for (file, document) in mail.attachments.iter_mut().zip(documents) {
        match document {
            _ if file.role == Role::Signaturbevis => {}
            Document::Main => file.role = Role::Letter,
            Document::Technical => file.role = Role::Other,
            Document::Additional => {}
        }
    }
}

fn address(person: &str, email: &str) -> Vec<Address> {
    let name = Some(person.to_owned()).filter(|name| !name.is_empty());
    let address = email.to_owned();
    (!email.is_empty())
        .then_some(Address { name, address })
        .into_iter()
        .collect()
}

fn id(uuid: &str) -> Option<String> {
    (!uuid.is_empty()).then(|| format!("memo:{uuid}"))
}

/// Equal for the same message delivered twice. That two people send the same words in the same second is no proof of that.
fn content_hash(uuid: &str, mail: &ReadMail) -> String {
    let mut hash = Sha256::new();
    let subject = mail.subject.as_deref().unwrap_or_default();
    for field in [uuid, subject, &mail.text] {
        hash.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(field.as_bytes());
    }
    for file in &mail.attachments {
        hash.update(file.sha256.as_bytes());
    }
    hex::encode(hash.finalize())
}
