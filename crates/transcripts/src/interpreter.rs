//! An interpreter: what it is, as it says itself.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A version without its last number: `3.14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minor {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
}

/// The oldest version that the course speaks of.
pub const OLDEST: Minor = Minor { major: 3, minor: 6 };

impl FromStr for Minor {
    type Err = String;

    fn from_str(text: &str) -> Result<Minor, String> {
        let minor = parts(text).and_then(|(minor, rest)| rest.is_empty().then_some(minor));
        minor.ok_or_else(|| {
            format!(
                "`{text}` is not a version of Python that the course knows; write {OLDEST} or later"
            )
        })
    }
}

/// `3.14` and what stands behind it; `None` when it does not start with a version of the course.
fn parts(text: &str) -> Option<(Minor, &str)> {
    let (major, rest) = text.split_once('.')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (minor, rest) = rest.split_at(digits);
    let number = |text: &str| {
        let canonical = !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'));
        canonical.then(|| text.parse::<u16>().ok()).flatten()
    };
    let minor = Minor {
        major: number(major)?,
        minor: number(minor)?,
    };
    (minor.major == OLDEST.major && minor >= OLDEST).then_some((minor, rest))
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A whole version: `3.14.7` or `3.15.0rc1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Version {
    /// The part that decides about rules: `3.15`.
    pub minor: Minor,
    /// What stands behind it and its point: `0rc1`.
    pub patch: String,
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Version, String> {
        let unknown = || {
            format!(
                "`version` is `{text}`, which is no version of an interpreter that the course knows, such as 3.14.7 or 3.15.0rc1"
            )
        };
        let (minor, rest) = parts(text).ok_or_else(unknown)?;
        let patch = rest.strip_prefix('.').ok_or_else(unknown)?;
        let plain = patch
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
        if !plain || !patch.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(unknown());
        }
        Ok(Version {
            minor,
            patch: patch.to_owned(),
        })
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Version, String> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> String {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.minor, self.patch)
    }
}

/// The name of the one implementation that the book speaks of.
pub const IMPLEMENTATION: &str = "CPython";

/// The word for a build that can run without the GIL.
pub const FREE_THREADED: &str = "free-threaded";

/// An interpreter, as it describes itself, with the machine that it runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpreter {
    /// `CPython`.
    #[serde(deserialize_with = "implementation")]
    pub implementation: String,
    /// `3.14.7`
    pub version: Version,
    /// `free-threaded`, or empty for the usual build.
    #[serde(deserialize_with = "build")]
    pub build: String,
    /// The options of `configure` that say what was built, without paths.
    pub flags: Vec<String>,
    /// Whether the GIL was on while the program ran, as the interpreter says itself.
    pub gil: bool,
    /// How many cores the program could use.
    pub cores: u32,
    /// The operating system and the kind of processor: `Linux x86_64`.
    pub machine: String,
}

/// Anything else than the known implementation is refused with a message that names the key.
fn implementation<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text == IMPLEMENTATION {
        return Ok(text);
    }
    Err(serde::de::Error::custom(format!(
        "`implementation` is `{text}`, an unknown interpreter; the book speaks of {IMPLEMENTATION} only"
    )))
}

/// Anything else than the known builds is refused with a message that names the key.
fn build<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() || text == FREE_THREADED {
        return Ok(text);
    }
    Err(serde::de::Error::custom(format!(
        "`build` is `{text}`, an unknown interpreter; it is `{FREE_THREADED}` or empty"
    )))
}

impl Interpreter {
    /// Two recordings with the same key are of the same kind of interpreter: the newer one stands.
    #[must_use]
    pub fn key(&self) -> (bool, bool, &Version) {
        // Without the GIL comes last, as on the pages.
        (!self.gil, !self.build.is_empty(), &self.version)
    }

    /// `3.14.7`, or `3.14.7t` for the build without the GIL, as Python names its own programs.
    #[must_use]
    pub fn name(&self) -> String {
        let mark = if self.build.is_empty() { "" } else { "t" };
        let gil = if self.gil && !self.build.is_empty() {
            " with the GIL on"
        } else {
            ""
        };
        format!("{}{mark}{gil}", self.version)
    }

    /// What cannot be: a usual build has the GIL.
    pub(crate) fn contradiction(&self) -> Option<String> {
        (!self.gil && self.build.is_empty()).then(|| {
            format!(
                "`gil` is false for {}, a build that cannot run without it",
                self.version
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_numbers() {
        let minor = |text: &str| text.parse::<Minor>().expect("a version");
        assert!(minor("3.9") < minor("3.10"));
        assert!("3.9.18".parse::<Version>() < "3.10.13".parse::<Version>());
        assert_eq!(
            "3.15.0rc1"
                .parse::<Version>()
                .map(|version| version.to_string()),
            Ok("3.15.0rc1".to_owned())
        );
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            "3",
            "3.14",
            "3.14.",
            "2.7.18",
            "3.5.2",
            "3.14.7 /x",
            "3.x.1",
            "03.9.1",
        ] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
