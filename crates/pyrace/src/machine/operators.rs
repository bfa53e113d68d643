//! Binary and unary operators, subscripts.

use super::decide::Decision;
use super::native::Native;
use super::state::Deliver;
use super::{Flow, Outcome, Turn};
use crate::code::{Binary, Version};
use crate::value::{Atom, Iter, Object, Set, Type, Value, name};

/// The plain operator, and whether it was the form with `=`.
fn plain(op: Binary) -> (Binary, bool) {
    let plain = match op {
        Binary::InplaceAdd => Binary::Add,
        Binary::InplaceAnd => Binary::And,
        Binary::InplaceFloorDivide => Binary::FloorDivide,
        Binary::InplaceLshift => Binary::Lshift,
        Binary::InplaceMatrixMultiply => Binary::MatrixMultiply,
        Binary::InplaceMultiply => Binary::Multiply,
        Binary::InplaceRemainder => Binary::Remainder,
        Binary::InplaceOr => Binary::Or,
        Binary::InplacePower => Binary::Power,
        Binary::InplaceRshift => Binary::Rshift,
        Binary::InplaceSubtract => Binary::Subtract,
        Binary::InplaceTrueDivide => Binary::TrueDivide,
        Binary::InplaceXor => Binary::Xor,
        op => return (op, false),
    };
    (plain, true)
}

/// The methods of an operator: plain, reflected, in place.
fn methods(op: Binary) -> (Atom, Atom, Atom) {
    match op {
        Binary::Add => (name::ADD, name::RADD, name::IADD),
        Binary::And => (name::AND, name::RAND, name::IAND),
        Binary::FloorDivide => (name::FLOORDIV, name::RFLOORDIV, name::IFLOORDIV),
        Binary::Lshift => (name::LSHIFT, name::RLSHIFT, name::ILSHIFT),
        Binary::MatrixMultiply => (name::MATMUL, name::RMATMUL, name::IMATMUL),
        Binary::Multiply => (name::MUL, name::RMUL, name::IMUL),
        Binary::Remainder => (name::MOD, name::RMOD, name::IMOD),
        Binary::Or => (name::OR, name::ROR, name::IOR),
        Binary::Power => (name::POW, name::RPOW, name::IPOW),
        Binary::Rshift => (name::RSHIFT, name::RRSHIFT, name::IRSHIFT),
        Binary::Subtract => (name::SUB, name::RSUB, name::ISUB),
        Binary::TrueDivide => (name::TRUEDIV, name::RTRUEDIV, name::ITRUEDIV),
        _ => (name::XOR, name::RXOR, name::IXOR),
    }
}

/// The longest sequence that `*` may make.
pub(crate) const MAX_LENGTH: usize = 1 << 20;

