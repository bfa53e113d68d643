//! wrong: readers use two rooms in turn, and a writer looks only into the one of the epoch that has just ended
//! killed-by: two_replaces
//! verdict: data-race
//! kind: data-race
//! misconception: M7
//! question: A reader has chosen its room and not yet gone in. Which epoch is it by then?

use lab::alloc::{from_raw, into_raw, touch};
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

pub struct Config<T> {
    current: AtomicPtr<T>,
    rooms: [AtomicUsize; 2],
    epoch: AtomicUsize,
    old: Mutex<Vec<(*mut T, usize)>>,
}

// SAFETY: readers only look at a value, and it is freed when nobody can be looking.
unsafe impl<T: Send + Sync> Sync for Config<T> {}
// SAFETY: all values belong to the `Config`.
unsafe impl<T: Send> Send for Config<T> {}

struct Inside<'c>(&'c AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        // Release: what this reader has looked at comes before the freeing.
        self.0.fetch_sub(1, Ordering::Release);
    }
}

impl<T> Config<T> {
    pub fn new(value: T) -> Self {
        Config {
            current: AtomicPtr::new(into_raw(Box::new(value))),
            rooms: [AtomicUsize::new(0), AtomicUsize::new(0)],
            epoch: AtomicUsize::new(0),
            old: Mutex::new(Vec::new()),
        }
    }

    pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let room = &self.rooms[self.epoch.load(Ordering::SeqCst) % 2];
        room.fetch_add(1, Ordering::SeqCst);
        let _inside = Inside(room);
        let current = self.current.load(Ordering::SeqCst);
        touch(current);
        // SAFETY: we counted ourselves before we loaded the pointer, so whoever took it away after
        // that sees the count and keeps the value.
        f(unsafe { &*current })
    }

    pub fn replace(&self, value: T) {
        let fresh = into_raw(Box::new(value));
        let mut old = self.old.lock().unwrap();
        let replaced = self.current.swap(fresh, Ordering::SeqCst);
        let ended = self.epoch.fetch_add(1, Ordering::SeqCst) % 2;
        old.push((replaced, ended));
        old.retain(|(value, room)| {
            let free = self.rooms[*room].load(Ordering::SeqCst) == 0;
            if free {
                // SAFETY: all readers of that epoch have left their room.
                drop(unsafe { from_raw(*value) });
            }
            !free
        });
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        let old = std::mem::take(&mut *self.old.lock().unwrap());
        let current = (self.current.load(Ordering::Relaxed), 0);
        for (value, _) in old.into_iter().chain([current]) {
            // SAFETY: `&mut self` says that nobody reads, and each pointer is freed once.
            drop(unsafe { from_raw(value) });
        }
    }
}
