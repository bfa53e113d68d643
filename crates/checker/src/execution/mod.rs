//! The state of one execution, and the choices in it.

mod atomic;
mod channel;
mod deadlock;
mod object;
mod record;
mod schedule;
mod thread;
mod trace;

use std::collections::VecDeque;

use interleaving::{Kind, Limit, Surprises, Verdict};

pub(crate) use channel::{Channel, Part, Side};
pub(crate) use object::{History, Shared, State};
pub(crate) use record::Record;
pub(crate) use thread::{Loc, Phase, Poll, Thread, Want};
pub(crate) use trace::{Footprint, Sleeper, Thing, Touch, Trace, Transition};

use crate::clock::Tid;
use crate::faults::Fault;
use crate::limits::{IDLE_ROUNDS, POLLS_BEFORE_YIELD};
use crate::memory::{Graph, GraphEvent, Location, Message, Place, StoreId};
use crate::print::Print;
use crate::rt::Counters;
use crate::search::{Choice, Choosable, Path, Seen};

/// Operations that make others visible as steps of their own. They are rare, and every point where
/// threads may switch costs time, so they are switched on when a program first uses them, and the
/// search starts again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features {
    /// Somebody looks at a lock without waiting: releasing it becomes a step.
    pub(crate) release_is_visible: bool,
    /// Somebody asks whether a thread has ended: ending becomes a step.
    pub(crate) end_is_visible: bool,
    /// Somebody looks at a reference count: cloning and dropping become steps.
    pub(crate) counts_are_visible: bool,
}

impl Features {
    pub(crate) fn with(self, other: Features) -> Features {
        Features {
            release_is_visible: self.release_is_visible || other.release_is_visible,
            end_is_visible: self.end_is_visible || other.end_is_visible,
            counts_are_visible: self.counts_are_visible || other.counts_are_visible,
        }
    }
}

/// What stays the same over all executions of one search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// The largest cost an execution may have; `None` is no limit.
    pub(crate) bound: Option<u32>,
    pub(crate) weak_memory: bool,
    pub(crate) spurious_wakeups: bool,
    pub(crate) early_timeouts: bool,
    pub(crate) max_steps: u32,
    pub(crate) max_threads: usize,
    pub(crate) cache: bool,
    /// Goes through traces instead of states.
    pub(crate) traces: bool,
    pub(crate) fault: Option<Fault>,
    pub(crate) features: Features,
}

/// What is wrong with an execution.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) verdict: Verdict,
    pub(crate) headline: String,
    pub(crate) remarks: Vec<String>,
}

/// Why an execution ended before its last step.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// It breaks a promise.
    Failed(Box<Failure>),
    /// It does not exist: no store could be read, or no place was left for one.
    Infeasible,
    /// A limit of the engine was hit.
    GivenUp,
}

/// The execution has ended: the thread must leave.
#[derive(Debug)]
pub(crate) struct Stop;

/// What a choice is about: each sort of surprise is counted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Schedule,
    Reading,
    Placing,
    Notification,
    WeakCompare,
    Selection,
}

/// The state of one execution.
pub(crate) struct Execution {
    /// The number of this execution in its process: objects that carry an older one are stale.
    pub(crate) serial: u64,
    pub(crate) settings: Settings,
    pub(crate) threads: Vec<Thread>,
    pub(crate) objects: Vec<Shared>,
    pub(crate) locations: Vec<Location>,
    pub(crate) graph: Graph,
    /// True once a load was stale or a store was placed early: from then on the order of execution
    /// is no witness for the order of `SeqCst` operations.
    pub(crate) disturbed: bool,
    /// The thread whose turn it is.
    pub(crate) current: Tid,
    pub(crate) path: Path,
    pub(crate) trace: Trace,
    pub(crate) seen: Seen,
    /// True once the search knows all continuations: only the calm one is followed.
    pub(crate) settled: bool,
    /// True when the bound on the cost left something out.
    pub(crate) cut: bool,
    pub(crate) cost: u32,
    pub(crate) surprises: Surprises,
    pub(crate) steps: u32,
    /// How often the turn went from one thread to another.
    pub(crate) switches: u32,
    /// Rounds of polling loops since anything changed.
    pub(crate) idle_rounds: u32,
    /// The history of all steps, for comparing replays.
    pub(crate) history: Print,
    pub(crate) end: Option<End>,
    /// A limit that was hit.
    pub(crate) limit: Option<Limit>,
    pub(crate) discovered: Features,
    pub(crate) record: Option<Record>,
    /// What may be counted.
    pub(crate) counters: Counters,
    /// The history of scheduling points that belong to no object.
    probes: Print,
    /// Who takes the next steps, when somebody plays the scheduler.
    pub(crate) script: Option<VecDeque<String>>,
    /// The thread that the script chose last.
    scripted: Option<Tid>,
    /// Why the script cannot go on.
    pub(crate) script_error: Option<String>,
    /// The heap allocations that are watched.
    pub(crate) allocations: Vec<usize>,
}

