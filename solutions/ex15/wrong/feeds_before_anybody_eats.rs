//! wrong: a channel with room for one job for each worker is filled before a worker is started
//! killed-by: one_worker
//! verdict: deadlock
//! kind: wait-cycle
//! question: The channel is full. Who has been started to take something out?

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
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, thumb.map_err(|_| Failed))).unwrap();
                }
            });
        }
        drop(done);
        results.into_iter().collect()
    })
}
