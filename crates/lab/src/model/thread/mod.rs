//! Checked threads.

mod builder;
mod current;
mod local;
mod packet;
mod scope;
mod spawn;

use std::num::NonZero;
use std::panic::Location;
use std::time::Duration;

use checker::rt;

pub use self::builder::Builder;
pub use self::current::{Thread, ThreadId, current, park, park_timeout};
pub use self::local::{AccessError, LocalKey};
pub use self::scope::{Scope, ScopedJoinHandle, scope};
pub use self::spawn::{JoinHandle, spawn};
pub use std::thread::{Result, panicking};

/// What [`available_parallelism`] answers in a check: a program that starts a thread for each
/// processor must do the same on every machine.
const PARALLELISM_IN_A_CHECK: NonZero<usize> = NonZero::new(2).expect("2 is not 0");

/// Lets other threads run.
#[track_caller]
pub fn yield_now() {
    let line = Location::caller();
    if rt::in_model() {
        rt::yield_now(line);
    } else {
        std::thread::yield_now();
    }
}

/// Sleeps. In a check no time passes: others may run, or not.
#[track_caller]
pub fn sleep(duration: Duration) {
    let line = Location::caller();
    if rt::in_model() {
        rt::sleep(line);
    } else {
        std::thread::sleep(duration);
    }
}

/// How many threads the machine can run at the same time; 2 in a check.
///
/// # Errors
///
/// When the system does not say.
pub fn available_parallelism() -> std::io::Result<NonZero<usize>> {
    if rt::in_model() {
        Ok(PARALLELISM_IN_A_CHECK)
    } else {
        std::thread::available_parallelism()
    }
}
