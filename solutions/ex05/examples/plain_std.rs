//! The GIL on plain std: `cargo run -p ex05-corpus --example plain_std`.

// ANCHOR: program
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

#[derive(Default)]
struct State {
    held: bool,
    waiting: usize,
    taken: u64,
}

#[derive(Default)]
struct Gil {
    state: Mutex<State>,
    free: Condvar,
    switched: Condvar,
}

impl Gil {
    fn acquire(&self) {
        self.take(self.state.lock().unwrap());
    }

    fn take<'gil>(&'gil self, mut state: MutexGuard<'gil, State>) {
        state.waiting += 1;
        state = self.free.wait_while(state, |state| state.held).unwrap();
        state.waiting -= 1;
        state.held = true;
        state.taken += 1;
        self.switched.notify_all();
    }

    fn release(&self) {
        self.state.lock().unwrap().held = false;
        self.free.notify_one();
    }

    fn poll(&self) {
        let mut state = self.state.lock().unwrap();
        if state.waiting > 0 {
            state.held = false;
            self.free.notify_one();
            let taken = state.taken;
            let nobody_came = |state: &mut State| state.taken == taken;
            state = self.switched.wait_while(state, nobody_came).unwrap();
            self.take(state);
        }
    }
}

fn main() {
    let gil = Gil::default();
    let n = AtomicU64::new(0); // The Python variable; the GIL is held for each access.
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                gil.acquire();
                for _ in 0..200_000 {
                    let old = n.load(Relaxed);
                    gil.poll();
                    n.store(old + 1, Relaxed);
                    gil.poll();
                }
                gil.release();
            });
        }
    });
    println!(
        "400000 increments, one thread at a time: n is {}",
        n.into_inner()
    );
}
// ANCHOR_END: program
