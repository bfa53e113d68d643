//! The machine of the models: it runs tiny programs under every schedule, calmest first.
//!
//! It has instructions of its own, so that it needs nothing of a solution's types but their names.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use lab_check::{Action, Trace};

/// The instructions, as [`Op`](super::super::solution::Op) documents them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    LoadGlobal(u8),
    LoadConst(i64),
    Add,
    StoreGlobal(u8),
    Call(i64),
    JumpBack { to: u8, times: u8 },
    Return,
}

use Instruction::{Add, Call, JumpBack, LoadConst, LoadGlobal, Return, StoreGlobal};

/// Where another thread may go on, as `Policy` documents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switching {
    EveryOp,
    CallsAndBackEdges,
}

/// The code of one thread, and the Python line it stands for.
#[derive(Clone, Debug)]
pub struct Program {
    pub python: String,
    pub code: Vec<Instruction>,
}

impl Program {
    pub fn new(python: impl Into<String>, code: &[Instruction]) -> Program {
        Program {
            python: python.into(),
            code: code.to_vec(),
        }
    }

    /// `n += by`
    pub fn add(by: i64) -> Program {
        Program::new(
            format!("n += {by}"),
            &[LoadGlobal(0), LoadConst(by), Add, StoreGlobal(0)],
        )
    }

    /// `n += f()`, where `f` returns `by`.
    pub fn add_call(by: i64) -> Program {
        Program::new(
            format!("n += f()  # f returns {by}"),
            &[LoadGlobal(0), Call(by), Add, StoreGlobal(0), Return],
        )
    }

    /// The body of this program, `rounds` times.
    pub fn in_a_loop(mut self, rounds: u8) -> Program {
        self.code.retain(|instruction| *instruction != Return);
        let times = rounds - 1;
        self.code.extend([JumpBack { to: 0, times }, Return]);
        self.python = format!("for _ in range({rounds}): {}", self.python);
        self
    }

