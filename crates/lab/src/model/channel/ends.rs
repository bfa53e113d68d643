//! The two ends of a checked channel.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::time::{Duration, Instant};

use checker::rt;

use super::{
    Core, Iter, Nothing, RecvError, RecvTimeoutError, SendError, SendTimeoutError, TryIter,
    TryRecvError, TrySendError, Unsent, Wait,
};
use crate::model::Line;

/// [`crossbeam_channel::Sender`], checked.
pub struct Sender<T> {
    pub(super) end: SenderEnd<T>,
}

pub(super) enum SenderEnd<T> {
    Plain(crossbeam_channel::Sender<T>),
    Checked(Arc<Core<T>>),
}

/// [`crossbeam_channel::Receiver`], checked.
pub struct Receiver<T> {
    pub(super) end: ReceiverEnd<T>,
}

pub(super) enum ReceiverEnd<T> {
    Plain(crossbeam_channel::Receiver<T>),
    Checked(Arc<Core<T>>),
    /// Never has a message, and its sender never goes away.
    Never,
}

/// Creates a channel without a limit.
#[track_caller]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    ends(None, Location::caller())
}

/// Creates a channel with room for `cap` messages. With 0 each message is handed over from a
/// sender to a receiver that waits.
#[track_caller]
pub fn bounded<T>(cap: usize) -> (Sender<T>, Receiver<T>) {
    ends(Some(cap), Location::caller())
}

/// Creates a receiver that never gets a message.
pub fn never<T>() -> Receiver<T> {
    if rt::in_model() {
        Receiver {
            end: ReceiverEnd::Never,
        }
    } else {
        Receiver::plain(crossbeam_channel::never())
    }
}

fn ends<T>(capacity: Option<usize>, line: Line) -> (Sender<T>, Receiver<T>) {
    if rt::in_model() {
        let core = Arc::new(Core::new(capacity, line));
        let sender = SenderEnd::Checked(Arc::clone(&core));
        let receiver = ReceiverEnd::Checked(core);
        return (Sender { end: sender }, Receiver { end: receiver });
    }
    let (sender, receiver) = match capacity {
        None => crossbeam_channel::unbounded(),
        Some(capacity) => crossbeam_channel::bounded(capacity),
    };
    let end = SenderEnd::Plain(sender);
    (Sender { end }, Receiver::plain(receiver))
}

/// A channel that was made outside a check keeps its messages from one execution to the next.
pub(crate) fn refuse_plain(line: Line) {
    if rt::in_model() {
        rt::refuse(
            "this channel was made outside of the model, so its messages would leak from one \
             execution into the next: make it inside the model"
                .to_owned(),
            line,
        );
    }
}

impl<T> Sender<T> {
    /// Sends a message if that is possible at once.
    ///
    /// # Errors
    ///
    /// Gives the message back when there is no room, or no receiver any more.
    #[track_caller]
    pub fn try_send(&self, msg: T) -> Result<(), TrySendError<T>> {
        let line = Location::caller();
        let core = match &self.end {
            SenderEnd::Checked(core) => core,
            SenderEnd::Plain(sender) => {
                refuse_plain(line);
                return sender.try_send(msg);
            }
        };
        core.send(msg, Wait::No, line)
            .map_err(|unsent| match unsent {
                Unsent::Disconnected(msg) => TrySendError::Disconnected(msg),
                Unsent::Full(msg) | Unsent::TimedOut(msg) => TrySendError::Full(msg),
            })
    }

    /// Sends a message; waits while there is no room.
    ///
    /// # Errors
    ///
    /// Gives the message back when there is no receiver any more.
    #[track_caller]
    pub fn send(&self, msg: T) -> Result<(), SendError<T>> {
        let line = Location::caller();
        let core = match &self.end {
            SenderEnd::Checked(core) => core,
            SenderEnd::Plain(sender) => {
                refuse_plain(line);
                return sender.send(msg);
            }
        };
        core.send(msg, Wait::Forever, line)
            .map_err(|unsent| match unsent {
                Unsent::Disconnected(msg) | Unsent::Full(msg) | Unsent::TimedOut(msg) => {
                    SendError(msg)
                }
            })
    }

    /// Sends a message; waits for at most `timeout`, which in a check may be over at any moment.
    ///
    /// # Errors
    ///
    /// Gives the message back when the time is over, or when there is no receiver any more.
    #[track_caller]
    pub fn send_timeout(&self, msg: T, timeout: Duration) -> Result<(), SendTimeoutError<T>> {
        let line = Location::caller();
        let core = match &self.end {
            SenderEnd::Checked(core) => core,
            SenderEnd::Plain(sender) => {
                refuse_plain(line);
                return sender.send_timeout(msg, timeout);
            }
        };
        core.send(msg, Wait::Timeout, line)
            .map_err(|unsent| match unsent {
                Unsent::Disconnected(msg) => SendTimeoutError::Disconnected(msg),
                Unsent::TimedOut(msg) | Unsent::Full(msg) => SendTimeoutError::Timeout(msg),
            })
    }

