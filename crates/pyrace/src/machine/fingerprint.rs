//! Fingerprints: equal for states that go on in the same way.
//!
//! Objects are numbered in the order in which a walk from the variables of the module and then from
//! the threads meets them, so neither their place on the heap nor garbage matters. With symmetry,
//! threads that do the same are sorted by a fingerprint of their own, so it does not matter either
//! which of them is where. A fingerprint has 128 bits: for a million states the chance that two
//! different ones collide is below 10^-26.

use super::state::{Frame, Running, State, Status, Thread};
use crate::value::{Iter, Object, ObjectId, Value};

/// A hash of words, as two independent 64-bit halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mixer {
    a: u64,
    b: u64,
}

impl Mixer {
    pub(crate) fn new(seed: u64) -> Mixer {
        Mixer {
            a: 0x243f_6a88_85a3_08d3 ^ seed,
            b: 0x1319_8a2e_0370_7344_u64.wrapping_add(seed),
        }
    }

    #[inline]
    pub(crate) fn put(&mut self, word: u64) {
        // Two multiply-and-fold steps with different odd constants (as in wyhash).
        let x = u128::from(self.a ^ word) * 0x9e37_79b9_7f4a_7c15_u128;
        self.a = (x as u64) ^ ((x >> 64) as u64);
        self.b = (self.b.rotate_left(27) ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
        self.b ^= self.b >> 31;
    }

    pub(crate) fn finish(self) -> u128 {
        let mut end = self;
        end.put(0x5851_f42d_4c95_7f2d);
        u128::from(end.a) << 64 | u128::from(end.b)
    }
}

/// The fingerprint of a state and how it ordered the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(pub(crate) u128);

/// Space for the walk, kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Walker {
    /// For each object: the epoch in which it was met, and its number there.
    met: Vec<(u32, u32)>,
    epoch: u32,
    order: Vec<ObjectId>,
    next: usize,
    /// For each thread, with symmetry: what was found about it in shared objects.
    about: Vec<u64>,
    /// The threads, sorted: the order of the last fingerprint.
    pub(crate) sorted: Vec<(u16, u128)>,
    symmetric: bool,
    /// With symmetry: numbers below belong to objects that do not depend on the sorted threads.
    shared_end: u32,
    /// The first number that belongs to the thread being walked.
    border: u32,
    /// Two sorted threads share an object that nothing else refers to.
    aliased: bool,
}

