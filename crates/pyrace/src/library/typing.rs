//! Type hints: what CPython does with them while it evaluates them.
//!
//! Every answer here is either the one that CPython gives or a refusal; what a type checker would say
//! does not matter.

use crate::code::Version;
use crate::library::Function;
use crate::machine::{Args, Flow, Outcome, Turn};
use crate::syntax;
use crate::value::{Hint, Kind, Object, Takes, Type, Value, name};

impl Turn<'_> {
    /// Refuses what programs do with type hints beside annotating.
    pub(crate) fn refuse_hint<T>(&mut self, what: &str) -> Outcome<T> {
        self.refuse(
            format!("{what} a type hint is not supported by the explorer"),
            "keep it for annotations, and use a class where the program works with it",
        )
    }

    /// True for a type hint, and for a tuple with one.
    pub(crate) fn holds_hint(&self, classes: Value) -> bool {
        match (classes, self.object_of(classes)) {
            (Value::Hint(_), _) => true,
            (_, Some(Object::Tuple(items))) => {
                items.iter().any(|item| matches!(item, Value::Hint(_)))
            }
            _ => false,
        }
    }

    /// `class[key]`
    pub(crate) fn class_parameters(&mut self, class: Value) -> Outcome<Flow> {
        let version = self.m.rules.version;
        let Value::Type(built_in) = class else {
            let own = self.m.atoms.string("__class_getitem__");
            if self.class_attribute(class, own).is_some() {
                return self.refuse(
                    "a class with `__class_getitem__` is not supported by the explorer",
                    "leave the brackets out",
                );
            }
            return self.not_generic(class, self.name_of_class(class));
        };
        let since = match built_in {
            Type::Type
            | Type::Tuple
            | Type::List
            | Type::Dict
            | Type::Set
            | Type::FrozenSet
            | Type::Enumerate
            | Type::Deque
            | Type::DefaultDict
            | Type::Counter
            | Type::OrderedDict
            | Type::Chain
            | Type::Queue
            | Type::LifoQueue
            | Type::PriorityQueue
            | Type::SimpleQueue
            | Type::Future => Some(Version::V3_9),
            Type::StaticMethod | Type::ClassMethod => Some(Version::V3_14),
            Type::Slice => Some(Version::V3_15),
            _ => None,
        };
        if since.is_some_and(|since| since <= version) {
            return Ok(Flow::Value(Value::Hint(Hint::Alias(built_in))));
        }
        self.not_generic(class, built_in.full_name().to_owned())
    }

    fn not_generic(&mut self, class: Value, name: String) -> Outcome<Flow> {
        let kind = self.class_name(class);
        let message = if kind == "type" && self.m.rules.version >= Version::V3_11 {
            format!("type '{name}' is not subscriptable")
        } else {
            format!("'{kind}' object is not subscriptable")
        };
        self.raise(Type::TypeError, &message)
    }

    /// `hint[key]`
    pub(crate) fn hint_parameters(&mut self, hint: Hint, key: Value) -> Outcome<Flow> {
        let (Hint::Form(at), Some(form)) = (hint, hint.form()) else {
            return self.refuse(
                "parameters of a type hint that has some are not supported by the explorer",
                "write the type with all of its parameters",
            );
        };
        if form.kind == Kind::Abstract && self.m.rules.version == Version::V3_8 {
            let message = "'ABCMeta' object is not subscriptable";
            return self.raise(Type::TypeError, message);
        }
        let parts = match self.object_of(key) {
            Some(Object::Tuple(items)) => items.clone(),
            _ => vec![key],
        };
        let types = |turn: &Self, parts: &[Value]| parts.iter().all(|part| turn.is_type(*part));
        let fine = match form.takes {
            Takes::Nothing => false,
            Takes::Anything => true,
            Takes::Types(least, most) => {
                (usize::from(least)..=usize::from(most)).contains(&parts.len())
                    && types(self, &parts)
            }
            Takes::Tuple => match parts.as_slice() {
                [part, Value::Ellipsis] => self.is_type(*part),
                parts => types(self, parts),
            },
            Takes::Annotated => parts.len() > 1 && self.is_type(parts[0]),
            Takes::Callable => match parts.as_slice() {
                [Value::Ellipsis, result] => self.is_type(*result),
                [parameters, result] => {
                    let listed = match self.object_of(*parameters) {
                        Some(Object::List { items, .. }) => types(self, items),
                        _ => false,
                    };
                    listed && self.is_type(*result)
                }
                _ => false,
            },
        };
        if fine {
            if hint.is_python(self.m.rules.version) {
                self.note_library_code();
            }
            return Ok(Flow::Value(Value::Hint(Hint::Given(at))));
        }
        self.refuse(
            format!(
                "these parameters of `{}` are not supported by the explorer",
                form.name
            ),
            "give it as many types as it takes, without values among them",
        )
    }

    /// True for what every version takes as a type.
    fn is_type(&self, value: Value) -> bool {
        match value {
            Value::None | Value::Type(_) | Value::Function(_) | Value::Method(_) => true,
            Value::Hint(hint) => hint.is_type(),
            // A string is read as an expression.
            Value::Str(text) => {
                let text = self.text(text);
                self.m.work.spend_bytes(text.len())
                    && syntax::is_expression(text, self.m.rules.version)
            }
            value => matches!(
                self.object_of(value),
                Some(Object::Class { .. } | Object::Function { .. } | Object::Bound { .. })
            ),
        }
    }

    /// `a | b` of classes and type hints; `None` if neither is one, or CPython raises.
    pub(crate) fn union(&mut self, a: Value, b: Value) -> Outcome<Option<Flow>> {
        if self.m.rules.version < Version::V3_10 {
            return Ok(None);
        }
        let side = |value: Value| match value {
            Value::None => true,
            // These are functions.
            Value::Type(_) => self.class_name(value) == "type",
            Value::Hint(hint) => hint.is_type(),
            value => matches!(self.object_of(value), Some(Object::Class { .. })),
        };
        if side(a) && side(b) && (a, b) != (Value::None, Value::None) {
            let python = |value: Value| match value {
                Value::Hint(hint) => hint.is_python(self.m.rules.version),
                _ => false,
            };
            if python(a) || python(b) {
                self.note_library_code();
            }
            return Ok(Some(Flow::Value(Value::Hint(Hint::Union))));
        }
        if matches!(a, Value::Hint(_)) || matches!(b, Value::Hint(_)) {
            return self.refuse(
                "this union of type hints is not supported by the explorer",
                "unite classes, and `None`",
            );
        }
        Ok(None)
    }

    /// `hint(…)`
    pub(crate) fn call_hint(&mut self, hint: Hint, args: Args) -> Outcome<Flow> {
        match (hint, hint.form()) {
            (Hint::Alias(class), _) => self.construct(class, args),
            (Hint::Form(_), Some(form)) if form.name == "TypeVar" => {
                let bound = self.m.atoms.string("bound");
                let flags = ["covariant", "contravariant"].map(|flag| self.m.atoms.string(flag));
                let named = args.names.iter().all(|(key, value)| {
                    *key == bound && self.is_type(*value)
                        || flags.contains(key) && *value == Value::Bool(false)
                });
                let fine = match args.positional.as_slice() {
                    // One constraint is an error.
                    [Value::Str(_), rest @ ..] => {
                        rest.len() != 1
                            && rest.iter().all(|part| self.is_type(*part))
                            && (rest.is_empty() || args.names.is_empty())
                    }
                    _ => false,
                };
                if fine && named {
                    return Ok(Flow::Value(Value::Hint(Hint::Variable)));
                }
                self.refuse(
                    "this `TypeVar` is not supported by the explorer",
                    "give it its name, and no more than types or a bound",
                )
            }
            (Hint::Form(_), Some(form)) if form.module.is_none() => self.refuse(
                format!(
                    "the built-in `{}` is not supported by the explorer",
                    form.name
                ),
                match form.name {
                    "complex" => "the explorer runs programs that only compute and use threads",
                    _ => "use a string or a list of numbers",
                },
            ),
            _ => self.refuse_hint("calling"),
        }
    }

    /// Functions that give their last argument back: `cast(type, value)`, `final(class)`.
    pub(crate) fn unchanged(&mut self, function: Function, args: Args) -> Outcome<Flow> {
        let names = match function {
            Function::Cast => ["typ", "val"]
                .map(|name| self.m.atoms.string(name))
                .to_vec(),
            _ => vec![name::EMPTY],
        };
        let values = self.params(function.name(), args, &names, names.len())?;
        Ok(Flow::Value(values.last().copied().unwrap_or_default()))
    }
}
