//! wrong: the last reader tells one of the writers that wait, and a writer tells nobody
//! killed-by: two_changes_and_a_quote
//! verdict: deadlock
//! kind: lost-wakeup
//! question: Two writers wait for one reader. Who wakes the second one?
//! loom: holds: preemption-bound

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub version: u64,
    pub currency: u64,
    pub price: u64,
}

use lab::sync::{Condvar, Mutex};
#[derive(Debug)]
struct Room {
    readers: usize,
    card: Rates,
}

/// A lock for readers and writers made by hand: a writer waits until the room is empty.
pub struct RateCard {
    room: Mutex<Room>,
    empty: Condvar,
}

struct Reading<'c>(&'c RateCard);
impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let mut room = self.0.room.lock().unwrap();
        room.readers -= 1;
        if room.readers == 0 {
            self.0.empty.notify_one();
        }
    }
}

impl RateCard {
    pub fn new(card: Rates) -> Self {
        RateCard {
            room: Mutex::new(Room { readers: 0, card }),
            empty: Condvar::new(),
        }
    }

    pub fn quote<R>(&self, use_it: impl FnOnce(&Rates) -> R) -> R {
        let card = {
            let mut room = self.room.lock().unwrap();
            room.readers += 1;
            room.card
        };
        let _reading = Reading(self);
        use_it(&card)
    }

    pub fn reload(&self, r: Rates) {
        let mut room = self
            .empty
            .wait_while(self.room.lock().unwrap(), |r| r.readers > 0)
            .unwrap();
        room.card = r;
    }

    pub fn raise_if(&self, pred: impl Fn(&Rates) -> bool, by: u64) -> bool {
        let mut room = self
            .empty
            .wait_while(self.room.lock().unwrap(), |r| r.readers > 0)
            .unwrap();
        let yes = pred(&room.card);
        if yes {
            room.card.price += by;
            room.card.version += 1;
        }
        yes
    }
}
