//! Plain data, variables in two steps, reference counts and heap memory.

use interleaving::{Action, Kind, Verdict};

use super::object::use_after_free;
use super::{Object, quietly, step, unseen};
use crate::execution::{Execution, Failure, Loc, State, Stop, Want};
use crate::faults::Fault;
use crate::limits::MAX_THREADS;

/// A read of plain data begins.
pub fn cell_read(object: &Object, loc: Loc) {
    access(object, false, loc);
}

/// A write of plain data begins.
pub fn cell_write(object: &Object, loc: Loc) {
    access(object, true, loc);
}

/// A read of plain data ends. Never unwinds.
pub fn cell_read_end(object: &Object) {
    close(object, false);
}

/// A write of plain data ends. Never unwinds.
pub fn cell_write_end(object: &Object) {
    close(object, true);
}

fn access(object: &Object, writes: bool, loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.lock();
        if execution.end.is_some() {
            return Err(Stop);
        }
        execution.current = me;
        execution.me().loc = Some(loc);
        let cell = object.number(&mut execution)?;
        if let Some((other, theirs, wrote)) = conflict(&execution, cell, writes) {
            return Err(race(
                &mut execution,
                cell,
                writes,
                loc,
                (other, theirs, wrote),
            ));
        }
        execution.touches(cell, false);
        remember(&mut execution, cell, writes, loc);
        if let State::Cell(accesses) = &mut execution.objects[cell].state {
            accesses.open.push((me, writes, loc));
        }
        execution.note_private(81 + u64::from(writes));
        let action = if writes {
            Action::Write { value: None }
        } else {
            Action::Read { value: None }
        };
        execution.event(action, Some(cell), Some(loc));
        Ok(())
    });
}

fn close(object: &Object, writes: bool) {
    quietly(unseen, |execution, me| {
        let Ok(cell) = object.number(execution) else {
            return;
        };
        let mut opened = None;
        if let State::Cell(accesses) = &mut execution.objects[cell].state
            && let Some(at) = accesses
                .open
                .iter()
                .rposition(|(thread, wrote, _)| *thread == me && *wrote == writes)
        {
            opened = Some(accesses.open.remove(at).2);
        }
        // An access counts until its end: what another thread did meanwhile was not ordered.
        if let Some(loc) = opened {
            remember(execution, cell, writes, loc);
        }
    });
}

/// An access of another thread that nothing orders before one of the current thread.
fn conflict(execution: &Execution, cell: usize, writes: bool) -> Option<(usize, Loc, bool)> {
    let me = execution.current;
    let clock = &execution.threads[me].clock;
    let State::Cell(accesses) = &execution.objects[cell].state else {
        return None;
    };
    let open = accesses
        .open
        .iter()
        .find(|(thread, wrote, _)| *thread != me && (writes || *wrote));
    if let Some((thread, wrote, loc)) = open {
        return Some((*thread, *loc, *wrote));
    }
    if let Some((thread, number, loc)) = accesses.write
        && thread != me
        && !clock.covers(thread, number)
        && (writes || !execution.fault(Fault::WritesDoNotRaceWithReads))
    {
        return Some((thread, loc, true));
    }
    if !writes || execution.fault(Fault::ReadsDoNotRace) {
        return None;
    }
    (0..MAX_THREADS).find_map(|thread| {
        let (number, loc) = accesses.reads[thread]?;
        (thread != me && !clock.covers(thread, number)).then_some((thread, loc, false))
    })
}

fn remember(execution: &mut Execution, cell: usize, writes: bool, loc: Loc) {
    let me = execution.current;
    let number = execution.threads[me].clock.tick(me);
    let State::Cell(accesses) = &mut execution.objects[cell].state else {
        return;
    };
    if writes {
        accesses.write = Some((me, number, loc));
    } else {
        accesses.reads[me] = Some((number, loc));
    }
}

fn race(
    execution: &mut Execution,
    cell: usize,
    writes: bool,
    loc: Loc,
    (other, theirs, wrote): (usize, Loc, bool),
) -> Stop {
    let (me, other) = (execution.label(execution.current), execution.label(other));
    let does = if writes { "writes" } else { "reads" };
    let did = if wrote { "wrote" } else { "read" };
    let noun = if wrote { "write" } else { "read" };
    let what = format!("{does} it while the {noun} of {other} may still be going on");
    execution.event(Action::Fault { what }, Some(cell), Some(loc));
    execution.fail(Failure {
        headline: format!(
            "DATA RACE: {me} {does} data that {other} {did} at {}:{}, and nothing orders one \
             before the other.",
            theirs.file(),
            theirs.line()
        ),
        verdict: Verdict::DataRace {
            kind: Kind::DataRace,
        },
        remarks: vec![],
    })
}

/// A load of a variable whose load and store are two steps.
pub fn racy_load(object: &Object, loc: Loc) {
    racy(object, 83, loc);
}

/// A store to a variable whose load and store are two steps.
pub fn racy_store(object: &Object, loc: Loc) {
    racy(object, 84, loc);
}

