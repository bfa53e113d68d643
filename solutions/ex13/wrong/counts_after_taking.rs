//! wrong: `get` takes the job from the channel first and counts it off later
//! killed-by: last_job
//! verdict: violated
//! kind: panic
//! misconception: M7
//! question: A job is counted and already gone. Who may see that?

use lab::sync::mpsc::{Receiver, Sender, channel};
use lab::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    sender: Sender<T>,
    receiver: Mutex<Receiver<T>>,
    count: Mutex<usize>,
    room: Condvar,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let (sender, receiver) = channel();
        BoundedQueue {
            sender,
            receiver: Mutex::new(receiver),
            count: Mutex::new(0),
            room: Condvar::new(),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        let count = self.count.lock().unwrap();
        let mut count = self.room.wait_while(count, |n| *n == self.cap).unwrap();
        assert!(self.sender.send(job).is_ok(), "the queue has the receiver");
        *count += 1;
    }

    pub fn get(&self) -> T {
        let job = self.receiver.lock().unwrap().recv().unwrap();
        *self.count.lock().unwrap() -= 1;
        self.room.notify_all();
        job
    }

    pub fn try_get(&self) -> Option<T> {
        let mut count = self.count.lock().unwrap();
        if *count == 0 {
            return None;
        }
        let job = self.receiver.lock().unwrap().try_recv();
        *count -= 1;
        self.room.notify_all();
        Some(job.expect("it was counted"))
    }

    pub fn len(&self) -> usize {
        *self.count.lock().unwrap()
    }
}
