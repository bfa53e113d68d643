//! The form in sentences: it reads well aloud, in a log, and without colours or box drawing.

use crate::{Counterexample, Switch};

use super::layout::{Block, Layout, Row};
use super::outcome;
use super::phrase::{Mark, thread};
use super::text::{clean, counted};

/// A headline or a remark has at most this many lines.
const MOST_LINES: usize = 24;

/// Writes everything in sentences, one row of the table a line.
pub(super) fn render(counterexample: &Counterexample) -> String {
    let layout = Layout::new(counterexample);
    let mut out = String::new();
    let headline = match counterexample.headline.trim_end() {
        "" => "a promise is broken",
        headline => headline,
    };
    lines(&mut out, "Failure: ", headline);
    if let Some(found) = outcome(counterexample) {
        out.push_str(&sentence(&found));
        out.push('\n');
    }
    if !layout.blocks.is_empty() {
        out.push('\n');
    }
    steps(&mut out, counterexample, &layout);
    if !layout.files.is_empty() || !counterexample.remarks.is_empty() {
        out.push('\n');
    }
    if !layout.files.is_empty() {
        let files: Vec<String> = layout.files.iter().map(|file| clean(file)).collect();
        out.push_str(&format!("Lines are from {}.\n", files.join(", ")));
    }
    for remark in &counterexample.remarks {
        lines(&mut out, "", remark);
    }
    out
}

/// Writes the steps alone.
pub(super) fn render_steps(counterexample: &Counterexample) -> String {
    let mut out = String::new();
    steps(&mut out, counterexample, &Layout::new(counterexample));
    out
}

fn steps(out: &mut String, counterexample: &Counterexample, layout: &Layout) {
    for block in &layout.blocks {
        match block {
            Block::Rows { rows, times, last } => {
                if *times > 1 {
                    let first = rows.first().map_or(*last, |row| row.first);
                    let what = counted(rows.len() as u64, "line", "lines");
                    out.push_str(&format!(
                        "Steps {first} to {last}. The next {what} happen {times} times.\n"
                    ));
                }
                for row in rows {
                    out.push_str(&row_in_words(counterexample, layout, row));
                    out.push('\n');
                }
            }
            Block::LeftOut { first, last } => {
                out.push_str(&format!("Steps {first} to {last} are left out.\n"));
            }
        }
    }
}

fn lines(out: &mut String, start: &str, text: &str) {
    out.push_str(start);
    for line in text.lines().take(MOST_LINES) {
        out.push_str(clean(line).trim_end());
        out.push('\n');
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

fn row_in_words(counterexample: &Counterexample, layout: &Layout, row: &Row) -> String {
    let mut text = match row.last - row.first {
        0 => format!("Step {}. ", row.first),
        1 => format!("Steps {} and {}. ", row.first, row.last),
        _ => format!("Steps {} to {}. ", row.first, row.last),
    };
    text.push_str(&name(counterexample, row.thread));
    if let Some((switch, left)) = row.switch {
        let left = thread(counterexample, left);
        let why = match switch {
            Switch::Preempted => format!("preempting {left}"),
            Switch::Blocked => format!("because {left} has to wait"),
            Switch::Finished => format!("because {left} has ended"),
            Switch::Yielded => format!("because {left} lets others run"),
        };
        text.push_str(&format!(" ({why})"));
    }
    let phrases: Vec<String> = row
        .phrases
        .iter()
        .map(|phrase| match &phrase.mark {
            None => phrase.text.clone(),
            // A phrase such as "fails here" needs no more words.
            Some(Mark::Failure) if phrase.text.starts_with("fails") => phrase.text.clone(),
            Some(mark) => format!("{}, {}", phrase.text, mark.in_words()),
        })
        .collect();
    text.push_str(if row.phrases.first().is_some_and(|phrase| phrase.quoted) {
        ": "
    } else {
        " "
    });
    // Quoted phrases are no clauses that "then" could join.
    let quoted = row.phrases.iter().any(|phrase| phrase.quoted);
    text.push_str(&phrases.join(if quoted { "; " } else { "; then " }));
    text.push('.');
    if let Some(source) = &row.source {
        text.push_str(&format!(" Line {}", source.line));
        if layout.files.len() > 1 {
            text.push_str(&format!(" of {}", clean(&source.file)));
        }
        let line = clean(source.text.trim());
        if !line.is_empty() {
            text.push_str(&format!(": `{line}`"));
        }
        text.push('.');
    }
    text
}

/// The name at the beginning of a sentence. A name of more than a letter, such as `visitor A`, says
/// what it is without the word "thread".
fn name(counterexample: &Counterexample, index: u16) -> String {
    match thread(counterexample, index) {
        name if name == "main" || name.is_empty() => format!("Thread {name}").trim_end().to_owned(),
        name => capital(&name),
    }
}

fn sentence(text: &str) -> String {
    format!("{}.", capital(text))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().collect());
    format!("{first}{}", chars.as_str())
}
