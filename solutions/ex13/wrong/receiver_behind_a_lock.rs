//! wrong: a printer that waits for a job keeps the lock that `try_get` needs
//! killed-by: waiting_printer
//! verdict: deadlock
//! kind: wait-cycle
//! misconception: M6
//! question: Which lock does a waiting printer hold, and who else wants it?

use lab::sync::Mutex;
use lab::sync::mpsc::{Receiver, SyncSender, sync_channel};

pub struct BoundedQueue<T> {
    door: SyncSender<T>,
    tray: Mutex<Receiver<T>>,
    length: Mutex<isize>,
    cap: usize,
}

impl<T> BoundedQueue<T> {
    pub fn new(cap: usize) -> Self {
        let (door, tray) = sync_channel(cap);
        BoundedQueue {
            door,
            tray: Mutex::new(tray),
            length: Mutex::new(0),
            cap,
        }
    }

    pub fn put(&self, job: T) {
        self.door
            .send(job)
            .ok()
            .expect("the queue owns the receiver");
        *self.length.lock().unwrap() += 1;
    }

    pub fn get(&self) -> T {
        let job = self.tray.lock().unwrap().recv();
        *self.length.lock().unwrap() -= 1;
        job.expect("the queue owns the sender")
    }

    pub fn try_get(&self) -> Option<T> {
        let job = self.tray.lock().unwrap().try_recv().ok()?;
        *self.length.lock().unwrap() -= 1;
        Some(job)
    }

    pub fn len(&self) -> usize {
        (*self.length.lock().unwrap()).clamp(0, self.cap as isize) as usize
    }
}
