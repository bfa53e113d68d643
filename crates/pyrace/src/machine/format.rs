//! Format specifications: the part after the colon in `f"{total:>8,.2f}"`.

use super::numbers::{Number, whole};
use crate::code::Float;
use crate::decimal;

/// A format specification, as in "Format Specification Mini-Language" of the library reference.
#[derive(Clone, Debug, Default)]
pub(super) struct Spec {
    fill: Option<char>,
    align: Option<char>,
    sign: Option<char>,
    alternate: bool,
    zero: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    /// The width or the precision is above [`MAX_WIDTH`].
    pub(super) excessive: bool,
    /// The last character: how the value is shown.
    pub(super) kind: Option<char>,
}

/// Widths and precisions above this are refused: they make texts that nobody reads.
pub(crate) const MAX_WIDTH: usize = 10_000;

impl Spec {
    pub(super) fn parse(text: &str) -> Option<Spec> {
        let chars: Vec<char> = text.chars().collect();
        let mut spec = Spec::default();
        let mut at = 0;
        let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '^' | '='));
        if is_align(chars.get(1)) {
            spec.fill = chars.first().copied();
            spec.align = chars.get(1).copied();
            at = 2;
        } else if is_align(chars.first()) {
            spec.align = chars.first().copied();
            at = 1;
        }
        if let Some(c @ ('+' | '-' | ' ')) = chars.get(at) {
            spec.sign = Some(*c);
            at += 1;
        }
        if chars.get(at) == Some(&'#') {
            spec.alternate = true;
            at += 1;
        }
        if chars.get(at) == Some(&'0') {
            spec.zero = true;
            at += 1;
        }
        let number = |at: &mut usize| {
            let start = *at;
            while chars.get(*at).is_some_and(char::is_ascii_digit) {
                *at += 1;
            }
            let digits: String = chars[start..*at].iter().collect();
            (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
        };
        spec.width = number(&mut at).unwrap_or(0);
        if let Some(c @ (',' | '_')) = chars.get(at) {
            spec.grouping = Some(*c);
            at += 1;
        }
        if chars.get(at) == Some(&'.') {
            at += 1;
            spec.precision = Some(number(&mut at)?);
        }
        spec.kind = chars.get(at).copied();
        at += usize::from(spec.kind.is_some());
        spec.limit();
        (at == chars.len()).then_some(spec)
    }

    /// Notes numbers that are too large, and makes them harmless.
    fn limit(&mut self) {
        self.excessive = self.width.max(self.precision.unwrap_or(0)) > MAX_WIDTH;
        self.width = self.width.min(MAX_WIDTH);
        self.precision = self.precision.map(|precision| precision.min(MAX_WIDTH));
    }

    /// The specification of an old `%` format.
    pub(super) fn from_percent(flags: &str, kind: char) -> Spec {
        let body = flags.trim_start_matches(['-', '+', ' ', '#', '0']);
        let lead = &flags[..flags.len() - body.len()];
        let (width, precision) = body
            .split_once('.')
            .map_or((body, None), |(w, p)| (w, Some(p)));
        let left = lead.contains('-');
        // Digits that are no number of this machine are a large one; no digits are none.
        let number = |digits: &str| match digits {
            "" => 0,
            digits => digits.parse().unwrap_or(usize::MAX),
        };
        let mut spec = Spec {
            fill: None,
            align: Some(if left { '<' } else { '>' }).filter(|_| left || !lead.contains('0')),
            sign: lead
                .contains('+')
                .then_some('+')
                .or(lead.contains(' ').then_some(' ')),
            alternate: lead.contains('#'),
            zero: lead.contains('0') && !left,
            width: number(width),
            grouping: None,
            precision: precision.map(number),
            excessive: false,
            kind: Some(match kind {
                'i' | 'u' => 'd',
                'r' => 's',
                kind => kind,
            }),
        };
        spec.limit();
        spec
    }

    /// `%d` of a float shows its integer part.
    pub(super) fn whole(&self, number: Number) -> Number {
        match (self.kind, &number) {
            (Some('d'), Number::Float(value)) => whole(*value).map_or(number, Number::Big),
            _ => number,
        }
    }

    fn pad(&self, text: &str, default: char) -> String {
        let length = text.chars().count();
        if length >= self.width {
            return text.to_owned();
        }
        let missing = self.width - length;
        let fill = self.fill.unwrap_or(if self.zero { '0' } else { ' ' });
        let (left, right) = match self.align.unwrap_or(default) {
            '<' => (0, missing),
            '^' => (missing / 2, missing - missing / 2),
            _ => (missing, 0),
        };
        let run = |count: usize| fill.to_string().repeat(count);
        format!("{}{text}{}", run(left), run(right))
    }
}

/// A string under a specification; `None` if the kind does not fit.
pub(super) fn format_text(text: &str, spec: &Spec) -> Option<String> {
    if !matches!(spec.kind, None | Some('s')) {
        return None;
    }
    let cut: String = match spec.precision {
        Some(length) => text.chars().take(length).collect(),
        None => text.to_owned(),
    };
    Some(spec.pad(&cut, '<'))
}

fn group(digits: &str, separator: char, size: usize) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn radix(number: &Number, base: u32) -> String {
    use crate::bigint::BigInt;
    let mut rest = number.big();
    if rest.is_negative() {
        rest = rest.neg();
    }
    let base_number = BigInt::from(base);
    let mut digits = Vec::new();
    while let Some((quotient, digit)) = rest.div_mod(&base_number)
        && !rest.is_zero()
    {
        let digit = digit
            .to_i64()
            .and_then(|d| char::from_digit(d as u32, base));
        digits.push(digit.unwrap_or('?'));
        rest = quotient;
    }
    if digits.is_empty() {
        digits.push('0');
    }
    digits.iter().rev().collect()
}

