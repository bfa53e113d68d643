//! Attributes that CPython's built-in classes have and programs cannot use here.
//!
//! An attribute that no CPython has is an `AttributeError`, which a program may catch; one that
//! only the explorer lacks is refused. The names are what `dir` lists in CPython 3.8 to 3.15,
//! without those that the explorer knows. Of private ones there are those that an instance really has.

use crate::value::Type;

/// True if instances of the class have the attribute in some CPython from 3.8 on.
#[must_use]
pub(crate) fn exists(class: Type, attribute: &str) -> bool {
    let mut next = Some(class);
    while let Some(class) = next {
        if KNOWN.iter().any(|entry| {
            entry.0 == class && entry.1.split_whitespace().any(|name| name == attribute)
        }) {
            return true;
        }
        next = class.base();
    }
    false
}

const KNOWN: &[(Type, &str)] = &[
    (
        Type::Object,
        "__class__ __delattr__ __dict__ __dir__ __doc__ __format__ __ge__ __getstate__ __gt__ \
         __init_subclass__ __le__ __lt__ __module__ __ne__ __reduce__ __reduce_ex__ \
         __sizeof__ __subclasshook__ __weakref__",
    ),
    (
        Type::Type,
        "__abstractmethods__ __annotate__ __annotations__ __base__ __bases__ __basicsize__ \
         __call__ __dictoffset__ __flags__ __get__ __instancecheck__ __itemsize__ __mro__ \
         __or__ __prepare__ __ror__ __subclasscheck__ __subclasses__ __text_signature__ \
         __type_params__ __weakrefoffset__ mro",
    ),
    (
        Type::Int,
        "__abs__ __add__ __and__ __bool__ __ceil__ __divmod__ __float__ __floor__ \
         __floordiv__ __getnewargs__ __index__ __int__ __invert__ __lshift__ __mod__ __mul__ \
         __neg__ __or__ __pos__ __pow__ __radd__ __rand__ __rdivmod__ __rfloordiv__ \
         __rlshift__ __rmod__ __rmul__ __ror__ __round__ __rpow__ __rrshift__ __rshift__ \
         __rsub__ __rtruediv__ __rxor__ __sub__ __truediv__ __trunc__ __xor__ \
         as_integer_ratio bit_count conjugate denominator from_bytes imag is_integer \
         numerator real to_bytes",
    ),
    (
        Type::Float,
        "__abs__ __add__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ \
         __getformat__ __getnewargs__ __int__ __mod__ __mul__ __neg__ __pos__ __pow__ \
         __radd__ __rdivmod__ __rfloordiv__ __rmod__ __rmul__ __round__ __rpow__ __rsub__ \
         __rtruediv__ __set_format__ __setformat__ __sub__ __truediv__ __trunc__ \
         as_integer_ratio conjugate from_number fromhex hex imag real",
    ),
    (
        Type::Str,
        "__add__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__ \
         __rmod__ __rmul__ casefold encode expandtabs format_map isascii isdecimal \
         isidentifier isnumeric isprintable istitle maketrans rindex translate",
    ),
    (
        Type::Tuple,
        "__add__ __class_getitem__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ \
         __mul__ __rmul__",
    ),
    (
        Type::List,
        "__add__ __class_getitem__ __contains__ __delitem__ __getitem__ __iadd__ __imul__ \
         __iter__ __len__ __mul__ __reversed__ __rmul__ __setitem__",
    ),
    (
        Type::Dict,
        "__class_getitem__ __ior__ __iter__ __len__ __or__ __reversed__ __ror__ fromkeys",
    ),
    (
        Type::Set,
        "__and__ __class_getitem__ __contains__ __iand__ __ior__ __isub__ __iter__ __ixor__ \
         __len__ __or__ __rand__ __ror__ __rsub__ __rxor__ __sub__ __xor__ difference_update \
         intersection_update symmetric_difference_update",
    ),
    (
        Type::FrozenSet,
        "__and__ __class_getitem__ __contains__ __iter__ __len__ __or__ __rand__ __ror__ \
         __rsub__ __rxor__ __sub__ __xor__ symmetric_difference",
    ),
    (
        Type::Range,
        "__bool__ __contains__ __getitem__ __iter__ __len__ __reversed__ count index start \
         step stop",
    ),
    (Type::Slice, "__class_getitem__ indices start step stop"),
    (Type::Enumerate, "__class_getitem__ __iter__ __next__"),
    (Type::Zip, "__iter__ __next__ __setstate__"),
    (Type::Map, "__iter__ __next__ __setstate__"),
    (Type::Filter, "__iter__ __next__"),
    (
        Type::Reversed,
        "__iter__ __length_hint__ __next__ __setstate__",
    ),
    (
        Type::Property,
        "__delete__ __get__ __isabstractmethod__ __set__ __set_name__ fdel fget fset",
    ),
    (
        Type::StaticMethod,
        "__annotate__ __annotations__ __call__ __class_getitem__ __func__ __get__ \
         __isabstractmethod__ __wrapped__",
    ),
    (
        Type::ClassMethod,
        "__annotate__ __annotations__ __class_getitem__ __func__ __get__ __isabstractmethod__ \
         __wrapped__",
    ),
    (
        Type::Function,
        "__annotate__ __annotations__ __builtins__ __call__ __closure__ __code__ __defaults__ \
         __get__ __globals__ __kwdefaults__ __type_params__",
    ),
    (
        Type::BuiltinFunction,
        "__call__ __self__ __text_signature__",
    ),
    (Type::BoundMethod, "__call__ __func__ __get__ __self__"),
    (
        Type::Generator,
        "__class_getitem__ __del__ __iter__ gi_code gi_frame gi_running gi_state gi_suspended \
         gi_yieldfrom throw",
    ),
    (Type::Iterator, "__iter__ __length_hint__ __setstate__"),
    (
        Type::DictKeys,
        "__and__ __contains__ __iter__ __len__ __or__ __rand__ __reversed__ __ror__ __rsub__ \
         __rxor__ __sub__ __xor__ isdisjoint mapping",
    ),
    (Type::DictValues, "__iter__ __len__ __reversed__ mapping"),
    (
        Type::DictItems,
        "__and__ __contains__ __iter__ __len__ __or__ __rand__ __reversed__ __ror__ __rsub__ \
         __rxor__ __sub__ __xor__ isdisjoint mapping",
    ),
    (
        Type::Deque,
        "__add__ __bool__ __class_getitem__ __contains__ __copy__ __delitem__ __getitem__ \
         __iadd__ __imul__ __iter__ __len__ __mul__ __reversed__ __rmul__ __setitem__",
    ),
    (Type::DefaultDict, "__copy__ __missing__"),
    (
        Type::Counter,
        "__add__ __and__ __firstlineno__ __iadd__ __iand__ __isub__ __ixor__ __missing__ \
         __neg__ __pos__ __static_attributes__ __sub__ __xor__",
    ),
    (Type::Count, "__iter__ __next__"),
    (Type::Cycle, "__iter__ __next__ __setstate__"),
    (
        Type::Chain,
        "__class_getitem__ __iter__ __next__ __setstate__ from_iterable",
    ),
    (Type::ISlice, "__iter__ __next__ __setstate__"),
    (Type::Repeat, "__iter__ __length_hint__ __next__"),
    (
        Type::Thread,
        "__firstlineno__ __static_attributes__ _after_fork _bootstrap _bootstrap_inner _context \
         _daemonic _delete _exc_info _handle _ident _initialized _invoke_excepthook _is_stopped \
         _name _native_id _os_thread_handle _reset_internal_locks _set_ident _set_native_id \
         _set_os_name _set_tstate_lock _started _stderr _stop _tstate_lock \
         _wait_for_tstate_lock daemon ident isAlive name native_id",
    ),
    (
        Type::Lock,
        "_at_fork_reinit acquire_lock locked_lock release_lock",
    ),
    (
        Type::RLock,
        "_acquire_restore _at_fork_reinit _is_owned _recursion_count _release_save",
    ),
    (
        Type::Condition,
        "__firstlineno__ __static_attributes__ _acquire_restore _at_fork_reinit _is_owned _lock \
         _release_save _waiters",
    ),
    (
        Type::Semaphore,
        "__firstlineno__ __static_attributes__ _cond _initial_value _value",
    ),
    (
        Type::Event,
        "__firstlineno__ __static_attributes__ _at_fork_reinit _cond _flag \
         _reset_internal_locks",
    ),
    (
        Type::Barrier,
        "__firstlineno__ __static_attributes__ _action _break _cond _count _enter _exit _parties \
         _release _state _timeout _wait broken n_waiting parties",
    ),
    (
        Type::Queue,
        "__class_getitem__ __firstlineno__ __static_attributes__ _get _init _put _qsize \
         all_tasks_done is_shutdown maxsize mutex not_empty not_full queue unfinished_tasks",
    ),
    (Type::SimpleQueue, "__class_getitem__"),
    (
        Type::ThreadPoolExecutor,
        "BROKEN __firstlineno__ __static_attributes__ _adjust_thread_count _broken _counter \
         _create_worker_context _idle_semaphore _initargs _initializer _initializer_failed \
         _max_workers _resolve_work_item_task _shutdown _shutdown_lock _thread_name_prefix \
         _threads _work_queue prepare_context",
    ),
    (
        Type::Future,
        "__class_getitem__ __firstlineno__ __static_attributes__ _condition _done_callbacks \
         _exception _get_snapshot _invoke_callbacks _result _state _waiters add_done_callback \
         set_exception set_result set_running_or_notify_cancel",
    ),
    (
        Type::BaseException,
        "__context__ __setstate__ __suppress_context__ __traceback__ add_note",
    ),
    (
        Type::OSError,
        "characters_written errno filename filename2 strerror",
    ),
    (Type::NameError, "name"),
    (Type::AttributeError, "name obj"),
    (Type::ImportError, "msg name name_from path"),
    (Type::SystemExit, "code"),
];
