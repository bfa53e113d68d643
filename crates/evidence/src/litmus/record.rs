//! What herd7 said about the tests: one line of JSON for each test.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::program::{Litmus, Outcome};

/// The first line: who said what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oracle {
    /// The version of herd7.
    pub herd7: String,
    /// The memory model.
    pub model: String,
    /// The line of the model that was changed, as it is after the change.
    pub changed: String,
}

/// All outcomes of one test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The name of the test.
    pub test: String,
    /// The fingerprint of the test: a changed test has to be recorded again.
    pub program: String,
    /// The names of the numbers of an outcome.
    pub observed: Vec<String>,
    /// All outcomes the model allows.
    pub outcomes: BTreeSet<Outcome>,
}

/// All recorded tests by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Who computed the outcomes.
    pub oracle: Oracle,
    /// The tests.
    pub tests: BTreeMap<String, Recorded>,
}

/// The fingerprint of what a test does, whatever is said about it: FNV-1a with 64 bits (Fowler,
/// Noll, Vo) of its text.
#[must_use]
pub fn fingerprint(test: &Litmus) -> String {
    let bare = Litmus {
        about: vec![],
        question: None,
        ..test.clone()
    };
    let hash = bare
        .to_string()
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
    format!("{hash:016x}")
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// A sentence with the line that cannot be read.
pub fn read(text: &str) -> Result<Record, String> {
    let mut lines = text.lines().enumerate();
    let (_, first) = lines
        .next()
        .ok_or("the record is empty; run the recorder")?;
    let oracle = serde_json::from_str(first).map_err(|error| format!("line 1: {error}"))?;
    let mut tests = BTreeMap::new();
    for (number, line) in lines {
        let recorded: Recorded =
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", number + 1))?;
        tests.insert(recorded.test.clone(), recorded);
    }
    Ok(Record { oracle, tests })
}

/// The record as text.
///
/// # Errors
/// Never, as long as JSON can hold text and numbers.
pub fn write(record: &Record) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string(&record.oracle)?;
    text.push('\n');
    for recorded in record.tests.values() {
        text.push_str(&serde_json::to_string(recorded)?);
        text.push('\n');
    }
    Ok(text)
}

/// Reads what herd7 prints about several tests (`herd7 -show none`).
///
/// # Errors
/// A sentence that says for which test the states are missing or are not as announced.
pub fn from_herd(log: &str, tests: &[Litmus]) -> Result<BTreeMap<String, Recorded>, String> {
    let mut all = BTreeMap::new();
    for test in tests {
        let header = format!("\nTest {} ", test.name);
        let from = format!("\n{log}")
            .find(&header)
            .ok_or_else(|| format!("herd7 said nothing about {}", test.name))?;
        let outcomes = states(&log[from..], test)?;
        let recorded = Recorded {
            test: test.name.clone(),
            program: fingerprint(test),
            observed: test.observed(),
            outcomes,
        };
        all.insert(test.name.clone(), recorded);
    }
    Ok(all)
}

fn states(log: &str, test: &Litmus) -> Result<BTreeSet<Outcome>, String> {
    let mut lines = log.lines().skip(1);
    let announced = lines.next().and_then(|line| line.strip_prefix("States "));
    let announced: usize = announced
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| format!("herd7 shows no states of {}", test.name))?;
    let observed = test.observed();
    let mut outcomes = BTreeSet::new();
    for line in lines.take(announced) {
        let values: BTreeMap<&str, i64> = line
            .split(';')
            .filter_map(|part| part.trim().split_once('='))
            .filter_map(|(name, value)| {
                let name = name.trim().trim_start_matches('[').trim_end_matches(']');
                Some((name, value.trim().parse().ok()?))
            })
            .collect();
        let outcome: Option<Outcome> = observed
            .iter()
            .map(|name| values.get(name.as_str()).copied())
            .collect();
        let outcome =
            outcome.ok_or_else(|| format!("{}: `{line}` lacks {observed:?}", test.name))?;
        outcomes.insert(outcome);
    }
    if outcomes.len() != announced {
        let found = outcomes.len();
        return Err(format!(
            "{}: {announced} states announced, {found} found",
            test.name
        ));
    }
    let undefined = log
        .lines()
        .take_while(|line| !line.starts_with("Time "))
        .any(|line| line.starts_with("Undef"));
    if undefined {
        return Err(format!(
            "{} has a data race: its outcomes mean nothing",
            test.name
        ));
    }
    Ok(outcomes)
}

/// An outcome as herd7 writes it, for people.
#[must_use]
pub fn show(test: &Litmus, outcome: &Outcome) -> String {
    let mut text = String::new();
    for (name, value) in test.observed().iter().zip(outcome) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{name}={value}; ");
    }
    text.trim_end().to_owned()
}
