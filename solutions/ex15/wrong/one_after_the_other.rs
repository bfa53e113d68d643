//! wrong: no workers at all
//! killed-by: two_jobs_meet
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: How many pictures can be in `resize` at the same time?

use std::panic::{AssertUnwindSafe, catch_unwind};

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
    jobs.into_iter()
        .map(|job| {
            let id = job.id;
            let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
            (id, result.map_err(|_| Failed))
        })
        .collect()
}
