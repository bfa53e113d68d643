//! What is checked in ex13: a queue that is first in, first out, never too full, and never asleep
//! while somebody could work.
//!
//! One clerk and one printer alone would accept both classic bugs (a wait without a loop, and one
//! notification for two roles), so the models that matter have three threads.

use super::solution::BoundedQueue;
use lab::thread;
use lab_check::{Model, Rules, end, promise, start_in, vary};

/// A queue of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// `two_printers` stands early although it is not the smallest: its first counterexample is a
/// stolen job, which needs no spurious wake-up, and that is the lesson.
///
/// In the models with three threads the main thread only waits, so every order in which they wait
/// for each other is free, and one or two surprises come on top. Two of them take ten times as long
/// as one, and a queue that is polled would not come to an end with `two_printers`; a clerk who
/// lets the lock go between waiting and adding is found by the second one, in `two_clerks`.
/// The models with two threads end by themselves for every solution that waits. One that polls
/// can be kept polling for ever by an unkind schedule, so they have a bound, too.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("alone", alone)
            .without_threads()
            .promises("jobs leave in the order in which they came, and `try_get` never waits")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("no_room", no_room)
            .up_to(2)
            .promises("a job that comes while the queue is full waits, and is there afterwards")
            .question("There is no room for the job. Where is it until there is?"),
        Model::new("room_for_both", room_for_both)
            .up_to(3)
            .promises("two jobs that come at the same time are both there, if there is room")
            .question("Two clerks add a job each. Which of your lines may run between theirs?"),
        Model::new("job_for_both", job_for_both)
            .up_to(3)
            .promises("two jobs are there, and whoever takes one of them leaves the other")
            .question("What does `try_get` find while somebody else is in `get`?"),
        Model::new("two_printers", || two_printers(1))
            .up_to(1)
            .promises("two printers and one clerk finish two jobs, with room for one")
            .question("What is true when `wait` returns, and who could hear your notification?"),
        Model::new("two_printers_two_places", || two_printers(2))
            .up_to(1)
            .promises("two printers and one clerk finish two jobs, with room for two")
            .question("Two printers sleep, two jobs come: who wakes the second printer?"),
        Model::new("two_clerks", two_clerks)
            .up_to(2)
            .promises("two clerks, a full queue: never too many jobs, and nobody is left behind")
            .question("A clerk is woken. Is the place still free when it has the lock?"),
        Model::new("waiting_printer", waiting_printer)
            .up_to(5)
            .promises("while a printer waits for a job, `try_get` and `len` answer at once")
            .question("What does the waiting printer hold while it waits?"),
        Model::new("full_queue", full_queue)
            .up_to(5)
            .promises("every way of taking a job makes room for the clerk who waits")
            .question("In how many ways can a job leave the queue, and who is told each time?"),
        Model::new("last_job", last_job)
            .up_to(5)
            .promises("`get` and `try_get` want the last job: one of them gets it, nobody panics")
            .question("When does your queue know that the job is gone: before it is, or after?"),
        // Who sleeps here is decided by free switches, so one surprise is plenty.
        Model::new("busy_hour", busy_hour)
            .up_to(1)
            .promises("two clerks and two printers meet at a full queue, and nobody is left behind")
            .question("Clerks and printers sleep at the same time: who can use your news?"),
    ]
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

fn no_room() {
    let [a, b, ..] = JOBS;
    let queue = BoundedQueue::new(1);
    queue.put(a);
    let early = thread::scope(|scope| {
        start_in(scope, "clerk", || queue.put(b));
        queue.try_get()
    });
    promise!(
        OrderViolation,
        early == Some(a),
        "job {a} was in the queue, `try_get` gave {early:?}"
    );
    let late = queue.try_get();
    promise!(
        WrongResult,
        late == Some(b),
        "job {b} was put in when the queue was full, and now `try_get` gives {late:?}"
    );
}

fn room_for_both() {
    let [a, b, ..] = JOBS;
    let queue = BoundedQueue::new(2);
    thread::scope(|scope| {
        start_in(scope, "clerk", || queue.put(a));
        queue.put(b);
    });
    let mut found = [queue.try_get(), queue.try_get()];
    found.sort_unstable();
    promise!(
        LostUpdate,
        found == [Some(a), Some(b)],
        "jobs {a} and {b} were put in, and `try_get` found {found:?}"
    );
}

