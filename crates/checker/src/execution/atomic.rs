//! Loads, stores, read-modify-writes and fences.

use std::sync::atomic::Ordering;

use super::{About, Execution, State, Stop, Thing, Thread};
use crate::faults::Fault;
use crate::memory::{GraphEvent, Location, Message, Place, Store, StoreId};
use crate::search::{Choice, Choosable};

/// What a read-modify-write did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Updated {
    /// The value it read.
    pub(crate) old: u64,
    /// The value it wrote; `None` when it only read.
    pub(crate) new: Option<u64>,
    /// The newest value, when the one it read is older.
    pub(crate) newest: Option<u64>,
    /// True when a weak compare-and-exchange failed without a reason.
    pub(crate) spurious: bool,
    /// True when the thread has seen this so often that it must be polling.
    pub(crate) polls: bool,
}

/// Stands for the stores of a read-modify-write that changes nothing, less the value it leaves.
const IN_VAIN: StoreId = StoreId::MAX;

fn acquires(ordering: Ordering) -> bool {
    matches!(
        ordering,
        Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst
    )
}

fn releases(ordering: Ordering) -> bool {
    matches!(
        ordering,
        Ordering::Release | Ordering::AcqRel | Ordering::SeqCst
    )
}

impl Execution {
    /// The order of `SeqCst` operations is one for all locations.
    fn touches_order(&mut self, ordering: Ordering) {
        if ordering == Ordering::SeqCst && self.settings.weak_memory {
            self.touches_thing(Thing::SeqCst, true);
        }
    }

    fn location_of(&self, object: usize) -> usize {
        match self.objects[object].state {
            State::Atomic { location } => location,
            _ => unreachable!("internal error: not an atomic"),
        }
    }

    /// The stores the current thread may still read, newest first.
    fn readable(&self, object: usize, location: usize) -> Vec<StoreId> {
        let of = &self.locations[location];
        let newest = of.newest();
        if !self.settings.weak_memory || self.fault(Fault::LoadsAreNeverStale) {
            return vec![newest];
        }
        let oldest = of.rank(self.threads[self.current].view.of(location));
        (oldest..of.len())
            .rev()
            .map(|rank| of.at(rank))
            .filter(|store| *store == newest || !self.must_move_on(object, *store))
            .collect()
    }

    /// True when the order of the `SeqCst` operations is still possible with one more event.
    fn possible(
        &mut self,
        location: usize,
        seq_cst: bool,
        reads: Option<StoreId>,
        writes: Option<StoreId>,
        learned: Option<&Message>,
    ) -> bool {
        if self.fault(Fault::SeqCstHasNoOrder) {
            return true;
        }
        let mut clock = self.threads[self.current].clock;
        if let Some(message) = learned {
            clock.join(&message.clock);
        }
        let number = clock.tick(self.current);
        self.graph.push(GraphEvent {
            thread: self.current,
            number,
            clock,
            place: Place::Atomic(location),
            seq_cst,
            reads,
            writes,
        });
        let possible = self.graph.is_trivial() || self.graph.seq_cst_possible(&self.locations);
        self.graph.pop();
        possible
    }

    fn choose_store(&mut self, about: About, options: &[Choosable]) -> Result<StoreId, Stop> {
        if options.is_empty() {
            return Err(self.infeasible());
        }
        match self.choose(about, options)? {
            Choice::Store(store) => Ok(store),
            _ => unreachable!("internal error: a memory access chooses a store"),
        }
    }

    /// The current thread learns what a store carries: at once, or at its next acquire fence.
    fn learn(&mut self, location: usize, store: StoreId, ordering: Ordering) {
        let learns = !self.fault(Fault::AcquireLearnsNothing);
        let relaxed_learns = self.fault(Fault::RelaxedAcquires);
        let remembers = !self.fault(Fault::ReadsAreForgotten);
        let Execution {
            threads,
            locations,
            current,
            ..
        } = self;
        let thread = &mut threads[*current];
        let message = &locations[location].store(store).message;
        if (acquires(ordering) && learns) || relaxed_learns {
            thread.clock.join(&message.clock);
            thread.view.join(&message.view, locations);
        } else {
            thread.seen_relaxed.join(message, locations);
        }
        if remembers {
            thread.view.reach(location, store, locations);
        }
    }

