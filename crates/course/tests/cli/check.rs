use snapbox::str;

use crate::course::Course;

/// A message of the compiler about a target of ex02.
fn message(target: &str, level: &str, text: &str) -> String {
    format!(
        r#"{{"reason":"compiler-message","package_id":"path+file:///course/exercises/ex02#0.0.0","target":{{"name":"{target}"}},"message":{{"level":"{level}","rendered":"{text}\n"}}}}"#
    )
}

#[test]
fn a_solution_that_holds_is_noted() {
    let course = Course::new();
    course.judge("ex02", "check", "echo 'ex02 holds'; exit 0");
    course
        .run(&["check", "2"])
        .success()
        .stdout_eq("ex02 holds\nnext: `cargo course open ex07`\n")
        .stderr_eq("");
    assert!(
        course
            .read(".course/progress.toml")
            .contains("[exercises.ex02]\nsolved = true")
    );
}

#[test]
fn a_rejected_solution_is_no_longer_solved() {
    let course = Course::new();
    course.write(
        ".course/progress.toml",
        "format = 1\n[exercises.ex02]\nsolved = true\n",
    );
    course.judge("ex02", "check", "echo 'ex02 loses an update'; exit 1");
    course
        .run(&["check", "2"])
        .code(1)
        .stdout_eq("ex02 loses an update\n")
        .stderr_eq("");
    assert!(
        course
            .read(".course/progress.toml")
            .contains("solved = false")
    );
}

#[test]
fn what_is_not_decided_is_no_pass() {
    let course = Course::new();
    course.judge("ex02", "check", "echo 'a limit was hit'; exit 3");
    course.run(&["check", "2"]).code(3);
    assert!(
        course
            .read(".course/progress.toml")
            .contains("solved = false")
    );
}

#[test]
fn a_judge_that_dies_is_no_verdict() {
    let course = Course::new();
    for end in ["exit 101", "kill -9 $$"] {
        course.judge("ex02", "check", end);
        let check = course.run(&["check", "2"]).code(3);
        let message = String::from_utf8_lossy(&check.get_output().stderr).into_owned();
        assert!(
            message.contains("the judge of ex02 ended without an answer"),
            "{message}"
        );
        assert!(
            !course.path(".course/progress.toml").exists(),
            "nothing was judged"
        );
    }
}

#[test]
fn an_unchanged_exercise_is_judged_again_without_cargo() {
    let course = Course::new();
    course.judge("ex02", "check", "exit 0");
    course.run(&["check", "2"]).success();
    course.run(&["check", "2"]).success();
    assert_eq!(course.builds(), 1);
    course.write(
        "exercises/ex02/src/lib.rs",
        "pub fn visits() -> u32 { 1 }\n",
    );
    course.run(&["check", "2"]).success();
    assert_eq!(course.builds(), 2);
}

#[test]
fn the_compilers_words_are_shown_as_they_are() {
    let course = Course::new();
    course.cargo_answers(
        &message("ex02", "error", "error[E0425]: cannot find value `visit`"),
        "error: could not compile `ex02`",
        101,
    );
    course
        .run(&["check", "2"])
        .code(1)
        .stdout_eq(str![[r#"
error[E0425]: cannot find value `visit`

"#]])
        .stderr_eq("");
}

#[test]
fn changed_signatures_are_explained() {
    let course = Course::new();
    course.cargo_answers(
        &message("check", "error", "error[E0061]: wrong arguments"),
        "",
        101,
    );
    course.run(&["check", "2"]).code(1).stdout_eq(str![[r#"
error[E0061]: wrong arguments

Your file compiles by itself, but the models cannot call it: keep the names and signatures of the starter.

"#]]);
}

#[test]
fn a_warning_is_shown_and_the_models_run() {
    let course = Course::new();
    course.judge("ex02", "check", "echo 'ex02 holds'");
    let answer = format!(
        "{}\n{}\n",
        message("ex02", "warning", "warning: unused variable: `page`"),
        course.artifact("ex02", "check")
    );
    course.cargo_answers(&answer, "", 0);
    course.run(&["check", "2"]).success().stdout_eq(str![[r#"
warning: unused variable: `page`
ex02 holds
next: `cargo course open ex07`

"#]]);
}

#[test]
fn broken_tools_are_not_the_learners_fault() {
    let course = Course::new();
    let broken = message("ex02", "error", "error: broken").replace("exercises/ex02", "crates/lab");
    course.cargo_answers(&broken, "", 101);
    course
        .run(&["check", "2"])
        .code(3)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: broken
error: the judge of ex02 does not build
next: look at the changes outside `exercises` with `git status`, or run `cargo course doctor`

"#]]);
}

#[test]
fn a_full_disk_is_not_the_learners_fault() {
    let course = Course::new();
    course.cargo_answers(
        "",
        "error: failed to write: No space left on device (os error 28)",
        101,
    );
    course.run(&["check", "2"]).code(3).stderr_eq(str![[r#"
error: failed to write: No space left on device (os error 28)
error: the judge of ex02 does not build
next: the disk is full: free some space and try again; nothing was lost

"#]]);
}

#[test]
fn waiting_for_another_build_is_said() {
    let course = Course::new();
    course.judge("ex02", "check", "exit 0");
    course.write(
        "bin/cargo.stderr",
        "    Blocking waiting for file lock on build directory\n   Compiling lab v0.0.0\n",
    );
    course.run(&["check", "2"]).success().stderr_eq(str![[r#"
another build is running: waiting until it has ended …
   Compiling lab v0.0.0

"#]]);
}

#[test]
fn all_exercises_get_one_line_each() {
    let course = Course::new();
    let model = |verdict: &str| {
        format!(r#"{{"model":"same_page","verdict":{verdict},"coverage":"every","executions":9}}"#)
    };
    let document = |holds: bool, verdict: &str| {
        let model = model(verdict);
        format!("echo '{{\"v\":1,\"exercise\":\"x\",\"holds\":{holds},\"models\":[{model}]}}'")
    };
    course.program("target/check-ex02", &document(true, "\"holds\""));
    course.program(
        "target/check-ex07",
        &document(false, "\"violated\",\"kind\":\"check-then-act\""),
    );
    course.write("exercises/ex10/src/lib.rs", "");
    let artifacts = ["ex02", "ex07"]
        .map(|id| course.artifact(id, "check"))
        .join("\n");
    course.cargo_answers(&artifacts, "", 0);
    course.run(&["check", "--all"]).code(1).stdout_eq(str![[r#"
ex02  holds in every interleaving: 1 model, 9 executions
ex07  violated (check-then-act) by same_page
ex10  exercises/ex10/src/lib.rs is empty
1 of 3 hold

"#]]);
}

#[test]
fn without_a_person_the_current_exercise_is_checked_once() {
    let course = Course::new();
    course.judge("ex02", "check", "echo 'ex02 holds'");
    course.run(&[]).success().stdout_eq(str![[r#"
0 of 3 exercises solved
ex02  The visit counter
  read  book/src/part1/ex02.md (`cargo course book` shows it in the browser)
  edit  exercises/ex02/src/lib.rs
ex02 holds
next: `cargo course open ex07`

"#]]);
}
