//! The machine: runs one thread by one instruction.
//!
//! [`Machine::step`] executes the next instruction of one thread in a state, with the meaning that
//! `Python/ceval.c` and `Python/bytecodes.c` give it. It says what the step was: whether it touched
//! anything that another thread can see, whether CPython could hand the GIL over after it, or that the
//! thread has to wait.
//!
//! The machine learns which shared things ever change ([`Shared`]): a step that reads something
//! nobody writes cannot be told from a private one. It starts with the belief that nothing changes
//! and reports when that was wrong; the search then starts again.

mod attributes;
mod calls;
mod classes;
mod combine;
mod compare;
mod contain;
mod decide;
mod describe;
mod execute;
mod fingerprint;
mod format;
mod heap;
mod iterate;
mod lazy;
mod link;
mod mixer;
mod names;
mod native;
mod numbers;
mod operators;
mod print;
mod shared;
mod stack;
mod state;
mod store;
mod text;
mod unpack;
mod unwind;
mod watched;
mod work;

pub(crate) use calls::Args;
pub(crate) use compare::range_length;
pub(crate) use decide::{Answers, Decision};
pub(crate) use fingerprint::{Fingerprint, Walker};
pub(crate) use format::MAX_WIDTH;
pub(crate) use heap::compact;
pub(crate) use link::Linked;
pub(crate) use link::{integer, link};
pub(crate) use native::{Into, KeyOp, Native};
pub(crate) use numbers::{Number, whole};
pub(crate) use operators::MAX_LENGTH;
pub(crate) use shared::{Change, Shared};
pub(crate) use state::{Block, Detached, Ended, GeneratorStatus, State, Status, Thread, Uses};
pub(crate) use state::{Deliver, Frame, Running};
pub(crate) use store::{Common, Heap, Kept};
pub(crate) use text::Render;
pub(crate) use work::{Excess, Work};

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::code::{CodeObject, Instr, Op};
use crate::policy::Rules;
use crate::syntax::{Diagnostic, Span};
use crate::value::{Atoms, Object, ObjectId, Type, Value};

/// Why a thread cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    /// What it waits for.
    pub kind: WaitKind,
    /// The lock, queue or other object; [`Value::Null`] for a thread.
    pub object: Value,
    /// The thread it waits for, in [`WaitKind::Join`].
    pub thread: u16,
    /// A time-out may end the wait.
    pub timeout: bool,
}

impl Wait {
    /// True if nothing but the end of what it waits for is needed to go on, and nobody can see that it
    /// goes on: then it goes on at once.
    #[must_use]
    pub(crate) fn is_passive(&self) -> bool {
        self.kind == WaitKind::Join && !self.timeout
    }
}

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitKind {
    /// A lock that another thread holds (or the thread itself).
    Lock,
    /// A semaphore to become positive.
    Semaphore,
    /// A notification of a condition.
    Notify,
    /// An event to be set.
    Event,
    /// The other threads of a barrier.
    Barrier,
    /// An item in a queue.
    QueueItem,
    /// A free place in a queue.
    QueuePlace,
    /// All items of a queue to be reported done.
    QueueDone,
    /// The end of a thread.
    Join,
    /// The result of a future.
    Future,
    /// A job for a worker of an executor.
    Job,
    /// The internal lock of a list (free-threaded builds).
    Container,
}

/// Why an operation was not completed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The exception was raised.
    Raise(Value),
    /// The thread has to wait; nothing was changed.
    Wait(Wait),
    /// The program does something that is not supported here.
    Refuse(Box<Diagnostic>),
}

/// The result of an operation.
pub(crate) type Outcome<T> = Result<T, Fault>;

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Flow {
    /// With a value.
    Value(Value),
    /// A frame was pushed; its result is the value.
    Frame,
}

/// What a step was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The thread did something.
    Ran(Ran),
    /// The thread has to wait; the state is as before.
    Waits(Wait),
    /// The thread has ended.
    Ended,
}

