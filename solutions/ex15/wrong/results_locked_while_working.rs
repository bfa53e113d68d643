//! wrong: the list of results is locked before the picture is resized
//! killed-by: two_jobs_meet
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M20
//! question: In `results.lock().unwrap().push(…)`: what comes first, the lock or the picture?

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
                    results.lock().unwrap().push((
                        id,
                        catch_unwind(AssertUnwindSafe(|| resize(job))).map_err(|_| Failed),
                    ));
                }
            });
        }
    });
    results.into_inner().unwrap()
}
