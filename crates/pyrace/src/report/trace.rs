//! A schedule step by step, for people.

use interleaving::{Action, Change, Counterexample, Event, Source, Surprises, Switch, Thread};

use super::words::{ends, exception_text};
use super::{ThreadInfo, thread_name};
use crate::code::{Op, Purpose};
use crate::explore::Program;
use crate::game::{Can, FromHere};
use crate::machine::{Machine, State, Status, Step, Wait, WaitKind};
use crate::search::Stop;
use crate::search::outcome::{Outcome, Status as End};
use crate::search::stepper::Stepper;
use crate::search::witness::{Decision, Witness};
use crate::sorted::SortedMap;
use crate::syntax::LineIndex;
use crate::value::{Object, ObjectId, Value};

/// One step of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The thread.
    pub thread: u16,
    /// Why it runs now, if another thread ran before.
    pub switch: Option<Switch>,
    /// The line, from 1.
    pub line: u32,
    /// The instruction, with what it works on.
    pub text: String,
    /// Other threads can see the step.
    pub visible: bool,
    /// The variables that it changed, with their new values.
    pub changes: Vec<(String, String)>,
}

/// A schedule with everything that happens in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The steps.
    pub rows: Vec<Row>,
    /// Threads that wait for ever at the end, with what they wait for.
    pub blocked: Vec<(u16, u32, String)>,
    /// Between which lines a thread was interrupted: the line of its last step before and of its next
    /// step after each preemption.
    pub interrupted: Vec<(u32, u32)>,
    /// The number of steps that were taken before each decision, and at the end.
    pub decided: Vec<usize>,
    /// What lies ahead before each decision and at the end: how many schedules go on, and how many of
    /// them end as this one does. Empty if that was not counted.
    pub ahead: Vec<FromHere>,
}

/// Follows a schedule.
pub(crate) struct Tracer {
    program: Program,
    stepper: Stepper,
    /// Who took a lock that does not know its owner.
    holders: SortedMap<ObjectId, u16>,
    /// The threads of the schedules that were traced.
    pub(super) threads: Vec<ThreadInfo>,
}

impl Tracer {
    /// A tracer that takes the same steps as the search of `machine`.
    pub(crate) fn new(program: &Program, machine: Machine) -> Tracer {
        Tracer {
            program: program.clone(),
            stepper: Stepper::new(machine, true, false, u64::MAX),
            holders: SortedMap::new(),
            threads: Vec::new(),
        }
    }

    /// The state before the first decision.
    pub(crate) fn root(&mut self) -> Result<State, Stop> {
        self.holders = SortedMap::new();
        self.stepper.root()
    }

    /// Whether a thread can run now.
    pub(crate) fn can(&mut self, state: &State, t: usize) -> Can {
        if state.threads[t].joins_all {
            return Can::Wait("waits for the end of the other threads".to_owned());
        }
        if state.threads[t].spins {
            return Can::Wait("runs in a loop that never ends".to_owned());
        }
        let mut probe = state.clone();
        match self.stepper.quantum(&mut probe, t, false) {
            Ok(quantum) => match quantum.waits {
                None => Can::Run,
                Some(wait) if wait.timeout => Can::TimeOut(self.waits_for(state, t, &wait)),
                Some(wait) => Can::Wait(self.waits_for(state, t, &wait)),
            },
            Err(_) => Can::Wait("cannot be followed any further".to_owned()),
        }
    }

    /// The outcome, if no thread can run any more.
    pub(crate) fn end(&mut self, state: &State) -> Option<Outcome> {
        let over = self.stepper.finished(state)
            || (0..state.threads.len()).all(|t| {
                state.threads[t].status == Status::Done
                    || matches!(self.can(state, t), Can::Wait(_))
            });
        over.then(|| self.stepper.outcome(state))
    }

    /// The fingerprint under which the graph knows a state.
    pub(crate) fn fingerprint(&mut self, state: &mut State) -> u128 {
        self.stepper.fingerprint(state).0
    }

