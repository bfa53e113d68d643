//! Atomic variables. Values are bit patterns of 64 bits.

use std::sync::atomic::Ordering;

use interleaving::Action;

use super::{Object, step};
use crate::engine::with_engine;
use crate::execution::{Loc, State, Want};

/// Loads. `initial` is the value the atomic was created with.
#[must_use]
pub fn atomic_load(object: &Object, initial: u64, ordering: Ordering, loc: Loc) -> u64 {
    let (loaded, polls) = step(|engine, me| {
        let atomic = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.atomic(&mut execution, initial)?
        };
        let mut execution = engine.point(me, Want::Step, 31, Some(atomic), Some(loc))?;
        let loaded = execution.load(atomic, ordering)?;
        if execution.record.is_some() {
            let action = Action::Load {
                value: Some(loaded.old.to_string()),
                newest: loaded.newest.map(|value| value.to_string()),
            };
            execution.event(action, Some(atomic), Some(loc));
        }
        Ok((loaded.old, loaded.polls))
    });
    if polls {
        super::thread::poll();
    }
    loaded
}

/// Stores.
pub fn atomic_store(object: &Object, initial: u64, value: u64, ordering: Ordering, loc: Loc) {
    step(|engine, me| {
        let atomic = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.atomic(&mut execution, initial)?
        };
        let mut execution = engine.point(me, Want::Step, 32, Some(atomic), Some(loc))?;
        let overtaken = execution.store(atomic, value, ordering)?;
        if execution.record.is_some() {
            let action = Action::Store {
                value: Some(value.to_string()),
                overtaken,
            };
            execution.event(action, Some(atomic), Some(loc));
        }
        Ok(())
    });
}

fn update(
    object: &Object,
    initial: u64,
    orderings: (Ordering, Ordering),
    weak: bool,
    loc: Loc,
    compute: &mut dyn FnMut(u64) -> Option<u64>,
) -> Result<u64, u64> {
    let (result, polls) = step(|engine, me| {
        let atomic = {
            let mut execution = engine.lock();
            execution.current = me;
            execution.me().loc = Some(loc);
            object.atomic(&mut execution, initial)?
        };
        let mut execution = engine.point(me, Want::Step, 33, Some(atomic), Some(loc))?;
        let (success, failure) = orderings;
        let updated = execution.update(atomic, success, failure, weak, compute)?;
        if execution.record.is_some() {
            let text = |value: u64| Some(value.to_string());
            let newest = updated.newest.and_then(text);
            let action = match updated.new {
                Some(new) => Action::Update {
                    before: text(updated.old),
                    after: text(new),
                },
                None => Action::CompareFailed {
                    found: text(updated.old),
                    newest,
                    spurious: updated.spurious,
                },
            };
            execution.event(action, Some(atomic), Some(loc));
        }
        let result = if updated.new.is_some() {
            Ok(updated.old)
        } else {
            Err(updated.old)
        };
        Ok((result, updated.polls))
    });
    if polls {
        super::thread::poll();
    }
    result
}

/// Reads, computes and writes as one step; `compute` returns `None` to leave the value alone.
///
/// # Errors
/// The value it found, when `compute` returned `None`: then it was a load with `failure`.
pub fn atomic_rmw(
    object: &Object,
    initial: u64,
    success: Ordering,
    failure: Ordering,
    loc: Loc,
    mut compute: impl FnMut(u64) -> Option<u64>,
) -> Result<u64, u64> {
    update(
        object,
        initial,
        (success, failure),
        false,
        loc,
        &mut compute,
    )
}

/// Compares and exchanges as one step. The weak form may fail although the values are equal.
///
/// # Errors
/// The value it found.
#[expect(
    clippy::too_many_arguments,
    reason = "the arguments of std's compare_exchange"
)]
pub fn atomic_compare_exchange(
    object: &Object,
    initial: u64,
    current: u64,
    new: u64,
    success: Ordering,
    failure: Ordering,
    weak: bool,
    loc: Loc,
) -> Result<u64, u64> {
    update(object, initial, (success, failure), weak, loc, &mut |old| {
        (old == current).then_some(new)
    })
}

/// The value of an atomic that nobody else can reach (`get_mut`, `into_inner`): the newest store.
#[must_use]
pub fn atomic_get_exclusive(object: &Object, initial: u64) -> u64 {
    with_engine(|engine, me| {
        let mut execution = engine.lock();
        execution.current = me;
        let Ok(atomic) = object.atomic(&mut execution, initial) else {
            return initial;
        };
        let State::Atomic { location } = execution.objects[atomic].state else {
            return initial;
        };
        let of = &execution.locations[location];
        of.store(of.newest()).value
    })
    .unwrap_or(initial)
}

/// Writes an atomic that nobody else can reach.
pub fn atomic_set_exclusive(object: &Object, initial: u64, value: u64) {
    with_engine(|engine, me| {
        let mut execution = engine.lock();
        execution.current = me;
        let Ok(atomic) = object.atomic(&mut execution, initial) else {
            return;
        };
        let State::Atomic { location } = execution.objects[atomic].state else {
            return;
        };
        let of = &mut execution.locations[location];
        let newest = of.newest();
        of.stores[newest as usize].value = value;
    });
}

/// A memory fence.
pub fn fence(ordering: Ordering, loc: Loc) {
    step(|engine, me| {
        let mut execution = engine.lock();
        execution.current = me;
        if execution.end.is_some() {
            return Err(crate::execution::Stop);
        }
        execution.fence(ordering)?;
        let ordering = format!("{ordering:?}");
        execution.event(Action::Fence { ordering }, None, Some(loc));
        Ok(())
    });
}
