//! wrong: a `Metrics` that goes gives its number to the next one
//! killed-by: many_metrics
//! verdict: violated
//! kind: wrong-result
//! question: What lies in the buffers under the number that you use again?

use std::cell::RefCell;
use std::collections::BTreeMap;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub type Name = &'static str;
pub type Event = (Name, i64);
#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

lab::thread_local! {
    static BUFFERS: RefCell<BTreeMap<u64, Sums>> = const { RefCell::new(BTreeMap::new()) };
}

static NEXT_ID: AtomicU64 = AtomicU64::new(0);
/// The id of a `Metrics` that is gone and may be used again; 0: there is none.
static FREE: AtomicU64 = AtomicU64::new(0);

pub struct Metrics {
    id: u64,
    totals: Mutex<Sums>,
}

impl Metrics {
    pub fn new() -> Self {
        let id = match FREE.swap(0, Relaxed) {
            0 => NEXT_ID.fetch_add(1, Relaxed) + 1,
            id => id,
        };
        Metrics {
            id,
            totals: Mutex::default(),
        }
    }

    pub fn record(&self, name: Name, v: u64) {
        BUFFERS.with_borrow_mut(|all| {
            *all.entry(self.id).or_default().entry(name).or_insert(0) += v;
        });
    }

    pub fn flush(&self) {
        let Some(buffer) = BUFFERS.with_borrow_mut(|all| all.remove(&self.id)) else {
            return;
        };
        let mut totals = self.totals.lock().unwrap();
        for (name, v) in buffer {
            *totals.entry(name).or_insert(0) += v;
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }
}

impl Drop for Metrics {
    fn drop(&mut self) {
        FREE.store(self.id, Relaxed);
    }
}

/// Flushes on every way out.
struct FlushAtEnd<'a>(&'a Metrics);

impl Drop for FlushAtEnd<'_> {
    fn drop(&mut self) {
        self.0.flush();
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    let _flush = FlushAtEnd(m);
    for &(name, v) in events {
        let v = u64::try_from(v).map_err(|_| BadEvent)?;
        m.record(name, v);
    }
    Ok(())
}
