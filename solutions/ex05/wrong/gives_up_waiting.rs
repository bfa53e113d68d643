//! wrong: after three time limits a thread takes it that the GIL is free
//! killed-by: long_instruction
//! verdict: data-race
//! kind: data-race
//! loom: no: loom has no time-outs
//! question: How long can an instruction take, and what has the thread got that gave up?

use std::time::Duration;

use lab::sync::{Condvar, Mutex};

/// How long a thread waits before it looks again.
const PATIENCE: Duration = Duration::from_millis(5);

pub type ThreadNo = usize;

/// A take-a-number machine: whoever comes draws a number, and the numbers are served in order.
struct Counter {
    drawn: u64,
    served: u64,
}

pub struct Gil {
    counter: Mutex<Counter>,
    served: Condvar,
}

impl Gil {
    pub fn new() -> Self {
        Gil {
            counter: Mutex::new(Counter {
                drawn: 0,
                served: 0,
            }),
            served: Condvar::new(),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        let mut counter = self.counter.lock().unwrap();
        let mine = counter.drawn;
        counter.drawn += 1;
        let mut tries = 3;
        while counter.served != mine && tries > 0 {
            let (again, timeout) = self.served.wait_timeout(counter, PATIENCE).unwrap();
            counter = again;
            tries -= u32::from(timeout.timed_out());
        }
    }

    pub fn release(&self, _me: ThreadNo) {
        self.counter.lock().unwrap().served += 1;
        self.served.notify_all();
    }

    pub fn poll(&self, _me: ThreadNo) -> bool {
        let mut counter = self.counter.lock().unwrap();
        let waiting = counter.drawn - counter.served - 1;
        if waiting == 0 {
            return false;
        }
        let mine = counter.drawn;
        counter.drawn += 1;
        counter.served += 1;
        self.served.notify_all();
        while counter.served != mine {
            counter = self.served.wait(counter).unwrap();
        }
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
