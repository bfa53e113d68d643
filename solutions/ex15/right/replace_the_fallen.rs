//! right: a panic ends the worker; the caller finds out by `join`, and puts another one in its place
//! loom: rejects: panicking-thread

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

struct Desk {
    jobs: Mutex<Vec<Job>>,
    results: Mutex<Vec<(JobId, Result<Thumb, Failed>)>>,
}

impl Desk {
    fn next(&self) -> Option<Job> {
        self.jobs.lock().unwrap().pop()
    }

    fn write(&self, id: JobId) -> usize {
        let mut results = self.results.lock().unwrap();
        results.push((id, Err(Failed)));
        results.len() - 1
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
    let desk = Desk {
        jobs: Mutex::new(jobs),
        results: Mutex::new(Vec::new()),
    };
    let resize = &resize;
    thread::scope(|scope| {
        let start = || {
            scope.spawn(|| {
                while let Some(job) = desk.next() {
                    let id = job.id;
                    // Written down before the work: if it panics, this is what stays.
                    let place = desk.write(id);
                    let thumb = resize(job);
                    desk.results.lock().unwrap()[place].1 = Ok(thumb);
                }
            })
        };
        let mut working: Vec<_> = (0..workers).map(|_| start()).collect();
        while let Some(worker) = working.pop() {
            if worker.join().is_err() {
                working.push(start());
            }
        }
    });
    desk.results.into_inner().unwrap()
}
