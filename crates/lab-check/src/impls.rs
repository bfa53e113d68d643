//! Which traits a type has, as a value at run time.

/// True when the type implements the traits: `impls!(Session: Send)`, `impls!(u8: Copy + Send)`.
///
/// The answer is found while compiling, but a wrong answer is a verdict with a text and not a
/// compiler error. Lifetimes must be given: `impls!(Lease<'static>: Send)`.
///
/// It works like this: `IMPLS` is looked up on a type that has an inherent constant of this name
/// when the bounds are met, and otherwise the constant of a trait that all types have. Inherent
/// constants come first. (The technique is that of the `impls` crate by Nikolai Vazquez.)
#[macro_export]
macro_rules! impls {
    ($type:ty: $($bounds:tt)+) => {{
        #[allow(dead_code, reason = "not every type lacks the traits")]
        trait Otherwise {
            const IMPLS: bool = false;
        }
        impl<T: ?Sized> Otherwise for T {}
        struct Asked<T: ?Sized>(::core::marker::PhantomData<T>);
        #[allow(dead_code, reason = "not every type has the traits")]
        impl<T: ?Sized + $($bounds)+> Asked<T> {
            const IMPLS: bool = true;
        }
        <Asked<$type>>::IMPLS
    }};
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    #[test]
    fn auto_traits_are_told_apart() {
        assert!(impls!(u64: Send + Sync));
        assert!(impls!(Cell<u8>: Send));
        assert!(!impls!(Cell<u8>: Sync));
        assert!(!impls!(Cell<u8>: Send + Sync));
        assert!(!impls!(Rc<u8>: Send));
    }

    #[test]
    fn unsized_types_and_lifetimes_work() {
        assert!(impls!(str: Send));
        assert!(impls!(&'static str: Copy));
        assert!(!impls!(&'static mut u8: Clone));
        assert!(impls!(dyn Fn() + Send: Send));
        assert!(!impls!(dyn Fn(): Send));
        assert!(impls!(std::sync::MutexGuard<'static, u8>: Sync));
        assert!(!impls!(std::sync::MutexGuard<'static, u8>: Send));
    }
}
