// The program that `main.rs` includes twice. It uses every public item.

/// Types with their traits, checked when this compiles.
mod traits {
    use super::{channel, sync, thread};
    use std::cell::Cell;
    use std::fmt::{Debug, Display};
    use std::panic::{RefUnwindSafe, UnwindSafe};

    fn send<T: Send + ?Sized>() {}
    fn shared<T: Send + Sync + ?Sized>() {}
    fn sync_only<T: Sync + ?Sized>() {}
    fn calm<T: UnwindSafe + RefUnwindSafe>() {}
    fn debug<T: Debug + ?Sized>() {}
    fn shown<T: Debug + Display>() {}
    fn default<T: Default>() {}
    fn from<A, T: From<A>>() {}

    /// `absent!(T: Send)` compiles only if `T` does not have the trait: otherwise both impls
    /// apply, and the compiler cannot choose.
    macro_rules! absent {
        ($($t:ty: $($bound:ident)::+;)*) => { $(
            const _: () = {
                trait Ambiguous<A> {
                    const OK: () = ();
                }
                impl<T: ?Sized> Ambiguous<()> for T {}
                #[allow(dead_code, reason = "exists to make the choice ambiguous")]
                struct Has;
                impl<T: ?Sized + $($bound)::+> Ambiguous<Has> for T {}
                <$t as Ambiguous<_>>::OK
            };
        )* };
    }

    absent! {
        sync::MutexGuard<'static, u8>: Send;
        sync::RwLockReadGuard<'static, u8>: Send;
        sync::RwLockWriteGuard<'static, u8>: Send;
        sync::MutexGuard<'static, Cell<u8>>: Sync;
        sync::Mutex<*const u8>: Send;
        sync::Mutex<*const u8>: Sync;
        sync::RwLock<Cell<u8>>: Sync;
        sync::Arc<Cell<u8>>: Send;
        sync::Arc<Cell<u8>>: Sync;
        sync::Weak<Cell<u8>>: Send;
        sync::OnceLock<Cell<u8>>: Sync;
        sync::LazyLock<Cell<u8>>: Sync;
        sync::mpsc::Receiver<u8>: Sync;
        sync::mpsc::Sender<*const u8>: Send;
        channel::Sender<*const u8>: Send;
        channel::Receiver<*const u8>: Sync;
        sync::Mutex<u8>: Clone;
        sync::Mutex<u8>: Copy;
        sync::atomic::AtomicU8: Clone;
        thread::JoinHandle<u8>: Clone;
        sync::mpsc::Receiver<u8>: Clone;
    }

