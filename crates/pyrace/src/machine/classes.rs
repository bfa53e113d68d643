//! Classes: their creation, their order of lookup, and what is an instance of what.

use super::state::Deliver;
use super::{Args, Flow, Native, Outcome, Turn};
use crate::code::Version;
use crate::library::Method;
use crate::value::{Atom, Attrs, Object, ObjectId, ThreadObject, Type, Value, name};

/// Built-in classes that classes of a program may be derived from.
fn may_be_base(class: Type) -> bool {
    class == Type::Object || class == Type::Thread || class.is_exception()
}

/// Special methods that would change how the machine works.
const REFUSED: [Atom; 6] = [
    name::GETATTRIBUTE,
    name::SETATTR,
    name::DELATTR,
    name::DEL,
    name::SLOTS,
    name::MISSING,
];

impl Turn<'_> {
    /// The class of a value.
    pub(crate) fn class_of(&self, value: Value) -> Value {
        let class = match value {
            Value::Null | Value::Address(_) | Value::None => Type::NoneType,
            Value::Ellipsis => Type::Ellipsis,
            Value::NotImplemented => Type::NotImplementedType,
            Value::Bool(_) => Type::Bool,
            Value::Int(_) | Value::Big(_) => Type::Int,
            Value::Float(_) => Type::Float,
            Value::Str(_) => Type::Str,
            Value::Code(_) => Type::CodeType,
            Value::Type(_) => Type::Type,
            Value::Function(_) | Value::Method(_) => Type::BuiltinFunction,
            Value::Module(_) => Type::ModuleType,
            Value::Hint(_) => Type::Hint,
            Value::Object(id) => return self.object(id).class(),
        };
        Value::Type(class)
    }

    /// The built-in class of a value, `None` for instances of classes of the program.
    pub(crate) fn type_of(&self, value: Value) -> Option<Type> {
        match self.class_of(value) {
            Value::Type(class) => Some(class),
            _ => None,
        }
    }

    /// The name of a class.
    pub(crate) fn name_of_class(&self, class: Value) -> String {
        match class {
            Value::Type(class) => class.name().to_owned(),
            class => match self.object_of(class) {
                Some(Object::Class { name, .. }) => self.text(*name).to_owned(),
                _ => "object".to_owned(),
            },
        }
    }

    /// The name of the class of a value, as messages tell it.
    pub(crate) fn class_name(&self, value: Value) -> String {
        match value {
            Value::Hint(hint) => return hint.class_name(self.version()).to_owned(),
            // These are functions that make a lock.
            Value::Type(Type::RLock) => return "function".to_owned(),
            Value::Type(Type::Lock) if self.version() < Version::V3_13 => {
                return Type::BuiltinFunction.name().to_owned();
            }
            _ => {}
        }
        match self.class_of(value) {
            Value::Type(class) => class.full_name().to_owned(),
            class => self.name_of_class(class),
        }
    }

    /// A class and everything it is derived from, in the order of lookup.
    pub(crate) fn mro(&self, class: Value) -> Vec<Value> {
        match class {
            Value::Type(class) => {
                let mut order = vec![Value::Type(class)];
                let mut next = class.base();
                while let Some(base) = next {
                    order.push(Value::Type(base));
                    next = base.base();
                }
                order
            }
            class => match self.object_of(class) {
                Some(Object::Class { mro, .. }) => {
                    self.m.work.spend(mro.len());
                    mro.clone()
                }
                _ => vec![Value::Type(Type::Object)],
            },
        }
    }

    /// True if `class` is `base` or derived from it.
    pub(crate) fn is_subclass(&self, class: Value, base: Value) -> bool {
        match (class, base) {
            (Value::Type(class), Value::Type(base)) => class.is_subclass(base),
            (class, base) if class == base => true,
            (class, base) => match self.object_of(class) {
                Some(Object::Class { mro, .. }) => mro.contains(&base),
                _ => false,
            },
        }
    }

    /// An attribute of a class, looked up along its order.
    pub(crate) fn class_attribute(&self, class: Value, name: Atom) -> Option<Value> {
        self.attribute_after(class, Value::Null, name)
    }

    /// As [`Turn::class_attribute`], starting after the class `after`.
    pub(super) fn attribute_after(&self, class: Value, after: Value, name: Atom) -> Option<Value> {
        if let (Value::Type(class), Value::Null) = (class, after) {
            return Method::find_in(self.m.rules.library, class, self.text(name))
                .map(Value::Method);
        }
        let mut skipping = after != Value::Null;
        for class in self.mro(class) {
            if skipping {
                skipping = class != after;
                continue;
            }
            match class {
                Value::Type(class) => {
                    if let Some(method) =
                        Method::find_in(self.m.rules.library, class, self.text(name))
                    {
                        return Some(Value::Method(method));
                    }
                }
                Value::Object(id) => {
                    if let Object::Class { attrs, .. } = self.read_attribute(id, name)
                        && let Some(value) = attrs.get(name)
                    {
                        return Some(value);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// A special method that a class of the program defines; `None` for built-in classes.
    pub(crate) fn special_method(&self, value: Value, name: Atom) -> Option<Value> {
        let class = match self.object_of(value)? {
            Object::Instance { class, .. } | Object::Exception { class, .. } => *class,
            Object::Thread(thread) => thread.class,
            _ => return None,
        };
        class.object()?;
        match self.class_attribute(class, name) {
            Some(Value::Method(_)) | None => None,
            found => found,
        }
    }

    /// `__build_class__(function, name, *bases)`
    pub(crate) fn build_class(&mut self, args: Args) -> Outcome<Flow> {
        if !args.names.is_empty() {
            return self.refuse(
                "keywords in a class statement are not supported by the explorer",
                "leave the metaclass out",
            );
        }
        let mut positional = args.positional.into_iter();
        let function = positional.next().unwrap_or_default();
        let Some(Value::Str(class_name)) = positional.next() else {
            return self.raise(Type::TypeError, "__build_class__: name is not a string");
        };
        let bases: Vec<Value> = positional.collect();
        for base in &bases {
            match base {
                Value::Type(class) if may_be_base(*class) => {}
                Value::Type(class) => {
                    let message = format!(
                        "a class derived from `{}` is not supported by the explorer",
                        class.name()
                    );
                    let hint = match class {
                        Type::Type => "make or change the class in a function instead",
                        Type::Local => "set the attributes at the start of each thread's function",
                        _ => "keep the object in an attribute instead",
                    };
                    return self.refuse(message, hint);
                }
                other if matches!(self.object_of(*other), Some(Object::Class { .. })) => {}
                Value::Hint(_) => {
                    return self.refuse(
                        "a class derived from a type hint is not supported by the explorer",
                        "leave the type hint out of the bases",
                    );
                }
                _ => return self.refuse("a base has to be a class", "name a class"),
            }
        }
        let class = self.alloc(Object::Class {
            name: class_name,
            bases: bases.clone(),
            mro: Vec::new(),
            attrs: Attrs::default(),
        });
        let Some(order) = self.linearise(class, &bases) else {
            let names: Vec<String> = bases.iter().map(|base| self.name_of_class(*base)).collect();
            let message = format!(
                "Cannot create a consistent method resolution order (MRO) for bases {}",
                names.join(", ")
            );
            return self.raise(Type::TypeError, &message);
        };
        self.m.allocated += order.len() as u64;
        if let Some(id) = class.object()
            && let Object::Class { mro, .. } = self.write(id)
        {
            *mro = order;
        }
        let flow = self.call_with(function, Vec::new(), Deliver::Class)?;
        self.frame().owner = class;
        Ok(flow)
    }

    /// C3 linearization (Barrett et al., OOPSLA 1996), as in `Objects/typeobject.c`.
    fn linearise(&self, class: Value, bases: &[Value]) -> Option<Vec<Value>> {
        let object = [Value::Type(Type::Object)];
        let bases = if bases.is_empty() { &object } else { bases };
        let mut lists: Vec<Vec<Value>> = bases.iter().map(|base| self.mro(*base)).collect();
        lists.push(bases.to_vec());
        let mut order = vec![class];
        loop {
            lists.retain(|list| !list.is_empty());
            let all = lists.iter().map(Vec::len).sum();
            if all == 0 || !self.m.work.spend(all) {
                return Some(order);
            }
            let next = lists
                .iter()
                .map(|list| list[0])
                .find(|head| !lists.iter().any(|list| list[1..].contains(head)))?;
            order.push(next);
            for list in &mut lists {
                if list[0] == next {
                    list.remove(0);
                }
            }
        }
    }

    /// Completes a class whose body has run.
    pub(super) fn finish_class(&mut self, class: Value) {
        let Some(id) = class.object() else { return };
        // A cell named `__class__` that methods refer to gets the class.
        let cell = match self.object(id) {
            Object::Class { attrs, .. } => attrs.get(name::CLASSCELL),
            _ => None,
        };
        if let Some(cell) = cell.and_then(Value::object)
            && let Object::Cell(content) = self.write(cell)
        {
            *content = class;
        }
        if let Object::Class { attrs, .. } = self.write(id) {
            for hidden in [
                name::CLASSCELL,
                name::MODULE,
                name::QUALNAME,
                name::FIRSTLINENO,
                name::STATIC_ATTRIBUTES,
                name::CLASSDICTCELL,
                name::ANNOTATE_FUNC,
            ] {
                attrs.remove(hidden);
            }
            // A class that defines `__eq__` and not `__hash__` has no hash.
            if attrs.get(name::EQ).is_some() && attrs.get(name::HASH).is_none() {
                attrs.set(name::HASH, Value::None);
            }
        }
    }

    /// Calls a class of the program.
    pub(super) fn instantiate(&mut self, id: ObjectId, mut args: Args) -> Outcome<Flow> {
        let class = Value::Object(id);
        for refused in REFUSED {
            if let Some(Value::Object(_)) = self.class_attribute(class, refused) {
                let message = format!(
                    "a class with `{}` is not supported by the explorer",
                    self.text(refused)
                );
                return self.refuse(message, "leave it out");
            }
        }
        let order = self.mro(class);
        let built_in = order.iter().find_map(|class| match class {
            Value::Type(class) if *class != Type::Object => Some(*class),
            _ => None,
        });
        if let Some(new @ Value::Object(_)) = self.class_attribute(class, name::NEW) {
            if built_in.is_some() {
                return self.no_new_here();
            }
            let positional = self.tuple(args.positional);
            let mut values = vec![class, new, positional];
            for (name, value) in args.names {
                values.extend([Value::Str(name), value]);
            }
            return self.push_native(Native::New, values, Deliver::Push);
        }
        let instance = match built_in {
            Some(Type::Thread) => Object::Thread(Box::new(ThreadObject {
                class,
                attrs: Attrs::default(),
                initialised: false,
                target: Value::Null,
                args: Value::Null,
                kwargs: Value::Null,
                name: Value::Null,
                number: 0,
                daemon: self.me().daemon,
                started: None,
            })),
            Some(_) => Object::Exception {
                class,
                args: args.positional.clone(),
                attrs: Attrs::default(),
                line: 0,
                cause: Value::Null,
            },
            None => Object::Instance {
                class,
                attrs: Attrs::default(),
            },
        };
        let instance = self.alloc(instance);
        match self.class_attribute(class, name::INIT) {
            Some(Value::Method(Method::ObjectInit)) | None => {
                if !args.positional.is_empty() || !args.names.is_empty() {
                    let message = format!("{}() takes no arguments", self.name_of_class(class));
                    return self.raise(Type::TypeError, &message);
                }
                Ok(Flow::Value(instance))
            }
            Some(Value::Method(method)) => {
                self.call_method(method, instance, args)?;
                Ok(Flow::Value(instance))
            }
            Some(init) => {
                args.positional.insert(0, instance);
                // The instance lies below the frame, where the caller expects the result.
                self.push(instance);
                match self.call(init, args, Deliver::Init) {
                    Ok(Flow::Frame) => Ok(Flow::Frame),
                    Ok(Flow::Value(_)) => {
                        self.pop();
                        Ok(Flow::Value(instance))
                    }
                    Err(fault) => {
                        self.pop();
                        Err(fault)
                    }
                }
            }
        }
    }

    fn no_new_here<T>(&mut self) -> Outcome<T> {
        self.refuse(
            "`__new__` of such a class is not supported by the explorer",
            "make the object in a function or a class method",
        )
    }

    /// `object.__new__(class)`
    pub(crate) fn new_instance(&mut self, class: Value, args: Args) -> Outcome<Flow> {
        let plain = match self.object_of(class) {
            Some(Object::Class { .. }) => {
                let mut bases = self.mro(class).into_iter();
                bases.all(|base| !matches!(base, Value::Type(base) if base != Type::Object))
            }
            _ => false,
        };
        if !plain {
            return self.no_new_here();
        }
        if !args.positional.is_empty() || !args.names.is_empty() {
            return self.raise(
                Type::TypeError,
                "object.__new__() takes exactly one argument (the type to instantiate)",
            );
        }
        let attrs = Attrs::default();
        let instance = self.alloc(Object::Instance { class, attrs });
        Ok(Flow::Value(instance))
    }

    /// Values: the class and then the object, `__new__`, the arguments, names and values of others.
    pub(super) fn run_new(&mut self) -> Outcome<()> {
        let stage = self.native_stage();
        let result = if stage == 0 { Value::Null } else { self.pop() };
        if stage == 2 {
            if result != Value::None {
                let message = format!(
                    "__init__() should return None, not '{}'",
                    self.class_name(result)
                );
                return self.raise(Type::TypeError, &message);
            }
            let object = self.native_value(0);
            return self.finish_frame(object);
        }
        let (first, function) = if stage == 0 {
            (self.native_value(0), self.native_value(1))
        } else {
            // Only an object of the class itself is initialised, and each time that it is asked for.
            let own = self.is_instance(result, self.native_value(0)) == Some(true);
            let class = self.class_of(result);
            match self.class_attribute(class, name::INIT) {
                Some(init @ Value::Object(_)) if own => {
                    self.set_native_value(0, result);
                    (result, init)
                }
                _ => return self.finish_frame(result),
            }
        };
        let mut positional = vec![first];
        positional.extend(self.items_of(self.native_value(2)));
        let named = self.native_values()[3..].chunks_exact(2);
        let names = named
            .filter_map(|pair| match pair[0] {
                Value::Str(name) => Some((name, pair[1])),
                _ => None,
            })
            .collect();
        self.set_native_stage(stage + 1);
        let args = Args { positional, names };
        let flow = self.call(function, args, Deliver::Push)?;
        self.settle(flow);
        Ok(())
    }

    /// `isinstance(value, classes)`; `None` if the second argument is no class or tuple of classes.
    pub(crate) fn is_instance(&self, value: Value, classes: Value) -> Option<bool> {
        let class = self.class_of(value);
        self.is_subclass_of_any(class, classes)
    }

    /// `issubclass(class, classes)`
    pub(crate) fn is_subclass_of_any(&self, class: Value, classes: Value) -> Option<bool> {
        match classes {
            Value::Type(_) => Some(self.is_subclass(class, classes)),
            other => match self.object_of(other)? {
                Object::Class { .. } => Some(self.is_subclass(class, classes)),
                Object::Tuple(items) => {
                    if !self.m.work.enter() {
                        return Some(false);
                    }
                    let mut any = false;
                    for item in items {
                        any |= self.is_subclass_of_any(class, *item)?;
                    }
                    self.m.work.leave();
                    Some(any)
                }
                _ => None,
            },
        }
    }
}

impl Turn<'_> {
    /// The class and the object of `super()` without arguments: the cell `__class__` and the first
    /// parameter of the method that runs.
    pub(crate) fn zero_argument_super(&self) -> Option<(Value, Value)> {
        let frame = self.me().frames.last()?;
        let super::Running::Code(code) = frame.running else {
            return None;
        };
        let object = self.m.linked.program.code(code);
        let values = &self.me().values[frame.base as usize..];
        let content = |value: Value| match self.object_of(value) {
            Some(Object::Cell(content)) => *content,
            _ => value,
        };
        let at = object.slots.iter().rposition(|slot| slot == "__class__")?;
        let class = content(*values.get(at)?);
        // To 3.10 a parameter that inner functions use lives in a cell of its own as well.
        let this = content(*values.first()?);
        Some((class, this))
    }
}
