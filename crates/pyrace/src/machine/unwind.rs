//! Exceptions on their way: handlers, the end of frames, the end of threads.

use super::state::{Block, Deliver, GeneratorStatus, Running};
use super::{Ended, Fault, Flow, Outcome, Turn};
use crate::code::{Instr, Op, Version};
use crate::value::{Object, Type, Value, name};

impl Turn<'_> {
    /// Finds the handler of an exception; without one the thread ends.
    pub(super) fn unwind(&mut self, exception: Value) -> Outcome<()> {
        let mut exception = exception;
        loop {
            let Some(frame) = self.me().frames.last().copied() else {
                self.end_with(exception);
                return Ok(());
            };
            match frame.running {
                Running::Code(code) => {
                    let at = frame.pc.saturating_sub(1);
                    let line = self
                        .m
                        .linked
                        .program
                        .code(code)
                        .instrs
                        .get(at as usize)
                        .map_or(0, |instr| instr.line);
                    self.mark_line(exception, line);
                    let found = if self.version() < Version::V3_11 {
                        self.block_handler(exception)
                    } else {
                        self.table_handler(code, at, exception)
                    };
                    if found {
                        self.m.handled = true;
                        return Ok(());
                    }
                    let thread = self.thread();
                    thread.frames.pop();
                    thread.values.truncate(frame.base as usize);
                    thread.blocks.truncate(frame.blocks as usize);
                    let stop = self.is_a(exception, Type::StopIteration);
                    if self.is_generator_frame(&frame) {
                        self.leave_generator(&frame, GeneratorStatus::Finished);
                        if stop {
                            exception = self.not_stop_iteration(exception);
                        }
                        continue;
                    }
                    match frame.deliver {
                        Deliver::ForIter if stop => {
                            self.finish_loop();
                            return Ok(());
                        }
                        Deliver::Next if stop => {
                            self.push(Value::Null);
                            return Ok(());
                        }
                        // The instance below the frame of `__init__` goes with the operands.
                        _ => {}
                    }
                }
                Running::Native(native) => {
                    if self.native_catches(native, exception)? {
                        return Ok(());
                    }
                    let thread = self.thread();
                    thread.frames.pop();
                    thread.values.truncate(frame.base as usize);
                }
            }
        }
    }

    fn mark_line(&mut self, exception: Value, at: u32) {
        let unmarked = matches!(
            self.object_of(exception),
            Some(Object::Exception { line: 0, .. })
        );
        if unmarked
            && at > 0
            && let Some(id) = exception.object()
            && let Object::Exception { line, .. } = self.write(id)
        {
            *line = at;
        }
    }

    fn end_with(&mut self, exception: Value) {
        let line = match self.object_of(exception) {
            Some(Object::Exception { line, .. }) => *line,
            _ => 0,
        };
        let class = self.class_name(exception);
        if class == "SystemExit" {
            self.end_thread(None);
            return;
        }
        let message = self.plain_text(exception);
        let message = self.m.atoms.string(&message);
        let kin = self.me().kin;
        if kin > 0
            && self
                .s
                .threads
                .iter()
                .filter(|thread| thread.kin == kin)
                .count()
                > 1
        {
            // The report names the thread that an exception ends: it is one of several no longer.
            self.observe_identity();
        }
        self.end_thread(Some(Ended {
            class,
            message,
            line,
        }));
    }

    fn block_handler(&mut self, exception: Value) -> bool {
        loop {
            let Some(frame) = self.me().frames.last().copied() else {
                return false;
            };
            if self.me().blocks.len() <= frame.blocks as usize {
                return false;
            }
            let Some(block) = self.thread().blocks.pop() else {
                return false;
            };
            let height = (frame.base + block.height) as usize;
            if block.target == Block::EXCEPT_HANDLER {
                self.restore_handled(height);
                continue;
            }
            let old = self.me().handled;
            let thread = self.thread();
            thread.values.truncate(height);
            thread.blocks.push(Block {
                target: Block::EXCEPT_HANDLER,
                height: block.height,
            });
            thread
                .values
                .extend([old, old, old, exception, exception, exception]);
            thread.handled = exception;
            self.frame().pc = block.target;
            return true;
        }
    }

    /// Drops a handler's entries above `height`; the lowest three are the exception handled before.
    fn restore_handled(&mut self, height: usize) {
        let thread = self.thread();
        thread.handled = thread.values.get(height).copied().unwrap_or_default();
        thread.values.truncate(height);
    }

    fn table_handler(&mut self, code: crate::code::CodeId, at: u32, exception: Value) -> bool {
        let Some(handler) = self.m.linked.program.code(code).handler(at).copied() else {
            return false;
        };
        let frame = self.frame();
        let base = frame.base as usize;
        frame.pc = handler.target;
        frame.names = 0;
        let slots = self.m.linked.program.code(code).slots.len();
        self.thread()
            .values
            .truncate(base + slots + handler.depth as usize);
        if handler.lasti {
            self.push(Value::Address(at));
        }
        self.push(exception);
        true
    }

    /// True if an exception is of a built-in class.
    pub(crate) fn is_a(&self, exception: Value, class: Type) -> bool {
        let of = self.class_of(exception);
        self.is_subclass(of, Value::Type(class))
    }

    /// `StopIteration` must not leave a generator (PEP 479).
    pub(super) fn not_stop_iteration(&mut self, exception: Value) -> Value {
        if !self.is_a(exception, Type::StopIteration) {
            return exception;
        }
        let text = self.string("generator raised StopIteration");
        match self.raise_with(Type::RuntimeError, vec![text]) {
            Fault::Raise(raised) => raised,
            _ => exception,
        }
    }

    /// Makes an exception of what stands after `raise`.
    pub(crate) fn make_exception(&mut self, value: Value) -> Outcome<Option<Value>> {
        if matches!(self.object_of(value), Some(Object::Exception { .. })) {
            return Ok(Some(value));
        }
        let is_class = match value {
            Value::Type(class) => class.is_exception(),
            value => {
                matches!(self.object_of(value), Some(Object::Class { .. }))
                    && self.is_subclass(value, Value::Type(Type::BaseException))
            }
        };
        if !is_class {
            return self.raise(Type::TypeError, "exceptions must derive from BaseException");
        }
        match self.call_with(value, Vec::new(), Deliver::Push)? {
            Flow::Value(exception) => Ok(Some(exception)),
            Flow::Frame => Ok(None),
        }
    }

    /// Whether an `except` clause for `classes` catches an exception (or an exception class).
    pub(super) fn exception_matches(&mut self, exception: Value, classes: Value) -> Outcome<bool> {
        let class = match exception {
            Value::Type(_) => exception,
            value => match self.object_of(value) {
                Some(Object::Class { .. }) => value,
                _ => self.class_of(value),
            },
        };
        let all: Vec<Value> = match self.object_of(classes) {
            Some(Object::Tuple(items)) => items.clone(),
            _ => vec![classes],
        };
        let base = Value::Type(Type::BaseException);
        for candidate in &all {
            let valid = match candidate {
                Value::Type(class) => class.is_exception(),
                other => {
                    matches!(self.object_of(*other), Some(Object::Class { .. }))
                        && self.is_subclass(*other, base)
                }
            };
            if !valid {
                return self.raise(
                    Type::TypeError,
                    "catching classes that do not inherit from BaseException is not allowed",
                );
            }
        }
        Ok(all.iter().any(|candidate| {
            self.is_subclass(class, *candidate)
                // `concurrent.futures.TimeoutError` became the built-in one in 3.11.
                || (*candidate == Value::Type(Type::FuturesTimeoutError) && class == *candidate)
        }))
    }

    fn reraise(&mut self, exception: Value) -> Outcome<()> {
        if matches!(self.object_of(exception), Some(Object::Exception { .. })) {
            Err(Fault::Raise(exception))
        } else {
            self.raise(Type::RuntimeError, "No active exception to reraise")
        }
    }

    /// Cuts the operand stack: the number of entries above the variables.
    fn height(&self) -> usize {
        self.me().values.len()
    }

    pub(super) fn exceptional(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::SetupFinally => {
                let height = self.height();
                self.push_block(i.target, height);
            }
            Op::PopBlock => {
                self.thread().blocks.pop();
            }
            Op::SetupWith | Op::BeforeWith => self.enter_with(i)?,
            Op::BeginFinally => self.push(Value::Null),
            Op::CallFinally => {
                let next = self.frame().pc;
                self.push(Value::Address(next));
                self.frame().pc = i.target;
            }
            Op::EndFinally => match self.pop() {
                Value::Null => {}
                Value::Address(at) => self.frame().pc = at,
                exception => {
                    self.pop();
                    self.pop();
                    self.reraise(exception)?;
                }
            },
            Op::PopFinally => {
                let kept = if i.flag { Some(self.pop()) } else { None };
                match self.pop() {
                    Value::Null | Value::Address(_) => {}
                    _ => {
                        self.pop();
                        self.pop();
                        self.pop_handler();
                    }
                }
                if let Some(kept) = kept {
                    self.push(kept);
                }
            }
            Op::PopExcept => {
                if self.version() < Version::V3_11 {
                    self.pop_handler();
                } else {
                    let old = self.pop();
                    self.thread().handled = old;
                }
            }
            Op::PushExcInfo => {
                let exception = self.pop();
                let old = self.me().handled;
                self.push(old);
                self.push(exception);
                self.thread().handled = exception;
            }
            Op::RaiseVarargs => self.raise_op(i.arg)?,
            Op::Reraise => {
                let exception = self.pop();
                if self.version() < Version::V3_11 {
                    self.pop();
                    self.pop();
                }
                self.reraise(exception)?;
            }
            Op::JumpIfNotExcMatch => {
                let classes = self.pop();
                let exception = self.pop();
                if !self.exception_matches(exception, classes)? {
                    self.m.jumped = true;
                    self.frame().pc = i.target;
                }
            }
            Op::CheckExcMatch => {
                let classes = self.pop();
                let exception = self.peek_value(0);
                let matches = self.exception_matches(exception, classes)?;
                self.push(Value::Bool(matches));
            }
            Op::WithCleanupStart => self.cleanup_start()?,
            Op::WithCleanupFinish => {
                let result = self.pop();
                let exception = self.pop();
                if exception != Value::None && self.truth(result)?.unwrap_or(true) {
                    // Drops the exception, the three old entries and the handler block.
                    self.pop();
                    self.pop();
                    self.pop();
                    self.pop_handler();
                    self.push(Value::Null);
                }
            }
            _ => self.with_except_start()?,
        }
        Ok(())
    }

    /// Ends a handler (to 3.10): its block and the three old entries.
    fn pop_handler(&mut self) {
        self.thread().blocks.pop();
        let old = self.pop();
        self.pop();
        self.pop();
        self.thread().handled = old;
    }

    fn raise_op(&mut self, count: u32) -> Outcome<()> {
        if count == 0 {
            let handled = self.me().handled;
            return self.reraise(handled);
        }
        let cause = if count == 2 { self.pop() } else { Value::Null };
        let value = self.pop();
        match self.make_exception(value)? {
            Some(exception) => {
                if cause != Value::Null
                    && let Some(id) = exception.object()
                {
                    let given = if cause == Value::None {
                        Some(cause)
                    } else {
                        self.make_exception(cause)?
                    };
                    if let Object::Exception { cause, .. } = self.write(id) {
                        *cause = given.unwrap_or_default();
                    }
                }
                Err(Fault::Raise(exception))
            }
            None => {
                // The class has an `__init__` of the program: raise its result when it is there.
                if cause != Value::Null {
                    return self.refuse(
                        "`raise ... from` with a class that has its own `__init__` is not supported by the explorer",
                        "make the exception first: `error = ...`, then `raise error from ...`",
                    );
                }
                self.raise_result();
                Ok(())
            }
        }
    }

    /// Runs the `raise` again when the frame that was just pushed has left the exception on the stack.
    fn raise_result(&mut self) {
        let thread = self.thread();
        let depth = thread.frames.len();
        if let Some(caller) = depth
            .checked_sub(2)
            .and_then(|at| thread.frames.get_mut(at))
        {
            caller.pc -= 1;
            caller.names |= super::calls::AGAIN;
        }
    }

    fn enter_with(&mut self, i: &Instr) -> Outcome<()> {
        let manager = self.peek_value(0);
        let class = self.class_of(manager);
        for special in [name::ENTER, name::EXIT] {
            if self.class_attribute(class, special).is_none() {
                return self.not_a_manager(manager, special);
            }
        }
        let enter = self.class_attribute(class, name::ENTER).unwrap_or_default();
        if self.enters_library(enter) {
            return Ok(());
        }
        let exit = self.class_attribute(class, name::EXIT).unwrap_or_default();
        let before = self.me().values.len();
        self.pop();
        let bound = self.alloc(Object::Bound {
            function: exit,
            this: manager,
        });
        self.push(bound);
        let result = self.call_with(enter, vec![manager], Deliver::Push);
        match result {
            Ok(flow) => {
                if i.op == Op::SetupWith {
                    // The block lies below the result of `__enter__`.
                    let base = match flow {
                        Flow::Value(_) => self.me().frames.last(),
                        Flow::Frame => self.me().frames.iter().rev().nth(1),
                    }
                    .map_or(0, |frame| frame.base);
                    let block = Block {
                        target: i.target,
                        height: before as u32 - base,
                    };
                    match flow {
                        Flow::Value(_) => self.thread().blocks.push(block),
                        Flow::Frame => {
                            let at = self.frame().blocks as usize;
                            self.thread().blocks.insert(at, block);
                            self.frame().blocks += 1;
                        }
                    }
                }
                self.settle(flow);
                Ok(())
            }
            Err(fault) => {
                if matches!(fault, Fault::Wait(_)) {
                    self.pop();
                    self.push(manager);
                }
                Err(fault)
            }
        }
    }

    /// The arguments of `__exit__` for an exception.
    fn exit_arguments(&mut self, exception: Value) -> Vec<Value> {
        let class = self.class_of(exception);
        let traceback = self.alloc(Object::Instance {
            class: Value::Type(Type::Traceback),
            attrs: crate::value::Attrs::default(),
        });
        vec![class, exception, traceback]
    }

    fn cleanup_start(&mut self) -> Outcome<()> {
        let top = self.peek_value(0);
        let (exit, args) = match top {
            Value::Null | Value::Address(_) => {
                self.pop();
                let exit = self.pop();
                self.push(top);
                (exit, vec![Value::None; 3])
            }
            exception => {
                // Below the exception and the old one, six entries, lies `__exit__`: take it out and put a
                // `NULL` under the six, as the handler block now starts one entry lower.
                let values = &mut self.thread().values;
                let at = values.len() - 7;
                let exit = values.remove(at);
                if let Some(block) = self.thread().blocks.last_mut() {
                    block.height -= 1;
                }
                (exit, self.exit_arguments(exception))
            }
        };
        let class = match top {
            Value::Null | Value::Address(_) => Value::None,
            exception => self.class_of(exception),
        };
        self.push(class);
        match self.call_with(exit, args, Deliver::Push)? {
            Flow::Value(value) => self.push(value),
            Flow::Frame => {}
        }
        Ok(())
    }

    fn with_except_start(&mut self) -> Outcome<()> {
        let version = self.version();
        let (exit, this, exception) = if version < Version::V3_11 {
            (self.peek_value(6), Value::Null, self.peek_value(0))
        } else if version < Version::V3_14 {
            (self.peek_value(3), Value::Null, self.peek_value(0))
        } else {
            (self.peek_value(4), self.peek_value(3), self.peek_value(0))
        };
        let mut args = self.exit_arguments(exception);
        if this != Value::Null {
            args.insert(0, this);
        }
        let flow = self.call_with(exit, args, Deliver::Push)?;
        self.settle(flow);
        Ok(())
    }
}
