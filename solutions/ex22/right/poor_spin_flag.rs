//! right: a flag beside every list, taken by a spin loop. Poor, accepted: waiting burns a processor.
//! loom: rejects: swap-spin-lock

use lab::sync::atomic::{AtomicBool, Ordering};
use lab::sync::{Mutex, MutexGuard};
use lab::{hint, thread};

pub struct Obj {
    taken: AtomicBool,
    // Whoever holds the flag finds this lock free: it only owns the items.
    items: Mutex<Vec<i64>>,
}

struct Turn<'o> {
    flag: &'o AtomicBool,
    items: MutexGuard<'o, Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        Obj {
            taken: AtomicBool::new(false),
            items: Mutex::new(items),
        }
    }

    fn try_take(&self) -> Option<Turn<'_>> {
        let free = self
            .taken
            .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed);
        free.ok().map(|_| Turn {
            flag: &self.taken,
            items: self.items.lock().unwrap(),
        })
    }
}

impl Turn<'_> {
    fn end(self) {
        drop(self.items);
        self.flag.store(false, Ordering::Release);
    }
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    loop {
        if let Some(mut turn) = o.try_take() {
            let result = f(&mut turn.items);
            turn.end();
            return result;
        }
        hint::spin_loop();
    }
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return with1(a, |items| f(items, None));
    }
    loop {
        match (a.try_take(), b.try_take()) {
            (Some(mut in_a), Some(mut in_b)) => {
                let result = f(&mut in_a.items, Some(&mut in_b.items));
                in_b.end();
                in_a.end();
                return result;
            }
            (in_a, in_b) => {
                in_a.into_iter().chain(in_b).for_each(Turn::end);
                thread::yield_now();
            }
        }
    }
}

pub fn extend(dst: &Obj, src: &Obj) {
    with2(dst, src, |dst, src| match src {
        Some(src) => dst.extend_from_slice(src),
        None => dst.extend_from_within(..),
    })
}

pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    let mut items = with1(o, std::mem::take);
    if items.is_empty() {
        return Ok(());
    }
    items.sort_by_key(|&item| key(item));
    with1(o, |list| match std::mem::replace(list, items) {
        added if added.is_empty() => Ok(()),
        _ => Err(Modified),
    })
}
