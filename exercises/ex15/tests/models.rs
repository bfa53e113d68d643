//! What ex15 promises: each job once, each result with the id of its job, as many at a time as
//! there are workers, and one bad picture costs one result.
//!
//! The models call `resize_all` from one thread: the threads are those of the solution. With one
//! worker, or fewer than two jobs, it need not start any.

use super::solution::{Failed, Job, JobId, Thumb, resize_all};
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::thread;
use lab_check::{Model, Rendezvous, Rules, probe, promise, vary};

/// A pool of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// The threads of a pool wait for each other again and again, and every order in which they do is
/// free; the surprises come on top.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("no_jobs", no_jobs)
            .without_threads()
            .promises("without jobs there are no results, and nobody waits for one")
            .question("If nothing is ever sent: how does the receiver learn that it may stop?"),
        Model::new("one_worker", one_worker)
            .without_threads()
            .promises("one worker resizes both pictures, one after the other")
            .question("When your collector stops: which workers may still be at work?"),
        Model::new("one_worker_fails", one_worker_fails)
            .without_threads()
            .promises("one worker: a picture that panics is `Failed`, and the next one is resized")
            .question("A panic ends the thread that it happens in, unless somebody catches it. Who does the rest?"),
        // Longer than the channels that one would make for one worker, and no surprise is needed.
        Model::new("many_jobs", many_jobs)
            .without_threads()
            .up_to(0)
            .promises("one worker and twelve pictures: nobody waits for room that nobody makes")
            .question("When a channel is full: who takes something out, and what does this thread wait for?"),
        Model::new("two_jobs_meet", two_jobs_meet)
            .up_to(2)
            .promises("two workers resize two pictures at the same time")
            .question("What does a worker hold, or wait for, while `resize` runs?"),
        Model::new("one_job", one_job)
            .without_threads()
            .up_to(1)
            .promises("three workers and one picture: one result, and nobody waits for more work")
            .question("A worker that gets no job: how does it learn that there will be none?"),
        Model::new("one_of_two_fails", one_of_two_fails)
            .up_to(1)
            .promises("two workers, and one of two pictures panics: one result is `Failed`")
            .question("Which of your locks, channels and threads does a panic touch?"),
        Model::new("three_jobs", three_jobs)
            .up_to(1)
            .promises("two workers and three pictures: each is resized once, and no result is lost")
            .question("Which two workers could take the same job, or leave one behind?"),
        // A call gives way in its middle, so that no surprise is needed.
        Model::new("never_three", never_three)
            .up_to(0)
            .promises("two workers never resize three pictures at the same time")
            .question("Two workers and three pictures: how many threads do you start, and who resizes besides?"),
    ]
}

/// What comes back from a pool.
type Results = Vec<(JobId, Result<Thumb, Failed>)>;

/// A job for each number; the picture is made of the number.
fn jobs<const N: usize>(ids: [JobId; N]) -> Vec<Job> {
    ids.into_iter()
        .map(|id| Job {
            id,
            picture: vec![byte(id), 0, 0, 0],
        })
        .collect()
}

fn byte(id: JobId) -> u8 {
    u8::try_from(id).expect("the ids of the models are small")
}

/// The first byte of the picture.
fn small(job: Job) -> Thumb {
    job.picture.into_iter().take(1).collect()
}

