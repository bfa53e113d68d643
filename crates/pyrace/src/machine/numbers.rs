//! Arithmetic of integers and floating-point numbers.

use std::cmp::Ordering;

use super::{Outcome, Turn};
use crate::bigint::BigInt;
use crate::code::Binary;
use crate::value::{Type, Value};

/// A number of any kind.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Int(i64),
    Big(BigInt),
    Float(f64),
}

/// Integers with more bits than this are refused: a program could fill the memory with one.
const MAX_BITS: u64 = 1 << 17;

impl Number {
    pub(crate) fn big(&self) -> BigInt {
        match self {
            Number::Int(value) => BigInt::from(*value),
            Number::Big(value) => value.clone(),
            Number::Float(_) => BigInt::ZERO,
        }
    }

    pub(crate) fn float(&self) -> f64 {
        match self {
            Number::Int(value) => *value as f64,
            Number::Big(value) => value.to_f64(),
            Number::Float(value) => *value,
        }
    }

    /// The order of two numbers; `None` if one is no number.
    pub(crate) fn compare(&self, other: &Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
            (Number::Float(a), Number::Float(b)) => a.partial_cmp(b),
            (Number::Float(a), b) => compare_mixed(*a, b),
            (a, Number::Float(b)) => compare_mixed(*b, a).map(Ordering::reverse),
            (a, b) => Some(a.big().cmp(&b.big())),
        }
    }
}

fn compare_mixed(a: f64, b: &Number) -> Option<Ordering> {
    if a.is_nan() {
        return None;
    }
    let close = a.partial_cmp(&b.float())?;
    if close != Ordering::Equal || a.abs() < 9e15 || a.is_infinite() {
        return Some(close);
    }
    // Large: the nearest float of `b` is `a`, the integers may still differ.
    let whole = whole(a)?;
    Some(whole.cmp(&b.big()))
}

/// The integer part of a finite number.
pub(crate) fn whole(value: f64) -> Option<BigInt> {
    if !value.is_finite() {
        return None;
    }
    let bits = value.abs().to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1075;
    if exponent < -52 {
        return Some(BigInt::ZERO);
    }
    let mantissa = BigInt::from((bits & ((1 << 52) - 1)) | (1 << 52));
    let magnitude = if exponent >= 0 {
        mantissa.shl(exponent as u64)
    } else {
        mantissa.shr(exponent.unsigned_abs())
    };
    Some(if value < 0.0 {
        magnitude.neg()
    } else {
        magnitude
    })
}

