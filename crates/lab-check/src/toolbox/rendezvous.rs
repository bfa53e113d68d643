//! A meeting point: proof that two callers can be in the code at the same time.

#[cfg(not(feature = "loom"))]
use std::panic::Location;

#[cfg(not(feature = "loom"))]
use checker::rt;

/// A meeting point for callbacks.
///
/// A model hands it to callbacks that must be able to run at the same time: each calls
/// [`meet`](Rendezvous::meet) and goes on only when all have come. Code that makes them take turns
/// can never bring them together, so it waits for ever, in every interleaving: the verdict is a
/// deadlock of the kind *lost parallelism*, told as "two callers could never be in your code
/// together".
///
/// Outside of a check it does nothing.
#[derive(Debug)]
pub struct Rendezvous {
    #[cfg(not(feature = "loom"))]
    object: rt::Object,
    #[cfg(feature = "loom")]
    arrived: (lab::sync::Mutex<usize>, lab::sync::Condvar),
    callers: usize,
}

impl Rendezvous {
    /// A meeting point where `callers` threads meet.
    #[must_use]
    #[track_caller]
    pub fn new(callers: usize) -> Rendezvous {
        Rendezvous {
            #[cfg(not(feature = "loom"))]
            object: rt::Object::new(interleaving::ObjectKind::Barrier),
            #[cfg(feature = "loom")]
            arrived: (lab::sync::Mutex::new(0), lab::sync::Condvar::new()),
            callers,
        }
    }

    /// Waits until all callers are here.
    #[track_caller]
    #[cfg(not(feature = "loom"))]
    pub fn meet(&self) {
        if rt::in_model() {
            rt::meet(&self.object, self.callers, Location::caller());
        }
    }

    /// Waits until all callers are here.
    #[cfg(feature = "loom")]
    pub fn meet(&self) {
        let (arrived, all) = &self.arrived;
        let mut arrived = arrived
            .lock()
            .expect("no caller panics while it counts itself");
        // Whoever is in this round leaves with it, even when the next one has begun.
        let complete = (*arrived / self.callers + 1) * self.callers;
        *arrived += 1;
        all.notify_all();
        while *arrived < complete {
            arrived = all
                .wait(arrived)
                .expect("no caller panics while it counts itself");
        }
    }
}
