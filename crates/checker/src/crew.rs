//! The OS threads that serve model threads, kept from one execution to the next and from one search
//! to the next.

use std::sync::{Arc, Mutex};
use std::thread::Thread as OsThread;

use crate::clock::Tid;
use crate::engine::sound;

/// The body of a model thread.
pub(crate) type Body = Box<dyn FnOnce() + Send>;
/// Something to do when all threads of an execution have ended.
pub(crate) type Act = Box<dyn FnOnce() + Send>;

type Inbox = Mutex<Option<Box<dyn FnOnce() + Send>>>;

/// The threads that no search uses at the moment. A small search costs less than to start them.
static RESTING: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// An OS thread that waits for work. Dropping it sends the thread home.
pub(crate) struct Worker {
    os: OsThread,
    inbox: Arc<Inbox>,
}

impl Worker {
    /// A thread that rests, or a new one.
    pub(crate) fn hire() -> Self {
        let resting = sound(&RESTING).pop();
        resting.unwrap_or_else(Worker::new)
    }

    /// Leaves what the thread does next in its inbox; it has to be woken.
    fn assign(&self, job: Box<dyn FnOnce() + Send>) {
        *sound(&self.inbox) = Some(job);
    }

    /// The thread does this next.
    pub(crate) fn work(&self, job: Box<dyn FnOnce() + Send>) {
        self.assign(job);
        self.os.unpark();
    }

    /// Other searches may use the thread as soon as it has done what it was given.
    pub(crate) fn rest(self) {
        sound(&RESTING).push(self);
    }

    fn new() -> Self {
        let inbox: Arc<Inbox> = Arc::default();
        let weak = Arc::downgrade(&inbox);
        let work = move || {
            while let Some(inbox) = weak.upgrade() {
                let job = sound(&inbox).take();
                drop(inbox);
                match job {
                    Some(job) => job(),
                    None => std::thread::park(),
                }
            }
        };
        let handle = std::thread::Builder::new()
            .name("model thread".to_owned())
            .spawn(work)
            .expect("the system can start one more thread");
        Worker {
            os: handle.thread().clone(),
            inbox,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inbox = Arc::default();
        self.os.unpark();
    }
}

/// The OS side of one model thread.
#[derive(Default)]
struct Seat {
    os: Option<OsThread>,
    /// What the thread will do once it runs for the first time.
    body: Option<Body>,
    worker: Option<Worker>,
}

/// All OS threads of one search.
#[derive(Default)]
pub(crate) struct Crew {
    seats: Vec<Seat>,
    at_execution_end: Vec<Act>,
    /// True when a thread of this execution was left parked.
    frozen: bool,
}

impl Crew {
    /// Starts an execution. The calling OS thread serves its main thread.
    pub(crate) fn begin(&mut self) {
        self.seats.clear();
        self.frozen = false;
        let os = Some(std::thread::current());
        self.seats.push(Seat {
            os,
            ..Seat::default()
        });
    }

    /// What is to be done after an execution, and whether a thread was left parked.
    pub(crate) fn finish(&mut self) -> (Vec<Act>, bool) {
        (std::mem::take(&mut self.at_execution_end), self.frozen)
    }

    pub(crate) fn seat(&mut self, body: Body) {
        self.seats.push(Seat {
            body: Some(body),
            ..Seat::default()
        });
    }

    /// Takes the body of a thread that has not run yet.
    pub(crate) fn cancel(&mut self, thread: Tid) -> Option<Body> {
        self.seats[thread].body.take()
    }

    /// Gives `job` to an OS thread that serves this model thread; it has to be woken.
    pub(crate) fn start(&mut self, thread: Tid, job: Box<dyn FnOnce() + Send>) {
        let worker = Worker::hire();
        worker.assign(job);
        self.seats[thread].os = Some(worker.os.clone());
        self.seats[thread].worker = Some(worker);
    }

    /// The OS thread that serves a model thread.
    pub(crate) fn os(&self, thread: Tid) -> Option<OsThread> {
        self.seats[thread].os.clone()
    }

    /// The OS thread of this model thread may take other work as soon as it returns.
    pub(crate) fn go_home(&mut self, thread: Tid) {
        if let Some(worker) = self.seats[thread].worker.take() {
            worker.rest();
        }
    }

    /// A thread is left parked for good, and with it everything it holds.
    pub(crate) fn freeze(&mut self) {
        self.frozen = true;
    }

    pub(crate) fn at_execution_end(&mut self, act: Act) {
        self.at_execution_end.push(act);
    }
}
