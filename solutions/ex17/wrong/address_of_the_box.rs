//! wrong: the buffers are found by the address of a box, which is free when its `Metrics` goes
//! killed-by: many_metrics
//! verdict: violated
//! kind: wrong-result
//! question: Who may get this address when the box is gone?

use std::cell::RefCell;
use std::collections::BTreeMap;

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
    // The box stays where it is when the metrics are moved.
    totals: Box<Mutex<Sums>>,
}

impl Metrics {
    pub fn new() -> Self {
        Metrics {
            totals: Box::default(),
        }
    }

    fn id(&self) -> usize {
        std::ptr::from_ref(&*self.totals).addr()
    }

    pub fn record(&self, name: Name, v: u64) {
        BUFFERS.with_borrow_mut(|all| {
            *all.entry(self.id()).or_default().entry(name).or_insert(0) += v;
        });
    }

    pub fn flush(&self) {
        let Some(buffer) = BUFFERS.with_borrow_mut(|all| all.remove(&self.id())) else {
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
