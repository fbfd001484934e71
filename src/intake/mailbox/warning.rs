//! What was wrong with a mail, as codes that the desk has words for (`mail-warning-…`), with a detail in no language: names and numbers.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $words:literal;)*) => {
        /// What was wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name),* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it is kept and printed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The key of its words.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words),* }
            }
        }
    };
}

codes! {
    /// The HTML says more than the plain text beside it.
    AlternativesDiffer = "alternatives_differ", "mail-warning-alternatives-differ";
    /// `declared → read as`.
    CharsetRepaired = "charset_repaired", "mail-warning-charset-repaired";
    /// UTF-8 that some program encoded once more.
    DoubleEncoded = "double_encoded", "mail-warning-double-encoded";
    /// Base64 with foreign letters in it.
    DamagedBase64 = "damaged_base64", "mail-warning-damaged-base64";
    DamagedQuotedPrintable = "damaged_quoted_printable", "mail-warning-damaged-quoted-printable";
    Encrypted = "encrypted", "mail-warning-encrypted";
    /// A transfer encoding that no standard knows.
    EncodingUnknown = "encoding_unknown", "mail-warning-encoding-unknown";
    /// A line among the fields that is none, or no blank line under them.
    HeaderDamaged = "header_damaged", "mail-warning-header-damaged";
    /// A field that may stand once stands twice and differs.
    HeaderRepeated = "header_repeated", "mail-warning-header-repeated";
    /// An XML file that is not well-formed, or that has a document type.
    MemoBroken = "memo_broken", "mail-warning-memo-broken";
    /// It ends before the message does.
    MemoCutOff = "memo_cut_off", "mail-warning-memo-cut-off";
    MemoEmpty = "memo_empty", "mail-warning-memo-empty";
    /// An XML file that holds no message.
    MemoForeign = "memo_foreign", "mail-warning-memo-foreign";
    MissingBoundaryEnd = "missing_boundary_end", "mail-warning-missing-boundary-end";
    MultipartWithoutParts = "multipart_without_parts", "mail-warning-multipart-without-parts";
    NoDate = "no_date", "mail-warning-no-date";
    NotBase64 = "not_base64", "mail-warning-not-base64";
    NotUuencode = "not_uuencode", "mail-warning-not-uuencode";
    NulBytes = "nul_bytes", "mail-warning-nul-bytes";
    /// The mail says all in its subject, which is taken as its text.
    OnlySubject = "only_subject", "mail-warning-only-subject";
    ParserFailed = "parser_failed", "mail-warning-parser-failed";
    /// Two other parsers see another mail; the detail has their numbers.
    ParsersDiffer = "parsers_differ", "mail-warning-parsers-differ";
    /// Letters above ASCII in the header without encoding.
    RawHeader = "raw_header", "mail-warning-raw-header";
    ReplacementCharacters = "replacement_characters", "mail-warning-replacement-characters";
    SealedUnknown = "sealed_unknown", "mail-warning-sealed-unknown";
    /// `Authentication-Results` of another host than ours, which anybody can write.
    ForeignAuthentication = "foreign_authentication", "mail-warning-foreign-authentication";
    /// Digital Post knows the sender by CPR number; it stands in the raw file alone.
    SenderByCpr = "sender_by_cpr", "mail-warning-sender-by-cpr";
    /// No usable From.
    SenderUnknown = "sender_unknown", "mail-warning-sender-unknown";
    /// More than one From; the first one counts.
    SeveralSenders = "several_senders", "mail-warning-several-senders";
    TextFromContainer = "text_from_container", "mail-warning-text-from-container";
    TooDeep = "too_deep", "mail-warning-too-deep";
    TooLarge = "too_large", "mail-warning-too-large";
    TooManyParts = "too_many_parts", "mail-warning-too-many-parts";
    TooMuchUnpacked = "too_much_unpacked", "mail-warning-too-much-unpacked";
    /// Reading it took longer than any mail takes.
    TookTooLong = "took_too_long", "mail-warning-took-too-long";
    TruncatedBase64 = "truncated_base64", "mail-warning-truncated-base64";
}

impl Code {
    /// The code that is written so.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|known| known.as_str() == code)
    }

    /// Whether the mail itself came damaged, rather than odd or sealed: a later intact one may replace it.
    #[must_use]
    pub const fn is_damage(self) -> bool {
        !matches!(
            self,
            Self::AlternativesDiffer
                | Self::Encrypted
                | Self::ForeignAuthentication
                | Self::OnlySubject
                | Self::SenderByCpr
                | Self::SeveralSenders
                | Self::TextFromContainer
        )
    }

    /// Whether something of the content may be missing or unread, rather than odd.
    #[must_use]
    pub const fn is_loss(self) -> bool {
        matches!(
            self,
            Self::DamagedBase64
                | Self::DamagedQuotedPrintable
                | Self::Encrypted
                | Self::MissingBoundaryEnd
                | Self::NotBase64
                | Self::NotUuencode
                | Self::ParserFailed
                | Self::ReplacementCharacters
                | Self::SealedUnknown
                | Self::TooDeep
                | Self::TooLarge
                | Self::TooManyParts
                | Self::TooMuchUnpacked
                | Self::TookTooLong
                | Self::TruncatedBase64
        )
    }
}

/// One thing that was wrong: `code` or `code: detail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub code: Code,
    pub detail: Option<String>,
}

impl Warning {
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: Some(detail.into()),
        }
    }

    /// Reads what [`fmt::Display`] writes; readings that were kept earlier may hold codes of older versions.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (code, detail) = match text.split_once(": ") {
            Some((code, detail)) => (code, Some(detail.to_owned())),
            None => (text, None),
        };
        Code::of(code).map(|code| Self { code, detail })
    }
}

impl From<Code> for Warning {
    fn from(code: Code) -> Self {
        Self { code, detail: None }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.detail {
            Some(detail) => write!(out, "{}: {detail}", self.code.as_str()),
            None => out.write_str(self.code.as_str()),
        }
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Warning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom(format!("no warning {text}")))
    }
}
