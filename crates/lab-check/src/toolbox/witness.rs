//! Something that must be possible: it happens in at least one execution.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts, over all executions of a search, how often something was seen.
///
/// A model that says "readers may overlap" cannot demand it of every interleaving. It calls
/// [`saw`](Witness::saw) where two readers meet, and [`Model::expects`](crate::Model::expects)
/// demands that at least one execution did.
///
/// What is passed to `saw` must be computed from values of `lab`'s types (an atomic that counts
/// the readers inside, say): state that the checker cannot see may be missing from the executions
/// it left out as equal to others.
#[derive(Debug)]
pub struct Witness {
    seen: AtomicU64,
}

impl Witness {
    /// A witness that has seen nothing. It lives in a `static`.
    #[must_use]
    pub const fn new() -> Witness {
        Witness {
            seen: AtomicU64::new(0),
        }
    }

    /// Counts when `it_happened`.
    pub fn saw(&self, it_happened: bool) {
        // Relaxed: it is a sum over executions, and the judge reads it when all have ended.
        self.seen
            .fetch_add(u64::from(it_happened), Ordering::Relaxed);
    }

    /// How often it was seen so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.seen.load(Ordering::Relaxed)
    }
}

impl Default for Witness {
    fn default() -> Witness {
        Witness::new()
    }
}
