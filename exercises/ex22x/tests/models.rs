//! What ex22x promises, as small programs: readers take no lock, nobody waits for a reader, and no
//! value is freed while somebody may look at it, or later than needed.
//!
//! The value is a [`Settings`], whose content is a cell of `lab`, so that a look that nothing orders
//! before the freeing is caught, also where the memory is still there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::solution::Config;
use lab::cell::UnsafeCell;
use lab::sync::Arc;
use lab_check::{Canaries, Canary, Model, Rules, counters, end, impls, promise, start_with, vary};

/// `unsafe` is what the exercise is about. The cells of std would be invisible.
pub const RULES: Rules = Rules::strict().allow_unsafe().refuse_std_cells();

/// The models, cheapest first; `read_and_replace` stands before them, because it is the lesson.
///
/// All interleavings of one reader and one writer are tried. With two replaces, a solution that
/// gives each reader a place of its own has far more, since each replace looks at all places. Two
/// surprises are enough to put one call around the whole life of another one.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("read_and_replace", read_and_replace)
            .promises("a reader may look at its value until it is done, whoever replaces it")
            .question("The reader has the pointer. How does the writer know?"),
        Model::new("one_thread", one_thread)
            .without_threads()
            .promises("one call after the other: a read gives the value of the last replace")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("freed", freed)
            .without_threads()
            .promises(
                "with nobody reading, `replace` frees what is old, and the end frees the rest",
            )
            .question("Who frees the value that you did not free at once?"),
        Model::new("no_lock", no_lock)
            .without_threads()
            .promises("a read takes no lock")
            .question("Which locks does a read take, and who may hold them meanwhile?"),
        Model::new("replace_in_a_read", replace_in_a_read)
            .without_threads()
            .promises("a reader may replace the value that it is looking at")
            .question("Who waits for whom when a reader replaces?"),
        Model::new("read_panics", read_panics)
            .without_threads()
            .promises("a read that panics ends like any other")
            .question("In how many ways can a read end?"),
        Model::new("traits", traits)
            .without_threads()
            .promises("a `Config` goes to other threads, and is shared, only if its value may")
            .question(
                "Who looks at the value, in which threads, and in which of them is it dropped?",
            ),
        Model::new("two_writers", two_writers)
            .up_to(3)
            .promises("two replaces at the same time free each old value once")
            .question("Which step decides whose job it is to free a value?"),
        Model::new("two_replaces", two_replaces)
            .up_to(2)
            .promises("a reader may look at its value although it was replaced twice")
            .question("How old may the value be that a reader is looking at?"),
        Model::new("two_readers", two_readers)
            .up_to(2)
            .promises("one reader that leaves does not take the value away from another one")
            .question("One reader has left. Is everybody gone?"),
    ]
}

/// The value: a number, kept in a cell so that every look at it is seen.
struct Settings {
    number: UnsafeCell<u64>,
    canary: Canary,
}

// SAFETY: the cell is written when it is made and when it is dropped; whether anybody looks at the
// same time is what the models find out, and the checker reports it before it happens.
unsafe impl Sync for Settings {}

impl Settings {
    fn new(canaries: &Canaries, number: u64) -> Settings {
        Settings {
            number: UnsafeCell::new(number),
            canary: canaries.hatch(number),
        }
    }

    /// Looks at both parts; they must agree.
    fn look(&self) -> u64 {
        // SAFETY: the checker has found no write that races with this read.
        let number = self.number.with(|number| unsafe { *number });
        promise!(
            WrongResult,
            number == self.canary.value(),
            "the settings are {number}, and something else in their other half"
        );
        number
    }
}

type Shared = (Config<Settings>, Canaries);

/// Settings with the number 1.
fn shared() -> Arc<Shared> {
    let canaries = Canaries::new();
    let config = Config::new(Settings::new(&canaries, 1));
    Arc::new((config, canaries))
}

fn replace(shared: &Shared, number: u64) {
    let (config, canaries) = shared;
    config.replace(Settings::new(canaries, number));
}

fn read(shared: &Shared) -> u64 {
    shared.0.read(Settings::look)
}

/// With nobody reading, a `replace` frees all that is old; then the rest goes with the `Config`.
fn all_is_freed(shared: Arc<Shared>) {
    replace(&shared, 90);
    let alive = shared.1.alive();
    promise!(
        Leak,
        alive == 1,
        "nobody reads, and after a `replace` {alive} values are still there"
    );
    let (config, canaries) = Arc::try_unwrap(shared)
        .ok()
        .expect("all threads have ended");
    drop(config);
    canaries.assert_all_dropped();
}

