//! Operators on constants, within the limits of CPython's compiler.
//!
//! `None` means that the expression stays as it is: it would raise, give too large a value, or give
//! one that the explorer has no constant for.

use crate::bigint::BigInt;
use crate::code::{Const, Float};
use crate::decimal;
use crate::syntax::ast::{BinaryOp, UnaryOp};

const MAX_INT_BITS: u64 = 128;
const MAX_COLLECTION: usize = 256;
const MAX_STR: usize = 4096;
const MAX_TOTAL_ITEMS: usize = 1024;

/// A number: bools count as integers.
enum Number {
    Int(BigInt),
    Float(f64),
}

fn number(value: &Const) -> Option<Number> {
    match value {
        Const::Bool(value) => Some(Number::Int(BigInt::from(i32::from(*value)))),
        Const::Int(value) => Some(Number::Int(value.clone())),
        Const::Float(value) => Some(Number::Float(value.0)),
        _ => None,
    }
}

/// The truth value of a constant.
pub(in crate::codegen) fn truth(value: &Const) -> Option<bool> {
    Some(match value {
        Const::None => false,
        Const::Bool(value) => *value,
        Const::Ellipsis | Const::Slice(_) | Const::Code(_) => true,
        Const::Int(value) => !value.is_zero(),
        Const::Float(value) => value.0 != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    })
}

/// `op value` for all operators but `not`.
pub(in crate::codegen) fn unary(op: UnaryOp, value: &Const) -> Option<Const> {
    Some(match (op, number(value)?) {
        (UnaryOp::Plus, Number::Int(value)) => Const::Int(value),
        (UnaryOp::Minus, Number::Int(value)) => Const::Int(value.neg()),
        (UnaryOp::Invert, Number::Int(value)) => Const::Int(value.not()),
        (UnaryOp::Plus, Number::Float(value)) => Const::Float(Float(value)),
        (UnaryOp::Minus, Number::Float(value)) => Const::Float(Float(-value)),
        _ => return None,
    })
}

/// `left op right`
pub(in crate::codegen) fn binary(left: &Const, op: BinaryOp, right: &Const) -> Option<Const> {
    if let (Const::Bool(a), Const::Bool(b)) = (left, right) {
        match op {
            BinaryOp::And => return Some(Const::Bool(a & b)),
            BinaryOp::Or => return Some(Const::Bool(a | b)),
            BinaryOp::Xor => return Some(Const::Bool(a ^ b)),
            _ => {}
        }
    }
    match (op, left, right) {
        (BinaryOp::Add, Const::Str(a), Const::Str(b)) => {
            return Some(Const::Str(format!("{a}{b}")));
        }
        (BinaryOp::Add, Const::Tuple(a), Const::Tuple(b)) => {
            return Some(Const::Tuple(a.iter().chain(b).cloned().collect()));
        }
        (BinaryOp::Multiply, sequence @ (Const::Str(_) | Const::Tuple(_)), count)
        | (BinaryOp::Multiply, count, sequence @ (Const::Str(_) | Const::Tuple(_))) => {
            return repeat(sequence, count);
        }
        _ => {}
    }
    match (number(left)?, number(right)?) {
        (Number::Int(a), Number::Int(b)) => integers(&a, op, &b),
        (a, b) => floats(as_float(&a)?, op, as_float(&b)?),
    }
}

fn as_float(value: &Number) -> Option<f64> {
    match value {
        Number::Float(value) => Some(*value),
        Number::Int(value) => Some(value.to_f64()).filter(|f| f.is_finite()),
    }
}

