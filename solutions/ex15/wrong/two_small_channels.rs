//! wrong: little room in both channels, and the caller sends all jobs before it takes the first result
//! killed-by: many_jobs
//! verdict: deadlock
//! kind: wait-cycle
//! question: The worker waits for room for its result. Who makes room, and what is that one doing?

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
    let (todo, inbox) = channel::bounded(workers);
    let (done, results) = channel::bounded(workers);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            scope.spawn(move || {
                for job in inbox {
                    let job: Job = job;
                    let id = job.id;
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, thumb.map_err(|_| Failed))).unwrap();
                }
            });
        }
        drop(done);
        for job in jobs {
            todo.send(job).unwrap();
        }
        drop(todo);
        results.into_iter().collect()
    })
}
