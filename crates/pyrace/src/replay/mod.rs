//! Schedules for a real interpreter.
//!
//! Under an opcode tracer every instruction of CPython is a point where another thread may run, so any
//! schedule of [`Rules::every_instruction`] can be forced on it. [`HARNESS`] is a Python program that does
//! so; [`document`] is its input and [`Schedule::compare`] says whether the interpreter did what the
//! machine said: the same instructions at the same offsets, the same variables, output and exceptions.

mod compare;
mod points;

use std::time::Duration;

pub use compare::{Comparison, Replayed};
pub use points::SwitchPoint;

use crate::code::{self, CodeObject, Const, Op, Version};
use crate::dis::size;
use crate::explore::Program;
use crate::machine::{Machine, Running, State, Status};
use crate::report::json::quote;
use crate::search::Stop;
use crate::search::outcome::Outcome;
use crate::search::stepper::Stepper;
use crate::search::witness::Decision;

/// A Python program that replays schedules. It reads a [`document`] from the standard input and writes
/// one JSON object per schedule: `other_code`, `problem`, `unfinished`, `left`, `vars`, `out` and
/// `exceptions`.
pub const HARNESS: &str = include_str!("harness.py");

/// What a thread does in one step of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Executes one instruction.
    Run,
    /// Executes one instruction and then waits for another thread.
    Sleep,
    /// Goes on after such a wait.
    Wake,
}

/// One step of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayStep {
    /// What happens.
    pub kind: Kind,
    /// The number of the thread, in the order of their start.
    pub thread: u16,
    /// The byte offset of the instruction.
    pub offset: u32,
}

/// A schedule of single instructions and the end that the machine found for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// The steps.
    pub steps: Vec<ReplayStep>,
    /// The end.
    pub outcome: Outcome,
}

/// Why a schedule cannot be forced on a real interpreter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReplayable {
    /// A time-out fires at a chosen moment.
    TimeOut,
    /// A sleeping thread could go on and another one goes first: who wins is up to the system.
    Competition,
    /// A thread runs for ever.
    Endless,
    /// A worker of an executor takes part: which one takes a job is up to the system.
    Executor,
    /// To 3.12 a tracer writes old values back into the variables of closures (PEP 667).
    Closure,
    /// A daemon thread is cut off at the end of the program, and the tracer lets it end.
    Daemon,
    /// The program asks which thread is the main one, and the tracer runs it in another.
    MainThread,
    /// The program looks at the identifiers of threads, which the system gives out.
    Identifier,
}

impl std::fmt::Display for NotReplayable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NotReplayable::TimeOut => "a time-out fires at a chosen moment",
            NotReplayable::Competition => "a waiting thread and another one compete",
            NotReplayable::Endless => "a thread runs in a loop for ever",
            NotReplayable::Executor => "the system gives the jobs of an executor to its threads",
            NotReplayable::Closure => "to 3.12 a tracer disturbs variables of closures",
            NotReplayable::Daemon => "the end of a daemon thread cannot be forced",
            NotReplayable::MainThread => {
                "under the tracer no part of the program is the main thread"
            }
            NotReplayable::Identifier => "the system chooses the identifiers of threads",
        })
    }
}

/// The thread's sleep ends as soon as somebody lets it; nothing else of it can be steered.
fn sleeps(s: &State, t: usize) -> bool {
    let thread = &s.threads[t];
    thread.status == Status::Live
        && matches!(
            thread.frames.last().map(|frame| frame.running),
            Some(Running::Native(_))
        )
}

impl Program {
    /// Turns a schedule of the search into single instructions.
    ///
    /// # Errors
    ///
    /// The schedule cannot be forced on a real interpreter, or (`None`) the program cannot be run at all.
    pub fn schedule(&self, decisions: &[Decision]) -> Result<Schedule, Option<NotReplayable>> {
        let machine = self.learned().ok_or(None)?;
        self.schedule_on(machine, decisions)
    }

