//! right: the standard OnceLock does all of it

use lab::sync::OnceLock;

pub struct Publish<T>(OnceLock<T>);

impl<T> Publish<T> {
    pub fn new() -> Self {
        Publish(OnceLock::new())
    }

    pub fn publish(&self, value: T) -> Result<(), T> {
        self.0.set(value)
    }

    pub fn get(&self) -> Option<&T> {
        self.0.get()
    }
}

pub struct Lazy<T>(OnceLock<T>);

impl<T> Lazy<T> {
    pub fn new() -> Self {
        Lazy(OnceLock::new())
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}
