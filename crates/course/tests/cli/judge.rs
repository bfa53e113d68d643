use snapbox::str;

use crate::course::Course;

const RIGHT: &str = "//! right: one lock around the whole update\n";
const WRONG: &str = "//! wrong: two locks\n//! killed-by: same_page\n//! verdict: violated\n//! kind: lost-update\n";

fn model(verdict: &str, executions: u32) -> String {
    format!(
        r#"{{"model":"same_page","promise":"both hits are counted","verdict":{verdict},"coverage":"every","executions":{executions}}}"#
    )
}

fn candidate(file: &str, model: &str) -> String {
    format!(r#"{{"file":"{file}","models":[{model}]}}"#)
}

const HOLDS: &str = "\"holds\"";
const LOST: &str = "\"violated\",\"kind\":\"lost-update\",\"message\":\"one hit is gone\",\"counterexample\":{\"v\":1,\"headline\":\"one hit is gone\",\"threads\":[],\"objects\":[],\"events\":[]}";

/// A course whose judge of ex02 finds this about its three files.
fn course(starter: &str, right: &str, wrong: &str) -> Course {
    let course = Course::new();
    course.write("solutions/ex02/right/mutex.rs", RIGHT);
    course.write("solutions/ex02/wrong/two_locks.rs", WRONG);
    let candidates = [
        candidate("starter.rs", starter),
        candidate("right/mutex.rs", right),
        candidate("wrong/two_locks.rs", wrong),
    ];
    let document = format!(
        r#"{{"v":1,"exercise":"ex02","candidates":[{}]}}"#,
        candidates.join(",")
    );
    course.judge(
        "ex02-corpus",
        "corpus",
        &format!("cat <<'END'\n{document}\nEND"),
    );
    course
}

fn good() -> Course {
    course(&model(LOST, 2), &model(HOLDS, 9), &model(LOST, 3))
}

#[test]
fn a_corpus_that_is_as_documented_passes() {
    let course = good();
    course.run(&["judge", "2"]).success().stdout_eq(str![[r#"
ex02  The visit counter
  starter   1 rejected as documented, 2 executions
  right     1 accepted, 9 executions
  wrong     1 rejected for the stated reason, 3 executions
  time    [..] s
1 exercise, 3 files, 14 executions, [..] s: every line is as documented

"#]]);
}

#[test]
fn what_has_not_changed_is_not_judged_again() {
    let course = good();
    course.run(&["judge", "2"]).success();
    let again = course.run(&["judge", "2"]).success();
    again.stdout_eq(str![[r#"
ex02  The visit counter
  starter   1 rejected as documented, 2 executions
  right     1 accepted, 9 executions
  wrong     1 rejected for the stated reason, 3 executions
  time    unchanged
1 exercise, 3 files, 14 executions, 0.0 s: every line is as documented

"#]]);
    course.write("solutions/ex02/right/mutex.rs", format!("{RIGHT}// more\n"));
    course.run(&["judge", "2"]).success().stdout_eq(str![[r#"
...
  time    [..] s
...
"#]]);
}

#[test]
fn recording_writes_the_numbers_and_checking_compares_them() {
    let course = good();
    course
        .run(&["judge", "2", "--check"])
        .code(1)
        .stderr_eq(str![[r#"
error: not what was measured: exercises/ex02/counterexample.json, exercises/stats.json
next: look at the change, then record it with `cargo course judge --record`

"#]]);
    course.run(&["judge", "2", "--record"]).success();
    snapbox::assert_data_eq!(
        course.read("exercises/stats.json"),
        str![[r#"
{
  "v": 1,
  "exercises": {
    "ex02": {
      "models": [
        {
          "model": "same_page",
          "promise": "both hits are counted",
          "coverage": "every",
          "fewest": 9,
          "most": 9
        }
      ],
      "starter": [
        {
          "model": "same_page",
          "verdict": "violated",
          "kind": "lost-update",
          "executions": 2
        }
      ],
      "right": {
        "mutex.rs": [
          {
            "model": "same_page",
            "verdict": "holds",
            "executions": 9
          }
        ]
      },
      "wrong": {
        "two_locks.rs": [
          {
            "model": "same_page",
            "verdict": "violated",
            "kind": "lost-update",
            "executions": 3
          }
        ]
      }
    }
  }
}

"#]]
    );
    assert!(
        course
            .read("exercises/ex02/counterexample.json")
            .contains("one hit is gone")
    );
    course.run(&["judge", "2", "--check"]).success();

    let changed = course
        .read("exercises/stats.json")
        .replace("\"executions\": 9", "\"executions\": 8");
    course.write("exercises/stats.json", changed);
    course
        .run(&["judge", "2", "--check"])
        .code(1)
        .stderr_eq(str![[r#"
error: not what was measured: exercises/stats.json
next: look at the change, then record it with `cargo course judge --record`

"#]]);
}

#[test]
fn every_way_to_be_off_is_said_and_fails() {
    let lost_by_another = model(LOST, 3).replace("same_page", "other_page");
    let other_kind = model(LOST, 3).replace("lost-update", "panic");
    for (what, course) in [
        (
            "the starter holds",
            course(&model(HOLDS, 9), &model(HOLDS, 9), &model(LOST, 3)),
        ),
        (
            "a right one is rejected",
            course(&model(LOST, 2), &model(LOST, 2), &model(LOST, 3)),
        ),
        (
            "a wrong one holds",
            course(&model(LOST, 2), &model(HOLDS, 9), &model(HOLDS, 9)),
        ),
        (
            "another model",
            course(&model(LOST, 2), &model(HOLDS, 9), &lost_by_another),
        ),
        (
            "another kind",
            course(&model(LOST, 2), &model(HOLDS, 9), &other_kind),
        ),
        (
            "not decided",
            course(
                &model(LOST, 2),
                &model("\"inconclusive\"", 9),
                &model(LOST, 3),
            ),
        ),
        ("no model ran", course(&model(LOST, 2), "", &model(LOST, 3))),
    ] {
        let judge = course.run(&["judge", "2", "--record"]).code(1);
        let text = String::from_utf8_lossy(&judge.get_output().stdout).into_owned();
        assert!(text.contains("  off      "), "{what}:\n{text}");
        assert!(
            !course.path("exercises/stats.json").exists(),
            "{what} must not be recorded"
        );
    }
}

#[test]
fn a_file_that_was_not_judged_is_off() {
    let course = good();
    course.write("solutions/ex02/wrong/forgotten.rs", WRONG);
    course.run(&["judge", "2"]).code(1).stdout_eq(str![[r#"
ex02  The visit counter
  starter   1 rejected as documented, 2 executions
  right     1 accepted, 9 executions
  wrong     1 of 2 rejected for the stated reason, 3 executions
  off      wrong/forgotten.rs: documented violated (lost-update) by same_page, found nothing: the file was not judged
  time    [..] s
1 exercise, 4 files, 14 executions, [..] s: off: 1 line

"#]]);
}

#[test]
fn a_file_that_is_not_there_any_more_is_off() {
    let course = good();
    std::fs::remove_file(course.path("solutions/ex02/right/mutex.rs")).expect("it is there");
    course.run(&["judge", "2"]).code(1);
}

#[test]
fn the_json_form_has_every_line() {
    let judge = good().run(&["judge", "2", "--json"]).success();
    let text = String::from_utf8_lossy(&judge.get_output().stdout).into_owned();
    for part in [
        "\"agrees\": true",
        "wrong/two_locks.rs",
        "violated (lost-update) by same_page",
    ] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
}

#[test]
fn a_judge_that_prints_something_else_judged_nothing() {
    let course = good();
    for script in [
        "echo hello",
        "exit 0",
        "echo '{\"v\":2,\"candidates\":[]}'",
        "kill -9 $$",
    ] {
        course.judge("ex02-corpus", "corpus", script);
        course.run(&["judge", "2"]).code(3);
    }
}

/// A course whose judge of ex02 proves its answers a second time like this.
fn confirming(script: &str) -> Course {
    let course = good();
    course.judge("ex02-corpus", "corpus", script);
    course
}

#[test]
fn a_contradiction_of_the_two_searches_is_a_disagreement() {
    let said = "echo 'ex02: 4 confirmed, 0 not finished, ";
    confirming(&format!("{said}0 contradicted'"))
        .run(&["judge", "2", "--confirm"])
        .success()
        .stdout_eq(str![[r#"
ex02: 4 confirmed, 0 not finished, 0 contradicted

"#]]);
    confirming(&format!("{said}1 contradicted'; exit 1"))
        .run(&["judge", "2", "--confirm"])
        .code(1)
        .stderr_eq(str![[r#"
error: contradicted: 1 exercise
next: one of the two searches is wrong: make the program smaller and report it

"#]]);
}

#[test]
fn a_judge_that_gives_up_contradicts_nothing() {
    confirming("echo 'no memory' >&2; exit 101")
        .run(&["judge", "2", "--confirm"])
        .code(3)
        .stderr_eq(str![[r#"
no memory
error: the judge of ex02-corpus ended without an answer (exit status: 101)
next: try again; if it stays, run `cargo course doctor` and report it

"#]]);
}

#[test]
fn a_broken_file_is_said_before_anything_is_compiled() {
    let course = good();
    course.write("exercises/ex02/exercise.toml", "format = ");
    course.judge("ex02-corpus", "corpus", "echo compiled >&2; exit 101");
    let output = course.run(&["judge", "2"]).code(2).stdout_eq("");
    let output = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(
        output.starts_with("error: exercises/ex02/exercise.toml:1: key `format`: "),
        "{output}"
    );
}