    #[test]
    fn the_traits_are_there() {
        shared::<sync::Mutex<Cell<u8>>>();
        shared::<sync::Mutex<dyn Debug + Send>>();
        shared::<sync::RwLock<u8>>();
        shared::<sync::Arc<u8>>();
        shared::<sync::Arc<dyn Debug + Send + Sync>>();
        shared::<sync::Arc<str>>();
        shared::<sync::Weak<[u8]>>();
        shared::<sync::Condvar>();
        shared::<sync::Barrier>();
        shared::<sync::Once>();
        shared::<sync::OnceLock<u8>>();
        shared::<sync::LazyLock<u8>>();
        shared::<sync::mpsc::Sender<Cell<u8>>>();
        shared::<sync::mpsc::SyncSender<Cell<u8>>>();
        send::<sync::mpsc::Receiver<Cell<u8>>>();
        shared::<channel::Sender<Cell<u8>>>();
        shared::<channel::Receiver<Cell<u8>>>();
        shared::<sync::atomic::AtomicPtr<Cell<u8>>>();
        shared::<sync::atomic::AtomicU64>();
        shared::<thread::JoinHandle<*const u8>>();
        shared::<thread::Thread>();
        shared::<thread::Scope<'static, 'static>>();
        sync_only::<sync::MutexGuard<'static, u8>>();
        sync_only::<sync::RwLockReadGuard<'static, u8>>();
        send::<sync::OnceLock<Cell<u8>>>();
        send::<sync::LazyLock<Cell<u8>>>();

        calm::<sync::Mutex<Cell<u8>>>();
        calm::<sync::RwLock<Cell<u8>>>();
        calm::<sync::Condvar>();
        calm::<sync::Once>();
        calm::<sync::OnceLock<u8>>();
        calm::<sync::LazyLock<u8>>();
        calm::<sync::atomic::AtomicU8>();
        calm::<sync::atomic::AtomicPtr<u8>>();
        calm::<sync::Arc<u8>>();
        calm::<channel::Sender<Cell<u8>>>();
        calm::<channel::Receiver<Cell<u8>>>();

        debug::<sync::Mutex<u8>>();
        debug::<sync::Mutex<dyn Debug>>();
        shown::<sync::MutexGuard<'static, u8>>();
        debug::<sync::RwLock<u8>>();
        shown::<sync::RwLockReadGuard<'static, u8>>();
        shown::<sync::RwLockWriteGuard<'static, u8>>();
        shown::<sync::Arc<u8>>();
        debug::<sync::Weak<u8>>();
        debug::<sync::Condvar>();
        debug::<sync::WaitTimeoutResult>();
        debug::<sync::Barrier>();
        debug::<sync::BarrierWaitResult>();
        debug::<sync::Once>();
        debug::<sync::OnceState>();
        debug::<sync::OnceLock<u8>>();
        debug::<sync::LazyLock<u8>>();
        debug::<sync::atomic::AtomicBool>();
        debug::<sync::atomic::AtomicPtr<u8>>();
        debug::<sync::mpsc::Sender<u8>>();
        debug::<sync::mpsc::SyncSender<u8>>();
        debug::<sync::mpsc::Receiver<u8>>();
        debug::<sync::mpsc::Iter<'static, u8>>();
        debug::<sync::mpsc::TryIter<'static, u8>>();
        debug::<sync::mpsc::IntoIter<u8>>();
        debug::<channel::Sender<u8>>();
        debug::<channel::Receiver<u8>>();
        debug::<channel::Iter<'static, u8>>();
        debug::<channel::TryIter<'static, u8>>();
        debug::<channel::IntoIter<u8>>();
        debug::<channel::Select<'static>>();
        debug::<channel::SelectedOperation<'static>>();
        debug::<thread::JoinHandle<u8>>();
        debug::<thread::Scope<'static, 'static>>();
        debug::<thread::ScopedJoinHandle<'static, u8>>();
        debug::<thread::Builder>();
        debug::<thread::Thread>();
        debug::<thread::ThreadId>();
        debug::<thread::LocalKey<u8>>();
        shown::<thread::AccessError>();

        default::<sync::Mutex<u8>>();
        default::<sync::RwLock<u8>>();
        default::<sync::Condvar>();
        default::<sync::OnceLock<u8>>();
        default::<sync::LazyLock<u8>>();
        default::<sync::Arc<u8>>();
        default::<sync::Weak<u8>>();
        default::<sync::atomic::AtomicBool>();
        default::<sync::atomic::AtomicI32>();
        default::<sync::atomic::AtomicPtr<u8>>();
        default::<channel::Select<'static>>();

        from::<u8, sync::Mutex<u8>>();
        from::<u8, sync::RwLock<u8>>();
        from::<u8, sync::OnceLock<u8>>();
        from::<u8, sync::Arc<u8>>();
        from::<&str, sync::Arc<str>>();
        from::<String, sync::Arc<str>>();
        from::<&[u8], sync::Arc<[u8]>>();
        from::<Vec<u8>, sync::Arc<[u8]>>();
        from::<[u8; 2], sync::Arc<[u8]>>();
        from::<Box<dyn Debug>, sync::Arc<dyn Debug>>();
        from::<u8, sync::atomic::AtomicU8>();
        from::<bool, sync::atomic::AtomicBool>();
        from::<*mut u8, sync::atomic::AtomicPtr<u8>>();
    }
}

/// Everything that can be made in a constant can be a static.
mod statics {
    use super::sync;

    static BALANCE: sync::Mutex<i64> = sync::Mutex::new(100);
    static RATES: sync::RwLock<[u8; 2]> = sync::RwLock::new([1, 2]);
    static CHANGED: sync::Condvar = sync::Condvar::new();
    static START: sync::Barrier = sync::Barrier::new(1);
    static SETUP: sync::Once = sync::Once::new();
    static CONFIG: sync::OnceLock<String> = sync::OnceLock::new();
    static TABLE: sync::LazyLock<Vec<u8>> = sync::LazyLock::new(|| vec![1, 2, 3]);
    static VISITS: sync::atomic::AtomicUsize = sync::atomic::AtomicUsize::new(0);
    static NOBODY: sync::Weak<u8> = sync::Weak::new();

