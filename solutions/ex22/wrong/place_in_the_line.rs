//! wrong: orders the locks by the low bits of the addresses, which two objects can share
//! killed-by: opposite
//! verdict: deadlock
//! kind: lock-order
//! misconception: M19
//! question: Two objects have the same number. Which of them is locked first?

use lab::sync::Mutex;

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

/// The place of the object within its cache line.
fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr() % 64
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return with1(a, |items| f(items, None));
    }
    let (mut in_a, mut in_b);
    if address(a) < address(b) {
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
