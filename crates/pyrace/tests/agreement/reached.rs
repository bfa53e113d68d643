//! What the random programs of a test reached, as a table of exact numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pyrace::code::Version;
use pyrace::{Report, Status};

use super::programs::{Program, STATEMENTS, is_global};

/// The numbers for some programs.
#[derive(Clone, Copy, Default)]
struct Numbers {
    programs: u64,
    /// The programs of which every schedule was explored, in both ways.
    complete: u64,
    /// The outcomes of those: ok, deadlock, exception, stuck.
    outcomes: [u64; 4],
}

/// What was reached.
#[derive(Default)]
pub(crate) struct Reached {
    all: Numbers,
    features: BTreeMap<&'static str, Numbers>,
    /// How many complete programs have a statement.
    statements: BTreeMap<&'static str, u64>,
    /// Classes of exceptions that ended threads, by outcomes.
    exceptions: BTreeMap<String, u64>,
    /// What threads of a deadlock wait for, by threads.
    waits: BTreeMap<String, u64>,
    /// Outcomes that some schedule reaches by a time-out.
    timed_out: u64,
}

const STATUSES: [Status; 4] = [
    Status::Ok,
    Status::Deadlock,
    Status::Exception,
    Status::Stuck,
];

impl Numbers {
    fn add(&mut self, complete: Option<&Report>) {
        self.programs += 1;
        let Some(report) = complete else {
            return;
        };
        self.complete += 1;
        for (number, status) in self.outcomes.iter_mut().zip(STATUSES) {
            let ends = report.counted.iter();
            *number += ends.filter(|end| end.outcome.status == status).count() as u64;
        }
    }

    fn line(&self, out: &mut String, name: &str) {
        let _ = write!(out, "{name:34}{:9}{:9}", self.programs, self.complete);
        for number in self.outcomes {
            let _ = write!(out, "{number:10}");
        }
        out.push('\n');
    }
}

impl Reached {
    /// Notes a program, with its report if every schedule was explored.
    pub(crate) fn add(&mut self, program: &Program, version: Version, complete: Option<&Report>) {
        self.all.add(complete);
        let statements = program.statements(version);
        let mut features: Vec<&str> = statements.iter().map(|one| one.feature).collect();
        features.sort_unstable();
        features.dedup();
        for feature in features {
            self.features.entry(feature).or_default().add(complete);
        }
        let Some(report) = complete else {
            return;
        };
        for statement in statements {
            *self.statements.entry(statement.text).or_default() += 1;
        }
        for uncaught in report.uncaught() {
            *self.exceptions.entry(uncaught.class.clone()).or_default() += 1;
        }
        let blocked = report.traces.iter().flat_map(|(_, trace)| &trace.blocked);
        for (_, _, wait) in blocked {
            *self.waits.entry(kind_of(wait)).or_default() += 1;
        }
        let times_out = |end: &&pyrace::report::Counted| {
            let decisions = end.witness.iter().flat_map(|witness| &witness.decisions);
            decisions.into_iter().any(|decision| decision.time_out)
        };
        self.timed_out += report.counted.iter().filter(times_out).count() as u64;
    }

    /// The statements that no complete program has.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let all = STATEMENTS.iter().map(|statement| statement.text);
        all.filter(|text| !self.statements.contains_key(text))
            .collect()
    }

    /// All numbers.
    pub(crate) fn table(&self) -> String {
        let mut out = format!(
            "{:34}{:>9}{:>9}{:>10}{:>10}{:>10}{:>10}\n",
            "", "programs", "complete", "ok", "deadlock", "exception", "stuck"
        );
        self.all.line(&mut out, "all");
        for (feature, numbers) in &self.features {
            numbers.line(&mut out, feature);
        }
        let _ = writeln!(out, "\nOutcomes by a time-out: {}", self.timed_out);
        out.push_str("\nExceptions that ended threads:\n");
        for (class, number) in &self.exceptions {
            let _ = writeln!(out, "{number:9} {class}");
        }
        out.push_str("\nThreads of deadlocks:\n");
        for (wait, number) in &self.waits {
            let _ = writeln!(out, "{number:9} {wait}");
        }
        out
    }
}

/// What a thread waits for without the names of objects and threads, which say nothing more:
/// `waits for la, held by B` is `waits for …, held by …`.
fn kind_of(wait: &str) -> String {
    let words = wait.split(' ').map(|word| {
        let plain = word.trim_end_matches(',');
        let thread = plain.len() == 1 && plain.starts_with(|c: char| c.is_ascii_uppercase());
        if thread || is_global(plain) {
            word.replace(plain, "…")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<String>>().join(" ")
}
