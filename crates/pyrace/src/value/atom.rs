//! Strings and large integers, each stored once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::hash::hash_string;
use crate::bigint::BigInt;
use crate::code::Version;
use crate::sorted::SortedMap;

/// A string or a large integer, by its number. Equal ones have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Atom(pub(crate) u32);

/// A hash of texts, eight bytes at a time: they may be long, and need no protection against chosen collisions beyond
/// the step limit.
#[derive(Clone, Copy, Default)]
struct Words(u64);

impl Words {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.add(u64::from(*byte));
        }
    }

    fn finish(&self) -> u64 {
        // The upper bits of a product are the better mixed ones, and a table looks at the lower ones.
        self.0.rotate_left(26)
    }
}

/// The strings and large integers that a machine has seen.
#[derive(Clone, Debug)]
pub(crate) struct Atoms {
    strings: Vec<Box<str>>,
    pub(super) hashes: Vec<i64>,
    hash_rounds: u32,
    by_string: HashMap<Box<str>, Atom, BuildHasherDefault<Words>>,
    integers: Vec<BigInt>,
    by_integer: SortedMap<BigInt, Atom>,
    bytes: u64,
}

/// What an atom takes beside its text or its digits, which are kept twice, in bytes: about, measured with
/// millions of short texts.
const OVERHEAD: u64 = 128;

macro_rules! names {
    ($($constant:ident = $text:literal,)+) => {
        /// Names that the machine itself looks up.
        #[allow(missing_docs, reason = "each constant is the text it stands for")]
        pub(crate) mod name {
            use super::Atom;

            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "a counter of the list")]
            enum Number { $($constant,)+ }

            $(pub(crate) const $constant: Atom = Atom(Number::$constant as u32);)+
        }

        const NAMES: &[&str] = &[$($text,)+];
    };
}

names! {
    EMPTY = "",
    INIT = "__init__", NEW = "__new__", CALL = "__call__", REPR = "__repr__", STR = "__str__",
    FORMAT = "__format__", BOOL = "__bool__", LEN = "__len__", HASH = "__hash__",
    EQ = "__eq__", NE = "__ne__", LT = "__lt__", LE = "__le__", GT = "__gt__", GE = "__ge__",
    GETITEM = "__getitem__", SETITEM = "__setitem__", DELITEM = "__delitem__",
    CONTAINS = "__contains__", ITER = "__iter__", NEXT = "__next__", ENTER = "__enter__",
    EXIT = "__exit__", GETATTR = "__getattr__", SETATTR = "__setattr__", DELATTR = "__delattr__",
    GETATTRIBUTE = "__getattribute__", DEL = "__del__", SLOTS = "__slots__", MISSING = "__missing__",
    NAME = "__name__", QUALNAME = "__qualname__", MODULE = "__module__",
    CLASS = "__class__", DICT = "__dict__", CLASSCELL = "__classcell__",
    FIRSTLINENO = "__firstlineno__", STATIC_ATTRIBUTES = "__static_attributes__",
    CLASSDICTCELL = "__classdictcell__", ANNOTATE_FUNC = "__annotate_func__",
    MAIN = "__main__", CAUSE = "__cause__", ARGS = "args", RUN = "run",
    TARGET = "target", KWARGS = "kwargs", DAEMON = "daemon", NAME_PLAIN = "name", GROUP = "group",
    BLOCKING = "blocking", TIMEOUT = "timeout", BLOCK = "block", MAXSIZE = "maxsize", MAXLEN = "maxlen",
    LOCK = "lock", VALUE_PLAIN = "value", N = "n", PREDICATE = "predicate", PARTIES = "parties",
    ACTION = "action", MAX_WORKERS = "max_workers", THREAD_NAME_PREFIX = "thread_name_prefix",
    INITIALIZER = "initializer", INITARGS = "initargs", WAIT = "wait", CANCEL_FUTURES = "cancel_futures",
    CHUNKSIZE = "chunksize", IMMEDIATE = "immediate", ITEM = "item", KEY = "key", REVERSE = "reverse",
    DEFAULT = "default", START_PLAIN = "start", STEP = "step", SEP = "sep", END = "end", FLUSH = "flush", ITERABLE = "iterable", OBJECT = "object", MAXSPLIT = "maxsplit", KEEPENDS = "keepends",
    DEFAULT_FACTORY = "default_factory", FS = "fs", LAST = "last", BASE = "base", NDIGITS = "ndigits",
    ADD = "__add__", RADD = "__radd__", IADD = "__iadd__", SUB = "__sub__", RSUB = "__rsub__",
    ISUB = "__isub__", MUL = "__mul__", RMUL = "__rmul__", IMUL = "__imul__", TRUEDIV = "__truediv__",
    RTRUEDIV = "__rtruediv__", ITRUEDIV = "__itruediv__", FLOORDIV = "__floordiv__",
    RFLOORDIV = "__rfloordiv__", IFLOORDIV = "__ifloordiv__", MOD = "__mod__", RMOD = "__rmod__",
    IMOD = "__imod__", POW = "__pow__", RPOW = "__rpow__", IPOW = "__ipow__", LSHIFT = "__lshift__",
    RLSHIFT = "__rlshift__", ILSHIFT = "__ilshift__", RSHIFT = "__rshift__", RRSHIFT = "__rrshift__",
    IRSHIFT = "__irshift__", AND = "__and__", RAND = "__rand__", IAND = "__iand__", OR = "__or__",
    ROR = "__ror__", IOR = "__ior__", XOR = "__xor__", RXOR = "__rxor__", IXOR = "__ixor__",
    MATMUL = "__matmul__", RMATMUL = "__rmatmul__", IMATMUL = "__imatmul__",
    NEG = "__neg__", POS = "__pos__", INVERT = "__invert__", ABS = "__abs__", INT = "__int__", FLOAT = "__float__", INDEX = "__index__",
}

