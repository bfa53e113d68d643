//! right: a flush adds its buffer to a list, and a snapshot adds up the list

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

lab::thread_local! {
    static BUFFERS: RefCell<Vec<(u64, Sums)>> = const { RefCell::new(Vec::new()) };
}
static NEXT_ID: AtomicU64 = AtomicU64::new(0);

pub struct Metrics {
    id: u64,
    batches: Mutex<Vec<Sums>>,
}

impl Metrics {
    pub fn new() -> Self {
        let id = NEXT_ID.fetch_add(1, Relaxed);
        let batches = Mutex::new(vec![]);
        Metrics { id, batches }
    }

    pub fn record(&self, name: Name, v: u64) {
        BUFFERS.with_borrow_mut(|all| {
            if !all.iter().any(|(id, _)| *id == self.id) {
                all.push((self.id, Sums::new()));
            }
            for (id, sums) in all {
                if *id == self.id {
                    *sums.entry(name).or_default() += v;
                }
            }
        });
    }

    pub fn flush(&self) {
        BUFFERS.with_borrow_mut(|all| {
            if let Some((_, sums)) = all.iter_mut().find(|(id, _)| *id == self.id) {
                self.batches.lock().unwrap().push(mem::take(sums));
            }
        });
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        let batches = self.batches.lock().unwrap();
        batches
            .iter()
            .flatten()
            .fold(Sums::new(), |mut all, (name, v)| {
                *all.entry(name).or_default() += v;
                all
            })
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
