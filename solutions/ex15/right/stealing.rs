//! right: each worker has a pile of its own, and takes from the others when it is empty

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

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

fn next(piles: &[Mutex<VecDeque<Job>>], own: usize) -> Option<Job> {
    let mine = piles[own].lock().unwrap().pop_front();
    mine.or_else(|| {
        piles
            .iter()
            .find_map(|pile| pile.lock().unwrap().pop_back())
    })
}

pub fn resize_all<F>(
    jobs: Vec<Job>,
    workers: usize,
    resize: F,
) -> Vec<(JobId, Result<Thumb, Failed>)>
where
    F: Fn(Job) -> Thumb + Send + Sync,
{
    let piles: Vec<Mutex<VecDeque<Job>>> = (0..workers).map(|_| Mutex::default()).collect();
    for (number, job) in jobs.into_iter().enumerate() {
        piles[number % workers].lock().unwrap().push_back(job);
    }
    let (piles, resize) = (&piles, &resize);
    let work = |own: usize| {
        let mut results = Vec::new();
        // Nobody puts a job back, so a pile that was empty stays empty.
        while let Some(job) = next(piles, own) {
            let id = job.id;
            let result = catch_unwind(AssertUnwindSafe(|| resize(job)));
            results.push((id, result.map_err(|_| Failed)));
        }
        results
    };
    thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|own| scope.spawn(move || work(own)))
            .collect();
        let mut all = vec![];
        for handle in handles {
            all.append(&mut handle.join().unwrap());
        }
        all
    })
}
