//! wrong: the buffers are found by the address of their metrics
//! killed-by: two_metrics
//! verdict: violated
//! kind: wrong-result
//! question: What else may lie at this address later, and where is the value after a move?

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ptr;

use lab::sync::Mutex;

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

lab::thread_local! {
    static BUFFERS: RefCell<BTreeMap<usize, Sums>> = const { RefCell::new(BTreeMap::new()) };
}

pub struct Metrics {
    totals: Mutex<Sums>,
}

impl Metrics {
    pub fn new() -> Self {
        let totals = Mutex::default();
        Metrics { totals }
    }

    pub fn record(&self, name: Name, v: u64) {
        BUFFERS.with_borrow_mut(|all| {
            *all.entry(self.key()).or_default().entry(name).or_default() += v;
        });
    }

    pub fn flush(&self) {
        let buffer = BUFFERS.with_borrow_mut(|all| all.remove(&self.key()));
        let mut totals = self.totals.lock().unwrap();
        for (name, v) in buffer.unwrap_or_default() {
            *totals.entry(name).or_default() += v;
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }

    fn key(&self) -> usize {
        ptr::from_ref(self).addr()
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
