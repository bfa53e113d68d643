//! What lives on the heap of a state.

use super::{Atom, Dict, Set, Type, Value};
use crate::code::CodeId;

/// Attributes by name, sorted by the number of the name: their order is not part of the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attrs(Vec<(Atom, Value)>);

impl Attrs {
    /// The value of an attribute.
    #[must_use]
    pub(crate) fn get(&self, name: Atom) -> Option<Value> {
        self.0
            .binary_search_by_key(&name, |entry| entry.0)
            .ok()
            .map(|at| self.0[at].1)
    }

    /// Sets an attribute.
    pub(crate) fn set(&mut self, name: Atom, value: Value) {
        match self.0.binary_search_by_key(&name, |entry| entry.0) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Removes an attribute; false if there is none.
    pub(crate) fn remove(&mut self, name: Atom) -> bool {
        match self.0.binary_search_by_key(&name, |entry| entry.0) {
            Ok(at) => {
                self.0.remove(at);
                true
            }
            Err(_) => false,
        }
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All attributes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Atom, Value)> {
        self.0.iter().copied()
    }

    /// All values, to renumber objects.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.0.iter_mut().map(|entry| &mut entry.1)
    }
}

/// Which part of a dictionary a view or an iterator shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Iteration {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs of key and value.
    Items,
}

/// An iterator of a built-in class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Iter {
    /// Over a list or tuple. `list` is [`Value::Null`] when it is exhausted.
    Sequence {
        /// The list or tuple.
        of: Value,
        /// The next index.
        index: i64,
        /// From the end to the start.
        reversed: bool,
    },
    /// Over the characters of a string.
    Str {
        /// The string.
        of: Atom,
        /// Where the next character begins, in bytes.
        index: u32,
    },
    /// Over a range.
    Range {
        /// The next number.
        next: i64,
        /// The difference.
        step: i64,
        /// How many are left.
        left: i64,
    },
    /// Over a dictionary.
    Dict {
        /// The dictionary; [`Value::Null`] when exhausted.
        of: Value,
        /// What it gives.
        what: Iteration,
        /// The next position in its table.
        position: u32,
        /// The size at the start; -1 after a change was reported.
        used: i64,
        /// How many entries are left.
        left: i64,
    },
    /// Over a set.
    Set {
        /// The set; [`Value::Null`] when exhausted.
        of: Value,
        /// The next position in its table.
        position: u32,
        /// The size at the start; -1 after a change was reported.
        used: i64,
    },
    /// Over a deque.
    Deque {
        /// The deque; [`Value::Null`] when exhausted.
        of: Value,
        /// The next index.
        index: u32,
        /// The number of changes of the deque at the start.
        changes: u32,
        /// From the end to the start.
        reversed: bool,
    },
    /// `enumerate`
    Enumerate {
        /// What is numbered.
        inner: Value,
        /// The next number.
        count: i64,
    },
    /// `zip`
    Zip {
        /// The iterators.
        inner: Vec<Value>,
    },
    /// `map`
    Map {
        /// The function.
        function: Value,
        /// The iterators of its arguments.
        inner: Vec<Value>,
    },
    /// `filter`
    Filter {
        /// The function or `None`.
        function: Value,
        /// What is filtered.
        inner: Value,
    },
    /// `itertools.count`
    Count {
        /// The next number.
        next: Value,
        /// The difference.
        step: Value,
    },
    /// `itertools.repeat`; `left` is negative for no end.
    Repeat {
        /// What is repeated.
        value: Value,
        /// How many are left.
        left: i64,
    },
    /// `itertools.chain`
    Chain {
        /// The iterables that were not started.
        rest: Vec<Value>,
        /// The current iterator.
        current: Value,
    },
    /// `itertools.islice`
    Slice {
        /// What is cut.
        inner: Value,
        /// How many to skip before the next one.
        skip: i64,
        /// How many more to give; negative for no end.
        left: i64,
        /// The distance between two.
        step: i64,
    },
    /// The results of `Executor.map` or `as_completed`, in order.
    Results {
        /// The futures that are left.
        futures: Vec<Value>,
        /// Give the future itself as soon as it is done, whatever its place.
        completed: bool,
    },
    /// `iter(function, sentinel)`
    Call {
        /// The function; [`Value::Null`] when exhausted.
        function: Value,
        /// The value that ends the iteration.
        sentinel: Value,
    },
}

/// A `threading.Thread` or an instance of a class derived from it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ThreadObject {
    /// Its class.
    pub class: Value,
    /// Attributes that the program set.
    pub attrs: Attrs,
    /// False until `Thread.__init__` ran.
    pub initialised: bool,
    /// The function to run, or [`Value::Null`].
    pub target: Value,
    /// The arguments: a tuple.
    pub args: Value,
    /// The keyword arguments: a dict, or [`Value::Null`].
    pub kwargs: Value,
    /// The name given by the program, or [`Value::Null`].
    pub name: Value,
    /// The number in an automatic name.
    pub number: u32,
    /// The program does not wait for it.
    pub daemon: bool,
    /// The index of the running thread.
    pub started: Option<u16>,
}

