//! What stands in type hints and is nothing that a program computes with.
//!
//! Up to 3.13 annotations are evaluated, and aliases such as `Task = Callable[[], None]` are in every
//! version. So the names of `typing` and `collections.abc`, classes with parameters and unions of
//! classes have a value here. It can be stored, passed on and be part of another hint; whatever else
//! is done with it is refused.

use super::{Module, Type};
use crate::code::Version;

/// A value that only type hints are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A name, by its place in [`FORMS`].
    Form(u8),
    /// A name with parameters: `Optional[int]`.
    Given(u8),
    /// A class with parameters: `list[int]`. A call makes an instance of the class.
    Alias(Type),
    /// A union of classes: `int | None`.
    Union,
    /// A `TypeVar`.
    Variable,
    /// The dict `__annotations__`, which nobody reads here.
    Annotations,
    /// What `from __future__ import …` binds.
    Feature,
}

/// The parameters that a name takes in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// None.
    Nothing,
    /// At least and at most so many types.
    Types(u8, u8),
    /// Types, of which the last of two may be `...`.
    Tuple,
    /// A list of types or `...`, then a type.
    Callable,
    /// A type, then anything.
    Annotated,
    /// Anything.
    Anything,
}

/// The class that CPython gives the name, as far as messages tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A class of the builtins.
    Class,
    /// An abstract class of `collections.abc`.
    Abstract,
    /// A special form of `typing`.
    Special,
    /// A special form of `typing` that is no type without parameters.
    Incomplete,
    /// A generic alias of `typing`.
    Generic,
}

/// A name that type hints are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// The module; `None` for a built-in name.
    pub module: Option<Module>,
    /// The name.
    pub name: &'static str,
    /// The first version that has it.
    pub since: Version,
    /// Its parameters.
    pub takes: Takes,
    /// Its class.
    pub kind: Kind,
}

const fn form(
    module: Option<Module>,
    name: &'static str,
    since: Version,
    takes: Takes,
    kind: Kind,
) -> Form {
    Form {
        module,
        name,
        since,
        takes,
        kind,
    }
}

const fn class(name: &'static str) -> Form {
    form(None, name, Version::V3_8, Takes::Nothing, Kind::Class)
}

const fn special(name: &'static str, since: Version) -> Form {
    let module = Some(Module::Typing);
    form(module, name, since, Takes::Nothing, Kind::Special)
}

const fn incomplete(name: &'static str, since: Version, takes: Takes) -> Form {
    form(Some(Module::Typing), name, since, takes, Kind::Incomplete)
}

const fn generic(name: &'static str, takes: Takes) -> Form {
    let module = Some(Module::Typing);
    form(module, name, Version::V3_8, takes, Kind::Generic)
}

const fn types(name: &'static str, count: u8) -> Form {
    generic(name, Takes::Types(count, count))
}

const fn abstract_class(name: &'static str, takes: Takes) -> Form {
    let module = Some(Module::Abc);
    form(module, name, Version::V3_8, takes, Kind::Abstract)
}

/// The names. Which parameters they take and where they may stand is what CPython 3.8 to 3.15 answer
/// when they are asked.
pub(crate) const FORMS: &[Form] = &[
    class("bytes"),
    class("bytearray"),
    class("complex"),
    class("memoryview"),
    special("Any", Version::V3_8),
    special("NoReturn", Version::V3_8),
    special("Never", Version::V3_11),
    special("Self", Version::V3_11),
    special("LiteralString", Version::V3_11),
    special("TypeAlias", Version::V3_10),
    incomplete("Optional", Version::V3_8, Takes::Types(1, 1)),
    incomplete("Union", Version::V3_8, Takes::Types(1, u8::MAX)),
    incomplete("Literal", Version::V3_8, Takes::Anything),
    incomplete("Final", Version::V3_8, Takes::Types(1, 1)),
    incomplete("ClassVar", Version::V3_8, Takes::Types(1, 1)),
    incomplete("Annotated", Version::V3_9, Takes::Annotated),
    generic("Callable", Takes::Callable),
    generic("Tuple", Takes::Tuple),
    types("List", 1),
    types("Set", 1),
    types("FrozenSet", 1),
    types("Deque", 1),
    types("Counter", 1),
    types("Type", 1),
    types("Dict", 2),
    types("DefaultDict", 2),
    types("OrderedDict", 2),
    types("Iterable", 1),
    types("Iterator", 1),
    types("Reversible", 1),
    types("Container", 1),
    types("Collection", 1),
    types("Sequence", 1),
    types("MutableSequence", 1),
    types("AbstractSet", 1),
    types("MutableSet", 1),
    types("Mapping", 2),
    types("MutableMapping", 2),
    types("Generator", 3),
    types("ContextManager", 1),
    types("Awaitable", 1),
    generic("Hashable", Takes::Nothing),
    generic("Sized", Takes::Nothing),
    form(
        Some(Module::Typing),
        "TypeVar",
        Version::V3_8,
        Takes::Nothing,
        Kind::Class,
    ),
    abstract_class("Callable", Takes::Callable),
    abstract_class("Iterable", Takes::Anything),
    abstract_class("Iterator", Takes::Anything),
    abstract_class("Generator", Takes::Anything),
    abstract_class("Reversible", Takes::Anything),
    abstract_class("Container", Takes::Anything),
    abstract_class("Collection", Takes::Anything),
    abstract_class("Sequence", Takes::Anything),
    abstract_class("MutableSequence", Takes::Anything),
    abstract_class("Set", Takes::Anything),
    abstract_class("MutableSet", Takes::Anything),
    abstract_class("Mapping", Takes::Anything),
    abstract_class("MutableMapping", Takes::Anything),
    abstract_class("KeysView", Takes::Anything),
    abstract_class("ValuesView", Takes::Anything),
    abstract_class("ItemsView", Takes::Anything),
    abstract_class("Awaitable", Takes::Anything),
    abstract_class("Hashable", Takes::Nothing),
    abstract_class("Sized", Takes::Nothing),
];

