//! The channel that its ends share during a check: the engine decides who may go on, the messages
//! are kept here.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use checker::rt::{self, Object, ObjectKind, Received, Sent};

use crate::model::Line;
use crate::model::peek::peek;

/// A channel of one execution.
pub(crate) struct Core<T> {
    object: Object,
    capacity: Option<usize>,
    messages: Mutex<VecDeque<T>>,
    /// The engine counts the ends as well. This count tells when the messages are dropped; one
    /// thread runs at a time, so `Relaxed` is enough.
    receivers: AtomicUsize,
}

/// How long an operation waits.
#[derive(Clone, Copy)]
pub(crate) enum Wait {
    No,
    Forever,
    /// Until a time-out, which may fire at any moment.
    Timeout,
}

/// Why a message was not sent. It comes back.
pub(crate) enum Unsent<T> {
    Full(T),
    Disconnected(T),
    TimedOut(T),
}

/// Why no message was received.
pub(crate) enum Nothing {
    Empty,
    Disconnected,
    TimedOut,
}

impl<T> Core<T> {
    /// A channel with one sender and one receiver. `None`: without a limit.
    pub(crate) fn new(capacity: Option<usize>, line: Line) -> Self {
        let object = Object::at(ObjectKind::Channel, line);
        rt::channel_init(&object, capacity);
        Core {
            object,
            capacity,
            messages: Mutex::new(VecDeque::new()),
            receivers: AtomicUsize::new(1),
        }
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn capacity(&self) -> Option<usize> {
        self.capacity
    }

    fn messages(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn send(&self, message: T, wait: Wait, line: Line) -> Result<(), Unsent<T>> {
        self.check();
        let sent = match wait {
            Wait::No => rt::channel_try_send(&self.object, line),
            Wait::Forever => rt::channel_send(&self.object, false, line),
            Wait::Timeout => rt::channel_send(&self.object, true, line),
        };
        match sent {
            Sent::Sent => {
                self.put(message);
                Ok(())
            }
            Sent::Disconnected => Err(Unsent::Disconnected(message)),
            Sent::Full => Err(Unsent::Full(message)),
            Sent::TimedOut => Err(Unsent::TimedOut(message)),
        }
    }

    pub(crate) fn receive(&self, wait: Wait, line: Line) -> Result<T, Nothing> {
        self.check();
        let received = match wait {
            Wait::No => rt::channel_try_recv(&self.object, line),
            Wait::Forever => rt::channel_recv(&self.object, false, line),
            Wait::Timeout => rt::channel_recv(&self.object, true, line),
        };
        match received {
            Received::Received => Ok(self.take(line)),
            Received::Disconnected => Err(Nothing::Disconnected),
            Received::Empty => Err(Nothing::Empty),
            Received::TimedOut => Err(Nothing::TimedOut),
        }
    }

    /// Puts the message of a send that the engine has just allowed.
    pub(crate) fn put(&self, message: T) {
        rt::annotate(|| peek(&message));
        self.messages().push_back(message);
    }

    /// Takes the message of a receive that the engine has just allowed.
    pub(crate) fn take(&self, line: Line) -> T {
        let Some(message) = self.messages().pop_front() else {
            rt::refuse(
                "a message was received whose sender had selected the operation, but not \
                 completed it: call `SelectedOperation::send` before anything else"
                    .to_owned(),
                line,
            );
        };
        rt::annotate(|| peek(&message));
        message
    }

    /// The number of messages at this moment.
    pub(crate) fn len(&self, line: Line) -> usize {
        self.check();
        if self.capacity == Some(0) {
            // Without a buffer there are never any.
            return 0;
        }
        rt::channel_len(&self.object, line)
    }

    pub(crate) fn add_sender(&self) {
        self.check();
        rt::channel_add_sender(&self.object);
    }

    pub(crate) fn add_receiver(&self) {
        self.check();
        rt::channel_add_receiver(&self.object);
        self.receivers.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn drop_sender(&self) {
        if !rt::outside(&self.object) {
            rt::channel_drop_sender(&self.object);
        }
    }

    /// The last receiver takes the messages with it, as in std and crossbeam.
    pub(crate) fn drop_receiver(&self) {
        if !rt::outside(&self.object) {
            rt::channel_drop_receiver(&self.object);
        }
        if self.receivers.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Messages may own ends of channels, so they are dropped after std's lock.
            let unread = std::mem::take(&mut *self.messages());
            drop(unread);
        }
    }

    /// A channel that was made in a check works only there.
    ///
    /// # Panics
    ///
    /// Outside a check.
    fn check(&self) {
        assert!(
            !rt::outside(&self.object),
            "the channel created at {} was made in a check that has ended",
            self.object.location()
        );
    }
}
