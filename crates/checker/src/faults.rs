//! Mistakes that can be switched on, to see whether the evidence would notice them.
//!
//! Each fault breaks one rule of the memory model, the scheduler, a lock, or the search. The switch
//! exists only with the feature `faults`; without it every test of a fault is a constant `false`.
//! `cargo test -p checker` lists which faults are noticed, and fails when one is not.

macro_rules! faults {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        /// A rule of the engine that is broken on purpose.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Fault {
            $($(#[$doc])+ $name,)+
        }

        impl Fault {
            /// All of them.
            pub const ALL: &'static [Fault] = &[$(Fault::$name,)+];
        }
    };
}

faults! {
    /// A load that acquires learns nothing from the store it reads.
    AcquireLearnsNothing,
    /// A relaxed load acquires.
    RelaxedAcquires,
    /// A store that releases carries nothing.
    ReleaseCarriesNothing,
    /// A relaxed store releases.
    RelaxedReleases,
    /// A read-modify-write ends the release sequence of the store it reads.
    ReleaseSequenceDropped,
    /// Two read-modify-writes may read the same store.
    UpdatesShareAStore,
    /// A store may come between a read-modify-write and the store it read.
    StoresSplitUpdates,
    /// A read-modify-write always reads the newest store.
    UpdatesReadTheNewest,
    /// A failed compare-and-exchange always reads the newest store.
    FailedExchangeReadsTheNewest,
    /// A store is always placed last.
    StoresAreNeverOvertaken,
    /// A load always reads the newest store.
    LoadsAreNeverStale,
    /// A load does not remember what it has read.
    ReadsAreForgotten,
    /// A store does not remember itself.
    WritesAreForgotten,
    /// `SeqCst` operations have no order among each other.
    SeqCstHasNoOrder,
    /// A `SeqCst` fence is an `AcqRel` fence.
    SeqCstFenceIsWeak,
    /// An acquire fence learns nothing.
    AcquireFenceIsEmpty,
    /// A release fence publishes nothing.
    ReleaseFenceIsEmpty,
    /// A join learns nothing from the thread that ended.
    JoinLearnsNothing,
    /// A new thread knows nothing of what its parent did.
    SpawnPassesNothing,
    /// Releasing a lock publishes nothing.
    UnlockPublishesNothing,
    /// Taking a lock learns nothing.
    LockLearnsNothing,
    /// A message carries nothing but its value.
    MessagesCarryNothing,
    /// The room in a channel carries nothing from the receiver who made it.
    RoomCarriesNothing,
    /// Without a buffer the sender learns nothing from the receiver.
    MeetingCarriesNothing,
    /// Whoever finds a channel closed learns nothing from those who left.
    LeavingCarriesNothing,
    /// An unpark publishes nothing.
    UnparkPublishesNothing,
    /// A write of plain data is not compared with reads.
    ReadsDoNotRace,
    /// A read of plain data is not compared with writes.
    WritesDoNotRaceWithReads,
    /// Dropping plain data is no write.
    DropIsNoWrite,
    /// Memory may be given back twice.
    DoubleFreeIsFine,
    /// Memory may be used after it was given back.
    UseAfterFreeIsFine,
    /// Memory need not be given back.
    LeaksAreFine,
    /// Condition variables never wake a thread that nobody notified.
    NoSpuriousWakeups,
    /// A notification wakes the thread that waited longest.
    NotificationsAreFair,
    /// `notify_one` wakes all.
    NotifyOneWakesAll,
    /// `notify_all` wakes one.
    NotifyAllWakesOne,
    /// Going to sleep does not release the lock.
    WaitKeepsTheLock,
    /// Going to sleep belongs to the step before.
    WaitIsNoStep,
    /// A thread that wakes up does not take the lock again.
    WakingTakesNoLock,
    /// Releasing a lock is never a step of its own.
    ReleaseIsNeverVisible,
    /// A token for a thread that is not parked yet is lost.
    TokensAreLost,
    /// A token stays after a thread has used it.
    TokensStay,
    /// Readers exclude each other.
    ReadersExclude,
    /// A writer does not wait for readers.
    WritersIgnoreReaders,
    /// A thread may read again past a waiting writer.
    ReadingAgainNeverWaits,
    /// An initialiser runs again.
    OnceRunsAgain,
    /// Nobody waits for a running initialiser.
    OnceDoesNotWait,
    /// A barrier lets its first thread through.
    BarrierOpensEarly,
    /// A bounded channel has room for ever.
    ChannelsAreUnbounded,
    /// A closed channel looks open to a receiver.
    ClosingIsUnseen,
    /// A `select` always does the first ready operation.
    SelectIsBiased,
    /// A weak compare-and-exchange never fails without a reason.
    WeakExchangeIsStrong,
    /// A time-out fires only when nothing else can happen.
    TimeoutsAreLate,
    /// A polling loop never lets others go first.
    PollingIsUnfair,
    /// The first switch away from a thread that could go on is never tried.
    NoPreemptions,
    /// A preemption costs nothing.
    PreemptionsAreFree,
    /// A stale read costs nothing.
    StaleReadsAreFree,
    /// A state leaves out the histories of the objects.
    StateForgetsObjects,
    /// A state leaves out the histories of the threads.
    StateForgetsThreads,
    /// A state that was left with less to spend counts as known.
    StateForgetsTheBudget,
    /// What the bound left out is not remembered.
    CutIsForgotten,
    /// A race asks for no other order.
    RacesAreForgotten,
    /// A transition that need not be tried stays so whatever happens.
    SleepersSleepOn,
    /// A thread that was not the last one to leave a channel is taken to be so in every execution.
    LeaversSleepOn,
    /// An object that two executions touch first in two ways counts as two objects.
    FirstTouchesAreUnique,
    /// What threads were about to do when an execution ended counts for nothing.
    PendingIsForgotten,
    /// A replay is not compared with what was recorded.
    ReplayIsNotCompared,
    /// A panic that nobody joins is not told.
    PanicsGoUnnoticed,
    /// A deadlock is taken for a good end.
    DeadlocksAreFine,
}
