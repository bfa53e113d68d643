//! right: a small generic type hands its content to a closure, and only with the lock held.

use std::collections::BTreeMap;

mod guarded {
    use lab::sync::Mutex;

    /// A value that can be reached only inside of [`Guarded::with`].
    pub(super) struct Guarded<T>(Mutex<T>);

    impl<T> Guarded<T> {
        pub(super) fn new(value: T) -> Self {
            Guarded(Mutex::new(value))
        }

        pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
            let mut value = match self.0.lock() {
                Ok(value) => value,
                Err(poisoned) => poisoned.into_inner(),
            };
            work(&mut value)
        }
    }
}

use guarded::Guarded;

pub struct Visits {
    pages: usize,
    counts: Guarded<BTreeMap<usize, u64>>,
}

impl Visits {
    pub fn new(pages: usize) -> Self {
        Visits {
            pages,
            counts: Guarded::new(BTreeMap::new()),
        }
    }

    pub fn hit(&self, page: usize, weight: u64) {
        assert!(page < self.pages, "there is no page {page}");
        self.counts
            .with(|counts| *counts.entry(page).or_default() += weight);
    }

    pub fn get(&self, page: usize) -> u64 {
        self.counts
            .with(|counts| counts.get(&page).copied().unwrap_or(0))
    }

    pub fn total(&self) -> u64 {
        self.counts.with(|counts| counts.values().sum())
    }
}
