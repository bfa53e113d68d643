//! The avatar fetcher on plain std: `cargo run -p ex11-corpus --example plain_std`.

// ANCHOR: program
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

type Slot = Arc<Mutex<Option<Arc<String>>>>;

#[derive(Default)]
struct SingleFlight {
    slots: Mutex<HashMap<u32, Slot>>,
}

impl SingleFlight {
    fn get(
        &self,
        user: u32,
        fetch: impl FnOnce(u32) -> Result<String, u16>,
    ) -> Result<Arc<String>, u16> {
        let slot = Arc::clone(self.slots.lock().unwrap().entry(user).or_default());
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(avatar) = &*slot {
            return Ok(avatar.clone());
        }
        let avatar = Arc::new(fetch(user)?);
        Ok(slot.insert(avatar).clone())
    }
}

fn main() {
    let flight = SingleFlight::default();
    thread::scope(|scope| {
        for request in 0..6 {
            let flight = &flight;
            scope.spawn(move || {
                let avatar = flight.get(request % 2, |user| {
                    println!("request {request} fetches user {user}");
                    Ok(format!("picture of user {user}"))
                });
                assert_eq!(*avatar.unwrap(), format!("picture of user {}", request % 2));
            });
        }
    });
}
// ANCHOR_END: program
