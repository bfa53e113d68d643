//! What ex14 promises: every job is worked on once, `wait_idle` is over when the work is, and
//! after `close` everybody goes home, but not before the board is empty.
//!
//! The jobs can be neither copied nor compared. Working on one is a step of the checker, so that
//! there is a time in which a job is off the board and not done.

use super::solution::{Closed, JobBoard};
use lab::sync::atomic::{AtomicUsize, Ordering};
use lab::thread;
use lab_check::{Model, Rendezvous, Rules, end, promise, start_in, vary};

/// A board of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// The main thread waits most of the time, and every order in which threads wait for each other is
/// free; the surprises come on top. Without a bound the larger models take tens of thousands of
/// executions, most of them for spurious wake-ups, and a solution that waits with a time limit can
/// be kept looking for ever by an unkind schedule.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("alone", alone)
            .without_threads()
            .promises("with one thread: each job is taken once, and a closed board is emptied")
            .question("With one thread only: which call gives a wrong answer, or none?"),
        Model::new("many_jobs", many_jobs)
            .without_threads()
            .up_to(0)
            .promises("256 jobs are posted before anybody takes one: all find room, and are counted")
            .question("How many jobs have room on your board and in its count, and what does `post` do with one more?"),
        Model::new("one_worker", one_worker)
            .up_to(2)
            .promises("`wait_idle` is over when both jobs are done, and the caller sees the work")
            .question("When the board is empty: who may still be holding a job?"),
        Model::new("all_go_home", all_go_home)
            .up_to(2)
            .promises("`close` sends two workers home who wait for a job")
            .question("How many workers sleep in `take` when you close, and who tells each of them?"),
        Model::new("close_with_jobs", close_with_jobs)
            .up_to(3)
            .promises("jobs that were posted before `close` are worked on, and waited for")
            .question("What does `close` mean for a job that is already on the board?"),
        Model::new("post_or_close", post_or_close)
            .up_to(3)
            .promises("`post` against `close`: a job that was accepted is taken, one that was not comes back")
            .question("Until when is it true that the board was open when you looked?"),
        Model::new("job_posts_job", job_posts_job)
            .up_to(2)
            .promises("`wait_idle` also waits for a job that was posted by a job")
            .question("Which jobs does `wait_idle` count: those of the beginning, or all?"),
        Model::new("refused_meanwhile", refused_meanwhile)
            .up_to(2)
            .promises("a job that is refused keeps nobody waiting")
            .question("What does a `post` that is refused change, be it for a moment, and who has to hear of it?"),
        Model::new("two_wait", two_wait)
            .up_to(2)
            .promises("two callers of `wait_idle` both come back when the last job is done")
            .question("Two threads wait for the last `done`. How many of them hear of it?"),
        Model::new("two_jobs_meet", two_jobs_meet)
            .up_to(2)
            .promises("two jobs for two workers are worked on at the same time")
            .question("Two workers sleep, and two jobs come one right after the other: who wakes the second worker?"),
        Model::new("one_job_for_two", one_job_for_two)
            .up_to(1)
            .promises("one job and two workers: the job is done once, and nobody is left behind")
            .question("Somebody sleeps in `take` and somebody in `wait_idle`. Who hears your notification?"),
        Model::new("job_needs_help", job_needs_help)
            .up_to(1)
            .promises("a job may wait for another one: it is taken while somebody is in `wait_idle`")
            .question("A worker and a customer are asleep, and a job is posted. Who hears of it?"),
        Model::new("quick_follow_up", quick_follow_up)
            .up_to(1)
            .promises("`wait_idle` waits for a job whose follow-up is done by somebody else before it")
            .question("From which moment on can a posted job be seen, and from which one is it counted?"),
    ]
}

/// A job with a number.
struct Job(u32);

/// The numbers of two jobs.
const NUMBERS: [u32; 2] = [31, 47];

/// The numbers of two jobs; other ones in the second search of a model.
fn numbers() -> [u32; 2] {
    vary(&[NUMBERS, [9, 5]])
}

/// Posts a job on a board that is open.
fn post(board: &JobBoard<Job>, number: u32) {
    let accepted = board.post(Job(number)).is_ok();
    promise!(
        WrongResult,
        accepted,
        "the board is open, and it did not accept job {number}"
    );
}

