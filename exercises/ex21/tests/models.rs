//! What is checked in ex21: the value is dropped once, by the last owner, after everybody has
//! finished with it.
//!
//! The value is a [`Buffer`], whose content is a cell of `lab`. Freeing the buffer is a write to
//! the cell, so an owner that frees while nothing orders it behind a reader is a data race. A
//! canary in the buffer notices when it is dropped twice, never, or too early.

use super::solution::Shared;
use lab::cell::UnsafeCell;
use lab::thread;
use lab_check::{Canaries, Canary, Model, Rules, end, impls, promise, start, start_in, vary};

/// `unsafe` is what the exercise is about. The cells of std are refused, because a count in one of
/// them would be invisible.
///
/// `Box::leak` and `Box::into_raw` are let through: they are what people write, and the value is
/// watched wherever it lies. What nobody sees is memory of std that is kept after its value was
/// dropped.
pub const RULES: Rules = Rules::strict().allow_unsafe().refuse_std_cells();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    vec![
        Model::new("alone", alone)
            .without_threads()
            .promises("with one thread: counted, shared, changed by the only owner, dropped once")
            .question("With one thread only: which call gives a wrong answer?"),
        Model::new("traits", traits)
            .without_threads()
            .promises("a `Shared` goes to other threads only if its value may, and may be shared")
            .question(
                "Whoever has a clone can read the value, and may be the one who drops it. Where?",
            ),
        Model::new("many_owners", many_owners)
            .without_threads()
            .up_to(0)
            .promises(
                "a buffer with 257 owners counts them, and is there until the last one leaves",
            )
            .question("How many owners has your count room for, and what happens to the next one?"),
        Model::new("read_and_drop", read_and_drop)
            .promises("two owners read and leave: the buffer is freed once, after both have read")
            .question("The one that frees: how does it know that the other one has finished?"),
        Model::new("clone_and_clone", clone_and_clone)
            .promises("two threads clone at the same time, and both clones are counted")
            .question("Which steps is `clone` made of, and who may come in between?"),
        Model::new("clone_and_drop", clone_and_drop)
            .promises("one owner leaves while another one is cloned, and nobody is forgotten")
            .question("Who counts on the owner that is being cloned?"),
        Model::new("change_and_drop", change_and_drop)
            .promises("the only owner may change the buffer, after all others have read it")
            .question("`get_mut` finds that it is alone. What does it know about those who left?"),
        Model::new("three_owners", three_owners)
            .up_to(2)
            .promises("three owners read and leave: the buffer is freed once, after all have read")
            .question("Which of the owners is the last one, and how many of them believe it?"),
    ]
}

/// A buffer, reduced to one number that lies in plain memory.
struct Buffer {
    bytes: UnsafeCell<u64>,
    canary: Canary,
}

// SAFETY: it is written only through `&mut`, or before it is given away. Whether that is ordered
// against the readers is what the models check, through `lab`'s cell.
unsafe impl Sync for Buffer {}

impl Buffer {
    fn new(canaries: &Canaries, bytes: u64) -> Self {
        let canary = canaries.hatch(bytes);
        let bytes = UnsafeCell::new(bytes);
        Buffer { bytes, canary }
    }

    /// Reads the buffer; the checker stops here if it was freed, or if nothing orders the writing.
    fn read(&self) -> u64 {
        let _ = self.canary.value();
        // SAFETY: there is a `&self`, so nobody writes; the checker makes sure.
        self.bytes.with(|bytes| unsafe { *bytes })
    }

    fn write(&mut self, new: u64) {
        // SAFETY: there is a `&mut self`, so nobody else is here; the checker makes sure.
        self.bytes.with_mut(|bytes| unsafe { *bytes = new });
    }
}

/// Promises that `owner` finds these bytes.
#[track_caller]
fn reads(owner: &Shared<Buffer>, bytes: u64) {
    let found = owner.read();
    promise!(
        WrongResult,
        found == bytes,
        "the buffer holds {bytes}, an owner reads {found}"
    );
}

/// Promises that there are so many owners.
#[track_caller]
fn counts(owner: &Shared<Buffer>, owners: usize) {
    let found = owner.count();
    promise!(
        LostUpdate,
        found == owners,
        "there are {owners} owners, `count` says {found}"
    );
}

/// Promises that the buffer has not been dropped.
#[track_caller]
fn is_alive(canaries: &Canaries, because: &str) {
    let alive = canaries.alive();
    promise!(
        UseAfterFree,
        alive == 1,
        "{because}, and the buffer was dropped"
    );
}

fn alone() {
    let bytes = vary(3);
    let canaries = Canaries::new();
    let mut first = Shared::new(Buffer::new(&canaries, bytes));
    reads(&first, bytes);
    let count = |owner: &Shared<Buffer>, owners: usize, when: &str| {
        let found = owner.count();
        promise!(
            WrongResult,
            found == owners,
            "{when}, so there are {owners} owners, and `count` says {found}"
        );
    };
    count(&first, 1, "the buffer is new");
    let second = first.clone();
    count(&first, 2, "it was cloned once");
    count(&second, 2, "it was cloned once");
    reads(&second, bytes);
    promise!(
        WrongResult,
        std::ptr::eq(&*first, &*second),
        "the clone has a buffer of its own"
    );
    promise!(
        WrongResult,
        first.get_mut().is_none(),
        "there are two owners, and `get_mut` gave the buffer to one of them"
    );
    let third = second.clone();
    count(&third, 3, "it was cloned twice");
    drop(second);
    count(&first, 2, "it was cloned twice and dropped once");
    reads(&third, bytes);
    drop(third);
    count(&first, 1, "both clones were dropped");
    match first.get_mut() {
        Some(buffer) => buffer.write(bytes + 1),
        None => promise!(
            WrongResult,
            false,
            "there is one owner, and `get_mut` gave it nothing"
        ),
    }
    reads(&first, bytes + 1);
    is_alive(&canaries, "one owner is left");
    drop(first.clone());
    reads(&first, bytes + 1);
    drop(first);
    canaries.assert_all_dropped();

    let number = Shared::new(7_u8);
    promise!(
        WrongResult,
        *number == 7,
        "7 was put in, {} is there",
        *number
    );
}

