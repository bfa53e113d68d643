//! What one end of a channel can tell about the other.
//!
//! A channel with a buffer is several things, not one. Senders are ordered among each other, and
//! receivers are. A receiver depends on the one sender whose message it takes, and, in a bounded
//! channel, a sender on the one receiver whose room it uses. So a send and a receive of different
//! messages are independent: their order is seen by nobody, and only one order is explored. Whoever
//! finds the channel empty or full has seen both ends. That no sender is left is seen only by who
//! finds no message, and that no receiver is left only by senders; in which order
//! they went is seen by nobody, unless the last receiver takes messages with it.

use std::collections::VecDeque;

use super::{Execution, History, State, Touch};
use crate::faults::Fault;
use crate::memory::{Message, Place};
use crate::print::Print;

/// What a sender left for the receiver of a message, or a receiver for the sender who uses the room.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    number: u64,
    knowledge: Message,
    print: Print,
}

/// The state of a channel. The messages themselves are kept by `lab`, in the same order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Channel {
    /// `None` is unbounded, `Some(0)` hands over without a buffer.
    pub(crate) capacity: Option<usize>,
    /// The messages in the channel.
    pub(crate) queue: VecDeque<Parcel>,
    /// The room that receivers made and no sender has used.
    room: VecDeque<Parcel>,
    /// How many messages were sent.
    sent: u64,
    /// How many messages were received.
    received: u64,
    /// Receivers that wait right now, for channels without a buffer.
    pub(crate) waiting: usize,
    /// The receives. The sends are the history of the object.
    receiving: History,
    senders: End,
    receivers: End,
}

/// Those who hold one side of a channel.
#[derive(Clone, Debug, Default)]
struct End {
    count: usize,
    /// What those knew who are gone. Whoever finds nobody left learns all of it: libraries count
    /// the ends with `fetch_sub(1, AcqRel)`.
    knowledge: Message,
    /// The histories with which they went, in no order: nobody sees it.
    left: Print,
}

/// The two sides of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Senders,
    Receivers,
}

impl Channel {
    /// A channel with one sender and one receiver.
    pub(crate) fn open(&mut self, capacity: Option<usize>) {
        self.capacity = capacity;
        self.senders.count = 1;
        self.receivers.count = 1;
    }

    /// Everything that happened to it beside the history of the object.
    pub(crate) fn print(&self) -> Print {
        self.receiving
            .print()
            .after(self.senders.left)
            .after(self.receivers.left)
    }

    /// Without a buffer both sides meet: what one does is seen by the other at once.
    pub(crate) fn meets(&self) -> bool {
        self.capacity == Some(0)
    }

    /// Nobody holds this side any more.
    pub(crate) fn is_left(&self, side: Side) -> bool {
        match side {
            Side::Senders => self.senders.count == 0,
            Side::Receivers => self.receivers.count == 0,
        }
    }

    /// There is no message, and there will be none.
    fn is_over(&self) -> bool {
        self.queue.is_empty() && self.is_left(Side::Senders)
    }

    fn end(&mut self, side: Side) -> &mut End {
        match side {
            Side::Senders => &mut self.senders,
            Side::Receivers => &mut self.receivers,
        }
    }
}

/// A part of a channel that is a thing of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// What the receivers do.
    Receiving,
    /// Whether somebody holds this side.
    Side(Side),
    /// One message.
    Message(u64),
    /// The room that one receive made.
    Room(u64),
}

impl Part {
    /// Marks the part in the identity of the channel.
    pub(crate) fn label(self) -> u64 {
        match self {
            Part::Receiving => 1,
            Part::Side(Side::Senders) => 2,
            Part::Side(Side::Receivers) => 3,
            Part::Message(number) => number << 3 | 6,
            Part::Room(number) => number << 3 | 7,
        }
    }
}

impl Execution {
    /// The current thread makes one more sender or receiver. It has one, so nobody else can be the
    /// last one to leave meanwhile: nobody sees this.
    pub(crate) fn joins_side(&mut self, at: usize, side: Side, tag: u64) {
        self.channel(at).end(side).count += 1;
        self.note_private(tag);
    }

    /// The current thread gives up one sender or receiver. True when it was the last.
    pub(crate) fn leaves_side(&mut self, at: usize, side: Side, tag: u64) -> bool {
        self.graph_step(Place::Object(at), false);
        self.note_private(tag);
        let channel = self.channel(at);
        // The last receiver drops the messages that are left, so it matters who that is.
        let takes_messages = side == Side::Receivers && !channel.is_over();
        if takes_messages && channel.end(side).left != Print::default() {
            let End {
                knowledge, left, ..
            } = channel.end(side).clone();
            self.acquire(&knowledge);
            let thread = self.me();
            thread.print = thread.print.after(left);
        }
        let (left, knowledge) = (self.me().print, self.me().message());
        let Execution {
            objects, locations, ..
        } = self;
        let State::Channel(channel) = &mut objects[at].state else {
            return false;
        };
        let end = channel.end(side);
        end.knowledge.join(&knowledge, locations);
        end.left = end.left.beside(left);
        end.count = end.count.saturating_sub(1);
        let last = end.count == 0;
        let touch = if takes_messages {
            Touch::Change
        } else {
            Touch::Leave { last }
        };
        self.touches_part(at, Part::Side(side), touch);
        last
    }

