//! Channels with many senders and one receiver.

use std::marker::PhantomData;
use std::sync::Arc;

pub use std::sync::mpsc::{RecvError, SendError, TryRecvError, TrySendError};

use crate::loom_backend::queue::{Nothing, Queue, Unsent};

/// Creates a channel without a limit.
#[must_use]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let queue = Arc::new(Queue::new(None));
    (
        Sender {
            queue: Arc::clone(&queue),
        },
        Receiver {
            queue,
            _not_sync: PhantomData,
        },
    )
}

/// Creates a channel with room for `bound` messages.
///
/// # Panics
///
/// If `bound` is 0: see the list of what the second judge lacks.
#[must_use]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let queue = Arc::new(Queue::new(Some(bound)));
    (
        SyncSender {
            queue: Arc::clone(&queue),
        },
        Receiver {
            queue,
            _not_sync: PhantomData,
        },
    )
}

macro_rules! sender {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        pub struct $name<T> {
            queue: Arc<Queue<T>>,
        }

        impl<T> $name<T> {
            /// Sends a message; waits while there is no room.
            ///
            /// # Errors
            ///
            /// Gives the message back when the receiver is gone.
            #[track_caller]
            pub fn send(&self, message: T) -> Result<(), SendError<T>> {
                self.queue.send(message, true).map_err(|unsent| match unsent {
                    Unsent::Disconnected(message) | Unsent::Full(message) => SendError(message),
                })
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.queue.add_sender();
                $name { queue: Arc::clone(&self.queue) }
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.queue.drop_sender();
            }
        }
    };
}

sender! {
    /// The sending end of a channel without a limit.
    Sender
}
sender! {
    /// The sending end of a channel with a limit.
    SyncSender
}

impl<T> SyncSender<T> {
    /// Sends a message if there is room.
    ///
    /// # Errors
    ///
    /// Gives the message back when there is no room or the receiver is gone.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.queue
            .send(message, false)
            .map_err(|unsent| match unsent {
                Unsent::Full(message) => TrySendError::Full(message),
                Unsent::Disconnected(message) => TrySendError::Disconnected(message),
            })
    }
}

/// The receiving end.
pub struct Receiver<T> {
    queue: Arc<Queue<T>>,
    /// As in std, a receiver belongs to one thread at a time.
    _not_sync: PhantomData<std::cell::Cell<()>>,
}

impl<T> Receiver<T> {
    /// Receives a message; waits while there is none.
    ///
    /// # Errors
    ///
    /// When the channel is empty and all senders are gone.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.queue.receive(true).map_err(|_| RecvError)
    }

    /// Receives a message if there is one.
    ///
    /// # Errors
    ///
    /// When there is none, with the reason.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.queue.receive(false).map_err(|nothing| match nothing {
            Nothing::Empty => TryRecvError::Empty,
            Nothing::Disconnected => TryRecvError::Disconnected,
        })
    }

    /// Receives until all senders are gone.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        std::iter::from_fn(|| self.recv().ok())
    }

    /// Receives until the channel is empty.
    pub fn try_iter(&self) -> impl Iterator<Item = T> + '_ {
        std::iter::from_fn(|| self.try_recv().ok())
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.queue.drop_receiver();
    }
}

/// Receives until all senders are gone.
pub struct IntoIter<T>(Receiver<T>);

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self)
    }
}
