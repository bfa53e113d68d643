//! wrong: one lock for the whole interpreter, as in the old days
//! killed-by: strangers
//! verdict: stuck
//! kind: livelock
//! misconception: M20
//! question: Which lock do two lists share that have nothing in common?
//! loom: no: an atomic in a static cannot be made at compile time

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicBool, Ordering};
use lab::thread;

// The global lock. A `Mutex` in a static is not possible in a check, a flag is.
static BUSY: AtomicBool = AtomicBool::new(false);

pub struct Obj {
    items: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let items = Mutex::new(items);
        Obj { items }
    }
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    globally(|| f(&mut o.items.lock().unwrap()))
}

fn globally<R>(act: impl FnOnce() -> R) -> R {
    while BUSY
        .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
        .is_err()
    {
        thread::yield_now();
    }
    let result = act();
    BUSY.store(false, Ordering::Release);
    result
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    globally(|| {
        let mut in_a = a.items.lock().unwrap();
        if std::ptr::eq(a, b) {
            return f(&mut in_a, None);
        }
        f(&mut in_a, Some(&mut b.items.lock().unwrap()))
    })
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