fn repeat(sequence: &Const, count: &Const) -> Option<Const> {
    let Some(Number::Int(count)) = number(count) else {
        return None;
    };
    let length = match sequence {
        Const::Str(text) => text.chars().count(),
        Const::Tuple(items) => items.len(),
        _ => return None,
    };
    if length == 0 {
        return Some(sequence.clone());
    }
    let count = usize::try_from(count.to_i64()?).ok()?;
    match sequence {
        Const::Str(text) if count <= MAX_STR / length => Some(Const::Str(text.repeat(count))),
        Const::Tuple(items) if count <= MAX_COLLECTION / length => {
            if let Some(limit) = MAX_TOTAL_ITEMS.checked_div(count) {
                complexity(items, limit)?;
            }
            let repeated = (0..count).flat_map(|_| items.iter().cloned());
            Some(Const::Tuple(repeated.collect()))
        }
        _ => None,
    }
}

/// What is left of the limit after counting the items, nested ones included.
fn complexity(items: &[Const], limit: usize) -> Option<usize> {
    let mut limit = limit.checked_sub(items.len())?;
    for item in items {
        if let Const::Tuple(inner) = item {
            limit = complexity(inner, limit)?;
        }
    }
    Some(limit)
}

fn integers(a: &BigInt, op: BinaryOp, b: &BigInt) -> Option<Const> {
    Some(Const::Int(match op {
        BinaryOp::Add => a.add(b),
        BinaryOp::Subtract => a.sub(b),
        BinaryOp::Multiply => {
            if !a.is_zero() && !b.is_zero() && a.bit_length() + b.bit_length() > MAX_INT_BITS {
                return None;
            }
            a.mul(b)
        }
        BinaryOp::Divide => return true_divide(a, b),
        BinaryOp::FloorDivide => a.div_mod(b)?.0,
        BinaryOp::Modulo => a.div_mod(b)?.1,
        BinaryOp::Power => return power(a, b),
        BinaryOp::LeftShift => {
            let bits = u64::try_from(b.to_i64()?).ok()?;
            let too_large = bits > MAX_INT_BITS || a.bit_length() > MAX_INT_BITS - bits;
            if !a.is_zero() && bits > 0 && too_large {
                return None;
            }
            if a.is_zero() {
                BigInt::ZERO
            } else {
                a.shl(bits)
            }
        }
        BinaryOp::RightShift => {
            if b.is_negative() {
                return None;
            }
            a.shr(b.to_i64().map_or(u64::MAX, |bits| bits as u64))
        }
        BinaryOp::And => a.and(b),
        BinaryOp::Or => a.or(b),
        BinaryOp::Xor => a.xor(b),
        BinaryOp::MatrixMultiply => return None,
    }))
}

fn power(a: &BigInt, b: &BigInt) -> Option<Const> {
    if b.is_negative() {
        return floats(
            as_float(&Number::Int(a.clone()))?,
            BinaryOp::Power,
            b.to_f64(),
        );
    }
    if !a.is_zero() && !b.is_zero() {
        let exponent = u64::try_from(b.to_i64()?).ok()?;
        if a.bit_length() > MAX_INT_BITS / exponent {
            return None;
        }
        return Some(Const::Int(a.pow(u32::try_from(exponent).ok()?)));
    }
    let zero_to_positive = a.is_zero() && !b.is_zero();
    Some(Const::Int(BigInt::from(i32::from(!zero_to_positive))))
}

/// The correctly rounded quotient.
fn true_divide(a: &BigInt, b: &BigInt) -> Option<Const> {
    if b.is_zero() {
        return None;
    }
    let negative = a.is_negative() != b.is_negative();
    let magnitude = |value: &BigInt| {
        if value.is_negative() {
            value.neg()
        } else {
            value.clone()
        }
    };
    let (a, b) = (magnitude(a), magnitude(b));
    let value = decimal::quotient(&a, &b);
    if value.is_infinite() {
        return None;
    }
    Some(Const::Float(Float(if negative { -value } else { value })))
}

fn floats(a: f64, op: BinaryOp, b: f64) -> Option<Const> {
    let value = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::Divide if b != 0.0 => a / b,
        BinaryOp::FloorDivide if b != 0.0 => float_div_mod(a, b).0,
        BinaryOp::Modulo if b != 0.0 => float_div_mod(a, b).1,
        BinaryOp::Power => {
            let raises = a == 0.0 && b < 0.0;
            let complex = a < 0.0 && b.fract() != 0.0 && b.is_finite();
            let value = a.powf(b);
            let overflow = value.is_infinite() && a.is_finite() && b.is_finite();
            if raises || complex || overflow {
                return None;
            }
            value
        }
        _ => return None,
    };
    Some(Const::Float(Float(value)))
}

