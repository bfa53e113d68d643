//! wrong: little room for results, and nobody takes one out before all workers have ended
//! killed-by: one_worker
//! verdict: deadlock
//! kind: wait-cycle
//! question: The channel is full. Who is there to make room?

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
    let (done, results) = channel::bounded(1);
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            handles.push(scope.spawn(move || {
                for job in inbox {
                    let id = job.id;
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, thumb.map_err(|_| Failed))).unwrap();
                }
            }));
        }
        for handle in handles {
            handle.join().unwrap();
        }
        drop(done);
        results.into_iter().collect()
    })
}
