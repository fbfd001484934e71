//! A line's fields, taken one by one: what is left out is missing, what is there must be right, and what nobody takes is told.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

/// Characters of a wrong value that are shown.
const SHOWN: usize = 40;

/// What is wrong with a line, for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong(pub String);

/// The fields of an object, under the path that leads to it.
pub(super) struct Fields {
    path: String,
    map: Map<String, Value>,
}

impl Fields {
    /// The fields of a line.
    pub(super) fn of_line(bytes: &[u8]) -> Result<Self, Wrong> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| Wrong(format!("not JSON: {error}")))?;
        Self::of(String::new(), value)
    }

    fn of(path: String, value: Value) -> Result<Self, Wrong> {
        match value {
            Value::Object(map) => Ok(Self { path, map }),
            other => {
                let at = path.trim_end_matches('.');
                let place = if at.is_empty() { "the line" } else { at };
                Err(Wrong(format!(
                    "{place}: {} is not an object",
                    shown(&other)
                )))
            }
        }
    }

    /// Says that a field is not what it must be.
    pub(super) fn wrong(&self, key: &str, value: &Value, what: &str) -> Wrong {
        Wrong(format!(
            "{}{key}: {} is not {what}",
            self.path,
            shown(value)
        ))
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.map.remove(key).filter(|value| !value.is_null())
    }

    /// A field by what reads it.
    pub(super) fn read<T>(
        &mut self,
        key: &str,
        what: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>, Wrong> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        match read(&value) {
            Some(read) => Ok(Some(read)),
            None => Err(self.wrong(key, &value, what)),
        }
    }

    /// Text, without zero bytes.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, Wrong> {
        let mut text = None;
        if let Some(value) = self.take(key) {
            match value {
                Value::String(found) if !found.contains('\0') => text = Some(found),
                Value::String(_) => {
                    return Err(Wrong(format!("{}{key}: holds a zero byte", self.path)));
                }
                other => return Err(self.wrong(key, &other, "text")),
            }
        }
        Ok(text)
    }

    /// Text that says something.
    pub(super) fn word(&mut self, key: &str) -> Result<Option<String>, Wrong> {
        Ok(self.text(key)?.filter(|text| !text.trim().is_empty()))
    }

    pub(super) fn truth(&mut self, key: &str) -> Result<Option<bool>, Wrong> {
        self.read(key, "true or false", Value::as_bool)
    }

    pub(super) fn whole(&mut self, key: &str) -> Result<Option<usize>, Wrong> {
        self.read(key, "a whole number from 0", |value| {
            usize::try_from(value.as_u64()?).ok()
        })
    }

    pub(super) fn moment(&mut self, key: &str) -> Result<Option<DateTime<Utc>>, Wrong> {
        self.read(key, "a moment such as 2023-10-11T12:00:00Z", |value| {
            let read = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
            Some(read.to_utc())
        })
    }

    pub(super) fn day(&mut self, key: &str) -> Result<Option<NaiveDate>, Wrong> {
        self.read(key, "a day such as 2023-10-27", |value| {
            value.as_str()?.parse().ok()
        })
    }

    /// One of the words that the program knows.
    pub(super) fn known<T: Copy>(
        &mut self,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Result<Option<T>, Wrong> {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        self.read(key, &format!("one of {}", words.join(", ")), |value| {
            let given = value.as_str()?;
            all.iter().copied().find(|one| word(*one) == given)
        })
    }

    /// The objects of a list, each under its own path; an empty list where there is none.
    pub(super) fn list(&mut self, key: &str) -> Result<Vec<Self>, Wrong> {
        let items = self.read(key, "a list", |value| value.as_array().cloned())?;
        let items = items.unwrap_or_default().into_iter().enumerate();
        items
            .map(|(at, item)| Self::of(format!("{}{key}[{at}].", self.path), item))
            .collect()
    }

    /// Whether a field is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|value| !value.is_null())
    }

    /// Whether a field is there and says that there is nothing.
    pub(super) fn is_null(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(Value::is_null)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The fields that nobody took.
    pub(super) fn rest(self) -> Vec<String> {
        self.map.into_iter().map(|(key, _)| key).collect()
    }
}

/// A value in short.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
        Value::String(text) if text.chars().count() > SHOWN => "a long text".into(),
        other => other.to_string(),
    }
}
