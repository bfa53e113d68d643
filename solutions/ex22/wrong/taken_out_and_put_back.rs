//! wrong: takes both lists out, works on them without a lock, and puts them back
//! killed-by: moved_item
//! verdict: violated
//! kind: torn-read
//! misconception: M5
//! question: What does somebody see who looks into the lists while you work?

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

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return with1(a, |items| f(items, None));
    }
    let mut in_a = with1(a, std::mem::take);
    let mut in_b = with1(b, std::mem::take);
    let result = f(&mut in_a, Some(&mut in_b));
    with1(a, |place| place.append(&mut in_a));
    with1(b, |place| place.append(&mut in_b));
    result
}

pub fn extend(dst: &Obj, src: &Obj) {
    if std::ptr::eq(dst, src) {
        return with1(dst, |dst| dst.extend_from_within(..));
    }
    // One after the other, the lower address first: this one is right.
    let dst_first = std::ptr::from_ref(dst) < std::ptr::from_ref(src);
    if dst_first {
        with1(dst, |dst| with1(src, |src| dst.extend_from_slice(src)));
    } else {
        with1(src, |src| with1(dst, |dst| dst.extend_from_slice(src)));
    }
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
