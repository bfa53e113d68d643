//! right: a count of readers under a mutex; a writer waits until it is zero

use lab::sync::{Arc, Condvar, Mutex};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

struct State {
    rates: Arc<Rates>,
    readers: usize,
}

pub struct RateCard {
    state: Mutex<State>,
    quiet: Condvar,
}

struct Reading<'a>(&'a RateCard);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap();
        state.readers -= 1;
        if state.readers == 0 {
            self.0.quiet.notify_all();
        }
    }
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            state: Mutex::new(State {
                rates: Arc::new(r),
                readers: 0,
            }),
            quiet: Condvar::new(),
        }
    }

    fn write<T>(&self, change: impl FnOnce(&mut Rates) -> T) -> T {
        let mut state = self.state.lock().unwrap();
        while state.readers > 0 {
            state = self.quiet.wait(state).unwrap();
        }
        let mut rates = *state.rates;
        let answer = change(&mut rates);
        state.rates = Arc::new(rates);
        answer
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let rates = {
            let mut state = self.state.lock().unwrap();
            state.readers += 1;
            Arc::clone(&state.rates)
        };
        let _reading = Reading(self);
        use_it(&rates)
    }

    pub fn reload(&self, r: Rates) {
        self.write(|rates| *rates = r);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        self.write(|rates| {
            let raise = pred(rates);
            if raise {
                rates.price += by;
                rates.version += 1;
            }
            raise
        })
    }
}
