//! loom, the second judge: the same models, another engine.
//!
//! loom says what it found by panicking, or by panicking while it panics, which ends the process.
//! So its verdict is read from the text of the panic. The version of loom is pinned, and the texts
//! below are those of `loom 0.7.2`: `rt/execution.rs` (deadlock), `rt/location.rs` and `rt/arc.rs`
//! (causality), `rt/path.rs` (branches), `rt/thread.rs` (threads), `rt/object.rs` and `rt/arc.rs` (leaks).

use std::panic::{AssertUnwindSafe, catch_unwind};

use checker::BrokenPromise;
use interleaving::{Coverage, Kind, Limit, Report, Verdict};

use crate::model::Model;

// ANCHOR: limits
/// Choices in one execution after which loom gives up. Its default of 1 000 is too small for a
/// queue with three threads; with ten times as many, one endless execution takes seconds.
const MAX_BRANCHES: usize = 2_000;

/// Executions after which a search is given up for one with fewer preemptions. A second opinion
/// has to come at the price of the first, and loom needs many more executions for it.
const MAX_EXECUTIONS: u64 = 20_000;

/// The numbers of preemptions of the searches, the most thorough first.
const PREEMPTIONS: [u32; 2] = [3, 2];

/// Threads in one execution, the first included: `rt::MAX_THREADS`.
const MAX_THREADS: u32 = 5;
// ANCHOR_END: limits

/// Runs a model under loom: all of its interleavings when there are few, else those with 3 or 2
/// preemptions. The verdict says which.
pub(super) fn search(
    model: &Model,
    max_executions: u64,
    body: impl Fn() + Send + Sync + Clone + 'static,
) -> Report {
    let most = match model.coverage {
        Coverage::Every => u32::MAX,
        Coverage::UpTo(most) => most,
    };
    let bounded = PREEMPTIONS.into_iter().filter(|bound| *bound < most);
    let searches = std::iter::once(model.coverage).chain(bounded.map(Coverage::UpTo));
    let mut executions = 0;
    let mut last = None;
    for coverage in searches {
        let left = max_executions.saturating_sub(executions);
        let mut report = search_up_to(coverage, left.min(MAX_EXECUTIONS), body.clone());
        executions += report.executions;
        report.executions = executions;
        let inconclusive = matches!(report.verdict, Verdict::Inconclusive { .. });
        last = Some(report);
        if !inconclusive || left <= MAX_EXECUTIONS {
            break;
        }
    }
    last.expect("the first search is always made")
}

/// Runs the interleavings with at most so many preemptions, as far as the limit allows.
fn search_up_to(
    coverage: Coverage,
    max_executions: u64,
    body: impl Fn() + Send + Sync + 'static,
) -> Report {
    let before = super::executions();
    let mut builder = loom::model::Builder::new();
    builder.max_branches = MAX_BRANCHES;
    builder.preemption_bound = match coverage {
        Coverage::Every => None,
        Coverage::UpTo(most) => usize::try_from(most).ok(),
    };
    // loom looks at its limits only every `checkpoint_interval` executions, and then returns as if
    // all were well. So it looks each time, and whether it was stopped is counted here. It looks
    // before an execution: with a limit of n it makes n - 1 of them.
    builder.checkpoint_interval = 1;
    builder.max_permutations = usize::try_from(max_executions.saturating_add(2)).ok();
    let result = catch_unwind(AssertUnwindSafe(|| builder.check(body)));
    let executions = super::executions() - before;
    let verdict = match result {
        Ok(()) if executions > max_executions => Verdict::Inconclusive {
            limit: Limit::Executions(max_executions),
        },
        Ok(()) => Verdict::Holds { coverage },
        Err(payload) => match payload.downcast_ref::<BrokenPromise>() {
            Some(BrokenPromise { kind, message }) => Verdict::Violated {
                kind: *kind,
                message: message.clone(),
            },
            None => {
                let text = payload
                    .downcast_ref::<&str>()
                    .copied()
                    .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                    .unwrap_or("a panic without a message");
                verdict_of(text).unwrap_or_else(|| Verdict::Violated {
                    kind: Kind::Panic,
                    message: text.to_owned(),
                })
            }
        },
    };
    Report {
        verdict,
        executions,
        counterexample: None,
    }
}

/// The verdict that a text of loom stands for; `None` when it is not one of loom's texts.
///
/// It is also asked about the output of a child that ended: loom's own destructors may panic
/// while the text of the first panic is on its way, and then the output is all that is left.
pub(crate) fn verdict_of(text: &str) -> Option<Verdict> {
    if text.contains("deadlock; threads = ") {
        return Some(Verdict::Deadlock {
            kind: Kind::WaitCycle,
        });
    }
    if text.contains("Causality violation") || text.contains("is not synchronized") {
        return Some(Verdict::DataRace {
            kind: Kind::DataRace,
        });
    }
    if text.contains("Model exceeded maximum number of branches") {
        return Some(Verdict::Stuck {
            kind: Kind::EndlessLoop,
            message: format!("one execution made more than {MAX_BRANCHES} choices"),
        });
    }
    if text.contains("self.threads.len() < self.max()") {
        return Some(Verdict::Inconclusive {
            limit: Limit::Threads(MAX_THREADS),
        });
    }
    if text.contains("leaked") {
        return Some(Verdict::Leak {
            message: first_line(text),
        });
    }
    None
}

