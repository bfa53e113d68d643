//! wrong: a worker looks whether a job is there, and then waits for it
//! killed-by: one_job
//! verdict: deadlock
//! kind: wait-cycle
//! misconception: M13
//! question: Two workers see the last job. What does the second one wait for?

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
    let (todo, inbox) = channel::unbounded();
    for job in jobs {
        todo.send(job).unwrap();
    }
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            scope.spawn(move || {
                while !inbox.is_empty() {
                    let job: Job = inbox.recv().unwrap();
                    let id = job.id;
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, thumb.map_err(|_| Failed))).unwrap();
                }
            });
        }
        drop(done);
        results.into_iter().collect()
    })
}
