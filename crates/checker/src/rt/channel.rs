//! Channels: who may send and who may receive. The messages themselves are kept by the caller, in
//! the order in which [`channel_send`] answers [`Sent::Sent`].

use interleaving::Action;

use super::{Object, quietly, step, unseen};
use crate::engine::Engine;
use crate::execution::{About, Execution, Loc, Side, Stop, Want};
use crate::faults::Fault;
use crate::search::{Choice, Choosable};

/// How a send ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The message is in the channel.
    Sent,
    /// Every receiver is gone.
    Disconnected,
    /// There is no room.
    Full,
    /// There was no room before the time-out.
    TimedOut,
}

/// How a receive ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// The first message of the channel is yours.
    Received,
    /// There is no message, and every sender is gone.
    Disconnected,
    /// There is no message.
    Empty,
    /// There was no message before the time-out.
    TimedOut,
}

/// What an operation of a `select` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Sends.
    Send,
    /// Receives.
    Receive,
}

/// What a `select` chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The number of the operation.
    pub index: usize,
    /// True when the other end of the channel is gone: there is nothing to send or receive.
    pub disconnected: bool,
}

fn number(engine: &Engine, me: usize, object: &Object, loc: Loc) -> Result<usize, Stop> {
    let mut execution = engine.lock();
    execution.current = me;
    execution.me().loc = Some(loc);
    object.number(&mut execution)
}

/// A new channel with one sender and one receiver. `capacity`: `None` is unbounded, `Some(0)` hands
/// each message over from a sender to a receiver that waits.
pub fn channel_init(object: &Object, capacity: Option<usize>) {
    step(|engine, me| {
        let mut execution = engine.lock();
        execution.current = me;
        let number = object.number(&mut execution)?;
        execution.channel(number).open(capacity);
        Ok(())
    });
}

/// One more sender.
pub fn channel_add_sender(object: &Object) {
    joins(object, Side::Senders);
}

/// One more receiver.
pub fn channel_add_receiver(object: &Object) {
    joins(object, Side::Receivers);
}

/// One sender less. Never unwinds.
pub fn channel_drop_sender(object: &Object) {
    leaves(object, Side::Senders);
}

/// One receiver less. Never unwinds.
pub fn channel_drop_receiver(object: &Object) {
    leaves(object, Side::Receivers);
}

fn joins(object: &Object, side: Side) {
    quietly(unseen, |execution, _| {
        if let Ok(number) = object.number(execution) {
            execution.joins_side(number, side, 102);
        }
    });
}

fn leaves(object: &Object, side: Side) {
    // That the last one goes is something the other side sees: it is a step.
    quietly(
        |_| true,
        |execution, _| {
            let Ok(number) = object.number(execution) else {
                return;
            };
            if execution.leaves_side(number, side, 101) {
                execution.made_progress();
                execution.event(Action::Disconnect, Some(number), None);
            }
        },
    );
}

/// Puts a message into the channel; the channel must have room or no receiver. `waits`: it would
/// have waited for that.
fn put(execution: &mut Execution, at: usize, waits: bool, loc: Loc) -> Sent {
    if execution.channel(at).is_left(Side::Receivers) {
        execution.finds_side_left(at, Side::Receivers);
        execution.looks_at_side(at, Side::Receivers, false);
        execution.note_private(103);
        refused(execution, at, "disconnected", loc);
        return Sent::Disconnected;
    }
    execution.put_message(at, waits, 104);
    execution.made_progress();
    execution.event(Action::Send { value: None }, Some(at), Some(loc));
    Sent::Sent
}

/// Takes a message out of the channel; it must have one, or no sender. `waits`: it would have waited
/// for that.
fn take(execution: &mut Execution, at: usize, waits: bool, loc: Loc) -> Received {
    if !execution.take_message(at, waits, 106) {
        execution.finds_side_left(at, Side::Senders);
        execution.note_empty(at, waits, 105);
        refused(execution, at, "disconnected", loc);
        return Received::Disconnected;
    }
    execution.made_progress();
    execution.event(Action::Receive { value: None }, Some(at), Some(loc));
    Received::Received
}

fn refused(execution: &mut Execution, at: usize, why: &str, loc: Loc) {
    if execution.record.is_some() {
        let action = Action::ChannelRefused {
            why: why.to_owned(),
        };
        execution.event(action, Some(at), Some(loc));
    }
}

/// Sends, and waits for room.
#[must_use]
pub fn channel_send(object: &Object, timeout: bool, loc: Loc) -> Sent {
    step(|engine, me| {
        let at = number(engine, me, object, loc)?;
        let want = Want::Send {
            channel: at,
            timeout,
        };
        let mut execution = engine.point(me, want, 111, Some(at), Some(loc))?;
        if std::mem::take(&mut execution.me().timed_out) && !execution.may_send(at) {
            execution.note_room(at, 107);
            if execution.saw(at, u32::MAX) {
                execution.me().owes_yield = true;
            }
            return Ok(Sent::TimedOut);
        }
        Ok(put(&mut execution, at, !timeout, loc))
    })
}

/// Sends if there is room.
#[must_use]
pub fn channel_try_send(object: &Object, loc: Loc) -> Sent {
    let (sent, polls) = step(|engine, me| {
        let at = number(engine, me, object, loc)?;
        let mut execution = engine.point(me, Want::Step, 112, Some(at), Some(loc))?;
        if execution.may_send(at) {
            return Ok((put(&mut execution, at, false, loc), false));
        }
        execution.note_room(at, 108);
        refused(&mut execution, at, "full", loc);
        Ok((Sent::Full, execution.saw(at, u32::MAX)))
    });
    if polls {
        super::thread::poll();
    }
    sent
}

