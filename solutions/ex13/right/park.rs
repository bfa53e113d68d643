//! right: no condition variable: waiters leave their name under the lock, every change unparks them

use std::collections::VecDeque;

use lab::sync::Mutex;
use lab::thread::{self, Thread};

struct State<T> {
    jobs: VecDeque<T>,
    asleep: Vec<Thread>,
}

pub struct BoundedQueue<T> {
    state: Mutex<State<T>>,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let state = State {
            jobs: VecDeque::new(),
            asleep: Vec::new(),
        };
        BoundedQueue {
            state: Mutex::new(state),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut job = Some(job);
        self.change_or_sleep(|jobs| {
            if jobs.len() == self.cap {
                return None;
            }
            jobs.extend(job.take());
            Some(())
        });
    }

    pub fn get(&self) -> T {
        self.change_or_sleep(VecDeque::pop_front)
    }

    pub fn try_get(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        let job = state.jobs.pop_front()?;
        wake_all(&mut state);
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.state.lock().unwrap().jobs.len()
    }

    fn change_or_sleep<R>(&self, mut change: impl FnMut(&mut VecDeque<T>) -> Option<R>) -> R {
        loop {
            let mut state = self.state.lock().unwrap();
            if let Some(result) = change(&mut state.jobs) {
                wake_all(&mut state);
                return result;
            }
            state.asleep.push(thread::current());
            drop(state);
            // A permit that came before this line makes `park` return at once: nothing is lost.
            thread::park();
        }
    }
}

fn wake_all<T>(state: &mut State<T>) {
    for thread in state.asleep.drain(..) {
        thread.unpark();
    }
}
