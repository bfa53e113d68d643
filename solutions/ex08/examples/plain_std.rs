//! The sessions on plain std: `cargo run -p ex08-corpus --example plain_std`.

// ANCHOR: program
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;

#[derive(Default)]
struct Sessions {
    last_used: Mutex<HashMap<u32, u64>>,
}

impl Sessions {
    fn sweep(&self, now: u64, ttl: u64) -> Vec<u32> {
        let mut expired = Vec::new();
        self.last_used.lock().unwrap().retain(|id, last_used| {
            let keep = now - *last_used <= ttl;
            if !keep {
                expired.push(*id);
            }
            keep
        });
        expired
    }
}

fn main() {
    let sessions = Sessions::default();
    for id in 0..1_000 {
        let last_used = if id < 900 { 10 } else { 500 };
        sessions.last_used.lock().unwrap().insert(id, last_used);
    }
    let removed: usize = thread::scope(|scope| {
        let sweepers = [1, 2, 3].map(|_| scope.spawn(|| sessions.sweep(600, 200).len()));
        sweepers.map(|sweeper| sweeper.join().unwrap()).iter().sum()
    });
    println!(
        "{removed} removed, {} left",
        sessions.last_used.lock().unwrap().len()
    );
}
// ANCHOR_END: program
