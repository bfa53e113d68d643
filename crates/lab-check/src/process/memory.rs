//! The memory of a child has a limit, so that runaway code cannot take the machine with it.
//!
//! The allocator of the process counts what is in use. Above the limit it writes the verdict to
//! the private pipe and ends the process, without asking for a single byte itself.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The bytes a child may have in use at one time.
pub(crate) const LIMIT: usize = 400 * 1024 * 1024;

/// Bytes in use. Relaxed: it is a sum, and nothing is published through it.
static USED: AtomicUsize = AtomicUsize::new(0);
/// The limit; without one in processes that run no model.
static MOST: AtomicUsize = AtomicUsize::new(usize::MAX);
/// True once the limit was passed. The first thread to see it reports it.
static PASSED: AtomicBool = AtomicBool::new(false);
/// What happens then.
static REPORT: OnceLock<Box<dyn Fn() + Send + Sync>> = OnceLock::new();

/// The allocator of every binary that links this crate.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Sets the limit of this process in bytes. `report` is called once when it is passed, and must
/// not allocate; the process ends after it.
pub(crate) fn limit(bytes: usize, report: Box<dyn Fn() + Send + Sync>) {
    if REPORT.set(report).is_ok() {
        MOST.store(bytes, Ordering::Relaxed);
    }
}

fn take(bytes: usize) {
    let used = USED
        .fetch_add(bytes, Ordering::Relaxed)
        .saturating_add(bytes);
    if used > MOST.load(Ordering::Relaxed) {
        passed();
    }
}

#[cold]
fn passed() {
    if PASSED.swap(true, Ordering::Relaxed) {
        // Another thread reports it at this moment, or this thread does so further up.
        return;
    }
    if let Some(report) = REPORT.get() {
        report();
    }
    #[expect(clippy::exit, reason = "there is no way back out of an allocation")]
    std::process::exit(super::EXIT_STOPPED);
}

#[expect(
    unsafe_code,
    reason = "an allocator is unsafe by its trait; this one only counts"
)]
// SAFETY: every call goes to the system's allocator with the arguments it came with, and its
// answer is passed on unchanged. The counting touches atomics only, so it neither allocates nor
// unwinds.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        take(size);
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, size) }
    }
}
