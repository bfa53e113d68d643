//! right: the numbers are small: a mutex for as long as it takes to copy them

use lab::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

#[derive(Debug)]
pub struct RateCard(Mutex<Rates>);

impl RateCard {
    pub fn new(r: Rates) -> Self {
        Self(Mutex::new(r))
    }

    fn lock(&self) -> MutexGuard<'_, Rates> {
        // Every change is a whole card or comes after the last thing that may panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let rates = *self.lock();
        use_it(&rates)
    }

    pub fn reload(&self, r: Rates) {
        let _old = std::mem::replace(&mut *self.lock(), r);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut rates = self.lock();
        let raise = pred(&rates);
        if raise {
            let Rates { version, price, .. } = &mut *rates;
            *version += 1;
            *price += by;
        }
        raise
    }
}
