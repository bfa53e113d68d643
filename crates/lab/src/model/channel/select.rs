//! Waiting for one of several channel operations.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::time::{Duration, Instant};

use checker::rt::{self, Direction, Object};

use super::ends::{ReceiverEnd, SenderEnd, refuse_plain};
use super::{
    ReadyTimeoutError, Receiver, RecvError, SelectTimeoutError, SendError, Sender, TryReadyError,
    TrySelectError,
};
use crate::model::Line;

/// [`crossbeam_channel::Select`], checked.
///
/// The methods `ready`, `try_ready` and so on are refused in a check: they say that an operation
/// could be done without doing it, which is over as soon as another thread runs. Use `select`.
#[derive(Clone)]
pub struct Select<'a> {
    plain: crossbeam_channel::Select<'a>,
    operations: Vec<Operation<'a>>,
    next_index: usize,
    biased: bool,
}

/// One operation of a list.
#[derive(Clone)]
struct Operation<'a> {
    index: usize,
    /// The address of the sender or receiver, to tell whether the right one completes it.
    end: usize,
    /// `None` can never be done; see [`never`](super::never).
    engine: Option<(&'a Object, Direction)>,
}

/// [`crossbeam_channel::SelectedOperation`], checked.
#[must_use]
pub struct SelectedOperation<'a> {
    /// `None` when it is being completed.
    inner: Option<Inner<'a>>,
    index: usize,
    line: Line,
    _marker: PhantomData<&'a ()>,
}

enum Inner<'a> {
    Plain(crossbeam_channel::SelectedOperation<'a>),
    Checked { end: usize, disconnected: bool },
}

/// Whether to wait for an operation.
enum Patience {
    None,
    Forever,
    Timeout(Duration),
}

impl<'a> Select<'a> {
    /// An empty list, from which any operation that can be done may be chosen.
    #[must_use]
    pub fn new() -> Select<'a> {
        Select {
            plain: crossbeam_channel::Select::new(),
            operations: Vec::new(),
            next_index: 0,
            biased: false,
        }
    }

    /// An empty list, from which the first operation that can be done is chosen.
    #[must_use]
    pub fn new_biased() -> Select<'a> {
        Select {
            plain: crossbeam_channel::Select::new_biased(),
            biased: true,
            ..Select::new()
        }
    }

    /// Adds a send operation and returns its index.
    #[track_caller]
    pub fn send<T>(&mut self, s: &'a Sender<T>) -> usize {
        let engine = match &s.end {
            SenderEnd::Checked(core) => Some((core.object(), Direction::Send)),
            SenderEnd::Plain(sender) => {
                refuse_plain(Location::caller());
                self.plain.send(sender);
                None
            }
        };
        self.add(std::ptr::from_ref(s).addr(), engine)
    }

    /// Adds a receive operation and returns its index.
    #[track_caller]
    pub fn recv<T>(&mut self, r: &'a Receiver<T>) -> usize {
        let engine = match &r.end {
            ReceiverEnd::Checked(core) => Some((core.object(), Direction::Receive)),
            ReceiverEnd::Never => None,
            ReceiverEnd::Plain(receiver) => {
                refuse_plain(Location::caller());
                self.plain.recv(receiver);
                None
            }
        };
        self.add(std::ptr::from_ref(r).addr(), engine)
    }

    fn add(&mut self, end: usize, engine: Option<(&'a Object, Direction)>) -> usize {
        let index = self.next_index;
        self.next_index += 1;
        self.operations.push(Operation { index, end, engine });
        index
    }

    /// Removes an operation. The others keep their indices.
    ///
    /// # Panics
    ///
    /// When there is no operation with this index.
    pub fn remove(&mut self, index: usize) {
        let place = self
            .operations
            .iter()
            .position(|operation| operation.index == index);
        self.operations
            .remove(place.expect("no operation with this index"));
        if !rt::in_model() {
            self.plain.remove(index);
        }
    }

    /// Chooses an operation that can be done at once.
    ///
    /// # Errors
    ///
    /// When none can be done.
    #[track_caller]
    pub fn try_select(&mut self) -> Result<SelectedOperation<'a>, TrySelectError> {
        self.choose(Patience::None, Location::caller())
            .ok_or(TrySelectError)
    }

    /// Chooses an operation; waits until one can be done.
    ///
    /// # Panics
    ///
    /// When the list is empty.
    #[track_caller]
    pub fn select(&mut self) -> SelectedOperation<'a> {
        assert!(
            !self.operations.is_empty(),
            "no operations have been added to `Select`"
        );
        self.choose(Patience::Forever, Location::caller())
            .expect("a wait without a limit ends with an operation")
    }

    /// Chooses an operation; waits for at most `timeout`, which in a check may be over at any
    /// moment.
    ///
    /// # Errors
    ///
    /// When the time is over.
    #[track_caller]
    pub fn select_timeout(
        &mut self,
        timeout: Duration,
    ) -> Result<SelectedOperation<'a>, SelectTimeoutError> {
        self.choose(Patience::Timeout(timeout), Location::caller())
            .ok_or(SelectTimeoutError)
    }

    /// Chooses an operation; waits until `deadline`.
    ///
    /// # Errors
    ///
    /// When the time is over.
    #[track_caller]
    pub fn select_deadline(
        &mut self,
        deadline: Instant,
    ) -> Result<SelectedOperation<'a>, SelectTimeoutError> {
        self.select_timeout(deadline.saturating_duration_since(Instant::now()))
    }

    fn choose(&mut self, patience: Patience, line: Line) -> Option<SelectedOperation<'a>> {
        if !rt::in_model() {
            let operation = match patience {
                Patience::None => self.plain.try_select().ok()?,
                Patience::Forever => self.plain.select(),
                Patience::Timeout(timeout) => self.plain.select_timeout(timeout).ok()?,
            };
            let index = operation.index();
            return Some(SelectedOperation::new(Inner::Plain(operation), index, line));
        }
        let possible: Vec<&Operation<'a>> = self
            .operations
            .iter()
            .filter(|operation| operation.engine.is_some())
            .collect();
        let engine: Vec<_> = possible
            .iter()
            .filter_map(|operation| operation.engine)
            .collect();
        let default = matches!(patience, Patience::None);
        let timeout = matches!(patience, Patience::Timeout(_));
        let selected = rt::select(&engine, self.biased, default, timeout, line)?;
        let Operation { index, end, .. } = *possible[selected.index];
        let disconnected = selected.disconnected;
        Some(SelectedOperation::new(
            Inner::Checked { end, disconnected },
            index,
            line,
        ))
    }

    /// The index of an operation that can be done at once. Refused in a check.
    ///
    /// # Errors
    ///
    /// When none can be done.
    #[track_caller]
    pub fn try_ready(&mut self) -> Result<usize, TryReadyError> {
        refuse_ready("try_ready", Location::caller());
        self.plain.try_ready()
    }

    /// Waits until an operation can be done, and returns its index. Refused in a check.
    #[track_caller]
    pub fn ready(&mut self) -> usize {
        refuse_ready("ready", Location::caller());
        self.plain.ready()
    }

    /// As [`ready`](Self::ready), for at most `timeout`. Refused in a check.
    ///
    /// # Errors
    ///
    /// When the time is over.
    #[track_caller]
    pub fn ready_timeout(&mut self, timeout: Duration) -> Result<usize, ReadyTimeoutError> {
        refuse_ready("ready_timeout", Location::caller());
        self.plain.ready_timeout(timeout)
    }

    /// As [`ready`](Self::ready), until `deadline`. Refused in a check.
    ///
    /// # Errors
    ///
    /// When the time is over.
    #[track_caller]
    pub fn ready_deadline(&mut self, deadline: Instant) -> Result<usize, ReadyTimeoutError> {
        refuse_ready("ready_deadline", Location::caller());
        self.plain.ready_deadline(deadline)
    }
}

