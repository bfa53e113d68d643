//! Without features the types are std's and crossbeam's own.
#![cfg(not(any(feature = "model", feature = "loom")))]

use std::any::type_name;

/// Each pair names one type.
macro_rules! same {
    ($($name:ident: [$($lab:ty = $real:ty),+ $(,)?];)*) => { $(
        #[test]
        fn $name() {
            $(assert_eq!(type_name::<$lab>(), type_name::<$real>());)+
        }
    )* };
}

same! {
    locks_are_std_s: [
        lab::sync::Mutex<u8> = std::sync::Mutex<u8>,
        lab::sync::MutexGuard<'_, u8> = std::sync::MutexGuard<'_, u8>,
        lab::sync::RwLock<u8> = std::sync::RwLock<u8>,
        lab::sync::RwLockReadGuard<'_, u8> = std::sync::RwLockReadGuard<'_, u8>,
        lab::sync::RwLockWriteGuard<'_, u8> = std::sync::RwLockWriteGuard<'_, u8>,
        lab::sync::PoisonError<u8> = std::sync::PoisonError<u8>,
        lab::sync::TryLockError<u8> = std::sync::TryLockError<u8>,
    ];
    pointers_are_std_s: [
        lab::sync::Arc<u8> = std::sync::Arc<u8>,
        lab::sync::Weak<u8> = std::sync::Weak<u8>,
    ];
    waiting_is_std_s: [
        lab::sync::Condvar = std::sync::Condvar,
        lab::sync::WaitTimeoutResult = std::sync::WaitTimeoutResult,
        lab::sync::Barrier = std::sync::Barrier,
        lab::sync::BarrierWaitResult = std::sync::BarrierWaitResult,
    ];
    initialisers_are_std_s: [
        lab::sync::Once = std::sync::Once,
        lab::sync::OnceState = std::sync::OnceState,
        lab::sync::OnceLock<u8> = std::sync::OnceLock<u8>,
        lab::sync::LazyLock<u8> = std::sync::LazyLock<u8>,
    ];
    atomics_are_std_s: [
        lab::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool,
        lab::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8,
        lab::sync::atomic::AtomicU16 = std::sync::atomic::AtomicU16,
        lab::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32,
        lab::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64,
        lab::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize,
        lab::sync::atomic::AtomicI8 = std::sync::atomic::AtomicI8,
        lab::sync::atomic::AtomicI16 = std::sync::atomic::AtomicI16,
        lab::sync::atomic::AtomicI32 = std::sync::atomic::AtomicI32,
        lab::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64,
        lab::sync::atomic::AtomicIsize = std::sync::atomic::AtomicIsize,
        lab::sync::atomic::AtomicPtr<u8> = std::sync::atomic::AtomicPtr<u8>,
        lab::sync::atomic::Ordering = std::sync::atomic::Ordering,
    ];
    mpsc_is_std_s: [
        lab::sync::mpsc::Sender<u8> = std::sync::mpsc::Sender<u8>,
        lab::sync::mpsc::SyncSender<u8> = std::sync::mpsc::SyncSender<u8>,
        lab::sync::mpsc::Receiver<u8> = std::sync::mpsc::Receiver<u8>,
    ];
    threads_are_std_s: [
        lab::thread::JoinHandle<u8> = std::thread::JoinHandle<u8>,
        lab::thread::Scope<'_, '_> = std::thread::Scope<'_, '_>,
        lab::thread::ScopedJoinHandle<'_, u8> = std::thread::ScopedJoinHandle<'_, u8>,
        lab::thread::Builder = std::thread::Builder,
        lab::thread::Thread = std::thread::Thread,
        lab::thread::ThreadId = std::thread::ThreadId,
        lab::thread::LocalKey<u8> = std::thread::LocalKey<u8>,
    ];
    channels_are_crossbeam_s: [
        lab::channel::Sender<u8> = crossbeam_channel::Sender<u8>,
        lab::channel::Receiver<u8> = crossbeam_channel::Receiver<u8>,
        lab::channel::Select<'_> = crossbeam_channel::Select<'_>,
        lab::channel::SelectedOperation<'_> = crossbeam_channel::SelectedOperation<'_>,
    ];
}

#[test]
fn a_cell_is_as_large_as_its_value() {
    assert_eq!(size_of::<lab::cell::UnsafeCell<u64>>(), size_of::<u64>());
}
