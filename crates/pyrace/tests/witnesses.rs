//! Every schedule that a report shows leads to the outcome that it is shown for.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;

use pyrace::{Explorer, Limits, Program, Rules};

/// Follows the schedules of every program of the corpus; gives how many there were.
fn follow(rules: &str) -> usize {
    let rules: Rules = rules.parse().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut followed = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        let file = entry.unwrap().path();
        let source = std::fs::read_to_string(&file).unwrap();
        let program = Program::compile(&source, rules).unwrap();
        let limits = Limits {
            bytecode_states: 0,
            ..Limits::default()
        };
        let report = Explorer::new(&program).limits(limits).run();
        for counted in &report.counted {
            let Some(witness) = &counted.witness else {
                continue;
            };
            // Some schedules, those with time-outs for one, are not written down step by step.
            if let Ok(schedule) = program.schedule(&witness.decisions) {
                followed += 1;
                assert_eq!(schedule.outcome, counted.outcome, "{}", file.display());
            }
        }
    }
    followed
}

#[test]
fn schedules_lead_to_their_outcomes() {
    assert!(follow("gil_calls") > 250);
    assert!(follow("gil_every") > 250);
}
