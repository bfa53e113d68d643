//! right: two locks, always both and always in the same order: more work, and nothing gained

use lab::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

/// `head` is taken before `price`, and both are held together.
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

    fn read(&self) -> (RwLockReadGuard<'_, (u64, u64)>, RwLockReadGuard<'_, u64>) {
        (self.head.read().unwrap(), self.price.read().unwrap())
    }

    fn write(&self) -> (RwLockWriteGuard<'_, (u64, u64)>, RwLockWriteGuard<'_, u64>) {
        (self.head.write().unwrap(), self.price.write().unwrap())
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let (head, price) = self.read();
        use_it(&join(*head, *price))
    }

    pub fn reload(&self, r: Rates) {
        let (mut head, mut price) = self.write();
        *head = (r.version, r.currency);
        *price = r.price;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let (mut head, mut price) = self.write();
        if !pred(&join(*head, *price)) {
            return false;
        }
        head.0 += 1;
        *price += by;
        true
    }
}

fn join((version, currency): (u64, u64), price: u64) -> Rates {
    Rates {
        version,
        currency,
        price,
    }
}
