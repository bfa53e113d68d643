//! The built-in functions, classes and modules that programs can use.
//!
//! What is not listed here is refused with a message; nothing is imitated half.

mod case;
mod construct;
mod containers;
mod dicts;
mod elsewhere;
mod functions;
mod futures;
mod iterators;
mod lists;
mod primitives;
mod queues;
mod sets;
mod sorting;
mod strings;
mod threads;
mod typing;
mod waiting;

pub(crate) use elsewhere::exists;

use crate::code::Version;
use crate::value::{FORMS, Hint, Module, Type, Value};

macro_rules! functions {
    ($($variant:ident = $module:ident $name:literal,)+) => {
        /// A built-in function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each variant is named as the function")]
        pub(crate) enum Function { $($variant,)+ }

        impl Function {
            const ALL: &[(Function, Home, &str)] =
                &[$((Function::$variant, Home::$module, $name),)+];

            /// The name, without the module.
            #[must_use]
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Function::$variant => $name,)+ }
            }
        }
    };
}

/// Where a function is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Builtins,
    Threading,
    Time,
    Futures,
    Sys,
    Typing,
    /// Not by name: the machine makes it.
    Hidden,
}

functions! {
    Print = Builtins "print", Len = Builtins "len", Min = Builtins "min", Max = Builtins "max",
    Sum = Builtins "sum", Sorted = Builtins "sorted", IsInstance = Builtins "isinstance",
    IsSubclass = Builtins "issubclass", Iter = Builtins "iter", Next = Builtins "next",
    All = Builtins "all", Any = Builtins "any", Repr = Builtins "repr", Abs = Builtins "abs",
    HasAttr = Builtins "hasattr", GetAttr = Builtins "getattr", SetAttr = Builtins "setattr",
    DelAttr = Builtins "delattr", Callable = Builtins "callable", Hash = Builtins "hash",
    DivMod = Builtins "divmod", Pow = Builtins "pow", Round = Builtins "round", Chr = Builtins "chr",
    Ord = Builtins "ord", Format = Builtins "format",
    CurrentThread = Threading "current_thread", GetIdent = Threading "get_ident",
    GetNativeId = Threading "get_native_id", ActiveCount = Threading "active_count",
    EnumerateThreads = Threading "enumerate", MainThread = Threading "main_thread",
    Sleep = Time "sleep", AsCompleted = Futures "as_completed",
    SetSwitchInterval = Sys "setswitchinterval", GetSwitchInterval = Sys "getswitchinterval",
    Exit = Sys "exit",
    Cast = Typing "cast", Final = Typing "final",
    BuildClass = Hidden "__build_class__",
}

macro_rules! methods {
    ($($class:ident { $($variant:ident $name:literal)+ })+) => {
        /// A method of a built-in class.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each variant is named as class and method")]
        pub(crate) enum Method { $($($variant,)+)+ }

        impl Method {
            const ALL: &[(Type, &str, Method)] = &[$($((Type::$class, $name, Method::$variant),)+)+];
        }
    };
}

