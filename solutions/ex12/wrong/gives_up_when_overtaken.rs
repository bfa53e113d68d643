//! wrong: publishes only if the card is still the same, and says no otherwise
//! killed-by: two_raises_fit
//! verdict: violated
//! kind: wrong-result
//! question: `pred` said yes. What does the caller think when you say no?

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
        let asked = self.current();
        if !pred(&asked) {
            return false;
        }
        let mut raised = *asked;
        raised.version += 1;
        raised.price += by;
        let mut current = self.current.write().unwrap();
        let same = Arc::ptr_eq(&current, &asked);
        if same {
            *current = Arc::new(raised);
        }
        same
    }
}
