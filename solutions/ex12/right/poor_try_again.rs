//! right: asks for the write lock again and again. Poor, accepted: `write` would sleep

use lab::sync::{RwLock, RwLockWriteGuard, TryLockError};
use lab::thread;

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

    fn write(&self) -> RwLockWriteGuard<'_, Rates> {
        loop {
            match self.rates.try_write() {
                Ok(guard) => return guard,
                Err(TryLockError::WouldBlock) => thread::yield_now(),
                Err(TryLockError::Poisoned(error)) => return error.into_inner(),
            }
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let rates = self.rates.read().unwrap_or_else(|error| error.into_inner());
        use_it(&rates)
    }

    pub fn reload(&self, r: Rates) {
        let mut rates = self.write();
        *rates = r;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut rates = self.write();
        let raise = pred(&rates);
        if raise {
            *rates = Rates {
                version: rates.version + 1,
                price: rates.price + by,
                ..*rates
            };
        }
        raise
    }
}
