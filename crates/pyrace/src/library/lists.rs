//! `list` and `tuple`, and sorting.

use super::Method;
use crate::code::Version;
use crate::machine::{Args, Decision, Deliver, Flow, Into, Native, Outcome, Turn};
use crate::value::{Object, ObjectId, Type, Value, name};

impl Turn<'_> {
    /// Changes a list. During a sort with a Python key the change is noted.
    fn change_list(&mut self, id: ObjectId, change: impl FnOnce(&mut Vec<Value>)) {
        if let Object::List { items, sorting } = self.write(id) {
            change(items);
            if *sorting == 1 {
                *sorting = 2;
            }
        }
    }

    /// A number that has to be an integer.
    pub(super) fn whole(&mut self, value: Value) -> Outcome<i64> {
        match self.argument(value) {
            Some(number) => Ok(number),
            None => {
                let message = format!(
                    "'{}' object cannot be interpreted as an integer",
                    self.class_name(value)
                );
                self.raise(Type::TypeError, &message)
            }
        }
    }

    pub(super) fn list_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        let Some(id) = this.object() else {
            return Ok(Flow::Value(Value::None));
        };
        let one = [name::EMPTY];
        let done = Ok(Flow::Value(Value::None));
        let items = match self.read(id) {
            // The commonest operation of a loop must not copy the list.
            Object::List { .. } if method == Method::ListAppend => Vec::new(),
            Object::List { items, .. } | Object::Tuple(items) => {
                self.m.work.spend(items.len());
                items.clone()
            }
            _ => Vec::new(),
        };
        if !matches!(
            method,
            Method::TupleIndex
                | Method::TupleCount
                | Method::ListIndex
                | Method::ListCount
                | Method::ListCopy
        ) {
            self.container_guard(id)?;
        }
        match method {
            Method::ListAppend => {
                let value = self.params("append", args, &one, 1)?[0];
                if let Object::List { items, sorting } = self.write_added(id, &[value]) {
                    items.push(value);
                    if *sorting == 1 {
                        *sorting = 2;
                    }
                }
                done
            }
            Method::ListExtend => {
                let iterable = self.params("extend", args, &one, 1)?[0];
                self.collect(iterable, Into::Extend, this)
            }
            Method::ListInsert => {
                let values = self.params("insert", args, &[name::EMPTY; 2], 2)?;
                let Some(index) = self.argument(values[0]) else {
                    return self.raise(Type::TypeError, "an integer is required");
                };
                let length = items.len() as i64;
                let at = if index < 0 {
                    (index + length).max(0)
                } else {
                    index.min(length)
                };
                self.change_list(id, |items| items.insert(at as usize, values[1]));
                done
            }
            Method::ListPop => {
                let index = self.params("pop", args, &one, 0)?[0];
                if items.is_empty() {
                    return self.raise(Type::IndexError, "pop from empty list");
                }
                let at = match index {
                    Value::Null => items.len() - 1,
                    index => {
                        let index = self.whole(index)?;
                        let at = if index < 0 {
                            index + items.len() as i64
                        } else {
                            index
                        };
                        match usize::try_from(at) {
                            Ok(at) if at < items.len() => at,
                            _ => return self.raise(Type::IndexError, "pop index out of range"),
                        }
                    }
                };
                self.change_list(id, |items| {
                    items.remove(at);
                });
                Ok(Flow::Value(items[at]))
            }
            Method::ListRemove
            | Method::ListIndex
            | Method::TupleIndex
            | Method::ListCount
            | Method::TupleCount => {
                let values = self.params(method.name(), args, &[name::EMPTY; 3], 1)?;
                let items = self.alloc(Object::list(items));
                let mut operands = vec![Value::Int(method as i64), this, items];
                operands.extend(values);
                self.decide(Decision::Find, operands)
            }
            Method::ListClear => {
                if let Object::List { items, .. } = self.write(id) {
                    items.clear();
                }
                done
            }
            Method::ListReverse => {
                if let Object::List { items, .. } = self.write(id) {
                    items.reverse();
                }
                done
            }
            Method::ListCopy => Ok(Flow::Value(self.alloc(Object::list(items)))),
            _ => {
                let mut sorted = [Value::Null, Value::Null];
                if !args.positional.is_empty() {
                    return self.raise(Type::TypeError, "sort() takes no positional arguments");
                }
                for (key, value) in args.names {
                    match key {
                        name::KEY => sorted[0] = value,
                        name::REVERSE => sorted[1] = value,
                        _ => {
                            return self.raise(
                                Type::TypeError,
                                "sort() got an unexpected keyword argument",
                            );
                        }
                    }
                }
                self.sort(this, sorted[0], sorted[1], false)
            }
        }
    }

    /// `index`, `count` and `remove`.
    pub(crate) fn find_now(
        &mut self,
        method: i64,
        container: Value,
        items: Value,
        values: &[Value],
    ) -> Outcome<Value> {
        let is = |other: Method| method == other as i64;
        let items = self.items_of(items);
        let wanted = values[0];
        let length = items.len() as i64;
        let bound = |value: Value, default: i64| {
            let index = self.argument(value).unwrap_or(default);
            (if index < 0 { index + length } else { index }).clamp(0, length) as usize
        };
        let (from, to) = (bound(values[1], 0), bound(values[2], length));
        let counts = is(Method::ListCount) || is(Method::TupleCount) || is(Method::DequeCount);
        let mut hits = 0;
        let mut first = None;
        for (at, item) in items.iter().enumerate().take(to).skip(from) {
            let same = *item == wanted
                || match self.equal(*item, wanted) {
                    Some(same) => same,
                    None => {
                        return self.refuse(
                            "searching for such objects is not supported here by the explorer",
                            "write a loop",
                        );
                    }
                };
            if let (Some(Value::Int(before)), Some(Object::Deque { changes, .. })) =
                (values.get(3), self.object_of(container))
                && *before != i64::from(*changes)
            {
                let old = self.m.rules.version < Version::V3_10;
                return if is(Method::DequeRemove) && old {
                    self.raise(Type::IndexError, "deque mutated during remove().")
                } else if is(Method::DequeRemove) {
                    self.raise(Type::IndexError, "deque mutated during iteration")
                } else {
                    self.raise(Type::RuntimeError, "deque mutated during iteration")
                };
            }
            if same && !counts {
                first = Some(at);
                break;
            }
            hits += i64::from(same);
        }
        if counts {
            return Ok(Value::Int(hits));
        }
        let Some(at) = first else {
            let message = match self.m.rules.version {
                _ if is(Method::ListRemove) => "list.remove(x): x not in list".to_owned(),
                _ if is(Method::TupleIndex) => "tuple.index(x): x not in tuple".to_owned(),
                version
                    if is(Method::DequeRemove)
                        && !(Version::V3_10..Version::V3_14).contains(&version) =>
                {
                    "deque.remove(x): x not in deque".to_owned()
                }
                version if is(Method::DequeIndex) && version >= Version::V3_14 => {
                    "deque.index(x): x not in deque".to_owned()
                }
                _ if is(Method::DequeRemove) || is(Method::DequeIndex) => {
                    format!("{} is not in deque", self.plain_repr(wanted))
                }
                version if version >= Version::V3_14 => "list.index(x): x not in list".to_owned(),
                _ => format!("{} is not in list", self.plain_repr(wanted)),
            };
            return self.raise(Type::ValueError, &message);
        };
        if is(Method::ListRemove) {
            if let Some(id) = container.object() {
                self.change_list(id, |items| {
                    // A comparison may have made the list shorter.
                    if at < items.len() {
                        items.remove(at);
                    }
                });
            }
            return Ok(Value::None);
        }
        if is(Method::DequeRemove) {
            if let Some(id) = container.object()
                && let Object::Deque { items, changes, .. } = self.write(id)
            {
                items.remove(at);
                *changes += 1;
            }
            return Ok(Value::None);
        }
        Ok(Value::Int(at as i64))
    }

    /// Sorts a list. `fresh`: it is the new list of `sorted`, which is also the result.
    pub(crate) fn sort(
        &mut self,
        list: Value,
        key: Value,
        reverse: Value,
        fresh: bool,
    ) -> Outcome<Flow> {
        let reverse = reverse != Value::Null && self.truth(reverse)?.unwrap_or(true);
        let result = if fresh { list } else { Value::None };
        let Some(id) = list.object() else {
            return Ok(Flow::Value(result));
        };
        let shared =
            !fresh && !self.m.rules.gil && !id.is_constant() && self.s.heap[id.index()].shared;
        let items = self.items_of(list);
        let plain = (key == Value::Null || key == Value::None) && !shared;
        if plain && fresh && items.iter().any(|item| self.has_program_class(*item)) {
            return self.decide(Decision::Sorted, vec![Value::Bool(reverse), list]);
        }
        if plain && !items.iter().any(|item| self.may_ask(*item)) {
            let sorted = self.sorted(&items, &items, reverse)?;
            if let Object::List { items, .. } = self.write(id) {
                *items = sorted;
            }
            return Ok(Flow::Value(result));
        }
        // Values: list, key, reverse, saved items, keys so far, result.
        let items = match self.write(id) {
            Object::List { items, sorting } => {
                *sorting = 1;
                std::mem::take(items)
            }
            _ => Vec::new(),
        };
        let saved = self.alloc(Object::list(items));
        let keys = self.alloc(Object::list(Vec::new()));
        let key = if key == Value::Null { Value::None } else { key };
        let values = vec![list, key, Value::Bool(reverse), saved, keys, result];
        let flow = self.push_native(Native::Sort, values, Deliver::Push)?;
        self.set_native_stage(1);
        if shared {
            self.pause();
        }
        Ok(flow)
    }

    pub(crate) fn run_sort(&mut self) -> Outcome<()> {
        if self.native_stage() == 2 {
            let key = self.pop();
            self.append_to(4, key);
        }
        let function = self.native_value(1);
        let saved = self.native_value(3);
        let items = self.items_of(saved);
        loop {
            let keys = self.native_value(4);
            let keys = self.items_of(keys);
            if function == Value::None || keys.len() >= items.len() {
                let reverse = self.native_value(2) == Value::Bool(true);
                let keys = if function == Value::None {
                    &items
                } else {
                    &keys
                };
                // Behind the six values of the frame are the program's answers.
                self.set_native_stage(3);
                let sorted = self.with_answers(6, |turn| turn.sorted(keys, &items, reverse))?;
                return match sorted {
                    Some(sorted) => self.end_sort(sorted),
                    None => Ok(()),
                };
            }
            self.set_native_stage(2);
            match self.call_with(function, vec![items[keys.len()]], Deliver::Push)? {
                Flow::Value(key) => self.append_to(4, key),
                Flow::Frame => return Ok(()),
            }
        }
    }

    /// Gives the list its items back; concurrent changes are lost, and reported.
    fn end_sort(&mut self, sorted: Vec<Value>) -> Outcome<()> {
        let (list, result) = (self.native_value(0), self.native_value(5));
        let mut changed = false;
        if let Some(id) = list.object()
            && let Object::List { items, sorting } = self.write(id)
        {
            changed = *sorting == 2;
            *items = sorted;
            *sorting = 0;
        }
        if changed {
            // The frame must not restore the list a second time.
            self.set_native_value(0, Value::None);
            return self.raise(Type::ValueError, "list modified during sort");
        }
        self.finish_frame(result)
    }

    /// An exception leaves a sort: the list gets its items back.
    pub(crate) fn restore_sorted(&mut self) {
        let saved = self.native_value(3);
        let saved = self.items_of(saved);
        if let Some(id) = self.native_value(0).object()
            && let Object::List { items, sorting } = self.write(id)
        {
            *items = saved;
            *sorting = 0;
        }
    }
}
