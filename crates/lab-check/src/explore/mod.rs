//! Runs a model through the engine: all its variations, and what has to be true at the end.

#[cfg_attr(feature = "loom", expect(dead_code, reason = "loom has one search"))]
pub(crate) mod confirm;
#[cfg(feature = "loom")]
pub(crate) mod second_judge;
#[cfg(test)]
#[cfg(not(feature = "loom"))]
pub(crate) mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use interleaving::{Coverage, Kind, Limit, Report, Verdict};

#[cfg(not(feature = "loom"))]
use confirm::Second;

use crate::model::Model;
use crate::process::Task;
use crate::promise;
use crate::toolbox;

/// Executions started in this process. Relaxed: a sum that the watchdog reads.
static EXECUTIONS: AtomicU64 = AtomicU64::new(0);

/// How many executions were started so far.
pub(crate) fn executions() -> u64 {
    EXECUTIONS.load(Ordering::Relaxed)
}

/// How many steps were taken so far; grows as long as the code under test goes anywhere.
pub(crate) fn steps() -> u64 {
    #[cfg(not(feature = "loom"))]
    return checker::progress();
    // loom does not count steps; its executions are short, so they will do.
    #[cfg(feature = "loom")]
    executions()
}

/// What was found out about a model.
pub(crate) struct Explored {
    pub(crate) report: Report,
    /// What a second search says instead, when it was asked and contradicts.
    pub(crate) contradiction: Option<String>,
}

impl From<Report> for Explored {
    fn from(report: Report) -> Explored {
        Explored {
            report,
            contradiction: None,
        }
    }
}

/// What one search found.
struct Searched {
    explored: Explored,
    /// Threads that were started, over all executions; `None` when nobody counted.
    threads_started: Option<u64>,
}

/// Judges a model in this process. `at_recording` is called at the start of the execution whose
/// events are shown.
pub(crate) fn explore(model: &Model, task: Task, at_recording: fn()) -> Explored {
    let mut executions = 0;
    let mut coverage = Coverage::Every;
    let mut threads_started = Some(0);
    let mut variation = 0;
    loop {
        toolbox::begin_variation(variation);
        let left = model.max_executions.saturating_sub(executions);
        let Searched {
            explored:
                Explored {
                    mut report,
                    contradiction,
                },
            threads_started: started,
        } = search(model, task, left, at_recording);
        threads_started = threads_started
            .zip(started)
            .map(|(so_far, more)| so_far + more);
        let before = executions;
        executions += report.executions;
        report.executions = executions;
        if let Some(counterexample) = &mut report.counterexample {
            counterexample.execution += before;
        }
        if let (Verdict::Violated { .. }, Some(counterexample)) =
            (&report.verdict, &mut report.counterexample)
        {
            toolbox::replace_events(counterexample);
        }
        promise::classify(&mut report.verdict, report.counterexample.as_ref());
        if contradiction.is_some() {
            return Explored {
                report,
                contradiction,
            };
        }
        match &mut report.verdict {
            Verdict::Holds {
                coverage: Coverage::UpTo(most),
            } => {
                coverage = Coverage::UpTo(*most);
            }
            Verdict::Holds {
                coverage: Coverage::Every,
            } => {}
            Verdict::Inconclusive {
                limit: limit @ Limit::Executions(_),
            } => {
                // loom has a limit of its own for each search.
                if cfg!(not(feature = "loom")) {
                    *limit = Limit::Executions(model.max_executions);
                }
                return report.into();
            }
            _ => return report.into(),
        }
        variation += 1;
        if variation >= toolbox::variations() {
            break;
        }
    }
    let verdict = at_the_end(model, threads_started).unwrap_or(Verdict::Holds { coverage });
    Explored::from(Report {
        verdict,
        executions,
        counterexample: None,
    })
}

/// What the executions must have shown all together.
fn at_the_end(model: &Model, threads_started: Option<u64>) -> Option<Verdict> {
    if model.needs_threads && threads_started == Some(0) {
        return Some(Verdict::Violated {
            kind: Kind::BrokenRule,
            message: "no thread of `lab` was started in any execution, so nothing ran at the same time and nothing was checked".to_owned(),
        });
    }
    let missed = model
        .witnesses
        .iter()
        .find(|expected| expected.witness.count() == 0)?;
    Some(Verdict::Violated {
        kind: missed.kind,
        message: missed.otherwise.to_owned(),
    })
}

/// The body as the engine runs it, once per execution.
fn body(model: &Model, at_recording: fn()) -> impl Fn() + Send + Sync + Clone + use<> {
    let body = Arc::clone(&model.body);
    move || {
        EXECUTIONS.fetch_add(1, Ordering::Relaxed);
        toolbox::begin_execution();
        if checker::rt::recording() {
            at_recording();
        }
        body();
    }
}

#[cfg(not(feature = "loom"))]
fn search(model: &Model, task: Task, max_executions: u64, at_recording: fn()) -> Searched {
    let check = checker::Check {
        coverage: model.coverage,
        max_executions,
        ..checker::Check::default()
    };
    let body = body(model, at_recording);
    let (report, threads_started) = check.report_and_threads(body.clone());
    let mut explored = Explored::from(report);
    if task == Task::Confirm {
        match confirm::ask(&explored.report, body) {
            Second::Agrees => {}
            Second::NotFinished(limit) => {
                explored.report.verdict = Verdict::Inconclusive { limit };
                explored.report.counterexample = None;
            }
            Second::Contradicts(what) => explored.contradiction = Some(what),
        }
    }
    Searched {
        explored,
        threads_started: Some(threads_started),
    }
}

#[cfg(feature = "loom")]
fn search(model: &Model, _: Task, max_executions: u64, at_recording: fn()) -> Searched {
    let report = second_judge::search(model, max_executions, body(model, at_recording));
    Searched {
        explored: report.into(),
        threads_started: None,
    }
}
