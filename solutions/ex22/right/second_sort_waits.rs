//! right: a flag says that the list is being sorted, and a second sort waits for the first

use lab::sync::{Condvar, Mutex, MutexGuard};

pub struct Obj {
    state: Mutex<State>,
    sorted: Condvar,
}

#[derive(Default)]
struct State {
    items: Vec<i64>,
    being_sorted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified;

impl Obj {
    pub fn new(items: Vec<i64>) -> Self {
        let state = State {
            items,
            being_sorted: false,
        };
        Obj {
            state: Mutex::new(state),
            sorted: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

fn address(o: &Obj) -> usize {
    std::ptr::from_ref(o).addr()
}

pub fn with1<R>(o: &Obj, f: impl FnOnce(&mut Vec<i64>) -> R) -> R {
    f(&mut o.lock().items)
}

pub fn with2<R>(a: &Obj, b: &Obj, f: impl FnOnce(&mut Vec<i64>, Option<&mut Vec<i64>>) -> R) -> R {
    if address(a) == address(b) {
        return with1(a, |items| f(items, None));
    }
    let mut guards = [a, b].map(|o| (address(o), o));
    guards.sort_unstable_by_key(|(address, _)| *address);
    let mut guards = guards.map(|(address, o)| (address, o.lock()));
    if guards[0].0 != address(a) {
        guards.reverse();
    }
    let [(_, in_a), (_, in_b)] = &mut guards;
    f(&mut in_a.items, Some(&mut in_b.items))
}

pub fn extend(dst: &Obj, src: &Obj) {
    with2(dst, src, |dst, src| match src {
        Some(src) => dst.extend_from_slice(src),
        None => dst.extend_from_within(..),
    })
}

pub fn sort_by_key(o: &Obj, mut key: impl FnMut(i64) -> i64) -> Result<(), Modified> {
    let mut items = {
        let state = o.lock();
        let mut state = o
            .sorted
            .wait_while(state, |state| state.being_sorted)
            .unwrap();
        if state.items.is_empty() {
            return Ok(());
        }
        state.being_sorted = true;
        std::mem::take(&mut state.items)
    };
    items.sort_by_cached_key(|item| key(*item));
    let mut state = o.lock();
    state.being_sorted = false;
    let modified = !state.items.is_empty();
    state.items = items;
    o.sorted.notify_all();
    if modified {
        return Err(Modified);
    }
    Ok(())
}
