//! The kinds of mail.

use serde::{Deserialize, Serialize};

/// The kind of a mail, as `mail explain` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Response,
    Correction,
    Supplement,
    Withdrawal,
    Enquiry,
    Duplicate,
    AutoReply,
    Bounce,
    Bulk,
    ReadReceipt,
    Calendar,
    Malware,
    Unreadable,
}

impl Kind {
    /// Whether only machines wrote it: kept apart, one click to promote.
    #[must_use]
    pub fn is_machine(self) -> bool {
        matches!(
            self,
            Self::AutoReply | Self::Bounce | Self::Bulk | Self::ReadReceipt | Self::Calendar
        )
    }
}
