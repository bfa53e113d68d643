//! Keys, items and slices of containers.

use super::native::{KeyOp, Native};
use super::state::{Deliver, Detached};
use super::{Fault, Flow, Outcome, Turn, Wait, WaitKind};
use crate::code::Version;
use crate::value::{Dict, Hint, Iteration, Object, ObjectId, Set, Type, Value, name};

impl Turn<'_> {
    /// Applies a dictionary or set operation to a key.
    pub(crate) fn keyed(
        &mut self,
        op: KeyOp,
        container: Value,
        key: Value,
        extra: Value,
    ) -> Outcome<Flow> {
        if op.changes()
            && let Some(id) = container.object()
        {
            self.container_guard(id)?;
        }
        let (hashed, key) = (self.key_of(op, container, key)?, key);
        match self.hash_key(container, hashed)? {
            Ok(hash) => {
                let found =
                    self.find_key(container, hash, |turn, other| turn.same_key(other, hashed));
                self.finish_keyed(op, container, key, hash, found, extra)
            }
            Err(_) => {
                let values = vec![Value::Int(op as i64), container, key, extra];
                self.push_native(Native::Keyed, values, Deliver::Push)
            }
        }
    }

    /// What is looked up for a key: a set is found in a set of frozen sets.
    fn key_of(&mut self, op: KeyOp, container: Value, key: Value) -> Outcome<Value> {
        if !matches!(
            op,
            KeyOp::Contains | KeyOp::NotContains | KeyOp::SetDiscard | KeyOp::SetRemove
        ) || !matches!(self.object_of(container), Some(Object::Set { .. }))
        {
            return Ok(key);
        }
        match key.object().map(|id| self.read(id)) {
            Some(Object::Set { set, frozen: false }) => {
                let set = set.clone();
                Ok(self.alloc(Object::Set { set, frozen: true }))
            }
            _ => Ok(key),
        }
    }

    /// The hash of a key, as [`Turn::hash`]; the message of a failure tells what it was for.
    fn hash_key(&mut self, container: Value, key: Value) -> Outcome<Result<i64, Value>> {
        let set = matches!(self.object_of(container), Some(Object::Set { .. }));
        self.hash(key)
            .or_else(|fault| self.tell_use(fault, key, set))
    }

    /// From 3.14 on the message about an unhashable key says what it was needed for.
    pub(crate) fn tell_use<T>(&mut self, fault: Fault, key: Value, set: bool) -> Outcome<T> {
        match fault {
            Fault::Raise(exception)
                if self.version() >= Version::V3_14 && self.is_a(exception, Type::TypeError) =>
            {
                let reason = self.plain_text(exception);
                let message = format!(
                    "cannot use '{}' as a {} ({reason})",
                    self.class_name(key),
                    if set { "set element" } else { "dict key" }
                );
                self.raise(Type::TypeError, &message)
            }
            other => Err(other),
        }
    }

    /// The position of the first key with this hash that `accept` takes.
    pub(super) fn find_key(
        &self,
        container: Value,
        hash: i64,
        accept: impl Fn(&Self, Value) -> bool,
    ) -> Option<usize> {
        match self.read(container.object()?) {
            Object::Dict { dict, .. } => dict.find(hash, |other| accept(self, other)),
            Object::Set { set, .. } => set.find(hash, |other| accept(self, other)),
            _ => None,
        }
    }

    pub(super) fn finish_keyed(
        &mut self,
        op: KeyOp,
        container: Value,
        key: Value,
        hash: i64,
        found: Option<usize>,
        extra: Value,
    ) -> Outcome<Flow> {
        let Some(id) = container.object() else {
            return self.raise(Type::TypeError, "not a container");
        };
        let value = found.and_then(|at| match self.object(id) {
            Object::Dict { dict, .. } => dict.at(at).map(|entry| entry.value),
            _ => None,
        });
        let result = match op {
            KeyOp::Contains => Value::Bool(found.is_some()),
            KeyOp::NotContains => Value::Bool(found.is_none()),
            KeyOp::Get => match value {
                Some(value) => value,
                None => return self.missing_key(id, key),
            },
            KeyOp::MethodGet => value.unwrap_or(extra),
            KeyOp::Store => {
                if let Object::Dict { dict, .. } = self.write_added(id, &[key, extra]) {
                    match found {
                        Some(at) => dict.replace(at, extra),
                        None => dict.insert_new(key, hash, extra),
                    }
                }
                Value::None
            }
            KeyOp::SetDefault => match value {
                Some(value) => value,
                None => {
                    if let Object::Dict { dict, .. } = self.write_added(id, &[key, extra]) {
                        dict.insert_new(key, hash, extra);
                    }
                    extra
                }
            },
            KeyOp::Delete | KeyOp::Pop => match (found, value) {
                (Some(at), Some(value)) => {
                    if let Object::Dict { dict, .. } = self.write_added(id, &[]) {
                        dict.remove(at);
                    }
                    if op == KeyOp::Delete {
                        Value::None
                    } else {
                        value
                    }
                }
                _ if op == KeyOp::Pop && extra != Value::Null => extra,
                // Deleting a missing key of a Counter is no error.
                _ if op == KeyOp::Delete
                    && matches!(
                        self.object(id),
                        Object::Dict {
                            class: Type::Counter,
                            ..
                        }
                    ) =>
                {
                    Value::None
                }
                _ => return Err(self.raise_with(Type::KeyError, vec![key])),
            },
            KeyOp::MoveToEnd => match (found, value) {
                (Some(at), Some(value)) => {
                    if let Object::Dict { dict, .. } = self.write(id) {
                        dict.remove(at);
                        dict.insert_new(key, hash, value);
                    }
                    Value::None
                }
                _ => return Err(self.raise_with(Type::KeyError, vec![key])),
            },
            KeyOp::SetAdd => {
                if found.is_none()
                    && let Object::Set { set, .. } = self.write_added(id, &[key])
                {
                    set.insert_new(key, hash);
                }
                Value::None
            }
            KeyOp::SetDiscard | KeyOp::SetRemove => match found {
                Some(at) => {
                    let usable = self.slots_are_usable();
                    if let Object::Set { set, .. } = self.write_added(id, &[]) {
                        set.remove(at, usable);
                    }
                    Value::None
                }
                None if op == KeyOp::SetRemove => {
                    return Err(self.raise_with(Type::KeyError, vec![key]));
                }
                None => Value::None,
            },
        };
        Ok(Flow::Value(result))
    }

    /// `d[key]` for a key that is not there.
    fn missing_key(&mut self, id: ObjectId, key: Value) -> Outcome<Flow> {
        let Object::Dict { class, factory, .. } = *self.object(id) else {
            return Err(self.raise_with(Type::KeyError, vec![key]));
        };
        if class == Type::Counter {
            return Ok(Flow::Value(Value::Int(0)));
        }
        if factory == Value::Null || factory == Value::None {
            return Err(self.raise_with(Type::KeyError, vec![key]));
        }
        let dict = Value::Object(id);
        match factory {
            // A factory in C runs no code of the program: one step.
            Value::Type(_) | Value::Function(_) | Value::Method(_) => {
                match self.call_with(factory, Vec::new(), Deliver::Push)? {
                    Flow::Value(value) => {
                        self.keyed(KeyOp::Store, dict, key, value)?;
                        Ok(Flow::Value(value))
                    }
                    Flow::Frame => Ok(Flow::Frame),
                }
            }
            _ => self.push_native(
                Native::DefaultMissing,
                vec![dict, key, factory],
                Deliver::Push,
            ),
        }
    }

    pub(super) fn dict_store(
        &mut self,
        dict: Value,
        key: Value,
        value: Value,
        deliver: Deliver,
    ) -> Outcome<Flow> {
        let flow = self.keyed(KeyOp::Store, dict, key, value)?;
        if flow == Flow::Frame {
            self.frame().deliver = deliver;
        }
        Ok(flow)
    }

    pub(super) fn set_add(&mut self, set: Value, value: Value) -> Outcome<()> {
        let flow = self.keyed(KeyOp::SetAdd, set, value, Value::Null)?;
        self.drop_flow(flow);
        Ok(())
    }

    /// Inserts into a dictionary that is still being made.
    pub(crate) fn dict_insert(&mut self, dict: &mut Dict, key: Value, value: Value) -> Outcome<()> {
        let hash = self
            .plain_hash(key)
            .or_else(|fault| self.tell_use(fault, key, false))?;
        self.go_on()?;
        match dict.find(hash, |other| self.same_key(other, key)) {
            Some(at) => dict.replace(at, value),
            None => dict.insert_new(key, hash, value),
        }
        Ok(())
    }

    /// Inserts into a set that is still being made.
    pub(crate) fn set_insert(&mut self, set: &mut Set, item: Value) -> Outcome<()> {
        let hash = self
            .plain_hash(item)
            .or_else(|fault| self.tell_use(fault, item, true))?;
        self.go_on()?;
        if set.find(hash, |other| self.same_key(other, item)).is_none() {
            set.insert_new(item, hash);
        }
        Ok(())
    }

    /// The hash of a key whose class does not define it.
    pub(crate) fn plain_hash(&mut self, key: Value) -> Outcome<i64> {
        match self.hash(key)? {
            Ok(hash) => Ok(hash),
            Err(_) => self.refuse(
                "objects with their own `__hash__` are not supported here by the explorer",
                "put them in one by one: `d[key] = value` or `s.add(key)`",
            ),
        }
    }

    /// Takes all entries of a dictionary over into another.
    pub(crate) fn dict_update(&mut self, target: Value, source: Value) -> Outcome<()> {
        let entries: Vec<_> = match source.object().map(|id| self.read(id)) {
            Some(Object::Dict { dict, .. }) => dict.iter().copied().collect(),
            _ => Vec::new(),
        };
        for entry in entries {
            let found = self.find_key(target, entry.hash, |turn, other| {
                turn.same_key(other, entry.key)
            });
            if let Some(id) = target.object()
                && let Object::Dict { dict, .. } = self.write(id)
            {
                match found {
                    Some(at) => dict.replace(at, entry.value),
                    None => dict.insert_new(entry.key, entry.hash, entry.value),
                }
            }
        }
        Ok(())
    }

    pub(super) fn dict_merge(&mut self, dict: Value, mapping: Value, unique: bool) -> Outcome<()> {
        let entries: Vec<_> = match mapping.object().map(|id| self.read(id)) {
            Some(Object::Dict { dict, .. }) => dict.iter().copied().collect(),
            _ => {
                let message = format!("'{}' object is not a mapping", self.class_name(mapping));
                return self.raise(Type::TypeError, &message);
            }
        };
        if unique {
            for entry in &entries {
                if self
                    .find_key(dict, entry.hash, |turn, other| {
                        turn.same_key(other, entry.key)
                    })
                    .is_some()
                {
                    let key = self.plain_text(entry.key);
                    let message = format!("got multiple values for keyword argument '{key}'");
                    return self.raise(Type::TypeError, &message);
                }
            }
        }
        self.dict_update(dict, mapping)
    }

    /// A container that another thread holds the inner lock of (free-threaded builds) makes writers wait.
    pub(crate) fn container_guard(&self, id: ObjectId) -> Outcome<()> {
        if self.m.rules.gil {
            return Ok(());
        }
        // Whoever has the lock first is seen by the others.
        self.read(id);
        self.container_free(Value::Object(id)).map_err(Fault::Wait)
    }

    /// The containers whose inner locks a thread has or gave up for a moment.
    fn containers_of(thread: &super::state::Thread) -> impl Iterator<Item = Value> + '_ {
        thread
            .frames
            .iter()
            .filter_map(|frame| match frame.running {
                super::Running::Native(native) => native.holds_container(frame, &thread.values),
                super::Running::Code(_) => None,
            })
    }

    /// True if the thread is in the middle of an operation that holds the inner lock of a container.
    pub(super) fn holds_container(&self) -> bool {
        !self.m.rules.gil && Turn::containers_of(self.me()).next().is_some()
    }

    /// A thread that gave up inner locks goes on when nobody else has them.
    pub(super) fn reattach(&self) -> Result<(), Wait> {
        Turn::containers_of(self.me()).try_for_each(|container| self.container_free(container))
    }

    /// Whether no other thread has the inner lock of a container.
    fn container_free(&self, container: Value) -> Result<(), Wait> {
        for (other, thread) in self.s.threads.iter().enumerate() {
            if other != self.t
                && thread.detached == Detached::No
                && Turn::containers_of(thread).any(|held| held == container)
            {
                return Err(Wait {
                    kind: WaitKind::Container,
                    object: container,
                    thread: other as u16,
                    timeout: false,
                });
            }
        }
        Ok(())
    }

    /// `item in container`
    pub(crate) fn contains(
        &mut self,
        container: Value,
        item: Value,
        negate: bool,
    ) -> Outcome<Flow> {
        let answer = |found: bool| Ok(Flow::Value(Value::Bool(found != negate)));
        if let Value::Str(text) = container {
            let Value::Str(part) = item else {
                let message = format!(
                    "'in <string>' requires string as left operand, not {}",
                    self.class_name(item)
                );
                return self.raise(Type::TypeError, &message);
            };
            self.m.work.spend_bytes(self.text(text).len());
            return answer(self.text(text).contains(self.text(part)));
        }
        let op = if negate {
            KeyOp::NotContains
        } else {
            KeyOp::Contains
        };
        let Some(id) = container.object() else {
            return self.not_iterable(container, true);
        };
        match self.object(id) {
            Object::Dict { .. } | Object::Set { .. } => {
                self.keyed(op, container, item, Value::Null)
            }
            Object::View {
                of,
                what: Iteration::Keys,
            } => {
                let of = *of;
                self.keyed(op, of, item, Value::Null)
            }
            Object::Range { start, stop, step } => {
                let (start, stop, step) = (*start, *stop, *step);
                // Objects of the program are compared with each number: they may be equal to any.
                let compared = item.object().is_some_and(|id| {
                    matches!(
                        self.object(id),
                        Object::Instance { .. } | Object::Thread(_) | Object::Exception { .. }
                    )
                });
                if compared {
                    return self.contains_by_iteration(container, item, negate);
                }
                let whole = match item {
                    Value::Float(bits) => {
                        let float = f64::from_bits(bits);
                        let whole = float as i64;
                        (whole as f64 == float && whole != i64::MAX).then_some(whole)
                    }
                    item => self.small(item),
                };
                let found = whole.is_some_and(|item: i64| {
                    let inside = if step > 0 {
                        start <= item && item < stop
                    } else {
                        stop < item && item <= start
                    };
                    inside && (item - start) % step == 0
                });
                answer(found)
            }
            Object::Instance { .. } | Object::Thread(_) | Object::Exception { .. } => {
                if let Some(function) = self.special_method(container, name::CONTAINS) {
                    let flow = self.call_with(function, vec![container, item], Deliver::Push)?;
                    return match flow {
                        Flow::Value(value) => {
                            let truth = self.truth(value)?.unwrap_or(true);
                            answer(truth)
                        }
                        Flow::Frame => {
                            if negate {
                                self.frame().deliver = Deliver::Negate;
                            } else {
                                self.slip_truth_below();
                            }
                            Ok(Flow::Frame)
                        }
                    };
                }
                let iterable = [name::ITER, name::GETITEM]
                    .into_iter()
                    .any(|method| self.special_method(container, method).is_some());
                if !iterable {
                    return self.not_iterable(container, true);
                }
                self.contains_by_iteration(container, item, negate)
            }
            _ => {
                if let Some(items) = self.snapshot(container)? {
                    let mut unsure = false;
                    let found = items.iter().any(|other| {
                        *other == item
                            || self.equal(*other, item).unwrap_or_else(|| {
                                unsure = true;
                                false
                            })
                    });
                    if found || !unsure {
                        return answer(found);
                    }
                }
                self.contains_by_iteration(container, item, negate)
            }
        }
    }

    fn contains_by_iteration(
        &mut self,
        container: Value,
        item: Value,
        negate: bool,
    ) -> Outcome<Flow> {
        let flow = self.push_native(
            Native::Search,
            vec![container, item, Value::Bool(negate)],
            Deliver::Push,
        )?;
        self.set_native_stage(3);
        Ok(flow)
    }

    /// Start, stop, step and length of a slice of a sequence with `length` items.
    pub(crate) fn slice_bounds(
        &mut self,
        parts: [Value; 3],
        length: usize,
    ) -> Outcome<(i64, i64, i64, usize)> {
        let length = length as i64;
        let step = match parts[2] {
            Value::None => 1,
            value => match self.slice_part(value) {
                Some(0) => return self.raise(Type::ValueError, "slice step cannot be zero"),
                Some(step) => step,
                None => return self.slice_index(),
            },
        };
        let (low, high) = if step > 0 {
            (0, length)
        } else {
            (-1, length - 1)
        };
        let mut bounds = [
            if step > 0 { low } else { high },
            if step > 0 { high } else { low },
        ];
        for (bound, part) in bounds.iter_mut().zip(&parts[..2]) {
            if *part == Value::None {
                continue;
            }
            let Some(index) = self.slice_part(*part) else {
                return self.slice_index();
            };
            let index = if index < 0 {
                index.saturating_add(length)
            } else {
                index
            };
            *bound = index.clamp(low, high);
        }
        let [start, stop] = bounds;
        let count = super::compare::range_length(start, stop, step) as usize;
        Ok((start, stop, step, count))
    }

    /// A number of a slice. Larger ones than 64 bits are as good as the largest.
    fn slice_part(&self, part: Value) -> Option<i64> {
        match part {
            Value::Big(number) if self.m.atoms.big(number).is_negative() => Some(-i64::MAX),
            Value::Big(_) => Some(i64::MAX),
            part => self.small(part),
        }
    }

    fn slice_index<T>(&mut self) -> Outcome<T> {
        if self.version() >= Version::V3_15 {
            return self.raise(
                Type::TypeError,
                "slice indices must be integers or have an __index__ method",
            );
        }
        self.raise(
            Type::TypeError,
            "slice indices must be integers or None or have an __index__ method",
        )
    }

    fn slice_items(&mut self, items: &[Value], parts: [Value; 3]) -> Outcome<Vec<Value>> {
        let (start, _, step, count) = self.slice_bounds(parts, items.len())?;
        Ok((0..count as i64)
            .map(|at| items[(start + at * step) as usize])
            .collect())
    }

    /// The index of an item, counted from the start.
    pub(crate) fn index(&mut self, key: Value, length: usize, what: &str) -> Outcome<usize> {
        let Some(index) = self.small(key) else {
            if matches!(key, Value::Big(_)) {
                return self.raise(
                    Type::IndexError,
                    "cannot fit 'int' into an index-sized integer",
                );
            }
            if self.special_method(key, name::INDEX).is_some() {
                return self.refuse(
                    "an index with its own `__index__` is not supported by the explorer",
                    "use an int",
                );
            }
            let class = self.class_name(key);
            let message = match (what, self.version()) {
                ("string", version) if version < Version::V3_11 => {
                    "string indices must be integers".to_owned()
                }
                ("string", _) => format!("string indices must be integers, not '{class}'"),
                ("deque", _) => format!("sequence index must be integer, not '{class}'"),
                _ => format!("{what} indices must be integers or slices, not {class}"),
            };
            return self.raise(Type::TypeError, &message);
        };
        let at = if index < 0 {
            index.saturating_add(length as i64)
        } else {
            index
        };
        match usize::try_from(at) {
            Ok(at) if at < length => Ok(at),
            _ => {
                let message = format!("{what} index out of range");
                self.raise(Type::IndexError, &message)
            }
        }
    }

    /// `object[key]`
    pub(crate) fn subscript(&mut self, object: Value, key: Value) -> Outcome<Flow> {
        let slice = match self.object_of(key) {
            Some(Object::Slice(parts)) => Some(*parts),
            _ => None,
        };
        if let Value::Str(atom) = object {
            let text = self.text(atom);
            self.m.work.spend_bytes(text.len());
            if slice.is_none() && text.is_ascii() {
                let length = text.len();
                let at = self.index(key, length, "string")?;
                let character = self.text(atom)[at..=at].to_owned();
                return Ok(Flow::Value(self.string(&character)));
            }
            self.m.work.spend(text.len());
            let characters: Vec<char> = text.chars().collect();
            let text: String = match slice {
                Some(parts) => {
                    let (start, _, step, count) = self.slice_bounds(parts, characters.len())?;
                    (0..count as i64)
                        .map(|at| characters[(start + at * step) as usize])
                        .collect()
                }
                None => characters[self.index(key, characters.len(), "string")?].to_string(),
            };
            return Ok(Flow::Value(self.string(&text)));
        }
        let id = match object {
            Value::Object(id) => id,
            Value::Type(_) => return self.class_parameters(object),
            Value::Hint(hint) => return self.hint_parameters(hint, key),
            _ => return self.not_subscriptable(object),
        };
        match self.object(id) {
            Object::Dict { .. } => self.keyed(KeyOp::Get, object, key, Value::Null),
            Object::List { .. } | Object::Tuple(_) | Object::Deque { .. } => {
                let (items, what) = match self.read(id) {
                    Object::List { items, .. } => (items, "list"),
                    Object::Deque { items, .. } => (items, "deque"),
                    Object::Tuple(items) => (items, "tuple"),
                    _ => return self.not_subscriptable(object),
                };
                if let (None, Some(index)) = (slice, self.small(key)) {
                    let at = if index < 0 {
                        index + items.len() as i64
                    } else {
                        index
                    };
                    if let Some(item) = usize::try_from(at).ok().and_then(|at| items.get(at)) {
                        return Ok(Flow::Value(*item));
                    }
                }
                let items = items.clone();
                match slice {
                    Some(_) if what == "deque" => self.raise(
                        Type::TypeError,
                        "sequence index must be integer, not 'slice'",
                    ),
                    Some(parts) => {
                        let part = self.slice_items(&items, parts)?;
                        let object = if what == "list" {
                            Object::list(part)
                        } else {
                            Object::Tuple(part)
                        };
                        Ok(Flow::Value(self.alloc(object)))
                    }
                    None => {
                        let at = self.index(key, items.len(), what)?;
                        Ok(Flow::Value(items[at]))
                    }
                }
            }
            Object::Range { start, stop, step } => {
                let (start, stop, step) = (*start, *stop, *step);
                let length = super::compare::range_length(start, stop, step) as usize;
                match slice {
                    None => {
                        let at = self.index(key, length, "range object")?;
                        Ok(Flow::Value(Value::Int(start + at as i64 * step)))
                    }
                    Some(parts) => {
                        let (first, last, by, _) = self.slice_bounds(parts, length)?;
                        let range = Object::Range {
                            start: start + first * step,
                            stop: start + last * step,
                            step: step * by,
                        };
                        Ok(Flow::Value(self.alloc(range)))
                    }
                }
            }
            Object::Class { .. } => self.class_parameters(object),
            _ => match self.special_method(object, name::GETITEM) {
                Some(function) => self.call_with(function, vec![object, key], Deliver::Push),
                None => self.not_subscriptable(object),
            },
        }
    }

    fn not_subscriptable<T>(&mut self, object: Value) -> Outcome<T> {
        let message = format!("'{}' object is not subscriptable", self.class_name(object));
        self.raise(Type::TypeError, &message)
    }

    /// `object[key] = value`
    pub(super) fn store_subscript(
        &mut self,
        object: Value,
        key: Value,
        value: Value,
    ) -> Outcome<Flow> {
        if object == Value::Hint(Hint::Annotations) {
            return Ok(Flow::Value(Value::None));
        }
        if let Some(id) = object.object() {
            let slice = match self.object_of(key) {
                Some(Object::Slice(parts)) => Some(*parts),
                _ => None,
            };
            match self.object(id) {
                Object::Dict { .. } => return self.keyed(KeyOp::Store, object, key, value),
                Object::List { items, .. } => {
                    let length = items.len();
                    self.container_guard(id)?;
                    self.read(id);
                    if let Some(parts) = slice {
                        return self.store_slice(id, parts, value);
                    }
                    let at = self
                        .index(key, length, "list assignment")
                        .or_else(|fault| self.retell(fault, key))?;
                    if let Object::List { items, .. } = self.write_added(id, &[value]) {
                        items[at] = value;
                    }
                    return Ok(Flow::Value(Value::None));
                }
                Object::Deque { items, .. } => {
                    let at = self.index(key, items.len(), "deque")?;
                    if let Object::Deque { items, .. } = self.write_added(id, &[value]) {
                        items[at] = value;
                    }
                    return Ok(Flow::Value(Value::None));
                }
                _ => {
                    if let Some(function) = self.special_method(object, name::SETITEM) {
                        return self.call_with(
                            function,
                            vec![object, key, value],
                            Deliver::Discard,
                        );
                    }
                }
            }
        }
        let message = format!(
            "'{}' object does not support item assignment",
            self.class_name(object)
        );
        self.raise(Type::TypeError, &message)
    }

    /// The type error of a list index does not mention what was to be done.
    fn retell<T>(&mut self, fault: Fault, key: Value) -> Outcome<T> {
        match fault {
            Fault::Raise(exception) if self.is_a(exception, Type::TypeError) => {
                let message = format!(
                    "list indices must be integers or slices, not {}",
                    self.class_name(key)
                );
                self.raise(Type::TypeError, &message)
            }
            other => Err(other),
        }
    }

    fn store_slice(&mut self, id: ObjectId, parts: [Value; 3], value: Value) -> Outcome<Flow> {
        let Some(new) = self.snapshot(value)? else {
            let message = if self.slice_is_extended(parts) {
                "must assign iterable to extended slice"
            } else {
                "can only assign an iterable"
            };
            return self.raise(Type::TypeError, message);
        };
        let length = match self.object(id) {
            Object::List { items, .. } => items.len(),
            _ => 0,
        };
        let (start, stop, step, count) = self.slice_bounds(parts, length)?;
        if step != 1 && new.len() != count {
            let message = format!(
                "attempt to assign sequence of size {} to extended slice of size {count}",
                new.len()
            );
            return self.raise(Type::ValueError, &message);
        }
        if let Object::List { items, .. } = self.write(id) {
            if step == 1 {
                let stop = stop.max(start) as usize;
                items.splice(start as usize..stop, new);
            } else {
                for (at, value) in new.into_iter().enumerate() {
                    items[(start + at as i64 * step) as usize] = value;
                }
            }
        }
        Ok(Flow::Value(Value::None))
    }

    /// `del object[key]`
    pub(super) fn delete_subscript(&mut self, object: Value, key: Value) -> Outcome<Flow> {
        if let Some(id) = object.object() {
            match self.object(id) {
                Object::Dict { .. } => return self.keyed(KeyOp::Delete, object, key, Value::Null),
                Object::List { items, .. } | Object::Deque { items, .. } => {
                    let length = items.len();
                    self.container_guard(id)?;
                    self.read(id);
                    if let Some(Object::Slice(parts)) = self.object_of(key) {
                        let parts = *parts;
                        let (start, _, step, count) = self.slice_bounds(parts, length)?;
                        let mut gone = vec![false; length];
                        for at in 0..count as i64 {
                            gone[(start + at * step) as usize] = true;
                        }
                        self.m.work.spend(length);
                        if let Object::List { items, .. } = self.write_added(id, &[]) {
                            let mut gone = gone.into_iter();
                            items.retain(|_| gone.next() != Some(true));
                        }
                        return Ok(Flow::Value(Value::None));
                    }
                    let at = self
                        .index(key, length, "list assignment")
                        .or_else(|fault| self.retell(fault, key))?;
                    self.m.work.spend(length / 8);
                    match self.write_added(id, &[]) {
                        Object::List { items, .. } => {
                            items.remove(at);
                        }
                        Object::Deque { items, changes, .. } => {
                            items.remove(at);
                            *changes += 1;
                        }
                        _ => {}
                    }
                    return Ok(Flow::Value(Value::None));
                }
                _ => {
                    if let Some(function) = self.special_method(object, name::DELITEM) {
                        return self.call_with(function, vec![object, key], Deliver::Discard);
                    }
                }
            }
        }
        let message = format!(
            "'{}' object doesn't support item deletion",
            self.class_name(object)
        );
        self.raise(Type::TypeError, &message)
    }
}
