//! wrong: the lock is given back before the write
//! killed-by: repaired_together
//! verdict: violated
//! kind: lost-update
//! question: What may B do between the last two steps of A?

use Who::{A, B};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    A,
    B,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Schedule(Vec<Who>), // whose step comes first, second, and so on, until both have ended
    Impossible(Reason), // no schedule ends like this
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    EveryStepLeavesItWhole, // after each step all is well, so it is after all of them
    TheGapIsTooShort,       // the steps follow so quickly that nobody comes in between
    TheThreadsTakeTurns,    // the GIL lets a thread finish before the other one begins
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Read,           // the thread makes a note of the counter
    Add(i64),       // adds to its note
    Write,          // the counter becomes what the note says
    AtomicAdd(i64), // adds to the counter itself, in one step
    Lock(u8),       // takes the lock with this number; waits until the other gives it back
    Unlock(u8),     // gives the lock back
}

/// The counter is 0. A reads, adds 1, and writes; B reads, adds 10, and writes. It ends at 1.
pub fn lose_ten() -> Answer {
    Answer::Schedule(vec![A, B, B, B, A, A])
}

/// The same six steps. The counter ends at 10.
pub fn lose_one() -> Answer {
    Answer::Schedule(vec![B, A, A, A, B, B])
}

/// A: `d["ann"] = 1`, `d["bob"] = 1`. B: `d["ann"] = 2`, `d.pop("bob", None)`. `d` is corrupt.
pub fn break_the_dictionary() -> Answer {
    Answer::Impossible(Reason::EveryStepLeavesItWhole)
}

/// Both look into the oven, and then bake if it was empty when they looked. There are two cakes.
pub fn two_cakes() -> Answer {
    Answer::Schedule(vec![A, B, A, B])
}

/// A: is "ann" in `d`? It is: print `d["ann"]`. B: `del d["ann"]`. A ends with a `KeyError`.
pub fn key_error() -> Answer {
    Answer::Schedule(vec![A, B, A])
}

/// The steps of A and of B, at most 20 each, so that the counter ends at 11 in every schedule.
/// A alone adds 1 to what it finds, and B alone adds 10. At the end nobody holds a lock.
pub fn repaired() -> [Vec<Step>; 2] {
    [1, 10].map(|n| {
        vec![
            Step::Lock(0),
            Step::Read,
            Step::Add(n),
            Step::Unlock(0),
            Step::Write,
        ]
    })
}
