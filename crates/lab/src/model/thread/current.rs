//! Handles to threads, and parking.

use std::cell::RefCell;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use checker::rt;

/// [`std::thread::Thread`], checked.
#[derive(Clone)]
pub struct Thread {
    inner: Inner,
}

#[derive(Clone)]
enum Inner {
    Plain(std::thread::Thread),
    Model {
        thread: rt::ThreadId,
        name: Option<Arc<str>>,
    },
}

/// [`std::thread::ThreadId`], checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(Id);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Id {
    Plain(std::thread::ThreadId),
    Model(rt::ThreadId),
}

std::thread_local! {
    /// The name that the program gave to the model thread that this OS thread serves now.
    static NAME: RefCell<Option<Arc<str>>> = const { RefCell::new(None) };
}

/// Remembers the name of the model thread that starts on this OS thread.
pub(super) fn set_name(name: Option<Arc<str>>) {
    NAME.set(name);
}

/// The thread that calls.
#[must_use]
pub fn current() -> Thread {
    if !rt::in_model() {
        return Thread::plain(std::thread::current());
    }
    let thread = rt::current();
    let name = if thread == rt::ThreadId(0) {
        Some(Arc::from("main"))
    } else {
        NAME.with_borrow(Option::clone)
    };
    Thread::model(thread, name)
}

/// Waits until somebody has called [`Thread::unpark`] for this thread.
///
/// Std allows it to return earlier, so call it in a loop that looks for the reason to go on.
#[track_caller]
pub fn park() {
    let line = Location::caller();
    if rt::in_model() {
        rt::park(false, line);
    } else {
        std::thread::park();
    }
}

/// As [`park`], for at most `duration`. In a check the time may be over at any moment.
#[track_caller]
pub fn park_timeout(duration: Duration) {
    let line = Location::caller();
    if rt::in_model() {
        rt::park(true, line);
    } else {
        std::thread::park_timeout(duration);
    }
}

impl Thread {
    pub(super) fn plain(thread: std::thread::Thread) -> Self {
        Thread {
            inner: Inner::Plain(thread),
        }
    }

    pub(super) fn model(thread: rt::ThreadId, name: Option<Arc<str>>) -> Self {
        Thread {
            inner: Inner::Model { thread, name },
        }
    }

    /// Gives the thread its token: its next [`park`] returns at once.
    #[track_caller]
    pub fn unpark(&self) {
        let line = Location::caller();
        match &self.inner {
            Inner::Plain(thread) => thread.unpark(),
            Inner::Model { thread, .. } => {
                check();
                rt::unpark(*thread, line);
            }
        }
    }

    /// The identity of the thread.
    #[must_use]
    pub fn id(&self) -> ThreadId {
        ThreadId(match &self.inner {
            Inner::Plain(thread) => Id::Plain(thread.id()),
            Inner::Model { thread, .. } => Id::Model(*thread),
        })
    }

    /// The name that the program gave to the thread.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.inner {
            Inner::Plain(thread) => thread.name(),
            Inner::Model { name, .. } => name.as_deref(),
        }
    }
}

/// A handle of a model thread works only in its check.
///
/// # Panics
///
/// On a thread that is not a model thread.
pub(super) fn check() {
    assert!(
        rt::in_model(),
        "this handle belongs to a thread of a check, but it is used outside, or on a thread that \
         was not started with lab::thread::spawn; write lab::thread instead of std::thread"
    );
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Id::Plain(id) => id.fmt(f),
            // Std counts from 1.
            Id::Model(thread) => f.debug_tuple("ThreadId").field(&(thread.0 + 1)).finish(),
        }
    }
}
