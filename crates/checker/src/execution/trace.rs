//! What each transition of an execution touched, for the search that goes through traces.
//!
//! A *transition* is all that a thread does from the moment it is chosen until somebody is chosen
//! again. Two transitions are *dependent* when their order can matter: both belong to one thread,
//! both touch one thing and one of them changes it, or one of them belongs to a polling loop, whose
//! fairness depends on everything. Executions that differ only in the order of independent
//! transitions are one *trace* (Mazurkiewicz, 1977).

use super::{End, Execution, Part, Side, State, Stop, Want};
use crate::clock::Tid;
use crate::execution::Loc;
use crate::faults::Fault;
use crate::print::Print;
use crate::search::{Branch, Choice, Choosable};

/// One thing that a transition touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    /// Where the thing was made: that is the same in all executions.
    born: u64,
    /// Its identity. It is made up when the thing is touched first, by whoever touches it.
    key: Print,
    /// True when this transition touched it first: then `key` means nothing in other executions.
    fresh: bool,
    touch: Touch,
}

/// What a transition does to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touch {
    Look,
    /// A look that had to wait for the change that it sees: no other order exists.
    AwaitedLook,
    Change,
    /// Giving up one of several things that count only together: in which order that is done is
    /// seen by nobody. That the last one is gone can be seen.
    Leave {
        last: bool,
    },
    /// A look that finds that all are gone. It may have had to wait for that.
    FindsNone {
        waited: bool,
    },
}

impl Touch {
    pub(super) fn change_or_look(changes: bool) -> Touch {
        if changes { Touch::Change } else { Touch::Look }
    }

    pub(super) fn look(waited: bool) -> Touch {
        if waited {
            Touch::AwaitedLook
        } else {
            Touch::Look
        }
    }

    /// Whether the order of the two can matter. `elsewhere`: they may belong to two executions, and
    /// who was not the last one to leave in one may be the last one in the other.
    fn conflicts(self, other: Touch, elsewhere: bool) -> bool {
        use Touch::{Change, FindsNone, Leave};
        match (self, other) {
            (Change, _) | (_, Change) => true,
            (Leave { .. }, Leave { .. }) => false,
            // It sees that each of them is gone.
            (Leave { .. }, FindsNone { .. }) | (FindsNone { .. }, Leave { .. }) => true,
            (Leave { last }, _) | (_, Leave { last }) => last || elsewhere,
            _ => false,
        }
    }

    fn waited(self) -> bool {
        matches!(self, Touch::AwaitedLook | Touch::FindsNone { waited: true })
    }
}

impl Access {
    /// The same for a part of the channel, which is a thing of its own.
    fn of_part(self, part: Part) -> Access {
        Access {
            key: self.key.then(part.label()),
            ..self
        }
    }

    /// Whether the order of the two can matter, when they belong to one execution.
    fn conflicts(&self, other: &Access) -> bool {
        self.key == other.key && self.touch.conflicts(other.touch, false)
    }

    /// Whether the other order of the two exists, as far as they themselves can tell.
    fn races(&self, other: &Access) -> bool {
        self.conflicts(other) && !self.touch.waited() && !other.touch.waited()
    }

    /// Whether their order can matter, when they may belong to two executions.
    fn may_conflict(&self, other: &Access) -> bool {
        self.may_be_one_thing(other) && self.touch.conflicts(other.touch, true)
    }

    fn may_be_one_thing(&self, other: &Access) -> bool {
        let same = self.key == other.key || self.fresh || other.fresh;
        same && self.born == other.born
    }
}

/// What one transition did, as far as its order with others can matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint {
    accesses: Vec<Access>,
    /// True when it depends on everything.
    on_all: bool,
}

/// Whether the order of two accesses can matter.
type Conflict = fn(&Access, &Access) -> bool;

impl Footprint {
    /// True when the order of the two, which belong to one execution, can matter.
    pub(crate) fn conflicts(&self, other: &Footprint) -> bool {
        self.any(other, Access::conflicts)
    }

    /// True when the other order of the two may exist.
    pub(crate) fn races(&self, other: &Footprint) -> bool {
        self.any(other, Access::races)
    }

    fn any(&self, other: &Footprint, conflict: Conflict) -> bool {
        let mut mine = self.accesses.iter();
        self.on_all
            || other.on_all
            || mine.any(|mine| other.accesses.iter().any(|theirs| conflict(mine, theirs)))
    }

    /// Adds what `other` touched.
    pub(crate) fn join(&mut self, other: &Footprint) {
        self.on_all |= other.on_all;
        for access in &other.accesses {
            if !self.accesses.contains(access) {
                self.accesses.push(*access);
            }
        }
    }
}

/// A transition of the current execution.
#[derive(Clone, Debug)]
pub(crate) struct Transition {
    pub(crate) thread: Tid,
    /// How it was chosen.
    pub(crate) choice: Choice,
    /// The choice in the path where it was chosen among others, and its number there.
    pub(crate) node: Option<(usize, usize)>,
    pub(crate) footprint: Footprint,
    /// The threads it started.
    pub(crate) started: Vec<Tid>,
}

