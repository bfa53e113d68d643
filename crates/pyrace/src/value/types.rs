//! The built-in classes and modules that programs can name.

macro_rules! types {
    ($($(#[$doc:meta])* $variant:ident = $module:literal $name:literal $(: $base:ident)?,)+) => {
        /// A built-in class.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(
            missing_docs,
            clippy::enum_variant_names,
            reason = "each variant is named as the class"
        )]
        pub(crate) enum Type { $($(#[$doc])* $variant,)+ }

        impl Type {
            /// Every class.
            pub(crate) const ALL: &[Type] = &[$(Type::$variant,)+];

            /// The name, without the module.
            #[must_use]
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Type::$variant => $name,)+ }
            }

            /// The module; `builtins` for names that need no import.
            #[must_use]
            pub(crate) const fn module(self) -> &'static str {
                match self { $(Type::$variant => $module,)+ }
            }

            /// The class it is derived from.
            #[must_use]
            pub(crate) const fn base(self) -> Option<Type> {
                match self { $(Type::$variant => types!(@base $variant $($base)?),)+ }
            }
        }
    };
    (@base $variant:ident) => { types!(@object $variant) };
    (@base $variant:ident $base:ident) => { Some(Type::$base) };
    (@object Object) => { None };
    (@object $variant:ident) => { Some(Type::Object) };
}

types! {
    Object = "builtins" "object",
    Type = "builtins" "type",
    NoneType = "builtins" "NoneType",
    Ellipsis = "builtins" "ellipsis",
    NotImplementedType = "builtins" "NotImplementedType",
    Int = "builtins" "int",
    Bool = "builtins" "bool": Int,
    Float = "builtins" "float",
    Str = "builtins" "str",
    Tuple = "builtins" "tuple",
    List = "builtins" "list",
    Dict = "builtins" "dict",
    Set = "builtins" "set",
    FrozenSet = "builtins" "frozenset",
    Range = "builtins" "range",
    Slice = "builtins" "slice",
    Enumerate = "builtins" "enumerate",
    Zip = "builtins" "zip",
    Map = "builtins" "map",
    Filter = "builtins" "filter",
    Reversed = "builtins" "reversed",
    Property = "builtins" "property",
    StaticMethod = "builtins" "staticmethod",
    ClassMethod = "builtins" "classmethod",
    Super = "builtins" "super",
    Function = "builtins" "function",
    BuiltinFunction = "builtins" "builtin_function_or_method",
    BoundMethod = "builtins" "method",
    Generator = "builtins" "generator",
    ModuleType = "builtins" "module",
    CodeType = "builtins" "code",
    Cell = "builtins" "cell",
    Iterator = "builtins" "iterator",
    Traceback = "builtins" "traceback",
    /// A type hint that is no class.
    Hint = "builtins" "hint",
    DictKeys = "builtins" "dict_keys",
    DictValues = "builtins" "dict_values",
    DictItems = "builtins" "dict_items",

    Deque = "collections" "deque",
    DefaultDict = "collections" "defaultdict": Dict,
    Counter = "collections" "Counter": Dict,
    OrderedDict = "collections" "OrderedDict": Dict,
    Count = "itertools" "count",
    Cycle = "itertools" "cycle",
    Chain = "itertools" "chain",
    ISlice = "itertools" "islice",
    Repeat = "itertools" "repeat",

    Thread = "threading" "Thread",
    Lock = "threading" "Lock",
    RLock = "threading" "RLock",
    Condition = "threading" "Condition",
    Semaphore = "threading" "Semaphore",
    BoundedSemaphore = "threading" "BoundedSemaphore": Semaphore,
    Event = "threading" "Event",
    Barrier = "threading" "Barrier",
    Local = "threading" "local",
    Queue = "queue" "Queue",
    LifoQueue = "queue" "LifoQueue": Queue,
    PriorityQueue = "queue" "PriorityQueue": Queue,
    SimpleQueue = "queue" "SimpleQueue",
    ThreadPoolExecutor = "concurrent.futures" "ThreadPoolExecutor",
    Future = "concurrent.futures" "Future",

    BaseException = "builtins" "BaseException",
    Exception = "builtins" "Exception": BaseException,
    SystemExit = "builtins" "SystemExit": BaseException,
    KeyboardInterrupt = "builtins" "KeyboardInterrupt": BaseException,
    GeneratorExit = "builtins" "GeneratorExit": BaseException,
    ArithmeticError = "builtins" "ArithmeticError": Exception,
    ZeroDivisionError = "builtins" "ZeroDivisionError": ArithmeticError,
    OverflowError = "builtins" "OverflowError": ArithmeticError,
    AssertionError = "builtins" "AssertionError": Exception,
    AttributeError = "builtins" "AttributeError": Exception,
    ImportError = "builtins" "ImportError": Exception,
    LookupError = "builtins" "LookupError": Exception,
    IndexError = "builtins" "IndexError": LookupError,
    KeyError = "builtins" "KeyError": LookupError,
    NameError = "builtins" "NameError": Exception,
    UnboundLocalError = "builtins" "UnboundLocalError": NameError,
    RuntimeError = "builtins" "RuntimeError": Exception,
    NotImplementedError = "builtins" "NotImplementedError": RuntimeError,
    RecursionError = "builtins" "RecursionError": RuntimeError,
    StopIteration = "builtins" "StopIteration": Exception,
    TypeError = "builtins" "TypeError": Exception,
    ValueError = "builtins" "ValueError": Exception,
    OSError = "builtins" "OSError": Exception,
    TimeoutError = "builtins" "TimeoutError": OSError,
    ConnectionError = "builtins" "ConnectionError": OSError,
    EOFError = "builtins" "EOFError": Exception,
    MemoryError = "builtins" "MemoryError": Exception,
    BrokenBarrierError = "threading" "BrokenBarrierError": RuntimeError,
    QueueEmpty = "_queue" "Empty": Exception,
    QueueFull = "queue" "Full": Exception,
    QueueShutDown = "queue" "ShutDown": Exception,
    CancelledError = "concurrent.futures._base" "CancelledError": Exception,
    InvalidStateError = "concurrent.futures._base" "InvalidStateError": Exception,
    FuturesTimeoutError = "concurrent.futures._base" "TimeoutError": Exception,
}

