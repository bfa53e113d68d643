//! What is checked in ex20: a value that is published once and read by many, and a value that is
//! made once by the first thread that needs it.
//!
//! The published value is a [`Routes`], whose content is a cell of `lab`. A reader that gets a
//! reference without any order between the writing and the reading is therefore caught reading
//! the content, wherever the solution keeps the value: in a cell, in a box, behind a pointer.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::MutexGuard;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::solution::{Lazy, Publish};
use lab::cell::UnsafeCell;
use lab::thread;
use lab_check::{
    Canaries, Canary, Model, Rules, counters, end, impls, probe, promise, start_in, vary,
};

/// `unsafe` is what the exercise is about. The cells of std are refused, because a slot made of
/// one of them would be invisible.
pub const RULES: Rules = Rules::strict().allow_unsafe().refuse_std_cells();

/// The models, cheapest first.
///
/// Only the one with three threads has a bound: the full search of a state machine with a
/// condition variable takes more than half a minute there, three surprises less than a second.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("alone", alone)
            .without_threads()
            .promises("the first value stays, later ones come back, `make` runs when needed")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("traits", traits)
            .without_threads()
            .promises("threads share a `Publish` or a `Lazy` only of what they may share and send")
            .question("Who reads the value, and in which thread may it be dropped?"),
        Model::new("dropped_once", dropped_once)
            .without_threads()
            .promises("every value is dropped once, whether it was published or not")
            .question("Who owns the value before, during and after `publish`?"),
        Model::new("publish_get", publish_get)
            .promises("a reader that finds the value finds all of it")
            .question("What orders the writing before the reading, at each of the two ends?"),
        Model::new("publish_publish", publish_publish)
            .promises("of two publishers one wins, and its value stays")
            .question("Which single step decides who may write to the slot?"),
        Model::new("init_init", || init(&["caller B"]))
            .promises("two callers get the same value, and it is made once")
            .question("Both callers find nothing. Which step decides who makes the value?"),
        Model::new("first_attempt_fails", first_attempt_fails)
            .promises("if `make` panics, nobody waits for ever")
            .question("What do the others wait for, and who brings it if `make` panics?"),
        Model::new("init_init_init", || init(&["caller B", "caller C"]))
            .up_to(3)
            .promises("three callers get the same value, and it is made once")
            .question("Two callers wait for the third. Who tells both of them?"),
    ]
}

/// A route table, reduced to one number that lies in plain memory.
struct Routes {
    hops: UnsafeCell<u32>,
}

// SAFETY: the number is written before the table is given away and only read after that. Whether
// the reading is ordered after the writing is what the models check, through `lab`'s cell.
unsafe impl Sync for Routes {}

impl Routes {
    fn new(hops: u32) -> Self {
        let routes = Routes {
            hops: UnsafeCell::new(0),
        };
        // SAFETY: nobody else has the table yet.
        routes.hops.with_mut(|place| unsafe { *place = hops });
        routes
    }

    fn hops(&self) -> u32 {
        // SAFETY: nobody writes any more; the checker stops here if nothing orders the writing.
        self.hops.with(|place| unsafe { *place })
    }
}

fn alone() {
    let number = vary(&[3, 8]);
    let place = Publish::new();
    promise!(
        WrongResult,
        place.get().is_none(),
        "nothing was published, and `get` found something"
    );
    promise!(
        WrongResult,
        place.publish(number).is_ok(),
        "the first `publish` was refused"
    );
    let late = place.publish(number + 1);
    promise!(
        WrongResult,
        late == Err(number + 1),
        "the second `publish` answered {late:?} instead of giving its value back"
    );
    let before = counters();
    let found = place.get().copied();
    let after = counters();
    promise!(
        WrongResult,
        found == Some(number),
        "{number} was published first, `get` finds {found:?}"
    );
    promise!(
        BrokenRule,
        (after.locks, after.try_failed) == (before.locks, before.try_failed),
        "`get` takes a lock: it waits whenever somebody else has it"
    );

    let lazy = Lazy::new();
    let made = AtomicU32::new(0);
    let make = || {
        made.fetch_add(1, Relaxed);
        number
    };
    let first = lazy.get_or_init(make);
    let second = lazy.get_or_init(make);
    promise!(
        WrongResult,
        (*first, *second) == (number, number),
        "{number} was made, the callers got {first} and {second}"
    );
    promise!(
        WrongResult,
        ptr::eq(first, second),
        "the two callers got two different values"
    );
    let times = made.load(Relaxed);
    promise!(WrongResult, times == 1, "`make` ran {times} times");
}

/// A type that threads may share, but that stays in the thread that made it.
type StaysHere = MutexGuard<'static, u32>;

