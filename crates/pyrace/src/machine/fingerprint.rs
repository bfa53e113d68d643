//! Fingerprints: equal for states that go on in the same way.
//!
//! Objects are numbered in the order in which a walk from the variables of the module and then from
//! the threads meets them, so neither their place on the heap nor garbage matters. With symmetry,
//! threads that do the same are sorted by a fingerprint of their own, so it does not matter either
//! which of them is where. A fingerprint has 128 bits: for a million states the chance that two
//! different ones collide is below 10^-26.

use std::rc::Rc;

use super::mixer::{Mixer, tagged, word};
use super::print::Print;
use super::state::{Cell, State, Thread};
use super::store::Kept;
use crate::value::{Iter, Object, ObjectId, Value};

/// The fingerprint of a state and how it ordered the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint(pub(crate) u128);

/// What a walk from the variables of the module over the objects finds. It is the same for all states
/// that have the same objects, and variables that refer to them.
#[derive(Debug)]
pub(crate) struct Walk {
    /// What the variables refer to.
    roots: Vec<ObjectId>,
    /// A hash of what they lead to.
    hash: u128,
    /// For each object its number, or [`UNMET`].
    numbers: Vec<u32>,
    /// How many objects were met.
    met: u32,
    /// With symmetry: what was found about threads.
    about: Vec<(u16, u64)>,
}

/// The walk has not met this object.
const UNMET: u32 = u32::MAX;

