//! wrong: the three numbers share one atomic word, and large ones do not fit
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! misconception: M8
//! question: A price is a `u64`. How many bits has yours?

use lab::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

/// 16 bits of version, 16 bits of currency, 32 bits of price.
pub struct RateCard(AtomicU64);

fn pack(r: Rates) -> u64 {
    (r.version & 0xffff) << 48 | (r.currency & 0xffff) << 32 | (r.price & 0xffff_ffff)
}

fn unpack(word: u64) -> Rates {
    Rates {
        version: word >> 48,
        currency: word >> 32 & 0xffff,
        price: word & 0xffff_ffff,
    }
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        RateCard(AtomicU64::new(pack(r)))
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&unpack(self.0.load(Ordering::Acquire)))
    }

    pub fn reload(&self, r: Rates) {
        self.0.store(pack(r), Ordering::Release);
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        self.0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |word| {
                let mut rates = unpack(word);
                if !pred(&rates) {
                    return None;
                }
                rates.price += by;
                rates.version += 1;
                Some(pack(rates))
            })
            .is_ok()
    }
}
