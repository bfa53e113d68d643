//! wrong: two cards and an index, which is changed before the new card is in its place
//! killed-by: quote_and_reload
//! verdict: violated
//! kind: torn-read
//! misconception: M18
//! question: A reader looks at the index as soon as it has changed. Which card lies there?

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Mutex, RwLock};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    seats: [RwLock<Rates>; 2],
    valid: AtomicUsize,
    writer: Mutex<()>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            seats: [RwLock::new(r), RwLock::new(r)],
            valid: AtomicUsize::new(0),
            writer: Mutex::new(()),
        }
    }

    /// Only for whoever holds `writer`.
    fn publish(&self, r: Rates) {
        let other = 1 - self.valid.load(Ordering::Relaxed);
        self.valid.store(other, Ordering::Release);
        *self.seats[other].write().unwrap() = r;
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let valid = self.valid.load(Ordering::Acquire);
        let rates = self.seats[valid].read().unwrap();
        use_it(&rates)
    }

    pub fn reload(&self, r: Rates) {
        let _writer = self.writer.lock().unwrap();
        self.publish(r);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let _writer = self.writer.lock().unwrap();
        let rates = self.quote(|rates| *rates);
        let raise = pred(&rates);
        if raise {
            self.publish(Rates {
                version: rates.version + 1,
                price: rates.price + by,
                currency: rates.currency,
            });
        }
        raise
    }
}
