//! wrong: a list whose items are in order is left alone
//! killed-by: one_thread
//! verdict: violated
//! kind: wrong-result
//! question: In the order of what is the list, and in the order of what should it be?

use lab::sync::Mutex;

pub struct Obj {
    items: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        Obj {
            items: Mutex::new(items),
        }
    }
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.items.lock().unwrap())
}

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
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
    if with1(o, |items| items.is_sorted()) {
        return Ok(());
    }
    let mut items = with1(o, std::mem::take);
    if items.is_empty() {
        return Ok(());
    }
    items.sort_by_key(|&item| key(item));
    with1(o, |list| {
        let modified = !std::mem::replace(list, items).is_empty();
        if modified { Err(Modified) } else { Ok(()) }
    })
}
