//! What is checked in ex13: a queue that is first in, first out, never too full, and never asleep
//! while somebody could work.
//!
//! One clerk and one printer alone would accept both classic bugs (a wait without a loop, and one
//! notification for two roles), so the models that matter have three threads.

use super::solution::BoundedQueue;
use lab::sync::Arc;
use lab::thread::{self, JoinHandle};
use lab_check::{Model, Rules, promise, vary};

/// A queue of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// `two_printers` stands early although it is not the smallest: its first counterexample is a
/// stolen job, which needs no spurious wake-up, and that is the lesson.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("alone", alone)
            .without_threads()
            .promises("jobs leave in the order in which they came, and `try_get` never waits")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("two_printers", || two_printers(1))
            .up_to(3)
            .promises("two printers and one clerk finish two jobs, with room for one")
            .question("What is true when `wait` returns, and who could hear your notification?"),
        Model::new("two_printers_two_places", || two_printers(2))
            .up_to(3)
            .promises("two printers and one clerk finish two jobs, with room for two")
            .question("Two printers sleep, two jobs come: who wakes the second printer?"),
        Model::new("two_clerks", two_clerks)
            .up_to(3)
            .promises("two clerks, a full queue: never too many jobs, and nobody is left behind")
            .question("A clerk is woken. Is the place still free when it has the lock?"),
        Model::new("waiting_printer", waiting_printer)
            .promises("while a printer waits for a job, `try_get` and `len` answer at once")
            .question("What does the waiting printer hold while it waits?"),
        Model::new("full_queue", full_queue)
            .promises("every way of taking a job makes room for the clerk who waits")
            .question("In how many ways can a job leave the queue, and who is told each time?"),
    ]
}

fn start<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<T> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .expect("a model may start threads")
}

/// Four jobs, not in the order of their numbers.
const JOBS: [u32; 4] = [41, 44, 42, 43];

fn alone() {
    let [a, b, c] = vary(&[[41, 44, 42], [7, 5, 9]]);
    let queue = BoundedQueue::new(3);
    let nothing = queue.try_get();
    promise!(
        WrongResult,
        nothing.is_none(),
        "an empty queue gave away job {nothing:?}"
    );
    queue.put(a);
    queue.put(b);
    let len = queue.len();
    promise!(
        WrongResult,
        len == 2,
        "two jobs were put in, `len` says {len}"
    );
    let first = queue.get();
    promise!(
        OrderViolation,
        first == a,
        "job {a} came first, `get` gave away job {first}"
    );
    queue.put(c);
    let second = queue.try_get();
    promise!(
        OrderViolation,
        second == Some(b),
        "job {b} came next, `try_get` gave {second:?}"
    );
    let third = queue.get();
    promise!(
        OrderViolation,
        third == c,
        "job {c} was the last, `get` gave away job {third}"
    );
    let len = queue.len();
    promise!(
        WrongResult,
        len == 0,
        "all jobs are taken, `len` says {len}"
    );
    let nothing = queue.try_get();
    promise!(
        WrongResult,
        nothing.is_none(),
        "an empty queue gave away job {nothing:?}"
    );
}

fn two_printers(cap: usize) {
    let [a, b, ..] = JOBS;
    let queue = Arc::new(BoundedQueue::new(cap));
    let printers = ["printer A", "printer B"].map(|name| {
        let queue = Arc::clone(&queue);
        start(name, move || queue.get())
    });
    queue.put(a);
    queue.put(b);
    let mut printed = printers.map(|printer| printer.join().expect("the printer ends well"));
    printed.sort_unstable();
    let mut wanted = [a, b];
    wanted.sort_unstable();
    promise!(
        WrongResult,
        printed == wanted,
        "jobs {wanted:?} were put in, {printed:?} were printed"
    );
    let len = queue.len();
    promise!(
        WrongResult,
        len == 0,
        "all jobs are printed, `len` says {len}"
    );
}

fn two_clerks() {
    let [a, b, c, d] = JOBS;
    let queue = Arc::new(BoundedQueue::new(2));
    queue.put(a);
    queue.put(b);
    let clerks = [("clerk A", c), ("clerk B", d)].map(|(name, job)| {
        let queue = Arc::clone(&queue);
        start(name, move || queue.put(job))
    });
    for oldest in [a, b] {
        let job = queue.get();
        promise!(
            OrderViolation,
            job == oldest,
            "job {oldest} was the oldest, `get` gave away job {job}"
        );
        let len = queue.len();
        promise!(
            BrokenRule,
            len <= 2,
            "the queue has two places, and {len} jobs are in it"
        );
    }
    for clerk in clerks {
        clerk.join().expect("the clerk ends well");
    }
    let len = queue.len();
    promise!(
        BrokenRule,
        len <= 2,
        "the queue has two places, and {len} jobs are in it"
    );
    let mut rest = [queue.get(), queue.get()];
    rest.sort_unstable();
    let mut wanted = [c, d];
    wanted.sort_unstable();
    promise!(
        WrongResult,
        rest == wanted,
        "jobs {wanted:?} were put in, {rest:?} came out"
    );
}

fn waiting_printer() {
    let [a, ..] = JOBS;
    let queue = Arc::new(BoundedQueue::new(1));
    let printer = {
        let queue = Arc::clone(&queue);
        start("printer", move || queue.get())
    };
    let early = queue.try_get();
    promise!(
        WrongResult,
        early.is_none(),
        "an empty queue gave away job {early:?}"
    );
    let len = queue.len();
    promise!(
        WrongResult,
        len == 0,
        "nothing was put in, `len` says {len}"
    );
    queue.put(a);
    let printed = printer.join().expect("the printer ends well");
    promise!(
        WrongResult,
        printed == a,
        "job {a} was put in, job {printed} was printed"
    );
}

fn full_queue() {
    let [a, b, c, _] = JOBS;
    let queue = Arc::new(BoundedQueue::new(1));
    queue.put(a);
    let clerk = {
        let queue = Arc::clone(&queue);
        start("clerk", move || {
            queue.put(b);
            queue.put(c);
        })
    };
    let len = queue.len();
    promise!(
        BrokenRule,
        len <= 1,
        "the queue has one place, and {len} jobs are in it"
    );
    let first = queue.try_get();
    promise!(
        OrderViolation,
        first == Some(a),
        "job {a} was in the queue, `try_get` gave {first:?}"
    );
    let second = queue.get();
    promise!(
        OrderViolation,
        second == b,
        "job {b} came next, `get` gave away job {second}"
    );
    clerk.join().expect("the clerk ends well");
    let third = queue.try_get();
    promise!(
        OrderViolation,
        third == Some(c),
        "job {c} came last, `try_get` gave {third:?}"
    );
}
