//! Access to objects, with a note of what other threads could see.

use super::shared::Change;
use super::state::{Cell, State, Thread};
use super::{Fault, Kept, Outcome, Turn, Walker};
use crate::bigint::BigInt;
use crate::syntax::Diagnostic;
use crate::value::{Atom, Object, ObjectId, Type, Value};

/// Objects whose use is always seen by others: locks and everything threads meet at.
fn is_meeting_point(object: &Object) -> bool {
    matches!(
        object,
        Object::Lock { .. }
            | Object::RLock { .. }
            | Object::Semaphore { .. }
            | Object::Condition { .. }
            | Object::Event { .. }
            | Object::Barrier(_)
            | Object::Queue(_)
            | Object::Executor { .. }
            | Object::Future(_)
    )
}

impl Turn<'_> {
    /// The thread at work.
    #[inline]
    pub(crate) fn thread(&mut self) -> &mut Thread {
        self.s.threads[self.t].change()
    }

    /// The thread at work, to read.
    pub(crate) fn me(&self) -> &Thread {
        &self.s.threads[self.t]
    }

    #[inline]
    pub(crate) fn push(&mut self, value: Value) {
        self.thread().values.push(value);
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Value {
        self.thread()
            .values
            .pop()
            .expect("compiled code never pops an empty stack")
    }

    /// The value at a depth, 0 being the top.
    #[inline]
    pub(crate) fn peek_value(&self, depth: usize) -> Value {
        let values = &self.me().values;
        values[values.len() - 1 - depth]
    }

    /// An object, without a note: for what cannot change or is known to be private.
    #[inline]
    pub(crate) fn object(&self, id: ObjectId) -> &Object {
        if id.is_constant() {
            &self.m.linked.constants[id.index()]
        } else {
            &self.s.heap[id.index()].object
        }
    }

    /// The object behind a value, if it is one.
    pub(crate) fn object_of(&self, value: Value) -> Option<&Object> {
        value.object().map(|id| self.object(id))
    }

    /// Notes that the step does something other threads can see.
    pub(crate) fn touch(&self) {
        if self.m.multi {
            self.m.touched.set(true);
        }
    }

    fn note_use(&self, id: ObjectId) {
        if id.is_constant() || !self.m.multi {
            return;
        }
        let cell = &self.s.heap[id.index()];
        if cell.shared
            && (is_meeting_point(&cell.object)
                || (!cell.object.is_immutable() && self.m.shared.changes(Change::Site(cell.site))))
        {
            self.m.touched.set(true);
        }
    }

    /// An object that is read now.
    pub(crate) fn read(&self, id: ObjectId) -> &Object {
        self.note_use(id);
        self.object(id)
    }

    /// An object that is changed now. Constants are never changed.
    pub(crate) fn write(&mut self, id: ObjectId) -> &mut Object {
        if self.note_change(id) {
            self.note_write(id);
        }
        self.change(id)
    }

    /// As [`Turn::write`] for an object that gets these values and no others: then nobody has to look through
    /// all that it holds.
    pub(crate) fn write_added(&mut self, id: ObjectId, values: &[Value]) -> &mut Object {
        self.m.allocated += 2 * values.len() as u64;
        if self.note_change(id) {
            let objects = values.iter().filter(|value| value.object().is_some());
            self.m.added.extend(objects);
        }
        self.change(id)
    }

    /// Notes that an object is changed; true if more than one thread may reach it.
    fn note_change(&mut self, id: ObjectId) -> bool {
        assert!(!id.is_constant(), "constants are immutable");
        self.note_use(id);
        let cell = &self.s.heap[id.index()];
        if cell.shared && self.m.concurrent && !is_meeting_point(&cell.object) {
            self.m.shared.note(Change::Site(cell.site));
        }
        cell.shared
    }

    /// Notes an object whose values have to be shared at the end of the step.
    fn note_write(&mut self, id: ObjectId) {
        // An operation writes the same few again and again; the rest is sorted out at the end.
        if !self.m.dirty.iter().rev().take(4).any(|other| *other == id) {
            self.m.dirty.push(id);
        }
    }

    /// The objects to change. A copy of them counts as work: a state of many objects has many of them.
    #[inline]
    fn heap(&mut self) -> &mut Vec<Cell> {
        if self.s.heap.is_kept_elsewhere() {
            self.m.work.spend(self.s.heap.len());
        }
        self.s.heap.change()
    }

    /// An object to change. A copy of it counts as work.
    #[inline]
    fn change(&mut self, id: ObjectId) -> &mut Object {
        let kept = &self.s.heap[id.index()].object;
        if kept.is_kept_elsewhere() {
            self.m.work.spend(kept.weight() as usize);
        }
        self.heap()[id.index()].object.change()
    }

    /// An object that is changed in a way that the program only sees through other means.
    pub(crate) fn write_unseen(&mut self, id: ObjectId) -> &mut Object {
        self.change(id)
    }

    /// An object whose attribute is read now.
    pub(crate) fn read_attribute(&self, id: ObjectId, name: Atom) -> &Object {
        if !id.is_constant()
            && self.m.multi
            && self.s.heap[id.index()].shared
            && self.m.shared.changes(Change::Attribute(name))
        {
            self.m.touched.set(true);
        }
        self.object(id)
    }

    /// An object whose attribute is changed now.
    pub(crate) fn write_attribute(&mut self, id: ObjectId, name: Atom) -> &mut Object {
        assert!(!id.is_constant(), "constants have no attributes");
        if self.s.heap[id.index()].shared {
            if self.m.concurrent && self.m.shared.note(Change::Attribute(name)) && self.m.multi {
                self.m.touched.set(true);
            }
            self.note_write(id);
        }
        self.change(id)
    }

    /// Notes that the answer of the step depends on which threads have ended.
    pub(crate) fn observe_lifecycle(&mut self) {
        if self.m.concurrent {
            self.m.shared.note(Change::Lifecycle);
            self.touch();
        }
    }

    /// Notes that threads can be told apart.
    pub(crate) fn observe_identity(&mut self) {
        if self.s.threads.len() > 1 || self.m.multi {
            self.m.shared.note(Change::Identity);
        }
    }

    /// A new object.
    pub(crate) fn alloc(&mut self, object: Object) -> Value {
        let (code, pc) = self.m.at;
        self.m.allocated += object.weight();
        self.m.work.spend(2 * object.weight() as usize);
        let heap = self.heap();
        heap.push(Cell {
            object: Kept::new(object),
            shared: false,
            site: code << 16 | (pc & 0xffff),
        });
        Value::Object(ObjectId::heap(heap.len() - 1))
    }

    /// A new tuple.
    pub(crate) fn tuple(&mut self, items: Vec<Value>) -> Value {
        self.alloc(Object::Tuple(items))
    }

    /// A new string.
    pub(crate) fn string(&mut self, text: &str) -> Value {
        self.m.work.spend_bytes(text.len());
        Value::Str(self.m.atoms.string(text))
    }

    /// A new integer.
    pub(crate) fn integer(&mut self, value: BigInt) -> Value {
        super::integer(&mut self.m.atoms, value)
    }

    /// The text of a string.
    pub(crate) fn text(&self, atom: Atom) -> &str {
        self.m.atoms.text(atom)
    }

    /// Marks everything that a value leads to as shared.
    pub(crate) fn share(&mut self, value: Value) {
        let mut todo = vec![value];
        while let Some(value) = todo.pop() {
            let Some(id) = value.object() else { continue };
            if id.is_constant() || self.s.heap[id.index()].shared {
                continue;
            }
            self.heap()[id.index()].shared = true;
            self.add_unshared(id, &mut todo);
        }
    }

    /// Adds what an object refers to and only one thread reaches so far.
    fn add_unshared(&self, id: ObjectId, todo: &mut Vec<Value>) {
        let object = &self.s.heap[id.index()].object;
        self.m.work.spend(object.weight() as usize);
        object.each_value(&mut |value| {
            if let Some(id) = value.object()
                && !id.is_constant()
                && !self.s.heap[id.index()].shared
            {
                todo.push(value);
            }
        });
    }

    /// Shares what was put into shared objects by this step.
    pub(super) fn spread(&mut self) {
        let mut dirty = std::mem::take(&mut self.m.dirty);
        dirty.sort_unstable();
        dirty.dedup();
        let mut added = std::mem::take(&mut self.m.added);
        for id in dirty.drain(..) {
            self.add_unshared(id, &mut added);
        }
        for value in added.drain(..) {
            self.share(value);
        }
        // The space is for the next step.
        (self.m.dirty, self.m.added) = (dirty, added);
    }

    /// An exception of a built-in class with a text.
    pub(crate) fn raise<T>(&mut self, class: Type, message: &str) -> Outcome<T> {
        let text = self.string(message);
        Err(self.raise_with(class, vec![text]))
    }

    /// An exception of a built-in class with these arguments.
    pub(crate) fn raise_with(&mut self, class: Type, args: Vec<Value>) -> Fault {
        let exception = self.alloc(Object::Exception {
            class: Value::Type(class),
            args,
            attrs: crate::value::Attrs::default(),
            line: 0,
            cause: Value::Null,
        });
        Fault::Raise(exception)
    }

    /// Ends an operation that looks at too many items; loops ask at every turn.
    pub(crate) fn go_on(&self) -> Outcome<()> {
        match self.m.work.excess() {
            None => Ok(()),
            Some(_) => Err(Fault::Refuse(self.m.gives_up(self.s, self.t))),
        }
    }

    /// The program does something that is not supported here.
    pub(crate) fn refuse<T>(&self, message: impl Into<String>, hint: &str) -> Outcome<T> {
        let span = self
            .m
            .place(self.s, self.t)
            .map_or_else(crate::syntax::Span::default, |place| place.2);
        let span = self.m.current_span().unwrap_or(span);
        Err(Fault::Refuse(Box::new(
            Diagnostic::new(span, message).with_hint(hint),
        )))
    }
}

