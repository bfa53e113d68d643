//! right: `with2` is two calls of `with1`, the lower address outside

use lab::sync::{Mutex, PoisonError};
use std::cmp::Ordering;

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

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.items.lock().unwrap_or_else(PoisonError::into_inner))
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    match address(a).cmp(&address(b)) {
        Ordering::Equal => with1(a, |a| f(a, None)),
        Ordering::Less => with1(a, |in_a| with1(b, |in_b| f(in_a, Some(in_b)))),
        Ordering::Greater => with1(b, |in_b| with1(a, |in_a| f(in_a, Some(in_b)))),
    }
}

pub fn extend(dst: &Obj, src: &Obj) {
    with2(dst, src, |dst, src| {
        let copy = src.map_or_else(|| dst.clone(), |src| src.clone());
        dst.extend(copy);
    })
}

pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    let items = with1(o, std::mem::take);
    if items.is_empty() {
        return Ok(());
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_cached_key(|&place| key(items[place]));
    let sorted = order.into_iter().map(|place| items[place]).collect();
    let added = with1(o, |list| std::mem::replace(list, sorted));
    added.is_empty().then_some(()).ok_or(Modified)
}
