//! The events of the one execution that is shown.

use interleaving::{Action, Switch};

use super::thread::Loc;
use super::{Execution, Want};
use crate::clock::Tid;

/// An event before its places and names are turned into text.
#[derive(Clone, Debug)]
pub(crate) struct RawEvent {
    pub(crate) thread: Tid,
    pub(crate) action: Action,
    pub(crate) object: Option<usize>,
    pub(crate) loc: Option<Loc>,
    pub(crate) switch: Option<Switch>,
}

/// The events so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) events: Vec<RawEvent>,
    /// Why the thread whose turn it is runs now.
    pub(crate) switch: Option<Switch>,
}

impl Record {
    /// Keeps the first and the last events of an endless loop.
    pub(crate) fn keep_ends(&mut self) {
        const FIRST: usize = 24;
        const LAST: usize = 24;
        let n = self.events.len();
        if n > FIRST + LAST {
            self.events.drain(FIRST..n - LAST);
        }
    }
}

impl Execution {
    /// Records a step of the current thread.
    pub(crate) fn event(&mut self, action: Action, object: Option<usize>, loc: Option<Loc>) {
        let thread = self.current;
        self.event_of(thread, action, object, loc);
    }

    /// Records a step of some thread.
    pub(crate) fn event_of(
        &mut self,
        thread: Tid,
        action: Action,
        object: Option<usize>,
        loc: Option<Loc>,
    ) {
        if let Some(record) = &mut self.record {
            let switch = record.switch.take();
            record.events.push(RawEvent {
                thread,
                action,
                object,
                loc,
                switch,
            });
        }
    }

    /// Notes why another thread runs from here on.
    pub(crate) fn record_switch(&mut self, from: Tid, preempted: bool) {
        let Some(record) = &mut self.record else {
            return;
        };
        record.switch = Some(match self.threads[from].want {
            _ if preempted => Switch::Preempted,
            Want::Done => Switch::Finished,
            Want::Yield { .. } => Switch::Yielded,
            _ => Switch::Blocked,
        });
    }
}
