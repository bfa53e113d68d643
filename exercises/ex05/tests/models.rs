//! What ex05 promises, as a small interpreter: one thread at a time, everybody gets a turn, and
//! nobody holds the GIL while it waits for something else.
//!
//! The heap is a cell of `lab`, so two threads in the interpreter at once are a data race.

use super::solution::{Gil, ThreadNo};
use lab::cell::UnsafeCell;
use lab::sync::Arc;
use lab::thread;
use lab_check::{Kind, Model, Rendezvous, Rules, Witness, end, promise, start_with, vary};

/// A GIL of safe Rust.
pub const RULES: Rules = Rules::strict();

/// An update was lost although the GIL was held for every instruction.
static LOST: Witness = Witness::new();

/// The models, cheapest first.
///
/// A GIL that spins is right, and an unkind schedule can keep it spinning for ever; so the
/// models have bounds. A thread that waits, or is handed the GIL, needs no surprise: the
/// bounds leave room for switches at the wrong moment and for a spurious wake-up on top.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("one_thread", one_thread)
            .without_threads()
            .up_to(2)
            .promises("one thread alone: it gets the GIL each time, and nobody asks for it")
            .question("With one thread only: which call gives a wrong answer, or none?"),
        Model::new("one_at_a_time", one_at_a_time)
            .up_to(3)
            .promises("two threads that want the GIL get it one after the other")
            .question("Which two of your steps must be one, so that only one thread gets in?"),
        Model::new("two_wait", two_wait)
            .up_to(1)
            .promises("two threads that wait for the GIL both get it")
            .question("Two threads sleep. Which of them do you wake, and is it the right one?"),
        Model::new("long_instruction", long_instruction)
            .up_to(6)
            .promises("a thread waits for the GIL as long as another one holds it, however long that is")
            .question("A thread has waited for a very long time. What has it got when `acquire` returns?"),
        Model::new("blocking_calls_meet", blocking_calls_meet)
            .up_to(2)
            .promises("two threads can be in their blocking calls at the same time")
            .question("Who holds the GIL, or a lock inside of it, while `blocking` runs?"),
        Model::new("back_from_blocking", back_from_blocking)
            .up_to(2)
            .promises("after its blocking call a thread holds the GIL again, and the result is there")
            .question("What does a thread hold when `without` returns?"),
        Model::new("one_line_of_python", one_line_of_python)
            .up_to(2)
            .expects(
                &LOST,
                Kind::OrderViolation,
                "in no interleaving did another thread run between two instructions of `n += 1`, \
                 although `poll` was called there and the other thread asked",
            )
            .promises("`poll` between the read and the write lets another thread in; else nobody comes in")
            .question("Where does your `poll` find out that another thread asks?"),
        Model::new("both_poll", both_poll)
            .up_to(2)
            .promises("`poll` says `true` if another thread has had the GIL meanwhile, else `false`")
            .question("When `poll` returns: who has held the GIL since it was called?"),
        Model::new("everybody_gets_in", everybody_gets_in)
            .up_to(1)
            .promises("a thread that asks gets the GIL as soon as the others poll, and no request is forgotten")
            .question("Two threads ask, and one of them gets the GIL. Who remembers the other?"),
    ]
}

/// What the interpreter runs on.
#[derive(Default)]
struct Heap {
    /// The Python variable `n`.
    n: u64,
    /// The thread that was in the interpreter last.
    last: Option<ThreadNo>,
    /// How many threads have come in for the first time.
    arrived: usize,
}

/// The heap, where every thread of the interpreter can reach it.
struct Shared(UnsafeCell<Heap>);

// SAFETY: the heap is accessed through `lab`'s cell only, and there by one thread at a time if the
// GIL does its work. Whether it does is what the models check.
unsafe impl Sync for Shared {}

/// The interpreter: the GIL of the solution, and the heap that it protects. It can be shared only
/// if the solution's GIL can.
struct Interpreter {
    gil: Gil,
    heap: Shared,
}

impl Interpreter {
    fn new() -> Arc<Self> {
        let gil = Gil::new();
        let heap = UnsafeCell::new(Heap::default());
        let heap = Shared(heap);
        Arc::new(Interpreter { gil, heap })
    }

    /// One instruction: the calling thread holds the GIL.
    #[track_caller]
    fn instruction<R>(&self, work: impl FnOnce(&mut Heap) -> R) -> R {
        // SAFETY: the checker ends the execution before the closure runs if another thread may be
        // in the heap, and the reference does not leave the closure.
        self.heap.0.with_mut(|heap| work(unsafe { &mut *heap }))
    }

    /// Calls `poll`, and compares its answer with what has happened.
    #[track_caller]
    fn poll(&self, me: ThreadNo) {
        self.instruction(|heap| heap.last = Some(me));
        let said = self.gil.poll(me);
        let last = self.instruction(|heap| heap.last.replace(me));
        let happened = last != Some(me);
        promise!(
            OrderViolation,
            said || !happened,
            "another thread has had the GIL during `poll`, and the answer was `false`"
        );
        promise!(
            OrderViolation,
            happened || !said,
            "`poll` said `true`, and no other thread has had the GIL meanwhile"
        );
    }

