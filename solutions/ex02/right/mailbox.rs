//! right: visits are messages; whoever asks for a count books the waiting ones first.

use lab::channel::{Receiver, Sender, unbounded};
use lab::sync::Mutex;

struct Visit {
    page: usize,
    weight: u64,
}

struct Ledger {
    counts: Vec<u64>,
    inbox: Receiver<Visit>,
}

impl Ledger {
    fn book(&mut self) -> &[u64] {
        while let Ok(visit) = self.inbox.try_recv() {
            self.counts[visit.page] += visit.weight;
        }
        &self.counts
    }
}

pub struct Visits {
    outbox: Sender<Visit>,
    ledger: Mutex<Ledger>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        let (outbox, inbox) = unbounded();
        Visits {
            outbox,
            ledger: Mutex::new(Ledger {
                counts: vec![0; pages],
                inbox,
            }),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        self.outbox
            .send(Visit { page, weight })
            .expect("the ledger lives as long as the counter");
    }

    pub fn get(&self, page: usize) -> u64 {
        self.ledger.lock().unwrap().book()[page]
    }

    pub fn total(&self) -> u64 {
        self.ledger.lock().unwrap().book().iter().sum()
    }
}
