//! `deque`, generators, iterators.

use super::Method;
use crate::machine::{
    Args, Decision, Deliver, Fault, Flow, GeneratorStatus, Into, Native, Outcome, Turn,
};
use crate::value::{Object, Type, Value, name};

impl Turn<'_> {
    /// Adds to one end of a deque; a full one drops an item at the other end.
    pub(crate) fn deque_push(&mut self, deque: Value, item: Value, left: bool) {
        if let Some(id) = deque.object()
            && let Object::Deque {
                items,
                limit,
                changes,
            } = self.write_added(id, &[item])
        {
            *changes += 1;
            if *limit == 0 {
                return;
            }
            let full = *limit >= 0 && items.len() as i64 >= *limit;
            if left {
                if full {
                    items.pop();
                }
                items.insert(0, item);
            } else {
                if full {
                    items.remove(0);
                }
                items.push(item);
            }
        }
    }

    pub(super) fn deque_method(
        &mut self,
        method: Method,
        this: Value,
        args: Args,
    ) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        let Some(id) = this.object() else {
            return done;
        };
        let (least, most) = match method {
            Method::DequePop
            | Method::DequePopLeft
            | Method::DequeClear
            | Method::DequeReverse
            | Method::DequeCopy => (0, 0),
            Method::DequeRotate => (0, 1),
            Method::DequeInsert => (2, 2),
            Method::DequeIndex => (1, 3),
            _ => (1, 1),
        };
        let values = self.params(method.name(), args, &[name::EMPTY; 3][..most], least)?;
        let value = values.first().copied().unwrap_or_default();
        if !matches!(
            method,
            Method::DequeCopy | Method::DequeCount | Method::DequeIndex
        ) {
            self.container_guard(id)?;
        }
        match method {
            Method::DequeAppend | Method::DequeAppendLeft => {
                self.deque_push(this, value, method == Method::DequeAppendLeft);
                done
            }
            Method::DequeExtend => self.collect(value, Into::DequeExtend, this),
            Method::DequeExtendLeft => self.collect(value, Into::DequeExtendLeft, this),
            Method::DequePop | Method::DequePopLeft => {
                let empty =
                    matches!(self.read(id), Object::Deque { items, .. } if items.is_empty());
                if empty {
                    return self.raise(Type::IndexError, "pop from an empty deque");
                }
                let popped = match self.write(id) {
                    Object::Deque { items, changes, .. } => {
                        *changes += 1;
                        if method == Method::DequePop {
                            items.pop()
                        } else {
                            Some(items.remove(0))
                        }
                    }
                    _ => None,
                };
                Ok(Flow::Value(popped.unwrap_or_default()))
            }
            Method::DequeClear | Method::DequeReverse | Method::DequeRotate => {
                let steps = match value {
                    Value::Null => 1,
                    value => self.whole(value)?,
                };
                if let Object::Deque { items, changes, .. } = self.write(id) {
                    match method {
                        Method::DequeClear => items.clear(),
                        Method::DequeReverse => items.reverse(),
                        _ if !items.is_empty() => {
                            let by = steps.rem_euclid(items.len() as i64) as usize;
                            items.rotate_right(by);
                        }
                        _ => {}
                    }
                    *changes += u32::from(method != Method::DequeReverse);
                }
                done
            }
            Method::DequeCopy => {
                let copy = match self.read(id) {
                    Object::Deque { items, limit, .. } => Object::Deque {
                        items: items.clone(),
                        limit: *limit,
                        changes: 0,
                    },
                    _ => return done,
                };
                Ok(Flow::Value(self.alloc(copy)))
            }
            Method::DequeInsert => {
                let at = self.whole(value)?;
                if let Object::Deque { items, limit, .. } = self.read(id)
                    && *limit >= 0
                    && items.len() as i64 >= *limit
                {
                    return self.raise(Type::IndexError, "deque already at its maximum size");
                }
                if let Object::Deque { items, changes, .. } = self.write(id) {
                    let length = items.len() as i64;
                    let at = if at < 0 {
                        (at + length).max(0)
                    } else {
                        at.min(length)
                    };
                    items.insert(at as usize, values[1]);
                    *changes += 1;
                }
                done
            }
            _ => {
                let (items, changes) = match self.read(id) {
                    Object::Deque { items, changes, .. } => (items.clone(), *changes),
                    _ => (Vec::new(), 0),
                };
                let items = self.alloc(Object::list(items));
                let mut operands = vec![Value::Int(method as i64), this, items];
                operands.extend(values);
                operands.resize(6, Value::Null);
                operands.push(Value::Int(i64::from(changes)));
                self.decide(Decision::Find, operands)
            }
        }
    }

    pub(super) fn generator_method(
        &mut self,
        method: Method,
        this: Value,
        args: Args,
    ) -> Outcome<Flow> {
        match method {
            Method::GeneratorSend => {
                let value = self.params("send", args, &[name::EMPTY], 1)?[0];
                let Some(id) = this.object() else {
                    return Ok(Flow::Value(Value::None));
                };
                match self.resume(id, value, Deliver::Push)? {
                    Flow::Frame => Ok(Flow::Frame),
                    Flow::Value(_) => Err(self.raise_with(Type::StopIteration, Vec::new())),
                }
            }
            Method::GeneratorClose => {
                let Some(id) = this.object() else {
                    return Ok(Flow::Value(Value::None));
                };
                let status = match self.write(id) {
                    Object::Generator { status, .. } => *status,
                    _ => GeneratorStatus::Finished,
                };
                match status {
                    GeneratorStatus::Created | GeneratorStatus::Finished => {
                        if let Object::Generator { status, values, .. } = self.write(id) {
                            *status = GeneratorStatus::Finished;
                            values.clear();
                        }
                        Ok(Flow::Value(Value::None))
                    }
                    GeneratorStatus::Running => {
                        self.raise(Type::ValueError, "generator already executing")
                    }
                    GeneratorStatus::Suspended => {
                        let Fault::Raise(exit) = self.raise_with(Type::GeneratorExit, Vec::new())
                        else {
                            return Ok(Flow::Value(Value::None));
                        };
                        let values = vec![this, exit, Value::Bool(true)];
                        self.push_native(Native::Throw, values, Deliver::Push)
                    }
                }
            }
            Method::GeneratorThrow => {
                let values = self.params("throw", args, &[name::EMPTY; 3], 1)?;
                let exception = match self.make_exception(values[0])? {
                    Some(exception) if values[1] == Value::Null => exception,
                    _ => {
                        return self.refuse(
                            "this form of `throw` is not supported by the explorer",
                            "make the exception first: `generator.throw(error)`",
                        );
                    }
                };
                let Some(id) = this.object() else {
                    return Ok(Flow::Value(Value::None));
                };
                if let Object::Generator { status, values, .. } = self.write(id)
                    && *status == GeneratorStatus::Created
                {
                    *status = GeneratorStatus::Finished;
                    values.clear();
                }
                let values = vec![this, exception, Value::Bool(false)];
                self.push_native(Native::Throw, values, Deliver::Push)
            }
            _ => self.push_native(Native::Next, vec![this, Value::Null], Deliver::Push),
        }
    }
}
