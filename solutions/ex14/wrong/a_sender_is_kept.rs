//! wrong: a channel that ends when its senders are gone, and one of them never goes
//! killed-by: alone
//! verdict: deadlock
//! kind: wait-cycle
//! misconception: M13
//! question: A channel ends when its last sender is dropped. Who holds one?

use lab::channel::{Receiver, Sender, unbounded};
use lab::sync::atomic::{AtomicBool, Ordering};
use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    sender: Sender<J>,
    receiver: Receiver<J>,
    closed: AtomicBool,
    unfinished: Mutex<usize>,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let (sender, receiver) = unbounded();
        JobBoard {
            sender,
            receiver,
            closed: AtomicBool::new(false),
            unfinished: Mutex::new(0),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let mut unfinished = self.unfinished.lock().unwrap();
        if self.closed.load(Ordering::SeqCst) {
            return Err(Closed(job));
        }
        *unfinished += 1;
        self.sender.send(job).map_err(|error| Closed(error.0))
    }

    pub fn take(&self) -> Option<J> {
        self.receiver.recv().ok()
    }

    pub fn done(&self) {
        let mut unfinished = self.unfinished.lock().unwrap();
        *unfinished -= 1;
        if *unfinished == 0 {
            self.idle.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let unfinished = self.unfinished.lock().unwrap();
        drop(self.idle.wait_while(unfinished, |n| *n > 0).unwrap());
    }

    pub fn close(&self) {
        let _unfinished = self.unfinished.lock().unwrap();
        self.closed.store(true, Ordering::SeqCst);
        drop(self.sender.clone());
    }
}
