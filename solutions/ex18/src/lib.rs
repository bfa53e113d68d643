//! The solutions of ex18 live in `right/` and `wrong/`; `tests/corpus.rs` judges them.
//!
//! One right solution is also a library, so that `tests/ui.rs` can show what the compiler says
//! to those who use the pool in a wrong way.

#[path = "../right/pool_and_condvar.rs"]
mod solution;

pub use solution::{Lease, Session, SessionPool};
