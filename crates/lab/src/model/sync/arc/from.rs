//! Conversions into a checked `Arc`: those of std, so that unsized values are possible.

use std::any::Any;

use super::Arc;
use super::value::Value;

/// Each of these is std's conversion, adopted.
macro_rules! from {
    ($($(#[$what:meta])* [$($generics:tt)*] $source:ty => $target:ty;)*) => { $(
        impl<$($generics)*> From<$source> for $target {
            $(#[$what])*
            #[track_caller]
            fn from(source: $source) -> Self {
                Arc::adopt(Value::Plain(std::sync::Arc::from(source)))
            }
        }
    )* };
}

from! {
    /// Moves what a box owns, which may be a trait object.
    [T: ?Sized] Box<T> => Arc<T>;
    /// Copies a text.
    [] &str => Arc<str>;
    /// Moves a text.
    [] String => Arc<str>;
    /// Copies a slice.
    [T: Clone] &[T] => Arc<[T]>;
    /// Moves the elements of a vector.
    [T] Vec<T> => Arc<[T]>;
    /// Moves the elements of an array.
    [T, const N: usize] [T; N] => Arc<[T]>;
}

impl<T> From<T> for Arc<T> {
    /// Puts a value on the heap.
    #[track_caller]
    fn from(value: T) -> Self {
        Arc::new(value)
    }
}

impl<T> FromIterator<T> for Arc<[T]> {
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Arc::adopt(Value::Plain(elements.into_iter().collect()))
    }
}

impl Arc<dyn Any + Send + Sync> {
    /// The value with its own type, if that is `T`. Not a step.
    ///
    /// # Errors
    ///
    /// Gives the `Arc` back when the value has another type.
    pub fn downcast<T: Any + Send + Sync>(self) -> Result<Arc<T>, Self> {
        let (value, count) = self.into_parts();
        match value {
            Value::Plain(value) => match value.downcast::<T>() {
                Ok(value) => Ok(Arc::from_parts(Value::Plain(value), count)),
                Err(value) => Err(Arc::from_parts(Value::Plain(value), count)),
            },
            // Only values with a size are put there, and this one has none.
            Value::Pooled(_) => Err(Arc::from_parts(value, count)),
        }
    }
}
