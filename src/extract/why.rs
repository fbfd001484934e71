//! Why there is no text, or not all of it: a code, which pages put into words.

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal => $english:literal),+ $(,)?) => {
        /// What kept a file from being read. Stored as its code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Why {
            $($(#[$doc])* #[serde(rename = $code)] $name),+
        }

        impl Why {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What is stored, and the end of the key of its words.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// For the log and the command line.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $english),+ }
            }
        }
    };
}

reasons! {
    Empty = "empty" => "the file is empty",
    ManyBytes = "many_bytes" => "the file is larger than 50 MB",
    ManyEntries = "many_entries" => "the archive has more than 2,000 entries",
    Expands = "expands" => "the archive expands beyond 200 MB, or more than a hundredfold",
    ManyPages = "many_pages" => "the PDF has more than 500 pages",
    ManyPixels = "many_pixels" => "the picture has more than 50 million pixels",
    /// There is a text, but not all of it.
    ManyCharacters = "many_characters" => "only the first 2,000,000 characters were taken",
    Password = "password" => "the file is protected by a password",
    Forbidden = "forbidden" => "the PDF forbids taking its text",
    Scan = "scan" => "there is no text layer: a scan",
    Picture = "picture" => "a picture: to be read or described by a person",
    Blank = "blank" => "the file has no text",
    Program = "program" => "the file is a program",
    Archive = "archive" => "an archive: to be opened by a person",
    OtherKind = "other_kind" => "no reader for this type: to be read by a person",
    NoTool = "no_tool" => "the program that reads this type is not installed",
    Damaged = "damaged" => "the file is damaged",
    TooSlow = "too_slow" => "reading took longer than the limit allows",
    Stopped = "stopped" => "the reader stopped: the file is damaged or needs more than the limits allow",
    NotRun = "not_run" => "the reader could not be run",
    Malware = "malware" => "the file holds malware",
    /// Character recognition found nothing that looks like text.
    NothingRecognised = "nothing_recognised" => "no text was recognised in the picture",
    /// There is a text, but not all of it.
    ManyScanned = "many_scanned" => "only the first 60 pages of the scan were recognised",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_is_stored() {
        for why in Why::ALL {
            assert_eq!(serde_json::to_value(why).unwrap(), why.code());
        }
    }
}
