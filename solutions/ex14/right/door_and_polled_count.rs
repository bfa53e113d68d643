//! right: the door is a sender behind a read lock, and idle is polled
//! loom: rejects: retry-loops

use lab::channel::{Receiver, Sender, unbounded};
use lab::sync::RwLock;
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::thread;

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    door: RwLock<Option<Sender<J>>>,
    inbox: Receiver<J>,
    unfinished: AtomicUsize,
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let (door, inbox) = unbounded();
        JobBoard {
            door: RwLock::new(Some(door)),
            inbox,
            unfinished: AtomicUsize::new(0),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        let door = self.door.read().unwrap();
        let Some(door) = door.as_ref() else {
            return Err(Closed(job));
        };
        self.unfinished.fetch_add(1, Ordering::Relaxed);
        door.send(job).map_err(|refused| Closed(refused.0))
    }

    pub fn take(&self) -> Option<J> {
        self.inbox.recv().ok()
    }

    pub fn done(&self) {
        self.unfinished.fetch_sub(1, Ordering::Release);
    }

    pub fn wait_idle(&self) {
        while self.unfinished.load(Ordering::Acquire) > 0 {
            thread::yield_now();
        }
    }

    pub fn close(&self) {
        self.door.write().unwrap().take();
    }
}