    /// Follows a schedule to its end.
    pub(crate) fn trace(&mut self, decisions: &[Decision]) -> Result<Trace, Stop> {
        let mut trace = Trace {
            rows: Vec::new(),
            blocked: Vec::new(),
            interrupted: Vec::new(),
            decided: Vec::new(),
            ahead: Vec::new(),
        };
        self.holders = SortedMap::new();
        let mut state = self.stepper.root()?;
        let mut last: Option<u16> = None;
        let mut paused: Vec<(u16, u32, usize)> = Vec::new();
        for decision in decisions {
            let thread = decision.thread;
            let switch = match last {
                Some(before) if before != thread => Some(self.why(&state, before)?),
                _ => None,
            };
            if switch == Some(Switch::Preempted)
                && let Some(before) = last
            {
                let line = trace
                    .rows
                    .iter()
                    .rev()
                    .find(|row| row.thread == before)
                    .map_or(0, |row| row.line);
                trace.interrupted.push((line, line));
                paused.push((before, line, trace.interrupted.len() - 1));
            }
            let first = trace.rows.len();
            trace.decided.push(first);
            self.follow(&mut state, *decision, &mut trace.rows)?;
            if let Some(row) = trace.rows.get_mut(first) {
                row.switch = switch;
            }
            let next_line = trace.rows.get(first).map(|row| row.line);
            paused.retain(|(who, _, at)| {
                let resumed = *who == thread;
                if resumed && let Some(line) = next_line {
                    trace.interrupted[*at].1 = line;
                }
                !resumed
            });
            last = Some(thread);
        }
        trace.decided.push(trace.rows.len());
        for index in self.threads.len()..state.threads.len() {
            self.threads.push(ThreadInfo {
                name: thread_name(index),
                function: self.stepper.machine.thread_function_name(&state, index),
            });
        }
        self.describe_blocked(&state, &mut trace)?;
        // Who was interrupted and never went on waits at its next step for ever.
        for (who, _, at) in paused {
            if let Some(blocked) = trace.blocked.iter().find(|entry| entry.0 == who) {
                trace.interrupted[at].1 = blocked.1;
            }
        }
        Ok(trace)
    }

    fn why(&mut self, state: &State, before: u16) -> Result<Switch, Stop> {
        if state.threads[usize::from(before)].status == Status::Done {
            return Ok(Switch::Finished);
        }
        let mut probe = state.clone();
        let quantum = self
            .stepper
            .quantum(&mut probe, usize::from(before), false)?;
        Ok(if quantum.waits.is_some() {
            Switch::Blocked
        } else {
            Switch::Preempted
        })
    }

    /// Takes one decision, noting every visible step.
    pub(crate) fn follow(
        &mut self,
        state: &mut State,
        decision: Decision,
        rows: &mut Vec<Row>,
    ) -> Result<(), Stop> {
        let t = usize::from(decision.thread);
        let every = self.stepper.machine.rules.switches_everywhere();
        let mut first = true;
        loop {
            let before = self.watch(state);
            let (line, text) = self.describe(state, t);
            self.stepper.machine.time_out = decision.time_out && first;
            let ran = match self.stepper.machine.step(state, t)? {
                Step::Ran(ran) => ran,
                Step::Waits(_) => {
                    if !every {
                        state.threads[t].change().waited = true;
                    }
                    break;
                }
                Step::Ended => break,
            };
            let result = self.result(state, t);
            self.note_holders(state, decision.thread);
            let after = self.watch(state);
            // A store shows its variable even if the value is the old one: that is how an update is lost.
            let stored = text.strip_prefix("STORE_GLOBAL ").unwrap_or("").to_owned();
            let changes: Vec<(String, String)> = after
                .into_iter()
                .filter(|entry| entry.0 == stored || !before.contains(entry))
                .collect();
            if ran.visible || first || !changes.is_empty() {
                let timed = if decision.time_out && first {
                    " (the time-out fires)"
                } else {
                    ""
                };
                rows.push(Row {
                    thread: decision.thread,
                    switch: None,
                    line,
                    text: format!("{text}{result}{timed}"),
                    visible: ran.visible,
                    changes,
                });
            }
            first = false;
            if ran.switch || state.threads[t].status == Status::Done {
                break;
            }
        }
        if let Some(ended) = &state.threads[t].ended.clone() {
            rows.push(Row {
                thread: decision.thread,
                switch: None,
                line: ended.line,
                text: exception_text(&ended.class, self.stepper.machine.atoms.text(ended.message)),
                visible: true,
                changes: Vec::new(),
            });
        }
        self.stepper.close(state)?;
        Ok(())
    }

    /// The line and the words for the next step of a thread.
    pub(crate) fn describe(&self, state: &State, t: usize) -> (u32, String) {
        let machine = &self.stepper.machine;
        let line = machine.place(state, t).map_or(0, |place| place.1);
        let Some(instr) = machine.peek(state, t) else {
            return (line, "goes on".to_owned());
        };
        let snippet = self
            .program
            .source
            .get(instr.span.start as usize..instr.span.end as usize)
            .filter(|text| !text.contains('\n') && text.len() <= 40)
            .unwrap_or("");
        let name = machine
            .place(state, t)
            .and_then(|(code, _, _)| match instr.op {
                Op::LoadGlobal
                | Op::StoreGlobal
                | Op::LoadName
                | Op::StoreName
                | Op::LoadAttr
                | Op::StoreAttr => code.names.get(instr.arg as usize).cloned(),
                Op::LoadDeref | Op::StoreDeref => code.slots.get(instr.arg as usize).cloned(),
                _ => None,
            });
        let words = match instr.purpose {
            Purpose::Plain => name.unwrap_or_else(|| snippet.to_owned()),
            Purpose::Enter => format!("entering {}", with_block(snippet)),
            Purpose::Leave => format!("leaving {}", with_block(snippet)),
        };
        let text = if words.is_empty() {
            instr.op.name().to_owned()
        } else {
            format!("{} {words}", instr.op.name())
        };
        (instr.line, text)
    }

