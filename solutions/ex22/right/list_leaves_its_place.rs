//! right: a thread takes the list out of its place while it works on it; others wait for its return

use lab::sync::{Condvar, Mutex};

pub struct Obj {
    // `None`: somebody works with the list.
    place: Mutex<Option<Vec<i64>>>,
    returned: Condvar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        Obj {
            place: Mutex::new(Some(items)),
            returned: Condvar::new(),
        }
    }

    fn borrow(&self) -> Loan<'_> {
        let mut place = self.place.lock().unwrap();
        loop {
            match place.take() {
                Some(items) => return Loan { owner: self, items },
                None => place = self.returned.wait(place).unwrap(),
            }
        }
    }
}

/// A list on loan; it goes back however the work ends.
struct Loan<'o> {
    owner: &'o Obj,
    items: Vec<i64>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let items = std::mem::take(&mut self.items);
        *self.owner.place.lock().unwrap() = Some(items);
        self.owner.returned.notify_one();
    }
}

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.borrow().items)
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if std::ptr::eq(a, b) {
        return f(&mut a.borrow().items, None);
    }
    let swapped = address(b) < address(a);
    let (first, second) = if swapped { (b, a) } else { (a, b) };
    let (mut first, mut second) = (first.borrow(), second.borrow());
    if swapped {
        std::mem::swap(&mut first, &mut second);
    }
    f(&mut first.items, Some(&mut second.items))
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
