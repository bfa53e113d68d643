//! Condition variables and barriers.

use interleaving::{Action, Wake};

use super::{Object, step};
use crate::execution::{About, Loc, State, Stop, Want};
use crate::faults::Fault;
use crate::search::{Choice, Choosable};

/// Releases the mutex and goes to sleep, as one step; takes the mutex again after waking up.
/// `changed` as in [`mutex_unlock`](super::mutex_unlock). Returns true when the time-out fired.
#[must_use]
pub fn condvar_wait(
    condvar: &Object,
    mutex: &Object,
    changed: bool,
    timeout: bool,
    loc: Loc,
) -> bool {
    step(|engine, me| {
        let (cv, lock) = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            (
                condvar.number(&mut execution)?,
                mutex.number(&mut execution)?,
            )
        };
        let mut execution = if engine.lock().fault(Fault::WaitIsNoStep) {
            engine.lock()
        } else {
            engine.point(me, Want::Step, 41, Some(cv), Some(loc))?
        };
        execution.event(Action::Wait, Some(cv), Some(loc));
        let keeps = execution.fault(Fault::WaitKeepsTheLock);
        if let State::Lock {
            holder, version, ..
        } = &mut execution.objects[lock].state
        {
            if !keeps {
                *holder = None;
            }
            *version += u32::from(changed);
        }
        if changed {
            execution.made_progress();
        }
        execution.threads[me].held.retain(|(held, _)| *held != lock);
        execution.release_object(lock);
        execution.note_change(lock, 14);
        if let State::Condvar { waiters, .. } = &mut execution.objects[cv].state {
            waiters.push(me);
        }
        execution.note_change(cv, 42);
        // Going to sleep lets others run; whether it is progress is decided when it wakes up.
        drop(execution);
        let want = Want::Asleep {
            condvar: cv,
            woken: false,
            timeout,
        };
        let mut execution = engine.point(me, want, 43, Some(cv), Some(loc))?;
        let timed_out = std::mem::take(&mut execution.threads[me].timed_out);
        execution.note_look(cv, 44 + u64::from(timed_out));
        let mut polls = false;
        if timed_out {
            // A loop around a wait with a time-out is a polling loop.
            polls = execution.saw(cv, u32::MAX);
        } else {
            execution.made_progress();
        }
        drop(execution);
        if polls {
            drop(engine.point(me, Want::Yield { forced: true }, 72, None, Some(loc))?);
        }
        let relock = if engine.lock().fault(Fault::WakingTakesNoLock) {
            Want::Step
        } else {
            Want::Mutex(lock)
        };
        let mut execution = engine.point(me, relock, 46, Some(lock), Some(loc))?;
        if let State::Lock { holder, .. } = &mut execution.objects[lock].state {
            *holder = Some(me);
        }
        execution.threads[me].held.push((lock, loc));
        execution.acquire_object(lock);
        execution.note_change(lock, 12);
        execution.event(
            Action::Lock {
                value: None,
                poisoned: false,
            },
            Some(lock),
            Some(loc),
        );
        Ok(timed_out)
    })
}

/// Wakes one thread that sleeps on the condition variable, or all of them.
pub fn condvar_notify(condvar: &Object, all: bool, loc: Loc) {
    step(|engine, me| {
        let cv = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            condvar.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, 47, Some(cv), Some(loc))?;
        execution.counters.notifies += 1;
        let waiters = match &mut execution.objects[cv].state {
            State::Condvar { waiters, notified } => {
                *notified = true;
                waiters.clone()
            }
            _ => vec![],
        };
        let everybody = (all && !execution.fault(Fault::NotifyAllWakesOne))
            || execution.fault(Fault::NotifyOneWakesAll);
        let woken = if everybody || waiters.len() < 2 {
            waiters
        } else if execution.fault(Fault::NotificationsAreFair) {
            waiters[..1].to_vec()
        } else {
            // Which one wakes up is not promised; the one that waits longest is the calm choice.
            let options: Vec<Choosable> = waiters
                .iter()
                .enumerate()
                .map(|(place, waiter)| Choosable {
                    choice: Choice::Wake(*waiter as u8),
                    cost: u32::from(place > 0),
                })
                .collect();
            match execution.choose(About::Notification, &options)? {
                Choice::Wake(waiter) => vec![usize::from(waiter)],
                _ => return Err(Stop),
            }
        };
        for waiter in &woken {
            if let Want::Asleep { woken, .. } = &mut execution.threads[*waiter].want {
                *woken = true;
            }
            if let State::Condvar { waiters, .. } = &mut execution.objects[cv].state {
                waiters.retain(|other| other != waiter);
            }
        }
        execution.note_change(cv, 48);
        if !woken.is_empty() {
            execution.made_progress();
        }
        let names = woken.iter().map(|waiter| *waiter as u16).collect();
        execution.event(Action::Notify { all, woken: names }, Some(cv), Some(loc));
        for waiter in woken {
            let loc = execution.threads[waiter].loc;
            execution.event_of(
                waiter,
                Action::Woken {
                    how: Wake::Notified,
                },
                Some(cv),
                loc,
            );
        }
        Ok(())
    });
}

/// Waits until `n` threads have arrived. Returns true for the last one.
#[must_use]
pub fn barrier_wait(object: &Object, n: usize, loc: Loc) -> bool {
    arrive(object, n, false, loc)
}

/// Like [`barrier_wait`], as a demand of a model: `n` callers must be able to be here at the same
/// time. If they cannot, the verdict is a deadlock with the kind `LostParallelism`.
pub fn meet(object: &Object, n: usize, loc: Loc) {
    arrive(object, n, true, loc);
}

fn arrive(object: &Object, n: usize, demand: bool, loc: Loc) -> bool {
    step(|engine, me| {
        let barrier = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, 51, Some(barrier), Some(loc))?;
        execution.release_object(barrier);
        execution.note_change(barrier, 52);
        execution.made_progress();
        let opens = execution.fault(Fault::BarrierOpensEarly);
        let State::Barrier {
            arrived,
            generation,
            meeting,
        } = &mut execution.objects[barrier].state
        else {
            unreachable!("internal error: not a barrier")
        };
        *meeting = demand;
        *arrived += 1;
        // `Barrier::new(0)` and `Barrier::new(1)` let everybody through, as in std.
        if *arrived >= n || opens {
            *arrived = 0;
            *generation = generation.wrapping_add(1);
            execution.acquire_object(barrier);
            execution.event(
                Action::Note {
                    text: "arrives last: all go on".to_owned(),
                },
                Some(barrier),
                Some(loc),
            );
            return Ok(true);
        }
        let generation = *generation;
        execution.event(
            Action::Note {
                text: "arrives and waits".to_owned(),
            },
            Some(barrier),
            Some(loc),
        );
        drop(execution);
        let want = Want::Barrier {
            barrier,
            generation,
        };
        let mut execution = engine.point(me, want, 53, Some(barrier), Some(loc))?;
        execution.acquire_object(barrier);
        execution.note_look(barrier, 54);
        Ok(false)
    })
}
