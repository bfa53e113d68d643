//! The identity of a shared object, carried by the value that the program sees.

use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};

use interleaving::{Action, Kind, ObjectKind, Verdict};

use crate::engine::with_engine;
use crate::execution::{Execution, Failure, Loc, Shared, State, Stop};
use crate::faults::Fault;
use crate::memory::Location as AtomicLocation;
use crate::rt::refusal;

/// A shared object as the engine knows it. It registers itself when it is used first in an
/// execution, so that it can be made in a `const fn`.
///
/// Dropping it tells the engine: a later use of the same memory is a use after free.
pub struct Object {
    /// The execution it is registered in, and its number there.
    tag: AtomicU64,
    kind: ObjectKind,
    created: Loc,
}

const NUMBER_BITS: u32 = 16;

impl Object {
    /// An object that is created here.
    #[must_use]
    #[track_caller]
    pub const fn new(kind: ObjectKind) -> Self {
        Object::at(kind, Location::caller())
    }

    /// An object that is created at `created`.
    #[must_use]
    pub const fn at(kind: ObjectKind, created: Loc) -> Self {
        Object {
            tag: AtomicU64::new(0),
            kind,
            created,
        }
    }

    /// Where the object was created.
    #[must_use]
    pub const fn location(&self) -> Loc {
        self.created
    }

    pub(crate) fn kind_name(&self) -> &'static str {
        match self.kind {
            ObjectKind::Mutex => "Mutex",
            ObjectKind::RwLock => "RwLock",
            ObjectKind::Condvar => "Condvar",
            ObjectKind::Barrier => "Barrier",
            ObjectKind::Once => "once-only initialiser",
            ObjectKind::Atomic => "atomic",
            ObjectKind::Cell => "UnsafeCell",
            ObjectKind::Racy => "Racy variable",
            ObjectKind::Channel => "channel",
            ObjectKind::Arc => "Arc",
            ObjectKind::Allocation => "allocation",
            _ => "object",
        }
    }

    pub(crate) fn belongs_to_a_running_execution(&self) -> bool {
        let tag = self.tag.load(Ordering::Relaxed);
        tag != 0 && crate::search::is_running(tag >> NUMBER_BITS)
    }

    /// The number of the object in this execution; registers it when it is new.
    pub(crate) fn number(&self, execution: &mut Execution) -> Result<usize, Stop> {
        self.number_with(execution, || self.fresh_state())
    }

    fn fresh_state(&self) -> State {
        match self.kind {
            ObjectKind::Condvar => State::Condvar {
                waiters: vec![],
                notified: false,
            },
            ObjectKind::Barrier => State::Barrier {
                arrived: 0,
                generation: 0,
                meeting: false,
            },
            ObjectKind::Once => State::Once {
                running: None,
                done: false,
                poisoned: false,
            },
            ObjectKind::Cell => State::Cell(Box::default()),
            ObjectKind::Racy => State::Racy,
            ObjectKind::Channel => State::Channel(Box::default()),
            ObjectKind::Arc => State::Count,
            ObjectKind::Allocation => State::Allocation {
                address: 0,
                length: 0,
                freed: None,
            },
            _ => State::Lock {
                holder: None,
                readers: vec![],
                version: 0,
            },
        }
    }

    /// The number of an atomic; `initial` is the value it was created with.
    pub(crate) fn atomic(&self, execution: &mut Execution, initial: u64) -> Result<usize, Stop> {
        if let Some(number) = self.known(execution)? {
            return Ok(number);
        }
        let location = execution.locations.len();
        execution.locations.push(AtomicLocation::new(initial));
        self.register(execution, State::Atomic { location })
    }

    fn number_with(
        &self,
        execution: &mut Execution,
        state: impl FnOnce() -> State,
    ) -> Result<usize, Stop> {
        if let Some(number) = self.known(execution)? {
            return Ok(number);
        }
        if self.tag.load(Ordering::Relaxed) != 0 {
            return Err(self.refuse_stale(execution));
        }
        self.register(execution, state())
    }

    /// The number of the object when it is registered in this execution. Fails when the memory it
    /// lies in was given back.
    fn known(&self, execution: &mut Execution) -> Result<Option<usize>, Stop> {
        let tag = self.tag.load(Ordering::Relaxed);
        let number = (tag >> NUMBER_BITS == execution.serial && tag != 0)
            .then_some((tag & ((1 << NUMBER_BITS) - 1)) as usize);
        let dead = number.and_then(|number| execution.objects[number].dead);
        let dead = dead.or_else(|| self.in_freed_memory(execution));
        let dead = dead.filter(|_| !execution.fault(Fault::UseAfterFreeIsFine));
        match dead {
            None => Ok(number),
            Some(freed) => Err(use_after_free(execution, number, freed)),
        }
    }

    fn in_freed_memory(&self, execution: &Execution) -> Option<Loc> {
        let here = std::ptr::from_ref(self).addr();
        execution
            .allocations
            .iter()
            .find_map(|number| match execution.objects[*number].state {
                State::Allocation {
                    address,
                    length,
                    freed: Some(freed),
                } if (address..address + length).contains(&here) => Some(freed),
                _ => None,
            })
    }

    fn register(&self, execution: &mut Execution, state: State) -> Result<usize, Stop> {
        let number = execution.objects.len();
        if number >= 1 << NUMBER_BITS {
            let message = "one execution made more than 65 535 shared objects".to_owned();
            return Err(execution.fail(Failure {
                headline: format!("ENDLESS LOOP: {message}."),
                verdict: Verdict::Stuck {
                    kind: Kind::EndlessLoop,
                    message,
                },
                remarks: vec![],
            }));
        }
        execution.touched_first(number);
        let me = execution.me();
        let key = me.identity.then(me.created);
        me.created += 1;
        execution
            .objects
            .push(Shared::new(self.kind, self.created, key, state));
        self.tag.store(
            execution.serial << NUMBER_BITS | number as u64,
            Ordering::Relaxed,
        );
        Ok(number)
    }

    fn refuse_stale(&self, execution: &mut Execution) -> Stop {
        let message = format!(
            "the {} created at {} outlives one execution: it is a `static`, or it was made outside \
             of the model. Its value would leak from one execution into the next; make it inside \
             the model, or pass it in",
            self.kind_name(),
            self.created,
        );
        refusal(execution, message, Some(self.created))
    }
}

