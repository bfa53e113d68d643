//! right: the card is the only message of a channel: who has it may look, and puts it back

use lab::channel::{self, Receiver, Sender};
use lab::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

pub struct RateCard {
    put: Sender<Arc<Rates>>,
    take: Receiver<Arc<Rates>>,
}

impl RateCard {
    pub fn new(r: Rates) -> Self {
        let (put, take) = channel::bounded(1);
        put.send(Arc::new(r)).expect("there is room for one");
        RateCard { put, take }
    }

    /// Takes the card out, puts in what `change` makes of it, and returns what else it says.
    fn change<T>(&self, change: impl FnOnce(Arc<Rates>) -> (Arc<Rates>, T)) -> T {
        let card = self.take.recv().expect("both ends are ours");
        let (card, answer) = change(card);
        self.put.send(card).expect("both ends are ours");
        answer
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let card = self.change(|card| (card.clone(), card));
        use_it(&card)
    }

    pub fn reload(&self, r: Rates) {
        self.change(|_old| (Arc::new(r), ()));
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        self.change(|card| {
            if !pred(&card) {
                return (card, false);
            }
            let raised = Rates {
                version: card.version + 1,
                price: card.price + by,
                ..*card
            };
            (Arc::new(raised), true)
        })
    }
}
