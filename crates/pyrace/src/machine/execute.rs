//! The instructions.

use super::state::{Block, Deliver, GeneratorStatus, Running};
use super::{Args, Fault, Flow, Outcome, Turn};
use crate::code::{Binary, CodeId, Common, Compare, Instr, Op, Special, Version};
use crate::value::{Object, Type, Value, name};

impl Turn<'_> {
    /// Executes the next instruction and every built-in operation that does not have to wait.
    pub(super) fn advance(&mut self) -> Outcome<()> {
        let Some(frame) = self.me().frames.last().copied() else {
            return Ok(());
        };
        match frame.running {
            Running::Code(code) => self.instruction(code, frame.pc)?,
            Running::Native(_) => self.native()?,
        }
        while let Some(frame) = self.me().frames.last()
            && matches!(frame.running, Running::Native(_))
            && !self.m.paused
        {
            match self.native() {
                Ok(()) => {}
                Err(Fault::Wait(_)) => break,
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn instruction(&mut self, code: CodeId, pc: u32) -> Outcome<()> {
        let instrs = &self.m.linked.program.code(code).instrs;
        let Some(&instr) = instrs.get(pc as usize) else {
            return self.refuse(
                "the code ran past its end",
                "this is a defect of the explorer: please report it",
            );
        };
        self.m.at = (code.0, pc);
        let frame = self.frame();
        frame.pc = pc + 1;
        let names = frame.names;
        frame.names &= !(super::calls::AGAIN | super::calls::IN_LIBRARY);
        self.m.repeated = names & super::calls::AGAIN != 0;
        self.m.was_in_library = names & super::calls::IN_LIBRARY != 0;
        match self.dispatch(&instr) {
            Err(Fault::Raise(exception)) => self.unwind(exception),
            Err(fault) => {
                self.frame().pc = pc;
                self.frame().names |= names & super::calls::IN_LIBRARY;
                Err(fault)
            }
            Ok(()) => Ok(()),
        }
    }

    /// The innermost frame.
    pub(crate) fn frame(&mut self) -> &mut super::Frame {
        self.thread()
            .frames
            .last_mut()
            .expect("a thread at work has a frame")
    }

    pub(super) fn version(&self) -> Version {
        self.m.linked.program.version
    }

    fn base(&self) -> usize {
        self.me()
            .frames
            .last()
            .map_or(0, |frame| frame.base as usize)
    }

    fn jump(&mut self, target: u32) {
        self.m.jumped = true;
        self.frame().pc = target;
    }

    pub(super) fn constant(&self, index: u32) -> Value {
        let (code, _) = self.m.at;
        self.m.linked.codes[code as usize].consts[index as usize]
    }

    /// Pushes the result of an operation unless a frame will do so.
    pub(crate) fn settle(&mut self, flow: Flow) {
        if let Flow::Value(value) = flow {
            self.push(value);
        }
    }

    pub(super) fn pop_n(&mut self, count: usize) -> Vec<Value> {
        let values = &mut self.thread().values;
        let at = values.len() - count;
        values.split_off(at)
    }

    fn slot_index(&self, slot: u32) -> usize {
        self.base() + slot as usize
    }

    fn load_slot(&mut self, slot: u32) -> Outcome<Value> {
        let value = self.me().values[self.slot_index(slot)];
        if value == Value::Null {
            return self.unbound(slot);
        }
        Ok(value)
    }

    fn unbound<T>(&mut self, slot: u32) -> Outcome<T> {
        let (code, _) = self.m.at;
        let code = &self.m.linked.program.codes[code as usize];
        let name = code.slots.get(slot as usize).cloned().unwrap_or_default();
        let message = if self.version() >= Version::V3_11 {
            format!("cannot access local variable '{name}' where it is not associated with a value")
        } else {
            format!("local variable '{name}' referenced before assignment")
        };
        self.raise(Type::UnboundLocalError, &message)
    }

    fn dispatch(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::LoadFast | Op::LoadFastCheck | Op::LoadFastBorrow => {
                let value = self.load_slot(i.arg)?;
                self.push(value);
            }
            Op::LoadConst => {
                let value = self.constant(i.arg);
                self.push(value);
            }
            Op::LoadSmallInt => self.push(Value::Int(i64::from(i.arg))),
            Op::StoreFast => {
                let value = self.pop();
                let at = self.slot_index(i.arg);
                self.thread().values[at] = value;
            }
            Op::LoadGlobal => self.load_global(i)?,
            Op::StoreGlobal => {
                let value = self.peek_value(0);
                self.store_global(i.arg, value);
                self.pop();
            }
            Op::Resume | Op::Nop | Op::NotTaken | Op::Precall => {}
            Op::BinaryOp => {
                let Some(binary) = Binary::from_arg(i.arg) else {
                    return self.refuse("unknown operator", "please report it");
                };
                self.binary_op(binary)?;
            }
            Op::ReturnValue => {
                let value = self.pop();
                self.finish_frame(value)?;
            }
            Op::ReturnConst => {
                let value = self.constant(i.arg);
                self.finish_frame(value)?;
            }
            Op::PopTop | Op::EndFor => {
                self.pop();
            }
            Op::PopIter => {
                self.pop();
                if i.flag {
                    self.pop();
                }
            }
            Op::GetIter => {
                let iterable = self.pop();
                let flow = if self.m.repeated {
                    // The program's `__iter__` has given the iterator.
                    self.iterator_of_program(iterable)?
                } else {
                    self.get_iter(iterable).inspect_err(|fault| {
                        debug_assert!(!matches!(fault, Fault::Wait(_)), "iter() never waits");
                    })?
                };
                match flow {
                    Flow::Value(iterator) => {
                        self.push(iterator);
                        if i.flag {
                            self.push(Value::Null);
                        }
                    }
                    Flow::Frame => self.frame().deliver = Deliver::Truth,
                }
            }
            Op::ForIter => self.for_iter(i)?,
            Op::JumpForward | Op::JumpAbsolute | Op::JumpBackward | Op::JumpBackwardNoInterrupt => {
                self.jump(i.target)
            }
            Op::CompareOp
            | Op::ContainsOp
            | Op::IsOp
            | Op::UnaryNot
            | Op::UnaryNegative
            | Op::UnaryPositive
            | Op::UnaryInvert
            | Op::ToBool
            | Op::PopJumpIfTrue
            | Op::PopJumpIfFalse
            | Op::PopJumpIfNone
            | Op::PopJumpIfNotNone
            | Op::PopJumpForwardIfTrue
            | Op::PopJumpForwardIfFalse
            | Op::PopJumpForwardIfNone
            | Op::PopJumpForwardIfNotNone
            | Op::PopJumpBackwardIfTrue
            | Op::PopJumpBackwardIfFalse
            | Op::PopJumpBackwardIfNone
            | Op::PopJumpBackwardIfNotNone
            | Op::JumpIfTrueOrPop
            | Op::JumpIfFalseOrPop => self.tests(i)?,
            Op::CallFunction
            | Op::CallFunctionKw
            | Op::CallFunctionEx
            | Op::CallMethod
            | Op::Call
            | Op::CallKw
            | Op::KwNames
            | Op::LoadMethod
            | Op::LoadAttr
            | Op::StoreAttr
            | Op::DeleteAttr
            | Op::LoadSuperAttr
            | Op::LoadSpecial
            | Op::MakeFunction
            | Op::SetFunctionAttribute
            | Op::LoadBuildClass => self.call_and_attribute(i)?,
            Op::BinarySubscr
            | Op::StoreSubscr
            | Op::DeleteSubscr
            | Op::BinarySlice
            | Op::StoreSlice
            | Op::BuildTuple
            | Op::BuildList
            | Op::BuildSet
            | Op::BuildMap
            | Op::BuildConstKeyMap
            | Op::BuildString
            | Op::BuildSlice
            | Op::ListAppend
            | Op::SetAdd
            | Op::MapAdd
            | Op::ListExtend
            | Op::SetUpdate
            | Op::DictUpdate
            | Op::DictMerge
            | Op::ListToTuple
            | Op::BuildListUnpack
            | Op::BuildTupleUnpack
            | Op::BuildTupleUnpackWithCall
            | Op::BuildSetUnpack
            | Op::BuildMapUnpack
            | Op::BuildMapUnpackWithCall
            | Op::UnpackSequence
            | Op::UnpackEx => self.container(i)?,
            Op::SetupFinally
            | Op::SetupWith
            | Op::BeforeWith
            | Op::PopBlock
            | Op::BeginFinally
            | Op::CallFinally
            | Op::EndFinally
            | Op::PopFinally
            | Op::PopExcept
            | Op::PushExcInfo
            | Op::RaiseVarargs
            | Op::Reraise
            | Op::JumpIfNotExcMatch
            | Op::CheckExcMatch
            | Op::WithCleanupStart
            | Op::WithCleanupFinish
            | Op::WithExceptStart => self.exceptional(i)?,
            _ => self.other(i)?,
        }
        Ok(())
    }

    /// Stack shuffling, variables of closures and classes, generators, strings, imports.
    fn other(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::RotTwo => self.rotate(2),
            Op::RotThree => self.rotate(3),
            Op::RotFour => self.rotate(4),
            Op::RotN => self.rotate(i.arg as usize),
            Op::DupTop => {
                let value = self.peek_value(0);
                self.push(value);
            }
            Op::DupTopTwo => {
                let (a, b) = (self.peek_value(1), self.peek_value(0));
                self.push(a);
                self.push(b);
            }
            Op::Copy => {
                let value = self.peek_value(i.arg as usize - 1);
                self.push(value);
            }
            Op::Swap => {
                let values = &mut self.thread().values;
                let top = values.len() - 1;
                values.swap(top, top + 1 - i.arg as usize);
            }
            Op::PushNull => self.push(Value::Null),
            Op::LoadFastAndClear => {
                let at = self.slot_index(i.arg);
                let value = std::mem::take(&mut self.thread().values[at]);
                self.push(value);
            }
            Op::LoadFastLoadFast | Op::LoadFastBorrowLoadFastBorrow => {
                let first = self.load_slot(i.arg)?;
                let second = self.load_slot(i.arg2)?;
                self.push(first);
                self.push(second);
            }
            Op::StoreFastLoadFast => {
                let value = self.pop();
                let at = self.slot_index(i.arg);
                self.thread().values[at] = value;
                let value = self.load_slot(i.arg2)?;
                self.push(value);
            }
            Op::StoreFastStoreFast => {
                let first = self.pop();
                let second = self.pop();
                let (a, b) = (self.slot_index(i.arg), self.slot_index(i.arg2));
                self.thread().values[a] = first;
                self.thread().values[b] = second;
            }
            Op::DeleteFast => {
                self.load_slot(i.arg)?;
                let at = self.slot_index(i.arg);
                self.thread().values[at] = Value::Null;
            }
            Op::LoadName
            | Op::StoreName
            | Op::DeleteName
            | Op::DeleteGlobal
            | Op::MakeCell
            | Op::CopyFreeVars
            | Op::LoadClosure
            | Op::LoadDeref
            | Op::StoreDeref
            | Op::DeleteDeref
            | Op::LoadClassDeref
            | Op::LoadFromDictOrDeref
            | Op::LoadFromDictOrGlobals
            | Op::LoadLocals
            | Op::ImportName
            | Op::ImportFrom => self.names(i)?,
            Op::LoadCommonConstant => {
                let value = match Common::from_arg(i.arg) {
                    Some(Common::AssertionError) => Value::Type(Type::AssertionError),
                    Some(Common::NotImplementedError) => Value::Type(Type::NotImplementedError),
                    Some(Common::Tuple) => Value::Type(Type::Tuple),
                    Some(Common::List) => Value::Type(Type::List),
                    Some(Common::Set) => Value::Type(Type::Set),
                    Some(Common::All) => Value::Function(crate::library::Function::All),
                    Some(Common::Any) => Value::Function(crate::library::Function::Any),
                    Some(Common::None) | None => Value::None,
                    Some(Common::EmptyStr) => Value::Str(name::EMPTY),
                    Some(Common::True) => Value::Bool(true),
                    Some(Common::False) => Value::Bool(false),
                    Some(Common::MinusOne) => Value::Int(-1),
                };
                self.push(value);
            }
            // The dict of annotations is nowhere: nobody reads it.
            Op::SetupAnnotations => {}
            Op::LoadAssertionError => self.push(Value::Type(Type::AssertionError)),
            Op::CallIntrinsic1 => self.intrinsic(i.arg)?,
            Op::GenStart => {
                self.pop();
            }
            Op::ReturnGenerator => self.return_generator(),
            Op::YieldValue => self.yield_value(),
            Op::FormatValue => {
                let spec = if i.flag { self.pop() } else { Value::Null };
                let value = self.pop();
                let flow = self.format_value(value, i.arg & 3, spec)?;
                self.settle(flow);
            }
            Op::ConvertValue => {
                let value = self.pop();
                let flow = self.convert(value, i.arg)?;
                self.settle(flow);
            }
            Op::FormatSimple => {
                let value = self.pop();
                let flow = self.format_value(value, 0, Value::Null)?;
                self.settle(flow);
            }
            Op::FormatWithSpec => {
                let spec = self.pop();
                let value = self.pop();
                let flow = self.format_value(value, 0, spec)?;
                self.settle(flow);
            }
            _ => self.arithmetic(i.op)?,
        }
        Ok(())
    }

    fn rotate(&mut self, count: usize) {
        let values = &mut self.thread().values;
        let at = values.len() - count;
        values[at..].rotate_right(1);
    }

    fn intrinsic(&mut self, which: u32) -> Outcome<()> {
        match which {
            5 => {
                let value = self.pop();
                let flow = self.unary_plus(value)?;
                self.settle(flow);
            }
            6 => {
                let list = self.pop();
                let items = match self.object_of(list) {
                    Some(Object::List { items, .. }) => items.clone(),
                    _ => Vec::new(),
                };
                let tuple = self.tuple(items);
                self.push(tuple);
            }
            3 => {
                let exception = self.pop();
                let exception = self.not_stop_iteration(exception);
                self.push(exception);
            }
            _ => {
                return self.refuse(
                    "this operation is not supported by the explorer",
                    "write it in another way",
                );
            }
        }
        Ok(())
    }

    /// The arithmetic instructions of 3.8 to 3.10.
    fn arithmetic(&mut self, op: Op) -> Outcome<()> {
        let binary = match op {
            Op::BinaryAdd => Binary::Add,
            Op::BinarySubtract => Binary::Subtract,
            Op::BinaryMultiply => Binary::Multiply,
            Op::BinaryTrueDivide => Binary::TrueDivide,
            Op::BinaryFloorDivide => Binary::FloorDivide,
            Op::BinaryModulo => Binary::Remainder,
            Op::BinaryPower => Binary::Power,
            Op::BinaryMatrixMultiply => Binary::MatrixMultiply,
            Op::BinaryLshift => Binary::Lshift,
            Op::BinaryRshift => Binary::Rshift,
            Op::BinaryAnd => Binary::And,
            Op::BinaryXor => Binary::Xor,
            Op::BinaryOr => Binary::Or,
            Op::InplaceAdd => Binary::InplaceAdd,
            Op::InplaceSubtract => Binary::InplaceSubtract,
            Op::InplaceMultiply => Binary::InplaceMultiply,
            Op::InplaceTrueDivide => Binary::InplaceTrueDivide,
            Op::InplaceFloorDivide => Binary::InplaceFloorDivide,
            Op::InplaceModulo => Binary::InplaceRemainder,
            Op::InplacePower => Binary::InplacePower,
            Op::InplaceMatrixMultiply => Binary::InplaceMatrixMultiply,
            Op::InplaceLshift => Binary::InplaceLshift,
            Op::InplaceRshift => Binary::InplaceRshift,
            Op::InplaceAnd => Binary::InplaceAnd,
            Op::InplaceXor => Binary::InplaceXor,
            Op::InplaceOr => Binary::InplaceOr,
            other => {
                return self.refuse(
                    format!(
                        "the instruction {} is not supported by the explorer",
                        other.name()
                    ),
                    "write it in another way",
                );
            }
        };
        self.binary_op(binary)
    }

    fn binary_op(&mut self, binary: Binary) -> Outcome<()> {
        let (a, b) = (self.peek_value(1), self.peek_value(0));
        if let (Value::Int(x), Value::Int(y)) = (a, b) {
            // The path of nearly every counter.
            let fast = match binary {
                Binary::Add | Binary::InplaceAdd => x.checked_add(y),
                Binary::Subtract | Binary::InplaceSubtract => x.checked_sub(y),
                _ => None,
            };
            if let Some(result) = fast {
                let values = &mut self.thread().values;
                values.pop();
                if let Some(top) = values.last_mut() {
                    *top = Value::Int(result);
                }
                return Ok(());
            }
        }
        self.replacing(2, |turn| match binary {
            Binary::Subscript => turn.subscript(a, b),
            binary => turn.binary(binary, a, b),
        })
    }

    /// Pops `count` operands and pushes the result of `operation`; if that waits, the operands stay.
    pub(super) fn replacing(
        &mut self,
        count: usize,
        operation: impl FnOnce(&mut Self) -> Outcome<Flow>,
    ) -> Outcome<()> {
        let operands = self.pop_n(count);
        match operation(self) {
            Ok(flow) => {
                self.settle(flow);
                Ok(())
            }
            Err(fault) => {
                if matches!(fault, Fault::Wait(_)) {
                    self.thread().values.extend(operands);
                }
                Err(fault)
            }
        }
    }

    /// Comparisons, truth and the jumps that depend on it.
    fn tests(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::CompareOp => {
                let (a, b) = (self.peek_value(1), self.peek_value(0));
                let Some(compare) = Compare::from_arg(i.arg) else {
                    return self.refuse("unknown comparison", "please report it");
                };
                return self.replacing(2, |turn| match compare {
                    Compare::In => turn.contains(b, a, false),
                    Compare::NotIn => turn.contains(b, a, true),
                    Compare::Is => turn.is(a, b).map(|is| Flow::Value(Value::Bool(is))),
                    Compare::IsNot => turn.is(a, b).map(|is| Flow::Value(Value::Bool(!is))),
                    Compare::ExceptionMatch => turn
                        .exception_matches(a, b)
                        .map(|matches| Flow::Value(Value::Bool(matches))),
                    compare if i.flag => turn.compare_to_bool(compare, a, b),
                    compare => turn.compare(compare, a, b),
                });
            }
            Op::ContainsOp => {
                let (a, b) = (self.peek_value(1), self.peek_value(0));
                return self.replacing(2, |turn| turn.contains(b, a, i.flag));
            }
            Op::IsOp => {
                let b = self.pop();
                let a = self.pop();
                let is = self.is(a, b)?;
                self.push(Value::Bool(is != i.flag));
            }
            Op::UnaryNot | Op::ToBool => {
                if let Some(truth) = self.test(0)? {
                    self.pop();
                    self.push(Value::Bool(truth == (i.op == Op::ToBool)));
                }
            }
            Op::UnaryNegative => {
                let value = self.pop();
                let flow = self.unary_minus(value)?;
                self.settle(flow);
            }
            Op::UnaryPositive => {
                let value = self.pop();
                let flow = self.unary_plus(value)?;
                self.settle(flow);
            }
            Op::UnaryInvert => {
                let value = self.pop();
                let flow = self.unary_invert(value)?;
                self.settle(flow);
            }
            Op::PopJumpIfNone
            | Op::PopJumpForwardIfNone
            | Op::PopJumpBackwardIfNone
            | Op::PopJumpIfNotNone
            | Op::PopJumpForwardIfNotNone
            | Op::PopJumpBackwardIfNotNone => {
                let wanted = matches!(
                    i.op,
                    Op::PopJumpIfNone | Op::PopJumpForwardIfNone | Op::PopJumpBackwardIfNone
                );
                if (self.pop() == Value::None) == wanted {
                    self.jump(i.target);
                }
            }
            Op::JumpIfTrueOrPop | Op::JumpIfFalseOrPop => {
                self.m.tested_bool = matches!(self.peek_value(0), Value::Bool(_));
                if let Some(truth) = self.test(0)? {
                    if truth == (i.op == Op::JumpIfTrueOrPop) {
                        self.jump(i.target);
                    } else {
                        self.pop();
                    }
                }
            }
            _ => {
                self.m.tested_bool = matches!(self.peek_value(0), Value::Bool(_));
                let wanted = matches!(
                    i.op,
                    Op::PopJumpIfTrue | Op::PopJumpForwardIfTrue | Op::PopJumpBackwardIfTrue
                );
                if let Some(truth) = self.test(0)? {
                    self.pop();
                    if truth == wanted {
                        self.jump(i.target);
                    }
                }
            }
        }
        Ok(())
    }

    /// The truth of the value at a depth. If the program has to be asked, calls it and returns `None`: the
    /// answer will replace the value and the instruction runs again.
    fn test(&mut self, depth: usize) -> Outcome<Option<bool>> {
        let value = self.peek_value(depth);
        if let Some(truth) = self.truth(value)? {
            return Ok(Some(truth));
        }
        // Only instructions that test the top come here.
        let value = self.pop();
        match self.ask_truth(value, Deliver::Truth)? {
            Flow::Value(answer) => {
                self.push(answer);
                Ok(Some(answer == Value::Bool(true)))
            }
            Flow::Frame => Ok(None),
        }
    }

    fn for_iter(&mut self, i: &Instr) -> Outcome<()> {
        let depth = usize::from(i.flag);
        let iterator = self.peek_value(depth);
        match self.next_item(iterator, Deliver::ForIter)? {
            super::iterate::Item::Value(value) => self.push(value),
            super::iterate::Item::End => self.end_of_loop(i),
            super::iterate::Item::Frame => {}
        }
        Ok(())
    }

    /// Leaves the loop whose `FOR_ITER` this is.
    pub(super) fn end_of_loop(&mut self, i: &Instr) {
        if self.version() < Version::V3_14 {
            self.pop();
        }
        self.frame().pc = i.target;
    }

    fn container(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::BinarySubscr => {
                let (object, key) = (self.peek_value(1), self.peek_value(0));
                self.replacing(2, |turn| turn.subscript(object, key))?;
            }
            Op::StoreSubscr => {
                let (value, object, key) =
                    (self.peek_value(2), self.peek_value(1), self.peek_value(0));
                if matches!(self.object_of(key), Some(Object::Slice(_)))
                    && self.needs_listing(object, value)?
                {
                    return self.list_operand(2, None);
                }
                self.dropping(3, |turn| turn.store_subscript(object, key, value))?;
            }
            Op::DeleteSubscr => {
                let (object, key) = (self.peek_value(1), self.peek_value(0));
                self.dropping(2, |turn| turn.delete_subscript(object, key))?;
            }
            Op::BinarySlice => {
                let (start, stop) = (self.peek_value(1), self.peek_value(0));
                let object = self.peek_value(2);
                self.replacing(3, |turn| {
                    let slice = turn.alloc(Object::Slice([start, stop, Value::None]));
                    turn.subscript(object, slice)
                })?;
            }
            Op::StoreSlice => {
                let (start, stop) = (self.peek_value(1), self.peek_value(0));
                let (value, object) = (self.peek_value(3), self.peek_value(2));
                if self.needs_listing(object, value)? {
                    return self.list_operand(3, None);
                }
                self.dropping(4, |turn| {
                    let slice = turn.alloc(Object::Slice([start, stop, Value::None]));
                    turn.store_subscript(object, slice, value)
                })?;
            }
            Op::BuildTuple => {
                let items = self.pop_n(i.arg as usize);
                let tuple = self.tuple(items);
                self.push(tuple);
            }
            Op::BuildList => {
                let items = self.pop_n(i.arg as usize);
                let list = self.alloc(Object::list(items));
                self.push(list);
            }
            Op::BuildSet => {
                let items = self.pop_n(i.arg as usize);
                let flow = self.new_set(items, false)?;
                self.settle(flow);
            }
            Op::BuildMap | Op::BuildConstKeyMap => self.build_map(i)?,
            Op::BuildString => {
                let parts = self.pop_n(i.arg as usize);
                let mut text = String::new();
                for part in parts {
                    if let Value::Str(atom) = part {
                        text.push_str(self.text(atom));
                    }
                }
                let text = self.string(&text);
                self.push(text);
            }
            Op::BuildSlice => {
                let parts = self.pop_n(if i.arg == 3 { 3 } else { 2 });
                let step = parts.get(2).copied().unwrap_or(Value::None);
                let slice = self.alloc(Object::Slice([parts[0], parts[1], step]));
                self.push(slice);
            }
            Op::ListAppend => {
                let value = self.pop();
                if let Some(id) = self.peek_value(i.arg as usize - 1).object()
                    && let Object::List { items, .. } = self.write(id)
                {
                    items.push(value);
                }
            }
            Op::SetAdd => {
                let value = self.pop();
                let set = self.peek_value(i.arg as usize - 1);
                self.set_add(set, value)?;
            }
            Op::MapAdd => {
                let value = self.pop();
                let key = self.pop();
                let dict = self.peek_value(i.arg as usize - 1);
                let flow = self.dict_store(dict, key, value, Deliver::Discard)?;
                debug_assert!(flow != Flow::Value(Value::Null));
            }
            Op::ListExtend => {
                let iterable = self.pop();
                let list = self.peek_value(i.arg as usize - 1);
                if !self.is_iterable(iterable) {
                    let message = format!(
                        "Value after * must be an iterable, not {}",
                        self.class_name(iterable)
                    );
                    return self.raise(Type::TypeError, &message);
                }
                self.extend_display(list, iterable)?;
            }
            Op::SetUpdate => {
                let iterable = self.pop();
                let set = self.peek_value(i.arg as usize - 1);
                let flow = self.collect(iterable, super::native::Into::SetUpdate, set)?;
                self.drop_flow(flow);
            }
            Op::DictUpdate | Op::DictMerge => {
                let mapping = self.pop();
                let dict = self.peek_value(i.arg as usize - 1);
                self.dict_merge(dict, mapping, i.op == Op::DictMerge)?;
            }
            Op::ListToTuple => {
                let list = self.pop();
                let items = self.items_of(list);
                let tuple = self.tuple(items);
                self.push(tuple);
            }
            Op::BuildListUnpack
            | Op::BuildTupleUnpack
            | Op::BuildTupleUnpackWithCall
            | Op::BuildSetUnpack
            | Op::BuildMapUnpack
            | Op::BuildMapUnpackWithCall => self.build_unpack(i)?,
            _ => self.unpack(i)?,
        }
        Ok(())
    }

    /// As [`Turn::replacing`] for operations without a result.
    fn dropping(
        &mut self,
        count: usize,
        operation: impl FnOnce(&mut Self) -> Outcome<Flow>,
    ) -> Outcome<()> {
        let operands = self.pop_n(count);
        match operation(self) {
            Ok(flow) => {
                self.drop_flow(flow);
                Ok(())
            }
            Err(fault) => {
                if matches!(fault, Fault::Wait(_)) {
                    self.thread().values.extend(operands);
                }
                Err(fault)
            }
        }
    }

    /// Makes sure that the result of a frame that was just pushed is dropped.
    pub(super) fn drop_flow(&mut self, flow: Flow) {
        if flow == Flow::Frame {
            self.frame().deliver = Deliver::Discard;
        }
    }

    fn return_generator(&mut self) {
        let depth = self.me().frames.len() - 1;
        let frame = self.me().frames[depth];
        let Running::Code(code) = frame.running else {
            return;
        };
        let values = self.me().values[frame.base as usize..].to_vec();
        let generator = self.alloc(Object::Generator {
            code,
            pc: frame.pc,
            values,
            blocks: Vec::new(),
            status: GeneratorStatus::Created,
        });
        let thread = self.thread();
        thread.values.truncate(frame.base as usize);
        thread.frames.pop();
        self.push(generator);
        if frame.deliver == Deliver::Truth {
            let caller = self.frame();
            caller.pc -= 1;
            caller.names |= super::calls::AGAIN;
            return;
        }
        self.note_call_end(true);
    }

    /// Sets handler blocks: `SETUP_FINALLY` and the like.
    pub(super) fn push_block(&mut self, target: u32, height: usize) {
        let base = self.base();
        self.thread().blocks.push(Block {
            target,
            height: (height - base) as u32,
        });
    }

    /// The special methods of 3.14's `with`.
    pub(super) fn special(&mut self, arg: u32) -> crate::value::Atom {
        match Special::from_arg(arg) {
            Some(Special::Exit) => name::EXIT,
            _ => name::ENTER,
        }
    }

    /// Arguments without names.
    pub(crate) fn args(positional: Vec<Value>) -> Args {
        Args {
            positional,
            names: Vec::new(),
        }
    }
}
