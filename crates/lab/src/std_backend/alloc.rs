//! Heap memory behind plain pointers.
//!
//! These are `Box::into_raw` and `Box::from_raw`. With the feature `model` the checker knows the
//! memory: it reports a use after free, a double free and a leak instead of suffering them.

/// Gives up ownership of a box and returns its pointer: [`Box::into_raw`].
///
/// The memory must be given back with [`from_raw`], or it leaks.
#[must_use = "the memory leaks when its pointer is lost"]
pub fn into_raw<T>(boxed: Box<T>) -> *mut T {
    Box::into_raw(boxed)
}

/// Takes ownership back: [`Box::from_raw`].
///
/// # Safety
///
/// `pointer` comes from [`into_raw`], and this is called once for it.
/// No other thread still uses the memory.
#[must_use = "call `drop` on the box if you want to free the memory"]
#[expect(
    unsafe_code,
    reason = "the same contract as that of the function it wraps"
)]
pub unsafe fn from_raw<T>(pointer: *mut T) -> Box<T> {
    // SAFETY: the caller keeps the same contract.
    unsafe { Box::from_raw(pointer) }
}

/// Says that the memory behind `pointer` is about to be used.
///
/// The checker sees every access to a lock, an atomic or a cell that lives in the memory. It does
/// not see an access to a plain field: call this before one. Without the feature `model` it does
/// nothing.
pub fn touch<T>(pointer: *const T) {
    let _ = pointer;
}
