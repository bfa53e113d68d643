//! A litmus test as code on `lab`'s atomics: one call of [`run`] is one execution.

use std::sync::{Mutex, PoisonError};

use lab::sync::atomic::{AtomicI64, Ordering, fence};
use lab::thread;

use super::program::{Change, Litmus, Operation, Outcome, Value};

/// What one thread ended with: its registers, and the private variables it changed.
#[derive(Clone, Debug, Default)]
struct Ended {
    registers: Vec<i64>,
    private: Vec<(usize, i64)>,
}

/// Runs the test once, inside of a check, and returns what it ended with.
#[must_use]
pub fn run(test: &Litmus) -> Outcome {
    let variables: Vec<AtomicI64> = test
        .locations
        .iter()
        .map(|variable| AtomicI64::new(variable.initial))
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
            None => variables[number].load(Ordering::Relaxed),
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

fn body(test: &Litmus, number: usize, variables: &[AtomicI64]) -> Ended {
    let thread = &test.threads[number];
    let mut ended = Ended {
        registers: vec![0; thread.registers.len()],
        private: Vec::new(),
    };
    for operation in &thread.operations {
        let read = step(test, operation, variables, &mut ended);
        if let Some(register) = operation.register() {
            ended.registers[register] = read;
        }
    }
    ended
}

/// Takes one step and returns what the operation's register gets.
fn step(test: &Litmus, operation: &Operation, variables: &[AtomicI64], ended: &mut Ended) -> i64 {
    let value = |value: Value, ended: &Ended| match value {
        Value::Number(number) => number,
        Value::Of(register) => ended.registers[register],
    };
    match *operation {
        Operation::Load { at, order, .. } => variables[at].load(order),
        Operation::Store {
            at,
            value: written,
            order,
        } => {
            variables[at].store(value(written, ended), order);
            0
        }
        Operation::Update {
            at,
            change,
            value: operand,
            order,
            ..
        } => {
            let operand = value(operand, ended);
            let variable = &variables[at];
            match change {
                Change::Add => variable.fetch_add(operand, order),
                Change::Sub => variable.fetch_sub(operand, order),
                Change::Or => variable.fetch_or(operand, order),
                Change::And => variable.fetch_and(operand, order),
                Change::Xor => variable.fetch_xor(operand, order),
                Change::Swap => variable.swap(operand, order),
            }
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
            let new = value(new, ended);
            let known = ended
                .private
                .iter()
                .position(|(private, _)| *private == expected);
            let known = known.unwrap_or_else(|| {
                ended
                    .private
                    .push((expected, test.locations[expected].initial));
                ended.private.len() - 1
            });
            let wanted = ended.private[known].1;
            let result = if weak {
                variables[at].compare_exchange_weak(wanted, new, success, failure)
            } else {
                variables[at].compare_exchange(wanted, new, success, failure)
            };
            if let Err(found) = result {
                ended.private[known].1 = found;
            }
            i64::from(result.is_ok())
        }
        Operation::Fence(order) => {
            fence(order);
            0
        }
    }
}
