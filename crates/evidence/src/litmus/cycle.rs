//! Tests made from cycles, as the tool diy makes them (Alglave, Maranget, Sarkar, Sewell: Fences in
//! Weak Memory Models, CAV 2010).
//!
//! A cycle goes from event to event, inside of a thread by program order and from thread to thread
//! by communication. An execution that closes the cycle is not sequentially consistent; how strong
//! the accesses are decides whether it is allowed.

use std::sync::atomic::Ordering;

use super::condition::{Condition, Quantifier, Question};
use super::program::{Change, Litmus, Operation, Thread, Value, Variable};

/// An access of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It reads.
    Read,
    /// It writes.
    Write,
}

/// One step of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Program order to an access of the next variable: `Pod` with the sorts of both accesses.
    Program(Access, Access),
    /// Reads-from: the next thread reads what was written (`Rfe`).
    ReadsFrom,
    /// From-read: the next thread overwrites what was read (`Fre`).
    FromRead,
    /// Modification order: the next thread overwrites what was written (`Coe`).
    Overwrites,
}

impl Edge {
    /// The sort of the event the edge leaves.
    fn source(self) -> Access {
        match self {
            Edge::Program(from, _) => from,
            Edge::ReadsFrom | Edge::Overwrites => Access::Write,
            Edge::FromRead => Access::Read,
        }
    }

    /// The sort of the event the edge reaches.
    fn target(self) -> Access {
        match self {
            Edge::Program(_, to) => to,
            Edge::ReadsFrom => Access::Read,
            Edge::FromRead | Edge::Overwrites => Access::Write,
        }
    }

    /// Reads diy's name of the edge: `PodWR`, `Rfe`, `Fre`, `Coe` (or `Wse`).
    fn named(name: &str) -> Option<Edge> {
        use Access::{Read, Write};
        Some(match name {
            "PodWW" => Edge::Program(Write, Write),
            "PodWR" => Edge::Program(Write, Read),
            "PodRW" => Edge::Program(Read, Write),
            "PodRR" => Edge::Program(Read, Read),
            "Rfe" => Edge::ReadsFrom,
            "Fre" => Edge::FromRead,
            "Coe" | "Wse" => Edge::Overwrites,
            _ => return None,
        })
    }
}

/// Reads a cycle as diy writes it: `PodWW Rfe PodRR Fre` is message passing.
///
/// # Errors
/// A sentence that names the edge that is unknown or does not fit to the one before.
pub fn edges(text: &str) -> Result<Vec<Edge>, String> {
    let edge = |name| Edge::named(name).ok_or_else(|| format!("`{name}` is no edge of a cycle"));
    let edges: Vec<Edge> = text
        .split_whitespace()
        .map(edge)
        .collect::<Result<_, _>>()?;
    let communicates = |edge: &Edge| !matches!(edge, Edge::Program(..));
    if !fits_together(&edges) {
        return Err(format!(
            "`{text}`: an edge does not begin with what the one before ends with"
        ));
    }
    match (edges.first(), edges.last()) {
        (Some(Edge::Program(..)), Some(last)) if communicates(last) => Ok(edges),
        _ => Err(format!(
            "`{text}`: a cycle begins with program order, and ends in another thread"
        )),
    }
}

/// True when every edge begins with the sort of access that the one before ends with.
pub(super) fn fits_together(edges: &[Edge]) -> bool {
    let next = edges.iter().cycle().skip(1);
    edges
        .iter()
        .zip(next)
        .all(|(edge, next)| edge.target() == next.source())
}

/// How an access is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A load or store, which is `Acquire`, `Release` or both as far as its sort allows.
    Plain(Ordering),
    /// A read-modify-write: a read adds 0, a write exchanges.
    Update(Ordering),
}

/// Decides the styles of accesses, and the fences between them.
pub trait Choose {
    /// How the next access is made.
    fn access(&mut self, access: Access) -> Style;
    /// The fence between the next two accesses of a thread.
    fn fence(&mut self) -> Option<Ordering>;
}

/// The same everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Uniform {
    /// For all accesses.
    pub style: Style,
    /// Between all accesses.
    pub fence: Option<Ordering>,
}

impl Choose for Uniform {
    fn access(&mut self, _: Access) -> Style {
        self.style
    }

    fn fence(&mut self) -> Option<Ordering> {
        self.fence
    }
}

/// Which orderings a load or a store can have.
fn fit(access: Access, order: Ordering) -> Ordering {
    match (access, order) {
        (Access::Read, Ordering::Release) | (Access::Write, Ordering::Acquire) => Ordering::Relaxed,
        (Access::Read, Ordering::AcqRel) => Ordering::Acquire,
        (Access::Write, Ordering::AcqRel) => Ordering::Release,
        (_, order) => order,
    }
}

