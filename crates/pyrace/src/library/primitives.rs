//! Locks, semaphores, conditions, events, barriers.
//!
//! A waiter that may go on does not get the lock by right: whoever is scheduled first takes it, as in
//! CPython (barging). Conditions wake in the order of arrival (`Lib/threading.py`).

use super::Method;
use crate::code::Version;
use crate::machine::{Args, Deliver, Fault, Flow, Native, Outcome, Turn, Wait, WaitKind};
use crate::value::{Atom, Object, ObjectId, Type, Value, name};

/// How long an operation may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// For ever.
    Endless,
    /// Not at all.
    None,
    /// Until a time-out, which may fire at any moment.
    Some,
}

/// `threading.TIMEOUT_MAX`, in seconds.
const LONGEST: f64 = 9_223_372_036.0;

impl Turn<'_> {
    /// Decodes the arguments `blocking` and `timeout`.
    pub(crate) fn patience(
        &mut self,
        blocking: Value,
        timeout: Value,
        negative_is_endless: bool,
    ) -> Outcome<Patience> {
        let blocking = blocking == Value::Null || self.truth(blocking)?.unwrap_or(true);
        let timed = match timeout {
            Value::Null | Value::None => None,
            value => match self.number_of(value) {
                Some(number) => Some(number.float()),
                None => {
                    let message = format!(
                        "'{}' object cannot be interpreted as an integer",
                        self.class_name(value)
                    );
                    return self.raise(Type::TypeError, &message);
                }
            },
        };
        match (blocking, timed) {
            (false, Some(timeout)) if timeout != -1.0 && negative_is_endless => self.raise(
                Type::ValueError,
                "can't specify a timeout for a non-blocking call",
            ),
            (false, _) => Ok(Patience::None),
            (true, None) => Ok(Patience::Endless),
            (true, Some(timeout)) if timeout < 0.0 && negative_is_endless => {
                if timeout == -1.0 {
                    Ok(Patience::Endless)
                } else {
                    let message = if self.m.rules.version >= Version::V3_13 {
                        "timeout value must be a non-negative number"
                    } else {
                        "timeout value must be positive"
                    };
                    self.raise(Type::ValueError, message)
                }
            }
            (true, Some(timeout)) if timeout <= 0.0 => Ok(Patience::None),
            (true, Some(timeout)) if timeout <= LONGEST => Ok(Patience::Some),
            (true, Some(_)) => self.refuse(
                "a time-out this long is not supported by the explorer",
                "leave it out, or choose a shorter one: it may fire at any moment",
            ),
        }
    }

    /// Waits for `kind` of an object, or gives `otherwise` when patience is at an end.
    pub(crate) fn wait_or(
        &mut self,
        kind: WaitKind,
        object: Value,
        patience: Patience,
        otherwise: Value,
    ) -> Outcome<Flow> {
        match patience {
            Patience::None => Ok(Flow::Value(otherwise)),
            Patience::Some if self.m.time_out => Ok(Flow::Value(otherwise)),
            patience => Err(Fault::Wait(Wait {
                kind,
                object,
                thread: 0,
                timeout: patience == Patience::Some,
            })),
        }
    }

    /// True if the thread can take the lock now.
    pub(crate) fn lock_is_free(&self, lock: Value) -> bool {
        match lock.object().map(|id| self.read(id)) {
            Some(Object::Lock { locked }) => !locked,
            Some(Object::RLock { owner, count }) => *count == 0 || usize::from(*owner) == self.t,
            _ => true,
        }
    }

    /// Takes a free lock `times` times.
    pub(crate) fn take_lock(&mut self, lock: Value, times: u32) {
        let me = self.t as u16;
        if let Some(id) = lock.object() {
            match self.write(id) {
                Object::Lock { locked } => *locked = true,
                Object::RLock { owner, count } => {
                    *owner = me;
                    *count += times;
                }
                _ => {}
            }
        }
    }

    fn acquire(&mut self, lock: Value, patience: Patience) -> Outcome<Flow> {
        if self.lock_is_free(lock) {
            self.take_lock(lock, 1);
            return Ok(Flow::Value(Value::Bool(true)));
        }
        self.wait_or(WaitKind::Lock, lock, patience, Value::Bool(false))
    }

    fn release(&mut self, lock: Value) -> Outcome<()> {
        let me = self.t as u16;
        let Some(id) = lock.object() else {
            return Ok(());
        };
        let wrong = match self.read(id) {
            Object::Lock { locked: false } => Some("release unlocked lock"),
            Object::RLock { owner, count } if *count == 0 || *owner != me => {
                Some("cannot release un-acquired lock")
            }
            _ => None,
        };
        if let Some(message) = wrong {
            return self.raise(Type::RuntimeError, message);
        }
        match self.write(id) {
            Object::Lock { locked } => *locked = false,
            Object::RLock { count, owner } => {
                *count -= 1;
                if *count == 0 {
                    *owner = 0;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// True if the thread may wait on a condition with this lock, or notify.
    fn holds(&self, lock: Value) -> bool {
        match lock.object().map(|id| self.read(id)) {
            // A plain lock does not know its owner: CPython asks whether it is locked at all.
            Some(Object::Lock { locked }) => *locked,
            Some(Object::RLock { owner, count }) => *count > 0 && usize::from(*owner) == self.t,
            _ => false,
        }
    }

    pub(super) fn primitive_method(
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
            Method::LockAcquire | Method::RLockAcquire | Method::ConditionAcquire => {
                let values = self.params("acquire", args, &[name::BLOCKING, name::TIMEOUT], 0)?;
                let patience = self.patience(values[0], values[1], true)?;
                let lock = self.lock_of(id);
                self.acquire(lock, patience)
            }
            Method::LockEnter | Method::RLockEnter | Method::ConditionEnter => {
                let lock = self.lock_of(id);
                self.acquire(lock, Patience::Endless)
            }
            Method::LockRelease | Method::RLockRelease | Method::ConditionRelease => {
                self.params("release", args, &[], 0)?;
                let lock = self.lock_of(id);
                self.release(lock)?;
                done
            }
            Method::LockExit | Method::RLockExit | Method::ConditionExit => {
                let lock = self.lock_of(id);
                self.release(lock)?;
                done
            }
            Method::LockLocked | Method::RLockLocked | Method::ConditionLocked => {
                let lock = self.lock_of(id);
                let locked = match lock.object().map(|id| self.read(id)) {
                    Some(Object::Lock { locked }) => *locked,
                    Some(Object::RLock { count, .. }) => *count > 0,
                    _ => false,
                };
                Ok(Flow::Value(Value::Bool(locked)))
            }
            Method::SemaphoreAcquire => {
                let values = self.params("acquire", args, &[name::BLOCKING, name::TIMEOUT], 0)?;
                let blocking = values[0] == Value::Null || self.truth(values[0])?.unwrap_or(true);
                if !blocking && !matches!(values[1], Value::Null | Value::None) {
                    return self.raise(
                        Type::ValueError,
                        "can't specify timeout for non-blocking acquire",
                    );
                }
                let patience = self.patience(values[0], values[1], false)?;
                self.acquire_semaphore(this, patience)
            }
            Method::SemaphoreEnter => self.acquire_semaphore(this, Patience::Endless),
            Method::SemaphoreRelease => {
                if self.m.rules.version < Version::V3_9 {
                    // It takes no number yet.
                    self.params("release", args.clone(), &[], 0)?;
                }
                let count = self.params("release", args, &[name::N], 0)?[0];
                let count = if count == Value::Null {
                    1
                } else {
                    self.argument(count).unwrap_or(0)
                };
                if count < 1 {
                    return self.raise(Type::ValueError, "n must be one or more");
                }
                self.release_semaphore(id, count)
            }
            Method::SemaphoreExit => self.release_semaphore(id, 1),
            Method::EventSet => {
                if let Object::Event { set, waiters } = self.write(id) {
                    *set = true;
                    waiters.clear();
                }
                done
            }
            Method::EventClear => {
                if let Object::Event { set, .. } = self.write(id) {
                    *set = false;
                }
                done
            }
            Method::EventIsSet | Method::EventIsSetOld => {
                let set = matches!(self.read(id), Object::Event { set: true, .. });
                Ok(Flow::Value(Value::Bool(set)))
            }
            Method::EventWait => {
                let timeout = self.params("wait", args, &[name::TIMEOUT], 0)?[0];
                let patience = self.patience(Value::Null, timeout, false)?;
                self.wait_event(this, id, patience)
            }
            Method::BarrierWait | Method::BarrierReset | Method::BarrierAbort => {
                self.barrier_method(method, this, id, args)
            }
            _ => self.condition_method(method, this, id, args),
        }
    }

    /// The lock of a condition, or the lock itself.
    fn lock_of(&self, id: ObjectId) -> Value {
        match self.object(id) {
            Object::Condition { lock, .. } => *lock,
            _ => Value::Object(id),
        }
    }

    fn acquire_semaphore(&mut self, this: Value, patience: Patience) -> Outcome<Flow> {
        let Some(id) = this.object() else {
            return Ok(Flow::Value(Value::None));
        };
        if matches!(self.read(id), Object::Semaphore { value, .. } if *value > 0) {
            if let Object::Semaphore { value, .. } = self.write(id) {
                *value -= 1;
            }
            return Ok(Flow::Value(Value::Bool(true)));
        }
        self.wait_or(WaitKind::Semaphore, this, patience, Value::Bool(false))
    }

    fn release_semaphore(&mut self, id: ObjectId, count: i64) -> Outcome<Flow> {
        let over = matches!(
            self.read(id),
            Object::Semaphore { value, limit } if *limit >= 0 && value.saturating_add(count) > *limit
        );
        if over {
            return self.raise(Type::ValueError, "Semaphore released too many times");
        }
        if let Object::Semaphore { value, .. } = self.write(id) {
            *value = value.saturating_add(count);
        }
        Ok(Flow::Value(Value::None))
    }

    fn wait_event(&mut self, this: Value, id: ObjectId, patience: Patience) -> Outcome<Flow> {
        if matches!(self.read(id), Object::Event { set: true, .. }) {
            return Ok(Flow::Value(Value::Bool(true)));
        }
        if patience == Patience::None {
            return Ok(Flow::Value(Value::Bool(false)));
        }
        let me = self.t as u16;
        if let Object::Event { waiters, .. } = self.write(id) {
            waiters.push(me);
        }
        let timed = Value::Bool(patience == Patience::Some);
        self.push_native(Native::EventWait, vec![this, timed], Deliver::Push)
    }

    fn condition_method(
        &mut self,
        method: Method,
        this: Value,
        id: ObjectId,
        args: Args,
    ) -> Outcome<Flow> {
        let Object::Condition { lock, .. } = *self.read(id) else {
            return Ok(Flow::Value(Value::None));
        };
        match method {
            Method::ConditionWait => {
                let timeout = self.params("wait", args, &[name::TIMEOUT], 0)?[0];
                let patience = self.patience(Value::Null, timeout, false)?;
                if !self.holds(lock) {
                    return self.raise(Type::RuntimeError, "cannot wait on un-acquired lock");
                }
                self.wait_condition(this, lock, patience)
            }
            Method::ConditionWaitFor => {
                let values = self.params("wait_for", args, &[name::PREDICATE, name::TIMEOUT], 1)?;
                let patience = self.patience(Value::Null, values[1], false)?;
                let number = Value::Int(patience as i64);
                self.push_native(
                    Native::ConditionWaitFor,
                    vec![this, values[0], number],
                    Deliver::Push,
                )
            }
            _ => {
                let count = self.params("notify", args, &[name::N], 0)?[0];
                if !self.holds(lock) {
                    return self.raise(Type::RuntimeError, "cannot notify on un-acquired lock");
                }
                let all = method != Method::ConditionNotify;
                let count = if count == Value::Null {
                    1
                } else {
                    self.argument(count).unwrap_or(1)
                };
                if let Object::Condition { waiters, .. } = self.write(id) {
                    let woken = if all {
                        waiters.len()
                    } else {
                        usize::try_from(count).unwrap_or(0).min(waiters.len())
                    };
                    waiters.drain(..woken);
                }
                Ok(Flow::Value(Value::None))
            }
        }
    }

    /// Gives the lock back and joins the waiters, in one step.
    pub(super) fn wait_condition(
        &mut self,
        this: Value,
        lock: Value,
        patience: Patience,
    ) -> Outcome<Flow> {
        let mut count = 1;
        if let Some(lock) = lock.object() {
            match self.write(lock) {
                Object::Lock { locked } => *locked = false,
                Object::RLock { count: held, owner } => {
                    count = std::mem::take(held);
                    *owner = 0;
                }
                _ => {}
            }
        }
        let me = self.t as u16;
        if let Some(id) = this.object()
            && let Object::Condition { waiters, .. } = self.write(id)
        {
            waiters.push(me);
        }
        // Values: condition, lock, how often it was held, patience, the answer.
        let values = vec![
            this,
            lock,
            Value::Int(i64::from(count)),
            Value::Int(patience as i64),
            Value::Bool(true),
        ];
        self.push_native(Native::ConditionWait, values, Deliver::Push)
    }

    fn barrier_method(
        &mut self,
        method: Method,
        this: Value,
        id: ObjectId,
        args: Args,
    ) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        if method == Method::BarrierWait {
            let timeout = self.params("wait", args, &[name::TIMEOUT], 0)?[0];
            let patience = self.patience(Value::Null, timeout, false)?;
            return self.arrive(this, id, patience);
        }
        if let Object::Barrier(barrier) = self.write(id) {
            // Threads inside find out when they go on: those that wait leave with BrokenBarrierError.
            barrier.broken = method == Method::BarrierAbort || !barrier.waiting.is_empty();
            let emptied = method == Method::BarrierReset;
            barrier.reset = emptied && !barrier.waiting.is_empty();
            if !barrier.reset && emptied {
                barrier.broken = false;
            }
        }
        done
    }

    /// Attributes of barriers and queues.
    pub(crate) fn meeting_attribute(&mut self, id: ObjectId, attribute: Atom) -> Option<Value> {
        let text = self.text(attribute).to_owned();
        match (self.read(id), text.as_str()) {
            (Object::Barrier(barrier), "parties") => Some(Value::Int(i64::from(barrier.parties))),
            (Object::Barrier(barrier), "n_waiting") => {
                Some(Value::Int(if barrier.leaving.is_empty() {
                    barrier.waiting.len() as i64
                } else {
                    0
                }))
            }
            (Object::Barrier(barrier), "broken") => {
                Some(Value::Bool(barrier.broken && !barrier.reset))
            }
            (Object::Queue(queue), "maxsize") => Some(Value::Int(queue.maxsize)),
            (Object::Queue(queue), "unfinished_tasks") => Some(Value::Int(queue.unfinished)),
            _ => None,
        }
    }
}
