//! One shared object of one execution, whatever it is.

use interleaving::ObjectKind;

use super::Channel;
use super::thread::Loc;
use crate::clock::Tid;
use crate::limits::MAX_THREADS;
use crate::memory::Message;
use crate::print::Print;

/// The last accesses to plain data, for data-race detection (FastTrack's idea: Flanagan, Freund,
/// PLDI 2009).
#[derive(Clone, Debug, Default)]
pub(crate) struct Accesses {
    pub(crate) write: Option<(Tid, u32, Loc)>,
    pub(crate) reads: [Option<(u32, Loc)>; MAX_THREADS],
    /// Accesses that have begun and not ended: thread, whether it writes, line.
    pub(crate) open: Vec<(Tid, bool, Loc)>,
}

/// The particular state of an object.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// A lock, exclusive or shared.
    Lock {
        holder: Option<Tid>,
        readers: Vec<Tid>,
        /// How often what it protects was changed.
        version: u32,
    },
    /// Threads asleep, in the order in which they went to sleep, and whether anybody has ever
    /// notified.
    Condvar { waiters: Vec<Tid>, notified: bool },
    /// Threads that have arrived, and how often the barrier has opened. `meeting` marks a
    /// rendezvous of a model: whoever waits for ever there has lost parallelism.
    Barrier {
        arrived: usize,
        generation: u32,
        meeting: bool,
    },
    /// Whether an initialiser runs, has run, or has panicked.
    Once {
        running: Option<Tid>,
        done: bool,
        poisoned: bool,
    },
    /// An atomic variable: index into the locations.
    Atomic { location: usize },
    /// Plain data.
    Cell(Box<Accesses>),
    /// A variable whose load and store are two steps.
    Racy,
    /// A channel.
    Channel(Box<Channel>),
    /// A heap allocation: where it lies, and where it was given back.
    Allocation {
        address: usize,
        length: usize,
        freed: Option<Loc>,
    },
    /// A reference count.
    Count,
}

/// What happened to one thing, up to the order of looks that no change separates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct History {
    /// The changes.
    pub(crate) written: Print,
    /// The looks since the last change, in no order.
    pub(crate) read: Print,
}

impl History {
    /// A thread with the history `thread` makes a change: what it knows afterwards.
    pub(crate) fn change(&mut self, thread: Print, key: Print, tag: u64) -> Print {
        let print = thread
            .after(self.written)
            .after(self.read)
            .after(key)
            .then(tag);
        self.written = print;
        self.read = Print::default();
        print
    }

    /// A thread with the history `thread` looks: what it knows afterwards.
    pub(crate) fn look(&mut self, thread: Print, key: Print, tag: u64) -> Print {
        let print = thread.after(self.written).after(key).then(tag);
        self.read = self.read.beside(print);
        print
    }

    /// All of it.
    pub(crate) fn print(self) -> Print {
        self.written.after(self.read)
    }
}

/// A shared object.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) kind: ObjectKind,
    pub(crate) created: Loc,
    /// The identity of the object across executions: who registered it, as which one.
    pub(crate) key: Print,
    pub(crate) state: State,
    /// What the last one to release it knew.
    pub(crate) message: Message,
    pub(crate) history: History,
    /// True once the value that owned it was dropped.
    pub(crate) dead: Option<Loc>,
}

impl Shared {
    pub(crate) fn new(kind: ObjectKind, created: Loc, key: Print, state: State) -> Self {
        Shared {
            kind,
            created,
            key,
            state,
            message: Message::default(),
            history: History::default(),
            dead: None,
        }
    }
}
