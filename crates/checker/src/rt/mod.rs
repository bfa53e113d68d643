//! What the types of `lab` are built on: one function for each thing a program can do with a
//! shared object.
//!
//! No switch of threads happens between the return of one of these functions and the next call, so
//! what a caller keeps beside the engine (a value, a queue of messages) changes together with it.
//!
//! Every function may end by unwinding with [`Abandoned`](crate::Abandoned): the execution is
//! over, and the thread has to leave. Functions that are called by destructors (`…_unlock`,
//! `…_drop`) never do.
//!
//! `loc` is the learner's line.

mod atomic;
mod cell;
mod channel;
mod condvar;
mod lock;
mod object;
mod once;
mod thread;

use interleaving::{Action, Kind, Verdict};

pub use atomic::{
    atomic_compare_exchange, atomic_get_exclusive, atomic_load, atomic_rmw, atomic_set_exclusive,
    atomic_store, fence,
};
pub use cell::{
    alloc, cell_drop, cell_read, cell_read_end, cell_write, cell_write_end, count_acquire,
    count_change, count_look, count_look_and_change, free, racy_load, racy_store, touch,
};
pub use channel::{
    Direction, Received, Selected, Sent, channel_add_receiver, channel_add_sender,
    channel_drop_receiver, channel_drop_sender, channel_init, channel_len, channel_recv,
    channel_send, channel_try_recv, channel_try_send, select,
};
pub use condvar::{barrier_wait, condvar_notify, condvar_wait, meet};
/// What sort of shared object an [`Object`] is.
pub use interleaving::ObjectKind;
pub use lock::{
    HeldLock, held_locks, lock_look, mutex_is_locked_by_me, mutex_lock, mutex_try_lock,
    mutex_unlock, rw_downgrade, rw_read, rw_try_read, rw_try_write, rw_unlock_read,
    rw_unlock_write, rw_write,
};
pub use object::Object;
pub use once::{OnceBegin, OnceEnd, once_begin, once_end, once_is_done, once_wait};
pub use thread::{
    ThreadId, at_execution_end, at_thread_end, body_panicked, current, is_finished, join, park,
    scope_wait, sleep, spawn, spin_hint, thread_name, unpark, yield_now,
};

use crate::engine::{self, with_engine};
use crate::execution::{Execution, Failure, Loc, Stop, Want};

/// True when this OS thread is a model thread of a running execution.
#[must_use]
pub fn in_model() -> bool {
    engine::in_model()
}

/// True when this code is not checked, so that a type should behave as std's does.
///
/// # Panics
/// When `object` belongs to a running execution, but this OS thread is not one of its threads: it
/// was started with `std::thread` instead of `lab::thread`.
#[must_use]
pub fn outside(object: &Object) -> bool {
    if in_model() {
        return false;
    }
    if object.belongs_to_a_running_execution() && !std::thread::panicking() {
        panic!(
            "the {} created at {} belongs to a running check, but this thread was not started with \
             lab::thread::spawn; write lab::thread instead of std::thread",
            object.kind_name(),
            object.location(),
        );
    }
    true
}

/// A number that is unique for each execution of this process; 0 outside.
#[must_use]
pub fn execution() -> u64 {
    with_engine(|engine, _| engine.lock().serial).unwrap_or(0)
}

/// True only in the one execution whose events are shown: compute texts of values only then.
#[must_use]
pub fn recording() -> bool {
    with_engine(|engine, _| engine.lock().record.is_some()).unwrap_or(false)
}

/// Gives the event that was recorded last its value: what a lock protects, what a load saw.
pub fn annotate(value: impl FnOnce() -> Option<String>) {
    if !recording() {
        return;
    }
    let Some(text) = value() else { return };
    with_engine(|engine, _| {
        let mut execution = engine.lock();
        let Some(record) = &mut execution.record else {
            return;
        };
        let Some(event) = record.events.last_mut() else {
            return;
        };
        match &mut event.action {
            Action::Load { value, .. }
            | Action::Store { value, .. }
            | Action::Lock { value, .. }
            | Action::Unlock { value }
            | Action::ReadLock { value }
            | Action::WriteLock { value }
            | Action::WriteUnlock { value }
            | Action::Read { value }
            | Action::Write { value }
            | Action::Send { value }
            | Action::Receive { value } => *value = Some(text),
            Action::Update { after, .. } => *after = Some(text),
            Action::CompareFailed { found, .. } => *found = Some(text),
            _ => {}
        }
    });
}

