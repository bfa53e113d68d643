//! A state of a program: everything that decides how it goes on.
//!
//! States are copied for every step of the search. What they hold is shared between copies until one
//! of them changes it; what a copy costs is one short vector.

use std::rc::Rc;

use super::native::Native;
use super::stack::Stack;
use super::store::{Heap, Kept};
use super::watched::{Threads, Watched};
use crate::code::CodeId;
use crate::value::{Atom, Attrs, Object, ObjectId, Value};

/// A handler block of a frame (CPython up to 3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Where the handler starts; [`Block::EXCEPT_HANDLER`] for the block of a running handler.
    pub target: u32,
    /// The height of the operand stack at the start of the block.
    pub height: u32,
}

impl Block {
    /// Marks the block of a handler that runs.
    pub(crate) const EXCEPT_HANDLER: u32 = u32::MAX;
}

/// How far a generator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GeneratorStatus {
    /// Not started.
    Created,
    /// Waits in a `yield`.
    Suspended,
    /// Some thread runs it.
    Running,
    /// Ended.
    Finished,
}

/// What happens with the result of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deliver {
    /// Push it onto the stack of the caller.
    Push,
    /// Drop it: setters, `__setitem__` and the like.
    Discard,
    /// The result of `__init__`: must be `None`; the caller has the instance already.
    Init,
    /// The end of a class body: push the finished class.
    Class,
    /// The next item for a `for` loop; its end is the end of the loop.
    ForIter,
    /// The next item for a native frame; its end is [`Value::Null`].
    Next,
    /// As `Push`, and execute the instruction again: the result of `__bool__` replaces the object.
    Truth,
    /// As `Push`, negated: the default `__ne__`.
    Negate,
    /// Drop it and execute the instruction again: an operand of it was made ready.
    Again,
}

/// What a frame runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Running {
    /// Instructions.
    Code(CodeId),
    /// A built-in operation that calls back into the program or waits.
    Native(Native),
}

/// One call on the stack of a thread. Its values lie on the thread's value stack from `base` on:
/// first the slots of its variables, then its operand stack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Frame {
    /// What runs.
    pub running: Running,
    /// The next instruction, or the stage of a native frame.
    pub pc: u32,
    /// Where its values start.
    pub base: u32,
    /// Where its handler blocks start.
    pub blocks: u32,
    /// What happens with its result.
    pub deliver: Deliver,
    /// The generator that runs in it, or the class whose body it is.
    pub owner: Value,
    /// The constant with the names of the next call's keyword arguments, plus one (3.11, 3.12).
    pub names: u32,
    /// The handled exception of the caller, while a generator runs.
    pub handled: Value,
}

/// An exception that ended a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// The name of its class.
    pub class: String,
    /// Its text.
    pub message: Atom,
    /// The line that raised it.
    pub line: u32,
}

/// Whether a thread runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It has something to do, though it may have to wait for it.
    Live,
    /// It has ended.
    Done,
}

/// Whether a thread has given up the inner locks of the containers that it is at work on. CPython suspends
/// the critical sections of a thread that waits or sleeps (`_PyCriticalSection_SuspendAll`), so this is
/// seen in free-threaded builds only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Detached {
    /// It has them.
    #[default]
    No,
    /// It gave them up because it has to wait.
    Waits,
    /// It does not wait any more and has to get them back before it goes on.
    Returns,
}

/// A running thread.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Thread {
    /// Its calls, the innermost last.
    pub frames: Stack<Frame>,
    /// The values of its frames.
    pub values: Stack<Value>,
    /// The handler blocks of its frames.
    pub blocks: Stack<Block>,
    /// The exception that is being handled.
    pub handled: Value,
    /// Whether it runs.
    pub status: Status,
    /// The exception that ended it.
    pub ended: Option<Rc<Ended>>,
    /// The `Thread` object; [`Value::Null`] for the main thread and for workers of an executor.
    pub object: Value,
    /// Threads with the same number other than 0 do the same, so they may change places.
    pub kin: u16,
    /// The program does not wait for it.
    pub daemon: bool,
    /// It was scheduled and found that it has to wait.
    pub waited: bool,
    /// Whether it has given up inner locks of containers.
    pub detached: Detached,
    /// Its place among the identifiers of threads if programs look at them, else 0.
    pub ident: u16,
    /// The main thread knows that it has ended. Not part of the state: nothing depends on it.
    pub joined: bool,
    /// Known to stand before a step that others can see. Not part of the state: it follows from it.
    pub parked: bool,
    /// Waits for the end of this thread and for nothing else. Like `parked`, it follows from the state.
    pub joining: Option<u16>,
    /// Goes round in a loop of its own that never ends.
    pub spins: bool,
    /// Waits until all other threads have ended; see `reduce`.
    pub joins_all: bool,
    /// Attributes of `threading.local` objects.
    pub locals: Vec<(ObjectId, Attrs)>,
}

