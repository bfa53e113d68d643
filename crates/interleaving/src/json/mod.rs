//! The JSON form of the shared language, without a library.
//!
//! A learner waits for this crate before the first verdict, so the judge writes and reads its one
//! document format with the few lines here. Tools that embed the data in documents of their own
//! use the feature `serde`; tests compare the two to the byte.

mod field;
mod forms;
#[cfg(all(test, feature = "serde"))]
mod tests;
mod text;

use std::fmt;

use crate::UnknownVersion;

/// The fields of an object, in order.
type Fields = Vec<(String, Json)>;

/// A JSON value (RFC 8259). Its `Display` is compact JSON on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written: the digits are kept, so nothing is ever rounded.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, with its keys in the order in which they are written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object with these fields, in this order.
    #[must_use]
    pub fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
        Json::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// Reads one JSON document: strictly, and never deeper than 127 levels.
    ///
    /// # Errors
    ///
    /// [`JsonError::Syntax`] for everything that is not one JSON document.
    pub fn parse(text: &str) -> Result<Json, JsonError> {
        text::parse(text)
    }

    /// The value of a field of an object; `None` when the field is missing.
    fn field(&self, name: &str) -> Result<Option<&Json>, JsonError> {
        let Json::Object(fields) = self else {
            return Err(self.is_not("an object"));
        };
        let mut found = fields.iter().filter(|(key, _)| key == name);
        let value = found.next().map(|(_, value)| value);
        match found.next() {
            Some(_) => Err(JsonError::form("is there twice").inside(name)),
            None => Ok(value),
        }
    }

    fn as_text(&self) -> Result<&str, JsonError> {
        match self {
            Json::Text(text) => Ok(text),
            _ => Err(self.is_not("a string")),
        }
    }

    fn is_not(&self, expected: &str) -> JsonError {
        let found = match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(digits) => digits,
            Json::Text(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        };
        JsonError::form(format!("expected {expected}, found {found}"))
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Json {
        Json::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Json {
        Json::Number(value.to_string())
    }
}

impl From<u32> for Json {
    fn from(value: u32) -> Json {
        u64::from(value).into()
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Json {
        Json::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Json {
        Json::Text(value)
    }
}

/// `None` is `null`.
impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Json {
        value.map_or(Json::Null, Into::into)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Json {
        Json::Array(values.into_iter().map(Into::into).collect())
    }
}

/// Data with a JSON form: equal to what serde writes and reads for the same type.
///
/// As with serde, fields that are not known are ignored: a newer program may have added them.
pub trait JsonForm: Sized {
    /// The data as JSON.
    fn to_json(&self) -> Json;

    /// Reads the data back.
    ///
    /// # Errors
    ///
    /// [`JsonError::Form`] when the JSON has another form, [`JsonError::Version`] when its version
    /// is unknown.
    fn from_json(json: &Json) -> Result<Self, JsonError>;

    /// What a missing field means: `None` when the field has to be there.
    #[must_use]
    fn missing() -> Option<Self> {
        None
    }
}

/// Why a text is not the JSON that was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// The text is not JSON.
    Syntax {
        /// The offset in bytes of the first byte that does not fit.
        at: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// The text is JSON of another form.
    Form {
        /// Where: names of fields and indices, such as `.events[3].thread`; empty at the top.
        path: String,
        /// What is wrong there.
        what: String,
    },
    /// The document is of a version this program does not know.
    Version(UnknownVersion),
}

impl JsonError {
    fn form(what: impl Into<String>) -> JsonError {
        JsonError::Form {
            path: String::new(),
            what: what.into(),
        }
    }

    /// The same error, seen from the object that has the field.
    fn inside(self, field: &str) -> JsonError {
        self.below(&format!(".{field}"))
    }

    fn below(mut self, part: &str) -> JsonError {
        if let JsonError::Form { path, .. } = &mut self {
            path.insert_str(0, part);
        }
        self
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NEXT: &str = "record it again with this version of the course";
        match self {
            JsonError::Syntax { at, what } => write!(f, "not JSON at byte {at}: {what}; {NEXT}"),
            JsonError::Form { path, what } if path.is_empty() => write!(f, "{what}; {NEXT}"),
            JsonError::Form { path, what } => {
                write!(f, "field {}: {what}; {NEXT}", path.trim_start_matches('.'))
            }
            JsonError::Version(unknown) => unknown.fmt(f),
        }
    }
}

impl std::error::Error for JsonError {}
