//! right: copies the source first, and compares the copy under both locks before it appends

use lab::sync::Mutex;
use std::collections::BTreeMap;

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
    f(&mut o.items.lock().unwrap())
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
    let mut copy = with1(src, |src| src.clone());
    loop {
        let newer = with2(dst, src, |dst, src| match src {
            None => {
                dst.extend_from_within(..);
                None
            }
            Some(src) if *src == copy => {
                dst.extend_from_slice(&copy);
                None
            }
            Some(src) => Some(src.clone()),
        });
        match newer {
            None => return,
            Some(newer) => copy = newer,
        }
    }
}

pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    let items = with1(o, std::mem::take);
    let mut by_key: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for &item in &items {
        by_key.entry(key(item)).or_default().push(item);
    }
    if items.is_empty() {
        return Ok(());
    }
    with1(o, |list| {
        let modified = !list.is_empty();
        list.clear();
        list.extend(by_key.into_values().flatten());
        if modified { Err(Modified) } else { Ok(()) }
    })
}
