//! Where the rules let another thread run, along one run of a program.

use std::collections::BTreeSet;

use crate::code::{CodeObject, Op, Version};
use crate::explore::Program;
use crate::machine::{Running, Status, Step};

/// Instructions after which a run is given up: a program that is measured has a few hundred.
const LONGEST: u32 = 1_000_000;

/// An instruction after which the rules let another thread run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SwitchPoint {
    /// The name of the function.
    pub function: String,
    /// The byte offset of the instruction; -1 for the entry of the function, before its first one.
    pub offset: i64,
    /// The line, from 1.
    pub line: u32,
    /// The name of the instruction.
    pub op: &'static str,
    /// The offset of the instruction before, if a thread that stops here may stand there: the
    /// interpreter has special forms of that one which do the work of this one, too, or it is a prefix.
    pub merged: Option<i64>,
}

impl Program {
    /// Runs the main thread alone and notes every place inside calls of the function `root` where the
    /// rules let another thread run, as `f_lasti` of the innermost frame tells it. `None` if the program
    /// is not supported, waits for somebody, or does not end.
    #[must_use]
    pub fn switch_points(&self, root: &str) -> Option<BTreeSet<SwitchPoint>> {
        let mut machine = self.machine();
        let mut state = machine.start();
        let mut points = BTreeSet::new();
        for _ in 0..LONGEST {
            let depth = state.threads[0].frames.len();
            let ran = match machine.step(&mut state, 0).ok()? {
                Step::Ran(ran) => ran,
                Step::Waits(_) => return None,
                Step::Ended => return Some(points),
            };
            let frames = &state.threads[0].frames;
            let codes = &self.linked.program.codes;
            let code_of = |running| match running {
                Running::Code(code) => codes.get(code.0 as usize),
                Running::Native(_) => None,
            };
            let inside = frames
                .iter()
                .any(|frame| code_of(frame.running).is_some_and(|code| code.name == root));
            if ran.switch && inside {
                // A step that entered a frame or left one stops in the frame that goes on then.
                let moved = frames.last().filter(|_| frames.len() != depth);
                let moved = moved.and_then(|frame| Some((code_of(frame.running)?, frame.pc)));
                let (code, at) = match moved {
                    Some((code, pc)) => (code, pc.checked_sub(1)),
                    None => {
                        let (code, pc) = machine.at();
                        (codes.get(code as usize)?, Some(pc))
                    }
                };
                points.insert(point(code, at, self.rules.version)?);
            }
            if state.threads[0].status == Status::Done {
                return Some(points);
            }
        }
        None
    }
}

fn point(code: &CodeObject, at: Option<u32>, version: Version) -> Option<SwitchPoint> {
    let instr = code.instrs.get(at.unwrap_or(0) as usize)?;
    let before = at
        .and_then(|at| at.checked_sub(1))
        .and_then(|at| code.instrs.get(at as usize));
    // The special forms of 3.11: a call without `CALL`, a comparison that jumps.
    let merges = before.filter(|before| match before.op {
        Op::Precall => instr.op == Op::Call,
        Op::CompareOp => matches!(
            instr.op,
            Op::PopJumpBackwardIfTrue | Op::PopJumpBackwardIfFalse
        ),
        _ => false,
    });
    // To 3.10 a prefix `EXTENDED_ARG` and what follows it are one step, and the place is the prefix.
    let prefixed = at.is_some() && version < Version::V3_11 && instr.raw > 0xff;
    let prefix = prefixed.then(|| i64::from(instr.offset) - 2);
    Some(SwitchPoint {
        function: code.name.clone(),
        offset: at.map_or(-1, |_| i64::from(instr.offset)),
        line: instr.line,
        op: instr.op.name(),
        merged: merges.map(|before| i64::from(before.offset)).or(prefix),
    })
}