fn first_line(text: &str) -> String {
    text.lines()
        .find(|line| line.contains("leaked"))
        .unwrap_or(text)
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kind that loom finds in a program.
    fn found(body: impl Fn() + Send + Sync + 'static) -> Verdict {
        searched(body, u64::MAX).verdict
    }

    fn searched(body: impl Fn() + Send + Sync + 'static, max_executions: u64) -> Report {
        let model = Model::new("a program", body);
        // Executions are counted per process, and tests run side by side.
        static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock();
        search(&model, max_executions, crate::explore::body(&model, || ()))
    }

    #[test]
    fn a_data_race_of_cells() {
        let verdict = found(|| {
            let slot = loom::sync::Arc::new(loom::cell::UnsafeCell::new(0));
            let other = Shared(slot.clone());
            let writer = loom::thread::spawn(move || {
                let other = other;
                other.0.with_mut(|_| ());
            });
            slot.with(|_| ());
            writer.join().unwrap();
        });
        assert_eq!(
            verdict,
            Verdict::DataRace {
                kind: Kind::DataRace
            }
        );
    }

    struct Shared(loom::sync::Arc<loom::cell::UnsafeCell<i32>>);

    #[expect(unsafe_code, reason = "the program is there to be caught")]
    // SAFETY: nothing is read or written through the pointers of the cell.
    unsafe impl Send for Shared {}

    #[test]
    fn a_deadlock() {
        let verdict = found(|| {
            let (send, receive) = loom::sync::mpsc::channel::<u8>();
            let keep = loom::thread::spawn(move || receive.recv());
            let _ = keep.join();
            drop(send);
        });
        assert_eq!(
            verdict,
            Verdict::Deadlock {
                kind: Kind::WaitCycle
            }
        );
    }

    #[test]
    fn a_leak() {
        let verdict = found(|| std::mem::forget(loom::sync::Arc::new(1)));
        assert!(matches!(verdict, Verdict::Leak { .. }), "{verdict:?}");
    }

    #[test]
    fn a_loop_without_an_end() {
        let verdict = found(|| {
            let flag = loom::sync::atomic::AtomicBool::new(false);
            while !flag.load(loom::sync::atomic::Ordering::Acquire) {
                loom::thread::yield_now();
            }
        });
        assert!(
            matches!(
                verdict,
                Verdict::Stuck {
                    kind: Kind::EndlessLoop,
                    ..
                }
            ),
            "{verdict:?}"
        );
    }

    #[test]
    fn more_threads_than_loom_has_are_not_a_verdict_on_the_code() {
        let verdict = found(|| {
            let threads: Vec<_> = (0..5).map(|_| loom::thread::spawn(|| ())).collect();
            for thread in threads {
                thread.join().unwrap();
            }
        });
        let limit = Limit::Threads(MAX_THREADS);
        assert_eq!(verdict, Verdict::Inconclusive { limit });
    }

    #[test]
    fn a_large_model_is_searched_with_fewer_preemptions() {
        let report = searched(
            || {
                let hits = loom::sync::Arc::new(loom::sync::atomic::AtomicUsize::new(0));
                let add = loom::sync::atomic::Ordering::SeqCst;
                let threads: Vec<_> = (0..2)
                    .map(|_| {
                        let hits = hits.clone();
                        loom::thread::spawn(move || {
                            for _ in 0..10 {
                                hits.fetch_add(1, add);
                            }
                        })
                    })
                    .collect();
                for thread in threads {
                    thread.join().unwrap();
                }
            },
            u64::MAX,
        );
        assert!(
            matches!(
                report.verdict,
                Verdict::Holds {
                    coverage: Coverage::UpTo(2 | 3)
                }
            ),
            "{report:?}"
        );
        assert!(report.executions > MAX_EXECUTIONS);
    }

    #[test]
    fn a_limit_is_not_a_pass() {
        let body = || {
            let hits = loom::sync::Arc::new(loom::sync::atomic::AtomicUsize::new(0));
            let other = hits.clone();
            let add = loom::sync::atomic::Ordering::Relaxed;
            let thread = loom::thread::spawn(move || other.fetch_add(1, add));
            hits.fetch_add(1, add);
            thread.join().unwrap();
        };
        let whole = searched(body, u64::MAX);
        assert!(whole.verdict.holds(), "{whole:?}");
        assert_eq!(searched(body, whole.executions).verdict, whole.verdict);
        let cut = searched(body, whole.executions - 1);
        let limit = Limit::Executions(whole.executions - 1);
        assert_eq!(cut.verdict, Verdict::Inconclusive { limit });
    }
}
