//! A queue with two ends: what `mpsc` and `channel` are made of.

use std::collections::VecDeque;

use loom::sync::{Condvar, Mutex, MutexGuard};

/// Why a message could not be sent. The message comes back.
pub(super) enum Unsent<T> {
    Full(T),
    Disconnected(T),
}

/// Why no message was received.
pub(super) enum Nothing {
    Empty,
    Disconnected,
}

struct State<T> {
    messages: VecDeque<T>,
    senders: usize,
    receivers: usize,
}

/// The queue that the two ends share.
pub(super) struct Queue<T> {
    capacity: Option<usize>,
    state: Mutex<State<T>>,
    not_empty: Condvar,
    not_full: Condvar,
}

impl<T> Queue<T> {
    /// A queue with one sender and one receiver; `None` is unbounded.
    ///
    /// # Panics
    ///
    /// If the capacity is 0: loom has nothing to build a hand-over without a buffer from.
    pub(super) fn new(capacity: Option<usize>) -> Self {
        assert!(
            capacity != Some(0),
            "a channel without a buffer cannot be checked by loom: \
             use the feature `model` for this test"
        );
        Queue {
            capacity,
            state: Mutex::new(State {
                messages: VecDeque::new(),
                senders: 1,
                receivers: 1,
            }),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect("loom's mutex is never poisoned")
    }

    fn wait<'a>(
        &self,
        changed: &Condvar,
        state: MutexGuard<'a, State<T>>,
    ) -> MutexGuard<'a, State<T>> {
        changed.wait(state).expect("loom's mutex is never poisoned")
    }

    fn full(&self, state: &State<T>) -> bool {
        self.capacity
            .is_some_and(|capacity| state.messages.len() >= capacity)
    }

    pub(super) fn send(&self, message: T, wait: bool) -> Result<(), Unsent<T>> {
        let mut state = self.lock();
        loop {
            if state.receivers == 0 {
                return Err(Unsent::Disconnected(message));
            }
            if !self.full(&state) {
                state.messages.push_back(message);
                self.not_empty.notify_one();
                return Ok(());
            }
            if !wait {
                return Err(Unsent::Full(message));
            }
            state = self.wait(&self.not_full, state);
        }
    }

    pub(super) fn receive(&self, wait: bool) -> Result<T, Nothing> {
        let mut state = self.lock();
        loop {
            if let Some(message) = state.messages.pop_front() {
                self.not_full.notify_one();
                return Ok(message);
            }
            if state.senders == 0 {
                return Err(Nothing::Disconnected);
            }
            if !wait {
                return Err(Nothing::Empty);
            }
            state = self.wait(&self.not_empty, state);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lock().messages.len()
    }

    pub(super) fn capacity(&self) -> Option<usize> {
        self.capacity
    }

    pub(super) fn add_sender(&self) {
        self.lock().senders += 1;
    }

    pub(super) fn add_receiver(&self) {
        self.lock().receivers += 1;
    }

    pub(super) fn drop_sender(&self) {
        let mut state = self.lock();
        state.senders -= 1;
        if state.senders == 0 {
            self.not_empty.notify_all();
        }
    }

    pub(super) fn drop_receiver(&self) {
        let mut state = self.lock();
        state.receivers -= 1;
        if state.receivers == 0 {
            // Messages may own the other end of this or another channel, so they are dropped
            // after the lock.
            let unread = std::mem::take(&mut state.messages);
            self.not_full.notify_all();
            drop(state);
            drop(unread);
        }
    }
}
