//! What an exploration found.

mod ahead;
pub mod html;
pub mod json;
mod telling;
pub mod text;
pub(crate) mod trace;
pub mod words;

pub use trace::{Row, Trace};

use crate::bigint::BigInt;
use crate::explore::Program;
use crate::policy::Rules;
use crate::search::bounded::Bounded;
use crate::search::chain::Exact;
use crate::search::outcome::{Outcome, Status, Uncaught};
use crate::search::stepper::Stepper;
use crate::search::witness::Witness;
use crate::sorted::SortedMap;
use crate::syntax::Diagnostic;

/// How many outcomes get a schedule step by step, and how long such a schedule may be.
const TRACED: usize = 24;
const LONGEST: usize = 2_000;

/// Numbers of schedules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedules {
    /// Orders of single instructions (with a GIL: of runs between two checks). `None` if they were not counted
    /// or are infinitely many.
    pub bytecode: Option<BigInt>,
    /// Orders of the steps that other threads can see.
    pub visible: Option<BigInt>,
}

/// An outcome with its count and a schedule that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The end.
    pub outcome: Outcome,
    /// How many schedules end so: bytecode schedules if those were counted, else visible ones.
    pub count: Option<BigInt>,
    /// A schedule with the fewest preemptions, and among those one of the shortest.
    pub witness: Option<Witness>,
}

/// A thread of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadInfo {
    /// `main`, then `A`, `B` and so on.
    pub name: String,
    /// The function it runs.
    pub function: String,
}

/// What an exploration found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The rules.
    pub rules: Rules,
    /// Every schedule was covered.
    pub complete: bool,
    /// The states that were visited.
    pub states: u64,
    /// How many schedules there are.
    pub schedules: Schedules,
    /// Schedules may be of any length: a thread waits in a loop.
    pub unbounded: bool,
    /// The threads.
    pub threads: Vec<ThreadInfo>,
    /// The outcomes: bad ones first, then by their variables.
    pub counted: Vec<Counted>,
    /// What is wrong with the program or was not proven.
    pub diagnostics: Vec<Diagnostic>,
    /// The program is not supported.
    pub refused: bool,
    /// With a search that was cut: every schedule with at most this many preemptions was tried.
    pub proven: Option<u32>,
    /// Schedules step by step, by the position of their outcome; for the first outcomes only.
    pub traces: SortedMap<usize, Trace>,
    pub(crate) limit: Option<&'static str>,
    pub(crate) bytecode_counts: Vec<(Outcome, BigInt)>,
    pub(crate) source: String,
}

impl Report {
    pub(crate) fn new(program: &Program) -> Report {
        Report {
            refused: false,
            ..Report::of_refused(&program.source, program.rules, Vec::new())
        }
    }

    /// The report about a program that does not compile or is not supported.
    #[must_use]
    pub fn of_refused(source: &str, rules: Rules, diagnostics: Vec<Diagnostic>) -> Report {
        Report {
            rules,
            complete: false,
            states: 0,
            schedules: Schedules::default(),
            unbounded: false,
            threads: Vec::new(),
            counted: Vec::new(),
            diagnostics,
            refused: true,
            proven: None,
            traces: SortedMap::new(),
            limit: None,
            bytecode_counts: Vec::new(),
            source: source.to_owned(),
        }
    }

