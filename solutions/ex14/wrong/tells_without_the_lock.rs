//! wrong: the count is atomic, and the last `done` tells without the lock
//! killed-by: one_worker
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: Between the look at the count and the sleep: what may `done` do?

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    // The jobs while the board is open or not yet empty, and whether it is closed.
    board: Mutex<(Vec<J>, bool)>,
    may_take: Condvar,
    unfinished: AtomicUsize,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            board: Mutex::new((Vec::new(), false)),
            may_take: Condvar::new(),
            unfinished: AtomicUsize::new(0),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut board = self.board.lock().unwrap();
        if board.1 {
            return Err(Closed(job));
        }
        board.0.push(job);
        self.unfinished.fetch_add(1, Ordering::Relaxed);
        self.may_take.notify_one();
        Ok(())
    }

    pub fn take(&self) -> Option<J> {
        let mut board = self.board.lock().unwrap();
        loop {
            if let Some(job) = board.0.pop() {
                return Some(job);
            }
            if board.1 {
                return None;
            }
            board = self.may_take.wait(board).unwrap();
        }
    }

    pub fn done(&self) {
        if self.unfinished.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.idle.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let mut board = self.board.lock().unwrap();
        while self.unfinished.load(Ordering::Acquire) != 0 {
            board = self.idle.wait(board).unwrap();
        }
    }

    pub fn close(&self) {
        self.board.lock().unwrap().1 = true;
        self.may_take.notify_all();
    }
}
