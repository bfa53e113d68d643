//! Locks, exclusive and shared.

use interleaving::{Action, Kind, ObjectKind};

use super::{Object, quietly, step};
use crate::engine::with_engine;
use crate::execution::{Execution, Failure, Loc, State, Stop, Want};
use crate::faults::Fault;
use interleaving::Verdict;

/// A lock that the current thread holds.
#[derive(Clone, Copy, Debug)]
pub struct HeldLock {
    /// Mutex or reader-writer lock.
    pub kind: ObjectKind,
    /// Where the lock was created.
    pub created: Loc,
    /// Where it was taken.
    pub taken: Loc,
}

/// The locks the current model thread holds, oldest first; empty outside of an execution.
#[must_use]
pub fn held_locks() -> Vec<HeldLock> {
    with_engine(|engine, me| {
        let execution = engine.lock();
        let held = execution.threads[me].held.iter();
        held.map(|&(object, taken)| {
            let shared = &execution.objects[object];
            HeldLock {
                kind: shared.kind,
                created: shared.created,
                taken,
            }
        })
        .collect()
    })
    .unwrap_or_default()
}

fn take(execution: &mut Execution, lock: usize, shared: bool, loc: Loc) {
    let me = execution.current;
    if let State::Lock {
        holder, readers, ..
    } = &mut execution.objects[lock].state
    {
        if shared {
            readers.push(me);
        } else {
            *holder = Some(me);
        }
    }
    execution.counters.locks += 1;
    execution.threads[me].held.push((lock, loc));
    if !execution.fault(Fault::LockLearnsNothing) {
        execution.acquire_object(lock);
    }
    if shared {
        execution.note_look(lock, 11);
    } else {
        execution.note_change(lock, 12);
    }
    // To take a lock and find what one left there is no progress: see `wait`.
    let State::Lock { version, .. } = &execution.objects[lock].state else {
        return;
    };
    let version = *version;
    let _ = execution.saw(lock, version);
}

/// `changed`: whether what the lock protects may have been written.
fn let_go(execution: &mut Execution, lock: usize, shared: bool, changed: bool) {
    let me = execution.current;
    if let State::Lock {
        holder,
        readers,
        version,
    } = &mut execution.objects[lock].state
    {
        *version += u32::from(changed);
        if shared {
            if let Some(at) = readers.iter().position(|reader| *reader == me) {
                readers.remove(at);
            }
        } else {
            *holder = None;
        }
    }
    let held = &mut execution.threads[me].held;
    if let Some(at) = held.iter().rposition(|(other, _)| *other == lock) {
        held.remove(at);
    }
    if !execution.fault(Fault::UnlockPublishesNothing) {
        execution.release_object(lock);
    }
    if shared {
        // Readers leave in any order: only the next writer sees that they have left.
        execution.note_look(lock, 13);
    } else {
        execution.note_change(lock, 14);
    }
    if changed {
        execution.made_progress();
    }
}

/// Waits for a lock. A thread that has taken it several times and always found the same, without
/// changing anything itself, is polling: it lets others go first.
fn wait(
    engine: &crate::engine::Engine,
    me: usize,
    object: &Object,
    loc: Loc,
    want: impl FnOnce(usize) -> Want,
    label: u64,
) -> Result<usize, Stop> {
    let lock = {
        let mut execution = engine.lock();
        execution.current = me;
        execution.me().loc = Some(loc);
        object.number(&mut execution)?
    };
    if engine.lock().has_polled(lock) {
        drop(engine.point(me, Want::Yield { forced: true }, 72, None, Some(loc))?);
    }
    let mut execution = engine.point(me, want(lock), label, Some(lock), Some(loc))?;
    let shared = label == 23;
    take(&mut execution, lock, shared, loc);
    let action = match label {
        21 => Action::Lock {
            value: None,
            poisoned: false,
        },
        23 => Action::ReadLock { value: None },
        _ => Action::WriteLock { value: None },
    };
    execution.event(action, Some(lock), Some(loc));
    Ok(lock)
}

/// Takes a mutex, and waits until it is free.
pub fn mutex_lock(object: &Object, loc: Loc) {
    step(|engine, me| {
        {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            let lock = object.number(&mut execution)?;
            if holds(&execution, lock, me) {
                return Err(self_deadlock(&mut execution, lock, loc));
            }
        }
        wait(engine, me, object, loc, Want::Mutex, 21).map(drop)
    });
}

fn holds(execution: &Execution, lock: usize, me: usize) -> bool {
    matches!(&execution.objects[lock].state, State::Lock { holder, .. } if *holder == Some(me))
}

fn self_deadlock(execution: &mut Execution, lock: usize, loc: Loc) -> Stop {
    let me = execution.current;
    let taken = execution.threads[me]
        .held
        .iter()
        .rfind(|(held, _)| *held == lock);
    let since = taken
        .map(|(_, taken)| format!(" since {taken}"))
        .unwrap_or_default();
    let name = execution.label(me);
    let on = format!("waits for this lock, which it holds itself{since}");
    execution.event(Action::Blocked { on: on.clone() }, Some(lock), Some(loc));
    execution.fail(Failure {
        headline: "SELF-DEADLOCK: a thread waits for a lock that it holds itself.".to_owned(),
        verdict: Verdict::Deadlock {
            kind: Kind::SelfDeadlock,
        },
        remarks: vec![format!("{name} {on}")],
    })
}

