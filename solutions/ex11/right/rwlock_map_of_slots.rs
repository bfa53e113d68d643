//! right: hits look through a read lock; a slot counts as flying while its lock is taken

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex, PoisonError, RwLock, TryLockError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchError(pub u16);

struct Seat<V> {
    avatar: Option<Arc<V>>,
}

pub struct SingleFlight<V> {
    seats: RwLock<HashMap<u32, Arc<Mutex<Seat<V>>>>>,
}

impl<V> SingleFlight<V> {
    pub fn new() -> Self {
        SingleFlight {
            seats: RwLock::default(),
        }
    }

    fn seat(&self, user: u32) -> Arc<Mutex<Seat<V>>> {
        if let Some(seat) = self.seats.read().unwrap().get(&user) {
            return Arc::clone(seat);
        }
        let mut seats = self.seats.write().unwrap();
        // Somebody may have made one since the read lock was let go.
        let seat = seats
            .entry(user)
            .or_insert_with(|| Arc::new(Mutex::new(Seat { avatar: None })));
        Arc::clone(seat)
    }

    pub fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<V, FetchError>,
    ) -> Result<Arc<V>, FetchError> {
        let seat = self.seat(user);
        let mut seat = match seat.lock() {
            Ok(seat) => seat,
            Err(poisoned) => poisoned.into_inner(),
        };
        match &seat.avatar {
            Some(avatar) => Ok(avatar.clone()),
            None => {
                let avatar = Arc::new(fetch(user)?);
                Ok(seat.avatar.insert(avatar).clone())
            }
        }
    }

    pub fn in_flight(&self) -> usize {
        let seats = self.seats.read().unwrap_or_else(PoisonError::into_inner);
        seats
            .values()
            .filter(|seat| match seat.try_lock() {
                Err(TryLockError::WouldBlock) => true,
                Err(TryLockError::Poisoned(_)) | Ok(_) => false,
            })
            .count()
    }
}