methods! {
    Object {
        ObjectInit "__init__" ObjectNew "__new__" ObjectRepr "__repr__" ObjectStr "__str__"
        ObjectEq "__eq__" ObjectHash "__hash__" ObjectSetAttr "__setattr__" ObjectGetAttribute "__getattribute__"
    }
    Int { IntBitLength "bit_length" IntBitCount "bit_count" }
    Float { FloatIsInteger "is_integer" }
    Str {
        StrUpper "upper" StrLower "lower" StrStrip "strip" StrLStrip "lstrip" StrRStrip "rstrip"
        StrSplit "split" StrRSplit "rsplit" StrSplitLines "splitlines" StrJoin "join" StrReplace "replace"
        StrStartsWith "startswith" StrEndsWith "endswith" StrFind "find" StrRFind "rfind" StrIndex "index"
        StrRIndex "rindex" StrCaseFold "casefold"
        StrCount "count" StrFormat "format" StrTitle "title" StrCapitalize "capitalize" StrSwapCase "swapcase"
        StrIsDecimal "isdecimal" StrIsNumeric "isnumeric" StrIsIdentifier "isidentifier"
        StrIsTitle "istitle" StrIsAscii "isascii"
        StrIsDigit "isdigit" StrIsAlpha "isalpha" StrIsAlnum "isalnum" StrIsSpace "isspace"
        StrIsUpper "isupper" StrIsLower "islower" StrZFill "zfill" StrLJust "ljust" StrRJust "rjust"
        StrCenter "center" StrPartition "partition" StrRPartition "rpartition"
        StrRemovePrefix "removeprefix" StrRemoveSuffix "removesuffix"
    }
    Range { RangeIndex "index" RangeCount "count" }
    Tuple { TupleIndex "index" TupleCount "count" }
    List {
        ListAppend "append" ListExtend "extend" ListInsert "insert" ListPop "pop" ListRemove "remove"
        ListClear "clear" ListIndex "index" ListCount "count" ListSort "sort" ListReverse "reverse"
        ListCopy "copy"
    }
    Dict {
        DictGet "get" DictSetDefault "setdefault" DictPop "pop" DictPopItem "popitem" DictKeys "keys"
        DictValues "values" DictItems "items" DictUpdate "update" DictClear "clear" DictCopy "copy"
        DictGetItem "__getitem__" DictSetItem "__setitem__" DictDelItem "__delitem__" DictContains "__contains__"
    }
    Counter { CounterMostCommon "most_common" CounterElements "elements" CounterSubtract "subtract"
        CounterUpdate "update" CounterTotal "total" }
    OrderedDict { OrderedMoveToEnd "move_to_end" OrderedPopItem "popitem" }
    Set {
        SetAdd "add" SetDiscard "discard" SetRemove "remove" SetPop "pop" SetClear "clear" SetCopy "copy"
        SetUpdate "update" SetUnion "union" SetIntersection "intersection" SetDifference "difference"
        SetSymmetricDifference "symmetric_difference" SetIsSubset "issubset" SetIsSuperset "issuperset"
        SetIsDisjoint "isdisjoint" SetIntersectionUpdate "intersection_update"
        SetDifferenceUpdate "difference_update"
        SetSymmetricDifferenceUpdate "symmetric_difference_update"
    }
    FrozenSet {
        FrozenCopy "copy" FrozenUnion "union" FrozenIntersection "intersection"
        FrozenDifference "difference" FrozenSymmetricDifference "symmetric_difference" FrozenIsSubset "issubset" FrozenIsSuperset "issuperset"
        FrozenIsDisjoint "isdisjoint"
    }
    Deque {
        DequeAppend "append" DequeAppendLeft "appendleft" DequePop "pop" DequePopLeft "popleft"
        DequeExtend "extend" DequeExtendLeft "extendleft" DequeClear "clear" DequeRotate "rotate"
        DequeCopy "copy" DequeCount "count" DequeRemove "remove" DequeIndex "index"
        DequeReverse "reverse" DequeInsert "insert"
    }
    Generator { GeneratorSend "send" GeneratorNext "__next__" GeneratorClose "close" GeneratorThrow "throw" }
    Iterator { IteratorNext "__next__" }
    Property { PropertyGetter "getter" PropertySetter "setter" PropertyDeleter "deleter" }
    BaseException { ExceptionInit "__init__" ExceptionWithTraceback "with_traceback" ExceptionStr "__str__" }
    Thread {
        ThreadInit "__init__" ThreadStart "start" ThreadJoin "join" ThreadIsAlive "is_alive" ThreadRun "run"
        ThreadGetName "getName" ThreadSetName "setName" ThreadSetDaemon "setDaemon" ThreadIsDaemon "isDaemon"
    }
    Lock {
        LockAcquire "acquire" LockRelease "release" LockLocked "locked" LockEnter "__enter__" LockExit "__exit__"
    }
    RLock { RLockAcquire "acquire" RLockRelease "release" RLockLocked "locked" RLockEnter "__enter__" RLockExit "__exit__" }
    Condition {
        ConditionAcquire "acquire" ConditionRelease "release" ConditionLocked "locked"
        ConditionEnter "__enter__" ConditionExit "__exit__" ConditionWait "wait"
        ConditionWaitFor "wait_for" ConditionNotify "notify" ConditionNotifyAll "notify_all"
        ConditionNotifyAllOld "notifyAll"
    }
    Semaphore {
        SemaphoreAcquire "acquire" SemaphoreRelease "release" SemaphoreEnter "__enter__" SemaphoreExit "__exit__"
    }
    Event { EventSet "set" EventClear "clear" EventIsSet "is_set" EventIsSetOld "isSet" EventWait "wait" }
    Barrier { BarrierWait "wait" BarrierReset "reset" BarrierAbort "abort" }
    Queue {
        QueuePut "put" QueueGet "get" QueuePutNowait "put_nowait" QueueGetNowait "get_nowait"
        QueueQSize "qsize" QueueEmpty "empty" QueueFull "full" QueueTaskDone "task_done" QueueJoin "join"
        QueueShutdown "shutdown"
    }
    SimpleQueue {
        SimplePut "put" SimpleGet "get" SimplePutNowait "put_nowait" SimpleGetNowait "get_nowait"
        SimpleQSize "qsize" SimpleEmpty "empty"
    }
    ThreadPoolExecutor {
        ExecutorSubmit "submit" ExecutorMap "map" ExecutorShutdown "shutdown"
        ExecutorEnter "__enter__" ExecutorExit "__exit__"
    }
    Future {
        FutureResult "result" FutureException "exception" FutureDone "done" FutureRunning "running"
        FutureCancel "cancel" FutureCancelled "cancelled"
    }
}

