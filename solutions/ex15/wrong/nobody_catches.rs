//! wrong: the panic of one picture ends its worker and then the whole call
//! killed-by: one_worker_fails
//! verdict: violated
//! kind: panic
//! misconception: M16
//! question: A thread of a scope panics. What does the scope do when it ends?

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
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            scope.spawn(move || {
                for job in inbox {
                    let id = job.id;
                    done.send((id, Ok(resize(job)))).unwrap();
                }
            });
        }
        drop(done);
        results.into_iter().collect()
    })
}
