//! Threads.

use interleaving::{Action, Limit};

use super::step;
use crate::engine::{self, with_engine};
use crate::execution::{Loc, Phase, Stop, Thing, Thread, Want};
use crate::faults::Fault;
use crate::print::Print;

/// A model thread of the current execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThreadId(pub u16);

impl ThreadId {
    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Starts a thread. Its body has to catch the panics of what it calls and to say so with
/// [`body_panicked`].
#[must_use]
pub fn spawn(name: Option<String>, loc: Loc, body: Box<dyn FnOnce() + Send + 'static>) -> ThreadId {
    step(|engine, me| {
        let mut execution = engine.lock();
        if execution.end.is_some() {
            return Err(Stop);
        }
        execution.current = me;
        execution.step(3, None)?;
        let number = execution.threads.len();
        if number >= execution.settings.max_threads {
            let most = execution.settings.max_threads;
            execution.limit = Some(Limit::Threads(most as u32));
            return Err(execution.give_up());
        }
        execution.counters.spawned += 1;
        execution.graph_step(crate::memory::Place::Object(usize::MAX - number), false);
        execution.note_private(3);
        execution.made_progress();
        let passes = !execution.fault(Fault::SpawnPassesNothing);
        let parent = execution.me();
        let identity = parent.identity.then(0x7EAD).then(parent.started);
        parent.started += 1;
        let mut child = Thread::new(name, identity);
        child.print = Print::new(4).after(identity).after(parent.print);
        if passes {
            child.clock = parent.clock;
            child.view = parent.view.clone();
        }
        child.clock.tick(number);
        child.loc = Some(loc);
        execution.threads.push(child);
        execution.starts(number);
        execution.event(
            Action::Spawn {
                thread: number as u16,
            },
            None,
            Some(loc),
        );
        drop(execution);
        engine.seat(body);
        Ok(ThreadId(number as u16))
    })
}

/// The body of the current thread caught a panic; whoever joins the thread gets it.
pub fn body_panicked() {
    with_engine(|engine, me| engine.lock().threads[me].panicked = true);
}

/// Waits until a thread has ended.
pub fn join(thread: ThreadId, loc: Loc) {
    step(|engine, me| {
        let other = thread.index();
        let mut execution = engine.point(me, Want::Join(other), 4, None, Some(loc))?;
        learn_end(&mut execution, other);
        execution.event(Action::Join { thread: thread.0 }, None, Some(loc));
        Ok(())
    });
}

fn learn_end(execution: &mut crate::execution::Execution, other: usize) {
    let message = execution.threads[other].message();
    let print = execution.threads[other].print;
    execution.threads[other].observed = true;
    execution.waited_for(other);
    if !execution.fault(Fault::JoinLearnsNothing) {
        execution.acquire(&message);
    }
    execution.graph_step(crate::memory::Place::Object(usize::MAX - other), false);
    let me = execution.me();
    me.print = me.print.after(print).then(5);
    execution.made_progress();
}

/// True when the thread has ended. Does not wait.
#[must_use]
pub fn is_finished(thread: ThreadId, loc: Loc) -> bool {
    let (finished, polls) = step(|engine, me| {
        let other = thread.index();
        engine.lock().discovered.end_is_visible = true;
        let mut execution = engine.point(me, Want::Step, 6, None, Some(loc))?;
        let finished = execution.threads[other].phase == Phase::Done;
        execution.touches_thing(Thing::Progress(other), false);
        let polls = if finished {
            // std promises nothing about memory here, so nothing is learned from it.
            let print = execution.threads[other].print;
            let me = execution.me();
            me.print = me.print.after(print).then(7);
            execution.made_progress();
            false
        } else {
            let print = execution.threads[other].print;
            let me = execution.me();
            me.print = me.print.after(print).then(8);
            execution.saw(usize::MAX - other, 0)
        };
        Ok((finished, polls))
    });
    if polls {
        poll();
    }
    finished
}

/// Waits until the bodies of these threads have returned, as the end of `std::thread::scope` does.
/// Their thread-local destructors may still run.
pub fn scope_wait(threads: &[ThreadId], loc: Loc) {
    step(|engine, me| {
        let others: Vec<usize> = threads.iter().map(|thread| thread.index()).collect();
        let mut execution = engine.point(me, Want::Bodies(others.clone()), 10, None, Some(loc))?;
        for other in others {
            learn_end(&mut execution, other);
        }
        Ok(())
    });
}

/// The current thread; thread 0 outside of an execution.
#[must_use]
pub fn current() -> ThreadId {
    ThreadId(with_engine(|_, me| me as u16).unwrap_or(0))
}

/// The name of a thread as tables show it.
#[must_use]
pub fn thread_name(thread: ThreadId) -> String {
    with_engine(|engine, _| engine.lock().label(thread.index())).unwrap_or_default()
}

/// Lets other threads run. It promises nothing: the same thread may go on at once.
pub fn yield_now(loc: Loc) {
    let polls = step(|engine, me| {
        let want = Want::Yield { forced: false };
        let mut execution = engine.point(me, want, 71, None, Some(loc))?;
        execution.note_private(71);
        execution.event(Action::Yield, None, Some(loc));
        // A loop that only yields is a polling loop, and so is one that yields in each round.
        let only_yields = execution.saw(usize::MAX, 0);
        Ok(execution.me().yields_at(loc) || only_yields)
    });
    if polls {
        poll();
    }
}

/// Sleeps: a model has no clock, so this lets other threads run and promises nothing.
pub fn sleep(loc: Loc) {
    yield_now(loc);
}

/// A hint inside a loop that waits for another thread.
pub fn spin_hint(loc: Loc) {
    yield_now(loc);
}

/// A polling loop has come round again: its next step comes after a step of another thread.
pub(super) fn poll() {
    with_engine(|engine, me| engine.lock().threads[me].owes_yield = true);
}

/// Waits for the token of the current thread, and takes it.
pub fn park(timeout: bool, loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.point(me, Want::Parked { timeout }, 73, None, Some(loc))?;
        execution.event(Action::Park, None, Some(loc));
        execution.touches_thing(Thing::Token(me), true);
        let stays = execution.fault(Fault::TokensStay);
        let thread = execution.me();
        let timed_out = std::mem::take(&mut thread.timed_out) && !thread.park_token;
        if timed_out {
            execution.note_private(75);
            if execution.saw(usize::MAX - 1, 0) {
                execution.me().owes_yield = true;
            }
            return Ok(());
        }
        thread.park_token = stays;
        let message = thread.token_message.clone();
        let token = thread.token_print;
        thread.print = thread.print.after(token).then(74);
        execution.acquire(&message);
        execution.graph_step(crate::memory::Place::Object(usize::MAX - 1000 - me), false);
        execution.made_progress();
        Ok(())
    });
}

