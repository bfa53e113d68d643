//! wrong: asks under the read lock, lets it go, and raises under the write lock
//! killed-by: one_raise_fits
//! verdict: violated
//! kind: check-then-act
//! misconception: M15
//! question: Between the two locks anybody may change the card. Who has asked `pred` about that one?

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
        if !self.quote(pred) {
            return false;
        }
        let mut rates = self.rates.write().unwrap();
        rates.price += by;
        rates.version += 1;
        true
    }
}