    fn graph_access(
        &mut self,
        location: usize,
        seq_cst: bool,
        reads: Option<StoreId>,
        writes: Option<StoreId>,
    ) {
        let thread = self.current;
        let clock = &mut self.threads[thread].clock;
        let number = clock.tick(thread);
        if self.settings.weak_memory {
            let clock = *clock;
            let place = Place::Atomic(location);
            self.graph.push(GraphEvent {
                thread,
                number,
                clock,
                place,
                seq_cst,
                reads,
                writes,
            });
        }
    }

    /// A load. Returns what it read, and the newest value when that is another one.
    pub(crate) fn load(&mut self, object: usize, ordering: Ordering) -> Result<Updated, Stop> {
        let location = self.location_of(object);
        let seq_cst = ordering == Ordering::SeqCst;
        let newest = self.locations[location].newest();
        let mut options = Vec::new();
        for store in self.readable(object, location) {
            if (store != newest || self.disturbed)
                && !self.possible_read(location, store, ordering, seq_cst)
            {
                continue;
            }
            let free = self.fault(Fault::StaleReadsAreFree);
            let cost = u32::from(store != newest && !free);
            options.push(Choosable {
                choice: Choice::Store(store),
                cost,
            });
        }
        let store = self.choose_store(About::Reading, &options)?;
        self.finish_read(object, location, store, ordering);
        Ok(self.result_of_read(object, location, store))
    }

    fn possible_read(
        &mut self,
        location: usize,
        store: StoreId,
        ordering: Ordering,
        seq_cst: bool,
    ) -> bool {
        let learned =
            acquires(ordering).then(|| self.locations[location].store(store).message.clone());
        self.possible(location, seq_cst, Some(store), None, learned.as_ref())
    }

    fn finish_read(&mut self, object: usize, location: usize, store: StoreId, ordering: Ordering) {
        self.touches(object, false);
        self.touches_order(ordering);
        self.disturbed |= store != self.locations[location].newest();
        self.learn(location, store, ordering);
        self.graph_access(location, ordering == Ordering::SeqCst, Some(store), None);
        let key = self.objects[object].key;
        let source = self.locations[location].store(store).print;
        let thread = self.me();
        thread.print = thread.print.after(key).after(source).then(31);
    }

    fn result_of_read(&mut self, object: usize, location: usize, store: StoreId) -> Updated {
        let of = &self.locations[location];
        let old = of.store(store).value;
        let newest = of.store(of.newest()).value;
        let newest = (newest != old).then_some(newest);
        let polls = self.saw_from(self.threads[self.current].loc, object, store);
        Updated {
            old,
            new: None,
            newest,
            spurious: false,
            polls,
        }
    }

    /// A store. Returns true when it was placed before a newer one.
    pub(crate) fn store(
        &mut self,
        object: usize,
        value: u64,
        ordering: Ordering,
    ) -> Result<bool, Stop> {
        let location = self.location_of(object);
        let seq_cst = ordering == Ordering::SeqCst;
        let newest = self.locations[location].newest();
        let oldest = self.threads[self.current].view.of(location);
        let last_only = self.fault(Fault::StoresAreNeverOvertaken);
        let splits = self.fault(Fault::StoresSplitUpdates);
        let places: Vec<StoreId> = if self.settings.weak_memory && !last_only {
            let of = &self.locations[location];
            (of.rank(oldest)..of.len())
                .rev()
                .map(|rank| of.at(rank))
                .filter(|store| splits || of.has_room_after(*store))
                .collect()
        } else {
            vec![newest]
        };
        let mut options = Vec::new();
        for after in places {
            if (after != newest || self.disturbed)
                && !self.possible_write(location, after, None, seq_cst)
            {
                continue;
            }
            let cost = u32::from(after != newest);
            options.push(Choosable {
                choice: Choice::Store(after),
                cost,
            });
        }
        let after = self.choose_store(About::Placing, &options)?;
        self.write(object, location, after, None, value, ordering);
        self.made_progress();
        Ok(after != newest)
    }

