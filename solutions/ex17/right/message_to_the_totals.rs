//! right: a flush sends the buffer as one message, and whoever looks adds up what has arrived

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;

use lab::channel::{Receiver, Sender, unbounded};
use lab::collections::HashMap;
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicUsize, Ordering};

pub type Name = &'static str;
pub type Event = (Name, i64);

#[derive(Debug, PartialEq, Eq)]
pub struct BadEvent;

type Sums = BTreeMap<Name, u64>;

lab::thread_local! {
    static BUFFERS: RefCell<HashMap<usize, Sums>> = RefCell::new(HashMap::new());
}
static NEXT_ID: AtomicUsize = AtomicUsize::new(1);

pub struct Metrics {
    id: usize,
    post: Sender<Sums>,
    arrived: Mutex<(Receiver<Sums>, Sums)>,
}

impl Metrics {
    pub fn new() -> Self {
        let (post, inbox) = unbounded();
        Metrics {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            post,
            arrived: Mutex::new((inbox, Sums::new())),
        }
    }

    pub fn record(&self, name: Name, v: u64) {
        BUFFERS.with_borrow_mut(|all| {
            *all.entry(self.id).or_default().entry(name).or_default() += v;
        });
    }

    pub fn flush(&self) {
        let buffer = BUFFERS.with_borrow_mut(|all| mem::take(all.entry(self.id).or_default()));
        if !buffer.is_empty() {
            self.post.send(buffer).expect("the receiver is in `self`");
        }
    }

    pub fn snapshot(&self) -> BTreeMap<Name, u64> {
        let mut arrived = self.arrived.lock().unwrap();
        let (inbox, totals) = &mut *arrived;
        for (name, v) in inbox.try_iter().flatten() {
            *totals.entry(name).or_default() += v;
        }
        totals.clone()
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
