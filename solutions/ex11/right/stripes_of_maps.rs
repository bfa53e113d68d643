//! right: the map is cut into stripes, which are locked for a look; the fetch has a lock of its user alone

use std::collections::BTreeMap;

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Arc, Condvar, Mutex};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

enum Phase<V> {
    Idle,
    Flying,
    Landed(Arc<V>),
}

struct Runway<V> {
    phase: Mutex<Phase<V>>,
    free: Condvar,
}

impl<V> Default for Runway<V> {
    fn default() -> Self {
        Runway {
            phase: Mutex::new(Phase::Idle),
            free: Condvar::new(),
        }
    }
}

type Stripe<V> = Mutex<BTreeMap<u32, Arc<Runway<V>>>>;

pub struct SingleFlight<V> {
    stripes: [Stripe<V>; 4],
    flying: AtomicUsize,
}

/// Clears the runway, with whatever has become of the flight.
struct Flight<'a, V> {
    runway: &'a Runway<V>,
    count: &'a AtomicUsize,
    landed: Option<Arc<V>>,
}

impl<V> Drop for Flight<'_, V> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
        *self.runway.phase.lock().unwrap() = match self.landed.take() {
            Some(avatar) => Phase::Landed(avatar),
            None => Phase::Idle,
        };
        self.runway.free.notify_all();
    }
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            stripes: std::array::from_fn(|_| Mutex::default()),
            flying: AtomicUsize::new(0),
        }
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let stripe = &self.stripes[user as usize % self.stripes.len()];
        let runway = stripe.lock().unwrap().entry(user).or_default().clone();

        let mut phase = runway
            .free
            .wait_while(runway.phase.lock().unwrap(), |phase| {
                matches!(phase, Phase::Flying)
            })
            .unwrap();
        if let Phase::Landed(avatar) = &*phase {
            return Ok(avatar.clone());
        }
        *phase = Phase::Flying;
        self.flying.fetch_add(1, Ordering::Relaxed);
        drop(phase);

        let mut flight = Flight {
            runway: &runway,
            count: &self.flying,
            landed: None,
        };
        let avatar = Arc::new(fetch(user)?);
        flight.landed = Some(avatar.clone());
        Ok(avatar)
    }

    pub fn in_flight(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }
}
