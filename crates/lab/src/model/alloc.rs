//! Heap memory behind plain pointers, watched.
//!
//! A wrong program may use memory after it has given it back. To report that instead of suffering
//! it, memory that is given back during a check goes into quarantine: the value moves to a new box,
//! the old memory stays readable, and it is returned to the allocator when the execution has
//! ended. Until then the engine reports every operation on an object in it, a second return, and
//! memory that is never returned.
//!
//! Values without a size have no memory and are not watched.

use std::alloc::Layout;
use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checker::rt::{self, Object, ObjectKind};

/// One allocation of one execution.
#[derive(Clone)]
struct Block {
    object: Arc<Object>,
    layout: Layout,
    freed: bool,
}

/// The allocations of all running executions, by execution and address.
static BLOCKS: Mutex<BTreeMap<(u64, usize), Block>> = Mutex::new(BTreeMap::new());

fn blocks() -> MutexGuard<'static, BTreeMap<(u64, usize), Block>> {
    BLOCKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives up ownership of a box and returns its pointer: [`Box::into_raw`], watched.
///
/// The memory must be given back with [`from_raw`], or the check reports a leak.
#[must_use = "the memory leaks when its pointer is lost"]
#[track_caller]
pub fn into_raw<T>(boxed: Box<T>) -> *mut T {
    let line = Location::caller();
    let pointer = Box::into_raw(boxed);
    let layout = Layout::new::<T>();
    if !rt::in_model() || layout.size() == 0 {
        return pointer;
    }
    let object = Arc::new(Object::at(ObjectKind::Allocation, line));
    rt::alloc(&object, pointer.addr(), layout.size(), line);
    let execution = rt::execution();
    let block = Block {
        object,
        layout,
        freed: false,
    };
    let mut blocks = blocks();
    let first = blocks.range(of_execution(execution)).next().is_none();
    blocks.insert((execution, pointer.expose_provenance()), block);
    drop(blocks);
    if first {
        rt::at_execution_end(Box::new(move || give_back(execution)));
    }
    pointer
}

/// Takes ownership back: [`Box::from_raw`], watched.
///
/// # Safety
///
/// `pointer` comes from [`into_raw`], and this is called once for it.
/// No other thread still uses the memory.
///
/// During a check, a call that breaks these rules is reported and does no harm.
#[must_use = "call `drop` on the box if you want to free the memory"]
#[track_caller]
#[expect(unsafe_code, reason = "the same contract as that of `Box::from_raw`")]
pub unsafe fn from_raw<T>(pointer: *mut T) -> Box<T> {
    let line = Location::caller();
    if !rt::in_model() || size_of::<T>() == 0 {
        // SAFETY: the caller keeps the contract of `Box::from_raw`.
        return unsafe { Box::from_raw(pointer) };
    }
    let key = (rt::execution(), pointer.addr());
    let found = blocks().get(&key).cloned();
    let Some(block) = found.filter(|block| block.layout == Layout::new::<T>()) else {
        rt::refuse(
            "this pointer was not made by `lab::alloc::into_raw` in this execution, or not for \
             this type"
                .to_owned(),
            line,
        );
    };
    // Does not return when the memory was given back before.
    rt::free(&block.object, line);
    if let Some(block) = blocks().get_mut(&key) {
        block.freed = true;
    }
    // SAFETY: the memory holds a `T` that was not given back before, as the engine has just
    // checked. Its bits in the old memory are never used as a `T` again: what is left there is
    // only looked at by the engine.
    Box::new(unsafe { pointer.read() })
}

/// Says that the memory behind `pointer` is about to be used.
///
/// The checker sees every access to a lock, an atomic or a cell that lives in the memory. It does
/// not see an access to a plain field: call this before one.
#[track_caller]
pub fn touch<T>(pointer: *const T) {
    let line = Location::caller();
    if !rt::in_model() {
        return;
    }
    let (execution, address) = (rt::execution(), pointer.addr());
    let found = blocks()
        .range((execution, 0)..=(execution, address))
        .next_back()
        .filter(|((_, start), block)| address < start + block.layout.size())
        .map(|(_, block)| Arc::clone(&block.object));
    if let Some(object) = found {
        rt::touch(&object, line);
    }
}

fn of_execution(execution: u64) -> std::ops::RangeInclusive<(u64, usize)> {
    (execution, 0)..=(execution, usize::MAX)
}

/// Returns the quarantined memory of an execution whose threads have all ended.
fn give_back(execution: u64) {
    let mut blocks = blocks();
    let ended: Vec<(u64, usize)> = blocks
        .range(of_execution(execution))
        .map(|(key, _)| *key)
        .collect();
    for key in ended {
        let block = blocks.remove(&key).expect("the key was there a line ago");
        if block.freed {
            #[expect(unsafe_code, reason = "returns memory whose value has moved out")]
            // SAFETY: the memory was allocated by a box for this layout, its value was moved out
            // by `from_raw`, and no thread is left that could have a pointer to it.
            unsafe {
                std::alloc::dealloc(std::ptr::with_exposed_provenance_mut(key.1), block.layout);
            }
        }
    }
}
