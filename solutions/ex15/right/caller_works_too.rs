//! right: the caller is one of the workers, so one thread less is started

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::channel::{self, Receiver, Sender};
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

fn work(
    inbox: Receiver<Job>,
    done: Sender<(JobId, Result<Thumb, Failed>)>,
    resize: &(impl Fn(Job) -> Thumb + Sync),
) {
    for job in inbox {
        let id = job.id;
        let result = catch_unwind(AssertUnwindSafe(|| resize(job))).map_err(|_| Failed);
        if done.send((id, result)).is_err() {
            return;
        }
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
    jobs.into_iter().for_each(|job| todo.send(job).unwrap());
    drop(todo);
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for _ in 1..workers {
            let (inbox, done) = (inbox.clone(), done.clone());
            scope.spawn(|| work(inbox, done, &resize));
        }
        work(inbox, done, &resize);
    });
    results.try_iter().collect()
}
