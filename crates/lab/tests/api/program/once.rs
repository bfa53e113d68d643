use super::sync::{LazyLock, Once, OnceLock, OnceState};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

fn panics(f: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(f)).is_err()
}

#[test]
fn once_runs_once_and_is_poisoned() {
    let once = Once::new();
    assert!(panics(|| once.call_once(|| resume_unwind(Box::new(())))));
    assert!(!once.is_completed());
    let mut poisoned = false;
    once.call_once_force(|state: &OnceState| poisoned = state.is_poisoned());
    assert!(poisoned && once.is_completed());
    once.call_once(|| unreachable!());
    once.wait();
    once.wait_force();
    assert_eq!(format!("{once:?}"), "Once { .. }");
}

#[test]
fn a_once_lock_is_set_once() {
    let mut cell = OnceLock::new();
    assert_eq!(format!("{cell:?}"), "OnceLock(<uninit>)");
    assert!(cell.get().is_none() && cell.get_mut().is_none());
    assert!(panics(|| {
        cell.get_or_init(|| resume_unwind(Box::new(())));
    }));
    assert_eq!(cell.set(1), Ok(()));
    assert_eq!(cell.set(2), Err(2));
    assert_eq!((*cell.get_or_init(|| 3), *cell.wait()), (1, 1));
    assert_eq!(format!("{cell:?}"), "OnceLock(1)");
    assert_eq!(cell, cell.clone());
    *cell.get_mut().unwrap() = 4;
    assert_eq!(cell.take(), Some(4));
    assert_eq!(cell.into_inner(), None);
    assert_eq!(OnceLock::from(5).into_inner(), Some(5));
    assert_eq!(OnceLock::<u8>::default().get(), None);
}

#[test]
fn a_lazy_lock_is_made_when_it_is_used() {
    let offset = 1;
    let mut lazy = LazyLock::new(move || 41 + offset);
    assert_eq!(format!("{lazy:?}"), "LazyLock(<uninit>)");
    assert_eq!(LazyLock::get(&lazy), None);
    assert_eq!(LazyLock::get_mut(&mut lazy), None);
    assert_eq!(*LazyLock::force(&lazy), 42);
    assert_eq!((*lazy, LazyLock::get(&lazy)), (42, Some(&42)));
    *lazy += 1;
    *LazyLock::force_mut(&mut lazy) += 1;
    assert_eq!(format!("{lazy:?}"), "LazyLock(44)");
    let broken: LazyLock<u8> = LazyLock::new(|| resume_unwind(Box::new(())));
    assert!(panics(|| assert_eq!(*broken, 0)));
    assert!(panics(|| assert_eq!(*LazyLock::force(&broken), 0)));
    assert_eq!(*LazyLock::<u8>::default(), 0);
}
