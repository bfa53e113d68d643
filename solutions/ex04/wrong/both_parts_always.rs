//! wrong: `rename` takes the locks of both names, also when both names are in one part
//! killed-by: one_thread
//! verdict: deadlock
//! kind: self-deadlock
//! misconception: M14
//! question: How many locks are there when both names are in one part?

use lab::collections::HashMap;
use lab::sync::{Mutex, MutexGuard};

type Part = HashMap<String, i64>;

pub struct FlagTable {
    parts: [Mutex<Part>; 2],
}

fn part_of(k: &str) -> usize {
    k.bytes().map(usize::from).sum::<usize>() % 2
}

impl FlagTable {
    pub fn new() -> Self {
        FlagTable {
            parts: [Mutex::new(Part::new()), Mutex::new(Part::new())],
        }
    }

    fn part(&self, k: &str) -> MutexGuard<'_, Part> {
        self.parts[part_of(k)].lock().unwrap()
    }

    pub fn set(&self, k: &str, v: i64) {
        self.part(k).insert(k.to_string(), v);
    }

    pub fn get(&self, k: &str) -> Option<i64> {
        self.part(k).get(k).copied()
    }

    pub fn take(&self, k: &str) -> Option<i64> {
        self.part(k).remove(k)
    }

    pub fn get_or_insert(&self, k: &str, v: i64) -> i64 {
        let mut flags = self.part(k);
        *flags.entry(k.to_string()).or_insert(v)
    }

    pub fn update(&self, k: &str, f: impl FnOnce(i64) -> i64) -> Option<i64> {
        let mut flags = self.part(k);
        let value = flags.get_mut(k)?;
        *value = f(*value);
        Some(*value)
    }

    pub fn rename(&self, from: &str, to: &str) -> bool {
        let (low, high) = if part_of(from) < part_of(to) {
            (from, to)
        } else {
            (to, from)
        };
        let mut first = self.part(low);
        let mut second = self.part(high);
        let (source, target) = if low == from {
            (&mut *first, &mut *second)
        } else {
            (&mut *second, &mut *first)
        };
        let value = source.remove(from);
        value
            .map(|value| target.insert(to.to_string(), value))
            .is_some()
    }
}
