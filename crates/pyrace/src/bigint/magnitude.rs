//! Arithmetic on natural numbers: little-endian 32-bit limbs, no leading zeros.

use std::cmp::Ordering;

pub(super) fn trim(limbs: &mut Vec<u32>) {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
}

pub(super) fn bit_length(limbs: &[u32]) -> u64 {
    limbs.last().map_or(0, |top| {
        limbs.len() as u64 * 32 - u64::from(top.leading_zeros())
    })
}

pub(super) fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.len()
        .cmp(&b.len())
        .then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

pub(super) fn add(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut out = Vec::with_capacity(long.len() + 1);
    let mut carry = 0u64;
    for (i, limb) in long.iter().enumerate() {
        carry += u64::from(*limb) + u64::from(short.get(i).copied().unwrap_or(0));
        out.push(carry as u32);
        carry >>= 32;
    }
    out.push(carry as u32);
    out
}

/// `a - b`, where `a` is at least `b`.
pub(super) fn sub(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(a.len());
    let mut borrow = 0i64;
    for (i, limb) in a.iter().enumerate() {
        let mut digit = i64::from(*limb) - i64::from(b.get(i).copied().unwrap_or(0)) - borrow;
        borrow = i64::from(digit < 0);
        digit += borrow << 32;
        out.push(digit as u32);
    }
    out
}

pub(super) fn mul(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = vec![0u32; a.len() + b.len()];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0u64;
        for (j, y) in b.iter().enumerate() {
            carry += u64::from(out[i + j]) + u64::from(*x) * u64::from(*y);
            out[i + j] = carry as u32;
            carry >>= 32;
        }
        out[i + b.len()] = carry as u32;
    }
    out
}

/// `sum += limbs * factor`
pub(super) fn add_multiple(sum: &mut Vec<u32>, limbs: &[u32], factor: u32) {
    if sum.len() < limbs.len() {
        sum.resize(limbs.len(), 0);
    }
    let (low, high) = sum.split_at_mut(limbs.len());
    let mut carry = 0u64;
    for (digit, limb) in low.iter_mut().zip(limbs) {
        carry += u64::from(*digit) + u64::from(*limb) * u64::from(factor);
        *digit = carry as u32;
        carry >>= 32;
    }
    for digit in high {
        if carry == 0 {
            return;
        }
        carry += u64::from(*digit);
        *digit = carry as u32;
        carry >>= 32;
    }
    if carry > 0 {
        sum.push(carry as u32);
    }
}

/// `limbs = limbs * factor + addend`
pub(super) fn mul_add_small(limbs: &mut Vec<u32>, factor: u32, addend: u32) {
    let mut carry = u64::from(addend);
    for limb in limbs.iter_mut() {
        carry += u64::from(*limb) * u64::from(factor);
        *limb = carry as u32;
        carry >>= 32;
    }
    if carry > 0 {
        limbs.push(carry as u32);
    }
}

/// Divides in place and returns the remainder.
pub(super) fn div_rem_small(limbs: &mut Vec<u32>, divisor: u32) -> u32 {
    let mut rest = 0u64;
    for limb in limbs.iter_mut().rev() {
        rest = rest << 32 | u64::from(*limb);
        *limb = (rest / u64::from(divisor)) as u32;
        rest %= u64::from(divisor);
    }
    trim(limbs);
    rest as u32
}

/// Quotient and remainder; `b` is not zero. Knuth's algorithm D.
pub(super) fn div_rem(a: &[u32], b: &[u32]) -> (Vec<u32>, Vec<u32>) {
    if compare(a, b) == Ordering::Less {
        return (Vec::new(), a.to_vec());
    }
    if let [divisor] = *b {
        let mut quotient = a.to_vec();
        let rest = div_rem_small(&mut quotient, divisor);
        return (quotient, vec![rest]);
    }
    // Normalised so that the top bit of the divisor is set: then a guess is at most two too big.
    let shift = u64::from(b[b.len() - 1].leading_zeros());
    let mut divisor = shift_left(b, shift);
    trim(&mut divisor);
    let mut rest = shift_left(a, shift);
    rest.resize(a.len() + 1, 0);
    let n = divisor.len();
    let (top, second) = (u64::from(divisor[n - 1]), u64::from(divisor[n - 2]));
    let mut quotient = vec![0u32; rest.len() - n];
    for j in (0..rest.len() - n).rev() {
        let head = u64::from(rest[j + n]) << 32 | u64::from(rest[j + n - 1]);
        let (mut guess, mut left) = (head / top, head % top);
        while guess >> 32 != 0 || guess * second > (left << 32 | u64::from(rest[j + n - 2])) {
            guess -= 1;
            left += top;
            if left >> 32 != 0 {
                break;
            }
        }
        let mut borrow = 0i64;
        let mut carry = 0u64;
        for i in 0..n {
            carry += guess * u64::from(divisor[i]);
            let digit = i64::from(rest[i + j]) - borrow - i64::from(carry as u32);
            rest[i + j] = digit as u32;
            borrow = i64::from(digit < 0);
            carry >>= 32;
        }
        let digit = i64::from(rest[j + n]) - borrow - carry as i64;
        rest[j + n] = digit as u32;
        if digit < 0 {
            guess -= 1;
            let mut carry = 0u64;
            for i in 0..n {
                carry += u64::from(rest[i + j]) + u64::from(divisor[i]);
                rest[i + j] = carry as u32;
                carry >>= 32;
            }
            rest[j + n] = rest[j + n].wrapping_add(carry as u32);
        }
        quotient[j] = guess as u32;
    }
    trim(&mut rest);
    (quotient, shift_right(&rest, shift))
}

pub(super) fn shift_left(limbs: &[u32], bits: u64) -> Vec<u32> {
    if limbs.is_empty() {
        return Vec::new();
    }
    let (whole, part) = ((bits / 32) as usize, bits % 32);
    let mut out = vec![0u32; whole];
    let mut carry = 0u64;
    for limb in limbs {
        carry |= u64::from(*limb) << part;
        out.push(carry as u32);
        carry >>= 32;
    }
    out.push(carry as u32);
    out
}

pub(super) fn shift_right(limbs: &[u32], bits: u64) -> Vec<u32> {
    let whole = usize::try_from(bits / 32).unwrap_or(usize::MAX);
    let part = bits % 32;
    let Some(rest) = limbs.get(whole..) else {
        return Vec::new();
    };
    (0..rest.len())
        .map(|i| {
            let high = u64::from(rest.get(i + 1).copied().unwrap_or(0));
            ((high << 32 | u64::from(rest[i])) >> part) as u32
        })
        .collect()
}

/// Whether one of the lowest `bits` bits is set.
pub(super) fn any_bit_below(limbs: &[u32], bits: u64) -> bool {
    limbs.iter().enumerate().any(|(i, limb)| {
        let start = i as u64 * 32;
        match bits.saturating_sub(start) {
            0 => false,
            left if left >= 32 => *limb != 0,
            left => limb & ((1 << left) - 1) != 0,
        }
    })
}

pub(super) fn negate_twos_complement(limbs: &mut [u32]) {
    let mut carry = true;
    for limb in limbs {
        (*limb, carry) = (!*limb).overflowing_add(u32::from(carry));
    }
}
