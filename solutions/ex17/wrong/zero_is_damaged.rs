//! wrong: a line that counts nothing is taken for a damaged one
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: Which numbers are damaged, and which is the smallest one that is not?

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
    /// The buffers of this thread, by the id of their `Metrics`.
    static BUFFERS: RefCell<BTreeMap<u64, Sums>> = const { RefCell::new(BTreeMap::new()) };
}
static NEXT_ID: AtomicU64 = AtomicU64::new(0);

pub struct Metrics {
    id: u64,
    totals: Mutex<Sums>,
}

impl Metrics {
    pub fn new() -> Self {
        let id = NEXT_ID.fetch_add(1, Relaxed);
        Metrics {
            id,
            totals: Mutex::default(),
        }
    }

    pub fn record(&self, name: Name, v: u64) {
        let add = |sums: &mut Sums| *sums.entry(name).or_default() += v;
        BUFFERS.with_borrow_mut(|all| add(all.entry(self.id).or_default()));
    }

    pub fn flush(&self) {
        let buffer = BUFFERS.with_borrow_mut(|all| all.remove(&self.id));
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
    let result = events.iter().try_for_each(|&(name, v)| {
        m.record(
            name,
            u64::try_from(v).ok().filter(|v| *v > 0).ok_or(BadEvent)?,
        );
        Ok(())
    });
    m.flush();
    result
}
