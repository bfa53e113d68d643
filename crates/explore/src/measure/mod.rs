//! Switch points of a real interpreter, compared with the rules of its version.
//!
//! Two threads race for the GIL on the interpreter; one of them looks, each time it gets the GIL, where
//! the other one gave it up. A place that was seen and is not in the rules contradicts them. A place in
//! the rules that was not seen does not: from 3.11 on instructions that ran often are replaced by
//! special ones, some of which have no check.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use pyrace::replay::SwitchPoint;
use pyrace::report::words::grouped;
use pyrace::{Program, Rules};
use serde_json::Value;

use crate::Failure;
use crate::input::Problem;
use crate::interpreter::{Interpreter, in_time, last_line};

/// The program that runs.
const MEASURED: &str = include_str!("measured.py");

/// The program that looks.
const SAMPLER: &str = include_str!("sampler.py");

/// How long it looks, in seconds.
const SECONDS: &str = "6";

/// How long the interpreter may take in all.
const PATIENCE: Duration = Duration::from_secs(60);

/// A place where the interpreter was seen to switch: function, offset, and how often.
type Seen = BTreeMap<(String, i64), u64>;

/// Measures an interpreter. The exit code is 0 if it switches nowhere but where the rules say.
///
/// # Errors
///
/// It is no CPython with a GIL, does not work, or the output cannot be written.
pub(crate) fn measure(python: &Path) -> Result<u8, Failure> {
    let interpreter = Interpreter::find(python)?;
    let rules = Rules::versions()
        .iter()
        .find(|rules| rules.version == interpreter.version && rules.gil && interpreter.gil);
    let Some(rules) = rules else {
        return Err(Failure::Problem(Problem {
            message: format!(
                "CPython {} has no GIL: its threads run at the same time",
                interpreter.full
            ),
            help: "name a CPython with the GIL",
        }));
    };
    let points = points(*rules)?;
    let seen = sample(&interpreter)?;
    let comparison = Comparison::new(&points, &seen);
    write(&interpreter, rules, &comparison)?;
    Ok(if comparison.contradictions.is_empty() {
        0
    } else {
        crate::UNDECIDED
    })
}

/// The places where the rules let another thread run, as one run of the program reaches them.
fn points(rules: Rules) -> Result<BTreeSet<SwitchPoint>, Problem> {
    Program::compile(MEASURED, rules)
        .ok()
        .and_then(|program| program.switch_points("work"))
        .ok_or(Problem {
            message: "the explorer cannot run its own program".to_owned(),
            help: "please report this",
        })
}

fn sample(interpreter: &Interpreter) -> Result<Seen, Problem> {
    let failed = |message: String| Problem {
        message: format!("CPython {} cannot be measured: {message}", interpreter.full),
        help: "try again when the machine has less to do",
    };
    let output = interpreter
        .run(SAMPLER, &[SECONDS], MEASURED, PATIENCE)
        .and_then(|output| in_time(output, PATIENCE))
        .map_err(|error: io::Error| failed(error.to_string()))?;
    let found = serde_json::from_slice::<Value>(&output.stdout)
        .ok()
        .as_ref()
        .and_then(read)
        .ok_or_else(|| failed(last_line(&output)))?;
    if found.is_empty() {
        return Err(failed("it never switched".to_owned()));
    }
    Ok(found)
}

fn read(value: &Value) -> Option<Seen> {
    let mut seen = Seen::new();
    for (function, places) in value.get("functions")?.as_object()? {
        for place in places.as_array()? {
            let offset = place.get(0)?.as_i64()?;
            seen.insert((function.clone(), offset), place.get(1)?.as_u64()?);
        }
    }
    Some(seen)
}

/// What was measured against what the rules say.
#[derive(Debug, PartialEq, Eq)]
struct Comparison<'p> {
    /// In the rules, and seen.
    confirmed: Vec<(&'p SwitchPoint, u64)>,
    /// In the rules, and not seen.
    not_seen: Vec<&'p SwitchPoint>,
    /// Seen, and not in the rules: function, offset, how often.
    contradictions: Vec<(String, i64, u64)>,
}

