//! `threading.Thread` and the functions that tell threads apart.

use super::{Function, Method};
use crate::machine::{
    Args, Change, Deliver, Fault, Flow, Kept, Native, Outcome, Status, Thread, Turn, Wait, WaitKind,
};
use crate::value::{Atom, Attrs, Object, ObjectId, ThreadObject, Type, Value, name};

/// More threads than this are refused: no search could try their schedules.
const MAX_THREADS: usize = 1_000;

impl Turn<'_> {
    /// The name of a thread, such as `Thread-1 (work)`.
    pub(crate) fn thread_name(&self, thread: &ThreadObject) -> String {
        if let Value::Str(atom) = thread.name {
            return self.text(atom).to_owned();
        }
        let target = if self.m.rules.version >= crate::code::Version::V3_10 {
            self.function_name(thread.target)
        } else {
            None
        };
        match target {
            Some(target) => format!("Thread-{} ({target})", thread.number),
            None => format!("Thread-{}", thread.number),
        }
    }

    /// The `__name__` of what can be called, if it has one.
    fn function_name(&self, value: Value) -> Option<String> {
        match (value, self.object_of(value)) {
            (_, Some(Object::Function { code, .. })) => {
                Some(self.m.linked.program.codes[code.0 as usize].name.clone())
            }
            (_, Some(Object::Bound { function, .. })) => self.function_name(*function),
            (_, Some(Object::Class { name, .. })) => Some(self.text(*name).to_owned()),
            (Value::Function(function), _) => Some(function.name().to_owned()),
            (Value::Method(method), _) => Some(method.name().to_owned()),
            (Value::Type(class), _) => Some(class.name().to_owned()),
            _ => None,
        }
    }

    /// `Thread.__init__`
    pub(crate) fn init_thread(&mut self, this: Value, args: Args) -> Outcome<()> {
        let names = [
            name::GROUP,
            name::TARGET,
            name::NAME_PLAIN,
            name::ARGS,
            name::KWARGS,
            name::DAEMON,
        ];
        let values = self.params("Thread.__init__", args, &names, 0)?;
        if values[0] != Value::Null && values[0] != Value::None {
            return self.raise(Type::AssertionError, "group argument must be None for now");
        }
        let none_is_null = |value| {
            if value == Value::None {
                Value::Null
            } else {
                value
            }
        };
        let given = match values[3] {
            Value::Null => Value::Null,
            value => match self.snapshot(value)? {
                Some(items) if items.is_empty() => Value::Null,
                Some(items) => self.tuple(items),
                None => {
                    return self.refuse(
                        "the arguments of a thread are no list or tuple",
                        "one argument needs a comma: `args=(x,)`",
                    );
                }
            },
        };
        let named = none_is_null(values[2]);
        let falsy = matches!(named, Value::Str(name::EMPTY))
            && self.m.rules.version < crate::code::Version::V3_10;
        let named = if falsy { Value::Null } else { named };
        // Only threads without a name of their own are numbered.
        let number = if named == Value::Null {
            *self.s.made += 1;
            *self.s.made
        } else {
            0
        };
        let daemon = match values[5] {
            Value::Null | Value::None => None,
            value => Some(self.truth(value)?.unwrap_or(true)),
        };
        if let Some(id) = this.object()
            && let Object::Thread(thread) = self.write_attribute(id, name::TARGET)
        {
            thread.initialised = true;
            thread.target = none_is_null(values[1]);
            thread.name = named;
            thread.number = number;
            thread.args = given;
            thread.kwargs = none_is_null(values[4]);
            thread.daemon = daemon.unwrap_or(thread.daemon);
        }
        Ok(())
    }

    fn thread_object(&self, this: Value) -> Option<(ObjectId, ThreadObject)> {
        let id = this.object()?;
        match self.object(id) {
            Object::Thread(thread) => Some((id, (**thread).clone())),
            _ => None,
        }
    }

    pub(super) fn thread_method(
        &mut self,
        method: Method,
        this: Value,
        args: Args,
    ) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        if method == Method::ThreadInit {
            self.init_thread(this, args)?;
            return done;
        }
        let Some((id, thread)) = self.thread_object(this) else {
            return done;
        };
        if !thread.initialised {
            return self.raise(Type::RuntimeError, "thread.__init__() not called");
        }
        match method {
            Method::ThreadStart => {
                self.start_thread(id, &thread)?;
                done
            }
            Method::ThreadRun => {
                if thread.target == Value::Null {
                    return done;
                }
                let args = self.thread_args(&thread)?;
                self.call(thread.target, args, Deliver::Push)
            }
            Method::ThreadJoin => {
                let timeout = self.params("join", args, &[name::TIMEOUT], 0)?[0];
                self.join_thread(&thread, this, timeout)
            }
            Method::ThreadIsAlive => {
                self.observe_lifecycle();
                self.observe_identity();
                let alive = thread
                    .started
                    .is_some_and(|index| self.s.threads[usize::from(index)].status == Status::Live);
                Ok(Flow::Value(Value::Bool(alive)))
            }
            Method::ThreadGetName => {
                self.observe_identity();
                let text = self.thread_name(&thread);
                Ok(Flow::Value(self.string(&text)))
            }
            Method::ThreadIsDaemon => Ok(Flow::Value(Value::Bool(thread.daemon))),
            _ => {
                let value = self.params(method.name(), args, &[name::EMPTY], 1)?[0];
                let attribute = if method == Method::ThreadSetName {
                    name::NAME_PLAIN
                } else {
                    name::DAEMON
                };
                self.set_thread_attribute(id, attribute, value)?;
                done
            }
        }
    }

    fn thread_args(&mut self, thread: &ThreadObject) -> Outcome<Args> {
        let mut args = Args {
            positional: self.items_of(thread.args),
            names: Vec::new(),
        };
        if let Some(Object::Dict { dict, .. }) = self.object_of(thread.kwargs) {
            for entry in dict.iter() {
                if let Value::Str(key) = entry.key {
                    args.names.push((key, entry.value));
                }
            }
        }
        Ok(args)
    }

    /// A new running thread, whose bottom frame is the native operation with these values.
    pub(crate) fn spawn(
        &mut self,
        native: Native,
        values: Vec<Value>,
        object: Value,
        daemon: bool,
    ) -> Outcome<u16> {
        if self.s.threads.len() >= MAX_THREADS {
            return self.refuse(
                format!("more than {MAX_THREADS} threads are not supported by the explorer"),
                "two or three threads show the same bugs",
            );
        }
        if self.m.shared.changes(Change::Lifecycle) {
            self.touch();
        }
        for value in &values {
            self.share(*value);
        }
        self.share(object);
        if self.t != 0 && self.s.threads[0].joins_all {
            // The main thread does not wait for the new one: it may go on before that has ended. Threads were
            // sorted because it waits for all of them, so they must be told apart from the start.
            self.s.threads[0].change().joins_all = false;
            self.observe_identity();
        }
        let index = self.s.threads.len() as u16;
        let mut thread = Thread::new();
        thread.values = values.into();
        thread.object = object;
        thread.daemon = daemon;
        thread.ident = self.free_ident();
        thread.frames.push(crate::machine::Frame {
            running: crate::machine::Running::Native(native),
            pc: 0,
            base: 0,
            blocks: 0,
            deliver: Deliver::Discard,
            owner: Value::Null,
            names: 0,
            handled: Value::Null,
        });
        thread.kin = self.kin(native, &thread, index);
        self.s.threads.push(Kept::new(thread));
        Ok(index)
    }

    /// The identifier of a new thread. The system gives those of ended threads out again, the last one
    /// first; which thread has which one is part of the state only if a program asks.
    fn free_ident(&self) -> u16 {
        let asked = [Change::Lifecycle, Change::Identity];
        if !asked
            .into_iter()
            .all(|change| self.m.shared.changes(change))
        {
            return 0;
        }
        let taken = |ident: u16| {
            let mut live = self.s.threads.iter().filter(|t| t.status == Status::Live);
            live.any(|thread| thread.ident == ident)
        };
        (1..u16::MAX).find(|ident| !taken(*ident)).unwrap_or(0)
    }

    /// What `get_ident` says in a thread: any number will do that differs between threads that live.
    fn ident_of(&self, index: u16) -> Value {
        let ident = match self.s.threads[usize::from(index)].ident {
            0 => index,
            ident => ident,
        };
        Value::Int(i64::from(ident) + 1000)
    }

    /// The number of the first thread that does the same, plus one. 0 for threads that may be told apart.
    fn kin(&self, native: Native, thread: &Thread, index: u16) -> u16 {
        let Some((_, mine)) = self.thread_object(thread.object) else {
            // Workers of one executor do the same.
            let same = self.s.threads.iter().position(|other| {
                other.object == Value::Null && other.kin > 0 && other.daemon == thread.daemon && {
                    let worker = self.worker_of(other);
                    worker.is_some() && worker == thread.values.first().copied()
                }
            });
            return match native {
                Native::Worker => same.map_or(index + 1, |at| at as u16 + 1),
                _ => 0,
            };
        };
        let plain = |thread: &ThreadObject| {
            thread.class == Value::Type(Type::Thread)
                && thread.attrs == Attrs::default()
                && thread.kwargs == Value::Null
                && thread.name == Value::Null
        };
        if !plain(&mine) {
            return 0;
        }
        let arguments = self.items_of(mine.args);
        for (at, other) in self.s.threads.iter().enumerate() {
            if other.kin == 0 {
                continue;
            }
            if let Some((_, theirs)) = self.thread_object(other.object)
                && plain(&theirs)
                && self.same_callable(theirs.target, mine.target)
                && theirs.daemon == mine.daemon
                && self.items_of(theirs.args) == arguments
            {
                return at as u16 + 1;
            }
        }
        index + 1
    }

    fn same_callable(&self, a: Value, b: Value) -> bool {
        if a == b {
            return true;
        }
        match (self.object_of(a), self.object_of(b)) {
            (
                Some(Object::Bound {
                    function: f,
                    this: p,
                }),
                Some(Object::Bound {
                    function: g,
                    this: q,
                }),
            ) => f == g && p == q,
            _ => false,
        }
    }

    fn start_thread(&mut self, id: ObjectId, thread: &ThreadObject) -> Outcome<()> {
        if self.t != 0 {
            // Others may join it or start it as well.
            self.observe_lifecycle();
        }
        if thread.started.is_some() {
            return self.raise(Type::RuntimeError, "threads can only be started once");
        }
        let this = Value::Object(id);
        self.share(this);
        let index = self.spawn(Native::ThreadMain, Vec::new(), this, thread.daemon)?;
        if let Object::Thread(thread) = self.write_unseen(id) {
            thread.started = Some(index);
        }
        let class = thread.class;
        let run = self.class_attribute(class, name::RUN).unwrap_or_default();
        if self.is_python(run) || self.is_python(thread.target) {
            // The new thread stands before the first instruction of its function. A built-in target
            // does its work when the thread is scheduled.
            Turn {
                m: &mut *self.m,
                s: &mut *self.s,
                t: usize::from(index),
            }
            .native()?;
        }
        Ok(())
    }

    /// The first step of a thread: calls its `run`.
    pub(crate) fn start_target(&mut self) -> Outcome<()> {
        let this = self.me().object;
        self.set_native_stage(1);
        let Some((_, thread)) = self.thread_object(this) else {
            return self.finish_frame(Value::None);
        };
        let class = thread.class;
        let flow = match self.class_attribute(class, name::RUN) {
            Some(run @ Value::Object(_)) => self.call_with(run, vec![this], Deliver::Push)?,
            _ if thread.target == Value::Null => Flow::Value(Value::None),
            _ => {
                let args = self.thread_args(&thread)?;
                match self.call(thread.target, args, Deliver::Push) {
                    Err(Fault::Wait(wait)) => {
                        // A target such as `lock.acquire` waits in the bottom frame.
                        self.set_native_stage(0);
                        return Err(Fault::Wait(wait));
                    }
                    other => other?,
                }
            }
        };
        self.settle(flow);
        Ok(())
    }

    fn join_thread(&mut self, thread: &ThreadObject, this: Value, timeout: Value) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        if self.t != 0 || self.m.shared.changes(Change::Lifecycle) {
            // Another thread may start it sooner or later.
            self.observe_lifecycle();
        }
        let Some(index) = thread.started else {
            return self.raise(
                Type::RuntimeError,
                "cannot join thread before it is started",
            );
        };
        if usize::from(index) == self.t {
            return self.raise(Type::RuntimeError, "cannot join current thread");
        }
        if self.me().kin > 0 {
            self.observe_identity();
        }
        if self.s.threads[usize::from(index)].status == Status::Done {
            if self.t == 0 {
                self.s.threads[usize::from(index)].change().joined = true;
            }
            if timeout != Value::Null && timeout != Value::None {
                self.observe_lifecycle();
            }
            return done;
        }
        let timed = timeout != Value::Null && timeout != Value::None;
        if timed {
            // Whether the thread has ended decides how the program goes on.
            self.observe_lifecycle();
            if self.m.time_out {
                return done;
            }
        }
        Err(Fault::Wait(Wait {
            kind: WaitKind::Join,
            object: this,
            thread: index,
            timeout: timed,
        }))
    }

    /// Attributes that every thread object has.
    pub(crate) fn thread_attribute(
        &mut self,
        id: ObjectId,
        attribute: Atom,
    ) -> Outcome<Option<Value>> {
        let Object::Thread(thread) = self.object(id) else {
            return Ok(None);
        };
        let thread = (**thread).clone();
        let value = match attribute {
            name::NAME_PLAIN => {
                self.observe_identity();
                self.read_attribute(id, attribute);
                let text = self.thread_name(&thread);
                self.string(&text)
            }
            name::DAEMON => Value::Bool(thread.daemon),
            _ => match self.text(attribute) {
                "ident" | "native_id" => {
                    self.observe_identity();
                    self.observe_lifecycle();
                    thread
                        .started
                        .map_or(Value::None, |index| self.ident_of(index))
                }
                // Private, but what a `run` that keeps a result calls in many programs.
                "_target" => match thread.target {
                    Value::Null => Value::None,
                    target => target,
                },
                "_args" => match thread.args {
                    Value::Null => self.tuple(Vec::new()),
                    args => args,
                },
                "_kwargs" => match thread.kwargs {
                    Value::Null => self.alloc(Object::dict(Default::default())),
                    kwargs => kwargs,
                },
                _ => return Ok(None),
            },
        };
        Ok(Some(value))
    }

    /// Sets an attribute that every thread object has; false for others.
    pub(crate) fn set_thread_attribute(
        &mut self,
        id: ObjectId,
        attribute: Atom,
        value: Value,
    ) -> Outcome<bool> {
        if !matches!(attribute, name::NAME_PLAIN | name::DAEMON) {
            return Ok(false);
        }
        let started = matches!(self.object(id), Object::Thread(thread) if thread.started.is_some());
        if attribute == name::DAEMON && started {
            return self.raise(
                Type::RuntimeError,
                "cannot set daemon status of active thread",
            );
        }
        let truth = self.truth(value)?.unwrap_or(true);
        if let Object::Thread(thread) = self.write_attribute(id, attribute) {
            if attribute == name::DAEMON {
                thread.daemon = truth;
            } else {
                thread.name = value;
            }
        }
        Ok(true)
    }

    pub(super) fn thread_function(&mut self, function: Function) -> Outcome<Flow> {
        self.observe_identity();
        let value = match function {
            Function::GetIdent | Function::GetNativeId => {
                self.observe_lifecycle();
                self.ident_of(self.t as u16)
            }
            Function::ActiveCount => {
                self.observe_lifecycle();
                Value::Int(self.s.live() as i64)
            }
            Function::CurrentThread if self.me().object != Value::Null => self.me().object,
            Function::EnumerateThreads => {
                return self.refuse(
                    "`threading.enumerate` is not supported by the explorer",
                    "keep the threads in a list",
                );
            }
            _ => {
                let main = self.t == 0 || function == Function::MainThread;
                if !main {
                    return self.refuse(
                        "`current_thread` in a worker of an executor is not supported by the explorer",
                        "use `get_ident`",
                    );
                }
                let text = self.string("MainThread");
                let known = self.s.threads[0].object;
                if known != Value::Null {
                    return Ok(Flow::Value(known));
                }
                let object = self.alloc(Object::Thread(Box::new(ThreadObject {
                    class: Value::Type(Type::Thread),
                    attrs: Attrs::default(),
                    initialised: true,
                    target: Value::Null,
                    args: Value::Null,
                    kwargs: Value::Null,
                    name: text,
                    number: 0,
                    daemon: false,
                    started: Some(0),
                })));
                self.share(object);
                self.s.threads[0].change().object = object;
                object
            }
        };
        Ok(Flow::Value(value))
    }
}
