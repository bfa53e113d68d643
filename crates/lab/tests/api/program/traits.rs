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
