//! Small views that the pages of many features have in common, each with its partial under `templates/partials/`.

use serde::Serialize;

/// One field of a form as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    pub value: String,
    pub error: Option<String>,
}

impl<T: Into<String>> From<T> for Field {
    fn from(value: T) -> Self {
        Self {
            value: value.into(),
            error: None,
        }
    }
}

/// One line of the summary above a form that was filled in wrongly.
#[derive(Clone, Debug, Serialize)]
pub struct FormError {
    /// Id of the field.
    pub field: String,
    pub text: String,
}

/// One of several to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub checked: bool,
}

impl Choice {
    #[must_use]
    pub fn new(value: &str, label: &str, checked: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            checked,
        }
    }
}

/// A hidden field.
#[derive(Clone, Debug, Serialize)]
pub struct Hidden {
    pub name: String,
    pub value: String,
}

impl Hidden {
    #[must_use]
    pub fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// How a stretch of text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    Plain,
    /// Looks private and will be hidden: seen by its writer only.
    Found,
    /// Stands for text that was left out.
    Token,
    /// What was searched for.
    Hit,
}

/// A stretch of text within a paragraph. Line breaks in it are shown.
#[derive(Clone, Debug, Serialize)]
pub struct Segment {
    pub text: String,
    pub mark: Mark,
}

impl Segment {
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.into(),
            mark: Mark::Plain,
        }
    }

    #[must_use]
    pub fn marked(text: &str, mark: Mark) -> Self {
        Self {
            text: text.into(),
            mark,
        }
    }
}

/// A file that came with a response.
#[derive(Clone, Debug, Serialize)]
pub struct FileState {
    pub name: String,
    /// Of the icon: `file-pdf`, `file-word`, `file-image`, `file-excel` or `file`.
    pub icon: &'static str,
    pub size_bytes: u64,
    pub pages: Option<u32>,
    pub state: Readability,
    /// In hexadecimal; where it is known and worth showing.
    pub sha256: Option<String>,
}

/// Whether the text of a file could be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Readability {
    Read,
    /// Still being read.
    Reading,
    Unreadable,
    /// Holds malware: nobody opens it, and it counts all the same.
    Infected,
}

/// Name of the icon for a file.
#[must_use]
pub fn file_icon(file_name: &str) -> &'static str {
    match file_name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_lowercase()
        .as_str()
    {
        "pdf" => "file-pdf",
        "doc" | "docx" | "odt" | "rtf" => "file-word",
        "jpg" | "jpeg" | "png" | "gif" | "tif" | "tiff" | "heic" => "file-image",
        "xls" | "xlsx" | "csv" | "ods" => "file-excel",
        _ => "file",
    }
}
