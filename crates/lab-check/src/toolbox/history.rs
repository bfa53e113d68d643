//! Histories: who called what, when, and what came back.

use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, PoisonError};

use interleaving::Kind;

use super::linear::{self, Call};
use super::probe;

/// The calls of one execution, to be explained by a sequential specification.
///
/// Two operations that are each safe may still not fit together. Instead of guessing which end
/// states are wrong, a model writes down what every caller saw, and asks whether *some* order of
/// the calls, one after another, explains all results. Such a history is called linearizable.
///
/// ```
/// use lab_check::{History, Kind};
///
/// #[derive(Clone, Debug)]
/// enum Op {
///     Put(u32),
///     Take,
/// }
///
/// let history = History::new();
/// history.call(Op::Put(7), || None);
/// history.call(Op::Take, || Some(7));
/// history.assert_linearizable(Kind::LostUpdate, Vec::new(), |shelf, op| match op {
///     Op::Put(item) => {
///         shelf.push(*item);
///         None
///     }
///     Op::Take => shelf.pop(),
/// });
/// ```
#[derive(Debug)]
pub struct History<Op, Ret> {
    log: Mutex<Log<Op, Ret>>,
}

#[derive(Debug)]
struct Log<Op, Ret> {
    calls: Vec<Call<Op, Ret>>,
    clock: u32,
}

impl<Op: Debug, Ret: Debug + Clone + PartialEq> History<Op, Ret> {
    /// The most calls that can be explained in reasonable time.
    pub const MOST_CALLS: usize = 8;

    /// An empty history.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a history belongs to one execution"
    )]
    pub fn new() -> History<Op, Ret> {
        History {
            log: Mutex::new(Log {
                calls: Vec::new(),
                clock: 0,
            }),
        }
    }

    /// Makes a call and writes down when it began, when it returned, and what came back.
    ///
    /// # Panics
    ///
    /// When the history has more than [`History::MOST_CALLS`] calls.
    #[track_caller]
    pub fn call(&self, op: Op, run: impl FnOnce() -> Ret) -> Ret {
        // The probes make "before" and "after" visible to the checker: without them an execution
        // with another order of begins and ends could be left out as equal to this one.
        probe();
        let index = {
            let mut log = self.log();
            assert!(
                log.calls.len() < Self::MOST_CALLS,
                "a history may have at most {} calls",
                Self::MOST_CALLS
            );
            log.clock += 1;
            let began = log.clock;
            log.calls.push(Call {
                thread: thread(),
                op,
                began,
                returned: None,
            });
            log.calls.len() - 1
        };
        let result = run();
        probe();
        let mut log = self.log();
        log.clock += 1;
        let now = log.clock;
        log.calls[index].returned = Some((now, result.clone()));
        result
    }

    /// Asserts that some order of the calls, one after another, explains every result. A call that
    /// returned before another one began must come before it.
    ///
    /// `spec` is the specification: it changes the state as one call does and says what the call
    /// returns. Calls that never returned are not looked at, so join the threads first.
    ///
    /// # Panics
    ///
    /// When no order does: the promise is broken with this kind, and the message shows the calls.
    #[track_caller]
    pub fn assert_linearizable<S: Clone>(
        &self,
        kind: Kind,
        start: S,
        spec: impl Fn(&mut S, &Op) -> Ret,
    ) {
        let story = {
            let log = self.log();
            if linear::explain(&log.calls, &start, &spec).is_some() {
                return;
            }
            linear::story(&log.calls)
        };
        crate::broken_promise(Some(kind), story);
    }

    fn log(&self) -> MutexGuard<'_, Log<Op, Ret>> {
        // Nothing panics under this lock but the limit of calls, after which nobody looks at it.
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of the calling thread, as in the table.
fn thread() -> String {
    #[cfg(not(feature = "loom"))]
    if checker::rt::in_model() {
        return checker::rt::thread_name(checker::rt::current());
    }
    "main".to_owned()
}
