//! Floating-point numbers as decimal text, exactly and both ways.
//!
//! Everything is one division of big integers, rounded once to the nearest, ties to even. The tables of the
//! standard library's fast conversions would be a twentieth of what a page loads, and no program of a lesson
//! converts many numbers.

use std::cmp::Ordering;

use crate::bigint::BigInt;

/// No double needs more significant digits than this to be rounded correctly: 767 decide a tie, and one more
/// says whether anything follows them.
const DIGITS: usize = 768;

/// Decimal exponents beyond this are infinite or zero, whatever the digits.
const EXPONENT: i64 = 2_000;

/// Reads a number as Python's `float` does, without the space around it: digits with single underscores
/// between them, `inf`, `infinity` or `nan`, in any case and with a sign.
///
/// `None` if the text is no number.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let (negative, text) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    let value = if is("inf") || is("infinity") {
        f64::INFINITY
    } else if is("nan") {
        f64::NAN
    } else {
        parse_digits(text)?
    };
    Some(if negative { -value } else { value })
}

fn parse_digits(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (whole, fraction) = (digits_of(whole)?, digits_of(fraction)?);
    let mut digits = whole + &fraction;
    if digits.is_empty() {
        return None;
    }
    let mut exponent = exponent.saturating_sub(fraction.len() as i64);
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    digits.drain(..zeros);
    if digits.len() > DIGITS {
        let cut = digits.split_off(DIGITS);
        exponent = exponent.saturating_add(cut.len() as i64);
        if cut.bytes().any(|digit| digit != b'0') {
            digits.push('1');
            exponent = exponent.saturating_sub(1);
        }
    }
    let Some(digits) = BigInt::parse(&digits, 10) else {
        return Some(0.0);
    };
    Some(if exponent > EXPONENT {
        f64::INFINITY
    } else if exponent < -EXPONENT {
        0.0
    } else {
        times_power_of_ten(&digits, exponent as i32)
    })
}

/// The number after the `e`. One that is too long to count is as good as the largest.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = digits_of(text.strip_prefix(['+', '-']).unwrap_or(text))?;
    if digits.is_empty() {
        return None;
    }
    // Half of the range: the length of the digits is added later.
    let value = digits.parse().unwrap_or(i64::MAX / 2);
    Some(if text.starts_with('-') { -value } else { value })
}

/// The digits without the underscores, which stand between two digits and nowhere else.
fn digits_of(text: &str) -> Option<String> {
    let mut digits = String::new();
    let mut after_digit = false;
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '_' if after_digit => {}
            _ => return None,
        }
        after_digit = c != '_';
    }
    (after_digit || text.is_empty()).then_some(digits)
}

/// `digits * 10 ** exponent`, rounded once.
fn times_power_of_ten(digits: &BigInt, exponent: i32) -> f64 {
    let power = BigInt::from(10).pow(exponent.unsigned_abs());
    if exponent < 0 {
        quotient(digits, &power)
    } else {
        quotient(&digits.mul(&power), &BigInt::from(1))
    }
}

/// `dividend / divisor` as the nearest floating-point number, ties to the even one. Neither is negative, and
/// the divisor is not zero.
pub(crate) fn quotient(dividend: &BigInt, divisor: &BigInt) -> f64 {
    // The bits of a double, and two more; but never below half of the smallest double.
    let size = dividend.bit_length() as i64 - divisor.bit_length() as i64;
    let shift = (55 - size).min(1075);
    let (dividend, divisor) = if shift < 0 {
        (dividend.clone(), divisor.shl(shift.unsigned_abs()))
    } else {
        (dividend.shl(shift.unsigned_abs()), divisor.clone())
    };
    let Some((bits, rest)) = dividend.div_mod(&divisor) else {
        return f64::NAN;
    };
    // The quotient has 56 bits at most.
    let bits = bits.to_i64().unwrap_or(i64::MAX);
    let dropped = (i64::from(64 - bits.leading_zeros()) - 53).max(1);
    let half = 1 << (dropped - 1);
    let kept = bits >> dropped;
    let up = match (bits & (2 * half - 1)).cmp(&half) {
        Ordering::Less => false,
        Ordering::Equal => !rest.is_zero() || kept & 1 == 1,
        Ordering::Greater => true,
    };
    (kept + i64::from(up)) as f64 * power_of_two(dropped - shift)
}

/// `2 ** exponent`, for an exponent of at least -1074.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(match exponent {
        1024.. => return f64::INFINITY,
        -1022..1024 => ((exponent + 1023) as u64) << 52,
        _ => 1 << (exponent + 1074),
    })
}

