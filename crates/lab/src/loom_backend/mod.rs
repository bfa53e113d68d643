//! The same names on loom, the second judge.
//!
//! Everything that loom models is loom's own type. What loom lacks is a short shim on top of
//! loom's mutex and condition variable, which loom then explores like any other code, or it is
//! absent and an exercise that needs it says so in `exercise.toml`:
//!
//! | shim | absent |
//! |---|---|
//! | `Condvar::wait_while`, `Barrier`, `Once`, `OnceLock`, `LazyLock` | `Weak`, time-outs, poisoning |
//! | `thread::{scope, sleep, available_parallelism}` | `park_timeout`, `is_finished`, statics (no `const fn new`) |
//! | `mpsc`, `channel` (queues of a mutex and two condition variables) | `select!`, channels without a buffer |
//! | `Racy`, `alloc` | `thread_local!` with `const {}` |
//!
//! Loom's types work only inside `loom::model`.

pub mod alloc;
pub mod cell;
pub mod channel;
mod queue;
mod racy;
pub mod sync;
pub mod thread;

pub use loom::thread_local;
pub use racy::Racy;

/// Hints to the processor.
pub mod hint {
    pub use loom::hint::spin_loop;
}
