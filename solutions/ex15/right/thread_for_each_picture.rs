//! right: a worker gives each picture a thread of its own and joins it: a panic ends that thread only

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
    let resize = &resize;
    let (todo, inbox) = channel::unbounded::<Job>();
    let (done, results) = channel::unbounded();
    thread::scope(|scope| {
        for _ in 0..workers {
            let inbox = inbox.clone();
            let done = done.clone();
            scope.spawn(move || {
                while let Ok(job) = inbox.recv() {
                    let id = job.id;
                    let result = thread::scope(|picture| picture.spawn(|| resize(job)).join());
                    let result = result.map_err(|_panic| Failed);
                    done.send((id, result)).expect("somebody collects");
                }
            });
        }
        drop(done);
        for job in jobs {
            todo.send(job).expect("somebody works");
        }
        drop(todo);
        let mut all = Vec::new();
        while let Ok(result) = results.recv() {
            all.push(result);
        }
        all
    })
}
