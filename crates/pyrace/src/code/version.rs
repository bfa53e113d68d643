//! The versions of CPython.

use std::fmt;
use std::str::FromStr;

/// A minor version of CPython. The build without the GIL compiles to the same instructions.
///
/// The compilers of patch releases differ in details. The instructions here are those of 3.8.18,
/// 3.9.18, 3.10.13, 3.11.7, 3.12.1, 3.13.0, 3.14.7 and 3.15.0rc1. (3.13.15, for example, has one
/// more `GET_ITER` at the start of generator expressions.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// CPython 3.8.
    V3_8,
    /// CPython 3.9.
    V3_9,
    /// CPython 3.10.
    V3_10,
    /// CPython 3.11.
    V3_11,
    /// CPython 3.12.
    V3_12,
    /// CPython 3.13.
    V3_13,
    /// CPython 3.14.
    V3_14,
    /// CPython 3.15.
    V3_15,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: [Version; 8] = [
        Version::V3_8,
        Version::V3_9,
        Version::V3_10,
        Version::V3_11,
        Version::V3_12,
        Version::V3_13,
        Version::V3_14,
        Version::V3_15,
    ];

    /// The number after `3.`.
    #[must_use]
    pub const fn minor(self) -> u32 {
        self as u32 + 8
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}", self.minor())
    }
}

/// The text is no version that this crate knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseVersionError {
    /// What was given.
    pub given: String,
}

impl fmt::Display for ParseVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = Version::ALL[0];
        let last = Version::ALL[Version::ALL.len() - 1];
        write!(
            f,
            "unknown Python version `{}`: use {first} to {last}",
            self.given
        )
    }
}

impl std::error::Error for ParseVersionError {}

impl FromStr for Version {
    type Err = ParseVersionError;

    /// Reads `3.8` to `3.15`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Version::ALL
            .into_iter()
            .find(|version| version.to_string() == text)
            .ok_or_else(|| ParseVersionError {
                given: text.to_owned(),
            })
    }
}
