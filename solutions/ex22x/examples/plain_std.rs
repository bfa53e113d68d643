//! Settings behind an atomic pointer, freed by epochs: `cargo run -p ex22x-corpus --example plain_std`.

// ANCHOR: program
use std::sync::atomic::Ordering;
use std::thread;

use crossbeam_epoch::{self as epoch, Atomic, Owned};

struct Config<T> {
    current: Atomic<T>,
}

impl<T: Send + Sync + 'static> Config<T> {
    fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let pinned = epoch::pin(); // This thread may be looking, until `pinned` ends.
        let current = self.current.load(Ordering::Acquire, &pinned);
        // SAFETY: the pointer is never null, and what a pinned thread can load is not freed.
        f(unsafe { current.deref() })
    }

    fn replace(&self, value: T) {
        let pinned = epoch::pin();
        let old = self
            .current
            .swap(Owned::new(value), Ordering::AcqRel, &pinned);
        // SAFETY: nobody can load `old` any more. It is freed when all who could have are gone.
        unsafe { pinned.defer_destroy(old) };
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        // SAFETY: `&mut self` says that nobody reads.
        drop(unsafe { std::mem::take(&mut self.current).into_owned() });
    }
}

fn main() {
    let config = Config {
        current: Atomic::new(String::from("limit 10")),
    };
    thread::scope(|scope| {
        scope.spawn(|| config.replace(String::from("limit 20")));
        for _ in 0..3 {
            scope.spawn(|| config.read(|settings| assert!(settings.starts_with("limit"))));
        }
    });
    println!("{}", config.read(String::clone));
}
// ANCHOR_END: program
