//! Threads that own all they use.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use checker::rt;

use super::Thread;
use super::current::{check, set_name};
use super::packet::Packet;
use crate::model::Line;

/// [`std::thread::JoinHandle`], checked.
pub struct JoinHandle<T> {
    inner: Inner<T>,
}

enum Inner<T> {
    Plain(std::thread::JoinHandle<T>, Thread),
    Model {
        id: rt::ThreadId,
        packet: Arc<Packet<T>>,
        thread: Thread,
    },
}

#[expect(unsafe_code, reason = "std says the same of its handle")]
// SAFETY: a handle is made only by functions that demand `T: Send`, and gives access to a `T`
// only by moving it out of the packet.
unsafe impl<T> Send for JoinHandle<T> {}
#[expect(unsafe_code, reason = "std says the same of its handle")]
// SAFETY: a shared handle gives no access to the `T`.
unsafe impl<T> Sync for JoinHandle<T> {}

/// Starts a thread.
///
/// What the thread takes along and what it returns must be `Send`, and must not borrow:
///
/// ```compile_fail,E0277
/// let local = std::rc::Rc::new(1);
/// lab::thread::spawn(move || println!("{local}"));
/// ```
///
/// ```compile_fail,E0277
/// lab::thread::spawn(|| std::rc::Rc::new(1));
/// ```
///
/// ```compile_fail,E0373
/// let orders = vec![1];
/// lab::thread::spawn(|| orders.len());
/// ```
///
/// # Panics
///
/// Outside a check, when the system cannot start one more thread.
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let line = Location::caller();
    if rt::in_model() {
        return in_model(Names::default(), f, line);
    }
    plain(std::thread::spawn(f))
}

/// The handle of a thread that is not checked.
pub(super) fn plain<T>(handle: std::thread::JoinHandle<T>) -> JoinHandle<T> {
    let thread = Thread::plain(handle.thread().clone());
    JoinHandle {
        inner: Inner::Plain(handle, thread),
    }
}

/// What a model thread is called.
#[derive(Default)]
pub(super) struct Names {
    /// In the table of events.
    pub(super) shown: Option<String>,
    /// In the program.
    pub(super) own: Option<String>,
}

/// Starts a model thread.
pub(super) fn in_model<F, T>(names: Names, f: F, line: Line) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let packet = Packet::new();
    let filled = Arc::clone(&packet);
    let body = Box::new(move || {
        filled.fill(f);
    });
    let (id, thread) = start(names, body, line);
    JoinHandle {
        inner: Inner::Model { id, packet, thread },
    }
}

/// Gives a body to the engine.
pub(super) fn start(
    names: Names,
    body: Box<dyn FnOnce() + Send>,
    line: Line,
) -> (rt::ThreadId, Thread) {
    let shared: Option<Arc<str>> = names.own.as_deref().map(Arc::from);
    let own = shared.clone();
    let id = rt::spawn(
        names.shown,
        line,
        Box::new(move || {
            set_name(own);
            body();
        }),
    );
    (id, Thread::model(id, shared))
}

impl<T> JoinHandle<T> {
    /// The handle to the thread itself.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        match &self.inner {
            Inner::Plain(_, thread) | Inner::Model { thread, .. } => thread,
        }
    }

    /// Waits for the thread and returns its result.
    ///
    /// # Errors
    ///
    /// The payload of the panic with which the thread ended.
    #[track_caller]
    pub fn join(self) -> super::Result<T> {
        let line = Location::caller();
        match self.inner {
            Inner::Plain(handle, _) => handle.join(),
            Inner::Model { id, packet, .. } => {
                check();
                rt::join(id, line);
                packet.take()
            }
        }
    }

    /// True once the thread has run its body. Does not wait.
    #[must_use]
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        let line = Location::caller();
        match &self.inner {
            Inner::Plain(handle, _) => handle.is_finished(),
            Inner::Model { id, .. } => {
                check();
                rt::is_finished(*id, line)
            }
        }
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
