//! The rate card on plain std: `cargo run -p ex12-corpus --example plain_std`.

// ANCHOR: program
use std::sync::RwLock;
use std::thread;

#[derive(Clone, Copy)]
struct Rates {
    version: u64,
    currency: u64,
    price: u64,
}

struct RateCard {
    rates: RwLock<Rates>,
}

impl Rates {
    fn line(&self) -> String {
        let Rates {
            version,
            currency,
            price,
        } = self;
        format!("card {version}: {price} in currency {currency}")
    }
}

impl RateCard {
    fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        use_it(&self.rates.read().unwrap())
    }

    fn reload(&self, r: Rates) {
        *self.rates.write().unwrap() = r;
    }

    fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut rates = self.rates.write().unwrap();
        let raise = pred(&rates);
        if raise {
            rates.price += by;
            rates.version += 1;
        }
        raise
    }
}

fn main() {
    let franc = Rates {
        version: 1,
        currency: 756,
        price: 900,
    };
    let card = RateCard {
        rates: RwLock::new(franc),
    };
    thread::scope(|scope| {
        for reader in 1..=3 {
            let card = &card;
            scope.spawn(move || {
                card.quote(|rates| println!("reader {reader}: {}", rates.line()));
            });
        }
        scope.spawn(|| {
            let euro = Rates {
                version: 2,
                currency: 978,
                price: 1000,
            };
            card.reload(euro);
            card.raise_if(|rates| rates.price < 1010, 20);
        });
    });
    card.quote(|rates| println!("in the end: {}", rates.line()));
}
// ANCHOR_END: program
