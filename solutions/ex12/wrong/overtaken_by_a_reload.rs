//! wrong: asks twice, but raises the price of the card that it asked first
//! killed-by: raise_and_reload
//! verdict: violated
//! kind: check-then-act
//! misconception: M15
//! question: A new card has another currency. Who has asked `pred` about it?

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
        let before = self.quote(|rates| *rates);
        if !pred(&before) {
            return false;
        }
        let mut rates = self.rates.write().unwrap();
        if rates.currency == before.currency && !pred(&rates) {
            return false;
        }
        rates.price += by;
        rates.version += 1;
        true
    }
}
