//! right: the buffer holds its totals, and merges what is left when the thread ends

use std::cell::RefCell;
use std::collections::BTreeMap;

use lab::sync::{Arc, Mutex, PoisonError};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;
type Totals = Arc<Mutex<Sums>>;

/// The part of some totals that this thread has not merged so far.
struct Buffer {
    totals: Totals,
    sums: Sums,
}

impl Buffer {
    fn merge(&mut self) {
        if self.sums.is_empty() {
            return;
        }
        let mut totals = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((name, v)) = self.sums.pop_first() {
            *totals.entry(name).or_insert(0) += v;
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.merge();
    }
}

lab::thread_local! {
    static BUFFERS: RefCell<Vec<Buffer>> = const { RefCell::new(Vec::new()) };
}

#[derive(Default)]
pub struct Metrics {
    totals: Totals,
}

impl Metrics {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn record(&self, name: Name, v: u64) {
        self.with_buffer(|buffer| *buffer.sums.entry(name).or_insert(0) += v);
    }

    pub fn flush(&self) {
        self.with_buffer(Buffer::merge);
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.lock().unwrap().clone()
    }

    fn with_buffer<R>(&self, act: impl FnOnce(&mut Buffer) -> R) -> R {
        BUFFERS.with(|buffers| {
            let mut buffers = buffers.borrow_mut();
            let mine = |buffer: &Buffer| Arc::ptr_eq(&buffer.totals, &self.totals);
            let at = buffers.iter().position(mine).unwrap_or_else(|| {
                let totals = Arc::clone(&self.totals);
                let sums = Sums::new();
                buffers.push(Buffer { totals, sums });
                buffers.len() - 1
            });
            act(&mut buffers[at])
        })
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    fn record_all(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
        for (name, v) in events {
            m.record(name, u64::try_from(*v).map_err(|_| BadEvent)?);
        }
        Ok(())
    }
    let result = record_all(m, events);
    m.flush();
    result
}
