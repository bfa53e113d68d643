//! A barrier made of a mutex and a condition variable: loom has none.

use loom::sync::Mutex;

use super::Condvar;

/// Lets `n` threads wait for each other.
pub struct Barrier {
    size: usize,
    state: Mutex<State>,
    opened: Condvar,
}

#[derive(Default)]
struct State {
    arrived: usize,
    generation: usize,
}

/// Tells one of the threads that it is the leader.
#[derive(Debug)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// True for one of the threads that met.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl Barrier {
    /// Creates a barrier for `n` threads.
    #[must_use]
    pub fn new(n: usize) -> Self {
        Barrier {
            size: n,
            state: Mutex::new(State::default()),
            opened: Condvar::new(),
        }
    }

    /// Waits until `n` threads have come here.
    pub fn wait(&self) -> BarrierWaitResult {
        let mut state = self.state.lock().expect("loom's mutex is never poisoned");
        state.arrived += 1;
        if state.arrived >= self.size {
            state.arrived = 0;
            state.generation += 1;
            self.opened.notify_all();
            return BarrierWaitResult(true);
        }
        let generation = state.generation;
        drop(
            self.opened
                .wait_while(state, |state| state.generation == generation)
                .expect("loom's mutex is never poisoned"),
        );
        BarrierWaitResult(false)
    }
}
