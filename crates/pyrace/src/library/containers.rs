//! Methods of built-in classes: which file knows which, and what becomes of collected items.

use super::Method;
use crate::code::{Binary, Compare, Version};
use crate::machine::{Args, Decision, Deliver, Flow, Into, KeyOp, Native, Number, Outcome, Turn};
use crate::value::{Dict, Iter, Object, Type, Value, name};

impl Turn<'_> {
    /// Calls a method of a built-in class.
    pub(crate) fn call_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        let class = method.class();
        let of = self.class_of(this);
        let fits = match class {
            Type::Object | Type::Iterator => true,
            class => self.is_subclass(of, Value::Type(class)),
        };
        if !fits {
            let message = format!(
                "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                method.name(),
                class.name(),
                self.class_name(this)
            );
            return self.raise(Type::TypeError, &message);
        }
        match class {
            Type::Object => self.object_method(method, this, args),
            Type::Int | Type::Float => self.number_method(method, this),
            Type::Str => self.string_method(method, this, args),
            Type::Range => self.range_method(method, this, args),
            Type::List | Type::Tuple => self.list_method(method, this, args),
            Type::Dict | Type::Counter | Type::OrderedDict => self.dict_method(method, this, args),
            Type::Set | Type::FrozenSet => self.set_method(method, this, args),
            Type::Deque => self.deque_method(method, this, args),
            Type::Generator | Type::Iterator => self.generator_method(method, this, args),
            Type::Property => self.property_method(method, this, args),
            Type::BaseException => self.exception_method(method, this, args),
            Type::Thread => self.thread_method(method, this, args),
            Type::Lock
            | Type::RLock
            | Type::Condition
            | Type::Semaphore
            | Type::Event
            | Type::Barrier => self.primitive_method(method, this, args),
            Type::Queue | Type::SimpleQueue => self.queue_method(method, this, args),
            Type::ThreadPoolExecutor => self.executor_method(method, this, args),
            _ => self.future_method(method, this, args),
        }
    }

    fn object_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        let value = match method {
            Method::ObjectInit => Value::None,
            Method::ObjectNew => return self.new_instance(this, args),
            Method::ObjectEq => {
                let other = args.positional.first().copied().unwrap_or_default();
                if other == this {
                    Value::Bool(true)
                } else {
                    Value::NotImplemented
                }
            }
            Method::ObjectHash => match self.hash(this)? {
                Ok(hash) if !matches!(this, Value::Object(_) | Value::Str(_)) => Value::Int(hash),
                _ => {
                    return self.refuse(
                        "this hash is different in every run",
                        "do not use it as data",
                    );
                }
            },
            Method::ObjectStr | Method::ObjectRepr => {
                let text = if method == Method::ObjectStr {
                    self.plain_text(this)
                } else {
                    self.plain_repr(this)
                };
                self.string(&text)
            }
            _ => {
                let message = format!(
                    "`object.{}` is not supported by the explorer",
                    method.name()
                );
                return self.refuse(message, "write it in another way");
            }
        };
        Ok(Flow::Value(value))
    }

    fn number_method(&mut self, method: Method, this: Value) -> Outcome<Flow> {
        let Some(number) = self.number_of(this) else {
            return Ok(Flow::Value(Value::None));
        };
        Ok(Flow::Value(match method {
            Method::IntBitCount => match number {
                Number::Int(number) => Value::Int(i64::from(number.unsigned_abs().count_ones())),
                _ => {
                    return self.refuse(
                        "`bit_count` of such a large integer is not supported by the explorer",
                        "use smaller numbers",
                    );
                }
            },
            Method::IntBitLength => Value::Int(number.big().bit_length() as i64),
            _ => Value::Bool(number.float().fract() == 0.0),
        }))
    }

    fn range_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        let value = self.params(method.name(), args, &[name::EMPTY], 1)?[0];
        let Some(Object::Range { start, stop, step }) = self.object_of(this) else {
            return Ok(Flow::Value(Value::None));
        };
        let (start, stop, step) = (*start, *stop, *step);
        let at = self.argument(value).and_then(|value| {
            let offset = value.checked_sub(start)?;
            let inside = if step > 0 {
                start <= value && value < stop
            } else {
                stop < value && value <= start
            };
            (inside && offset % step == 0).then_some(offset / step)
        });
        match (method, at) {
            (Method::RangeCount, at) => Ok(Flow::Value(Value::Int(i64::from(at.is_some())))),
            (_, Some(at)) => Ok(Flow::Value(Value::Int(at))),
            (_, None) => {
                let message = if self.m.rules.version >= Version::V3_14 {
                    "range.index(x): x not in range".to_owned()
                } else {
                    format!("{} is not in range", self.plain_repr(value))
                };
                self.raise(Type::ValueError, &message)
            }
        }
    }

    fn property_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        let function = self.params("setter", args, &[name::EMPTY], 1)?[0];
        let Some(Object::Property { get, set, delete }) = self.object_of(this) else {
            return Ok(Flow::Value(this));
        };
        let (mut get, mut set, mut delete) = (*get, *set, *delete);
        match method {
            Method::PropertyGetter => get = function,
            Method::PropertySetter => set = function,
            _ => delete = function,
        }
        Ok(Flow::Value(self.alloc(Object::Property {
            get,
            set,
            delete,
        })))
    }

    fn exception_method(&mut self, method: Method, this: Value, args: Args) -> Outcome<Flow> {
        match method {
            Method::ExceptionInit => {
                if let Some(id) = this.object()
                    && let Object::Exception { args: stored, .. } = self.write(id)
                {
                    *stored = args.positional;
                }
                Ok(Flow::Value(Value::None))
            }
            Method::ExceptionStr => {
                // The text of the built-in class, even if a derived one has its own.
                let text = match self.object_of(this) {
                    Some(Object::Exception { args, .. }) => match args.as_slice() {
                        [] => String::new(),
                        [only] => self.plain_text(*only),
                        all => {
                            let parts: Vec<String> =
                                all.iter().map(|arg| self.plain_repr(*arg)).collect();
                            format!("({})", parts.join(", "))
                        }
                    },
                    _ => String::new(),
                };
                Ok(Flow::Value(self.string(&text)))
            }
            _ => Ok(Flow::Value(this)),
        }
    }

    /// What [`Turn::collect`] makes of its items, for the functions of this library.
    pub(crate) fn finish_library(
        &mut self,
        into: Into,
        target: Value,
        items: Vec<Value>,
        extra: Vec<Value>,
    ) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        match into {
            Into::Sum => {
                let sum = target;
                if matches!(sum, Value::Str(_)) {
                    return self.raise(
                        Type::TypeError,
                        "sum() can't sum strings [use ''.join(seq) instead]",
                    );
                }
                if items.iter().any(|item| self.has_program_class(*item))
                    || self.has_program_class(sum)
                {
                    let items = self.alloc(Object::list(items));
                    return self.push_native(
                        Native::Sum,
                        vec![sum, items, Value::Int(0)],
                        Deliver::Push,
                    );
                }
                self.plain_sum(sum, items)
            }
            Into::Min | Into::Max => self.select(into == Into::Min, items, extra),
            Into::Sorted => {
                let list = self.alloc(Object::list(items));
                let key = extra.first().copied().unwrap_or_default();
                let reverse = extra.get(1).copied().unwrap_or_default();
                self.sort(list, key, reverse, true)
            }
            Into::Join => self.join(target, items),
            Into::Deque => {
                for item in items {
                    self.deque_push(target, item, false);
                }
                Ok(Flow::Value(target))
            }
            Into::Dict | Into::DictUpdate => {
                for (at, item) in items.into_iter().enumerate() {
                    self.put_into(into, target, at as i64, item)?;
                }
                let result = if into == Into::Dict {
                    target
                } else {
                    Value::None
                };
                self.update_names(target, extra)?;
                Ok(Flow::Value(result))
            }
            Into::Counter | Into::CounterUpdate | Into::CounterSubtract => {
                self.count_items(into, target, items, extra)
            }
            Into::SetUnion
            | Into::SetIntersection
            | Into::SetDifference
            | Into::SetSymmetricDifference
            | Into::SetIsSubset
            | Into::SetIsSuperset
            | Into::SetIsDisjoint => self.finish_set(into, target, items, !extra.is_empty()),
            Into::SubmitAll => self.submit_all(target, items, extra),
            Into::AsCompleted => {
                let iter = Iter::Results {
                    futures: items,
                    completed: true,
                };
                Ok(Flow::Value(self.alloc(Object::Iter(iter))))
            }
            _ => done,
        }
    }

    /// The sum of values that no class of the program has a say in. From 3.12 on the rounding errors of
    /// floats are summed apart (Neumaier), as `builtin_sum` in `Python/bltinmodule.c` does.
    fn plain_sum(&mut self, start: Value, items: Vec<Value>) -> Outcome<Flow> {
        let mut sum = start;
        let mut items = items.into_iter();
        let compensated = self.m.rules.version >= Version::V3_12;
        while let Some(item) = items.next() {
            self.go_on()?;
            if let Flow::Value(value) = self.binary(Binary::Add, sum, item)? {
                sum = value;
            }
            if let (true, Value::Float(bits)) = (compensated, sum) {
                let (mut total, mut lost) = (f64::from_bits(bits), 0.0);
                let mut other = None;
                for item in items.by_ref() {
                    let x = match item {
                        Value::Float(bits) => f64::from_bits(bits),
                        Value::Int(number) => number as f64,
                        Value::Bool(truth) => f64::from(u8::from(truth)),
                        item => {
                            other = Some(item);
                            break;
                        }
                    };
                    let next: f64 = total + x;
                    // CPython adds integers without a correction.
                    if matches!(item, Value::Float(_)) {
                        lost += if total.abs() >= x.abs() {
                            (total - next) + x
                        } else {
                            (x - next) + total
                        };
                    }
                    total = next;
                }
                if lost != 0.0 && lost.is_finite() {
                    total += lost;
                }
                sum = Value::float(total);
                if let Some(item) = other
                    && let Flow::Value(value) = self.binary(Binary::Add, sum, item)?
                {
                    sum = value;
                }
            }
        }
        Ok(Flow::Value(sum))
    }

    /// `dict[key] = value` where no class of the program has a say.
    pub(crate) fn put(&mut self, dict: Value, key: Value, value: Value) -> Outcome<()> {
        self.plain_hash(key)?;
        self.keyed(KeyOp::Store, dict, key, value)?;
        Ok(())
    }

    /// Stores pairs of key and value, one after the other.
    pub(crate) fn update_names(&mut self, dict: Value, names: Vec<Value>) -> Outcome<Flow> {
        for pair in names.chunks_exact(2) {
            self.put(dict, pair[0], pair[1])?;
        }
        Ok(Flow::Value(dict))
    }

    /// `min` and `max`: `extra` is the key and the default.
    fn select(&mut self, least: bool, items: Vec<Value>, extra: Vec<Value>) -> Outcome<Flow> {
        let key = extra.first().copied().unwrap_or_default();
        if items.is_empty() {
            return match extra.get(1) {
                Some(default) if *default != Value::Null => Ok(Flow::Value(*default)),
                _ => {
                    let function = if least { "min" } else { "max" };
                    let message = if self.m.rules.version >= crate::code::Version::V3_12 {
                        format!("{function}() iterable argument is empty")
                    } else {
                        format!("{function}() arg is an empty sequence")
                    };
                    self.raise(Type::ValueError, &message)
                }
            };
        }
        if key != Value::Null && key != Value::None {
            let items = self.alloc(Object::list(items));
            let keys = self.alloc(Object::list(Vec::new()));
            let values = vec![items, keys, key, Value::Bool(least)];
            return self.push_native(Native::Select, values, Deliver::Push);
        }
        let items = self.alloc(Object::list(items));
        self.decide(Decision::Best, vec![Value::Bool(least), items])
    }

    /// The index of the least or greatest value, the first of equal ones.
    pub(crate) fn best(&mut self, least: bool, keys: &[Value]) -> Outcome<usize> {
        let mut best = 0;
        for at in 1..keys.len() {
            let better = if least {
                self.less(keys[at], keys[best])?
            } else {
                self.ordered(Compare::Gt, keys[at], keys[best])?
            };
            if better {
                best = at;
            }
        }
        Ok(best)
    }

    /// Values: items, keys so far, the key function, whether the least is wanted.
    pub(crate) fn run_select(&mut self) -> Outcome<()> {
        if self.native_stage() > 0 {
            let key = self.pop();
            self.append_to(1, key);
        }
        self.set_native_stage(1);
        let items = self.native_value(0);
        let items = self.items_of(items);
        loop {
            let keys = self.native_value(1);
            let keys = self.items_of(keys);
            let Some(next) = items.get(keys.len()) else {
                let least = self.native_value(3) == Value::Bool(true);
                // Behind the four values of the frame are the program's answers.
                self.set_native_stage(0);
                return match self.with_answers(4, |turn| turn.best(least, &keys))? {
                    Some(at) => self.finish_frame(items[at]),
                    None => Ok(()),
                };
            };
            let function = self.native_value(2);
            match self.call_with(function, vec![*next], Deliver::Push)? {
                Flow::Value(key) => self.append_to(1, key),
                Flow::Frame => return Ok(()),
            }
        }
    }

    /// Appends to the private list that a native frame keeps in a slot.
    pub(crate) fn append_to(&mut self, slot: usize, value: Value) {
        if let Some(id) = self.native_value(slot).object()
            && let Object::List { items, .. } = self.write(id)
        {
            items.push(value);
        }
    }

    /// `Counter` methods: `extra` holds `True` when the only item is a mapping.
    fn count_items(
        &mut self,
        into: Into,
        target: Value,
        items: Vec<Value>,
        extra: Vec<Value>,
    ) -> Outcome<Flow> {
        let mut pairs: Vec<(Value, Value)> = Vec::new();
        if extra.first() == Some(&Value::Bool(true)) {
            for mapping in items {
                if let Some(Object::Dict { dict, .. }) = mapping.object().map(|id| self.read(id)) {
                    pairs.extend(dict.iter().map(|entry| (entry.key, entry.value)));
                }
            }
        } else {
            pairs.extend(items.into_iter().map(|item| (item, Value::Int(1))));
            pairs.extend(extra.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        let op = if into == Into::CounterSubtract {
            Binary::Subtract
        } else {
            Binary::Add
        };
        for (key, amount) in pairs {
            self.count(target, op, key, amount)?;
        }
        Ok(Flow::Value(if into == Into::Counter {
            target
        } else {
            Value::None
        }))
    }

    /// Adds to the count of a key, or subtracts from it.
    fn count(&mut self, counter: Value, op: Binary, key: Value, amount: Value) -> Outcome<()> {
        let old = self.count_of(counter, key)?;
        if let Flow::Value(sum) = self.binary(op, old, amount)? {
            self.put(counter, key, sum)?;
        }
        Ok(())
    }

    /// `counter.get(key, 0)`
    pub(super) fn count_of(&mut self, counter: Value, key: Value) -> Outcome<Value> {
        let hash = self.plain_hash(key)?;
        let found = match counter.object().map(|id| self.read(id)) {
            Some(Object::Dict { dict, .. }) => dict
                .find(hash, |other| self.same_key(other, key))
                .and_then(|at| dict.at(at))
                .map(|entry| entry.value),
            _ => None,
        };
        Ok(found.unwrap_or(Value::Int(0)))
    }

    /// Puts the item number `at` of an iterable into a container that takes them one by one.
    pub(crate) fn put_into(
        &mut self,
        into: Into,
        target: Value,
        at: i64,
        item: Value,
    ) -> Outcome<()> {
        match into {
            Into::DequeExtend | Into::DequeExtendLeft => {
                self.deque_push(target, item, into == Into::DequeExtendLeft);
                Ok(())
            }
            Into::SetUpdate | Into::SetTakeOut => {
                let op = if into == Into::SetUpdate {
                    KeyOp::SetAdd
                } else {
                    KeyOp::SetDiscard
                };
                self.plain_hash(item)
                    .or_else(|fault| self.tell_use(fault, item, true))?;
                self.keyed(op, target, item, Value::Null)?;
                Ok(())
            }
            Into::CounterUpdate => self.count(target, Binary::Add, item, Value::Int(1)),
            Into::CounterSubtract => self.count(target, Binary::Subtract, item, Value::Int(1)),
            _ => self.put_pair(target, at, item),
        }
    }

    /// `dict[key] = value` for a pair of key and value, the one with the number `at`.
    fn put_pair(&mut self, dict: Value, at: i64, item: Value) -> Outcome<()> {
        let Some(pair) = self.snapshot(item)? else {
            let message = if self.m.rules.version >= Version::V3_14 {
                "object is not iterable".to_owned()
            } else {
                format!("cannot convert dictionary update sequence element #{at} to a sequence")
            };
            return self.raise(Type::TypeError, &message);
        };
        let [key, value] = pair.as_slice() else {
            let message = format!(
                "dictionary update sequence element #{at} has length {}; 2 is required",
                pair.len()
            );
            return self.raise(Type::ValueError, &message);
        };
        self.put(dict, *key, *value)
    }

    /// A dictionary of keyword arguments; [`Value::Null`] if there are none.
    pub(crate) fn dict_of_names(
        &mut self,
        names: &[(crate::value::Atom, Value)],
    ) -> Outcome<Value> {
        if names.is_empty() {
            return Ok(Value::Null);
        }
        let mut dict = Dict::default();
        for (key, value) in names {
            self.dict_insert(&mut dict, Value::Str(*key), *value)?;
        }
        Ok(self.alloc(Object::dict(dict)))
    }

    /// True if `a` comes before `b` in a priority queue.
    pub(crate) fn before(&mut self, a: Value, b: Value) -> Outcome<bool> {
        match self.order(Compare::Lt, a, b)? {
            Some(less) => Ok(less),
            None => self.less(a, b),
        }
    }
}
