//! What ex03 promises, as tiny programs: every result that some schedule can have, and no other.
//!
//! The models know the right answers from a machine of their own. A result that is missing is shown
//! with the calmest schedule that has it.

use super::solution::{Op, Policy, compile_add, outcomes, switch_points};
use lab_check::{Model, Rules, promise, vary};

// Also found when these models are compiled as a module of the corpus.
#[path = "machine.rs"]
mod machine;

use machine::Instruction::{self, Add, Call, JumpBack, LoadConst, LoadGlobal, Return, StoreGlobal};
use machine::{Program, Switching};

/// A search is ordinary safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
pub fn all() -> Vec<Model> {
    let models = vec![
        Model::new("code_of_an_add", code_of_an_add)
            .promises("`compile_add` gives the four instructions of `n += by`, the read first")
            .question("Which of the four instructions touch the variable, and in which order?"),
        Model::new("one_thread", one_thread)
            .promises("one thread alone has one result: the one you get with pencil and paper")
            .question("What is on the stack after each instruction of this thread?"),
        Model::new("two_adds", two_adds)
            .promises("`n += x` in two threads, a switch after every instruction: every result")
            .question("Which thread may go on after the first instruction of thread A?"),
        Model::new("points", points)
            .promises("`switch_points` lists the instructions after which another thread may go on")
            .question("After which instructions of this code may another thread go on?"),
        Model::new("two_adds_today", two_adds_today)
            .promises("switches at calls and back edges only: `n += 1` is safe, `n += f()` is not")
            .question("Where may thread A be interrupted under this policy, and where not?"),
        Model::new("loops", loops)
            .promises("a thread in a loop may be interrupted in each round, and more than once")
            .question("How often may thread A be interrupted before it ends?"),
        Model::new("three_threads", three_threads)
            .promises("three threads: any of them may go on at a switch")
            .question("How many threads may go on when one of three is interrupted?"),
        Model::new("small_programs", small_programs)
            .promises("six small programs have the results that their schedules have, no other")
            .question("Which schedules do you leave out, and why do they not matter?"),
    ];
    models.into_iter().map(Model::without_threads).collect()
}

/// The instruction as the solution calls it. Its numbers may be of any integer type.
fn op(instruction: Instruction) -> Op {
    match instruction {
        LoadGlobal(global) => Op::LoadGlobal(global as _),
        LoadConst(number) => Op::LoadConst(number as _),
        Add => Op::Add,
        StoreGlobal(global) => Op::StoreGlobal(global as _),
        Call(number) => Op::Call(number as _),
        JumpBack { to, times } => Op::JumpBack {
            to: to as _,
            times: times as _,
        },
        Return => Op::Return,
    }
}

#[allow(
    clippy::unnecessary_cast,
    reason = "the numbers of a solution's own instructions may be of another type"
)]
fn instruction(op: Op) -> Instruction {
    match op {
        Op::LoadGlobal(global) => LoadGlobal(global as u8),
        Op::LoadConst(number) => LoadConst(number as i64),
        Op::Add => Add,
        Op::StoreGlobal(global) => StoreGlobal(global as u8),
        Op::Call(number) => Call(number as i64),
        Op::JumpBack { to, times } => JumpBack {
            to: to as u8,
            times: times as u8,
        },
        Op::Return => Return,
    }
}

fn ops(code: &[Instruction]) -> Vec<Op> {
    code.iter().copied().map(op).collect()
}

fn policy(switching: Switching) -> Policy {
    match switching {
        Switching::EveryOp => Policy::EveryOp,
        Switching::CallsAndBackEdges => Policy::CallsAndBackEdges,
    }
}

