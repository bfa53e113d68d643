//! The image resizer on plain std: `cargo run -p ex15-corpus --example plain_std`.

// ANCHOR: program
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, mpsc};
use std::thread;

struct Job {
    id: u32,
    picture: Vec<u8>,
}

#[derive(Debug)]
struct Failed;

fn resize_all<F>(jobs: Vec<Job>, workers: usize, resize: F) -> Vec<(u32, Result<Vec<u8>, Failed>)>
where
    F: Fn(Job) -> Vec<u8> + Send + Sync,
{
    let (todo, inbox) = mpsc::channel();
    let (done, results) = mpsc::channel();
    // std's channel has one receiver. The workers share it.
    let inbox = Mutex::new(inbox);
    let next = || inbox.lock().unwrap().recv().ok();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (done, next, resize) = (done.clone(), &next, &resize);
            scope.spawn(move || {
                while let Some(job) = next() {
                    let Job { id, .. } = job;
                    let thumb = catch_unwind(AssertUnwindSafe(|| resize(job)));
                    done.send((id, thumb.map_err(|_| Failed))).unwrap();
                }
            });
        }
        drop(done);
        for job in jobs {
            todo.send(job).unwrap();
        }
        drop(todo);
        results.into_iter().collect()
    })
}

fn main() {
    let jobs = (1..=6).map(|id| Job {
        id,
        picture: vec![0; 100 * id as usize],
    });
    let mut results = resize_all(jobs.collect(), 2, |job| {
        assert!(job.id != 4, "picture 4 cannot be read");
        job.picture[..10].to_vec()
    });
    results.sort_by_key(|(id, _)| *id);
    for (id, thumb) in results {
        println!("picture {id}: {:?}", thumb.map(|bytes| bytes.len()));
    }
}
// ANCHOR_END: program
