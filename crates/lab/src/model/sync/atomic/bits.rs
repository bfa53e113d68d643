//! Values as the engine sees them: 64 bits.

/// A value as the engine's bits.
pub(super) trait Bits: Copy {
    fn from_bits(bits: u64) -> Self;
    fn to_bits(self) -> u64;
    /// The text that a table of events shows.
    fn show(bits: u64) -> String;
}

impl Bits for bool {
    #[inline]
    fn from_bits(bits: u64) -> Self {
        bits != 0
    }

    #[inline]
    fn to_bits(self) -> u64 {
        u64::from(self)
    }

    fn show(bits: u64) -> String {
        bool::from_bits(bits).to_string()
    }
}

impl<T> Bits for *mut T {
    #[inline]
    fn from_bits(bits: u64) -> Self {
        std::ptr::with_exposed_provenance_mut(bits as usize)
    }

    #[inline]
    fn to_bits(self) -> u64 {
        self.expose_provenance() as u64
    }

    /// Not the address: it differs from one execution to the next.
    fn show(bits: u64) -> String {
        String::from(if bits == 0 { "null" } else { "a pointer" })
    }
}

macro_rules! integers {
    ($($value:ident)*) => { $(
        impl Bits for $value {
            #[inline]
            fn from_bits(bits: u64) -> Self {
                bits as $value
            }

            #[inline]
            fn to_bits(self) -> u64 {
                self as u64
            }

            fn show(bits: u64) -> String {
                $value::from_bits(bits).to_string()
            }
        }
    )* };
}

integers! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize }
