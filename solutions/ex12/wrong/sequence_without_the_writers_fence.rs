//! wrong: a sequence number whose odd value may be seen later than the numbers
//! killed-by: quote_and_reload
//! verdict: violated
//! kind: torn-read
//! misconception: M18
//! question: Somebody sees one of your new numbers. What tells that you are still writing?

use lab::hint;
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering, fence};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

/// A sequence lock. All accesses are atomic, so a torn look is a wrong answer and not a data race;
/// the sequence number tells that the answer is to be thrown away.
pub struct RateCard {
    sequence: AtomicU64,
    numbers: [AtomicU64; 3],
    writer: Mutex<()>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard {
            sequence: AtomicU64::new(0),
            numbers: [r.version, r.currency, r.price].map(AtomicU64::new),
            writer: Mutex::new(()),
        }
    }

    fn load(&self) -> Rates {
        let [version, currency, price] = &self.numbers;
        Rates {
            version: version.load(Ordering::Relaxed),
            currency: currency.load(Ordering::Relaxed),
            price: price.load(Ordering::Relaxed),
        }
    }

    /// Only for whoever holds `writer`.
    fn store(&self, r: Rates) {
        let before = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(before + 1, Ordering::Relaxed);
        // Whoever sees one of the new numbers sees the odd number, too.
        fence(Ordering::Acquire);
        for (place, number) in self.numbers.iter().zip([r.version, r.currency, r.price]) {
            place.store(number, Ordering::Relaxed);
        }
        self.sequence.store(before + 2, Ordering::Release);
    }

    fn snapshot(&self) -> Rates {
        loop {
            let before = self.sequence.load(Ordering::Acquire);
            let rates = self.load();
            fence(Ordering::Acquire);
            if before % 2 == 0 && before == self.sequence.load(Ordering::Relaxed) {
                return rates;
            }
            hint::spin_loop();
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.snapshot())
    }

    pub fn reload(&self, r: Rates) {
        let _writer = self.writer.lock().unwrap();
        self.store(r);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let _writer = self.writer.lock().unwrap();
        let mut rates = self.load();
        let raise = pred(&rates);
        if raise {
            rates.version += 1;
            rates.price += by;
            self.store(rates);
        }
        raise
    }
}
