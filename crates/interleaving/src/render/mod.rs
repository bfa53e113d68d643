//! The text renderer: one table for Rust and Python, and a form in sentences.
//!
//! [`render`] writes a [`Counterexample`] for people. What the reader sees is decided in three
//! stages, each with its own file: [`phrase`] puts an event into words, [`layout`] merges events
//! into rows and folds loops, and the two writers turn rows into a table or into sentences. A page
//! of the book is a third writer over the same [`layout::Layout`].
//!
//! Texts inside a counterexample come from the program under test, so they may hold anything.
//! [`text::clean`] makes them safe for a terminal first: a value cannot move the cursor, change
//! the colour, or break a row.

pub mod layout;
pub mod phrase;
mod plain;
mod style;
mod table;
pub mod text;

pub use style::{Style, Terminal};

use crate::{Counterexample, Surprises};

/// Writes a counterexample in this style; the text ends with a line break.
///
/// The result depends on the two arguments alone: no environment is read, and equal input gives
/// equal bytes. An index that points nowhere is shown as a number, never a panic.
#[must_use]
pub fn render(counterexample: &Counterexample, style: &Style) -> String {
    if style.plain {
        plain::render(counterexample)
    } else {
        table::render(counterexample, style)
    }
}

/// Writes the steps alone, without the headline and the remarks: for an execution that is shown and
/// breaks no promise.
#[must_use]
pub fn render_steps(counterexample: &Counterexample, style: &Style) -> String {
    if style.plain {
        plain::render_steps(counterexample)
    } else {
        table::render_steps(counterexample, style)
    }
}

/// In which execution it was found and how much surprise that took; `None` when nothing is known.
///
/// That no execution with less surprise fails is said only when the search proved it.
#[must_use]
pub fn outcome(counterexample: &Counterexample) -> Option<String> {
    let surprises = surprises(&counterexample.surprises, " + ");
    let found = match counterexample.execution {
        0 => None,
        n => Some(format!("found in execution {}", text::grouped(n))),
    };
    let least = if counterexample.calmest {
        " — no run needs less than that to fail"
    } else {
        ""
    };
    match (found, surprises) {
        (None, None) => None,
        (None, Some(surprises)) => Some(format!("it takes {surprises}{least}")),
        (Some(found), Some(surprises)) => Some(format!("{found}: {surprises}{least}")),
        (Some(found), None) => Some(format!("{found}: no surprise is needed for this to fail")),
    }
}

/// The surprises in words: `1 forced switch + 2 stale reads`; `None` when there was no surprise.
#[must_use]
pub fn surprises(surprises: &Surprises, separator: &str) -> Option<String> {
    let counted = [
        (surprises.preemptions, "forced switch", "forced switches"),
        (surprises.stale_reads, "stale read", "stale reads"),
        (
            surprises.overtaken_stores,
            "overtaken write",
            "overtaken writes",
        ),
        (
            surprises.spurious_wakeups,
            "spurious wake-up",
            "spurious wake-ups",
        ),
        (
            surprises.early_timeouts,
            "early time-out",
            "early time-outs",
        ),
        (
            surprises.unfair_notifications,
            "unfair notification",
            "unfair notifications",
        ),
        (
            surprises.weak_failures,
            "spurious failure",
            "spurious failures",
        ),
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(separator))
}
