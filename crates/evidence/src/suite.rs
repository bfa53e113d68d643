//! Small programs, each about one rule of the engine, with what they must show.
//!
//! The same list convicts the engine when a rule is broken on purpose: see [`crate::faults`].

mod channels;
mod locks;
mod memory;
mod searching;
mod threads;

use std::collections::BTreeSet;

use checker::Check;
use interleaving::{Kind, Report};

/// A program and what it must show.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The rule, as a sentence.
    pub name: &'static str,
    /// Runs the program; `Err` says what was shown instead.
    pub holds: fn(&Check) -> Result<(), String>,
}

/// All rules.
#[must_use]
pub fn rules() -> Vec<Rule> {
    [
        memory::RULES,
        channels::RULES,
        locks::RULES,
        threads::RULES,
        searching::RULES,
    ]
    .concat()
}

/// The model must hold, in every interleaving.
fn holds(check: &Check, model: impl Fn() + Send + Sync + 'static) -> Result<(), String> {
    let report = check.report(model);
    if report.verdict.holds() {
        Ok(())
    } else {
        Err(told(&report))
    }
}

/// The model must fail with this name of the bug.
fn fails(
    check: &Check,
    kind: Kind,
    model: impl Fn() + Send + Sync + 'static,
) -> Result<(), String> {
    let report = check.report(model);
    if report.verdict.kind() == Some(kind) {
        Ok(())
    } else {
        Err(told(&report))
    }
}

/// The model must have exactly these results and no failures.
fn results<const N: usize, T: Ord + std::fmt::Debug + Send + 'static>(
    check: &Check,
    expected: [T; N],
    model: impl Fn() -> T + Send + Sync + 'static,
) -> Result<(), String> {
    let found = check.results(model);
    if found.results == BTreeSet::from(expected) && found.failures.is_empty() {
        return Ok(());
    }
    Err(format!(
        "results {:?}, failures {:?}, limit {:?}",
        found.results, found.failures, found.limit
    ))
}

fn told(report: &Report) -> String {
    let kind = report.verdict.kind().map_or("", Kind::words);
    format!(
        "{} {kind} after {} executions",
        report.verdict.word(),
        report.executions
    )
}
