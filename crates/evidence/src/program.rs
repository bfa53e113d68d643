//! Small programs over everything `lab` offers, as data.

use std::fmt;

/// The number of an object of one sort.
pub type Id = usize;

/// One step of a thread. What a step sees is appended to the log of its thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Loads an atomic and logs the value.
    Load(Id),
    /// Stores a value into an atomic.
    Store(Id, u64),
    /// Adds to an atomic and logs the value before.
    Add(Id, u64),
    /// Compares and exchanges an atomic, and logs what it found.
    Exchange(Id, u64, u64),
    /// Loads a racy variable and logs the value.
    RacyLoad(Id),
    /// Stores a value into a racy variable.
    RacyStore(Id, u64),
    /// Takes a mutex; logs whether it was poisoned, and the value it protects.
    Lock(Id),
    /// Takes a mutex if it is free, adds 1 to its value and releases it; logs what happened.
    TryLock(Id),
    /// Adds to the value that the held mutex protects.
    Bump(Id, u64),
    /// Releases the mutex.
    Unlock(Id),
    /// Takes a reader-writer lock for reading and logs the value.
    Read(Id),
    /// Releases the read lock.
    EndRead(Id),
    /// Takes the lock for writing, adds to the value.
    Write(Id, u64),
    /// Releases the write lock.
    EndWrite(Id),
    /// Takes the lock for reading if nobody writes, and releases it at once; logs what happened.
    TryRead(Id),
    /// Waits once on a condition variable with a mutex held; logs the value after waking up.
    Wait(Id, Id),
    /// Waits in a loop until the value of the held mutex is at least this.
    WaitUntil(Id, Id, u64),
    /// Notifies one waiter.
    NotifyOne(Id),
    /// Notifies all waiters.
    NotifyAll(Id),
    /// Sends a value; logs whether a receiver was there.
    Send(Id, u64),
    /// Sends if there is room; logs what happened.
    TrySend(Id, u64),
    /// Receives; logs the value, or that no sender is left.
    Receive(Id),
    /// Receives if there is a message; logs what happened.
    TryReceive(Id),
    /// Gives up this thread's sender.
    CloseSender(Id),
    /// Gives up this thread's receiver.
    CloseReceiver(Id),
    /// Waits at a barrier; logs whether it came last.
    Barrier(Id),
    /// Runs an initialiser that adds 1 to atomic 0, unless it has run; logs whether it ran here.
    Once(Id),
    /// Parks.
    Park,
    /// Unparks a thread of the program.
    Unpark(usize),
    /// Lets others run.
    Yield,
    /// Panics when the atomic has this value.
    PanicIf(Id, u64),
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Atomics.
    pub atomics: usize,
    /// Racy variables.
    pub racy: usize,
    /// Mutexes.
    pub mutexes: usize,
    /// Reader-writer locks.
    pub rwlocks: usize,
    /// Condition variables.
    pub condvars: usize,
    /// Barriers, each for this many threads.
    pub barriers: usize,
    /// Initialisers.
    pub onces: usize,
}

/// A channel: its capacity, who has a sender, who has a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelShape {
    /// `None` is unbounded.
    pub capacity: Option<usize>,
    /// The threads with a sender.
    pub senders: Vec<usize>,
    /// The threads with a receiver.
    pub receivers: Vec<usize>,
}

/// A program: the main thread starts all others, takes its own steps, and joins them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// How much there is of everything.
    pub sizes: Sizes,
    /// The channels.
    pub channels: Vec<ChannelShape>,
    /// How many threads each barrier waits for.
    pub barrier_width: usize,
    /// The steps of each thread; thread 0 is the main one.
    pub threads: Vec<Vec<Step>>,
    /// True when the threads are started in a scope instead of one by one.
    pub scoped: bool,
}

impl Program {
    /// True when the memory model allows nothing that a plain interleaving of the steps does not.
    ///
    /// A failed attempt (`try_lock` and the like) and a racy variable tell a thread that another
    /// one has been somewhere, without making anything happen before: a later `SeqCst` load may
    /// still be stale, because locks take no part in the order of `SeqCst` operations.
    #[must_use]
    pub fn is_sequentially_consistent(&self) -> bool {
        !self.threads.iter().flatten().any(|step| {
            matches!(
                step,
                Step::TryLock(_)
                    | Step::TryRead(_)
                    | Step::TrySend(..)
                    | Step::TryReceive(_)
                    | Step::RacyLoad(_)
            )
        })
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:?}", self.sizes)?;
        for (number, channel) in self.channels.iter().enumerate() {
            writeln!(f, "channel {number}: {channel:?}")?;
        }
        let how = if self.scoped { "scope" } else { "spawn" };
        writeln!(f, "barriers for {}; threads by {how}", self.barrier_width)?;
        for (number, steps) in self.threads.iter().enumerate() {
            writeln!(f, "thread {number}: {steps:?}")?;
        }
        Ok(())
    }
}

/// What an execution showed: the log of each thread, and whether it panicked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seen {
    /// For each thread the things it saw.
    pub logs: Vec<Vec<i64>>,
    /// For each thread whether it ended by a panic.
    pub panicked: Vec<bool>,
    /// The final values of the atomics.
    pub atomics: Vec<u64>,
}

/// What the log says about steps that have no value.
pub mod word {
    /// It did not work.
    pub const NO: i64 = -1;
    /// Nobody is at the other end.
    pub const GONE: i64 = -2;
    /// The lock was poisoned.
    pub const POISONED: i64 = -3;
    /// It worked.
    pub const YES: i64 = -4;
}
