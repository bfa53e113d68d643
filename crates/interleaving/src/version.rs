//! The version of the JSON form.

use std::fmt;

#[cfg(feature = "serde")]
use serde::{Deserialize, Deserializer, de::Error};

/// The version of the JSON form of [`Counterexample`](crate::Counterexample).
///
/// The number grows when a field changes its meaning or a variant is removed; new optional fields
/// do not change it. Reading a counterexample checks it, so a reader cannot take an unknown form
/// for a known one.
pub const FORMAT_VERSION: u32 = 1;

/// A JSON document is of a version this program does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownVersion {
    /// The version the document has.
    pub found: u32,
}

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnknownVersion { found } = self;
        write!(
            f,
            "version {found} of the form is unknown, this program reads version {FORMAT_VERSION}; "
        )?;
        if *found > FORMAT_VERSION {
            write!(f, "update the course, then try again")
        } else {
            write!(f, "record it again with this version of the course")
        }
    }
}

impl std::error::Error for UnknownVersion {}

/// Accepts the one version this program can read.
///
/// # Errors
///
/// [`UnknownVersion`] for every other number.
pub fn check_version(v: u32) -> Result<(), UnknownVersion> {
    if v == FORMAT_VERSION {
        Ok(())
    } else {
        Err(UnknownVersion { found: v })
    }
}

/// Reads the field `v` and refuses an unknown version while reading.
#[cfg(feature = "serde")]
pub(crate) fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let v = u32::deserialize(deserializer)?;
    check_version(v).map_err(D::Error::custom)?;
    Ok(v)
}
