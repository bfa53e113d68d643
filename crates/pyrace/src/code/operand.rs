//! The operators that a numeric operand stands for.

macro_rules! operand {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $value:literal $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u32)]
        pub enum $name {
            $($(#[$doc])* $variant = $value,)+
        }

        impl $name {
            /// Decodes the operand of an instruction.
            #[must_use]
            pub const fn from_arg(arg: u32) -> Option<$name> {
                match arg {
                    $($value => Some($name::$variant),)+
                    _ => None,
                }
            }

            /// The text that `dis` prints.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }
        }
    };
}

operand! {
    /// The comparisons of `COMPARE_OP`. Those from [`Compare::In`] on occur in 3.8 only.
    Compare {
        /// `a < b`
        Lt = 0 "<",
        /// `a <= b`
        Le = 1 "<=",
        /// `a == b`
        Eq = 2 "==",
        /// `a != b`
        Ne = 3 "!=",
        /// `a > b`
        Gt = 4 ">",
        /// `a >= b`
        Ge = 5 ">=",
        /// `a in b`
        In = 6 "in",
        /// `a not in b`
        NotIn = 7 "not in",
        /// `a is b`
        Is = 8 "is",
        /// `a is not b`
        IsNot = 9 "is not",
        /// An `except` clause for the classes `b` catches an exception of class `a`.
        ExceptionMatch = 10 "exception match",
    }
}

operand! {
    /// The operators of `BINARY_OP`, numbered as in `Include/opcode.h`.
    Binary {
        /// `a + b`
        Add = 0 "+",
        /// `a & b`
        And = 1 "&",
        /// `a // b`
        FloorDivide = 2 "//",
        /// `a << b`
        Lshift = 3 "<<",
        /// `a @ b`
        MatrixMultiply = 4 "@",
        /// `a * b`
        Multiply = 5 "*",
        /// `a % b`
        Remainder = 6 "%",
        /// `a | b`
        Or = 7 "|",
        /// `a ** b`
        Power = 8 "**",
        /// `a >> b`
        Rshift = 9 ">>",
        /// `a - b`
        Subtract = 10 "-",
        /// `a / b`
        TrueDivide = 11 "/",
        /// `a ^ b`
        Xor = 12 "^",
        /// `a += b`
        InplaceAdd = 13 "+=",
        /// `a &= b`
        InplaceAnd = 14 "&=",
        /// `a //= b`
        InplaceFloorDivide = 15 "//=",
        /// `a <<= b`
        InplaceLshift = 16 "<<=",
        /// `a @= b`
        InplaceMatrixMultiply = 17 "@=",
        /// `a *= b`
        InplaceMultiply = 18 "*=",
        /// `a %= b`
        InplaceRemainder = 19 "%=",
        /// `a |= b`
        InplaceOr = 20 "|=",
        /// `a **= b`
        InplacePower = 21 "**=",
        /// `a >>= b`
        InplaceRshift = 22 ">>=",
        /// `a -= b`
        InplaceSubtract = 23 "-=",
        /// `a /= b`
        InplaceTrueDivide = 24 "/=",
        /// `a ^= b`
        InplaceXor = 25 "^=",
        /// `a[b]` (3.14 and later)
        Subscript = 26 "[]",
    }
}

operand! {
    /// The constants of `LOAD_COMMON_CONSTANT`; those from [`Common::List`] on occur in 3.15 only.
    Common {
        /// The built-in exception, whatever the name is bound to.
        AssertionError = 0 "AssertionError",
        /// The built-in exception.
        NotImplementedError = 1 "NotImplementedError",
        /// The built-in class.
        Tuple = 2 "tuple",
        /// The built-in function.
        All = 3 "all",
        /// The built-in function.
        Any = 4 "any",
        /// The built-in class.
        List = 5 "list",
        /// The built-in class.
        Set = 6 "set",
        /// `None`
        None = 7 "None",
        /// The empty string.
        EmptyStr = 8 "''",
        /// `True`
        True = 9 "True",
        /// `False`
        False = 10 "False",
        /// `-1`
        MinusOne = 11 "-1",
    }
}

operand! {
    /// The methods of `LOAD_SPECIAL`.
    Special {
        /// `__enter__`
        Enter = 0 "__enter__",
        /// `__exit__`
        Exit = 1 "__exit__",
    }
}
