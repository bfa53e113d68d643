//! Python's `hash` of values without identity.
//!
//! Numbers follow "Hashing of numeric types" of the library reference, tuples follow
//! `Objects/tupleobject.c` and strings are SipHash (`Python/pyhash.c`) with the key of
//! `PYTHONHASHSEED=0`: the seed that makes the order of sets of strings repeatable.

use super::Atom;
use super::{Atoms, Value};
use crate::bigint::BigInt;

/// The prime 2**61 - 1, by which numbers are reduced.
const MODULUS: u64 = (1 << 61) - 1;

/// The hash is never -1, which C code uses to report an error.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// The hash of an integer of 64 bits.
pub(crate) fn hash_int(value: i64) -> i64 {
    let rest = (value.unsigned_abs() % MODULUS) as i64;
    not_minus_one(if value < 0 { -rest } else { rest })
}

fn hash_big(value: &BigInt) -> i64 {
    let rest = value
        .div_mod(&BigInt::from(MODULUS))
        .and_then(|_| {
            let magnitude = if value.is_negative() {
                value.neg()
            } else {
                value.clone()
            };
            magnitude.div_mod(&BigInt::from(MODULUS))?.1.to_i64()
        })
        .unwrap_or(0);
    not_minus_one(if value.is_negative() { -rest } else { rest })
}

fn hash_float(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    // `_Py_HashDouble`: the mantissa in portions of 28 bits, then the exponent as a rotation.
    let bits = value.abs().to_bits();
    let (mut mantissa, mut exponent) = if value == 0.0 {
        (0.0, 0)
    } else {
        let raw = ((bits >> 52) & 0x7ff) as i32;
        if raw == 0 {
            let shifted = value.abs() * 2f64.powi(60);
            let raw = ((shifted.to_bits() >> 52) & 0x7ff) as i32;
            (shifted / 2f64.powi(raw - 1022), raw - 1022 - 60)
        } else {
            (value.abs() / 2f64.powi(raw - 1022), raw - 1022)
        }
    };
    let mut rest = 0u64;
    while mantissa != 0.0 {
        rest = ((rest << 28) & MODULUS) | (rest >> (61 - 28));
        mantissa *= 268_435_456.0;
        exponent -= 28;
        let digit = mantissa as u64;
        mantissa -= digit as f64;
        rest += digit;
        if rest >= MODULUS {
            rest -= MODULUS;
        }
    }
    let turn = exponent.rem_euclid(61) as u32;
    if turn > 0 {
        rest = ((rest << turn) & MODULUS) | (rest >> (61 - turn));
    }
    not_minus_one(if value < 0.0 {
        -(rest as i64)
    } else {
        rest as i64
    })
}

/// The hash of a tuple whose items have these hashes.
pub(crate) fn hash_tuple(items: impl Iterator<Item = i64>) -> i64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut hash = PRIME_5;
    let mut length = 0u64;
    for item in items {
        hash = hash.wrapping_add((item as u64).wrapping_mul(PRIME_2));
        hash = hash.rotate_left(31).wrapping_mul(PRIME_1);
        length += 1;
    }
    hash = hash.wrapping_add(length ^ (PRIME_5 ^ 3_527_539));
    if hash == u64::MAX {
        1_546_275_796
    } else {
        hash as i64
    }
}