/// A thread that sleeps until somebody wakes it.
pub(crate) type Waiter = u16;

/// The state of a `threading.Barrier`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BarrierState {
    /// How many threads it waits for.
    pub parties: u32,
    /// What the last one calls, or [`Value::Null`].
    pub action: Value,
    /// Those who wait, in order of arrival.
    pub waiting: Vec<Waiter>,
    /// Those who were let through and have not left yet, with their number; the barrier takes nobody
    /// while there are any.
    pub leaving: Vec<(Waiter, u32)>,
    /// The last thread runs the action.
    pub acting: bool,
    /// Aborted, or a wait ran out of time.
    pub broken: bool,
    /// `reset` was called while threads waited: it works again when they are gone.
    pub reset: bool,
}

impl Object {
    /// How much memory it takes, in values.
    #[must_use]
    pub(crate) fn weight(&self) -> u64 {
        let items = match self {
            Object::List { items, .. } | Object::Tuple(items) | Object::Deque { items, .. } => {
                items.len()
            }
            Object::Dict { dict, .. } => 3 * dict.len(),
            Object::Set { set, .. } => 4 * set.len(),
            Object::Generator { values, .. } => values.len(),
            Object::Queue(queue) => queue.items.len(),
            Object::Class { mro, attrs, .. } => mro.len() + 2 * attrs.len(),
            Object::Instance { attrs, .. } => 2 * attrs.len(),
            Object::Exception { args, .. } => args.len(),
            Object::Executor { jobs, .. } => 4 * jobs.len(),
            _ => 0,
        };
        8 + items as u64
    }
}

impl BarrierState {
    /// The last thread has arrived: the others may leave.
    pub(crate) fn let_through(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.leaving = waiting
            .into_iter()
            .enumerate()
            .map(|(number, thread)| (thread, number as u32))
            .collect();
    }
}

/// The order in which a queue gives its items out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueueKind {
    /// First in, first out.
    Fifo,
    /// Last in, first out.
    Lifo,
    /// Smallest first.
    Priority,
    /// `SimpleQueue`
    Simple,
}

/// The state of a queue of the `queue` module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueueState {
    /// Its order.
    pub kind: QueueKind,
    /// The items, the next one last for [`QueueKind::Lifo`] and first otherwise.
    pub items: Vec<Value>,
    /// 0 or less for no limit.
    pub maxsize: i64,
    /// Items put and not yet reported by `task_done`.
    pub unfinished: i64,
    /// `shutdown` was called.
    pub closed: bool,
}

/// The state of a `concurrent.futures.Future`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FutureState {
    /// Nobody runs it yet.
    Pending,
    /// A worker runs it.
    Running,
    /// Cancelled before it ran.
    Cancelled,
    /// Finished with a result.
    Done(Value),
    /// Finished with an exception.
    Failed(Value),
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    missing_docs,
    reason = "the fields are those of the Python class of the same name"
)]
pub(crate) enum Object {
    Cell(Value),
    Tuple(Vec<Value>),
    /// `sorting` is 1 during a sort with a Python key and 2 if the list was changed meanwhile.
    List {
        items: Vec<Value>,
        sorting: u8,
    },
    /// `factory` is [`Value::Null`] except for a `defaultdict`; `class` tells the kinds apart.
    Dict {
        dict: Dict,
        class: Type,
        factory: Value,
    },
    Set {
        set: Set,
        frozen: bool,
    },
    /// `limit` is `maxlen` or -1; `changes` counts what an iterator would notice.
    Deque {
        items: Vec<Value>,
        limit: i64,
        changes: u32,
    },
    Range {
        start: i64,
        stop: i64,
        step: i64,
    },
    Slice([Value; 3]),
    View {
        of: Value,
        what: Iteration,
    },
    Iter(Iter),
    Function {
        code: CodeId,
        defaults: Value,
        keyword_defaults: Value,
        closure: Value,
    },
    /// A function with its first argument.
    Bound {
        function: Value,
        this: Value,
    },
    Class {
        name: Atom,
        bases: Vec<Value>,
        mro: Vec<Value>,
        attrs: Attrs,
    },
    Instance {
        class: Value,
        attrs: Attrs,
    },
    /// `line` is where it was first raised, 0 before.
    Exception {
        class: Value,
        args: Vec<Value>,
        attrs: Attrs,
        line: u32,
        cause: Value,
    },
    /// A suspended or finished generator. `values` are its slots and its stack.
    Generator {
        code: CodeId,
        pc: u32,
        values: Vec<Value>,
        blocks: Vec<crate::machine::Block>,
        status: crate::machine::GeneratorStatus,
    },
    Property {
        get: Value,
        set: Value,
        delete: Value,
    },
    StaticMethod(Value),
    ClassMethod(Value),
    Super {
        class: Value,
        this: Value,
    },

