//! What a Python variable can hold.
//!
//! A [`Value`] is a small copy: numbers and names of things. Whatever has identity or can change is an
//! [`Object`] on the heap of a state. Strings and large integers never change, so they live once, in
//! the [`Atoms`] of the machine, and every state refers to them.

mod atom;
mod dict;
mod hash;
mod hint;
mod object;
mod positions;
mod set;
mod types;

pub(crate) use atom::{Atom, Atoms, name};
pub(crate) use dict::Dict;
pub(crate) use hash::hash_atomic;
pub(crate) use hash::{hash_frozenset, hash_tuple};
pub(crate) use hint::{FORMS, Hint, Kind, Takes};
pub(crate) use object::{
    Attrs, BarrierState, FutureState, Iter, Iteration, Object, QueueKind, QueueState, ThreadObject,
};
pub(crate) use set::Set;
pub(crate) use types::{Module, Type};

use crate::code::CodeId;
use crate::library::{Function, Method};

/// The place of an object on the heap of a state, or among the constants of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId(u32);

impl ObjectId {
    const CONSTANT: u32 = 1 << 31;

    /// An object of a state.
    pub(crate) fn heap(index: usize) -> ObjectId {
        ObjectId(index as u32)
    }

    /// A constant, the same in every state.
    pub(crate) fn constant(index: usize) -> ObjectId {
        ObjectId(index as u32 | ObjectId::CONSTANT)
    }

    /// True for constants.
    pub(crate) fn is_constant(self) -> bool {
        self.0 & ObjectId::CONSTANT != 0
    }

    /// The index on its heap.
    pub(crate) fn index(self) -> usize {
        (self.0 & !ObjectId::CONSTANT) as usize
    }
}

/// A Python value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Value {
    /// No value: an unbound name, or CPython's `NULL` on the stack.
    #[default]
    Null,
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `NotImplemented`
    NotImplemented,
    /// `True` or `False`
    Bool(bool),
    /// An integer of at most 64 bits.
    Int(i64),
    /// An integer of more than 64 bits.
    Big(Atom),
    /// A floating-point number, as its bits.
    Float(u64),
    /// A string.
    Str(Atom),
    /// The code of a function, on its way to `MAKE_FUNCTION`.
    Code(CodeId),
    /// A position in the code: what CPython 3.8 pushes for `finally`.
    Address(u32),
    /// A built-in class.
    Type(Type),
    /// A built-in function.
    Function(Function),
    /// A method of a built-in class, not bound to an object.
    Method(Method),
    /// A module.
    Module(Module),
    /// What only type hints are made of.
    Hint(Hint),
    /// Anything with identity.
    Object(ObjectId),
}

impl Value {
    /// A floating-point number.
    pub(crate) fn float(value: f64) -> Value {
        Value::Float(value.to_bits())
    }

    /// The object, if it is one.
    pub(crate) fn object(self) -> Option<ObjectId> {
        match self {
            Value::Object(id) => Some(id),
            _ => None,
        }
    }
}
