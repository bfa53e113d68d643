//! right: readers count themselves in one of two rooms; what was replaced waits until both were seen empty

use lab::alloc::{from_raw, into_raw, touch};
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

pub struct Config<T> {
    current: AtomicPtr<T>,
    // A reader goes into the room of the present epoch. Any room will do; two of them only make
    // it likely that one is empty.
    rooms: [AtomicUsize; 2],
    epoch: AtomicUsize,
    old: Mutex<Old<T>>,
}

/// What was replaced, and whether each room was seen empty since.
struct Old<T> {
    waiting: Vec<(*mut T, [bool; 2])>,
}

// SAFETY: readers only look at a value, and it is freed when nobody can be looking.
unsafe impl<T: Send + Sync> Sync for Config<T> {}
// SAFETY: all values belong to the `Config`.
unsafe impl<T: Send> Send for Config<T> {}

struct Inside<'c>(&'c AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Release);
    }
}

impl<T> Config<T> {
    pub fn new(value: T) -> Self {
        Config {
            current: AtomicPtr::new(into_raw(Box::new(value))),
            rooms: [AtomicUsize::new(0), AtomicUsize::new(0)],
            epoch: AtomicUsize::new(0),
            old: Mutex::new(Old {
                waiting: Vec::new(),
            }),
        }
    }

    pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let room = &self.rooms[self.epoch.load(Ordering::Relaxed) % 2];
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
        old.waiting.push((replaced, [false, false]));
        self.epoch.fetch_add(1, Ordering::Relaxed);
        let empty = [0, 1].map(|room| self.rooms[room].load(Ordering::SeqCst) == 0);
        old.waiting.retain_mut(|(value, seen)| {
            *seen = [seen[0] | empty[0], seen[1] | empty[1]];
            let free = *seen == [true, true];
            if free {
                // SAFETY: whoever could have this pointer was in one of the rooms when it was
                // replaced, and each of them was seen empty after that.
                drop(unsafe { from_raw(*value) });
            }
            !free
        });
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        let old = std::mem::take(&mut self.old.lock().unwrap().waiting);
        let current = self.current.load(Ordering::Relaxed);
        for value in old.into_iter().map(|(value, _)| value).chain([current]) {
            // SAFETY: `&mut self` says that nobody reads, and each pointer is freed once.
            drop(unsafe { from_raw(value) });
        }
    }
}