/// Compares the solution's results with those of the machine.
fn compare(programs: &[Program], switching: Switching, globals: &[i64]) {
    let expected = machine::results(programs, switching, globals);
    let threads: Vec<Vec<Op>> = programs.iter().map(|program| ops(&program.code)).collect();
    let found = outcomes(&threads, policy(switching), globals);
    let start = match machine::result(globals) {
        none if globals.is_empty() => none,
        start => format!("{start} at the start"),
    };
    for (globals_at_end, schedule) in &expected {
        let there = found.contains(globals_at_end);
        if !there {
            machine::trace(programs, schedule, globals).show();
        }
        let result = machine::result(globals_at_end);
        promise!(
            WrongResult,
            there,
            "{switching:?}, {start}: this schedule ends with {result}, and `outcomes` does not have it"
        );
    }
    for globals_at_end in &found {
        let result = machine::result(globals_at_end);
        promise!(
            WrongResult,
            expected.contains_key(globals_at_end),
            "{switching:?}, {start}: no schedule ends with {result}, and `outcomes` has it; the code is\n{}",
            machine::listings(programs)
        );
    }
}

fn code_of_an_add() {
    for (global, by) in [(0, vary(&[1, 7])), (2, -3)] {
        let mut found: Vec<Instruction> = compile_add(global, by)
            .into_iter()
            .map(instruction)
            .collect();
        let said = format!("{found:?}");
        if found.last() == Some(&Return) {
            found.pop();
        }
        let expected = [LoadGlobal(global), LoadConst(by), Add, StoreGlobal(global)];
        promise!(
            WrongResult,
            found == expected,
            "the code of `global {global} += {by}` should be\n  {expected:?}\n`compile_add` gives\n  {said}"
        );
    }
}

fn one_thread() {
    let number = vary(&[3, 5]);
    compare(&[Program::add(number)], Switching::EveryOp, &[4]);
    let calls = Program::add_call(number).in_a_loop(3);
    compare(&[calls], Switching::CallsAndBackEdges, &[0]);
    let code = [
        LoadConst(2),
        LoadConst(number),
        StoreGlobal(1),
        Return,
        StoreGlobal(0),
    ];
    let returns = Program::new("return early", &code);
    compare(&[returns], Switching::EveryOp, &[7, 8]);
    // The inner loop runs twice in each of the three rounds of the outer one.
    let inner = JumpBack { to: 0, times: 1 };
    let outer = JumpBack { to: 0, times: 2 };
    let code = [
        LoadGlobal(0),
        LoadConst(1),
        Add,
        StoreGlobal(0),
        inner,
        outer,
        Return,
    ];
    let nested = Program::new("for … : for … : n += 1", &code);
    compare(&[nested], Switching::CallsAndBackEdges, &[number]);
    // What stands before the loop runs once.
    let before = [LoadGlobal(1), LoadConst(1), Add, StoreGlobal(1)];
    let body = [LoadGlobal(0), LoadConst(number), Add, StoreGlobal(0)];
    let back = JumpBack { to: 4, times: 2 };
    let code = [&before[..], &body[..], &[back, Return]].concat();
    let later = Program::new("m += 1; for … : n += …", &code);
    compare(&[later], Switching::CallsAndBackEdges, &[0, 0]);
    compare(&[], Switching::EveryOp, &[number, 1]);
    compare(&[Program::new("pass", &[])], Switching::EveryOp, &[number]);
}

fn two_adds() {
    let adds = [Program::add(vary(&[1, 5])), Program::add(vary(&[10, 3]))];
    compare(&adds, Switching::EveryOp, &[0]);
    let (double, add) = (double(), Program::add(1));
    compare(&[double, add], Switching::EveryOp, &[vary(&[3, 8])]);
}

/// `n = n + n`
fn double() -> Program {
    let code = [LoadGlobal(0), LoadGlobal(0), Add, StoreGlobal(0), Return];
    Program::new("n = n + n", &code)
}

fn points() {
    let by = vary(&[1, 7]);
    let mut add = Program::add(by);
    add.code.push(Return);
    let other = Program::new(
        "f(); n = f()",
        &[Call(by), Call(2), StoreGlobal(0), StoreGlobal(1), Return],
    );
    let programs = [
        add.clone(),
        Program::add_call(by),
        add.in_a_loop(3),
        other.clone(),
        other.in_a_loop(2),
    ];
    for Program { python, code } in &programs {
        for switching in [Switching::EveryOp, Switching::CallsAndBackEdges] {
            let expected = machine::switch_points(code, switching);
            let found = switch_points(&ops(code), policy(switching));
            // With `EveryOp` the `Return` may be listed or not.
            let lists_return = switching == Switching::EveryOp
                && found.strip_suffix(&[code.len() - 1]) == Some(&expected);
            let listing = machine::listings(&[Program::new(python.as_str(), code)]);
            promise!(
                WrongResult,
                found == expected || lists_return,
                "{switching:?}: the switch points are {expected:?}, `switch_points` says {found:?}; the code is\n{listing}"
            );
        }
    }
}

