//! A and B on plain std, wrong and right: `cargo run -p ex01-corpus --example plain_std`.

// ANCHOR: program
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

fn main() {
    let three_steps = AtomicI64::new(0);
    both(|n| {
        let note = three_steps.load(SeqCst);
        let note = note + n;
        three_steps.store(note, SeqCst);
    });
    println!("read, add, write: {}", three_steps.into_inner());

    let one_step = AtomicI64::new(0);
    both(|n| {
        one_step.fetch_add(n, SeqCst);
    });
    println!("one step:         {}", one_step.into_inner());

    let locked = Mutex::new(0);
    both(|n| {
        let mut counter = locked.lock().unwrap();
        let note = *counter;
        let note = note + n;
        *counter = note; // The lock is given back at the end of this block.
    });
    println!("under a lock:     {}", locked.into_inner().unwrap());
}

/// Runs the same steps in two threads, with 1 and with 10.
fn both(steps: impl Fn(i64) + Sync) {
    thread::scope(|scope| {
        for n in [1, 10] {
            let steps = &steps;
            scope.spawn(move || steps(n));
        }
    });
}
// ANCHOR_END: program
