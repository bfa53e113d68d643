//! wrong: the jobs are divided by the workers, and the rest of the division is lost
//! killed-by: one_job
//! verdict: violated
//! kind: order-violation
//! question: Three pictures, two workers: how many does each one get?

use std::panic::{AssertUnwindSafe, catch_unwind};

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
    let share = jobs.len() / workers;
    let mut jobs = jobs.into_iter();
    let resize = &resize;
    thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                let mine: Vec<Job> = jobs.by_ref().take(share).collect();
                scope.spawn(move || {
                    let mut results = Vec::new();
                    for job in mine {
                        let id = job.id;
                        let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
                        results.push((id, result.map_err(|_| Failed)));
                    }
                    results
                })
            })
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap())
            .collect()
    })
}