impl Method {
    /// The method that a version has in a class or in one it is derived from.
    #[must_use]
    pub(crate) fn find_in(version: Version, class: Type, name: &str) -> Option<Method> {
        Method::find(class, name).filter(|method| method.since() <= version)
    }

    /// The first version that has it.
    fn since(self) -> Version {
        match self {
            Method::StrRemovePrefix | Method::StrRemoveSuffix => Version::V3_9,
            Method::CounterTotal | Method::IntBitCount => Version::V3_10,
            Method::QueueShutdown => Version::V3_13,
            Method::RLockLocked | Method::ConditionLocked => Version::V3_14,
            _ => Version::V3_8,
        }
    }

    /// The method of a class or of one it is derived from.
    #[must_use]
    fn find(class: Type, name: &str) -> Option<Method> {
        let mut next = Some(class);
        while let Some(class) = next {
            let found = Method::ALL
                .iter()
                .find(|entry| entry.0 == class && entry.1 == name);
            if let Some(entry) = found {
                return Some(entry.2);
            }
            next = class.base();
        }
        None
    }

    /// CPython has it in Python (`Lib/threading.py`, `Lib/queue.py`, `Lib/concurrent/futures`): another thread
    /// may run when it was entered and has not done its work, and when it has done it and not returned. What
    /// starts a thread or joins one is not among them, because there nobody could tell.
    #[must_use]
    pub(crate) fn is_written_in_python(self) -> bool {
        match self.class() {
            Type::Semaphore
            | Type::Event
            | Type::Barrier
            | Type::Queue
            | Type::ThreadPoolExecutor
            | Type::Future => true,
            // Its `acquire` and `release` are those of its lock.
            Type::Condition => !matches!(self, Method::ConditionAcquire | Method::ConditionRelease),
            Type::Thread => self == Method::ThreadIsAlive,
            _ => false,
        }
    }

    /// The class that defines it.
    #[must_use]
    pub(crate) fn class(self) -> Type {
        Method::ALL[self as usize].0
    }

    /// Its name.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        Method::ALL[self as usize].1
    }
}

/// The value of a built-in name, if programs can use it.
#[must_use]
pub(crate) fn builtin(name: &str) -> Option<Value> {
    match name {
        "NotImplemented" => return Some(Value::NotImplemented),
        "Ellipsis" => return Some(Value::Ellipsis),
        "IOError" | "EnvironmentError" => return Some(Value::Type(Type::OSError)),
        // A module or class that annotates has it.
        "__annotations__" => return Some(Value::Hint(Hint::Annotations)),
        _ => {}
    }
    if let Some(hint) = Hint::find(None, name) {
        return Some(Value::Hint(hint));
    }
    find_function(Home::Builtins, name).or_else(|| {
        Type::ALL
            .iter()
            .find(|class| class.is_builtin_name() && class.name() == name)
            .map(|class| Value::Type(*class))
    })
}

fn find_function(home: Home, name: &str) -> Option<Value> {
    Function::ALL
        .iter()
        .find(|entry| entry.1 == home && entry.2 == name)
        .map(|entry| Value::Function(entry.0))
}