/// An object with what the search knows about it.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// The object.
    pub object: Kept<Object>,
    /// More than one thread may reach it.
    pub shared: bool,
    /// Where it was made: code in the upper, instruction in the lower half.
    pub site: u32,
}

/// What the program printed, newest first.
#[derive(Clone, Debug)]
pub(crate) struct Printed {
    /// The text of one call of `print`.
    pub text: Atom,
    /// What was printed before.
    pub before: Option<Rc<Printed>>,
    /// A fingerprint of all of it.
    pub hash: u64,
}

impl Drop for Printed {
    /// Takes the list apart from its newest end: each node would otherwise drop the next one inside its
    /// own drop, and a program that prints for ever would use up the stack.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(printed) = next {
            next = Rc::try_unwrap(printed)
                .ok()
                .and_then(|mut printed| printed.before.take());
        }
    }
}

/// What a thread used of a state, beside what is its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// The objects.
    pub heap: bool,
    /// The module's variables.
    pub globals: bool,
    /// Anything else.
    pub others: bool,
}

/// Everything that decides how a program goes on.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The objects.
    pub heap: Watched<Heap>,
    /// The module's variables.
    pub globals: Watched<Kept<Vec<Value>>>,
    /// The threads; the first is the main thread.
    pub threads: Threads,
    /// What was printed.
    pub printed: Watched<Option<Rc<Printed>>>,
    /// How many `Thread` objects were made: their automatic names count.
    pub made: Watched<u32>,
}

impl State {
    /// The main thread before its first instruction, and the module's variables.
    pub(crate) fn new(main: Thread, globals: Vec<Value>) -> State {
        State {
            heap: Watched::new(Heap::default()),
            globals: Watched::new(Kept::new(globals)),
            threads: Threads::new(main),
            printed: Watched::new(None),
            made: Watched::new(0),
        }
    }

    /// From now on notes what thread `t` uses.
    pub(crate) fn watch(&mut self, t: usize) {
        self.heap.watch();
        self.globals.watch();
        self.threads.watch(t);
        self.printed.watch();
        self.made.watch();
    }

    /// What was used since then, beside the thread.
    #[must_use]
    pub(crate) fn uses(&self) -> Uses {
        Uses {
            heap: self.heap.used(),
            globals: self.globals.used(),
            others: self.threads.others_used() || self.printed.used() || self.made.used(),
        }
    }

    /// True if more than one thread has not ended.
    #[must_use]
    #[inline]
    pub(crate) fn several_live(&self) -> bool {
        self.threads.several_live()
    }

    /// The number of threads that have not ended.
    #[must_use]
    pub(crate) fn live(&self) -> usize {
        self.threads
            .iter()
            .filter(|thread| thread.status == Status::Live)
            .count()
    }

    /// The texts of all calls of `print`, oldest first.
    #[must_use]
    pub(crate) fn printed(&self) -> Vec<Atom> {
        let mut texts = Vec::new();
        let mut next = self.printed.as_ref();
        while let Some(printed) = next {
            texts.push(printed.text);
            next = printed.before.as_ref();
        }
        texts.reverse();
        texts
    }
}

impl Thread {
    /// A thread that has nothing to do yet.
    #[must_use]
    pub(crate) fn new() -> Thread {
        Thread {
            frames: Stack::default(),
            values: Stack::default(),
            blocks: Stack::default(),
            handled: Value::Null,
            status: Status::Live,
            ended: None,
            object: Value::Null,
            kin: 0,
            daemon: false,
            waited: false,
            detached: Detached::No,
            ident: 0,
            joined: false,
            parked: false,
            joining: None,
            spins: false,
            joins_all: false,
            locals: Vec::new(),
        }
    }
}

impl Default for Thread {
    fn default() -> Self {
        Thread::new()
    }
}
