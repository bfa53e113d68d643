//! right: the list travels in a channel with one place: whoever has received it owns it

use lab::channel::{Receiver, Sender, bounded};

pub struct Obj {
    give: Sender<Vec<i64>>,
    take: Receiver<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let (give, take) = bounded(1);
        give.send(items).unwrap();
        Obj { give, take }
    }
}

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    let mut items = o.take.recv().unwrap();
    let result = f(&mut items);
    o.give.send(items).unwrap();
    result
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        with1(a, |items| f(items, None))
    } else if address(a) < address(b) {
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
