//! right: a readers-writer lock in every object, and `extend` only reads its source

use lab::sync::RwLock;

pub struct Obj {
    items: RwLock<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let items = RwLock::new(items);
        Obj { items }
    }
}

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.items.write().unwrap())
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return with1(a, |items| f(items, None));
    }
    let (mut in_a, mut in_b);
    if address(a) < address(b) {
        in_a = a.items.write().unwrap();
        in_b = b.items.write().unwrap();
    } else {
        in_b = b.items.write().unwrap();
        in_a = a.items.write().unwrap();
    }
    f(&mut in_a, Some(&mut in_b))
}

pub fn extend(dst: &Obj, src: &Obj) {
    if std::ptr::eq(dst, src) {
        dst.items.write().unwrap().extend_from_within(..);
    } else if address(dst) < address(src) {
        let mut dst = dst.items.write().unwrap();
        dst.extend_from_slice(&src.items.read().unwrap());
    } else {
        let src = src.items.read().unwrap();
        dst.items.write().unwrap().extend_from_slice(&src);
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