    /// What a load or a comparison put on the stack.
    fn result(&mut self, state: &State, t: usize) -> String {
        let machine = &self.stepper.machine;
        let (code, pc) = machine.at();
        let Some(instr) = machine
            .linked()
            .program
            .codes
            .get(code as usize)
            .and_then(|code| code.instrs.get(pc as usize))
        else {
            return String::new();
        };
        let shows = matches!(
            instr.op,
            Op::LoadGlobal
                | Op::LoadAttr
                | Op::LoadDeref
                | Op::BinarySubscr
                | Op::ContainsOp
                | Op::LoadName
        );
        let flag = instr.flag;
        let Some(top) = state.threads[t]
            .values
            .iter()
            .rev()
            .find(|value| **value != Value::Null)
            .copied()
        else {
            return String::new();
        };
        if !shows || flag || top.object().is_some() {
            return String::new();
        }
        let text = self.stepper.machine.reprs(state, &[top]);
        format!(" → {}", text.first().map_or("", String::as_str))
    }

    /// Variables, attributes of objects in variables, and the state of locks.
    pub(crate) fn watch(&mut self, state: &State) -> Vec<(String, String)> {
        let mut all = self.stepper.variables(state);
        let linked = std::rc::Rc::clone(&self.stepper.machine.linked);
        for (global, value) in linked.globals.iter().zip(state.globals.iter()) {
            let name = self.stepper.machine.atoms.text(global.name).to_owned();
            let Some(id) = value.object().filter(|_| linked.shows(&name)) else {
                continue;
            };
            match self.stepper.machine.object(state, id) {
                Object::Instance { attrs, .. } => {
                    let plain: Vec<(String, Value)> = attrs
                        .iter()
                        .filter(|(_, value)| value.object().is_none())
                        .map(|(attr, value)| {
                            (
                                format!("{name}.{}", self.stepper.machine.atoms.text(attr)),
                                value,
                            )
                        })
                        .collect();
                    let values: Vec<Value> = plain.iter().map(|entry| entry.1).collect();
                    let texts = self.stepper.machine.reprs(state, &values);
                    all.extend(plain.into_iter().map(|entry| entry.0).zip(texts));
                }
                Object::Lock { locked } => {
                    all.push((name, if *locked { "held" } else { "free" }.to_owned()))
                }
                Object::RLock { owner, count } => all.push((
                    name,
                    if *count > 0 {
                        format!("held by {}", thread_name(usize::from(*owner)))
                    } else {
                        "free".to_owned()
                    },
                )),
                Object::Event { set, .. } => {
                    all.push((name, if *set { "set" } else { "not set" }.to_owned()))
                }
                Object::Semaphore { value, .. } => all.push((name, value.to_string())),
                Object::Queue(queue) => {
                    let items = queue.items.clone();
                    let texts = self.stepper.machine.reprs(state, &items);
                    all.push((name, format!("[{}]", texts.join(", "))));
                }
                _ => {}
            }
        }
        all
    }

    fn note_holders(&mut self, state: &State, thread: u16) {
        for (index, cell) in state.heap.iter().enumerate() {
            if let Object::Lock { locked } = &*cell.object {
                let id = ObjectId::heap(index);
                if *locked {
                    self.holders.or_insert(id, thread);
                } else {
                    self.holders.remove(&id);
                }
            }
        }
    }

    fn describe_blocked(&mut self, state: &State, trace: &mut Trace) -> Result<(), Stop> {
        // The main thread comes last: it waits because the others do.
        for t in (1..state.threads.len()).chain([0]) {
            if state.threads[t].status == Status::Done || state.threads[t].daemon {
                continue;
            }
            let mut probe = state.clone();
            let quantum = self.stepper.quantum(&mut probe, t, false)?;
            if let Some(wait) = quantum.waits {
                let line = self
                    .stepper
                    .machine
                    .place(state, t)
                    .map_or(0, |place| place.1);
                let text = self.waits_for(state, t, &wait);
                trace.blocked.push((t as u16, line, text));
            }
        }
        Ok(())
    }