/// A choice that need not be explored here: a transition that comes elsewhere before everything
/// that it depends on.
#[derive(Clone, Debug)]
pub(crate) struct Sleeper {
    pub(crate) choice: Choice,
    pub(crate) footprint: Footprint,
}

/// The thread that a choice lets run.
fn thread_of(choice: Choice) -> Option<Tid> {
    match choice {
        Choice::Run(thread) | Choice::Spurious(thread) | Choice::TimeOut(thread) => {
            Some(Tid::from(thread))
        }
        _ => None,
    }
}

/// The transitions of the current execution.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) transitions: Vec<Transition>,
    sleepers: Vec<Sleeper>,
    /// The objects that the current transition touched first.
    fresh: Vec<usize>,
    /// What the threads were about to do when the execution ended early.
    pub(crate) pending: Vec<(Tid, Footprint)>,
}

/// The things that are no objects.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thing {
    /// How far a thread has come.
    Progress(Tid),
    /// Whether a thread may go on after it has parked.
    Token(Tid),
    /// The numbers of the threads.
    Threads,
    /// What callbacks of a model do.
    Probes,
    /// The order of the `SeqCst` operations.
    SeqCst,
}

impl Thing {
    fn number(self) -> u64 {
        match self {
            Thing::Progress(thread) => 0x100 | thread as u64,
            Thing::Token(thread) => 0x200 | thread as u64,
            Thing::Threads => 1,
            Thing::Probes => 2,
            Thing::SeqCst => 3,
        }
    }
}

impl Trace {
    /// Starts over with the first transition of the main thread.
    pub(super) fn begin(&mut self) {
        self.transitions.clear();
        self.sleepers.clear();
        self.fresh.clear();
        self.pending.clear();
        self.push(0, Choice::Run(0), None);
    }

    fn push(&mut self, thread: Tid, choice: Choice, node: Option<(usize, usize)>) {
        self.fresh.clear();
        self.transitions.push(Transition {
            thread,
            choice,
            node,
            footprint: Footprint::default(),
            started: Vec::new(),
        });
    }

    fn footprint(&mut self) -> Option<&mut Footprint> {
        self.transitions.last_mut().map(|last| &mut last.footprint)
    }

    /// The transition that has ended wakes the sleepers that depend on it.
    fn wake_sleepers(&mut self, conflict: Conflict) {
        let Some(last) = self.transitions.last() else {
            return;
        };
        self.sleepers.retain(|sleeper| {
            thread_of(sleeper.choice) != Some(last.thread)
                && !sleeper.footprint.any(&last.footprint, conflict)
        });
    }

    fn sleeps(&self, choice: Choice) -> bool {
        self.sleepers.iter().any(|sleeper| sleeper.choice == choice)
    }
}

impl Execution {
    /// The current transition touches an object.
    pub(crate) fn touches(&mut self, object: usize, changes: bool) {
        if !self.settings.traces {
            return;
        }
        let access = self.access(object, Touch::change_or_look(changes));
        self.add_access(access);
    }

    /// The current transition touches a part of a channel.
    pub(crate) fn touches_part(&mut self, channel: usize, part: Part, touch: Touch) {
        if !self.settings.traces {
            return;
        }
        let access = self.access(channel, touch).of_part(part);
        self.add_access(access);
    }

    fn access(&self, object: usize, touch: Touch) -> Access {
        let shared = &self.objects[object];
        Access {
            born: born(shared.created),
            key: shared.key,
            fresh: self.trace.fresh.contains(&object),
            touch,
        }
    }

    /// The current transition touches something that is no object.
    pub(crate) fn touches_thing(&mut self, thing: Thing, changes: bool) {
        self.add_thing(thing, Touch::change_or_look(changes));
    }

    /// The current transition had to wait until this thread had come so far.
    pub(crate) fn waited_for(&mut self, thread: Tid) {
        self.add_thing(Thing::Progress(thread), Touch::AwaitedLook);
    }

    fn add_thing(&mut self, thing: Thing, touch: Touch) {
        if !self.settings.traces {
            return;
        }
        let number = thing.number();
        self.add_access(Access {
            born: number,
            key: Print::new(number),
            fresh: false,
            touch,
        });
    }

    fn add_access(&mut self, access: Access) {
        if let Some(footprint) = self.trace.footprint()
            && !footprint.accesses.contains(&access)
        {
            footprint.accesses.push(access);
        }
    }

    /// The order of the current transition with every other one can matter.
    pub(crate) fn depends_on_all(&mut self) {
        if let Some(footprint) = self.trace.footprint() {
            footprint.on_all = true;
        }
    }

    /// The current transition touches this object before any other one has.
    pub(crate) fn touched_first(&mut self, object: usize) {
        if self.settings.traces {
            self.trace.fresh.push(object);
        }
    }

    /// The current transition starts a thread.
    pub(crate) fn starts(&mut self, thread: Tid) {
        if self.settings.traces
            && let Some(last) = self.trace.transitions.last_mut()
        {
            last.started.push(thread);
        }
        self.touches_thing(Thing::Threads, true);
    }

