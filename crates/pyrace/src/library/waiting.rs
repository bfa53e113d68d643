//! The native frames of threads that wait: conditions, events, barriers.

use super::primitives::Patience;
use crate::machine::{Deliver, Fault, Flow, Native, Outcome, Turn, Wait, WaitKind};
use crate::value::{Object, ObjectId, Type, Value};

impl Turn<'_> {
    fn wait_here<T>(&mut self, kind: WaitKind, object: Value, timeout: bool) -> Outcome<T> {
        Err(Fault::Wait(Wait {
            kind,
            object,
            thread: 0,
            timeout,
        }))
    }

    /// Values: condition, lock, how often it was held, patience, the answer.
    pub(crate) fn run_condition_wait(&mut self) -> Outcome<()> {
        let me = self.t as u16;
        let (this, lock) = (self.native_value(0), self.native_value(1));
        let Some(id) = this.object() else {
            return self.finish_frame(Value::None);
        };
        let gave_up = self.native_value(4) == Value::Bool(false);
        let sleeping = !gave_up
            && matches!(self.read(id), Object::Condition { waiters, .. } if waiters.contains(&me));
        if sleeping {
            let patience = self.native_value(3);
            let timed = patience != Value::Int(Patience::Endless as i64);
            if !timed || !(self.m.time_out || patience == Value::Int(Patience::None as i64)) {
                return self.wait_here(WaitKind::Notify, this, timed);
            }
            // It leaves the waiters when it has the lock again: a notification that comes before that is
            // lost to it (`Condition.wait` in `Lib/threading.py`).
            self.touch();
            self.set_native_value(4, Value::Bool(false));
            self.m.time_out = false;
            return Ok(());
        }
        if !self.lock_is_free(lock) {
            return self.wait_here(WaitKind::Lock, lock, false);
        }
        let times = match self.native_value(2) {
            Value::Int(times) => times as u32,
            _ => 1,
        };
        self.take_lock(lock, times);
        if gave_up && let Object::Condition { waiters, .. } = self.write(id) {
            waiters.retain(|waiter| *waiter != me);
        }
        let answer = self.native_value(4);
        self.finish_frame(answer)
    }

    /// Values: condition, predicate, patience.
    pub(crate) fn run_wait_for(&mut self) -> Outcome<()> {
        let (this, predicate) = (self.native_value(0), self.native_value(1));
        let (patience, timed) = match self.native_value(2) {
            Value::Int(number) if number == Patience::None as i64 => (Patience::None, true),
            Value::Int(number) if number == Patience::Some as i64 => (Patience::Some, true),
            _ => (Patience::Endless, false),
        };
        match self.native_stage() {
            // The answer of the predicate.
            1 => {
                let answer = self.pop();
                let Some(truth) = self.truth(answer)? else {
                    return self.refuse(
                        "a predicate with such a result is not supported by the explorer",
                        "return True or False",
                    );
                };
                let expired = timed && self.native_values().len() > 3;
                if truth || expired {
                    return self.finish_frame(answer);
                }
                let Some(Object::Condition { lock, .. }) = self.object_of(this) else {
                    return self.finish_frame(Value::None);
                };
                let lock = *lock;
                self.set_native_stage(2);
                let flow = self.wait_condition(this, lock, patience)?;
                self.settle(flow);
                Ok(())
            }
            // The answer of the wait; False after a time-out: then the predicate is asked once more.
            2 => {
                let answer = self.pop();
                if answer == Value::Bool(false) {
                    self.push(Value::None);
                }
                self.ask_predicate(predicate)
            }
            _ => self.ask_predicate(predicate),
        }
    }

    fn ask_predicate(&mut self, predicate: Value) -> Outcome<()> {
        self.set_native_stage(1);
        let flow = self.call_with(predicate, Vec::new(), Deliver::Push)?;
        self.settle(flow);
        Ok(())
    }

    /// Values: event, whether a time-out may fire.
    pub(crate) fn run_event_wait(&mut self) -> Outcome<()> {
        let me = self.t as u16;
        let this = self.native_value(0);
        let Some(id) = this.object() else {
            return self.finish_frame(Value::None);
        };
        let sleeping =
            matches!(self.read(id), Object::Event { waiters, .. } if waiters.contains(&me));
        if !sleeping {
            return self.finish_frame(Value::Bool(true));
        }
        let timed = self.native_value(1) == Value::Bool(true);
        if !(timed && self.m.time_out) {
            return self.wait_here(WaitKind::Event, this, timed);
        }
        if let Object::Event { waiters, .. } = self.write(id) {
            waiters.retain(|waiter| *waiter != me);
        }
        self.finish_frame(Value::Bool(false))
    }

    /// A thread arrives at a barrier.
    pub(super) fn arrive(
        &mut self,
        this: Value,
        id: ObjectId,
        patience: Patience,
    ) -> Outcome<Flow> {
        let me = self.t as u16;
        let Object::Barrier(barrier) = self.read(id) else {
            return Ok(Flow::Value(Value::None));
        };
        if !barrier.leaving.is_empty() || barrier.acting || barrier.reset {
            // The barrier is emptied before it fills again.
            return self.wait_or(WaitKind::Barrier, this, Patience::Endless, Value::None);
        }
        if barrier.broken {
            return Err(self.raise_with(Type::BrokenBarrierError, Vec::new()));
        }
        let number = barrier.waiting.len() as u32;
        let last = number + 1 == barrier.parties;
        let action = barrier.action;
        if !last && patience == Patience::None {
            if let Object::Barrier(barrier) = self.write(id) {
                barrier.broken = true;
            }
            return Err(self.raise_with(Type::BrokenBarrierError, Vec::new()));
        }
        if let Object::Barrier(barrier) = self.write(id) {
            if last {
                barrier.acting = action != Value::Null;
                if !barrier.acting {
                    barrier.let_through();
                }
            } else {
                barrier.waiting.push(me);
            }
        }
        let number = Value::Int(i64::from(number));
        if last && action == Value::Null {
            return Ok(Flow::Value(number));
        }
        // Values: barrier, number, whether a time-out may fire.
        let timed = Value::Bool(patience == Patience::Some);
        let flow = self.push_native(
            Native::BarrierWait,
            vec![this, number, timed],
            Deliver::Push,
        )?;
        self.set_native_stage(if last { 1 } else { 0 });
        Ok(flow)
    }

    pub(crate) fn run_barrier_wait(&mut self) -> Outcome<()> {
        let me = self.t as u16;
        let (this, number) = (self.native_value(0), self.native_value(1));
        let Some(id) = this.object() else {
            return self.finish_frame(Value::None);
        };
        match self.native_stage() {
            1 => {
                // The last thread runs the action before it lets the others through.
                let Object::Barrier(barrier) = self.read(id) else {
                    return self.finish_frame(Value::None);
                };
                let action = barrier.action;
                self.set_native_stage(2);
                let flow = self.call_with(action, Vec::new(), Deliver::Push)?;
                self.settle(flow);
                Ok(())
            }
            2 => {
                self.pop();
                if let Object::Barrier(barrier) = self.write(id) {
                    barrier.acting = false;
                    barrier.let_through();
                }
                self.finish_frame(number)
            }
            _ => {
                let Object::Barrier(barrier) = self.read(id) else {
                    return self.finish_frame(Value::None);
                };
                if barrier.leaving.iter().any(|entry| entry.0 == me) {
                    if let Object::Barrier(barrier) = self.write(id) {
                        barrier.leaving.retain(|entry| entry.0 != me);
                    }
                    return self.finish_frame(number);
                }
                let timed = self.native_value(2) == Value::Bool(true);
                let expired = timed && self.m.time_out;
                if !barrier.broken && !expired {
                    return self.wait_here(WaitKind::Barrier, this, timed);
                }
                if let Object::Barrier(barrier) = self.write(id) {
                    barrier.broken = true;
                    barrier.waiting.retain(|waiter| *waiter != me);
                    if barrier.reset && barrier.waiting.is_empty() {
                        barrier.reset = false;
                        barrier.broken = false;
                    }
                }
                Err(self.raise_with(Type::BrokenBarrierError, Vec::new()))
            }
        }
    }

    /// The action of a barrier raised: the barrier is broken.
    pub(crate) fn break_barrier(&mut self) {
        if self.native_stage() == 2
            && let Some(id) = self.native_value(0).object()
            && let Object::Barrier(barrier) = self.write(id)
        {
            barrier.acting = false;
            barrier.broken = true;
        }
    }
}
