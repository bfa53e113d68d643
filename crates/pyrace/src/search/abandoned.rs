//! Generators that nobody goes on with, and that have something left to do.
//!
//! CPython ends a generator that waits in a `yield` when nothing refers to it any more, or when the
//! program ends: `finally` blocks, handlers and `__exit__` methods around the `yield` run then. The
//! machine does not count references and does not know that moment, so such programs are refused.

use super::Stop;
use super::stepper::Stepper;
use crate::code::{CodeKind, CodeObject, Op, Program, Version};
use crate::machine::{GeneratorStatus, State};
use crate::source::{Diagnostic, Span};
use crate::value::{Object, ObjectId};

/// Whether some generator of the program has a `yield` inside `try` or `with`. Where none has, nothing
/// needs to be looked at.
pub(super) fn has_guarded_yield(program: &Program) -> bool {
    let guarded = |code: &CodeObject| {
        let yields = |at: u32| code.instrs[at as usize].op == Op::YieldValue;
        let count = u32::try_from(code.instrs.len()).unwrap_or(u32::MAX);
        if program.version >= Version::V3_11 {
            return (0..count).any(|at| yields(at) && handler_runs(code, at));
        }
        let blocks = |op| matches!(op, Op::SetupFinally | Op::SetupWith);
        (0..count).any(yields) && code.instrs.iter().any(|instr| blocks(instr.op))
    };
    program
        .codes
        .iter()
        .filter(|code| code.flags.generator && code.kind != CodeKind::GeneratorExpression)
        .any(guarded)
}

/// Whether an exception at an instruction goes to statements of the program: 3.12 and later put a guard
/// of their own around the whole generator, and cleanup around handlers (3.11 and later).
fn handler_runs(code: &CodeObject, at: u32) -> bool {
    let target = code.handler(at).map(|handler| handler.target as usize);
    target
        .and_then(|target| code.instrs.get(target))
        .is_some_and(|instr| instr.op == Op::PushExcInfo)
}

impl Stepper {
    /// Refuses a state in which a generator waits inside `try` or `with` and nobody can go on with it.
    pub(super) fn refuse_abandoned(&mut self, s: &State) -> Result<(), Stop> {
        if !self.guarded_yields {
            return Ok(());
        }
        let waiting: Vec<(ObjectId, Span)> = (0..s.heap.len())
            .filter_map(|at| Some((ObjectId::heap(at), self.guarded_place(&s.heap[at].object)?)))
            .collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let ended = self.finished(s);
        let reachable = self.walker.reachable(s);
        let lost = waiting
            .iter()
            .find(|(generator, _)| ended || !reachable.contains(generator));
        let Some((_, place)) = lost else {
            return Ok(());
        };
        let message = "a generator that is left alone inside `try` or `with` is not supported by the explorer";
        let hint =
            "use it up, or call its `close`: then it is clear when the rest of the block runs";
        Err(Stop::from(Box::new(
            Diagnostic::new(*place, message).with_hint(hint),
        )))
    }

    /// Where a generator waits, if that is inside `try` or `with`.
    fn guarded_place(&self, object: &Object) -> Option<Span> {
        let Object::Generator {
            code,
            pc,
            blocks,
            status: GeneratorStatus::Suspended,
            ..
        } = object
        else {
            return None;
        };
        let program = &self.machine.linked.program;
        let code = program.code(*code);
        let at = pc.saturating_sub(1);
        let guarded = if program.version >= Version::V3_11 {
            handler_runs(code, at)
        } else {
            !blocks.is_empty()
        };
        guarded.then(|| code.instrs[at as usize].span)
    }
}