/// Names that CPython has without an import and that programs cannot use here.
pub(crate) const REFUSED_BUILTINS: &[&str] = &[
    "aiter",
    "anext",
    "ascii",
    "bin",
    "breakpoint",
    "compile",
    "copyright",
    "credits",
    "dir",
    "eval",
    "exec",
    "exit",
    "globals",
    "help",
    "hex",
    "id",
    "input",
    "license",
    "locals",
    "oct",
    "open",
    "quit",
    "vars",
    "__import__",
    "BaseExceptionGroup",
    "ExceptionGroup",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EncodingWarning",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "ImportWarning",
    "IndentationError",
    "InterruptedError",
    "IsADirectoryError",
    "ModuleNotFoundError",
    "NotADirectoryError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "PythonFinalizationError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeWarning",
    "StopAsyncIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "TabError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "Warning",
    "__loader__",
    "__spec__",
    "__builtins__",
    "__debug__",
    "__package__",
];

/// What a module has under a name; `None` if programs cannot use it.
#[must_use]
pub(crate) fn module_attribute(module: Module, name: &str) -> Option<Value> {
    let class = |class: Type| (class.name() == name).then_some(Value::Type(class));
    let of = |modules: &[&str]| {
        Type::ALL
            .iter()
            .find(|found| modules.contains(&found.module()) && found.name() == name)
            .map(|found| Value::Type(*found))
    };
    match module {
        Module::Threading => of(&["threading"]).or_else(|| find_function(Home::Threading, name)),
        Module::Queue => of(&["queue", "_queue"]),
        Module::Collections if name == "abc" => Some(Value::Module(Module::Abc)),
        Module::Collections => of(&["collections"]),
        Module::Itertools => of(&["itertools"]),
        Module::Time => find_function(Home::Time, name),
        Module::Sys => find_function(Home::Sys, name),
        Module::Concurrent => (name == "futures").then_some(Value::Module(Module::Futures)),
        Module::Futures => class(Type::CancelledError)
            .or_else(|| class(Type::InvalidStateError))
            .or_else(|| of(&["concurrent.futures"]))
            .or_else(|| find_function(Home::Futures, name))
            .or_else(|| (name == "TimeoutError").then_some(Value::Type(Type::FuturesTimeoutError))),
        Module::Typing => match name {
            "TYPE_CHECKING" => Some(Value::Bool(false)),
            "Text" => Some(Value::Type(Type::Str)),
            name => find_function(Home::Typing, name)
                .or_else(|| Hint::find(Some(module), name).map(Value::Hint)),
        },
        Module::Abc => Hint::find(Some(module), name).map(Value::Hint),
        // The compiler has looked at the names.
        Module::Future => Some(Value::Hint(Hint::Feature)),
    }
}

/// The names that programs can use from a module.
pub(crate) fn names_of(module: Module) -> Vec<&'static str> {
    let functions = Function::ALL.iter().map(|entry| entry.2);
    let classes = Type::ALL.iter().map(|class| class.name());
    let hints = FORMS.iter().map(|form| form.name);
    let mut names: Vec<&str> = functions
        .chain(classes)
        .chain(hints)
        .filter(|name| !name.starts_with('_') && module_attribute(module, name).is_some())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_found_on_the_class_and_on_its_bases() {
        assert_eq!(Method::find(Type::List, "append"), Some(Method::ListAppend));
        assert_eq!(
            Method::find(Type::DefaultDict, "pop"),
            Some(Method::DictPop)
        );
        assert_eq!(
            Method::find(Type::BoundedSemaphore, "release"),
            Some(Method::SemaphoreRelease)
        );
        assert_eq!(Method::find(Type::List, "push"), None);
        for (at, (class, name, method)) in Method::ALL.iter().enumerate() {
            assert_eq!(*method as usize, at);
            assert_eq!((method.class(), method.name()), (*class, *name));
        }
    }

    #[test]
    fn names_are_supported_or_refused_but_never_both() {
        for name in REFUSED_BUILTINS {
            assert_eq!(builtin(name), None, "{name}");
        }
        assert_eq!(builtin("list"), Some(Value::Type(Type::List)));
        assert_eq!(builtin("deque"), None);
        assert_eq!(
            module_attribute(Module::Queue, "Empty"),
            Some(Value::Type(Type::QueueEmpty))
        );
    }
}