/// Works on jobs until there are no more, and returns their numbers.
fn work(board: &JobBoard<Job>, finished: &AtomicUsize) -> Vec<u32> {
    let mut mine = Vec::new();
    while let Some(Job(number)) = board.take() {
        // Relaxed: who sees the work may only know it from the board.
        finished.fetch_add(1, Ordering::Relaxed);
        board.done();
        mine.push(number);
        promise!(
            WrongResult,
            mine.len() <= 2,
            "at most two jobs were posted, and one worker was given {mine:?}"
        );
    }
    mine
}

/// Waits until all are done, and looks whether they are.
fn wait_for(board: &JobBoard<Job>, finished: &AtomicUsize, posted: usize) {
    board.wait_idle();
    let finished = finished.load(Ordering::Relaxed);
    promise!(
        OrderViolation,
        finished == posted,
        "`wait_idle` is over; of {posted} posted jobs {finished} are finished"
    );
}

/// Each job was worked on exactly once.
fn all_taken(mut worked: Vec<u32>, posted: impl Into<Vec<u32>>) {
    let mut posted = posted.into();
    worked.sort_unstable();
    posted.sort_unstable();
    promise!(
        WrongResult,
        worked == posted,
        "jobs {posted:?} were posted, {worked:?} were worked on"
    );
}

fn alone() {
    let [a, b] = numbers();
    let board = JobBoard::<Job>::new();
    board.wait_idle();
    post(&board, a);
    let first = board.take().map(|Job(number)| number);
    promise!(
        WrongResult,
        first == Some(a),
        "job {a} is on the board, `take` gave {first:?}"
    );
    board.done();
    board.wait_idle();

    post(&board, a);
    post(&board, b);
    board.close();
    let refused = board.post(Job(99));
    let back = match refused {
        Ok(()) => None,
        Err(Closed(Job(number))) => Some(number),
    };
    promise!(
        WrongResult,
        back == Some(99),
        "job 99 was posted on a closed board, and what came back is {back:?}"
    );
    let mut taken = Vec::new();
    for _ in 0..2 {
        taken.extend(board.take().map(|Job(number)| number));
    }
    all_taken(taken, [a, b]);
    for _ in 0..2 {
        let nothing = board.take().map(|Job(number)| number);
        promise!(
            WrongResult,
            nothing.is_none(),
            "the board is closed and empty, `take` gave {nothing:?}"
        );
    }
    board.done();
    board.done();
    board.wait_idle();
    board.close();
    board.wait_idle();
    let refused = board.post(Job(99)).is_err();
    promise!(
        WrongResult,
        refused,
        "the board was closed twice, and it accepted job 99"
    );
}

/// More jobs than a small channel has room for, and than a byte can count. A model tries one number,
/// so a fixed board that is larger is not found out. loom follows a model for a thousand steps only.
const MANY: u32 = if cfg!(feature = "loom") { 40 } else { 256 };

fn many_jobs() {
    let board = JobBoard::<Job>::new();
    let week: Vec<u32> = (1..=MANY).collect();
    week.iter().for_each(|number| post(&board, *number));
    board.close();
    let taken: Vec<u32> = week
        .iter()
        .filter_map(|_| board.take().map(|Job(number)| number))
        .collect();
    taken.iter().for_each(|_| board.done());
    board.wait_idle();
    all_taken(taken, week);
}

fn one_worker() {
    let [a, b] = numbers();
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    // Whoever remembers this caller may wake it later, when it waits for something else.
    board.wait_idle();
    let worked = thread::scope(|scope| {
        let worker = start_in(scope, "worker", || work(&board, &finished));
        post(&board, a);
        post(&board, b);
        wait_for(&board, &finished, 2);
        board.close();
        end(worker)
    });
    all_taken(worked, [a, b]);
}

fn all_go_home() {
    let board = JobBoard::<Job>::new();
    let taken = thread::scope(|scope| {
        let workers = ["worker A", "worker B"].map(|name| start_in(scope, name, || board.take()));
        board.close();
        workers.map(|worker| end(worker))
    });
    promise!(
        WrongResult,
        taken.iter().all(Option::is_none),
        "nothing was posted, and a worker was given a job"
    );
}

fn close_with_jobs() {
    let [a, b] = numbers();
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    post(&board, a);
    post(&board, b);
    let worked = thread::scope(|scope| {
        let worker = start_in(scope, "worker", || work(&board, &finished));
        board.close();
        wait_for(&board, &finished, 2);
        end(worker)
    });
    all_taken(worked, [a, b]);
}

