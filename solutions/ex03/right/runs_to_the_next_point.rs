//! right: a step is a run to the next switch point; a back edge that does not jump is passed

use std::collections::{BTreeSet, HashMap};

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
    let mut points = Vec::new();
    for (at, op) in code.iter().enumerate() {
        match (policy, op) {
            (_, Op::Return) => {}
            (Policy::EveryOp, _) | (_, Op::Call(_)) | (_, Op::JumpBack { .. }) => points.push(at),
            _ => {}
        }
    }
    points
}

#[derive(Clone, Default)]
struct Frame {
    pc: usize,
    values: Vec<i64>,
    rounds: HashMap<usize, u8>,
    done: bool,
}

/// All that the globals can be when every thread has ended; `globals` is what they begin with.
pub fn outcomes(threads: &[Vec<Op>], policy: Policy, globals: &[i64]) -> BTreeSet<Vec<i64>> {
    let points: Vec<Vec<usize>> = threads
        .iter()
        .map(|code| switch_points(code, policy))
        .collect();
    let mut results = BTreeSet::new();
    let mut todo = vec![(vec![Frame::default(); threads.len()], globals.to_vec())];
    while let Some((frames, globals)) = todo.pop() {
        if frames.iter().all(|frame| frame.done) {
            results.insert(globals);
            continue;
        }
        for (number, code) in threads.iter().enumerate() {
            if frames[number].done {
                continue;
            }
            let (mut frames, mut globals) = (frames.clone(), globals.clone());
            run_to_a_switch(
                code,
                policy,
                &points[number],
                &mut frames[number],
                &mut globals,
            );
            todo.push((frames, globals));
        }
    }
    results
}

/// Runs until another thread may go on, or to the end.
fn run_to_a_switch(
    code: &[Op],
    policy: Policy,
    points: &[usize],
    frame: &mut Frame,
    globals: &mut [i64],
) {
    loop {
        let pc = frame.pc;
        let Some(op) = code.get(pc) else {
            break frame.done = true;
        };
        frame.pc = pc + 1;
        match op {
            Op::Return => break frame.done = true,
            Op::LoadGlobal(g) => frame.values.push(globals[*g as usize]),
            Op::LoadConst(value) => frame.values.push(*value),
            Op::Call(value) => frame.values.push(*value),
            Op::Add => {
                let right = frame.values.pop().unwrap();
                *frame.values.last_mut().unwrap() += right;
            }
            Op::StoreGlobal(g) => globals[*g as usize] = frame.values.pop().unwrap(),
            Op::JumpBack { to, times } => {
                let round = frame.rounds.entry(pc).or_insert(0);
                if *round == *times {
                    frame.rounds.remove(&pc);
                    if policy == Policy::CallsAndBackEdges {
                        continue;
                    }
                } else {
                    *round += 1;
                    frame.pc = usize::from(*to);
                }
            }
        }
        if points.contains(&pc) {
            break;
        }
    }
}