impl Turn<'_> {
    /// The number behind a value.
    pub(crate) fn number_of(&self, value: Value) -> Option<Number> {
        Some(match value {
            Value::Int(value) => Number::Int(value),
            Value::Bool(value) => Number::Int(i64::from(value)),
            Value::Big(atom) => Number::Big(self.m.atoms.big(atom).clone()),
            Value::Float(bits) => Number::Float(f64::from_bits(bits)),
            _ => return None,
        })
    }

    /// The integer behind a value, if it is one that fits.
    pub(crate) fn small(&self, value: Value) -> Option<i64> {
        match value {
            Value::Int(value) => Some(value),
            Value::Bool(value) => Some(i64::from(value)),
            _ => None,
        }
    }

    /// As [`Turn::small`], of an argument of a built-in: a larger integer ends the step with a refusal.
    pub(crate) fn argument(&self, value: Value) -> Option<i64> {
        if let Value::Big(_) = value {
            self.m.work.refuse_number();
        }
        self.small(value)
    }

    pub(super) fn arithmetic_of(&mut self, op: Binary, a: &Number, b: &Number) -> Outcome<Value> {
        if let (Number::Float(_), _) | (_, Number::Float(_)) = (a, b) {
            let (x, y) = (a.float(), b.float());
            let too_large = |number: &Number, float: f64| {
                matches!(number, Number::Big(_)) && float.is_infinite()
            };
            if too_large(a, x) || too_large(b, y) {
                return self.raise(Type::OverflowError, "int too large to convert to float");
            }
            return self.floats(op, x, y);
        }
        let small = match (op, a, b) {
            (Binary::Add, Number::Int(a), Number::Int(b)) => a.checked_add(*b),
            (Binary::Subtract, Number::Int(a), Number::Int(b)) => a.checked_sub(*b),
            (Binary::Multiply, Number::Int(a), Number::Int(b)) => a.checked_mul(*b),
            (Binary::And, Number::Int(a), Number::Int(b)) => Some(a & b),
            (Binary::Or, Number::Int(a), Number::Int(b)) => Some(a | b),
            (Binary::Xor, Number::Int(a), Number::Int(b)) => Some(a ^ b),
            (Binary::Rshift, Number::Int(a), Number::Int(b)) if *b >= 0 => Some(a >> (*b).min(63)),
            (Binary::FloorDivide, Number::Int(a), Number::Int(b)) if *b > 0 => {
                Some(a.div_euclid(*b))
            }
            (Binary::Remainder, Number::Int(a), Number::Int(b)) if *b > 0 => Some(a.rem_euclid(*b)),
            _ => None,
        };
        if let Some(value) = small {
            return Ok(Value::Int(value));
        }
        let (x, y) = (a.big(), b.big());
        self.m.work.spend_product(&x, &y);
        let value = match op {
            Binary::Add => x.add(&y),
            Binary::Subtract => x.sub(&y),
            Binary::Multiply => {
                if x.bit_length() + y.bit_length() > MAX_BITS {
                    return self.too_large();
                }
                x.mul(&y)
            }
            Binary::And => x.and(&y),
            Binary::Or => x.or(&y),
            Binary::Xor => x.xor(&y),
            Binary::FloorDivide | Binary::Remainder => match x.div_mod(&y) {
                Some((quotient, rest)) => {
                    if op == Binary::FloorDivide {
                        quotient
                    } else {
                        rest
                    }
                }
                None => return self.division_by_zero(op, false),
            },
            Binary::TrueDivide => {
                if y.is_zero() {
                    return self.division_by_zero(op, false);
                }
                if x.bit_length() <= 53 && y.bit_length() <= 53 {
                    return Ok(Value::float(x.to_f64() / y.to_f64()));
                }
                return self.refuse(
                    "`/` of such large integers is not supported by the explorer",
                    "use `//`",
                );
            }
            Binary::Power => {
                if y.is_negative() {
                    return self.floats(op, x.to_f64(), y.to_f64());
                }
                let Some(exponent) = y.to_i64().and_then(|y| u32::try_from(y).ok()) else {
                    return self.too_large();
                };
                if x.bit_length().max(1) * u64::from(exponent) > MAX_BITS && x.bit_length() > 1 {
                    return self.too_large();
                }
                x.pow(exponent)
            }
            Binary::Lshift | Binary::Rshift => {
                if y.is_negative() {
                    return self.raise(Type::ValueError, "negative shift count");
                }
                let bits = y.to_i64().map_or(u64::MAX, |y| y as u64);
                if op == Binary::Rshift {
                    x.shr(bits)
                } else if x.is_zero() {
                    x
                } else if bits > MAX_BITS {
                    return self.too_large();
                } else {
                    x.shl(bits)
                }
            }
            _ => return self.refuse("`@` is not supported by the explorer", "use `*`"),
        };
        Ok(self.integer(value))
    }

    fn too_large<T>(&mut self) -> Outcome<T> {
        self.refuse(
            "an integer gets too large for the explorer",
            "integers may have up to 131072 bits",
        )
    }

    fn division_by_zero<T>(&mut self, op: Binary, float: bool) -> Outcome<T> {
        use crate::code::Version;
        let version = self.version();
        let message = match (op, float) {
            (Binary::TrueDivide, false) => "division by zero",
            (Binary::TrueDivide, true) => {
                if version >= Version::V3_14 {
                    "division by zero"
                } else {
                    "float division by zero"
                }
            }
            (_, false) if version < Version::V3_14 => "integer division or modulo by zero",
            (Binary::FloorDivide, true) if version < Version::V3_9 => "float divmod()",
            (Binary::FloorDivide, true) if version < Version::V3_14 => {
                "float floor division by zero"
            }
            (Binary::Remainder, true) if version == Version::V3_13 => "float modulo by zero",
            (Binary::Remainder, true) if version < Version::V3_14 => "float modulo",
            _ => "division by zero",
        };
        // `int % int` says "integer modulo by zero" from 3.11 on.
        let message = if op == Binary::Remainder
            && !float
            && version >= Version::V3_11
            && version < Version::V3_14
        {
            "integer modulo by zero"
        } else {
            message
        };
        self.raise(Type::ZeroDivisionError, message)
    }

    fn floats(&mut self, op: Binary, a: f64, b: f64) -> Outcome<Value> {
        let value = match op {
            Binary::Add => a + b,
            Binary::Subtract => a - b,
            Binary::Multiply => a * b,
            Binary::TrueDivide | Binary::FloorDivide | Binary::Remainder if b == 0.0 => {
                return self.division_by_zero(op, true);
            }
            Binary::TrueDivide => a / b,
            Binary::FloorDivide => {
                let rest = float_remainder(a, b);
                let quotient = (a - rest) / b;
                let floor = quotient.floor();
                if quotient - floor > 0.5 {
                    floor + 1.0
                } else {
                    floor
                }
            }
            Binary::Remainder => float_remainder(a, b),
            Binary::Power => {
                if a < 0.0 && b.fract() != 0.0 {
                    return self.refuse(
                        "complex numbers are not supported by the explorer",
                        "use a positive base",
                    );
                }
                if a == 0.0 && b < 0.0 {
                    let message = if self.version() >= crate::code::Version::V3_14 {
                        "zero to a negative power"
                    } else {
                        "0.0 cannot be raised to a negative power"
                    };
                    return self.raise(Type::ZeroDivisionError, message);
                }
                let power = a.powf(b);
                if power.is_infinite() && a.is_finite() && b.is_finite() {
                    let text = self.string("Numerical result out of range");
                    return Err(self.raise_with(Type::OverflowError, vec![Value::Int(34), text]));
                }
                power
            }
            _ => {
                let message = format!(
                    "unsupported operand type(s) for {}: 'float' and 'float'",
                    op.text()
                );
                return self.raise(Type::TypeError, &message);
            }
        };
        Ok(Value::float(value))
    }
}

/// The remainder with the sign of the divisor.
fn float_remainder(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest != 0.0 && (rest < 0.0) != (b < 0.0) {
        rest + b
    } else if rest == 0.0 {
        rest.copysign(b)
    } else {
        rest
    }
}