fn two_adds_today() {
    let (a, b) = (vary(&[1, 5]), vary(&[10, 3]));
    let today = Switching::CallsAndBackEdges;
    compare(&[Program::add(a), Program::add(b)], today, &[0]);
    compare(&[Program::add_call(a), Program::add_call(b)], today, &[0]);
    // Nothing interrupts these two, so the order in which they start is all there is.
    compare(&[double(), Program::add(a)], today, &[b]);
}

fn loops() {
    let (a, b) = (vary(&[1, 5]), vary(&[10, 3]));
    let once = Program::add(b);
    let twice = Program::add(a).in_a_loop(2);
    compare(&[twice.clone(), once], Switching::EveryOp, &[0]);
    let calls = Program::add_call(a).in_a_loop(3);
    compare(&[calls.clone(), calls], Switching::CallsAndBackEdges, &[0]);
    compare(&[twice.clone(), twice], Switching::CallsAndBackEdges, &[0]);
    // After the last round nothing jumps, so `m` is still what `n` is.
    let body = [LoadGlobal(0), StoreGlobal(1), JumpBack { to: 0, times: 1 }];
    let behind = [LoadGlobal(1), LoadConst(a), Add, StoreGlobal(0), Return];
    let reads = Program::new(
        "for … : m = n, then n = m + …",
        &[&body[..], &behind[..]].concat(),
    );
    compare(
        &[reads, Program::add(b)],
        Switching::CallsAndBackEdges,
        &[0, 0],
    );
}

fn three_threads() {
    let (a, c) = (vary(&[1, 5]), vary(&[10, 3]));
    let look = Program::new("m = n", &[LoadGlobal(0), StoreGlobal(1), Return]);
    let programs = [Program::add_call(a), look, Program::add_call(c)];
    compare(&programs, Switching::CallsAndBackEdges, &[0, 0]);
    let set =
        |value: i64| Program::new(format!("n = {value}"), &[LoadConst(value), StoreGlobal(0)]);
    let programs = [set(20), Program::add(a), set(30)];
    compare(&programs, Switching::EveryOp, &[0]);
}

/// Six programs of two threads over two globals, made from numbers that are always the same.
fn small_programs() {
    let mut numbers = Numbers(vary(&[11, 2_026]));
    for round in 0..6 {
        let switching = match round % 2 {
            0 => Switching::EveryOp,
            _ => Switching::CallsAndBackEdges,
        };
        // One loop at most where every instruction is a switch point: a search that remembers
        // nothing has to stay possible.
        let loops = switching == Switching::CallsAndBackEdges;
        let programs = [numbers.program(true), numbers.program(loops)];
        compare(&programs, switching, &[0, 50]);
    }
}

/// A linear congruential generator with the constants of Knuth's MMIX.
struct Numbers(u64);

impl Numbers {
    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        // The high bits are the random ones.
        (self.0 >> 33) % end
    }

    fn global(&mut self) -> u8 {
        u8::try_from(self.below(2)).expect("a small number")
    }

    /// `global = global + something`, once or, where it may, in a loop of two rounds.
    fn program(&mut self, may_loop: bool) -> Program {
        let (to, from) = (self.global(), self.global());
        let number = i64::try_from(self.below(9)).expect("a small number") + 1;
        let something = match self.below(3) {
            0 => LoadGlobal(self.global()),
            1 => LoadConst(number),
            _ => Call(number),
        };
        let program = Program::new(
            "made from numbers",
            &[LoadGlobal(from), something, Add, StoreGlobal(to)],
        );
        if self.below(2) == 0 && may_loop {
            program.in_a_loop(2)
        } else {
            program
        }
    }
}
