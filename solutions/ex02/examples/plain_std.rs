//! The visit counter on plain std: `cargo run -p ex02-corpus --example plain_std`.

// ANCHOR: program
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const THREADS: u64 = 4;
const VISITS: u64 = 100_000;

fn main() {
    let one_step = AtomicU64::new(0);
    let locked = Mutex::new(0_u64);

    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..VISITS {
                    one_step.fetch_add(1, Ordering::Relaxed);
                    *locked.lock().unwrap() += 1;
                }
            });
        }
    }); // The scope ends when all its threads have ended.

    println!("fetch_add: {}", one_step.into_inner());
    println!("mutex:     {}", locked.into_inner().unwrap());
}
// ANCHOR_END: program