    /// Tries a place for a store, without keeping it.
    fn possible_write(
        &mut self,
        location: usize,
        after: StoreId,
        read: Option<(StoreId, Ordering)>,
        seq_cst: bool,
    ) -> bool {
        if self.graph.is_trivial() && !seq_cst {
            return true;
        }
        let learned = read.and_then(|(store, ordering)| {
            acquires(ordering).then(|| self.locations[location].store(store).message.clone())
        });
        let kept: Location = self.locations[location].clone();
        let trial = Store {
            value: 0,
            print: crate::print::Print::default(),
            message: Message::default(),
            replaces: read.map(|(store, _)| store),
        };
        let id = self.locations[location].insert_after(after, trial);
        let reads = read.map(|(store, _)| store);
        let possible = self.possible(location, seq_cst, reads, Some(id), learned.as_ref());
        self.locations[location] = kept;
        possible
    }

    fn write(
        &mut self,
        object: usize,
        location: usize,
        after: StoreId,
        replaces: Option<StoreId>,
        value: u64,
        ordering: Ordering,
    ) {
        let seq_cst = ordering == Ordering::SeqCst;
        self.touches(object, true);
        self.touches_order(ordering);
        self.disturbed |= after != self.locations[location].newest();
        let id = u32::try_from(self.locations[location].stores.len()).expect("fewer than 2^32");
        self.graph_access(location, seq_cst, replaces, Some(id));
        let key = self.objects[object].key;
        let source = replaces.map(|store| self.locations[location].store(store).print);
        let carries = !self.fault(Fault::ReleaseCarriesNothing);
        let relaxed_carries = self.fault(Fault::RelaxedReleases);
        let continues = !self.fault(Fault::ReleaseSequenceDropped);
        let remembers = !self.fault(Fault::WritesAreForgotten);
        let thread = &mut self.threads[self.current];
        let mut print = thread.print.after(key).then(32);
        if let Some(source) = source {
            print = print.after(source);
        }
        thread.print = print;
        let mut message = if (releases(ordering) && carries) || relaxed_carries {
            thread.message()
        } else {
            thread.fenced.clone()
        };
        if let Some(read) = replaces.filter(|_| continues) {
            // A read-modify-write continues the release sequence of the store it read.
            let carried = self.locations[location].store(read).message.clone();
            message.join(&carried, &self.locations);
        }
        let store = Store {
            value,
            print,
            message,
            replaces,
        };
        let id = self.locations[location].insert_after(after, store);
        let Execution {
            threads,
            locations,
            current,
            ..
        } = self;
        if remembers {
            threads[*current].view.reach(location, id, locations);
        }
        if releases(ordering) {
            // What acquires the store may not forget the store itself.
            let mut view =
                std::mem::take(&mut locations[location].stores[id as usize].message.view);
            view.reach(location, id, locations);
            locations[location].stores[id as usize].message.view = view;
        }
    }

