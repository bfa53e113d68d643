//! wrong: each worker is joined before the next one is started
//! killed-by: two_jobs_meet
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M10
//! question: When does the second worker start?

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
    let mut shares: Vec<Vec<Job>> = (0..workers).map(|_| Vec::new()).collect();
    for (number, job) in jobs.into_iter().enumerate() {
        shares[number % workers].push(job);
    }
    let mut results = Vec::new();
    thread::scope(|scope| {
        for share in shares {
            let worker = scope.spawn(|| {
                let mut mine = Vec::new();
                for job in share {
                    let id = job.id;
                    let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    mine.push((id, result.map_err(|_| Failed)));
                }
                mine
            });
            results.extend(worker.join().unwrap());
        }
    });
    results
}
