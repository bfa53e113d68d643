//! Threads that borrow.
//!
//! One implementation serves both inside and outside a check, because std's `Scope` cannot be put
//! into a type of our own: its lifetime is that of std's own frame.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use checker::{Abandoned, rt};

use super::packet::{Ended, Packet};
use super::spawn::start;
use super::{Builder, Thread};
use crate::model::Line;

/// [`std::thread::Scope`], checked.
pub struct Scope<'scope, 'env: 'scope> {
    shared: Arc<Shared>,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// [`std::thread::ScopedJoinHandle`], checked.
pub struct ScopedJoinHandle<'scope, T> {
    shared: Arc<Shared>,
    started: Started,
    packet: Arc<Packet<T>>,
    scope: PhantomData<&'scope ()>,
}

/// A running thread of the scope.
enum Started {
    Plain(std::thread::JoinHandle<()>, Thread),
    Model(rt::ThreadId, Thread),
}

/// What the scope and its threads know about each other.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    all_done: Condvar,
}

#[derive(Default)]
struct State {
    /// Bodies that have not returned.
    running: usize,
    /// Panics that no `join` has returned.
    panics: usize,
    /// The model threads of the scope.
    threads: Vec<rt::ThreadId>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that a body does not run any more, also when the thread leaves an ended execution.
struct Running(Arc<Shared>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
        self.0.all_done.notify_all();
    }
}

/// Runs `f` with a scope whose threads may borrow, and waits for all of them: for their bodies, as
/// in std, and not for the destructors of their thread-local variables.
///
/// # Panics
///
/// When a thread of the scope panicked and nobody joined it.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let line = Location::caller();
    let scope = Scope {
        shared: Arc::default(),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = catch_unwind(AssertUnwindSafe(|| f(&scope)));
    let waited = catch_unwind(AssertUnwindSafe(|| {
        if !result
            .as_ref()
            .is_err_and(|payload| payload.is::<Abandoned>())
        {
            scope.shared.wait(line);
        }
    }));
    // Either all bodies have returned by now, or the execution has ended. Then the engine has let
    // the younger threads leave first, and one that could not leave never runs again.
    if let Err(abandoned) = waited {
        resume_unwind(abandoned);
    }
    match result {
        Err(payload) => resume_unwind(payload),
        Ok(_) if scope.shared.lock().panics > 0 => panic!("a scoped thread panicked"),
        Ok(value) => value,
    }
}

impl Shared {
    /// Waits until all bodies have returned.
    fn wait(&self, line: Line) {
        if rt::in_model() {
            // A thread of the scope may start more of them, and they come after it.
            loop {
                let threads = self.lock().threads.clone();
                rt::scope_wait(&threads, line);
                if self.lock().threads.len() == threads.len() {
                    return;
                }
            }
        }
        let mut state = self.lock();
        while state.running > 0 {
            state = self
                .all_done
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<'scope, 'env> Scope<'scope, 'env> {
    /// Starts a thread that may borrow what lives longer than the scope.
    ///
    /// # Panics
    ///
    /// Outside a check, when the system cannot start one more thread.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.start(Builder::new(), f, Location::caller())
            .expect("failed to spawn thread")
    }

    pub(super) fn start<F, T>(
        &'scope self,
        builder: Builder,
        f: F,
        line: Line,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let packet = Packet::new();
        let filled = Arc::clone(&packet);
        let shared = Arc::clone(&self.shared);
        shared.lock().running += 1;
        let running = Running(Arc::clone(&shared));
        let body: Box<dyn FnOnce() + Send + 'scope> = Box::new(move || {
            // Dropped last, when nothing that the body borrowed is used any more.
            let running = running;
            if let Ended::Panicked = filled.fill(f) {
                running.0.lock().panics += 1;
            }
        });
        #[expect(
            unsafe_code,
            reason = "std's own scope extends the life of closures, too"
        )]
        // SAFETY: `scope` does not return, not even by unwinding, while the body of one of its
        // threads may still run (see there), and `Running` is dropped after the closure and its
        // result. So what they borrow outlives them. A result that nobody takes lives on in the
        // packet of a handle, which cannot leave `'scope` either.
        let body = unsafe {
            std::mem::transmute::<
                Box<dyn FnOnce() + Send + 'scope>,
                Box<dyn FnOnce() + Send + 'static>,
            >(body)
        };
        let started = if rt::in_model() {
            let (id, thread) = start(builder.into_names(), body, line);
            shared.lock().threads.push(id);
            Started::Model(id, thread)
        } else {
            let handle = builder.into_std().spawn(body)?;
            let thread = Thread::plain(handle.thread().clone());
            Started::Plain(handle, thread)
        };
        Ok(ScopedJoinHandle {
            shared,
            started,
            packet,
            scope: PhantomData,
        })
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// The handle to the thread itself.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        match &self.started {
            Started::Plain(_, thread) | Started::Model(_, thread) => thread,
        }
    }

    /// Waits for the thread and returns its result.
    ///
    /// # Errors
    ///
    /// The payload of the panic with which the thread ended.
    #[track_caller]
    pub fn join(self) -> super::Result<T> {
        let line = Location::caller();
        match self.started {
            // The body catches every panic, so std has nothing to report.
            Started::Plain(handle, _) => handle.join().expect("the body catches panics"),
            Started::Model(id, _) => rt::join(id, line),
        }
        let result = self.packet.take();
        if result.is_err() {
            self.shared.lock().panics -= 1;
        }
        result
    }

    /// True once the thread has run its body. Does not wait.
    #[must_use]
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        let line = Location::caller();
        match &self.started {
            Started::Plain(handle, _) => handle.is_finished(),
            Started::Model(id, _) => rt::is_finished(*id, line),
        }
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
