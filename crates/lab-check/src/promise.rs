//! Promises of a model, and what happens when one is broken.

use std::sync::atomic::{AtomicBool, Ordering};

use checker::BrokenPromise;
use interleaving::{Counterexample, Kind, Verdict};

/// Breaks the execution unless a condition is true.
///
/// `promise!(LostUpdate, hits == 2, "two hits were made, the counter says {hits}")` names the bug
/// that a broken promise shows. The name is authoritative: the verdict is
/// `violated` with this kind, whatever the counterexample looks like, because the author of a
/// model knows what the promise is about.
///
/// `promise!(hits == 2, "…")` leaves the name to the counterexample: a stale read in it makes it a
/// [`Kind::StaleRead`], one that takes no surprise is a [`Kind::WrongResult`], and all others are a
/// [`Kind::OrderViolation`].
///
/// The message is formatted only when the promise is broken. Compute the values before: an
/// expression that takes a lock in the message would be one more step in the table.
///
/// # Panics
///
/// When the condition is false, with a payload that the judge takes for the verdict.
#[macro_export]
macro_rules! promise {
    ($kind:ident, $condition:expr, $($message:tt)+) => {
        if !$condition {
            $crate::broken_promise(
                ::core::option::Option::Some($crate::Kind::$kind),
                ::std::format!($($message)+),
            );
        }
    };
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            $crate::broken_promise(::core::option::Option::None, ::std::format!($($message)+));
        }
    };
}

/// True when the promise that was broken last in this process did not name its kind.
static KIND_IS_OPEN: AtomicBool = AtomicBool::new(false);

/// Ends the execution with a broken promise; what [`promise!`](crate::promise!) expands to.
///
/// # Panics
///
/// Always.
#[track_caller]
pub fn broken_promise(kind: Option<Kind>, message: String) -> ! {
    KIND_IS_OPEN.store(kind.is_none(), Ordering::Relaxed);
    let kind = kind.unwrap_or(Kind::OrderViolation);
    std::panic::panic_any(BrokenPromise { kind, message })
}

/// Gives a promise without a name the name that its counterexample suggests.
pub(crate) fn classify(verdict: &mut Verdict, counterexample: Option<&Counterexample>) {
    let Verdict::Violated {
        kind: kind @ Kind::OrderViolation,
        ..
    } = verdict
    else {
        return;
    };
    if !KIND_IS_OPEN.load(Ordering::Relaxed) {
        return;
    }
    if let Some(counterexample) = counterexample {
        *kind = suggested_kind(counterexample);
    }
}

fn suggested_kind(counterexample: &Counterexample) -> Kind {
    let surprises = &counterexample.surprises;
    if surprises.stale_reads + surprises.overtaken_stores > 0 {
        Kind::StaleRead
    } else if surprises.cost() == 0 {
        Kind::WrongResult
    } else {
        Kind::OrderViolation
    }
}
