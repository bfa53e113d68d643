//! What is refused, what is not, and the words for it.

mod allowed;
mod files;
mod refused;
mod words;

use crate::{Rules, Scan, scan};

/// The refused names of a source under the strict rules; empty when it is clean.
fn refused(source: &str) -> Vec<String> {
    refused_under(Rules::strict(), source)
}

fn refused_under(rules: Rules, source: &str) -> Vec<String> {
    match scan("src/lib.rs", source, rules) {
        Scan::Clean => Vec::new(),
        Scan::Refused { names, .. } => names,
    }
}

/// Asserts that exactly these names are refused.
#[track_caller]
fn refuses(source: &str, names: &[&str]) {
    assert_eq!(refused(source), names, "{source}");
}

/// Asserts that nothing is refused.
#[track_caller]
fn allows(source: &str) {
    if let Scan::Refused { message, .. } = scan("src/lib.rs", source, Rules::strict()) {
        panic!("a false refusal:\n{message}");
    }
}
