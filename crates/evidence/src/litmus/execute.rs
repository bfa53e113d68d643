//! A litmus test as code on the engine: one call of [`run`] is one execution.

use std::panic::Location as Place;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use checker::rt::{self, Object, ObjectKind};
use lab::thread;

use super::program::{Change, Litmus, MAX_OPERATIONS, Operation, Outcome, Value};

/// The place of a call in this file.
#[track_caller]
const fn here() -> &'static Place<'static> {
    Place::caller()
}

/// A place for each operation of a thread. The engine knows a polling loop by its coming back to the
/// same place of the source; the operations of a litmus test are straight code, so every one needs
/// a place of its own.
#[rustfmt::skip]
static PLACES: [&Place<'static>; MAX_OPERATIONS] = [
    here(), here(), here(), here(), here(), here(), here(), here(),
    here(), here(), here(), here(), here(), here(), here(), here(),
];

/// A shared variable.
struct Shared {
    object: Object,
    initial: u64,
}

/// What one thread ended with: its registers, and the private variables it changed.
#[derive(Clone, Debug, Default)]
struct Ended {
    registers: Vec<i64>,
    private: Vec<(usize, i64)>,
}

/// Runs the test once, inside of a check, and returns what it ended with.
#[must_use]
pub fn run(test: &Litmus) -> Outcome {
    let variables: Vec<Shared> = test
        .locations
        .iter()
        .map(|variable| Shared {
            object: Object::new(ObjectKind::Atomic),
            initial: variable.initial.cast_unsigned(),
        })
        .collect();
    // Not the program's: the engine must not see how a thread hands over what it ended with.
    let ended = Mutex::new(vec![Ended::default(); test.threads.len()]);
    thread::scope(|scope| {
        for number in 0..test.threads.len() {
            let (variables, ended) = (&variables, &ended);
            scope.spawn(move || {
                let end = body(test, number, variables);
                ended.lock().unwrap_or_else(PoisonError::into_inner)[number] = end;
            });
        }
    });
    let ended = ended.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut outcome: Outcome = ended
        .iter()
        .flat_map(|thread| thread.registers.iter().copied())
        .collect();
    for (number, variable) in test.locations.iter().enumerate() {
        outcome.push(match variable.private_to {
            // All stores happen before the end of the scope, so this load sees the newest one.
            None => {
                let Shared { object, initial } = &variables[number];
                rt::atomic_load(object, *initial, Ordering::Relaxed, here()).cast_signed()
            }
            Some(owner) => {
                let mut private = ended[owner].private.iter();
                private
                    .find(|(at, _)| *at == number)
                    .map_or(variable.initial, |(_, value)| *value)
            }
        });
    }
    outcome
}

fn body(test: &Litmus, number: usize, variables: &[Shared]) -> Ended {
    let thread = &test.threads[number];
    let mut ended = Ended {
        registers: vec![0; thread.registers.len()],
        private: Vec::new(),
    };
    for (operation, place) in thread.operations.iter().zip(PLACES) {
        let read = step(test, operation, place, variables, &mut ended);
        if let Some(register) = operation.register() {
            ended.registers[register] = read;
        }
    }
    ended
}

/// Takes one step and returns what the operation's register gets.
fn step(
    test: &Litmus,
    operation: &Operation,
    place: &'static Place<'static>,
    variables: &[Shared],
    ended: &mut Ended,
) -> i64 {
    let value = |value: Value, ended: &Ended| match value {
        Value::Number(number) => number,
        Value::Of(register) => ended.registers[register],
    };
    match *operation {
        Operation::Load { at, order, .. } => {
            let Shared { object, initial } = &variables[at];
            rt::atomic_load(object, *initial, order, place).cast_signed()
        }
        Operation::Store {
            at,
            value: written,
            order,
        } => {
            let Shared { object, initial } = &variables[at];
            let written = value(written, ended).cast_unsigned();
            rt::atomic_store(object, *initial, written, order, place);
            0
        }
        Operation::Update {
            at,
            change,
            value: operand,
            order,
            ..
        } => {
            let Shared { object, initial } = &variables[at];
            let operand = value(operand, ended).cast_unsigned();
            let compute = |old| Some(changed(change, old, operand));
            let (Ok(old) | Err(old)) =
                rt::atomic_rmw(object, *initial, order, Ordering::Relaxed, place, compute);
            old.cast_signed()
        }
        Operation::CompareExchange {
            at,
            expected,
            new,
            success,
            failure,
            weak,
            ..
        } => {
            let Shared { object, initial } = &variables[at];
            let new = value(new, ended).cast_unsigned();
            let known = ended.private.iter().position(|(at, _)| *at == expected);
            let known = known.unwrap_or_else(|| {
                let initial = test.locations[expected].initial;
                ended.private.push((expected, initial));
                ended.private.len() - 1
            });
            let wanted = ended.private[known].1.cast_unsigned();
            let result = rt::atomic_compare_exchange(
                object, *initial, wanted, new, success, failure, weak, place,
            );
            if let Err(found) = result {
                ended.private[known].1 = found.cast_signed();
            }
            i64::from(result.is_ok())
        }
        Operation::Fence(order) => {
            rt::fence(order, place);
            0
        }
    }
}

fn changed(change: Change, old: u64, operand: u64) -> u64 {
    match change {
        Change::Add => old.wrapping_add(operand),
        Change::Sub => old.wrapping_sub(operand),
        Change::Or => old | operand,
        Change::And => old & operand,
        Change::Xor => old ^ operand,
        Change::Swap => operand,
    }
}
