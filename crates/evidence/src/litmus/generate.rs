//! Makes many small tests, the same ones every time.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use super::cycle::{Access, Choose, Edge, Style, test};
use super::program::{ALL, Change, Litmus, Operation, READS, Thread, Value, Variable, WRITES};
use super::record::fingerprint;
use crate::random::Random;

/// How many tests are made from cycles.
pub const CYCLES: usize = 220;

/// How many tests are made from nothing but chance.
pub const SCATTERED: usize = 200;

/// The seed of the recorded tests.
pub const SEED: u64 = 0x4C49_544D_5553;

/// The generated tests of the suite.
#[must_use]
pub fn generated() -> Vec<Litmus> {
    tests(SEED, CYCLES, SCATTERED)
}

/// Makes this many tests from cycles, and this many from nothing but chance. No two do the same.
#[must_use]
pub fn tests(seed: u64, cycles: usize, scattered: usize) -> Vec<Litmus> {
    let mut random = Random::new(seed);
    let mut known = BTreeSet::new();
    let mut tests = Vec::new();
    while tests.len() < cycles {
        let name = format!("cycle-{:03}", tests.len() + 1);
        let test = from_cycle(&name, &mut random);
        if fits(&test) && known.insert(fingerprint(&test)) {
            tests.push(test);
        }
    }
    while tests.len() < cycles + scattered {
        let name = format!("scattered-{:03}", tests.len() - cycles + 1);
        let test = without_a_plan(&name, &mut random);
        if fits(&test) && known.insert(fingerprint(&test)) {
            tests.push(test);
        }
    }
    tests
}

/// Both the engine and herd7 try everything, so tests are small. herd7 tries every order of the
/// stores of a variable, too, and every value that a read-modify-write could read.
fn fits(test: &Litmus) -> bool {
    let operations = || test.threads.iter().flat_map(|thread| &thread.operations);
    let accesses = operations()
        .filter(|operation| !operation.is_fence())
        .count();
    let is_update = |operation: &&Operation| {
        matches!(
            operation,
            Operation::Update { .. } | Operation::CompareExchange { .. }
        )
    };
    let of = |at| operations().filter(move |operation| operation.at() == Some(at));
    let is_load = |operation: &&Operation| matches!(operation, Operation::Load { .. });
    let crowded = |at| of(at).count() > 5 || of(at).filter(|other| !is_load(other)).count() > 4;
    let longest = test
        .threads
        .iter()
        .map(|thread| thread.operations.len())
        .max();
    accesses <= if test.threads.len() < 4 { 8 } else { 7 }
        && operations().filter(is_update).count() <= 3
        && !(0..test.locations.len()).any(crowded)
        && longest.is_some_and(|longest| longest <= 4)
}

/// What sort of orderings a test mostly has: where everything is mixed, nothing is ordered.
#[derive(Clone, Copy)]
struct Taste {
    /// How often an access is relaxed, in percent.
    relaxed: u64,
    /// How often it is `SeqCst`, else it acquires, releases or both.
    seq_cst: u64,
    /// How often there is a fence between two accesses.
    fences: u64,
    /// How often an access is a read-modify-write.
    updates: u64,
}

struct Picker<'random> {
    random: &'random mut Random,
    taste: Taste,
}

impl<'random> Picker<'random> {
    fn new(random: &'random mut Random) -> Self {
        let tastes = [
            Taste {
                relaxed: 30,
                seq_cst: 20,
                fences: 10,
                updates: 15,
            },
            Taste {
                relaxed: 80,
                seq_cst: 10,
                fences: 60,
                updates: 10,
            },
            Taste {
                relaxed: 10,
                seq_cst: 70,
                fences: 10,
                updates: 15,
            },
            Taste {
                relaxed: 35,
                seq_cst: 50,
                fences: 25,
                updates: 10,
            },
            Taste {
                relaxed: 30,
                seq_cst: 15,
                fences: 10,
                updates: 55,
            },
        ];
        let taste = tastes[random.below(tastes.len())];
        Picker { random, taste }
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.random.below(choices.len())]
    }

    fn order(&mut self, allowed: &[Ordering]) -> Ordering {
        if self.random.chance(self.taste.relaxed) {
            Ordering::Relaxed
        } else if self.random.chance(self.taste.seq_cst) {
            Ordering::SeqCst
        } else {
            // Neither the first, `Relaxed`, nor the last, `SeqCst`.
            self.one_of(&allowed[1..allowed.len() - 1])
        }
    }

    fn fence_order(&mut self) -> Ordering {
        if self.random.chance(self.taste.seq_cst.max(40)) {
            Ordering::SeqCst
        } else {
            self.one_of(&ALL[1..4])
        }
    }
}

impl Choose for Picker<'_> {
    fn access(&mut self, access: Access) -> Style {
        if self.random.chance(self.taste.updates) {
            Style::Update(self.order(ALL))
        } else {
            Style::Plain(self.order(if access == Access::Read {
                READS
            } else {
                WRITES
            }))
        }
    }

    fn fence(&mut self) -> Option<Ordering> {
        self.random
            .chance(self.taste.fences)
            .then(|| self.fence_order())
    }
}

