//! right: sleeping threads are on two lists, and whoever changes something unparks them

use std::collections::VecDeque;
use std::mem;

use lab::sync::Mutex;
use lab::thread::{self, Thread};

#[derive(Debug)]
pub struct Closed<J>(pub J);

struct State<J> {
    jobs: VecDeque<J>,
    unfinished: usize,
    closed: bool,
    workers: Vec<Thread>,
    customers: Vec<Thread>,
}

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            state: Mutex::new(State {
                jobs: VecDeque::new(),
                unfinished: 0,
                closed: false,
                workers: Vec::new(),
                customers: Vec::new(),
            }),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let sleepers = {
            let mut state = self.state.lock().unwrap();
            if state.closed {
                return Err(Closed(job));
            }
            state.jobs.push_back(job);
            state.unfinished += 1;
            mem::take(&mut state.workers)
        };
        sleepers.iter().for_each(Thread::unpark);
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        loop {
            let mut state = self.state.lock().unwrap();
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state.workers.push(thread::current());
            drop(state);
            thread::park();
        }
    }

    pub fn done(&self) {
        let mut state = self.state.lock().unwrap();
        state.unfinished -= 1;
        if state.unfinished == 0 {
            for customer in state.customers.drain(..) {
                customer.unpark();
            }
        }
    }

    pub fn wait_idle(&self) {
        loop {
            {
                let mut state = self.state.lock().unwrap();
                if state.unfinished == 0 {
                    break;
                }
                state.customers.push(thread::current());
            }
            thread::park();
        }
    }

    pub fn close(&self) {
        let mut state = self.state.lock().unwrap();
        state.closed = true;
        state.workers.drain(..).for_each(|worker| worker.unpark());
    }
}
