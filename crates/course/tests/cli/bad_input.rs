use std::fs;
use std::os::unix::fs::symlink;

use snapbox::str;

use crate::course::Course;

const FILE: &str = "exercises/ex07/src/lib.rs";

#[test]
fn a_folder_outside_the_course_is_refused() {
    let course = Course::new();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let list = course
        .command_in(elsewhere.path(), &["list"])
        .assert()
        .code(2);
    let message = String::from_utf8(list.get_output().stderr.clone()).expect("UTF-8");
    assert!(
        message.starts_with("error: this is not the folder of the course: "),
        "{message}"
    );
    assert!(message.ends_with("next: go to the folder that `git clone` made, and try again\n"));
}

#[test]
fn an_exercise_that_does_not_exist_suggests_its_neighbours() {
    Course::new()
        .run(&["check", "ex08"])
        .code(2)
        .stderr_eq(str![[r#"
error: there is no exercise ex08
next: there is ex07 and ex10; `cargo course list` shows all

"#]]);
    Course::new()
        .run(&["hint", "99"])
        .code(2)
        .stderr_eq(str![[r#"
error: there is no exercise ex99
next: there is ex07 and ex10; `cargo course list` shows all

"#]]);
}

#[test]
fn a_text_that_is_no_number_is_refused() {
    Course::new()
        .run(&["reset", "seven"])
        .code(2)
        .stderr_eq(str![[r#"
error: `seven` is not an exercise number; write it like `7`, `07` or `ex07`

"#]]);
}

#[test]
fn a_missing_manifest_is_named() {
    let course = Course::new();
    fs::remove_file(course.path("exercises/ex07/exercise.toml")).expect("it is there");
    for arguments in [
        &["list"][..],
        &["check", "7"],
        &["hint", "7"],
        &["grade", "7", "--file", "x"],
    ] {
        course.run(arguments).code(2).stdout_eq("").stderr_eq(str![[r#"
error: exercises/ex07/exercise.toml is missing; restore it with `git checkout exercises/ex07/exercise.toml`

"#]]);
    }
}

#[test]
fn a_broken_manifest_is_named_with_line_and_key() {
    let course = Course::new();
    let text = course
        .read("exercises/ex07/exercise.toml")
        .replace("concept = 8", "concept = 0");
    course.write("exercises/ex07/exercise.toml", text);
    course.run(&["list"]).code(2).stderr_eq(str![[r#"
error: exercises/ex07/exercise.toml:6: key `minutes.concept`: 0 minutes cannot be right; write whole minutes, from 1 to 240

"#]]);
    course.write(
        "exercises/ex07/exercise.toml",
        b"format = 1\ntitle = \"\xff\"\n",
    );
    for arguments in [
        &["list"][..],
        &["check", "7"],
        &["grade", "7", "--file", FILE],
    ] {
        course
            .run(arguments)
            .code(2)
            .stdout_eq("")
            .stderr_eq(str![[r#"
error: cannot read exercises/ex07/exercise.toml: line 2 is not UTF-8; save the file as UTF-8

"#]]);
    }
    // The other exercises are not kept from working.
    course.run(&["hint", "ex02"]).success();
}

#[test]
fn a_learner_file_that_cannot_be_judged_is_said_before_anything_is_built() {
    let course = Course::new();
    let path = course.path(FILE);

    course.write(FILE, "");
    course.run(&["check", "7"]).code(2).stderr_eq(str![[r#"
error: exercises/ex07/src/lib.rs is empty
next: write your solution, or bring the starter back with `cargo course reset ex07` (it keeps a backup)

"#]]);

    course.write(FILE, b"pub fn a() {}\n// \xff\xfe\n");
    course.run(&["check", "7"]).code(2).stderr_eq(str![[r#"
error: exercises/ex07/src/lib.rs is not UTF-8 text: line 2
next: save the file as UTF-8 in your editor

"#]]);

    course.write(FILE, vec![b' '; 10 << 20]);
    course.run(&["check", "7"]).code(2).stderr_eq(str![[r#"
error: exercises/ex07/src/lib.rs has 10485760 bytes, and a solution has at most 262144
next: is it the right file? bring the starter back with `cargo course reset ex07` (it keeps a backup)

"#]]);

    fs::remove_file(&path).expect("it is there");
    course.run(&["check", "7"]).code(2).stderr_eq(str![[r#"
error: there is no file exercises/ex07/src/lib.rs
next: bring the starter back with `cargo course reset ex07` (it keeps a backup)

"#]]);

    course.write("elsewhere.rs", "pub fn a() {}\n");
    symlink(course.path("elsewhere.rs"), &path).expect("links work");
    course.run(&["check", "7"]).code(2).stderr_eq(str![[r#"
error: exercises/ex07/src/lib.rs is a link, and only a plain file is judged
next: copy the file it points to into its place

"#]]);

    fs::remove_file(&path).expect("it is there");
    fs::create_dir(&path).expect("writable");
    course.run(&["check", "7"]).code(2).stderr_eq(str![[r#"
error: exercises/ex07/src/lib.rs is a folder, not a file
next: move it away, and bring the starter back with `cargo course reset ex07` (it keeps a backup)

"#]]);

    assert_eq!(course.builds(), 0);
}

#[test]
fn without_cargo_the_way_to_install_it_is_said() {
    let course = Course::new();
    course
        .command(&["check", "7"])
        .env_remove("CARGO")
        .env("PATH", "")
        .assert()
        .code(3)
        .stderr_eq(str![[r#"
error: `cargo` was not found
next: install Rust from https://rustup.rs, open a new terminal, and try again

"#]]);
}

#[test]
fn a_course_without_exercises_is_said() {
    let course = Course::new();
    fs::remove_dir_all(course.path("exercises")).expect("it is there");
    fs::create_dir(course.path("exercises")).expect("writable");
    course.run(&["list"]).code(2).stderr_eq(str![[r#"
error: [ROOT]/exercises/ex01 is missing; restore the folder with `git checkout exercises`

"#]]);
}