fn racy(object: &Object, label: u64, loc: Loc) {
    let polls = step(|engine, me| {
        let variable = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, label, Some(variable), Some(loc))?;
        if label == 83 {
            let seen = execution.objects[variable].history.written.short() as u32;
            execution.note_look(variable, label);
            execution.event(
                Action::Load {
                    value: None,
                    newest: None,
                },
                Some(variable),
                Some(loc),
            );
            return Ok(execution.saw(variable, seen));
        }
        execution.note_change(variable, label);
        execution.made_progress();
        let action = Action::Store {
            value: None,
            overtaken: false,
        };
        execution.event(action, Some(variable), Some(loc));
        Ok(false)
    });
    if polls {
        super::thread::poll();
    }
}

/// A reference count changes. `release`: what the thread did so far happens before whatever a
/// thread does that later finds itself to be the last owner. Never unwinds when `loc` is `None`.
pub fn count_change(object: &Object, release: bool, loc: Option<Loc>) {
    quietly(
        |execution| execution.settings.features.counts_are_visible,
        |execution, _| {
            let Ok(count) = object.number(execution) else {
                return;
            };
            if release {
                execution.release_object(count);
            } else {
                execution.counters.clones += 1;
            }
            if execution.settings.features.counts_are_visible {
                execution.note_change(count, 85);
            } else {
                execution.note_look(count, 85);
            }
            if loc.is_some() {
                execution.me().loc = loc;
            }
            execution.made_progress();
        },
    );
}

/// The current thread found itself to be the last owner: all that others released happened before.
pub fn count_acquire(object: &Object) {
    quietly(unseen, |execution, _| {
        if let Ok(count) = object.number(execution) {
            execution.acquire_object(count);
        }
    });
}

/// A look at a reference count, for `strong_count`, `get_mut`, `try_unwrap` and `upgrade`.
pub fn count_look(object: &Object, loc: Loc) {
    step(|engine, me| {
        let count = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            execution.discovered.counts_are_visible = true;
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, 86, Some(count), Some(loc))?;
        execution.note_look(count, 86);
        Ok(())
    });
}

/// A look at a reference count that also changes it, as one step, for `try_unwrap` and `upgrade`.
/// The caller reads and changes its count after this returns. `release` as in [`count_change`].
pub fn count_look_and_change(object: &Object, release: bool, loc: Loc) {
    step(|engine, me| {
        let count = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            execution.discovered.counts_are_visible = true;
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, 89, Some(count), Some(loc))?;
        if release {
            execution.release_object(count);
        }
        execution.note_change(count, 89);
        execution.made_progress();
        Ok(())
    });
}

/// The destructor of plain data: a write that needs no line. Never unwinds; after a data race the
/// thread leaves at its next step.
pub fn cell_drop(object: &Object) {
    quietly(unseen, |execution, _| {
        let Ok(cell) = object.number(execution) else {
            return;
        };
        let loc = execution.me().loc.unwrap_or(object.location());
        if execution.fault(Fault::DropIsNoWrite) {
            return;
        }
        if let Some(other) = conflict(execution, cell, true) {
            let _ = race(execution, cell, true, loc, other);
            return;
        }
        remember(execution, cell, true, loc);
    });
}

/// Heap memory of `length` bytes at `address` is watched from here on.
pub fn alloc(object: &Object, address: usize, length: usize, loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.lock();
        execution.current = me;
        execution.me().loc = Some(loc);
        let number = object.number(&mut execution)?;
        execution.objects[number].state = State::Allocation {
            address,
            length,
            freed: None,
        };
        execution.allocations.push(number);
        execution.note_private(87);
        Ok(())
    });
}

/// Watched memory is given back. The caller keeps it readable until the execution has ended.
pub fn free(object: &Object, loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.lock();
        if execution.end.is_some() {
            return Err(Stop);
        }
        execution.current = me;
        execution.me().loc = Some(loc);
        let number = object.number(&mut execution)?;
        let fine = execution.fault(Fault::DoubleFreeIsFine);
        let State::Allocation { freed, .. } = &mut execution.objects[number].state else {
            return Ok(());
        };
        if let Some(first) = freed.filter(|_| !fine) {
            let me = execution.label(me);
            let what = format!("gives memory back a second time; the first time was at {first}");
            execution.event(
                Action::Fault { what: what.clone() },
                Some(number),
                Some(loc),
            );
            return Err(execution.fail(Failure {
                headline: format!("DOUBLE FREE: {me} {what}."),
                verdict: Verdict::DataRace {
                    kind: Kind::DoubleFree,
                },
                remarks: vec![],
            }));
        }
        *freed = Some(loc);
        execution.depends_on_all();
        execution.note_private(88);
        execution.event(Action::Free, Some(number), Some(loc));
        Ok(())
    });
}

/// Watched memory is looked at through a plain pointer.
pub fn touch(object: &Object, loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.lock();
        if execution.end.is_some() {
            return Err(Stop);
        }
        execution.current = me;
        execution.me().loc = Some(loc);
        let number = object.number(&mut execution)?;
        execution.touches(number, false);
        match execution.objects[number].state {
            State::Allocation {
                freed: Some(freed), ..
            } => Err(use_after_free(&mut execution, Some(number), freed)),
            _ => Ok(()),
        }
    });
}
