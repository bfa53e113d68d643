//! Channels with many senders and many receivers.

use std::sync::Arc;

pub use crossbeam_channel::{RecvError, SendError, TryRecvError, TrySendError};

use super::queue::{Nothing, Queue, Unsent};

/// Creates a channel without a limit.
#[must_use]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    ends(Queue::new(None))
}

/// Creates a channel with room for `capacity` messages.
///
/// # Panics
///
/// If `capacity` is 0: see the list of what the second judge lacks.
#[must_use]
pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    ends(Queue::new(Some(capacity)))
}

fn ends<T>(queue: Queue<T>) -> (Sender<T>, Receiver<T>) {
    let queue = Arc::new(queue);
    (
        Sender {
            queue: Arc::clone(&queue),
        },
        Receiver { queue },
    )
}

/// The sending end.
pub struct Sender<T> {
    queue: Arc<Queue<T>>,
}

/// The receiving end.
pub struct Receiver<T> {
    queue: Arc<Queue<T>>,
}

impl<T> Sender<T> {
    /// Sends a message; waits while there is no room.
    ///
    /// # Errors
    ///
    /// Gives the message back when all receivers are gone.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.queue
            .send(message, true)
            .map_err(|unsent| match unsent {
                Unsent::Disconnected(message) | Unsent::Full(message) => SendError(message),
            })
    }

    /// Sends a message if there is room.
    ///
    /// # Errors
    ///
    /// Gives the message back when there is no room or all receivers are gone.
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

macro_rules! end {
    ($name:ident, $add:ident, $drop:ident) => {
        impl<T> $name<T> {
            /// The number of messages in the channel.
            #[must_use]
            pub fn len(&self) -> usize {
                self.queue.len()
            }

            /// True if the channel has no message.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// True if the channel has no room.
            #[must_use]
            pub fn is_full(&self) -> bool {
                self.capacity() == Some(self.len())
            }

            /// The room of the channel; `None` is without a limit.
            #[must_use]
            pub fn capacity(&self) -> Option<usize> {
                self.queue.capacity()
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.queue.$add();
                $name {
                    queue: Arc::clone(&self.queue),
                }
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.queue.$drop();
            }
        }
    };
}

end!(Sender, add_sender, drop_sender);
end!(Receiver, add_receiver, drop_receiver);

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
