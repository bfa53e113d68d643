//! The table of findings in the README names programs that exist.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use evidence::litmus::suite;
use evidence::suite::rules;

/// The texts in backquotes behind `word` in a cell, up to the next semicolon.
fn named<'a>(cell: &'a str, word: &str) -> Vec<&'a str> {
    let Some(at) = cell.find(word) else {
        return Vec::new();
    };
    let part = cell[at..].split(';').next().unwrap();
    part.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_finding_has_a_program_that_exists_or_a_decision() {
    let readme = include_str!("../README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| B"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let numbers: Vec<String> = rows
        .iter()
        .map(|row| row[1].split(':').next().unwrap().to_owned())
        .collect();
    let wanted: Vec<String> = (1..=21).map(|number| format!("B{number}")).collect();
    assert_eq!(numbers, wanted);

    let litmus: BTreeSet<String> = suite::all()
        .unwrap()
        .into_iter()
        .map(|test| test.name)
        .collect();
    let rules: BTreeSet<&str> = rules().iter().map(|rule| rule.name).collect();
    for row in rows {
        let shown = row[3];
        for name in named(shown, "litmus") {
            assert!(litmus.contains(name), "{}: no litmus test {name}", row[1]);
        }
        for name in named(shown, "rule") {
            assert!(rules.contains(name), "{}: no rule {name}", row[1]);
        }
        assert!(!shown.is_empty(), "{}", row[1]);
    }
}
