//! wrong: the numbers are atomic, so the raise is made under the read lock
//! killed-by: quote_and_raise
//! verdict: violated
//! kind: torn-read
//! misconception: M8
//! question: How many callers may hold the read lock, and what do they all do?

use lab::sync::RwLock;
use lab::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

struct Numbers {
    version: AtomicU64,
    currency: u64,
    price: AtomicU64,
}

impl Numbers {
    fn new(r: Rates) -> Self {
        Numbers {
            version: AtomicU64::new(r.version),
            currency: r.currency,
            price: AtomicU64::new(r.price),
        }
    }

    fn rates(&self) -> Rates {
        Rates {
            version: self.version.load(Ordering::SeqCst),
            currency: self.currency,
            price: self.price.load(Ordering::SeqCst),
        }
    }
}

pub struct RateCard {
    numbers: RwLock<Numbers>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            numbers: RwLock::new(Numbers::new(r)),
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.numbers.read().unwrap().rates())
    }

    pub fn reload(&self, r: Rates) {
        *self.numbers.write().unwrap() = Numbers::new(r);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let numbers = self.numbers.read().unwrap();
        let raise = pred(&numbers.rates());
        if raise {
            numbers.price.fetch_add(by, Ordering::SeqCst);
            numbers.version.fetch_add(1, Ordering::SeqCst);
        }
        raise
    }
}
