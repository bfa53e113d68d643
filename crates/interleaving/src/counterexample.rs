//! The interleaving of one execution that breaks a promise.

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use crate::{Event, FORMAT_VERSION};

/// A thread of the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Thread {
    /// The name a reader sees: `main`, `A`, `B`, or the name the program gave it.
    pub name: String,
}

/// What sort of shared object an event touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ObjectKind {
    /// A mutual-exclusion lock.
    Mutex,
    /// A reader-writer lock.
    RwLock,
    /// A condition variable.
    Condvar,
    /// A barrier.
    Barrier,
    /// A once-only initialiser.
    Once,
    /// An atomic variable.
    Atomic,
    /// Plain data that is checked for data races.
    Cell,
    /// A variable whose load and store are two steps.
    Racy,
    /// A channel.
    Channel,
    /// A shared-ownership counter.
    Arc,
    /// A heap allocation.
    Allocation,
    /// A thread.
    Thread,
    /// A variable of an interpreted program.
    Variable,
}

/// A shared object of the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Object {
    /// The name a reader sees, taken from the source where possible.
    pub name: String,
    /// What it is.
    pub kind: ObjectKind,
}

/// How many choices of the execution were not the calm ones. Each counts 1 towards its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Surprises {
    /// Switches away from a thread that could have gone on.
    pub preemptions: u32,
    /// Loads that returned an older value than the newest one.
    pub stale_reads: u32,
    /// Stores or read-modify-writes that were ordered before a store made earlier in time.
    pub overtaken_stores: u32,
    /// Condition variables that woke a thread nobody notified.
    pub spurious_wakeups: u32,
    /// Time-outs that fired although the thread could still have been notified.
    pub early_timeouts: u32,
    /// Notifications that did not wake the thread that had waited longest.
    pub unfair_notifications: u32,
    /// Weak compare-and-exchange operations that failed although the values were equal.
    pub weak_failures: u32,
}

impl Surprises {
    /// The cost of the execution: the sum of all surprises.
    #[must_use]
    pub fn cost(&self) -> u32 {
        self.preemptions
            + self.stale_reads
            + self.overtaken_stores
            + self.spurious_wakeups
            + self.early_timeouts
            + self.unfair_notifications
            + self.weak_failures
    }
}

/// The interleaving of one execution that breaks a promise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Counterexample {
    /// Version of this JSON form: [`FORMAT_VERSION`]. Reading refuses every other number.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::version::known"))]
    pub v: u32,
    /// One sentence: what went wrong.
    pub headline: String,
    /// The threads; events name them by index. Thread 0 is the one that ran the model.
    pub threads: Vec<Thread>,
    /// The shared objects; events name them by index.
    pub objects: Vec<Object>,
    /// The steps, in the order in which they happened.
    pub events: Vec<Event>,
    /// What was surprising about this execution.
    #[cfg_attr(feature = "serde", serde(default))]
    pub surprises: Surprises,
    /// True when every execution with a smaller cost was tried and none of them fails.
    #[cfg_attr(feature = "serde", serde(default))]
    pub calmest: bool,
    /// The number of the execution that failed, from 1.
    #[cfg_attr(feature = "serde", serde(default))]
    pub execution: u64,
    /// Sentences that help to read the table, without giving the fix away.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub remarks: Vec<String>,
}

impl Counterexample {
    /// An empty counterexample with this headline.
    #[must_use]
    pub fn new(headline: impl Into<String>) -> Self {
        Counterexample {
            v: FORMAT_VERSION,
            headline: headline.into(),
            threads: Vec::new(),
            objects: Vec::new(),
            events: Vec::new(),
            surprises: Surprises::default(),
            calmest: false,
            execution: 0,
            remarks: Vec::new(),
        }
    }
}