/// The hash of a frozenset whose elements have these hashes.
pub(crate) fn hash_frozenset(elements: impl Iterator<Item = i64>) -> i64 {
    let mut hash = 0u64;
    let mut length = 0u64;
    for element in elements {
        let element = element as u64;
        hash ^= ((element ^ 89_869_747) ^ (element << 16)).wrapping_mul(3_644_798_167);
        length += 1;
    }
    hash ^= (length + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX {
        590_923_713
    } else {
        hash as i64
    }
}

/// The hash of a string: SipHash with `rounds` rounds per word, 1 from CPython 3.11 on, 2 before.
pub(crate) fn hash_string(text: &str, rounds: u32) -> i64 {
    if text.is_empty() {
        return 0;
    }
    // CPython hashes its own storage: one, two or four bytes per character.
    let widest = text.chars().map(u32::from).max().unwrap_or(0);
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars().map(u32::from) {
        let all = c.to_le_bytes();
        let width = if widest < 0x100 {
            1
        } else if widest < 0x1_0000 {
            2
        } else {
            4
        };
        bytes.extend_from_slice(&all[..width]);
    }
    let finish = if rounds == 1 { 3 } else { 4 };
    not_minus_one(siphash(&bytes, rounds, finish) as i64)
}

fn siphash(bytes: &[u8], rounds: u32, finish: u32) -> u64 {
    fn round(v: &mut [u64; 4]) {
        v[0] = v[0].wrapping_add(v[1]);
        v[2] = v[2].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(13) ^ v[0];
        v[3] = v[3].rotate_left(16) ^ v[2];
        v[0] = v[0].rotate_left(32);
        v[2] = v[2].wrapping_add(v[1]);
        v[0] = v[0].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(17) ^ v[2];
        v[3] = v[3].rotate_left(21) ^ v[0];
        v[2] = v[2].rotate_left(32);
    }
    let mut v: [u64; 4] = [
        0x736f_6d65_7073_6575,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261,
        0x7465_6462_7974_6573,
    ];
    let chunks = bytes.chunks_exact(8);
    let mut last = (bytes.len() as u64) << 56;
    for (i, byte) in chunks.remainder().iter().enumerate() {
        last |= u64::from(*byte) << (8 * i);
    }
    let words = chunks
        .map(|chunk| {
            chunk
                .iter()
                .rev()
                .fold(0u64, |word, byte| word << 8 | u64::from(*byte))
        })
        .chain(std::iter::once(last));
    for word in words {
        v[3] ^= word;
        for _ in 0..rounds {
            round(&mut v);
        }
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    for _ in 0..finish {
        round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// The hash of a value that needs no look at the heap; `None` for objects.
pub(crate) fn hash_atomic(atoms: &Atoms, value: Value) -> Option<i64> {
    Some(match value {
        Value::None => 0xFCA8_6420,
        Value::Bool(value) => i64::from(value),
        Value::Int(value) => hash_int(value),
        Value::Big(atom) => hash_big(atoms.big(atom)),
        Value::Float(bits) => hash_float(f64::from_bits(bits)),
        Value::Str(atom) => atoms.string_hash(atom),
        Value::Object(_) => return None,
        // These have an address as hash in CPython. One number for all keeps insertion order.
        _ => 0,
    })
}

impl Atoms {
    /// Python's hash of a string.
    pub(crate) fn string_hash(&self, atom: Atom) -> i64 {
        self.hashes[atom.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The expected numbers were printed by CPython 3.9.18 and 3.12.1 under PYTHONHASHSEED=0.
    #[test]
    fn hashes_are_those_of_cpython() {
        assert_eq!(hash_string("a", 1), 4_644_417_185_603_328_019);
        assert_eq!(hash_string("hello", 1), -2_096_571_579_003_691_106);
        assert_eq!(hash_string("\u{20ac}", 1), -5_529_981_157_763_016_009);
        assert_eq!(hash_string("é", 2), 4_954_367_630_624_915_103);
        assert_eq!(hash_string("ab", 2), -1_989_949_968_894_684_482);
        let pair = hash_tuple([1, 2].into_iter());
        assert_eq!(pair, -3_550_055_125_485_641_917);
        assert_eq!(hash_tuple([].into_iter()), 5_740_354_900_026_072_187);
        let nested = hash_tuple([1, hash_tuple([2, 3].into_iter())].into_iter());
        assert_eq!(nested, 7_267_574_591_690_527_098);
        assert_eq!(
            hash_frozenset([1, 2].into_iter()),
            -1_826_646_154_956_904_602
        );
        assert_eq!(hash_int(-1), -2);
        assert_eq!(hash_int(1 << 61), 1);
        assert_eq!(hash_big(&BigInt::from(2).pow(100)), 549_755_813_888);
        assert_eq!(hash_float(1.5), 1_152_921_504_606_846_977);
        assert_eq!(hash_float(0.1), 230_584_300_921_369_408);
        assert_eq!(hash_float(-3.0), -3);
    }
}
