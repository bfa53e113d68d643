//! What a search over executions proved. A verdict is a value, not an error.

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use crate::Counterexample;

/// How much of the space of executions a positive verdict covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Coverage {
    /// Every interleaving the memory model allows.
    Every,
    /// Every interleaving with at most this many surprises: the declared bound was finished.
    UpTo(u32),
}

/// A limit that stopped a search before it was finished.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Limit {
    /// The number of executions.
    Executions(u64),
    /// The seconds of the whole search.
    Seconds(u64),
    /// The number of threads in one execution.
    Threads(u32),
    /// The number of states that were kept.
    States(u64),
}

/// The name of the bug, in the field's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Kind {
    /// Two updates of one value, and one of them is gone.
    LostUpdate,
    /// A decision was acted on after it had ceased to be true.
    CheckThenAct,
    /// Two values that belong together were seen half changed.
    TornRead,
    /// A value was older than the program may assume.
    StaleRead,
    /// A promise about the order of events was broken.
    OrderViolation,
    /// A result is wrong in every order, also with one thread.
    WrongResult,
    /// Work that may overlap was forced to take turns.
    LostParallelism,
    /// Threads wait for each other's locks.
    LockOrder,
    /// A thread waits for a lock it holds itself.
    SelfDeadlock,
    /// A thread sleeps and the notification it needs was given before, or to somebody else.
    LostWakeup,
    /// Threads wait for each other in some other way.
    WaitCycle,
    /// Unsynchronised conflicting accesses to plain data.
    DataRace,
    /// Memory was used after it had been given back.
    UseAfterFree,
    /// Memory was given back twice.
    DoubleFree,
    /// Memory or a value was never given back.
    Leak,
    /// Threads go round in loops and nothing can change any more.
    Livelock,
    /// A loop without an end, or one too long to follow.
    EndlessLoop,
    /// The program panicked by itself.
    Panic,
    /// The program behaved differently under the same schedule.
    NotDeterministic,
    /// A rule of the exercise was broken, such as a callback called with a lock held.
    BrokenRule,
    /// A type has a trait it must not have, or lacks one it must have.
    WrongTrait,
}

impl Kind {
    /// The words a learner reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Kind::LostUpdate => "lost update",
            Kind::CheckThenAct => "check-then-act",
            Kind::TornRead => "torn read",
            Kind::StaleRead => "stale read",
            Kind::OrderViolation => "order violation",
            Kind::WrongResult => "wrong result",
            Kind::LostParallelism => "lost parallelism",
            Kind::LockOrder => "lock order",
            Kind::SelfDeadlock => "self-deadlock",
            Kind::LostWakeup => "lost wake-up",
            Kind::WaitCycle => "wait cycle",
            Kind::DataRace => "data race",
            Kind::UseAfterFree => "use after free",
            Kind::DoubleFree => "double free",
            Kind::Leak => "leak",
            Kind::Livelock => "livelock",
            Kind::EndlessLoop => "endless loop",
            Kind::Panic => "panic",
            Kind::NotDeterministic => "not deterministic",
            Kind::BrokenRule => "broken rule",
            Kind::WrongTrait => "wrong trait",
        }
    }
}

/// What a search proved about a model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "verdict", rename_all = "kebab-case"))]
pub enum Verdict {
    /// No execution within `coverage` breaks a promise.
    Holds {
        /// How much was covered.
        coverage: Coverage,
    },
    /// An execution breaks a promise of the model.
    Violated {
        /// The name of the bug.
        kind: Kind,
        /// The message of the broken promise.
        message: String,
    },
    /// Every thread that is alive waits, and nobody can wake it.
    Deadlock {
        /// The name of the bug.
        kind: Kind,
    },
    /// Unsynchronised conflicting accesses, or another fault of memory.
    DataRace {
        /// The name of the bug.
        kind: Kind,
    },
    /// Threads go round in loops for ever.
    Stuck {
        /// The name of the bug.
        kind: Kind,
        /// What was seen.
        message: String,
    },
    /// Something was never given back.
    Leak {
        /// What.
        message: String,
    },
    /// A limit was hit first: nothing was proved.
    Inconclusive {
        /// Which limit.
        limit: Limit,
    },
    /// The source may not be judged, because the checker could not see what it does.
    Refused {
        /// What was refused, where, and what to write instead.
        message: String,
    },
    /// The process that ran the model ended in an unforeseen way.
    Crashed {
        /// What was seen: a signal, an exit status, too much memory.
        message: String,
    },
    /// The source does not compile.
    CompileError {
        /// The compiler's words.
        message: String,
    },
}

impl Verdict {
    /// The one word of the verdict, as in the JSON form.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Holds { .. } => "holds",
            Verdict::Violated { .. } => "violated",
            Verdict::Deadlock { .. } => "deadlock",
            Verdict::DataRace { .. } => "data-race",
            Verdict::Stuck { .. } => "stuck",
            Verdict::Leak { .. } => "leak",
            Verdict::Inconclusive { .. } => "inconclusive",
            Verdict::Refused { .. } => "refused",
            Verdict::Crashed { .. } => "crashed",
            Verdict::CompileError { .. } => "compile-error",
        }
    }

    /// True only for [`Verdict::Holds`].
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self, Verdict::Holds { .. })
    }

    /// The name of the bug, where the verdict has one.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Verdict::Violated { kind, .. }
            | Verdict::Deadlock { kind }
            | Verdict::DataRace { kind }
            | Verdict::Stuck { kind, .. } => Some(*kind),
            Verdict::Leak { .. } => Some(Kind::Leak),
            _ => None,
        }
    }
}

/// The result of checking one model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Report {
    /// What was proved.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub verdict: Verdict,
    /// How many executions were run, over all searches.
    pub executions: u64,
    /// The execution that breaks the promise, when there is one.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub counterexample: Option<Counterexample>,
}
