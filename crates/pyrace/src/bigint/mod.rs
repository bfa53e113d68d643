//! Integers of any size, with Python's meaning of division, shifts and bit operations.
//!
//! Sign and magnitude in 32-bit limbs, schoolbook algorithms: programs of a lesson hold small
//! numbers and counts of schedules have some hundred digits. Division is Knuth's algorithm D (The
//! Art of Computer Programming, volume 2, 4.3.1).

mod magnitude;

use std::cmp::Ordering;
use std::fmt;

/// An integer of any size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BigInt {
    negative: bool,
    /// Little-endian limbs without leading zeros; empty means zero, which is never negative.
    limbs: Vec<u32>,
}

impl BigInt {
    /// Zero.
    pub const ZERO: BigInt = BigInt {
        negative: false,
        limbs: Vec::new(),
    };

    fn new(negative: bool, mut limbs: Vec<u32>) -> Self {
        magnitude::trim(&mut limbs);
        BigInt {
            negative: negative && !limbs.is_empty(),
            limbs,
        }
    }

    /// Reads digits in a base from 2 to 36. `None` if the text is empty or has another character.
    #[must_use]
    pub fn parse(digits: &str, radix: u32) -> Option<Self> {
        if digits.is_empty() {
            return None;
        }
        let mut limbs = Vec::new();
        // Chunks of digits that fit a limb keep the quadratic loop short.
        let (mut factor, mut chunk) = (1u32, 0u32);
        for c in digits.chars() {
            let digit = c.to_digit(radix)?;
            chunk = chunk * radix + digit;
            factor *= radix;
            if factor > u32::MAX / radix / radix {
                magnitude::mul_add_small(&mut limbs, factor, chunk);
                (factor, chunk) = (1, 0);
            }
        }
        magnitude::mul_add_small(&mut limbs, factor, chunk);
        Some(BigInt::new(false, limbs))
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    /// Whether this is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The number of bits of the absolute value, as Python's `int.bit_length`.
    #[must_use]
    pub fn bit_length(&self) -> u64 {
        magnitude::bit_length(&self.limbs)
    }

    /// The value as an `i64` if it fits.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        if self.limbs.len() > 2 {
            return None;
        }
        let low = u64::from(self.limbs.first().copied().unwrap_or(0));
        let high = u64::from(self.limbs.get(1).copied().unwrap_or(0));
        let magnitude = i128::from(high << 32 | low);
        i64::try_from(if self.negative { -magnitude } else { magnitude }).ok()
    }

    /// The nearest floating-point number, infinite if it is too large. Ties go to the even one.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        let bits = self.bit_length();
        // 64 leading bits are more than a double holds; what is cut only decides ties.
        let value = if bits <= 64 {
            self.limbs
                .iter()
                .rev()
                .fold(0u64, |acc, limb| acc << 32 | u64::from(*limb)) as f64
        } else {
            let shift = bits - 64;
            let head = magnitude::shift_right(&self.limbs, shift);
            let lost = magnitude::any_bit_below(&self.limbs, shift);
            let head = u64::from(head[1]) << 32 | u64::from(head[0]);
            if shift > 1024 {
                f64::INFINITY
            } else {
                (head | u64::from(lost)) as f64 * 2f64.powi(shift as i32)
            }
        };
        if self.negative { -value } else { value }
    }

    /// `self + other`
    #[must_use]
    pub fn add(&self, other: &BigInt) -> BigInt {
        if self.negative == other.negative {
            return BigInt::new(self.negative, magnitude::add(&self.limbs, &other.limbs));
        }
        match magnitude::compare(&self.limbs, &other.limbs) {
            Ordering::Less => {
                BigInt::new(other.negative, magnitude::sub(&other.limbs, &self.limbs))
            }
            _ => BigInt::new(self.negative, magnitude::sub(&self.limbs, &other.limbs)),
        }
    }

    /// `self += other * factor`, in the memory of `self` if the signs are the same.
    pub(crate) fn add_multiple(&mut self, other: &BigInt, factor: u32) {
        if self.negative != other.negative {
            *self = self.add(&other.mul(&BigInt::from(factor)));
        } else if factor != 0 {
            magnitude::add_multiple(&mut self.limbs, &other.limbs, factor);
        }
    }

    /// `self - other`
    #[must_use]
    pub fn sub(&self, other: &BigInt) -> BigInt {
        self.add(&other.neg())
    }

    /// `self * other`
    #[must_use]
    pub fn mul(&self, other: &BigInt) -> BigInt {
        BigInt::new(
            self.negative != other.negative,
            magnitude::mul(&self.limbs, &other.limbs),
        )
    }

    /// `-self`
    #[must_use]
    pub fn neg(&self) -> BigInt {
        BigInt::new(!self.negative, self.limbs.clone())
    }

    /// `(self // other, self % other)`: rounded down, the remainder has the sign of `other`.
    /// `None` if `other` is zero.
    #[must_use]
    pub fn div_mod(&self, other: &BigInt) -> Option<(BigInt, BigInt)> {
        if other.is_zero() {
            return None;
        }
        let (quotient, remainder) = magnitude::div_rem(&self.limbs, &other.limbs);
        let quotient = BigInt::new(self.negative != other.negative, quotient);
        let remainder = BigInt::new(self.negative, remainder);
        if !remainder.is_zero() && remainder.negative != other.negative {
            return Some((quotient.sub(&BigInt::from(1)), remainder.add(other)));
        }
        Some((quotient, remainder))
    }

    /// `self ** exponent`
    #[must_use]
    pub fn pow(&self, mut exponent: u32) -> BigInt {
        let mut result = BigInt::from(1);
        let mut base = self.clone();
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result.mul(&base);
            }
            exponent >>= 1;
            if exponent > 0 {
                base = base.mul(&base);
            }
        }
        result
    }

    /// `self << bits`
    #[must_use]
    pub fn shl(&self, bits: u64) -> BigInt {
        BigInt::new(self.negative, magnitude::shift_left(&self.limbs, bits))
    }

    /// `self >> bits`, rounded down.
    #[must_use]
    pub fn shr(&self, bits: u64) -> BigInt {
        let shifted = BigInt::new(self.negative, magnitude::shift_right(&self.limbs, bits));
        if self.negative && magnitude::any_bit_below(&self.limbs, bits) {
            return shifted.sub(&BigInt::from(1));
        }
        shifted
    }

    /// `self & other`
    #[must_use]
    pub fn and(&self, other: &BigInt) -> BigInt {
        self.bitwise(other, |a, b| a & b)
    }

    /// `self | other`
    #[must_use]
    pub fn or(&self, other: &BigInt) -> BigInt {
        self.bitwise(other, |a, b| a | b)
    }

    /// `self ^ other`
    #[must_use]
    pub fn xor(&self, other: &BigInt) -> BigInt {
        self.bitwise(other, |a, b| a ^ b)
    }

    /// `~self`
    #[must_use]
    pub fn not(&self) -> BigInt {
        self.neg().sub(&BigInt::from(1))
    }

    /// Applies an operation to the infinite two's complement forms, as Python defines it.
    fn bitwise(&self, other: &BigInt, op: impl Fn(u32, u32) -> u32) -> BigInt {
        // One limb more than needed holds the sign.
        let width = self.limbs.len().max(other.limbs.len()) + 1;
        let (a, b) = (self.twos_complement(width), other.twos_complement(width));
        let mut limbs: Vec<u32> = a.iter().zip(&b).map(|(a, b)| op(*a, *b)).collect();
        let negative = limbs[width - 1] >> 31 == 1;
        if negative {
            magnitude::negate_twos_complement(&mut limbs);
        }
        BigInt::new(negative, limbs)
    }

    fn twos_complement(&self, width: usize) -> Vec<u32> {
        let mut limbs = self.limbs.clone();
        limbs.resize(width, 0);
        if self.negative {
            magnitude::negate_twos_complement(&mut limbs);
        }
        limbs
    }
}