fn refuse_ready(name: &str, line: Line) {
    if rt::in_model() {
        let message = format!(
            "`Select::{name}` cannot be checked: it says that an operation could be done without \
             doing it; use `Select::select`, which does it"
        );
        rt::refuse(message, line);
    }
}

impl Default for Select<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> SelectedOperation<'a> {
    fn new(inner: Inner<'a>, index: usize, line: Line) -> Self {
        SelectedOperation {
            inner: Some(inner),
            index,
            line,
            _marker: PhantomData,
        }
    }

    /// The index of the operation.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Completes a send operation.
    ///
    /// # Errors
    ///
    /// Gives the message back when there is no receiver any more.
    ///
    /// # Panics
    ///
    /// When `s` is not the sender that was selected.
    pub fn send<T>(mut self, s: &Sender<T>, msg: T) -> Result<(), SendError<T>> {
        match (self.inner.take(), &s.end) {
            (Some(Inner::Plain(operation)), SenderEnd::Plain(sender)) => {
                operation.send(sender, msg)
            }
            (Some(Inner::Checked { end, disconnected }), SenderEnd::Checked(core))
                if end == std::ptr::from_ref(s).addr() =>
            {
                if disconnected {
                    return Err(SendError(msg));
                }
                core.put(msg);
                Ok(())
            }
            _ => panic!("passed a sender that wasn't selected"),
        }
    }

    /// Completes a receive operation.
    ///
    /// # Errors
    ///
    /// When the channel is empty and there is no sender any more.
    ///
    /// # Panics
    ///
    /// When `r` is not the receiver that was selected.
    pub fn recv<T>(mut self, r: &Receiver<T>) -> Result<T, RecvError> {
        match (self.inner.take(), &r.end) {
            (Some(Inner::Plain(operation)), ReceiverEnd::Plain(receiver)) => {
                operation.recv(receiver)
            }
            (Some(Inner::Checked { end, disconnected }), ReceiverEnd::Checked(core))
                if end == std::ptr::from_ref(r).addr() =>
            {
                if disconnected {
                    return Err(RecvError);
                }
                Ok(core.take(self.line))
            }
            _ => panic!("passed a receiver that wasn't selected"),
        }
    }
}

impl Drop for SelectedOperation<'_> {
    fn drop(&mut self) {
        if let Some(Inner::Checked { .. }) = self.inner
            && !std::thread::panicking()
        {
            panic!("dropped `SelectedOperation` without completing the operation");
        }
    }
}

impl fmt::Debug for Select<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Select { .. }")
    }
}

impl fmt::Debug for SelectedOperation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("SelectedOperation { .. }")
    }
}
