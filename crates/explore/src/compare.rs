//! One program under several rules, side by side: a sentence, then one line each.

use std::io::{self, Write as _};

use pyrace::report::words::grouped;

use crate::explored::Explored;
use crate::show;

/// The columns: rules, verdict, number of schedules, outcomes.
const HEADINGS: [&str; 4] = ["Python", "verdict", "schedules", "how it ends"];

/// Writes the comparison.
pub(crate) fn write(explored: &[Explored], source: &str) -> io::Result<()> {
    show::diagnostics(explored.iter().map(|one| &one.report), source)?;
    let rows = rows(explored);
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells
            .chain([HEADINGS[column].len()])
            .max()
            .unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}\n", sentence(explored))?;
    let headings = HEADINGS.map(str::to_owned);
    for row in [&headings].into_iter().chain(&rows) {
        let [a, b, c] = widths;
        let line = format!("{:<a$}  {:<b$}  {:>c$}  {}", row[0], row[1], row[2], row[3]);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The cells of the table, one row for each of the rules.
pub(crate) fn rows(explored: &[Explored]) -> Vec<[String; 4]> {
    let row = |one: &Explored| {
        let total = one.report.total().map(|total| grouped(&total.to_string()));
        [
            one.rules.name.to_owned(),
            one.report.verdict_in_words().to_owned(),
            total.unwrap_or_else(|| "–".to_owned()),
            one.report.summary(),
        ]
    };
    explored.iter().map(row).collect()
}

/// Which rules give which verdict: `Can lose updates: 3.8, 3.9, 3.13t. Always the same: 3.10 to 3.13.`
pub(crate) fn sentence(explored: &[Explored]) -> String {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, one) in explored.iter().enumerate() {
        let verdict = one.report.verdict_in_words();
        match groups.iter_mut().find(|group| group.0 == verdict) {
            Some(group) => group.1.push(at),
            None => groups.push((verdict, vec![at])),
        }
    }
    let parts: Vec<String> = groups
        .iter()
        .map(|(verdict, members)| {
            let mut letters = verdict.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            let verdict: String = first.into_iter().chain(letters).collect();
            format!("{verdict}: {}.", ranges(explored, members))
        })
        .collect();
    parts.join(" ")
}

/// `3.8, 3.10 to 3.13, 3.15t`: neighbours with and without the GIL are not of one range.
fn ranges(explored: &[Explored], members: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in members {
        match runs.last_mut() {
            Some((_, last))
                if *last + 1 == *at && explored[*last].rules.gil == explored[*at].rules.gil =>
            {
                *last = *at;
            }
            _ => runs.push((*at, *at)),
        }
    }
    let name = |at: usize| explored[at].rules.name;
    let parts: Vec<String> = runs
        .iter()
        .map(|(from, to)| match to - from {
            0 => name(*from).to_owned(),
            1 => format!("{}, {}", name(*from), name(*to)),
            _ => format!("{} to {}", name(*from), name(*to)),
        })
        .collect();
    parts.join(", ")
}
