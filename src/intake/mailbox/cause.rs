//! Why a mail has its place, as codes that the pages have words for. What was wrong with the mail itself ([`Code`]) may be the cause too.

use super::ledger::Place;
use super::parse::ReadMail;
use super::warning::{Code, Warning};
use crate::text_enum;

text_enum! {
    /// Why a mail has its place.
    pub enum Cause {
        /// A mail that this service sent has come back to it.
        OwnMail = "own_mail",
        /// The server had put it with the junk.
        JunkFolder = "junk_folder",
        Malware = "malware",
        /// It came to a mailbox of several hearings and names none of them.
        NoHearing = "no_hearing",
        /// It names several hearings.
        SeveralHearings = "several_hearings",
        /// It withdraws something, and it is not clear what.
        WithdrawsUnclear = "withdraws_unclear",
        NoText = "no_text",
        /// The reading stopped each time it was tried.
        ReadingFailed = "reading_failed",
    }
}

impl Cause {
    /// The key of its words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::OwnMail => "mail-cause-own-mail",
            Self::JunkFolder => "mail-cause-junk-folder",
            Self::Malware => "mail-cause-malware",
            Self::NoHearing => "mail-cause-no-hearing",
            Self::SeveralHearings => "mail-cause-several-hearings",
            Self::WithdrawsUnclear => "mail-cause-withdraws-unclear",
            Self::NoText => "mail-cause-no-text",
            Self::ReadingFailed => "mail-cause-reading-failed",
        }
    }
}

/// Why a mail cannot be read, as a code: what says most of its warnings, else that no text could be had.
#[must_use]
pub(super) fn unreadable(read: &ReadMail) -> &'static str {
    let says = |warning: &&Warning| {
        matches!(
            warning.code,
            Code::TooLarge
                | Code::TookTooLong
                | Code::Encrypted
                | Code::MemoBroken
                | Code::MemoCutOff
                | Code::MemoEmpty
                | Code::MemoForeign
        )
    };
    let found = read.warnings.iter().find(says);
    found.map_or(Cause::NoText.as_str(), |warning| warning.code.as_str())
}

/// The key of the words for why a mail has its place: those of its code, else those of the place and its kind; none where the place says
/// all.
#[must_use]
pub fn words_for(place: Place, code: Option<&str>, kind: Option<&str>) -> Option<&'static str> {
    let by_code = code.and_then(|code| {
        let cause = Cause::parse(code).map(Cause::words);
        cause.or_else(|| Code::of(code).map(Code::words))
    });
    by_code.or(match (place, kind.unwrap_or_default()) {
        (Place::Machine, "auto_reply") => Some("mail-cause-auto-reply"),
        (Place::Machine, "bounce") => Some("mail-cause-bounce"),
        (Place::Machine, "bulk") => Some("mail-cause-bulk"),
        (Place::Machine, "read_receipt") => Some("mail-cause-read-receipt"),
        (Place::Machine, "calendar") => Some("mail-cause-calendar"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_has_words_of_its_own_or_those_of_the_warning_or_of_the_kind() {
        let words = |place, code, kind| words_for(place, code, kind);
        assert_eq!(
            words(Place::Unmatched, Some("no_hearing"), Some("response")),
            Some("mail-cause-no-hearing")
        );
        assert_eq!(
            words(Place::Unreadable, Some("too_large"), None),
            Some("mail-warning-too-large")
        );
        assert_eq!(
            words(Place::Machine, None, Some("bounce")),
            Some("mail-cause-bounce")
        );
        assert_eq!(words(Place::Spam, None, Some("response")), None);
        assert_eq!(words(Place::Spam, Some("said otherwise"), None), None);
    }
}
