//! The operations of CPython 3.8 to 3.15 that compiled programs use, with their stack effects.
//!
//! The notation is the one of `InternalDocs`: `.., a, b -> .., c` means that `b` is on top of the
//! stack, that both are popped and that `c` is pushed. `arg`, `flag` and `target` are the fields of
//! [`Instr`](super::Instr); they mean the same in every version, whatever the version packs into
//! its raw operand. Sources: `Python/ceval.c` at v3.8.18, v3.9.18, v3.10.13 and v3.11.7, and
//! `Python/bytecodes.c` at v3.12.1, v3.13.0, v3.14.7 and v3.15.0rc1.
//!
//! `NULL` is a stack entry that is no object: the machine needs a marker for it.
//!
//! # Exceptions
//!
//! Up to 3.10 a frame has a *block stack*. [`Op::SetupFinally`] and [`Op::SetupWith`] push a block
//! with the handler and the height of the stack; an exception pops blocks until one is a handler
//! block, cuts the stack to its height, pushes an *except-handler* block, then pushes the six
//! values `old_tb, old_value, old_type, tb, value, type` and goes on at the handler. "old" is what
//! the thread was handling before; `exc, exc, exc` below stands for `tb, value, type`.
//!
//! From 3.11 on the [exception table](super::CodeObject::exception_table) names the handler of an
//! instruction, the depth to which the stack is cut, and whether the position of the failing
//! instruction (`lasti`) is pushed; then the exception itself is pushed and the handler starts,
//! normally with [`Op::PushExcInfo`].

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// An operation, named as `dis` names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Op {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Op {
            /// Every operation, in the order of this list.
            pub const ALL: &[Op] = &[$(Op::$variant,)+];

            /// The name that `dis` prints, for example `LOAD_FAST`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Op::$variant => $name,)+
                }
            }
        }
    };
}

