//! Channels: who may send and who may receive. The messages themselves are kept by the caller, in
//! the order in which [`channel_send`] answers [`Sent::Sent`].

use interleaving::Action;

use super::{Object, quietly, step};
use crate::engine::Engine;
use crate::execution::{About, Channel, Execution, Loc, State, Stop, Want};
use crate::faults::Fault;
use crate::memory::Message;
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

fn channel(execution: &mut Execution, number: usize) -> &mut Channel {
    match &mut execution.objects[number].state {
        State::Channel(channel) => channel,
        _ => unreachable!("internal error: not a channel"),
    }
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
        let of = channel(&mut execution, number);
        of.capacity = capacity;
        of.senders = 1;
        of.receivers = 1;
        Ok(())
    });
}

/// One more sender.
pub fn channel_add_sender(object: &Object) {
    ends(object, End::Sender, false);
}

/// One more receiver.
pub fn channel_add_receiver(object: &Object) {
    ends(object, End::Receiver, false);
}

/// One sender less. Never unwinds.
pub fn channel_drop_sender(object: &Object) {
    ends(object, End::Sender, true);
}

/// One receiver less. Never unwinds.
pub fn channel_drop_receiver(object: &Object) {
    ends(object, End::Receiver, true);
}

/// The two sides of a channel.
#[derive(Clone, Copy)]
enum End {
    Sender,
    Receiver,
}

fn ends(object: &Object, end: End, closes: bool) {
    // Closing the last end is something the other side sees: it is a step.
    quietly(
        |_| closes,
        |execution, _| {
            let Ok(number) = object.number(execution) else {
                return;
            };
            let of = channel(execution, number);
            let count = match end {
                End::Sender => &mut of.senders,
                End::Receiver => &mut of.receivers,
            };
            let last = closes && *count == 1;
            *count = if closes {
                count.saturating_sub(1)
            } else {
                *count + 1
            };
            if last {
                execution.release_object(number);
            }
            match (end, last) {
                (End::Sender, true) => execution.note_closing(number, 101),
                (End::Receiver, true) => execution.note_change(number, 101),
                (End::Sender, false) => execution.touches_closing(number, true),
                (End::Receiver, false) => execution.touches(number, true),
            }
            if last {
                execution.made_progress();
                execution.event(Action::Disconnect, Some(number), None);
            } else {
                execution.note_private(102);
            }
        },
    );
}

/// Puts a message into the channel; the channel must have room or no receiver.
fn put(execution: &mut Execution, at: usize, loc: Loc) -> Sent {
    if channel(execution, at).receivers == 0 {
        execution.acquire_object(at);
        execution.note_look(at, 103);
        refused(execution, at, "disconnected", loc);
        return Sent::Disconnected;
    }
    let bounded = channel(execution, at).capacity.is_some();
    if bounded && let Some(left) = channel(execution, at).slots.pop_front() {
        // Whoever made the room happens before whoever uses it.
        execution.acquire(&left);
    }
    execution.graph_step(crate::memory::Place::Object(at), false);
    let message = execution.me().message();
    channel(execution, at).queue.push_back(message);
    execution.note_change(at, 104);
    execution.made_progress();
    execution.event(Action::Send { value: None }, Some(at), Some(loc));
    Sent::Sent
}

/// Takes a message out of the channel; it must have one, or no sender.
fn take(execution: &mut Execution, at: usize, loc: Loc) -> Received {
    let Some(message) = channel(execution, at).queue.pop_front() else {
        execution.acquire_object(at);
        execution.note_empty(at, 105);
        refused(execution, at, "disconnected", loc);
        return Received::Disconnected;
    };
    if !execution.fault(Fault::MessagesCarryNothing) {
        execution.acquire(&message);
    }
    execution.graph_step(crate::memory::Place::Object(at), false);
    if channel(execution, at).capacity.is_some() {
        let left: Message = execution.me().message();
        channel(execution, at).slots.push_back(left);
    }
    execution.note_change(at, 106);
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
            execution.note_look(at, 107);
            if execution.saw(at, u32::MAX) {
                execution.me().owes_yield = true;
            }
            return Ok(Sent::TimedOut);
        }
        Ok(put(&mut execution, at, loc))
    })
}

/// Sends if there is room.
#[must_use]
pub fn channel_try_send(object: &Object, loc: Loc) -> Sent {
    let (sent, polls) = step(|engine, me| {
        let at = number(engine, me, object, loc)?;
        let mut execution = engine.point(me, Want::Step, 112, Some(at), Some(loc))?;
        if execution.may_send(at) {
            return Ok((put(&mut execution, at, loc), false));
        }
        execution.note_look(at, 108);
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
        if channel(&mut execution, at).capacity == Some(0) {
            channel(&mut execution, at).waiting += 1;
            execution.release_object(at);
        }
    }
    let want = Want::Receive {
        channel: at,
        timeout,
    };
    let mut execution = engine.point(me, want, 113, Some(at), Some(loc))?;
    if channel(&mut execution, at).capacity == Some(0) {
        channel(&mut execution, at).waiting -= 1;
    }
    if std::mem::take(&mut execution.me().timed_out) && !execution.may_receive(at) {
        execution.note_empty(at, 109);
        if execution.saw(at, u32::MAX) {
            execution.me().owes_yield = true;
        }
        return Ok(Received::TimedOut);
    }
    Ok(take(&mut execution, at, loc))
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
            return Ok((take(&mut execution, at, loc), false));
        }
        let blocked_sender = channel(&mut execution, at).capacity == Some(0)
            && execution
                .threads
                .iter()
                .any(|thread| matches!(thread.want, Want::Send { channel, .. } if channel == at));
        if blocked_sender {
            // A sender stands ready to hand its message over, so this receive succeeds.
            execution.note_look(at, 110);
            drop(execution);
            return Ok((wait_for_message(engine, me, at, false, loc)?, false));
        }
        execution.note_empty(at, 108);
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
        execution.note_look(at, 117);
        let length = channel(&mut execution, at).queue.len();
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
    if receives && channel(execution, at).queue.is_empty() {
        execution.note_empty(at, tag);
    } else {
        execution.note_look(at, tag);
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
            if *receives && !default && channel(&mut execution, *at).capacity == Some(0) {
                channel(&mut execution, *at).waiting += 1;
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
            if *receives && !default && channel(&mut execution, *at).capacity == Some(0) {
                channel(&mut execution, *at).waiting -= 1;
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
            (at, true) => take(&mut execution, at, loc) == Received::Disconnected,
            (at, false) => put(&mut execution, at, loc) == Sent::Disconnected,
        };
        Ok(Some(Selected {
            index,
            disconnected,
        }))
    })
}
