//! The image resizer: a batch of pictures, a few workers, and a picture that cannot be read.

use lab::channel;
use lab::thread;

/// The number of a job.
pub type JobId = u32;

/// A small picture.
pub type Thumb = Vec<u8>;

/// A picture that is to be made small.
#[derive(Debug)]
pub struct Job {
    pub id: JobId,
    pub picture: Vec<u8>,
}

/// `resize` panicked with this picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Failed;

/// Calls `resize` once for each job, and returns the results with the ids of their jobs, in any
/// order, when all are there.
///
/// There are `workers` workers, at least one; the caller may be one of them. So at most `workers`
/// calls of `resize` run at the same time, and two workers with two jobs work at the same time.
/// When `resize` panics, the result of this one job is `Failed`, and all others go on.
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
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            scope.spawn(move || {
                while let Ok(job) = inbox.try_recv() {
                    done.send((job.id, Ok(resize(job)))).unwrap();
                }
            });
        }
        let mut thumbs = Vec::new();
        while !results.is_empty() {
            thumbs.push(results.recv().unwrap());
        }
        thumbs
    })
}
