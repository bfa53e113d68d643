//! wrong: does not accept a card with a smaller version
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: A card turns out to be wrong, and the one before it is loaded again. What do readers see?

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
        let mut rates = self.rates.write().unwrap();
        if r.version > rates.version {
            *rates = r;
        }
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut rates = self.rates.write().unwrap();
        if !pred(&rates) {
            return false;
        }
        rates.price += by;
        rates.version += 1;
        true
    }
}
