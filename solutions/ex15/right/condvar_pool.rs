//! right: a queue of its own with a condition variable, and a count of results

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::sync::{Condvar, Mutex};
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
    let expected = jobs.len();
    let todo = Mutex::new(VecDeque::from(jobs));
    let done = Mutex::new(Vec::with_capacity(expected));
    let changed = Condvar::new();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(job) = { todo.lock().unwrap().pop_front() } {
                    let id = job.id;
                    let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    let mut done = done.lock().unwrap();
                    done.push((id, result.map_err(|_| Failed)));
                    if done.len() == expected {
                        changed.notify_one();
                    }
                }
            });
        }
        let mut done = changed
            .wait_while(done.lock().unwrap(), |done| done.len() < expected)
            .unwrap();
        std::mem::take(&mut *done)
    })
}
