//! wrong: nobody merges until the thread ends, and a scope does not wait for that
//! killed-by: two_workers
//! verdict: violated
//! kind: wrong-result
//! question: What has happened when a scope ends, and what may still be to come?

use std::cell::RefCell;
use std::collections::BTreeMap;

use lab::sync::{Arc, Mutex};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;
type Totals = Arc<Mutex<Sums>>;

/// Buffers that are merged when the thread ends.
struct Buffers(Vec<(Totals, Sums)>);

impl Drop for Buffers {
    fn drop(&mut self) {
        for (totals, sums) in self.0.drain(..) {
            let mut totals = totals.lock().unwrap();
            for (name, v) in sums {
                *totals.entry(name).or_default() += v;
            }
        }
    }
}

lab::thread_local! {
    static BUFFERS: RefCell<Buffers> = const { RefCell::new(Buffers(Vec::new())) };
}

pub struct Metrics {
    totals: Totals,
}

impl Metrics {
    pub fn new() -> Self {
        let totals = Totals::default();
        Metrics { totals }
    }

    pub fn record(&self, name: Name, v: u64) {
        BUFFERS.with_borrow_mut(|Buffers(all)| {
            let sums = Sums::from([(name, v)]);
            all.push((Arc::clone(&self.totals), sums));
        });
    }

    pub fn flush(&self) {
        let (mine, others) = BUFFERS
            .with_borrow_mut(|Buffers(all)| std::mem::take(all))
            .into_iter()
            .partition(|(totals, _)| Arc::ptr_eq(totals, &self.totals));
        BUFFERS.with_borrow_mut(|Buffers(all)| *all = others);
        drop(Buffers(mine));
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    for (name, v) in events {
        m.record(name, u64::try_from(*v).map_err(|_| BadEvent)?);
    }
    Ok(())
}