/// Facts about a step that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    /// It read or wrote what other threads can see.
    pub visible: bool,
    /// CPython may let another thread run after it.
    pub switch: bool,
    /// A tracer of a real interpreter sees this step.
    pub traced: bool,
}

/// Runs programs.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub(crate) linked: Rc<Linked>,
    pub(crate) atoms: Atoms,
    pub(crate) rules: Rules,
    pub(crate) shared: Shared,
    /// Memory that was taken since the last look at what is in use, in values.
    pub(crate) allocated: u64,
    /// What the instruction costs beyond itself.
    pub(crate) work: Work,
    /// The step gave up the inner locks of containers for a moment.
    pub(crate) detaches: bool,
    /// Let the time-out of the next wait fire.
    pub(crate) time_out: bool,
    /// More than one thread is live.
    multi: bool,
    /// Other threads do or did something that is not known to come before this step. A reduced search lets
    /// threads run ahead, so a thread that has ended may stand for one that has not.
    concurrent: bool,
    touched: Cell<bool>,
    /// Shared objects that the step wrote: what they refer to is shared, too.
    dirty: Vec<ObjectId>,
    /// Values that the step put into shared objects: they are shared, too.
    added: Vec<Value>,
    /// A call instruction whose callee is a built-in has finished.
    builtin_finished: bool,
    /// A call instruction has finished.
    call_finished: bool,
    /// A frame of a function or generator was entered.
    entered: bool,
    /// The step entered a function of the standard library that CPython has in Python, or ended in one.
    pub(crate) in_library: bool,
    /// The instruction at work has entered such a function before.
    was_in_library: bool,
    /// A handler was entered.
    handled: bool,
    /// A jump was taken.
    jumped: bool,
    /// The condition of the jump was a real `bool`.
    tested_bool: bool,
    /// The instruction was executed before, and asked an object for its truth.
    repeated: bool,
    /// The answers of the program to the comparisons of the operation at work.
    pub(crate) answers: RefCell<Option<Answers>>,
    /// A built-in stopped at a point where other threads may run.
    pub(crate) paused: bool,
    /// The code object and the instruction that is executed.
    at: (u32, u32),
}

/// One thread at work in one state.
pub(crate) struct Turn<'a> {
    pub(crate) m: &'a mut Machine,
    pub(crate) s: &'a mut State,
    pub(crate) t: usize,
}

/// The operand of `CALL_INTRINSIC_1` in the guard of a generator (`INTRINSIC_STOPITERATION_ERROR`).
const STOPITERATION_ERROR: u32 = 3;

/// The memory that a state may take, in values of 16 bytes. Objects take up to twice of what they count, and a page
/// has 256 MB for everything.
const MEMORY: u64 = 1 << 23;

/// The bytes that all strings and large integers of a search may take: they stay as long as the machine.
const TEXTS: u64 = 1 << 27;

/// The deepest recursion, as `sys.getrecursionlimit()` says.
const RECURSION_LIMIT: usize = 1000;

impl Machine {
    /// A machine for a program.
    #[must_use]
    pub(crate) fn new(linked: Rc<Linked>, atoms: Atoms, rules: Rules) -> Machine {
        let globals = linked.globals.len();
        Machine {
            linked,
            atoms,
            rules,
            shared: Shared::new(globals),
            allocated: 0,
            work: Work::default(),
            detaches: false,
            time_out: false,
            multi: false,
            concurrent: false,
            touched: Cell::new(false),
            dirty: Vec::new(),
            added: Vec::new(),
            builtin_finished: false,
            call_finished: false,
            entered: false,
            in_library: false,
            was_in_library: false,
            handled: false,
            jumped: false,
            tested_bool: false,
            repeated: false,
            answers: RefCell::new(None),
            paused: false,
            at: (0, 0),
        }
    }