/// Takes a mutex if it is free.
#[must_use]
pub fn mutex_try_lock(object: &Object, loc: Loc) -> bool {
    try_take(object, loc, false, 22)
}

fn try_take(object: &Object, loc: Loc, shared: bool, label: u64) -> bool {
    let (taken, polls) = step(|engine, me| {
        let lock = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            // Somebody looks at the lock without waiting: from now on releasing it is a step.
            execution.discovered.release_is_visible =
                !execution.fault(Fault::ReleaseIsNeverVisible);
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, label, Some(lock), Some(loc))?;
        let free = match &execution.objects[lock].state {
            State::Lock {
                holder, readers, ..
            } => holder.is_none() && (shared || readers.is_empty()),
            _ => true,
        };
        if !free {
            execution.counters.try_failed += 1;
            execution.note_look(lock, 15);
            execution.event(Action::TryFailed, Some(lock), Some(loc));
            let polls = execution.saw(lock, u32::MAX);
            return Ok((false, polls));
        }
        take(&mut execution, lock, shared, loc);
        let action = match label {
            22 => Action::Lock {
                value: None,
                poisoned: false,
            },
            24 => Action::ReadLock { value: None },
            _ => Action::WriteLock { value: None },
        };
        execution.event(action, Some(lock), Some(loc));
        Ok((true, false))
    });
    if polls {
        super::thread::poll();
    }
    taken
}

/// True when the current thread holds the mutex.
#[must_use]
pub fn mutex_is_locked_by_me(object: &Object) -> bool {
    with_engine(|engine, me| {
        let mut execution = engine.lock();
        object
            .number(&mut execution)
            .is_ok_and(|lock| holds(&execution, lock, me))
    })
    .unwrap_or(false)
}

/// A look at a lock that does not take it, such as `is_poisoned`.
pub fn lock_look(object: &Object, loc: Loc) {
    step(|engine, me| {
        let lock = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.discovered.release_is_visible = true;
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, 27, Some(lock), Some(loc))?;
        execution.note_look(lock, 16);
        Ok(())
    });
}

/// Releases a mutex. `changed`: whether what it protects may have been written meanwhile; a loop
/// that takes the lock, looks and releases it is a polling loop. Never unwinds.
pub fn mutex_unlock(object: &Object, changed: bool) {
    release(object, false, changed, |value| Action::Unlock { value });
}

fn release(object: &Object, shared: bool, changed: bool, action: fn(Option<String>) -> Action) {
    quietly(
        |execution| execution.settings.features.release_is_visible,
        |execution, _| {
            if let Ok(lock) = object.number(execution) {
                let_go(execution, lock, shared, changed);
                execution.event(action(None), Some(lock), None);
            }
        },
    );
}

/// Takes a reader-writer lock for reading, and waits until nobody writes.
pub fn rw_read(object: &Object, loc: Loc) {
    step(|engine, me| wait(engine, me, object, loc, Want::Read, 23).map(drop));
}

/// Takes a reader-writer lock for reading if nobody writes.
#[must_use]
pub fn rw_try_read(object: &Object, loc: Loc) -> bool {
    try_take(object, loc, true, 24)
}

/// Takes a reader-writer lock for writing, and waits until nobody holds it.
pub fn rw_write(object: &Object, loc: Loc) {
    step(|engine, me| {
        {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            let lock = object.number(&mut execution)?;
            let reads = matches!(
                &execution.objects[lock].state,
                State::Lock { readers, .. } if readers.contains(&me)
            );
            if reads || holds(&execution, lock, me) {
                return Err(self_deadlock(&mut execution, lock, loc));
            }
        }
        wait(engine, me, object, loc, Want::Write, 25).map(drop)
    });
}

/// Takes a reader-writer lock for writing if nobody holds it.
#[must_use]
pub fn rw_try_write(object: &Object, loc: Loc) -> bool {
    try_take(object, loc, false, 26)
}

/// Releases a read lock. Never unwinds.
pub fn rw_unlock_read(object: &Object) {
    release(object, true, false, |_| Action::ReadUnlock);
}

/// Releases a write lock. `changed` as in [`mutex_unlock`]. Never unwinds.
pub fn rw_unlock_write(object: &Object, changed: bool) {
    release(object, false, changed, |value| Action::WriteUnlock {
        value,
    });
}

/// Turns a write lock into a read lock, without letting anybody in between.
pub fn rw_downgrade(object: &Object, loc: Loc) {
    step(|engine, me| {
        let lock = object.number(&mut engine.lock())?;
        let mut execution = engine.point(me, Want::Step, 28, Some(lock), Some(loc))?;
        let_go(&mut execution, lock, false, true);
        take(&mut execution, lock, true, loc);
        execution.event(Action::ReadLock { value: None }, Some(lock), Some(loc));
        Ok(())
    });
}
