//! Initialisers that run once.

use interleaving::{Action, Kind, Verdict};

use super::{Object, quietly, step, unseen};
use crate::execution::{Execution, Failure, Loc, State, Want};
use crate::faults::Fault;

/// What a thread that asked for an initialisation has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnceBegin {
    /// Run the initialiser, then call [`once_end`].
    Run,
    /// Nothing: it has run.
    Done,
    /// It panicked in another thread.
    Poisoned,
}

/// How an initialiser ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnceEnd {
    /// The value is there.
    Done,
    /// There is no value; the next caller runs the initialiser again.
    Failed,
    /// The initialiser panicked, and that is final.
    Poisoned,
}

fn state(execution: &mut Execution, once: usize) -> (&mut Option<usize>, &mut bool, &mut bool) {
    match &mut execution.objects[once].state {
        State::Once {
            running,
            done,
            poisoned,
        } => (running, done, poisoned),
        _ => unreachable!("internal error: not a once"),
    }
}

/// Asks for an initialisation. Waits while another thread runs it.
#[must_use]
pub fn once_begin(object: &Object, loc: Loc) -> OnceBegin {
    step(|engine, me| {
        let once = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            let once = object.number(&mut execution)?;
            if *state(&mut execution, once).0 == Some(me) {
                let on = "waits for the initialiser that it runs itself".to_owned();
                execution.event(Action::Blocked { on }, Some(once), Some(loc));
                return Err(execution.fail(Failure {
                    headline: "SELF-DEADLOCK: an initialiser asks for its own result.".to_owned(),
                    verdict: Verdict::Deadlock {
                        kind: Kind::SelfDeadlock,
                    },
                    remarks: vec![],
                }));
            }
            once
        };
        let mut execution = engine.point(me, Want::Once(once), 61, Some(once), Some(loc))?;
        let (running, done, poisoned) = state(&mut execution, once);
        let begin = match (*done, *poisoned) {
            (true, _) => OnceBegin::Done,
            (_, true) => OnceBegin::Poisoned,
            _ => {
                *running = Some(me);
                OnceBegin::Run
            }
        };
        execution.acquire_object(once);
        let text = match begin {
            OnceBegin::Run => {
                execution.note_change(once, 62);
                "runs the initialiser"
            }
            OnceBegin::Done => {
                execution.note_look(once, 63);
                "is initialised already"
            }
            OnceBegin::Poisoned => {
                execution.note_look(once, 64);
                "finds that the initialiser panicked"
            }
        };
        execution.made_progress();
        execution.event(
            Action::Note {
                text: text.to_owned(),
            },
            Some(once),
            Some(loc),
        );
        Ok(begin)
    })
}

/// Ends an initialiser that [`once_begin`] told to run. Never unwinds.
pub fn once_end(object: &Object, end: OnceEnd) {
    quietly(unseen, |execution, _| {
        let Ok(once) = object.number(execution) else {
            return;
        };
        let again = execution.fault(Fault::OnceRunsAgain);
        let (running, done, poisoned) = state(execution, once);
        *running = None;
        *done = end == OnceEnd::Done && !again;
        *poisoned = end == OnceEnd::Poisoned;
        execution.release_object(once);
        execution.note_change(once, 65 + end as u64);
        execution.made_progress();
    });
}

/// True when the initialiser has run. Does not wait.
#[must_use]
pub fn once_is_done(object: &Object, loc: Loc) -> bool {
    let (done, polls) = step(|engine, me| {
        let once = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::Step, 66, Some(once), Some(loc))?;
        let done = *state(&mut execution, once).1;
        if done {
            execution.acquire_object(once);
        }
        execution.note_look(once, 67);
        let polls = execution.saw(once, u32::from(done));
        let text = if done {
            "is initialised"
        } else {
            "is not initialised yet"
        };
        execution.event(
            Action::Note {
                text: text.to_owned(),
            },
            Some(once),
            Some(loc),
        );
        Ok((done, polls))
    });
    if polls {
        super::thread::poll();
    }
    done
}

/// Waits until the initialiser has run in some thread.
#[must_use]
pub fn once_wait(object: &Object, loc: Loc) -> OnceBegin {
    step(|engine, me| {
        let once = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.number(&mut execution)?
        };
        let mut execution = engine.point(me, Want::OnceEnded(once), 68, Some(once), Some(loc))?;
        let (_, done, _) = state(&mut execution, once);
        let begin = if *done {
            OnceBegin::Done
        } else {
            OnceBegin::Poisoned
        };
        execution.acquire_object(once);
        execution.note_look(once, 69);
        execution.made_progress();
        Ok(begin)
    })
}
