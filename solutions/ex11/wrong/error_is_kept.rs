//! wrong: the first answer is kept, whatever it is
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: The service was down for a second. How long do your callers hear of it?

use lab::collections::HashMap;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Mutex, OnceLock};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

type Flight<V> = OnceLock<Result<Arc<V>, FetchError>>;

pub struct SingleFlight<V> {
    flights: Mutex<HashMap<u32, Arc<Flight<V>>>>,
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
            flights: Mutex::new(HashMap::new()),
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
            let flight = flights
                .entry(user)
                .or_insert_with(|| Arc::new(OnceLock::new()));
            Arc::clone(flight)
        };
        flight
            .get_or_init(|| {
                let _flying = Flying::new(&self.flying);
                fetch(user).map(Arc::new)
            })
            .clone()
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
