//! wrong: every worker writes its job on the same slip before it begins; after a panic the slip is read
//! killed-by: one_of_two_fails
//! verdict: violated
//! kind: wrong-result
//! misconception: M6
//! question: Two workers write on one slip. Whose job does it name when one of them falls?

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
    let jobs = Mutex::new(jobs);
    let begun = Mutex::new(0);
    let results = Mutex::new(Vec::new());
    let resize = &resize;
    thread::scope(|scope| {
        let start = || {
            scope.spawn(|| {
                loop {
                    let next = jobs.lock().unwrap().pop();
                    let Some(job) = next else { break };
                    let id = job.id;
                    *begun.lock().unwrap() = id;
                    let thumb = resize(job);
                    results.lock().unwrap().push((id, Ok(thumb)));
                }
            })
        };
        let mut working: Vec<_> = (0..workers).map(|_| start()).collect();
        while let Some(worker) = working.pop() {
            if worker.join().is_err() {
                let id = *begun.lock().unwrap();
                results.lock().unwrap().push((id, Err(Failed)));
                working.push(start());
            }
        }
    });
    results.into_inner().unwrap()
}