/// A finite value that is not negative as an integer times a power of two.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 {
        // The smallest ones have no leading bit.
        0 => (fraction, -1074),
        field => (fraction | 1 << 52, field - 1075),
    }
}

/// The integer nearest to `value * 10 ** places`, ties to the even one, of a finite value that is not
/// negative.
fn scaled(value: f64, places: i32) -> BigInt {
    let (mantissa, exponent) = parts(value);
    let power = BigInt::from(10).pow(places.unsigned_abs());
    let (mut dividend, mut divisor) = (BigInt::from(mantissa), BigInt::from(1));
    if places < 0 {
        divisor = power;
    } else {
        dividend = dividend.mul(&power);
    }
    if exponent < 0 {
        divisor = divisor.shl(u64::from(exponent.unsigned_abs()));
    } else {
        dividend = dividend.shl(u64::from(exponent.unsigned_abs()));
    }
    let Some((quotient, rest)) = dividend.div_mod(&divisor) else {
        return dividend;
    };
    let odd = !quotient.and(&BigInt::from(1)).is_zero();
    match rest.shl(1).cmp(&divisor) {
        Ordering::Less => quotient,
        Ordering::Equal if !odd => quotient,
        _ => quotient.add(&BigInt::from(1)),
    }
}

/// The digits of a finite value that is not negative, rounded to so many places after the point, as `%.2f`
/// does.
pub(crate) fn fixed(value: f64, places: usize) -> String {
    let digits = scaled(value, places as i32).to_string();
    point(&digits, digits.len() as i32 - places as i32)
}

/// The first `count` digits of a finite value that is not negative, and the exponent of the first one.
pub(crate) fn leading(value: f64, count: usize) -> (String, i32) {
    if value == 0.0 {
        return ("0".repeat(count), 0);
    }
    // Of the power of two below the value: the exponent is this one or the next.
    // `log10(2)` is near enough: no power of two within the range is nearer to one of ten.
    let (mantissa, binary) = parts(value);
    let mut exponent = (mantissa.ilog2() as i32 + binary) * 30_103;
    exponent = exponent.div_euclid(100_000);
    loop {
        let digits = scaled(value, count as i32 - 1 - exponent).to_string();
        if digits.len() <= count {
            return (digits, exponent);
        }
        // Rounded up to the next power of ten.
        exponent += 1;
    }
}

/// The fewest digits that read back as the same number, of those the nearest, and the exponent of the first
/// one. The value is finite and not negative.
pub(crate) fn shortest(value: f64) -> (String, i32) {
    for count in 1..17 {
        let (digits, exponent) = leading(value, count);
        let last = exponent + 1 - count as i32;
        let Some(nearest) = BigInt::parse(&digits, 10) else {
            break;
        };
        // Above a power of two the numbers are twice as far apart as below it: there the text above may
        // read back where the nearest one, below, does not.
        let next = nearest.add(&BigInt::from(1));
        for candidate in [nearest, next] {
            if times_power_of_ten(&candidate, last) == value {
                return (candidate.to_string(), exponent);
            }
        }
    }
    // 17 digits tell all numbers apart.
    leading(value, 17)
}

/// Puts the point behind so many digits, with zeros where there are none.
pub(crate) fn point(digits: &str, before: i32) -> String {
    let count = digits.len() as i32;
    if before <= 0 {
        let zeros = "0".repeat(before.unsigned_abs() as usize);
        format!("0.{zeros}{digits}")
    } else if before >= count {
        let zeros = "0".repeat((before - count) as usize);
        format!("{digits}{zeros}")
    } else {
        let (whole, fraction) = digits.split_at(before as usize);
        format!("{whole}.{fraction}")
    }
}

