//! wrong: whoever hears of an error removes the flight of this user, even if it is a new one
//! killed-by: fails_once
//! verdict: violated
//! kind: check-then-act
//! misconception: M7
//! question: You were told of an error some time ago. Whose flight do you find in the map now?

use std::collections::BTreeMap;

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, OnceLock};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

type Flight<V> = OnceLock<Result<Arc<V>, FetchError>>;

pub struct SingleFlight<V> {
    flights: Mutex<BTreeMap<u32, Arc<Flight<V>>>>,
    flying: AtomicUsize,
}

/// Counts one flight, from its beginning to whatever end.
struct Flying<'a>(&'a AtomicUsize);

impl<'a> Flying<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Flying(count)
    }
}

impl Drop for Flying<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            flights: Mutex::new(BTreeMap::new()),
            flying: AtomicUsize::new(0),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let flight = {
            let mut flights = self.flights.lock().unwrap();
            flights
                .entry(user)
                .or_insert_with(|| Arc::new(OnceLock::new()))
                .clone()
        };
        // A panic leaves the cell empty, and the next one in line runs its own fetch.
        let outcome = flight.get_or_init(|| {
            let _flying = Flying::new(&self.flying);
            fetch(user).map(Arc::new)
        });
        if outcome.is_err() {
            self.flights.lock().unwrap().remove(&user);
        }
        outcome.clone()
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
