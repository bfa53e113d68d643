//! right: one condition variable, notify_all, and only when somebody is known to wait

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex, MutexGuard};

struct State<T> {
    jobs: VecDeque<T>,
    waiting: usize,
}

pub struct BoundedQueue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let state = State {
            jobs: VecDeque::new(),
            waiting: 0,
        };
        BoundedQueue {
            state: Mutex::new(state),
            changed: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let mut state = self.wait_until(|jobs| jobs.len() < self.cap);
        state.jobs.push_back(job);
        self.tell(&state);
    }

    pub fn get(&self) -> T {
        let mut state = self.wait_until(|jobs| !jobs.is_empty());
        let job = state.jobs.pop_front().expect("waited for it");
        self.tell(&state);
        job
    }

    pub fn try_get(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        let job = state.jobs.pop_front()?;
        self.tell(&state);
        Some(job)
    }

    pub fn len(&self) -> usize {
        self.state.lock().unwrap().jobs.len()
    }

    fn wait_until(&self, good: impl Fn(&VecDeque<T>) -> bool) -> MutexGuard<'_, State<T>> {
        let mut state = self.state.lock().unwrap();
        while !good(&state.jobs) {
            state.waiting += 1;
            state = self.changed.wait(state).unwrap();
            state.waiting -= 1;
        }
        state
    }

    fn tell(&self, state: &State<T>) {
        if state.waiting > 0 {
            self.changed.notify_all();
        }
    }
}
