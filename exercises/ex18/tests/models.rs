//! What is checked in ex18: the traits of the three types, and a pool that lends every session to
//! one thread at a time.
//!
//! The models start their threads with [`Carry`], which crosses threads whatever the type inside
//! says. So a solution with wrong traits still compiles here, and the model `traits` can say in
//! words what is wrong with them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::solution::{Lease, Session, SessionPool};
use lab::thread::{self, Scope, ScopedJoinHandle};
use lab_check::{Model, Rendezvous, Rules, end, impls, probe, promise, start_in};

/// `unsafe` is allowed, because the starter has two lines of it to think about.
///
/// The cells of std are not refused: `PhantomData<Cell<()>>` is the usual way to say "not Sync",
/// and a pool that hides its book-keeping in such a cell hands sessions over without any order,
/// which the cell of the kit reports as a data race.
pub const RULES: Rules = Rules::strict().allow_unsafe();

/// The models, cheapest first.
///
/// The bounds: a solution that polls can be kept polling for ever by an unkind schedule, so its
/// full search has no end. Most solutions that wait have no execution with more than five.
/// `both_returned` has three threads; its full search takes up to a minute, up to three surprises
/// less than a second.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("traits", traits)
            .without_threads()
            .promises("a session moves but is not shared, the pool is shared, a lease stays")
            .question("May this value move to another thread? May two threads look at it at once?"),
        Model::new("alone", alone)
            .without_threads()
            .promises("a session that was given back can be lent again, and goes on where it was")
            .question("What happens to the session when its lease ends?"),
        Model::new("two_offices", two_offices)
            .up_to(5)
            .promises("two offices share one scanner: one lease at a time, and both get their turn")
            .question("One session, two offices: who waits, and who wakes the one that waits?"),
        Model::new("two_scanners", two_scanners)
            .up_to(5)
            .promises("with two sessions, two offices scan at the same time")
            .question("Two sessions are free. What does the second office wait for?"),
        Model::new("one_is_lent", one_is_lent)
            .without_threads()
            .promises(
                "while one of two sessions is lent, the other one can be lent again and again",
            )
            .question("Does a checkout wait for any free session, or for a certain one?"),
        Model::new("a_scan_fails", a_scan_fails)
            .up_to(5)
            .promises("a lease that ends by a panic gives its session back like any other")
            .question("In how many ways can a lease end?"),
        Model::new("both_returned", both_returned)
            .up_to(3)
            .promises("two sessions come back, two waiting offices get one each, and none is lost")
            .question("Two offices sleep, two sessions come back: how many are told?"),
    ]
}

/// Takes a value to another thread, whatever its type promises.
struct Carry<T>(T);

// SAFETY: only models use it. If the promise is false for the type inside, the checker sees the
// accesses through `lab`'s cells and reports the data race, before anything is read or written.
unsafe impl<T> Send for Carry<T> {}

impl<T> Carry<T> {
    /// A method, because a closure would otherwise capture the field instead of the whole.
    fn unpack(self) -> T {
        self.0
    }
}

/// Starts a thread, which gets the pool, whatever the pool promises.
#[track_caller]
fn start<'scope, T: 'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    pool: &'scope SessionPool,
    work: impl FnOnce(&SessionPool) -> T + 'scope,
) -> ScopedJoinHandle<'scope, Carry<T>> {
    let luggage = Carry((pool, work));
    start_in(scope, name, move || {
        let (pool, work) = luggage.unpack();
        Carry(work(pool))
    })
}

