//! Text for a terminal: made safe, measured in columns, cut and wrapped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// No single text is read further than this many characters; a value of ten megabytes costs no
/// more to show than a value of four thousand characters.
const LONGEST: usize = 4_000;

/// The mark at the end of a text that was cut.
const CUT: &str = "…";

/// Makes a text safe to stand in one line of a terminal.
///
/// Line breaks and other control characters become escapes as in Rust source, tabs become spaces.
/// Characters that draw nothing themselves (joiners, variation selectors, marks of direction) are
/// dropped or escaped: terminals disagree about their width, and a mark of direction could show
/// the steps in a wrong order.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for (index, c) in text.chars().enumerate() {
        if index == LONGEST {
            out.push_str(CUT);
            break;
        }
        match c {
            '\t' | '\u{a0}' => out.push(' '),
            '\n' | '\r' => out.extend(c.escape_default()),
            // Marks of direction reorder what follows them: they are shown, not obeyed.
            '\u{061c}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                out.extend(c.escape_unicode());
            }
            // Joiners and variation selectors: without them each character has one width everywhere.
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
            _ if c.is_control() => out.extend(c.escape_unicode()),
            _ if c.is_ascii() => out.push(c),
            // What is left without a width is a combining mark: kept on a letter, escaped alone.
            _ if c.width() == Some(0) && (index == 0 || out.ends_with(' ')) => {
                out.extend(c.escape_unicode());
            }
            _ => out.push(c),
        }
    }
    out
}

/// The number of terminal columns of a clean text.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a clean text so that it fits `columns`, with `…` at the end when something is missing.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    let mut kept = head(text, columns - 1).trim_end().to_owned();
    kept.push_str(CUT);
    kept
}

/// The longest beginning of `text` that fits `columns`.
fn head(text: &str, columns: usize) -> &str {
    // The width of a text is not always the sum of its characters' widths (flags, ligatures), so
    // each beginning is measured as a whole.
    let mut end = 0;
    for (index, c) in text.char_indices() {
        let next = index + c.len_utf8();
        if width(&text[..next]) > columns {
            break;
        }
        end = next;
    }
    &text[..end]
}

/// Fills a clean text with spaces up to `columns`, or cuts it.
#[must_use]
pub fn fit(text: &str, columns: usize) -> String {
    let mut out = cut(text, columns);
    let missing = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Breaks a clean text at spaces into at most `lines` lines that fit `columns`.
///
/// A word that is too long for a line is broken; what does not fit the last line is cut.
#[must_use]
pub fn wrap(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut out: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if out.len() + 1 >= lines || width(rest) <= columns {
            out.push(cut(rest, columns));
            break;
        }
        let fits = head(rest, columns);
        let at = if rest[fits.len()..].starts_with(' ') {
            fits.len()
        } else {
            match fits.rfind(' ') {
                Some(space) if space > 0 => space,
                _ if !fits.is_empty() => fits.len(),
                // One character wider than the line: it is cut away rather than looped on.
                _ => {
                    out.push(cut(rest, columns));
                    break;
                }
            }
        };
        out.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    if out.is_empty() {
        out.push(String::new());
    }
    out
}

/// A clean text as short as a value in a table should be.
#[must_use]
pub fn value(text: &str) -> String {
    cut(&clean(text), 48)
}

/// The number with a space between groups of three digits: `100 000`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// `1 execution`, `2 executions`: the number in groups, and the word in its right form.
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}
