//! wrong: looks at the buffer instead of taking it: the next flush adds it again
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: What is in the buffer after the merge?

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
        let buffer = BUFFERS.with_borrow(|all| all.get(&self.id).cloned());
        let mut totals = self.totals.lock().unwrap();
        for (name, v) in buffer.unwrap_or_default() {
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
