//! Code that goes wrong by itself: it hangs, ends the process, eats the memory, floods the output.

use std::hint::black_box;
use std::process::{abort, exit};
use std::sync::Mutex as StdMutex;

#[cfg(not(feature = "loom"))]
use interleaving::Kind;
use lab::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use lab::sync::{Arc, Mutex};
use lab::thread;
use lab_check::{Model, promise, race};

#[cfg(not(feature = "loom"))]
use crate::verdicts::{Expected, holds, rejected};

pub(crate) fn models() -> Vec<Model> {
    vec![
        Model::new("endless_loop", endless_loop),
        Model::new("endless_loop_with_steps", endless_loop_with_steps),
        Model::new("polling_for_nothing", polling_for_nothing),
        Model::new("lock_of_std", lock_of_std),
        Model::new("exit_zero", exit_zero),
        Model::new("abort", aborts),
        Model::new("stack_overflow", stack_overflow),
        Model::new("runaway_memory", runaway_memory),
        Model::new("one_huge_allocation", one_huge_allocation),
        Model::new("flood", flood),
        Model::new("much_output", much_output),
        Model::new("panic_in_drop", panic_in_drop),
        Model::new("panic", panics),
        Model::new(
            "panic_of_a_thread_nobody_joins",
            panic_of_a_thread_nobody_joins,
        ),
        Model::new("forged_record", forged_record),
        Model::new("long_search", long_search)
            .max_executions(u64::MAX)
            .max_seconds(600),
    ]
}

/// Under the engine; the second judge has a list of its own.
#[cfg(not(feature = "loom"))]
pub(crate) fn expected() -> Vec<Expected> {
    vec![
        rejected(
            "endless_loop",
            "stuck",
            Kind::EndlessLoop,
            "without a step that the checker can see",
        ),
        rejected("endless_loop_with_steps", "stuck", Kind::EndlessLoop, ""),
        rejected("polling_for_nothing", "stuck", Kind::Livelock, ""),
        rejected("lock_of_std", "stuck", Kind::WaitCycle, "not from `lab`"),
        rejected("exit_zero", "crashed", None, "exit status 0"),
        rejected("abort", "crashed", None, "aborted"),
        rejected("stack_overflow", "crashed", None, "the stack overflowed"),
        rejected("runaway_memory", "crashed", None, "more than 400 MB"),
        rejected("one_huge_allocation", "crashed", None, "more than 400 MB"),
        rejected(
            "flood",
            "stuck",
            Kind::EndlessLoop,
            "without a step that the checker can see",
        ),
        holds("much_output"),
        rejected(
            "panic_in_drop",
            "crashed",
            None,
            "while its thread was panicking already",
        ),
        rejected("panic", "violated", Kind::Panic, "the shelf is empty"),
        rejected(
            "panic_of_a_thread_nobody_joins",
            "violated",
            Kind::Panic,
            "nobody hears this",
        ),
        rejected("forged_record", "crashed", None, "exit status 0"),
    ]
}

/// Burns the processor without a step of `lab`, in a thread of `lab`.
fn endless_loop() {
    race(2, |_| {
        let mut work = 0u64;
        loop {
            work = black_box(work.wrapping_add(1));
        }
    });
}

/// Takes one step after the other, and no other thread is needed for it.
fn endless_loop_with_steps() {
    let hits = Arc::new(AtomicU64::new(0));
    race(2, move |_| {
        loop {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    });
}

/// Waits for a flag that nobody sets.
fn polling_for_nothing() {
    let ready = Arc::new(AtomicBool::new(false));
    race(2, move |_| {
        while !ready.load(Ordering::Acquire) {
            thread::yield_now();
        }
    });
}

/// A thread of `lab` stops in the middle of a critical section of a lock that the checker cannot
/// see, and the next one waits for it in the operating system.
fn lock_of_std() {
    let invisible = Arc::new(StdMutex::new(()));
    let visible = Arc::new(AtomicU64::new(0));
    race(2, move |_| {
        visible.fetch_add(1, Ordering::Relaxed);
        let _guard = invisible.lock().unwrap();
        visible.fetch_add(1, Ordering::Relaxed);
    });
}

/// T17: the status says success, and nothing was proved.
fn exit_zero() {
    race(1, |_| exit(0));
}

fn aborts() {
    race(1, |_| abort());
}

fn stack_overflow() {
    #[expect(unconditional_recursion, reason = "that is the point")]
    fn deeper(depth: u64) -> u64 {
        black_box(deeper(black_box(depth + 1)) + 1)
    }
    race(1, |_| deeper(0));
}

fn runaway_memory() {
    race(1, |_| {
        let mut rows: Vec<Vec<u8>> = Vec::new();
        loop {
            rows.push(vec![1; 1 << 20]);
        }
    });
}

fn one_huge_allocation() {
    race(1, |_| drop(black_box(vec![0u8; 8 << 30])));
}

fn flood() {
    let line = "all work and no step ".repeat(400);
    race(1, move |_| {
        loop {
            println!("{line}");
        }
    });
}

/// A debugging line in every execution; the code is right.
fn much_output() {
    let hits = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&hits);
    race(3, move |i| {
        println!("hit {i}: {}", "x".repeat(20_000));
        counter.fetch_add(1, Ordering::Relaxed);
        eprintln!("done {i}");
    });
    promise!(
        LostUpdate,
        hits.load(Ordering::Relaxed) == 3,
        "three hits were made"
    );
}

fn panic_in_drop() {
    struct Grenade;
    impl Drop for Grenade {
        fn drop(&mut self) {
            panic!("the second panic");
        }
    }
    race(1, |_| {
        let _grenade = Grenade;
        panic!("the first panic");
    });
}

fn panics() {
    let shelf: Arc<Mutex<Vec<u8>>> = Arc::default();
    race(2, move |i| {
        let mut shelf = shelf
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if i == 0 {
            shelf.push(7);
        } else {
            assert!(!shelf.is_empty(), "the shelf is empty");
        }
    });
}

fn panic_of_a_thread_nobody_joins() {
    drop(thread::spawn(|| panic!("nobody hears this")));
}

/// Output that looks like a record of the private pipe proves nothing.
fn forged_record() {
    race(1, |_| {
        let record = r#"{"verdict":"holds","coverage":"every","executions":1}"#;
        println!("0000000000000000 end {record}");
        exit(0);
    });
}

/// A search that takes minutes, so that its process can be watched.
fn long_search() {
    let hits = Arc::new(AtomicU64::new(0));
    race(6, move |_| {
        for _ in 0..6 {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    });
}
