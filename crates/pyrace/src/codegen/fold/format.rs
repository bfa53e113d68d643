//! `"%s and %r" % (a, b)` becomes an f-string, as in CPython from 3.11 on.

use crate::code::Const;
use crate::codegen::NOWHERE;
use crate::syntax::ast::{Expr, ExprKind};

/// Rewrites a format with `%s`, `%r` and `%a` only and one item for each of them.
pub(super) fn percent_format(template: &str, items: &[Expr]) -> Option<ExprKind> {
    if items.iter().any(|i| matches!(i.kind, ExprKind::Starred(_))) {
        return None;
    }
    let mut values = Vec::new();
    let mut rest = template;
    let mut items = items.iter();
    loop {
        let (literal, after) = split_literal(rest);
        if !literal.is_empty() {
            values.push(text(literal));
        }
        let Some(after) = after else { break };
        let (value, after) = field(after, items.next()?)?;
        values.push(value);
        rest = after;
    }
    items.next().is_none().then_some(ExprKind::FString(values))
}

fn text(text: String) -> Expr {
    Expr::new(ExprKind::Constant(Const::Str(text)), NOWHERE)
}

/// The text before the next field, with `%%` as `%`, and what follows the `%` of the field.
fn split_literal(template: &str) -> (String, Option<&str>) {
    let mut literal = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        literal.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match after.strip_prefix('%') {
            Some(after) => {
                literal.push('%');
                rest = after;
            }
            None => return (literal, Some(after)),
        }
    }
    literal.push_str(rest);
    (literal, None)
}

/// Reads `-10.3s` after the `%`.
fn field<'t>(spec: &'t str, item: &Expr) -> Option<(Expr, &'t str)> {
    let flags_end = spec
        .find(|c: char| !matches!(c, '-' | '+' | ' ' | '#' | '0'))
        .unwrap_or(spec.len());
    let (flags, rest) = spec.split_at(flags_end);
    let (width, rest) = digits(rest)?;
    let (precision, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (digits, rest) = digits(rest)?;
            (Some(digits.unwrap_or(0)), rest)
        }
        None => (None, rest),
    };
    let conversion = rest.chars().next()?;
    if !matches!(conversion, 's' | 'r' | 'a') {
        return None;
    }
    let mut format = String::new();
    if !flags.contains('-') && width.is_some_and(|w| w > 0) {
        format.push('>');
    }
    if let Some(width) = width {
        format.push_str(&width.to_string());
    }
    if let Some(precision) = precision {
        format.push_str(&format!(".{precision}"));
    }
    let kind = ExprKind::FormattedValue {
        value: Box::new(item.clone()),
        conversion: Some(conversion),
        spec: (!format.is_empty()).then(|| Box::new(text(format))),
    };
    Some((Expr::new(kind, item.span), &rest[1..]))
}

/// Up to two digits, CPython's limit.
fn digits(text: &str) -> Option<(Option<u32>, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    if end > 2 {
        return None;
    }
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok(), rest))
}