fn general(value: f64, precision: usize) -> String {
    let precision = precision.max(1);
    if value == 0.0 {
        return "0".to_owned();
    }
    let (digits, exponent) = decimal::leading(value, precision);
    let short = |before: i32| {
        let text = decimal::point(&digits, before);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    };
    if exponent < -4 || exponent >= precision as i32 {
        short(1) + &decimal::exponent(exponent)
    } else {
        short(exponent + 1)
    }
}

fn scientific(value: f64, precision: usize) -> String {
    let (digits, exponent) = decimal::leading(value, precision + 1);
    decimal::point(&digits, 1) + &decimal::exponent(exponent)
}

/// A number under a specification; `None` if the kind does not fit.
pub(super) fn format_number(number: &Number, spec: &Spec) -> Option<String> {
    let float = matches!(number, Number::Float(_));
    let negative = match number {
        Number::Float(value) => value.is_sign_negative() && !value.is_nan(),
        other => other.big().is_negative(),
    };
    let magnitude = number.float().abs();
    let precision = spec.precision.unwrap_or(6);
    let (prefix, body) = match (spec.kind, float) {
        (Some('F' | 'E' | 'G'), _) if !magnitude.is_finite() => {
            ("", Float(magnitude).to_string().to_ascii_uppercase())
        }
        (None, true) | (Some('f' | 'e' | 'g'), _) if !magnitude.is_finite() => {
            ("", Float(magnitude).to_string())
        }
        (Some('%'), _) if !magnitude.is_finite() => ("", Float(magnitude).to_string() + "%"),
        (Some('d') | None | Some('n'), false) => ("", radix(number, 10)),
        (Some('x'), false) => ("0x", radix(number, 16)),
        (Some('X'), false) => ("0X", radix(number, 16).to_ascii_uppercase()),
        (Some('o'), false) => ("0o", radix(number, 8)),
        (Some('b'), false) => ("0b", radix(number, 2)),
        (Some('c'), false) => {
            let c = number
                .big()
                .to_i64()
                .and_then(|c| char::from_u32(c as u32))?;
            return Some(spec.pad(&c.to_string(), '<'));
        }
        (Some('f' | 'F'), _) => ("", decimal::fixed(magnitude, precision)),
        (Some('e'), _) => ("", scientific(magnitude, precision)),
        (Some('E'), _) => ("", scientific(magnitude, precision).to_ascii_uppercase()),
        (Some('g' | 'G'), _) => ("", general(magnitude, precision)),
        (Some('%'), _) => ("", decimal::fixed(magnitude * 100.0, precision) + "%"),
        (None, true) => (
            "",
            match spec.precision {
                Some(precision) => {
                    let text = general(magnitude, precision);
                    if text.contains(['.', 'e']) {
                        text
                    } else {
                        format!("{text}.0")
                    }
                }
                None => Float(magnitude).to_string(),
            },
        ),
        _ => return None,
    };
    let prefix = if spec.alternate { prefix } else { "" };
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let grouped = match spec.grouping {
        Some(separator) => {
            let split = body
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(body.len());
            let size = if matches!(spec.kind, Some('x' | 'X' | 'o' | 'b')) {
                4
            } else {
                3
            };
            format!(
                "{}{}",
                group(&body[..split], separator, size),
                &body[split..]
            )
        }
        None => body,
    };
    let lead = format!("{sign}{prefix}");
    if spec.align == Some('=') || (spec.zero && spec.align.is_none()) {
        let used = lead.chars().count() + grouped.chars().count();
        let fill = spec.fill.unwrap_or(if spec.zero { '0' } else { ' ' });
        let padding = fill.to_string().repeat(spec.width.saturating_sub(used));
        return Some(format!("{lead}{padding}{grouped}"));
    }
    Some(spec.pad(&format!("{lead}{grouped}"), '>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The expected texts were printed by CPython 3.12.1.
    #[test]
    fn numbers_are_formatted_as_python_does() {
        let int = |value: i64, spec: &str| {
            format_number(&Number::Int(value), &Spec::parse(spec).unwrap()).unwrap()
        };
        assert_eq!(int(1_234_567, ","), "1,234,567");
        assert_eq!(int(42, ">6"), "    42");
        assert_eq!(int(-42, "06"), "-00042");
        assert_eq!(int(255, "#x"), "0xff");
        assert_eq!(int(7, "+d"), "+7");
        assert_eq!(int(5, "^5"), "  5  ");
        assert_eq!(int(3, ".2f"), "3.00");
        let float = |value: f64, spec: &str| {
            format_number(&Number::Float(value), &Spec::parse(spec).unwrap()).unwrap()
        };
        assert_eq!(float(2.71459, ".2f"), "2.71");
        assert_eq!(float(1234.5, ",.1f"), "1,234.5");
        assert_eq!(float(0.25, ".0%"), "25%");
        assert_eq!(float(1e10, "g"), "1e+10");
        assert_eq!(float(12345.678, ".3e"), "1.235e+04");
    }

    #[test]
    fn texts_are_padded_and_cut() {
        let text =
            |value: &str, spec: &str| format_text(value, &Spec::parse(spec).unwrap()).unwrap();
        assert_eq!(text("ab", "*^6"), "**ab**");
        assert_eq!(text("abcdef", ".3"), "abc");
        assert_eq!(text("ab", "4"), "ab  ");
    }
}