    /// The code with its indices, for a message.
    fn listing(&self) -> String {
        let lines = self.code.iter().enumerate();
        let lines = lines.map(|(index, instruction)| format!("  {index}: {instruction:?}"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The names under which messages and tables speak of the globals.
const GLOBALS: [&str; 3] = ["n", "m", "k"];
const THREADS: [&str; 3] = ["thread A", "thread B", "thread C"];

/// A result in words: `n = 1, m = 2`.
pub fn result(globals: &[i64]) -> String {
    if globals.len() > GLOBALS.len() {
        return format!("{globals:?}");
    }
    let named = GLOBALS.iter().zip(globals);
    let named: Vec<String> = named
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    match named.as_slice() {
        [] => "no globals".to_owned(),
        named => named.join(", "),
    }
}

/// All programs with their code, for a message.
pub fn listings(programs: &[Program]) -> String {
    let listings = programs.iter().zip(THREADS).map(|(program, thread)| {
        let Program { python, .. } = program;
        format!("{thread}: {python}\n{}", program.listing())
    });
    listings.collect::<Vec<_>>().join("\n")
}

/// Is the instruction one after which another thread may go on? `jumps` is true for a `JumpBack`
/// that jumps.
fn may_switch(instruction: Instruction, jumps: bool, switching: Switching) -> bool {
    match switching {
        Switching::EveryOp => true,
        Switching::CallsAndBackEdges => jumps || matches!(instruction, Call(_)),
    }
}

/// The indices of these instructions; `Return` is left out.
pub fn switch_points(code: &[Instruction], switching: Switching) -> Vec<usize> {
    let points = code.iter().enumerate().filter(|(_, instruction)| {
        let jumps = matches!(instruction, JumpBack { .. });
        **instruction != Return && may_switch(**instruction, jumps, switching)
    });
    points.map(|(index, _)| index).collect()
}

/// What one thread has of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Thread {
    at: usize,
    stack: Vec<i64>,
    /// How often each `JumpBack` has jumped since it went on.
    jumped: Vec<u8>,
}

/// A moment of an execution.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    globals: Vec<i64>,
    threads: Vec<Thread>,
    /// The thread that ran last, and whether another one may go on.
    last: Option<usize>,
    may_switch: bool,
}

impl State {
    fn start(programs: &[Program], globals: &[i64]) -> State {
        let thread = |program: &Program| Thread {
            at: 0,
            stack: Vec::new(),
            jumped: vec![0; program.code.len()],
        };
        State {
            globals: globals.to_vec(),
            threads: programs.iter().map(thread).collect(),
            last: None,
            may_switch: true,
        }
    }

    fn instruction(&self, programs: &[Program], thread: usize) -> Option<Instruction> {
        programs[thread].code.get(self.threads[thread].at).copied()
    }

    /// The threads that may run next. A thread before its `Return` still has a step to take.
    fn choices(&self, programs: &[Program]) -> Vec<usize> {
        let alive = |thread: &usize| self.instruction(programs, *thread).is_some();
        match self.last.filter(alive) {
            Some(last) if !self.may_switch => vec![last],
            _ => (0..self.threads.len()).filter(alive).collect(),
        }
    }

    /// Runs one instruction of a thread that has one.
    fn step(&mut self, programs: &[Program], number: usize, switching: Switching) {
        let Some(instruction) = self.instruction(programs, number) else {
            return;
        };
        let thread = &mut self.threads[number];
        let here = thread.at;
        thread.at += 1;
        let mut jumps = false;
        let mut pop = || {
            thread
                .stack
                .pop()
                .expect("the programs keep their stacks in order")
        };
        match instruction {
            LoadGlobal(global) => thread.stack.push(self.globals[usize::from(global)]),
            LoadConst(number) | Call(number) => thread.stack.push(number),
            Add => {
                let sum = pop() + pop();
                thread.stack.push(sum);
            }
            StoreGlobal(global) => self.globals[usize::from(global)] = pop(),
            JumpBack { to, times } if thread.jumped[here] < times => {
                thread.jumped[here] += 1;
                thread.at = usize::from(to);
                jumps = true;
            }
            JumpBack { .. } => thread.jumped[here] = 0,
            Return => thread.at = programs[number].code.len(),
        }
        self.last = Some(number);
        self.may_switch = may_switch(instruction, jumps, switching);
    }
}

/// A schedule: which thread takes the next step.
pub type Schedule = Vec<usize>;

/// Every result, each with a schedule that has as few forced switches as possible.
///
/// The search goes through the states in the order of their cost: a step that leaves a thread
/// which could go on costs 1, every other step nothing.
pub fn results(
    programs: &[Program],
    switching: Switching,
    globals: &[i64],
) -> BTreeMap<Vec<i64>, Schedule> {
    let mut results = BTreeMap::new();
    let mut seen = BTreeSet::new();
    // Each step knows the step before it, so that a schedule can be read backwards.
    let mut steps: Vec<(Option<usize>, usize)> = Vec::new();
    let mut queue = VecDeque::from([(State::start(programs, globals), None)]);
    while let Some((state, step)) = queue.pop_front() {
        if !seen.insert(state.clone()) {
            continue;
        }
        let choices = state.choices(programs);
        if choices.is_empty() {
            results
                .entry(state.globals)
                .or_insert_with(|| schedule(&steps, step));
            continue;
        }
        // The first thread last, so that it stands in front of the queue.
        for thread in choices.iter().rev() {
            let mut next = state.clone();
            next.step(programs, *thread, switching);
            steps.push((step, *thread));
            let next = (next, Some(steps.len() - 1));
            let leaves = state
                .last
                .is_some_and(|last| last != *thread && choices.contains(&last));
            if leaves {
                queue.push_back(next);
            } else {
                queue.push_front(next);
            }
        }
    }
    results
}

fn schedule(steps: &[(Option<usize>, usize)], mut last: Option<usize>) -> Schedule {
    let mut schedule = Vec::new();
    while let Some(step) = last {
        let (before, thread) = steps[step];
        schedule.push(thread);
        last = before;
    }
    schedule.reverse();
    schedule
}

/// The steps of a schedule as a table.
pub fn trace(programs: &[Program], schedule: &Schedule, globals: &[i64]) -> Trace {
    let mut trace = Trace::new(
        "the code of each thread",
        THREADS.into_iter().take(programs.len()),
    );
    let names: Vec<u16> = GLOBALS.iter().map(|name| trace.variable(name)).collect();
    let mut state = State::start(programs, globals);
    for thread in schedule {
        let Some(instruction) = state.instruction(programs, *thread) else {
            continue;
        };
        let here = state.threads[*thread].at;
        // How often it may be interrupted does not change what a step does.
        state.step(programs, *thread, Switching::EveryOp);
        let note = |text: String| (Action::Note { text }, None);
        let top = state.threads[*thread].stack.last().copied();
        let (action, object) = match instruction {
            LoadGlobal(global) => {
                let value = top.map(|value| value.to_string());
                let newest = None;
                (
                    Action::Load { value, newest },
                    Some(names[usize::from(global)]),
                )
            }
            StoreGlobal(global) => {
                let value = Some(state.globals[usize::from(global)].to_string());
                let overtaken = false;
                (
                    Action::Store { value, overtaken },
                    Some(names[usize::from(global)]),
                )
            }
            LoadConst(number) => note(format!("pushes {number}")),
            Call(number) => note(format!("calls f: {number}")),
            Add => note(format!("adds: {}", top.unwrap_or_default())),
            JumpBack { .. } if state.threads[*thread].at == here + 1 => note("goes on".to_owned()),
            JumpBack { to, .. } => note(format!("jumps to {to}")),
            Return => (Action::Finish, None),
        };
        let line = u32::try_from(here).expect("the programs are short");
        trace.step(
            u16::try_from(*thread).expect("there are three threads at most"),
            (line, &format!("{instruction:?}")),
            action,
            object,
        );
    }
    trace.calmest();
    trace
}
