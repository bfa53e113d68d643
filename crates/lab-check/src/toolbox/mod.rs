//! What a model is made of, besides the types of `lab`.

mod canary;
mod history;
mod linear;
mod locks;
mod probe;
mod race;
mod rendezvous;
mod threads;
mod trace;
mod vary;
mod witness;

pub use canary::{Canaries, Canary};
pub use history::History;
pub use locks::{Counters, assert_unlocked, counters, held_locks};
pub use probe::probe;
pub use race::race;
pub use rendezvous::Rendezvous;
pub use threads::{end, start, start_in, start_with};
pub use trace::Trace;
pub use vary::{Choice, vary};
pub use witness::Witness;

pub(crate) use trace::replace_events;
pub(crate) use vary::{begin as begin_variation, variations};

/// Forgets what belongs to one execution. Called at the start of each.
pub(crate) fn begin_execution() {
    canary::begin_execution();
    trace::begin_execution();
}
