//! wrong: the next index is loaded and stored in two steps
//! killed-by: two_jobs_meet
//! verdict: deadlock
//! kind: lost-parallelism
//! misconception: M2
//! question: Two workers read the index. Which job does each of them take?

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::sync::Mutex;
use lab::sync::atomic::{AtomicUsize, Ordering};
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
    let slots: Vec<_> = jobs
        .into_iter()
        .map(|job| Mutex::new((Some(job), Err(Failed))))
        .collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..workers.min(slots.len()) {
            scope.spawn(|| {
                while let Some(slot) = slots.get(next.load(Ordering::SeqCst)) {
                    next.fetch_add(1, Ordering::SeqCst);
                    let job = slot.lock().unwrap().0.take();
                    let job = job.expect("nobody else has this number");
                    if let Ok(thumb) = catch_unwind(AssertUnwindSafe(|| resize(job))) {
                        slot.lock().unwrap().1 = Ok(thumb);
                    }
                }
            });
        }
    });
    let results = slots.into_iter().map(|slot| slot.into_inner().unwrap().1);
    ids.into_iter().zip(results).collect()
}
