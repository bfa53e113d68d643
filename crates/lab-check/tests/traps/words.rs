//! What the judge says besides the verdict.

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::judge::{answer, judge};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("coverage_is_said", coverage_is_said),
        Trial::test("limits_are_said", limits_are_said),
        Trial::test("same_answer_twice", same_answer_twice),
        Trial::test(
            "only_the_shown_execution_is_heard",
            only_the_shown_execution_is_heard,
        ),
        Trial::test("much_output_is_bounded", much_output_is_bounded),
        Trial::test("t2_lock_of_std_in_the_source", t2_lock_of_std_in_the_source),
        Trial::test(
            "nothing_runs_after_the_first_failure",
            nothing_runs_after_the_first_failure,
        ),
        Trial::test("arguments_of_test_runners", arguments_of_test_runners),
        Trial::test("unreadable_source", unreadable_source),
        Trial::test("text_of_a_failure", text_of_a_failure),
        Trial::test("text_of_a_played_schedule", text_of_a_played_schedule),
    ]
}

/// T10 and T11: a verdict says how far it goes.
fn coverage_is_said() -> Result<(), Failed> {
    let (every, _) = answer("clean", &["--json", "--model", "t3_full_search"])?;
    assert_eq!(every["models"][0]["coverage"], json!("every"));
    let (bounded, _) = answer("clean", &["--json", "--model", "t11_up_to_two_surprises"])?;
    assert_eq!(bounded["models"][0]["coverage"], json!({ "up_to": 2 }));
    let text = judge("clean", &["--model", "t11_up_to_two_surprises"]).output()?;
    let text = String::from_utf8(text.stdout)?;
    assert!(text.contains("up to 2 surprises"), "{text}");
    Ok(())
}

/// T3: a limit that was hit is never a pass.
fn limits_are_said() -> Result<(), Failed> {
    let (answer, _) = answer("clean", &["--json", "--model", "t3_limit_of_executions"])?;
    assert_eq!(answer["models"][0]["limit"], json!({ "executions": 5 }));
    assert_eq!(answer["models"][0]["coverage"], Value::Null);
    let output = judge("clean", &["--model", "t3_limit_of_executions"]).output()?;
    let text = String::from_utf8(output.stdout)?;
    assert!(
        text.contains("inconclusive: the limit of 5 executions came first"),
        "{text}"
    );
    assert!(text.ends_with("0 passed, 1 failed\n"), "{text}");
    Ok(())
}

fn same_answer_twice() -> Result<(), Failed> {
    let args = ["--json", "--model", "history_of_two_sections"];
    let (first, _) = answer("clean", &args)?;
    let (second, _) = answer("clean", &args)?;
    assert_eq!(first, second);
    Ok(())
}

fn only_the_shown_execution_is_heard() -> Result<(), Failed> {
    let (answer, _) = answer(
        "clean",
        &["--json", "--model", "output_of_the_shown_execution"],
    )?;
    let found = &answer["models"][0];
    assert!(found["executions"].as_u64() > Some(1), "{answer:#}");
    assert_eq!(found["output"], json!("thread 0 saw 0\nthread 1 saw 0\n"));
    Ok(())
}

fn much_output_is_bounded() -> Result<(), Failed> {
    let (answer, output) = answer("clean", &["--json", "--model", "much_output"])?;
    let executions = answer["models"][0]["executions"]
        .as_u64()
        .unwrap_or_default();
    assert!(
        executions * 60_000 > 500_000,
        "enough to need a bound: {executions}"
    );
    assert!(output.stdout.len() < 100_000, "{}", output.stdout.len());
    assert!(
        answer["models"][0]["output"]
            .as_str()
            .unwrap_or_default()
            .contains("bytes left out")
    );
    Ok(())
}

fn t2_lock_of_std_in_the_source() -> Result<(), Failed> {
    let (answer, output) = answer("refused", &["--json", "--model", "t3_full_search"])?;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        (&answer["holds"], &answer["models"]),
        (&json!(false), &json!([]))
    );
    let refused = answer["refused"].as_str().unwrap_or_default();
    assert!(
        refused.contains("write instead: `lab::sync::Mutex`"),
        "{refused}"
    );

    let output = judge("refused", &[]).output()?;
    insta::assert_snapshot!("refused", String::from_utf8(output.stdout)?);
    Ok(())
}

fn nothing_runs_after_the_first_failure() -> Result<(), Failed> {
    let (answer, output) = answer("clean", &["--json", "t6_"])?;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(answer["models"].as_array().map(Vec::len), Some(1));
    let text = String::from_utf8(judge("clean", &["t6_"]).output()?.stdout)?;
    assert!(
        text.ends_with("1 more model was not run: one thing at a time\n0 passed, 1 failed\n"),
        "{text}"
    );
    Ok(())
}

fn arguments_of_test_runners() -> Result<(), Failed> {
    let out = |args: &[&str]| -> Result<(String, Option<i32>), Failed> {
        let output = judge("clean", args).output()?;
        Ok((String::from_utf8(output.stdout)?, output.status.code()))
    };
    let (list, status) = out(&["--list", "t6_"])?;
    assert_eq!(
        list,
        "t6_if_instead_of_while: test\nt6_while: test\n\n2 tests, 0 benchmarks\n"
    );
    assert_eq!(status, Some(0));
    let (terse, _) = out(&["--list", "--format", "terse", "--exact", "t6_while"])?;
    assert_eq!(terse, "t6_while: test\n");
    assert_eq!(out(&["--list", "--format", "terse", "--ignored"])?.0, "");
    let (run, status) = out(&["t6_while", "--exact", "--nocapture"])?;
    assert!(run.ends_with("\n1 passed, 0 failed\n"), "{run}");
    assert_eq!(status, Some(0));
    assert_eq!(out(&["--no-such-argument"])?, (String::new(), Some(2)));
    assert_eq!(
        out(&["--model", "no_such_model"])?,
        (String::new(), Some(2))
    );
    let (nothing, status) = out(&["--json", "no_such_model"])?;
    assert_eq!(status, Some(3), "{nothing}");
    Ok(())
}

/// A learner's file that cannot be read is not a verdict.
fn unreadable_source() -> Result<(), Failed> {
    let (answer, output) = answer("missing", &["--json"])?;
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        (&answer["holds"], &answer["models"]),
        (&json!(false), &json!([]))
    );
    let error = answer["error"].as_str().unwrap_or_default();
    assert!(
        error.contains("`cargo course reset` brings the starter back"),
        "{error}"
    );
    let output = judge("missing", &[]).output()?;
    let text = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(3));
    assert!(text.starts_with("traps · there is no file "), "{text}");
    assert!(text.ends_with("\n0 passed, 1 failed\n"), "{text}");
    Ok(())
}

/// The whole answer to a learner, in both forms.
fn text_of_a_failure() -> Result<(), Failed> {
    for (name, args) in [
        ("failure", &["--plain"][..]),
        ("failure_as_a_table", &["--table"]),
    ] {
        let mut command = judge("clean", &["history_of_two_sections"]);
        let output = command
            .args(args)
            .env("COLUMNS", "100")
            .env_remove("NO_COLOR")
            .output()?;
        insta::assert_snapshot!(name, String::from_utf8(output.stdout)?);
    }
    Ok(())
}

/// A schedule that a model has played is shown as one that the engine has found.
fn text_of_a_played_schedule() -> Result<(), Failed> {
    let output = judge("clean", &["--table", "played_by_the_model"])
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .output()?;
    insta::assert_snapshot!("played_schedule", String::from_utf8(output.stdout)?);
    Ok(())
}
