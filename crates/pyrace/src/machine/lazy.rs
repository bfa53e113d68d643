//! Iterators that take their items from other iterators, and searches that run over them.

use super::iterate::Item;
use super::native::Native;
use super::state::Deliver;
use super::{Flow, Outcome, Turn};
use crate::value::{Iter, Object, ObjectId, Value};

/// How many items may be passed over in one step.
const MAX_SKIPPED: usize = 1 << 20;

impl Turn<'_> {
    /// Values: iterator, item, negate, the item that is compared.
    pub(super) fn run_search(&mut self) -> Outcome<()> {
        let item = self.native_value(1);
        let negate = self.native_value(2) == Value::Bool(true);
        match self.native_stage() {
            3 => {
                let iterable = self.native_value(0);
                self.set_native_stage(4);
                if let Flow::Value(iterator) = self.get_iter(iterable)? {
                    self.set_native_value(0, iterator);
                    self.set_native_stage(0);
                }
                return Ok(());
            }
            4 => {
                let iterator = self.pop();
                self.set_native_value(0, iterator);
                self.set_native_stage(0);
                return Ok(());
            }
            _ => {}
        }
        let mut current = match self.native_stage() {
            0 => None,
            1 => {
                let next = self.pop();
                if next == Value::Null {
                    return self.finish_frame(Value::Bool(negate));
                }
                Some(next)
            }
            _ => {
                let answer = self.pop();
                if self.truth(answer)?.unwrap_or(true) {
                    return self.finish_frame(Value::Bool(!negate));
                }
                None
            }
        };
        self.set_native_stage(0);
        for _ in 0..MAX_SKIPPED {
            self.m.work.spend(1);
            self.go_on()?;
            let other = match current.take() {
                Some(other) => other,
                None => {
                    let iterator = self.native_value(0);
                    match self.next_item(iterator, Deliver::Next)? {
                        Item::Value(other) => other,
                        Item::End => return self.finish_frame(Value::Bool(negate)),
                        Item::Frame => {
                            self.set_stage_below(1);
                            return Ok(());
                        }
                    }
                }
            };
            if other == item {
                return self.finish_frame(Value::Bool(!negate));
            }
            match self.compare(crate::code::Compare::Eq, other, item)? {
                Flow::Value(Value::Bool(true)) => return self.finish_frame(Value::Bool(!negate)),
                Flow::Value(_) => {}
                Flow::Frame => {
                    self.set_stage_below(2);
                    return Ok(());
                }
            }
        }
        self.refuse(
            "an iterator without an end is searched",
            "search a part of it",
        )
    }

    /// `enumerate`, `zip` and `map`: values are the iterator and the items so far.
    pub(super) fn run_tuple(&mut self, native: Native) -> Outcome<()> {
        let Some(id) = self.native_value(0).object() else {
            return self.native_end();
        };
        let Object::Iter(iter) = self.read(id).clone() else {
            return self.native_end();
        };
        let inner = match &iter {
            Iter::Enumerate { inner, .. } => vec![*inner],
            Iter::Zip { inner } | Iter::Map { inner, .. } => inner.clone(),
            _ => return self.native_end(),
        };
        match self.native_stage() {
            1 => {
                if self.peek_value(0) == Value::Null {
                    return self.native_end();
                }
            }
            2 => {
                // The result of the function of `map`.
                let value = self.pop();
                return self.finish_frame(value);
            }
            _ => {
                if let Iter::Enumerate { count, .. } = iter
                    && self.native_values().len() == 1
                {
                    self.push(Value::Int(count));
                }
            }
        }
        // Stage 3: others had their turn before the next half of the pair.
        let mut resumed = self.native_stage() == 3;
        self.set_native_stage(0);
        let first = usize::from(native == Native::Enumerate);
        loop {
            let have = self.native_values().len() - 1 - first;
            let Some(next) = inner.get(have).copied() else {
                break;
            };
            if have + first > 0 && !std::mem::take(&mut resumed) && self.shared_here(id) {
                // Another thread may take the other half of the pair.
                self.set_native_stage(3);
                self.pause();
                if self.m.paused {
                    return Ok(());
                }
            }
            self.set_native_stage(0);
            match self.next_item(next, Deliver::Next)? {
                Item::Value(value) => self.push(value),
                Item::End => return self.native_end(),
                Item::Frame => {
                    self.set_stage_below(1);
                    return Ok(());
                }
            }
        }
        let parts = self.native_values()[1..].to_vec();
        match iter {
            Iter::Enumerate { inner, count } => {
                if let Object::Iter(stored) = self.write(id) {
                    *stored = Iter::Enumerate {
                        inner,
                        count: count.saturating_add(1),
                    };
                }
                let pair = self.tuple(parts);
                self.finish_frame(pair)
            }
            Iter::Map { function, .. } => {
                self.set_native_stage(2);
                let flow = self.call_with(function, parts, Deliver::Push)?;
                self.settle(flow);
                Ok(())
            }
            _ if inner.is_empty() => self.native_end(),
            _ => {
                let tuple = self.tuple(parts);
                self.finish_frame(tuple)
            }
        }
    }

    fn shared_here(&self, id: ObjectId) -> bool {
        !self.m.rules.gil && !id.is_constant() && self.s.heap[id.index()].shared
    }

    /// `filter`, `chain`, `islice` and `iter(function, sentinel)`: values are the iterator and, for
    /// `filter`, the item that is tested.
    pub(super) fn run_iterator(&mut self) -> Outcome<()> {
        let Some(id) = self.native_value(0).object() else {
            return self.native_end();
        };
        let stage = std::mem::take(&mut self.frame().pc);
        let mut incoming = if stage > 0 { Some(self.pop()) } else { None };
        for _ in 0..MAX_SKIPPED {
            self.m.work.spend(1);
            self.go_on()?;
            let Object::Iter(iter) = self.read(id).clone() else {
                return self.native_end();
            };
            let done = match iter {
                Iter::Filter { function, inner } if stage == 2 => {
                    let verdict = incoming.take();
                    self.next_filtered(function, inner, None, verdict)?
                }
                Iter::Filter { function, inner } => {
                    self.next_filtered(function, inner, incoming.take(), None)?
                }
                Iter::Chain { rest, current } => {
                    self.next_chained(id, rest, current, incoming.take())?
                }
                Iter::Slice {
                    inner,
                    skip,
                    left,
                    step,
                } => self.next_sliced(id, inner, [skip, left, step], incoming.take())?,
                Iter::Call { function, sentinel } => {
                    self.next_called(id, function, sentinel, incoming.take())?
                }
                _ => return self.native_end(),
            };
            if done {
                return Ok(());
            }
        }
        self.refuse("an iterator without an end is used up", "take a part of it")
    }

    /// The next item of an iterator inside this one; `None` if a frame will deliver it.
    fn inner_item(&mut self, inner: Value, incoming: Option<Value>) -> Outcome<Option<Item>> {
        match incoming {
            Some(Value::Null) => Ok(Some(Item::End)),
            Some(item) => Ok(Some(Item::Value(item))),
            None => match self.next_item(inner, Deliver::Next)? {
                Item::Frame => {
                    self.set_stage_below(1);
                    Ok(None)
                }
                item => Ok(Some(item)),
            },
        }
    }

    /// One attempt; true if the native frame has ended or called something.
    fn next_filtered(
        &mut self,
        function: Value,
        inner: Value,
        incoming: Option<Value>,
        verdict: Option<Value>,
    ) -> Outcome<bool> {
        if let Some(verdict) = verdict {
            let item = self.pop();
            let Some(truth) = self.truth(verdict)? else {
                return self.refuse(
                    "`filter` with such a result is not supported by the explorer",
                    "return True or False",
                );
            };
            if truth {
                self.finish_frame(item)?;
            }
            return Ok(truth);
        }
        let item = match self.inner_item(inner, incoming)? {
            None => return Ok(true),
            Some(Item::Value(item)) => item,
            Some(_) => return self.native_end().map(|()| true),
        };
        let answer = if function == Value::None {
            item
        } else {
            self.push(item);
            match self.call_with(function, vec![item], Deliver::Push)? {
                Flow::Value(answer) => {
                    self.pop();
                    answer
                }
                Flow::Frame => {
                    self.set_stage_below(2);
                    return Ok(true);
                }
            }
        };
        let Some(truth) = self.truth(answer)? else {
            return self.refuse(
                "`filter` with such a result is not supported by the explorer",
                "return True or False",
            );
        };
        if truth {
            self.finish_frame(item)?;
        }
        Ok(truth)
    }

    fn set_iter(&mut self, id: ObjectId, iter: Iter) {
        if let Object::Iter(stored) = self.write(id) {
            *stored = iter;
        }
    }

    fn next_chained(
        &mut self,
        id: ObjectId,
        mut rest: Vec<Value>,
        current: Value,
        incoming: Option<Value>,
    ) -> Outcome<bool> {
        if current == Value::Null {
            if rest.is_empty() {
                return self.native_end().map(|()| true);
            }
            let Flow::Value(current) = self.get_iter(rest.remove(0))? else {
                return self.refuse(
                    "`chain` over such an object is not supported by the explorer",
                    "make a list of it first",
                );
            };
            self.set_iter(id, Iter::Chain { rest, current });
            return Ok(false);
        }
        match self.inner_item(current, incoming)? {
            None => Ok(true),
            Some(Item::Value(item)) => self.finish_frame(item).map(|()| true),
            Some(_) => {
                self.set_iter(
                    id,
                    Iter::Chain {
                        rest,
                        current: Value::Null,
                    },
                );
                Ok(false)
            }
        }
    }

    fn next_sliced(
        &mut self,
        id: ObjectId,
        inner: Value,
        [skip, left, step]: [i64; 3],
        incoming: Option<Value>,
    ) -> Outcome<bool> {
        if left == 0 {
            return self.native_end().map(|()| true);
        }
        match self.inner_item(inner, incoming)? {
            None => Ok(true),
            Some(Item::Value(_)) if skip > 0 => {
                let left = if left > 0 { left - 1 } else { left };
                self.set_iter(
                    id,
                    Iter::Slice {
                        inner,
                        skip: skip - 1,
                        left,
                        step,
                    },
                );
                Ok(false)
            }
            Some(Item::Value(item)) => {
                let left = if left > 0 { left - 1 } else { left };
                self.set_iter(
                    id,
                    Iter::Slice {
                        inner,
                        skip: step - 1,
                        left,
                        step,
                    },
                );
                self.finish_frame(item).map(|()| true)
            }
            Some(_) => self.native_end().map(|()| true),
        }
    }

    fn next_called(
        &mut self,
        id: ObjectId,
        function: Value,
        sentinel: Value,
        incoming: Option<Value>,
    ) -> Outcome<bool> {
        if function == Value::Null {
            return self.native_end().map(|()| true);
        }
        let value = match incoming {
            Some(value) => value,
            None => match self.call_with(function, Vec::new(), Deliver::Push)? {
                Flow::Value(value) => value,
                Flow::Frame => {
                    self.set_stage_below(1);
                    return Ok(true);
                }
            },
        };
        if value == sentinel || self.equal(value, sentinel) == Some(true) {
            self.set_iter(
                id,
                Iter::Call {
                    function: Value::Null,
                    sentinel,
                },
            );
            return self.native_end().map(|()| true);
        }
        self.finish_frame(value).map(|()| true)
    }

    /// Without a GIL: reads the index, then the item, then writes the index, each in a step of its own.
    pub(super) fn run_free_next(&mut self) -> Outcome<()> {
        let Some(id) = self.native_value(0).object() else {
            return self.native_end();
        };
        let Object::Iter(Iter::Sequence {
            of,
            index,
            reversed,
        }) = *self.read(id)
        else {
            return self.native_end();
        };
        match self.native_stage() {
            0 => {
                self.push(of);
                self.push(Value::Int(index));
                self.set_native_stage(1);
                self.pause();
                Ok(())
            }
            1 => {
                let (of, index) = (self.native_value(1), self.native_value(2));
                let item = match index {
                    Value::Int(index) => self.sequence_item(of, index),
                    _ => None,
                };
                let Some(item) = item else {
                    self.set_iter(
                        id,
                        Iter::Sequence {
                            of: Value::Null,
                            index: 0,
                            reversed,
                        },
                    );
                    return self.native_end();
                };
                self.push(item);
                self.set_native_stage(2);
                self.pause();
                Ok(())
            }
            _ => {
                let (index, item) = (self.native_value(2), self.native_value(3));
                if let Value::Int(index) = index {
                    let index = if reversed { index - 1 } else { index + 1 };
                    let of = self.native_value(1);
                    self.set_iter(
                        id,
                        Iter::Sequence {
                            of,
                            index,
                            reversed,
                        },
                    );
                }
                self.finish_frame(item)
            }
        }
    }
}