fn read_and_replace() {
    let shared = shared();
    let reader = start_with("reader", &shared, read);
    replace(&shared, 2);
    let seen = end(reader);
    promise!(
        WrongResult,
        seen == 1 || seen == 2,
        "the settings were 1 and then 2, and somebody read {seen}"
    );
}

fn one_thread() {
    let next: u64 = vary(&[5, 8]);
    let shared = shared();
    let first = read(&shared);
    replace(&shared, next);
    let second = read(&shared);
    let both = shared.0.read(|outer| (outer.look(), read(&shared)));
    promise!(
        WrongResult,
        (first, second, both) == (1, next, (next, next)),
        "the settings were 1 and then {next}; four reads gave {first}, {second} and {both:?}"
    );
}

fn freed() {
    let shared = shared();
    for number in 2..6 {
        replace(&shared, number);
        let alive = shared.1.alive();
        promise!(
            Leak,
            alive == 1,
            "nobody reads, and after {} times `replace` {alive} values are there",
            number - 1
        );
    }
    all_is_freed(shared);
    // A value that nobody has replaced.
    let (config, canaries) = Arc::try_unwrap(self::shared())
        .ok()
        .expect("there is one owner");
    drop(config);
    canaries.assert_all_dropped();
}

fn no_lock() {
    let shared = shared();
    let before = counters();
    let inside = shared.0.read(|_| counters());
    let after = counters();
    promise!(
        BrokenRule,
        (inside.locks, after.locks) == (before.locks, before.locks),
        "a read took {} locks",
        after.locks - before.locks
    );
}

fn replace_in_a_read() {
    let shared = shared();
    let seen = shared.0.read(|settings| {
        replace(&shared, 2);
        replace(&shared, 3);
        (settings.look(), read(&shared))
    });
    promise!(
        WrongResult,
        seen == (1, 3),
        "a reader of 1 put 2 and then 3 in its place; it and a new reader saw {seen:?}"
    );
    all_is_freed(shared);
    // Who ends while old values are still on a list must free those, too.
    let shared = self::shared();
    shared.0.read(|_| replace(&shared, 2));
    let (config, canaries) = Arc::try_unwrap(shared).ok().expect("there is one owner");
    drop(config);
    canaries.assert_all_dropped();
}

fn read_panics() {
    let shared = shared();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        shared.0.read(|_| panic!("the reader panicked"))
    }));
    let seen = read(&shared);
    promise!(
        WrongResult,
        outcome.is_err() && seen == 1,
        "a reader panicked, and the next one saw {seen}"
    );
    all_is_freed(shared);
}

/// A value that moves between threads and is not shared.
type Tool = std::cell::Cell<u8>;

/// A value that many threads may look at, and that must be dropped where it was made.
type Guard = std::sync::MutexGuard<'static, u8>;

fn traits() {
    promise!(
        WrongTrait,
        impls!(Config<u64>: Send + Sync),
        "a `Config<u64>` must be able to go to other threads (Send) and to be used by them (Sync)"
    );
    promise!(
        WrongTrait,
        !impls!(Config<Tool>: Sync),
        "the value is not Sync, and two threads can read it through one `Config`: it is Sync"
    );
    promise!(
        WrongTrait,
        !impls!(Config<Guard>: Send),
        "the value is not Send, and a `Config` drops it where it ends: it is Send"
    );
    promise!(
        WrongTrait,
        !impls!(Config<Guard>: Sync),
        "the value is not Send, and a thread that shares the `Config` may replace it and free it: \
         it is Sync"
    );
}

fn two_writers() {
    let shared = shared();
    let other = start_with("writer", &shared, |shared| replace(shared, 2));
    replace(&shared, 3);
    end(other);
    let seen = read(&shared);
    promise!(
        LostUpdate,
        seen == 2 || seen == 3,
        "the settings were replaced by 2 and by 3, and they are {seen}"
    );
    all_is_freed(shared);
}

fn two_replaces() {
    let shared = shared();
    let reader = start_with("reader", &shared, read);
    replace(&shared, 2);
    replace(&shared, 3);
    let seen = end(reader);
    promise!(
        WrongResult,
        (1..=3).contains(&seen),
        "the settings were 1, 2 and 3, and somebody read {seen}"
    );
    let last = read(&shared);
    promise!(
        StaleRead,
        last == 3,
        "the settings are 3, and a read gave {last}"
    );
    all_is_freed(shared);
}

fn two_readers() {
    let shared = shared();
    let readers = ["reader A", "reader B"].map(|name| start_with(name, &shared, read));
    replace(&shared, 2);
    let seen = readers.map(|thread| end(thread));
    promise!(
        WrongResult,
        seen.iter().all(|seen| *seen == 1 || *seen == 2),
        "the settings were 1 and then 2, and two readers saw {seen:?}"
    );
    all_is_freed(shared);
}
