//! Calls: binding arguments, pushing and finishing frames.

use super::state::{Deliver, Frame, GeneratorStatus, Running, Status};
use super::{Ended, Fault, Flow, Outcome, RECURSION_LIMIT, Turn};
use crate::code::{CodeId, CodeKind, Instr, Op, Version};
use crate::library::Function;
use crate::value::{Atom, Dict, Object, ObjectId, Type, Value, name};
use std::rc::Rc;

/// Marks in [`Frame::names`] that the next instruction was executed before.
pub(super) const AGAIN: u32 = 1 << 31;

/// Marks in [`Frame::names`] that the next instruction, a call, has entered a function of the standard library
/// that CPython has in Python.
pub(super) const IN_LIBRARY: u32 = 1 << 30;

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args {
    /// By position.
    pub(crate) positional: Vec<Value>,
    /// By name.
    pub(crate) names: Vec<(Atom, Value)>,
}

/// True for instructions that call what is on the stack.
fn is_call(op: Op) -> bool {
    matches!(
        op,
        Op::CallFunction
            | Op::CallFunctionKw
            | Op::CallFunctionEx
            | Op::CallMethod
            | Op::Call
            | Op::CallKw
    )
}

impl Turn<'_> {
    pub(super) fn call_and_attribute(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::CallFunction => self.call_op(i.arg as usize, 0, i),
            Op::CallMethod | Op::Call => self.call_op(i.arg as usize, 1, i),
            Op::CallFunctionKw => self.call_op(i.arg as usize, 0, i),
            Op::CallKw => self.call_op(i.arg as usize, 1, i),
            Op::CallFunctionEx => self.call_unpacked(i),
            Op::KwNames => {
                self.frame().names = i.arg + 1;
                Ok(())
            }
            Op::MakeFunction => self.make_function(i),
            Op::SetFunctionAttribute => {
                let function = self.pop();
                let value = self.pop();
                if let Some(id) = function.object()
                    && let Object::Function {
                        defaults,
                        keyword_defaults,
                        closure,
                        ..
                    } = self.write(id)
                {
                    match i.arg {
                        1 => *defaults = value,
                        2 => *keyword_defaults = value,
                        8 => *closure = value,
                        _ => {}
                    }
                }
                self.push(function);
                Ok(())
            }
            Op::LoadBuildClass => {
                self.push(Value::Function(Function::BuildClass));
                Ok(())
            }
            _ => self.attribute_op(i),
        }
    }

    fn make_function(&mut self, i: &Instr) -> Outcome<()> {
        if self.version() < Version::V3_11 {
            self.pop();
        }
        let Value::Code(code) = self.pop() else {
            return self.refuse("a function needs code", "please report it");
        };
        let mut part = |bit: u32| {
            if i.arg & bit != 0 {
                self.pop()
            } else {
                Value::Null
            }
        };
        let closure = part(8);
        part(4);
        let keyword_defaults = part(2);
        let defaults = part(1);
        let function = self.alloc(Object::Function {
            code,
            defaults,
            keyword_defaults,
            closure,
        });
        self.push(function);
        Ok(())
    }

    /// A call whose arguments lie on the stack: `extra` entries beside the callable are below them.
    fn call_op(&mut self, count: usize, extra: usize, i: &Instr) -> Outcome<()> {
        let named = match i.op {
            Op::CallFunctionKw | Op::CallKw => {
                let names = self.peek_value(0);
                self.items_of(names)
            }
            Op::Call if self.version() < Version::V3_13 => {
                match (self.me().frames.last().map_or(0, |frame| frame.names)) & !AGAIN {
                    0 => Vec::new(),
                    constant => {
                        let names = self.constant(constant - 1);
                        self.items_of(names)
                    }
                }
            }
            _ => Vec::new(),
        };
        let on_top = usize::from(matches!(i.op, Op::CallFunctionKw | Op::CallKw));
        let total = count + extra + 1 + on_top;
        let at = self.me().values.len() - total;
        let operands: Vec<Value> = self.me().values[at..].to_vec();
        let mut args = Args::default();
        let first_argument = extra + 1;
        let callee = if extra == 0 {
            operands[0]
        } else {
            // One of the two is empty, or the first is called with the second.
            match (operands[0], operands[1]) {
                (Value::Null, callee) | (callee, Value::Null) => callee,
                (callee, this) => {
                    args.positional.push(this);
                    callee
                }
            }
        };
        let given = &operands[first_argument..first_argument + count];
        let by_position = count - named.len().min(count);
        args.positional.extend_from_slice(&given[..by_position]);
        for (key, value) in named.iter().zip(&given[by_position..]) {
            if let Value::Str(key) = key {
                args.names.push((*key, *value));
            }
        }
        self.thread().values.truncate(at);
        let names = std::mem::take(&mut self.frame().names);
        self.finish_call(callee, args, operands, names)
    }

    fn finish_call(
        &mut self,
        callee: Value,
        args: Args,
        operands: Vec<Value>,
        names: u32,
    ) -> Outcome<()> {
        if self.enters_library(callee) {
            self.thread().values.extend(operands);
            self.frame().names |= names;
            return Ok(());
        }
        let python = self.is_python(callee);
        match self.call(callee, args, Deliver::Push) {
            Ok(Flow::Value(value)) => {
                self.push(value);
                self.m.call_finished = true;
                self.m.builtin_finished = !python;
                Ok(())
            }
            Ok(Flow::Frame) => Ok(()),
            Err(fault) => {
                if matches!(fault, Fault::Wait(_)) {
                    self.thread().values.extend(operands);
                    self.frame().names = names;
                }
                Err(fault)
            }
        }
    }

    /// Notes that an instruction that is no call ran code which the standard library has in Python: it
    /// lets other threads run as a call does.
    pub(crate) fn note_library_code(&mut self) {
        self.m.call_finished = true;
        self.m.builtin_finished = true;
    }

    fn call_unpacked(&mut self, i: &Instr) -> Outcome<()> {
        let version = self.version();
        let null_above = version >= Version::V3_13;
        let mut count = 2 + usize::from(i.flag);
        if version >= Version::V3_11 {
            count += 1;
        }
        let at = self.me().values.len() - count;
        let operands: Vec<Value> = self.me().values[at..].to_vec();
        let mut rest = operands.clone();
        let mapping = if i.flag {
            rest.pop().unwrap_or_default()
        } else {
            Value::Null
        };
        let positional = rest.pop().unwrap_or_default();
        let callee = if null_above || version < Version::V3_11 {
            rest[0]
        } else {
            rest[1]
        };
        let mut args = Args::default();
        match self.object_of(positional) {
            Some(Object::Tuple(items) | Object::List { items, .. }) => {
                args.positional.clone_from(items);
            }
            _ => match self.snapshot(positional)? {
                Some(items) => args.positional = items,
                None if self.is_iterable(positional) => {
                    return self.list_operand(usize::from(i.flag), None);
                }
                None => {
                    let message = self.not_a_star_argument(callee, positional);
                    return self.raise(Type::TypeError, &message);
                }
            },
        }
        if let Some(Object::Dict { dict, .. }) = self.object_of(mapping) {
            let entries: Vec<_> = dict.iter().copied().collect();
            for entry in entries {
                let Value::Str(key) = entry.key else {
                    return self.raise(Type::TypeError, "keywords must be strings");
                };
                args.names.push((key, entry.value));
            }
        } else if mapping != Value::Null {
            return self.refuse("`**` in a call needs a dict here", "write `**dict(...)`");
        }
        self.thread().values.truncate(at);
        self.finish_call(callee, args, operands, 0)
    }

    fn not_a_star_argument(&self, callee: Value, given: Value) -> String {
        let given = self.class_name(given);
        format!(
            "{} argument after * must be an iterable, not {given}",
            self.called(callee)
        )
    }

    /// How messages name what is called.
    fn called(&self, callee: Value) -> String {
        match (callee, self.object_of(callee)) {
            (_, Some(Object::Function { code, .. })) => {
                let code = &self.m.linked.program.codes[code.0 as usize];
                if self.version() >= Version::V3_9 {
                    format!("__main__.{}()", code.qualname)
                } else {
                    format!("{}()", code.name)
                }
            }
            (_, Some(Object::Bound { function, .. })) => self.called(*function),
            (Value::Function(function), _) => format!("{}()", function.name()),
            (Value::Method(method), _) => format!("{}()", method.name()),
            (callee, _) => format!("{} object", self.class_name(callee)),
        }
    }

    /// True for functions of the program.
    pub(crate) fn is_python(&self, callee: Value) -> bool {
        match self.object_of(callee) {
            Some(Object::Function { .. }) => true,
            Some(Object::Bound { function, .. }) => self.is_python(*function),
            _ => false,
        }
    }

    /// Stops before the work of a function of the standard library that CPython has in Python: its first
    /// instruction checks whether another thread wants to run. True if the instruction, which must have
    /// changed nothing, is executed once more.
    pub(super) fn enters_library(&mut self, callee: Value) -> bool {
        let switches = self.m.multi && self.m.rules.switches_at_calls();
        if !switches || !self.is_library_python(callee) {
            return false;
        }
        self.m.in_library = true;
        if self.m.was_in_library {
            return false;
        }
        self.m.repeated = true;
        let frame = self.frame();
        frame.pc -= 1;
        frame.names |= IN_LIBRARY;
        true
    }

    fn is_library_python(&self, callee: Value) -> bool {
        match (callee, self.object_of(callee)) {
            (Value::Method(method), _) => method.is_written_in_python(),
            (_, Some(Object::Bound { function, .. })) => self.is_library_python(*function),
            _ => false,
        }
    }

    /// Calls anything. A frame that is pushed delivers its result as `deliver` says.
    pub(crate) fn call(
        &mut self,
        callee: Value,
        mut args: Args,
        deliver: Deliver,
    ) -> Outcome<Flow> {
        match callee {
            Value::Function(function) => self.call_function(function, args),
            Value::Method(method) => {
                if args.positional.is_empty() {
                    let message = format!(
                        "unbound method {}.{}() needs an argument",
                        method.class().name(),
                        method.name()
                    );
                    return self.raise(Type::TypeError, &message);
                }
                let this = args.positional.remove(0);
                self.call_method(method, this, args)
            }
            Value::Type(class) => self.construct(class, args),
            Value::Hint(hint) => self.call_hint(hint, args),
            Value::Object(id) => match self.object(id) {
                Object::Function { .. } => self.enter(id, args, deliver),
                Object::Bound { function, this } => {
                    let (function, this) = (*function, *this);
                    args.positional.insert(0, this);
                    self.call(function, args, deliver)
                }
                Object::Class { .. } => self.instantiate(id, args),
                Object::StaticMethod(function) => {
                    let function = *function;
                    self.call(function, args, deliver)
                }
                _ => match self.special_method(callee, name::CALL) {
                    Some(function) => {
                        args.positional.insert(0, callee);
                        self.call(function, args, deliver)
                    }
                    None => self.not_callable(callee),
                },
            },
            _ => self.not_callable(callee),
        }
    }

    fn not_callable(&mut self, callee: Value) -> Outcome<Flow> {
        let message = format!("'{}' object is not callable", self.class_name(callee));
        self.raise(Type::TypeError, &message)
    }

    /// Calls with positional arguments.
    pub(crate) fn call_with(
        &mut self,
        callee: Value,
        positional: Vec<Value>,
        deliver: Deliver,
    ) -> Outcome<Flow> {
        self.call(callee, Turn::args(positional), deliver)
    }

    /// Pushes a frame for a function of the program, or makes a generator (to 3.10).
    fn enter(&mut self, function: ObjectId, args: Args, deliver: Deliver) -> Outcome<Flow> {
        let Object::Function {
            code,
            defaults,
            keyword_defaults,
            closure,
        } = *self.object(function)
        else {
            return self.raise(Type::TypeError, "not a function");
        };
        if self.me().frames.len() >= RECURSION_LIMIT {
            return self.raise(Type::RecursionError, "maximum recursion depth exceeded");
        }
        let mut slots = self.bind(code, args, defaults, keyword_defaults)?;
        let linked = Rc::clone(&self.m.linked);
        let object = linked.program.code(code);
        let free = slots.len() - object.freevars.len();
        if self.version() < Version::V3_11 {
            for (at, _) in object.cellvars.iter().enumerate() {
                let slot = object.varnames.len() + at;
                let content = object
                    .cell_params
                    .iter()
                    .find(|pair| pair.0 as usize == slot)
                    .map_or(Value::Null, |pair| slots[pair.1 as usize]);
                slots[slot] = self.alloc(Object::Cell(content));
            }
            if let Some(Object::Tuple(cells)) = self.object_of(closure) {
                slots[free..].copy_from_slice(cells);
            }
            if object.flags.generator {
                let generator = self.alloc(Object::Generator {
                    code,
                    pc: 0,
                    values: slots,
                    blocks: Vec::new(),
                    status: GeneratorStatus::Created,
                });
                return Ok(Flow::Value(generator));
            }
        } else if let Some(Object::Tuple(cells)) = self.object_of(closure) {
            // `COPY_FREE_VARS` finds them where they belong.
            slots[free..].copy_from_slice(cells);
        }
        self.push_frame(code, slots, deliver, Value::Null);
        Ok(Flow::Frame)
    }

    /// Pushes a frame with these variables.
    pub(super) fn push_frame(
        &mut self,
        code: CodeId,
        slots: Vec<Value>,
        deliver: Deliver,
        owner: Value,
    ) {
        let thread = self.thread();
        let base = thread.values.len() as u32;
        let blocks = thread.blocks.len() as u32;
        thread.values.extend(slots);
        thread.frames.push(Frame {
            running: Running::Code(code),
            pc: 0,
            base,
            blocks,
            deliver,
            owner,
            names: 0,
            handled: Value::Null,
        });
        self.m.entered = true;
    }

    /// Puts arguments into the slots of a function's variables.
    fn bind(
        &mut self,
        id: CodeId,
        args: Args,
        defaults: Value,
        keyword_defaults: Value,
    ) -> Outcome<Vec<Value>> {
        let linked = Rc::clone(&self.m.linked);
        let code = linked.program.code(id);
        let names = &linked.codes[id.0 as usize].slots;
        let params = code.params;
        let positional = params.positional as usize;
        let mut slots = vec![Value::Null; code.slots.len()];
        let given = args.positional.len();
        let direct = given.min(positional);
        slots[..direct].copy_from_slice(&args.positional[..direct]);
        let mut next = positional + params.keyword_only as usize;
        if params.star_args {
            let rest = args.positional[direct..].to_vec();
            slots[next] = self.tuple(rest);
            next += 1;
        }
        let mut extra = Dict::default();
        for (key, value) in &args.names {
            let known = names[..positional + params.keyword_only as usize]
                .iter()
                .position(|name| name == key)
                .filter(|at| *at >= params.positional_only as usize);
            match known {
                Some(at) if slots[at] != Value::Null => {
                    let message = format!(
                        "{}() got multiple values for argument '{}'",
                        self.callee_name(id),
                        self.text(*key)
                    );
                    return self.raise(Type::TypeError, &message);
                }
                Some(at) => slots[at] = *value,
                None if params.star_kwargs => {
                    self.dict_insert(&mut extra, Value::Str(*key), *value)?;
                }
                None => {
                    let by_position =
                        |key: &Atom| names[..params.positional_only as usize].contains(key);
                    let given: Vec<&str> = args
                        .names
                        .iter()
                        .filter(|(key, _)| by_position(key))
                        .map(|(key, _)| self.text(*key))
                        .collect();
                    let message = if given.is_empty() {
                        format!(
                            "{}() got an unexpected keyword argument '{}'",
                            self.callee_name(id),
                            self.text(*key)
                        )
                    } else {
                        format!(
                            "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                            self.callee_name(id),
                            given.join(", ")
                        )
                    };
                    return self.raise(Type::TypeError, &message);
                }
            }
        }
        if params.star_kwargs {
            slots[next] = self.alloc(Object::dict(extra));
        }
        let defaults = self.items_of(defaults);
        let first_default = positional.saturating_sub(defaults.len());
        if given > positional && !params.star_args {
            let message = self.too_many(id, given, positional, defaults.len());
            return self.raise(Type::TypeError, &message);
        }
        let mut missing = Vec::new();
        for at in 0..positional {
            if slots[at] == Value::Null {
                if at >= first_default {
                    slots[at] = defaults[at - first_default];
                } else {
                    missing.push(names[at]);
                }
            }
        }
        if !missing.is_empty() {
            let message = self.missing(id, "positional", &missing);
            return self.raise(Type::TypeError, &message);
        }
        for at in positional..positional + params.keyword_only as usize {
            if slots[at] == Value::Null {
                let default = match self.object_of(keyword_defaults) {
                    Some(Object::Dict { dict, .. }) => dict
                        .iter()
                        .find(|entry| entry.key == Value::Str(names[at]))
                        .map(|entry| entry.value),
                    _ => None,
                };
                match default {
                    Some(value) => slots[at] = value,
                    None => missing.push(names[at]),
                }
            }
        }
        if !missing.is_empty() {
            let message = self.missing(id, "keyword-only", &missing);
            return self.raise(Type::TypeError, &message);
        }
        Ok(slots)
    }

    fn callee_name(&self, id: CodeId) -> String {
        let code = &self.m.linked.program.codes[id.0 as usize];
        // From 3.10 on the messages have the dotted name.
        if self.version() >= Version::V3_10 {
            code.qualname.clone()
        } else {
            code.name.clone()
        }
    }

    fn too_many(&self, id: CodeId, given: usize, takes: usize, defaults: usize) -> String {
        let takes = if defaults > 0 {
            format!(
                "from {} to {takes} positional arguments",
                takes - defaults.min(takes)
            )
        } else {
            format!(
                "{takes} positional argument{}",
                if takes == 1 { "" } else { "s" }
            )
        };
        let were = if given == 1 { "was" } else { "were" };
        format!(
            "{}() takes {takes} but {given} {were} given",
            self.callee_name(id)
        )
    }

    fn missing(&self, id: CodeId, kind: &str, names: &[Atom]) -> String {
        let quoted: Vec<String> = names
            .iter()
            .map(|name| format!("'{}'", self.text(*name)))
            .collect();
        let list = match quoted.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        format!(
            "{}() missing {} required {kind} argument{}: {list}",
            self.callee_name(id),
            names.len(),
            if names.len() == 1 { "" } else { "s" }
        )
    }

    /// Ends the innermost frame with a result.
    pub(crate) fn finish_frame(&mut self, value: Value) -> Outcome<()> {
        let thread = self.thread();
        let Some(frame) = thread.frames.pop() else {
            return Ok(());
        };
        thread.values.truncate(frame.base as usize);
        thread.blocks.truncate(frame.blocks as usize);
        let generator = self.is_generator_frame(&frame);
        if generator {
            self.leave_generator(&frame, GeneratorStatus::Finished);
        }
        if self.me().frames.is_empty() {
            self.end_thread(None);
            return Ok(());
        }
        let native = matches!(frame.running, Running::Native(_));
        match frame.deliver {
            Deliver::ForIter if generator => {
                self.finish_loop();
                return Ok(());
            }
            Deliver::Next if generator && value != Value::None && self.in_plain_next() => {
                // `next` tells the value that the generator returned.
                let Fault::Raise(exception) = self.raise_with(Type::StopIteration, vec![value])
                else {
                    return Ok(());
                };
                return self.unwind(exception);
            }
            Deliver::Next if generator => self.push(Value::Null),
            Deliver::Push if generator => {
                // `send` and `__next__` called directly.
                let args = if value == Value::None {
                    Vec::new()
                } else {
                    vec![value]
                };
                let fault = self.raise_with(Type::StopIteration, args);
                let Fault::Raise(exception) = fault else {
                    return Err(fault);
                };
                return self.unwind(exception);
            }
            Deliver::Push | Deliver::ForIter | Deliver::Next => self.push(value),
            Deliver::Discard => {}
            Deliver::Init => {
                if value != Value::None {
                    let message = format!(
                        "__init__() should return None, not '{}'",
                        self.class_name(value)
                    );
                    let fault = self.raise_with(Type::TypeError, Vec::new());
                    let Fault::Raise(exception) = fault else {
                        return Err(fault);
                    };
                    let text = self.string(&message);
                    if let Some(id) = exception.object()
                        && let Object::Exception { args, .. } = self.write(id)
                    {
                        args.push(text);
                    }
                    return self.unwind(exception);
                }
            }
            Deliver::Class => {
                self.push(frame.owner);
                self.finish_class(frame.owner);
            }
            Deliver::Truth | Deliver::Again => {
                if frame.deliver == Deliver::Truth {
                    self.push(value);
                }
                let caller = self.frame();
                caller.pc -= 1;
                caller.names |= AGAIN;
                return Ok(());
            }
            Deliver::Negate => {
                let truth = self.truth(value)?.unwrap_or(true);
                self.push(Value::Bool(!truth));
            }
        }
        self.note_call_end(
            !native && frame.deliver != Deliver::Init && frame.deliver != Deliver::Class,
        );
        Ok(())
    }

    /// True inside `next(iterator)` without a default.
    fn in_plain_next(&self) -> bool {
        let next = Running::Native(super::Native::Next);
        self.me()
            .frames
            .last()
            .is_some_and(|frame| frame.running == next)
            && self.native_value(1) == Value::Null
    }

    /// Notes that the call instruction of the innermost frame has its result.
    pub(super) fn note_call_end(&mut self, python: bool) {
        let Some(frame) = self.me().frames.last() else {
            return;
        };
        if let Running::Code(code) = frame.running
            && let Some(instr) = self
                .m
                .linked
                .program
                .code(code)
                .instrs
                .get((frame.pc as usize).wrapping_sub(1))
            && is_call(instr.op)
        {
            self.m.call_finished = true;
            self.m.builtin_finished = !python;
        }
    }

    pub(super) fn is_generator_frame(&self, frame: &Frame) -> bool {
        matches!(self.object_of(frame.owner), Some(Object::Generator { .. }))
    }

    /// Leaves the `for` loop of the innermost frame, whose iterator has ended in a frame of its own.
    pub(super) fn finish_loop(&mut self) {
        let Some(frame) = self.me().frames.last().copied() else {
            return;
        };
        if let Running::Code(code) = frame.running {
            let at = (frame.pc as usize).wrapping_sub(1);
            if let Some(&instr) = self.m.linked.program.code(code).instrs.get(at) {
                self.end_of_loop(&instr);
            }
        }
    }

    /// Records the end of a generator's frame, or its suspension.
    pub(super) fn leave_generator(&mut self, frame: &Frame, end: GeneratorStatus) {
        if let Some(id) = frame.owner.object()
            && let Object::Generator {
                status,
                values,
                blocks,
                ..
            } = self.write(id)
        {
            *status = end;
            values.clear();
            blocks.clear();
        }
        self.thread().handled = frame.handled;
    }

    /// Suspends the generator that runs in the innermost frame.
    pub(super) fn yield_value(&mut self) {
        let value = self.pop();
        let thread = self.thread();
        let Some(frame) = thread.frames.pop() else {
            return;
        };
        let saved = thread.values.split_off(frame.base as usize);
        let mut saved_blocks = thread.blocks.split_off(frame.blocks as usize);
        self.leave_generator(&frame, GeneratorStatus::Suspended);
        if let Some(id) = frame.owner.object()
            && let Object::Generator {
                pc, values, blocks, ..
            } = self.write(id)
        {
            *pc = frame.pc;
            *values = saved;
            blocks.append(&mut saved_blocks);
        }
        if frame.deliver != Deliver::Discard {
            self.push(value);
        }
        self.note_call_end(false);
    }

    /// Runs a generator until its next `yield`.
    pub(crate) fn resume(&mut self, id: ObjectId, sent: Value, deliver: Deliver) -> Outcome<Flow> {
        let version = self.version();
        let Object::Generator { status, .. } = self.write(id) else {
            return self.raise(Type::TypeError, "not a generator");
        };
        match status {
            GeneratorStatus::Running => {
                return self.raise(Type::ValueError, "generator already executing");
            }
            GeneratorStatus::Finished => return Ok(Flow::Value(Value::Null)),
            GeneratorStatus::Created | GeneratorStatus::Suspended => {}
        }
        if self.me().frames.len() >= RECURSION_LIMIT {
            return self.raise(Type::RecursionError, "maximum recursion depth exceeded");
        }
        let Object::Generator {
            status,
            values,
            blocks,
            pc,
            code,
        } = self.write(id)
        else {
            return self.raise(Type::TypeError, "not a generator");
        };
        let started = *status == GeneratorStatus::Suspended;
        *status = GeneratorStatus::Running;
        let (saved, saved_blocks) = (std::mem::take(values), std::mem::take(blocks));
        let (pc, code) = (*pc, *code);
        if !started && sent != Value::None {
            if let Object::Generator { status, values, .. } = self.write(id) {
                *status = GeneratorStatus::Created;
                *values = saved;
            }
            return self.raise(
                Type::TypeError,
                "can't send non-None value to a just-started generator",
            );
        }
        let handled = self.me().handled;
        let thread = self.thread();
        let base = thread.values.len() as u32;
        let first_block = thread.blocks.len() as u32;
        thread.values.extend(saved);
        thread.blocks.extend(saved_blocks);
        thread.frames.push(Frame {
            running: Running::Code(code),
            pc,
            base,
            blocks: first_block,
            deliver,
            owner: Value::Object(id),
            names: 0,
            handled,
        });
        // To 3.9 the first start pushes nothing; `GEN_START` (3.10) and `POP_TOP` (3.11) pop it.
        if started || version >= Version::V3_10 {
            self.push(sent);
        }
        self.m.entered = true;
        Ok(Flow::Frame)
    }

    /// Ends the thread.
    pub(super) fn end_thread(&mut self, ended: Option<Ended>) {
        let thread = self.thread();
        thread.status = Status::Done;
        thread.frames.clear();
        thread.values.clear();
        thread.blocks.clear();
        thread.handled = Value::Null;
        thread.locals.clear();
        thread.ended = ended.map(Rc::new);
        let daemons = self
            .s
            .threads
            .iter()
            .any(|thread| thread.daemon && thread.status == Status::Live);
        if daemons || self.m.shared.changes(super::Change::Lifecycle) {
            self.touch();
        }
    }

    /// True if the code object is the body of a class.
    pub(super) fn in_class_body(&self) -> Option<ObjectId> {
        let frame = self.me().frames.last()?;
        match frame.running {
            Running::Code(code) if self.m.linked.program.code(code).kind == CodeKind::Class => {
                frame.owner.object()
            }
            _ => None,
        }
    }
}
