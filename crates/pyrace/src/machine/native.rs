//! Built-in operations that call back into the program or wait in their middle.
//!
//! Such an operation has a frame of its own. Its `pc` is a stage, its slots hold what it needs, and
//! the result of a function it called lies on top when it goes on. Between its stages no other thread
//! runs unless the called function or a wait lets one: with the GIL there are no switches in C code.

use super::iterate::Item;
use super::state::{Deliver, Frame, Running};
use super::{Fault, Flow, Outcome, Turn};
use crate::code::{CodeId, Version};
use crate::value::{Object, Type, Value};

/// What a native frame does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Native {
    /// Tries the methods of an operator until one does not return `NotImplemented`.
    Try,
    /// As `Try`, the answer is negated: the default `__ne__`.
    TryNot,
    /// Asks an object for its truth.
    Truth,
    /// Turns a result into a bool.
    ToBool,
    /// Finds a key whose class defines `__hash__`.
    Keyed,
    /// Puts keys whose class defines `__hash__` into a new dictionary or set.
    Display,
    /// Calls the factory of a `defaultdict`.
    DefaultMissing,
    /// `in` by iteration.
    Search,
    /// Takes all items of an iterator.
    Collect,
    /// `next(iterator, default)`
    Next,
    /// The next item of `enumerate`, of `zip`, and so on.
    Enumerate,
    /// See above.
    Zip,
    /// See above.
    Map,
    /// See above.
    Filter,
    /// See above.
    Chain,
    /// See above.
    Slice,
    /// The next item of `iter(function, sentinel)`.
    CallUntil,
    /// The next item of a list iterator without a GIL.
    FreeNext,
    /// `list.sort` with a key or without a GIL, and `sorted` with a key.
    Sort,
    /// `min` and `max` with a key.
    Select,
    /// `sum` over objects with `__add__`.
    Sum,
    /// `Counter.update` and `subtract` where they are loops in Python.
    Count,
    /// Makes a text that needs `__str__` or `__repr__` of the program.
    Render,
    /// `Condition.wait`
    ConditionWait,
    /// `Condition.wait_for`
    ConditionWaitFor,
    /// `Event.wait`
    EventWait,
    /// `Barrier.wait`
    BarrierWait,
    /// Comparisons inside a built-in operation that the program answers.
    Decide,
    /// Makes an object of a class with `__new__`.
    New,
    /// Makes the iterators for `zip` and the like; some of them are made by the program.
    Iterators,
    /// `generator.throw` and `generator.close`.
    Throw,
    /// The bottom of a thread.
    ThreadMain,
    /// The bottom of a worker of an executor.
    Worker,
    /// `Executor.shutdown` and the end of its `with`.
    ExecutorShutdown,
}

/// What becomes of the items of [`Turn::collect`](super::Turn::collect).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Into {
    /// Appends to the target list, item by item.
    Extend,
    List,
    Tuple,
    Set,
    FrozenSet,
    SetUpdate,
    /// `set.difference_update`
    SetTakeOut,
    Deque,
    DequeExtend,
    DequeExtendLeft,
    All,
    Any,
    Sum,
    Min,
    Max,
    Sorted,
    Join,
    Dict,
    DictUpdate,
    DefaultDict,
    Counter,
    CounterUpdate,
    CounterSubtract,
    SetUnion,
    SetIntersection,
    SetDifference,
    SetSymmetricDifference,
    SetIsSubset,
    SetIsSuperset,
    SetIsDisjoint,
    SubmitAll,
    AsCompleted,
}

impl Into {
    /// True if every item goes into the target before the next one is taken, for all threads to see.
    pub(super) fn is_gradual(self) -> bool {
        matches!(self, Into::CounterUpdate | Into::CounterSubtract) || self.locks_target()
    }

    /// True if the target's inner lock is held meanwhile, in free-threaded builds.
    fn locks_target(self) -> bool {
        matches!(
            self,
            Into::Extend
                | Into::SetUpdate
                | Into::SetTakeOut
                | Into::DictUpdate
                | Into::DequeExtend
                | Into::DequeExtendLeft
        )
    }

