//! wrong: locks the shorter list first, and in the order of the arguments when both are equally long
//! killed-by: opposite
//! verdict: deadlock
//! kind: lock-order
//! misconception: M14
//! question: Which list comes first when both have two items? And is the answer the same a moment later?

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicUsize, Ordering};

pub struct Obj {
    // As long as the list was when its lock was last let go.
    length: AtomicUsize,
    items: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        Obj {
            length: AtomicUsize::new(items.len()),
            items: Mutex::new(items),
        }
    }

    fn length(&self) -> usize {
        self.length.load(Ordering::Acquire)
    }
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    let mut items = o.items.lock().unwrap();
    let result = f(&mut items);
    o.length.store(items.len(), Ordering::Release);
    result
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        with1(a, |items| f(items, None))
    } else if a.length() <= b.length() {
        with1(a, |in_a| with1(b, |in_b| f(in_a, Some(in_b))))
    } else {
        with1(b, |in_b| with1(a, |in_a| f(in_a, Some(in_b))))
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
