//! Conditions of compilation: `#[cfg(…)]`, `#[cfg_attr(…)]`, `cfg!(…)` and `cfg_select! { … }`.
//!
//! A solution is judged in a debug build of its own. Code that is left out of it, or is only in it,
//! is not what runs elsewhere. Conditions on the machine (`unix`, `target_pointer_width = "64"`)
//! and on the learner's unit tests (`test`) say nothing about that, and are let through.

use crate::tokens::Tokens;

/// The words of a condition by which a program can tell one build of itself from another.
const BUILDS: [&str; 4] = [
    "debug_assertions",
    "feature",
    "overflow_checks",
    "ub_checks",
];

/// The macros that ask a condition.
const MACROS: [&str; 2] = ["cfg", "cfg_select"];

/// The attributes that ask a condition.
const ATTRIBUTES: [&str; 2] = ["cfg", "cfg_attr"];

/// The words about the build in the condition whose name is at `index`, and what a message calls
/// each of them. `in_attribute`: the name stands somewhere in an attribute.
///
/// A word that a macro fills in may be any of them, so its `$` counts as one.
pub(crate) fn about_the_build(
    tokens: &Tokens,
    index: usize,
    in_attribute: bool,
) -> Vec<(usize, String)> {
    let Some(name) = tokens.ident(index) else {
        return Vec::new();
    };
    let is_macro = MACROS.contains(&name) && tokens.is_punct(index + 1, '!');
    let open = index + 1 + usize::from(is_macro);
    let asks = is_macro || in_attribute && ATTRIBUTES.contains(&name);
    if !asks || !tokens.is_open(open) {
        return Vec::new();
    }
    (open + 1..tokens.closing(open))
        .filter_map(|at| match tokens.ident(at) {
            Some(word) if BUILDS.contains(&word) => Some((at, format!("{name}({word})"))),
            None if tokens.is_punct(at, '$') => Some((at, format!("{name}($…)"))),
            _ => None,
        })
        .collect()
}

/// True when the name at `index` is one of a macro that asks a condition.
pub(crate) fn is_macro_name(tokens: &Tokens, index: usize) -> bool {
    tokens
        .ident(index)
        .is_some_and(|name| MACROS.contains(&name))
}
