//! Tiny programs with the verdict that each must get.
#![cfg(not(feature = "loom"))]

mod smoke;

use checker::Check;
use interleaving::{Coverage, Kind, Report, Verdict};

/// Checks a model completely.
fn report(model: impl Fn() + Send + Sync + 'static) -> Report {
    Check::default().report(model)
}

/// Checks a model with at most `surprises` surprises.
fn report_up_to(surprises: u32, model: impl Fn() + Send + Sync + 'static) -> Report {
    let mut check = Check::default();
    check.coverage = Coverage::UpTo(surprises);
    check.report(model)
}

/// The model keeps its promises in every interleaving.
#[track_caller]
fn holds(model: impl Fn() + Send + Sync + 'static) -> Report {
    let report = report(model);
    assert_eq!(
        report.verdict,
        Verdict::Holds {
            coverage: Coverage::Every
        },
        "{report:#?}"
    );
    report
}

/// The word and the kind of the verdict.
#[track_caller]
fn fails(word: &str, kind: Kind, model: impl Fn() + Send + Sync + 'static) -> Report {
    let report = report(model);
    assert_eq!(
        (report.verdict.word(), report.verdict.kind()),
        (word, Some(kind)),
        "{report:#?}"
    );
    report
}
