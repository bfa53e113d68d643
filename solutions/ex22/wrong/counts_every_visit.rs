//! wrong: counts how often the lock was taken, so that a look counts as a change
//! killed-by: key_looks
//! verdict: violated
//! kind: wrong-result
//! question: Somebody only looked at the list. What has changed?

use lab::sync::Mutex;

pub struct Obj {
    items: Mutex<(Vec<i64>, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let items = Mutex::new((items, 0));
        Obj { items }
    }
}

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    let mut locked = o.items.lock().unwrap();
    locked.1 += 1;
    f(&mut locked.0)
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
    (in_a.1, in_b.1) = (in_a.1 + 1, in_b.1 + 1);
    f(&mut in_a.0, Some(&mut in_b.0))
}

pub fn extend(dst: &Obj, src: &Obj) {
    with2(dst, src, |dst, src| match src {
        Some(src) => dst.extend_from_slice(src),
        None => dst.extend_from_within(..),
    })
}

pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    let (mut items, visits) = {
        let mut locked = o.items.lock().unwrap();
        (std::mem::take(&mut locked.0), locked.1)
    };
    items.sort_by_key(|&item| key(item));
    let mut locked = o.items.lock().unwrap();
    if items.is_empty() {
        return Ok(());
    }
    locked.0 = items;
    if locked.1 == visits {
        Ok(())
    } else {
        Err(Modified)
    }
}
