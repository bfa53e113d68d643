//! right: no channel: a stack of jobs and a list of results, each under a lock that is held for one line

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::sync::Mutex;
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
    let jobs = Mutex::new(jobs);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(job) = jobs.lock().unwrap().pop() else {
                        break;
                    };
                    let id = job.id;
                    let result = match catch_unwind(AssertUnwindSafe(|| resize(job))) {
                        Ok(thumb) => Ok(thumb),
                        Err(_) => Err(Failed),
                    };
                    results.lock().unwrap().push((id, result));
                }
            });
        }
    });
    results.into_inner().unwrap()
}
