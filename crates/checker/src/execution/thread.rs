//! One model thread of one execution.

use std::panic::Location as Place;

use crate::clock::{Clock, Tid};
use crate::limits::{POLLS_BEFORE_YIELD, SPURIOUS_PER_THREAD, STEPS_OF_A_ROUND};
use crate::memory::{Message, StoreId, View};
use crate::print::Print;

/// The learner's line.
pub(crate) type Loc = &'static Place<'static>;

/// What must be true before a thread may take its next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// Nothing.
    Step,
    /// The lock is free.
    Mutex(usize),
    /// No writer holds the lock.
    Read(usize),
    /// Nobody holds the lock.
    Write(usize),
    /// The thread has ended.
    Join(Tid),
    /// The bodies of these threads have returned.
    Bodies(Vec<Tid>),
    /// Asleep on a condition variable.
    Asleep {
        condvar: usize,
        woken: bool,
        timeout: bool,
    },
    /// Parked, without a token.
    Parked { timeout: bool },
    /// The barrier has opened since this generation.
    Barrier { barrier: usize, generation: u32 },
    /// Nobody else runs the initialiser.
    Once(usize),
    /// The initialiser has ended, in whichever way.
    OnceEnded(usize),
    /// The channel has room, or no receiver.
    Send { channel: usize, timeout: bool },
    /// The channel has a message, or no sender.
    Receive { channel: usize, timeout: bool },
    /// One of these channel operations can go on. `true` means receive.
    Select {
        operations: Vec<(usize, bool)>,
        timeout: bool,
    },
    /// The thread let others go first. `forced`: it polls, so it goes on only after another step.
    Yield { forced: bool },
    /// Nothing: the thread has ended.
    Done,
}

impl Want {
    /// True when a time-out may end the wait.
    pub(crate) fn has_timeout(&self) -> bool {
        matches!(
            self,
            Want::Asleep {
                woken: false,
                timeout: true,
                ..
            } | Want::Parked { timeout: true }
                | Want::Send { timeout: true, .. }
                | Want::Receive { timeout: true, .. }
                | Want::Select { timeout: true, .. }
        )
    }
}

/// How far a thread has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Registered, not started.
    New,
    /// Running its body.
    Body,
    /// The body has returned; thread-local destructors may still run.
    Leaving,
    /// Ended.
    Done,
}

/// A location that a thread saw unchanged, again and again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Poll {
    /// The line that looks, where that matters: a loop comes back to the same one.
    pub(crate) place: Option<Loc>,
    pub(crate) object: usize,
    pub(crate) seen: StoreId,
    pub(crate) repeats: u32,
}

/// The state of a model thread.
pub(crate) struct Thread {
    pub(crate) name: Option<String>,
    pub(crate) phase: Phase,
    pub(crate) want: Want,
    /// The line of the step it wants to take.
    pub(crate) loc: Option<Loc>,
    pub(crate) clock: Clock,
    pub(crate) view: View,
    /// What relaxed loads saw: an acquire fence makes it count.
    pub(crate) seen_relaxed: Message,
    /// What the last release fence published: relaxed stores carry it.
    pub(crate) fenced: Message,
    /// Who the thread is, whatever the schedule: the chain of starts that led to it.
    pub(crate) identity: Print,
    /// The history of the thread.
    pub(crate) print: Print,
    /// How many objects the thread has registered: their identity across executions.
    pub(crate) created: u64,
    /// How many points it has reached where another thread might have run.
    pub(crate) arrivals: u64,
    /// How many threads it has started.
    pub(crate) started: u64,
    pub(crate) park_token: bool,
    pub(crate) token_message: Message,
    /// The history of the token.
    pub(crate) token_print: Print,
    /// True while a polling thread waits for another one to take a step.
    pub(crate) yielded: bool,
    pub(crate) polls: Vec<Poll>,
    /// The line of its last yield, how often it has yielded there in a row, and its steps since.
    pub(crate) yields: Option<(Loc, u32, u32)>,
    /// True since the thread had to let others go first, until it changes something. What it does
    /// meanwhile gives nobody a reason to look again.
    pub(crate) polling: bool,
    /// True when the thread polls: its next step comes after a step of another thread.
    pub(crate) owes_yield: bool,
    /// Why the last wait ended.
    pub(crate) timed_out: bool,
    /// How often its time-out has fired with nothing else to do, since it last changed anything.
    pub(crate) fired: u32,
    /// How often it was the turn of its time-out to fire with nothing else to do.
    pub(crate) turns: u32,
    pub(crate) spurious_left: u8,
    /// The atomics and lines of weak compare-and-exchanges that failed without a reason and have not
    /// succeeded since: a loop around one does not fail for ever.
    pub(crate) weak_failed: Vec<(usize, Option<Loc>)>,
    pub(crate) panicked: bool,
    pub(crate) panic_message: Option<String>,
    /// True once somebody has looked at how the thread ended.
    pub(crate) observed: bool,
    /// The locks it holds, oldest first.
    pub(crate) held: Vec<(usize, Loc)>,
}

impl Thread {
    pub(crate) fn new(name: Option<String>, print: Print) -> Self {
        Thread {
            name,
            phase: Phase::New,
            want: Want::Step,
            loc: None,
            clock: Clock::default(),
            view: View::default(),
            seen_relaxed: Message::default(),
            fenced: Message::default(),
            identity: print,
            print,
            created: 0,
            arrivals: 0,
            started: 0,
            park_token: false,
            token_message: Message::default(),
            token_print: Print::default(),
            yielded: false,
            polls: Vec::new(),
            yields: None,
            polling: false,
            owes_yield: false,
            timed_out: false,
            fired: 0,
            turns: 0,
            spurious_left: SPURIOUS_PER_THREAD,
            weak_failed: Vec::new(),
            panicked: false,
            panic_message: None,
            observed: false,
            held: Vec::new(),
        }
    }

    /// Counts a yield at this line; true when the thread keeps coming back to it.
    pub(crate) fn yields_at(&mut self, loc: Loc) -> bool {
        let again = match self.yields {
            Some((line, times, steps)) if line == loc && steps <= STEPS_OF_A_ROUND => times + 1,
            _ => 1,
        };
        self.yields = Some((loc, again, 0));
        again > POLLS_BEFORE_YIELD
    }

    /// True when the thread goes round in a loop that yields.
    pub(crate) fn keeps_yielding(&self) -> bool {
        self.yields.is_some_and(|(_, times, steps)| {
            times > POLLS_BEFORE_YIELD && steps <= STEPS_OF_A_ROUND
        })
    }

    /// What the thread passes on when it synchronises with another one.
    pub(crate) fn message(&self) -> Message {
        Message {
            clock: self.clock,
            view: self.view.clone(),
        }
    }
}