/// `e+05`: the exponent as Python writes it, with a sign and two digits at least.
pub(crate) fn exponent(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As the standard library writes `{:e}`.
    fn scientific((digits, exponent): (String, i32)) -> String {
        format!("{}e{exponent}", point(&digits, 1))
    }

    proptest! {
        #[test]
        fn texts_agree_with_the_standard_library(bits in 0..f64::INFINITY.to_bits(), places in 0..40usize) {
            let value = f64::from_bits(bits);
            let (ours, std) = (scientific(shortest(value)), format!("{value:e}"));
            // Of two shortest texts that are equally near CPython takes the even one, std the larger.
            let exact = format!("{value:.60e}");
            let tie = exact.split('e').next().unwrap().trim_end_matches('0');
            if tie.strip_suffix('5').is_some_and(|even| ours.starts_with(even)) {
                prop_assert_eq!(ours.len(), std.len());
            } else {
                prop_assert_eq!(ours, std);
            }
            prop_assert_eq!(scientific(leading(value, places + 1)), format!("{value:.places$e}"));
            prop_assert_eq!(fixed(value, places), format!("{value:.places$}"));
            prop_assert_eq!(parse(&format!("{value}")), Some(value));
            prop_assert_eq!(parse(&format!("{value:e}")), Some(value));
        }

        #[test]
        fn numbers_agree_with_the_standard_library(text in "[+-]?[0-9]{0,25}[.]?[0-9]{0,25}(e[+-]?[0-9]{1,3})?") {
            prop_assert_eq!(parse(&text), text.parse().ok());
        }

        #[test]
        fn short_numbers_are_written_as_they_were_read(whole in 0..100_000u32, cents in 0..100u32) {
            let text = format!("{whole}.{cents:02}");
            prop_assert_eq!(fixed(parse(&text).unwrap(), 2), text);
        }
    }

    #[test]
    fn powers_of_two_and_halves_of_the_last_place_are_rounded_once() {
        for exponent in (-1074..1024).step_by(19) {
            let value = power_of_two(exponent);
            for value in [
                value,
                f64::from_bits(value.to_bits() - 1),
                f64::from_bits(value.to_bits() + 1),
            ] {
                if value > 0.0 {
                    let text = scientific(shortest(value));
                    assert_eq!(text.parse(), Ok(value));
                    assert_eq!(text.len(), format!("{value:e}").len());
                }
                // The point half way to the next number, and what lies a little above and below it.
                let (mantissa, binary) = parts(value);
                let half = BigInt::from(2 * mantissa + 1).shl(1100);
                let divisor = BigInt::from(1).shl((1101 - i64::from(binary)).max(0) as u64);
                if binary <= 0 {
                    let next = f64::from_bits(value.to_bits() + 1);
                    let even = if mantissa % 2 == 0 { value } else { next };
                    assert_eq!(quotient(&half, &divisor), even, "{value:e}");
                    assert_eq!(
                        quotient(&half.add(&BigInt::from(1)), &divisor),
                        next,
                        "{value:e}"
                    );
                    assert_eq!(
                        quotient(&half.sub(&BigInt::from(1)), &divisor),
                        value,
                        "{value:e}"
                    );
                }
            }
        }
    }

    // Printed by CPython 3.12.
    #[test]
    fn of_two_shortest_texts_the_nearest_one_is_taken_and_of_those_the_even_one() {
        assert_eq!(
            scientific(shortest(power_of_two(-44))),
            "5.684341886080802e-14"
        );
        assert_eq!(
            scientific(shortest(power_of_two(-25))),
            "2.9802322387695312e-8"
        );
        assert_eq!(scientific(shortest(power_of_two(-1074))), "5e-324");
        assert_eq!(
            scientific(shortest(9_007_199_254_740_993.0)),
            "9.007199254740992e15"
        );
        assert_eq!(
            scientific(shortest(f64::from_bits(4_832_395_687_300_775_909))),
            "1.1342216899010492e15"
        );
    }

    #[test]
    fn what_no_double_holds_is_rounded_infinite_or_refused() {
        let long = format!("1{}1", "0".repeat(100_000));
        assert_eq!(
            parse(&format!("0.{}", "3".repeat(100_000))),
            Some(1.0 / 3.0)
        );
        assert_eq!(parse(&format!("{long}e-100001")), Some(1.0));
        assert_eq!(parse(&long), Some(f64::INFINITY));
        // Half way between 1 and the next number, and something far behind.
        let half = "1.00000000000000011102230246251565404236316680908203125";
        assert_eq!(parse(half), Some(1.0));
        let above = format!("{half}{}1", "0".repeat(2_000));
        assert_eq!(parse(&above), Some(1.0 + f64::EPSILON));
        assert_eq!(parse("-1e99999999999999999999"), Some(f64::NEG_INFINITY));
        assert_eq!(parse("1e-99999999999999999999"), Some(0.0));
        assert_eq!(parse("0e99999999999999999999"), Some(0.0));
        assert_eq!(parse("1_0.2_5e1_0"), Some(10.25e10));
        assert_eq!(parse("-INF"), Some(f64::NEG_INFINITY));
        assert!(parse("nan").is_some_and(f64::is_nan));
        for text in [
            "", ".", "e1", "1e", "_1", "1_", "1__0", "1_.0", "1._0", "1e_1", "+-1", "1.2.3", "0x1",
            "in",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
