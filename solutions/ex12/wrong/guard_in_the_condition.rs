//! wrong: the read guard lives through the `if let`, and the write lock is asked for inside
//! killed-by: alone
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M15
//! question: Until when does the guard in the head of a `match` live?

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
        match pred(&self.rates.read().unwrap()) {
            false => false,
            true => {
                let mut rates = self.rates.write().unwrap();
                rates.price += by;
                rates.version += 1;
                true
            }
        }
    }
}
