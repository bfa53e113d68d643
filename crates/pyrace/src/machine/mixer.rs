//! A hash of words.

use crate::value::{ObjectId, Value};

/// A hash of words, as two independent 64-bit halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mixer {
    a: u64,
    b: u64,
}

impl Mixer {
    pub(crate) fn new(seed: u64) -> Mixer {
        Mixer {
            a: 0x243f_6a88_85a3_08d3 ^ seed,
            b: 0x1319_8a2e_0370_7344_u64.wrapping_add(seed),
        }
    }

    #[inline]
    pub(crate) fn put(&mut self, word: u64) {
        // Two multiply-and-fold steps with different odd constants (as in wyhash).
        let x = u128::from(self.a ^ word) * 0x9e37_79b9_7f4a_7c15_u128;
        self.a = (x as u64) ^ ((x >> 64) as u64);
        self.b = (self.b.rotate_left(27) ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
        self.b ^= self.b >> 31;
    }

    /// Both halves of a hash.
    #[inline]
    pub(crate) fn put_hash(&mut self, hash: u128) {
        self.put(hash as u64);
        self.put((hash >> 64) as u64);
    }

    pub(crate) fn finish(self) -> u128 {
        let mut end = self;
        end.put(0x5851_f42d_4c95_7f2d);
        u128::from(end.a) << 64 | u128::from(end.b)
    }
}

/// A word that tells kinds of values apart.
pub(crate) fn tagged(tag: u64, payload: u64) -> u64 {
    tag << 56 ^ payload
}

/// A word that stands for a value, or the object on the heap that it is: what stands for an object
/// depends on the walk that meets it.
pub(crate) fn word(value: Value) -> Result<u64, ObjectId> {
    Ok(match value {
        Value::Null => tagged(1, 0),
        Value::None => tagged(2, 0),
        Value::Ellipsis => tagged(3, 0),
        Value::NotImplemented => tagged(4, 0),
        Value::Bool(value) => tagged(5, u64::from(value)),
        // The tag is mixed in by multiplication: integers use all of their bits.
        Value::Int(value) => (value as u64).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ tagged(6, 0),
        Value::Big(atom) => tagged(7, u64::from(atom.0)),
        Value::Float(bits) => bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ tagged(8, 0),
        Value::Str(atom) => tagged(9, u64::from(atom.0)),
        Value::Code(code) => tagged(10, u64::from(code.0)),
        Value::Address(at) => tagged(11, u64::from(at)),
        Value::Type(class) => tagged(12, class as u64),
        Value::Function(function) => tagged(13, function as u64),
        Value::Method(method) => tagged(14, method as u64),
        Value::Module(module) => tagged(15, module as u64),
        Value::Hint(hint) => tagged(17, hint.number()),
        Value::Object(id) if id.is_constant() => tagged(16, id.index() as u64),
        Value::Object(id) => return Err(id),
    })
}