impl<'p> Comparison<'p> {
    fn new(points: &'p BTreeSet<SwitchPoint>, seen: &Seen) -> Comparison<'p> {
        let mut seen = seen.clone();
        let mut comparison = Comparison {
            confirmed: Vec::new(),
            not_seen: Vec::new(),
            contradictions: Vec::new(),
        };
        for point in points {
            let offsets = [Some(point.offset), point.merged];
            let counts: Vec<u64> = offsets
                .into_iter()
                .flatten()
                .filter_map(|offset| seen.remove(&(point.function.clone(), offset)))
                .collect();
            if counts.is_empty() {
                comparison.not_seen.push(point);
            } else {
                comparison.confirmed.push((point, counts.iter().sum()));
            }
        }
        let left = seen.into_iter();
        comparison.contradictions = left
            .map(|((function, offset), count)| (function, offset, count))
            .collect();
        comparison
    }
}

fn write(interpreter: &Interpreter, rules: &Rules, comparison: &Comparison<'_>) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let places = comparison.confirmed.len() + comparison.not_seen.len();
    let times: u64 = comparison.confirmed.iter().map(|(_, count)| count).sum();
    writeln!(
        out,
        "CPython {} was seen to switch {} times, at {} of the {places} places that the rules {rules} name.",
        interpreter.full,
        grouped(&times.to_string()),
        comparison.confirmed.len(),
    )?;
    let mut kinds: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (point, count) in &comparison.confirmed {
        let kind = kinds.entry(kind(point)).or_default();
        *kind = (kind.0 + 1, kind.1 + count);
    }
    for (kind, (places, times)) in &kinds {
        let times = grouped(&times.to_string());
        writeln!(out, "  {times:>10} × after {kind}, at {places} places")?;
    }
    if !comparison.not_seen.is_empty() {
        writeln!(out, "In the rules, and not seen this time:")?;
    }
    for point in &comparison.not_seen {
        writeln!(out, "  after {}", place(point))?;
    }
    if comparison.contradictions.is_empty() {
        return writeln!(out, "It switched nowhere else.");
    }
    writeln!(out, "It also switched where the rules do not let it:")?;
    for (function, offset, count) in &comparison.contradictions {
        let count = grouped(&count.to_string());
        writeln!(out, "  {count:>10} × after {function}, offset {offset}")?;
    }
    Ok(())
}

fn kind(point: &SwitchPoint) -> &str {
    if point.offset < 0 {
        "the entry of a function"
    } else {
        point.op
    }
}

fn place(point: &SwitchPoint) -> String {
    let SwitchPoint {
        function,
        offset,
        line,
        op,
        merged: _,
    } = point;
    if *offset < 0 {
        format!("the entry of {function}")
    } else {
        format!("{function}, line {line}, offset {offset}: {op}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_name_places_in_the_measured_program_under_every_version_with_the_gil() {
        for rules in Rules::versions().iter().filter(|rules| rules.gil) {
            let points = points(*rules).map_err(|problem| problem.message);
            let points = points.expect("the program is supported");
            let functions: BTreeSet<&str> =
                points.iter().map(|point| point.function.as_str()).collect();
            assert!(functions.contains("work"), "{rules}: {functions:?}");
        }
    }

    #[test]
    fn a_place_that_the_rules_do_not_name_contradicts_them() {
        let points = BTreeSet::from([SwitchPoint {
            function: "work".to_owned(),
            offset: 4,
            line: 3,
            op: "CALL",
            merged: Some(2),
        }]);
        let seen = Seen::from([
            (("work".to_owned(), 4), 10),
            (("work".to_owned(), 2), 5),
            (("work".to_owned(), 8), 2),
        ]);
        let comparison = Comparison::new(&points, &seen);
        let counts: Vec<u64> = comparison.confirmed.iter().map(|entry| entry.1).collect();
        assert_eq!(counts, [15]);
        assert_eq!(comparison.not_seen, [] as [&SwitchPoint; 0]);
        assert_eq!(comparison.contradictions, [("work".to_owned(), 8, 2)]);
    }
}
