//! right: looks again and again instead of sleeping. Poor, accepted: a Condvar would sleep
//! loom: rejects: retry-loops

use std::collections::VecDeque;

use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::sync::{Mutex, PoisonError};
use lab::thread;

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    // The jobs, and whether the board is open.
    board: Mutex<(VecDeque<J>, bool)>,
    unfinished: AtomicUsize,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        JobBoard {
            board: Mutex::new((VecDeque::new(), true)),
            unfinished: AtomicUsize::new(0),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
        let (jobs, open) = &mut *board;
        if *open {
            self.unfinished.fetch_add(1, Ordering::SeqCst);
            jobs.push_back(job);
            Ok(())
        } else {
            Err(Closed(job))
        }
    }

    pub fn take(&self) -> Option<J> {
        loop {
            let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
            if !board.0.is_empty() {
                return board.0.pop_front();
            }
            if !board.1 {
                return None;
            }
            drop(board);
            thread::yield_now();
        }
    }

    pub fn done(&self) {
        self.unfinished.fetch_sub(1, Ordering::SeqCst);
    }

    pub fn wait_idle(&self) {
        while self.unfinished.load(Ordering::SeqCst) > 0 {
            thread::yield_now();
        }
    }

    pub fn close(&self) {
        self.board.lock().unwrap_or_else(PoisonError::into_inner).1 = false;
    }
}
