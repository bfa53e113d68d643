//! right: little room in both channels, and the caller feeds and collects with `select!`
//! loom: no: loom's channels have no `select!`

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::channel::{bounded, select};
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
    let (todo, inbox) = bounded(0);
    let (done, results) = bounded(1);
    let resize = &resize;
    thread::scope(|scope| {
        for _ in 0..workers {
            let (inbox, done) = (inbox.clone(), done.clone());
            scope.spawn(move || {
                for (id, job) in inbox {
                    let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, result.map_err(|_| Failed))).unwrap();
                }
            });
        }
        let mut all = Vec::with_capacity(total);
        let mut jobs = jobs.into_iter().map(|job| (job.id, job));
        let mut next = jobs.next();
        while let Some(job) = next.take() {
            // A job that could not be sent stays here for the next round.
            let mut offer = Some(job);
            select! {
                recv(results) -> result => all.push(result.unwrap()),
                send(todo, offer.take().unwrap()) -> sent => sent.unwrap(),
            }
            next = offer.or_else(|| jobs.next());
        }
        drop(todo);
        while all.len() < total {
            all.push(results.recv().unwrap());
        }
        all
    })
}
