//! Calling built-in classes.

use crate::bigint::BigInt;
use crate::code::Version;
use crate::decimal;
use crate::machine::{Args, Deliver, Flow, Into, Native, Number, Outcome, Render, Turn, whole};
use crate::value::{
    Attrs, BarrierState, Dict, FutureState, Iter, Object, QueueKind, QueueState, Set, ThreadObject,
    Type, Value, name,
};

impl Turn<'_> {
    /// Calls a built-in class.
    pub(crate) fn construct(&mut self, class: Type, args: Args) -> Outcome<Flow> {
        let one = [name::EMPTY];
        let name_of = class.name();
        if class.is_exception() {
            if !args.names.is_empty() {
                let message = format!("{name_of}() takes no keyword arguments");
                return self.raise(Type::TypeError, &message);
            }
            if class.is_subclass(Type::OSError) && args.positional.len() > 1 {
                return self.refuse(
                    "an operating system's error with a number is not supported by the explorer",
                    "give one text as the argument",
                );
            }
            let object = Object::Exception {
                class: Value::Type(class),
                args: args.positional,
                attrs: Attrs::default(),
                line: 0,
                cause: Value::Null,
            };
            return Ok(Flow::Value(self.alloc(object)));
        }
        let object = match class {
            Type::List | Type::Tuple | Type::Set | Type::FrozenSet => {
                let value = self.params(name_of, args, &one, 0)?[0];
                let into = match class {
                    Type::List => Into::List,
                    Type::Tuple => Into::Tuple,
                    Type::Set => Into::Set,
                    _ => Into::FrozenSet,
                };
                if value == Value::Null {
                    let list = self.alloc(Object::list(Vec::new()));
                    return self.finish_collect(into, Value::Null, list, Vec::new());
                }
                // A set of a set keeps its layout.
                if let (Type::Set | Type::FrozenSet, Some(Object::Set { set, .. })) =
                    (class, value.object().map(|id| self.read(id)))
                {
                    let mut copy = Set::default();
                    copy.merge(set, |_, _| false);
                    let frozen = class == Type::FrozenSet;
                    return Ok(Flow::Value(self.alloc(Object::Set { set: copy, frozen })));
                }
                return self.collect(value, into, Value::Null);
            }
            Type::Dict | Type::OrderedDict | Type::DefaultDict | Type::Counter => {
                return self.construct_dict(class, args);
            }
            Type::Int => return self.construct_int(args),
            Type::Float => return self.construct_float(args),
            Type::Bool => {
                let value = self.params(name_of, args, &one, 0)?[0];
                return match self.truth(value)? {
                    Some(truth) => Ok(Flow::Value(Value::Bool(truth))),
                    None => {
                        self.push_native(crate::machine::Native::Truth, vec![value], Deliver::Push)
                    }
                };
            }
            Type::Str => {
                let value = self.params(name_of, args, &one, 0)?[0];
                return match value {
                    Value::Null => Ok(Flow::Value(Value::Str(name::EMPTY))),
                    value => self.render(Render::Str, [value, Value::Null, Value::Null]),
                };
            }
            Type::Object => Object::Instance {
                class: Value::Type(Type::Object),
                attrs: Attrs::default(),
            },
            Type::Type => {
                let value = self.params(name_of, args, &one, 1)?[0];
                return Ok(Flow::Value(self.class_of(value)));
            }
            Type::Range | Type::Slice => return self.construct_range(class, args),
            Type::Property => {
                let values = self.params(name_of, args, &[name::EMPTY; 4], 0)?;
                Object::Property {
                    get: values[0],
                    set: values[1],
                    delete: values[2],
                }
            }
            Type::StaticMethod => Object::StaticMethod(self.params(name_of, args, &one, 1)?[0]),
            Type::ClassMethod => Object::ClassMethod(self.params(name_of, args, &one, 1)?[0]),
            Type::Super => return self.construct_super(args),
            Type::Enumerate
            | Type::Zip
            | Type::Map
            | Type::Filter
            | Type::Reversed
            | Type::Count
            | Type::Repeat
            | Type::Chain
            | Type::ISlice => return self.construct_iterator(class, args),
            Type::Deque => {
                let values = self.params(name_of, args, &[name::ITERABLE, name::MAXLEN], 0)?;
                let limit = match values[1] {
                    Value::Null | Value::None => -1,
                    value => match self.argument(value) {
                        Some(limit) if limit >= 0 => limit,
                        _ => return self.raise(Type::ValueError, "maxlen must be non-negative"),
                    },
                };
                let deque = self.alloc(Object::Deque {
                    items: Vec::new(),
                    limit,
                    changes: 0,
                });
                if values[0] == Value::Null {
                    return Ok(Flow::Value(deque));
                }
                return self.collect(values[0], Into::Deque, deque);
            }
            Type::Lock => Object::Lock { locked: false },
            Type::RLock => Object::RLock { owner: 0, count: 0 },
            Type::Condition => {
                let lock = self.params(name_of, args, &[name::LOCK], 0)?[0];
                let lock = match lock {
                    Value::Null | Value::None => self.alloc(Object::RLock { owner: 0, count: 0 }),
                    lock => lock,
                };
                if !matches!(
                    self.object_of(lock),
                    Some(Object::Lock { .. } | Object::RLock { .. })
                ) {
                    return self.refuse(
                        "a Condition needs a Lock or an RLock here",
                        "use `threading.Condition(threading.Lock())`",
                    );
                }
                Object::Condition {
                    lock,
                    waiters: Vec::new(),
                }
            }
            Type::Semaphore | Type::BoundedSemaphore => {
                let value = self.params(name_of, args, &[name::VALUE_PLAIN], 0)?[0];
                let value = match value {
                    Value::Null => 1,
                    value => match self.argument(value) {
                        Some(value) if value >= 0 => value,
                        _ => {
                            return self
                                .raise(Type::ValueError, "semaphore initial value must be >= 0");
                        }
                    },
                };
                let limit = if class == Type::Semaphore { -1 } else { value };
                Object::Semaphore { value, limit }
            }
            Type::Event => Object::Event {
                set: false,
                waiters: Vec::new(),
            },
            Type::Barrier => {
                let values = self.params(
                    name_of,
                    args,
                    &[name::PARTIES, name::ACTION, name::TIMEOUT],
                    1,
                )?;
                let parties = self.argument(values[0]).and_then(|n| u32::try_from(n).ok());
                let version = self.m.rules.version;
                let Some(parties) = parties.filter(|n| *n > 0 || version < Version::V3_13) else {
                    let message = if version >= Version::V3_14 {
                        "parties must be >= 1"
                    } else {
                        "parties must be > 0"
                    };
                    return self.raise(Type::ValueError, message);
                };
                if values[2] != Value::Null && values[2] != Value::None {
                    return self.refuse(
                        "a Barrier with a time-out is not supported by the explorer",
                        "give the time-out to `wait`",
                    );
                }
                let action = if values[1] == Value::None {
                    Value::Null
                } else {
                    values[1]
                };
                Object::Barrier(BarrierState {
                    parties,
                    action,
                    ..BarrierState::default()
                })
            }
            Type::Local => {
                self.params(name_of, args, &[], 0)?;
                Object::Local
            }
            Type::Queue | Type::LifoQueue | Type::PriorityQueue | Type::SimpleQueue => {
                let value = self.params(name_of, args, &[name::MAXSIZE], 0)?[0];
                let kind = match class {
                    Type::Queue => QueueKind::Fifo,
                    Type::LifoQueue => QueueKind::Lifo,
                    Type::PriorityQueue => QueueKind::Priority,
                    _ => QueueKind::Simple,
                };
                let maxsize = self.argument(value).unwrap_or(0);
                Object::Queue(QueueState {
                    kind,
                    items: Vec::new(),
                    maxsize,
                    unfinished: 0,
                    closed: false,
                })
            }
            Type::Thread => {
                let daemon = self.me().daemon;
                let thread = self.alloc(Object::Thread(Box::new(ThreadObject {
                    class: Value::Type(Type::Thread),
                    attrs: Attrs::default(),
                    initialised: false,
                    target: Value::Null,
                    args: Value::Null,
                    kwargs: Value::Null,
                    name: Value::Null,
                    number: 0,
                    daemon,
                    started: None,
                })));
                self.init_thread(thread, args)?;
                return Ok(Flow::Value(thread));
            }
            Type::ThreadPoolExecutor => {
                let values = self.params(
                    name_of,
                    args,
                    &[
                        name::MAX_WORKERS,
                        name::THREAD_NAME_PREFIX,
                        name::INITIALIZER,
                        name::INITARGS,
                    ],
                    0,
                )?;
                let limit = match values[0] {
                    Value::Null | Value::None => {
                        return self.refuse(
                            "the number of workers depends on the machine",
                            "give `max_workers`",
                        );
                    }
                    value => match self.argument(value).and_then(|n| u32::try_from(n).ok()) {
                        Some(limit) if limit > 0 => limit,
                        _ => {
                            return self
                                .raise(Type::ValueError, "max_workers must be greater than 0");
                        }
                    },
                };
                let initializer = if values[2] == Value::None {
                    Value::Null
                } else {
                    values[2]
                };
                Object::Executor {
                    limit,
                    workers: Vec::new(),
                    jobs: Vec::new(),
                    closed: false,
                    initializer,
                    initargs: values[3],
                }
            }
            Type::Future => Object::Future(FutureState::Pending),
            Type::Cycle => {
                return self.refuse(
                    "`itertools.cycle` is not supported by the explorer",
                    "use `items[i % len(items)]`",
                );
            }
            _ => {
                let message = format!("cannot create '{name_of}' instances");
                return self.raise(Type::TypeError, &message);
            }
        };
        Ok(Flow::Value(self.alloc(object)))
    }

    fn construct_range(&mut self, class: Type, args: Args) -> Outcome<Flow> {
        let values = self.params(class.name(), args, &[name::EMPTY; 3], 1)?;
        let (start, stop, step) = match (values[1], values[2]) {
            (Value::Null, _) => (Value::Null, values[0], Value::Null),
            (stop, step) => (values[0], stop, step),
        };
        if class == Type::Slice {
            let part = |value| {
                if value == Value::Null {
                    Value::None
                } else {
                    value
                }
            };
            let slice = Object::Slice([part(start), part(stop), part(step)]);
            return Ok(Flow::Value(self.alloc(slice)));
        }
        let mut numbers = [0, 0, 1];
        for (number, value) in numbers.iter_mut().zip([start, stop, step]) {
            if value == Value::Null {
                continue;
            }
            *number = match self.argument(value) {
                Some(value) => value,
                None if matches!(value, Value::Big(_)) => {
                    return self.refuse(
                        "such a large range is not supported by the explorer",
                        "use smaller numbers",
                    );
                }
                None => {
                    let message = format!(
                        "'{}' object cannot be interpreted as an integer",
                        self.class_name(value)
                    );
                    return self.raise(Type::TypeError, &message);
                }
            };
        }
        let [start, stop, step] = numbers;
        if step == 0 {
            return self.raise(Type::ValueError, "range() arg 3 must not be zero");
        }
        Ok(Flow::Value(self.alloc(Object::Range { start, stop, step })))
    }

    fn construct_dict(&mut self, class: Type, args: Args) -> Outcome<Flow> {
        let mut positional = args.positional.into_iter();
        let mut factory = Value::Null;
        if class == Type::DefaultDict {
            factory = positional.next().unwrap_or(Value::Null);
            if factory == Value::None {
                factory = Value::Null;
            }
            if factory != Value::Null && !self.is_callable(factory) {
                return self.raise(Type::TypeError, "first argument must be callable or None");
            }
        }
        let source = positional.next();
        if positional.next().is_some() {
            let message = format!("{} expected at most 1 argument, got 2", class.name());
            return self.raise(Type::TypeError, &message);
        }
        let mut dict = Dict::default();
        if source.is_none() {
            for (key, value) in args.names {
                self.dict_insert(&mut dict, Value::Str(key), value)?;
            }
            let object = Object::Dict {
                dict,
                class,
                factory,
            };
            return Ok(Flow::Value(self.alloc(object)));
        }
        let source = source.unwrap_or_default();
        let target = self.alloc(Object::Dict {
            dict,
            class,
            factory,
        });
        let names: Vec<Value> = args
            .names
            .into_iter()
            .flat_map(|(key, value)| [Value::Str(key), value])
            .collect();
        if matches!(self.object_of(source), Some(Object::Dict { .. })) {
            self.dict_update(target, source)?;
            if class == Type::Counter && names.is_empty() {
                return Ok(Flow::Value(target));
            }
            if class == Type::Counter {
                let none = self.alloc(Object::list(Vec::new()));
                return self.finish_collect(Into::Counter, target, none, names);
            }
            return self.update_names(target, names);
        }
        let into = if class == Type::Counter {
            Into::Counter
        } else {
            Into::Dict
        };
        self.collect_with(source, into, target, names)
    }

    fn construct_int(&mut self, args: Args) -> Outcome<Flow> {
        let values = self.params("int", args, &[name::EMPTY, name::BASE], 0)?;
        let base = match values[1] {
            Value::Null => 10,
            value => match self.argument(value) {
                Some(base) => base,
                None => {
                    let message = format!(
                        "'{}' object cannot be interpreted as an integer",
                        self.class_name(value)
                    );
                    return self.raise(Type::TypeError, &message);
                }
            },
        };
        if values[1] != Value::Null && !matches!(values[0], Value::Str(_)) {
            return self.raise(
                Type::TypeError,
                "int() can't convert non-string with explicit base",
            );
        }
        if base != 0 && !(2..=36).contains(&base) {
            return self.raise(Type::ValueError, "int() base must be >= 2 and <= 36, or 0");
        }
        let given = base;
        match values[0] {
            Value::Null => Ok(Flow::Value(Value::Int(0))),
            Value::Str(atom) => {
                let text = self.text(atom).to_owned();
                let trimmed = text.trim();
                let (negative, digits) = match trimmed.strip_prefix(['-', '+']) {
                    Some(rest) => (trimmed.starts_with('-'), rest),
                    None => (false, trimmed),
                };
                let (base, digits) = strip_base(base, digits);
                // An underscore stands between two digits.
                let digits =
                    if digits.starts_with('_') || digits.ends_with('_') || digits.contains("__") {
                        String::new()
                    } else {
                        digits.replace('_', "")
                    };
                let radix = u32::try_from(base)
                    .ok()
                    .filter(|base| (2..=36).contains(base));
                if radix.is_some_and(|radix| !radix.is_power_of_two()) {
                    self.m.work.check_digits(digits.len());
                }
                // The time is that of the square of the length.
                self.m.work.spend(digits.len() * digits.len() / 128);
                self.go_on()?;
                let parsed = radix.and_then(|radix| BigInt::parse(&digits, radix));
                match parsed {
                    Some(number) => {
                        let number = if negative { number.neg() } else { number };
                        Ok(Flow::Value(self.integer(number)))
                    }
                    None => {
                        let shown = self.plain_repr(Value::Str(atom));
                        let message =
                            format!("invalid literal for int() with base {given}: {shown}");
                        self.raise(Type::ValueError, &message)
                    }
                }
            }
            value => match self.number_of(value) {
                Some(Number::Float(number)) => match whole(number) {
                    Some(number) => Ok(Flow::Value(self.integer(number))),
                    None => self.not_finite(number),
                },
                Some(number) => {
                    let number = number.big();
                    Ok(Flow::Value(self.integer(number)))
                }
                None => match self.special_method(value, name::INT) {
                    Some(method) => self.call_with(method, vec![value], Deliver::Push),
                    None => {
                        let real = if self.m.rules.version < Version::V3_10 {
                            ""
                        } else {
                            "real "
                        };
                        let message = format!(
                            "int() argument must be a string, a bytes-like object or a {real}number, not '{}'",
                            self.class_name(value)
                        );
                        self.raise(Type::TypeError, &message)
                    }
                },
            },
        }
    }

    fn construct_float(&mut self, args: Args) -> Outcome<Flow> {
        let value = self.params("float", args, &[name::EMPTY], 0)?[0];
        self.m.work.spend_float();
        let number = match value {
            Value::Null => 0.0,
            Value::Str(atom) => match decimal::parse(self.text(atom).trim()) {
                Some(number) => number,
                None => {
                    let shown = self.plain_repr(value);
                    let message = format!("could not convert string to float: {shown}");
                    return self.raise(Type::ValueError, &message);
                }
            },
            value => match self.number_of(value) {
                Some(number) => number.float(),
                None => {
                    if let Some(method) = self.special_method(value, name::FLOAT) {
                        return self.call_with(method, vec![value], Deliver::Push);
                    }
                    let real = if self.m.rules.version < Version::V3_10 {
                        ""
                    } else {
                        "real "
                    };
                    let message = format!(
                        "float() argument must be a string or a {real}number, not '{}'",
                        self.class_name(value)
                    );
                    return self.raise(Type::TypeError, &message);
                }
            },
        };
        Ok(Flow::Value(Value::float(number)))
    }

    fn construct_super(&mut self, args: Args) -> Outcome<Flow> {
        let (class, this) = match args.positional.as_slice() {
            [class, this] => (*class, *this),
            [] => {
                // Without arguments: the cell `__class__` and the first argument of the method.
                match self.zero_argument_super() {
                    Some(found) => found,
                    None => return self.raise(Type::RuntimeError, "super(): no arguments"),
                }
            }
            _ => {
                return self.refuse(
                    "this form of `super` is not supported by the explorer",
                    "use `super()`",
                );
            }
        };
        Ok(Flow::Value(self.alloc(Object::Super { class, this })))
    }

    fn construct_iterator(&mut self, class: Type, args: Args) -> Outcome<Flow> {
        let mut args = args;
        if class == Type::Enumerate {
            let values = self.params("enumerate", args, &[name::ITERABLE, name::START_PLAIN], 1)?;
            args = Turn::args(values.into_iter().filter(|v| *v != Value::Null).collect());
        }
        let own = |turn: &Self, value: Value| {
            turn.has_program_class(value) && turn.special_method(value, name::ITER).is_some()
        };
        let asks = args.positional.iter().any(|value| own(self, *value));
        let takes_iterables = matches!(
            class,
            Type::Enumerate | Type::Zip | Type::Map | Type::Filter | Type::ISlice
        );
        if asks && takes_iterables && args.names.is_empty() {
            let mut values = vec![Value::Type(class)];
            values.extend(args.positional);
            return self.push_native(Native::Iterators, values, Deliver::Push);
        }
        self.make_iterator(class, args)
    }

    /// As [`Turn::construct_iterator`] when the program has no say in what the arguments give.
    pub(crate) fn make_iterator(&mut self, class: Type, args: Args) -> Outcome<Flow> {
        let iter = match class {
            Type::Enumerate => {
                let values =
                    self.params("enumerate", args, &[name::ITERABLE, name::START_PLAIN], 1)?;
                let count = self.argument(values[1]).unwrap_or(0);
                Iter::Enumerate {
                    inner: self.plain_iter(values[0])?,
                    count,
                }
            }
            Type::Zip => {
                if !args.names.is_empty() {
                    return self.refuse(
                        "`zip` with `strict` is not supported by the explorer",
                        "leave it out",
                    );
                }
                let mut inner = Vec::new();
                for value in args.positional {
                    inner.push(self.plain_iter(value)?);
                }
                Iter::Zip { inner }
            }
            Type::Map => {
                let mut values = args.positional.into_iter();
                let Some(function) = values.next() else {
                    return self.raise(Type::TypeError, "map() must have at least two arguments.");
                };
                let mut inner = Vec::new();
                for value in values {
                    inner.push(self.plain_iter(value)?);
                }
                if inner.is_empty() {
                    return self.raise(Type::TypeError, "map() must have at least two arguments.");
                }
                Iter::Map { function, inner }
            }
            Type::Filter => {
                let values = self.params("filter", args, &[name::EMPTY, name::EMPTY], 2)?;
                Iter::Filter {
                    function: values[0],
                    inner: self.plain_iter(values[1])?,
                }
            }
            Type::Reversed => {
                let value = self.params("reversed", args, &[name::EMPTY], 1)?[0];
                match value.object().map(|id| self.read(id)) {
                    Some(Object::List { items, .. } | Object::Tuple(items)) => Iter::Sequence {
                        of: value,
                        index: items.len() as i64 - 1,
                        reversed: true,
                    },
                    Some(Object::Deque { changes, .. }) => Iter::Deque {
                        of: value,
                        index: 0,
                        changes: *changes,
                        reversed: true,
                    },
                    _ => {
                        let set = matches!(self.object_of(value), Some(Object::Set { .. }));
                        let snapshot = if set { None } else { self.snapshot(value)? };
                        if self.has_program_class(value) {
                            return self.refuse(
                                "`reversed` of an object of your own class is not supported by the explorer",
                                "make a list of it first",
                            );
                        }
                        let Some(mut items) = snapshot else {
                            let message =
                                format!("'{}' object is not reversible", self.class_name(value));
                            return self.raise(Type::TypeError, &message);
                        };
                        items.reverse();
                        let of = self.tuple(items);
                        Iter::Sequence {
                            of,
                            index: 0,
                            reversed: false,
                        }
                    }
                }
            }
            Type::Count => {
                let values = self.params("count", args, &[name::START_PLAIN, name::STEP], 0)?;
                let or = |value, default| {
                    if value == Value::Null {
                        Value::Int(default)
                    } else {
                        value
                    }
                };
                for value in values.iter().filter(|value| **value != Value::Null) {
                    if self.number_of(*value).is_none() {
                        return self.raise(Type::TypeError, "a number is required");
                    }
                }
                Iter::Count {
                    next: or(values[0], 0),
                    step: or(values[1], 1),
                }
            }
            Type::Repeat => {
                let values = self.params("repeat", args, &[name::OBJECT, name::EMPTY], 1)?;
                Iter::Repeat {
                    value: values[0],
                    left: self.argument(values[1]).map_or(-1, |left| left.max(0)),
                }
            }
            Type::Chain => Iter::Chain {
                rest: args.positional,
                current: Value::Null,
            },
            _ => {
                let values = self.params("islice", args, &[name::EMPTY; 4], 2)?;
                let number =
                    |turn: &Self, value: Value, default: i64| turn.small(value).unwrap_or(default);
                let (start, stop, step) = if values[2] == Value::Null {
                    (0, number(self, values[1], -1), 1)
                } else {
                    (
                        number(self, values[1], 0),
                        number(self, values[2], -1),
                        number(self, values[3], 1),
                    )
                };
                Iter::Slice {
                    inner: self.plain_iter(values[0])?,
                    skip: start.max(0),
                    left: stop,
                    step: step.max(1),
                }
            }
        };
        Ok(Flow::Value(self.alloc(Object::Iter(iter))))
    }

    pub(crate) fn not_finite<T>(&mut self, number: f64) -> Outcome<T> {
        if number.is_nan() {
            return self.raise(Type::ValueError, "cannot convert float NaN to integer");
        }
        self.raise(
            Type::OverflowError,
            "cannot convert float infinity to integer",
        )
    }

    /// The iterator of a value whose `__iter__` is not a function of the program.
    fn plain_iter(&mut self, value: Value) -> Outcome<Value> {
        if self.has_program_class(value) && self.special_method(value, name::NEXT).is_some() {
            return Ok(value);
        }
        match self.get_iter(value)? {
            Flow::Value(iterator) => Ok(iterator),
            Flow::Frame => self.refuse(
                "an object with its own `__iter__` is not supported here by the explorer",
                "make a list of it first",
            ),
        }
    }
}

/// The radix of a number with or without a prefix such as `0x`, and the digits behind it.
fn strip_base(base: i64, digits: &str) -> (i64, &str) {
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| {
            let start = digits.get(..2)?;
            let rest = digits.get(2..)?;
            (start.eq_ignore_ascii_case(prefix) && (base == radix || base == 0))
                .then(|| (radix, rest.strip_prefix('_').unwrap_or(rest)))
        });
    prefixed.unwrap_or((if base == 0 { 10 } else { base }, digits))
}
