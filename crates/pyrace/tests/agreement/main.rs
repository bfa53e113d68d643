//! The full search, the reduced one and the sorted one find the same outcomes, and count the same.
//!
//! Programs are generated: two or three threads, or jobs of an executor, whose bodies are random statements
//! about everything that threads share. What the programs of a test reached is recorded as a table of exact
//! numbers: a generator that no longer reaches something does not pass.

mod programs;
mod reached;

use std::cell::RefCell;
use std::collections::BTreeMap;

use programs::Shape;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use pyrace::{Explorer, Limits, Outcome, Program, Report, Rules, Status};
use reached::Reached;

/// Small ones: a program of two statements has a few hundred states, and one that has thousands shows nothing
/// that a smaller one does not.
const LIMITS: Limits = Limits {
    states: 6_000,
    bytecode_states: 0,
    steps: 2_000_000,
};

fn explore(program: &Program, reduce: bool, symmetric: bool) -> Report {
    Explorer::new(program)
        .limits(LIMITS)
        .reduction(reduce)
        .symmetry(symmetric)
        .run()
}

fn outcomes(report: &Report) -> BTreeMap<Outcome, Option<String>> {
    let ends = report.counted.iter().map(|counted| {
        let count = counted.count.as_ref().map(ToString::to_string);
        (comparable(&counted.outcome), count)
    });
    ends.collect()
}

/// An outcome without what depends on the moment: a loop without an end has no last state.
fn comparable(outcome: &Outcome) -> Outcome {
    if outcome.status != Status::Stuck {
        return outcome.clone();
    }
    Outcome {
        vars: Vec::new(),
        out: Vec::new(),
        exceptions: Vec::new(),
        ..*outcome
    }
}

/// What an end is worth when the number of its schedules does not matter.
fn ends(report: &Report) -> Vec<Outcome> {
    outcomes(report).into_keys().collect()
}

/// The report of the reduced search, or nothing if not every schedule was explored in both ways.
fn check(source: &str, rules: Rules) -> Result<Option<Report>, TestCaseError> {
    let program =
        Program::compile(source, rules).map_err(|d| TestCaseError::fail(d[0].render(source)))?;
    let reduced = explore(&program, true, false);
    prop_assert!(
        !reduced.refused,
        "{}\n{}",
        source,
        reduced.diagnostics[0].render(source)
    );
    let full = explore(&program, false, false);
    let cut = |report: &Report| report.limit_reached().is_some();
    if cut(&reduced) || cut(&full) {
        return Ok(None);
    }
    let sorted = explore(&program, true, true);
    let full_sorted = explore(&program, false, true);
    prop_assert_eq!(
        ends(&full),
        ends(&reduced),
        "full and reduced under {}:\n{}",
        rules,
        source
    );
    prop_assert_eq!(
        outcomes(&reduced),
        outcomes(&sorted),
        "reduced and sorted under {}:\n{}",
        rules,
        source
    );
    prop_assert_eq!(
        outcomes(&full),
        outcomes(&full_sorted),
        "full and sorted under {}:\n{}",
        rules,
        source
    );
    prop_assert_eq!(
        &reduced.schedules.visible,
        &sorted.schedules.visible,
        "{}",
        source
    );
    for counted in &sorted.counted {
        prop_assert!(
            counted.witness.is_some(),
            "every outcome has a witness:\n{}",
            source
        );
    }
    let calm = |report: &Report| -> Vec<u32> {
        report
            .counted
            .iter()
            .filter(|c| c.outcome.status != Status::Stuck)
            .filter_map(|c| Some(c.witness.as_ref()?.preemptions))
            .collect()
    };
    prop_assert_eq!(
        calm(&reduced),
        calm(&sorted),
        "preemptions under {}:\n{}",
        rules,
        source
    );
    Ok(Some(reduced))
}

/// Checks random programs, each under some of the rules, and compares what they reached with the record.
fn agree(
    name: &str,
    cases: u32,
    programs: impl Strategy<Value = programs::Program>,
    rules: &'static [Rules],
) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        // The same programs in every run: no verdict depends on chance.
        rng_seed: RngSeed::Fixed(22),
        ..ProptestConfig::default()
    });
    let reached = RefCell::new(Reached::default());
    let outcome = runner.run(&(programs, 0..rules.len()), |(program, at)| {
        let rules = rules[at];
        let report = check(&program.source(rules), rules)?;
        let mut reached = reached.borrow_mut();
        reached.add(&program, rules.version, report.as_ref());
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let reached = reached.into_inner();
    insta::assert_snapshot!(name, reached.table());
}

#[test]
fn every_statement_is_in_a_program_whose_schedules_are_all_explored() {
    let rules = Rules::ALL.iter().find(|rules| rules.name == "3.15");
    let rules = *rules.unwrap();
    let mut reached = Reached::default();
    for number in 0..programs::STATEMENTS.len() {
        let program = programs::pair(number, 0);
        let report = check(&program.source(rules), rules).unwrap();
        reached.add(&program, rules.version, report.as_ref());
    }
    insta::assert_snapshot!("every_statement", reached.table());
    assert_eq!(reached.missing(), [] as [&str; 0]);
}

#[test]
fn different_threads() {
    let programs = programs::different(Shape::Joined, 2, 2);
    agree("different_threads", 60, programs, Rules::teaching());
}

#[test]
fn equal_threads() {
    let programs = programs::equal(Shape::Joined);
    agree("equal_threads", 60, programs, Rules::teaching());
}

#[test]
fn every_version() {
    let programs = programs::different(Shape::Joined, 2, 1);
    agree("every_version", 60, programs, Rules::versions());
}

#[test]
fn threads_that_nobody_joins() {
    let programs = prop_oneof![
        programs::different(Shape::Left, 2, 1),
        programs::different(Shape::Daemons, 2, 1),
    ];
    agree(
        "threads_that_nobody_joins",
        400,
        programs,
        Rules::teaching(),
    );
}

#[test]
fn jobs_of_an_executor() {
    let programs = prop_oneof![
        programs::different(Shape::Jobs(1), 2, 1),
        programs::different(Shape::Jobs(2), 2, 1),
        programs::equal(Shape::Jobs(2)),
    ];
    agree("jobs_of_an_executor", 60, programs, Rules::versions());
}
