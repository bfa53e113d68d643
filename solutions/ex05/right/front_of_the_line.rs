//! right: the threads stand in line, and who is at the front has the GIL

pub type ThreadNo = usize;
use lab::sync::{Condvar, Mutex};
use std::collections::VecDeque;
/// Who is at the front holds the GIL, the others wait in their order.
pub struct Gil(Mutex<VecDeque<ThreadNo>>, Condvar);

impl Gil {
    pub fn new() -> Self {
        Gil(Mutex::default(), Condvar::new())
    }

    fn stand_in_line(&self, mut line: lab::sync::MutexGuard<'_, VecDeque<ThreadNo>>, me: ThreadNo) {
        line.push_back(me);
        drop(
            self.1
                .wait_while(line, |line| line.front() != Some(&me))
                .unwrap(),
        );
    }

    pub fn acquire(&self, me: ThreadNo) {
        self.stand_in_line(self.0.lock().unwrap(), me)
    }

    pub fn release(&self, me: ThreadNo) {
        let mut line = self.0.lock().unwrap();
        assert_eq!(line.pop_front(), Some(me));
        drop(line);
        self.1.notify_all();
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let mut line = self.0.lock().unwrap();
        if line.len() == 1 {
            return false;
        }
        line.pop_front();
        self.1.notify_all();
        self.stand_in_line(line, me);
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let r = blocking();
        self.acquire(me);
        r
    }
}
