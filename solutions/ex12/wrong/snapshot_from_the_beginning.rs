//! wrong: readers get a copy that was made once
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: Who makes a new snapshot when the card changes?

use lab::sync::{Arc, RwLock};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    rates: RwLock<Rates>,
    snapshot: Arc<Rates>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            rates: RwLock::new(r),
            snapshot: Arc::new(r),
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.snapshot)
    }

    pub fn reload(&self, r: Rates) {
        *self.rates.write().unwrap() = r;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut rates = self.rates.write().unwrap();
        let raise = pred(&rates);
        if raise {
            rates.price += by;
            rates.version += 1;
        }
        raise
    }
}