    /// The current thread sees whether somebody holds this side. `waited`: it would have waited for
    /// that there is nobody.
    pub(crate) fn looks_at_side(&mut self, at: usize, side: Side, waited: bool) {
        let channel = self.channel(at);
        if !channel.is_left(side) {
            self.touches_part(at, Part::Side(side), Touch::Look);
            return;
        }
        let left = channel.end(side).left;
        let thread = self.me();
        thread.print = thread.print.after(left);
        self.touches_part(at, Part::Side(side), Touch::FindsNone { waited });
    }

    /// The current thread finds that nobody holds this side, and learns what they knew.
    pub(crate) fn finds_side_left(&mut self, at: usize, side: Side) {
        if self.fault(Fault::LeavingCarriesNothing) {
            return;
        }
        let knowledge = self.channel(at).end(side).knowledge.clone();
        self.acquire(&knowledge);
        self.graph_step(Place::Object(at), false);
    }

    /// The current thread is about to wait for a message, where a sender without a buffer can see it.
    pub(crate) fn waits_at(&mut self, at: usize, tag: u64) {
        if self.channel(at).meets() {
            self.channel(at).waiting += 1;
            self.release_object(at);
            self.note_change(at, tag);
        }
    }

    /// The current thread waits no longer.
    pub(crate) fn has_waited_at(&mut self, at: usize) {
        if self.channel(at).meets() {
            self.channel(at).waiting -= 1;
        }
    }

    /// The current thread puts a message into the channel, which has room. `waited`: it would have
    /// waited for room.
    pub(crate) fn put_message(&mut self, at: usize, waited: bool, tag: u64) {
        let channel = self.channel(at);
        let number = channel.sent;
        channel.sent += 1;
        // The first ones use room that nobody made.
        let needs_room = channel.capacity.is_some_and(|size| number >= size as u64);
        let room = needs_room.then(|| channel.room.pop_front()).flatten();
        if let Some(room) = room {
            self.touches_part(at, Part::Room(room.number), Touch::look(waited));
            if !self.fault(Fault::RoomCarriesNothing) {
                self.acquire(&room.knowledge);
            }
            self.comes_after(&room);
        }
        if self.channel(at).meets() && !self.fault(Fault::MeetingCarriesNothing) {
            // The receiver that takes it was there before.
            self.acquire_object(at);
        }
        self.graph_step(Place::Object(at), false);
        self.looks_at_side(at, Side::Receivers, false);
        self.note_change(at, tag);
        self.touches_part(at, Part::Message(number), Touch::Change);
        let parcel = self.pack(number);
        self.channel(at).queue.push_back(parcel);
    }

    /// The current thread takes the first message out of the channel; false: there is none.
    /// `waited`: it would have waited for one.
    pub(crate) fn take_message(&mut self, at: usize, waited: bool, tag: u64) -> bool {
        let Some(message) = self.channel(at).queue.pop_front() else {
            return false;
        };
        self.touches_part(at, Part::Message(message.number), Touch::look(waited));
        if !self.fault(Fault::MessagesCarryNothing) {
            self.acquire(&message.knowledge);
        }
        self.comes_after(&message);
        self.graph_step(Place::Object(at), false);
        if self.channel(at).meets() {
            self.note_change(at, tag);
        }
        self.note_receiving(at, true, tag);
        let channel = self.channel(at);
        let number = channel.received;
        channel.received += 1;
        if channel.capacity.is_some() {
            self.touches_part(at, Part::Room(number), Touch::Change);
            let parcel = self.pack(number);
            self.channel(at).room.push_back(parcel);
        }
        true
    }

    fn pack(&mut self, number: u64) -> Parcel {
        let thread = self.me();
        Parcel {
            number,
            knowledge: thread.message(),
            print: thread.print,
        }
    }

    /// What the current thread does from now on comes after what the parcel stands for.
    fn comes_after(&mut self, parcel: &Parcel) {
        let thread = self.me();
        thread.print = thread.print.after(parcel.print);
    }

    /// The current thread saw how many messages are in the channel, or whether there are any.
    pub(crate) fn note_length(&mut self, at: usize, tag: u64) {
        self.note_look(at, tag);
        self.note_receiving(at, false, tag);
    }

    /// The current thread found no message, and saw whether a sender is left.
    /// `waited`: it would have waited for that.
    pub(crate) fn note_empty(&mut self, at: usize, waited: bool, tag: u64) {
        self.note_length(at, tag);
        self.looks_at_side(at, Side::Senders, waited);
    }

    /// The current thread saw whether there is room, and whether a receiver is left.
    pub(crate) fn note_room(&mut self, at: usize, tag: u64) {
        self.note_length(at, tag);
        self.looks_at_side(at, Side::Receivers, false);
    }

    /// Adds a step of the current thread to the history of the receives.
    fn note_receiving(&mut self, at: usize, changes: bool, tag: u64) {
        self.touches_part(at, Part::Receiving, Touch::change_or_look(changes));
        let shared = &mut self.objects[at];
        let thread = &mut self.threads[self.current];
        if let State::Channel(channel) = &mut shared.state {
            let history = &mut channel.receiving;
            thread.print = if changes {
                history.change(thread.print, shared.key, tag)
            } else {
                history.look(thread.print, shared.key, tag)
            };
        }
    }

    /// The channel that is this object.
    pub(crate) fn channel(&mut self, at: usize) -> &mut Channel {
        match &mut self.objects[at].state {
            State::Channel(channel) => channel,
            _ => unreachable!("internal error: not a channel"),
        }
    }
}
