//! One step of one thread, as plain data.

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// A place in a source file, with the text of its line where the file could be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Source {
    /// Path as the compiler or interpreter wrote it, with `/` as separator.
    pub file: String,
    /// Line number, from 1.
    pub line: u32,
    /// The line itself without its indentation; empty when the file could not be read.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "String::is_empty")
    )]
    pub text: String,
}

/// Why the thread of this event runs now, although another thread ran before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Switch {
    /// The thread before could have gone on: this is a preemption, a surprise.
    Preempted,
    /// The thread before has to wait for something.
    Blocked,
    /// The thread before has ended.
    Finished,
    /// The thread before let others run: a yield, a sleep, or a loop that reads the same value.
    Yielded,
}

/// How a sleeping thread was woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Wake {
    /// A notification.
    Notified,
    /// Nobody notified it: condition variables may do that.
    Spurious,
    /// Its time-out fired.
    TimedOut,
}

/// A named value that a step changed, as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Change {
    /// The name of the variable, field or container slot.
    pub name: String,
    /// Its value after the step.
    pub value: String,
}

/// What a step did. Values are texts, ready to be shown; `None` means the value has no short text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "do", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Action {
    /// Started thread number `thread`.
    Spawn {
        /// Index into the counterexample's threads.
        thread: u16,
    },
    /// The thread ended.
    Finish,
    /// Saw that thread number `thread` has ended.
    Join {
        /// Index into the counterexample's threads.
        thread: u16,
    },
    /// Read an atomic variable or a racy one.
    Load {
        /// The value it got.
        value: Option<String>,
        /// The newest value, when the value it got is an older one: a stale read.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        newest: Option<String>,
    },
    /// Wrote an atomic variable or a racy one.
    Store {
        /// The value it wrote.
        value: Option<String>,
        /// True when the write was placed before a newer one, so that it never becomes the last.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "std::ops::Not::not")
        )]
        overtaken: bool,
    },
    /// Read and wrote in one step.
    Update {
        /// The value before.
        before: Option<String>,
        /// The value after.
        after: Option<String>,
    },
    /// A compare-and-exchange that did not exchange.
    CompareFailed {
        /// The value it found.
        found: Option<String>,
        /// The newest value, when the one it found is older.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        newest: Option<String>,
        /// True when the values were equal and the weak form failed all the same.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "std::ops::Not::not")
        )]
        spurious: bool,
    },
    /// A memory fence.
    Fence {
        /// The ordering, as written in Rust.
        ordering: String,
    },
    /// Took a lock.
    Lock {
        /// What the lock protects, at that moment.
        value: Option<String>,
        /// True when the lock was poisoned.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "std::ops::Not::not")
        )]
        poisoned: bool,
    },
    /// Released a lock.
    Unlock {
        /// What the lock protects, at that moment.
        value: Option<String>,
    },
    /// Took a read lock.
    ReadLock {
        /// What the lock protects.
        value: Option<String>,
    },
    /// Released a read lock.
    ReadUnlock,
    /// Took a write lock.
    WriteLock {
        /// What the lock protects.
        value: Option<String>,
    },
    /// Released a write lock.
    WriteUnlock {
        /// What the lock protects.
        value: Option<String>,
    },
    /// Asked for a lock without waiting, and did not get it.
    TryFailed,
    /// Went to sleep on a condition variable; the lock is free from here on.
    Wait,
    /// Woke up.
    Woken {
        /// How.
        how: Wake,
    },
    /// Notified a condition variable.
    Notify {
        /// True for `notify_all`.
        all: bool,
        /// The threads it woke; empty when nobody was waiting.
        woken: Vec<u16>,
    },
    /// Read plain shared data.
    Read {
        /// The value.
        value: Option<String>,
    },
    /// Wrote plain shared data.
    Write {
        /// The value before the write.
        value: Option<String>,
    },
    /// Gave memory back.
    Free,
    /// Sent a message.
    Send {
        /// The message.
        value: Option<String>,
    },
    /// Received a message.
    Receive {
        /// The message.
        value: Option<String>,
    },
    /// A channel operation that found the channel empty, full or closed.
    ChannelRefused {
        /// `empty`, `full` or `disconnected`.
        why: String,
    },
    /// Closed one end of a channel.
    Disconnect,
    /// Parked until somebody unparks it.
    Park,
    /// Unparked a thread.
    Unpark {
        /// Index into the counterexample's threads.
        thread: u16,
    },
    /// Let others run.
    Yield,
    /// Something the model or the program said about itself.
    Note {
        /// The text.
        text: String,
    },
    /// One step of an interpreted program.
    Step {
        /// What the step is: an instruction or a call.
        text: String,
        /// The variables it changed.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Vec::is_empty")
        )]
        changes: Vec<Change>,
    },
    /// Ended in a panic or an exception.
    Panic {
        /// The message.
        message: String,
    },
    /// Waits for ever.
    Blocked {
        /// For what, and who could have helped: a phrase such as `waits for this lock, held by A`.
        on: String,
    },
    /// The step that breaks a rule of the language, such as a data race or a use after free.
    Fault {
        /// A phrase that says what is wrong.
        what: String,
    },
}

/// The record of one step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Event {
    /// Which thread: index into the counterexample's threads.
    pub thread: u16,
    /// What it did.
    pub action: Action,
    /// To which object: index into the counterexample's objects.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub object: Option<u16>,
    /// The line that did it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub source: Option<Source>,
    /// Why this thread runs now; `None` when it ran before, too.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub switch: Option<Switch>,
}
