//! wrong: `wait_idle` looks at the board and at the hands of the workers one after the other
//! killed-by: one_worker
//! verdict: violated
//! kind: order-violation
//! misconception: M13
//! question: Where is a job after it has left the board and before it is in somebody's hands?

use std::collections::VecDeque;

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Condvar, Mutex};
use lab::thread;

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    board: Mutex<(VecDeque<J>, bool)>,
    changed: Condvar,
    in_hands: AtomicUsize,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            board: Mutex::new((VecDeque::new(), false)),
            changed: Condvar::new(),
            in_hands: AtomicUsize::new(0),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut board = self.board.lock().unwrap();
        if board.1 {
            return Err(Closed(job));
        }
        board.0.push_back(job);
        self.changed.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let job = {
            let mut board = self.board.lock().unwrap();
            while board.0.is_empty() && !board.1 {
                board = self.changed.wait(board).unwrap();
            }
            board.0.pop_front()?
        };
        self.in_hands.fetch_add(1, Ordering::SeqCst);
        Some(job)
    }

    pub fn done(&self) {
        self.in_hands.fetch_sub(1, Ordering::SeqCst);
    }

    pub fn wait_idle(&self) {
        while !self.board.lock().unwrap().0.is_empty() || self.in_hands.load(Ordering::SeqCst) > 0 {
            thread::yield_now();
        }
    }

    pub fn close(&self) {
        self.board.lock().unwrap().1 = true;
        self.changed.notify_all();
    }
}
