//! The constants of a code object and how `dis` prints them.

use std::fmt;

use super::CodeId;
use crate::bigint::BigInt;
use crate::decimal;

/// A constant of a code object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Const {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// `...`
    Ellipsis,
    /// An integer of any size.
    Int(BigInt),
    /// A floating-point number.
    Float(Float),
    /// A string.
    Str(String),
    /// A tuple of constants.
    Tuple(Vec<Const>),
    /// The set of constants that `x in {1, 2}` tests, in source order, without duplicates.
    FrozenSet(Vec<Const>),
    /// A slice of constants: start, stop, step (3.14 and later).
    Slice(Box<[Const; 3]>),
    /// The code of an inner function or class.
    Code(CodeId),
}

/// A floating-point number, compared by its bits: `0.0` and `-0.0` are two constants.
#[derive(Clone, Copy, Debug)]
pub struct Float(pub f64);

impl PartialEq for Float {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Float {}

impl std::hash::Hash for Float {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Display for Float {
    /// Writes what Python's `repr` writes: the shortest digits that read back as the same number,
    /// with an exponent below 1e-4 and from 1e16 on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0;
        if value.is_nan() {
            return f.write_str("nan");
        }
        if value.is_infinite() {
            return f.write_str(if value < 0.0 { "-inf" } else { "inf" });
        }
        let sign = if value.is_sign_negative() { "-" } else { "" };
        let (digits, exponent) = decimal::shortest(value.abs());
        if (-4..16).contains(&exponent) {
            let plain = decimal::point(&digits, exponent + 1);
            let point = if plain.contains('.') { "" } else { ".0" };
            write!(f, "{sign}{plain}{point}")
        } else {
            let digits = decimal::point(&digits, 1);
            write!(f, "{sign}{digits}{}", decimal::exponent(exponent))
        }
    }
}

/// Writes a string as Python's `repr` does.
///
/// Single quotes are used unless the text has single quotes and no double ones; control characters
/// are escaped.
///
/// # Errors
///
/// What the writer answers.
pub fn write_str_repr(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.write_char(quote)?;
    for c in text.chars() {
        match c {
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\\' => out.write_str("\\\\")?,
            c if c == quote => write!(out, "\\{c}")?,
            c if (c as u32) < 0x20 || (0x7f..=0xa0).contains(&(c as u32)) || c == '\u{ad}' => {
                write!(out, "\\x{:02x}", c as u32)?;
            }
            c if !is_printable(c) && (c as u32) < 0x10000 => write!(out, "\\u{:04x}", c as u32)?,
            c if !is_printable(c) => write!(out, "\\U{:08x}", c as u32)?,
            c => out.write_char(c)?,
        }
    }
    out.write_char(quote)
}

/// Characters outside Latin-1 that `repr` escapes and that occur in practice: separators, format
/// characters and private use.
fn is_printable(c: char) -> bool {
    !matches!(c as u32,
        0x200b..=0x200f | 0x2028..=0x202e | 0x205f..=0x206f | 0x2000..=0x200a | 0x3000 | 0x1680
        | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb | 0xfffe | 0xffff | 0xe0000..=0x10ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_python_writes_them() {
        let cases = [
            (0.1, "0.1"),
            (1.0, "1.0"),
            (1e16, "1e+16"),
            (123_456_789_012_345.0, "123456789012345.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (1.5e300, "1.5e+300"),
            (-0.0, "-0.0"),
        ];
        for (value, text) in cases {
            assert_eq!(Float(value).to_string(), text);
        }
    }

    #[test]
    fn strings_read_as_python_writes_them() {
        let cases = [
            ("it's", "\"it's\""),
            ("a\"b'c", "'a\"b\\'c'"),
            ("a\n\t\\\u{7f}", "'a\\n\\t\\\\\\x7f'"),
            ("é\u{2028}", "'é\\u2028'"),
        ];
        for (value, text) in cases {
            let mut out = String::new();
            write_str_repr(&mut out, value).unwrap();
            assert_eq!(out, text);
        }
    }
}