impl Walker {
    fn begin(&mut self, state: &State, symmetric: bool) {
        if self.met.len() < state.heap.len() {
            self.met.resize(state.heap.len(), (0, 0));
        }
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.met.fill((0, 0));
            self.epoch = 1;
        }
        self.order.clear();
        self.next = 0;
        self.symmetric = symmetric;
        self.about.clear();
        self.about.resize(state.threads.len(), 0);
        self.shared_end = u32::MAX;
        self.border = u32::MAX;
        self.aliased = false;
    }

    /// The fingerprint of a state. With `symmetric`, threads of the same kin are interchangeable.
    pub(crate) fn fingerprint(&mut self, state: &State, symmetric: bool) -> Fingerprint {
        // Only where the main thread waits for all others is it the same for it which of them is where.
        let symmetric = symmetric && state.threads[0].joins_all;
        if symmetric && let Some(fingerprint) = self.sorted_fingerprint(state) {
            return fingerprint;
        }
        self.begin(state, false);
        let mut mixer = self.shared_part(state, if symmetric { 2 } else { 1 });
        self.sorted.clear();
        for (index, thread) in state.threads.iter().enumerate() {
            self.thread(&mut mixer, thread);
            self.objects(&mut mixer, state);
            self.sorted.push((index as u16, index as u128));
        }
        Fingerprint(mixer.finish())
    }

    /// Numbers the objects that the state needs, in the order of the walk.
    pub(crate) fn reachable(&mut self, state: &State) -> &[ObjectId] {
        self.begin(state, false);
        let mut mixer = self.shared_part(state, 1);
        for thread in &state.threads {
            self.thread(&mut mixer, thread);
            self.objects(&mut mixer, state);
        }
        &self.order
    }

    /// How many objects the last walk met.
    pub(crate) fn reached(&self) -> usize {
        self.order.len()
    }

    /// Globals, main's objects and output.
    fn shared_part(&mut self, state: &State, seed: u64) -> Mixer {
        let mut mixer = Mixer::new(seed);
        for value in &state.globals {
            self.value(&mut mixer, *value);
        }
        mixer.put(state.printed.as_ref().map_or(0, |printed| printed.hash));
        mixer.put(state.threads.len() as u64);
        self.objects(&mut mixer, state);
        mixer
    }

    /// `None` if two threads share an object that nothing else refers to: then they cannot be sorted
    /// independently.
    fn sorted_fingerprint(&mut self, state: &State) -> Option<Fingerprint> {
        self.begin(state, true);
        let mut mixer = self.shared_part(state, 3);
        // Threads without kin, the main thread among them, keep their place.
        for thread in state.threads.iter().filter(|thread| thread.kin == 0) {
            self.thread(&mut mixer, thread);
            self.objects(&mut mixer, state);
        }
        self.shared_end = self.order.len() as u32;
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.clear();
        for (index, thread) in state.threads.iter().enumerate() {
            if thread.kin == 0 {
                sorted.push((index as u16, 0));
                continue;
            }
            self.border = self.order.len() as u32;
            // Numbers of private objects start again for every thread.
            let mut own = Mixer::new(u64::from(thread.kin));
            self.thread(&mut own, thread);
            self.objects(&mut own, state);
            sorted.push((index as u16, own.finish()));
        }
        if self.aliased {
            self.sorted = sorted;
            return None;
        }
        for entry in &mut sorted {
            if entry.1 != 0 {
                let mut own = Mixer::new(self.about[entry.0 as usize]);
                own.put(entry.1 as u64);
                own.put((entry.1 >> 64) as u64);
                entry.1 = own.finish().max(1);
            } else {
                let about = self.about[entry.0 as usize];
                mixer.put(about);
            }
        }
        // Threads without kin come first: their number 0 sorts before every other.
        sorted.sort_by_key(|entry| (entry.1, if entry.1 == 0 { entry.0 } else { 0 }));
        for (_, hash) in &sorted {
            mixer.put(*hash as u64);
            mixer.put((*hash >> 64) as u64);
        }
        self.sorted = sorted;
        Some(Fingerprint(mixer.finish()))
    }

    /// Writes a number that stands for the value, and schedules the object for the walk.
    fn number(&mut self, value: Value) -> u64 {
        const TAG: u32 = 56;
        let tagged = |tag: u64, payload: u64| tag << TAG ^ payload;
        match value {
            Value::Null => tagged(1, 0),
            Value::None => tagged(2, 0),
            Value::Ellipsis => tagged(3, 0),
            Value::NotImplemented => tagged(4, 0),
            Value::Bool(value) => tagged(5, u64::from(value)),
            // The tag is mixed in by multiplication: integers use all of their bits.
            Value::Int(value) => (value as u64).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ tagged(6, 0),
            Value::Big(atom) => tagged(7, u64::from(atom.0)),
            Value::Float(bits) => bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ tagged(8, 0),
            Value::Str(atom) => tagged(9, u64::from(atom.0)),
            Value::Code(code) => tagged(10, u64::from(code.0)),
            Value::Address(at) => tagged(11, u64::from(at)),
            Value::Type(class) => tagged(12, class as u64),
            Value::Function(function) => tagged(13, function as u64),
            Value::Method(method) => tagged(14, method as u64),
            Value::Module(module) => tagged(15, module as u64),
            Value::Object(id) if id.is_constant() => tagged(16, id.index() as u64),
            Value::Object(id) => {
                let met = &mut self.met[id.index()];
                if met.0 != self.epoch {
                    *met = (self.epoch, self.order.len() as u32);
                    self.order.push(id);
                }
                let number = met.1;
                if number < self.shared_end {
                    return tagged(17, u64::from(number));
                }
                self.aliased |= number < self.border;
                tagged(18, u64::from(number.wrapping_sub(self.border)))
            }
        }
    }

    #[inline]
    fn value(&mut self, mixer: &mut Mixer, value: Value) {
        let number = self.number(value);
        mixer.put(number);
    }

    fn values(&mut self, mixer: &mut Mixer, values: &[Value]) {
        mixer.put(values.len() as u64);
        for value in values {
            self.value(mixer, *value);
        }
    }

    fn thread(&mut self, mixer: &mut Mixer, thread: &Thread) {
        mixer.put(
            u64::from(thread.status == Status::Done)
                | u64::from(thread.daemon) << 1
                | u64::from(thread.waited) << 2
                | u64::from(thread.joins_all) << 3
                | u64::from(thread.spins) << 4
                | (thread.detached as u64) << 5
                | (thread.frames.len() as u64) << 8
                | u64::from(thread.ident) << 48,
        );
        if let Some(ended) = &thread.ended {
            for byte in ended.class.bytes().chain(ended.message.bytes()) {
                mixer.put(u64::from(byte));
            }
            mixer.put(u64::from(ended.line));
        }
        for frame in &thread.frames {
            self.frame(mixer, frame);
        }
        for value in &thread.values {
            self.value(mixer, *value);
        }
        for block in &thread.blocks {
            mixer.put(u64::from(block.target) << 32 | u64::from(block.height));
        }
        self.value(mixer, thread.handled);
        if !self.symmetric {
            self.value(mixer, thread.object);
        }
        for (local, attrs) in &thread.locals {
            self.value(mixer, Value::Object(*local));
            for (name, value) in attrs.iter() {
                mixer.put(u64::from(name.0));
                self.value(mixer, value);
            }
        }
    }

    fn frame(&mut self, mixer: &mut Mixer, frame: &Frame) {
        let running = match frame.running {
            Running::Code(code) => u64::from(code.0),
            Running::Native(native) => 1 << 31 | native as u64,
        };
        mixer.put(running << 32 | u64::from(frame.pc));
        mixer.put(
            u64::from(frame.base) << 32
                | u64::from(frame.blocks) << 16
                | u64::from(frame.names) << 4
                | frame.deliver as u64,
        );
        if frame.owner != Value::Null || frame.handled != Value::Null {
            self.value(mixer, frame.owner);
            self.value(mixer, frame.handled);
        }
    }

    /// Walks the objects that were met and not yet walked.
    fn objects(&mut self, mixer: &mut Mixer, state: &State) {
        let mut next = self.next;
        while let Some(&id) = self.order.get(next) {
            next += 1;
            let cell = &state.heap[id.index()];
            self.object(
                mixer,
                state,
                &cell.object,
                next as u64,
                u64::from(cell.site),
            );
        }
        self.next = next;
    }

    /// Threads that an object names: by index, or with symmetry as a note about each thread.
    fn waiter(&mut self, mixer: &mut Mixer, thread: u16, number: u64, role: u64) {
        if self.symmetric {
            let number = if self.border == u32::MAX {
                number
            } else {
                number - u64::from(self.border)
            };
            let mut note = Mixer::new(number);
            note.put(role);
            let about = &mut self.about[usize::from(thread)];
            *about = about.wrapping_add(note.finish() as u64);
        } else {
            mixer.put(u64::from(thread) << 32 | role);
        }
    }

    fn object(
        &mut self,
        mixer: &mut Mixer,
        state: &State,
        object: &Object,
        number: u64,
        site: u64,
    ) {
        let kind = |kind: u64, rest: u64| kind << 48 | rest;
        match object {
            Object::Cell(value) => {
                mixer.put(kind(1, 0));
                self.value(mixer, *value);
            }
            Object::Tuple(items) => {
                mixer.put(kind(2, 0));
                self.values(mixer, items);
            }
            Object::List { items, sorting } => {
                mixer.put(kind(3, site) ^ u64::from(*sorting) << 40);
                self.values(mixer, items);
            }
            Object::Dict {
                dict,
                class,
                factory,
            } => {
                mixer.put(kind(4, site));
                mixer.put(
                    (*class as u64) << 48 | (dict.room() as u64) << 24 | dict.slots().len() as u64,
                );
                self.value(mixer, *factory);
                for slot in dict.slots() {
                    match slot {
                        None => mixer.put(kind(5, 0)),
                        Some(entry) => {
                            self.value(mixer, entry.key);
                            self.value(mixer, entry.value);
                        }
                    }
                }
            }
            Object::Set { set, frozen } => {
                mixer.put(kind(6, site) ^ u64::from(*frozen) << 40);
                for slot in set.layout() {
                    self.value(mixer, slot.unwrap_or(Value::Ellipsis));
                }
            }
            Object::Instance { class, attrs } => {
                mixer.put(kind(7, site));
                self.value(mixer, *class);
                for (name, value) in attrs.iter() {
                    mixer.put(u64::from(name.0));
                    self.value(mixer, value);
                }
            }
            Object::Function {
                code,
                defaults,
                keyword_defaults,
                closure,
            } => {
                mixer.put(kind(8, u64::from(code.0)));
                if (*defaults, *keyword_defaults, *closure)
                    != (Value::Null, Value::Null, Value::Null)
                {
                    self.value(mixer, *defaults);
                    self.value(mixer, *keyword_defaults);
                    self.value(mixer, *closure);
                }
            }
            Object::Iter(Iter::Range { next, step, left }) => {
                mixer.put(kind(9, 0));
                mixer.put(*next as u64);
                mixer.put((*step as u64).rotate_left(32) ^ *left as u64);
            }
            Object::Range { start, stop, step } => {
                mixer.put(kind(10, 0));
                mixer.put(*start as u64);
                mixer.put((*stop as u64).rotate_left(32) ^ *step as u64);
            }
            Object::Lock { locked } => mixer.put(kind(11, u64::from(*locked))),
            Object::RLock { owner, count } => {
                mixer.put(kind(12, u64::from(*count)));
                if *count > 0 {
                    self.waiter(mixer, *owner, number, 1);
                }
            }
            Object::Semaphore { value, limit } => {
                mixer.put(kind(13, 0));
                mixer.put((*value as u64).rotate_left(32) ^ *limit as u64);
            }
            Object::Condition { lock, waiters } => {
                mixer.put(kind(14, waiters.len() as u64));
                self.value(mixer, *lock);
                self.waiters(mixer, waiters, number);
            }
            Object::Event { set, waiters } => {
                mixer.put(kind(15, u64::from(*set) << 32 | waiters.len() as u64));
                self.waiters(mixer, waiters, number);
            }
            Object::Thread(thread) => {
                // Started threads of one kin differ in nothing that matters.
                let started = thread.started.map_or(0, |index| {
                    if self.symmetric && thread.target != Value::Null {
                        1
                    } else {
                        2 + u64::from(index)
                    }
                });
                mixer.put(kind(16, started) ^ u64::from(thread.daemon) << 40);
                self.value(mixer, thread.class);
                self.value(mixer, thread.name);
                self.value(mixer, thread.target);
                self.value(mixer, thread.args);
                self.value(mixer, thread.kwargs);
                for (name, value) in thread.attrs.iter() {
                    mixer.put(u64::from(name.0));
                    self.value(mixer, value);
                }
            }
            other => self.rare(mixer, state, other, number, site),
        }
    }

    fn waiters(&mut self, mixer: &mut Mixer, waiters: &[u16], number: u64) {
        for (place, thread) in waiters.iter().enumerate() {
            self.waiter(mixer, *thread, number, 2 + place as u64);
        }
    }

    /// Objects that few programs have many of.
    fn rare(&mut self, mixer: &mut Mixer, state: &State, object: &Object, number: u64, site: u64) {
        let kind = |kind: u64, rest: u64| kind << 48 | rest;
        match object {
            Object::Deque { limit, items, .. } => {
                mixer.put(kind(20, site));
                mixer.put(*limit as u64);
                mixer.put(items.len() as u64);
            }
            Object::Slice(_) => mixer.put(kind(21, 0)),
            Object::View { what, .. } => mixer.put(kind(22, *what as u64)),
            Object::Iter(iter) => self.iterator(mixer, state, iter),
            Object::Bound { .. } => mixer.put(kind(24, 0)),
            Object::Class {
                name,
                attrs,
                bases,
                mro,
            } => {
                mixer.put(kind(25, u64::from(name.0)));
                mixer.put((bases.len() as u64) << 32 | mro.len() as u64);
                for (name, _) in attrs.iter() {
                    mixer.put(u64::from(name.0));
                }
            }
            Object::Exception {
                args, attrs, line, ..
            } => {
                mixer.put(kind(26, u64::from(*line)));
                mixer.put(args.len() as u64);
                for (name, _) in attrs.iter() {
                    mixer.put(u64::from(name.0));
                }
            }
            Object::Generator {
                code,
                pc,
                values,
                blocks,
                status,
            } => {
                mixer.put(kind(27, *status as u64));
                mixer.put(u64::from(code.0) << 32 | u64::from(*pc));
                mixer.put(values.len() as u64);
                for block in blocks {
                    mixer.put(u64::from(block.target) << 32 | u64::from(block.height));
                }
            }
            Object::Property { .. } => mixer.put(kind(28, 0)),
            Object::StaticMethod(_) => mixer.put(kind(29, 0)),
            Object::ClassMethod(_) => mixer.put(kind(30, 0)),
            Object::Super { .. } => mixer.put(kind(31, 0)),
            Object::Barrier(barrier) => {
                mixer.put(kind(32, u64::from(barrier.parties)));
                mixer.put(
                    u64::from(barrier.broken)
                        | u64::from(barrier.acting) << 1
                        | u64::from(barrier.reset) << 2,
                );
                mixer.put((barrier.waiting.len() as u64) << 32 | barrier.leaving.len() as u64);
                self.waiters(mixer, &barrier.waiting, number);
                for (thread, place) in &barrier.leaving {
                    self.waiter(mixer, *thread, number, 1 << 16 | u64::from(*place));
                }
            }
            Object::Local => mixer.put(kind(33, 0)),
            Object::Queue(queue) => {
                mixer.put(kind(34, queue.kind as u64 | u64::from(queue.closed) << 8));
                mixer.put(queue.maxsize as u64);
                mixer.put((queue.unfinished as u64).rotate_left(32) ^ queue.items.len() as u64);
            }
            Object::Executor {
                limit,
                workers,
                jobs,
                closed,
                ..
            } => {
                mixer.put(kind(35, u64::from(*limit) << 1 | u64::from(*closed)));
                mixer.put((workers.len() as u64) << 32 | jobs.len() as u64);
                for worker in workers {
                    self.waiter(mixer, *worker, number, 1);
                }
            }
            Object::Future(future) => mixer.put(kind(
                36,
                match future {
                    crate::value::FutureState::Pending => 0,
                    crate::value::FutureState::Running => 1,
                    crate::value::FutureState::Cancelled => 2,
                    crate::value::FutureState::Done(_) => 3,
                    crate::value::FutureState::Failed(_) => 4,
                },
            )),
            _ => mixer.put(kind(37, 0)),
        }
        let mut words = Vec::new();
        object.each_value(&mut |value| words.push(value));
        for value in words {
            self.value(mixer, value);
        }
    }

    fn iterator(&mut self, mixer: &mut Mixer, state: &State, iter: &Iter) {
        let (tag, a, b, c) = match iter {
            Iter::Sequence {
                index, reversed, ..
            } => (0, *index, i64::from(*reversed), 0),
            Iter::Str { of, index } => (1, i64::from(of.0), i64::from(*index), 0),
            Iter::Range { next, step, left } => (2, *next, *step, *left),
            Iter::Dict {
                what,
                position,
                used,
                left,
                ..
            } => (3 + *what as u64, i64::from(*position), *used, *left),
            Iter::Set { position, used, .. } => (6, i64::from(*position), *used, 0),
            Iter::Deque {
                of,
                index,
                changes,
                reversed,
            } => {
                // The number of changes only matters as: has it changed since?
                let changed = match of.object().map(|id| &*state.heap[id.index()].object) {
                    Some(Object::Deque { changes: now, .. }) => now != changes,
                    _ => false,
                };
                (
                    7,
                    i64::from(*index),
                    i64::from(changed),
                    i64::from(*reversed),
                )
            }
            Iter::Enumerate { count, .. } => (8, *count, 0, 0),
            Iter::Zip { inner } => (9, inner.len() as i64, 0, 0),
            Iter::Map { inner, .. } => (10, inner.len() as i64, 0, 0),
            Iter::Filter { .. } => (11, 0, 0, 0),
            Iter::Count { .. } => (12, 0, 0, 0),
            Iter::Repeat { left, .. } => (13, *left, 0, 0),
            Iter::Chain { rest, .. } => (14, rest.len() as i64, 0, 0),
            Iter::Slice {
                skip, left, step, ..
            } => (15, *skip, *left, *step),
            Iter::Results { futures, completed } => {
                (16, futures.len() as i64, i64::from(*completed), 0)
            }
            Iter::Call { .. } => (17, 0, 0, 0),
        };
        mixer.put(23 << 48 | tag);
        mixer.put(a as u64);
        mixer.put(b as u64);
        mixer.put(c as u64);
    }
}