fn traits() {
    promise!(
        WrongTrait,
        impls!(Publish<u32>: Sync) && impls!(Lazy<u32>: Sync),
        "threads cannot share a `Publish<u32>` or a `Lazy<u32>`: it is not Sync"
    );
    promise!(
        WrongTrait,
        !impls!(Publish<Cell<u32>>: Sync) && !impls!(Lazy<Cell<u32>>: Sync),
        "two threads could get one `Cell` through a `Publish` or a `Lazy`: it is Sync for a type \
         that is not"
    );
    promise!(
        WrongTrait,
        !impls!(Publish<StaysHere>: Sync) && !impls!(Lazy<StaysHere>: Sync),
        "a value that is not Send could be made in one thread and dropped in another one: \
         `Publish` or `Lazy` is Sync for it"
    );
}

fn dropped_once() {
    let canaries = Canaries::new();
    drop(Publish::<Canary>::new());
    let place = Publish::new();
    let _ = place.publish(canaries.hatch(1));
    drop(place.publish(canaries.hatch(2)));
    drop(place);
    drop(Lazy::<Canary>::new());
    let lazy = Lazy::new();
    lazy.get_or_init(|| canaries.hatch(3));
    drop(lazy);
    canaries.assert_all_dropped();
}

fn publish_get() {
    let number = vary(&[4, 7]);
    let place = Publish::new();
    thread::scope(|scope| {
        start_in(scope, "publisher", || {
            let won = publish(&place, number);
            promise!(WrongResult, won, "the only publisher was refused");
        });
        if let Some(routes) = place.get() {
            let found = routes.hops();
            promise!(
                StaleRead,
                found == number,
                "{number} was published, the reader found {found}"
            );
        }
    });
    let found = place.get().map(Routes::hops);
    promise!(
        OrderViolation,
        found == Some(number),
        "{number} was published, and `get` finds {found:?}"
    );
}

/// Publishes; who is told Ok must find the value, and who is refused must get it back.
fn publish(place: &Publish<Routes>, mine: u32) -> bool {
    match place.publish(Routes::new(mine)) {
        Ok(()) => {
            let found = place.get().map(Routes::hops);
            promise!(
                OrderViolation,
                found == Some(mine),
                "`publish` said Ok to {mine}, and then `get` found {found:?}"
            );
            true
        }
        Err(routes) => {
            let back = routes.hops();
            promise!(
                WrongResult,
                back == mine,
                "the late publisher gave {mine} and got {back} back"
            );
            false
        }
    }
}

fn publish_publish() {
    let number = vary(&[5, 2]);
    let place = Publish::new();
    let (here, there) = thread::scope(|scope| {
        let other = start_in(scope, "publisher B", || publish(&place, number + 1));
        let here = publish(&place, number);
        (here, end(other))
    });
    promise!(
        CheckThenAct,
        here != there,
        "{} of two publishers were told Ok",
        u8::from(here) + u8::from(there)
    );
    let winner = if here { number } else { number + 1 };
    let found = place.get().map(Routes::hops);
    promise!(
        LostUpdate,
        found == Some(winner),
        "{winner} was published, and `get` finds {found:?}"
    );
}

/// One caller here and more of them, with these names, at the same time.
fn init(others: &[&str]) {
    let number = 6;
    let lazy = Lazy::new();
    let made = AtomicU32::new(0);
    let call = || {
        let routes: &Routes = lazy.get_or_init(|| {
            probe();
            Routes::new(number + made.fetch_add(1, Relaxed))
        });
        (routes.hops(), ptr::from_ref(routes).addr())
    };
    let (mine, theirs) = thread::scope(|scope| {
        let mut callers = Vec::new();
        for name in others {
            callers.push(start_in(scope, name, call));
        }
        let mine = call();
        let mut theirs = Vec::new();
        for caller in callers {
            theirs.push(end(caller));
        }
        (mine, theirs)
    });
    let times = made.load(Relaxed);
    promise!(CheckThenAct, times == 1, "`make` ran {times} times");
    for other in theirs {
        promise!(
            WrongResult,
            other == mine,
            "two callers got two different values"
        );
    }
}

fn first_attempt_fails() {
    let number = 9;
    let lazy = Lazy::new();
    let mine = thread::scope(|scope| {
        start_in(scope, "caller B", || {
            // This caller may be late and get the value of the other one, which is fine.
            let _ = catch_unwind(AssertUnwindSafe(|| {
                lazy.get_or_init(|| {
                    probe();
                    panic!("the route server does not answer");
                });
            }));
        });
        // This caller may make the value or get a panic, too. It may not wait for ever.
        catch_unwind(AssertUnwindSafe(|| {
            let routes: &Routes = lazy.get_or_init(|| {
                probe();
                Routes::new(number)
            });
            routes.hops()
        }))
    });
    if let Ok(found) = mine {
        promise!(
            WrongResult,
            found == number,
            "{number} was made, the caller got {found}"
        );
    }
}
