//! wrong: the number of a new object is read and stored in two steps
//! killed-by: born_together
//! verdict: violated
//! kind: lost-update
//! misconception: M8
//! question: Two objects are made at the same time. Which numbers do they get?
//! loom: no: an atomic in a static cannot be made at compile time

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering};

// Starts again in every execution.
static NEXT: AtomicU64 = AtomicU64::new(0);

pub struct Obj {
    id: u64,
    items: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let id = NEXT.load(Ordering::SeqCst);
        NEXT.store(id + 1, Ordering::SeqCst);
        let items = Mutex::new(items);
        Obj { id, items }
    }
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.items.lock().unwrap())
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if a.id == b.id {
        return with1(a, |items| f(items, None));
    }
    let (mut in_a, mut in_b);
    if a.id < b.id {
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
