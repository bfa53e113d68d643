//! Heap memory of std behind plain pointers: `Box::into_raw` and its relatives.

use crate::imports::Names;
use crate::tokens::Tokens;

/// The types of std that own heap memory and can let it go.
const OWNERS: [&str; 4] = ["Box", "Rc", "String", "Vec"];

/// Their functions that turn the memory into a pointer or a reference without an owner, or back.
const FUNCTIONS: [&str; 9] = [
    "from_non_null",
    "from_raw",
    "from_raw_parts",
    "into_non_null",
    "into_parts",
    "into_raw",
    "into_raw_parts",
    "into_raw_with_allocator",
    "leak",
];

/// The function that is named right behind the type at `index`, with or without type arguments
/// between them, and what a message calls it: `Box::into_raw`.
pub(crate) fn function_of_owner(
    tokens: &Tokens,
    names: &Names,
    index: usize,
) -> Option<(usize, String)> {
    let name = tokens.ident(index)?;
    let resolved = names.resolve(&[name.to_owned()], false);
    let owner = resolved.last().filter(|last| {
        OWNERS.contains(&last.as_str()) && resolved.first().is_none_or(|root| root != "lab")
    })?;
    let behind = behind_arguments(tokens, index + 1);
    let separator =
        behind + usize::from(is_qualified(tokens, index) && tokens.is_punct(behind, '>'));
    let at = separator + 2;
    let function = tokens
        .ident(at)
        .filter(|name| tokens.is_path_separator(separator) && FUNCTIONS.contains(name))?;
    Some((at, format!("{owner}::{function}")))
}

/// True when the type at `index` has a bracket of its own, as in `<Box<T>>::leak`, and is not the
/// argument of another type, as in `Shared::<Box<T>>::leak`.
fn is_qualified(tokens: &Tokens, index: usize) -> bool {
    let Some(bracket) = index.checked_sub(1) else {
        return false;
    };
    // Types are written with a capital letter, keywords such as `return` are not.
    let of_a_name = bracket > 0
        && tokens
            .ident(bracket - 1)
            .is_some_and(|name| name.starts_with(char::is_uppercase));
    tokens.is_punct(bracket, '<') && !of_a_name && !tokens.follows_path_separator(bracket)
}

/// Where the path goes on behind the type arguments that may start at `start`: `<T>` or `::<T>`.
fn behind_arguments(tokens: &Tokens, start: usize) -> usize {
    let turbofish = tokens.is_path_separator(start) && tokens.is_punct(start + 2, '<');
    let mut at = if turbofish { start + 2 } else { start };
    if tokens.is_punct(at, '<') {
        let mut depth = 0_usize;
        while at < tokens.len() {
            if tokens.is_punct(at, '<') {
                depth += 1;
            } else if tokens.is_punct(at, '>') && !tokens.is_punct(at - 1, '-') {
                depth -= 1;
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
    }
    at
}
