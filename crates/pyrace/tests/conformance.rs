//! The sample programs: for each of the four teaching rules exactly the outcomes of `expected.json`.

use std::collections::BTreeSet;
use std::path::Path;

use pyrace::{Explorer, Limits, Program, Rules, Status};
use serde_json::Value;

fn strings(value: &Value) -> BTreeSet<String> {
    value
        .as_array()
        .map(|items| {
            items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect()
        })
        .unwrap_or_default()
}

/// What a program printed, or `DEADLOCK`: the notation of `expected.json`.
fn outcomes(source: &str, rules: Rules) -> (BTreeSet<String>, BTreeSet<String>) {
    let program = Program::compile(source, rules).expect("the sample is in the subset");
    let report = Explorer::new(&program)
        .limits(Limits {
            bytecode_states: 0,
            ..Limits::default()
        })
        .run();
    assert!(report.complete, "every schedule is covered");
    let ends = report
        .counted
        .iter()
        .map(|counted| match counted.outcome.status {
            Status::Deadlock | Status::Stuck => "DEADLOCK".to_owned(),
            _ => counted.outcome.out.join(" | "),
        })
        .collect();
    let uncaught = report
        .uncaught()
        .map(|uncaught| uncaught.class.clone())
        .collect();
    (ends, uncaught)
}

#[test]
fn every_sample_program_has_exactly_the_expected_outcomes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let mut cases = 0;
    for program in expected["programs"].as_array().unwrap() {
        let file = program["file"].as_str().unwrap();
        let source = std::fs::read_to_string(folder.join(file)).unwrap();
        for (rules, wanted) in program["policies"].as_object().unwrap() {
            let (ends, uncaught) = outcomes(&source, rules.parse().unwrap());
            assert_eq!(ends, strings(&wanted["outcomes"]), "{file} under {rules}");
            assert_eq!(
                uncaught,
                strings(&wanted["uncaught"]),
                "{file} under {rules}"
            );
            cases += 1;
        }
    }
    assert_eq!(cases, 48 * 4);
}

#[test]
fn fewer_switch_points_never_give_more_outcomes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect();
    files.sort();
    assert_eq!(files.len(), 48);
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        let of = |rules: &str| outcomes(&source, rules.parse().unwrap()).0;
        let (calls, calls_310, every) = (of("gil_calls"), of("gil_calls_310"), of("gil_every"));
        assert!(calls.is_subset(&calls_310), "{}", file.display());
        assert!(calls_310.is_subset(&every), "{}", file.display());
    }
}
