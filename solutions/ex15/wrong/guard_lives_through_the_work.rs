//! wrong: the lock around the receiver is held as long as the loop's body runs
//! killed-by: two_jobs_meet
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: Until when does the guard in the head of a `while let` live?

use std::panic::{self, AssertUnwindSafe};

use lab::sync::Mutex;
use lab::sync::mpsc;
use lab::thread;

pub type JobId = u32;

pub type Thumb = Vec<u8>;

#[derive(Debug)]
pub struct Job {
    pub id: JobId,
    pub picture: Vec<u8>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Failed;

pub fn resize_all<F>(
    jobs: Vec<Job>,
    workers: usize,
    resize: F,
) -> Vec<(JobId, Result<Thumb, Failed>)>
where
    F: Fn(Job) -> Thumb + Send + Sync,
{
    let (todo, inbox) = mpsc::channel();
    let (done, results) = mpsc::channel();
    for job in jobs {
        todo.send(job).expect("the receiver lives until the end");
    }
    drop(todo);
    let inbox = Mutex::new(inbox);
    thread::scope(|scope| {
        for _ in 0..workers {
            let done = done.clone();
            scope.spawn(|| {
                let done = done;
                while let Ok(job) = inbox.lock().unwrap().recv() {
                    let id = job.id;
                    let result = panic::catch_unwind(AssertUnwindSafe(|| resize(job)));
                    let _ = done.send((id, result.map_err(|_| Failed)));
                }
            });
        }
        drop(done);
        results.iter().collect()
    })
}
