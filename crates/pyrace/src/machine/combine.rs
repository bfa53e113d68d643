//! Arithmetic of sets and Counters.

use super::{Flow, Outcome, Turn};
use crate::code::{Binary, Compare, Version};
use crate::value::{Dict, Object, Set, Type, Value};

impl Turn<'_> {
    /// `a | b` and the like on sets.
    pub(crate) fn combine_sets(&mut self, op: Binary, a: Value, b: Value) -> Outcome<Option<Set>> {
        let (Some(x), Some(y)) = (a.object(), b.object()) else {
            return Ok(None);
        };
        let (Object::Set { set: p, .. }, Object::Set { set: q, .. }) = (self.read(x), self.read(y))
        else {
            return Ok(None);
        };
        let holds = |set: &Set, key: Value, hash: i64| {
            set.find(hash, |other| self.same_key(other, key)).is_some()
        };
        let mut result = Set::default();
        match op {
            Binary::Or => {
                result.merge(p, |_, _| false);
                result.merge(q, |found, key| self.same_key(found, key));
            }
            Binary::And => {
                // CPython walks over the smaller one and keeps its elements.
                let (walk, other) = if q.len() > p.len() { (p, q) } else { (q, p) };
                for (key, hash) in walk.iter().filter(|(key, hash)| holds(other, *key, *hash)) {
                    result.insert_new(key, hash);
                }
            }
            // CPython takes few elements out of a copy, and copies elements if there are many to leave out.
            Binary::Subtract if p.len() >> 2 > q.len() => {
                result.merge(p, |_, _| false);
                self.take_out(&mut result, q, false);
            }
            Binary::Subtract => {
                for (key, hash) in p.iter().filter(|(key, hash)| !holds(q, *key, *hash)) {
                    result.insert_new(key, hash);
                }
            }
            Binary::Xor => {
                result.merge(q, |_, _| false);
                self.take_out(&mut result, p, true);
            }
            _ => return Ok(None),
        }
        Ok(Some(result))
    }

    /// `a |= b` and the like: what becomes of the set `a`.
    pub(crate) fn combine_in_place(
        &mut self,
        op: Binary,
        a: Value,
        b: Value,
    ) -> Outcome<Option<Set>> {
        let (Some(x), Some(y)) = (a.object(), b.object()) else {
            return Ok(None);
        };
        let (Object::Set { set: p, .. }, Object::Set { set: q, .. }) = (self.read(x), self.read(y))
        else {
            return Ok(None);
        };
        let mut result = p.clone();
        match op {
            Binary::Or => result.merge(q, |found, key| self.same_key(found, key)),
            Binary::Subtract if x == y => result.clear(),
            Binary::Xor if x == y => result.clear(),
            Binary::Subtract => self.take_out(&mut result, q, false),
            Binary::Xor => self.take_out(&mut result, q, true),
            _ => return self.combine_sets(op, a, b),
        }
        Ok(Some(result))
    }

    /// True if the slot of an element that was removed from a set may be taken by another one.
    pub(crate) fn slots_are_usable(&self) -> bool {
        self.m.rules.library != Version::V3_9
    }

    /// Removes the elements of another set, and inserts those that are missing if `toggle`.
    fn take_out(&self, from: &mut Set, other: &Set, toggle: bool) {
        for (key, hash) in other.iter() {
            match from.find(hash, |found| self.same_key(found, key)) {
                Some(at) => from.remove(at, self.slots_are_usable()),
                None if toggle => from.insert_new(key, hash),
                None => {}
            }
        }
    }

    /// Arithmetic of Counters: only positive counts are kept.
    pub(super) fn counters(&mut self, op: Binary, a: Value, b: Value) -> Outcome<Option<Value>> {
        let read = |turn: &Self, value: Value| match value.object().map(|id| turn.read(id)) {
            Some(Object::Dict { dict, .. }) => dict.clone(),
            _ => Dict::default(),
        };
        let (left, right) = (read(self, a), read(self, b));
        let mut result = Dict::default();
        let zero = Value::Int(0);
        let entries: Vec<_> = left.iter().chain(right.iter()).copied().collect();
        for entry in entries {
            if result
                .find(entry.hash, |key| self.same_key(key, entry.key))
                .is_some()
            {
                continue;
            }
            let value = |dict: &Dict| {
                dict.find(entry.hash, |key| self.same_key(key, entry.key))
                    .and_then(|at| dict.at(at))
                    .map_or(zero, |entry| entry.value)
            };
            let (x, y) = (value(&left), value(&right));
            let flow = match op {
                Binary::Add | Binary::Subtract => self.binary(op, x, y)?,
                Binary::Or | Binary::And => {
                    let less = self.order(Compare::Lt, x, y)?.unwrap_or(false);
                    Flow::Value(if less == (op == Binary::Or) { y } else { x })
                }
                _ => return Ok(None),
            };
            if let Flow::Value(count) = flow
                && self.order(Compare::Gt, count, zero)?.unwrap_or(false)
            {
                result.insert_new(entry.key, entry.hash, count);
            }
        }
        Ok(Some(self.alloc(Object::Dict {
            dict: result,
            class: Type::Counter,
            factory: Value::Null,
        })))
    }
}