/// Waits for a message as a receiver that a sender without a buffer can see.
fn wait_for_message(
    engine: &Engine,
    me: usize,
    at: usize,
    timeout: bool,
    loc: Loc,
) -> Result<Received, Stop> {
    {
        let mut execution = engine.lock();
        execution.current = me;
        execution.waits_at(at, 120);
    }
    let want = Want::Receive {
        channel: at,
        timeout,
    };
    let mut execution = engine.point(me, want, 113, Some(at), Some(loc))?;
    execution.has_waited_at(at);
    if std::mem::take(&mut execution.me().timed_out) && !execution.may_receive(at) {
        execution.note_empty(at, false, 109);
        if execution.saw(at, u32::MAX) {
            execution.me().owes_yield = true;
        }
        return Ok(Received::TimedOut);
    }
    Ok(take(&mut execution, at, !timeout, loc))
}

/// Receives, and waits for a message.
#[must_use]
pub fn channel_recv(object: &Object, timeout: bool, loc: Loc) -> Received {
    step(|engine, me| {
        let at = number(engine, me, object, loc)?;
        wait_for_message(engine, me, at, timeout, loc)
    })
}

/// Receives if there is a message.
#[must_use]
pub fn channel_try_recv(object: &Object, loc: Loc) -> Received {
    let (received, polls) = step(|engine, me| {
        let at = number(engine, me, object, loc)?;
        let mut execution = engine.point(me, Want::Step, 114, Some(at), Some(loc))?;
        if execution.may_receive(at) {
            return Ok((take(&mut execution, at, false, loc), false));
        }
        let blocked_sender = execution.channel(at).meets()
            && execution
                .threads
                .iter()
                .any(|thread| matches!(thread.want, Want::Send { channel, .. } if channel == at));
        if blocked_sender {
            // A sender stands ready to hand its message over, so this receive succeeds.
            execution.note_length(at, 110);
            drop(execution);
            return Ok((wait_for_message(engine, me, at, false, loc)?, false));
        }
        execution.note_empty(at, false, 108);
        refused(&mut execution, at, "empty", loc);
        Ok((Received::Empty, execution.saw(at, u32::MAX)))
    });
    if polls {
        super::thread::poll();
    }
    received
}

/// The number of messages in the channel.
#[must_use]
pub fn channel_len(object: &Object, loc: Loc) -> usize {
    let (length, polls) = step(|engine, me| {
        let at = number(engine, me, object, loc)?;
        let mut execution = engine.point(me, Want::Step, 115, Some(at), Some(loc))?;
        execution.note_length(at, 117);
        let length = execution.channel(at).queue.len();
        let text = format!("holds {length}");
        execution.event(Action::Note { text }, Some(at), Some(loc));
        let polls = execution.saw(at, length as u32);
        Ok((length, polls))
    });
    if polls {
        super::thread::poll();
    }
    length
}

/// An operation of a `select` that was not done: whether it could be done was seen.
fn looked_at(execution: &mut Execution, at: usize, receives: bool, tag: u64) {
    if !receives {
        execution.note_room(at, tag);
    } else if execution.channel(at).queue.is_empty() {
        execution.note_empty(at, false, tag);
    } else {
        execution.note_length(at, tag);
    }
}

/// Does one of several operations, whichever can be done; waits unless there is a default.
/// `None`: the default, or the time-out. Which of several ready operations is done is not promised,
/// unless the choice is `biased`: then it is the first one.
#[must_use]
pub fn select(
    operations: &[(&Object, Direction)],
    biased: bool,
    default: bool,
    timeout: bool,
    loc: Loc,
) -> Option<Selected> {
    step(|engine, me| {
        let mut numbers = Vec::with_capacity(operations.len());
        for (object, direction) in operations {
            numbers.push((
                number(engine, me, object, loc)?,
                *direction == Direction::Receive,
            ));
        }
        for (at, receives) in &numbers {
            let mut execution = engine.lock();
            if *receives && !default {
                execution.current = me;
                execution.waits_at(*at, 121);
            }
        }
        let want = if default {
            Want::Step
        } else {
            Want::Select {
                operations: numbers.clone(),
                timeout,
            }
        };
        let mut execution = engine.point(me, want, 116, None, Some(loc))?;
        for (at, receives) in &numbers {
            if *receives && !default {
                execution.has_waited_at(*at);
            }
        }
        let ready: Vec<usize> = (0..numbers.len())
            .filter(|index| match numbers[*index] {
                (at, true) => execution.may_receive(at),
                (at, false) => execution.may_send(at),
            })
            .collect();
        execution.me().timed_out = false;
        if ready.is_empty() {
            for (at, receives) in &numbers {
                looked_at(&mut execution, *at, *receives, 118);
            }
            return Ok(None);
        }
        let biased = biased || execution.fault(Fault::SelectIsBiased);
        let possible = if biased { 1 } else { ready.len() };
        let options: Vec<Choosable> = ready
            .iter()
            .take(possible)
            .enumerate()
            .map(|(place, index)| Choosable {
                choice: Choice::Ordinary(*index as u8),
                cost: u32::from(place > 0),
            })
            .collect();
        let index = match execution.choose(About::Selection, &options)? {
            Choice::Ordinary(index) => usize::from(index),
            _ => return Err(Stop),
        };
        // The others were looked at, too: whether they were ready decided what could be chosen.
        for (other, (at, receives)) in numbers.iter().enumerate() {
            if other != index {
                looked_at(&mut execution, *at, *receives, 119);
            }
        }
        let disconnected = match numbers[index] {
            (at, true) => take(&mut execution, at, false, loc) == Received::Disconnected,
            (at, false) => put(&mut execution, at, false, loc) == Sent::Disconnected,
        };
        Ok(Some(Selected {
            index,
            disconnected,
        }))
    })
}
