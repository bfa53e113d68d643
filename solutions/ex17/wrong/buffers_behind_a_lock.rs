//! wrong: one map of buffers for all threads, behind a lock
//! killed-by: no_lock
//! verdict: violated
//! kind: broken-rule
//! question: Each thread has a buffer of its own. Who waits for whom nevertheless?

use std::collections::BTreeMap;

use lab::collections::HashMap;
use lab::sync::Mutex;
use lab::thread::{self, ThreadId};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

pub struct Metrics {
    buffers: Mutex<HashMap<ThreadId, Sums>>,
    totals: Mutex<Sums>,
}

impl Metrics {
    pub fn new() -> Self {
        Metrics {
            buffers: Mutex::new(HashMap::new()),
            totals: Mutex::default(),
        }
    }

    pub fn record(&self, name: Name, v: u64) {
        let mut buffers = self.buffers.lock().unwrap();
        let mine = buffers.entry(thread::current().id()).or_default();
        *mine.entry(name).or_default() += v;
    }

    pub fn flush(&self) {
        let mut totals = self.totals.lock().unwrap();
        let buffer = self.buffers.lock().unwrap().remove(&thread::current().id());
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
