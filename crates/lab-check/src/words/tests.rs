//! The texts a learner reads, one per sort of failure, from real searches.

mod programs;

use interleaving::render::Style;
use interleaving::{Limit, Report, Verdict};

use super::{Story, tell};
use crate::explore::tests::explored;
use crate::model::Model;

fn told(model: &Model, report: &Report, style: &Style) -> String {
    let story = Story {
        exercise: "ex99",
        model: model.name,
        promise: model.promise,
        question: model.question,
        right_if: model.right_if,
        report,
        output: "",
    };
    tell(&story, style)
}

/// Every program, in sentences.
#[test]
fn every_failure_in_sentences() {
    for model in programs::all() {
        let report = explored(&model);
        insta::assert_snapshot!(model.name, told(&model, &report, &Style::plain()));
    }
}

#[test]
fn some_failures_as_tables() {
    for model in programs::all() {
        if matches!(model.name, "lost_update" | "lock_order" | "lost_wakeup") {
            let report = explored(&model);
            let text = told(&model, &report, &Style::table(80));
            insta::assert_snapshot!(format!("{}_as_a_table", model.name), text);
        }
    }
}

#[test]
fn verdicts_without_an_interleaving() {
    let model = Model::new("some_model", || ()).promises("nothing goes wrong");
    let verdicts = [
        Verdict::Inconclusive {
            limit: Limit::Executions(500_000),
        },
        Verdict::Crashed {
            message: "the stack overflowed: a function calls itself without an end".to_owned(),
        },
        Verdict::Refused {
            message: "a `Mutex` in a `static` lives longer than an execution".to_owned(),
        },
        Verdict::Stuck {
            kind: interleaving::Kind::EndlessLoop,
            message: "the code ran for 2 seconds without a step".to_owned(),
        },
    ];
    let texts: Vec<String> = verdicts
        .into_iter()
        .map(|verdict| {
            let report = Report {
                verdict,
                executions: 0,
                counterexample: None,
            };
            told(&model, &report, &Style::table(80))
        })
        .collect();
    insta::assert_snapshot!(texts.join("\n=====\n\n"));
}

#[test]
fn output_of_the_code_is_shown_and_cleaned() {
    let report = Report {
        verdict: Verdict::Leak {
            message: "1 value was never dropped".to_owned(),
        },
        executions: 3,
        counterexample: None,
    };
    let lines: String = (1..=30).map(|n| format!("line {n}\u{1b}[31m\n")).collect();
    let story = Story {
        exercise: "ex99",
        model: "some_model",
        promise: None,
        question: None,
        right_if: Some("memory were endless"),
        report: &report,
        output: &lines,
    };
    insta::assert_snapshot!(tell(&story, &Style::table(80)));
}
