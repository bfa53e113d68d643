//! Upper and lower case of all characters, as in the standard library, in a quarter of its space.

/// Characters of which every `step`-th is mapped to one that is `delta` away.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    delta: i32,
}

include!(concat!(env!("OUT_DIR"), "/case_tables.rs"));

/// Adds what a character becomes.
fn push(out: &mut String, c: char, runs: &[Run], many: &[(char, &str)]) {
    if let Ok(at) = many.binary_search_by_key(&c, |entry| entry.0) {
        out.push_str(many[at].1);
        return;
    }
    let code = c as u32;
    let at = runs.partition_point(|run| run.last < code);
    let mapped = runs
        .get(at)
        .filter(|run| run.first <= code && (code - run.first).is_multiple_of(run.step))
        .and_then(|run| char::from_u32(code.wrapping_add_signed(run.delta)));
    out.push(mapped.unwrap_or(c));
}

/// Adds a character in upper case.
pub(super) fn push_upper(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_uppercase());
    } else {
        push(out, c, UPPER, UPPER_MANY);
    }
}

/// Adds a character in lower case.
pub(super) fn push_lower(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        push(out, c, LOWER, LOWER_MANY);
    }
}

/// A text in upper case.
pub(super) fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_upper(&mut out, c));
    out
}

/// A text in lower case. A sigma at the end of a word has a form of its own.
pub(super) fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        if c == 'Σ' && meets_letter(before.chars().rev()) && !meets_letter(after.chars()) {
            out.push('ς');
        } else {
            push_lower(&mut out, c);
        }
    }
    out
}

/// True if the first character that counts has an upper or a lower case: the condition `Final_Sigma` of
/// section 3.13 of the Unicode standard.
fn meets_letter(mut chars: impl Iterator<Item = char>) -> bool {
    chars
        .find(|c| !is_ignorable(*c))
        .is_some_and(|c| c.is_lowercase() || c.is_uppercase() || is_title(c))
}

fn is_ignorable(c: char) -> bool {
    let at = IGNORABLE.partition_point(|range| range.1 < c as u32);
    IGNORABLE.get(at).is_some_and(|range| range.0 <= c as u32)
}

/// True for characters such as `ǅ`, which have both an upper and a lower case.
fn is_title(c: char) -> bool {
    let itself = c.to_string();
    upper(&itself) != itself && lower(&itself) != itself
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_characters_become_what_the_standard_library_makes_of_them() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(upper(&text), text.to_uppercase(), "{c:?}");
            assert_eq!(lower(&text), text.to_lowercase(), "{c:?}");
        }
    }

    #[test]
    fn all_characters_count_at_the_end_of_a_word_as_in_the_standard_library() {
        // Those of other planes have no case and count.
        for c in ('\0'..='\u{1ffff}').chain('\u{e0000}'..='\u{e0fff}') {
            let text = format!("aΣ{c} aΣ{c}b a{c}Σ {c}Σ");
            assert_eq!(lower(&text), text.to_lowercase(), "{c:?}");
        }
    }

    #[test]
    fn a_sigma_is_final_at_the_end_of_a_word() {
        assert_eq!(lower("ΟΔΥΣΣΕΥΣ, ΣΟΦΟΣ."), "οδυσσευς, σοφος.");
        assert_eq!(upper("Straße, ﬁn"), "STRASSE, FIN");
        assert_eq!(lower("İ"), "i\u{307}");
    }
}