impl Atoms {
    /// The names of the machine and nothing else. Strings hash as in the given version of CPython.
    #[must_use]
    pub(crate) fn new(version: Version) -> Atoms {
        let mut atoms = Atoms {
            strings: Vec::new(),
            hashes: Vec::new(),
            hash_rounds: if version < Version::V3_11 { 2 } else { 1 },
            by_string: HashMap::default(),
            integers: Vec::new(),
            by_integer: SortedMap::new(),
            bytes: 0,
        };
        for text in NAMES {
            atoms.string(text);
        }
        atoms
    }

    /// The atom of a string.
    pub(crate) fn string(&mut self, text: &str) -> Atom {
        if let Some(atom) = self.by_string.get(text) {
            return *atom;
        }
        let atom = Atom(self.strings.len() as u32);
        self.bytes += 2 * text.len() as u64 + OVERHEAD;
        self.strings.push(text.into());
        self.hashes.push(hash_string(text, self.hash_rounds));
        self.by_string.insert(text.into(), atom);
        atom
    }

    /// How much memory they take, about, in bytes.
    #[must_use]
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The text of a string.
    #[must_use]
    pub(crate) fn text(&self, atom: Atom) -> &str {
        &self.strings[atom.0 as usize]
    }

    /// The atom of a large integer.
    pub(crate) fn integer(&mut self, value: BigInt) -> Atom {
        if let Some(atom) = self.by_integer.get(&value) {
            return *atom;
        }
        let atom = Atom(self.integers.len() as u32);
        self.bytes += 2 * (value.bit_length() / 8) + OVERHEAD;
        self.integers.push(value.clone());
        self.by_integer.insert(value, atom);
        atom
    }

    /// The value of a large integer.
    #[must_use]
    pub(crate) fn big(&self, atom: Atom) -> &BigInt {
        &self.integers[atom.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_the_numbers_of_their_texts() {
        let mut atoms = Atoms::new(Version::V3_12);
        assert_eq!(atoms.string("__init__"), name::INIT);
        assert_eq!(atoms.string("timeout"), name::TIMEOUT);
        assert_eq!(atoms.text(name::GETITEM), "__getitem__");
        assert_eq!(atoms.strings.len(), NAMES.len(), "no name is listed twice");
    }

    #[test]
    fn equal_values_have_equal_atoms() {
        let mut atoms = Atoms::new(Version::V3_12);
        let first = atoms.string("balance");
        assert_eq!(atoms.string("balance"), first);
        let big = BigInt::from(7).pow(40);
        let atom = atoms.integer(big.clone());
        assert_eq!(atoms.integer(big.clone()), atom);
        assert_eq!(atoms.big(atom), &big);
    }
}
