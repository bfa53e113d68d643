//! All tests, and what was recorded about them.

use std::path::PathBuf;

use super::program::Litmus;
use super::record::{self, Record};
use super::{classic, generate};

/// The folder with the tests that were written by hand, and with the record.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("litmus")
}

/// All tests: those written by hand, the shapes with names, the generated ones.
///
/// # Errors
/// The file that cannot be read, and why.
pub fn all() -> Result<Vec<Litmus>, String> {
    let mut tests = classic::written(&folder().join("classic"))?;
    tests.extend(classic::shapes());
    tests.extend(generate::generated());
    Ok(tests)
}

/// What herd7 said about them.
///
/// # Errors
/// The file or line that cannot be read.
pub fn recorded() -> Result<Record, String> {
    let path = folder().join("recorded.jsonl");
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    record::read(&text).map_err(|error| format!("{}: {error}", path.display()))
}
