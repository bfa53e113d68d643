//! right: those who wait are on a list beside the flight, park, and look again when they are unparked

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, MutexGuard, PoisonError};
use lab::thread::{self, Thread};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

enum Page<V> {
    Empty,
    Busy(Vec<Thread>),
    Full(Arc<V>),
}

pub struct SingleFlight<V> {
    book: Mutex<HashMap<u32, Page<V>>>,
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            book: Mutex::new(HashMap::new()),
        }
    }

    fn book(&self) -> MutexGuard<'_, HashMap<u32, Page<V>>> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, user: u32, page: Page<V>) {
        let before = self.book().insert(user, page);
        if let Some(Page::Busy(sleepers)) = before {
            sleepers.into_iter().for_each(|sleeper| sleeper.unpark());
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        struct Reset<'a, V>(Option<&'a SingleFlight<V>>, u32);
        impl<V> Drop for Reset<'_, V> {
            fn drop(&mut self) {
                if let Some(flight) = self.0 {
                    flight.turn(self.1, Page::Empty);
                }
            }
        }

        loop {
            let mut book = self.book();
            match book.entry(user).or_insert(Page::Empty) {
                Page::Full(avatar) => return Ok(avatar.clone()),
                Page::Busy(sleepers) => sleepers.push(thread::current()),
                page @ Page::Empty => {
                    *page = Page::Busy(Vec::new());
                    break;
                }
            }
            drop(book);
            thread::park();
        }
        let mut reset = Reset(Some(self), user);
        let avatar = fetch(user).map(Arc::new)?;
        reset.0 = None;
        self.turn(user, Page::Full(avatar.clone()));
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        let busy = |page: &&Page<V>| matches!(page, Page::Busy(_));
        self.book().values().filter(busy).count()
    }
}
