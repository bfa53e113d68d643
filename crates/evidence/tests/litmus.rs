//! The litmus tests: what they are, what is recorded about them, and what bounds and printing do.
//! `cargo test -p checker` compares all of them with herd7's record.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeSet;

use checker::Check;
use evidence::litmus::compare::{explore, explore_up_to};
use evidence::litmus::parse::{parse, parse_all};
use evidence::litmus::program::Litmus;
use evidence::litmus::record::{Recorded, fingerprint, read, write};
use evidence::litmus::{generate, suite};
use evidence::parallel::for_all;

fn tests_with_records() -> Vec<(Litmus, Recorded)> {
    let record = suite::recorded().unwrap();
    let tests = suite::all().unwrap();
    let pair = |test: Litmus| {
        let recorded = record.tests.get(&test.name);
        let recorded = recorded.unwrap_or_else(|| panic!("{} is not recorded", test.name));
        (test, recorded.clone())
    };
    tests.into_iter().map(pair).collect()
}

#[test]
fn the_record_belongs_to_these_very_tests() {
    let record = suite::recorded().unwrap();
    let tests = suite::all().unwrap();
    for test in &tests {
        let recorded = &record.tests[&test.name];
        let program = fingerprint(test);
        assert_eq!(
            recorded.program, program,
            "{} was changed: record it again",
            test.name
        );
        assert_eq!(recorded.observed, test.observed(), "{}", test.name);
    }
    assert_eq!(
        record.tests.len(),
        tests.len(),
        "tests that are gone are still recorded"
    );
    assert_eq!(
        record.oracle.changed,
        "let rs = [W]; [W & (RLX | REL | ACQ_REL | ACQ | SC)]; (rf; myrmw)*"
    );
    let path = suite::folder().join("recorded.jsonl");
    assert_eq!(
        write(&record).unwrap(),
        std::fs::read_to_string(path).unwrap()
    );
}

#[test]
fn at_least_three_hundred_tests_are_generated_and_no_two_are_alike() {
    let tests = generate::generated();
    let programs: BTreeSet<String> = tests.iter().map(fingerprint).collect();
    assert_eq!(programs.len(), tests.len());
    assert!(programs.len() >= 300, "{}", programs.len());
}

#[test]
fn what_the_authors_of_tests_know_is_what_herd7_says() {
    let asked = tests_with_records();
    let written = evidence::litmus::classic::written(&suite::folder().join("classic")).unwrap();
    let names: BTreeSet<String> = written.into_iter().map(|test| test.name).collect();
    for (test, recorded) in asked.iter().filter(|(test, _)| names.contains(&test.name)) {
        let question = test
            .question
            .as_ref()
            .expect("a test written by hand says what it expects");
        assert!(
            question.agrees(&recorded.outcomes),
            "{test}{:?}",
            recorded.outcomes
        );
    }
}

#[test]
fn what_is_printed_is_read_back() {
    for test in suite::all().unwrap() {
        assert_eq!(parse(&test.to_string()), Ok(test));
    }
}

#[test]
fn a_file_may_hold_several_tests() {
    let tests = suite::all().unwrap();
    let text: String = tests.iter().map(ToString::to_string).collect();
    assert_eq!(parse_all(&text), Ok(tests));
}

/// Every tenth of the smaller tests: enough to see that it is so, few enough to be quick.
fn sample() -> Vec<(Litmus, Recorded)> {
    let small = tests_with_records()
        .into_iter()
        .filter(|(test, _)| test.size() <= 6);
    small.step_by(10).collect()
}

#[test]
fn leaving_out_known_states_leaves_out_no_outcome() {
    let check = Check {
        cache: false,
        ..Check::default()
    };
    let sample = sample();
    assert!(sample.len() >= 20, "{}", sample.len());
    for_all(&sample, |(test, _)| {
        let with = explore(&Check::default(), test);
        let without = explore(&check, test);
        assert_eq!(without.troubles, Vec::<String>::new(), "{test}");
        assert_eq!(with.outcomes, without.outcomes, "{test}");
        assert!(with.executions <= without.executions, "{test}");
    });
}

#[test]
fn a_larger_bound_shows_more_until_it_shows_everything() {
    for_all(&sample(), |(test, _)| {
        let whole = explore(&Check::default(), test).outcomes;
        let mut before = BTreeSet::new();
        for bound in 0.. {
            let found = explore_up_to(bound, test);
            assert!(found.is_superset(&before), "bound {bound}\n{test}");
            assert!(found.is_subset(&whole), "bound {bound}\n{test}");
            if found == whole {
                break;
            }
            assert!(bound < 16, "{test}");
            before = found;
        }
    });
}

#[test]
fn without_weak_memory_the_outcomes_are_those_of_interleavings() {
    let check = Check {
        weak_memory: false,
        ..Check::default()
    };
    for_all(&sample(), |(test, recorded)| {
        let found = explore(&check, test);
        assert!(found.outcomes.is_subset(&recorded.outcomes), "{test}");
    });
}

#[test]
fn a_record_that_cannot_be_read_names_the_line() {
    let oracle = r#"{"herd7":"7","model":"C RC11","changed":"rs"}"#;
    let error = read(&format!("{oracle}\n{{\"test\":\"MP\"}}\n")).unwrap_err();
    assert!(error.starts_with("line 2: missing field"), "{error}");
    assert_eq!(
        read("").unwrap_err(),
        "the record is empty; run the recorder"
    );
}

#[test]
fn what_is_not_supported_is_told_with_its_line() {
    let told = |body: &str| {
        let text = format!("C test\n{{ [x] = 0; }}\nP0 (atomic_int* x) {{\n{body}\n}}\n");
        parse(&text).unwrap_err().to_string()
    };
    let plain = "plain accesses are not supported; use an atomic operation";
    assert_eq!(told("*x = 1;"), format!("line 4: {plain}"));
    assert_eq!(told("int r0 = *x;"), format!("line 4: {plain}"));
    assert_eq!(
        told("\nif (1) { }"),
        "line 5: `if` is not supported: a thread is straight code"
    );
    assert_eq!(
        told("atomic_store_explicit(y, 1, memory_order_relaxed);"),
        "line 4: `y` is no parameter of P0; add `atomic_int* y`"
    );
    assert_eq!(
        told("atomic_store_explicit(x, 1, memory_order_acquire);"),
        "line 4: memory_order_acquire is not possible here: Rust panics"
    );
    assert_eq!(
        told("mtx_lock(x);"),
        "line 4: `mtx_lock` is not supported; use loads, stores, \
        fetch_add/sub/or/and/xor, exchange, compare_exchange and fences of C11"
    );
    assert_eq!(
        told("int r0 = atomic_load(x); int r0 = atomic_load(x);"),
        "line 4: `r0` is written twice; use a new register"
    );
    assert_eq!(
        told("int r0 = atomic_compare_exchange_strong(x, x, 1);"),
        "line 4: `x` is an expected value; no other operation or thread may use it"
    );
    let error = |text: &str| parse(text).unwrap_err().to_string();
    assert_eq!(
        error(""),
        "line 1: the file is empty; a test begins with `C name`"
    );
    assert_eq!(
        error("AArch64 MP\n{ }\n"),
        "line 1: a test begins with `C name`; found no such line"
    );
    assert_eq!(
        error("C MP\n{ x = 0;"),
        "line 2: expected a name, found the end"
    );
    assert_eq!(
        error("C MP\n{ }\nP0 () {\n}\nexists (0:r0=1)"),
        "line 5: the test has no `0:r0`"
    );
}
