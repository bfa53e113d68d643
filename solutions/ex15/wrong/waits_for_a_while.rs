//! wrong: the collector gives up when no result has come for five seconds
//! killed-by: one_worker
//! verdict: violated
//! kind: order-violation
//! misconception: M9
//! question: How long may a picture take?
//! loom: no: loom has no time-outs

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::channel;
use lab::thread;
use std::time::Duration;

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
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, thumb.map_err(|_| Failed))).unwrap();
                }
            });
        }
        let mut all = Vec::new();
        while let Ok(result) = results.recv_timeout(Duration::from_secs(5)) {
            all.push(result);
        }
        all
    })
}
