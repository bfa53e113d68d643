//! Std's and crossbeam-channel's own types, and plain forms of the four that std lacks.

pub mod alloc;
pub mod cell;
mod racy;

pub use racy::Racy;
pub use std::thread_local;

/// Synchronisation: std's own types.
pub mod sync {
    pub use std::sync::{
        Arc, Barrier, BarrierWaitResult, Condvar, LazyLock, LockResult, Mutex, MutexGuard, Once,
        OnceLock, OnceState, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError,
        TryLockResult, WaitTimeoutResult, Weak,
    };

    /// Channels with many senders and one receiver: std's own types.
    pub mod mpsc {
        pub use std::sync::mpsc::{
            IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, SendError, Sender, SyncSender,
            TryIter, TryRecvError, TrySendError, channel, sync_channel,
        };
    }

    /// Atomic variables: std's own types.
    pub mod atomic {
        pub use std::sync::atomic::{
            AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr,
            AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering, compiler_fence,
            fence,
        };
    }
}

/// Threads: std's own types and functions.
pub mod thread {
    pub use std::thread::{
        AccessError, Builder, JoinHandle, LocalKey, Result, Scope, ScopedJoinHandle, Thread,
        ThreadId, available_parallelism, current, panicking, park, park_timeout, scope, sleep,
        spawn, yield_now,
    };
}

/// Hints to the processor: std's own.
pub mod hint {
    pub use std::hint::spin_loop;
}

/// Channels with many senders and many receivers: crossbeam-channel's own types.
pub mod channel {
    pub use crossbeam_channel::{
        IntoIter, Iter, ReadyTimeoutError, Receiver, RecvError, RecvTimeoutError, Select,
        SelectTimeoutError, SelectedOperation, SendError, SendTimeoutError, Sender, TryIter,
        TryReadyError, TryRecvError, TrySelectError, TrySendError, after, bounded, never, select,
        select_biased, tick, unbounded,
    };
}
