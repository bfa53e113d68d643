//! Built-in functions.

use super::Function;
use crate::code::{Binary, Compare, Version};
use crate::decimal;
use crate::machine::Deliver;
use crate::machine::{Args, Fault, Flow, Into, Native, Outcome, Render, Turn};
use crate::value::{Atom, Object, Type, Value, name};

impl Turn<'_> {
    /// Sorts arguments to parameters; those not given are [`Value::Null`].
    pub(crate) fn params(
        &mut self,
        function: &str,
        args: Args,
        names: &[Atom],
        required: usize,
    ) -> Outcome<Vec<Value>> {
        if args.positional.len() > names.len() {
            let message = format!(
                "{function}() takes at most {} argument{} ({} given)",
                names.len(),
                if names.len() == 1 { "" } else { "s" },
                args.positional.len()
            );
            return self.raise(Type::TypeError, &message);
        }
        let mut values = args.positional;
        values.resize(names.len(), Value::Null);
        for (key, value) in args.names {
            match names
                .iter()
                .position(|name| *name == key && key != name::EMPTY)
            {
                Some(at) if values[at] == Value::Null => values[at] = value,
                _ => {
                    let message = format!(
                        "{function}() got an unexpected keyword argument '{}'",
                        self.text(key)
                    );
                    return self.raise(Type::TypeError, &message);
                }
            }
        }
        if values[..required].contains(&Value::Null) {
            let message = format!(
                "{function}() missing {required} required argument{}",
                if required == 1 { "" } else { "s" }
            );
            return self.raise(Type::TypeError, &message);
        }
        Ok(values)
    }

    /// The length of a value; `None` if a method of the program decides.
    pub(crate) fn length(&mut self, value: Value) -> Outcome<Option<usize>> {
        if let Value::Str(atom) = value {
            let text = self.text(atom);
            self.m.work.spend_bytes(text.len());
            return Ok(Some(text.chars().count()));
        }
        if let Some(id) = value.object() {
            match self.read(id) {
                Object::List { items, .. } | Object::Tuple(items) | Object::Deque { items, .. } => {
                    return Ok(Some(items.len()));
                }
                Object::Dict { dict, .. } => return Ok(Some(dict.len())),
                Object::Set { set, .. } => return Ok(Some(set.len())),
                Object::Range { start, stop, step } => {
                    return Ok(Some(
                        crate::machine::range_length(*start, *stop, *step) as usize
                    ));
                }
                Object::View { of, .. } => {
                    let of = *of;
                    return self.length(of);
                }
                _ => {
                    if self.special_method(value, name::LEN).is_some() {
                        return Ok(None);
                    }
                }
            }
        }
        let message = format!("object of type '{}' has no len()", self.class_name(value));
        self.raise(Type::TypeError, &message)
    }

    /// Calls a built-in function.
    pub(crate) fn call_function(&mut self, function: Function, mut args: Args) -> Outcome<Flow> {
        let one = [name::EMPTY];
        let two = [name::EMPTY, name::EMPTY];
        let done = |value: Value| Ok(Flow::Value(value));
        match function {
            Function::Print => {
                let named = std::mem::take(&mut args.names);
                let mut parts = [Value::None, Value::None];
                for (key, value) in named {
                    match key {
                        name::SEP => parts[0] = value,
                        name::END => parts[1] = value,
                        name::FLUSH => {}
                        _ => {
                            return self.refuse(
                                "`print` to a file is not supported by the explorer",
                                "print to the standard output",
                            );
                        }
                    }
                }
                for (value, parameter) in parts.iter().zip(["sep", "end"]) {
                    if !matches!(value, Value::None | Value::Str(_)) {
                        let message = format!(
                            "{parameter} must be None or a string, not {}",
                            self.class_name(*value)
                        );
                        return self.raise(Type::TypeError, &message);
                    }
                }
                let tuple = self.tuple(args.positional);
                self.render(Render::Print, [tuple, parts[0], parts[1]])
            }
            Function::Len => {
                let value = self.params("len", args, &one, 1)?[0];
                match self.length(value)? {
                    Some(length) => done(Value::Int(length as i64)),
                    None => {
                        let method = self.special_method(value, name::LEN).unwrap_or_default();
                        self.call_with(method, vec![value], Deliver::Push)
                    }
                }
            }
            Function::Min | Function::Max => self.least(function == Function::Min, args),
            Function::Sum => {
                let values = self.params("sum", args, &[name::EMPTY, name::START_PLAIN], 1)?;
                let start = if values[1] == Value::Null {
                    Value::Int(0)
                } else {
                    values[1]
                };
                self.collect(values[0], Into::Sum, start)
            }
            Function::Sorted => {
                let values =
                    self.params("sorted", args, &[name::EMPTY, name::KEY, name::REVERSE], 1)?;
                self.collect_with(values[0], Into::Sorted, Value::Null, values[1..].to_vec())
            }
            Function::IsInstance | Function::IsSubclass => {
                let values = self.params(function.name(), args, &two, 2)?;
                if self.holds_hint(values[1]) {
                    return self.refuse_hint("asking for an instance of");
                }
                let class = matches!(values[0], Value::Type(_))
                    || matches!(self.object_of(values[0]), Some(Object::Class { .. }));
                if function == Function::IsSubclass && !class {
                    return self.raise(Type::TypeError, "issubclass() arg 1 must be a class");
                }
                let answer = if function == Function::IsInstance {
                    self.is_instance(values[0], values[1])
                } else {
                    self.is_subclass_of_any(values[0], values[1])
                };
                match answer {
                    Some(answer) => done(Value::Bool(answer)),
                    None => {
                        let message = match (function, self.m.rules.version >= Version::V3_10) {
                            (Function::IsInstance, true) => {
                                "isinstance() arg 2 must be a type, a tuple of types, or a union"
                            }
                            (Function::IsInstance, false) => {
                                "isinstance() arg 2 must be a type or tuple of types"
                            }
                            (_, true) => {
                                "issubclass() arg 2 must be a class, a tuple of classes, or a union"
                            }
                            _ => "issubclass() arg 2 must be a class or tuple of classes",
                        };
                        self.raise(Type::TypeError, message)
                    }
                }
            }
            Function::Iter => {
                let values = self.params("iter", args, &two, 1)?;
                if values[1] != Value::Null {
                    let iter = Object::Iter(crate::value::Iter::Call {
                        function: values[0],
                        sentinel: values[1],
                    });
                    return done(self.alloc(iter));
                }
                self.get_iter(values[0])
            }
            Function::Next => {
                let values = self.params("next", args, &two, 1)?;
                self.push_native(Native::Next, values, Deliver::Push)
            }
            Function::All | Function::Any => {
                let value = self.params(function.name(), args, &one, 1)?[0];
                let into = if function == Function::All {
                    Into::All
                } else {
                    Into::Any
                };
                self.collect(value, into, Value::Null)
            }
            Function::Repr => {
                let value = self.params("repr", args, &one, 1)?[0];
                self.render(Render::Repr, [value, Value::Null, Value::Null])
            }
            Function::Format => {
                let values = self.params("format", args, &two, 1)?;
                self.format_value(values[0], 0, values[1])
            }
            Function::HasAttr | Function::GetAttr => self.get_attribute_by_name(function, args),
            Function::SetAttr => {
                let values = self.params("setattr", args, &[name::EMPTY; 3], 3)?;
                let Value::Str(attribute) = values[1] else {
                    return self.raise(Type::TypeError, "attribute name must be string");
                };
                self.set_attribute(values[0], attribute, values[2])
            }
            Function::DelAttr => {
                let values = self.params("delattr", args, &two, 2)?;
                let Value::Str(attribute) = values[1] else {
                    return self.raise(Type::TypeError, "attribute name must be string");
                };
                self.delete_attribute(values[0], attribute)
            }
            Function::Callable => {
                let value = self.params("callable", args, &one, 1)?[0];
                done(Value::Bool(self.is_callable(value)))
            }
            Function::Hash => {
                let value = self.params("hash", args, &one, 1)?[0];
                match self.hash(value)? {
                    Ok(_) if self.has_address(value) => self.refuse(
                        "this hash is different in every run",
                        "do not use it as data",
                    ),
                    Ok(hash) => done(Value::Int(hash)),
                    Err(_) => {
                        let method = self.special_method(value, name::HASH).unwrap_or_default();
                        self.call_with(method, vec![value], Deliver::Push)
                    }
                }
            }
            Function::BuildClass => self.build_class(args),
            Function::Cast | Function::Final => self.unchanged(function, args),
            Function::SetSwitchInterval => done(Value::None),
            Function::GetSwitchInterval => done(Value::float(0.005)),
            Function::Exit => {
                let status = self.params("exit", args, &one, 0)?[0];
                let status = (status != Value::Null).then_some(status);
                Err(self.raise_with(Type::SystemExit, status.into_iter().collect()))
            }
            Function::Sleep => {
                let value = self.params("sleep", args, &one, 1)?[0];
                let negative = match self.number_of(value) {
                    Some(crate::machine::Number::Float(seconds)) if seconds.is_nan() => {
                        let message = "Invalid value NaN (not a number)";
                        return self.raise(Type::ValueError, message);
                    }
                    Some(crate::machine::Number::Float(seconds)) => seconds < 0.0,
                    Some(seconds) => seconds.big().is_negative(),
                    None => {
                        let message = format!(
                            "'{}' object cannot be interpreted as an integer",
                            self.class_name(value)
                        );
                        return self.raise(Type::TypeError, &message);
                    }
                };
                if negative {
                    return self.raise(Type::ValueError, "sleep length must be non-negative");
                }
                self.m.detaches = true;
                done(Value::None)
            }
            Function::AsCompleted => {
                let values = self.params("as_completed", args, &[name::FS, name::TIMEOUT], 1)?;
                self.collect(values[0], Into::AsCompleted, Value::Null)
            }
            Function::CurrentThread
            | Function::GetIdent
            | Function::GetNativeId
            | Function::ActiveCount
            | Function::EnumerateThreads
            | Function::MainThread => self.thread_function(function),
            _ => self.number_function(function, args),
        }
    }

    /// `callable(value)`
    pub(crate) fn is_callable(&self, value: Value) -> bool {
        match value {
            Value::Function(_) | Value::Method(_) | Value::Type(_) | Value::Hint(_) => true,
            value => {
                matches!(
                    self.object_of(value),
                    Some(Object::Function { .. } | Object::Bound { .. } | Object::Class { .. })
                ) || self.special_method(value, name::CALL).is_some()
            }
        }
    }

    fn has_address(&self, value: Value) -> bool {
        match self.object_of(value) {
            // A tuple may hold itself exponentially often.
            Some(Object::Tuple(items)) => {
                let any = || items.iter().any(|item| self.has_address(*item));
                self.m.work.inside(any)
            }
            Some(Object::Set { .. }) => false,
            Some(_) => true,
            None => matches!(
                value,
                Value::Type(_) | Value::Function(_) | Value::Method(_) | Value::Module(_)
            ),
        }
    }

    fn get_attribute_by_name(&mut self, function: Function, args: Args) -> Outcome<Flow> {
        let values = self.params(function.name(), args, &[name::EMPTY; 3], 2)?;
        let Value::Str(attribute) = values[1] else {
            return self.raise(Type::TypeError, "attribute name must be string");
        };
        let has = function == Function::HasAttr;
        match self.get_attribute(values[0], attribute) {
            Ok(Flow::Value(_)) if has => Ok(Flow::Value(Value::Bool(true))),
            Ok(Flow::Frame) if has || values[2] != Value::Null => self.refuse(
                "this use of a property is not supported by the explorer",
                "read the attribute in `try`",
            ),
            Err(Fault::Raise(exception)) if self.is_a(exception, Type::AttributeError) => {
                if has {
                    Ok(Flow::Value(Value::Bool(false)))
                } else if values[2] != Value::Null {
                    Ok(Flow::Value(values[2]))
                } else {
                    Err(Fault::Raise(exception))
                }
            }
            other => other,
        }
    }

    fn number_function(&mut self, function: Function, args: Args) -> Outcome<Flow> {
        let second = if function == Function::Round {
            name::NDIGITS
        } else {
            name::EMPTY
        };
        let values = self.params(
            function.name(),
            args,
            &[name::EMPTY, second, name::EMPTY],
            1,
        )?;
        let value = values[0];
        let text = match value {
            Value::Str(atom) => Some(self.text(atom).to_owned()),
            _ => None,
        };
        let result = match function {
            Function::Abs => match self.number_of(value) {
                Some(crate::machine::Number::Float(number)) => Value::float(number.abs()),
                Some(number) => {
                    let number = number.big();
                    self.integer(if number.is_negative() {
                        number.neg()
                    } else {
                        number
                    })
                }
                None => match self.special_method(value, name::ABS) {
                    Some(method) => return self.call_with(method, vec![value], Deliver::Push),
                    None => {
                        let message =
                            format!("bad operand type for abs(): '{}'", self.class_name(value));
                        return self.raise(Type::TypeError, &message);
                    }
                },
            },
            Function::DivMod => {
                let quotient = self.binary(Binary::FloorDivide, value, values[1])?;
                let rest = self.binary(Binary::Remainder, value, values[1])?;
                match (quotient, rest) {
                    (Flow::Value(quotient), Flow::Value(rest)) => self.tuple(vec![quotient, rest]),
                    _ => {
                        return self.refuse(
                            "`divmod` of such objects is not supported by the explorer",
                            "use `//` and `%`",
                        );
                    }
                }
            }
            Function::Pow => {
                let power = self.binary(Binary::Power, value, values[1])?;
                if values[2] == Value::Null {
                    return Ok(power);
                }
                if values[1] == Value::Null
                    || self.argument(values[1]).is_none_or(|power| power < 0)
                {
                    return self.refuse(
                        "`pow` with such arguments is not supported by the explorer",
                        "use `**`",
                    );
                }
                let Flow::Value(power) = power else {
                    return self.refuse(
                        "`pow` of such objects is not supported by the explorer",
                        "use `**`",
                    );
                };
                return self.binary(Binary::Remainder, power, values[2]);
            }
            Function::Round => return self.round(value, values[1]),
            Function::Chr => match self
                .small(value)
                .and_then(|c| u32::try_from(c).ok())
                .and_then(char::from_u32)
            {
                Some(c) => self.string(&c.to_string()),
                None => return self.raise(Type::ValueError, "chr() arg not in range(0x110000)"),
            },
            Function::Ord => {
                let mut chars = text.iter().flat_map(|text| text.chars());
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Value::Int(i64::from(u32::from(c))),
                    _ => {
                        let message = match &text {
                            Some(text) => format!(
                                "ord() expected a character, but string of length {} found",
                                text.chars().count()
                            ),
                            None => format!(
                                "ord() expected string of length 1, but {} found",
                                self.class_name(value)
                            ),
                        };
                        return self.raise(Type::TypeError, &message);
                    }
                }
            }
            _ => {
                return self.refuse(
                    "this function is not supported by the explorer",
                    "write it in another way",
                );
            }
        };
        Ok(Flow::Value(result))
    }

    fn round(&mut self, value: Value, digits: Value) -> Outcome<Flow> {
        let Some(number) = self.number_of(value) else {
            let message = format!(
                "type {} doesn't define __round__ method",
                self.class_name(value)
            );
            return self.raise(Type::TypeError, &message);
        };
        let crate::machine::Number::Float(number) = number else {
            return match self.argument(digits) {
                Some(digits) if digits < 0 => self.refuse(
                    "rounding integers is not supported by the explorer",
                    "use `//`",
                ),
                _ => Ok(Flow::Value(value)),
            };
        };
        if digits == Value::Null || digits == Value::None {
            let rounded = number.round_ties_even();
            return match crate::machine::whole(rounded) {
                Some(whole) => Ok(Flow::Value(self.integer(whole))),
                None => self.not_finite(rounded),
            };
        }
        let digits = self.argument(digits).unwrap_or(0).clamp(0, 300) as usize;
        // Decimal rounding of the exact value, as CPython does with its own conversion.
        let rounded = if number.is_finite() {
            self.m.work.spend_float();
            let magnitude = decimal::fixed(number.abs(), digits);
            decimal::parse(&magnitude)
                .unwrap_or(number)
                .copysign(number)
        } else {
            number
        };
        Ok(Flow::Value(Value::float(rounded)))
    }

    fn least(&mut self, least: bool, args: Args) -> Outcome<Flow> {
        let (mut key, mut default) = (Value::None, Value::Null);
        let function = if least { "min" } else { "max" };
        for (given, value) in &args.names {
            match *given {
                name::KEY => key = *value,
                name::DEFAULT => default = *value,
                other => {
                    let message = format!(
                        "{function}() got an unexpected keyword argument '{}'",
                        self.text(other)
                    );
                    return self.raise(Type::TypeError, &message);
                }
            }
        }
        if args.positional.len() > 1 && default != Value::Null {
            let message = format!(
                "Cannot specify a default for {function}() with multiple positional arguments"
            );
            return self.raise(Type::TypeError, &message);
        }
        let into = if least { Into::Min } else { Into::Max };
        match args.positional.as_slice() {
            [] => {
                let least = if self.m.rules.version >= Version::V3_9 {
                    "at least "
                } else {
                    ""
                };
                let message = format!("{function} expected {least}1 argument, got 0");
                self.raise(Type::TypeError, &message)
            }
            [iterable] => self.collect_with(*iterable, into, Value::Null, vec![key, default]),
            items => {
                let items = items.to_vec();
                let list = self.alloc(Object::list(items));
                self.finish_collect(into, Value::Null, list, vec![key, default])
            }
        }
    }

    /// `a < b` for values whose order no class of the program decides.
    pub(crate) fn less(&mut self, a: Value, b: Value) -> Outcome<bool> {
        self.m.work.spend(1);
        self.go_on()?;
        self.ordered(Compare::Lt, a, b)
    }

    /// As [`Turn::less`] for any comparison.
    pub(crate) fn ordered(&mut self, compare: Compare, a: Value, b: Value) -> Outcome<bool> {
        if self.has_program_class(a) || self.has_program_class(b) {
            return match self.answer(compare, a, b) {
                Some(answer) => Ok(answer),
                None => self.refuse(
                    "ordering objects of your own classes here is not supported by the explorer",
                    "give a `key` that returns a number or a string",
                ),
            };
        }
        match self.compare(compare, a, b)? {
            Flow::Value(Value::Bool(less)) => Ok(less),
            Flow::Value(_) => Ok(true),
            Flow::Frame => self.refuse(
                "ordering objects of your own classes here is not supported by the explorer",
                "give a `key` that returns a number or a string",
            ),
        }
    }
}
