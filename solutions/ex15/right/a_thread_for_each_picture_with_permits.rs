//! right: a thread for each picture, and only as many permits to start as there are workers
//! loom: rejects: panicking-thread

use lab::sync::{Condvar, Mutex};
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

struct Permits {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// Given back when it is dropped, also by a panic.
struct Permit<'a>(&'a Permits);

impl Permits {
    fn take(&self) -> Permit<'_> {
        let free = self.free.lock().unwrap();
        let mut free = self.given_back.wait_while(free, |free| *free == 0).unwrap();
        *free -= 1;
        Permit(self)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap() += 1;
        self.0.given_back.notify_one();
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
    let permits = Permits {
        free: Mutex::new(workers),
        given_back: Condvar::new(),
    };
    let (permits, resize) = (&permits, &resize);
    thread::scope(|scope| {
        let mut pictures = Vec::new();
        for job in jobs {
            let id = job.id;
            let permit = permits.take();
            let picture = scope.spawn(move || {
                let _permit = permit;
                resize(job)
            });
            pictures.push((id, picture));
        }
        pictures
            .into_iter()
            .map(|(id, picture)| (id, picture.join().map_err(|_| Failed)))
            .collect()
    })
}
