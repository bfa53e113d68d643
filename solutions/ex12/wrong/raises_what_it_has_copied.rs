//! wrong: copies the card, decides, and writes the copy back
//! killed-by: two_raises_fit
//! verdict: violated
//! kind: lost-update
//! misconception: M15
//! question: From which card is the new price computed, and is it still the valid one?

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
        let mut copy = self.quote(|rates| *rates);
        if !pred(&copy) {
            return false;
        }
        copy.price += by;
        copy.version += 1;
        let mut rates = self.rates.write().unwrap();
        if !pred(&rates) {
            return false;
        }
        *rates = copy;
        true
    }
}
