//! `dict`, `defaultdict`, `Counter` and `OrderedDict`.

use super::Method;
use crate::code::{Binary, Version};
use crate::machine::{Args, Deliver, Flow, Into, KeyOp, Native, Outcome, Turn};
use crate::value::{Dict, Iteration, Object, Type, Value, name};

impl Turn<'_> {
    pub(super) fn dict_method(
        &mut self,
        method: Method,
        this: Value,
        mut args: Args,
    ) -> Outcome<Flow> {
        let two = [name::EMPTY; 2];
        let done = Ok(Flow::Value(Value::None));
        let Some(id) = this.object() else {
            return done;
        };
        if matches!(
            method,
            Method::DictClear
                | Method::DictPopItem
                | Method::OrderedPopItem
                | Method::DictUpdate
                | Method::CounterUpdate
                | Method::CounterSubtract
        ) {
            self.container_guard(id)?;
        }
        match method {
            Method::DictGet | Method::DictSetDefault | Method::DictPop => {
                let values = self.params(method.name(), args, &two, 1)?;
                let or_none = |value| {
                    if value == Value::Null {
                        Value::None
                    } else {
                        value
                    }
                };
                match method {
                    Method::DictGet => {
                        self.keyed(KeyOp::MethodGet, this, values[0], or_none(values[1]))
                    }
                    Method::DictSetDefault => {
                        self.keyed(KeyOp::SetDefault, this, values[0], or_none(values[1]))
                    }
                    _ => self.keyed(KeyOp::Pop, this, values[0], values[1]),
                }
            }
            Method::DictGetItem | Method::DictDelItem | Method::DictContains => {
                let key = self.params(method.name(), args, &two[..1], 1)?[0];
                let op = match method {
                    Method::DictGetItem => KeyOp::Get,
                    Method::DictDelItem => KeyOp::Delete,
                    _ => KeyOp::Contains,
                };
                self.keyed(op, this, key, Value::Null)
            }
            Method::DictSetItem => {
                let values = self.params(method.name(), args, &two, 2)?;
                self.keyed(KeyOp::Store, this, values[0], values[1])
            }
            Method::DictKeys => Ok(Flow::Value(self.view(this, Iteration::Keys))),
            Method::DictValues => Ok(Flow::Value(self.view(this, Iteration::Values))),
            Method::DictItems => Ok(Flow::Value(self.view(this, Iteration::Items))),
            Method::DictClear => {
                if let Object::Dict { dict, .. } = self.write(id) {
                    dict.clear();
                }
                done
            }
            Method::DictCopy => {
                let copy = match self.read(id) {
                    Object::Dict {
                        dict,
                        class,
                        factory,
                    } => Object::Dict {
                        dict: Dict::from_entries(dict.iter().copied()),
                        class: *class,
                        factory: *factory,
                    },
                    _ => Object::dict(Dict::default()),
                };
                Ok(Flow::Value(self.alloc(copy)))
            }
            Method::DictPopItem => {
                let entry = match self.write(id) {
                    Object::Dict { dict, .. } => dict.pop_last(),
                    _ => None,
                };
                match entry {
                    Some(entry) => Ok(Flow::Value(self.tuple(vec![entry.key, entry.value]))),
                    None => {
                        let text = self.string("popitem(): dictionary is empty");
                        Err(self.raise_with(Type::KeyError, vec![text]))
                    }
                }
            }
            Method::OrderedPopItem => {
                let last = self.params("popitem", args, &[name::LAST], 0)?[0];
                let last = last == Value::Null || self.truth(last)?.unwrap_or(true);
                let entry = match self.write(id) {
                    Object::Dict { dict, .. } if last => dict.pop_last(),
                    Object::Dict { dict, .. } => {
                        let first = dict.slots().iter().position(Option::is_some);
                        first.and_then(|at| dict.remove(at))
                    }
                    _ => None,
                };
                match entry {
                    Some(entry) => Ok(Flow::Value(self.tuple(vec![entry.key, entry.value]))),
                    None => {
                        let text = self.string("dictionary is empty");
                        Err(self.raise_with(Type::KeyError, vec![text]))
                    }
                }
            }
            Method::OrderedMoveToEnd => {
                let values = self.params("move_to_end", args, &[name::KEY, name::LAST], 1)?;
                if values[1] != Value::Null && !self.truth(values[1])?.unwrap_or(true) {
                    return self.refuse(
                        "`move_to_end(last=False)` is not supported by the explorer",
                        "use a deque",
                    );
                }
                self.keyed(KeyOp::MoveToEnd, this, values[0], Value::Null)
            }
            Method::DictUpdate | Method::CounterUpdate | Method::CounterSubtract => {
                let names: Vec<Value> = std::mem::take(&mut args.names)
                    .into_iter()
                    .flat_map(|(key, value)| [Value::Str(key), value])
                    .collect();
                let source = self.params("update", args, &[name::EMPTY], 0)?[0];
                self.update(method, this, source, names)
            }
            Method::CounterTotal => {
                let items = match self.read(id) {
                    Object::Dict { dict, .. } => dict.iter().map(|entry| entry.value).collect(),
                    _ => Vec::new(),
                };
                let list = self.alloc(Object::list(items));
                self.finish_collect(Into::Sum, Value::Int(0), list, Vec::new())
            }
            Method::CounterElements => {
                let pairs: Vec<_> = match self.read(id) {
                    Object::Dict { dict, .. } => {
                        dict.iter().map(|entry| (entry.key, entry.value)).collect()
                    }
                    _ => Vec::new(),
                };
                let mut items = Vec::new();
                for (key, count) in pairs {
                    let count = self.argument(count).unwrap_or(0).clamp(0, 1 << 20);
                    items.extend(std::iter::repeat_n(key, count as usize));
                }
                let list = self.tuple(items);
                Ok(Flow::Value(self.sequence_iterator(list, 0, false)))
            }
            _ => self.most_common(this, args),
        }
    }

    fn update(
        &mut self,
        method: Method,
        this: Value,
        source: Value,
        names: Vec<Value>,
    ) -> Outcome<Flow> {
        let mapping = matches!(self.object_of(source), Some(Object::Dict { .. }));
        if method == Method::DictUpdate {
            if source != Value::Null && !mapping {
                return self.collect_with(source, Into::DictUpdate, this, names);
            }
            if mapping {
                self.dict_update(this, source)?;
            }
            self.update_names(this, names)?;
            return Ok(Flow::Value(Value::None));
        }
        let add = method == Method::CounterUpdate;
        let into = if add {
            Into::CounterUpdate
        } else {
            Into::CounterSubtract
        };
        let items = self.snapshot(source)?;
        // `_count_elements` is written in C, and locks the Counter from 3.14 on.
        let locked = self.m.rules.gil || self.m.rules.version >= Version::V3_14;
        let mut pairs: Vec<Value> = match (self.object_of(source), items) {
            (Some(Object::Dict { dict, .. }), _) => {
                let empty = matches!(self.object_of(this), Some(Object::Dict { dict, .. }) if dict.is_empty());
                if add && empty && names.is_empty() {
                    // `dict.update` does it at once.
                    self.dict_update(this, source)?;
                    return Ok(Flow::Value(Value::None));
                }
                dict.iter()
                    .flat_map(|entry| [entry.key, entry.value])
                    .collect()
            }
            (_, Some(items)) if !(add && locked) => items
                .into_iter()
                .flat_map(|item| [item, Value::Int(1)])
                .collect(),
            _ if source == Value::Null => Vec::new(),
            _ => return self.collect_with(source, into, this, names),
        };
        pairs.extend(names);
        let op = if add { Binary::Add } else { Binary::Subtract };
        let mut values = vec![this, Value::Int(op as i64), Value::Int(0), Value::Null];
        values.extend(pairs);
        self.push_native(Native::Count, values, Deliver::Push)
    }

    /// `self[key] = self.get(key, 0) + count` for each pair of key and count: other threads can run after the
    /// call of `get`, and after each round. Values: the Counter, the operator, the number of the next pair's
    /// key, the count that was read, then the pairs.
    pub(crate) fn run_count(&mut self) -> Outcome<()> {
        let counter = self.native_value(0);
        let at = match self.native_value(2) {
            Value::Int(at) => 4 + at as usize,
            _ => 4,
        };
        if at + 1 >= self.native_values().len() {
            return self.finish_frame(Value::None);
        }
        let (key, amount) = (self.native_value(at), self.native_value(at + 1));
        if self.native_stage() == 0 {
            let old = self.count_of(counter, key)?;
            self.set_native_value(3, old);
            self.set_native_stage(1);
        } else {
            let op = match self.native_value(1) {
                Value::Int(op) if op == Binary::Add as i64 => Binary::Add,
                _ => Binary::Subtract,
            };
            let old = self.native_value(3);
            if let Flow::Value(sum) = self.binary(op, old, amount)? {
                self.put(counter, key, sum)?;
            }
            self.set_native_value(2, Value::Int(at as i64 - 2));
            self.set_native_value(3, Value::Null);
            self.set_native_stage(0);
        }
        self.pause_in_library();
        Ok(())
    }

    /// The most common first, equal counts in the order they are in.
    pub(crate) fn sort_by_count(&self, pairs: &mut [(Value, Value)]) {
        pairs.sort_by(|a, b| match (self.number_of(a.1), self.number_of(b.1)) {
            (Some(x), Some(y)) => y.compare(&x).unwrap_or(std::cmp::Ordering::Equal),
            _ => std::cmp::Ordering::Equal,
        });
    }

    fn most_common(&mut self, this: Value, args: Args) -> Outcome<Flow> {
        let count = self.params("most_common", args, &[name::N], 0)?[0];
        let mut pairs: Vec<_> = match this.object().map(|id| self.read(id)) {
            Some(Object::Dict { dict, .. }) => {
                dict.iter().map(|entry| (entry.key, entry.value)).collect()
            }
            _ => Vec::new(),
        };
        self.sort_by_count(&mut pairs);
        if let Some(count) = self.argument(count) {
            pairs.truncate(usize::try_from(count).unwrap_or(0));
        }
        let items = pairs
            .into_iter()
            .map(|(key, value)| self.tuple(vec![key, value]))
            .collect();
        Ok(Flow::Value(self.alloc(Object::list(items))))
    }
}
