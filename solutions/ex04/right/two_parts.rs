//! right: two maps with a lock each; `rename` takes both locks, always in the same order

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
        if part_of(from) == part_of(to) {
            let mut part = self.part(from);
            let value = part.remove(from);
            return value
                .map(|value| part.insert(to.to_string(), value))
                .is_some();
        }
        // Whoever needs both parts takes them in the same order, so nobody waits in a ring.
        let mut first = self.parts[0].lock().unwrap();
        let mut second = self.parts[1].lock().unwrap();
        let (source, target) = if part_of(from) == 0 {
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
