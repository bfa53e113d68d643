//! right: std's channel has one receiver: the worker who waits holds its lock, and lets it go with the job

use lab::sync::mpsc::{self, Receiver, Sender};
use lab::sync::{Condvar, Mutex};

#[derive(Debug)]
pub struct Closed<J>(pub J);

pub struct JobBoard<J> {
    inlet: Mutex<Option<Sender<J>>>,
    outlet: Mutex<Receiver<J>>,
    ledger: Ledger,
}

struct Ledger {
    open_jobs: Mutex<i64>,
    settled: Condvar,
}

impl Ledger {
    fn book(&self, change: i64) {
        let mut open_jobs = self.open_jobs.lock().unwrap();
        *open_jobs += change;
        assert!(*open_jobs >= 0, "more jobs are done than were taken");
        self.settled.notify_all();
    }
}

impl<J> JobBoard<J> {
    pub fn new() -> Self {
        let (inlet, outlet) = mpsc::channel();
        JobBoard {
            inlet: Mutex::new(Some(inlet)),
            outlet: Mutex::new(outlet),
            ledger: Ledger {
                open_jobs: Mutex::new(0),
                settled: Condvar::new(),
            },
        }
    }

    pub fn post(&self, job: J) -> Result<(), Closed<J>> {
        match &*self.inlet.lock().unwrap() {
            None => Err(Closed(job)),
            Some(inlet) => {
                self.ledger.book(1);
                inlet.send(job).map_err(|error| Closed(error.0))
            }
        }
    }

    pub fn take(&self) -> Option<J> {
        self.outlet.lock().unwrap().recv().ok()
    }

    pub fn done(&self) {
        self.ledger.book(-1);
    }

    pub fn wait_idle(&self) {
        let mut open_jobs = self.ledger.open_jobs.lock().unwrap();
        while *open_jobs != 0 {
            open_jobs = self.ledger.settled.wait(open_jobs).unwrap();
        }
    }

    pub fn close(&self) {
        *self.inlet.lock().unwrap() = None;
    }
}
