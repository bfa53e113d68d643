//! right: the buffer is a list of entries in a `Cell`, and the totals lie behind a read-write lock

use std::cell::Cell;
use std::collections::BTreeMap;

use lab::sync::RwLock;
use lab::sync::atomic::{AtomicU32, Ordering};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Id(u32);

lab::thread_local! {
    static JOURNAL: Cell<Vec<(Id, Name, u64)>> = const { Cell::new(Vec::new()) };
}

pub struct Metrics {
    id: Id,
    totals: RwLock<BTreeMap<Name, u64>>,
}

impl Metrics {
    pub fn new() -> Self {
        static IDS: AtomicU32 = AtomicU32::new(0);
        Metrics {
            id: Id(IDS.fetch_add(1, Ordering::Relaxed)),
            totals: RwLock::new(BTreeMap::new()),
        }
    }

    pub fn record(&self, name: Name, v: u64) {
        let mut journal = JOURNAL.take();
        journal.push((self.id, name, v));
        JOURNAL.set(journal);
    }

    pub fn flush(&self) {
        let (mine, others): (Vec<_>, Vec<_>) = JOURNAL
            .take()
            .into_iter()
            .partition(|(id, _, _)| *id == self.id);
        JOURNAL.set(others);
        let mut totals = self.totals.write().unwrap();
        for (_, name, v) in mine {
            totals.entry(name).and_modify(|sum| *sum += v).or_insert(v);
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        self.totals.read().unwrap().to_owned()
    }
}

pub fn worker(m: &Metrics, events: &[Event]) -> Result<(), BadEvent> {
    let mut rest = events.iter();
    let result = loop {
        match rest.next() {
            None => break Ok(()),
            Some((_, ..0)) => break Err(BadEvent),
            Some((name, v)) => m.record(name, *v as u64),
        }
    };
    m.flush();
    result
}
