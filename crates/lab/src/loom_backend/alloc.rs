//! Heap memory behind plain pointers, with loom's search for leaks and double frees.

use std::alloc::Layout;

/// Gives up ownership of a box and returns its pointer.
///
/// The memory must be given back with [`from_raw`], or loom reports a leak.
#[must_use = "the memory leaks when its pointer is lost"]
#[expect(clippy::boxed_local, reason = "the signature of `Box::into_raw`")]
#[track_caller]
pub fn into_raw<T>(boxed: Box<T>) -> *mut T {
    #[expect(
        unsafe_code,
        reason = "loom tracks memory that its own `alloc` gave out"
    )]
    // SAFETY: the layout is that of `T` and at least one byte long; the pointer that comes back
    // is checked before it is written.
    unsafe {
        let pointer = loom::alloc::alloc(layout::<T>()).cast::<T>();
        if pointer.is_null() {
            std::alloc::handle_alloc_error(layout::<T>());
        }
        pointer.write(*boxed);
        pointer
    }
}

/// Takes ownership back.
///
/// # Safety
///
/// `pointer` comes from [`into_raw`], and this is called once for it.
/// No other thread still uses the memory.
#[must_use = "call `drop` on the box if you want to free the memory"]
#[track_caller]
#[expect(unsafe_code, reason = "the counterpart of `into_raw`")]
pub unsafe fn from_raw<T>(pointer: *mut T) -> Box<T> {
    // SAFETY: the caller promises that the memory holds a value of which nobody else has a copy,
    // and that it was allocated by `into_raw` with the same layout.
    unsafe {
        let boxed = Box::new(pointer.read());
        loom::alloc::dealloc(pointer.cast(), layout::<T>());
        boxed
    }
}

/// Says that the memory behind `pointer` is about to be used. Loom has no use for it.
pub fn touch<T>(pointer: *const T) {
    let _ = pointer;
}

/// The layout of a `T`, at least one byte long because the allocator wants that.
fn layout<T>() -> Layout {
    let plain = Layout::new::<T>();
    Layout::from_size_align(plain.size().max(1), plain.align())
        .expect("one byte is not too long for any alignment")
}
