//! wrong: one buffer for each thread, whichever metrics it records for
//! killed-by: two_metrics
//! verdict: violated
//! kind: wrong-result
//! question: A thread works for two services. What is in its buffer?

use std::cell::RefCell;
use std::collections::BTreeMap;

use lab::sync::Mutex;

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

lab::thread_local! {
    static BUFFER: RefCell<Sums> = const { RefCell::new(BTreeMap::new()) };
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
        BUFFER.with_borrow_mut(|sums| *sums.entry(name).or_default() += v);
    }

    pub fn flush(&self) {
        let buffer = BUFFER.take();
        let mut totals = self.totals.lock().unwrap();
        for (name, v) in buffer {
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