    /// The state before the first instruction.
    #[must_use]
    pub(crate) fn start(&mut self) -> State {
        let mut globals = vec![Value::Null; self.linked.globals.len()];
        let main = Value::Str(crate::value::name::MAIN);
        for (slot, global) in self.linked.globals.iter().enumerate() {
            if global.name == crate::value::name::NAME {
                globals[slot] = main;
            }
        }
        let mut thread = Thread::new();
        let module = self.linked.program.module();
        thread.values = vec![Value::Null; module.slots.len()].into();
        thread.frames.push(Frame {
            running: Running::Code(crate::code::CodeId(0)),
            pc: 0,
            base: 0,
            blocks: 0,
            deliver: Deliver::Push,
            owner: Value::Null,
            names: 0,
            handled: Value::Null,
        });
        State::new(thread, globals)
    }

    /// Lets thread `t` execute its next instruction.
    ///
    /// # Errors
    ///
    /// The program does something that is not supported here.
    pub(crate) fn step(&mut self, s: &mut State, t: usize) -> Result<Step, Box<Diagnostic>> {
        if s.threads[t].status == Status::Done {
            return Ok(Step::Ended);
        }
        if self.allocated > MEMORY {
            self.allocated = s.heap.iter().map(|cell| cell.object.weight()).sum();
            if self.allocated > MEMORY / 2 {
                return Err(self.needs_memory(s, t));
            }
        }
        if self.atoms.bytes() > TEXTS {
            return Err(self.needs_memory(s, t));
        }
        self.begin(s, t);
        let waited = s.threads[t].waited;
        let detached = s.threads[t].detached;
        let mut turn = Turn { m: self, s, t };
        if detached == Detached::Returns
            && let Err(wait) = turn.reattach()
        {
            return Ok(Step::Waits(wait));
        }
        let instr = turn.m.peek(turn.s, t).copied();
        let advanced = turn.advance();
        if turn.m.work.excess().is_some() {
            return Err(turn.m.gives_up(turn.s, t));
        }
        match advanced {
            Ok(()) => {}
            Err(Fault::Wait(wait)) => {
                turn.m.time_out = false;
                if detached == Detached::No && turn.holds_container() {
                    turn.thread().detached = Detached::Waits;
                    return Ok(Step::Ran(Ran {
                        visible: true,
                        switch: true,
                        traced: false,
                    }));
                }
                return Ok(Step::Waits(wait));
            }
            Err(Fault::Refuse(diagnostic)) => return Err(diagnostic),
            Err(Fault::Raise(_)) => unreachable!("every exception is unwound where it is raised"),
        }
        turn.spread();
        let gone = detached == Detached::Waits || turn.m.detaches;
        let returns = gone && turn.holds_container();
        if returns || detached == Detached::Returns {
            turn.m.touched.set(true);
        }
        let thread = turn.thread();
        thread.detached = if returns {
            Detached::Returns
        } else {
            Detached::No
        };
        thread.waited = false;
        thread.parked = false;
        thread.joining = None;
        self.time_out = false;
        let ran = Ran {
            visible: self.touched.get(),
            switch: waited
                || self.rules.switches_everywhere()
                || self.rules.may_switch(self.facts(instr.as_ref(), s, t)),
            traced: instr.is_some() && !self.repeated,
        };
        Ok(Step::Ran(ran))
    }

    /// True if a thread may allocate so many values before a step has to look at what is in use.
    #[must_use]
    pub(crate) fn has_room_for(&self, values: u64) -> bool {
        self.allocated + values <= MEMORY && self.atoms.bytes() <= TEXTS
    }

    /// Is as it was after steps that are known: how many values they allocated, and the last instruction.
    pub(crate) fn repeat(&mut self, allocated: u64, at: (u32, u32)) {
        self.allocated += allocated;
        self.at = at;
    }

