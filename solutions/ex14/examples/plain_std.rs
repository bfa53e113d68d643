//! The job board on plain std: `cargo run -p ex14-corpus --example plain_std`.

// ANCHOR: program
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct State {
    jobs: VecDeque<u32>,
    unfinished: usize,
    closed: bool,
}

#[derive(Default)]
struct JobBoard {
    state: Mutex<State>,
    may_take: Condvar,
    idle: Condvar,
}

impl JobBoard {
    fn post(&self, job: u32) -> Result<(), u32> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(job);
        }
        state.jobs.push_back(job);
        state.unfinished += 1;
        self.may_take.notify_one();
        Ok(())
    }

    fn take(&self) -> Option<u32> {
        let state = self.state.lock().unwrap();
        let waits = |state: &mut State| state.jobs.is_empty() && !state.closed;
        let mut state = self.may_take.wait_while(state, waits).unwrap();
        state.jobs.pop_front()
    }

    fn done(&self) {
        let mut state = self.state.lock().unwrap();
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.idle.notify_all();
        }
    }

    fn wait_idle(&self) {
        let state = self.state.lock().unwrap();
        drop(self.idle.wait_while(state, |state| state.unfinished > 0));
    }

    fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.may_take.notify_all();
    }
}

fn main() {
    let board = JobBoard::default();
    thread::scope(|scope| {
        for worker in 1..=3 {
            let board = &board;
            scope.spawn(move || {
                while let Some(job) = board.take() {
                    println!("worker {worker} repairs bicycle {job}");
                    board.done();
                }
                println!("worker {worker} goes home");
            });
        }
        for job in 1..=6 {
            board.post(job).expect("the board is open");
        }
        board.wait_idle();
        println!("all six are repaired");
        board.close();
    });
    assert_eq!(board.post(7), Err(7));
}
// ANCHOR_END: program