    /// What the current thread is about to wait for changes what others can do.
    pub(crate) fn arrives(&mut self, want: &Want) {
        if !self.settings.traces {
            return;
        }
        match want {
            // A reader that reads already waits for a writer that waits.
            Want::Write(lock) => self.touches(*lock, true),
            Want::Send { channel, .. } | Want::Receive { channel, .. } => {
                self.meets(*channel);
            }
            Want::Select { operations, .. } => {
                for (channel, _) in operations {
                    self.meets(*channel);
                }
            }
            Want::Yield { .. } => self.depends_on_all(),
            _ => {}
        }
    }

    /// A channel without a buffer shows who waits at its other end.
    fn meets(&mut self, channel: usize) {
        if matches!(&self.objects[channel].state, State::Channel(of) if of.meets()) {
            self.touches(channel, true);
        }
    }

    /// Chooses the next transition when the search goes through traces.
    pub(super) fn choose_transition(&mut self, options: &[Choosable]) -> Result<Choosable, Stop> {
        if !self.fault(Fault::SleepersSleepOn) {
            let conflict = if self.fault(Fault::FirstTouchesAreUnique) {
                Access::conflicts
            } else if self.fault(Fault::LeaversSleepOn) {
                |one: &Access, other: &Access| {
                    one.may_be_one_thing(other) && one.touch.conflicts(other.touch, false)
                }
            } else {
                Access::may_conflict
            };
            self.trace.wake_sleepers(conflict);
        }
        let mut node = None;
        let chosen = if options.len() == 1 {
            if self.trace.sleeps(options[0].choice) {
                return Err(self.falls_asleep());
            }
            options[0]
        } else if self.path.replaying() {
            let Ok(chosen) = self.path.replay(self.history, options, true) else {
                return Err(self.not_deterministic());
            };
            node = self.path.branch().map(|(place, taken, branch)| {
                self.trace.sleepers = branch.sleepers();
                (place, taken)
            });
            chosen
        } else {
            let branch = Branch::new(options, std::mem::take(&mut self.trace.sleepers));
            let Some(first) = branch.next() else {
                return Err(self.falls_asleep());
            };
            self.trace.sleepers = branch.sleepers();
            let chosen = self
                .path
                .extend_with(self.history, options.to_vec(), first, branch);
            node = self.path.branch().map(|(place, taken, _)| (place, taken));
            chosen
        };
        if let Some(thread) = thread_of(chosen.choice) {
            self.trace.push(thread, chosen.choice, node);
        }
        Ok(chosen)
    }

    /// Everything that could run sleeps: another execution goes on from here.
    fn falls_asleep(&mut self) -> Stop {
        self.end = Some(End::Infeasible);
        Stop
    }

    /// The execution is about to end: keeps what its threads would do next, as far as it is known.
    pub(super) fn remember_pending(&mut self) {
        if self.settings.traces && !self.fault(Fault::PendingIsForgotten) {
            self.trace.pending = self.pending();
        }
    }

    fn pending(&self) -> Vec<(Tid, Footprint)> {
        let all = Footprint {
            accesses: Vec::new(),
            on_all: true,
        };
        let of = |objects: &[usize]| Footprint {
            accesses: objects
                .iter()
                .flat_map(|object| {
                    let access = Access {
                        fresh: false,
                        ..self.access(*object, Touch::Change)
                    };
                    // Whoever waits at a channel goes on when something happens at its other side.
                    let channel = matches!(self.objects[*object].state, State::Channel(_));
                    let parts: &[Part] = if channel {
                        &[
                            Part::Receiving,
                            Part::Side(Side::Senders),
                            Part::Side(Side::Receivers),
                        ]
                    } else {
                        &[]
                    };
                    let parts = parts.iter().map(move |part| access.of_part(*part));
                    parts.chain([access])
                })
                .collect(),
            on_all: false,
        };
        let alive = self.threads.iter().enumerate();
        alive
            .filter(|(_, thread)| thread.want != Want::Done)
            .map(|(number, thread)| {
                let footprint = match &thread.want {
                    _ if self.can_run(number) => all.clone(),
                    Want::Mutex(object) | Want::Read(object) | Want::Write(object) => {
                        of(&[*object])
                    }
                    Want::Once(object) | Want::OnceEnded(object) => of(&[*object]),
                    Want::Barrier { barrier, .. } => of(&[*barrier]),
                    Want::Asleep { condvar, .. } => of(&[*condvar]),
                    Want::Send { channel, .. } | Want::Receive { channel, .. } => of(&[*channel]),
                    Want::Select { operations, .. } => {
                        let objects: Vec<usize> =
                            operations.iter().map(|(object, _)| *object).collect();
                        of(&objects)
                    }
                    // Whoever waits for a thread goes on when that one does.
                    Want::Join(_) | Want::Bodies(_) => of(&[]),
                    _ => all.clone(),
                };
                (number, footprint)
            })
            .collect()
    }
}

/// A number for the place where something was made: the address of its description, which is a
/// constant of the program. Things that are no objects have small numbers.
fn born(loc: Loc) -> u64 {
    std::ptr::from_ref(loc).addr() as u64
}
