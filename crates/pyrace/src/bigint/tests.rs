use proptest::prelude::*;

use super::BigInt;

fn big(value: i128) -> BigInt {
    let parsed = BigInt::parse(&value.unsigned_abs().to_string(), 10).unwrap();
    if value < 0 { parsed.neg() } else { parsed }
}

proptest! {
    #[test]
    fn agrees_with_machine_integers(a in -(1i128 << 62)..(1i128 << 62), b in -(1i128 << 62)..(1i128 << 62)) {
        let (x, y) = (big(a), big(b));
        prop_assert_eq!(x.to_string(), a.to_string());
        prop_assert_eq!(x.add(&y), big(a + b));
        prop_assert_eq!(x.sub(&y), big(a - b));
        prop_assert_eq!(x.mul(&y), big(a * b));
        prop_assert_eq!(x.and(&y), big(a & b));
        prop_assert_eq!(x.or(&y), big(a | b));
        prop_assert_eq!(x.xor(&y), big(a ^ b));
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!(x.to_i64(), i64::try_from(a).ok());
        prop_assert_eq!(x.to_f64(), a as f64);
        for shift in [0u32, 1, 31, 32, 33, 63] {
            prop_assert_eq!(x.shr(u64::from(shift)), big(a >> shift));
            prop_assert_eq!(x.shl(u64::from(shift)), big(a << shift));
        }
    }

    #[test]
    fn division_rounds_down_and_gives_back_the_dividend(
        a in prop::collection::vec(any::<u32>(), 0..12), b in prop::collection::vec(any::<u32>(), 0..7),
        signs in any::<(bool, bool)>(),
    ) {
        let (a, b) = (BigInt::new(signs.0, a), BigInt::new(signs.1, b));
        match a.div_mod(&b) {
            None => prop_assert!(b.is_zero()),
            Some((quotient, remainder)) => {
                prop_assert_eq!(quotient.mul(&b).add(&remainder), a);
                prop_assert!(remainder.is_zero() || remainder.is_negative() == b.is_negative());
                prop_assert!(remainder.limbs.len() <= b.limbs.len());
                let (r, b) = (BigInt::new(false, remainder.limbs), BigInt::new(false, b.limbs));
                prop_assert!(r < b);
            }
        }
    }

    #[test]
    fn adding_a_multiple_is_a_product_and_a_sum(
        a in prop::collection::vec(any::<u32>(), 0..9), b in prop::collection::vec(any::<u32>(), 0..9),
        signs in any::<(bool, bool)>(), factor in prop_oneof![Just(0), Just(1), any::<u32>()],
    ) {
        let (a, b) = (BigInt::new(signs.0, a), BigInt::new(signs.1, b));
        let mut sum = a.clone();
        sum.add_multiple(&b, factor);
        prop_assert_eq!(sum, a.add(&b.mul(&BigInt::from(factor))));
    }

    #[test]
    fn decimal_text_reads_back(limbs in prop::collection::vec(any::<u32>(), 0..20)) {
        let value = BigInt::new(false, limbs);
        prop_assert_eq!(BigInt::parse(&value.to_string(), 10), Some(value));
    }
}

#[test]
fn powers_and_bases() {
    assert_eq!(
        BigInt::from(3).pow(100).to_string(),
        "515377520732011331036461129765621272702107522001"
    );
    assert_eq!(
        BigInt::parse("ff_".trim_end_matches('_'), 16),
        Some(BigInt::from(255))
    );
    assert_eq!(BigInt::parse("12", 2), None);
    assert_eq!(BigInt::from(2).pow(1030).to_f64(), f64::INFINITY);
    assert_eq!(BigInt::from(2).pow(1000).to_f64(), 2f64.powi(1000));
    assert_eq!(BigInt::from(1).shl(100).bit_length(), 101);
}