macro_rules! from_integer {
    ($($integer:ty),+) => {
        $(impl From<$integer> for BigInt {
            fn from(value: $integer) -> Self {
                #[allow(unused_comparisons, reason = "the macro also serves unsigned types")]
                let negative = value < 0;
                let mut rest = i128::from(value).unsigned_abs();
                let mut limbs = Vec::new();
                while rest > 0 {
                    limbs.push(rest as u32);
                    rest >>= 32;
                }
                BigInt { negative, limbs }
            }
        })+
    };
}

from_integer!(i32, u32, i64, u64);

impl PartialOrd for BigInt {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for BigInt {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => magnitude::compare(&self.limbs, &other.limbs),
            (true, true) => magnitude::compare(&other.limbs, &self.limbs),
        }
    }
}

impl fmt::Display for BigInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limbs = self.limbs.clone();
        let mut chunks = Vec::new();
        while !limbs.is_empty() {
            chunks.push(magnitude::div_rem_small(&mut limbs, 1_000_000_000));
        }
        let mut text = String::new();
        for (i, chunk) in chunks.iter().rev().enumerate() {
            if i == 0 {
                text.push_str(&chunk.to_string());
            } else {
                text.push_str(&format!("{chunk:09}"));
            }
        }
        if text.is_empty() {
            text.push('0');
        }
        f.pad_integral(!self.negative, "", &text)
    }
}

#[cfg(test)]
mod tests;