    /// Why no schedule of the program can be replayed.
    fn obstacle(&self) -> Option<NotReplayable> {
        let codes = &self.linked.program.codes;
        let stores_outside = |code: &CodeObject| {
            code.instrs.iter().any(|instr| {
                let name = code.slots.get(instr.arg as usize);
                instr.op == Op::StoreDeref && name.is_some_and(|name| code.freevars.contains(name))
            })
        };
        if self.rules.version < Version::V3_13 && codes.iter().any(stores_outside) {
            return Some(NotReplayable::Closure);
        }
        let asks = |names: &[&str]| {
            let mut used = codes.iter().flat_map(|code| &code.names);
            used.any(|name| names.contains(&name.as_str()))
        };
        if asks(&["main_thread"]) {
            return Some(NotReplayable::MainThread);
        }
        asks(&["get_ident", "get_native_id", "ident", "native_id"])
            .then_some(NotReplayable::Identifier)
    }

    pub(crate) fn schedule_on(
        &self,
        machine: Machine,
        decisions: &[Decision],
    ) -> Result<Schedule, Option<NotReplayable>> {
        if let Some(obstacle) = self.obstacle() {
            return Err(Some(obstacle));
        }
        let mut stepper = Stepper::new(machine, true, false, 50_000_000);
        stepper.log = Some(Vec::new());
        let mut state = stepper.root().map_err(|_: Stop| None)?;
        for decision in decisions {
            if decision.time_out {
                return Err(Some(NotReplayable::TimeOut));
            }
            let t = usize::from(decision.thread);
            for other in 0..state.threads.len() {
                if other == t || !sleeps(&state, other) {
                    continue;
                }
                let mut probe = state.clone();
                let log = stepper.log.take();
                let quantum = stepper.quantum(&mut probe, other, false);
                stepper.log = log;
                if quantum.is_ok_and(|quantum| quantum.waits.is_none()) {
                    return Err(Some(NotReplayable::Competition));
                }
            }
            stepper.quantum(&mut state, t, false).map_err(|_| None)?;
            stepper.close(&mut state).map_err(|_| None)?;
        }
        if state.threads.iter().any(|thread| thread.spins) {
            return Err(Some(NotReplayable::Endless));
        }
        if state
            .threads
            .iter()
            .skip(1)
            .any(|thread| thread.object == crate::value::Value::Null)
        {
            return Err(Some(NotReplayable::Executor));
        }
        if state.threads.iter().any(|thread| thread.daemon) {
            return Err(Some(NotReplayable::Daemon));
        }
        let outcome = stepper.outcome(&state);
        Ok(Schedule {
            steps: stepper.log.take().unwrap_or_default(),
            outcome,
        })
    }
}

/// Writes the name and the number of bytes of a code and of those in its constants.
fn layout(program: &code::Program, code: &CodeObject, out: &mut String) {
    let comma = if out.ends_with('[') { "" } else { "," };
    out.push_str(comma);
    out.push('[');
    quote(out, &code.name);
    out.push_str(&format!(",{}]", size(program, code)));
    for value in &code.consts {
        if let Const::Code(id) = value {
            layout(program, program.code(*id), out);
        }
    }
}

/// The input of [`HARNESS`] for some schedules of a program. A thread that takes longer than `patience` for
/// one step makes its schedule [`Comparison::NotFinished`].
#[must_use]
pub fn document(program: &Program, schedules: &[Schedule], patience: Duration) -> String {
    let mut out = String::from("{\"source\":");
    quote(&mut out, &program.source);
    out.push_str(&format!(",\"patience\":{}", patience.as_secs_f64()));
    out.push_str(",\"codes\":[");
    layout(
        &program.linked.program,
        program.linked.program.module(),
        &mut out,
    );
    out.push_str("],\"schedules\":[");
    for (at, schedule) in schedules.iter().enumerate() {
        out.push_str(if at > 0 {
            ",{\"steps\":["
        } else {
            "{\"steps\":["
        });
        for (at, step) in schedule.steps.iter().enumerate() {
            let kind = match step.kind {
                Kind::Run => "run",
                Kind::Sleep => "sleep",
                Kind::Wake => "wake",
            };
            let comma = if at > 0 { "," } else { "" };
            out.push_str(&format!(
                "{comma}[\"{kind}\",{},{}]",
                step.thread, step.offset
            ));
        }
        out.push_str("],\"vars\":[");
        for (at, (name, _)) in schedule.outcome.vars.iter().enumerate() {
            out.push_str(if at > 0 { "," } else { "" });
            quote(&mut out, name);
        }
        out.push_str("]}");
    }
    out.push_str("]}");
    out
}
