//! wrong: a mutex, held while the reader works with the card
//! killed-by: two_quotes
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Two readers, and nobody changes anything. Who waits for whom?

use lab::sync::Mutex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    rates: Mutex<Rates>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            rates: Mutex::new(r),
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.rates.lock().unwrap())
    }

    pub fn reload(&self, r: Rates) {
        *self.rates.lock().unwrap() = r;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut rates = self.rates.lock().unwrap();
        if !pred(&rates) {
            return false;
        }
        rates.price += by;
        rates.version += 1;
        true
    }
}
