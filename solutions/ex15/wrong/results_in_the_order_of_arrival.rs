//! wrong: ids and results are put together by their position
//! killed-by: two_jobs_meet
//! verdict: violated
//! kind: wrong-result
//! misconception: M10
//! question: Who says that the picture that was sent first is finished first?

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
    let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
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
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send(thumb.map_err(|_| Failed)).unwrap();
                }
            });
        }
        drop(done);
        ids.into_iter().zip(results).collect()
    })
}