fn traits() {
    promise!(
        WrongTrait,
        impls!(Session: Send),
        "a `Session` must be able to move to another thread (Send)"
    );
    promise!(
        WrongTrait,
        !impls!(Session: Sync),
        "two threads could use one `Session` at once: it is Sync"
    );
    promise!(
        WrongTrait,
        impls!(SessionPool: Sync),
        "threads cannot share the `SessionPool`: it is not Sync"
    );
    promise!(
        WrongTrait,
        impls!(SessionPool: Send),
        "a `SessionPool` must be able to move to another thread (Send)"
    );
    promise!(
        WrongTrait,
        !impls!(Lease<'static>: Send),
        "a `Lease` could leave the thread that asked for it: it is Send"
    );
    promise!(
        WrongTrait,
        !impls!(Lease<'static>: Sync),
        "two threads could use one `Lease` at once: it is Sync"
    );
}

fn alone() {
    let pool = SessionPool::new(1);
    let first = pool.checkout();
    let pages = [first.scan(), first.scan()];
    promise!(
        WrongResult,
        pages == [1, 2],
        "a new session scans pages 1 and 2, these were {pages:?}"
    );
    give_back(first);
    let page = pool.checkout().scan();
    promise!(
        WrongResult,
        page == 3,
        "the pool has one session, its next page is 3, this was {page}"
    );
}

fn one_is_lent() {
    let pool = SessionPool::new(2);
    let kept = pool.checkout();
    give_back(pool.checkout());
    let leases = [kept, pool.checkout()];
    let first = leases.each_ref().map(|lease| lease.scan());
    for lease in leases {
        give_back(lease);
    }
    let leases = [pool.checkout(), pool.checkout()];
    let second = leases.each_ref().map(|lease| lease.scan());
    promise!(
        WrongResult,
        (first, second) == ([1, 1], [2, 2]),
        "two sessions scanned one page each and then another one, \
         the numbers were {first:?} and {second:?}"
    );
}

/// Ends a lease. (`drop` would be a warning while `Lease` has no `Drop`.)
fn give_back(_: Lease<'_>) {}

/// Scans two pages in one lease. Nobody else may scan in between.
fn scan_twice(pool: &SessionPool) -> [u32; 2] {
    let lease = pool.checkout();
    let first = lease.scan();
    probe();
    let second = lease.scan();
    promise!(
        BrokenRule,
        second == first + 1,
        "one lease scanned pages {first} and {second}: somebody else used the session in between"
    );
    [first, second]
}

fn two_offices() {
    let pool = SessionPool::new(1);
    let (here, there) = thread::scope(|scope| {
        let office = start(scope, "office A", &pool, scan_twice);
        let here = scan_twice(&pool);
        let there = end(office).unpack();
        (here, there)
    });
    let mut pages = [here, there].concat();
    pages.sort_unstable();
    promise!(
        BrokenRule,
        pages == [1, 2, 3, 4],
        "one session scanned four pages, their numbers were {pages:?}"
    );
}

fn two_scanners() {
    let pool = SessionPool::new(2);
    let corridor = Rendezvous::new(2);
    let scan_together = |pool: &SessionPool| {
        let lease = pool.checkout();
        corridor.meet();
        lease.scan()
    };
    let pages = thread::scope(|scope| {
        let office = start(scope, "office A", &pool, scan_together);
        let here = scan_together(&pool);
        let there = end(office).unpack();
        [here, there]
    });
    promise!(
        BrokenRule,
        pages == [1, 1],
        "two new sessions scanned one page each, the numbers were {pages:?}"
    );
}

fn a_scan_fails() {
    let pool = SessionPool::new(1);
    let page = thread::scope(|scope| {
        start(scope, "office A", &pool, |pool| {
            let failed = catch_unwind(AssertUnwindSafe(|| {
                let lease = pool.checkout();
                lease.scan();
                panic!("paper jam");
            }));
            promise!(WrongResult, failed.is_err(), "the failed scan was not told");
        });
        pool.checkout().scan()
    });
    promise!(
        BrokenRule,
        page == 1 || page == 2,
        "the session scanned two pages in all, this one has number {page}"
    );
}

fn both_returned() {
    let pool = SessionPool::new(2);
    let leases = [pool.checkout(), pool.checkout()];
    thread::scope(|scope| {
        for name in ["office A", "office B"] {
            start(scope, name, &pool, |pool| pool.checkout().scan());
        }
        for lease in leases {
            give_back(lease);
        }
    });
    // All are back now. If one was lost on the way, this waits for ever.
    let leases = [pool.checkout(), pool.checkout()];
    for lease in leases {
        give_back(lease);
    }
}
