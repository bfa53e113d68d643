//! right: a worker counts in a variable of its own and merges it itself; thread-locals serve `record` only

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
        BUFFERS.with_borrow_mut(|all| {
            *all.entry(self.id).or_default().entry(name).or_default() += v;
        });
    }

    pub fn flush(&self) {
        let buffer = BUFFERS.with(|all| all.borrow_mut().remove(&self.id));
        if let Some(buffer) = buffer {
            self.merge(&buffer);
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }

    fn merge(&self, sums: &Sums) {
        let mut totals = self.totals.lock().unwrap();
        for (name, v) in sums {
            *totals.entry(name).or_insert(0) += v;
        }
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    let mut sums = Sums::new();
    let good = events.iter().take_while(|(_, v)| *v >= 0);
    let count = good
        .map(|(name, v)| *sums.entry(name).or_default() += v.unsigned_abs())
        .count();
    m.merge(&sums);
    if count == events.len() {
        Ok(())
    } else {
        Err(BadEvent)
    }
}