/// Gives a thread its token; a parked thread goes on, and one that parks later does not wait.
pub fn unpark(thread: ThreadId, loc: Loc) {
    step(|engine, me| {
        let other = thread.index();
        let mut execution = engine.point(me, Want::Step, 76, None, Some(loc))?;
        execution.graph_step(
            crate::memory::Place::Object(usize::MAX - 1000 - other),
            false,
        );
        execution.touches_thing(Thing::Token(other), true);
        let publishes = !execution.fault(Fault::UnparkPublishesNothing);
        let parked = matches!(execution.threads[other].want, Want::Parked { .. });
        let lost = execution.fault(Fault::TokensAreLost) && !parked;
        let message = execution.me().message();
        let crate::execution::Execution {
            threads, locations, ..
        } = &mut *execution;
        threads[other].park_token |= !lost;
        if publishes {
            threads[other].token_message.join(&message, locations);
        }
        let token = threads[other].token_print;
        let print = threads[me].print.after(token).then(77);
        threads[me].print = print;
        threads[other].token_print = print;
        execution.made_progress();
        execution.event(Action::Unpark { thread: thread.0 }, None, Some(loc));
        Ok(())
    });
}

/// Does something at the end of the current thread, as ordinary steps, before it counts as ended.
pub fn at_thread_end(act: Box<dyn FnOnce()>) {
    engine::at_thread_end(act);
}

/// Does something when all threads of the execution have ended, on some thread, outside of the
/// execution. It is not done when a thread had to be left parked.
pub fn at_execution_end(act: Box<dyn FnOnce() + Send>) {
    with_engine(|engine, _| engine.at_execution_end(act));
}
