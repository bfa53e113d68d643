//! wrong: a picture that cannot be read leaves no result
//! killed-by: one_worker_fails
//! verdict: violated
//! kind: order-violation
//! misconception: M13
//! question: Two pictures were given, one result came back. What does the caller think of the other one?

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
    drop(todo);
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            scope.spawn(move || {
                for job in inbox {
                    let id = job.id;
                    if let Ok(thumb) = catch_unwind(AssertUnwindSafe(|| resize(job))) {
                        done.send((id, Ok(thumb))).unwrap();
                    }
                }
            });
        }
        drop(done);
        results.into_iter().collect()
    })
}
