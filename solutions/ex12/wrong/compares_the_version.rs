//! wrong: publishes if the version is still the same, and a version may come twice
//! killed-by: raise_and_reload
//! verdict: violated
//! kind: check-then-act
//! misconception: M15
//! question: The version is the one you asked about. Is the card?

use lab::sync::{Arc, RwLock};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    current: RwLock<Arc<Rates>>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            current: RwLock::new(Arc::new(r)),
        }
    }

    fn current(&self) -> Arc<Rates> {
        self.current.read().unwrap().clone()
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(self.current().as_ref())
    }

    pub fn reload(&self, r: Rates) {
        let new = Arc::new(r);
        *self.current.write().unwrap() = new;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        loop {
            let asked = self.current();
            if !pred(&asked) {
                return false;
            }
            let mut raised = *asked;
            raised.version += 1;
            raised.price += by;
            let mut current = self.current.write().unwrap();
            if current.version == asked.version {
                *current = Arc::new(raised);
                return true;
            }
        }
    }
}
