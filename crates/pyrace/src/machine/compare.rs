//! Equality, order, truth and hashes.

use std::cmp::Ordering;

use super::Decision;
use super::native::Native;
use super::state::Deliver;
use super::work::Excess;
use super::{Flow, Outcome, Turn};
use crate::code::Compare;
use crate::value::{
    Iteration, Object, ObjectId, Type, Value, hash_atomic, hash_frozenset, hash_tuple, name,
};

/// Comparisons in a [`Native::Try`] frame have numbers from here on.
const COMPARE_BASE: i64 = 1000;

fn accepts(compare: Compare, ordering: Ordering) -> bool {
    match compare {
        Compare::Lt => ordering.is_lt(),
        Compare::Le => ordering.is_le(),
        Compare::Gt => ordering.is_gt(),
        Compare::Ge => ordering.is_ge(),
        Compare::Ne => ordering.is_ne(),
        _ => ordering.is_eq(),
    }
}

impl Turn<'_> {
    /// `a == b` where no class of the program has a say. `None` if one has.
    pub(crate) fn equal(&self, a: Value, b: Value) -> Option<bool> {
        match (a, b) {
            (Value::Str(x), Value::Str(y)) => return Some(x == y),
            (Value::Int(x), Value::Int(y)) => return Some(x == y),
            (Value::Hint(_), Value::Hint(_)) => return None,
            _ => {}
        }
        if let (Some(x), Some(y)) = (self.number_of(a), self.number_of(b)) {
            return Some(x.compare(&y) == Some(Ordering::Equal));
        }
        let (Some(x), Some(y)) = (a.object(), b.object()) else {
            if self.has_equality(a) || self.has_equality(b) {
                return self.answer(Compare::Eq, a, b);
            }
            return Some(a == b);
        };
        if x == y && !self.has_equality(a) {
            return Some(true);
        }
        if !self.m.work.enter() {
            return Some(false);
        }
        let equal = self.equal_objects(a, b, x, y);
        self.m.work.leave();
        equal
    }

    fn equal_objects(&self, a: Value, b: Value, x: ObjectId, y: ObjectId) -> Option<bool> {
        match (self.read(x), self.read(y)) {
            (Object::List { items: p, .. }, Object::List { items: q, .. })
            | (Object::Tuple(p), Object::Tuple(q))
            | (Object::Deque { items: p, .. }, Object::Deque { items: q, .. }) => {
                if p.len() != q.len() {
                    return Some(false);
                }
                for (at, (p, q)) in p.iter().zip(q).enumerate() {
                    if p != q && !self.equal(*p, *q)? {
                        self.m.work.spend(at);
                        return Some(false);
                    }
                }
                self.m.work.spend(p.len());
                Some(true)
            }
            (Object::Dict { dict: p, .. }, Object::Dict { dict: q, .. }) => {
                if p.len() != q.len() {
                    return Some(false);
                }
                self.m.work.spend(p.len());
                for entry in p.iter() {
                    let mut unknown = false;
                    let found = q.find(entry.hash, |key| {
                        key == entry.key
                            || self.equal(key, entry.key).unwrap_or_else(|| {
                                unknown = true;
                                false
                            })
                    });
                    if unknown {
                        return None;
                    }
                    match found.and_then(|at| q.at(at)) {
                        Some(other)
                            if other.value == entry.value
                                || self.equal(other.value, entry.value)? => {}
                        _ => return Some(false),
                    }
                }
                Some(true)
            }
            (Object::Set { set: p, .. }, Object::Set { set: q, .. }) => {
                if p.len() != q.len() {
                    return Some(false);
                }
                self.m.work.spend(p.len());
                for (key, hash) in p.iter() {
                    let mut unknown = false;
                    let found = q.find(hash, |other| {
                        other == key
                            || self.equal(other, key).unwrap_or_else(|| {
                                unknown = true;
                                false
                            })
                    });
                    if unknown {
                        return None;
                    }
                    if found.is_none() {
                        return Some(false);
                    }
                }
                Some(true)
            }
            (
                Object::Range {
                    start: a,
                    stop: b,
                    step: c,
                },
                Object::Range {
                    start: d,
                    stop: e,
                    step: f,
                },
            ) => {
                let (m, n) = (range_length(*a, *b, *c), range_length(*d, *e, *f));
                Some(m == n && (m == 0 || (a == d && (m == 1 || c == f))))
            }
            (
                Object::Bound {
                    function: f,
                    this: p,
                },
                Object::Bound {
                    function: g,
                    this: q,
                },
            ) => Some(f == g && p == q),
            (
                Object::View {
                    what: Iteration::Keys | Iteration::Items,
                    ..
                },
                _,
            )
            | (
                _,
                Object::View {
                    what: Iteration::Keys | Iteration::Items,
                    ..
                },
            ) => None,
            _ if self.has_equality(a) || self.has_equality(b) => self.answer(Compare::Eq, a, b),
            _ => Some(x == y),
        }
    }

    /// Whether two keys are the same for a dictionary: identical, or equal. The operation is given up if only
    /// the program knows, and cannot be asked now.
    pub(crate) fn same_key(&self, a: Value, b: Value) -> bool {
        // Keys with equal hashes are tried one after the other: there may be many of them.
        self.m.work.spend(1);
        a == b
            || self.equal(a, b).unwrap_or_else(|| {
                if !self.is_deciding() {
                    self.m.work.give_up(Excess::Asks);
                }
                false
            })
    }

    fn has_equality(&self, value: Value) -> bool {
        self.special_method(value, name::EQ).is_some()
    }

    /// `a compare b`
    pub(crate) fn compare(&mut self, compare: Compare, a: Value, b: Value) -> Outcome<Flow> {
        if let (Value::Int(x), Value::Int(y)) = (a, b) {
            return Ok(Flow::Value(Value::Bool(accepts(compare, x.cmp(&y)))));
        }
        if let (Value::Hint(_), Value::Hint(_)) = (a, b) {
            return self.refuse_hint("comparing");
        }
        if compare == Compare::Ne && (self.has_own_ne(a) || self.has_own_ne(b)) {
            return self.compare_special(compare, a, b);
        }
        if matches!(compare, Compare::Eq | Compare::Ne) {
            if let Some(equal) = self.equal(a, b) {
                return Ok(Flow::Value(Value::Bool(equal == (compare == Compare::Eq))));
            }
            if let Some(equal) = self.views_are_equal(a, b)? {
                return Ok(Flow::Value(Value::Bool(equal == (compare == Compare::Eq))));
            }
            if !self.has_program_class(a) && !self.has_program_class(b) {
                return self.decide(Decision::Compare, vec![Value::Int(compare as i64), a, b]);
            }
            return self.compare_special(compare, a, b);
        }
        if self.has_program_class(a) || self.has_program_class(b) {
            return self.compare_special(compare, a, b);
        }
        self.decide(Decision::Compare, vec![Value::Int(compare as i64), a, b])
    }

    fn has_own_ne(&self, value: Value) -> bool {
        self.has_program_class(value) && self.special_method(value, name::NE).is_some()
    }

    /// Equality of views of keys or items; `None` for other values.
    fn views_are_equal(&mut self, a: Value, b: Value) -> Outcome<Option<bool>> {
        let is_view = |value: Value| {
            matches!(
                self.object_of(value),
                Some(Object::View {
                    what: Iteration::Keys | Iteration::Items,
                    ..
                })
            )
        };
        let is_set = |value: Value| matches!(self.object_of(value), Some(Object::Set { .. }));
        if !(is_view(a) && (is_view(b) || is_set(b)) || is_view(b) && is_set(a)) {
            return Ok((is_view(a) || is_view(b)).then_some(false));
        }
        let mut sets = Vec::new();
        for value in [a, b] {
            let items = self.snapshot(value)?.unwrap_or_default();
            let set = self.set_of(items)?;
            sets.push(self.alloc(Object::set(set)));
        }
        Ok(self.equal(sets[0], sets[1]))
    }

    /// As [`Turn::compare`] with the result turned into a bool.
    pub(super) fn compare_to_bool(
        &mut self,
        compare: Compare,
        a: Value,
        b: Value,
    ) -> Outcome<Flow> {
        match self.compare(compare, a, b)? {
            Flow::Value(Value::Bool(truth)) => Ok(Flow::Value(Value::Bool(truth))),
            Flow::Value(other) => self.ask_truth(other, Deliver::Push),
            Flow::Frame => {
                // The frame gives any value; another one below it turns that into a bool.
                self.slip_truth_below();
                Ok(Flow::Frame)
            }
        }
    }

    pub(super) fn no_order<T>(&mut self, compare: Compare, a: Value, b: Value) -> Outcome<T> {
        let counter = |value: Value| {
            matches!(
                self.object_of(value),
                Some(Object::Dict {
                    class: Type::Counter,
                    ..
                })
            )
        };
        if counter(a) && counter(b) && self.version() >= crate::code::Version::V3_10 {
            return self.refuse(
                "the order of Counters is not supported by the explorer",
                "compare the counts one by one",
            );
        }
        let message = format!(
            "'{}' not supported between instances of '{}' and '{}'",
            compare.text(),
            self.class_name(a),
            self.class_name(b)
        );
        self.raise(Type::TypeError, &message)
    }

    /// The order of built-in values; `None` if there is none.
    pub(crate) fn order(&mut self, compare: Compare, a: Value, b: Value) -> Outcome<Option<bool>> {
        if let (Some(x), Some(y)) = (self.number_of(a), self.number_of(b)) {
            return Ok(Some(
                x.compare(&y).is_some_and(|order| accepts(compare, order)),
            ));
        }
        if let (Value::Str(x), Value::Str(y)) = (a, b) {
            // The order of UTF-8 bytes is that of code points.
            return Ok(Some(accepts(compare, self.text(x).cmp(self.text(y)))));
        }
        let (Some(x), Some(y)) = (a.object(), b.object()) else {
            return Ok(None);
        };
        if !self.m.work.enter() {
            return Ok(Some(false));
        }
        let order = self.order_objects(compare, x, y);
        self.m.work.leave();
        order
    }

    fn order_objects(
        &mut self,
        compare: Compare,
        x: ObjectId,
        y: ObjectId,
    ) -> Outcome<Option<bool>> {
        match (self.read(x), self.read(y)) {
            (Object::List { items: p, .. }, Object::List { items: q, .. })
            | (Object::Tuple(p), Object::Tuple(q))
            | (Object::Deque { items: p, .. }, Object::Deque { items: q, .. }) => {
                let (p, q) = (p.clone(), q.clone());
                self.m.work.spend(p.len() + q.len());
                for (x, y) in p.iter().zip(&q) {
                    match self.equal(*x, *y) {
                        Some(true) => {}
                        Some(false) => {
                            if self.has_program_class(*x) || self.has_program_class(*y) {
                                return match self.answer(compare, *x, *y) {
                                    Some(answer) => Ok(Some(answer)),
                                    None => self.nested(),
                                };
                            }
                            return match self.order(compare, *x, *y)? {
                                Some(order) => Ok(Some(order)),
                                None => self.no_order(compare, *x, *y),
                            };
                        }
                        None => return self.nested(),
                    }
                }
                Ok(Some(accepts(compare, p.len().cmp(&q.len()))))
            }
            (Object::Set { set: p, .. }, Object::Set { set: q, .. }) => {
                let within = |p: &crate::value::Set, q: &crate::value::Set| {
                    self.m.work.spend(p.len());
                    p.iter().all(|(key, hash)| {
                        q.find(hash, |other| self.same_key(key, other)).is_some()
                    })
                };
                Ok(Some(match compare {
                    Compare::Le => within(p, q),
                    Compare::Lt => p.len() < q.len() && within(p, q),
                    Compare::Ge => within(q, p),
                    _ => q.len() < p.len() && within(q, p),
                }))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn nested<T>(&mut self) -> Outcome<T> {
        self.refuse(
            "comparing containers whose items have their own comparison is not supported by the explorer",
            "compare the items one by one",
        )
    }

    fn compare_special(&mut self, compare: Compare, a: Value, b: Value) -> Outcome<Flow> {
        let of = |compare| match compare {
            Compare::Lt => name::LT,
            Compare::Le => name::LE,
            Compare::Gt => name::GT,
            Compare::Ge => name::GE,
            Compare::Ne => name::NE,
            _ => name::EQ,
        };
        let reflected = match compare {
            Compare::Lt => Compare::Gt,
            Compare::Le => Compare::Ge,
            Compare::Gt => Compare::Lt,
            Compare::Ge => Compare::Le,
            other => other,
        };
        let mut order = [(a, b, compare), (b, a, reflected)];
        if self.is_derived(b, a) {
            order.reverse();
        }
        let mut calls = Vec::new();
        let (mut direct, mut negate) = (false, false);
        for (x, y, compare) in order {
            if let Some(function) = self.special_method(x, of(compare)) {
                calls.extend([function, x, y]);
                direct = true;
            } else if compare == Compare::Ne
                && let Some(function) = self.special_method(x, name::EQ)
            {
                // The default `__ne__` asks `__eq__`.
                calls.extend([function, x, y]);
                negate = true;
            }
        }
        if direct && negate {
            return self.refuse(
                "`!=` of an object with `__ne__` and one with `__eq__` only is not supported by the explorer",
                "define `__eq__` alone: `!=` is its opposite",
            );
        }
        let number = COMPARE_BASE + compare as i64;
        if calls.is_empty() {
            return self.compare_default(number, a, b);
        }
        let mut values = vec![Value::Int(number), a, b];
        values.extend(calls);
        let native = if negate { Native::TryNot } else { Native::Try };
        self.push_native(native, values, Deliver::Push)
    }

    pub(super) fn compare_default(&mut self, number: i64, a: Value, b: Value) -> Outcome<Flow> {
        let compare = u32::try_from(number - COMPARE_BASE)
            .ok()
            .and_then(Compare::from_arg)
            .unwrap_or(Compare::Eq);
        match compare {
            Compare::Eq => Ok(Flow::Value(Value::Bool(a == b))),
            Compare::Ne => Ok(Flow::Value(Value::Bool(a != b))),
            compare => self.no_order(compare, a, b),
        }
    }

    /// The truth of a value; `None` if a method of the program decides.
    pub(crate) fn truth(&mut self, value: Value) -> Outcome<Option<bool>> {
        Ok(Some(match value {
            Value::Null | Value::None => false,
            Value::Bool(value) => value,
            Value::Int(value) => value != 0,
            Value::Float(bits) => f64::from_bits(bits) != 0.0,
            Value::Str(atom) => atom != name::EMPTY,
            Value::Object(id) => match self.read(id) {
                Object::List { items, .. } | Object::Tuple(items) | Object::Deque { items, .. } => {
                    !items.is_empty()
                }
                Object::Dict { dict, .. } => !dict.is_empty(),
                Object::Set { set, .. } => !set.is_empty(),
                Object::Range { start, stop, step } => range_length(*start, *stop, *step) > 0,
                Object::View { of, .. } => {
                    let of = *of;
                    return self.truth(of);
                }
                Object::Instance { .. } | Object::Exception { .. } | Object::Thread(_) => {
                    return Ok(if self.truth_method(value).is_some() {
                        None
                    } else {
                        Some(true)
                    });
                }
                _ => true,
            },
            _ => true,
        }))
    }

    fn truth_method(&self, value: Value) -> Option<Value> {
        self.special_method(value, name::BOOL)
            .or_else(|| self.special_method(value, name::LEN))
    }

    /// Asks the program for the truth of a value.
    pub(super) fn ask_truth(&mut self, value: Value, deliver: Deliver) -> Outcome<Flow> {
        if let Some(truth) = self.truth(value)? {
            return Ok(Flow::Value(Value::Bool(truth)));
        }
        self.push_native(Native::Truth, vec![value], deliver)
    }

    /// The call that decides on the truth of a value.
    pub(super) fn call_truth(&mut self, value: Value) -> Outcome<Flow> {
        match self.truth_method(value) {
            Some(function) => self.call_with(function, vec![value], Deliver::Push),
            None => Ok(Flow::Value(Value::Bool(true))),
        }
    }

    /// The hash of a value. `Err` inside: a method of the program decides (the value is returned).
    pub(crate) fn hash(&mut self, value: Value) -> Outcome<Result<i64, Value>> {
        if let Value::Hint(_) = value {
            return self.refuse_hint("the hash of");
        }
        if let Some(hash) = hash_atomic(&self.m.atoms, value) {
            return Ok(Ok(hash));
        }
        let Some(id) = value.object() else {
            return Ok(Ok(0));
        };
        match self.object(id) {
            Object::Tuple(items) => {
                let items = items.clone();
                self.m.work.spend(items.len());
                let mut hashes = Vec::with_capacity(items.len());
                for item in items {
                    if !self.m.work.enter() {
                        return Ok(Ok(0));
                    }
                    let hash = self.hash(item);
                    self.m.work.leave();
                    match hash? {
                        Ok(hash) => hashes.push(hash),
                        Err(_) => {
                            return self.refuse(
                                "a tuple of objects with their own `__hash__` as a key is not supported by the explorer",
                                "use a tuple of numbers and strings",
                            );
                        }
                    }
                }
                Ok(Ok(hash_tuple(hashes.into_iter())))
            }
            Object::Set { set, frozen: true } => {
                self.m.work.spend(set.len());
                Ok(Ok(hash_frozenset(set.iter().map(|(_, hash)| hash))))
            }
            Object::List { .. }
            | Object::Dict { .. }
            | Object::Set { .. }
            | Object::Deque { .. }
            | Object::View {
                what: Iteration::Keys | Iteration::Items,
                ..
            } => self.unhashable(value),
            Object::Slice(_) if self.version() < crate::code::Version::V3_12 => {
                self.unhashable(value)
            }
            Object::Slice(_) => self.refuse(
                "a slice as a key is not supported by the explorer",
                "use a tuple",
            ),
            Object::Instance { class, .. } | Object::Exception { class, .. } => {
                let class = *class;
                match self.class_attribute(class, name::HASH) {
                    Some(Value::None) => self.unhashable(value),
                    Some(Value::Method(_)) | None => Ok(Ok(0)),
                    Some(_) => Ok(Err(value)),
                }
            }
            _ => Ok(Ok(0)),
        }
    }

    fn unhashable<T>(&mut self, value: Value) -> Outcome<T> {
        let message = format!("unhashable type: '{}'", self.class_name(value));
        self.raise(Type::TypeError, &message)
    }
}

/// The number of items of a range.
pub(crate) fn range_length(start: i64, stop: i64, step: i64) -> i64 {
    let (low, high) = if step > 0 {
        (start, stop)
    } else {
        (stop, start)
    };
    if low >= high || step == 0 {
        return 0;
    }
    let more = (high.abs_diff(low) - 1) / step.unsigned_abs();
    i64::try_from(more).map_or(i64::MAX, |more| more.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::range_length;

    // `len(range(...))` in CPython; what it refuses as too large is the largest number.
    #[test]
    fn ranges_are_as_long_as_in_python() {
        assert_eq!(range_length(0, 10, 3), 4);
        assert_eq!(range_length(0, 9, 3), 3);
        assert_eq!(range_length(10, 0, -3), 4);
        assert_eq!(range_length(3, 3, 1), 0);
        assert_eq!(range_length(3, 0, 1), 0);
        assert_eq!(range_length(i64::MIN, i64::MAX, i64::MAX), 3);
        assert_eq!(range_length(i64::MAX, i64::MIN, i64::MIN), 2);
        assert_eq!(range_length(i64::MIN, i64::MAX, 2), i64::MAX);
        assert_eq!(range_length(i64::MIN, i64::MAX, 1), i64::MAX);
    }
}
