//! One right solution of ex18 as a library, so that `tests/ui.rs` can use it, and misuse it.

#[path = "../../right/pool_and_condvar.rs"]
mod solution;

pub use solution::{Lease, Session, SessionPool};