    /// A phrase such as `waits for lb, held by B`.
    fn waits_for(&mut self, state: &State, t: usize, wait: &Wait) -> String {
        let name = self.name_of(state, wait.object);
        let thread = thread_name(usize::from(wait.thread));
        match wait.kind {
            WaitKind::Lock => {
                let owner = match wait
                    .object
                    .object()
                    .map(|id| (id, self.stepper.machine.object(state, id)))
                {
                    Some((_, Object::RLock { owner, .. })) => Some(*owner),
                    Some((id, _)) => self.holders.get(&id).copied(),
                    None => None,
                };
                match owner {
                    Some(owner) if usize::from(owner) == t => {
                        format!("waits for {name}, which it holds itself")
                    }
                    Some(owner) => format!(
                        "waits for {name}, held by {}",
                        thread_name(usize::from(owner))
                    ),
                    None => format!("waits for {name}"),
                }
            }
            WaitKind::Semaphore => format!("waits for {name}, which is 0"),
            WaitKind::Notify => format!("waits to be notified on {name}"),
            WaitKind::Event => format!("waits for {name} to be set"),
            WaitKind::Barrier => format!("waits for the others at {name}"),
            WaitKind::QueueItem => format!("waits for an item in {name}"),
            WaitKind::QueuePlace => format!("waits for a free place in {name}"),
            WaitKind::QueueDone => format!("waits until everything in {name} is done"),
            WaitKind::Join => format!("waits for the end of {thread}"),
            WaitKind::Future => "waits for a result".to_owned(),
            WaitKind::Job => "waits for a job".to_owned(),
            WaitKind::Container => format!("waits for the inner lock of {name}"),
        }
    }

    /// The variable that holds an object.
    fn name_of(&self, state: &State, object: Value) -> String {
        let machine = &self.stepper.machine;
        let text = |atom| machine.atoms.text(atom);
        let globals = machine.linked().globals.iter().zip(state.globals.iter());
        for (global, value) in globals.clone() {
            if *value == object {
                return text(global.name).to_owned();
            }
        }
        for (global, value) in globals {
            let name = text(global.name);
            match value.object().map(|id| machine.object(state, id)) {
                Some(Object::Instance { attrs, .. }) => {
                    if let Some((attr, _)) = attrs.iter().find(|(_, value)| *value == object) {
                        return format!("{name}.{}", text(attr));
                    }
                }
                Some(Object::List { items, .. } | Object::Tuple(items)) => {
                    if let Some(at) = items.iter().position(|item| *item == object) {
                        return format!("{name}[{at}]");
                    }
                }
                Some(Object::Condition { lock, .. }) if *lock == object => {
                    return format!("the lock of {name}");
                }
                _ => {}
            }
        }
        match object.object().map(|id| machine.object(state, id)) {
            Some(Object::Lock { .. } | Object::RLock { .. }) => "a lock".to_owned(),
            _ => "it".to_owned(),
        }
    }
}

/// A `with` block, by the text of its context manager if that fits in a line.
fn with_block(manager: &str) -> String {
    if manager.is_empty() {
        "the `with` block".to_owned()
    } else {
        format!("`with {manager}`")
    }
}

/// A trace as the counterexample that the renderer of [`interleaving`] shows.
pub(crate) fn counterexample(
    program: &Program,
    names: &[super::ThreadInfo],
    outcome: &Outcome,
    witness: &Witness,
    trace: &Trace,
) -> Counterexample {
    let lines = LineIndex::new(&program.source);
    let source = |line: u32| {
        (line > 0).then(|| Source {
            file: "<snippet>".to_owned(),
            line,
            text: lines.line(&program.source, line).trim().to_owned(),
        })
    };
    let mut shown = Counterexample::new(ends(outcome));
    shown.threads = names
        .iter()
        .map(|thread| Thread {
            name: thread.name.clone(),
        })
        .collect();
    shown.calmest = true;
    shown.surprises = Surprises {
        preemptions: witness.preemptions,
        ..Surprises::default()
    };
    for row in &trace.rows {
        let ended = outcome.exceptions.iter().find(|uncaught| {
            uncaught.thread == row.thread
                && row.text == exception_text(&uncaught.class, &uncaught.message)
        });
        let action = match ended {
            Some(uncaught) => Action::Panic {
                message: exception_text(&uncaught.class, &uncaught.message),
            },
            None => Action::Step {
                text: row.text.clone(),
                changes: row
                    .changes
                    .iter()
                    .map(|(name, value)| Change {
                        name: name.clone(),
                        value: value.clone(),
                    })
                    .collect(),
            },
        };
        shown.events.push(Event {
            thread: row.thread,
            action,
            object: None,
            source: source(row.line),
            switch: row.switch,
        });
    }
    if outcome.status == End::Deadlock {
        for (thread, line, on) in &trace.blocked {
            shown.events.push(Event {
                thread: *thread,
                action: Action::Blocked { on: on.clone() },
                object: None,
                source: source(*line),
                switch: Some(Switch::Blocked),
            });
        }
    }
    shown
}