    /// Takes the GIL for the first time.
    fn come_in(&self, me: ThreadNo) {
        self.gil.acquire(me);
        self.instruction(|heap| {
            heap.arrived += 1;
            heap.last = Some(me);
        });
    }
}

/// Runs the same work in two threads, with the numbers 0 and 1.
fn both<T: Send + 'static>(
    interpreter: &Arc<Interpreter>,
    work: impl FnOnce(&Interpreter, ThreadNo) -> T + Clone + Send + 'static,
) -> [T; 2] {
    let threads = [("thread 0", 0), ("thread 1", 1)].map(|(name, me)| {
        let work = work.clone();
        start_with(name, interpreter, move |interpreter| work(interpreter, me))
    });
    threads.map(|thread| end(thread))
}

fn one_thread() {
    let number = vary(&[7_u64, 12]);
    let interpreter = Interpreter::new();
    let gil = &interpreter.gil;
    for me in [0, 1, 0] {
        interpreter.come_in(me);
        let asked = gil.poll(me);
        promise!(
            WrongResult,
            !asked,
            "there is one thread, and `poll` says that another one has had the GIL"
        );
        let got = gil.without(me, || number);
        promise!(
            WrongResult,
            got == number,
            "the blocking call returned {number}, `without` returned {got}"
        );
        gil.release(me);
    }
}

fn one_at_a_time() {
    let interpreter = Interpreter::new();
    both(&interpreter, |interpreter, me| {
        interpreter.come_in(me);
        interpreter.instruction(|heap| heap.n += 1);
        interpreter.gil.release(me);
    });
    interpreter.gil.acquire(2);
    let n = interpreter.instruction(|heap| heap.n);
    interpreter.gil.release(2);
    promise!(WrongResult, n == 2, "two threads added 1, n is {n}");
}

fn two_wait() {
    let interpreter = Interpreter::new();
    interpreter.gil.acquire(2);
    let threads = [("thread 0", 0), ("thread 1", 1)].map(|(name, me)| {
        start_with(name, &interpreter, move |interpreter| {
            interpreter.come_in(me);
            interpreter.gil.release(me);
        })
    });
    // On a calm day both of them ask before the GIL is free.
    thread::yield_now();
    interpreter.gil.release(2);
    for thread in threads {
        end(thread);
    }
}

/// How often a time limit can be over while one thread holds the GIL; each time is a surprise.
const LIMITS: usize = 6;

fn long_instruction() {
    let interpreter = Interpreter::new();
    interpreter.come_in(2);
    let waiter = start_with("thread 0", &interpreter, move |interpreter| {
        interpreter.come_in(0);
        interpreter.gil.release(0);
    });
    for _ in 0..LIMITS {
        thread::yield_now();
    }
    interpreter.instruction(|heap| heap.last = Some(2));
    interpreter.gil.release(2);
    end(waiter);
}

fn blocking_calls_meet() {
    let interpreter = Interpreter::new();
    let both_block = Arc::new(Rendezvous::new(2));
    both(&interpreter, move |interpreter, me| {
        interpreter.come_in(me);
        interpreter.gil.without(me, || both_block.meet());
        interpreter.gil.release(me);
    });
}

fn back_from_blocking() {
    let interpreter = Interpreter::new();
    let answers = both(&interpreter, |interpreter, me| {
        interpreter.come_in(me);
        let answer = interpreter.gil.without(me, || me + 20);
        interpreter.instruction(|heap| heap.n += 1);
        interpreter.gil.release(me);
        answer
    });
    promise!(
        WrongResult,
        answers == [20, 21],
        "the blocking calls returned 20 and 21, `without` returned {answers:?}"
    );
}

fn one_line_of_python() {
    let every_op = vary(&[true, false]);
    let interpreter = Interpreter::new();
    both(&interpreter, move |interpreter, me| {
        interpreter.come_in(me);
        // n += 1
        let old = interpreter.instruction(|heap| heap.n);
        if every_op {
            interpreter.gil.poll(me);
        }
        interpreter.instruction(|heap| heap.n = old + 1);
        if !every_op {
            interpreter.gil.poll(me);
        }
        interpreter.gil.release(me);
    });
    interpreter.gil.acquire(2);
    let n = interpreter.instruction(|heap| heap.n);
    interpreter.gil.release(2);
    LOST.saw(n == 1);
    promise!(
        LostUpdate,
        n == 2 || every_op,
        "nobody polls between the read and the write, and an update is lost: n is {n}"
    );
}

fn both_poll() {
    let interpreter = Interpreter::new();
    both(&interpreter, |interpreter, me| {
        interpreter.come_in(me);
        for _ in 0..2 {
            interpreter.poll(me);
        }
        interpreter.gil.release(me);
    });
}

fn everybody_gets_in() {
    let interpreter = Interpreter::new();
    interpreter.gil.acquire(2);
    let threads = [("thread 0", 0), ("thread 1", 1)].map(|(name, me)| {
        start_with(name, &interpreter, move |interpreter| {
            interpreter.come_in(me);
            // A loop of Python that waits for the other thread, politely.
            while interpreter.instruction(|heap| heap.arrived) < 2 {
                interpreter.poll(me);
                thread::yield_now();
            }
            interpreter.gil.release(me);
        })
    });
    interpreter.gil.release(2);
    for thread in threads {
        end(thread);
    }
}
