//! right: a mutex around an `Arc`: readers take a copy of the pointer, changes publish a new card

use lab::sync::{Arc, Mutex};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    current: Mutex<Arc<Rates>>,
}

// ANCHOR: publish
impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            current: Mutex::new(Arc::new(r)),
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        // The guard ends with this statement; the card lives as long as somebody reads it.
        let card = Arc::clone(&self.current.lock().unwrap());
        use_it(&card)
    }

    pub fn reload(&self, r: Rates) {
        *self.current.lock().unwrap() = Arc::new(r);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut current = self.current.lock().unwrap();
        let raise = pred(&current);
        if raise {
            *current = Arc::new(Rates {
                version: current.version + 1,
                price: current.price + by,
                ..**current
            });
        }
        raise
    }
}
// ANCHOR_END: publish
