use super::thread::{self, Builder, JoinHandle, Scope, ScopedJoinHandle, Thread, ThreadId};
use std::num::NonZero;
use std::time::Duration;

#[test]
fn a_thread_returns_its_value() {
    let words = vec!["a".to_owned()];
    let handle: JoinHandle<usize> = thread::spawn(move || words.len());
    let id: ThreadId = handle.thread().id();
    assert_ne!(id, thread::current().id());
    assert_eq!(handle.join().unwrap(), 1);
    let result: thread::Result<()> =
        thread::spawn(|| std::panic::resume_unwind(Box::new(7))).join();
    assert_eq!(*result.unwrap_err().downcast::<i32>().unwrap(), 7);
    let handle = thread::spawn(|| {});
    while !handle.is_finished() {
        thread::yield_now();
    }
    assert!(!thread::panicking());
    let _: NonZero<usize> = thread::available_parallelism().unwrap();
    thread::sleep(Duration::ZERO);
}

#[test]
fn a_thread_has_the_name_it_was_given() {
    let named = Builder::new().name("baker".to_owned()).stack_size(1 << 17);
    let handle = named
        .spawn(|| thread::current().name().map(str::to_owned))
        .unwrap();
    assert_eq!(handle.thread().name(), Some("baker"));
    assert_eq!(handle.join().unwrap().as_deref(), Some("baker"));
    assert_eq!(
        thread::spawn(|| thread::current().name().is_none())
            .join()
            .unwrap(),
        true
    );
}

#[test]
fn scoped_threads_borrow() {
    let mut orders = vec![1, 2, 3, 4];
    let name = String::from("till");
    fn half<'scope, 'env>(
        scope: &'scope Scope<'scope, 'env>,
        orders: &'env mut [i32],
    ) -> ScopedJoinHandle<'scope, i32> {
        scope.spawn(move || {
            orders.iter_mut().for_each(|order| *order *= 10);
            orders.iter().sum()
        })
    }
    let (left, right) = orders.split_at_mut(2);
    let total = thread::scope(|scope| {
        let first = half(scope, left);
        let second = half(scope, right);
        let named = Builder::new().name(name.clone());
        let third = named.spawn_scoped(scope, || name.len() as i32).unwrap();
        assert_eq!(third.thread().name(), Some("till"));
        scope.spawn(|| scope.spawn(|| assert_eq!(name, "till")));
        while !first.is_finished() {
            thread::yield_now();
        }
        first.join().unwrap() + second.join().unwrap() + third.join().unwrap()
    });
    assert_eq!((total, orders), (104, vec![10, 20, 30, 40]));
}

#[test]
fn a_scope_passes_on_the_panic_of_a_thread_that_nobody_joined() {
    let crash = || std::panic::resume_unwind(Box::new(()));
    let unnoticed = std::panic::catch_unwind(|| thread::scope(|scope| drop(scope.spawn(crash))));
    assert_eq!(
        *unnoticed.unwrap_err().downcast::<&str>().unwrap(),
        "a scoped thread panicked"
    );
    thread::scope(|scope| assert!(scope.spawn(crash).join().is_err()));
}

#[test]
fn a_token_is_kept_until_it_is_used() {
    let me: Thread = thread::current();
    me.unpark();
    thread::park();
    thread::park_timeout(Duration::ZERO);
    assert_eq!(me.clone().id(), thread::current().id());
    assert!(format!("{:?}", me.id()).starts_with("ThreadId("));
}
