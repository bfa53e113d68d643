//! `concurrent.futures.ThreadPoolExecutor`.
//!
//! A worker is started for each job until there are `max_workers`: CPython starts one only if no
//! worker is idle, which gives a subset of these schedules and the same results.

use super::Method;
use crate::code::Version;
use crate::machine::{
    Args, Deliver, Fault, Flow, Native, Outcome, Status, Thread, Turn, Wait, WaitKind,
};
use crate::value::{Atom, FutureState, Iter, Object, ObjectId, Type, Value, name};

impl Turn<'_> {
    /// The executor that a worker works for.
    pub(super) fn worker_of(&self, thread: &Thread) -> Option<Value> {
        thread
            .values
            .first()
            .copied()
            .filter(|value| matches!(self.object_of(*value), Some(Object::Executor { .. })))
    }

    pub(super) fn executor_method(
        &mut self,
        method: Method,
        this: Value,
        mut args: Args,
    ) -> Outcome<Flow> {
        let Some(id) = this.object() else {
            return Ok(Flow::Value(Value::None));
        };
        match method {
            Method::ExecutorEnter => Ok(Flow::Value(this)),
            Method::ExecutorExit => {
                let values = vec![this, Value::Bool(true), Value::Bool(false)];
                self.push_native(Native::ExecutorShutdown, values, Deliver::Push)
            }
            Method::ExecutorShutdown => {
                let values =
                    self.params("shutdown", args, &[name::WAIT, name::CANCEL_FUTURES], 0)?;
                let wait = values[0] == Value::Null || self.truth(values[0])?.unwrap_or(true);
                let cancel = values[1] != Value::Null && self.truth(values[1])?.unwrap_or(true);
                let values = vec![this, Value::Bool(wait), Value::Bool(cancel)];
                self.push_native(Native::ExecutorShutdown, values, Deliver::Push)
            }
            Method::ExecutorSubmit => {
                if args.positional.is_empty() {
                    return self.raise(
                        Type::TypeError,
                        "submit() missing 1 required positional argument: 'fn'",
                    );
                }
                let function = args.positional.remove(0);
                self.submit(this, id, function, args.positional, args.names)
                    .map(Flow::Value)
            }
            _ => {
                let names = std::mem::take(&mut args.names);
                if names.iter().any(|(key, _)| *key != name::CHUNKSIZE) {
                    return self.refuse(
                        "`map` with a time-out is not supported by the explorer",
                        "leave it out",
                    );
                }
                let mut positional = args.positional.into_iter();
                let (Some(function), Some(first)) = (positional.next(), positional.next()) else {
                    return self.raise(Type::TypeError, "map() needs a function and an iterable");
                };
                let rest: Vec<Value> = positional.collect();
                let mut extra = vec![function];
                extra.extend(rest);
                self.collect_with(first, crate::machine::Into::SubmitAll, this, extra)
            }
        }
    }

    /// True when executors take no more jobs because the program ends (`_python_exit` in
    /// `concurrent/futures/thread.py`): the main thread has ended, and in 3.8 all others but the workers, too.
    fn executors_close(&self) -> bool {
        let threads = &self.s.threads;
        if self.m.rules.version >= Version::V3_9 {
            return threads[0].status == Status::Done;
        }
        !threads.iter().any(|thread| {
            thread.status == Status::Live && !thread.daemon && self.worker_of(thread).is_none()
        })
    }

    fn submit(
        &mut self,
        this: Value,
        id: ObjectId,
        function: Value,
        positional: Vec<Value>,
        names: Vec<(Atom, Value)>,
    ) -> Outcome<Value> {
        let Object::Executor {
            closed,
            limit,
            workers,
            ..
        } = self.read(id)
        else {
            return Ok(Value::None);
        };
        if *closed {
            return self.raise(
                Type::RuntimeError,
                "cannot schedule new futures after shutdown",
            );
        }
        let grow = workers.len() < *limit as usize;
        if self.t != 0 {
            // Whether the program is at its end decides what a call from another thread does.
            self.observe_lifecycle();
            if self.executors_close() {
                return self.raise(
                    Type::RuntimeError,
                    "cannot schedule new futures after interpreter shutdown",
                );
            }
        }
        let future = self.alloc(Object::Future(FutureState::Pending));
        let args = self.tuple(positional);
        let kwargs = self.dict_of_names(&names)?;
        if let Object::Executor { jobs, .. } = self.write(id) {
            jobs.push([future, function, args, kwargs]);
        }
        if grow {
            let index = self.spawn(Native::Worker, vec![this, Value::Null], Value::Null, false)?;
            if let Object::Executor { workers, .. } = self.write(id) {
                workers.push(index);
            }
        }
        Ok(future)
    }

    /// `executor.map`: `extra` is the function and the other iterables.
    pub(super) fn submit_all(
        &mut self,
        this: Value,
        items: Vec<Value>,
        extra: Vec<Value>,
    ) -> Outcome<Flow> {
        let Some(id) = this.object() else {
            return Ok(Flow::Value(Value::None));
        };
        let function = extra.first().copied().unwrap_or_default();
        let mut columns = vec![items];
        for iterable in &extra[1..] {
            match self.snapshot(*iterable)? {
                Some(items) => columns.push(items),
                None => {
                    return self.refuse(
                        "`map` over several iterators is not supported by the explorer",
                        "make lists of them first",
                    );
                }
            }
        }
        let length = columns.iter().map(Vec::len).min().unwrap_or(0);
        let mut futures = Vec::with_capacity(length);
        for at in 0..length {
            let args = columns.iter().map(|column| column[at]).collect();
            futures.push(self.submit(this, id, function, args, Vec::new())?);
        }
        let results = Iter::Results {
            futures,
            completed: false,
        };
        Ok(Flow::Value(self.alloc(Object::Iter(results))))
    }

    /// Values: the executor, the future in work.
    pub(crate) fn run_worker(&mut self) -> Outcome<()> {
        let this = self.native_value(0);
        let Some(id) = this.object() else {
            return self.finish_frame(Value::None);
        };
        match self.native_stage() {
            // Start: the initializer, if there is one.
            0 => {
                let Object::Executor {
                    initializer,
                    initargs,
                    ..
                } = *self.object(id)
                else {
                    return self.finish_frame(Value::None);
                };
                self.set_native_stage(1);
                if initializer == Value::Null {
                    return Ok(());
                }
                let args = self.items_of(initargs);
                self.set_native_stage(3);
                let flow = self.call_with(initializer, args, Deliver::Push)?;
                self.settle(flow);
                Ok(())
            }
            3 => {
                self.pop();
                self.set_native_stage(1);
                Ok(())
            }
            1 => {
                let over = self.executors_close();
                let Object::Executor { jobs, closed, .. } = self.read(id) else {
                    return self.finish_frame(Value::None);
                };
                if jobs.is_empty() {
                    if *closed || over {
                        return self.finish_frame(Value::None);
                    }
                    return Err(Fault::Wait(Wait {
                        kind: WaitKind::Job,
                        object: this,
                        thread: 0,
                        timeout: false,
                    }));
                }
                let [future, job @ ..] = match self.write(id) {
                    Object::Executor { jobs, .. } => jobs.remove(0),
                    _ => return self.finish_frame(Value::None),
                };
                if let Some(future) = future.object()
                    && let Object::Future(state) = self.write(future)
                {
                    if *state == FutureState::Cancelled {
                        return Ok(());
                    }
                    *state = FutureState::Running;
                }
                self.set_native_value(1, future);
                for part in job {
                    self.push(part);
                }
                self.set_native_stage(4);
                self.pause_in_library();
                Ok(())
            }
            // The job is called in a step of its own: another worker may be faster.
            4 => {
                let (kwargs, args, function) = (self.pop(), self.pop(), self.pop());
                self.set_native_stage(2);
                let mut call = Args {
                    positional: self.items_of(args),
                    names: Vec::new(),
                };
                if let Some(Object::Dict { dict, .. }) = self.object_of(kwargs) {
                    for entry in dict.iter() {
                        if let Value::Str(key) = entry.key {
                            call.names.push((key, entry.value));
                        }
                    }
                }
                let flow = self.call(function, call, Deliver::Push)?;
                self.settle(flow);
                Ok(())
            }
            // The function has returned: its result is stored by a call of its own.
            2 => {
                self.set_native_stage(6);
                self.pause_in_library();
                Ok(())
            }
            stage => {
                let result = self.pop();
                self.finish_job(match stage {
                    6 => FutureState::Done(result),
                    _ => FutureState::Failed(result),
                });
                self.pause_in_library();
                Ok(())
            }
        }
    }

    fn finish_job(&mut self, end: FutureState) {
        if let Some(future) = self.native_value(1).object()
            && let Object::Future(state) = self.write(future)
        {
            *state = end;
        }
        self.set_native_value(1, Value::Null);
        self.set_native_stage(1);
    }

    /// An exception reaches a worker: the future keeps it.
    pub(crate) fn worker_failed(&mut self, exception: Value) -> Outcome<bool> {
        if self.native_stage() != 2 {
            return Ok(false);
        }
        // Whatever a call left on the frame's stack goes away.
        let base = self.frame().base as usize;
        self.thread().values.truncate(base + 2);
        self.push(exception);
        self.set_native_stage(5);
        self.pause_in_library();
        Ok(true)
    }

    /// Values: executor, wait, cancel.
    pub(crate) fn run_shutdown(&mut self) -> Outcome<()> {
        let Some(id) = self.native_value(0).object() else {
            return self.finish_frame(Value::None);
        };
        if self.native_stage() == 0 {
            let cancel = self.native_value(2) == Value::Bool(true);
            let mut dropped = Vec::new();
            if let Object::Executor { closed, jobs, .. } = self.write(id) {
                *closed = true;
                if cancel {
                    dropped = std::mem::take(jobs);
                }
            }
            for [future, ..] in dropped {
                self.cancel(future);
            }
            self.set_native_stage(1);
            return Ok(());
        }
        if self.native_value(1) == Value::Bool(true) {
            let Object::Executor { workers, .. } = self.object(id) else {
                return self.finish_frame(Value::None);
            };
            let busy = workers
                .iter()
                .find(|worker| self.s.threads[usize::from(**worker)].status == Status::Live)
                .copied();
            if let Some(thread) = busy {
                return Err(Fault::Wait(Wait {
                    kind: WaitKind::Join,
                    object: Value::Null,
                    thread,
                    timeout: false,
                }));
            }
            if self.t == 0 {
                for worker in workers.clone() {
                    self.s.threads[usize::from(worker)].change().joined = true;
                }
            }
        }
        self.finish_frame(Value::None)
    }

    /// Cancels a future whose job has not begun; false if it is too late.
    pub(crate) fn cancel(&mut self, future: Value) -> bool {
        let Some(id) = future.object() else {
            return false;
        };
        let Object::Future(FutureState::Pending | FutureState::Cancelled) = self.read(id) else {
            return false;
        };
        if let Object::Future(state) = self.write(id) {
            *state = FutureState::Cancelled;
        }
        true
    }

    pub(crate) fn wait_for_future<T>(&mut self, future: Value) -> Outcome<T> {
        Err(Fault::Wait(Wait {
            kind: WaitKind::Future,
            object: future,
            thread: 0,
            timeout: false,
        }))
    }

    /// The result of a future that is done, or its exception.
    pub(crate) fn future_result(&mut self, future: Value) -> Outcome<Value> {
        match future.object().map(|id| self.read(id)) {
            Some(Object::Future(FutureState::Done(value))) => Ok(*value),
            Some(Object::Future(FutureState::Failed(exception))) => Err(Fault::Raise(*exception)),
            _ => Err(self.raise_with(Type::CancelledError, Vec::new())),
        }
    }

    pub(super) fn future_method(
        &mut self,
        method: Method,
        this: Value,
        args: Args,
    ) -> Outcome<Flow> {
        let Some(id) = this.object() else {
            return Ok(Flow::Value(Value::None));
        };
        let values = self.params(method.name(), args, &[name::TIMEOUT], 0)?;
        let Object::Future(state) = self.read(id) else {
            return Ok(Flow::Value(Value::None));
        };
        let state = state.clone();
        let finished = !matches!(state, FutureState::Pending | FutureState::Running);
        let value = match method {
            Method::FutureDone => Value::Bool(finished),
            Method::FutureRunning => Value::Bool(state == FutureState::Running),
            Method::FutureCancelled => Value::Bool(state == FutureState::Cancelled),
            Method::FutureCancel => Value::Bool(self.cancel(this)),
            _ => {
                if !finished {
                    let patience = self.patience(Value::Null, values[0], false)?;
                    return match self.wait_or(WaitKind::Future, this, patience, Value::None) {
                        Ok(_) => {
                            let class = if self.m.rules.version >= Version::V3_11 {
                                Type::TimeoutError
                            } else {
                                Type::FuturesTimeoutError
                            };
                            Err(self.raise_with(class, Vec::new()))
                        }
                        waits => waits,
                    };
                }
                match (method, &state) {
                    (Method::FutureException, FutureState::Failed(exception)) => *exception,
                    (Method::FutureException, FutureState::Done(_)) => Value::None,
                    _ => return self.future_result(this).map(Flow::Value),
                }
            }
        };
        Ok(Flow::Value(value))
    }
}
