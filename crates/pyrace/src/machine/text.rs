//! `str`, `repr`, `print` and formatting.

use std::fmt::Write as _;
use std::rc::Rc;

use super::format::{MAX_WIDTH, Spec, format_number, format_text};
use super::mixer::Mixer;
use super::native::Native;
use super::numbers::Number;
use super::state::{Deliver, Printed};
use super::{Flow, Outcome, Turn};
use crate::code::Version;
use crate::code::{Float, write_str_repr};
use crate::value::{Atom, Iter, Iteration, Object, Type, Value, name};

/// What a [`Native::Render`] frame makes; its values are this, three operands and the texts that the
/// program gave so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Render {
    /// `str(a)`
    Str,
    /// `repr(a)`
    Repr,
    /// `print(*a, sep=b, end=c)`
    Print,
    /// `format(a, b)`
    Format,
    /// The text is `a % b`.
    Percent,
    /// `a.format(*b, **c)`
    StrFormat,
}

const RENDERS: [Render; 6] = [
    Render::Str,
    Render::Repr,
    Render::Print,
    Render::Format,
    Render::Percent,
    Render::StrFormat,
];

/// The text needs a method of the program.
pub(super) struct Need {
    object: Value,
    method: Value,
}

/// Texts that the program gave, in the order in which they are needed.
pub(super) struct Given<'a> {
    texts: &'a [Value],
    used: usize,
    inside: Vec<Value>,
}

impl<'a> Given<'a> {
    fn new(texts: &'a [Value]) -> Given<'a> {
        Given {
            texts,
            used: 0,
            inside: Vec::new(),
        }
    }
}

impl Turn<'_> {
    /// The text of a value, as far as the program need not be asked.
    pub(crate) fn plain_text(&self, value: Value) -> String {
        let mut out = String::new();
        let mut given = Given::new(&[]);
        match self.write_text(&mut out, value, false, &mut given) {
            Ok(()) => out,
            Err(_) => format!("<{} object>", self.class_name(value)),
        }
    }

    /// The `repr` of a value, as far as the program need not be asked.
    pub(crate) fn plain_repr(&self, value: Value) -> String {
        let mut out = String::new();
        let mut given = Given::new(&[]);
        match self.write_text(&mut out, value, true, &mut given) {
            Ok(()) => out,
            Err(_) => format!("<{} object>", self.class_name(value)),
        }
    }

    /// Writes `str(value)`, or `repr(value)`.
    pub(super) fn write_text(
        &self,
        out: &mut String,
        value: Value,
        repr: bool,
        given: &mut Given<'_>,
    ) -> Result<(), Need> {
        match value {
            Value::Null => out.push_str("<unbound>"),
            Value::None => out.push_str("None"),
            Value::Ellipsis => out.push_str("Ellipsis"),
            Value::NotImplemented => out.push_str("NotImplemented"),
            Value::Bool(true) => out.push_str("True"),
            Value::Bool(false) => out.push_str("False"),
            Value::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Value::Big(atom) => {
                let big = self.m.atoms.big(atom);
                self.m.work.spend_product(big, big);
                let digits = big.to_string();
                self.m
                    .work
                    .check_digits(digits.trim_start_matches('-').len());
                out.push_str(&digits);
            }
            Value::Float(bits) => {
                self.m.work.spend_float();
                let _ = write!(out, "{}", Float(f64::from_bits(bits)));
            }
            Value::Str(atom) if !self.m.work.spend_bytes(self.text(atom).len()) => {}
            Value::Str(atom) if repr => {
                let _ = write_str_repr(out, self.text(atom));
            }
            Value::Str(atom) => out.push_str(self.text(atom)),
            Value::Code(_) | Value::Address(_) => out.push_str("<code object>"),
            Value::Type(class) if class.module() == "builtins" => {
                let _ = write!(out, "<class '{}'>", class.name());
            }
            Value::Type(class) => {
                let _ = write!(out, "<class '{}.{}'>", class.module(), class.name());
            }
            Value::Function(function) => {
                let _ = write!(out, "<built-in function {}>", function.name());
            }
            Value::Method(method) => {
                let _ = write!(
                    out,
                    "<method '{}' of '{}' objects>",
                    method.name(),
                    method.class().name()
                );
            }
            Value::Module(module) => {
                let _ = write!(out, "<module '{}'>", module.name());
            }
            Value::Hint(_) => {
                return Err(Need {
                    object: value,
                    method: Value::Null,
                });
            }
            Value::Object(_) if given.inside.contains(&value) => {
                out.push_str(match self.object_of(value) {
                    Some(Object::List { .. } | Object::Deque { .. }) => "[...]",
                    Some(Object::Tuple(_)) => "(...)",
                    _ => "{...}",
                });
            }
            Value::Object(_) => {
                if self.m.work.enter() {
                    given.inside.push(value);
                    let result = self.write_object(out, value, repr, given);
                    given.inside.pop();
                    self.m.work.leave();
                    return result;
                }
            }
        }
        Ok(())
    }

