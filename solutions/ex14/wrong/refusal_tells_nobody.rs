//! wrong: a job is counted before the look at the flag; when it is refused, the count goes down in silence
//! killed-by: refused_meanwhile
//! verdict: deadlock
//! kind: lost-wakeup
//! question: For a moment the refused job is counted. Who may have seen that, and who tells him that it is over?

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
            *self.unfinished.lock().unwrap() -= 1;
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
        self.pile.lock().unwrap().closed = true;
        self.more.notify_all();
    }
}
