//! right: the batch is cut into halves until there is one worker for each part

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

type Results = Vec<(JobId, Result<Thumb, Failed>)>;

fn part<F>(mut jobs: Vec<Job>, workers: usize, resize: &F) -> Results
where
    F: Fn(Job) -> Thumb + Send + Sync,
{
    if workers <= 1 || jobs.len() <= 1 {
        let one = |job: Job| {
            let id = job.id;
            let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
            (id, result.map_err(|_| Failed))
        };
        return jobs.into_iter().map(one).collect();
    }
    let mine = workers / 2;
    let others = jobs.split_off(jobs.len() * mine / workers);
    thread::scope(|scope| {
        let others = scope.spawn(|| part(others, workers - mine, resize));
        let mut results = part(jobs, mine, resize);
        results.extend(others.join().expect("panics are caught"));
        results
    })
}

pub fn resize_all<F>(
    jobs: Vec<Job>,
    workers: usize,
    resize: F,
) -> Vec<(JobId, Result<Thumb, Failed>)>
where
    F: Fn(Job) -> Thumb + Send + Sync,
{
    part(jobs, workers, &resize)
}