/// Each id has one result, and it is its own. `failed` is the one that has none.
fn all_here<const N: usize>(mut results: Results, ids: [JobId; N], failed: Option<JobId>) {
    let found = results.len();
    promise!(
        OrderViolation,
        found >= N,
        "pictures given: {N}, results that came back: {found}"
    );
    results.sort_by_key(|(id, _)| *id);
    let found: Vec<JobId> = results.iter().map(|(id, _)| *id).collect();
    let mut ids = ids;
    ids.sort_unstable();
    promise!(
        WrongResult,
        found == ids,
        "pictures {ids:?} were given, results came back for {found:?}"
    );
    for (id, result) in results {
        let wanted = (failed != Some(id)).then(|| vec![byte(id)]);
        let thumb = result.ok();
        promise!(
            WrongResult,
            wanted.is_some() || thumb.is_none(),
            "`resize` panicked with picture {id}, and the result is {thumb:?}"
        );
        promise!(
            WrongResult,
            wanted.is_none() || thumb.is_some(),
            "picture {id} was resized, and the result is `Failed`"
        );
        promise!(
            WrongResult,
            thumb == wanted,
            "the result of picture {id} should be {wanted:?}, it is {thumb:?}"
        );
    }
}

/// `resize` was called once for each of `pictures` pictures.
fn called(calls: &AtomicUsize, pictures: usize) {
    let calls = calls.load(Ordering::Relaxed);
    promise!(
        WrongResult,
        calls == pictures,
        "pictures given: {pictures}, calls of `resize`: {calls}"
    );
}

fn no_jobs() {
    for workers in [1, 2] {
        let results = resize_all(vec![], workers, |_| {
            promise!(WrongResult, false, "`resize` was called without a job");
            vec![]
        });
        all_here(results, [], None);
    }
}

fn one_worker() {
    let ids = vary(&[[4, 7], [9, 2]]);
    let inside = AtomicUsize::new(0);
    let results = resize_all(jobs(ids), 1, |job| {
        let others = inside.fetch_add(1, Ordering::Relaxed);
        promise!(
            BrokenRule,
            others == 0,
            "there is one worker, and two pictures are resized at the same time"
        );
        inside.fetch_sub(1, Ordering::Relaxed);
        small(job)
    });
    all_here(results, ids, None);
}

/// Resizes all but one, which panics.
fn fails_with(bad: JobId, job: Job) -> Thumb {
    probe();
    assert!(job.id != bad, "picture {bad} cannot be read");
    small(job)
}

fn one_worker_fails() {
    let ids = [5, 6];
    let bad = vary(&[5, 6]);
    let calls = AtomicUsize::new(0);
    let results = resize_all(jobs(ids), 1, |job| {
        calls.fetch_add(1, Ordering::Relaxed);
        fails_with(bad, job)
    });
    all_here(results, ids, Some(bad));
    called(&calls, 2);
}

fn many_jobs() {
    let ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    let results = resize_all(jobs(ids), 1, small);
    all_here(results, ids, None);
}

fn two_jobs_meet() {
    let ids = [4, 7];
    let together = Rendezvous::new(2);
    let results = resize_all(jobs(ids), 2, |job| {
        together.meet();
        small(job)
    });
    all_here(results, ids, None);
}

fn one_job() {
    let results = resize_all(jobs([8]), 3, |job| {
        probe();
        small(job)
    });
    all_here(results, [8], None);
}

fn one_of_two_fails() {
    let ids = [5, 6];
    let results = resize_all(jobs(ids), 2, |job| fails_with(5, job));
    all_here(results, ids, Some(5));
}

fn three_jobs() {
    let ids = [3, 2, 1];
    let calls = AtomicUsize::new(0);
    let results = resize_all(jobs(ids), 2, |job| {
        calls.fetch_add(1, Ordering::Relaxed);
        small(job)
    });
    all_here(results, ids, None);
    called(&calls, 3);
}

fn never_three() {
    let ids = [1, 2, 3];
    let inside = AtomicUsize::new(0);
    let results = resize_all(jobs(ids), 2, |job| {
        let others = inside.fetch_add(1, Ordering::Relaxed);
        promise!(
            BrokenRule,
            others < 2,
            "there are two workers, and three pictures are resized at the same time"
        );
        // Resizing takes a while: whoever else would begin, can.
        thread::yield_now();
        inside.fetch_sub(1, Ordering::Relaxed);
        small(job)
    });
    all_here(results, ids, None);
}