/// So many that a count of one byte begins anew. loom follows a model for a thousand steps only.
const CLONES: usize = if cfg!(feature = "loom") { 64 } else { 256 };

fn many_owners() {
    let bytes = vary(3);
    let canaries = Canaries::new();
    let mut first = Shared::new(Buffer::new(&canaries, bytes));
    let others: Vec<_> = (0..CLONES).map(|_| first.clone()).collect();
    let (owners, found) = (CLONES + 1, first.count());
    promise!(
        WrongResult,
        found == owners,
        "there are {owners} owners, `count` says {found}"
    );
    promise!(
        WrongResult,
        first.get_mut().is_none(),
        "there are {owners} owners, and `get_mut` gave the buffer to one of them"
    );
    drop(others);
    is_alive(&canaries, "all owners but one have left");
    reads(&first, bytes);
    drop(first);
    canaries.assert_all_dropped();
}

/// A value that moves between threads and is not shared.
type Tool = std::cell::Cell<u8>;

fn traits() {
    promise!(
        WrongTrait,
        impls!(Shared<u64>: Send + Sync),
        "a `Shared<u64>` must be able to go to other threads (Send) and to be used by them (Sync)"
    );
    promise!(
        WrongTrait,
        !impls!(Shared<Tool>: Send),
        "the value is not Sync, and two clones of its `Shared` can go to two threads: it is Send"
    );
    promise!(
        WrongTrait,
        !impls!(Shared<Tool>: Sync),
        "the value is not Sync, and two threads can reach it through one `Shared`: it is Sync"
    );
    promise!(
        WrongTrait,
        !impls!(Shared<Guard>: Send),
        "the value is not Send, and a `Shared` may drop it in another thread: it is Send"
    );
    promise!(
        WrongTrait,
        !impls!(Shared<Guard>: Sync),
        "the value is not Send, and another thread may clone the `Shared` and drop it last: it is \
         Sync"
    );
}

/// A value that many threads may look at, and that must be dropped where it was made.
type Guard = std::sync::MutexGuard<'static, u8>;

fn read_and_drop() {
    let bytes = vary(5);
    let canaries = Canaries::new();
    let mine = Shared::new(Buffer::new(&canaries, bytes));
    let theirs = mine.clone();
    let other = start("owner B", move || reads(&theirs, bytes));
    reads(&mine, bytes);
    drop(mine);
    end(other);
    canaries.assert_all_dropped();
}

fn clone_and_clone() {
    let bytes = vary(1);
    let canaries = Canaries::new();
    let mine = Shared::new(Buffer::new(&canaries, bytes));
    thread::scope(|scope| {
        let clone = || {
            let mine = mine.clone();
            reads(&mine, bytes);
            mine
        };
        let other = start_in(scope, "owner B", clone);
        let here = clone();
        let there = end(other);
        counts(&mine, 3);
        drop(here);
        reads(&there, bytes);
        counts(&there, 2);
    });
    counts(&mine, 1);
    reads(&mine, bytes);
    drop(mine);
    canaries.assert_all_dropped();
}

fn clone_and_drop() {
    let bytes = vary(2);
    let canaries = Canaries::new();
    let mine = Shared::new(Buffer::new(&canaries, bytes));
    let theirs = mine.clone();
    let other = start("owner B", move || {
        let second = theirs.clone();
        drop(theirs);
        reads(&second, bytes);
        second
    });
    drop(mine);
    let last = end(other);
    counts(&last, 1);
    reads(&last, bytes);
    drop(last);
    canaries.assert_all_dropped();
}

fn change_and_drop() {
    let bytes = vary(4);
    let canaries = Canaries::new();
    let mut mine = Shared::new(Buffer::new(&canaries, bytes));
    let theirs = mine.clone();
    let other = start("owner B", move || reads(&theirs, bytes));
    let changed = mine
        .get_mut()
        .map(|buffer| buffer.write(bytes + 1))
        .is_some();
    end(other);
    reads(&mine, bytes + u64::from(changed));
    match mine.get_mut() {
        Some(buffer) => buffer.write(bytes + 2),
        None => promise!(
            WrongResult,
            false,
            "the other owner has left, and `get_mut` gave nothing to the last one"
        ),
    }
    reads(&mine, bytes + 2);
    drop(mine);
    canaries.assert_all_dropped();
}

fn three_owners() {
    let bytes = vary(6);
    let canaries = Canaries::new();
    let mine = Shared::new(Buffer::new(&canaries, bytes));
    let others = ["owner B", "owner C"].map(|name| {
        let theirs = mine.clone();
        start(name, move || reads(&theirs, bytes))
    });
    reads(&mine, bytes);
    drop(mine);
    for other in others {
        end(other);
    }
    canaries.assert_all_dropped();
}
