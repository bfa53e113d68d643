//! wrong: as many threads as there are jobs
//! killed-by: one_worker
//! verdict: violated
//! kind: broken-rule
//! misconception: M20
//! question: Ten thousand pictures, four workers: how many threads are there?

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::channel;
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
    let _ = workers;
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for job in jobs {
            let (done, resize) = (done.clone(), &resize);
            scope.spawn(move || {
                let id = job.id;
                let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
                done.send((id, result.map_err(|_| Failed))).unwrap();
            });
        }
        drop(done);
        results.into_iter().collect()
    })
}
