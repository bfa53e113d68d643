//! right: every object gets a number at birth, and the guards are taken in the order of an array
//! loom: no: an atomic in a static cannot be made at compile time

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicU64, Ordering};

// Starts again in every execution, and hands out each number once.
static NEXT: AtomicU64 = AtomicU64::new(0);

pub struct Obj {
    id: u64,
    items: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
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
    let mut order = [a, b];
    order.sort_unstable_by_key(|o| o.id);
    let [mut low, mut high] = order.map(|o| o.items.lock().unwrap());
    if a.id < b.id {
        f(&mut low, Some(&mut high))
    } else {
        f(&mut high, Some(&mut low))
    }
}

pub fn extend(dst: &Obj, src: &Obj) {
    with2(dst, src, |dst, src| match src {
        Some(src) => dst.extend_from_slice(src),
        None => dst.extend_from_within(..),
    })
}

pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    let items = with1(o, |items| items.drain(..).collect::<Vec<_>>());
    if items.is_empty() {
        return Ok(());
    }
    let mut keyed: Vec<(i64, i64)> = items.into_iter().map(|item| (key(item), item)).collect();
    keyed.sort_by_key(|&(key, _)| key);
    let mut list = o.items.lock().unwrap();
    let untouched = list.is_empty();
    list.clear();
    list.extend(keyed.into_iter().map(|(_, item)| item));
    if untouched { Ok(()) } else { Err(Modified) }
}
