//! wrong: compares small numbers as on a clock, where everybody is ahead of somebody
//! killed-by: ring_of_three
//! verdict: deadlock
//! kind: lock-order
//! misconception: M14
//! question: Three numbers on a clock: is one of them the smallest?
//! loom: no: an atomic in a static cannot be made at compile time

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU8, Ordering};

static NEXT: AtomicU8 = AtomicU8::new(0);

pub struct Obj {
    number: u8,
    items: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        // Far apart, so that objects made one after the other spread over a table.
        let number = NEXT.fetch_add(85, Ordering::Relaxed);
        let items = Mutex::new(items);
        Obj { number, items }
    }
}

/// Comparing by difference, as for sequence numbers that start again at 0.
fn before(a: &Obj, b: &Obj) -> bool {
    b.number.wrapping_sub(a.number) < 128
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.items.lock().unwrap())
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return with1(a, |items| f(items, None));
    }
    let (mut in_a, mut in_b);
    if before(a, b) {
        in_a = a.items.lock().unwrap();
        in_b = b.items.lock().unwrap();
    } else {
        in_b = b.items.lock().unwrap();
        in_a = a.items.lock().unwrap();
    }
    f(&mut in_a, Some(&mut in_b))
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
