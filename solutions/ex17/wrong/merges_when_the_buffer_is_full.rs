//! wrong: `record` merges by itself when the buffer holds many entries
//! killed-by: no_lock
//! verdict: violated
//! kind: broken-rule
//! question: Who waits in `record` when the buffer is full?

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
    static BUFFERS: RefCell<Vec<(u64, Name, u64)>> = const { RefCell::new(Vec::new()) };
}
static NEXT_ID: AtomicU64 = AtomicU64::new(0);

pub struct Metrics {
    id: u64,
    totals: Mutex<Sums>,
}

impl Metrics {
    pub fn new() -> Self {
        Metrics {
            id: NEXT_ID.fetch_add(1, Relaxed),
            totals: Mutex::default(),
        }
    }

    pub fn record(&self, name: Name, v: u64) {
        let entries = BUFFERS.with_borrow_mut(|all| {
            all.push((self.id, name, v));
            all.len()
        });
        if entries == 256 {
            self.flush();
        }
    }

    pub fn flush(&self) {
        let (mine, others): (Vec<_>, Vec<_>) = BUFFERS
            .take()
            .into_iter()
            .partition(|(id, _, _)| *id == self.id);
        BUFFERS.set(others);
        let mut totals = self.totals.lock().unwrap();
        for (_, name, v) in mine {
            *totals.entry(name).or_default() += v;
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    let result = events.iter().try_for_each(|(name, v)| {
        let v = u64::try_from(*v).map_err(|_| BadEvent)?;
        m.record(name, v);
        Ok(())
    });
    m.flush();
    result
}
