//! right: each flight is an object with a condition variable; those who wait get its result, also an error

use lab::collections::HashMap;
use lab::sync::{Arc, Condvar, Mutex};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

type Outcome<V> = Result<Arc<V>, FetchError>;

struct Flight<V> {
    outcome: Mutex<Option<Outcome<V>>>,
    landed: Condvar,
}

impl<V> Flight<V> {
    fn land(&self, outcome: Outcome<V>) {
        *self.outcome.lock().unwrap() = Some(outcome);
        self.landed.notify_all();
    }

    fn wait(&self) -> Outcome<V> {
        let mut outcome = self.outcome.lock().unwrap();
        loop {
            match &*outcome {
                Some(outcome) => return outcome.clone(),
                None => outcome = self.landed.wait(outcome).unwrap(),
            }
        }
    }
}

struct Air<V> {
    done: HashMap<u32, Arc<V>>,
    flying: HashMap<u32, Arc<Flight<V>>>,
}

pub struct SingleFlight<V> {
    air: Mutex<Air<V>>,
}

/// Lands the flight, with "connection lost" unless something better was written down.
struct Pilot<'a, V> {
    tower: &'a SingleFlight<V>,
    user: u32,
    flight: Arc<Flight<V>>,
    outcome: Outcome<V>,
}

impl<V> Drop for Pilot<'_, V> {
    fn drop(&mut self) {
        {
            let mut air = self.tower.air.lock().unwrap();
            air.flying.remove(&self.user);
            if let Ok(avatar) = &self.outcome {
                air.done.insert(self.user, avatar.clone());
            }
        }
        self.flight.land(self.outcome.clone());
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        let air = Air {
            done: HashMap::new(),
            flying: HashMap::new(),
        };
        SingleFlight {
            air: Mutex::new(air),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let mut air = self.air.lock().unwrap();
        if let Some(avatar) = air.done.get(&user) {
            return Ok(avatar.clone());
        }
        if let Some(flight) = air.flying.get(&user).cloned() {
            drop(air);
            return flight.wait();
        }
        let flight = Arc::new(Flight {
            outcome: Mutex::new(None),
            landed: Condvar::new(),
        });
        air.flying.insert(user, flight.clone());
        drop(air);

        let mut pilot = Pilot {
            tower: self,
            user,
            flight,
            outcome: Err(FetchError(0)),
        };
        pilot.outcome = fetch(user).map(Arc::new);
        pilot.outcome.clone()
    }

    pub fn in_flight(&self) -> usize {
        self.air.lock().unwrap().flying.len()
    }
}
