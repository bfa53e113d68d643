//! Checked channels with many senders and one receiver, with std's API.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::mpsc as plain;
use std::time::Duration;

use checker::rt;

pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use crate::model::Line;
use crate::model::channel::{Core, Nothing, Unsent, Wait, refuse_plain};

/// [`std::sync::mpsc::Sender`], checked.
pub struct Sender<T> {
    end: End<plain::Sender<T>, T>,
}

/// [`std::sync::mpsc::SyncSender`], checked.
pub struct SyncSender<T> {
    end: End<plain::SyncSender<T>, T>,
}

/// [`std::sync::mpsc::Receiver`], checked.
pub struct Receiver<T> {
    end: End<plain::Receiver<T>, T>,
}

/// One end of a channel: std's outside a check.
enum End<P, T> {
    Plain(P),
    Checked(Arc<Core<T>>),
}

/// Creates a channel without a limit.
#[must_use]
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let line = Location::caller();
    let (sender, receiver) = ends(None, line, plain::channel);
    (Sender { end: sender }, Receiver { end: receiver })
}

/// Creates a channel with room for `bound` messages. With 0 each message is handed over from a
/// sender to the receiver, who waits for it.
#[must_use]
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let line = Location::caller();
    let (sender, receiver) = ends(Some(bound), line, || plain::sync_channel(bound));
    (SyncSender { end: sender }, Receiver { end: receiver })
}

fn ends<S, R, T>(
    capacity: Option<usize>,
    line: Line,
    plain: impl FnOnce() -> (S, R),
) -> (End<S, T>, End<R, T>) {
    if rt::in_model() {
        let core = Arc::new(Core::new(capacity, line));
        return (End::Checked(Arc::clone(&core)), End::Checked(core));
    }
    let (sender, receiver) = plain();
    (End::Plain(sender), End::Plain(receiver))
}

/// What both sorts of senders have in common.
macro_rules! sender {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Sends a message; waits while there is no room.
            ///
            /// # Errors
            ///
            /// Gives the message back when there is no receiver any more.
            #[track_caller]
            pub fn send(&self, t: T) -> Result<(), SendError<T>> {
                let line = Location::caller();
                let core = match &self.end {
                    End::Checked(core) => core,
                    End::Plain(sender) => {
                        refuse_plain(line);
                        return sender.send(t);
                    }
                };
                core.send(t, Wait::Forever, line)
                    .map_err(|unsent| match unsent {
                        Unsent::Disconnected(t) | Unsent::Full(t) | Unsent::TimedOut(t) => {
                            SendError(t)
                        }
                    })
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                let end = match &self.end {
                    End::Plain(sender) => End::Plain(sender.clone()),
                    End::Checked(core) => {
                        core.add_sender();
                        End::Checked(Arc::clone(core))
                    }
                };
                $name { end }
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                if let End::Checked(core) = &self.end {
                    core.drop_sender();
                }
            }
        }
    };
}

sender!(Sender);
sender!(SyncSender);

impl<T> SyncSender<T> {
    /// Sends a message if that is possible at once.
    ///
    /// # Errors
    ///
    /// Gives the message back when there is no room, or no receiver any more.
    #[track_caller]
    pub fn try_send(&self, t: T) -> Result<(), TrySendError<T>> {
        let line = Location::caller();
        let core = match &self.end {
            End::Checked(core) => core,
            End::Plain(sender) => {
                refuse_plain(line);
                return sender.try_send(t);
            }
        };
        core.send(t, Wait::No, line).map_err(|unsent| match unsent {
            Unsent::Disconnected(t) => TrySendError::Disconnected(t),
            Unsent::Full(t) | Unsent::TimedOut(t) => TrySendError::Full(t),
        })
    }
}

impl<T> Receiver<T> {
    /// Receives a message; waits while there is none.
    ///
    /// # Errors
    ///
    /// When the channel is empty and there is no sender any more.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.recv_at(Location::caller())
    }

    fn recv_at(&self, line: Line) -> Result<T, RecvError> {
        match &self.end {
            End::Checked(core) => core.receive(Wait::Forever, line).map_err(|_| RecvError),
            End::Plain(receiver) => {
                refuse_plain(line);
                receiver.recv()
            }
        }
    }

    /// Receives a message if there is one.
    ///
    /// # Errors
    ///
    /// When there is none, with the reason.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.try_recv_at(Location::caller())
    }

    fn try_recv_at(&self, line: Line) -> Result<T, TryRecvError> {
        let core = match &self.end {
            End::Checked(core) => core,
            End::Plain(receiver) => {
                refuse_plain(line);
                return receiver.try_recv();
            }
        };
        core.receive(Wait::No, line)
            .map_err(|nothing| match nothing {
                Nothing::Disconnected => TryRecvError::Disconnected,
                Nothing::Empty | Nothing::TimedOut => TryRecvError::Empty,
            })
    }

    /// Receives a message; waits for at most `timeout`, which in a check may be over at any moment.
    ///
    /// # Errors
    ///
    /// When the time is over, or the channel is empty and there is no sender any more.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        let line = Location::caller();
        let core = match &self.end {
            End::Checked(core) => core,
            End::Plain(receiver) => {
                refuse_plain(line);
                return receiver.recv_timeout(timeout);
            }
        };
        core.receive(Wait::Timeout, line)
            .map_err(|nothing| match nothing {
                Nothing::Disconnected => RecvTimeoutError::Disconnected,
                Nothing::TimedOut | Nothing::Empty => RecvTimeoutError::Timeout,
            })
    }

    /// Receives until there is no sender any more.
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter {
            receiver: self,
            line: Location::caller(),
        }
    }

    /// Receives until the channel is empty.
    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter {
            receiver: self,
            line: Location::caller(),
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        if let End::Checked(core) = &self.end {
            core.drop_receiver();
        }
    }
}

/// Receives until there is no sender any more: [`std::sync::mpsc::Iter`], checked.
#[derive(Debug)]
pub struct Iter<'a, T: 'a> {
    receiver: &'a Receiver<T>,
    /// Where the loop begins: `next` may be called by std, in a line that is not the learner's.
    line: Line,
}

/// Receives until the channel is empty: [`std::sync::mpsc::TryIter`], checked.
#[derive(Debug)]
pub struct TryIter<'a, T: 'a> {
    receiver: &'a Receiver<T>,
    /// Where the loop begins: `next` may be called by std, in a line that is not the learner's.
    line: Line,
}

/// Receives until there is no sender any more: [`std::sync::mpsc::IntoIter`], checked.
#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
    line: Line,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.recv_at(self.line).ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.try_recv_at(self.line).ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.recv_at(self.line).ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter {
            receiver: self,
            line: Location::caller(),
        }
    }
}

macro_rules! debug {
    ($($name:ident),*) => { $(
        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )* };
}

debug!(Sender, SyncSender, Receiver);
