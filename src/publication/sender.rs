//! Who answered, as the public may see it. Organisations by name; private persons by name or without, by the hearing's setting, their own
//! choice and their protection.

use crate::hearing::Names;
use crate::response::{NameChoice, Respondent, Response};

/// A sender in public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sender {
    pub(super) name: String,
    pub(super) on_behalf_of: Option<String>,
    /// At least one of them is a private person.
    pub(super) private: bool,
    /// At least one name is kept back.
    pub(super) hidden: bool,
}

/// Whether a private person's name is kept back. Protection goes before everything else.
pub(super) fn keeps_name_back(names: Names, response: &Response) -> bool {
    response.protected
        || match names {
            Names::Name => false,
            Names::Choice => response.name_choice != NameChoice::Name,
            Names::Anonymous => true,
        }
}

/// How the respondents of a response stand in public. `citizen` is the word for somebody whose name is kept back.
pub(super) fn sender(
    names: Names,
    response: &Response,
    respondents: &[&Respondent],
    citizen: &str,
) -> Sender {
    let back = keeps_name_back(names, response);
    let mut shown: Vec<String> = Vec::new();
    let mut behalf: Vec<String> = Vec::new();
    let (mut private, mut hidden) = (respondents.is_empty(), respondents.is_empty());
    for respondent in respondents {
        let organisation = respondent
            .organisation
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let name = match organisation {
            Some(name) => {
                behalf.extend(respondent.on_behalf_of.clone().filter(|on| !on.is_empty()));
                name
            }
            None => {
                private = true;
                let name = respondent.name.trim();
                if back || name.is_empty() {
                    hidden = true;
                    citizen
                } else {
                    name
                }
            }
        };
        if !shown.iter().any(|other| other == name) {
            shown.push(name.to_owned());
        }
    }
    if shown.is_empty() {
        shown.push(citizen.to_owned());
    }
    Sender {
        name: shown.join(", "),
        on_behalf_of: (!behalf.is_empty()).then(|| behalf.join(", ")),
        private,
        hidden,
    }
}