/// Ends the execution: memory that was given back is used.
pub(crate) fn use_after_free(execution: &mut Execution, object: Option<usize>, freed: Loc) -> Stop {
    let me = execution.label(execution.current);
    let loc = execution.me().loc;
    let what = format!("uses memory that was given back at {freed}");
    execution.event(Action::Fault { what: what.clone() }, object, loc);
    execution.fail(Failure {
        headline: format!("USE AFTER FREE: {me} {what}."),
        verdict: Verdict::DataRace {
            kind: Kind::UseAfterFree,
        },
        remarks: vec![],
    })
}

impl Drop for Object {
    fn drop(&mut self) {
        let tag = *self.tag.get_mut();
        if tag == 0 {
            return;
        }
        with_engine(|engine, me| {
            // The engine itself may drop what a thread captured, with its own lock held.
            let Some(mut execution) = engine.try_lock() else {
                return;
            };
            if execution.end.is_some() || tag >> NUMBER_BITS != execution.serial {
                return;
            }
            execution.current = me;
            let number = (tag & ((1 << NUMBER_BITS) - 1)) as usize;
            let loc = execution.me().loc.unwrap_or(self.created);
            execution.objects[number].dead = Some(loc);
            execution.touches(number, true);
        });
    }
}

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} created at {}", self.kind_name(), self.created)
    }
}