/// Space for the walk, kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Walker {
    /// What the variables lead to, once that is known.
    base: Option<Rc<Walk>>,
    /// For each object: the epoch in which it was met, and its number there.
    met: Vec<(u32, u32)>,
    epoch: u32,
    /// The objects that were met after those of `base`.
    order: Vec<ObjectId>,
    /// The number of the first of `order`.
    first: u32,
    next: usize,
    /// With symmetry: what was found about each thread in shared objects.
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
        self.base = None;
        self.order.clear();
        self.first = 0;
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
        let mut mixer = self.shared_part(state, false, if symmetric { 2 } else { 1 });
        self.sorted.clear();
        for (index, thread) in state.threads.iter().enumerate() {
            self.thread(&mut mixer, thread);
            self.objects(&mut mixer, &state.heap);
            self.sorted.push((index as u16, index as u128));
        }
        Fingerprint(mixer.finish())
    }

    /// The objects that the state needs, in the order of the walk.
    pub(crate) fn reachable(&mut self, state: &State) -> Vec<ObjectId> {
        let mut mixer = self.shared_part(state, false, 1);
        for thread in state.threads.iter() {
            self.thread(&mut mixer, thread);
            self.objects(&mut mixer, &state.heap);
        }
        let mut all = vec![ObjectId::heap(0); self.first as usize];
        if let Some(base) = &self.base {
            for (index, number) in base.numbers.iter().enumerate() {
                if *number != UNMET {
                    all[*number as usize] = ObjectId::heap(index);
                }
            }
        }
        all.extend(&self.order);
        all
    }

    /// How many objects the last walk met.
    pub(crate) fn reached(&self) -> usize {
        self.first as usize + self.order.len()
    }

    /// Begins with the variables and what they lead to, and the output.
    fn shared_part(&mut self, state: &State, symmetric: bool, seed: u64) -> Mixer {
        let walk = self.base(state, symmetric);
        self.begin(state, symmetric);
        for (thread, about) in &walk.about {
            self.about[usize::from(*thread)] = *about;
        }
        self.first = walk.met;
        let mut mixer = Mixer::new(seed);
        mixer.put_hash(state.globals.print().hash);
        mixer.put_hash(walk.hash);
        mixer.put(state.printed.as_ref().map_or(0, |printed| printed.hash));
        mixer.put(state.threads.len() as u64);
        self.base = Some(walk);
        mixer
    }

    /// What a walk from the variables finds, if need be by walking.
    fn base(&mut self, state: &State, symmetric: bool) -> Rc<Walk> {
        let roots = &state.globals.print().objects;
        if let Some(walk) = state.heap.walk(symmetric)
            && walk.roots == *roots
        {
            return walk;
        }
        let walk = Rc::new(self.walk(state, roots, symmetric));
        state.heap.keep(symmetric, Rc::clone(&walk));
        walk
    }

    /// Walks from the variables of the module.
    fn walk(&mut self, state: &State, roots: &[ObjectId], symmetric: bool) -> Walk {
        self.begin(state, symmetric);
        let mut mixer = Mixer::new(0);
        for id in roots {
            let number = self.number(*id);
            mixer.put(number);
        }
        self.objects(&mut mixer, &state.heap);
        let mut numbers = vec![UNMET; state.heap.len()];
        for (number, id) in self.order.iter().enumerate() {
            numbers[id.index()] = number as u32;
        }
        let about = self.about.iter().enumerate();
        Walk {
            roots: roots.to_vec(),
            hash: mixer.finish(),
            numbers,
            met: self.order.len() as u32,
            about: about
                .filter(|(_, about)| **about != 0)
                .map(|(thread, about)| (thread as u16, *about))
                .collect(),
        }
    }

    /// `None` if two threads share an object that nothing else refers to: then they cannot be sorted
    /// independently.
    fn sorted_fingerprint(&mut self, state: &State) -> Option<Fingerprint> {
        let mut mixer = self.shared_part(state, true, 3);
        // Threads without kin, the main thread among them, keep their place.
        for thread in state.threads.iter().filter(|thread| thread.kin == 0) {
            self.thread(&mut mixer, thread);
            self.objects(&mut mixer, &state.heap);
        }
        self.shared_end = self.reached() as u32;
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.clear();
        for (index, thread) in state.threads.iter().enumerate() {
            let own = if thread.kin == 0 {
                0
            } else {
                self.own_part(state, thread)
            };
            sorted.push((index as u16, own));
        }
        if self.aliased {
            self.sorted = sorted;
            return None;
        }
        for entry in &mut sorted {
            let about = self.about[usize::from(entry.0)];
            if entry.1 == 0 {
                mixer.put(about);
            } else if about != 0 {
                let mut own = Mixer::new(about);
                own.put_hash(entry.1);
                entry.1 = own.finish().max(1);
            }
        }
        // Threads without kin come first: their number 0 sorts before every other.
        sorted.sort_unstable_by_key(|entry| (entry.1, entry.0));
        for (_, hash) in &sorted {
            mixer.put_hash(*hash);
        }
        self.sorted = sorted;
        Some(Fingerprint(mixer.finish()))
    }

    /// The hash of a thread that may change places with its kin; it is not 0.
    fn own_part(&mut self, state: &State, thread: &Kept<Thread>) -> u128 {
        // Numbers of private objects start again for every thread.
        self.border = self.reached() as u32;
        let print = thread.print();
        // Spread over both halves: hashes of threads of different kin have nothing in common.
        let kin = u128::from(thread.kin).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        if print.objects.is_empty() {
            return (print.hash ^ kin).max(1);
        }
        let mut own = Mixer::new(u64::from(thread.kin));
        self.thread(&mut own, thread);
        self.objects(&mut own, &state.heap);
        own.finish().max(1)
    }

    /// The word that stands for an object, which is scheduled for the walk.
    fn number(&mut self, id: ObjectId) -> u64 {
        let known = match &self.base {
            Some(base) => base.numbers[id.index()],
            None => UNMET,
        };
        let number = if known != UNMET {
            known
        } else {
            let met = &mut self.met[id.index()];
            if met.0 != self.epoch {
                *met = (self.epoch, self.first + self.order.len() as u32);
                self.order.push(id);
            }
            met.1
        };
        if number < self.shared_end {
            return tagged(17, u64::from(number));
        }
        self.aliased |= number < self.border;
        tagged(18, u64::from(number.wrapping_sub(self.border)))
    }

    /// A part of the state: what it is, and what stands for the objects that it refers to.
    fn print(&mut self, mixer: &mut Mixer, print: &Print) {
        mixer.put_hash(print.hash);
        for id in &print.objects {
            let number = self.number(*id);
            mixer.put(number);
        }
    }

    fn thread(&mut self, mixer: &mut Mixer, thread: &Kept<Thread>) {
        self.print(mixer, thread.print());
        if !self.symmetric {
            let word = word(thread.object).unwrap_or_else(|id| self.number(id));
            mixer.put(word);
        }
    }

    /// Walks the objects that were met and not yet walked.
    fn objects(&mut self, mixer: &mut Mixer, cells: &[Cell]) {
        while let Some(&id) = self.order.get(self.next) {
            self.next += 1;
            let cell = &cells[id.index()];
            self.print(mixer, cell.object.print());
            let number = u64::from(self.first) + self.next as u64;
            self.context(mixer, cells, &cell.object, number, cell.site);
        }
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

    /// What an object adds that depends on more than the object: `number` is its own, `site` where it was
    /// made.
    fn context(
        &mut self,
        mixer: &mut Mixer,
        cells: &[Cell],
        object: &Object,
        number: u64,
        site: u32,
    ) {
        match object {
            Object::List { .. }
            | Object::Dict { .. }
            | Object::Set { .. }
            | Object::Instance { .. }
            | Object::Deque { .. } => mixer.put(u64::from(site)),
            Object::RLock { owner, count } if *count > 0 => {
                self.waiter(mixer, *owner, number, 1);
            }
            Object::Condition { waiters, .. } | Object::Event { waiters, .. } => {
                self.waiters(mixer, waiters, number);
            }
            Object::Thread(thread) => {
                // Started threads of one kin differ in nothing that matters.
                mixer.put(thread.started.map_or(0, |index| {
                    if self.symmetric && thread.target != Value::Null {
                        1
                    } else {
                        2 + u64::from(index)
                    }
                }));
            }
            Object::Barrier(barrier) => {
                self.waiters(mixer, &barrier.waiting, number);
                for (thread, place) in &barrier.leaving {
                    self.waiter(mixer, *thread, number, 1 << 16 | u64::from(*place));
                }
            }
            Object::Executor { workers, .. } => {
                for worker in workers {
                    self.waiter(mixer, *worker, number, 1);
                }
            }
            Object::Iter(Iter::Deque { of, changes, .. }) => {
                // The number of changes only matters as: has it changed since?
                let deque = of.object().map(|id| &*cells[id.index()].object);
                let changed =
                    matches!(deque, Some(Object::Deque { changes: now, .. }) if now != changes);
                mixer.put(u64::from(changed));
            }
            _ => {}
        }
    }

    fn waiters(&mut self, mixer: &mut Mixer, waiters: &[u16], number: u64) {
        for (place, thread) in waiters.iter().enumerate() {
            self.waiter(mixer, *thread, number, 2 + place as u64);
        }
    }
}
