//! wrong: a picture that panicked is given to `resize` a second time
//! killed-by: one_worker_fails
//! verdict: violated
//! kind: wrong-result
//! question: How often is `resize` called for a picture that cannot be read?

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
    let attempt = |job| catch_unwind(AssertUnwindSafe(|| resize(job)));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let job = todo.lock().unwrap().pop();
                    let Some(Job { id, picture }) = job else {
                        break;
                    };
                    let again = picture.clone();
                    let first = attempt(Job { id, picture });
                    let thumb = first.or_else(|_| attempt(Job { id, picture: again }));
                    done.lock().unwrap().push((id, thumb.or(Err(Failed))));
                }
            });
        }
    });
    done.into_inner().unwrap()
}
