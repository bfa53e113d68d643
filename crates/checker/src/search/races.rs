//! Which other orders of an execution's transitions have to be tried.
//!
//! This is source-set dynamic partial-order reduction (Abdulla, Aronsson, Jonsson, Sagonas,
//! "Source Sets: A Foundation for Optimal Dynamic Partial Order Reduction", JACM 64(4), 2017):
//! for two transitions that race, a thread that can begin the reversed order has to be among those
//! that are tried where the earlier one was chosen. Together with sleep sets (Godefroid, 1996) no
//! trace is finished twice. Threads that wait are handled with care instead of cleverness: all
//! pairs count that are ordered by nothing but what lies between them, so a lock that was taken
//! and given back meanwhile still races with the one who took it later.

use super::Path;
use super::path::Branch;
use crate::clock::Tid;
use crate::execution::{Footprint, Transition};
use crate::limits::MAX_THREADS;

/// How many transitions of each thread happen before a transition, itself included.
type Clock = [u32; MAX_THREADS];

/// One event of the analysis: a transition, or what a thread was about to do at the end.
struct Event<'trace> {
    thread: Tid,
    footprint: &'trace Footprint,
    transition: Option<&'trace Transition>,
    /// The number of this transition within its thread, from 1.
    number: u32,
    clock: Clock,
}

fn join(clock: &mut Clock, other: &Clock) {
    for (mine, theirs) in clock.iter_mut().zip(other) {
        *mine = (*mine).max(*theirs);
    }
}

fn before(event: &Event<'_>, clock: &Clock) -> bool {
    clock[event.thread] >= event.number
}

/// Adds to the choices of `path` what the races of an execution ask for. `pending` is what threads
/// were about to do when it ended.
pub(crate) fn reverse_races(
    path: &mut Path,
    transitions: &[Transition],
    pending: &[(Tid, Footprint)],
) {
    for transition in transitions {
        if let Some((place, taken)) = transition.node
            && let Some(branch) = path.branch_at(place)
        {
            branch.touched(taken, &transition.footprint);
        }
    }
    let changed = path.changed();
    let fresh = transitions
        .iter()
        .position(|transition| transition.node.is_some_and(|(place, _)| place >= changed))
        .unwrap_or(transitions.len());
    let mut events: Vec<Event<'_>> = Vec::with_capacity(transitions.len());
    // What happens before the first transition of a thread, and then before its next one.
    let mut clocks: [Clock; MAX_THREADS] = [[0; MAX_THREADS]; MAX_THREADS];
    for (at, transition) in transitions.iter().enumerate() {
        let thread = transition.thread;
        let base = clocks[thread];
        let mut event = Event {
            thread,
            footprint: &transition.footprint,
            transition: Some(transition),
            number: base[thread] + 1,
            clock: base,
        };
        order(&mut event, &events);
        if at >= fresh {
            look_for_races(path, &events, &event, &base);
        }
        clocks[thread] = event.clock;
        for child in &transition.started {
            join(&mut clocks[*child], &event.clock);
        }
        events.push(event);
    }
    for (thread, footprint) in pending {
        let base = clocks[*thread];
        let mut event = Event {
            thread: *thread,
            footprint,
            transition: None,
            number: base[*thread] + 1,
            clock: base,
        };
        order(&mut event, &events);
        look_for_races(path, &events, &event, &base);
    }
}

/// Finds out what happens before the event.
fn order(event: &mut Event<'_>, earlier: &[Event<'_>]) {
    for other in earlier.iter().rev() {
        if !before(other, &event.clock) && other.footprint.conflicts(event.footprint) {
            join(&mut event.clock, &other.clock);
        }
    }
    event.clock[event.thread] = event.number;
}

/// `base`: what happens before the event because of its own thread.
fn look_for_races(path: &mut Path, earlier: &[Event<'_>], event: &Event<'_>, base: &Clock) {
    for (at, other) in earlier.iter().enumerate() {
        let races = other.thread != event.thread
            && !before(other, base)
            && other.footprint.races(event.footprint);
        let node = other.transition.and_then(|transition| transition.node);
        if let (true, Some((place, _))) = (races, node)
            && let Some(branch) = path.branch_at(place)
        {
            reverse(branch, earlier, at, event);
        }
    }
}

/// Lets a thread begin, in place of the transition `at`, an order in which `event` comes before it.
fn reverse(branch: &mut Branch, earlier: &[Event<'_>], at: usize, event: &Event<'_>) {
    let replaced = &earlier[at];
    let mut between: Vec<&Event<'_>> = earlier[at + 1..]
        .iter()
        .filter(|other| !before(replaced, &other.clock))
        .collect();
    between.push(event);
    let mut begins = None;
    for (number, candidate) in between.iter().enumerate() {
        let first = !between[..number]
            .iter()
            .any(|other| before(other, &candidate.clock));
        if !first {
            continue;
        }
        let option = match candidate.transition {
            Some(transition) => branch.option(transition.choice),
            None => branch.option_of(candidate.thread),
        };
        let Some(option) = option else {
            continue; // It has to wait here.
        };
        if branch.is_covered(option) {
            return;
        }
        if begins.is_none() || candidate.thread == event.thread {
            begins = Some(option);
        }
    }
    if let Some(option) = begins {
        branch.add(option);
    }
}