/// A cycle of 2 to 4 threads over 2 or 3 variables, each access in a style of its own; often with
/// an operation that does not belong to the cycle.
fn from_cycle(name: &str, random: &mut Random) -> Litmus {
    let edges = cycle(random);
    let mut picker = Picker::new(random);
    let mut litmus = test(name, &edges, &mut picker);
    if picker.random.chance(45) {
        let thread = picker.random.below(litmus.threads.len());
        insert(&mut litmus, thread, &mut picker);
        // The values that close the cycle are no longer known.
        litmus.question = None;
    }
    litmus
}

/// Edges that fit together. Two or three of them are program order, so there are as many variables.
fn cycle(random: &mut Random) -> Vec<Edge> {
    let pick = |random: &mut Random| {
        if random.chance(50) {
            Access::Read
        } else {
            Access::Write
        }
    };
    loop {
        let variables = 2 + random.below(2);
        let mut edges = Vec::new();
        for _ in 0..variables {
            let from = pick(random);
            let mut at = pick(random);
            edges.push(Edge::Program(from, at));
            // From thread to thread along the variable; a thread in the middle has one access.
            for _ in 0..=usize::from(random.chance(35)) {
                let edge = match (at, pick(random)) {
                    (Access::Read, _) => Edge::FromRead,
                    (Access::Write, Access::Read) => Edge::ReadsFrom,
                    (Access::Write, Access::Write) => Edge::Overwrites,
                };
                at = if edge == Edge::ReadsFrom {
                    Access::Read
                } else {
                    Access::Write
                };
                edges.push(edge);
            }
        }
        let threads = edges
            .iter()
            .filter(|edge| !matches!(edge, Edge::Program(..)))
            .count();
        if threads <= 4 && super::cycle::fits_together(&edges) {
            return edges;
        }
    }
}

/// Puts one more operation somewhere into a thread.
fn insert(litmus: &mut Litmus, thread: usize, picker: &mut Picker<'_>) {
    let at = picker.random.below(litmus.locations.len());
    let operation = access(litmus, thread, at, picker);
    let operations = &mut litmus.threads[thread].operations;
    let place = picker.random.below(operations.len() + 1);
    operations.insert(place, operation);
    // A reader numbers the registers in the order of the operations that write them.
    let registers = operations.iter_mut().filter_map(Operation::register_mut);
    registers
        .enumerate()
        .for_each(|(number, register)| *register = number);
}

/// An access by this thread to this variable, of any sort.
fn access(litmus: &mut Litmus, thread: usize, at: usize, picker: &mut Picker<'_>) -> Operation {
    // Each store of a variable has a value of its own, so that the outcome tells which came last.
    let others = litmus.threads.iter().flat_map(|thread| &thread.operations);
    let fresh = 1 + others
        .filter(|operation| operation.at() == Some(at))
        .count() as i64;
    let registers = &mut litmus.threads[thread].registers;
    let mut register = || {
        registers.push(format!("r{}", registers.len()));
        Some(registers.len() - 1)
    };
    if picker.random.chance(picker.taste.updates) {
        let into = register();
        let order = picker.order(ALL);
        return match picker.random.below(3) {
            0 => Operation::Update {
                into,
                at,
                change: Change::Add,
                value: Value::Number(1),
                order,
            },
            1 => {
                let value = Value::Number(fresh);
                Operation::Update {
                    into,
                    at,
                    change: Change::Swap,
                    value,
                    order,
                }
            }
            _ => {
                let failure = picker.order(READS);
                let initial = picker.random.below(fresh as usize + 1).min(2) as i64;
                let number = litmus.locations.len();
                litmus.locations.push(Variable {
                    name: format!("e{number}"),
                    initial,
                    private_to: Some(thread),
                });
                let (expected, new) = (number, Value::Number(fresh + 4));
                let success = order;
                let weak = false;
                Operation::CompareExchange {
                    into,
                    at,
                    expected,
                    new,
                    success,
                    failure,
                    weak,
                }
            }
        };
    }
    if picker.random.chance(55) {
        Operation::Load {
            into: register(),
            at,
            order: picker.order(READS),
        }
    } else {
        Operation::Store {
            at,
            value: Value::Number(fresh),
            order: picker.order(WRITES),
        }
    }
}

/// Operations without a plan, on 1 to 3 variables.
fn without_a_plan(name: &str, random: &mut Random) -> Litmus {
    let threads = [2, 2, 2, 3, 3, 4][random.below(6)];
    let variables = [1, 2, 2, 2, 3][random.below(5)];
    let mut picker = Picker::new(random);
    let variable = |number: usize| Variable {
        name: ["x", "y", "z"][number].to_owned(),
        initial: 0,
        private_to: None,
    };
    let mut litmus = Litmus {
        name: name.to_owned(),
        about: vec![],
        locations: (0..variables).map(variable).collect(),
        threads: vec![Thread::default(); threads],
        question: None,
    };
    for thread in 0..threads {
        let most = [4, 3, 2][threads - 2];
        let length = 1 + picker.random.below(most);
        for step in 0..length {
            let operation = if step > 0 && picker.random.chance(picker.taste.fences / 2) {
                Operation::Fence(picker.fence_order())
            } else {
                let at = picker.random.below(variables);
                access(&mut litmus, thread, at, &mut picker)
            };
            litmus.threads[thread].operations.push(operation);
        }
    }
    litmus
}
