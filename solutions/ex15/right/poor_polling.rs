//! right: looks again and again whether all results are there. Poor, accepted: `recv` would sleep

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
    let total = jobs.len();
    let (todo, inbox) = channel::unbounded();
    let (done, results) = channel::unbounded();
    for job in jobs {
        todo.send(job).unwrap();
    }
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Ok(job) = inbox.try_recv() {
                    let id = job.id;
                    let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, result.map_err(|_| Failed))).unwrap();
                }
            });
        }
        while results.len() < total {
            thread::yield_now();
        }
        results.try_iter().collect()
    })
}