impl Type {
    /// The name in messages about its instances: classes written in C have their module before it.
    #[must_use]
    pub(crate) fn full_name(self) -> &'static str {
        match self {
            Type::Deque => "collections.deque",
            Type::DefaultDict => "collections.defaultdict",
            Type::OrderedDict => "collections.OrderedDict",
            Type::Count => "itertools.count",
            Type::Cycle => "itertools.cycle",
            Type::Chain => "itertools.chain",
            Type::ISlice => "itertools.islice",
            Type::Repeat => "itertools.repeat",
            Type::Lock => "_thread.lock",
            Type::RLock => "_thread.RLock",
            Type::Local => "_thread._local",
            Type::SimpleQueue => "_queue.SimpleQueue",
            class => class.name(),
        }
    }

    /// True if it is `other` or derived from it.
    #[must_use]
    pub(crate) fn is_subclass(self, other: Type) -> bool {
        let mut class = Some(self);
        while let Some(current) = class {
            if current == other {
                return true;
            }
            class = current.base();
        }
        false
    }

    /// True for exceptions.
    #[must_use]
    pub(crate) fn is_exception(self) -> bool {
        self.is_subclass(Type::BaseException)
    }

    /// True for names that every program has without an import.
    #[must_use]
    pub(crate) fn is_builtin_name(self) -> bool {
        self.module() == "builtins"
            && !matches!(
                self,
                Type::NoneType
                    | Type::Ellipsis
                    | Type::NotImplementedType
                    | Type::Function
                    | Type::BuiltinFunction
                    | Type::BoundMethod
                    | Type::Generator
                    | Type::ModuleType
                    | Type::CodeType
                    | Type::Cell
                    | Type::Iterator
                    | Type::Traceback
                    | Type::Hint
                    | Type::DictKeys
                    | Type::DictValues
                    | Type::DictItems
            )
    }
}

/// A module that programs can import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Module {
    /// `threading`
    Threading,
    /// `queue`
    Queue,
    /// `collections`
    Collections,
    /// `itertools`
    Itertools,
    /// `time`
    Time,
    /// `concurrent`
    Concurrent,
    /// `concurrent.futures`
    Futures,
    /// `sys`
    Sys,
    /// `collections.abc`
    Abc,
    /// `typing`
    Typing,
    /// `__future__`
    Future,
}

impl Module {
    /// Every module.
    pub(crate) const ALL: [Module; 11] = [
        Module::Threading,
        Module::Queue,
        Module::Collections,
        Module::Itertools,
        Module::Time,
        Module::Concurrent,
        Module::Futures,
        Module::Sys,
        Module::Abc,
        Module::Typing,
        Module::Future,
    ];

    /// The name to import.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Module::Threading => "threading",
            Module::Queue => "queue",
            Module::Collections => "collections",
            Module::Itertools => "itertools",
            Module::Time => "time",
            Module::Concurrent => "concurrent",
            Module::Futures => "concurrent.futures",
            Module::Sys => "sys",
            Module::Abc => "collections.abc",
            Module::Typing => "typing",
            Module::Future => "__future__",
        }
    }

    /// The module with this name.
    #[must_use]
    pub(crate) fn find(name: &str) -> Option<Module> {
        Module::ALL.into_iter().find(|module| module.name() == name)
    }
}
