//! wrong: the caller works along with a full set of workers as soon as there are several
//! killed-by: never_three
//! verdict: violated
//! kind: broken-rule
//! question: Two workers and a caller who helps: how many are that?

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::sync::Mutex;
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
    let todo = Mutex::new(jobs);
    let done = Mutex::new(Vec::new());
    let work = || loop {
        let job = todo.lock().unwrap().pop();
        let Some(job) = job else { break };
        let id = job.id;
        let thumb = catch_unwind(AssertUnwindSafe(|| resize(job))).or(Err(Failed));
        done.lock().unwrap().push((id, thumb));
    };
    thread::scope(|scope| {
        if workers > 1 {
            for _ in 0..workers {
                scope.spawn(work);
            }
        }
        work();
    });
    done.into_inner().unwrap()
}