    Lock {
        locked: bool,
    },
    RLock {
        owner: u16,
        count: u32,
    },
    /// `limit` is the start value of a `BoundedSemaphore`, otherwise -1.
    Semaphore {
        value: i64,
        limit: i64,
    },
    Condition {
        lock: Value,
        waiters: Vec<Waiter>,
    },
    Event {
        set: bool,
        waiters: Vec<Waiter>,
    },
    Barrier(BarrierState),
    Thread(Box<ThreadObject>),
    /// The values are kept with each thread.
    Local,
    Queue(QueueState),
    Executor {
        limit: u32,
        workers: Vec<u16>,
        /// Triples of future, function and a tuple `(args, kwargs)`.
        jobs: Vec<[Value; 4]>,
        closed: bool,
        initializer: Value,
        initargs: Value,
    },
    Future(FutureState),
}

impl Object {
    /// An empty or filled list.
    #[must_use]
    pub(crate) fn list(items: Vec<Value>) -> Object {
        Object::List { items, sorting: 0 }
    }

    /// A plain dict.
    #[must_use]
    pub(crate) fn dict(dict: Dict) -> Object {
        Object::Dict {
            dict,
            class: Type::Dict,
            factory: Value::Null,
        }
    }

    /// A plain set.
    #[must_use]
    pub(crate) fn set(set: Set) -> Object {
        Object::Set { set, frozen: false }
    }

    /// The thing that a lookup of the built-in class of an object finds.
    #[must_use]
    pub(crate) fn class(&self) -> Value {
        Value::Type(match self {
            Object::Cell(_) => Type::Cell,
            Object::Tuple(_) => Type::Tuple,
            Object::List { .. } => Type::List,
            Object::Dict { class, .. } => *class,
            Object::Set { frozen: false, .. } => Type::Set,
            Object::Set { frozen: true, .. } => Type::FrozenSet,
            Object::Deque { .. } => Type::Deque,
            Object::Range { .. } => Type::Range,
            Object::Slice(_) => Type::Slice,
            Object::View { what, .. } => match what {
                Iteration::Keys => Type::DictKeys,
                Iteration::Values => Type::DictValues,
                Iteration::Items => Type::DictItems,
            },
            Object::Iter(iter) => match iter {
                Iter::Enumerate { .. } => Type::Enumerate,
                Iter::Zip { .. } => Type::Zip,
                Iter::Map { .. } => Type::Map,
                Iter::Filter { .. } => Type::Filter,
                Iter::Count { .. } => Type::Count,
                Iter::Repeat { .. } => Type::Repeat,
                Iter::Chain { .. } => Type::Chain,
                Iter::Slice { .. } => Type::ISlice,
                _ => Type::Iterator,
            },
            Object::Function { .. } => Type::Function,
            Object::Bound { .. } => Type::BoundMethod,
            Object::Class { .. } => Type::Type,
            Object::Instance { class, .. } | Object::Exception { class, .. } => return *class,
            Object::Thread(thread) => return thread.class,
            Object::Generator { .. } => Type::Generator,
            Object::Property { .. } => Type::Property,
            Object::StaticMethod(_) => Type::StaticMethod,
            Object::ClassMethod(_) => Type::ClassMethod,
            Object::Super { .. } => Type::Super,
            Object::Lock { .. } => Type::Lock,
            Object::RLock { .. } => Type::RLock,
            Object::Semaphore { limit: -1, .. } => Type::Semaphore,
            Object::Semaphore { .. } => Type::BoundedSemaphore,
            Object::Condition { .. } => Type::Condition,
            Object::Event { .. } => Type::Event,
            Object::Barrier(_) => Type::Barrier,
            Object::Local => Type::Local,
            Object::Queue(queue) => match queue.kind {
                QueueKind::Fifo => Type::Queue,
                QueueKind::Lifo => Type::LifoQueue,
                QueueKind::Priority => Type::PriorityQueue,
                QueueKind::Simple => Type::SimpleQueue,
            },
            Object::Executor { .. } => Type::ThreadPoolExecutor,
            Object::Future(_) => Type::Future,
        })
    }

    /// True if nothing can change it: reading it never depends on the schedule.
    #[must_use]
    pub(crate) fn is_immutable(&self) -> bool {
        matches!(
            self,
            Object::Tuple(_)
                | Object::Range { .. }
                | Object::Slice(_)
                | Object::View { .. }
                | Object::Function { .. }
                | Object::Bound { .. }
                | Object::Property { .. }
                | Object::StaticMethod(_)
                | Object::ClassMethod(_)
                | Object::Super { .. }
                | Object::Local
                | Object::Set { frozen: true, .. }
        )
    }