    /// A read-modify-write. `compute` gives the new value for an old one; `None` makes it a load
    /// with the ordering `failure`.
    pub(crate) fn update(
        &mut self,
        object: usize,
        success: Ordering,
        failure: Ordering,
        weak: bool,
        compute: &mut dyn FnMut(u64) -> Option<u64>,
    ) -> Result<Updated, Stop> {
        let location = self.location_of(object);
        let newest = self.locations[location].newest();
        let mut options = Vec::new();
        for store in self.readable(object, location) {
            let of = &self.locations[location];
            let new = compute(of.store(store).value);
            if store != newest && new.is_some() && self.swaps_in_vain(object) {
                continue; // A polling read-modify-write sees what is new in the end.
            }
            let newest_only = match new {
                Some(_) => self.fault(Fault::UpdatesReadTheNewest),
                None => self.fault(Fault::FailedExchangeReadsTheNewest),
            };
            if newest_only && store != newest {
                continue;
            }
            let shares = self.fault(Fault::UpdatesShareAStore);
            if new.is_some() && of.is_replaced(store) && !shares {
                continue; // Another read-modify-write took this store.
            }
            if store != newest || self.disturbed {
                let possible = if new.is_some() {
                    let seq_cst = success == Ordering::SeqCst;
                    self.possible_write(location, store, Some((store, success)), seq_cst)
                } else {
                    self.possible_read(location, store, failure, failure == Ordering::SeqCst)
                };
                if !possible {
                    continue;
                }
            }
            let free = self.fault(Fault::StaleReadsAreFree);
            let cost = u32::from(store != newest && !free);
            options.push(Choosable {
                choice: Choice::Store(store),
                cost,
            });
        }
        let would_succeed = compute(self.locations[location].store(newest).value).is_some();
        let weak = weak && !self.fault(Fault::WeakExchangeIsStrong);
        let attempt = (object, self.threads[self.current].loc);
        let failed = self.threads[self.current].weak_failed.contains(&attempt);
        if weak && would_succeed && !failed {
            let choices = [
                Choosable {
                    choice: Choice::Ordinary(0),
                    cost: 0,
                },
                Choosable {
                    choice: Choice::WeakFailure,
                    cost: 1,
                },
            ];
            if self.choose(About::WeakCompare, &choices)? == Choice::WeakFailure {
                self.finish_read(object, location, newest, failure);
                self.me().weak_failed.push(attempt);
                let mut updated = self.result_of_read(object, location, newest);
                updated.spurious = true;
                self.note_private(33);
                return Ok(updated);
            }
        }
        let store = self.choose_store(About::Reading, &options)?;
        let old = self.locations[location].store(store).value;
        let Some(new) = compute(old) else {
            self.finish_read(object, location, store, failure);
            return Ok(self.result_of_read(object, location, store));
        };
        self.me().weak_failed.retain(|other| *other != attempt);
        let of = &self.locations[location];
        let newest_value = of.store(of.newest()).value;
        self.learn(location, store, success);
        self.write(object, location, store, Some(store), new, success);
        let mut polls = false;
        if new == old {
            // Nothing changed: a spin lock that swaps `true` for `true` goes round in a loop.
            // The value stands for the store, because each round makes a new one.
            let place = self.threads[self.current].loc;
            polls = self.saw_from(place, object, IN_VAIN - (new as u32 & 0xFF));
        } else {
            self.made_progress();
        }
        let newest = (newest_value != old).then_some(newest_value);
        Ok(Updated {
            old,
            new: Some(new),
            newest,
            spurious: false,
            polls,
        })
    }

    /// True when the last thing the current thread did at this place was a read-modify-write of
    /// `object` that changed nothing.
    fn swaps_in_vain(&self, object: usize) -> bool {
        let Thread { polls, loc, .. } = &self.threads[self.current];
        polls
            .iter()
            .any(|poll| poll.object == object && poll.place == *loc && poll.seen >= IN_VAIN - 0xFF)
    }

    /// A fence.
    pub(crate) fn fence(&mut self, ordering: Ordering) -> Result<(), Stop> {
        if acquires(ordering) && !self.fault(Fault::AcquireFenceIsEmpty) {
            let seen = self.me().seen_relaxed.clone();
            self.acquire(&seen);
        }
        let seq_cst = ordering == Ordering::SeqCst && !self.fault(Fault::SeqCstFenceIsWeak);
        self.touches_order(ordering);
        self.graph_step(Place::Fence, seq_cst);
        if releases(ordering) && !self.fault(Fault::ReleaseFenceIsEmpty) {
            let thread = self.me();
            thread.fenced = thread.message();
        }
        self.note_private(34 + ordering_tag(ordering));
        if seq_cst && self.disturbed && !self.graph.seq_cst_possible(&self.locations) {
            return Err(self.infeasible());
        }
        Ok(())
    }
}

fn ordering_tag(ordering: Ordering) -> u64 {
    match ordering {
        Ordering::Acquire => 1,
        Ordering::Release => 2,
        Ordering::AcqRel => 3,
        Ordering::SeqCst => 4,
        _ => 0,
    }
}
