//! Threads with a name for the table: what a model starts, and how it waits for their ends.

use lab::sync::Arc;
use lab::thread::{self, JoinHandle, Scope, ScopedJoinHandle};

/// What [`start`] and its relatives rely on: std's builder may refuse, a model's does not.
const MAY_START: &str = "a model may start threads";

/// Starts a thread that is called `name` in the table of events.
///
/// The code under test cannot ask for this name, so that no solution does one thing for
/// "visitor A" and another one for "visitor B". The line in the table is that of the caller.
///
/// ```
/// use lab_check::{end, start};
///
/// let visitor = start("visitor A", || 2 + 2);
/// assert_eq!(end(visitor), 4);
/// ```
///
/// # Panics
///
/// Outside of a check, when the system cannot start one more thread.
#[track_caller]
pub fn start<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<T> {
    thread::Builder::new()
        .shown_as(name)
        .spawn(work)
        .expect(MAY_START)
}

/// Starts a thread as [`start`] does, which works with something that it shares with others.
///
/// The thread owns a clone of `shared`, and drops it when `work` has returned.
///
/// ```
/// use lab::sync::{Arc, Mutex};
/// use lab_check::{end, start_with};
///
/// let till = Arc::new(Mutex::new(100));
/// end(start_with("cashier", &till, |till| *till.lock().unwrap() -= 30));
/// assert_eq!(*till.lock().unwrap(), 70);
/// ```
///
/// # Panics
///
/// As [`start`].
#[track_caller]
pub fn start_with<S, T>(
    name: &str,
    shared: &Arc<S>,
    work: impl FnOnce(&S) -> T + Send + 'static,
) -> JoinHandle<T>
where
    S: Send + Sync + 'static,
    T: Send + 'static,
{
    let shared = Arc::clone(shared);
    start(name, move || work(&shared))
}

/// Starts a thread as [`start`] does, in a scope, so that it may borrow.
///
/// ```
/// use lab::thread;
/// use lab_check::{end, start_in};
///
/// let jobs = [41, 42];
/// let printed = thread::scope(|scope| end(start_in(scope, "printer", || jobs[1])));
/// assert_eq!(printed, 42);
/// ```
///
/// # Panics
///
/// As [`start`].
#[track_caller]
pub fn start_in<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() -> T + Send + 'scope,
) -> ScopedJoinHandle<'scope, T> {
    thread::Builder::new()
        .shown_as(name)
        .spawn_scoped(scope, work)
        .expect(MAY_START)
}

/// Waits until a thread has ended, and returns what it made.
///
/// # Panics
///
/// When the thread has panicked. In a check the verdict shows what the thread itself said.
#[track_caller]
pub fn end<T>(thread: impl Handle<Result = T>) -> T {
    thread.wait().expect("the thread ends well")
}

/// A handle of a thread, in a scope or not.
pub trait Handle {
    /// What the thread makes.
    type Result;

    /// Waits until the thread has ended.
    ///
    /// # Errors
    ///
    /// When the thread has panicked, with what it said.
    fn wait(self) -> thread::Result<Self::Result>;
}

impl<T> Handle for JoinHandle<T> {
    type Result = T;

    #[track_caller]
    fn wait(self) -> thread::Result<T> {
        self.join()
    }
}

impl<T> Handle for ScopedJoinHandle<'_, T> {
    type Result = T;

    #[track_caller]
    fn wait(self) -> thread::Result<T> {
        self.join()
    }
}
