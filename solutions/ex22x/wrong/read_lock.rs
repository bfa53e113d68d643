//! wrong: a readers-writer lock around the value
//! killed-by: no_lock
//! verdict: violated
//! kind: broken-rule
//! misconception: M15
//! question: Which lock does a read take, and who may hold it meanwhile?

use lab::sync::{Arc, RwLock};

pub struct Config<T> {
    current: RwLock<Arc<T>>,
}

impl<T> Config<T> {
    pub fn new(value: T) -> Self {
        Config {
            current: RwLock::new(Arc::new(value)),
        }
    }

    pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let current = self.current.read().unwrap().clone();
        f(&current)
    }

    pub fn replace(&self, value: T) {
        *self.current.write().unwrap() = Arc::new(value);
    }
}
