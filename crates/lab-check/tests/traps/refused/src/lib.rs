//! A learner's file with a lock that the checker cannot see (T2).

use std::sync::Mutex;

/// A counter behind a lock of std.
pub struct Hits(Mutex<u64>);