    /// Sends a message; waits until `deadline`.
    ///
    /// # Errors
    ///
    /// Gives the message back when the time is over, or when there is no receiver any more.
    #[track_caller]
    pub fn send_deadline(&self, msg: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {
        self.send_timeout(msg, deadline.saturating_duration_since(Instant::now()))
    }

    /// True if both are senders of the same channel.
    #[must_use]
    pub fn same_channel(&self, other: &Sender<T>) -> bool {
        match (&self.end, &other.end) {
            (SenderEnd::Plain(a), SenderEnd::Plain(b)) => a.same_channel(b),
            (SenderEnd::Checked(a), SenderEnd::Checked(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl<T> Receiver<T> {
    pub(super) fn plain(receiver: crossbeam_channel::Receiver<T>) -> Self {
        let end = ReceiverEnd::Plain(receiver);
        Receiver { end }
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

    pub(super) fn try_recv_at(&self, line: Line) -> Result<T, TryRecvError> {
        let core = match &self.end {
            ReceiverEnd::Checked(core) => core,
            ReceiverEnd::Never => return Err(TryRecvError::Empty),
            ReceiverEnd::Plain(receiver) => {
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

    /// Receives a message; waits while there is none.
    ///
    /// # Errors
    ///
    /// When the channel is empty and there is no sender any more.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.recv_at(Location::caller())
    }

    pub(super) fn recv_at(&self, line: Line) -> Result<T, RecvError> {
        match &self.end {
            ReceiverEnd::Checked(core) => core.receive(Wait::Forever, line).map_err(|_| RecvError),
            ReceiverEnd::Never => {
                wait_for_nothing(false, line);
                Err(RecvError)
            }
            ReceiverEnd::Plain(receiver) => {
                refuse_plain(line);
                receiver.recv()
            }
        }
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
            ReceiverEnd::Checked(core) => core,
            ReceiverEnd::Never => {
                wait_for_nothing(true, line);
                return Err(RecvTimeoutError::Timeout);
            }
            ReceiverEnd::Plain(receiver) => {
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

    /// Receives a message; waits until `deadline`.
    ///
    /// # Errors
    ///
    /// When the time is over, or the channel is empty and there is no sender any more.
    #[track_caller]
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_timeout(deadline.saturating_duration_since(Instant::now()))
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

    /// True if both are receivers of the same channel.
    #[must_use]
    pub fn same_channel(&self, other: &Receiver<T>) -> bool {
        match (&self.end, &other.end) {
            (ReceiverEnd::Plain(a), ReceiverEnd::Plain(b)) => a.same_channel(b),
            (ReceiverEnd::Checked(a), ReceiverEnd::Checked(b)) => Arc::ptr_eq(a, b),
            // As in crossbeam: all channels that never have a message are the same one.
            (ReceiverEnd::Never, ReceiverEnd::Never) => true,
            _ => false,
        }
    }
}

/// Waits for ever, or for a time-out: what receiving from [`never`] does.
fn wait_for_nothing(timeout: bool, line: Line) {
    let selected = rt::select(&[], false, false, timeout, line);
    debug_assert!(selected.is_none(), "there is nothing to select");
}

/// What both ends have in common.
macro_rules! end {
    ($name:ident, $end:ident, $add:ident, $drop:ident $(, $never:ident)?) => {
        impl<T> $name<T> {
            /// True if the channel has no message.
            #[must_use]
            #[track_caller]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// True if the channel has no room. Without a buffer that is always so.
            #[must_use]
            #[track_caller]
            pub fn is_full(&self) -> bool {
                match self.capacity() {
                    Some(0) => true,
                    capacity => capacity == Some(self.len()),
                }
            }

            /// The number of messages in the channel.
            #[must_use]
            #[track_caller]
            pub fn len(&self) -> usize {
                let line = Location::caller();
                match &self.end {
                    $end::Checked(core) => core.len(line),
                    $($end::$never => 0,)?
                    $end::Plain(end) => {
                        refuse_plain(line);
                        end.len()
                    }
                }
            }

            /// The room of the channel; `None` is without a limit.
            #[must_use]
            pub fn capacity(&self) -> Option<usize> {
                match &self.end {
                    $end::Checked(core) => core.capacity(),
                    $($end::$never => Some(0),)?
                    $end::Plain(end) => end.capacity(),
                }
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                let end = match &self.end {
                    $end::Checked(core) => {
                        core.$add();
                        $end::Checked(Arc::clone(core))
                    }
                    $($end::$never => $end::$never,)?
                    $end::Plain(end) => $end::Plain(end.clone()),
                };
                $name { end }
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                if let $end::Checked(core) = &self.end {
                    core.$drop();
                }
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(concat!(stringify!($name), " { .. }"))
            }
        }

        impl<T> UnwindSafe for $name<T> {}
        impl<T> RefUnwindSafe for $name<T> {}
    };
}

end!(Sender, SenderEnd, add_sender, drop_sender);
end!(Receiver, ReceiverEnd, add_receiver, drop_receiver, Never);
