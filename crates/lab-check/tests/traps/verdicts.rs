//! The exact verdict of every trap, as the judge's JSON says it.

use std::path::PathBuf;
use std::process::{Command, Output};

use interleaving::Kind;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::runner::JUDGE;

/// A folder with a source that stands for a learner's file.
fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join("traps")
        .join(name)
}

/// This binary as the judge of one model.
pub(crate) fn judge(source: &str, args: &[&str]) -> Command {
    let program = std::env::current_exe().expect("this binary has a path");
    let mut command = Command::new(program);
    command.env(JUDGE, folder(source)).args(args);
    command
}

fn answer(source: &str, args: &[&str]) -> Result<(Value, Output), Failed> {
    let output = judge(source, args).output()?;
    let text = String::from_utf8(output.stdout.clone())?;
    let lines = text.lines().count();
    if lines != 1 {
        return Err(format!("one JSON document, not {lines} lines: {text}").into());
    }
    Ok((serde_json::from_str(&text)?, output))
}

/// What a trap must give.
struct Expected {
    model: &'static str,
    verdict: &'static str,
    kind: Option<Kind>,
    /// A part of the message.
    says: &'static str,
    exit: i32,
}

fn holds(model: &'static str) -> Expected {
    Expected {
        model,
        verdict: "holds",
        kind: None,
        says: "",
        exit: 0,
    }
}

fn rejected(
    model: &'static str,
    verdict: &'static str,
    kind: impl Into<Option<Kind>>,
    says: &'static str,
) -> Expected {
    Expected {
        model,
        verdict,
        kind: kind.into(),
        says,
        exit: 1,
    }
}

fn inconclusive(model: &'static str) -> Expected {
    Expected {
        model,
        verdict: "inconclusive",
        kind: None,
        says: "",
        exit: 3,
    }
}

fn check(expected: &Expected) -> Result<(), Failed> {
    let Expected {
        model,
        verdict,
        kind,
        says,
        exit,
    } = *expected;
    let (answer, output) = answer("clean", &["--json", "--model", model])?;
    let found = &answer["models"][0];
    let seen = (
        found["verdict"].as_str(),
        found["kind"].clone(),
        output.status.code(),
    );
    let wanted = (Some(verdict), json!(kind), Some(exit));
    let message = found["message"].as_str().unwrap_or_default();
    if seen != wanted || !message.contains(says) || answer["holds"] != json!(verdict == "holds") {
        return Err(
            format!("expected {wanted:?} saying {says:?}, found {seen:?} in\n{answer:#}").into(),
        );
    }
    Ok(())
}

pub(crate) fn trials() -> Vec<Trial> {
    let verdicts = [
        rejected(
            "endless_loop",
            "stuck",
            Kind::EndlessLoop,
            "without a step that the checker can see",
        ),
        rejected("endless_loop_with_steps", "stuck", Kind::EndlessLoop, ""),
        rejected("polling_for_nothing", "stuck", Kind::Livelock, ""),
        rejected("lock_of_std", "stuck", Kind::WaitCycle, "not from `lab`"),
        rejected("exit_zero", "crashed", None, "exit status 0"),
        rejected("abort", "crashed", None, "aborted"),
        rejected("stack_overflow", "crashed", None, "the stack overflowed"),
        rejected("runaway_memory", "crashed", None, "more than 400 MB"),
        rejected("one_huge_allocation", "crashed", None, "more than 400 MB"),
        rejected(
            "flood",
            "stuck",
            Kind::EndlessLoop,
            "without a step that the checker can see",
        ),
        holds("much_output"),
        rejected(
            "panic_in_drop",
            "crashed",
            None,
            "while its thread was panicking already",
        ),
        rejected("panic", "violated", Kind::Panic, "the shelf is empty"),
        rejected(
            "panic_of_a_thread_nobody_joins",
            "violated",
            Kind::Panic,
            "nobody hears this",
        ),
        rejected("forged_record", "crashed", None, "exit status 0"),
        rejected(
            "t1_done_before_the_work",
            "violated",
            Kind::OrderViolation,
            "not done",
        ),
        holds("t1_without_a_probe"),
        inconclusive("t3_limit_of_executions"),
        holds("t3_full_search"),
        rejected(
            "t4_deadlock_with_a_read_guard",
            "deadlock",
            Kind::LockOrder,
            "",
        ),
        holds("t5_poisoned_lock"),
        rejected(
            "t6_if_instead_of_while",
            "violated",
            Kind::OrderViolation,
            "closed gate",
        ),
        holds("t6_while"),
        holds("t7_barrier_scope_once_channel"),
        holds("t8_dekker_seq_cst"),
        rejected(
            "t8_dekker_acquire_release",
            "violated",
            Kind::StaleRead,
            "alone",
        ),
        holds("t9_swap_spin_lock"),
        holds("t11_up_to_two_surprises"),
        holds("t12_six_threads"),
        rejected(
            "t13_strong_count",
            "violated",
            Kind::OrderViolation,
            "faster",
        ),
        rejected("t14_traits", "violated", Kind::WrongTrait, "not Sync"),
        rejected(
            "no_thread",
            "violated",
            Kind::BrokenRule,
            "no thread of `lab` was started",
        ),
        holds("one_thread_is_enough"),
        rejected(
            "rendezvous_behind_one_lock",
            "deadlock",
            Kind::LostParallelism,
            "",
        ),
        holds("rendezvous_side_by_side"),
        holds("witness_seen"),
        rejected(
            "witness_not_seen",
            "violated",
            Kind::LostParallelism,
            "no two readers ever met",
        ),
        rejected(
            "callback_with_a_lock_held",
            "violated",
            Kind::BrokenRule,
            "engine.rs:",
        ),
        holds("callback_without_a_lock"),
        rejected(
            "history_of_two_sections",
            "violated",
            Kind::CheckThenAct,
            "7 returned true",
        ),
        holds("history_of_one_section"),
        holds("varied"),
        rejected("hard_coded", "violated", Kind::WrongResult, "two hits of 5"),
        holds("counted"),
        rejected(
            "kind_left_open",
            "violated",
            Kind::StaleRead,
            "the letter says 0",
        ),
        rejected("random_order", "violated", Kind::NotDeterministic, ""),
    ];
    let mut trials: Vec<Trial> = verdicts
        .into_iter()
        .map(|expected| Trial::test(expected.model, move || check(&expected)))
        .collect();
    trials.push(Trial::test("coverage_is_said", coverage_is_said));
    trials.push(Trial::test("limits_are_said", limits_are_said));
    trials.push(Trial::test("same_answer_twice", same_answer_twice));
    trials.push(Trial::test(
        "only_the_shown_execution_is_heard",
        only_the_shown_execution_is_heard,
    ));
    trials.push(Trial::test(
        "much_output_is_bounded",
        much_output_is_bounded,
    ));
    trials.push(Trial::test(
        "t2_lock_of_std_in_the_source",
        t2_lock_of_std_in_the_source,
    ));
    trials.push(Trial::test(
        "nothing_runs_after_the_first_failure",
        nothing_runs_after_the_first_failure,
    ));
    trials.push(Trial::test(
        "arguments_of_test_runners",
        arguments_of_test_runners,
    ));
    trials.push(Trial::test("unreadable_source", unreadable_source));
    trials.push(Trial::test("text_of_a_failure", text_of_a_failure));
    trials
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