    fn write_items(
        &self,
        out: &mut String,
        items: impl Iterator<Item = Value>,
        given: &mut Given<'_>,
    ) -> Result<(), Need> {
        for (at, item) in items.enumerate() {
            if !self.m.work.spend(1) {
                break;
            }
            if at > 0 {
                out.push_str(", ");
            }
            self.write_text(out, item, true, given)?;
        }
        Ok(())
    }

    fn write_pairs(
        &self,
        out: &mut String,
        pairs: impl Iterator<Item = (Value, Value)>,
        given: &mut Given<'_>,
    ) -> Result<(), Need> {
        out.push('{');
        for (at, (key, value)) in pairs.enumerate() {
            if !self.m.work.spend(1) {
                break;
            }
            if at > 0 {
                out.push_str(", ");
            }
            self.write_text(out, key, true, given)?;
            out.push_str(": ");
            self.write_text(out, value, true, given)?;
        }
        out.push('}');
        Ok(())
    }

    fn write_object(
        &self,
        out: &mut String,
        value: Value,
        repr: bool,
        given: &mut Given<'_>,
    ) -> Result<(), Need> {
        let Some(id) = value.object() else {
            return Ok(());
        };
        let ours = if repr {
            self.special_method(value, name::REPR)
        } else {
            self.special_method(value, name::STR)
                .or_else(|| match self.object(id) {
                    Object::Exception { .. } => None,
                    _ => self.special_method(value, name::REPR),
                })
        };
        if let Some(method) = ours {
            let Some(text) = given.texts.get(given.used) else {
                return Err(Need {
                    object: value,
                    method,
                });
            };
            given.used += 1;
            if let Value::Str(atom) = text {
                out.push_str(self.text(*atom));
            }
            return Ok(());
        }
        match self.read(id) {
            Object::List { items, .. } => {
                out.push('[');
                self.write_items(out, items.iter().copied(), given)?;
                out.push(']');
            }
            Object::Tuple(items) => {
                out.push('(');
                self.write_items(out, items.iter().copied(), given)?;
                out.push_str(if items.len() == 1 { ",)" } else { ")" });
            }
            Object::Deque { items, limit, .. } => {
                out.push_str("deque([");
                self.write_items(out, items.iter().copied(), given)?;
                out.push(']');
                if *limit >= 0 {
                    let _ = write!(out, ", maxlen={limit}");
                }
                out.push(')');
            }
            Object::Set { set, frozen } => {
                let items: Vec<Value> = set.iter().map(|(key, _)| key).collect();
                match (items.is_empty(), frozen) {
                    (true, false) => out.push_str("set()"),
                    (true, true) => out.push_str("frozenset()"),
                    (false, _) => {
                        out.push_str(if *frozen { "frozenset({" } else { "{" });
                        self.write_items(out, items.into_iter(), given)?;
                        out.push_str(if *frozen { "})" } else { "}" });
                    }
                }
            }
            Object::Dict {
                dict,
                class,
                factory,
            } => self.write_dict(out, dict, *class, *factory, given)?,
            Object::View { of, what } => {
                let entries: Vec<_> = match of.object().map(|id| self.read(id)) {
                    Some(Object::Dict { dict, .. }) => dict.iter().copied().collect(),
                    _ => Vec::new(),
                };
                let name = match what {
                    Iteration::Keys => "dict_keys([",
                    Iteration::Values => "dict_values([",
                    Iteration::Items => "dict_items([",
                };
                out.push_str(name);
                for (at, entry) in entries.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    match what {
                        Iteration::Keys => self.write_text(out, entry.key, true, given)?,
                        Iteration::Values => self.write_text(out, entry.value, true, given)?,
                        Iteration::Items => {
                            out.push('(');
                            self.write_items(out, [entry.key, entry.value].into_iter(), given)?;
                            out.push(')');
                        }
                    }
                }
                out.push_str("])");
            }
            Object::Range { start, stop, step } => {
                let _ = match step {
                    1 => write!(out, "range({start}, {stop})"),
                    step => write!(out, "range({start}, {stop}, {step})"),
                };
            }
            Object::Exception { class, args, .. } => {
                let class = *class;
                if repr {
                    out.push_str(&self.name_of_class(class));
                    out.push('(');
                    self.write_items(out, args.iter().copied(), given)?;
                    out.push(')');
                } else if let [only] = args.as_slice() {
                    // The text of a KeyError shows its key.
                    let quoted = self.is_subclass(class, Value::Type(Type::KeyError));
                    self.write_text(out, *only, quoted, given)?;
                } else if !args.is_empty() {
                    out.push('(');
                    self.write_items(out, args.iter().copied(), given)?;
                    out.push(')');
                }
            }
            Object::Class { name, .. } => {
                let _ = write!(out, "<class '__main__.{}'>", self.text(*name));
            }
            Object::Function { code, .. } => {
                let code = &self.m.linked.program.codes[code.0 as usize];
                let _ = write!(out, "<function {} at 0x...>", code.qualname);
            }
            Object::Lock { locked } => {
                let _ = write!(
                    out,
                    "<{} _thread.lock object at 0x...>",
                    if *locked { "locked" } else { "unlocked" }
                );
            }
            Object::Thread(thread) => {
                let name = self.thread_name(thread);
                let state = match thread.started {
                    None => "initial",
                    Some(index) => match self.s.threads[usize::from(index)].status {
                        super::Status::Live => "started",
                        super::Status::Done => "stopped",
                    },
                };
                let class = self.class_name(value);
                let _ = write!(out, "<{class}({name}, {state})>");
            }
            Object::Iter(Iter::Count { next, step }) => {
                let (next, step) = (*next, *step);
                let _ = match step {
                    Value::Int(1) => write!(out, "count({})", self.plain_repr(next)),
                    step => write!(
                        out,
                        "count({}, {})",
                        self.plain_repr(next),
                        self.plain_repr(step)
                    ),
                };
            }
            Object::Instance { .. } => {
                let _ = write!(out, "<__main__.{} object at 0x...>", self.class_name(value));
            }
            _ => {
                let _ = write!(out, "<{} object at 0x...>", self.class_name(value));
            }
        }
        Ok(())
    }

    fn write_dict(
        &self,
        out: &mut String,
        dict: &crate::value::Dict,
        class: Type,
        factory: Value,
        given: &mut Given<'_>,
    ) -> Result<(), Need> {
        let pairs = dict.iter().map(|entry| (entry.key, entry.value));
        match class {
            Type::DefaultDict => {
                out.push_str("defaultdict(");
                self.write_text(
                    out,
                    if factory == Value::Null {
                        Value::None
                    } else {
                        factory
                    },
                    true,
                    given,
                )?;
                out.push_str(", ");
                self.write_pairs(out, pairs, given)?;
                out.push(')');
            }
            Type::Counter => {
                out.push_str("Counter(");
                if !dict.is_empty() {
                    // The most common first, equal counts in order of insertion.
                    let mut pairs: Vec<_> = pairs.collect();
                    self.sort_by_count(&mut pairs);
                    self.write_pairs(out, pairs.into_iter(), given)?;
                }
                out.push(')');
            }
            Type::OrderedDict => {
                out.push_str("OrderedDict(");
                if self.version() >= crate::code::Version::V3_12 {
                    if !dict.is_empty() {
                        self.write_pairs(out, pairs, given)?;
                    }
                } else if !dict.is_empty() {
                    out.push('[');
                    for (at, (key, value)) in pairs.enumerate() {
                        out.push_str(if at > 0 { ", (" } else { "(" });
                        self.write_items(out, [key, value].into_iter(), given)?;
                        out.push(')');
                    }
                    out.push(']');
                }
                out.push(')');
            }
            _ => self.write_pairs(out, pairs, given)?,
        }
        Ok(())
    }

    /// Makes a text, asking the program where it has to be asked.
    pub(crate) fn render(&mut self, what: Render, operands: [Value; 3]) -> Outcome<Flow> {
        match self.attempt(what, operands, &[])? {
            Ok(value) => Ok(Flow::Value(value)),
            Err(_) => {
                let [a, b, c] = operands;
                self.push_native(
                    Native::Render,
                    vec![Value::Int(what as i64), a, b, c],
                    Deliver::Push,
                )
            }
        }
    }

    pub(super) fn run_render(&mut self) -> Outcome<()> {
        if self.native_stage() == 1 {
            let text = self.peek_value(0);
            if !matches!(text, Value::Str(_)) {
                let message = format!(
                    "__str__ returned non-string (type {})",
                    self.class_name(text)
                );
                return self.raise(Type::TypeError, &message);
            }
        }
        let values = self.native_values().to_vec();
        let what = match values[0] {
            Value::Int(number) => RENDERS[number as usize % RENDERS.len()],
            _ => Render::Str,
        };
        match self.attempt(what, [values[1], values[2], values[3]], &values[4..])? {
            Ok(value) => self.finish_frame(value),
            Err(need) if need.method == Value::Null => self.refuse_hint("the text of"),
            Err(need) => {
                self.set_native_stage(1);
                let flow = self.call_with(need.method, vec![need.object], Deliver::Push)?;
                self.settle(flow);
                Ok(())
            }
        }
    }

    /// Tries to finish with the texts that the program gave so far.
    fn attempt(
        &mut self,
        what: Render,
        [a, b, c]: [Value; 3],
        texts: &[Value],
    ) -> Outcome<Result<Value, Need>> {
        let mut out = String::new();
        let mut given = Given::new(texts);
        let result = match what {
            Render::Str => self.write_text(&mut out, a, false, &mut given),
            Render::Repr => self.write_text(&mut out, a, true, &mut given),
            Render::Print => self.write_line(&mut out, a, b, c, &mut given),
            Render::Format => {
                let spec = match b {
                    Value::Str(atom) => self.text(atom).to_owned(),
                    _ => String::new(),
                };
                match self.write_formatted(&mut out, a, &spec, &mut given)? {
                    Ok(()) => Ok(()),
                    Err(need) => Err(need),
                }
            }
            Render::Percent => self.write_percent(&mut out, a, b, &mut given)?,
            Render::StrFormat => self.write_str_format(&mut out, [a, b, c], &mut given)?,
        };
        if let Err(need) = result {
            return Ok(Err(need));
        }
        if what == Render::Print {
            self.print(&out);
            return Ok(Ok(Value::None));
        }
        Ok(Ok(self.string(&out)))
    }

    fn write_line(
        &self,
        out: &mut String,
        args: Value,
        sep: Value,
        end: Value,
        given: &mut Given<'_>,
    ) -> Result<(), Need> {
        let part = |value: Value, default: &str| match value {
            Value::Str(atom) => self.text(atom).to_owned(),
            _ => default.to_owned(),
        };
        for (at, arg) in self.items_of(args).into_iter().enumerate() {
            if at > 0 {
                out.push_str(&part(sep, " "));
            }
            self.write_text(out, arg, false, given)?;
        }
        out.push_str(&part(end, "\n"));
        Ok(())
    }

    /// Adds to what the program printed.
    fn print(&mut self, text: &str) {
        self.touch();
        let text = self.m.atoms.string(text);
        let before = self.s.printed.take();
        let mut mixer = Mixer::new(before.as_ref().map_or(0, |printed| printed.hash));
        mixer.put(u64::from(text.0));
        *self.s.printed = Some(Rc::new(Printed {
            text,
            before,
            hash: mixer.finish() as u64 | 1,
        }));
    }

    /// The parts of an f-string: `conversion` is 0, 1 `!s`, 2 `!r`.
    pub(crate) fn format_value(
        &mut self,
        value: Value,
        conversion: u32,
        spec: Value,
    ) -> Outcome<Flow> {
        if conversion == 0 {
            if let (Value::Str(_), Value::Null) = (value, spec) {
                return Ok(Flow::Value(value));
            }
            if let Some(function) = self.special_method(value, name::FORMAT) {
                let spec = if spec == Value::Null {
                    Value::Str(name::EMPTY)
                } else {
                    spec
                };
                return self.call_with(function, vec![value, spec], Deliver::Push);
            }
            return self.render(Render::Format, [value, spec, Value::Null]);
        }
        let flow = self.convert(value, conversion)?;
        match (flow, spec) {
            (flow, Value::Null) => Ok(flow),
            (Flow::Value(text), spec) => self.render(Render::Format, [text, spec, Value::Null]),
            (Flow::Frame, _) => self.refuse(
                "a conversion with a format specification is not supported for such objects",
                "format the text in two steps",
            ),
        }
    }

    pub(super) fn convert(&mut self, value: Value, conversion: u32) -> Outcome<Flow> {
        match conversion {
            1 => self.render(Render::Str, [value, Value::Null, Value::Null]),
            2 => self.render(Render::Repr, [value, Value::Null, Value::Null]),
            _ => self.refuse("`!a` is not supported by the explorer", "use `!r`"),
        }
    }

    /// A width or precision that the explorer does not carry out.
    pub(crate) fn too_wide<T>(&self) -> Outcome<T> {
        self.refuse(
            format!("a width above {MAX_WIDTH} is not supported by the explorer"),
            "choose a smaller one",
        )
    }

    /// A number in a format; `None` if it does not take the number.
    fn format_number(&self, number: &Number, spec: &Spec) -> Option<String> {
        match number {
            Number::Int(_) => true,
            Number::Big(big) => self.m.work.spend_product(big, big),
            Number::Float(_) => self.m.work.spend_float(),
        };
        let text = format_number(number, spec)?;
        if matches!(
            (number, spec.kind),
            (Number::Big(_), None | Some('d' | 'n'))
        ) {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            self.m.work.check_digits(digits);
        }
        Some(text)
    }

    fn write_formatted(
        &mut self,
        out: &mut String,
        value: Value,
        spec: &str,
        given: &mut Given<'_>,
    ) -> Outcome<Result<(), Need>> {
        if spec.is_empty() {
            return Ok(self.write_text(out, value, false, given));
        }
        let Some(parsed) = Spec::parse(spec) else {
            return self.raise(Type::ValueError, "Invalid format specifier");
        };
        if parsed.excessive {
            return self.too_wide();
        }
        let formatted = match (value, self.number_of(value)) {
            (Value::Str(atom), _) => format_text(self.text(atom), &parsed),
            (_, Some(number)) => self.format_number(&number, &parsed),
            _ => {
                let message = format!(
                    "unsupported format string passed to {}.__format__",
                    self.class_name(value)
                );
                return self.raise(Type::TypeError, &message);
            }
        };
        match formatted {
            Some(text) => {
                out.push_str(&text);
                Ok(Ok(()))
            }
            None => {
                let message = format!(
                    "Unknown format code '{}' for object of type '{}'",
                    parsed.kind.unwrap_or('?'),
                    self.class_name(value)
                );
                self.raise(Type::ValueError, &message)
            }
        }
    }

    /// `format % values`
    pub(super) fn percent(&mut self, format: Atom, values: Value) -> Outcome<Flow> {
        self.render(Render::Percent, [Value::Str(format), values, Value::Null])
    }

    fn write_percent(
        &mut self,
        out: &mut String,
        format: Value,
        values: Value,
        given: &mut Given<'_>,
    ) -> Outcome<Result<(), Need>> {
        let Value::Str(format) = format else {
            return Ok(Ok(()));
        };
        let format: Vec<char> = self.text(format).chars().collect();
        let tuple = matches!(self.object_of(values), Some(Object::Tuple(_)));
        let all = if tuple {
            self.items_of(values)
        } else {
            vec![values]
        };
        let given_count = all.len();
        let mut used = 0;
        let mut next = all.into_iter();
        let mut at = 0;
        while at < format.len() {
            let c = format[at];
            at += 1;
            if c != '%' {
                out.push(c);
                continue;
            }
            let start = at;
            while at < format.len() && "-+ #0123456789.".contains(format[at]) {
                at += 1;
            }
            let flags: String = format[start..at].iter().collect();
            let Some(kind) = format.get(at).copied() else {
                return self.raise(Type::ValueError, "incomplete format");
            };
            at += 1;
            if kind == '%' {
                out.push('%');
                continue;
            }
            let Some(value) = next.next() else {
                let message = if self.version() >= Version::V3_15 {
                    format!("not enough arguments for format string (got {given_count})")
                } else {
                    "not enough arguments for format string".to_owned()
                };
                return self.raise(Type::TypeError, &message);
            };
            used += 1;
            let spec = Spec::from_percent(&flags, kind);
            if spec.excessive {
                return self.too_wide();
            }
            let text = match kind {
                's' | 'r' => {
                    let mut text = String::new();
                    if let Err(need) = self.write_text(&mut text, value, kind == 'r', given) {
                        return Ok(Err(need));
                    }
                    format_text(&text, &spec)
                }
                'd' | 'i' | 'u' | 'x' | 'X' | 'o' | 'f' | 'F' | 'e' | 'E' | 'g' | 'G' => {
                    let Some(number) = self.number_of(value) else {
                        let class = self.class_name(value);
                        let message = if matches!(kind, 'd' | 'i' | 'u') {
                            match self.version() {
                                Version::V3_8 | Version::V3_9 => {
                                    format!("%{kind} format: a number is required, not {class}")
                                }
                                Version::V3_15 => format!(
                                    "format argument: %{kind} requires a real number, not {class}"
                                ),
                                _ => format!(
                                    "%{kind} format: a real number is required, not {class}"
                                ),
                            }
                        } else {
                            format!("must be real number, not {}", self.class_name(value))
                        };
                        return self.raise(Type::TypeError, &message);
                    };
                    self.format_number(&spec.whole(number), &spec)
                }
                _ => None,
            };
            match text {
                Some(text) => out.push_str(&text),
                None => {
                    return self.refuse(
                        format!("the format `%{flags}{kind}` is not supported by the explorer"),
                        "use an f-string",
                    );
                }
            }
        }
        if tuple && next.next().is_some() {
            let message = if self.version() >= Version::V3_15 {
                format!(
                    "not all arguments converted during string formatting (required {used}, got {given_count})"
                )
            } else {
                "not all arguments converted during string formatting".to_owned()
            };
            return self.raise(Type::TypeError, &message);
        }
        Ok(Ok(()))
    }

    fn write_str_format(
        &mut self,
        out: &mut String,
        [format, args, names]: [Value; 3],
        given: &mut Given<'_>,
    ) -> Outcome<Result<(), Need>> {
        let Value::Str(format) = format else {
            return Ok(Ok(()));
        };
        let format: Vec<char> = self.text(format).chars().collect();
        let args = self.items_of(args);
        let (mut at, mut automatic) = (0, 0);
        while at < format.len() {
            let c = format[at];
            at += 1;
            match c {
                '{' | '}' if format.get(at) == Some(&c) => {
                    out.push(c);
                    at += 1;
                }
                '}' => {
                    return self.raise(Type::ValueError, "Single '}' encountered in format string");
                }
                '{' => {
                    let Some(length) = format[at..].iter().position(|c| *c == '}') else {
                        return self
                            .raise(Type::ValueError, "Single '{' encountered in format string");
                    };
                    let field: String = format[at..at + length].iter().collect();
                    at += length + 1;
                    let (field, spec) = field.split_once(':').unwrap_or((&field, ""));
                    let (field, conversion) = field.split_once('!').unwrap_or((field, ""));
                    if field.contains(['.', '[']) || spec.contains('{') {
                        return self.refuse(
                            "this form of `format` is not supported by the explorer",
                            "use an f-string",
                        );
                    }
                    let mut index = 0;
                    let value = if field.is_empty() {
                        index = automatic;
                        automatic += 1;
                        args.get(index).copied()
                    } else if let Ok(number) = field.parse::<usize>() {
                        index = number;
                        args.get(index).copied()
                    } else {
                        let key = self.string(field);
                        let found = match self.object_of(names) {
                            Some(Object::Dict { dict, .. }) => dict
                                .iter()
                                .find(|entry| entry.key == key)
                                .map(|entry| entry.value),
                            _ => None,
                        };
                        if found.is_none() {
                            return Err(self.raise_with(Type::KeyError, vec![key]));
                        }
                        found
                    };
                    let Some(value) = value else {
                        let message = format!(
                            "Replacement index {index} out of range for positional args tuple"
                        );
                        return self.raise(Type::IndexError, &message);
                    };
                    let spec = spec.to_owned();
                    let result = if conversion.is_empty() {
                        self.write_formatted(out, value, &spec, given)?
                    } else {
                        self.write_text(out, value, conversion == "r", given)
                    };
                    if result.is_err() {
                        return Ok(result);
                    }
                }
                c => out.push(c),
            }
        }
        Ok(Ok(()))
    }
}
