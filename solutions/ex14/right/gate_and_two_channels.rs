//! right: a read-write lock as the door, a channel for the jobs, and a second one that only ever closes
//! loom: no: loom's channels have no `select!`

use lab::channel::{Receiver, Sender, bounded, select, unbounded};
use lab::sync::{Condvar, Mutex, RwLock};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    jobs: (Sender<J>, Receiver<J>),
    // Nothing is ever sent. Without its sender the channel is closed, and so is the board.
    door: RwLock<Option<Sender<()>>>,
    closed: Receiver<()>,
    unfinished: (Mutex<usize>, Condvar),
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let (door, closed) = bounded(0);
        JobBoard {
            jobs: unbounded(),
            door: RwLock::new(Some(door)),
            closed,
            unfinished: (Mutex::new(0), Condvar::new()),
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        // Many may walk through the door at the same time, and nobody closes it meanwhile.
        let door = self.door.read().unwrap();
        if door.is_none() {
            return Err(Closed(job));
        }
        *self.unfinished.0.lock().unwrap() += 1;
        self.jobs.0.send(job).map_err(|error| Closed(error.0))
    }

    pub fn take(&self) -> Option<J> {
        select! {
            recv(self.jobs.1) -> job => job.ok(),
            // Closed: nobody posts any more, so an empty channel is a drained one.
            recv(self.closed) -> _ => self.jobs.1.try_recv().ok(),
        }
    }

    pub fn done(&self) {
        let (count, zero) = &self.unfinished;
        let mut count = count.lock().unwrap();
        *count -= 1;
        if *count == 0 {
            zero.notify_all();
        }
    }

    pub fn wait_idle(&self) {
        let (count, zero) = &self.unfinished;
        let mut count = count.lock().unwrap();
        while *count > 0 {
            count = zero.wait(count).unwrap();
        }
    }

    pub fn close(&self) {
        self.door.write().unwrap().take();
    }
}