/// `(a // b, a % b)`; the algorithm of `_float_div_mod` in `Objects/floatobject.c`.
pub(in crate::codegen) fn float_div_mod(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0f64.copysign(b);
    }
    let floored = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    } else {
        0f64.copysign(a / b)
    };
    (floored, remainder)
}

/// `value[key]`
pub(in crate::codegen) fn index(value: &Const, key: &Const) -> Option<Const> {
    if let Const::Slice(parts) = key {
        return slice(value, parts);
    }
    let Some(Number::Int(key)) = number(key) else {
        return None;
    };
    let key = key.to_i64()?;
    let at = |length: usize| {
        let length = i64::try_from(length).ok()?;
        let at = if key < 0 { key + length } else { key };
        usize::try_from(at).ok()
    };
    match value {
        Const::Str(text) => {
            let c = text.chars().nth(at(text.chars().count())?)?;
            Some(Const::Str(c.to_string()))
        }
        Const::Tuple(items) => items.get(at(items.len())?).cloned(),
        _ => None,
    }
}

/// `value[start:stop:step]`
fn slice(value: &Const, parts: &[Const; 3]) -> Option<Const> {
    let bound = |part: &Const| match part {
        Const::None => Some(None),
        part => match number(part)? {
            Number::Int(value) => value.to_i64().map(Some),
            Number::Float(_) => None,
        },
    };
    let (start, stop, step) = (bound(&parts[0])?, bound(&parts[1])?, bound(&parts[2])?);
    let step = step.unwrap_or(1);
    let select = |length: usize| -> Option<Vec<usize>> {
        let length = i64::try_from(length).ok()?;
        let (lowest, highest) = if step < 0 {
            (-1, length - 1)
        } else {
            (0, length)
        };
        let clamp = |bound: Option<i64>, default: i64| match bound {
            None => default,
            Some(bound) if bound < 0 => bound.saturating_add(length).max(lowest),
            Some(bound) => bound.min(highest),
        };
        let (first, last) = if step < 0 {
            (highest, lowest)
        } else {
            (lowest, highest)
        };
        let (mut at, stop) = (clamp(start, first), clamp(stop, last));
        let mut selected = Vec::new();
        while if step > 0 { at < stop } else { at > stop } {
            selected.push(usize::try_from(at).ok()?);
            at = at.checked_add(step)?;
        }
        Some(selected)
    };
    match value {
        _ if step == 0 => None,
        Const::Str(text) => {
            let chars: Vec<char> = text.chars().collect();
            let selected = select(chars.len())?.into_iter().map(|at| chars[at]);
            Some(Const::Str(selected.collect()))
        }
        Const::Tuple(items) => {
            let selected = select(items.len())?.into_iter();
            Some(Const::Tuple(selected.map(|at| items[at].clone()).collect()))
        }
        _ => None,
    }
}

/// A frozen set: each value once. `1`, `1.0` and `True` are one value.
pub(in crate::codegen) fn frozen_set(items: Vec<Const>) -> Const {
    let mut distinct: Vec<Const> = Vec::new();
    for item in items {
        if !distinct.iter().any(|known| equal(known, &item)) {
            distinct.push(item);
        }
    }
    Const::FrozenSet(distinct)
}

/// Python's `==`.
fn equal(a: &Const, b: &Const) -> bool {
    match (number(a), number(b)) {
        (Some(Number::Int(a)), Some(Number::Int(b))) => a == b,
        (Some(a), Some(b)) => as_float(&a) == as_float(&b) && as_float(&a).is_some(),
        (None, None) => match (a, b) {
            (Const::Tuple(a), Const::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
            }
            _ => a == b,
        },
        _ => false,
    }
}
