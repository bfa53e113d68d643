//! Attributes: lookup, binding of methods, properties.

use super::state::Deliver;
use super::{Flow, Outcome, Turn};
use crate::code::{Instr, Op, Version};
use crate::library::{Method, exists};
use crate::value::{Atom, Iteration, Object, Type, Value, name};

/// What a lookup found.
enum Found {
    /// The attribute itself.
    Plain(Value),
    /// A function of the class, to be called with the object.
    Method(Value),
    /// A class method, to be called with the class.
    OfClass(Value, Value),
    /// A function to call for the value.
    Getter(Value),
    /// `__getattr__`, to be called with the object and the name.
    Fallback(Value),
    Missing,
}

impl Turn<'_> {
    pub(super) fn attribute_op(&mut self, i: &Instr) -> Outcome<()> {
        match i.op {
            Op::LoadMethod => {
                let attribute = self.name_atom(i.arg);
                self.load_method(attribute, false)
            }
            Op::LoadAttr if i.flag => {
                let attribute = self.name_atom(i.arg);
                self.load_method(attribute, self.version() >= Version::V3_13)
            }
            Op::LoadAttr => {
                let attribute = self.name_atom(i.arg);
                let object = self.pop();
                let flow = self.get_attribute(object, attribute)?;
                self.settle(flow);
                Ok(())
            }
            Op::StoreAttr => {
                let attribute = self.name_atom(i.arg);
                let object = self.pop();
                let value = self.pop();
                let flow = self.set_attribute(object, attribute, value)?;
                self.drop_flow(flow);
                Ok(())
            }
            Op::DeleteAttr => {
                let attribute = self.name_atom(i.arg);
                let object = self.pop();
                let flow = self.delete_attribute(object, attribute)?;
                self.drop_flow(flow);
                Ok(())
            }
            Op::LoadSuperAttr => {
                let attribute = self.name_atom(i.arg);
                let this = self.pop();
                let class = self.pop();
                let callee = self.pop();
                if callee != Value::Type(Type::Super) {
                    return self.refuse(
                        "another `super` is not supported by the explorer",
                        "use the built-in",
                    );
                }
                let object = self.alloc(Object::Super { class, this });
                self.push(object);
                if i.flag {
                    self.load_method(attribute, self.version() >= Version::V3_13)
                } else {
                    let object = self.pop();
                    let flow = self.get_attribute(object, attribute)?;
                    self.settle(flow);
                    Ok(())
                }
            }
            _ => {
                // `LOAD_SPECIAL`
                let attribute = self.special(i.arg);
                let object = self.pop();
                let class = self.class_of(object);
                match self.class_attribute(class, attribute) {
                    Some(function) => {
                        self.push(function);
                        self.push(object);
                        Ok(())
                    }
                    None => self.not_a_manager(object, attribute),
                }
            }
        }
    }

    pub(super) fn not_a_manager<T>(&mut self, object: Value, attribute: Atom) -> Outcome<T> {
        if self.version() < Version::V3_11 {
            let message = self.text(attribute).to_owned();
            return self.raise(Type::AttributeError, &message);
        }
        let missed = if attribute == name::EXIT {
            " (missed __exit__ method)"
        } else {
            ""
        };
        let message = format!(
            "'{}' object does not support the context manager protocol{missed}",
            self.class_name(object)
        );
        self.raise(Type::TypeError, &message)
    }

    /// Replaces the top by a method and its object, or by an attribute and `NULL`.
    fn load_method(&mut self, attribute: Atom, null_above: bool) -> Outcome<()> {
        let object = self.pop();
        match self.lookup(object, attribute)? {
            Found::Method(function) => {
                let this = match self.object_of(object) {
                    Some(Object::Super { this, .. }) => *this,
                    _ => object,
                };
                self.push(function);
                self.push(this);
                return Ok(());
            }
            found => {
                if !null_above {
                    self.push(Value::Null);
                }
                match self.finish_lookup(object, attribute, found) {
                    Ok(Flow::Value(value)) => {
                        self.push(value);
                        if null_above {
                            self.push(Value::Null);
                        }
                    }
                    Ok(Flow::Frame) if null_above => {
                        // The `NULL` has to end up above the result of the property.
                        return self.refuse(
                            "calling the result of a property is not supported by the explorer",
                            "store the value in a variable first, then call it",
                        );
                    }
                    Ok(Flow::Frame) => {}
                    Err(fault) => {
                        if !null_above {
                            self.pop();
                        }
                        return Err(fault);
                    }
                }
            }
        }
        Ok(())
    }

    /// `object.attribute`
    pub(crate) fn get_attribute(&mut self, object: Value, attribute: Atom) -> Outcome<Flow> {
        let found = self.lookup(object, attribute)?;
        self.finish_lookup(object, attribute, found)
    }

    fn finish_lookup(&mut self, object: Value, attribute: Atom, found: Found) -> Outcome<Flow> {
        match found {
            Found::Plain(value) => Ok(Flow::Value(value)),
            Found::Method(function) => {
                let this = match self.object_of(object) {
                    Some(Object::Super { this, .. }) => *this,
                    _ => object,
                };
                let bound = self.alloc(Object::Bound { function, this });
                Ok(Flow::Value(bound))
            }
            Found::OfClass(function, this) => {
                let bound = self.alloc(Object::Bound { function, this });
                Ok(Flow::Value(bound))
            }
            Found::Getter(function) => self.call_with(function, vec![object], Deliver::Push),
            Found::Fallback(function) => {
                self.call_with(function, vec![object, Value::Str(attribute)], Deliver::Push)
            }
            Found::Missing => {
                let attribute = self.text(attribute).to_owned();
                if self.exists_elsewhere(object, &attribute) {
                    return self.refuse(
                        format!(
                            "`{}.{attribute}` is not supported by the explorer",
                            self.class_name(object)
                        ),
                        "write it in another way",
                    );
                }
                let message = match object {
                    Value::Module(module) => {
                        format!("module '{}' has no attribute '{attribute}'", module.name())
                    }
                    Value::Type(class) => {
                        format!(
                            "type object '{}' has no attribute '{attribute}'",
                            class.name()
                        )
                    }
                    object => match self.object_of(object) {
                        Some(Object::Class { name, .. }) => format!(
                            "type object '{}' has no attribute '{attribute}'",
                            self.text(*name)
                        ),
                        _ => format!(
                            "'{}' object has no attribute '{attribute}'",
                            self.class_name(object)
                        ),
                    },
                };
                self.raise(Type::AttributeError, &message)
            }
        }
    }

    /// True if CPython lets a program set attributes of the object and only the explorer does not: of
    /// modules, of classes, and of what the standard library writes in Python.
    fn takes_attributes_elsewhere(&self, object: Value) -> bool {
        match object {
            Value::Module(_) | Value::Type(_) | Value::Hint(_) => true,
            object => matches!(
                self.class_of(object),
                Value::Type(
                    Type::Condition
                        | Type::Semaphore
                        | Type::BoundedSemaphore
                        | Type::Event
                        | Type::Barrier
                        | Type::Queue
                        | Type::LifoQueue
                        | Type::PriorityQueue
                        | Type::ThreadPoolExecutor
                        | Type::Future
                        | Type::Counter
                        | Type::OrderedDict
                )
            ),
        }
    }

    /// True if some CPython has the attribute and only the explorer has not.
    fn exists_elsewhere(&self, object: Value, attribute: &str) -> bool {
        match object {
            Value::Module(_) => false,
            Value::Hint(_) => true,
            Value::Type(class) => exists(Type::Type, attribute) || exists(class, attribute),
            object => {
                let mut class = self.class_of(object);
                while let Some(Object::Class { bases, .. }) = self.object_of(class) {
                    class = bases.first().copied().unwrap_or(Value::Type(Type::Object));
                }
                match (class, self.object_of(object)) {
                    (_, Some(Object::Super { .. })) => true,
                    (_, Some(Object::Class { .. })) => exists(Type::Type, attribute),
                    (Value::Type(class), _) => exists(class, attribute),
                    _ => exists(Type::Object, attribute),
                }
            }
        }
    }

    fn lookup(&mut self, object: Value, attribute: Atom) -> Outcome<Found> {
        match object {
            Value::Function(function) if attribute == name::NAME || attribute == name::QUALNAME => {
                return Ok(Found::Plain(self.string(function.name())));
            }
            Value::Method(method) if attribute == name::NAME => {
                return Ok(Found::Plain(self.string(method.name())));
            }
            Value::Module(module) => {
                return Ok(Found::Plain(self.module_attribute(module, attribute)?));
            }
            Value::Hint(_) => return Ok(Found::Missing),
            Value::Type(class) => {
                return Ok(match attribute {
                    name::NAME | name::QUALNAME => {
                        let text = self.string(class.name());
                        Found::Plain(text)
                    }
                    _ => match Method::find_in(self.m.rules.library, class, self.text(attribute)) {
                        Some(method) => Found::Plain(Value::Method(method)),
                        None if class == Type::Dict && self.text(attribute) == "fromkeys" => {
                            return self.refuse(
                                "`dict.fromkeys` is not supported by the explorer",
                                "write a dict comprehension",
                            );
                        }
                        None => Found::Missing,
                    },
                });
            }
            _ => {}
        }
        if attribute == name::CLASS {
            return Ok(Found::Plain(self.class_of(object)));
        }
        if let Some(id) = object.object() {
            match self.object(id) {
                Object::Instance { class, .. } => {
                    let class = *class;
                    return Ok(self.lookup_instance(object, class, attribute));
                }
                Object::Class { .. } => {
                    if matches!(attribute, name::NAME | name::QUALNAME) {
                        let text = self.name_of_class(object);
                        let text = self.string(&text);
                        return Ok(Found::Plain(text));
                    }
                    return Ok(match self.class_attribute(object, attribute) {
                        None => Found::Missing,
                        Some(found) => match self.object_of(found) {
                            Some(Object::StaticMethod(function)) => Found::Plain(*function),
                            Some(Object::ClassMethod(function)) => Found::Method(*function),
                            _ => Found::Plain(found),
                        },
                    });
                }
                Object::Super { class, this } => {
                    let (after, this) = (*class, *this);
                    // In a class method, or in `__new__`, the object is the class itself.
                    if matches!(self.object_of(this), Some(Object::Class { .. })) {
                        let Some(found) = self.attribute_after(this, after, attribute) else {
                            return Ok(Found::Missing);
                        };
                        return Ok(match self.object_of(found) {
                            Some(Object::ClassMethod(function)) => Found::OfClass(*function, this),
                            Some(Object::StaticMethod(function)) => Found::Plain(*function),
                            _ => Found::Plain(found),
                        });
                    }
                    let of = self.class_of(this);
                    return Ok(match self.attribute_after(of, after, attribute) {
                        None => Found::Missing,
                        Some(found) => self.bind_found(this, found),
                    });
                }
                Object::Local => return self.lookup_local(object, attribute),
                Object::Function { code, .. }
                    if matches!(attribute, name::NAME | name::QUALNAME) =>
                {
                    let code = &self.m.linked.codes[code.0 as usize];
                    return Ok(Found::Plain(Value::Str(if attribute == name::NAME {
                        code.name
                    } else {
                        code.qualname
                    })));
                }
                Object::Thread(thread) => {
                    let class = thread.class;
                    let found = if class.object().is_some() {
                        self.lookup_instance(object, class, attribute)
                    } else if let Object::Thread(thread) = self.read_attribute(id, attribute)
                        && let Some(value) = thread.attrs.get(attribute)
                    {
                        Found::Plain(value)
                    } else {
                        Found::Missing
                    };
                    if !matches!(found, Found::Missing | Found::Fallback(_)) {
                        return Ok(found);
                    }
                    if let Some(value) = self.thread_attribute(id, attribute)? {
                        return Ok(Found::Plain(value));
                    }
                    if class.object().is_some() {
                        return Ok(found);
                    }
                }
                Object::Exception {
                    class,
                    args,
                    attrs,
                    cause,
                    ..
                } => {
                    let class = *class;
                    if attribute == name::ARGS {
                        let args = args.clone();
                        let tuple = self.tuple(args);
                        return Ok(Found::Plain(tuple));
                    }
                    if attribute == name::CAUSE {
                        let cause = if *cause == Value::Null {
                            Value::None
                        } else {
                            *cause
                        };
                        return Ok(Found::Plain(cause));
                    }
                    if attribute == name::VALUE_PLAIN
                        && self.is_subclass(class, Value::Type(Type::StopIteration))
                    {
                        return Ok(Found::Plain(args.first().copied().unwrap_or(Value::None)));
                    }
                    if let Some(value) = attrs.get(attribute) {
                        self.read_attribute(id, attribute);
                        return Ok(Found::Plain(value));
                    }
                    if class.object().is_some() {
                        return Ok(self.lookup_instance(object, class, attribute));
                    }
                }
                Object::Deque { limit, .. } if attribute == name::MAXLEN => {
                    let limit = *limit;
                    return Ok(Found::Plain(if limit < 0 {
                        Value::None
                    } else {
                        Value::Int(limit)
                    }));
                }
                Object::Range { start, stop, step } => {
                    let (start, stop, step) = (*start, *stop, *step);
                    match self.text(attribute) {
                        "start" => return Ok(Found::Plain(Value::Int(start))),
                        "stop" => return Ok(Found::Plain(Value::Int(stop))),
                        "step" => return Ok(Found::Plain(Value::Int(step))),
                        _ => {}
                    }
                }
                Object::Barrier(_) | Object::Queue(_) => {
                    if let Some(value) = self.meeting_attribute(id, attribute) {
                        return Ok(Found::Plain(value));
                    }
                }
                Object::Dict { factory, .. } if attribute == name::DEFAULT_FACTORY => {
                    let factory = *factory;
                    return Ok(Found::Plain(if factory == Value::Null {
                        Value::None
                    } else {
                        factory
                    }));
                }
                _ => {}
            }
        }
        let class = self.type_of(object).unwrap_or(Type::Object);
        Ok(
            match Method::find_in(self.m.rules.library, class, self.text(attribute)) {
                Some(method) => Found::Method(Value::Method(method)),
                None => Found::Missing,
            },
        )
    }

    fn lookup_instance(&self, object: Value, class: Value, attribute: Atom) -> Found {
        let in_class = self.class_attribute(class, attribute);
        if let Some(found) = in_class
            && let Some(Object::Property { get, .. }) = self.object_of(found)
        {
            return if *get == Value::Null || *get == Value::None {
                Found::Missing
            } else {
                Found::Getter(*get)
            };
        }
        if let Some(id) = object.object() {
            let own = match self.read_attribute(id, attribute) {
                Object::Instance { attrs, .. } | Object::Exception { attrs, .. } => {
                    attrs.get(attribute)
                }
                Object::Thread(thread) => thread.attrs.get(attribute),
                _ => None,
            };
            if let Some(value) = own {
                return Found::Plain(value);
            }
        }
        match in_class {
            Some(found) => self.bind_found(object, found),
            None => match self.class_attribute(class, name::GETATTR) {
                Some(function @ Value::Object(_)) => Found::Fallback(function),
                _ => Found::Missing,
            },
        }
    }

    fn bind_found(&self, object: Value, found: Value) -> Found {
        match found {
            Value::Method(_) => Found::Method(found),
            _ => match self.object_of(found) {
                Some(Object::Function { .. }) => Found::Method(found),
                Some(Object::StaticMethod(function)) => Found::Plain(*function),
                Some(Object::ClassMethod(function)) => {
                    Found::OfClass(*function, self.class_of(object))
                }
                Some(Object::Property { get, .. }) => Found::Getter(*get),
                _ => Found::Plain(found),
            },
        }
    }

    fn lookup_local(&mut self, object: Value, attribute: Atom) -> Outcome<Found> {
        let Some(id) = object.object() else {
            return Ok(Found::Missing);
        };
        if attribute == name::DICT {
            return self.refuse(
                "`__dict__` is not supported by the explorer",
                "name the attributes",
            );
        }
        let own = self
            .me()
            .locals
            .iter()
            .find(|entry| entry.0 == id)
            .and_then(|entry| entry.1.get(attribute));
        Ok(own.map_or(Found::Missing, Found::Plain))
    }

    /// `object.attribute = value`
    pub(crate) fn set_attribute(
        &mut self,
        object: Value,
        attribute: Atom,
        value: Value,
    ) -> Outcome<Flow> {
        let done = Ok(Flow::Value(Value::None));
        let Some(id) = object.object() else {
            return self.cannot_set(object, attribute);
        };
        let class = self.class_of(object);
        if class.object().is_some()
            && let Some(found) = self.class_attribute(class, attribute)
            && let Some(Object::Property { set, .. }) = self.object_of(found)
        {
            let setter = *set;
            if setter == Value::Null || setter == Value::None {
                let message = self.read_only(object, attribute, "setter");
                return self.raise(Type::AttributeError, &message);
            }
            return self.call_with(setter, vec![object, value], Deliver::Discard);
        }
        if matches!(self.object(id), Object::Thread(_))
            && self.set_thread_attribute(id, attribute, value)?
        {
            return done;
        }
        match self.object(id) {
            Object::Local => {
                let thread = self.thread();
                match thread.locals.iter_mut().find(|entry| entry.0 == id) {
                    Some(entry) => entry.1.set(attribute, value),
                    None => {
                        let mut attrs = crate::value::Attrs::default();
                        attrs.set(attribute, value);
                        thread.locals.push((id, attrs));
                        thread.locals.sort_by_key(|entry| entry.0);
                    }
                }
                done
            }
            Object::Exception { .. } if attribute == name::CAUSE => {
                if let Object::Exception { cause, .. } = self.write_attribute(id, attribute) {
                    *cause = value;
                }
                done
            }
            Object::Instance { .. }
            | Object::Exception { .. }
            | Object::Thread(_)
            | Object::Class { .. } => {
                match self.write_attribute(id, attribute) {
                    Object::Instance { attrs, .. }
                    | Object::Exception { attrs, .. }
                    | Object::Class { attrs, .. } => attrs.set(attribute, value),
                    Object::Thread(thread) => thread.attrs.set(attribute, value),
                    _ => {}
                }
                done
            }
            Object::Function { .. } => self.refuse(
                "attributes of functions are not supported by the explorer",
                "use a global variable or an object",
            ),
            _ => self.cannot_set(object, attribute),
        }
    }

    fn cannot_set(&mut self, object: Value, attribute: Atom) -> Outcome<Flow> {
        if self.takes_attributes_elsewhere(object) {
            return self.refuse(
                format!(
                    "setting or deleting an attribute of `{}` is not supported by the explorer",
                    match object {
                        Value::Module(module) => module.name().to_owned(),
                        Value::Type(class) => class.name().to_owned(),
                        object => self.class_name(object),
                    }
                ),
                "keep the value in a variable or in an object of your own",
            );
        }
        let message = format!(
            "'{}' object has no attribute '{}'",
            self.class_name(object),
            self.text(attribute)
        );
        self.raise(Type::AttributeError, &message)
    }

    fn read_only(&self, object: Value, attribute: Atom, what: &str) -> String {
        let attribute = self.text(attribute);
        let class = self.class_name(object);
        match self.version() {
            Version::V3_8 | Version::V3_9 => {
                if what == "setter" {
                    "can't set attribute".to_owned()
                } else {
                    "can't delete attribute".to_owned()
                }
            }
            Version::V3_10 => {
                if what == "setter" {
                    format!("can't set attribute '{attribute}'")
                } else {
                    format!("can't delete attribute '{attribute}'")
                }
            }
            _ => format!("property '{attribute}' of '{class}' object has no {what}"),
        }
    }

    /// `del object.attribute`
    pub(crate) fn delete_attribute(&mut self, object: Value, attribute: Atom) -> Outcome<Flow> {
        let class = self.class_of(object);
        if class.object().is_some()
            && let Some(found) = self.class_attribute(class, attribute)
            && let Some(Object::Property { delete, .. }) = self.object_of(found)
        {
            let deleter = *delete;
            if deleter == Value::Null || deleter == Value::None {
                let message = self.read_only(object, attribute, "deleter");
                return self.raise(Type::AttributeError, &message);
            }
            return self.call_with(deleter, vec![object], Deliver::Discard);
        }
        let removed = match object.object() {
            None => false,
            Some(id) => match self.object(id) {
                Object::Local => self
                    .thread()
                    .locals
                    .iter_mut()
                    .find(|entry| entry.0 == id)
                    .is_some_and(|entry| entry.1.remove(attribute)),
                Object::Instance { .. }
                | Object::Exception { .. }
                | Object::Thread(_)
                | Object::Class { .. } => match self.write_attribute(id, attribute) {
                    Object::Instance { attrs, .. }
                    | Object::Exception { attrs, .. }
                    | Object::Class { attrs, .. } => attrs.remove(attribute),
                    Object::Thread(thread) => thread.attrs.remove(attribute),
                    _ => false,
                },
                _ => false,
            },
        };
        if removed {
            return Ok(Flow::Value(Value::None));
        }
        if self.version() >= Version::V3_11
            || !matches!(self.object_of(object), Some(Object::Instance { .. }))
        {
            return self.cannot_set(object, attribute);
        }
        let message = self.text(attribute).to_owned();
        self.raise(Type::AttributeError, &message)
    }

    /// A view of a dictionary.
    pub(crate) fn view(&mut self, of: Value, what: Iteration) -> Value {
        self.alloc(Object::View { of, what })
    }
}
