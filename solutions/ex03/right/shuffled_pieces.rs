//! right: cuts each run into pieces at its switch points, and shuffles the pieces in every way

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
pub fn switch_points(code: &[Op], policy: Policy) -> Vec<usize> {
    let is_point = |op: &Op| match policy {
        Policy::EveryOp => true,
        Policy::CallsAndBackEdges => matches!(op, Op::Call(_) | Op::JumpBack { .. }),
    };
    (0..code.len()).filter(|at| is_point(&code[*at])).collect()
}

/// All that the globals can be when every thread has ended; `globals` is what they begin with.
///
/// What a thread does next does not depend on the globals. So its run can be cut into pieces
/// beforehand, and a schedule is a way to shuffle the pieces of all threads.
pub fn outcomes(threads: &[Vec<Op>], policy: Policy, globals: &[i64]) -> BTreeSet<Vec<i64>> {
    let pieces: Vec<Vec<Vec<Op>>> = threads.iter().map(|code| pieces(code, policy)).collect();
    let mut results = BTreeSet::new();
    let stacks = vec![Vec::new(); threads.len()];
    let views: Vec<&[Vec<Op>]> = pieces.iter().map(Vec::as_slice).collect();
    shuffle(&views, &stacks, globals.to_vec(), &mut results);
    results
}

/// The instructions in the order in which they run, cut where another thread may go on.
fn pieces(code: &[Op], policy: Policy) -> Vec<Vec<Op>> {
    let mut pieces = vec![Vec::new()];
    let mut left: Vec<Option<u8>> = vec![None; code.len()];
    let mut at = 0;
    while at < code.len() && code[at] != Op::Return {
        let op = code[at];
        let mut cut = policy == Policy::EveryOp;
        pieces.last_mut().unwrap().push(op);
        at = match op {
            Op::JumpBack { to, times } => match left[at].unwrap_or(times) {
                0 => {
                    left[at] = None;
                    at + 1
                }
                more => {
                    left[at] = Some(more - 1);
                    cut = true;
                    to as usize
                }
            },
            op => {
                cut |= matches!(op, Op::Call(_));
                at + 1
            }
        };
        if cut {
            pieces.push(Vec::new());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn shuffle(
    rest: &[&[Vec<Op>]],
    stacks: &[Vec<i64>],
    globals: Vec<i64>,
    results: &mut BTreeSet<Vec<i64>>,
) {
    if rest.iter().all(|pieces| pieces.is_empty()) {
        results.insert(globals);
        return;
    }
    for (thread, pieces) in rest.iter().enumerate() {
        let Some((piece, behind)) = pieces.split_first() else {
            continue;
        };
        let (mut rest, mut stacks, mut globals) = (rest.to_vec(), stacks.to_vec(), globals.clone());
        rest[thread] = behind;
        for op in piece {
            let stack = &mut stacks[thread];
            match *op {
                Op::LoadGlobal(global) => stack.push(globals[usize::from(global)]),
                Op::LoadConst(value) | Op::Call(value) => stack.push(value),
                Op::Add => {
                    let (b, a) = (stack.pop().unwrap(), stack.pop().unwrap());
                    stack.push(a + b);
                }
                Op::StoreGlobal(global) => globals[usize::from(global)] = stack.pop().unwrap(),
                Op::JumpBack { .. } | Op::Return => {}
            }
        }
        shuffle(&rest, &stacks, globals, results);
    }
}
