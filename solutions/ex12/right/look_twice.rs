//! right: asks under the read lock first, and once more under the write lock

use lab::sync::RwLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    rates: RwLock<Rates>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            rates: RwLock::new(r),
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.rates.read().unwrap())
    }

    pub fn reload(&self, r: Rates) {
        *self.rates.write().unwrap() = r;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        if !self.quote(&pred) {
            return false;
        }
        // The read lock is gone, and with it the worth of the answer.
        let mut rates = self.rates.write().unwrap();
        if !pred(&rates) {
            return false;
        }
        rates.price += by;
        rates.version += 1;
        true
    }
}