/// The test whose condition is the cycle.
///
/// The accesses of one variable follow each other in the cycle: they are the events between two
/// edges of program order. Its writes get the values 1, 2, … in the order of the cycle, which is
/// then the modification order the cycle asks for.
#[must_use]
pub fn test(name: &str, edges: &[Edge], choose: &mut dyn Choose) -> Litmus {
    let is_program = |at: usize| matches!(edges[at], Edge::Program(..));
    let program: Vec<usize> = (0..edges.len()).filter(|at| is_program(*at)).collect();
    // Event `at` is the source of edge `at`: its variable and its value.
    let mut events = vec![(0, 0); edges.len()];
    let mut building = Building::default();
    // The last edge of program order leads to the events of the first variable, and so round.
    for (variable, start) in program.iter().cycle().skip(program.len() - 1).enumerate() {
        if variable == program.len() {
            break;
        }
        let mut value = 0;
        for at in start + 1.. {
            let event = at % edges.len();
            value += i64::from(edges[event].source() == Access::Write);
            events[event] = (variable, value);
            if is_program(event) {
                break;
            }
        }
        building.last.push(value);
    }
    let mut thread = 0;
    building.threads.push(Thread::default());
    for (at, (variable, value)) in events.into_iter().enumerate() {
        if at > 0 && is_program(at - 1) {
            let fence = choose.fence().map(Operation::Fence);
            building.threads[thread].operations.extend(fence);
        } else if at > 0 {
            thread += 1;
            building.threads.push(Thread::default());
        }
        building.access(thread, edges[at].source(), variable, value, choose);
    }
    building.finish(name)
}

#[derive(Default)]
struct Building {
    threads: Vec<Thread>,
    /// For each variable the value of its last write.
    last: Vec<i64>,
    /// Thread, register and value of each read.
    reads: Vec<(usize, usize, i64)>,
}

impl Building {
    fn access(
        &mut self,
        number: usize,
        access: Access,
        at: usize,
        value: i64,
        choose: &mut dyn Choose,
    ) {
        let thread = &mut self.threads[number];
        let style = choose.access(access);
        let into = if access == Access::Read || matches!(style, Style::Update(_)) {
            thread
                .registers
                .push(format!("r{}", thread.registers.len()));
            Some(thread.registers.len() - 1)
        } else {
            None
        };
        let written = Value::Number(value);
        thread.operations.push(match (access, style) {
            (Access::Read, Style::Plain(order)) => Operation::Load {
                into,
                at,
                order: fit(access, order),
            },
            (Access::Write, Style::Plain(order)) => Operation::Store {
                at,
                value: written,
                order: fit(access, order),
            },
            (Access::Read, Style::Update(order)) => {
                let value = Value::Number(0);
                Operation::Update {
                    into,
                    at,
                    change: Change::Add,
                    value,
                    order,
                }
            }
            (Access::Write, Style::Update(order)) => Operation::Update {
                into,
                at,
                change: Change::Swap,
                value: written,
                order,
            },
        });
        if let (Access::Read, Some(register)) = (access, into) {
            self.reads.push((number, register, value));
        }
    }

    fn finish(self, name: &str) -> Litmus {
        let names = ["x", "y", "z", "w"];
        let variable = |number: usize| Variable {
            name: names
                .get(number)
                .map_or_else(|| format!("v{number}"), |name| (*name).to_owned()),
            initial: 0,
            private_to: None,
        };
        let mut litmus = Litmus {
            name: name.to_owned(),
            about: vec![],
            locations: (0..self.last.len()).map(variable).collect(),
            threads: self.threads,
            question: None,
        };
        // Only where a variable is written twice, its final value says in which order.
        let registers: usize = litmus
            .threads
            .iter()
            .map(|thread| thread.registers.len())
            .sum();
        let several = self.last.iter().enumerate().filter(|(_, last)| **last > 1);
        let finals = several.map(|(variable, last)| Condition::Is(registers + variable, *last));
        let reads = self.reads.iter().map(|(thread, register, value)| {
            let before = litmus.threads[..*thread]
                .iter()
                .map(|thread| thread.registers.len());
            Condition::Is(before.sum::<usize>() + register, *value)
        });
        let parts = reads.chain(finals).collect();
        let condition = Condition::All(parts);
        litmus.question = Some(Question {
            quantifier: Quantifier::Exists,
            condition,
        });
        litmus
    }
}
