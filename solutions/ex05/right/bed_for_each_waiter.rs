//! right: everybody who waits brings a bed of its own: a flag with a condition variable

use std::collections::VecDeque;

use lab::sync::{Arc, Condvar, Mutex};

pub type ThreadNo = usize;

#[derive(Default)]
struct Bed {
    woken: Mutex<bool>,
    bell: Condvar,
}

impl Bed {
    fn sleep(&self) {
        let mut woken = self.woken.lock().unwrap();
        while !*woken {
            woken = self.bell.wait(woken).unwrap();
        }
    }

    fn wake(&self) {
        *self.woken.lock().unwrap() = true;
        self.bell.notify_one();
    }
}

/// `None` while nobody holds the GIL, else those who wait for it.
pub struct Gil {
    waiters: Mutex<Option<VecDeque<Arc<Bed>>>>,
}

impl Gil {
    pub fn new() -> Self {
        Gil {
            waiters: Mutex::new(None),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        let bed = {
            let mut waiters = self.waiters.lock().unwrap();
            match waiters.as_mut() {
                None => {
                    *waiters = Some(VecDeque::new());
                    return;
                }
                Some(line) => {
                    let bed = Arc::new(Bed::default());
                    line.push_back(Arc::clone(&bed));
                    bed
                }
            }
        };
        bed.sleep();
    }

    pub fn release(&self, _me: ThreadNo) {
        let mut waiters = self.waiters.lock().unwrap();
        let next = waiters.as_mut().and_then(VecDeque::pop_front);
        match next {
            Some(bed) => bed.wake(),
            None => *waiters = None,
        }
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let asked = matches!(&*self.waiters.lock().unwrap(), Some(line) if !line.is_empty());
        if asked {
            let mine = Arc::new(Bed::default());
            let next = {
                let mut waiters = self.waiters.lock().unwrap();
                let line = waiters.as_mut().unwrap();
                line.push_back(mine.clone());
                line.pop_front().unwrap()
            };
            next.wake();
            mine.sleep();
        }
        let _ = me;
        asked
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