impl Execution {
    pub(crate) fn new(settings: Settings) -> Self {
        Execution {
            serial: 0,
            settings,
            threads: Vec::new(),
            objects: Vec::new(),
            locations: Vec::new(),
            graph: Graph::default(),
            disturbed: false,
            current: 0,
            path: Path::default(),
            trace: Trace::default(),
            seen: Seen::default(),
            settled: false,
            cut: false,
            cost: 0,
            surprises: Surprises::default(),
            steps: 0,
            switches: 0,
            idle_rounds: 0,
            history: Print::new(1),
            end: None,
            limit: None,
            discovered: Features::default(),
            record: None,
            counters: Counters::default(),
            probes: Print::default(),
            script: None,
            scripted: None,
            script_error: None,
            allocations: Vec::new(),
        }
    }

    /// Starts over for the next execution, keeping the path and what the search knows.
    pub(crate) fn begin(&mut self, serial: u64) {
        self.serial = serial;
        self.threads.clear();
        self.objects.clear();
        self.locations.clear();
        self.graph.clear();
        self.disturbed = false;
        self.current = 0;
        self.path.rewind();
        self.trace.begin();
        self.settled = false;
        self.cost = 0;
        self.surprises = Surprises::default();
        self.steps = 0;
        self.switches = 0;
        self.idle_rounds = 0;
        self.history = Print::new(1);
        self.end = None;
        self.discovered = Features::default();
        self.counters = Counters::default();
        self.probes = Print::default();
        self.allocations.clear();
        let mut main = Thread::new(None, Print::new(2));
        main.phase = Phase::Body;
        main.clock.tick(0);
        self.threads.push(main);
    }

    /// True when this rule is broken on purpose.
    pub(crate) fn fault(&self, fault: Fault) -> bool {
        cfg!(feature = "faults") && self.settings.fault == Some(fault)
    }

