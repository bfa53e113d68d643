//! The explorer: a program, the rules, the limits, and everything that can happen.

use std::cell::Cell;
use std::rc::Rc;

use crate::code::compile;
use crate::machine::{Linked, Machine, link};
use crate::policy::Rules;
use crate::report::{Counted, Report};
use crate::search::bounded::Bounded;
use crate::search::count::{count, trapped};
use crate::search::graph::Graph;
use crate::search::outcome::Status;
use crate::search::stepper::{LOOP, Stepper};
use crate::search::witness::{Witness, paths};
use crate::search::{Limits, Stop};
use crate::syntax::Diagnostic;
use crate::value::{Atoms, Value};

/// A program compiled for the version that its rules name.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) source: String,
    pub(crate) rules: Rules,
    pub(crate) linked: Rc<Linked>,
    pub(crate) atoms: Atoms,
}

impl Program {
    /// Compiles a program.
    ///
    /// # Errors
    ///
    /// What is wrong with it or not supported, and where.
    pub fn compile(source: &str, rules: Rules) -> Result<Program, Vec<Diagnostic>> {
        let compiled = compile(source, rules.version)?;
        let mut atoms = Atoms::new(rules.version);
        let linked = link(compiled, &mut atoms)?;
        Ok(Program {
            source: source.to_owned(),
            rules,
            linked: Rc::new(linked),
            atoms,
        })
    }

    /// Shows only these variables of the module in outcomes and tables: ends that differ in others alone
    /// are one outcome then. Printed lines and exceptions still count.
    ///
    /// # Errors
    ///
    /// A name that is no variable of the module.
    pub fn watch(&mut self, names: &[String]) -> Result<(), UnknownVariable> {
        let known: Vec<&str> = self
            .linked
            .globals
            .iter()
            .filter(|global| global.builtin == Value::Null)
            .map(|global| self.atoms.text(global.name))
            .filter(|name| !name.starts_with("__"))
            .collect();
        if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(UnknownVariable {
                given: unknown.clone(),
                known: known.into_iter().map(str::to_owned).collect(),
            });
        }
        let mut linked = Linked::clone(&self.linked);
        linked.watched = Some(names.to_vec());
        self.linked = Rc::new(linked);
        Ok(())
    }

    /// The rules that it is explored under.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The source text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A machine that knows what changes; `None` if the program is not supported.
    pub(crate) fn learned(&self) -> Option<Machine> {
        let explorer = Explorer::new(self);
        let machine = match explorer.learn(self.machine()).ok()? {
            Learned::Machine(machine) => machine,
            Learned::NoDecision(machine) => return Some(machine),
        };
        match explorer.build(machine, true, explorer.limits.states) {
            Ok(explored) => Some(explored.stepper.machine),
            Err((_, machine)) => Some(machine),
        }
    }

    pub(crate) fn machine(&self) -> Machine {
        Machine::new(Rc::clone(&self.linked), self.atoms.clone(), self.rules)
    }
}

/// The program has no variable of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVariable {
    /// What was given.
    pub given: String,
    /// The variables of the module.
    pub known: Vec<String>,
}

impl std::fmt::Display for UnknownVariable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the program has no variable `{}`: it has {}",
            self.given,
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownVariable {}

/// States that the search for what changes visits.
const LEARNING_STATES: u64 = 300;

/// Steps that it takes at most from the first decision on.
const LEARNING_STEPS: u64 = 5_000_000;

/// The steps that it costs to start again: a program of thousands of variables does so for each of them.
const RESTART: u64 = 300_000;

/// The share of the steps that the search with few preemptions gets when the others have used theirs up.
const BOUNDED_SHARE: u64 = 8;

/// States that the search for witnesses visits when the counts are known.
const WITNESS_STATES: u64 = 40_000;

/// Explores all schedules of a program.
#[derive(Clone, Debug)]
pub struct Explorer<'p> {
    program: &'p Program,
    limits: Limits,
    reduce: bool,
    symmetric: bool,
    /// Steps that the searches of this exploration may still take together.
    left: Cell<u64>,
}

/// A finished graph with everything that is read off it.
struct Explored {
    graph: Graph,
    stepper: Stepper,
}

/// What the short search before the others found.
enum Learned {
    /// A machine that knows most of what changes.
    Machine(Machine),
    /// A loop without an end in sight comes before the first decision.
    NoDecision(Machine),
}

impl<'p> Explorer<'p> {
    /// An explorer with the default limits.
    #[must_use]
    pub fn new(program: &'p Program) -> Explorer<'p> {
        Explorer {
            program,
            limits: Limits::default(),
            reduce: true,
            symmetric: true,
            left: Cell::new(Limits::default().steps),
        }
    }

    /// Sets the limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Explorer<'p> {
        self.limits = limits;
        self.left.set(limits.steps);
        self
    }