impl Turn<'_> {
    /// `a op b`
    pub(crate) fn binary(&mut self, op: Binary, a: Value, b: Value) -> Outcome<Flow> {
        let (plain, inplace) = plain(op);
        if let (Some(x), Some(y)) = (self.number_of(a), self.number_of(b)) {
            let float = matches!(a, Value::Float(_)) || matches!(b, Value::Float(_));
            if float
                && matches!(
                    plain,
                    Binary::And | Binary::Or | Binary::Xor | Binary::Lshift | Binary::Rshift
                )
            {
                return self.unsupported(op, a, b);
            }
            if let (Value::Bool(p), Value::Bool(q)) = (a, b) {
                match plain {
                    Binary::And => return Ok(Flow::Value(Value::Bool(p & q))),
                    Binary::Or => return Ok(Flow::Value(Value::Bool(p | q))),
                    Binary::Xor => return Ok(Flow::Value(Value::Bool(p ^ q))),
                    _ => {}
                }
            }
            return self.arithmetic_of(plain, &x, &y).map(Flow::Value);
        }
        if plain == Binary::Remainder
            && let Value::Str(format) = a
            && self.special_method(b, name::RMOD).is_none()
        {
            return self.percent(format, b);
        }
        if self.has_program_class(a) || self.has_program_class(b) {
            return self.binary_special(op, plain, inplace, a, b);
        }
        if inplace && let Some(flow) = self.inplace(plain, a, b)? {
            return Ok(flow);
        }
        if matches!(
            plain,
            Binary::Or | Binary::And | Binary::Subtract | Binary::Xor
        ) && let (Some(Object::Set { .. }), Some(Object::Set { .. })) =
            (self.object_of(a), self.object_of(b))
        {
            return self.decide(Decision::Combine, vec![Value::Int(plain as i64), a, b]);
        }
        match self.containers(plain, a, b)? {
            Some(value) => Ok(Flow::Value(value)),
            None => self.unsupported(op, a, b),
        }
    }

    /// True for instances of classes of the program, whose methods have to be asked.
    pub(crate) fn has_program_class(&self, value: Value) -> bool {
        value.object().is_some() && self.class_of(value).object().is_some()
    }

    /// True if comparing the value may ask the program.
    pub(crate) fn may_ask(&self, value: Value) -> bool {
        match self.object_of(value) {
            Some(Object::List { items, .. } | Object::Tuple(items)) => self
                .m
                .work
                .inside(|| items.iter().any(|item| self.may_ask(*item))),
            _ => self.has_program_class(value),
        }
    }

    fn unsupported(&mut self, op: Binary, a: Value, b: Value) -> Outcome<Flow> {
        let symbol = if op == Binary::Power {
            "** or pow()"
        } else if op == Binary::InplacePower {
            "**="
        } else {
            op.text()
        };
        if plain(op).0 == Binary::Add {
            let message = match (a, self.object_of(a)) {
                (Value::Str(_), _) => Some(format!(
                    "can only concatenate str (not \"{}\") to str",
                    self.class_name(b)
                )),
                (_, Some(Object::List { .. })) => Some(format!(
                    "can only concatenate list (not \"{}\") to list",
                    self.class_name(b)
                )),
                (_, Some(Object::Tuple(_))) => Some(format!(
                    "can only concatenate tuple (not \"{}\") to tuple",
                    self.class_name(b)
                )),
                _ => None,
            };
            if let Some(message) = message {
                return self.raise(Type::TypeError, &message);
            }
        }
        if plain(op).0 == Binary::Multiply {
            let of = |sequence: Value, other: Value| {
                matches!(sequence, Value::Str(_))
                    .then_some(other)
                    .or_else(|| match self.object_of(sequence) {
                        Some(Object::List { .. } | Object::Tuple(_) | Object::Deque { .. }) => {
                            Some(other)
                        }
                        _ => None,
                    })
            };
            if let Some(other) = of(a, b).or_else(|| of(b, a)) {
                let message = format!(
                    "can't multiply sequence by non-int of type '{}'",
                    self.class_name(other)
                );
                return self.raise(Type::TypeError, &message);
            }
        }
        if plain(op).0 == Binary::Or
            && let Some(union) = self.union(a, b)?
        {
            return Ok(union);
        }
        let counters = [a, b].iter().all(|value| {
            matches!(
                self.object_of(*value),
                Some(Object::Dict {
                    class: Type::Counter,
                    ..
                })
            )
        });
        if counters {
            return self.refuse(
                "this operation on Counters is not supported by the explorer",
                "use `+`, `-`, `&` or `|`",
            );
        }
        let message = format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'",
            self.class_name(a),
            self.class_name(b)
        );
        self.raise(Type::TypeError, &message)
    }

    /// Operators that change their left operand.
    fn inplace(&mut self, op: Binary, a: Value, b: Value) -> Outcome<Option<Flow>> {
        let Some(id) = a.object() else {
            return Ok(None);
        };
        match (self.object(id), op) {
            (Object::List { .. }, Binary::Add) => {
                self.container_guard(id)?;
                let flow = self.collect(b, super::native::Into::Extend, a)?;
                // The result of `+=` is the list, whatever `extend` gives.
                Ok(Some(match flow {
                    Flow::Value(_) => Flow::Value(a),
                    Flow::Frame => {
                        self.mark_collect_inplace();
                        Flow::Frame
                    }
                }))
            }
            (Object::List { items, .. }, Binary::Multiply) => {
                let Some(times) = self.small(b) else {
                    return Ok(None);
                };
                let items = repeat(items, times);
                let Some(items) = items else {
                    return self.too_long();
                };
                self.container_guard(id)?;
                if let Object::List { items: target, .. } = self.write(id) {
                    *target = items;
                }
                Ok(Some(Flow::Value(a)))
            }
            (
                Object::Set { frozen: false, .. },
                Binary::Or | Binary::And | Binary::Subtract | Binary::Xor,
            ) => {
                let Some(content) = self.combine_in_place(op, a, b)? else {
                    return Ok(None);
                };
                if let Object::Set { set, .. } = self.write(id) {
                    *set = content;
                }
                Ok(Some(Flow::Value(a)))
            }
            (Object::Dict { .. }, Binary::Or)
                if matches!(self.object_of(b), Some(Object::Dict { .. })) =>
            {
                self.dict_update(a, b)?;
                Ok(Some(Flow::Value(a)))
            }
            (Object::Deque { .. }, Binary::Add) => {
                let flow = self.collect(b, super::native::Into::DequeExtend, a)?;
                Ok(Some(match flow {
                    Flow::Value(_) => Flow::Value(a),
                    Flow::Frame => {
                        self.mark_collect_inplace();
                        Flow::Frame
                    }
                }))
            }
            _ => Ok(None),
        }
    }

    pub(crate) fn too_long<T>(&mut self) -> Outcome<T> {
        self.refuse(
            "a sequence gets too long for the explorer",
            "sequences may have up to a million items",
        )
    }

    /// Operators on built-in containers and strings that make a new one.
    fn containers(&mut self, op: Binary, a: Value, b: Value) -> Outcome<Option<Value>> {
        if op == Binary::Multiply {
            return self.repeat(a, b);
        }
        if let (Value::Str(x), Value::Str(y), Binary::Add) = (a, b, op) {
            if self.text(x).len() + self.text(y).len() > MAX_LENGTH {
                return self.too_long();
            }
            let text = format!("{}{}", self.text(x), self.text(y));
            return Ok(Some(self.string(&text)));
        }
        let (Some(x), Some(y)) = (a.object(), b.object()) else {
            return Ok(None);
        };
        let result = match (self.read(x), self.read(y), op) {
            (
                Object::List { items: p, .. } | Object::Tuple(p) | Object::Deque { items: p, .. },
                Object::List { items: q, .. } | Object::Tuple(q) | Object::Deque { items: q, .. },
                Binary::Add,
            ) if p.len() + q.len() > MAX_LENGTH => return self.too_long(),
            (Object::List { items: p, .. }, Object::List { items: q, .. }, Binary::Add) => {
                Object::list([p.as_slice(), q.as_slice()].concat())
            }
            (Object::Tuple(p), Object::Tuple(q), Binary::Add) => {
                Object::Tuple([p.as_slice(), q.as_slice()].concat())
            }
            (
                Object::Deque {
                    items: p, limit, ..
                },
                Object::Deque { items: q, .. },
                Binary::Add,
            ) => Object::Deque {
                items: [p.as_slice(), q.as_slice()].concat(),
                limit: *limit,
                changes: 0,
            },
            (
                Object::Dict {
                    class: Type::Counter,
                    ..
                },
                Object::Dict {
                    class: Type::Counter,
                    ..
                },
                _,
            ) => {
                return self.counters(op, a, b);
            }
            (
                Object::Dict {
                    dict,
                    class,
                    factory,
                },
                Object::Dict { .. },
                Binary::Or,
            ) if self.version() >= Version::V3_9 => {
                let merged = Object::Dict {
                    dict: dict.clone(),
                    class: *class,
                    factory: *factory,
                };
                let merged = self.alloc(merged);
                self.dict_update(merged, b)?;
                return Ok(Some(merged));
            }
            (Object::View { .. }, Object::Set { .. } | Object::View { .. }, _) => {
                let items = self.snapshot(a)?.unwrap_or_default();
                let left = self.set_of(items)?;
                let left = self.alloc(Object::set(left));
                let items = self.snapshot(b)?.unwrap_or_default();
                let right = self.set_of(items)?;
                let right = self.alloc(Object::set(right));
                let Some(set) = self.combine_sets(op, left, right)? else {
                    return Ok(None);
                };
                Object::set(set)
            }
            _ => return Ok(None),
        };
        Ok(Some(self.alloc(result)))
    }

    /// A new set of items; the program is asked for hashes if it defines them.
    pub(crate) fn new_set(&mut self, items: Vec<Value>, frozen: bool) -> Outcome<Flow> {
        let mut asks = false;
        for item in &items {
            let hashed = self
                .hash(*item)
                .or_else(|fault| self.tell_use(fault, *item, true))?;
            asks |= hashed.is_err();
        }
        if asks {
            let set = self.alloc(Object::Set {
                set: Set::default(),
                frozen,
            });
            return self.display(set, items);
        }
        let set = self.set_of(items)?;
        Ok(Flow::Value(self.alloc(Object::Set { set, frozen })))
    }

    /// A set of items.
    pub(crate) fn set_of(&mut self, items: Vec<Value>) -> Outcome<Set> {
        let mut set = Set::default();
        for item in items {
            self.set_insert(&mut set, item)?;
        }
        Ok(set)
    }

    fn repeat(&mut self, a: Value, b: Value) -> Outcome<Option<Value>> {
        let (sequence, times) = match (self.small(a), self.small(b)) {
            (None, Some(times)) => (a, times),
            (Some(times), None) => (b, times),
            _ => return Ok(None),
        };
        if let Value::Str(atom) = sequence {
            let text = self.text(atom);
            let times = usize::try_from(times).unwrap_or(0);
            if text.len().saturating_mul(times) > MAX_LENGTH {
                return self.too_long();
            }
            let text = text.repeat(times);
            return Ok(Some(self.string(&text)));
        }
        let Some(id) = sequence.object() else {
            return Ok(None);
        };
        let repeated = match self.read(id) {
            Object::List { items, .. } => repeat(items, times).map(Object::list),
            Object::Tuple(items) => repeat(items, times).map(Object::Tuple),
            Object::Deque { items, limit, .. } => repeat(items, times).map(|mut items| {
                if let Ok(limit) = usize::try_from(*limit) {
                    let extra = items.len().saturating_sub(limit);
                    items.drain(..extra);
                }
                Object::Deque {
                    items,
                    limit: *limit,
                    changes: 0,
                }
            }),
            _ => return Ok(None),
        };
        match repeated {
            Some(object) => Ok(Some(self.alloc(object))),
            None => self.too_long(),
        }
    }

    fn binary_special(
        &mut self,
        op: Binary,
        plain: Binary,
        inplace: bool,
        a: Value,
        b: Value,
    ) -> Outcome<Flow> {
        let (method, reflected, in_place) = methods(plain);
        let mut calls = Vec::new();
        if inplace && let Some(function) = self.special_method(a, in_place) {
            calls.extend([function, a, b]);
        }
        let left = self.special_method(a, method);
        let right = self
            .special_method(b, reflected)
            .filter(|_| self.class_of(a) != self.class_of(b));
        // A derived class that redefines the reflected method is asked first.
        let first = right.filter(|function| {
            self.is_derived(b, a) && self.special_method(a, reflected) != Some(*function)
        });
        if let Some(function) = first {
            calls.extend([function, b, a]);
        }
        if let Some(function) = left {
            calls.extend([function, a, b]);
        }
        if let (None, Some(function)) = (first, right) {
            calls.extend([function, b, a]);
        }
        if calls.is_empty() {
            return self.unsupported(op, a, b);
        }
        let mut values = vec![Value::Int(op as i64), a, b];
        values.extend(calls);
        self.push_native(Native::Try, values, Deliver::Push)
    }

    /// True if the class of `value` is derived from that of `other`, and another one.
    pub(super) fn is_derived(&self, value: Value, other: Value) -> bool {
        let (class, base) = (self.class_of(value), self.class_of(other));
        class != base && self.is_subclass(class, base)
    }

    /// What an operator does when every method returned `NotImplemented`.
    pub(super) fn not_implemented(&mut self, op: i64, a: Value, b: Value) -> Outcome<Flow> {
        match u32::try_from(op).ok().and_then(Binary::from_arg) {
            Some(op) => self.unsupported(op, a, b),
            None => self.compare_default(op, a, b),
        }
    }

    pub(super) fn unary_minus(&mut self, value: Value) -> Outcome<Flow> {
        match self.number_of(value) {
            Some(super::numbers::Number::Float(value)) => Ok(Flow::Value(Value::float(-value))),
            Some(number) => {
                let negative = number.big().neg();
                Ok(Flow::Value(self.integer(negative)))
            }
            None => self.unary_special(value, name::NEG, "-"),
        }
    }

    pub(super) fn unary_plus(&mut self, value: Value) -> Outcome<Flow> {
        match value {
            Value::Bool(value) => Ok(Flow::Value(Value::Int(i64::from(value)))),
            _ if self.number_of(value).is_some() => Ok(Flow::Value(value)),
            _ => self.unary_special(value, name::POS, "+"),
        }
    }

    pub(super) fn unary_invert(&mut self, value: Value) -> Outcome<Flow> {
        match self.number_of(value) {
            Some(super::numbers::Number::Float(_)) | None => {
                self.unary_special(value, name::INVERT, "~")
            }
            Some(number) => {
                let inverted = number.big().not();
                Ok(Flow::Value(self.integer(inverted)))
            }
        }
    }

    fn unary_special(&mut self, value: Value, method: Atom, symbol: &str) -> Outcome<Flow> {
        if let Some(function) = self.special_method(value, method) {
            return self.call_with(function, vec![value], Deliver::Push);
        }
        if let Some(Object::Dict {
            class: Type::Counter,
            ..
        }) = self.object_of(value)
        {
            return self.refuse(
                "this operation on Counters is not supported by the explorer",
                "use `+`, `-`, `&` or `|`",
            );
        }
        let message = format!(
            "bad operand type for unary {symbol}: '{}'",
            self.class_name(value)
        );
        self.raise(Type::TypeError, &message)
    }

    /// `a is b`. Equal strings and large integers may or may not be one object in CPython.
    pub(super) fn is(&mut self, a: Value, b: Value) -> Outcome<bool> {
        let doubtful = match (a, b) {
            (Value::Int(x), Value::Int(y)) => x == y && !(-5..=256).contains(&x),
            (Value::Str(x), Value::Str(y)) => x == y && x != name::EMPTY,
            (Value::Big(x), Value::Big(y)) => x == y,
            (Value::Float(x), Value::Float(y)) => x == y,
            (Value::Hint(_), Value::Hint(_)) => return self.refuse_hint("the identity of"),
            _ => false,
        };
        if doubtful {
            return self.refuse(
                "whether equal numbers or strings are the same object is not defined",
                "compare them with `==`",
            );
        }
        Ok(a == b)
    }

    /// A shared iterator over a sequence: used by `reversed` and `iter`.
    pub(crate) fn sequence_iterator(&mut self, of: Value, index: i64, reversed: bool) -> Value {
        self.alloc(Object::Iter(Iter::Sequence {
            of,
            index,
            reversed,
        }))
    }
}

fn repeat(items: &[Value], times: i64) -> Option<Vec<Value>> {
    let times = usize::try_from(times).unwrap_or(0);
    (items.len().saturating_mul(times) <= MAX_LENGTH).then(|| items.repeat(times))
}
