//! The limits of the engine. They are part of its contract: see the crate's documentation.

/// The most threads one execution may have, the one that runs the model included.
pub const MAX_THREADS: usize = 16;

/// The steps of one execution after which it counts as an endless loop.
pub const DEFAULT_MAX_STEPS: u32 = 20_000;

/// The executions after which a search is given up as inconclusive.
pub const DEFAULT_MAX_EXECUTIONS: u64 = 500_000;

/// The states a search keeps before it is given up as inconclusive (about 48 bytes each).
pub const DEFAULT_MAX_STATES: u64 = 2_000_000;

/// How often a thread may see the same value again, without doing anything else, before it is
/// taken for a polling loop that lets other threads go first.
pub const POLLS_BEFORE_YIELD: u32 = 3;

/// How many steps a thread may take between two yields at one line that still count as a loop.
pub const STEPS_OF_A_ROUND: u32 = 12;

/// How often polling loops may go round, with no other thread able to run and nothing changing,
/// before the execution counts as a livelock.
pub const IDLE_ROUNDS: u32 = 200;

/// How often one thread may be woken spuriously in one execution.
pub const SPURIOUS_PER_THREAD: u8 = 1;

/// How many more failing executions of the same cost are looked at for a shorter table.
pub const POLISH_EXECUTIONS: u64 = 200;
