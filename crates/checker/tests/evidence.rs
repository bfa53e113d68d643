//! The evidence that the engine is right, in the last lines of this test's output.

use std::io::Write;
use std::process::ExitCode;

use checker::{Fault, Reduction};
use evidence::faults::{Noticed, broken_rules, notice};
use evidence::fuzz::Series;
use evidence::litmus::compare::{Agreement, KNOWN_DEFECTS, Summary, compare};
use evidence::litmus::suite;
use evidence::parallel::for_all;
use evidence::suite::rules;

/// The programs that every run of the tests compares; `cargo course fuzz` compares more.
const PROGRAMS: u64 = 500;
/// The programs that one processor compares before it asks for more.
const SHARE: usize = 10;

fn main() -> ExitCode {
    let mut out = std::io::stdout();
    let starts: Vec<u64> = (0..PROGRAMS).step_by(SHARE).collect();
    let series = for_all(&starts, |start| {
        let end = (start + SHARE as u64).min(PROGRAMS);
        Series::run(*start..end, &mut |_| {})
    });
    let series = series.into_iter().fold(Series::default(), Series::and);
    for (seed, difference) in &series.different {
        let _ = writeln!(out, "seed {seed}:\n{difference}");
    }
    let mut failures = u64::from(!series.different.is_empty());
    // More than a few programs that nobody could compare would be no evidence.
    failures += u64::from(series.too_large * 100 > PROGRAMS);
    let _ = writeln!(out, "{series}");

    let (litmus, unexplained) = self::litmus(Reduction::States, &mut out);
    failures += unexplained;
    let _ = writeln!(out, "{litmus}");
    let (by_traces, unexplained) = self::litmus(Reduction::Traces, &mut out);
    failures += unexplained;
    let _ = writeln!(out, "by traces: {by_traces}");

    let broken: Vec<_> = broken_rules(None).collect();
    for (rule, shown) in &broken {
        let _ = writeln!(out, "rule broken: {rule}: {shown}");
    }
    failures += broken.len() as u64;
    let _ = writeln!(
        out,
        "rules: {} programs by both searches, {} broken",
        rules().len(),
        broken.len()
    );

    let mut noticed = 0;
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    let all_noticed = for_all(Fault::ALL, |fault| notice(*fault));
    for (fault, noticed_by) in Fault::ALL.iter().zip(all_noticed) {
        if verbose {
            let _ = writeln!(out, "{fault:?}: {noticed_by:?}");
        }
        match noticed_by {
            Noticed::No => {
                let _ = writeln!(out, "fault not noticed: {fault:?}");
                failures += 1;
            }
            _ => noticed += 1,
        }
    }
    let _ = writeln!(out, "faults: {noticed} noticed of {}", Fault::ALL.len());

    let all = 2 + 2 * litmus.tests as u64 + rules().len() as u64 + Fault::ALL.len() as u64;
    let _ = writeln!(out, "{} passed, {failures} failed", all - failures);
    if failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The memory model against what herd7 recorded. Returns how many tests differ without a reason.
fn litmus(reduction: Reduction, out: &mut impl Write) -> (Summary, u64) {
    let record = suite::recorded().expect("the record can be read");
    let (mut summary, mut unexplained) = (Summary::default(), 0);
    let tests = suite::all().expect("the tests can be read");
    let comparisons = for_all(&tests, |test| {
        let recorded = record.tests.get(&test.name)?;
        Some(compare(reduction, test, recorded))
    });
    for (test, comparison) in tests.iter().zip(comparisons) {
        let Some(comparison) = comparison else {
            let _ = writeln!(out, "{} is not recorded", test.name);
            unexplained += 1;
            continue;
        };
        summary.add(&comparison);
        let known = KNOWN_DEFECTS.iter().find(|(name, _)| *name == test.name);
        match (comparison.agreement(), known) {
            (Agreement::Exact, None) => {}
            (Agreement::Inside, Some((name, why))) => {
                let _ = writeln!(out, "inside: {name}: {why}");
            }
            _ => {
                let _ = writeln!(out, "{comparison}");
                unexplained += 1;
            }
        }
    }
    (summary, unexplained)
}
