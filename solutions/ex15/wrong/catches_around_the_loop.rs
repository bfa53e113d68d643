//! wrong: one bad picture ends the worker's loop, and the rest stays in the channel
//! killed-by: one_worker_fails
//! verdict: violated
//! kind: order-violation
//! misconception: M16
//! question: A picture panics. Who resizes the ones behind it?

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
                let mut id = 0;
                let work = || {
                    for job in inbox {
                        id = job.id;
                        done.send((id, Ok(resize(job)))).unwrap();
                    }
                };
                if catch_unwind(AssertUnwindSafe(work)).is_err() {
                    done.send((id, Err(Failed))).unwrap();
                }
            });
        }
        drop(done);
        results.into_iter().collect()
    })
}