    pub(crate) fn note(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Names the threads after the functions they run.
    pub(crate) fn describe_threads(&mut self, stepper: &mut Stepper) {
        self.threads = stepper.thread_infos();
    }

    /// Takes over the counts of bytecode schedules.
    pub(crate) fn replace_counts(&mut self) {
        if self.schedules.bytecode.is_none() || self.bytecode_counts.is_empty() {
            return;
        }
        let mut counts = SortedMap::new();
        for (outcome, count) in &self.bytecode_counts {
            counts.insert(outcome, count);
        }
        for counted in &mut self.counted {
            counted.count = counts.get(&&counted.outcome).map(|count| (*count).clone());
        }
    }

    /// Takes over counts that were found without a graph.
    pub(crate) fn add_exact(&mut self, exact: Exact) {
        self.complete = true;
        self.states = exact.states;
        self.schedules.visible = Some(exact.total);
        self.counted = exact
            .counts
            .into_iter()
            .map(|(outcome, count)| Counted {
                outcome,
                count: Some(count),
                witness: None,
            })
            .collect();
    }

    /// Adds witnesses to outcomes that are known.
    pub(crate) fn add_witnesses(&mut self, bounded: Bounded) {
        for counted in &mut self.counted {
            counted.witness = bounded.outcomes.get(&counted.outcome).cloned();
        }
    }

    pub(crate) fn add_bounded(&mut self, bounded: Bounded) {
        self.states += bounded.states;
        self.proven = bounded.proven;
        self.complete = bounded.complete;
        for (outcome, witness) in bounded.outcomes {
            match self
                .counted
                .iter_mut()
                .find(|counted| counted.outcome == outcome)
            {
                Some(counted) => counted.witness = Some(witness),
                None => self.counted.push(Counted {
                    outcome,
                    count: None,
                    witness: Some(witness),
                }),
            }
        }
    }

    /// Brings the outcomes into their order.
    pub(crate) fn finish(&mut self) {
        let rank = |status: Status| match status {
            Status::Deadlock => 0,
            Status::Stuck => 1,
            Status::Exception => 2,
            Status::Ok => 3,
        };
        self.counted.sort_by(|a, b| {
            rank(a.outcome.status)
                .cmp(&rank(b.outcome.status))
                .then_with(|| a.outcome.cmp(&b.outcome))
        });
    }

    /// Follows the witnesses of the first outcomes step by step.
    pub(crate) fn follow(&mut self, program: &Program, machine: crate::machine::Machine) {
        let mut tracer = trace::Tracer::new(program, machine);
        for (at, counted) in self.counted.iter().enumerate().take(TRACED) {
            if let Some(witness) = &counted.witness
                && witness.decisions.len() <= LONGEST
                && let Ok(found) = tracer.trace(&witness.decisions)
            {
                self.traces.insert(at, found);
            }
        }
        self.complete_threads(tracer.threads);
        if self.complete && !self.unbounded {
            self.look_ahead(program);
        }
    }

    /// Adds threads that only some schedules start: those that were traced, and else by number.
    fn complete_threads(&mut self, traced: Vec<ThreadInfo>) {
        self.threads
            .extend(traced.into_iter().skip(self.threads.len()));
        let decisions = self
            .counted
            .iter()
            .filter_map(|counted| counted.witness.as_ref());
        let last = decisions
            .flat_map(|witness| &witness.decisions)
            .map(|decision| decision.thread)
            .chain(self.uncaught().map(|uncaught| uncaught.thread))
            .max()
            .map_or(0, usize::from);
        for index in self.threads.len()..=last {
            self.threads.push(ThreadInfo {
                name: thread_name(index),
                function: String::new(),
            });
        }
    }

    /// The counterexample that shows the outcome at a position, if its schedule was followed.
    #[must_use]
    pub fn counterexample(
        &self,
        program: &Program,
        at: usize,
    ) -> Option<interleaving::Counterexample> {
        let counted = self.counted.get(at)?;
        let trace = self.traces.get(&at)?;
        let witness = counted.witness.as_ref()?;
        Some(trace::counterexample(
            program,
            &self.threads,
            &counted.outcome,
            witness,
            trace,
        ))
    }

    /// The limit that the search of the whole graph reached: `states`, `steps` or `loop`.
    #[must_use]
    pub fn limit_reached(&self) -> Option<&'static str> {
        self.limit
    }

    /// The exceptions of all outcomes.
    pub fn uncaught(&self) -> impl Iterator<Item = &Uncaught> {
        self.counted
            .iter()
            .flat_map(|counted| &counted.outcome.exceptions)
    }
}

/// The name of a thread in reports: `main`, `A` … `Z`, then `T27` and so on.
#[must_use]
pub fn thread_name(index: usize) -> String {
    match index {
        0 => "main".to_owned(),
        1..=26 => char::from(b'A' + (index - 1) as u8).to_string(),
        index => format!("T{index}"),
    }
}
