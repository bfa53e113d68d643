//! What built-in operations cost.
//!
//! One instruction can start an operation on a million items, or on a container that holds itself
//! exponentially often. So the items that such an operation looks at are counted: they use up the limit of
//! steps, and one that never seems to end, or that goes too deep, is refused. The count depends on nothing
//! but the program.

use std::cell::Cell;

use crate::bigint::BigInt;

/// The items that one instruction may look at.
const MAX_ITEMS: u64 = 1 << 24;

/// The deepest nesting of containers that is compared, hashed or shown. It has to fit on a stack of 2 MB, and is
/// far below where any CPython raises a `RecursionError`.
const MAX_DEPTH: u32 = 100;

/// The decimal digits above which CPython refuses to turn an integer into text or back
/// (`sys.int_info.default_max_str_digits`; all versions, since the security releases of September 2022).
const MAX_DIGITS: usize = 4300;

/// Items that cost as much as one instruction, about.
pub(super) const ITEMS_OF_A_STEP: u64 = 32;

/// Items that cost as much as the text of a floating-point number, about.
const ITEMS_OF_A_FLOAT: usize = 4096;

/// Why an operation was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    /// It looks at too many items.
    Long,
    /// It goes too deep into containers.
    Deep,
    /// An argument is an integer of more than 64 bits.
    Number,
    /// It compares keys that only the program can compare.
    Asks,
    /// It turns a larger integer into decimal digits, or back, than CPython does.
    Digits,
}

impl Excess {
    /// What to say about it, and what to do.
    pub(super) fn describe(self) -> (&'static str, &'static str) {
        match self {
            Excess::Long => (
                "an operation looks at too many items for the explorer",
                "smaller data show the same bugs",
            ),
            Excess::Deep => (
                "containers nested this deeply are not supported by the explorer",
                "containers may be nested up to a hundred deep",
            ),
            Excess::Number => (
                "a number this large is not supported here by the explorer",
                "use a smaller one",
            ),
            Excess::Asks => (
                "comparing keys with their own `__eq__` is not supported here by the explorer",
                "put them in one by one: `d[key] = value` or `s.add(key)`",
            ),
            Excess::Digits => (
                "the decimal digits of an integer this large are not supported by the explorer",
                "CPython raises a ValueError above 4300 digits; use a smaller number",
            ),
        }
    }
}

/// Counts what an instruction costs. Operations that only read share it, so it is in cells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work {
    items: Cell<u64>,
    depth: Cell<u32>,
    excess: Cell<Option<Excess>>,
}

impl Work {
    /// Counts items. False if the operation has to be given up; what it returns then does not matter.
    #[inline]
    pub(crate) fn spend(&self, items: usize) -> bool {
        let all = self.items.get().saturating_add(items as u64);
        self.items.set(all);
        if all > MAX_ITEMS {
            self.give_up(Excess::Long);
        }
        self.excess.get().is_none()
    }

    /// Counts the bytes of a text: they are read many at a time.
    pub(crate) fn spend_bytes(&self, bytes: usize) -> bool {
        self.spend(bytes / 8)
    }

    /// Counts an operation on large integers that takes as long as multiplying them digit by digit.
    pub(crate) fn spend_product(&self, a: &BigInt, b: &BigInt) -> bool {
        let words = |number: &BigInt| number.bit_length() / 64 + 1;
        self.spend((words(a) * words(b) / 4) as usize)
    }

    /// Counts a conversion of a floating-point number to text or back: divisions of large integers.
    pub(crate) fn spend_float(&self) -> bool {
        self.spend(ITEMS_OF_A_FLOAT)
    }

    /// Goes into a container; false if the operation has to be given up, and then [`Work::leave`] is not due.
    pub(crate) fn enter(&self) -> bool {
        if self.depth.get() >= MAX_DEPTH {
            self.give_up(Excess::Deep);
        }
        if !self.spend(1) {
            return false;
        }
        self.depth.set(self.depth.get() + 1);
        true
    }

    /// Looks into a container, if the operation has not to be given up: what is said then does not matter.
    pub(crate) fn inside(&self, look: impl FnOnce() -> bool) -> bool {
        if !self.enter() {
            return false;
        }
        let found = look();
        self.leave();
        found
    }

    /// Leaves a container.
    pub(crate) fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// Gives the operation up because of a number that is too large.
    pub(super) fn refuse_number(&self) {
        self.give_up(Excess::Number);
    }

    /// Gives the operation up if CPython does not convert so many decimal digits.
    pub(crate) fn check_digits(&self, digits: usize) {
        if digits > MAX_DIGITS {
            self.give_up(Excess::Digits);
        }
    }

    /// Gives the operation up; the first reason counts.
    pub(crate) fn give_up(&self, excess: Excess) {
        if self.excess.get().is_none() {
            self.excess.set(Some(excess));
        }
    }

    /// Begins another instruction.
    pub(super) fn begin(&self) {
        self.items.set(0);
        self.depth.set(0);
        self.excess.set(None);
    }

    /// Why the instruction was given up.
    pub(super) fn excess(&self) -> Option<Excess> {
        self.excess.get()
    }

    /// What the last instruction cost beyond itself, in instructions.
    pub(crate) fn steps(&self) -> u64 {
        self.items.get() / ITEMS_OF_A_STEP
    }
}
