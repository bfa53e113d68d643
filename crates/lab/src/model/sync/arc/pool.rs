//! Memory for the values of `Arc`s, at addresses that are in the same order in each execution.
//!
//! A program may compare addresses, for example to take two locks in one order everywhere. The
//! system's allocator gives out memory in whatever order it was given back, so the same program
//! would lock in another order in the next execution, and could not be replayed. Here the order
//! of two addresses depends on nothing but which thread asked, and how often it had asked before.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::collections::BTreeMap;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checker::rt;

/// Threads that have memory of their own; the others use the system's allocator.
const THREADS: usize = 16;
/// Values of one layout that each thread can have in one execution; further ones use the system's
/// allocator.
const PER_THREAD: usize = 64;
/// Larger values use the system's allocator.
const LARGEST: usize = 1 << 12;

/// Memory for values of one layout: a row of slots for each thread, one row after the other.
struct Region {
    layout: Layout,
    start: NonNull<u8>,
    /// Whether a slot holds a value. A value may outlive its execution; its slot is passed over.
    taken: Vec<AtomicBool>,
}

#[expect(unsafe_code, reason = "the memory belongs to the region")]
// SAFETY: a region owns its memory; each slot is used by whoever has taken it.
unsafe impl Send for Region {}
#[expect(unsafe_code, reason = "the memory belongs to the region")]
// SAFETY: as above; the marks that say who has taken a slot are atomic.
unsafe impl Sync for Region {}

impl Region {
    fn new(layout: Layout) -> Self {
        let all = Region::all(layout);
        #[expect(unsafe_code, reason = "allocates memory for slots")]
        // SAFETY: the layout is not empty, because `Slot::take` refuses values without a size.
        let start = unsafe { alloc(all) };
        Region {
            layout,
            start: NonNull::new(start).unwrap_or_else(|| handle_alloc_error(all)),
            taken: (0..THREADS * PER_THREAD)
                .map(|_| AtomicBool::new(false))
                .collect(),
        }
    }

    /// The layout of all slots together.
    fn all(slot: Layout) -> Layout {
        Layout::from_size_align(slot.size() * THREADS * PER_THREAD, slot.align())
            .expect("slots are small")
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        #[expect(unsafe_code, reason = "gives the memory of the slots back")]
        // SAFETY: the memory was allocated with this layout, and every slot keeps the region
        // alive, so none is left.
        unsafe {
            dealloc(self.start.as_ptr(), Region::all(self.layout));
        }
    }
}

/// A piece of memory for one value, taken until it is dropped.
pub(super) struct Slot {
    region: Arc<Region>,
    number: usize,
}

impl Slot {
    /// The next piece of memory of the current model thread; `None` outside a check, for values
    /// without a size, and when there is no more.
    pub(super) fn take(layout: Layout) -> Option<Slot> {
        let thread = usize::from(rt::current().0);
        let layout = layout.pad_to_align();
        let fits = (1..=LARGEST).contains(&layout.size()) && thread < THREADS;
        if !fits || !rt::in_model() {
            return None;
        }
        let execution = rt::execution();
        let mut pools = pools();
        if !pools.active.contains_key(&execution) {
            let pool = pools.idle.pop().unwrap_or_default();
            pools.active.insert(execution, pool);
            rt::at_execution_end(Box::new(move || retire(execution)));
        }
        pools.active.get_mut(&execution)?.take(thread, layout)
    }

    /// The memory.
    pub(super) fn pointer(&self) -> NonNull<u8> {
        let offset = self.number * self.region.layout.size();
        #[expect(unsafe_code, reason = "finds the slot in its region")]
        // SAFETY: the region has room for this slot.
        unsafe {
            self.region.start.add(offset)
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // `Release` orders the use of the memory before the next `Acquire` that takes it.
        self.region.taken[self.number].store(false, Ordering::Release);
    }
}

/// The regions of one execution, and how far each thread has come in them.
#[derive(Default)]
struct Pool {
    rows: Vec<(Arc<Region>, [usize; THREADS])>,
}

impl Pool {
    fn take(&mut self, thread: usize, layout: Layout) -> Option<Slot> {
        let known = self
            .rows
            .iter()
            .position(|(region, _)| region.layout == layout);
        let row = known.unwrap_or_else(|| {
            self.rows
                .push((Arc::new(Region::new(layout)), [0; THREADS]));
            self.rows.len() - 1
        });
        let (region, next) = &mut self.rows[row];
        // Slots are not used twice in one execution: who drops first depends on the schedule.
        while next[thread] < PER_THREAD {
            let number = thread * PER_THREAD + next[thread];
            next[thread] += 1;
            if !region.taken[number].swap(true, Ordering::Acquire) {
                let region = Arc::clone(region);
                return Some(Slot { region, number });
            }
        }
        None
    }
}

/// The pools of all running executions, and those that wait for the next one.
struct Pools {
    active: BTreeMap<u64, Pool>,
    idle: Vec<Pool>,
}

static POOLS: Mutex<Pools> = Mutex::new(Pools {
    active: BTreeMap::new(),
    idle: Vec::new(),
});

fn pools() -> MutexGuard<'static, Pools> {
    POOLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps the pool of an execution that has ended for another one.
fn retire(execution: u64) {
    let mut pools = pools();
    if let Some(mut pool) = pools.active.remove(&execution) {
        pool.rows
            .iter_mut()
            .for_each(|(_, next)| *next = [0; THREADS]);
        pools.idle.push(pool);
    }
}