    /// Calls `visit` with every value it refers to, in a fixed order.
    pub(crate) fn each_value(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Object::Tuple(items)
            | Object::List { items, .. }
            | Object::Deque { items, .. }
            | Object::Generator { values: items, .. } => items.iter().copied().for_each(visit),
            Object::Dict { dict, factory, .. } => {
                visit(*factory);
                for entry in dict.iter() {
                    visit(entry.key);
                    visit(entry.value);
                }
            }
            Object::Set { set, .. } => set.iter().for_each(|(key, _)| visit(key)),
            Object::Queue(queue) => queue.items.iter().copied().for_each(visit),
            // The others are small: the order is that of `each_value_mut`, on a copy.
            _ => self.clone().each_value_mut(&mut |value| visit(*value)),
        }
    }

    /// Calls `visit` with every value it refers to, in a fixed order.
    pub(crate) fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        match self {
            Object::Cell(value) | Object::StaticMethod(value) | Object::ClassMethod(value) => {
                visit(value);
            }
            Object::Tuple(items)
            | Object::List { items, .. }
            | Object::Deque { items, .. }
            | Object::Generator { values: items, .. } => items.iter_mut().for_each(visit),
            Object::Dict { dict, factory, .. } => {
                visit(factory);
                dict.each_value_mut(visit);
            }
            Object::Set { set, .. } => set.each_value_mut(visit),
            Object::Slice(parts) => parts.iter_mut().for_each(visit),
            Object::View { of, .. } => visit(of),
            Object::Iter(iter) => match iter {
                Iter::Sequence { of, .. }
                | Iter::Dict { of, .. }
                | Iter::Set { of, .. }
                | Iter::Deque { of, .. }
                | Iter::Repeat { value: of, .. }
                | Iter::Enumerate { inner: of, .. }
                | Iter::Slice { inner: of, .. } => visit(of),
                Iter::Zip { inner } | Iter::Results { futures: inner, .. } => {
                    inner.iter_mut().for_each(visit);
                }
                Iter::Map { function, inner } => {
                    visit(function);
                    inner.iter_mut().for_each(visit);
                }
                Iter::Filter {
                    function: a,
                    inner: b,
                }
                | Iter::Count { next: a, step: b }
                | Iter::Call {
                    function: a,
                    sentinel: b,
                } => {
                    visit(a);
                    visit(b);
                }
                Iter::Chain { rest, current } => {
                    visit(current);
                    rest.iter_mut().for_each(visit);
                }
                Iter::Str { .. } | Iter::Range { .. } => {}
            },
            Object::Function {
                defaults,
                keyword_defaults,
                closure,
                ..
            } => {
                visit(defaults);
                visit(keyword_defaults);
                visit(closure);
            }
            Object::Bound {
                function: a,
                this: b,
            }
            | Object::Super { class: a, this: b } => {
                visit(a);
                visit(b);
            }
            Object::Class {
                bases, mro, attrs, ..
            } => {
                bases.iter_mut().for_each(&mut *visit);
                mro.iter_mut().for_each(&mut *visit);
                attrs.values_mut().for_each(visit);
            }
            Object::Instance { class, attrs } => {
                visit(class);
                attrs.values_mut().for_each(visit);
            }
            Object::Exception {
                class,
                args,
                attrs,
                cause,
                ..
            } => {
                visit(class);
                args.iter_mut().for_each(&mut *visit);
                attrs.values_mut().for_each(&mut *visit);
                visit(cause);
            }
            Object::Property { get, set, delete } => {
                visit(get);
                visit(set);
                visit(delete);
            }
            Object::Condition { lock, .. } => visit(lock),
            Object::Barrier(barrier) => visit(&mut barrier.action),
            Object::Thread(thread) => {
                visit(&mut thread.class);
                visit(&mut thread.target);
                visit(&mut thread.args);
                visit(&mut thread.kwargs);
                visit(&mut thread.name);
                thread.attrs.values_mut().for_each(visit);
            }
            Object::Queue(queue) => queue.items.iter_mut().for_each(visit),
            Object::Executor {
                jobs,
                initializer,
                initargs,
                ..
            } => {
                visit(initializer);
                visit(initargs);
                jobs.iter_mut().flatten().for_each(visit);
            }
            Object::Future(FutureState::Done(value) | FutureState::Failed(value)) => visit(value),
            Object::Range { .. }
            | Object::Lock { .. }
            | Object::RLock { .. }
            | Object::Semaphore { .. }
            | Object::Event { .. }
            | Object::Local
            | Object::Future(_) => {}
        }
    }
}
