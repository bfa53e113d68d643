//! Litmus tests as data.

use std::sync::atomic::Ordering;

use super::condition::Question;

/// The number of a location of a test.
pub type Location = usize;

/// The number of a register of a thread.
pub type Register = usize;

/// The most operations of one thread.
pub const MAX_OPERATIONS: usize = 16;

/// The orderings of a read-modify-write or a fence, `Relaxed` first.
pub(super) const ALL: &[Ordering] = &[
    Ordering::Relaxed,
    Ordering::Acquire,
    Ordering::Release,
    Ordering::AcqRel,
    Ordering::SeqCst,
];
/// The orderings of a load.
pub(super) const READS: &[Ordering] = &[Ordering::Relaxed, Ordering::Acquire, Ordering::SeqCst];
/// The orderings of a store.
pub(super) const WRITES: &[Ordering] = &[Ordering::Relaxed, Ordering::Release, Ordering::SeqCst];

/// A litmus test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Litmus {
    /// The name, as in the literature where it has one.
    pub name: String,
    /// What the test is about, line by line.
    pub about: Vec<String>,
    /// All variables.
    pub locations: Vec<Variable>,
    /// The threads, all started at once.
    pub threads: Vec<Thread>,
    /// What the author of the test knows about its outcomes.
    pub question: Option<Question>,
}

/// A variable in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value before the threads start.
    pub initial: i64,
    /// The only thread that uses it, for the *expected* value of compare-and-exchange operations.
    /// C wants such a value in memory; in Rust it is a local variable.
    pub private_to: Option<usize>,
}

/// A thread of a litmus test: straight code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// The names of its registers. Each one is written by one operation.
    pub registers: Vec<String>,
    /// What it does: at most [`MAX_OPERATIONS`].
    pub operations: Vec<Operation>,
}

/// What a store writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(i64),
    /// What the thread read before.
    Of(Register),
}

/// How a read-modify-write computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `fetch_add`
    Add,
    /// `fetch_sub`
    Sub,
    /// `fetch_or`
    Or,
    /// `fetch_and`
    And,
    /// `fetch_xor`
    Xor,
    /// `swap`
    Swap,
}

/// One step of a thread. `into` is the register that gets what the step read, if any does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A load.
    Load {
        /// Where the value goes.
        into: Option<Register>,
        /// The variable.
        at: Location,
        /// The ordering.
        order: Ordering,
    },
    /// A store.
    Store {
        /// The variable.
        at: Location,
        /// What is written.
        value: Value,
        /// The ordering.
        order: Ordering,
    },
    /// A read-modify-write that always writes.
    Update {
        /// Where the old value goes.
        into: Option<Register>,
        /// The variable.
        at: Location,
        /// How the new value comes about.
        change: Change,
        /// The operand.
        value: Value,
        /// The ordering.
        order: Ordering,
    },
    /// A compare-and-exchange. When it fails, the expected value becomes what was found.
    CompareExchange {
        /// Gets 1 for success and 0 for failure.
        into: Option<Register>,
        /// The variable.
        at: Location,
        /// The private variable with the expected value.
        expected: Location,
        /// What is written on success.
        new: Value,
        /// The ordering of success.
        success: Ordering,
        /// The ordering of the load that a failure is.
        failure: Ordering,
        /// Whether it may fail without a reason.
        weak: bool,
    },
    /// A fence.
    Fence(Ordering),
}

impl Operation {
    /// The register that the operation writes.
    #[must_use]
    pub fn register(&self) -> Option<Register> {
        match self {
            Operation::Load { into, .. }
            | Operation::Update { into, .. }
            | Operation::CompareExchange { into, .. } => *into,
            Operation::Store { .. } | Operation::Fence(_) => None,
        }
    }

    /// For renumbering: the register that the operation writes.
    pub(super) fn register_mut(&mut self) -> Option<&mut Register> {
        match self {
            Operation::Load { into, .. }
            | Operation::Update { into, .. }
            | Operation::CompareExchange { into, .. } => into.as_mut(),
            Operation::Store { .. } | Operation::Fence(_) => None,
        }
    }

    /// The variable that the operation accesses.
    #[must_use]
    pub fn at(&self) -> Option<Location> {
        match self {
            Operation::Load { at, .. }
            | Operation::Store { at, .. }
            | Operation::Update { at, .. }
            | Operation::CompareExchange { at, .. } => Some(*at),
            Operation::Fence(_) => None,
        }
    }

    /// True for a fence.
    #[must_use]
    pub fn is_fence(&self) -> bool {
        matches!(self, Operation::Fence(_))
    }
}

/// What a test ended with: all registers, thread by thread, then all variables.
pub type Outcome = Vec<i64>;

impl Litmus {
    /// The names of the numbers of an outcome, as herd7 writes them: `1:r0` is register `r0` of
    /// thread 1, `x` is a variable.
    #[must_use]
    pub fn observed(&self) -> Vec<String> {
        let registers = self
            .threads
            .iter()
            .enumerate()
            .flat_map(|(number, thread)| {
                let of_thread = move |name: &String| format!("{number}:{name}");
                thread.registers.iter().map(of_thread)
            });
        let variables = self.locations.iter().map(|variable| variable.name.clone());
        registers.chain(variables).collect()
    }

    /// How many operations the test has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.threads
            .iter()
            .map(|thread| thread.operations.len())
            .sum()
    }
}