    #[test]
    fn statics_work_outside_a_check() {
        *BALANCE.lock().unwrap() += 1;
        assert_eq!(*BALANCE.lock().unwrap(), 101);
        assert_eq!(RATES.read().unwrap()[1], 2);
        CHANGED.notify_all();
        assert!(START.wait().is_leader());
        SETUP.call_once(|| {});
        assert!(SETUP.is_completed());
        assert_eq!(CONFIG.get_or_init(|| "a".to_owned()), "a");
        assert_eq!(TABLE.len(), 3);
        assert_eq!(VISITS.fetch_add(1, sync::atomic::Ordering::Relaxed), 0);
        assert!(NOBODY.upgrade().is_none());
    }
}

mod locks {
    use super::sync::{
        Condvar, LockResult, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
        RwLockWriteGuard, TryLockError, TryLockResult,
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
        assert_eq!(format!("{mutex:?}"), "Mutex { data: \"<locked>\", poisoned: false, .. }");
        drop(busy);
        drop(guard);
        assert_eq!(format!("{mutex:?}"), "Mutex { data: [1, 2], poisoned: false, .. }");
        thread::scope(|scope| {
            let crash = scope.spawn(|| {
                let _guard = mutex.lock().unwrap();
                std::panic::resume_unwind(Box::new("crash"));
            });
            assert_eq!(*crash.join().unwrap_err().downcast::<&str>().unwrap(), "crash");
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
        assert_eq!(*Mutex::from(3).lock().unwrap() + *Mutex::<u8>::default().lock().unwrap(), 3);
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
        assert_eq!(format!("{lock:?}"), "RwLock { data: <locked>, poisoned: false, .. }");
        let reader = RwLockWriteGuard::downgrade(writer);
        assert_eq!(format!("{reader} {reader:?}"), "7 7");
        assert!(lock.try_read().is_ok());
        drop(reader);
        assert_eq!(format!("{lock:?}"), "RwLock { data: 7, poisoned: false, .. }");
        drop(lock.try_write().unwrap());
        assert!(!lock.is_poisoned());
        lock.clear_poison();
        let mut lock = lock;
        *lock.get_mut().unwrap() += 1;
        assert_eq!(lock.into_inner().unwrap(), 8);
        assert_eq!(*RwLock::from(3).read().unwrap() + *RwLock::<u8>::default().read().unwrap(), 3);
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
        let guard = changed.wait_while(open.lock().unwrap(), |open| !*open).unwrap();
        let (guard, result) = changed.wait_timeout(guard, Duration::ZERO).unwrap();
        let _: bool = result.timed_out();
        let (guard, result) =
            changed.wait_timeout_while(guard, Duration::from_millis(1), |open| *open).unwrap();
        assert!(result.timed_out() && *guard);
        assert_eq!(result, result.clone());
        drop(guard);
        changed.notify_all();
        assert_eq!(format!("{changed:?}"), "Condvar { .. }");
        Condvar::default().notify_one();
    }
}

mod pointers {
    use super::sync::{Arc, Weak};
    use std::any::Any;
    use std::borrow::Borrow;
    use std::collections::HashSet;
    use std::fmt::Debug;

    #[test]
    fn an_arc_counts_its_owners() {
        let mut first = Arc::new(String::from("a"));
        assert_eq!(Arc::get_mut(&mut first).unwrap(), "a");
        let second = Arc::clone(&first);
        let third = first.clone();
        assert!(Arc::ptr_eq(&first, &second) && first == second && first <= second);
        assert_eq!(Arc::as_ptr(&first), Arc::as_ptr(&third));
        assert_eq!((Arc::strong_count(&first), Arc::weak_count(&first)), (3, 0));
        let weak: Weak<String> = Arc::downgrade(&first);
        assert_eq!((weak.strong_count(), weak.weak_count()), (3, 1));
        assert!(weak.ptr_eq(&weak.clone()));
        assert_eq!(weak.as_ptr(), Arc::as_ptr(&first));
        drop(second);
        let first = Arc::try_unwrap(first).unwrap_err();
        assert_eq!(Arc::into_inner(first), None);
        assert_eq!(weak.upgrade().as_deref().map(String::as_str), Some("a"));
        let mut third = third;
        assert!(Arc::get_mut(&mut third).is_none(), "a weak pointer exists");
        Arc::make_mut(&mut third).push('b');
        assert!(weak.upgrade().is_none(), "the value has moved away");
        assert_eq!(format!("{third} {third:?} {weak:?}"), "ab \"ab\" (Weak)");
        assert!(format!("{third:p}").starts_with("0x"));
        assert_eq!(Arc::unwrap_or_clone(third.clone()), "ab");
        assert_eq!(Arc::into_inner(third), Some("ab".to_owned()));
        assert!(Weak::<u8>::new().upgrade().is_none() && Weak::<u8>::default().strong_count() == 0);
    }

    #[test]
    fn make_mut_copies_what_is_shared() {
        let mut mine = Arc::new(1);
        let yours = mine.clone();
        *Arc::make_mut(&mut mine) = 2;
        assert_eq!((*mine, *yours), (2, 1));
        assert_eq!(Arc::try_unwrap(mine), Ok(2));
    }

    #[test]
    fn an_arc_may_own_an_unsized_value() {
        let text: Arc<str> = Arc::from("abc");
        assert_eq!(text.len() + Arc::<str>::from(String::from("d")).len(), 4);
        let numbers: Arc<[u8]> = Arc::from(vec![1, 2]);
        assert_eq!(&numbers[..], &[1, 2]);
        assert_eq!(Arc::<[u8]>::from([1, 2]), Arc::from(&[1u8, 2][..]));
        assert_eq!((1..=2).collect::<Arc<[u8]>>(), numbers);
        let debug: Arc<dyn Debug> = Arc::from(Box::new(5) as Box<dyn Debug>);
        assert_eq!(format!("{debug:?}"), "5");
        let weak: Weak<dyn Debug> = Arc::downgrade(&debug);
        drop(debug);
        assert!(weak.upgrade().is_none());
        let any: Arc<dyn Any + Send + Sync> = Arc::from(Box::new(5u8) as Box<dyn Any + Send + Sync>);
        let any = any.downcast::<u16>().unwrap_err();
        assert_eq!(*any.downcast::<u8>().unwrap(), 5);
    }

    #[test]
    fn an_arc_is_its_value_for_most_traits() {
        let text = Arc::new(String::from("a"));
        let as_ref: &String = text.as_ref();
        let borrowed: &String = text.borrow();
        assert_eq!(as_ref, borrowed);
        assert_eq!(HashSet::from([text.clone(), text]).len(), 1);
        assert_eq!(*Arc::<u8>::default(), 0);
        fn error<E: std::error::Error>(_: E) {}
        error(Arc::new(std::fmt::Error));
    }

    #[test]
    fn a_value_can_point_to_itself() {
        struct Node {
            me: Weak<Node>,
            size: u8,
        }
        let node = Arc::new_cyclic(|me| {
            assert!(me.upgrade().is_none());
            Node { me: me.clone(), size: 3 }
        });
        assert_eq!(node.me.upgrade().unwrap().size, 3);
    }
}

mod once {
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
}

mod barriers {
    use super::sync::Barrier;
    use super::thread;

    #[test]
    fn one_thread_leads() {
        let barrier = Barrier::new(2);
        let leaders = thread::scope(|scope| {
            let other = scope.spawn(|| barrier.wait().is_leader());
            usize::from(barrier.wait().is_leader()) + usize::from(other.join().unwrap())
        });
        assert_eq!(leaders, 1);
        assert_eq!(format!("{barrier:?}"), "Barrier { .. }");
        let alone = Barrier::new(0).wait();
        assert_eq!(format!("{alone:?}"), "BarrierWaitResult { is_leader: true }");
    }
}

mod atomics {
    use super::sync::atomic::{
        AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8,
        AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering, compiler_fence, fence,
    };
    use Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

    macro_rules! integers {
        ($($test:ident $atomic:ident $t:ident)*) => { $(
            #[test]
            fn $test() {
                let mut n = $atomic::new($t::MAX);
                assert_eq!(n.fetch_add(1, Relaxed), $t::MAX);
                assert_eq!(n.fetch_sub(1, Release), $t::MIN);
                assert_eq!(n.swap(12, AcqRel), $t::MAX);
                assert_eq!(n.fetch_and(10, Acquire), 12);
                assert_eq!(n.fetch_or(3, SeqCst), 8);
                assert_eq!(n.fetch_xor(1, SeqCst), 11);
                assert_eq!(n.fetch_max(20, SeqCst), 10);
                assert_eq!(n.fetch_min(6, SeqCst), 20);
                assert_eq!(n.fetch_nand(2, SeqCst), 6);
                assert_eq!(n.load(SeqCst), !(6 & 2));
                n.store(5, SeqCst);
                assert_eq!(n.compare_exchange(5, 6, SeqCst, Relaxed), Ok(5));
                assert_eq!(n.compare_exchange(5, 7, AcqRel, Acquire), Err(6));
                while n.compare_exchange_weak(6, 7, SeqCst, SeqCst).is_err() {}
                assert_eq!(n.fetch_update(SeqCst, Relaxed, |n| n.checked_add(1)), Ok(7));
                assert_eq!(n.fetch_update(SeqCst, Relaxed, |_| None), Err(8));
                assert_eq!(n.try_update(SeqCst, Relaxed, |n| Some(n + 1)), Ok(8));
                assert_eq!(n.update(SeqCst, Relaxed, |n| n + 1), 9);
                *n.get_mut() += 1;
                assert_eq!(format!("{n:?}"), "11");
                assert_eq!(n.into_inner(), 11);
                assert_eq!($atomic::from(3).into_inner() + $atomic::default().into_inner(), 3);
            }
        )* };
    }

    integers! {
        u8s AtomicU8 u8
        u16s AtomicU16 u16
        u32s AtomicU32 u32
        u64s AtomicU64 u64
        usizes AtomicUsize usize
        i8s AtomicI8 i8
        i16s AtomicI16 i16
        i32s AtomicI32 i32
        i64s AtomicI64 i64
        isizes AtomicIsize isize
    }

    #[test]
    fn bools() {
        let mut flag = AtomicBool::new(false);
        assert!(!flag.fetch_or(true, Relaxed));
        assert!(flag.fetch_and(true, Relaxed));
        assert!(flag.fetch_xor(true, Relaxed));
        assert!(!flag.fetch_not(Relaxed));
        assert!(flag.fetch_nand(true, Relaxed));
        assert!(!flag.swap(true, Relaxed));
        assert_eq!(flag.compare_exchange(false, true, SeqCst, SeqCst), Err(true));
        assert!(flag.compare_exchange_weak(false, true, SeqCst, SeqCst).is_err());
        assert_eq!(flag.fetch_update(SeqCst, SeqCst, |flag| Some(!flag)), Ok(true));
        assert!(!flag.update(SeqCst, SeqCst, |flag| !flag));
        *flag.get_mut() = false;
        flag.store(true, Release);
        assert_eq!(format!("{flag:?}"), "true");
        assert!(flag.load(Acquire) && flag.into_inner());
    }

    #[test]
    fn pointers() {
        let mut numbers = [1u32, 2, 3];
        let base = numbers.as_mut_ptr();
        let mut pointer = AtomicPtr::new(base);
        assert_eq!(pointer.fetch_ptr_add(2, Relaxed), base);
        assert_eq!(pointer.fetch_ptr_sub(1, Relaxed), base.wrapping_add(2));
        assert_eq!(pointer.fetch_byte_add(4, Relaxed), base.wrapping_add(1));
        assert_eq!(pointer.fetch_byte_sub(8, Relaxed), base.wrapping_add(2));
        assert_eq!(pointer.fetch_or(1, Relaxed), base);
        assert_eq!(pointer.fetch_and(!1, Relaxed), base.map_addr(|address| address | 1));
        assert_eq!(pointer.fetch_xor(0, Relaxed), base);
        assert_eq!(pointer.compare_exchange(base, base, AcqRel, Acquire), Ok(base));
        assert!(pointer.compare_exchange_weak(std::ptr::null_mut(), base, SeqCst, SeqCst).is_err());
        assert_eq!(pointer.swap(std::ptr::null_mut(), SeqCst), base);
        assert!(pointer.load(SeqCst).is_null());
        pointer.store(base, SeqCst);
        assert_eq!(pointer.fetch_update(SeqCst, SeqCst, Some), Ok(base));
        *pointer.get_mut() = base.wrapping_add(1);
        assert_eq!(pointer.into_inner(), base.wrapping_add(1));
    }

    #[test]
    fn fences() {
        fence(SeqCst);
        fence(Acquire);
        compiler_fence(Release);
        super::hint::spin_loop();
    }
}

mod queues {
    use super::sync::mpsc::{
        IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, SendError, Sender, SyncSender,
        TryIter, TryRecvError, TrySendError, channel, sync_channel,
    };
    use super::thread;
    use std::time::Duration;

    #[test]
    fn a_channel_delivers_in_order() {
        let (sender, receiver): (Sender<u8>, Receiver<u8>) = channel();
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
        assert_eq!(receiver.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
        for n in 1..=6 {
            sender.clone().send(n).unwrap();
        }
        assert_eq!((receiver.recv(), receiver.try_recv()), (Ok(1), Ok(2)));
        assert_eq!(receiver.recv_timeout(Duration::from_secs(9)), Ok(3));
        let mut iter: Iter<'_, u8> = receiver.iter();
        assert_eq!(iter.next(), Some(4));
        let mut try_iter: TryIter<'_, u8> = receiver.try_iter();
        assert_eq!(try_iter.next(), Some(5));
        drop(sender);
        assert_eq!((&receiver).into_iter().next(), Some(6));
        assert_eq!(receiver.recv(), Err(RecvError));
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
        assert_eq!(receiver.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Disconnected));
        let into_iter: IntoIter<u8> = receiver.into_iter();
        assert_eq!(into_iter.count(), 0);
    }

    #[test]
    fn a_sync_channel_is_full() {
        let (sender, receiver): (SyncSender<u8>, Receiver<u8>) = sync_channel(1);
        sender.send(1).unwrap();
        assert_eq!(sender.clone().try_send(2), Err(TrySendError::Full(2)));
        drop(receiver);
        assert_eq!(sender.send(3), Err(SendError(3)));
        assert_eq!(sender.try_send(4), Err(TrySendError::Disconnected(4)));
        let (sender, receiver) = sync_channel(0);
        assert_eq!(sender.try_send(5), Err(TrySendError::Full(5)));
        let taker = thread::spawn(move || receiver.recv());
        sender.send(6).unwrap();
        assert_eq!(taker.join().unwrap(), Ok(6));
    }
}

mod channels {
    use super::channel::{
        IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, Select, SelectTimeoutError,
        SelectedOperation, SendError, SendTimeoutError, Sender, TryIter, TryReadyError,
        TryRecvError, TrySelectError, TrySendError, after, bounded, never, select, select_biased,
        tick, unbounded,
    };
    use std::time::{Duration, Instant};

    const SOON: Duration = Duration::from_millis(1);

    #[test]
    fn both_ends_can_be_cloned() {
        let (sender, receiver): (Sender<u8>, Receiver<u8>) = bounded(2);
        assert!(sender.same_channel(&sender.clone()) && receiver.same_channel(&receiver.clone()));
        assert!(sender.is_empty() && receiver.is_empty());
        sender.clone().send(1).unwrap();
        sender.send_timeout(2, SOON).unwrap();
        assert!(sender.is_full() && receiver.is_full());
        assert_eq!((sender.len(), receiver.len()), (2, 2));
        assert_eq!((sender.capacity(), receiver.capacity()), (Some(2), Some(2)));
        assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
        assert_eq!(sender.send_timeout(3, SOON), Err(SendTimeoutError::Timeout(3)));
        assert_eq!(sender.send_deadline(3, Instant::now()), Err(SendTimeoutError::Timeout(3)));
        assert_eq!((receiver.clone().recv(), receiver.try_recv()), (Ok(1), Ok(2)));
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
        assert_eq!(receiver.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
        assert_eq!(receiver.recv_deadline(Instant::now()), Err(RecvTimeoutError::Timeout));
        drop(receiver);
        assert_eq!(sender.send(4), Err(SendError(4)));
        assert_eq!(sender.try_send(4), Err(TrySendError::Disconnected(4)));
        assert_eq!(sender.send_timeout(4, SOON), Err(SendTimeoutError::Disconnected(4)));
    }

    #[test]
    fn receivers_iterate() {
        let (sender, receiver) = unbounded();
        assert_eq!((sender.capacity(), sender.is_full()), (None, false));
        (1..=4).for_each(|n| sender.send(n).unwrap());
        drop(sender);
        let mut iter: Iter<'_, u8> = receiver.iter();
        assert_eq!(iter.next(), Some(1));
        let mut try_iter: TryIter<'_, u8> = receiver.try_iter();
        assert_eq!(try_iter.next(), Some(2));
        assert_eq!((&receiver).into_iter().next(), Some(3));
        let mut into_iter: IntoIter<u8> = receiver.into_iter();
        assert_eq!((into_iter.next(), into_iter.next()), (Some(4), None));
    }

    #[test]
    fn a_channel_without_a_buffer_is_empty_and_full() {
        let (sender, receiver) = bounded::<u8>(0);
        assert!(sender.is_empty() && sender.is_full() && receiver.is_full());
        assert_eq!((sender.len(), sender.capacity()), (0, Some(0)));
        assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
        let none = never::<u8>();
        assert_eq!((none.len(), none.capacity(), none.is_full()), (0, Some(0), true));
        assert!(none.is_empty() && none.same_channel(&none.clone()));
        assert_eq!(none.try_recv(), Err(TryRecvError::Empty));
        assert_eq!(none.recv_timeout(SOON), Err(RecvTimeoutError::Timeout));
    }

    #[test]
    fn the_clock_sends_messages() {
        assert!(after(SOON).recv().is_ok());
        assert!(tick(SOON).recv().is_ok());
    }

    #[test]
    fn select_does_one_operation() {
        let (sender, receiver) = bounded(1);
        let (full, _full) = bounded::<&str>(0);
        let name = "first";
        select! {
            send(full, "no") -> _ => unreachable!(),
            send(sender, name.len()) -> sent => sent.unwrap(),
        }
        let got = select! {
            recv(receiver) -> got => { got.unwrap() }
            recv(never::<usize>()) -> _ => 0,
            default => 1
        };
        assert_eq!(got, 5);
        let nothing = select! {
            recv(&receiver) -> got => Some(got),
            default(SOON) => None,
        };
        assert_eq!(nothing, None);
        select! {
            recv(receiver) -> _ => unreachable!(),
            default() => {}
        }
        drop(sender);
        for round in 0.. {
            select_biased! {
                recv(receiver) -> got => {
                    assert_eq!((got, round), (Err(RecvError), 0));
                    break;
                }
                recv(never::<u8>()) -> _ => continue,
            }
        }
    }

    #[test]
    fn select_with_a_list_of_operations() {
        let (sender, receiver) = bounded(1);
        let (other, other_receiver) = bounded::<u8>(1);
        let mut select = Select::new();
        let send = select.send(&sender);
        let recv = select.recv(&other_receiver);
        assert_eq!((send, recv), (0, 1));
        let operation: SelectedOperation<'_> = select.select();
        assert_eq!(operation.index(), send);
        operation.send(&sender, "a").unwrap();
        assert!(matches!(select.try_select(), Err(TrySelectError)));
        assert!(matches!(select.select_timeout(SOON), Err(SelectTimeoutError)));
        assert!(matches!(select.select_deadline(Instant::now()), Err(SelectTimeoutError)));
        assert_eq!(select.try_ready(), Err(TryReadyError));
        assert!(select.ready_timeout(SOON).is_err() && select.ready_deadline(Instant::now()).is_err());
        other.send(7).unwrap();
        assert_eq!((select.ready(), select.try_ready()), (recv, Ok(recv)));
        assert_eq!(select.clone().select().recv(&other_receiver), Ok(7));
        select.remove(recv);
        assert_eq!(receiver.recv(), Ok("a"));
        select.try_select().unwrap().send(&sender, "b").unwrap();
        assert!(Select::new_biased().try_select().is_err());
        assert!(Select::default().select_timeout(SOON).is_err());
    }
}

mod threads {
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
        let result: thread::Result<()> = thread::spawn(|| std::panic::resume_unwind(Box::new(7))).join();
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
        let handle = named.spawn(|| thread::current().name().map(str::to_owned)).unwrap();
        assert_eq!(handle.thread().name(), Some("baker"));
        assert_eq!(handle.join().unwrap().as_deref(), Some("baker"));
        assert_eq!(thread::spawn(|| thread::current().name().is_none()).join().unwrap(), true);
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
}

mod locals {
    use super::thread::{self, AccessError};
    use super::thread_local;
    use std::cell::{Cell, RefCell};

    thread_local! {
        /// The orders of this thread.
        static ORDERS: RefCell<Vec<u8>> = RefCell::new(vec![1]);
        static COUNT: Cell<u8> = const { Cell::new(5) };
        pub(super) static NAME: String = String::from("till")
    }
    thread_local!(static LAST: Cell<Option<u8>> = Cell::new(Some(1)););
    thread_local!(static UNTOUCHED: Cell<u8> = unreachable!("never initialised"));

    #[test]
    fn each_thread_has_its_own() {
        ORDERS.with(|orders| orders.borrow_mut().push(2));
        assert_eq!(ORDERS.with_borrow(Vec::len), 2);
        assert_eq!(thread::spawn(|| ORDERS.with_borrow(Vec::len)).join().unwrap(), 1);
        ORDERS.with_borrow_mut(Vec::clear);
        assert_eq!(ORDERS.replace(vec![7]), []);
        assert_eq!(ORDERS.take(), [7]);
        ORDERS.set(vec![8]);
        let length: Result<usize, AccessError> = ORDERS.try_with(|orders| orders.borrow().len());
        assert_eq!(length, Ok(1));
        COUNT.set(COUNT.get() + 1);
        assert_eq!((COUNT.replace(9), COUNT.take(), COUNT.get()), (6, 9, 0));
        assert_eq!((LAST.take(), LAST.take()), (Some(1), None));
        UNTOUCHED.set(3);
        assert_eq!(UNTOUCHED.get(), 3);
        assert_eq!(NAME.with(String::len), 4);
    }
}

mod tables {
    use super::collections::{HashMap, HashSet};

    #[test]
    fn tables_have_the_api_of_std() {
        let mut map: HashMap<String, u8> = HashMap::new();
        map.insert("a".to_owned(), 1);
        *map.entry("b".to_owned()).or_insert(1) += 1;
        map.extend([("c".to_owned(), 3)]);
        assert_eq!((map["b"], map.get("c"), map.len()), (2, Some(&3), 3));
        map.retain(|_, value| *value > 1);
        for (_, value) in &mut map {
            *value *= 10;
        }
        for value in map.values_mut() {
            *value += 1;
        }
        assert_eq!((&map).into_iter().map(|(_, value)| usize::from(*value)).sum::<usize>(), 52);
        assert_eq!(map, map.clone());
        assert_eq!(map.clone().into_keys().count() + map.clone().into_values().count(), 4);
        assert_eq!(map.into_iter().count(), 2);
        let collected: HashMap<_, _> = [(1, 'a')].into_iter().collect();
        assert_eq!(collected, HashMap::from([(1, 'a')]));
        assert_eq!(format!("{collected:?}"), "{1: 'a'}");
        assert!(HashMap::<u8, u8>::with_capacity(3).capacity() >= 3);
        assert!(HashMap::<u8, u8>::default().is_empty());

        let mut set: HashSet<u8> = HashSet::new();
        assert!(set.insert(1) && !set.insert(1));
        set.extend([2, 3]);
        let other = HashSet::from([3, 4]);
        assert_eq!((&set & &other, (&set | &other).len()), (HashSet::from([3]), 4));
        assert_eq!(((&set - &other).len(), (&set ^ &other).len()), (2, 3));
        assert_eq!(set.intersection(&other).count(), 1);
        assert_eq!([3].into_iter().collect::<HashSet<u8>>().iter().count(), 1);
        assert_eq!((&other).into_iter().count() + other.clone().into_iter().count(), 4);
        assert!(HashSet::<u8>::with_capacity(3).is_empty());
    }
}
