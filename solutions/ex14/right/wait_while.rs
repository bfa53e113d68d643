//! right: the questions are methods of the state, and `wait_while` asks them

use std::collections::VecDeque;

use lab::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug, PartialEq, Eq)]
pub struct Closed<J>(pub J);

enum Door {
    Open,
    Closed,
}

struct State<J> {
    door: Door,
    waiting: VecDeque<J>,
    in_hands: usize,
}

impl<J> State<J> {
    fn must_wait(&self) -> bool {
        self.waiting.is_empty() && matches!(self.door, Door::Open)
    }

    fn busy(&self) -> bool {
        self.waiting.len() + self.in_hands > 0
    }
}

pub struct JobBoard<J> {
    state: Mutex<State<J>>,
    news: Condvar,
    quiet: Condvar,
}

impl<J> Default for JobBoard<J> {
    fn default() -> Self {
        let state = State {
            door: Door::Open,
            waiting: VecDeque::with_capacity(16),
            in_hands: 0,
        };
        JobBoard {
            state: Mutex::new(state),
            news: Condvar::new(),
            quiet: Condvar::new(),
        }
    }
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State<J>> {
        // A job never runs under this lock, so a poisoned state is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut state = self.state();
        match state.door {
            Door::Closed => Err(Closed(job)),
            Door::Open => {
                state.waiting.push_back(job);
                drop(state);
                self.news.notify_one();
                Ok(())
            }
        }
    }

    pub fn take(&self) -> Option<J> {
        let mut state = self
            .news
            .wait_while(self.state(), |state| state.must_wait())
            .unwrap_or_else(PoisonError::into_inner);
        let job = state.waiting.pop_front()?;
        state.in_hands += 1;
        Some(job)
    }

    pub fn done(&self) {
        let mut state = self.state();
        state.in_hands = state.in_hands.saturating_sub(1);
        let busy = state.busy();
        drop(state);
        if !busy {
            self.quiet.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let _quiet = self
            .quiet
            .wait_while(self.state(), |state| state.busy())
            .unwrap_or_else(PoisonError::into_inner);
    }

    pub fn close(&self) {
        self.state().door = Door::Closed;
        self.news.notify_all();
    }
}
