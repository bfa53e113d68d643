//! right: a guard sends the result when it is dropped, also while a panic passes by

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::channel::{self, Sender};
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

type Answer = (JobId, Result<Thumb, Failed>);

/// Every job comes with one, so a result cannot be forgotten.
struct Receipt {
    id: JobId,
    result: Result<Thumb, Failed>,
    to: Sender<Answer>,
}

impl Drop for Receipt {
    fn drop(&mut self) {
        let result = std::mem::replace(&mut self.result, Err(Failed));
        let _ = self.to.send((self.id, result));
    }
}

pub fn resize_all<F>(
    jobs: Vec<Job>,
    workers: usize,
    resize: F,
) -> Vec<(JobId, Result<Thumb, Failed>)>
where
    F: Fn(Job) -> Thumb + Send + Sync,
{
    let (todo, inbox) = channel::unbounded();
    let (done, results) = channel::unbounded();
    for job in jobs {
        let receipt = Receipt {
            id: job.id,
            result: Err(Failed),
            to: done.clone(),
        };
        let _ = todo.send((job, receipt));
    }
    drop((todo, done));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Ok((job, mut receipt)) = inbox.recv() {
                    let _ = catch_unwind(AssertUnwindSafe(|| receipt.result = Ok(resize(job))));
                }
            });
        }
        results.iter().collect()
    })
}
