//! wrong: the flag is turned round, so the second `close` opens the board again
//! killed-by: alone
//! verdict: violated
//! kind: wrong-result
//! question: What is the board after two calls of `close`?

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

struct Pile<J> {
    jobs: VecDeque<J>,
    closed: bool,
}

pub struct JobBoard<J> {
    pile: Mutex<Pile<J>>,
    more: Condvar,
    unfinished: Mutex<usize>,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let (jobs, closed) = (VecDeque::new(), false);
        JobBoard {
            pile: Mutex::new(Pile { jobs, closed }),
            more: Condvar::new(),
            unfinished: Mutex::new(0),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        *self.unfinished.lock().unwrap() += 1;
        let mut pile = self.pile.lock().unwrap();
        if pile.closed {
            drop(pile);
            self.done();
            return Err(Closed(job));
        }
        pile.jobs.push_back(job);
        self.more.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut pile = self.pile.lock().unwrap();
        while pile.jobs.is_empty() && !pile.closed {
            pile = self.more.wait(pile).unwrap();
        }
        pile.jobs.pop_front()
    }

    pub fn done(&self) {
        let mut unfinished = self.unfinished.lock().unwrap();
        *unfinished -= 1;
        if *unfinished == 0 {
            self.idle.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let mut unfinished = self.unfinished.lock().unwrap();
        while *unfinished > 0 {
            unfinished = self.idle.wait(unfinished).unwrap();
        }
    }

    pub fn close(&self) {
        let mut pile = self.pile.lock().unwrap();
        pile.closed = !pile.closed;
        self.more.notify_all();
    }
}
