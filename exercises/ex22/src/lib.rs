//! The lists of a small interpreter without a global lock: every list has a lock of its own.

use lab::sync::Mutex;

/// A list of numbers with its lock. Calls that have no object in common do not wait for each other.
pub struct Obj {
    items: Mutex<Vec<i64>>,
}

/// Somebody put items into a list while it was being sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    /// A new list, different from all others, with these items.
    pub fn new(items: Vec<i64>) -> Self {
        let items = Mutex::new(items);
        Obj { items }
    }
}

/// Calls `f` with the list of `o`; nobody else sees or changes it meanwhile. `f` uses no `Obj`.
pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.items.lock().unwrap())
}

/// Calls `f` with the lists of `a` and `b`, in this order; nobody else sees or changes either one
/// meanwhile. If `a` and `b` are one object, `f` gets its list and `None`. `f` uses no `Obj`.
pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    let mut in_a = a.items.lock().unwrap();
    if std::ptr::eq(a, b) {
        return f(&mut in_a, None);
    }
    let mut in_b = b.items.lock().unwrap();
    f(&mut in_a, Some(&mut in_b))
}

/// Appends the items of `src` to `dst`, in one step for all others. `extend(a, a)` doubles `a`.
pub fn extend(dst: &Obj, src: &Obj) {
    with2(dst, src, |dst, src| match src {
        Some(src) => dst.extend_from_slice(src),
        None => dst.extend_from_within(..),
    })
}

/// Sorts by `key`, smallest first; equal items keep their order. `key` runs while no lock is held
/// and may use all objects: to everybody this list is empty until the sorted items are back in it.
///
/// If it holds items at that moment, they are dropped, the sorted items are put back all the same,
/// and the answer is `Err(Modified)`. Looking is no change. Sorting an empty list does nothing.
pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    with1(o, |items| items.sort_by_key(|&item| key(item)));
    Ok(())
}
