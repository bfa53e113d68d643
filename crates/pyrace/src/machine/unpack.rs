//! Items of containers all at once: snapshots, `*` and unpacking.

use super::native::Into;
use super::state::Deliver;
use super::{Flow, Outcome, Turn};
use crate::code::{Instr, Op};
use crate::value::{Dict, Iter, Iteration, Object, Type, Value, name};

impl Turn<'_> {
    /// The items of a list or tuple.
    pub(crate) fn items_of(&self, value: Value) -> Vec<Value> {
        match self.object_of(value) {
            Some(Object::Tuple(items) | Object::List { items, .. }) => {
                self.m.work.spend(items.len());
                items.clone()
            }
            _ => Vec::new(),
        }
    }

    /// All items of a built-in container, read at once; `None` for anything else.
    pub(crate) fn snapshot(&mut self, value: Value) -> Outcome<Option<Vec<Value>>> {
        if let Value::Str(text) = value {
            self.m.work.spend(self.text(text).len());
            let characters: Vec<String> = self.text(text).chars().map(String::from).collect();
            let items = characters.iter().map(|c| self.string(c)).collect();
            return Ok(Some(items));
        }
        let Some(id) = value.object() else {
            return Ok(None);
        };
        let items = match self.read(id) {
            Object::List { items, .. } | Object::Tuple(items) | Object::Deque { items, .. } => {
                items.clone()
            }
            Object::Dict { dict, .. } => dict.iter().map(|entry| entry.key).collect(),
            Object::Set { set, .. } => set.iter().map(|(key, _)| key).collect(),
            Object::Range { start, stop, step } => {
                let (start, step) = (*start, *step);
                let length = super::compare::range_length(start, *stop, step);
                if length > 1 << 20 {
                    return self.refuse(
                        "a range gets too long for the explorer",
                        "ranges that are stored may have up to a million items",
                    );
                }
                (0..length)
                    .map(|at| Value::Int(start + at * step))
                    .collect()
            }
            Object::View { of, what } => {
                let (of, what) = (*of, *what);
                let entries: Vec<_> = match of.object().map(|id| self.read(id)) {
                    Some(Object::Dict { dict, .. }) => dict.iter().copied().collect(),
                    _ => Vec::new(),
                };
                let mut items = Vec::with_capacity(entries.len());
                for entry in entries {
                    items.push(match what {
                        Iteration::Keys => entry.key,
                        Iteration::Values => entry.value,
                        Iteration::Items => self.tuple(vec![entry.key, entry.value]),
                    });
                }
                items
            }
            _ => return Ok(None),
        };
        self.m.work.spend(items.len());
        Ok(Some(items))
    }

    /// True if `iter(value)` gives an iterator.
    pub(crate) fn is_iterable(&self, value: Value) -> bool {
        match self.object_of(value) {
            Some(
                Object::Generator { .. }
                | Object::Iter(_)
                | Object::List { .. }
                | Object::Tuple(_)
                | Object::Dict { .. }
                | Object::Set { .. }
                | Object::Deque { .. }
                | Object::Range { .. }
                | Object::View { .. },
            ) => true,
            Some(_) => {
                self.special_method(value, name::ITER).is_some()
                    || self.special_method(value, name::GETITEM).is_some()
            }
            None => matches!(value, Value::Str(_)),
        }
    }

    /// True if an iterator is assigned to a slice of a list: it is used up first.
    pub(super) fn needs_listing(&mut self, object: Value, value: Value) -> Outcome<bool> {
        Ok(matches!(self.object_of(object), Some(Object::List { .. }))
            && self.is_iterable(value)
            && self.snapshot(value)?.is_none())
    }

    /// Replaces an operand on the stack by a list of its items, of at most `limit`, and executes the
    /// instruction again.
    pub(super) fn list_operand(&mut self, depth: usize, limit: Option<i64>) -> Outcome<()> {
        let mut iterable = self.peek_value(depth);
        if let Some(left) = limit
            && matches!(
                self.object_of(iterable),
                Some(Object::Generator { .. } | Object::Iter(_))
            )
        {
            iterable = self.alloc(Object::Iter(Iter::Slice {
                inner: iterable,
                skip: 0,
                left,
                step: 1,
            }));
        }
        let list = self.alloc(Object::list(Vec::new()));
        let values = &mut self.thread().values;
        let at = values.len() - 1 - depth;
        values[at] = list;
        let flow = self.collect(iterable, Into::Extend, list)?;
        debug_assert!(flow == Flow::Frame, "an iterator is used up in a frame");
        self.frame().deliver = Deliver::Again;
        Ok(())
    }

    pub(super) fn slice_is_extended(&self, parts: [Value; 3]) -> bool {
        !matches!(parts[2], Value::None | Value::Null | Value::Int(1))
    }

    /// `[*iterable]`: extends a list that is being made.
    pub(super) fn extend_display(&mut self, list: Value, iterable: Value) -> Outcome<()> {
        let flow = self.collect(iterable, Into::Extend, list)?;
        self.drop_flow(flow);
        Ok(())
    }

    pub(super) fn build_unpack(&mut self, i: &Instr) -> Outcome<()> {
        let maps = matches!(i.op, Op::BuildMapUnpack | Op::BuildMapUnpackWithCall);
        for depth in (0..i.arg as usize).rev() {
            let part = self.peek_value(depth);
            if !maps && self.is_iterable(part) && self.snapshot(part)?.is_none() {
                return self.list_operand(depth, None);
            }
        }
        let parts: Vec<Value> = {
            let values = &mut self.thread().values;
            let at = values.len() - i.arg as usize;
            values.split_off(at)
        };
        if maps {
            let dict = self.alloc(Object::dict(Dict::default()));
            for part in parts {
                self.dict_merge(dict, part, i.op == Op::BuildMapUnpackWithCall)?;
            }
            self.push(dict);
            return Ok(());
        }
        let mut all = Vec::new();
        for part in parts {
            match self.snapshot(part)? {
                Some(items) => all.extend(items),
                None => return self.not_iterable(part, false),
            }
        }
        let object = match i.op {
            Op::BuildListUnpack => Object::list(all),
            Op::BuildSetUnpack => {
                let set = self.set_of(all)?;
                Object::set(set)
            }
            _ => Object::Tuple(all),
        };
        let object = self.alloc(object);
        self.push(object);
        Ok(())
    }

    pub(super) fn unpack(&mut self, i: &Instr) -> Outcome<()> {
        let value = self.peek_value(0);
        let snapshot = self.snapshot(value)?;
        if snapshot.is_none() && self.is_iterable(value) {
            // One more than needed shows that there are too many.
            let limit = (i.op != Op::UnpackEx).then_some(i64::from(i.arg) + 1);
            return self.list_operand(0, limit);
        }
        self.pop();
        let Some(items) = snapshot else {
            let message = format!(
                "cannot unpack non-iterable {} object",
                self.class_name(value)
            );
            return self.raise(Type::TypeError, &message);
        };
        let before = i.arg as usize;
        if i.op == Op::UnpackEx {
            let after = i.arg2 as usize;
            if items.len() < before + after {
                let message = format!(
                    "not enough values to unpack (expected at least {}, got {})",
                    before + after,
                    items.len()
                );
                return self.raise(Type::ValueError, &message);
            }
            let end = items.len() - after;
            let middle = self.alloc(Object::list(items[before..end].to_vec()));
            let thread = self.thread();
            thread.values.extend(items[end..].iter().rev());
            thread.values.push(middle);
            thread.values.extend(items[..before].iter().rev());
            return Ok(());
        }
        if items.len() < before {
            let message = format!(
                "not enough values to unpack (expected {before}, got {})",
                items.len()
            );
            return self.raise(Type::ValueError, &message);
        }
        if items.len() > before {
            let sized = matches!(
                self.object_of(value),
                Some(Object::List { .. } | Object::Tuple(_) | Object::Dict { .. })
            ) && !self.m.repeated;
            let message = if sized && self.version() >= crate::code::Version::V3_14 {
                format!(
                    "too many values to unpack (expected {before}, got {})",
                    items.len()
                )
            } else {
                format!("too many values to unpack (expected {before})")
            };
            return self.raise(Type::ValueError, &message);
        }
        self.thread().values.extend(items.iter().rev());
        Ok(())
    }

    /// `BUILD_MAP` and `BUILD_CONST_KEY_MAP`.
    pub(super) fn build_map(&mut self, i: &Instr) -> Outcome<()> {
        let mut dict = Dict::default();
        let pairs: Vec<(Value, Value)> = if i.op == Op::BuildMap {
            let values = self.pop_n(2 * i.arg as usize);
            values.chunks(2).map(|pair| (pair[0], pair[1])).collect()
        } else {
            let keys = self.pop();
            let keys = self.items_of(keys);
            let values = self.pop_n(i.arg as usize);
            keys.into_iter().zip(values).collect()
        };
        let mut asks = false;
        for (key, _) in &pairs {
            let hashed = self
                .hash(*key)
                .or_else(|fault| self.tell_use(fault, *key, false))?;
            asks |= hashed.is_err();
        }
        if asks {
            let dict = self.alloc(Object::dict(dict));
            let items = pairs
                .into_iter()
                .flat_map(|(key, value)| [key, value])
                .collect();
            let flow = self.display(dict, items)?;
            self.settle(flow);
            return Ok(());
        }
        for (key, value) in pairs {
            self.dict_insert(&mut dict, key, value)?;
        }
        let dict = self.alloc(Object::dict(dict));
        self.push(dict);
        Ok(())
    }
}
