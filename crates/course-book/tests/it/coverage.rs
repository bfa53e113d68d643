//! What the course covers, and what is said when something is missing.

use course_book::coverage::{self, Coverage};

use crate::fixture::Fixture;

fn of(fixture: &Fixture) -> Coverage {
    coverage::of(&fixture.options.root).expect("the course can be read")
}

/// What is missing, without the topics that a course with one chapter does not have.
fn missing(fixture: &Fixture) -> Vec<String> {
    of(fixture)
        .missing
        .iter()
        .map(ToString::to_string)
        .filter(|line| !line.contains("has no chapter"))
        .collect()
}

#[test]
fn topics_claims_sources_and_corrections_are_listed_with_their_places() {
    let fixture = Fixture::new();
    let covered = of(&fixture);
    for line in [
        "S0.3   2          ",
        "S0.4   -          ",
        "M1     2          ",
        "  02-hits: two visitors of one page",
        "    recorded on 3.12.1, 3.13.0, 3.14.7t",
        "    gil 3.10+: always exact: seen in 24 of 24 runs; the only outcome of every schedule on 3.12 to 3.13",
        "book/src/part1/02-lost-update.md:14: a recorded run",
        "  taught: chapter 2, book/src/part1/02-lost-update.md:41",
        "  rests:  program 02-hits",
    ] {
        assert!(
            covered.report.contains(line),
            "`{line}` is missing in\n{}",
            covered.report
        );
    }
    assert_eq!(missing(&fixture), [""; 0]);
    // 59 topics and 20 beliefs, and the one chapter treats one of each.
    assert_eq!(covered.missing.len(), 58 + 19);
}

#[test]
fn a_correction_that_nobody_teaches_is_missing() {
    let fixture = Fixture::new();
    fixture.change(
        "book/src/part1/02-lost-update.md",
        "<!-- correction: increment -->",
        "<!-- correction: decrement -->",
    );
    assert_eq!(
        missing(&fixture),
        [
            "book/corrections.toml:1: correction `increment`: chapter 2 does not teach it; write `<!-- correction: increment -->` behind the place that does",
            "book/src/part1/02-lost-update.md:41: there is no correction `decrement` in book/corrections.toml",
        ]
    );
}

#[test]
fn evidence_that_is_not_recorded_is_missing() {
    let fixture = Fixture::new();
    fixture.remove("book/transcripts/02-hits.json");
    assert_eq!(
        missing(&fixture),
        [
            "book/corrections.toml:1: correction `increment`: key `programs`: `02-hits` is not recorded",
            "book/python/02-hits.py: it is not recorded; run `cargo course record 02-hits`",
        ]
    );
}

#[test]
fn a_topic_that_nobody_knows_names_its_line() {
    let fixture = Fixture::new();
    fixture.change(
        "book/src/part1/02-lost-update.md",
        "topics: [\"S0.3\"]",
        "topics: [\"S0.3\", \"S9.9\"]",
    );
    assert_eq!(
        missing(&fixture),
        ["book/src/part1/02-lost-update.md:5: key `topics`: there is no `S9.9`"]
    );
}
