//! wrong: the numbers of the `Metrics` are bytes, which begin anew after 255
//! killed-by: many_metrics
//! verdict: violated
//! kind: wrong-result
//! question: How many `Metrics` can there be, and which number has the next one?

use std::cell::RefCell;
use std::collections::BTreeMap;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU8, Ordering::Relaxed};

pub type Name = &'static str;
pub type Event = (Name, i64);
#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

lab::thread_local! {
    static BUFFERS: RefCell<BTreeMap<u64, Sums>> = const { RefCell::new(BTreeMap::new()) };
}

static NEXT_ID: AtomicU8 = AtomicU8::new(0);

pub struct Metrics {
    id: u64,
    totals: Mutex<Sums>,
}

impl Metrics {
    pub fn new() -> Self {
        Metrics {
            id: NEXT_ID.fetch_add(1, Relaxed).into(),
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
