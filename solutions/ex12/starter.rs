//! The rate card of a bank: three numbers that belong together, many readers, and few changes.

use lab::sync::atomic::{AtomicU64, Ordering};

/// What one unit costs. The three numbers are from one and the same card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    /// As a number: 978 is the euro, 756 the Swiss franc.
    pub currency: u64,
    pub price: u64,
}

/// The card that is valid now.
pub struct RateCard {
    version: AtomicU64,
    currency: AtomicU64,
    price: AtomicU64,
}

impl RateCard {
    /// A card with these rates.
    pub fn new(r: Rates) -> Self {
        RateCard {
            version: AtomicU64::new(r.version),
            currency: AtomicU64::new(r.currency),
            price: AtomicU64::new(r.price),
        }
    }

    /// Shows the rates to `use_it`, which may take long; any number of callers at the same time.
    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&Rates {
            version: self.version.load(Ordering::SeqCst),
            currency: self.currency.load(Ordering::SeqCst),
            price: self.price.load(Ordering::SeqCst),
        })
    }

    /// Replaces the card, also by one with the same or a smaller version. It may wait for readers.
    pub fn reload(&self, r: Rates) {
        self.version.store(r.version, Ordering::SeqCst);
        self.currency.store(r.currency, Ordering::SeqCst);
        self.price.store(r.price, Ordering::SeqCst);
    }

    /// If `pred` says yes to the card, adds `by` to its price and one to its version, and returns
    /// true. No other change comes between the answer and the raise. `pred` may be called again.
    /// Neither `pred` nor `use_it` calls a method of this card.
    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let raise = self.quote(pred);
        if raise {
            self.price.fetch_add(by, Ordering::SeqCst);
            self.version.fetch_add(1, Ordering::SeqCst);
        }
        raise
    }
}
