//! wrong: the raise is made in two steps, each under the write lock
//! killed-by: quote_and_raise
//! verdict: violated
//! kind: torn-read
//! misconception: M7
//! question: A reader comes between your two write locks. Which version has the price it sees?

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
        let mut rates = self.rates.write().unwrap();
        if !pred(&rates) {
            return false;
        }
        rates.price += by;
        drop(rates);
        self.rates.write().unwrap().version += 1;
        true
    }
}
