//! What a thread leaves for whoever joins it.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use checker::{Abandoned, rt};

/// The result of a thread, once there is one.
pub(super) struct Packet<T> {
    result: Mutex<Option<std::thread::Result<T>>>,
}

/// How a body ended, for those who do not know the type of its value.
pub(super) enum Ended {
    /// With a value.
    Returned,
    /// With a panic, which the packet holds.
    Panicked,
}

impl<T> Packet<T> {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Packet {
            result: Mutex::new(None),
        })
    }

    /// The result.
    ///
    /// # Panics
    ///
    /// If the thread has not ended, which is a bug of the caller.
    pub(super) fn take(&self) -> std::thread::Result<T> {
        self.result
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .expect("a thread leaves its result before it ends")
    }

    /// Runs the body of a thread, catches its panic and leaves the result.
    ///
    /// When the engine has ended the execution, the thread goes on unwinding.
    pub(super) fn fill(self: Arc<Self>, body: impl FnOnce() -> T) -> Ended {
        let result = match catch_unwind(AssertUnwindSafe(body)) {
            Err(payload) if payload.is::<Abandoned>() => resume_unwind(payload),
            result => result,
        };
        let ended = match &result {
            Ok(_) => Ended::Returned,
            Err(_) => Ended::Panicked,
        };
        *self.result.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        if let Ended::Panicked = ended {
            rt::body_panicked();
        }
        ended
        // If nobody kept a handle, the result is dropped here, on the thread that made it.
    }
}
