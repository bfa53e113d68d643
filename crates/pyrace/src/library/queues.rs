//! The queues of the `queue` module. Each method is one step: they hold a lock of their own.

use super::Method;
use super::primitives::Patience;
use crate::machine::{Args, Flow, Outcome, Turn, WaitKind};
use crate::value::{Object, ObjectId, QueueKind, Type, Value, name};

impl Turn<'_> {
    fn queue_patience(&mut self, block: Value, timeout: Value) -> Outcome<Patience> {
        let block = block == Value::Null || self.truth(block)?.unwrap_or(true);
        if !block {
            return Ok(Patience::None);
        }
        if let Some(number) = self.number_of(timeout)
            && number.float() < 0.0
        {
            return self.raise(Type::ValueError, "'timeout' must be a non-negative number");
        }
        self.patience(Value::Null, timeout, false)
    }

    pub(super) fn queue_method(
        &mut self,
        method: Method,
        this: Value,
        args: Args,
    ) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        let Some(id) = this.object() else {
            return done;
        };
        match method {
            Method::QueuePut | Method::SimplePut => {
                let values =
                    self.params("put", args, &[name::ITEM, name::BLOCK, name::TIMEOUT], 1)?;
                let patience = self.queue_patience(values[1], values[2])?;
                self.put_item(this, id, values[0], patience)
            }
            Method::QueuePutNowait | Method::SimplePutNowait => {
                let item = self.params("put_nowait", args, &[name::ITEM], 1)?[0];
                self.put_item(this, id, item, Patience::None)
            }
            Method::QueueGet | Method::SimpleGet => {
                let values = self.params("get", args, &[name::BLOCK, name::TIMEOUT], 0)?;
                let patience = self.queue_patience(values[0], values[1])?;
                self.get_item(this, id, patience)
            }
            Method::QueueGetNowait | Method::SimpleGetNowait => {
                self.params("get_nowait", args, &[], 0)?;
                self.get_item(this, id, Patience::None)
            }
            Method::QueueTaskDone => {
                let none_left =
                    matches!(self.read(id), Object::Queue(queue) if queue.unfinished <= 0);
                if none_left {
                    return self.raise(Type::ValueError, "task_done() called too many times");
                }
                if let Object::Queue(queue) = self.write(id) {
                    queue.unfinished -= 1;
                }
                done
            }
            Method::QueueJoin => {
                let all_done =
                    matches!(self.read(id), Object::Queue(queue) if queue.unfinished == 0);
                if all_done {
                    return done;
                }
                self.wait_or(WaitKind::QueueDone, this, Patience::Endless, Value::None)
            }
            Method::QueueShutdown => {
                let immediate = self.params("shutdown", args, &[name::IMMEDIATE], 0)?[0];
                let immediate = immediate != Value::Null && self.truth(immediate)?.unwrap_or(true);
                if let Object::Queue(queue) = self.write(id) {
                    queue.closed = true;
                    if immediate {
                        let dropped = queue.items.len() as i64;
                        queue.unfinished = (queue.unfinished - dropped).max(0);
                        queue.items.clear();
                    }
                }
                done
            }
            _ => {
                let Object::Queue(queue) = self.read(id) else {
                    return done;
                };
                Ok(Flow::Value(match method {
                    Method::QueueQSize | Method::SimpleQSize => {
                        Value::Int(queue.items.len() as i64)
                    }
                    Method::QueueEmpty | Method::SimpleEmpty => Value::Bool(queue.items.is_empty()),
                    _ => {
                        Value::Bool(queue.maxsize > 0 && queue.items.len() as i64 >= queue.maxsize)
                    }
                }))
            }
        }
    }

    fn put_item(
        &mut self,
        this: Value,
        id: ObjectId,
        item: Value,
        patience: Patience,
    ) -> Outcome<Flow> {
        let Object::Queue(queue) = self.read(id) else {
            return Ok(Flow::Value(Value::None));
        };
        if queue.closed {
            return Err(self.raise_with(Type::QueueShutDown, Vec::new()));
        }
        if queue.kind != QueueKind::Simple
            && queue.maxsize > 0
            && queue.items.len() as i64 >= queue.maxsize
        {
            return match self.wait_or(WaitKind::QueuePlace, this, patience, Value::None) {
                Ok(_) => Err(self.raise_with(Type::QueueFull, Vec::new())),
                waits => waits,
            };
        }
        let mut at = queue.items.len();
        if queue.kind == QueueKind::Priority {
            let items = queue.items.clone();
            self.m.work.spend(items.len());
            at = 0;
            while at < items.len() && !self.before(item, items[at])? {
                at += 1;
            }
        }
        if let Object::Queue(queue) = self.write_added(id, &[item]) {
            queue.items.insert(at, item);
            queue.unfinished += 1;
        }
        Ok(Flow::Value(Value::None))
    }

    fn get_item(&mut self, this: Value, id: ObjectId, patience: Patience) -> Outcome<Flow> {
        let Object::Queue(queue) = self.read(id) else {
            return Ok(Flow::Value(Value::None));
        };
        if queue.items.is_empty() {
            if queue.closed {
                return Err(self.raise_with(Type::QueueShutDown, Vec::new()));
            }
            return match self.wait_or(WaitKind::QueueItem, this, patience, Value::None) {
                Ok(_) => Err(self.raise_with(Type::QueueEmpty, Vec::new())),
                waits => waits,
            };
        }
        // Those behind the first one move up.
        self.m.work.spend(queue.items.len() / 8);
        let item = match self.write_added(id, &[]) {
            Object::Queue(queue) if queue.kind == QueueKind::Lifo => queue.items.pop(),
            Object::Queue(queue) => Some(queue.items.remove(0)),
            _ => None,
        };
        Ok(Flow::Value(item.unwrap_or_default()))
    }
}
