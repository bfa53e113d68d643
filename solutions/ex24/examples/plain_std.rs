//! One load per key, and a time to live, on plain std: `cargo run -p ex24-corpus --example plain_std`.

// ANCHOR: program
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

#[derive(Default)]
struct State {
    stored: HashMap<u32, (Arc<String>, Instant)>,
    loading: HashSet<u32>,
}

struct Cache {
    state: Mutex<State>,
    changed: Condvar,
    ttl: Duration,
}

impl Cache {
    fn get_or_load(&self, k: u32, load: impl FnOnce(u32) -> String) -> Arc<String> {
        let mut state = self.state.lock().unwrap();
        loop {
            if let Some((value, since)) = state.stored.get(&k)
                && since.elapsed() < self.ttl
            {
                return value.clone();
            }
            if state.loading.insert(k) {
                break; // There was no note, and now there is ours.
            }
            state = self.changed.wait(state).unwrap();
        }
        drop(state);
        let _note = Note { cache: self, k };
        let value = Arc::new(load(k));
        let entry = (value.clone(), Instant::now());
        self.state.lock().unwrap().stored.insert(k, entry);
        value
    }
}

/// However the load ends, its note goes, and everybody looks again.
struct Note<'c> {
    cache: &'c Cache,
    k: u32,
}

impl Drop for Note<'_> {
    fn drop(&mut self) {
        self.cache.state.lock().unwrap().loading.remove(&self.k);
        self.cache.changed.notify_all();
    }
}

fn main() {
    let cache = Cache {
        state: Mutex::default(),
        changed: Condvar::new(),
        ttl: Duration::from_secs(60),
    };
    thread::scope(|scope| {
        for caller in 1..=4 {
            let cache = &cache;
            scope.spawn(move || {
                let page = cache.get_or_load(7, |k| {
                    println!("caller {caller} loads page {k}");
                    format!("page {k}")
                });
                assert_eq!(*page, "page 7");
            });
        }
    });
}
// ANCHOR_END: program
