//! wrong: a share is the number of jobs divided by the workers, rounded down; what is left over gets one more worker
//! killed-by: never_three
//! verdict: violated
//! kind: broken-rule
//! question: Three pictures, two workers: how long is a share, and how many shares are there?

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
    let size = (jobs.len() / workers).max(1);
    let mut shares: Vec<Vec<Job>> = Vec::new();
    for (number, job) in jobs.into_iter().enumerate() {
        if number % size == 0 {
            shares.push(Vec::new());
        }
        shares
            .last_mut()
            .expect("the first job makes a share")
            .push(job);
    }
    let resize = &resize;
    let one = |job: Job| {
        let id = job.id;
        (
            id,
            catch_unwind(AssertUnwindSafe(|| resize(job))).or(Err(Failed)),
        )
    };
    thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(one).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("panics are caught"))
            .collect()
    })
}
