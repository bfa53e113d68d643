//! Iterators.

use super::native::{Into, Native};
use super::state::Deliver;
use super::{Flow, Outcome, Turn};
use crate::code::Version;
use crate::value::{FutureState, Iter, Iteration, Object, ObjectId, Type, Value, name};

/// What an iterator gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Item {
    /// The next item.
    Value(Value),
    /// No more items.
    End,
    /// A frame was pushed that will deliver it.
    Frame,
}

/// How many items a built-in may take in one step: `list(itertools.count())` has to stop somewhere.
const MAX_ITEMS: usize = 1 << 20;

impl Turn<'_> {
    pub(crate) fn not_iterable<T>(&mut self, value: Value, argument: bool) -> Outcome<T> {
        let class = self.class_name(value);
        let message = if argument {
            let what = if self.version() >= Version::V3_14 {
                "a container or iterable"
            } else {
                "iterable"
            };
            format!("argument of type '{class}' is not {what}")
        } else {
            format!("'{class}' object is not iterable")
        };
        self.raise(Type::TypeError, &message)
    }

    /// `iter(value)`
    pub(crate) fn get_iter(&mut self, value: Value) -> Outcome<Flow> {
        if let Value::Str(of) = value {
            return Ok(Flow::Value(
                self.alloc(Object::Iter(Iter::Str { of, index: 0 })),
            ));
        }
        let Some(id) = value.object() else {
            return self.not_iterable(value, false);
        };
        let iter = match self.read(id) {
            Object::Iter(_) | Object::Generator { .. } => return Ok(Flow::Value(value)),
            Object::List { .. } | Object::Tuple(_) => Iter::Sequence {
                of: value,
                index: 0,
                reversed: false,
            },
            Object::Range { start, stop, step } => Iter::Range {
                next: *start,
                step: *step,
                left: super::compare::range_length(*start, *stop, *step),
            },
            Object::Dict { dict, .. } => dict_iter(value, Iteration::Keys, dict.len()),
            Object::Set { set, .. } => Iter::Set {
                of: value,
                position: 0,
                used: set.len() as i64,
            },
            Object::Deque { changes, .. } => Iter::Deque {
                of: value,
                index: 0,
                changes: *changes,
                reversed: false,
            },
            Object::View { of, what } => {
                let (of, what) = (*of, *what);
                let length = match of.object().map(|id| self.read(id)) {
                    Some(Object::Dict { dict, .. }) => dict.len(),
                    _ => 0,
                };
                dict_iter(of, what, length)
            }
            _ => {
                if let Some(function) = self.special_method(value, name::ITER) {
                    return self.call_with(function, vec![value], Deliver::Push);
                }
                if self.special_method(value, name::GETITEM).is_some() {
                    return self.refuse(
                        "iterating by `__getitem__` is not supported by the explorer",
                        "define `__iter__`",
                    );
                }
                return self.not_iterable(value, false);
            }
        };
        Ok(Flow::Value(self.alloc(Object::Iter(iter))))
    }

    /// What the program's `__iter__` has returned, if it is an iterator.
    pub(super) fn iterator_of_program(&mut self, value: Value) -> Outcome<Flow> {
        let is_iterator = match self.object_of(value) {
            Some(Object::Iter(_) | Object::Generator { .. }) => true,
            _ => self.special_method(value, name::NEXT).is_some(),
        };
        if is_iterator {
            return Ok(Flow::Value(value));
        }
        let message = format!(
            "iter() returned non-iterator of type '{}'",
            self.class_name(value)
        );
        self.raise(Type::TypeError, &message)
    }

    /// Values: the class, then its arguments, of which `pc` were looked at: those that are iterables become
    /// iterators.
    pub(super) fn run_iterators(&mut self) -> Outcome<()> {
        let Value::Type(class) = self.native_value(0) else {
            return self.finish_frame(Value::None);
        };
        // An odd stage: the iterator of an argument is on top.
        if self.native_stage() % 2 == 1 {
            let iterator = self.pop();
            if let Flow::Value(iterator) = self.iterator_of_program(iterator)? {
                let at = (self.native_stage() / 2) as usize;
                self.set_native_value(at, iterator);
            }
            let stage = self.native_stage();
            self.set_native_stage(stage + 1);
        }
        loop {
            let at = (self.native_stage() / 2) as usize;
            if at >= self.native_values().len() {
                break;
            }
            let value = self.native_value(at);
            let skips = at == 0 || (at == 1 && matches!(class, Type::Map | Type::Filter));
            if !skips && self.has_program_class(value) {
                let stage = self.native_stage();
                self.set_native_stage(stage + 1);
                match self.get_iter(value)? {
                    Flow::Value(iterator) => {
                        self.set_native_value(at, iterator);
                    }
                    Flow::Frame => return Ok(()),
                }
            }
            self.set_native_stage(2 * at as u32 + 2);
        }
        let arguments = self.native_values()[1..].to_vec();
        match self.make_iterator(class, Turn::args(arguments))? {
            Flow::Value(value) => self.finish_frame(value),
            Flow::Frame => Ok(()),
        }
    }

    /// The next item of an iterator. A frame that is pushed delivers as `deliver` says.
    pub(crate) fn next_item(&mut self, iterator: Value, deliver: Deliver) -> Outcome<Item> {
        let Some(id) = iterator.object() else {
            return self.not_an_iterator(iterator);
        };
        match self.object(id) {
            Object::Generator { .. } => match self.resume(id, Value::None, deliver)? {
                Flow::Frame => Ok(Item::Frame),
                Flow::Value(_) => Ok(Item::End),
            },
            Object::Iter(iter) => {
                let iter = iter.clone();
                if !self.m.rules.gil && self.m.multi && self.s.heap[id.index()].shared {
                    return self.next_unprotected(id, &iter, deliver);
                }
                self.next_of(id, iter, deliver)
            }
            _ => match self.special_method(iterator, name::NEXT) {
                Some(function) => match self.call_with(function, vec![iterator], deliver)? {
                    Flow::Value(value) => Ok(Item::Value(value)),
                    Flow::Frame => Ok(Item::Frame),
                },
                None => self.not_an_iterator(iterator),
            },
        }
    }

    fn not_an_iterator<T>(&mut self, value: Value) -> Outcome<T> {
        let message = format!("'{}' object is not an iterator", self.class_name(value));
        self.raise(Type::TypeError, &message)
    }

    /// The next item of an iterator that several threads use without a GIL: the index is read in one
    /// step and written in another.
    fn next_unprotected(&mut self, id: ObjectId, iter: &Iter, deliver: Deliver) -> Outcome<Item> {
        match iter {
            Iter::Sequence { .. }
            | Iter::Enumerate { .. }
            | Iter::Zip { .. }
            | Iter::Map { .. } => {
                self.read(id);
                self.m
                    .shared
                    .note(super::Change::Site(self.s.heap[id.index()].site));
                let native = match iter {
                    Iter::Sequence { .. } => Native::FreeNext,
                    Iter::Enumerate { .. } => Native::Enumerate,
                    Iter::Zip { .. } => Native::Zip,
                    _ => Native::Map,
                };
                self.push_native(native, vec![Value::Object(id)], deliver)?;
                Ok(Item::Frame)
            }
            _ => self.next_of(id, iter.clone(), deliver),
        }
    }

    fn store_iter(&mut self, id: ObjectId, iter: Iter) {
        if let Object::Iter(stored) = self.write(id) {
            *stored = iter;
        }
    }

    fn next_of(&mut self, id: ObjectId, iter: Iter, deliver: Deliver) -> Outcome<Item> {
        let me = Value::Object(id);
        match iter {
            Iter::Range { next, step, left } => {
                if left == 0 {
                    self.read(id);
                    return Ok(Item::End);
                }
                let after = next.wrapping_add(step);
                self.store_iter(
                    id,
                    Iter::Range {
                        next: after,
                        step,
                        left: left - 1,
                    },
                );
                Ok(Item::Value(Value::Int(next)))
            }
            Iter::Sequence {
                of,
                index,
                reversed,
            } => {
                let item = self.sequence_item(of, index);
                let next = match item {
                    Some(_) => Iter::Sequence {
                        of,
                        index: if reversed { index - 1 } else { index + 1 },
                        reversed,
                    },
                    None => Iter::Sequence {
                        of: Value::Null,
                        index: 0,
                        reversed,
                    },
                };
                self.store_iter(id, next);
                Ok(item.map_or(Item::End, Item::Value))
            }
            Iter::Str { of, index } => match self.text(of)[index as usize..].chars().next() {
                Some(c) => {
                    let text = self.string(&c.to_string());
                    self.store_iter(
                        id,
                        Iter::Str {
                            of,
                            index: index + c.len_utf8() as u32,
                        },
                    );
                    Ok(Item::Value(text))
                }
                None => Ok(Item::End),
            },
            Iter::Dict {
                of,
                what,
                position,
                used,
                left,
            } => self.next_entry(id, of, what, position, used, left),
            Iter::Set { of, position, used } => {
                let Some(Object::Set { set, .. }) = of.object().map(|id| self.read(id)) else {
                    return Ok(Item::End);
                };
                if set.len() as i64 != used {
                    self.store_iter(
                        id,
                        Iter::Set {
                            of,
                            position,
                            used: -1,
                        },
                    );
                    return self.raise(Type::RuntimeError, "Set changed size during iteration");
                }
                match set.next_from(position as usize) {
                    Some((at, key)) => {
                        self.m.work.spend(at - position as usize);
                        self.store_iter(
                            id,
                            Iter::Set {
                                of,
                                position: at as u32 + 1,
                                used,
                            },
                        );
                        Ok(Item::Value(key))
                    }
                    None => {
                        self.store_iter(
                            id,
                            Iter::Set {
                                of: Value::Null,
                                position: 0,
                                used: 0,
                            },
                        );
                        Ok(Item::End)
                    }
                }
            }
            Iter::Deque {
                of,
                index,
                changes,
                reversed,
            } => {
                let Some(Object::Deque {
                    items,
                    changes: now,
                    ..
                }) = of.object().map(|id| self.read(id))
                else {
                    return Ok(Item::End);
                };
                if *now != changes {
                    self.store_iter(
                        id,
                        Iter::Deque {
                            of: Value::Null,
                            index,
                            changes,
                            reversed,
                        },
                    );
                    return self.raise(Type::RuntimeError, "deque mutated during iteration");
                }
                let at = if reversed {
                    items.len().wrapping_sub(1 + index as usize)
                } else {
                    index as usize
                };
                match items.get(at).copied() {
                    Some(item) => {
                        self.store_iter(
                            id,
                            Iter::Deque {
                                of,
                                index: index + 1,
                                changes,
                                reversed,
                            },
                        );
                        Ok(Item::Value(item))
                    }
                    None => Ok(Item::End),
                }
            }
            Iter::Count { next, step } => {
                let after = match self.binary(crate::code::Binary::Add, next, step)? {
                    Flow::Value(after) => after,
                    Flow::Frame => {
                        return self.refuse(
                            "`count` with such a step is not supported by the explorer",
                            "use integers",
                        );
                    }
                };
                self.store_iter(id, Iter::Count { next: after, step });
                Ok(Item::Value(next))
            }
            Iter::Repeat { value, left } => {
                if left == 0 {
                    return Ok(Item::End);
                }
                self.store_iter(
                    id,
                    Iter::Repeat {
                        value,
                        left: (left - 1).max(-1),
                    },
                );
                Ok(Item::Value(value))
            }
            Iter::Results { futures, completed } => self.next_result(id, futures, completed),
            Iter::Enumerate { .. } => self.step_native(Native::Enumerate, me, deliver),
            Iter::Zip { .. } => self.step_native(Native::Zip, me, deliver),
            Iter::Map { .. } => self.step_native(Native::Map, me, deliver),
            Iter::Filter { .. } => self.step_native(Native::Filter, me, deliver),
            Iter::Chain { .. } => self.step_native(Native::Chain, me, deliver),
            Iter::Slice { .. } => self.step_native(Native::Slice, me, deliver),
            Iter::Call { .. } => self.step_native(Native::CallUntil, me, deliver),
        }
    }

    fn step_native(&mut self, native: Native, iterator: Value, deliver: Deliver) -> Outcome<Item> {
        self.push_native(native, vec![iterator], deliver)?;
        Ok(Item::Frame)
    }

    /// The item of a list or tuple at an index that may be out of range.
    pub(super) fn sequence_item(&self, of: Value, index: i64) -> Option<Value> {
        let items = match self.read(of.object()?) {
            Object::List { items, .. } | Object::Tuple(items) => items,
            _ => return None,
        };
        items.get(usize::try_from(index).ok()?).copied()
    }

    fn next_entry(
        &mut self,
        id: ObjectId,
        of: Value,
        what: Iteration,
        position: u32,
        used: i64,
        left: i64,
    ) -> Outcome<Item> {
        let Some(Object::Dict { dict, .. }) = of.object().map(|id| self.read(id)) else {
            return Ok(Item::End);
        };
        if dict.len() as i64 != used {
            self.store_iter(
                id,
                Iter::Dict {
                    of,
                    what,
                    position,
                    used: -1,
                    left,
                },
            );
            return self.raise(
                Type::RuntimeError,
                "dictionary changed size during iteration",
            );
        }
        let found = dict
            .slots()
            .iter()
            .enumerate()
            .skip(position as usize)
            .find_map(|(at, slot)| slot.map(|entry| (at, entry)));
        // There may be many holes before the next key.
        let at = found.map_or(dict.slots().len(), |(at, _)| at);
        self.m.work.spend(at.saturating_sub(position as usize));
        let Some((at, entry)) = found else {
            self.store_iter(
                id,
                Iter::Dict {
                    of: Value::Null,
                    what,
                    position,
                    used,
                    left,
                },
            );
            return Ok(Item::End);
        };
        if left == 0 {
            self.store_iter(
                id,
                Iter::Dict {
                    of: Value::Null,
                    what,
                    position,
                    used,
                    left,
                },
            );
            return self.raise(
                Type::RuntimeError,
                "dictionary keys changed during iteration",
            );
        }
        self.store_iter(
            id,
            Iter::Dict {
                of,
                what,
                position: at as u32 + 1,
                used,
                left: left - 1,
            },
        );
        Ok(Item::Value(match what {
            Iteration::Keys => entry.key,
            Iteration::Values => entry.value,
            Iteration::Items => self.tuple(vec![entry.key, entry.value]),
        }))
    }

    /// The next result of `Executor.map`, or the next finished future of `as_completed`.
    fn next_result(
        &mut self,
        id: ObjectId,
        mut futures: Vec<Value>,
        completed: bool,
    ) -> Outcome<Item> {
        if futures.is_empty() {
            return Ok(Item::End);
        }
        let finished = |turn: &Self, value: Value| {
            matches!(
                value.object().map(|id| turn.read(id)),
                Some(Object::Future(
                    FutureState::Done(_) | FutureState::Failed(_) | FutureState::Cancelled
                ))
            )
        };
        if completed {
            // Those that are done come in the order in which they were given: CPython uses a set.
            let Some(at) = futures.iter().position(|future| finished(self, *future)) else {
                return self.wait_for_future(futures[0]);
            };
            let future = futures.remove(at);
            self.store_iter(id, Iter::Results { futures, completed });
            return Ok(Item::Value(future));
        }
        if !finished(self, futures[0]) {
            return self.wait_for_future(futures[0]);
        }
        let future = futures.remove(0);
        let result = self.future_result(future);
        if result.is_err() {
            // An exception ends the generator, which cancels what has not begun.
            for future in std::mem::take(&mut futures) {
                self.cancel(future);
            }
        }
        self.store_iter(id, Iter::Results { futures, completed });
        result.map(Item::Value)
    }

    /// Takes all items of an iterable and makes something of them.
    pub(crate) fn collect(&mut self, iterable: Value, into: Into, target: Value) -> Outcome<Flow> {
        self.collect_with(iterable, into, target, Vec::new())
    }

    /// As [`Turn::collect`] with further values for the end.
    pub(crate) fn collect_with(
        &mut self,
        iterable: Value,
        into: Into,
        target: Value,
        extra: Vec<Value>,
    ) -> Outcome<Flow> {
        if into == Into::SetUpdate
            && let Some(Object::Set { set: source, .. }) = iterable.object().map(|id| self.read(id))
            && let Some(Object::Set { set, frozen }) = target.object().map(|id| self.read(id))
        {
            // A set is taken over slot by slot: that decides the order.
            let (mut merged, frozen) = (set.clone(), *frozen);
            merged.merge(source, |found, key| self.same_key(found, key));
            if let Some(id) = target.object() {
                *self.write(id) = Object::Set {
                    set: merged,
                    frozen,
                };
            }
            return Ok(Flow::Value(Value::None));
        }
        if let Some(items) = self.snapshot(iterable)? {
            let list = match into {
                Into::Extend => {
                    if let Some(id) = target.object()
                        && let Object::List {
                            items: all,
                            sorting,
                        } = self.write_added(id, &items)
                    {
                        if all.len() + items.len() > MAX_ITEMS {
                            return self.list_too_long();
                        }
                        all.extend(items);
                        *sorting = if *sorting > 0 { 2 } else { 0 };
                    }
                    return Ok(Flow::Value(Value::None));
                }
                _ => self.alloc(Object::list(items)),
            };
            return self.finish_collect(into, target, list, extra);
        }
        let list = match into {
            Into::Extend => target,
            _ if into.is_gradual() => Value::Int(0),
            _ => self.alloc(Object::list(Vec::new())),
        };
        let mut values = vec![iterable, target, Value::Int(into as i64), list];
        values.extend(extra);
        self.push_native(Native::Collect, values, Deliver::Push)
    }

    /// Runs a [`Native::Collect`] frame: values are iterator, target, what to make, the list so far. What goes
    /// into the target at once needs no list: there is the number of its items.
    pub(super) fn run_collect(&mut self) -> Outcome<()> {
        let into = Into::from_number(self.native_value(2));
        match self.native_stage() {
            0 => {
                self.set_native_stage(2);
                let iterable = self.native_value(0);
                match self.get_iter(iterable)? {
                    Flow::Value(iterator) => self.push(iterator),
                    Flow::Frame => return Ok(()),
                }
                let iterator = self.pop();
                self.set_native_value(0, iterator);
                self.set_native_stage(1);
            }
            2 => {
                let iterator = self.pop();
                self.set_native_value(0, iterator);
                self.set_native_stage(1);
            }
            3 => {
                let item = self.pop();
                self.set_native_stage(1);
                if item == Value::Null {
                    return self.end_collect(into);
                }
                if self.absorb(into, item)? {
                    return self.end_collect(into);
                }
            }
            _ => {}
        }
        let iterator = self.native_value(0);
        for _ in 0..MAX_ITEMS {
            self.go_on()?;
            match self.next_item(iterator, Deliver::Next)? {
                Item::Value(item) => {
                    if self.absorb(into, item)? {
                        return self.end_collect(into);
                    }
                }
                Item::End => return self.end_collect(into),
                Item::Frame => {
                    // The frame on top is the new one; this one is below it.
                    let depth = self.me().frames.len() - 2;
                    self.thread().frames[depth].pc = 3;
                    return Ok(());
                }
            }
        }
        self.refuse(
            "an iterator without an end is used up",
            "take a part of it with `itertools.islice`",
        )
    }

    fn list_too_long<T>(&self) -> Outcome<T> {
        self.refuse(
            "a list gets too long for the explorer",
            "lists may have up to a million items",
        )
    }

    /// Takes one item; true if no more are needed.
    fn absorb(&mut self, into: Into, item: Value) -> Outcome<bool> {
        match into {
            Into::All | Into::Any => {
                let Some(truth) = self.truth(item)? else {
                    return self.refuse(
                        "`all` and `any` over objects with `__bool__` are not supported by the explorer",
                        "write a loop",
                    );
                };
                if truth == (into == Into::Any) {
                    self.set_native_value(1, Value::Bool(truth));
                    return Ok(true);
                }
            }
            _ if into != Into::Extend && into.is_gradual() => {
                let target = self.native_value(1);
                let at = self.small(self.native_value(3)).unwrap_or(0);
                self.put_into(into, target, at, item)?;
                self.set_native_value(3, Value::Int(at + 1));
            }
            _ => {
                let list = self.native_value(3);
                if let Some(id) = list.object() {
                    if into == Into::Extend {
                        self.container_guard(id)?;
                    }
                    if let Object::List { items, sorting } = self.write_added(id, &[item]) {
                        items.push(item);
                        *sorting = if *sorting > 0 { 2 } else { 0 };
                        if items.len() > MAX_ITEMS {
                            return self.list_too_long();
                        }
                    }
                }
            }
        }
        Ok(false)
    }

    fn end_collect(&mut self, into: Into) -> Outcome<()> {
        let (target, list) = (self.native_value(1), self.native_value(3));
        let extra = self.native_values()[4..].to_vec();
        if into == Into::Extend {
            // `+=` leaves the list as its value.
            let result = if extra.first() == Some(&Value::Bool(true)) {
                target
            } else {
                Value::None
            };
            return self.finish_frame(result);
        }
        if matches!(into, Into::All | Into::Any) {
            let result = if target == Value::Null {
                Value::Bool(into == Into::All)
            } else {
                target
            };
            return self.finish_frame(result);
        }
        let inplace = into == Into::DequeExtend && !extra.is_empty();
        // The frame ends with what the next operation gives.
        let frame = self.leave_native();
        match self.finish_collect(into, target, list, extra)? {
            Flow::Value(value) => {
                // `deque += iterator` leaves the deque as its value.
                let value = if into == Into::DequeExtend && inplace {
                    target
                } else {
                    value
                };
                self.deliver_value(frame, value)
            }
            Flow::Frame => {
                self.frame().deliver = frame.deliver;
                Ok(())
            }
        }
    }

    /// Makes the result of [`Turn::collect`] of a list of items.
    pub(crate) fn finish_collect(
        &mut self,
        into: Into,
        target: Value,
        list: Value,
        extra: Vec<Value>,
    ) -> Outcome<Flow> {
        let items = self.items_of(list);
        let done = Ok(Flow::Value(Value::None));
        let value = match into {
            Into::Extend => return done,
            Into::List => list,
            Into::Tuple => self.tuple(items),
            Into::Set | Into::FrozenSet => {
                return self.new_set(items, into == Into::FrozenSet);
            }
            Into::SetUpdate | Into::SetTakeOut | Into::DequeExtend | Into::DequeExtendLeft => {
                for (at, item) in items.into_iter().enumerate() {
                    self.put_into(into, target, at as i64, item)?;
                }
                return done;
            }
            Into::All | Into::Any => {
                for item in items {
                    let Some(truth) = self.truth(item)? else {
                        return self.refuse(
                            "`all` and `any` over objects with `__bool__` are not supported by the explorer",
                            "write a loop",
                        );
                    };
                    if truth == (into == Into::Any) {
                        return Ok(Flow::Value(Value::Bool(truth)));
                    }
                }
                Value::Bool(into == Into::All)
            }
            _ => return self.finish_library(into, target, items, extra),
        };
        Ok(Flow::Value(value))
    }

    /// Marks a [`Native::Collect`] frame that was just pushed as that of `+=`.
    pub(super) fn mark_collect_inplace(&mut self) {
        let into = Into::from_number(self.native_value(2));
        if into == Into::Extend {
            self.push(Value::Bool(true));
        } else {
            let target = self.native_value(1);
            self.push(target);
        }
    }
}

fn dict_iter(of: Value, what: Iteration, length: usize) -> Iter {
    Iter::Dict {
        of,
        what,
        position: 0,
        used: length as i64,
        left: length as i64,
    }
}
