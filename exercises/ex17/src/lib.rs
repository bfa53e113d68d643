//! Request metrics: each thread counts in a buffer of its own, and merges it when it is done.
use std::cell::RefCell;
use std::collections::BTreeMap;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What is counted, for example the name of a page.
pub type Name = &'static str;
/// A line of the request log: what to count, and how much. A negative number is a damaged line.
pub type Event = (Name, i64);
/// There was a damaged line.
#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;
lab::thread_local! {
    /// The buffers of this thread, by the id of their `Metrics`.
    static BUFFERS: RefCell<BTreeMap<u64, Sums>> = const { RefCell::new(BTreeMap::new()) };
}
static NEXT_ID: AtomicU64 = AtomicU64::new(0);

/// Sums by name. Two `Metrics` have nothing in common, and each may be moved at any time.
pub struct Metrics {
    id: u64,
    totals: Mutex<Sums>,
}
impl Metrics {
    pub fn new() -> Self {
        let (id, totals) = (NEXT_ID.fetch_add(1, Relaxed), Mutex::default());
        Metrics { id, totals }
    }
    /// Adds `v` to the sum of `name` in the buffer of this thread. Takes no lock.
    pub fn record(&self, name: Name, v: u64) {
        let add = |sums: &mut Sums| *sums.entry(name).or_default() += v;
        BUFFERS.with_borrow_mut(|all| add(all.entry(self.id).or_default()));
    }
    /// Merges the buffer of this thread, as one step: a snapshot shows all of it or nothing.
    /// What was recorded is merged once, however often `flush` is called.
    pub fn flush(&self) {
        let buffer = BUFFERS.with_borrow(|all| all.get(&self.id).cloned());
        let mut totals = self.totals.lock().unwrap();
        for (name, v) in buffer.unwrap_or_default() {
            *totals.entry(name).or_default() += v;
        }
    }
    /// The sums of what was merged so far, and of nothing else.
    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }
}
/// Records the events up to the first damaged one. What it has recorded is merged when it returns,
/// by whatever way. It takes no more locks for a hundred events than for one.
pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    for (name, v) in events {
        m.record(name, u64::try_from(*v).map_err(|_| BadEvent)?);
    }
    m.flush();
    Ok(())
}
