//! right: every name has a slot with a lock of its own; `rename` takes the two slots in the order of their names

use lab::collections::HashMap;
use lab::sync::{Arc, Mutex};

type Slot = Arc<Mutex<Option<i64>>>;

/// Slots are never thrown away: an empty slot is a flag that is not there.
pub struct FlagTable {
    slots: Mutex<HashMap<String, Slot>>,
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable {
            slots: Mutex::new(HashMap::new()),
        }
    }

    fn slot(&self, k: &str) -> Slot {
        let mut slots = self.slots.lock().unwrap();
        slots.entry(k.to_string()).or_default().clone()
    }

    pub fn set(&self, k: &str, v: i64) {
        *self.slot(k).lock().unwrap() = Some(v);
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        *self.slot(k).lock().unwrap()
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.slot(k).lock().unwrap().take()
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        *self.slot(k).lock().unwrap().get_or_insert(v)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let slot = self.slot(k);
        let mut value = slot.lock().unwrap();
        *value = Some(f((*value)?));
        *value
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        if from == to {
            return self.get(from).is_some();
        }
        let (source, target) = (self.slot(from), self.slot(to));
        let (mut source, mut target) = if from < to {
            let source = source.lock().unwrap();
            (source, target.lock().unwrap())
        } else {
            let target = target.lock().unwrap();
            (source.lock().unwrap(), target)
        };
        match source.take() {
            Some(value) => {
                *target = Some(value);
                true
            }
            None => false,
        }
    }
}
