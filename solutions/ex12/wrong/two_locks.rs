//! wrong: version and currency in one lock, the price in another, taken one after the other
//! killed-by: quote_and_reload
//! verdict: violated
//! kind: torn-read
//! misconception: M5
//! question: A new card comes after your first lock and before your second one. What have you read?

use lab::sync::RwLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    head: RwLock<(u64, u64)>,
    price: RwLock<u64>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            head: RwLock::new((r.version, r.currency)),
            price: RwLock::new(r.price),
        }
    }

    fn rates(&self) -> Rates {
        let (version, currency) = *self.head.read().unwrap();
        let price = *self.price.read().unwrap();
        Rates {
            version,
            currency,
            price,
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.rates())
    }

    pub fn reload(&self, r: Rates) {
        let mut head = self.head.write().unwrap();
        let mut price = self.price.write().unwrap();
        *head = (r.version, r.currency);
        *price = r.price;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut head = self.head.write().unwrap();
        let mut price = self.price.write().unwrap();
        let rates = Rates {
            version: head.0,
            currency: head.1,
            price: *price,
        };
        if !pred(&rates) {
            return false;
        }
        head.0 += 1;
        *price += by;
        true
    }
}
