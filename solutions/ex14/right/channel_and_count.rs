//! right: a channel carries the jobs and is closed by dropping its sender; a count beside it

use lab::channel::{Receiver, Sender, unbounded};
use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    // `None`: closed. The lock is held from the look to the send.
    sender: Mutex<Option<Sender<J>>>,
    receiver: Receiver<J>,
    unfinished: Mutex<usize>,
    idle: Condvar,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let (sender, receiver) = unbounded();
        JobBoard {
            sender: Mutex::new(Some(sender)),
            receiver,
            unfinished: Mutex::new(0),
            idle: Condvar::new(),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let sender = self.sender.lock().unwrap();
        let Some(sender) = sender.as_ref() else {
            return Err(Closed(job));
        };
        // Counted before it is sent: a quick worker must not be done before it is counted.
        *self.unfinished.lock().unwrap() += 1;
        sender
            .send(job)
            .map_err(|not_sent| Closed(not_sent.into_inner()))
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
        self.sender.lock().unwrap().take();
    }
}
