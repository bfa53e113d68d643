//! The JSON document, version 1: its shape on many programs, and the sample of known outcomes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pyrace::{Explorer, Limits, Program, Report, Rules};
use serde_json::Value;

use crate::{COUNTER, LOCKS, command, explore, stdout};

fn programs() -> Vec<PathBuf> {
    let pyrace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pyrace");
    let mut files: Vec<PathBuf> = ["tests/programs", "tests/semantics", "corpus"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(pyrace.join(folder)).ok())
        .flatten()
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect();
    files.sort();
    files
}

/// The keys of an object, or what is wrong.
fn keys<'v>(value: &'v Value, wanted: &[&str]) -> &'v serde_json::Map<String, Value> {
    let object = value.as_object().expect("an object");
    let found: BTreeSet<&str> = object.keys().map(String::as_str).collect();
    assert_eq!(found, wanted.iter().copied().collect(), "{value}");
    object
}

fn is_number_of_schedules(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(digits) => {
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

fn is_text(value: &Value) -> bool {
    value.is_string()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn is_dict_of_texts(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|dict| dict.values().all(is_text))
}

/// Fails unless the document has the shape of version 1.
fn check(document: &Value) {
    let document = keys(
        document,
        &[
            "v",
            "python",
            "gil",
            "complete",
            "states",
            "schedules",
            "threads",
            "outcomes",
            "diagnostics",
        ],
    );
    assert_eq!(document["v"], 1);
    assert!(is_text(&document["python"]));
    assert!(document["gil"].is_boolean() && document["complete"].is_boolean());
    assert!(document["states"].is_u64());
    let schedules = keys(&document["schedules"], &["bytecode", "visible"]);
    assert!(schedules.values().all(is_number_of_schedules));
    let mut names = BTreeSet::new();
    for thread in list(&document["threads"]) {
        let thread = keys(thread, &["name", "function"]);
        assert!(is_text(&thread["function"]));
        names.insert(thread["name"].as_str().expect("a name"));
    }
    let is_thread = |value: &Value| names.contains(value.as_str().unwrap_or_default());
    let mut different = BTreeSet::new();
    for outcome in list(&document["outcomes"]) {
        let outcome = keys(
            outcome,
            &["status", "vars", "out", "exceptions", "count", "witness"],
        );
        let status = outcome["status"].as_str().expect("a status");
        assert!(
            ["ok", "deadlock", "exception", "stuck"].contains(&status),
            "{status}"
        );
        assert!(is_dict_of_texts(&outcome["vars"]));
        assert!(list(&outcome["out"]).iter().all(is_text));
        for exception in list(&outcome["exceptions"]) {
            let exception = keys(exception, &["thread", "type", "line"]);
            assert!(is_thread(&exception["thread"]), "{names:?}");
            assert!(is_text(&exception["type"]) && exception["line"].is_u64());
        }
        assert!(is_number_of_schedules(&outcome["count"]));
        if !outcome["witness"].is_null() {
            check_witness(&outcome["witness"], &is_thread);
        }
        let same = ["status", "vars", "out", "exceptions"].map(|key| outcome[key].to_string());
        assert!(
            different.insert(same),
            "two outcomes are equal: {outcome:?}"
        );
    }
    for diagnostic in list(&document["diagnostics"]) {
        let diagnostic = keys(diagnostic, &["line", "column", "message", "hint"]);
        assert!(diagnostic["line"].is_u64() && diagnostic["column"].is_u64());
        assert!(is_text(&diagnostic["message"]));
        assert!(diagnostic["hint"].is_null() || is_text(&diagnostic["hint"]));
    }
    check_sum(document);
}

fn check_witness(witness: &Value, is_thread: &dyn Fn(&Value) -> bool) {
    let witness = keys(
        witness,
        &["preemptions", "schedule", "rows", "ahead", "blocked"],
    );
    assert!(witness["preemptions"].is_u64());
    let schedule = list(&witness["schedule"]);
    for decision in schedule {
        let name = decision.as_str().expect("a thread").trim_end_matches('!');
        assert!(is_thread(&Value::from(name)));
    }
    for row in list(&witness["rows"]) {
        let row = keys(row, &["thread", "line", "text", "switch", "changes"]);
        assert!(is_thread(&row["thread"]) && row["line"].is_u64() && is_text(&row["text"]));
        let switch = row["switch"].as_str();
        let known = ["preempted", "blocked", "finished", "yielded"];
        assert!(row["switch"].is_null() || switch.is_some_and(|switch| known.contains(&switch)));
        assert!(is_dict_of_texts(&row["changes"]));
    }
    let ahead = list(&witness["ahead"]);
    assert!(ahead.is_empty() || ahead.len() == schedule.len() + 1);
    for numbers in ahead {
        let numbers = list(numbers);
        assert!(numbers.len() == 2 && numbers.iter().all(is_number_of_schedules));
    }
    for blocked in list(&witness["blocked"]) {
        let blocked = keys(blocked, &["thread", "line", "on"]);
        assert!(is_thread(&blocked["thread"]) && blocked["line"].is_u64());
        assert!(is_text(&blocked["on"]));
    }
}

/// The counts of the outcomes add up to the number of schedules.
fn check_sum(document: &serde_json::Map<String, Value>) {
    let number = |value: &Value| value.as_str()?.parse::<u128>().ok();
    let schedules = &document["schedules"];
    let total = number(&schedules["bytecode"]).or_else(|| number(&schedules["visible"]));
    let counts: Option<Vec<u128>> = list(&document["outcomes"])
        .iter()
        .map(|outcome| number(&outcome["count"]))
        .collect();
    if let (Some(total), Some(counts)) = (total, counts) {
        assert_eq!(counts.iter().sum::<u128>(), total);
    }
}

fn report(source: &str, rules: Rules) -> Report {
    match Program::compile(source, rules) {
        Ok(program) => Explorer::new(&program)
            .limits(Limits {
                states: 20_000,
                bytecode_states: 20_000,
                steps: 5_000_000,
            })
            .run(),
        Err(diagnostics) => Report::of_refused(source, rules, diagnostics),
    }
}

#[test]
fn every_document_has_the_shape_of_version_1() {
    let files = programs();
    assert!(files.len() >= 48, "{}", files.len());
    for file in &files {
        let source = std::fs::read_to_string(file).expect("a readable program");
        for rules in ["3.9", "3.14", "free_threaded"] {
            let rules: Rules = rules.parse().expect("known rules");
            let text = report(&source, rules).to_json();
            let document: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(document["python"], rules.name);
            assert_eq!(document["gil"], rules.gil);
            check(&document);
        }
    }
}

#[test]
fn what_ends_otherwise_has_the_same_shape() {
    let spinning = "import threading\nready = False\ndef wait():\n    while not ready:\n        pass\n\
                    t = threading.Thread(target=wait)\nt.start()\nt.join()\n";
    let failing = "import threading\ndef work():\n    raise ValueError('\\x07\"quoted\"')\n\
                   t = threading.Thread(target=work)\nt.start()\nt.join()\n";
    let broken = "x = = 1\n";
    let refused = "import socket\n";
    for program in [
        spinning,
        failing,
        broken,
        refused,
        LOCKS,
        COUNTER,
        "",
        "print('é\\n')\n",
    ] {
        let output = explore(program, &["--json", "--rules", "gil_every"]);
        let document: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        check(&document);
    }
}

#[test]
fn a_program_that_is_not_supported_has_a_document_with_its_diagnostics() {
    let output = explore("x = = 1\n", &["--json"]).code(2);
    let document: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let diagnostic = &document["diagnostics"][0];
    assert_eq!(
        (&diagnostic["line"], &diagnostic["column"]),
        (&1.into(), &5.into())
    );
    assert_eq!(document["outcomes"], Value::Array(Vec::new()));
    assert_eq!(document["complete"], false);
}

#[test]
fn under_all_versions_it_is_a_list_of_documents() {
    let output = explore(COUNTER, &["--json", "--python", "all"]).success();
    let documents: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let names: Vec<&str> = list(&documents)
        .iter()
        .map(|document| document["python"].as_str().expect("a name"))
        .collect();
    let known: Vec<&str> = Rules::versions().iter().map(|rules| rules.name).collect();
    assert_eq!(names, known);
    list(&documents).iter().for_each(check);
}

#[test]
fn what_lies_ahead_is_told_for_each_decision() {
    let output = explore(COUNTER, &["--json", "--rules", "gil_every"]).success();
    let document: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let ahead = &document["outcomes"][0]["witness"]["ahead"];
    let wanted = serde_json::json!([["6", "4"], ["3", "2"], ["2", "2"], ["1", "1"], ["1", "1"]]);
    assert_eq!(*ahead, wanted);
}

/// What the sample says about a program, in the notation of `expected.json`.
fn judged(document: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut uncaught = BTreeSet::new();
    let mut outcomes = BTreeSet::new();
    for outcome in list(&document["outcomes"]) {
        let lines: Vec<&str> = list(&outcome["out"])
            .iter()
            .filter_map(Value::as_str)
            .collect();
        outcomes.insert(match outcome["status"].as_str() {
            Some("deadlock" | "stuck") => "DEADLOCK".to_owned(),
            _ => lines.join(" | "),
        });
        for exception in list(&outcome["exceptions"]) {
            uncaught.insert(exception["type"].as_str().expect("a class").to_owned());
        }
    }
    (outcomes, uncaught)
}

#[test]
fn the_documents_of_the_sample_programs_give_the_expected_outcomes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pyrace/tests/programs");
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("a readable file");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let texts = |value: &Value| -> BTreeSet<String> {
        let texts = list(value).iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let mut cases = 0;
    for program in list(&expected["programs"]) {
        let file = folder.join(program["file"].as_str().expect("a name"));
        for (rules, wanted) in program["policies"].as_object().expect("policies") {
            let output = command()
                .arg(&file)
                .args(["--json", "--rules", rules])
                .assert();
            let document: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
            let (outcomes, uncaught) = judged(&document);
            assert_eq!(
                outcomes,
                texts(&wanted["outcomes"]),
                "{file:?} under {rules}"
            );
            assert_eq!(
                uncaught,
                texts(&wanted["uncaught"]),
                "{file:?} under {rules}"
            );
            let deadlock = match (outcomes.contains("DEADLOCK"), outcomes.len()) {
                (false, _) => "no",
                (true, 1) => "always",
                (true, _) => "possible",
            };
            assert_eq!(wanted["deadlock"], deadlock, "{file:?} under {rules}");
            let bad = deadlock != "no" || !uncaught.is_empty();
            assert_eq!(
                output.get_output().status.code(),
                Some(i32::from(bad)),
                "{file:?} under {rules}"
            );
            cases += 1;
        }
    }
    assert_eq!(cases, 48 * 4);
}
