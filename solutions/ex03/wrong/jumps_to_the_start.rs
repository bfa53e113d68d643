//! wrong: a loop always begins at the first instruction of the code
//! killed-by: one_thread
//! verdict: violated
//! kind: wrong-result
//! question: Where does the body of the loop begin, and who says so?

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

/// What one thread has of its own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Thread {
    at: usize,
    stack: Vec<i64>,
    jumped: Vec<u8>,
}

/// A moment of an execution.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    globals: Vec<i64>,
    threads: Vec<Thread>,
}

impl Moment {
    fn start(codes: &[Vec<Op>], globals: &[i64]) -> Moment {
        let thread = |code: &Vec<Op>| Thread {
            at: 0,
            stack: Vec::new(),
            jumped: vec![0; code.len()],
        };
        Moment {
            globals: globals.to_vec(),
            threads: codes.iter().map(thread).collect(),
        }
    }

    fn alive(&self, codes: &[Vec<Op>]) -> Vec<usize> {
        let has_more = |thread: &usize| self.threads[*thread].at < codes[*thread].len();
        (0..codes.len()).filter(has_more).collect()
    }

    /// Runs one instruction; true when another thread may go on after it.
    fn step(&mut self, codes: &[Vec<Op>], number: usize, policy: Policy) -> bool {
        let thread = &mut self.threads[number];
        let here = thread.at;
        let op = codes[number][here];
        thread.at += 1;
        match op {
            Op::LoadGlobal(global) => thread.stack.push(self.globals[global as usize]),
            Op::LoadConst(value) | Op::Call(value) => thread.stack.push(value),
            Op::Add => {
                let sum = thread.stack.pop().unwrap() + thread.stack.pop().unwrap();
                thread.stack.push(sum);
            }
            Op::StoreGlobal(global) => self.globals[global as usize] = thread.stack.pop().unwrap(),
            Op::JumpBack { to, times } if thread.jumped[here] < times => {
                thread.jumped[here] += 1;
                let _ = to;
                thread.at = 0;
            }
            Op::JumpBack { .. } => thread.jumped[here] = 0,
            Op::Return => thread.at = codes[number].len(),
        }
        let jumped = self.threads[number].at <= here;
        policy == Policy::EveryOp || jumped || matches!(op, Op::Call(_))
    }
}

/// All that the globals can be when every thread has ended; `globals` is what they begin with.
pub fn outcomes(threads: &[Vec<Op>], policy: Policy, globals: &[i64]) -> BTreeSet<Vec<i64>> {
    let mut results = BTreeSet::new();
    explore(
        Moment::start(threads, globals),
        None,
        threads,
        policy,
        &mut results,
    );
    results
}

/// Goes on from this moment in every way; `bound` is the thread that may not be interrupted here.
fn explore(
    moment: Moment,
    bound: Option<usize>,
    codes: &[Vec<Op>],
    policy: Policy,
    results: &mut BTreeSet<Vec<i64>>,
) {
    let alive = moment.alive(codes);
    if alive.is_empty() {
        results.insert(moment.globals);
        return;
    }
    let candidates = match bound {
        Some(thread) if alive.contains(&thread) => vec![thread],
        _ => alive,
    };
    for thread in candidates {
        let mut next = moment.clone();
        let may_switch = next.step(codes, thread, policy);
        let bound = (!may_switch).then_some(thread);
        explore(next, bound, codes, policy, results);
    }
}
