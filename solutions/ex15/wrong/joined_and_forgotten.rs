//! wrong: the panic ends the worker; the caller joins it, and says nothing about the picture
//! killed-by: one_worker_fails
//! verdict: violated
//! kind: order-violation
//! misconception: M13
//! question: The worker is gone. Which picture did it have, and who does the others?

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
        let mut handles = Vec::new();
        for _ in 0..workers {
            let (inbox, done, resize) = (inbox.clone(), done.clone(), &resize);
            handles.push(scope.spawn(move || {
                for job in inbox {
                    let id = job.id;
                    done.send((id, Ok(resize(job)))).unwrap();
                }
            }));
        }
        drop(done);
        let all = results.into_iter().collect();
        for handle in handles {
            let _ = handle.join();
        }
        all
    })
}