fn post_or_close() {
    let [a, _] = numbers();
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    let (accepted, worked) = thread::scope(|scope| {
        let worker = start_in(scope, "worker", || work(&board, &finished));
        let customer = start_in(scope, "customer", || match board.post(Job(a)) {
            Ok(()) => true,
            Err(Closed(Job(number))) => {
                promise!(
                    WrongResult,
                    number == a,
                    "job {a} was refused, and job {number} came back"
                );
                false
            }
        });
        board.close();
        let accepted = end(customer);
        (accepted, end(worker))
    });
    promise!(
        CheckThenAct,
        worked.len() == usize::from(accepted),
        "`post` said {}, and the worker went home with {worked:?}",
        if accepted { "Ok" } else { "Err" }
    );
    wait_for(&board, &finished, usize::from(accepted));
}

fn job_posts_job() {
    let [a, b] = numbers();
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    post(&board, a);
    let worked = thread::scope(|scope| {
        let worker = start_in(scope, "worker", || {
            let Some(Job(first)) = board.take() else {
                return Vec::new();
            };
            post(&board, b);
            finished.fetch_add(1, Ordering::Relaxed);
            board.done();
            let mut worked = work(&board, &finished);
            worked.push(first);
            worked
        });
        wait_for(&board, &finished, 2);
        board.close();
        end(worker)
    });
    all_taken(worked, [a, b]);
}

fn quick_follow_up() {
    let [a, b] = NUMBERS;
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    post(&board, a);
    thread::scope(|scope| {
        for name in ["worker A", "worker B"] {
            start_in(scope, name, || {
                let job = board.take().map(|Job(number)| number);
                if job == Some(a) {
                    post(&board, b);
                }
                finished.fetch_add(1, Ordering::Relaxed);
                board.done();
            });
        }
        wait_for(&board, &finished, 2);
    });
}

fn refused_meanwhile() {
    let [a, _] = NUMBERS;
    let board = JobBoard::<Job>::new();
    board.close();
    thread::scope(|scope| {
        start_in(scope, "customer", || {
            let refused = board.post(Job(a)).is_err();
            promise!(
                WrongResult,
                refused,
                "the board is closed, and it accepted job {a}"
            );
        });
        board.wait_idle();
    });
}

fn two_wait() {
    let [a, _] = NUMBERS;
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    post(&board, a);
    thread::scope(|scope| {
        start_in(scope, "customer", || wait_for(&board, &finished, 1));
        start_in(scope, "worker", || {
            let job = board.take();
            promise!(
                WrongResult,
                job.is_some(),
                "job {a} is on the board, and `take` gave nothing"
            );
            finished.fetch_add(1, Ordering::Relaxed);
            board.done();
        });
        wait_for(&board, &finished, 1);
    });
}

fn two_jobs_meet() {
    let [a, b] = NUMBERS;
    let board = JobBoard::<Job>::new();
    let together = Rendezvous::new(2);
    let worked = thread::scope(|scope| {
        let workers = ["worker A", "worker B"].map(|name| {
            start_in(scope, name, || {
                let job = board.take();
                together.meet();
                board.done();
                job.map(|Job(number)| number)
            })
        });
        post(&board, a);
        post(&board, b);
        workers.map(|worker| end(worker))
    });
    board.wait_idle();
    all_taken(worked.into_iter().flatten().collect(), [a, b]);
}

fn job_needs_help() {
    let [a, b] = NUMBERS;
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    let together = Rendezvous::new(2);
    let worked = thread::scope(|scope| {
        let workers = ["worker A", "worker B"].map(|name| {
            start_in(scope, name, || {
                let job = board.take().map(|Job(number)| number);
                if job == Some(a) {
                    post(&board, b);
                }
                together.meet();
                finished.fetch_add(1, Ordering::Relaxed);
                board.done();
                job
            })
        });
        post(&board, a);
        wait_for(&board, &finished, 2);
        workers.map(|worker| end(worker))
    });
    all_taken(worked.into_iter().flatten().collect(), [a, b]);
}

fn one_job_for_two() {
    let [a, _] = NUMBERS;
    let board = JobBoard::<Job>::new();
    let finished = AtomicUsize::new(0);
    let worked = thread::scope(|scope| {
        let workers =
            ["worker A", "worker B"].map(|name| start_in(scope, name, || work(&board, &finished)));
        post(&board, a);
        wait_for(&board, &finished, 1);
        board.close();
        workers.map(|worker| end(worker))
    });
    all_taken(worked.concat(), [a]);
}