fn job_for_both() {
    let [a, b, ..] = JOBS;
    let queue = BoundedQueue::new(2);
    queue.put(a);
    queue.put(b);
    let (printed, found) = thread::scope(|scope| {
        let printer = start_in(scope, "printer", || queue.get());
        let found = queue.try_get();
        (end(printer), found)
    });
    promise!(
        OrderViolation,
        (printed, found) == (a, Some(b)) || (printed, found) == (b, Some(a)),
        "jobs {a} and {b} were in the queue; `get` gave {printed}, and `try_get` gave {found:?}"
    );
}

fn two_printers(cap: usize) {
    let [a, b, ..] = JOBS;
    let queue = BoundedQueue::new(cap);
    let mut printed = thread::scope(|scope| {
        let printers = ["printer A", "printer B"].map(|name| start_in(scope, name, || queue.get()));
        start_in(scope, "clerk", || {
            queue.put(a);
            queue.put(b);
        });
        printers.map(|printer| end(printer))
    });
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

/// `len` may never be more than there are places, at any time.
fn look(queue: &BoundedQueue<u32>, places: usize) {
    let len = queue.len();
    promise!(
        BrokenRule,
        len <= places,
        "the queue has room for {places}, and {len} jobs are in it"
    );
}

fn two_clerks() {
    let [a, b, c, d] = JOBS;
    let queue = BoundedQueue::new(2);
    queue.put(a);
    queue.put(b);
    thread::scope(|scope| {
        start_in(scope, "clerk A", || queue.put(c));
        start_in(scope, "clerk B", || queue.put(d));
        start_in(scope, "printer", || {
            for oldest in [a, b] {
                let job = queue.get();
                promise!(
                    OrderViolation,
                    job == oldest,
                    "job {oldest} was the oldest, `get` gave away job {job}"
                );
                look(&queue, 2);
            }
        });
    });
    look(&queue, 2);
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
    let queue = BoundedQueue::new(1);
    let printed = thread::scope(|scope| {
        let printer = start_in(scope, "printer", || queue.get());
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
        end(printer)
    });
    promise!(
        WrongResult,
        printed == a,
        "job {a} was put in, job {printed} was printed"
    );
}

fn full_queue() {
    let [a, b, c, _] = JOBS;
    let queue = BoundedQueue::new(1);
    queue.put(a);
    thread::scope(|scope| {
        start_in(scope, "clerk", || {
            queue.put(b);
            look(&queue, 1);
            queue.put(c);
        });
        look(&queue, 1);
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
    });
    let third = queue.try_get();
    promise!(
        OrderViolation,
        third == Some(c),
        "job {c} came last, `try_get` gave {third:?}"
    );
}

fn last_job() {
    let [a, b, ..] = JOBS;
    let queue = BoundedQueue::new(1);
    queue.put(a);
    let (printed, early) = thread::scope(|scope| {
        let printer = start_in(scope, "printer", || queue.get());
        let early = queue.try_get();
        if early.is_some() {
            queue.put(b);
        }
        (end(printer), early)
    });
    let printer_first = (a, None);
    let printer_second = (b, Some(a));
    promise!(
        WrongResult,
        (printed, early) == printer_first || (printed, early) == printer_second,
        "job {a} was in the queue: `get` gave {printed}, `try_get` gave {early:?}"
    );
    let len = queue.len();
    promise!(
        WrongResult,
        len == 0,
        "all jobs are taken, `len` says {len}"
    );
}

fn busy_hour() {
    let [a, b, c, _] = JOBS;
    let queue = BoundedQueue::new(1);
    queue.put(a);
    let mut jobs = thread::scope(|scope| {
        start_in(scope, "clerk A", || queue.put(b));
        start_in(scope, "clerk B", || queue.put(c));
        let printer = start_in(scope, "printer", || queue.get());
        vec![queue.get(), end(printer)]
    });
    jobs.extend(queue.try_get());
    jobs.sort_unstable();
    let mut wanted = [a, b, c];
    wanted.sort_unstable();
    promise!(
        WrongResult,
        jobs == wanted,
        "jobs {wanted:?} were put in, {jobs:?} came out"
    );
}