    fn needs_memory(&self, s: &State, t: usize) -> Box<Diagnostic> {
        let span = self.place(s, t).map(|place| place.2).unwrap_or_default();
        Box::new(
            Diagnostic::new(span, "the program needs too much memory for the explorer")
                .with_hint("shorter loops and smaller data show the same bugs"),
        )
    }

    /// The refusal of an operation that does too much work.
    pub(super) fn gives_up(&self, s: &State, t: usize) -> Box<Diagnostic> {
        let span = self.place(s, t).map(|place| place.2).unwrap_or_default();
        let (message, hint) = self.work.excess().unwrap_or(Excess::Long).describe();
        let span = self.current_span().unwrap_or(span);
        Box::new(Diagnostic::new(span, message).with_hint(hint))
    }

    fn begin(&mut self, s: &State, t: usize) {
        let company = s.threads.company(t);
        self.multi = company.multi;
        self.concurrent = company.concurrent;
        self.touched.set(false);
        self.dirty.clear();
        self.added.clear();
        self.builtin_finished = false;
        self.call_finished = false;
        self.entered = false;
        self.in_library = false;
        self.was_in_library = false;
        self.handled = false;
        self.jumped = false;
        self.tested_bool = false;
        self.repeated = false;
        self.paused = false;
        self.detaches = false;
        self.work.begin();
    }

    fn facts(&self, instr: Option<&Instr>, s: &State, t: usize) -> crate::policy::Facts {
        let (code, pc) = self.at;
        let code = &self.linked.program.codes[code as usize];
        crate::policy::Facts {
            op: instr.map(|instr| instr.op),
            arg: instr.map_or(0, |instr| instr.arg),
            previous: (pc as usize)
                .checked_sub(1)
                .and_then(|at| code.instrs.get(at))
                .map(|instr| instr.op),
            next: self.peek(s, t).map(|instr| instr.op),
            builtin_finished: self.builtin_finished,
            call_finished: self.call_finished,
            entered: self.entered,
            in_library: self.in_library,
            handled: self.handled,
            jumped: self.jumped,
            tested_bool: self.tested_bool,
        }
    }

    /// The next instruction of a thread, if it is not inside a built-in operation.
    #[must_use]
    pub(crate) fn peek(&self, s: &State, t: usize) -> Option<&Instr> {
        let frame = s.threads[t].frames.last()?;
        match frame.running {
            Running::Code(code) => self.linked.program.code(code).instrs.get(frame.pc as usize),
            Running::Native(_) => None,
        }
    }

    /// True if a thread stands before the `RESUME` of its function: no tracer of 3.11 and later sees the
    /// instructions there.
    #[must_use]
    pub(crate) fn before_resume(&self, s: &State, t: usize) -> bool {
        let Some(frame) = s.threads[t].frames.last() else {
            return false;
        };
        match frame.running {
            Running::Code(code) => {
                let instrs = &self.linked.program.code(code).instrs;
                // From 3.15 on a generator expression has a `RESUME` with another operand before the
                // one of its start, and tracers hear nothing of what comes between.
                let resume = instrs
                    .iter()
                    .position(|instr| instr.op == Op::Resume && instr.arg == 0);
                resume.is_some_and(|resume| (frame.pc as usize) < resume)
            }
            Running::Native(_) => false,
        }
    }

    /// True if a thread is in the guard that CPython puts around the body of a generator, which is being
    /// closed (3.12 and later): without a tracer a generator that stands at a `yield` outside `try`
    /// statements is closed without it.
    #[must_use]
    pub(crate) fn in_guard_of_closed(&mut self, s: &mut State, t: usize) -> bool {
        let guard =
            |instr: &Instr| instr.op == Op::CallIntrinsic1 && instr.arg == STOPITERATION_ERROR;
        let Some(frame) = s.threads[t].frames.last().copied() else {
            return false;
        };
        let Running::Code(code) = frame.running else {
            return false;
        };
        let instrs = &self.linked.program.code(code).instrs;
        let at = frame.pc as usize;
        let inside = instrs.get(at).is_some_and(guard)
            || (at > 0
                && instrs.get(at).is_some_and(|instr| instr.op == Op::Reraise)
                && instrs.get(at - 1).is_some_and(guard));
        let Some(exception) = s.threads[t].values.last().copied().filter(|_| inside) else {
            return false;
        };
        let turn = Turn { m: self, s, t };
        turn.is_a(exception, Type::GeneratorExit)
    }