/// Turns the bit patterns of the event that was recorded last into texts: `show` gets each one.
pub fn annotate_bits(show: impl Fn(u64) -> String) {
    if !recording() {
        return;
    }
    with_engine(|engine, _| {
        let mut execution = engine.lock();
        let Some(record) = &mut execution.record else {
            return;
        };
        let Some(event) = record.events.last_mut() else {
            return;
        };
        let rewrite = |text: &mut Option<String>| {
            if let Some(bits) = text.as_ref().and_then(|text| text.parse().ok()) {
                *text = Some(show(bits));
            }
        };
        match &mut event.action {
            Action::Load { value, newest } => [value, newest].into_iter().for_each(rewrite),
            Action::Store { value, .. } => rewrite(value),
            Action::Update { before, after } => [before, after].into_iter().for_each(rewrite),
            Action::CompareFailed { found, newest, .. } => {
                [found, newest].into_iter().for_each(rewrite);
            }
            _ => {}
        }
    });
}

/// Marks the event that was recorded last: the lock it took is poisoned.
pub fn annotate_poisoned() {
    with_engine(|engine, _| {
        let mut execution = engine.lock();
        let Some(record) = &mut execution.record else {
            return;
        };
        if let Some(Action::Lock { poisoned, .. }) =
            record.events.last_mut().map(|event| &mut event.action)
        {
            *poisoned = true;
        }
    });
}

/// Says something in the table of events. No other thread can see it.
pub fn note(text: String, loc: Loc) {
    with_engine(|engine, _| {
        let mut execution = engine.lock();
        if execution.record.is_some() {
            execution.event(Action::Note { text }, None, Some(loc));
        }
    });
}

/// A step that does nothing: another thread may run here. All such steps of an execution are kept
/// in order, without making one happen before the other, because a callback of a model may change
/// things the engine cannot see.
pub fn scheduling_point(loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.point(me, Want::Step, 1, None, Some(loc))?;
        execution.note_probe();
        Ok(())
    });
}

/// Ends the execution: the source does something that cannot be checked.
pub fn refuse(message: String, loc: Loc) -> ! {
    let stopped = with_engine(|engine, me| {
        let mut execution = engine.lock();
        execution.current = me;
        let _ = refusal(&mut execution, message.clone(), Some(loc));
        drop(execution);
        engine.leave(me)
    });
    match stopped {
        Some(never) => never,
        None => panic!("{message}"),
    }
}

pub(crate) fn refusal(execution: &mut Execution, message: String, loc: Option<Loc>) -> Stop {
    execution.event(
        Action::Fault {
            what: message.clone(),
        },
        None,
        loc,
    );
    execution.fail(Failure {
        headline: message.clone(),
        verdict: Verdict::Refused { message },
        remarks: vec![],
    })
}

/// How often the threads of the current execution did what may be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Locks taken, read locks included.
    pub locks: u64,
    /// Attempts to take a lock without waiting that failed.
    pub try_failed: u64,
    /// Notifications of condition variables.
    pub notifies: u64,
    /// Threads started.
    pub spawned: u64,
    /// Clones of reference counts.
    pub clones: u64,
}

/// The counters of the current execution; zeros outside.
#[must_use]
pub fn counters() -> Counters {
    with_engine(|engine, _| {
        let mut execution = engine.lock();
        execution.depends_on_all();
        execution.counters
    })
    .unwrap_or_default()
}

/// Ends the execution with a broken promise. Used by panic payloads, see
/// [`BrokenPromise`](crate::BrokenPromise).
pub(crate) fn break_promise(execution: &mut Execution, kind: Kind, message: String) {
    let _ = execution.violated(kind, message);
}

/// Runs a step of the current thread; leaves when the execution has ended.
pub(crate) fn step<R>(act: impl FnOnce(&engine::Engine, usize) -> Result<R, Stop>) -> R {
    let result = with_engine(|engine, me| match act(engine, me) {
        Ok(value) => value,
        Err(Stop) => engine.leave(me),
    });
    result.expect("called on a model thread")
}

/// Runs something that has to work in destructors, too: it does nothing in an ended execution.
/// `visible` makes it a step of its own, because other threads look at what it changes.
pub(crate) fn quietly(
    visible: impl FnOnce(&Execution) -> bool,
    act: impl FnOnce(&mut Execution, usize),
) {
    with_engine(|engine, me| {
        let mut execution = engine.lock();
        if execution.end.is_some() {
            return;
        }
        if visible(&execution) {
            drop(execution);
            // A thread may not unwind out of a destructor that runs while it unwinds already, so
            // an ended execution is left at the next ordinary step.
            let Ok(after) = engine.point(me, Want::Step, engine::RELEASE, None, None) else {
                return;
            };
            execution = after;
        }
        execution.current = me;
        act(&mut execution, me);
    });
}

/// For [`quietly`]: not a step of its own.
pub(crate) fn unseen(_: &Execution) -> bool {
    false
}