    /// Whether steps that no other thread can see are run at once. Without, the graph has a node for every
    /// bytecode; the outcomes are the same.
    #[must_use]
    pub fn reduction(mut self, reduce: bool) -> Explorer<'p> {
        self.reduce = reduce;
        self
    }

    /// Whether threads that do the same may change places. The outcomes and counts are the same.
    #[must_use]
    pub fn symmetry(mut self, symmetric: bool) -> Explorer<'p> {
        self.symmetric = symmetric;
        self
    }

    /// Takes what a search has used up off what is left for the others.
    fn pay(&self, stepper: &Stepper) {
        let again = stepper.machine.shared.surprised();
        let used = stepper.steps + if again { RESTART } else { 0 };
        self.left.set(self.left.get().saturating_sub(used));
    }

    /// Builds a graph, starting again as long as something unexpected changes.
    #[expect(
        clippy::result_large_err,
        reason = "the machine goes back to the caller, once for each search"
    )]
    fn build(
        &self,
        machine: Machine,
        reduce: bool,
        states: u64,
    ) -> Result<Explored, (Stop, Machine)> {
        let mut machine = machine;
        loop {
            let symmetric =
                self.symmetric && !machine.shared.changes(crate::machine::Change::Identity);
            let mut stepper = Stepper::new(machine, reduce, symmetric, self.left.get());
            let graph = stepper.graph(states);
            self.pay(&stepper);
            match graph {
                Ok(graph) if !stepper.machine.shared.surprised() => {
                    return Ok(Explored { graph, stepper });
                }
                Ok(_) | Err(Stop::Surprise) => {
                    machine = stepper.machine;
                    machine.shared.learn();
                }
                Err(stop) => return Err((stop, stepper.machine)),
            }
        }
    }

    /// Explores.
    #[must_use]
    pub fn run(&self) -> Report {
        self.left.set(self.limits.steps);
        let mut report = Report::new(self.program);
        let machine = match self.learn(self.program.machine()) {
            Ok(Learned::Machine(machine)) => machine,
            Ok(Learned::NoDecision(_)) => {
                report.limit = Some(LOOP);
                report.add_bounded(Bounded::default());
                report.finish();
                return report;
            }
            Err(diagnostic) => {
                report.refused = true;
                report.note(*diagnostic);
                return report;
            }
        };
        if self.reduce && self.symmetric && self.exact(&machine, &mut report) {
            return report;
        }
        match self.build(machine, self.reduce, self.limits.states) {
            Ok(explored) => self.complete(explored, &mut report),
            Err((Stop::Refused(diagnostic), _)) => {
                report.refused = true;
                report.note(*diagnostic);
            }
            Err((Stop::Limit(what), machine)) => self.partial(what, machine, &mut report),
            Err((Stop::Surprise, _)) => unreachable!("surprises start the search again"),
        }
        report
    }

    /// The graph without symmetry, if it is within the limits, and a machine that knows what changes.
    pub(crate) fn graph(&self) -> (Option<Graph>, Machine) {
        let plain = self.clone().symmetry(false);
        let machine = match plain.learn(self.program.machine()) {
            Ok(Learned::Machine(machine)) => machine,
            Ok(Learned::NoDecision(machine)) => return (None, machine),
            Err(_) => self.program.machine(),
        };
        match plain.build(machine, true, plain.limits.states) {
            Ok(mut explored) => {
                plain.add_stuck(&mut explored.graph, &mut explored.stepper);
                (Some(explored.graph), explored.stepper.machine)
            }
            Err((_, machine)) => (None, machine),
        }
    }

    /// Finds most of what changes with a short search, so that the long one seldom starts again.
    fn learn(&self, machine: Machine) -> Result<Learned, Box<Diagnostic>> {
        let mut machine = machine;
        loop {
            let symmetric =
                self.symmetric && !machine.shared.changes(crate::machine::Change::Identity);
            let mut stepper = Stepper::new(machine, true, symmetric, self.left.get());
            stepper.after_root = LEARNING_STEPS;
            let found = stepper.bounded(LEARNING_STATES);
            self.pay(&stepper);
            machine = stepper.machine;
            if !machine.shared.surprised() {
                return match found {
                    Err(Stop::Refused(diagnostic)) => Err(diagnostic),
                    // Every other search would begin with the same loop.
                    Err(Stop::Limit(LOOP)) if self.reduce => Ok(Learned::NoDecision(machine)),
                    _ => Ok(Learned::Machine(machine)),
                };
            }
            machine.shared.learn();
        }
    }

    /// Counts without a graph, for the programs where that is possible and needed.
    fn exact(&self, machine: &Machine, report: &mut Report) -> bool {
        let mut stepper = Stepper::new(machine.clone(), true, true, self.left.get());
        let solved = stepper.solve_chain();
        self.pay(&stepper);
        let Ok(Some(exact)) = solved else {
            return false;
        };
        if stepper.machine.shared.surprised() {
            return false;
        }
        report.add_exact(exact);
        // The calmest schedules are found by a search that stops when it knows one for every outcome.
        if let Ok(found) = stepper.bounded_until(WITNESS_STATES, report.counted.len()) {
            report.add_witnesses(found);
        }
        report.describe_threads(&mut stepper);
        report.finish();
        report.follow(self.program, stepper.machine);
        true
    }

    fn complete(&self, explored: Explored, report: &mut Report) {
        let Explored {
            mut graph,
            mut stepper,
        } = explored;
        report.complete = true;
        report.states = graph.len() as u64;
        self.add_stuck(&mut graph, &mut stepper);
        let counts = count(&graph);
        report.schedules.visible = counts.as_ref().map(|counts| counts.total.clone());
        report.unbounded = counts.is_none();
        let witnesses = witnesses(&graph, &mut stepper);
        for (number, (outcome, witness)) in graph.outcomes.iter().zip(witnesses).enumerate() {
            report.counted.push(Counted {
                outcome: outcome.clone(),
                count: counts
                    .as_ref()
                    .map(|counts| counts.by_outcome[number].clone()),
                witness,
            });
        }
        if self.reduce && self.limits.bytecode_states > 0 && counts.is_some() {
            self.count_bytecode(&stepper, report);
        } else if !self.reduce {
            report.schedules.bytecode = report.schedules.visible.take();
        }
        report.describe_threads(&mut stepper);
        report.replace_counts();
        report.finish();
        if self.reduce {
            // The steps of the table are those of the reduced search: other decisions lead elsewhere.
            report.follow(self.program, stepper.machine);
        }
    }

    /// Adds an outcome for every trap: states from which no end can be reached.
    fn add_stuck(&self, graph: &mut Graph, stepper: &mut Stepper) {
        let trapped = trapped(graph);
        let Some(first) = trapped.first().copied() else {
            return;
        };
        // All states of a trap are one outcome: what the variables are depends on the moment.
        let path = paths(graph, &|node| (node == first).then_some(0), 1);
        let Some(Some(path)) = path.into_iter().next() else {
            return;
        };
        let Ok((_, state)) = stepper.concrete(&path) else {
            return;
        };
        let mut outcome = stepper.outcome(&state);
        outcome.status = Status::Stuck;
        let number = graph.outcomes.len() as u32;
        graph.outcomes.push(outcome);
        for node in trapped {
            graph.ends.push(crate::search::graph::End {
                node,
                outcome: number,
            });
        }
    }

    /// The exact number of schedules of single bytecodes, if the graph of bytecodes is small enough.
    fn count_bytecode(&self, stepper: &Stepper, report: &mut Report) {
        let machine = self.program.machine();
        let mut machine = machine;
        machine.shared = stepper.machine.shared.clone();
        let Ok(Explored { graph, .. }) = self.build(machine, false, self.limits.bytecode_states)
        else {
            return;
        };
        let Some(counts) = count(&graph) else {
            return;
        };
        report.schedules.bytecode = Some(counts.total);
        report.bytecode_counts = graph.outcomes.into_iter().zip(counts.by_outcome).collect();
    }

    fn partial(&self, what: &'static str, machine: Machine, report: &mut Report) {
        let mut machine = machine;
        report.limit = Some(what);
        let states = (self.limits.states / 4).clamp(1_000, 250_000);
        let share = self.limits.steps / BOUNDED_SHARE;
        self.left.set(self.left.get().max(share));
        loop {
            let symmetric =
                self.symmetric && !machine.shared.changes(crate::machine::Change::Identity);
            let mut stepper = Stepper::new(machine, true, symmetric, self.left.get());
            let found = stepper.bounded(states);
            self.pay(&stepper);
            if stepper.machine.shared.surprised() || matches!(found, Err(Stop::Surprise)) {
                machine = stepper.machine;
                machine.shared.learn();
                continue;
            }
            match found {
                Ok(found) => report.add_bounded(found),
                Err(Stop::Refused(diagnostic)) => {
                    report.refused = true;
                    report.note(*diagnostic);
                }
                Err(_) => report.add_bounded(Bounded::default()),
            }
            report.describe_threads(&mut stepper);
            report.finish();
            report.follow(self.program, stepper.machine);
            return;
        }
    }
}

/// A witness for every outcome.
fn witnesses(graph: &Graph, stepper: &mut Stepper) -> Vec<Option<Witness>> {
    let mut outcome_of = vec![u32::MAX; graph.len()];
    for end in &graph.ends {
        outcome_of[end.node as usize] = end.outcome;
    }
    let target = |node: u32| {
        let outcome = outcome_of[node as usize];
        (outcome != u32::MAX).then_some(outcome)
    };
    paths(graph, &target, graph.outcomes.len())
        .into_iter()
        .map(|path| {
            let (witness, _) = stepper.concrete(&path?).ok()?;
            Some(witness)
        })
        .collect()
}