    /// The slot of the global that an instruction of a thread names.
    #[must_use]
    pub(crate) fn global_slot(&self, s: &State, t: usize, name: u32) -> Option<u32> {
        match s.threads[t].frames.last()?.running {
            Running::Code(code) => {
                let names = &self.linked.codes[code.0 as usize].names;
                names.get(name as usize).map(|name| name.slot)
            }
            Running::Native(_) => None,
        }
    }

    /// The innermost frame of the program's own code of a thread: its code object and the line and span
    /// of the instruction it is at.
    #[must_use]
    pub(crate) fn place(&self, s: &State, t: usize) -> Option<(&CodeObject, u32, Span)> {
        let thread = &s.threads[t];
        let innermost = thread.frames.len().checked_sub(1)?;
        for (depth, frame) in thread.frames.iter().enumerate().rev() {
            if let Running::Code(id) = frame.running {
                let code = self.linked.program.code(id);
                // Callers stand after their call.
                let at = frame.pc.saturating_sub(u32::from(depth < innermost));
                let at = (at as usize).min(code.instrs.len().saturating_sub(1));
                let instr = code.instrs.get(at)?;
                return Some((code, instr.line, instr.span));
            }
        }
        None
    }

    /// The code object and the instruction of the last step.
    #[must_use]
    pub(crate) fn at(&self) -> (u32, u32) {
        self.at
    }

    /// The instruction that a place on the heap was made at, for names in reports.
    #[must_use]
    pub(crate) fn linked(&self) -> &Linked {
        &self.linked
    }

    /// The `repr` of values of a state, as far as the program need not be asked.
    #[must_use]
    pub(crate) fn reprs(&mut self, s: &State, values: &[Value]) -> Vec<String> {
        let mut copy = s.clone();
        let turn = Turn {
            m: self,
            s: &mut copy,
            t: 0,
        };
        let repr = |value: &Value| {
            turn.m.work.begin();
            turn.plain_repr(*value)
        };
        values.iter().map(repr).collect()
    }

    /// The name of the function that a thread was started with.
    #[must_use]
    pub(crate) fn thread_function_name(&self, s: &State, index: usize) -> String {
        let target = match s.threads[index]
            .object
            .object()
            .map(|id| self.object(s, id))
        {
            Some(Object::Thread(thread)) if thread.target != Value::Null => thread.target,
            Some(Object::Thread(_)) => return "run".to_owned(),
            _ if index == 0 => return "<module>".to_owned(),
            _ => return "worker".to_owned(),
        };
        let mut target = target;
        while let Some(Object::Bound { function, .. }) =
            target.object().map(|id| self.object(s, id))
        {
            target = *function;
        }
        match (target, target.object().map(|id| self.object(s, id))) {
            (_, Some(Object::Function { code, .. })) => {
                self.linked.program.codes[code.0 as usize].qualname.clone()
            }
            (Value::Method(method), _) => method.name().to_owned(),
            (Value::Function(function), _) => function.name().to_owned(),
            _ => "run".to_owned(),
        }
    }

    /// An object of a state or a constant.
    #[must_use]
    pub(crate) fn object<'s>(&'s self, s: &'s State, id: ObjectId) -> &'s Object {
        if id.is_constant() {
            &self.linked.constants[id.index()]
        } else {
            &s.heap[id.index()].object
        }
    }
}
