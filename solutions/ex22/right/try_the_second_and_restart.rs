//! right: tries the second lock without waiting, and lets go of the first when it is taken

use lab::sync::Mutex;
use lab::thread;

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
    f(&mut o.items.lock().unwrap())
}

// ANCHOR: with2
pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return f(&mut a.items.lock().unwrap(), None);
    }
    loop {
        let mut in_a = a.items.lock().unwrap();
        if let Ok(mut in_b) = b.items.try_lock() {
            return f(&mut in_a, Some(&mut in_b));
        }
        drop(in_a);
        thread::yield_now();
    }
}
// ANCHOR_END: with2

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