    const ALL: [Into; 32] = [
        Into::Extend,
        Into::List,
        Into::Tuple,
        Into::Set,
        Into::FrozenSet,
        Into::SetUpdate,
        Into::SetTakeOut,
        Into::Deque,
        Into::DequeExtend,
        Into::DequeExtendLeft,
        Into::All,
        Into::Any,
        Into::Sum,
        Into::Min,
        Into::Max,
        Into::Sorted,
        Into::Join,
        Into::Dict,
        Into::DictUpdate,
        Into::DefaultDict,
        Into::Counter,
        Into::CounterUpdate,
        Into::CounterSubtract,
        Into::SetUnion,
        Into::SetIntersection,
        Into::SetDifference,
        Into::SetSymmetricDifference,
        Into::SetIsSubset,
        Into::SetIsSuperset,
        Into::SetIsDisjoint,
        Into::SubmitAll,
        Into::AsCompleted,
    ];

    pub(super) fn from_number(value: Value) -> Into {
        match value {
            Value::Int(number) => Into::ALL[number as usize % Into::ALL.len()],
            _ => Into::List,
        }
    }
}

/// An operation on one key of a dictionary or set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyOp {
    Get,
    Contains,
    NotContains,
    Store,
    Delete,
    MethodGet,
    Pop,
    SetDefault,
    MoveToEnd,
    SetAdd,
    SetDiscard,
    SetRemove,
}

impl KeyOp {
    const ALL: [KeyOp; 12] = [
        KeyOp::Get,
        KeyOp::Contains,
        KeyOp::NotContains,
        KeyOp::Store,
        KeyOp::Delete,
        KeyOp::MethodGet,
        KeyOp::Pop,
        KeyOp::SetDefault,
        KeyOp::MoveToEnd,
        KeyOp::SetAdd,
        KeyOp::SetDiscard,
        KeyOp::SetRemove,
    ];

    /// True if the container may be another one afterwards.
    pub(super) fn changes(self) -> bool {
        !matches!(
            self,
            KeyOp::Contains | KeyOp::NotContains | KeyOp::Get | KeyOp::MethodGet
        )
    }

    fn from_number(value: Value) -> KeyOp {
        match value {
            Value::Int(number) => KeyOp::ALL[number as usize % KeyOp::ALL.len()],
            _ => KeyOp::Get,
        }
    }
}

impl Native {
    /// The container whose inner lock the frame holds, in free-threaded builds.
    pub(super) fn holds_container(self, frame: &Frame, values: &[Value]) -> Option<Value> {
        let at = frame.base as usize;
        match self {
            Native::Sort if frame.pc > 0 => values.get(at).copied(),
            Native::Collect
                if values
                    .get(at + 2)
                    .is_some_and(|into| Into::from_number(*into).locks_target()) =>
            {
                values.get(at + 1).copied()
            }
            _ => None,
        }
    }
}