impl super::Machine {
    /// The source of the instruction that is executed.
    pub(super) fn current_span(&self) -> Option<crate::syntax::Span> {
        let (code, pc) = self.at;
        let code = self.linked.program.codes.get(code as usize)?;
        code.instrs.get(pc as usize).map(|instr| instr.span)
    }
}

/// Moves the reachable objects together when most of the heap is garbage.
pub(crate) fn compact(s: &mut State, walker: &mut Walker) {
    let order = walker.reachable(s);
    let mut places = vec![None; s.heap.len()];
    for (new, old) in order.iter().enumerate() {
        places[old.index()] = Some(ObjectId::heap(new));
    }
    let renumber = |value: &mut Value| {
        if let Value::Object(id) = value
            && !id.is_constant()
        {
            *value = places[id.index()].map_or(Value::Null, Value::Object);
        }
    };
    // Taken out one by one: a cell that nobody else has is moved and not copied.
    let old = std::mem::take(s.heap.change());
    let mut old: Vec<Option<Cell>> = old.into_iter().map(Some).collect();
    *s.heap.change() = order
        .iter()
        .filter_map(|id| {
            let mut cell = old[id.index()].take()?;
            cell.object
                .change()
                .each_value_mut(&mut |value| renumber(value));
            Some(cell)
        })
        .collect();
    s.globals.change().iter_mut().for_each(renumber);
    for thread in s.threads.iter_mut() {
        let thread = thread.change();
        thread.values.iter_mut().for_each(renumber);
        renumber(&mut thread.handled);
        renumber(&mut thread.object);
        for frame in thread.frames.iter_mut() {
            renumber(&mut frame.owner);
            renumber(&mut frame.handled);
        }
        for (local, attrs) in &mut thread.locals {
            let mut value = Value::Object(*local);
            renumber(&mut value);
            if let Value::Object(id) = value {
                *local = id;
            }
            attrs.values_mut().for_each(renumber);
        }
    }
}
