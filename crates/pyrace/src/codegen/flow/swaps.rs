//! Fewer exchanges of stack entries (3.11 and later).

use super::graph::Block;
use crate::code::Op;
use crate::codegen::ir::{Code, Inst};

/// Replaces a run of `SWAP`s that starts at `*at` by a shortest one with the same effect, and moves
/// `*at` to the end of the run. The permutation is undone cycle by cycle, written backwards.
pub(super) fn shorten(block: &mut Block, at: &mut usize) {
    let start = *at;
    let run = block.insts[start..]
        .iter()
        .take_while(|inst| inst.code == Op::Swap || inst.code == Op::Nop)
        .count();
    let insts = &mut block.insts[start..start + run];
    let swaps = insts.iter().filter(|inst| inst.code == Op::Swap);
    if swaps.clone().count() < 2 {
        return;
    }
    let depth = swaps.map(|inst| inst.arg as usize).max().unwrap_or(0);
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    for inst in insts.iter().filter(|inst| inst.code == Op::Swap) {
        stack.swap(0, inst.arg as usize - 1);
    }
    let mut free = run;
    for i in 0..depth {
        if stack[i].is_none() || stack[i] == Some(i) {
            continue;
        }
        let mut j = i;
        loop {
            if j > 0 {
                free -= 1;
                insts[free].set(Op::Swap, j as u32 + 1);
            }
            let Some(next) = stack[j].take() else { break };
            j = next;
        }
    }
    insts[..free].iter_mut().for_each(Inst::nop);
    *at = start + run - 1;
}

/// Exchanges stores instead of the entries that they store, looking back from `at`.
pub(super) fn apply_statically(block: &mut Block, at: usize) {
    for i in (0..=at).rev() {
        let swap = block.insts[i];
        if swap.code != Op::Swap {
            if swap.code == Op::Nop || is_swappable(swap.code) {
                continue;
            }
            return;
        }
        let Some(first) = next_swappable(block, i, None) else {
            return;
        };
        let line = block.insts[first].loc.line;
        let mut last = first;
        for _ in 1..swap.arg {
            let line = (line >= 0).then_some(line);
            match next_swappable(block, last, line) {
                Some(next) => last = next,
                None => return,
            }
        }
        let (a, b) = (
            stores_to(&block.insts[first]),
            stores_to(&block.insts[last]),
        );
        if a.is_some() || b.is_some() {
            if a == b {
                return;
            }
            let between = block.insts[first + 1..last].iter().filter_map(stores_to);
            let conflict = |slot: u32| Some(slot) == a || Some(slot) == b;
            if between.into_iter().any(conflict) {
                return;
            }
        }
        block.insts[i].nop();
        block.insts.swap(first, last);
    }
}

fn is_swappable(code: Code) -> bool {
    matches!(
        code,
        Code::StoreFastMaybeNull | Code::Op(Op::StoreFast | Op::PopTop)
    )
}

fn stores_to(inst: &Inst) -> Option<u32> {
    matches!(
        inst.code,
        Code::StoreFastMaybeNull | Code::Op(Op::StoreFast)
    )
    .then_some(inst.arg)
}

/// The next instruction that can be moved, on the given line.
fn next_swappable(block: &Block, after: usize, line: Option<i32>) -> Option<usize> {
    for (i, inst) in block.insts.iter().enumerate().skip(after + 1) {
        if line.is_some_and(|line| inst.loc.line != line) {
            return None;
        }
        if inst.code == Op::Nop {
            continue;
        }
        return is_swappable(inst.code).then_some(i);
    }
    None
}
