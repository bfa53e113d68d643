//! Threads on loom: at most four besides the one that runs the model.

use std::io;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use loom::thread::{
    AccessError, JoinHandle, LocalKey, Thread, ThreadId, current, panicking, park, yield_now,
};
pub use std::thread::{Result, available_parallelism};

/// Starts a thread, with std's bounds: loom's own function forgets that a thread's closure and
/// its result must be `Send`.
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    loom::thread::spawn(f)
}

/// Starts threads with names.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// A thread without a name.
    #[must_use]
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Names the thread.
    #[must_use]
    pub fn name(self, name: String) -> Builder {
        Builder { name: Some(name) }
    }

    /// Names the thread in the table of events, which loom does not have.
    #[must_use]
    pub fn shown_as(self, name: &str) -> Builder {
        let _ = name;
        self
    }

    /// Sets the size of the stack. Loom's threads have stacks of their own, of one size.
    #[must_use]
    pub fn stack_size(self, size: usize) -> Builder {
        let _ = size;
        self
    }

    /// Starts a thread, with std's bounds; see [`spawn`].
    ///
    /// # Errors
    ///
    /// When loom's own builder refuses; too many threads end the model instead.
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let mut builder = loom::thread::Builder::new();
        if let Some(name) = self.name {
            builder = builder.name(name);
        }
        builder.spawn(f)
    }

    /// Starts a thread that may borrow what lives as long as the scope.
    ///
    /// # Errors
    ///
    /// As for [`Builder::spawn`].
    #[track_caller]
    pub fn spawn_scoped<'scope, F, T>(
        self,
        scope: &'scope Scope<'scope, '_>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        scope.start(self, f)
    }
}

/// Lets other threads run: no verdict depends on how long.
pub fn sleep(duration: Duration) {
    let _ = duration;
    yield_now();
}

/// A scope for threads that borrow; see [`scope`].
pub struct Scope<'scope, 'env: 'scope> {
    /// One entry per thread that has been started: loom's handle to wait for it.
    started: Mutex<Vec<JoinHandle<()>>>,
    _scope: PhantomData<&'scope mut &'scope ()>,
    _env: PhantomData<&'env mut &'env ()>,
}

/// A handle to a scoped thread.
pub struct ScopedJoinHandle<'scope, T> {
    done: Arc<Outcome<T>>,
    _scope: PhantomData<&'scope ()>,
}

/// Where a scoped thread leaves its result.
struct Outcome<T> {
    value: loom::sync::Mutex<Option<T>>,
    left: loom::sync::Condvar,
}

/// Ends the process when a scope is left while its threads may still borrow from it.
struct Unfinished;

impl Drop for Unfinished {
    fn drop(&mut self) {
        std::process::abort();
    }
}

/// Runs `f` with a scope whose threads may borrow, and waits for all of them.
///
/// If loom itself panics while the scope waits (on a deadlock, for example), the process is
/// aborted, because the threads still hold references into the caller's frame.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let scope = Scope {
        started: Mutex::new(Vec::new()),
        _scope: PhantomData,
        _env: PhantomData,
    };
    let result = catch_unwind(AssertUnwindSafe(|| f(&scope)));
    let unfinished = Unfinished;
    // Threads of the scope may start more of them, so one is taken at a time.
    while let Some(thread) = { scope.started().pop() } {
        thread
            .join()
            .expect("loom ends the model when a thread panics");
    }
    std::mem::forget(unfinished);
    result.unwrap_or_else(|payload| resume_unwind(payload))
}

impl<'scope> Scope<'scope, '_> {
    fn started(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.started.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a thread that may borrow what lives as long as the scope.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.start(Builder::new(), f)
            .expect("loom refuses no thread by an error")
    }

    #[track_caller]
    fn start<F, T>(&'scope self, builder: Builder, f: F) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let done = Arc::new(Outcome {
            value: loom::sync::Mutex::new(None),
            left: loom::sync::Condvar::new(),
        });
        let result = Arc::clone(&done);
        let body: Box<dyn FnOnce() + Send + 'scope> = Box::new(move || {
            let value = f();
            *result.value.lock().expect("loom's mutex is never poisoned") = Some(value);
            result.left.notify_all();
        });
        #[expect(
            unsafe_code,
            reason = "std's own scope extends the life of closures, too"
        )]
        // SAFETY: `scope` does not return before this thread has ended, not even by unwinding:
        // `Unfinished` aborts the process then. So what the closure borrows outlives it.
        let body = unsafe {
            std::mem::transmute::<
                Box<dyn FnOnce() + Send + 'scope>,
                Box<dyn FnOnce() + Send + 'static>,
            >(body)
        };
        let thread = builder.spawn(body)?;
        self.started().push(thread);
        Ok(ScopedJoinHandle {
            done,
            _scope: PhantomData,
        })
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// Waits for the thread and returns its result.
    ///
    /// # Errors
    ///
    /// Never: loom ends the model when a thread panics.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let mut value = self
            .done
            .value
            .lock()
            .expect("loom's mutex is never poisoned");
        loop {
            if let Some(value) = value.take() {
                return Ok(value);
            }
            value = self
                .done
                .left
                .wait(value)
                .expect("loom's mutex is never poisoned");
        }
    }
}
