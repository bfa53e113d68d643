use super::sync::{
    Condvar, LockResult, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    TryLockError, TryLockResult,
};
use super::thread;
use std::time::Duration;

#[test]
fn a_mutex_protects_and_is_poisoned() {
    let mutex: Mutex<Vec<u8>> = Mutex::new(vec![1]);
    let result: LockResult<MutexGuard<'_, Vec<u8>>> = mutex.lock();
    let mut guard = result.unwrap();
    guard.push(2);
    assert_eq!(format!("{guard:?}"), "[1, 2]");
    let busy: TryLockResult<MutexGuard<'_, Vec<u8>>> = mutex.try_lock();
    assert!(matches!(busy, Err(TryLockError::WouldBlock)));
    assert_eq!(
        format!("{mutex:?}"),
        "Mutex { data: \"<locked>\", poisoned: false, .. }"
    );
    drop(busy);
    drop(guard);
    assert_eq!(
        format!("{mutex:?}"),
        "Mutex { data: [1, 2], poisoned: false, .. }"
    );
    thread::scope(|scope| {
        let crash = scope.spawn(|| {
            let _guard = mutex.lock().unwrap();
            std::panic::resume_unwind(Box::new("crash"));
        });
        assert_eq!(
            *crash.join().unwrap_err().downcast::<&str>().unwrap(),
            "crash"
        );
    });
    assert!(mutex.is_poisoned());
    assert!(matches!(mutex.try_lock(), Err(TryLockError::Poisoned(_))));
    let guard = mutex.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(*guard, [1, 2]);
    drop(guard);
    mutex.clear_poison();
    assert!(!mutex.is_poisoned());
    let mut mutex = mutex;
    mutex.get_mut().unwrap().clear();
    assert_eq!(mutex.into_inner().unwrap(), []);
    assert_eq!(
        *Mutex::from(3).lock().unwrap() + *Mutex::<u8>::default().lock().unwrap(),
        3
    );
}

#[test]
fn a_mutex_may_hold_an_unsized_value() {
    let boxed: Box<Mutex<[u8]>> = Box::new(Mutex::new([1, 2, 3]));
    boxed.lock().unwrap()[0] = 9;
    assert_eq!(boxed.lock().unwrap().len(), 3);
    let rates: &RwLock<dyn std::fmt::Debug> = &RwLock::new(1);
    assert_eq!(format!("{:?}", rates.read().unwrap()), "1");
}

#[test]
fn an_rwlock_has_many_readers() {
    let lock = RwLock::new(1);
    let first: RwLockReadGuard<'_, i32> = lock.read().unwrap();
    let second = lock.try_read().unwrap();
    assert_eq!(*first + *second, 2);
    assert!(matches!(lock.try_write(), Err(TryLockError::WouldBlock)));
    drop((first, second));
    let mut writer: RwLockWriteGuard<'_, i32> = lock.write().unwrap();
    *writer = 7;
    assert!(lock.try_read().is_err());
    assert_eq!(
        format!("{lock:?}"),
        "RwLock { data: <locked>, poisoned: false, .. }"
    );
    let reader = RwLockWriteGuard::downgrade(writer);
    assert_eq!(format!("{reader} {reader:?}"), "7 7");
    assert!(lock.try_read().is_ok());
    drop(reader);
    assert_eq!(
        format!("{lock:?}"),
        "RwLock { data: 7, poisoned: false, .. }"
    );
    drop(lock.try_write().unwrap());
    assert!(!lock.is_poisoned());
    lock.clear_poison();
    let mut lock = lock;
    *lock.get_mut().unwrap() += 1;
    assert_eq!(lock.into_inner().unwrap(), 8);
    assert_eq!(
        *RwLock::from(3).read().unwrap() + *RwLock::<u8>::default().read().unwrap(),
        3
    );
}

#[test]
fn a_condvar_wakes_and_times_out() {
    let open = Mutex::new(false);
    let changed = Condvar::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            *open.lock().unwrap() = true;
            changed.notify_one();
        });
        let mut guard = open.lock().unwrap();
        while !*guard {
            guard = changed.wait(guard).unwrap();
        }
    });
    let guard = changed
        .wait_while(open.lock().unwrap(), |open| !*open)
        .unwrap();
    let (guard, result) = changed.wait_timeout(guard, Duration::ZERO).unwrap();
    let _: bool = result.timed_out();
    let (guard, result) = changed
        .wait_timeout_while(guard, Duration::from_millis(1), |open| *open)
        .unwrap();
    assert!(result.timed_out() && *guard);
    assert_eq!(result, result.clone());
    drop(guard);
    changed.notify_all();
    assert_eq!(format!("{changed:?}"), "Condvar { .. }");
    Condvar::default().notify_one();
}
