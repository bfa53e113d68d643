//! right: a buffer refers weakly to its totals, so what belongs to dropped metrics is cleared away

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::mem;

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, Weak};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = HashMap<Name, u64>;

#[derive(Default)]
struct Totals(Mutex<BTreeMap<Name, u64>>);

lab::thread_local! {
    static BUFFERS: OnceCell<RefCell<Vec<(Weak<Totals>, Sums)>>> = const { OnceCell::new() };
}

#[derive(Clone, Default)]
pub struct Metrics {
    totals: Arc<Totals>,
}

impl Metrics {
    pub fn new() -> Self {
        Metrics::default()
    }

    /// Calls `act` with the buffer of this thread for these metrics.
    fn buffer<R>(&self, act: impl FnOnce(&mut Sums) -> R) -> R {
        BUFFERS.with(|buffers| {
            let mut buffers = buffers.get_or_init(RefCell::default).borrow_mut();
            buffers.retain(|(totals, _)| totals.strong_count() > 0);
            let mine = Arc::downgrade(&self.totals);
            let found = buffers.iter().position(|(totals, _)| totals.ptr_eq(&mine));
            let at = found.unwrap_or(buffers.len());
            if found.is_none() {
                buffers.push((mine, Sums::default()));
            }
            act(&mut buffers[at].1)
        })
    }

    pub fn record(&self, name: Name, v: u64) {
        self.buffer(|sums| *sums.entry(name).or_insert(0) += v);
    }

    pub fn flush(&self) {
        let sums = self.buffer(mem::take);
        let mut totals = self
            .totals
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        for (name, v) in sums {
            *totals.entry(name).or_insert(0) += v;
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        let totals = self.totals.0.lock();
        totals
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    let result = 'events: {
        for &(name, v) in events {
            let Ok(v) = u64::try_from(v) else {
                break 'events Err(BadEvent);
            };
            m.record(name, v);
        }
        Ok(())
    };
    m.flush();
    result
}