impl Hint {
    /// The name that a module, or for `None` every program, has.
    pub(crate) fn find(module: Option<Module>, name: &str) -> Option<Hint> {
        let at = FORMS
            .iter()
            .position(|form| form.module == module && form.name == name)?;
        u8::try_from(at).ok().map(Hint::Form)
    }

    /// The name, with or without parameters.
    pub(crate) fn form(self) -> Option<&'static Form> {
        match self {
            Hint::Form(at) | Hint::Given(at) => FORMS.get(usize::from(at)),
            _ => None,
        }
    }

    /// A number of its own.
    pub(crate) fn number(self) -> u64 {
        let (kind, rest) = match self {
            Hint::Form(at) => (0, u64::from(at)),
            Hint::Given(at) => (1, u64::from(at)),
            Hint::Alias(class) => (2, class as u64),
            Hint::Union => (3, 0),
            Hint::Variable => (4, 0),
            Hint::Annotations => (5, 0),
            Hint::Feature => (6, 0),
        };
        kind << 16 | rest
    }

    /// True if it can be a part of `Optional[…]` and the like, and of a union.
    pub(crate) fn is_type(self) -> bool {
        match self {
            Hint::Form(_) => self
                .form()
                .is_some_and(|form| form.kind != Kind::Incomplete),
            Hint::Given(_) => self
                .form()
                .is_some_and(|form| !matches!(form.name, "ClassVar" | "Final")),
            Hint::Alias(_) | Hint::Union | Hint::Variable => true,
            Hint::Annotations | Hint::Feature => false,
        }
    }

    /// True if what CPython does with it is written in Python.
    pub(crate) fn is_python(self, version: Version) -> bool {
        self.form().is_some_and(|form| match (self, form.name) {
            (_, "Union") | (Hint::Given(_), "Optional") if version >= Version::V3_14 => false,
            (_, "Callable") => true,
            _ => form.module == Some(Module::Typing),
        })
    }

    /// The name of its class in messages.
    pub(crate) fn class_name(self, version: Version) -> &'static str {
        let old = version == Version::V3_8;
        let name = self.form().map_or("", |form| form.name);
        let kind = self.form().map(|form| form.kind);
        match (self, kind) {
            (Hint::Form(_), Some(Kind::Class)) => "type",
            (Hint::Form(_), Some(Kind::Abstract)) => "ABCMeta",
            (Hint::Form(_), Some(Kind::Special | Kind::Incomplete)) if name == "Any" => {
                if version >= Version::V3_11 {
                    "_AnyMeta"
                } else {
                    "_SpecialForm"
                }
            }
            (Hint::Form(_), Some(Kind::Special | Kind::Incomplete)) => match name {
                "Literal" if !old => "_LiteralSpecialForm",
                _ => "_SpecialForm",
            },
            (Hint::Form(_), _) => match name {
                "Callable" | "Tuple" if old => "_VariadicGenericAlias",
                "Callable" => "_CallableType",
                "Tuple" => "_TupleType",
                _ if old => "_GenericAlias",
                _ => "_SpecialGenericAlias",
            },
            (Hint::Given(_), Some(Kind::Abstract)) if name == "Callable" => "_CallableGenericAlias",
            (Hint::Given(_), Some(Kind::Abstract)) | (Hint::Alias(_), _) => "types.GenericAlias",
            (Hint::Given(_), _) => match name {
                _ if old => "_GenericAlias",
                "Optional" | "Union" => "_UnionGenericAlias",
                "Callable" => "_CallableGenericAlias",
                "Literal" => "_LiteralGenericAlias",
                "Annotated" => "_AnnotatedAlias",
                _ => "_GenericAlias",
            },
            (Hint::Union, _) => "types.UnionType",
            (Hint::Variable, _) => "TypeVar",
            (Hint::Annotations, _) => "dict",
            (Hint::Feature, _) => "_Feature",
        }
    }
}