impl Turn<'_> {
    /// Pushes a frame for a built-in operation.
    pub(crate) fn push_native(
        &mut self,
        native: Native,
        values: Vec<Value>,
        deliver: Deliver,
    ) -> Outcome<Flow> {
        self.push_frame(CodeId(0), values, deliver, Value::Null);
        let frame = self.frame();
        frame.running = Running::Native(native);
        self.m.entered = false;
        Ok(Flow::Frame)
    }

    pub(crate) fn native_values(&self) -> &[Value] {
        let base = self
            .me()
            .frames
            .last()
            .map_or(0, |frame| frame.base as usize);
        &self.me().values[base..]
    }

    pub(crate) fn native_value(&self, at: usize) -> Value {
        self.native_values().get(at).copied().unwrap_or_default()
    }

    pub(crate) fn set_native_value(&mut self, at: usize, value: Value) {
        let base = self.frame().base as usize;
        self.thread().values[base + at] = value;
    }

    pub(crate) fn native_stage(&self) -> u32 {
        self.me().frames.last().map_or(0, |frame| frame.pc)
    }

    pub(crate) fn set_native_stage(&mut self, stage: u32) {
        self.frame().pc = stage;
    }

    /// Stops at a point where other threads may run (free-threaded builds).
    pub(crate) fn pause(&mut self) {
        if !self.m.rules.gil && self.m.multi {
            self.m.paused = true;
        }
    }

    /// Lets other threads run: CPython is in Python code of its library, and every version can switch there.
    pub(crate) fn pause_in_library(&mut self) {
        self.m.paused = true;
        self.m.in_library = true;
    }

    /// Removes the native frame and its values.
    pub(super) fn leave_native(&mut self) -> Frame {
        let thread = self.thread();
        let frame = thread.frames.pop().expect("a native frame runs");
        thread.values.truncate(frame.base as usize);
        frame
    }

    /// Gives a value to the caller of a frame that was removed.
    pub(super) fn deliver_value(&mut self, frame: Frame, value: Value) -> Outcome<()> {
        let base = self.me().values.len() as u32;
        self.thread().frames.push(Frame { base, ..frame });
        self.finish_frame(value)
    }

    /// The iteration that the native frame stands for has ended.
    pub(super) fn native_end(&mut self) -> Outcome<()> {
        let frame = self.leave_native();
        match frame.deliver {
            Deliver::ForIter => self.finish_loop(),
            Deliver::Next => self.push(Value::Null),
            _ => return Err(self.raise_with(Type::StopIteration, Vec::new())),
        }
        Ok(())
    }

    /// Puts a frame that turns the result into a bool below the frame that was just pushed.
    pub(super) fn slip_truth_below(&mut self) {
        let thread = self.thread();
        let Some(top) = thread.frames.last_mut() else {
            return;
        };
        let (base, blocks, deliver) = (top.base, top.blocks, top.deliver);
        top.deliver = Deliver::Push;
        let at = thread.frames.len() - 1;
        thread.frames.insert(
            at,
            Frame {
                running: Running::Native(Native::ToBool),
                pc: 0,
                base,
                blocks,
                deliver,
                owner: Value::Null,
                names: 0,
                handled: Value::Null,
            },
        );
    }

    /// Runs the native frame on top until it ends, calls, waits or pauses.
    pub(crate) fn native(&mut self) -> Outcome<()> {
        let Some(Running::Native(native)) = self.me().frames.last().map(|frame| frame.running)
        else {
            return Ok(());
        };
        // One instruction may start any number of them: `any(map(int, repeat(0)))`.
        self.m.work.spend(super::work::ITEMS_OF_A_STEP as usize);
        self.go_on()?;
        match self.run_native(native) {
            Err(Fault::Raise(exception)) => self.unwind(exception),
            other => other,
        }
    }

    /// Whether a native frame stops an exception. It may also clean up and let it pass.
    pub(super) fn native_catches(&mut self, native: Native, exception: Value) -> Outcome<bool> {
        match native {
            Native::Sort => {
                self.restore_sorted();
                Ok(false)
            }
            Native::Next
                if self.native_value(1) != Value::Null
                    && self.is_a(exception, Type::StopIteration) =>
            {
                let default = self.native_value(1);
                self.finish_frame(default)?;
                Ok(true)
            }
            Native::Throw
                if self.native_value(2) == Value::Bool(true)
                    && (self.is_a(exception, Type::GeneratorExit)
                        || self.is_a(exception, Type::StopIteration)) =>
            {
                // From 3.13 on `close` gives what the generator returned.
                let returned = match self.object_of(exception) {
                    Some(Object::Exception { args, .. })
                        if self.version() >= Version::V3_13
                            && self.is_a(exception, Type::StopIteration) =>
                    {
                        args.first().copied().unwrap_or(Value::None)
                    }
                    _ => Value::None,
                };
                self.finish_frame(returned)?;
                Ok(true)
            }
            Native::Worker => self.worker_failed(exception),
            Native::BarrierWait => {
                self.break_barrier();
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    fn run_native(&mut self, native: Native) -> Outcome<()> {
        match native {
            Native::Try | Native::TryNot => self.run_try(native),
            Native::Truth => {
                if self.native_stage() == 0 {
                    self.set_native_stage(1);
                    let value = self.native_value(0);
                    let flow = self.call_truth(value)?;
                    self.settle(flow);
                    return Ok(());
                }
                let answer = self.pop();
                match answer {
                    Value::Bool(_) => self.finish_frame(answer),
                    Value::Int(number) if number >= 0 => {
                        self.finish_frame(Value::Bool(number != 0))
                    }
                    Value::Int(_) => self.raise(Type::ValueError, "__len__() should return >= 0"),
                    other => {
                        let message = format!(
                            "__bool__ should return bool, returned {}",
                            self.class_name(other)
                        );
                        self.raise(Type::TypeError, &message)
                    }
                }
            }
            Native::ToBool => {
                let value = self.pop();
                match self.truth(value)? {
                    Some(truth) => self.finish_frame(Value::Bool(truth)),
                    None => self.refuse(
                        "a comparison that returns an object with `__bool__` is not supported by the explorer",
                        "return True or False",
                    ),
                }
            }
            Native::New => self.run_new(),
            Native::Keyed => self.run_keyed(),
            Native::Display => self.run_display(),
            Native::DefaultMissing => {
                if self.native_stage() == 0 {
                    self.set_native_stage(1);
                    let factory = self.native_value(2);
                    let flow = self.call_with(factory, Vec::new(), Deliver::Push)?;
                    self.settle(flow);
                    return Ok(());
                }
                let value = self.pop();
                let (dict, key) = (self.native_value(0), self.native_value(1));
                let op = if self.m.rules.factory_overwrites {
                    KeyOp::Store
                } else {
                    KeyOp::SetDefault
                };
                match self.keyed(op, dict, key, value)? {
                    Flow::Value(_) if op == KeyOp::Store => self.finish_frame(value),
                    Flow::Value(kept) => self.finish_frame(kept),
                    Flow::Frame => self.refuse(
                        "a defaultdict with keys that have their own `__hash__` is not supported by the explorer",
                        "use numbers or strings as keys",
                    ),
                }
            }
            Native::Search => self.run_search(),
            Native::Collect => self.run_collect(),
            Native::Next => {
                let iterator = self.native_value(0);
                let item = if self.native_stage() == 0 {
                    match self.next_item(iterator, Deliver::Next)? {
                        Item::Value(item) => return self.finish_frame(item),
                        Item::End => Value::Null,
                        Item::Frame => {
                            self.set_stage_below(1);
                            return Ok(());
                        }
                    }
                } else {
                    self.pop()
                };
                if item != Value::Null {
                    return self.finish_frame(item);
                }
                match self.native_value(1) {
                    Value::Null => Err(self.raise_with(Type::StopIteration, Vec::new())),
                    default => self.finish_frame(default),
                }
            }
            Native::Enumerate | Native::Zip | Native::Map => self.run_tuple(native),
            Native::Filter | Native::Chain | Native::Slice | Native::CallUntil => {
                self.run_iterator()
            }
            Native::FreeNext => self.run_free_next(),
            Native::Sort => self.run_sort(),
            Native::Select => self.run_select(),
            Native::Sum => self.run_sum(),
            Native::Count => self.run_count(),
            Native::Render => self.run_render(),
            Native::ConditionWait => self.run_condition_wait(),
            Native::ConditionWaitFor => self.run_wait_for(),
            Native::EventWait => self.run_event_wait(),
            Native::BarrierWait => self.run_barrier_wait(),
            Native::Throw => self.run_throw(),
            Native::Decide => self.run_decide(),
            Native::Iterators => self.run_iterators(),
            Native::ThreadMain => {
                if self.native_stage() > 0 {
                    let value = self.pop();
                    return self.finish_frame(value);
                }
                self.start_target()
            }
            Native::Worker => self.run_worker(),
            Native::ExecutorShutdown => self.run_shutdown(),
        }
    }

    /// Values: generator, exception, whether it is `close`.
    fn run_throw(&mut self) -> Outcome<()> {
        let (generator, exception) = (self.native_value(0), self.native_value(1));
        let closes = self.native_value(2) == Value::Bool(true);
        if self.native_stage() > 0 {
            let value = self.pop();
            if closes {
                return self.raise(Type::RuntimeError, "generator ignored GeneratorExit");
            }
            return self.finish_frame(value);
        }
        self.set_native_stage(1);
        let Some(id) = generator.object() else {
            return self.finish_frame(Value::None);
        };
        match self.resume(id, Value::None, Deliver::Push)? {
            Flow::Frame => self.unwind(exception),
            Flow::Value(_) => Err(Fault::Raise(exception)),
        }
    }

    /// Sets the stage of the native frame below the frame that was just pushed.
    pub(crate) fn set_stage_below(&mut self, stage: u32) {
        let thread = self.thread();
        let depth = thread.frames.len();
        if let Some(frame) = depth
            .checked_sub(2)
            .and_then(|at| thread.frames.get_mut(at))
        {
            frame.pc = stage;
        }
    }

    /// Values: the operator, its operands, then triples of function, self and argument.
    fn run_try(&mut self, native: Native) -> Outcome<()> {
        let stage = self.native_stage();
        if stage > 0 {
            let result = self.pop();
            if result != Value::NotImplemented {
                if native == Native::TryNot {
                    let truth = self.truth(result)?.unwrap_or(true);
                    return self.finish_frame(Value::Bool(!truth));
                }
                return self.finish_frame(result);
            }
        }
        let at = 3 + 3 * stage as usize;
        let function = self.native_value(at);
        if function == Value::Null {
            let (Value::Int(op), a, b) = (
                self.native_value(0),
                self.native_value(1),
                self.native_value(2),
            ) else {
                return self.refuse("unknown operator", "please report it");
            };
            let frame = self.leave_native();
            return match self.not_implemented(op, a, b)? {
                Flow::Value(value) => self.deliver_value(frame, value),
                Flow::Frame => Ok(()),
            };
        }
        let (this, other) = (self.native_value(at + 1), self.native_value(at + 2));
        self.set_native_stage(stage + 1);
        let flow = self.call_with(function, vec![this, other], Deliver::Push)?;
        self.settle(flow);
        Ok(())
    }

    /// Values: operation, container, key, extra, hash, the next candidate's number.
    fn run_keyed(&mut self) -> Outcome<()> {
        let (container, key, extra) = (
            self.native_value(1),
            self.native_value(2),
            self.native_value(3),
        );
        let op = KeyOp::from_number(self.native_value(0));
        let mut next = 0;
        let hash = match self.native_stage() {
            0 => {
                let Some(function) = self.special_method(key, crate::value::name::HASH) else {
                    return self.raise(Type::TypeError, "unhashable type");
                };
                self.set_native_stage(1);
                let flow = self.call_with(function, vec![key], Deliver::Push)?;
                self.settle(flow);
                return Ok(());
            }
            1 => {
                let hash = self.pop();
                let Some(hash) = (match self.hash(hash)? {
                    Ok(number) if self.number_of(hash).is_some() => Some(number),
                    _ => None,
                }) else {
                    return self.raise(Type::TypeError, "__hash__ method should return an integer");
                };
                self.push(Value::Int(hash));
                self.push(Value::Int(0));
                hash
            }
            _ => {
                let answer = self.pop();
                let (Value::Int(hash), Value::Int(candidate)) =
                    (self.native_value(4), self.native_value(5))
                else {
                    return self.refuse("a lost key", "please report it");
                };
                if self.truth(answer)?.unwrap_or(true) {
                    let found = self
                        .candidates(container, hash)
                        .get(candidate as usize)
                        .map(|c| c.0);
                    return self.end_keyed(op, container, key, hash, found, extra);
                }
                next = candidate + 1;
                hash
            }
        };
        let candidates = self.candidates(container, hash);
        if let Some((at, _)) = candidates.iter().find(|candidate| candidate.1 == key) {
            return self.end_keyed(op, container, key, hash, Some(*at), extra);
        }
        let Some((_, other)) = candidates.get(next as usize).copied() else {
            return self.end_keyed(op, container, key, hash, None, extra);
        };
        self.set_native_value(5, Value::Int(next));
        self.set_native_stage(2);
        let flow = self.compare(crate::code::Compare::Eq, other, key)?;
        self.settle(flow);
        Ok(())
    }

    /// Makes a dictionary of pairs or a set of items with the help of the program. Values: the container,
    /// the number of the next item, then keys, each followed by its value for a dictionary.
    pub(super) fn display(&mut self, container: Value, items: Vec<Value>) -> Outcome<Flow> {
        let mut values = vec![container, Value::Int(0)];
        values.extend(items);
        self.push_native(Native::Display, values, Deliver::Push)
    }

    fn run_display(&mut self) -> Outcome<()> {
        let container = self.native_value(0);
        let pairs = matches!(self.object_of(container), Some(Object::Dict { .. }));
        if self.native_stage() == 1 {
            self.pop();
        }
        self.set_native_stage(1);
        loop {
            let at = match self.native_value(1) {
                Value::Int(at) => at as usize,
                _ => 0,
            };
            let width = if pairs { 2 } else { 1 };
            if 2 + at + width > self.native_values().len() {
                return self.finish_frame(container);
            }
            self.set_native_value(1, Value::Int((at + width) as i64));
            let key = self.native_value(2 + at);
            let (op, value) = if pairs {
                (KeyOp::Store, self.native_value(3 + at))
            } else {
                (KeyOp::SetAdd, Value::Null)
            };
            if self.keyed(op, container, key, value)? == Flow::Frame {
                return Ok(());
            }
        }
    }

    /// Values: the sum so far, the list of items, the number of the next item.
    fn run_sum(&mut self) -> Outcome<()> {
        if self.native_stage() == 1 {
            let sum = self.pop();
            self.set_native_value(0, sum);
        }
        self.set_native_stage(1);
        let items = self.native_value(1);
        let items = self.items_of(items);
        loop {
            let Value::Int(at) = self.native_value(2) else {
                return self.finish_frame(Value::None);
            };
            let sum = self.native_value(0);
            let Some(item) = items.get(at as usize) else {
                return self.finish_frame(sum);
            };
            self.go_on()?;
            self.set_native_value(2, Value::Int(at + 1));
            match self.binary(crate::code::Binary::Add, sum, *item)? {
                Flow::Value(sum) => self.set_native_value(0, sum),
                Flow::Frame => return Ok(()),
            }
        }
    }

    fn end_keyed(
        &mut self,
        op: KeyOp,
        container: Value,
        key: Value,
        hash: i64,
        found: Option<usize>,
        extra: Value,
    ) -> Outcome<()> {
        match self.finish_keyed(op, container, key, hash, found, extra)? {
            Flow::Value(value) => self.finish_frame(value),
            Flow::Frame => self.refuse(
                "a defaultdict with keys that have their own `__hash__` is not supported by the explorer",
                "use numbers or strings as keys",
            ),
        }
    }

    /// Positions and keys with a hash.
    fn candidates(&self, container: Value, hash: i64) -> Vec<(usize, Value)> {
        match container.object().map(|id| self.read(id)) {
            Some(Object::Dict { dict, .. }) => dict
                .slots()
                .iter()
                .enumerate()
                .filter_map(|(at, slot)| {
                    slot.filter(|entry| entry.hash == hash)
                        .map(|entry| (at, entry.key))
                })
                .collect(),
            Some(Object::Set { set, .. }) => {
                let mut found = Vec::new();
                let mut from = 0;
                while let Some((at, key)) = set.next_from(from) {
                    if set.hash_at(at) == Some(hash) {
                        found.push((at, key));
                    }
                    from = at + 1;
                }
                found
            }
            _ => Vec::new(),
        }
    }
}
