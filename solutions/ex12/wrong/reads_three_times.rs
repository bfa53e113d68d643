//! wrong: the reader takes the lock for each number
//! killed-by: quote_and_reload
//! verdict: violated
//! kind: torn-read
//! misconception: M5
//! question: Reading changes nothing. May the card change while you read?

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
        let version = self.rates.read().unwrap().version;
        let currency = self.rates.read().unwrap().currency;
        let price = self.rates.read().unwrap().price;
        use_it(&Rates {
            version,
            currency,
            price,
        })
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
        rates.version += 1;
        true
    }
}