operations! {
    // Stack.

    /// `.., a -> ..`
    PopTop = "POP_TOP";
    /// `.., a, b -> .., b, a` (to 3.10)
    RotTwo = "ROT_TWO";
    /// `.., a, b, c -> .., c, a, b` (to 3.10)
    RotThree = "ROT_THREE";
    /// `.., a, b, c, d -> .., d, a, b, c` (to 3.10)
    RotFour = "ROT_FOUR";
    /// The top goes under the `arg - 1` entries below it (3.10).
    RotN = "ROT_N";
    /// `.., a -> .., a, a` (to 3.10)
    DupTop = "DUP_TOP";
    /// `.., a, b -> .., a, b, a, b` (to 3.10)
    DupTopTwo = "DUP_TOP_TWO";
    /// Pushes the entry at depth `arg`, 1 being the top (3.11).
    Copy = "COPY";
    /// Exchanges the top with the entry at depth `arg`, 1 being the top (3.11).
    Swap = "SWAP";
    /// `.. -> .., NULL` (3.11)
    PushNull = "PUSH_NULL";
    /// Does nothing.
    Nop = "NOP";
    /// Does nothing: the branch of the conditional jump before it was not taken (3.14).
    NotTaken = "NOT_TAKEN";

    // Arithmetic, comparison, truth.

    /// `.., a -> .., +a` (to 3.11; later `CALL_INTRINSIC_1 5`)
    UnaryPositive = "UNARY_POSITIVE";
    /// `.., a -> .., -a`
    UnaryNegative = "UNARY_NEGATIVE";
    /// `.., a -> .., not a`; from 3.13 on `a` is always a bool
    UnaryNot = "UNARY_NOT";
    /// `.., a -> .., ~a`
    UnaryInvert = "UNARY_INVERT";
    /// `.., a -> .., bool(a)` (3.13)
    ToBool = "TO_BOOL";
    /// `.., a -> .., f(a)`; `arg` is the function: 5 unary plus, 6 tuple from a list, 3 turns a
    /// `StopIteration` that leaves a generator into a `RuntimeError` (3.12)
    CallIntrinsic1 = "CALL_INTRINSIC_1";
    /// `.., a, b -> .., a + b` (to 3.10, like the other `BINARY_` operations of arithmetic)
    BinaryAdd = "BINARY_ADD";
    /// `.., a, b -> .., a - b`
    BinarySubtract = "BINARY_SUBTRACT";
    /// `.., a, b -> .., a * b`
    BinaryMultiply = "BINARY_MULTIPLY";
    /// `.., a, b -> .., a / b`
    BinaryTrueDivide = "BINARY_TRUE_DIVIDE";
    /// `.., a, b -> .., a // b`
    BinaryFloorDivide = "BINARY_FLOOR_DIVIDE";
    /// `.., a, b -> .., a % b`
    BinaryModulo = "BINARY_MODULO";
    /// `.., a, b -> .., a ** b`
    BinaryPower = "BINARY_POWER";
    /// `.., a, b -> .., a @ b`
    BinaryMatrixMultiply = "BINARY_MATRIX_MULTIPLY";
    /// `.., a, b -> .., a << b`
    BinaryLshift = "BINARY_LSHIFT";
    /// `.., a, b -> .., a >> b`
    BinaryRshift = "BINARY_RSHIFT";
    /// `.., a, b -> .., a & b`
    BinaryAnd = "BINARY_AND";
    /// `.., a, b -> .., a ^ b`
    BinaryXor = "BINARY_XOR";
    /// `.., a, b -> .., a | b`
    BinaryOr = "BINARY_OR";
    /// `.., a, b -> .., a += b` (to 3.10, like the other `INPLACE_` operations)
    InplaceAdd = "INPLACE_ADD";
    /// `.., a, b -> .., a -= b`
    InplaceSubtract = "INPLACE_SUBTRACT";
    /// `.., a, b -> .., a *= b`
    InplaceMultiply = "INPLACE_MULTIPLY";
    /// `.., a, b -> .., a /= b`
    InplaceTrueDivide = "INPLACE_TRUE_DIVIDE";
    /// `.., a, b -> .., a //= b`
    InplaceFloorDivide = "INPLACE_FLOOR_DIVIDE";
    /// `.., a, b -> .., a %= b`
    InplaceModulo = "INPLACE_MODULO";
    /// `.., a, b -> .., a **= b`
    InplacePower = "INPLACE_POWER";
    /// `.., a, b -> .., a @= b`
    InplaceMatrixMultiply = "INPLACE_MATRIX_MULTIPLY";
    /// `.., a, b -> .., a <<= b`
    InplaceLshift = "INPLACE_LSHIFT";
    /// `.., a, b -> .., a >>= b`
    InplaceRshift = "INPLACE_RSHIFT";
    /// `.., a, b -> .., a &= b`
    InplaceAnd = "INPLACE_AND";
    /// `.., a, b -> .., a ^= b`
    InplaceXor = "INPLACE_XOR";
    /// `.., a, b -> .., a |= b`
    InplaceOr = "INPLACE_OR";
    /// `.., a, b -> .., a op b`; [`Binary::from_arg`](super::Binary::from_arg) decodes `arg`,
    /// subscription included (3.11; subscription from 3.14)
    BinaryOp = "BINARY_OP";
    /// `.., a, b -> .., a cmp b`; [`Compare::from_arg`](super::Compare::from_arg) decodes `arg`.
    /// With `flag` the result is turned into a bool (3.13). Only 3.8 uses it for `in`, `is` and for
    /// matching an exception.
    CompareOp = "COMPARE_OP";
    /// `.., a, b -> .., a in b`, inverted with `flag` (3.9)
    ContainsOp = "CONTAINS_OP";
    /// `.., a, b -> .., a is b`, inverted with `flag` (3.9)
    IsOp = "IS_OP";

    // Items and attributes. The order of the operands is CPython's.

    /// `.., object, key -> .., object[key]` (to 3.13; later `BINARY_OP 26`)
    BinarySubscr = "BINARY_SUBSCR";
    /// `.., value, object, key -> ..` and `object[key] = value`
    StoreSubscr = "STORE_SUBSCR";
    /// `.., object, key -> ..` and `del object[key]`
    DeleteSubscr = "DELETE_SUBSCR";
    /// `.., object, start, stop -> .., object[start:stop]` (3.12)
    BinarySlice = "BINARY_SLICE";
    /// `.., value, object, start, stop -> ..` and `object[start:stop] = value` (3.12)
    StoreSlice = "STORE_SLICE";
    /// `.., object -> .., object.names[arg]`. With `flag` (3.12) it is the method form: pushes
    /// `function, object` if the attribute is a plain method of the class, otherwise the attribute
    /// and a `NULL` (3.12: `NULL, attribute`; 3.13: `attribute, NULL`).
    LoadAttr = "LOAD_ATTR";
    /// `.., object -> .., function, object` or `.., NULL, attribute` (to 3.11)
    LoadMethod = "LOAD_METHOD";
    /// `.., value, object -> ..` and `object.names[arg] = value`
    StoreAttr = "STORE_ATTR";
    /// `.., object -> ..` and `del object.names[arg]`
    DeleteAttr = "DELETE_ATTR";
    /// `.., super, class, self -> .., super(class, self).names[arg]`, method form with `flag` as in
    /// [`Op::LoadAttr`]; `super` itself is called if it is not the built-in (3.12)
    LoadSuperAttr = "LOAD_SUPER_ATTR";
    /// `.., object -> .., function, object` or `.., attribute, NULL`, looked up on the class;
    /// [`Special::from_arg`](super::Special::from_arg) decodes `arg` (3.14)
    LoadSpecial = "LOAD_SPECIAL";

    // Constants and names.

    /// `.. -> .., consts[arg]`
    LoadConst = "LOAD_CONST";
    /// `.. -> .., arg` (3.14)
    LoadSmallInt = "LOAD_SMALL_INT";
    /// `.. -> .., c`; [`Common::from_arg`](super::Common::from_arg) decodes `arg` (3.14)
    LoadCommonConstant = "LOAD_COMMON_CONSTANT";
    /// `.. -> .., AssertionError`, the built-in whatever the name is bound to (3.9 to 3.13)
    LoadAssertionError = "LOAD_ASSERTION_ERROR";
    /// `.. -> .., value`: the name in the locals, the globals or the built-ins
    LoadName = "LOAD_NAME";
    /// `.., value -> ..`, into the locals (at module level these are the globals)
    StoreName = "STORE_NAME";
    /// Deletes a name of the locals.
    DeleteName = "DELETE_NAME";
    /// `.. -> .., value`; with `flag` a `NULL` as well, before the value in 3.11 and 3.12, after it
    /// from 3.13 on
    LoadGlobal = "LOAD_GLOBAL";
    /// `.., value -> ..`
    StoreGlobal = "STORE_GLOBAL";
    /// Deletes a global.
    DeleteGlobal = "DELETE_GLOBAL";
    /// `.. -> .., slot`; `UnboundLocalError` if it is empty (up to 3.11 the check is real, later the
    /// compiler proved that the slot is full)
    LoadFast = "LOAD_FAST";
    /// As [`Op::LoadFast`] with the check (3.12)
    LoadFastCheck = "LOAD_FAST_CHECK";
    /// `.. -> .., slot or NULL`, and the slot is empty afterwards (3.12)
    LoadFastAndClear = "LOAD_FAST_AND_CLEAR";
    /// As [`Op::LoadFast`], without a reference count (3.14)
    LoadFastBorrow = "LOAD_FAST_BORROW";
    /// `.. -> .., slot arg, slot arg2` (3.13)
    LoadFastLoadFast = "LOAD_FAST_LOAD_FAST";
    /// As [`Op::LoadFastLoadFast`] (3.14)
    LoadFastBorrowLoadFastBorrow = "LOAD_FAST_BORROW_LOAD_FAST_BORROW";
    /// `.., value -> ..`; the value may be the `NULL` of [`Op::LoadFastAndClear`]
    StoreFast = "STORE_FAST";
    /// `.., value -> .., slot arg2`: stores into slot `arg`, then loads slot `arg2` (3.13)
    StoreFastLoadFast = "STORE_FAST_LOAD_FAST";
    /// `.., b, a -> ..`: stores the top into slot `arg`, the next into slot `arg2` (3.13)
    StoreFastStoreFast = "STORE_FAST_STORE_FAST";
    /// Empties a slot; `UnboundLocalError` if it is empty already.
    DeleteFast = "DELETE_FAST";
    /// Wraps what is in slot `arg` into a cell (3.11; earlier the call makes the cells).
    MakeCell = "MAKE_CELL";
    /// Copies the function's `arg` closure cells into the last slots (3.11).
    CopyFreeVars = "COPY_FREE_VARS";
    /// `.. -> .., cell`: the cell in slot `arg` itself (3.11, 3.12; earlier the same, later `LOAD_FAST`)
    LoadClosure = "LOAD_CLOSURE";
    /// `.. -> .., content of the cell in slot arg`; `NameError` if it is empty
    LoadDeref = "LOAD_DEREF";
    /// `.., value -> ..`, into the cell in slot `arg`
    StoreDeref = "STORE_DEREF";
    /// Empties the cell in slot `arg`.
    DeleteDeref = "DELETE_DEREF";
    /// `.. -> .., value`: the variable in the class namespace, else in the cell (to 3.11)
    LoadClassDeref = "LOAD_CLASSDEREF";
    /// `.., namespace -> .., value`: looks there, then in the cell of slot `arg` (3.12)
    LoadFromDictOrDeref = "LOAD_FROM_DICT_OR_DEREF";
    /// `.., namespace -> .., value`: looks there, then as a global `names[arg]` (3.12)
    LoadFromDictOrGlobals = "LOAD_FROM_DICT_OR_GLOBALS";
    /// `.. -> .., namespace of the class body` (3.12)
    LoadLocals = "LOAD_LOCALS";

    // Containers.

    /// Pops `arg` values, pushes a tuple.
    BuildTuple = "BUILD_TUPLE";
    /// Pops `arg` values, pushes a list.
    BuildList = "BUILD_LIST";
    /// Pops `arg` values, pushes a set.
    BuildSet = "BUILD_SET";
    /// Pops `arg` pairs `key, value`, pushes a dict.
    BuildMap = "BUILD_MAP";
    /// `.., v1, .., vn, keys -> .., dict`; `keys` is a tuple of `arg` keys (to 3.13)
    BuildConstKeyMap = "BUILD_CONST_KEY_MAP";
    /// Pops `arg` strings, pushes them joined.
    BuildString = "BUILD_STRING";
    /// `.., start, stop -> .., slice`, with `arg` 3 also a step
    BuildSlice = "BUILD_SLICE";
    /// `.., list, .., value -> .., list, ..`; the list is at depth `arg` after the pop
    ListAppend = "LIST_APPEND";
    /// `.., set, .., value -> .., set, ..`; as [`Op::ListAppend`]
    SetAdd = "SET_ADD";
    /// `.., dict, .., key, value -> .., dict, ..`; depth `arg` after both pops
    MapAdd = "MAP_ADD";
    /// `.., list, .., iterable -> .., list, ..`; depth `arg` after the pop (3.9)
    ListExtend = "LIST_EXTEND";
    /// As [`Op::ListExtend`] for a set (3.9)
    SetUpdate = "SET_UPDATE";
    /// `.., dict, .., mapping -> .., dict, ..`; depth `arg` after the pop (3.9)
    DictUpdate = "DICT_UPDATE";
    /// As [`Op::DictUpdate`], a repeated key is a `TypeError`; the callable is at depth
    /// `arg + 2` below the dict (3.9)
    DictMerge = "DICT_MERGE";
    /// `.., list -> .., tuple` (3.9 to 3.11)
    ListToTuple = "LIST_TO_TUPLE";
    /// Pops `arg` iterables, pushes a list of their items (3.8, like the next ones).
    BuildListUnpack = "BUILD_LIST_UNPACK";
    /// Pops `arg` iterables, pushes a tuple of their items.
    BuildTupleUnpack = "BUILD_TUPLE_UNPACK";
    /// As [`Op::BuildTupleUnpack`] for the arguments of a call.
    BuildTupleUnpackWithCall = "BUILD_TUPLE_UNPACK_WITH_CALL";
    /// Pops `arg` iterables, pushes a set.
    BuildSetUnpack = "BUILD_SET_UNPACK";
    /// Pops `arg` mappings, pushes a dict.
    BuildMapUnpack = "BUILD_MAP_UNPACK";
    /// As [`Op::BuildMapUnpack`] for a call: a repeated key is a `TypeError`.
    BuildMapUnpackWithCall = "BUILD_MAP_UNPACK_WITH_CALL";
    /// `.., sequence -> .., vn, .., v1`: `arg` values, the first on top
    UnpackSequence = "UNPACK_SEQUENCE";
    /// `.., sequence -> .., after.., list, before..`: `arg` values before the star and `arg2` after
    /// it, the first on top
    UnpackEx = "UNPACK_EX";

    // Functions, calls, classes.

    /// Makes the dict `__annotations__` of the module or class, unless there is one (to 3.13, and later
    /// where annotations are strings).
    SetupAnnotations = "SETUP_ANNOTATIONS";
    /// `.., closure?, annotations?, keyword defaults?, defaults?, code, name -> .., function`. The bits of
    /// `arg`: 1 defaults, 2 keyword-only defaults (a dict), 4 annotations (a dict, from 3.10 on a tuple
    /// of names and values), 8 closure (a tuple of cells). The name is pushed only up to 3.10. From
    /// 3.13 on `arg` is 0 and only `code` is there.
    MakeFunction = "MAKE_FUNCTION";
    /// `.., value, function -> .., function`; `arg` is one bit of [`Op::MakeFunction`], or 16 for the
    /// function that evaluates the annotations (3.13; that from 3.14 on)
    SetFunctionAttribute = "SET_FUNCTION_ATTRIBUTE";
    /// `.., callable, args.. -> .., result` with `arg` arguments (to 3.10)
    CallFunction = "CALL_FUNCTION";
    /// `.., callable, args.., names -> .., result`; `names` is a tuple for the last arguments (to 3.10)
    CallFunctionKw = "CALL_FUNCTION_KW";
    /// `.., callable, tuple, dict? -> .., result`; the dict is there with `flag`. 3.11 and 3.12 have a
    /// `NULL` below the callable, 3.13 and later above it. From 3.14 on the dict entry is always
    /// there and is `NULL` when there is none (`flag` is set).
    CallFunctionEx = "CALL_FUNCTION_EX";
    /// `.., function, self, args.. -> .., result` or `.., NULL, callable, args.. -> ..` (to 3.10)
    CallMethod = "CALL_METHOD";
    /// Does nothing that a program can see; `arg` is that of the call (3.11).
    Precall = "PRECALL";
    /// `.., callable, self or NULL, args.. -> .., result` (from 3.13) and
    /// `.., function, self, args..` or `.., NULL, callable, args..` (3.11, 3.12). In all of them: if
    /// one of the two is `NULL` the other is called, else the first with the second as first
    /// argument. In 3.11 and 3.12 the names of a [`Op::KwNames`] before it apply.
    Call = "CALL";
    /// The last arguments of the next call have the names in the tuple `consts[arg]` (3.11, 3.12).
    KwNames = "KW_NAMES";
    /// `.., callable, self or NULL, args.., names -> .., result` (3.13)
    CallKw = "CALL_KW";
    /// `.. -> .., __build_class__`
    LoadBuildClass = "LOAD_BUILD_CLASS";
    /// `.., value -> ` and the frame ends
    ReturnValue = "RETURN_VALUE";
    /// The frame ends with `consts[arg]` (3.12, 3.13).
    ReturnConst = "RETURN_CONST";

    // Generators.

    /// Start of a function (`arg` 0) or the point after a `yield` (1): a switch point (3.11).
    Resume = "RESUME";
    /// Pops the `None` that was sent to start a generator (3.10).
    GenStart = "GEN_START";
    /// The call returns a generator that goes on after this instruction; its first resumption pushes
    /// `None` (3.11). Before 3.11 the [generator flag](super::Flags::generator) does the same at the call.
    ReturnGenerator = "RETURN_GENERATOR";
    /// `.., value -> .., sent`: gives `value` out, and on resumption the sent value is pushed
    YieldValue = "YIELD_VALUE";

    // Iteration and jumps.

    /// `.., iterable -> .., iterator`; with `flag` (3.15) `.., iterable -> .., iterator, NULL`: the
    /// second entry is CPython's place for an index and carries nothing here
    GetIter = "GET_ITER";
    /// `.., iterator -> .., iterator, next`. At the end goes to `target`; up to 3.13 the iterator is
    /// popped then, from 3.14 on it stays for the [`Op::PopIter`] at the target. With `flag` (3.15)
    /// `iterator` is the two entries of [`Op::GetIter`].
    ForIter = "FOR_ITER";
    /// Follows the body of a `for` loop (3.12); [`Op::ForIter`] jumps over it, so it never runs.
    EndFor = "END_FOR";
    /// `.., iterator -> ..` (3.14); with `flag` (3.15) `.., iterator, NULL -> ..`
    PopIter = "POP_ITER";
    /// Goes to `target`, which is further on.
    JumpForward = "JUMP_FORWARD";
    /// Goes to `target`, in either direction (to 3.10).
    JumpAbsolute = "JUMP_ABSOLUTE";
    /// Goes back to `target` (3.11).
    JumpBackward = "JUMP_BACKWARD";
    /// As [`Op::JumpBackward`] without a switch point (3.11).
    JumpBackwardNoInterrupt = "JUMP_BACKWARD_NO_INTERRUPT";
    /// `.., a -> ..`, goes to `target` if `a` is true (from 3.13 on `a` is a bool)
    PopJumpIfTrue = "POP_JUMP_IF_TRUE";
    /// `.., a -> ..`, goes to `target` if `a` is false (from 3.13 on `a` is a bool)
    PopJumpIfFalse = "POP_JUMP_IF_FALSE";
    /// `.., a -> ..`, goes to `target` if `a` is `None` (3.12)
    PopJumpIfNone = "POP_JUMP_IF_NONE";
    /// `.., a -> ..`, goes to `target` if `a` is not `None` (3.12)
    PopJumpIfNotNone = "POP_JUMP_IF_NOT_NONE";
    /// As [`Op::PopJumpIfTrue`] (3.11)
    PopJumpForwardIfTrue = "POP_JUMP_FORWARD_IF_TRUE";
    /// As [`Op::PopJumpIfFalse`] (3.11)
    PopJumpForwardIfFalse = "POP_JUMP_FORWARD_IF_FALSE";
    /// As [`Op::PopJumpIfNone`] (3.11)
    PopJumpForwardIfNone = "POP_JUMP_FORWARD_IF_NONE";
    /// As [`Op::PopJumpIfNotNone`] (3.11)
    PopJumpForwardIfNotNone = "POP_JUMP_FORWARD_IF_NOT_NONE";
    /// As [`Op::PopJumpIfTrue`], to a `target` before (3.11)
    PopJumpBackwardIfTrue = "POP_JUMP_BACKWARD_IF_TRUE";
    /// As [`Op::PopJumpIfFalse`], to a `target` before (3.11)
    PopJumpBackwardIfFalse = "POP_JUMP_BACKWARD_IF_FALSE";
    /// As [`Op::PopJumpIfNone`], to a `target` before (3.11)
    PopJumpBackwardIfNone = "POP_JUMP_BACKWARD_IF_NONE";
    /// As [`Op::PopJumpIfNotNone`], to a `target` before (3.11)
    PopJumpBackwardIfNotNone = "POP_JUMP_BACKWARD_IF_NOT_NONE";
    /// Goes to `target` and keeps `a` if it is true, else pops it (to 3.11).
    JumpIfTrueOrPop = "JUMP_IF_TRUE_OR_POP";
    /// Goes to `target` and keeps `a` if it is false, else pops it (to 3.11).
    JumpIfFalseOrPop = "JUMP_IF_FALSE_OR_POP";

    // Exceptions and `with`.

    /// Pushes a handler block for `target` (to 3.10).
    SetupFinally = "SETUP_FINALLY";
    /// `.., manager -> .., __exit__, entered`: looks up `__enter__` then `__exit__` (3.8 to 3.10 look up
    /// in this order), calls `__enter__`, pushes a handler block for `target` below the result (to 3.10)
    SetupWith = "SETUP_WITH";
    /// `.., manager -> .., __exit__, entered` (3.11 to 3.13)
    BeforeWith = "BEFORE_WITH";
    /// Pops a handler block (to 3.10).
    PopBlock = "POP_BLOCK";
    /// `.. -> .., NULL` (3.8): the marker that [`Op::EndFinally`] reads
    BeginFinally = "BEGIN_FINALLY";
    /// `.. -> .., address`: pushes the position of the next instruction, goes to `target` (3.8)
    CallFinally = "CALL_FINALLY";
    /// Ends a `finally` body (3.8): `.., NULL -> ..` goes on; `.., address -> ..` goes to the address;
    /// `.., exc, exc, exc -> ..` raises the exception again
    EndFinally = "END_FINALLY";
    /// Drops the state of a `finally` body that is left early (3.8). With `flag` the top is a return
    /// value that is kept. Below it: `NULL` or an address is popped; otherwise six entries and the
    /// except-handler block are popped and the handled exception is restored.
    PopFinally = "POP_FINALLY";
    /// 3.8 to 3.10: pops the except-handler block and the three old entries, and restores the handled
    /// exception: `.., old, old, old -> ..`. From 3.11 on `.., old -> ..`.
    PopExcept = "POP_EXCEPT";
    /// `.., exc -> .., old, exc`: `exc` is now the handled exception (3.11)
    PushExcInfo = "PUSH_EXC_INFO";
    /// `arg` 0: raises the handled exception again; 1: `.., exc -> ..`; 2: `.., exc, cause -> ..`
    RaiseVarargs = "RAISE_VARARGS";
    /// 3.9, 3.10: `.., exc, exc, exc -> ..` and raises it again. From 3.11 on: `.., exc -> ..`; with a
    /// non-zero `arg` the entry `lasti` at that depth below the exception says where the exception
    /// came from (it stays on the stack).
    Reraise = "RERAISE";
    /// `.., exc_type, match -> ..`, goes to `target` if it does not match (3.9, 3.10)
    JumpIfNotExcMatch = "JUMP_IF_NOT_EXC_MATCH";
    /// `.., exc, match -> .., exc, bool` (3.11)
    CheckExcMatch = "CHECK_EXC_MATCH";
    /// 3.8: the top is what [`Op::EndFinally`] reads (`NULL`, an address or an exception), `__exit__` is
    /// below it (below the six entries for an exception). Calls `__exit__` with three `None` or the
    /// exception, removes it, and pushes the exception type (or `None`) and the result.
    WithCleanupStart = "WITH_CLEANUP_START";
    /// 3.8: pops the two entries of [`Op::WithCleanupStart`]; if an exception was passed and the result is
    /// true, the exception is dropped with its handler block and a `NULL` is pushed instead.
    WithCleanupFinish = "WITH_CLEANUP_FINISH";
    /// Calls `__exit__` with the exception and pushes the result. 3.9, 3.10:
    /// `.., __exit__, old x3, exc x3 -> same, result`. 3.11 to 3.13:
    /// `.., __exit__, lasti, old, exc -> same, result`. From 3.14 on:
    /// `.., __exit__, self or NULL, lasti, old, exc -> same, result`.
    WithExceptStart = "WITH_EXCEPT_START";

    // Strings and imports.

    /// `.., value, spec? -> .., string`; `arg` bits 0 and 1: 0 none, 1 `!s`, 2 `!r`, 3 `!a`; `flag`: a format
    /// specification is on the stack (to 3.12)
    FormatValue = "FORMAT_VALUE";
    /// `.., value -> .., string`; `arg` 1 `str`, 2 `repr`, 3 `ascii` (3.13)
    ConvertValue = "CONVERT_VALUE";
    /// `.., value -> .., string` (3.13)
    FormatSimple = "FORMAT_SIMPLE";
    /// `.., value, spec -> .., string` (3.13)
    FormatWithSpec = "FORMAT_WITH_SPEC";
    /// `.., level, fromlist -> .., module`, the module is `names[arg]`
    ImportName = "IMPORT_NAME";
    /// `.., module -> .., module, attribute`, the attribute is `names[arg]`
    ImportFrom = "IMPORT_FROM";
}