    /// The thread whose turn it is.
    pub(crate) fn me(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    /// Ends the execution with a failure, unless it has one.
    pub(crate) fn fail(&mut self, failure: Failure) -> Stop {
        if self.end.is_none() {
            self.remember_pending();
            self.end = Some(End::Failed(Box::new(failure)));
        }
        Stop
    }

    /// Ends the execution because it does not exist.
    pub(crate) fn infeasible(&mut self) -> Stop {
        self.remember_pending();
        self.end = Some(End::Infeasible);
        Stop
    }

    /// Ends the execution because a limit was hit.
    pub(crate) fn give_up(&mut self) -> Stop {
        if self.end.is_none() {
            self.remember_pending();
            self.end = Some(End::GivenUp);
        }
        Stop
    }

    /// Ends the execution with a broken promise.
    pub(crate) fn violated(&mut self, kind: Kind, message: String) -> Stop {
        let headline = message.clone();
        self.fail(Failure {
            verdict: Verdict::Violated { kind, message },
            headline,
            remarks: vec![],
        })
    }

    /// Makes a choice: the recorded one in a replay, else the first option. The other options are
    /// kept for later executions, unless they cost too much or the state was seen before.
    pub(crate) fn choose(&mut self, about: About, options: &[Choosable]) -> Result<Choice, Stop> {
        let chosen = if about == About::Schedule && self.settings.traces {
            self.choose_transition(options)?
        } else if self.path.replaying() && options.len() > 1 {
            let compare = !self.fault(Fault::ReplayIsNotCompared);
            match self.path.replay(self.history, options, compare) {
                Ok(chosen) => chosen,
                Err(_) => return Err(self.not_deterministic()),
            }
        } else if options.len() == 1 || self.settled {
            options[0]
        } else {
            self.new_choice(about, options)
        };
        self.history = self.history.then(fact(chosen.choice));
        self.cost += chosen.cost;
        self.count(about, chosen);
        Ok(chosen.choice)
    }

    fn new_choice(&mut self, about: About, options: &[Choosable]) -> Choosable {
        let left = self
            .settings
            .bound
            .map(|bound| bound.saturating_sub(self.cost));
        if about == About::Schedule && self.settings.cache {
            let state = self.state();
            let left = left.filter(|_| !self.fault(Fault::StateForgetsTheBudget));
            if !self.seen.enter(state, left) {
                self.settled = true;
                return options[0];
            }
        }
        let within = |option: &&Choosable| left.is_none_or(|left| option.cost <= left);
        // The first option is always kept: it is the calm one.
        let mut kept = vec![options[0]];
        kept.extend(options[1..].iter().filter(within));
        self.cut |= kept.len() < options.len() && !self.fault(Fault::CutIsForgotten);
        // A choice with one option left is a choice all the same: the replay must find it again.
        self.path.extend(self.history, kept)
    }

    /// Ends the execution: the program differs from what it did before.
    pub(crate) fn not_deterministic(&mut self) -> Stop {
        self.end = None;
        self.fail(not_deterministic())
    }

    fn count(&mut self, about: About, chosen: Choosable) {
        if chosen.cost == 0 {
            return;
        }
        let surprises = &mut self.surprises;
        match (about, chosen.choice) {
            (_, Choice::Spurious(_)) => {
                surprises.spurious_wakeups += 1;
                surprises.preemptions += chosen.cost - 1;
            }
            (_, Choice::TimeOut(_)) => {
                surprises.early_timeouts += 1;
                surprises.preemptions += chosen.cost - 1;
            }
            (About::Reading, _) => surprises.stale_reads += 1,
            (About::Placing, _) => surprises.overtaken_stores += 1,
            (About::Notification, _) => surprises.unfair_notifications += 1,
            (About::WeakCompare, _) => surprises.weak_failures += 1,
            _ => surprises.preemptions += 1,
        }
    }

    /// The fingerprint of the state: the histories of the threads and of the objects.
    fn state(&self) -> Print {
        let mut print = Print::new(3);
        if self.settings.bound.is_some() {
            // Which thread ran last decides what the next switch costs.
            print = print.then(self.current as u64);
        }
        for thread in &self.threads {
            let status = match &thread.want {
                Want::Done => 1,
                Want::Asleep { woken, .. } => 2 + u64::from(*woken),
                Want::Yield { forced } => 4 + u64::from(*forced),
                _ => 6,
            };
            let flags = u64::from(thread.yielded) | u64::from(thread.timed_out) << 1;
            let place = thread.arrivals << 5 | status << 2 | flags;
            if self.fault(Fault::StateForgetsThreads) {
                print = print.then(place);
                continue;
            }
            print = print
                .after(thread.print)
                .after(thread.token_print)
                .then(place);
        }
        let mut objects = Print::default();
        let forgets = self.fault(Fault::StateForgetsObjects);
        for object in self.objects.iter().filter(|_| !forgets) {
            let history = match object.state {
                State::Atomic { location } => self.locations[location].print(),
                State::Cell(_) => continue, // Its history is the order of the threads.
                State::Channel(ref channel) => object.history.print().after(channel.print()),
                _ => object.history.print(),
            };
            objects = objects.beside(object.key.after(history));
        }
        print.after(objects)
    }

    // ---- histories ---------------------------------------------------------------------------

    /// The current thread changed `object`: all later steps on it come after this one.
    pub(crate) fn note_change(&mut self, object: usize, tag: u64) {
        self.touches(object, true);
        let shared = &mut self.objects[object];
        let thread = &mut self.threads[self.current];
        thread.print = shared.history.change(thread.print, shared.key, tag);
    }

    /// The current thread looked at `object`: it comes after all changes so far.
    pub(crate) fn note_look(&mut self, object: usize, tag: u64) {
        self.touches(object, false);
        let shared = &mut self.objects[object];
        let thread = &mut self.threads[self.current];
        thread.print = shared.history.look(thread.print, shared.key, tag);
    }

    /// The current thread reached a scheduling point that belongs to no object.
    pub(crate) fn note_probe(&mut self) {
        self.touches_thing(Thing::Probes, true);
        let thread = &mut self.threads[self.current];
        thread.print = thread.print.after(self.probes).then(9);
        self.probes = thread.print;
        self.made_progress();
    }

    /// The current thread did something that no other thread can see.
    pub(crate) fn note_private(&mut self, tag: u64) {
        let thread = &mut self.threads[self.current];
        thread.print = thread.print.then(tag);
    }

    /// Puts a step on an object other than an atomic into the graph, when `SeqCst` operations make
    /// the graph matter.
    pub(crate) fn graph_step(&mut self, place: Place, seq_cst: bool) {
        let thread = self.current;
        let clock = &mut self.threads[thread].clock;
        let number = clock.tick(thread);
        if self.settings.weak_memory {
            let clock = *clock;
            self.graph.push(GraphEvent {
                thread,
                number,
                clock,
                place,
                seq_cst,
                reads: None,
                writes: None,
            });
        }
    }

    /// The current thread learns what `message` carries.
    pub(crate) fn acquire(&mut self, message: &Message) {
        let Execution {
            threads,
            locations,
            current,
            ..
        } = self;
        let thread = &mut threads[*current];
        thread.clock.join(&message.clock);
        thread.view.join(&message.view, locations);
    }

    /// The current thread takes over what the object knows, and counts a step on it.
    pub(crate) fn acquire_object(&mut self, object: usize) {
        let message = std::mem::take(&mut self.objects[object].message);
        self.acquire(&message);
        self.objects[object].message = message;
        self.graph_step(Place::Object(object), false);
    }

    /// The object learns what the current thread knows.
    pub(crate) fn release_object(&mut self, object: usize) {
        self.graph_step(Place::Object(object), false);
        let message = self.threads[self.current].message();
        let Execution {
            objects, locations, ..
        } = self;
        objects[object].message.join(&message, locations);
    }

    // ---- polling loops -----------------------------------------------------------------------

    /// The current thread saw something that may be what it saw before. Returns true when it has
    /// seen it so often, without doing anything else, that it must be polling.
    pub(crate) fn saw(&mut self, object: usize, seen: StoreId) -> bool {
        self.saw_from(None, object, seen)
    }

    /// As [`saw`](Execution::saw), for one place of the source: several loads in a row at several
    /// places are no loop.
    pub(crate) fn saw_from(&mut self, place: Option<Loc>, object: usize, seen: StoreId) -> bool {
        let thread = &mut self.threads[self.current];
        let now = Poll {
            place,
            object,
            seen,
            repeats: 0,
        };
        let same = |poll: &&mut Poll| poll.object == object && poll.place == place;
        let Some(poll) = thread.polls.iter_mut().find(same) else {
            thread.polls.push(now);
            return false;
        };
        if poll.seen != seen {
            *poll = now;
            return false;
        }
        poll.repeats += 1;
        poll.repeats >= POLLS_BEFORE_YIELD
    }

    /// True when the current thread has seen the same in `object` so often that it must be polling.
    pub(crate) fn has_polled(&self, object: usize) -> bool {
        let polls = &self.threads[self.current].polls;
        polls
            .iter()
            .any(|poll| poll.object == object && poll.repeats >= POLLS_BEFORE_YIELD)
    }

    /// True when the current thread polls the atomic `object` from this place and must not be shown
    /// `seen` once more if there is anything newer: a store becomes visible in the end.
    pub(crate) fn must_move_on(&self, object: usize, seen: StoreId) -> bool {
        let Thread { polls, loc, .. } = &self.threads[self.current];
        polls.iter().any(|poll| {
            poll.object == object
                && poll.place == *loc
                && poll.seen == seen
                && poll.repeats + 1 >= POLLS_BEFORE_YIELD
        })
    }

    /// The current thread changed something: it does not poll.
    pub(crate) fn made_progress(&mut self) {
        let thread = &mut self.threads[self.current];
        // A loop that looks, yields and looks again may write what it found: `pop` on an empty
        // queue. That is no reason for another such loop to look again.
        if !thread.keeps_yielding() {
            self.idle_rounds = 0;
        }
        thread.fired = 0;
        thread.polls.clear();
        let polled = std::mem::take(&mut thread.polling) && !thread.keeps_yielding();
        if polled {
            // What the polling loop found and did may be what another one waits for.
            self.depends_on_all();
            self.end_yields(self.current);
        }
    }

    /// A polling loop went round although no other thread could run.
    fn idle_round(&mut self) -> Result<(), Stop> {
        self.idle_rounds += 1;
        if self.idle_rounds <= IDLE_ROUNDS {
            return Ok(());
        }
        Err(self.livelock())
    }

    /// Ends the execution: loops go round, and nothing can change any more.
    fn livelock(&mut self) -> Stop {
        self.record_waiting();
        let message =
            format!("the loops went round {IDLE_ROUNDS} times, and nothing can change any more");
        self.fail(Failure {
            headline: "LIVELOCK: the threads that are left go round in loops, and nobody can \
                       change what they wait for."
                .to_owned(),
            verdict: Verdict::Stuck {
                kind: Kind::Livelock,
                message,
            },
            remarks: vec![],
        })
    }

    /// Counts a step; too many are an endless loop.
    pub(crate) fn step(&mut self, label: u64, object: Option<usize>) -> Result<(), Stop> {
        if self.end.is_some() {
            return Err(Stop);
        }
        self.steps += 1;
        let key = object.map_or(Print::default(), |object| self.objects[object].key);
        self.history = self
            .history
            .after(key)
            .then((self.current as u64) << 32 | label);
        if self.steps <= self.settings.max_steps {
            return Ok(());
        }
        let message = format!(
            "one execution took more than {} steps",
            grouped(self.settings.max_steps)
        );
        if let Some(record) = &mut self.record {
            record.keep_ends();
        }
        Err(self.fail(Failure {
            headline: format!("ENDLESS LOOP: {message}."),
            verdict: Verdict::Stuck {
                kind: Kind::EndlessLoop,
                message,
            },
            remarks: vec![],
        }))
    }
}

fn fact(choice: Choice) -> u64 {
    match choice {
        Choice::Run(thread) => u64::from(thread),
        Choice::Spurious(thread) => 0x100 | u64::from(thread),
        Choice::TimeOut(thread) => 0x200 | u64::from(thread),
        Choice::Wake(thread) => 0x300 | u64::from(thread),
        Choice::WeakFailure => 0x400,
        Choice::Ordinary(number) => 0x500 | u64::from(number),
        Choice::Store(store) => 0x1_0000 | u64::from(store),
    }
}

/// The failure of a program that differs between two runs of the same schedule.
pub(crate) fn not_deterministic() -> Failure {
    let message = "the code behaved differently under the same schedule".to_owned();
    Failure {
        headline: format!("NOT DETERMINISTIC: {message}."),
        verdict: Verdict::Violated {
            kind: Kind::NotDeterministic,
            message,
        },
        remarks: vec![
            "Look for a `static` that keeps its value, a random number, the time, an address, or \
             the order of a std HashMap (`lab::collections::HashMap` has a fixed order)."
                .to_owned(),
        ],
    }
}

/// A number with a space between groups of three digits, as in all texts of the course.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3);
    let head = (first > 0).then(|| digits[..first].to_owned());
    let rest = groups.map(|group| String::from_utf8_lossy(group).into_owned());
    head.into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}
