//! A refusal in words: where, what, why, and what to write instead.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use crate::policy::Why;
use crate::{Finding, Position};

/// How many places are shown; the rest is counted.
const SHOWN: usize = 5;

/// Writes the findings as the learner reads them, with the lines of `source`.
pub(crate) fn render(findings: &[Finding], file: &str, source: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let mut text = String::new();
    for (index, group) in groups(findings).iter().enumerate() {
        if index == SHOWN {
            let more = groups(findings).len() - SHOWN;
            let places = if more == 1 { "place" } else { "places" };
            let _ = writeln!(text, "and {more} more {places} like these");
            break;
        }
        if index > 0 {
            text.push('\n');
        }
        render_group(&mut text, group, file, &lines);
    }
    text.truncate(text.trim_end().len());
    text
}

/// Findings of one line with one reason are told together: `use std::sync::{Arc, Mutex}`.
fn groups(findings: &[Finding]) -> Vec<&[Finding]> {
    findings
        .chunk_by(|a, b| a.at.line == b.at.line && a.why == b.why)
        .collect()
}

fn render_group(text: &mut String, group: &[Finding], file: &str, lines: &[&str]) {
    let first = &group[0];
    let Position { line, column } = first.at;
    let what: Vec<String> = group
        .iter()
        .map(|finding| format!("`{}`", finding.what))
        .collect();
    let _ = writeln!(
        text,
        "{file}:{line}:{column}: {} {}",
        list(&what),
        verb(first.why, group.len())
    );
    let source = lines.get(line - 1).copied().unwrap_or_default();
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let _ = writeln!(text, "  {number} | {}", source.trim_end());
    let _ = writeln!(text, "  {margin} | {}", carets(source, group));
    let _ = writeln!(text, "  why: {}.", first.why.reason());
    let mut instead: Vec<String> = group
        .iter()
        .map(|finding| finding.why.instead(&finding.what))
        .collect();
    instead.dedup();
    let _ = writeln!(text, "  write instead: {}", instead.join(", "));
}

fn verb(why: Why, count: usize) -> &'static str {
    match (why, count) {
        (Why::Invisible, _) => "would be invisible to the checker",
        (_, 1) => "is not allowed in a solution",
        _ => "are not allowed in a solution",
    }
}

fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// The line under the source line: carets below every finding, tabs kept so that they line up.
fn carets(source: &str, group: &[Finding]) -> String {
    let mut text = String::new();
    for (index, char) in source.chars().enumerate() {
        let column = index + 1;
        let under = group.iter().any(|finding| {
            (finding.at.column..finding.at.column + finding.marked).contains(&column)
        });
        let mark = match (under, char) {
            (true, _) => '^',
            (false, '\t') => '\t',
            (false, _) => ' ',
        };
        let width = if char == '\t' {
            1
        } else {
            char.to_string().width()
        };
        text.extend(std::iter::repeat_n(mark, width));
    }
    text.truncate(text.trim_end().len());
    text
}
