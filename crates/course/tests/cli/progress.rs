use snapbox::str;

use crate::course::Course;

#[test]
fn a_broken_progress_file_is_said_and_kept() {
    let course = Course::new();
    course.write(".course/progress.toml", "format = 1\n[exercises.ex02\n");
    course.run(&["list"]).success().stderr_eq(str![[r#"
note: .course/progress.toml:2: unclosed table, expected `]`; it is kept as a backup and a new one is started; the old file is .course/progress.toml.broken-1

"#]]);
    assert_eq!(
        course.read(".course/progress.toml.broken-1"),
        "format = 1\n[exercises.ex02\n"
    );
    course.run(&["list"]).success().stderr_eq("");
}

#[test]
fn a_progress_file_of_a_newer_version_is_kept() {
    let course = Course::new();
    course.write(".course/progress.toml", "format = 2\n");
    course.run(&["list"]).success().stderr_eq(str![[r#"
note: .course/progress.toml: this is form 2, known is form 1; it is kept as a backup and a new one is started; the old file is .course/progress.toml.broken-1

"#]]);
    assert_eq!(
        course.read(".course/progress.toml.broken-1"),
        "format = 2\n"
    );
}

#[test]
fn opening_an_exercise_makes_it_the_current_one() {
    let course = Course::new();
    course.run(&["open", "10"]).success().stdout_eq(str![[r#"
ex10  file exercises/ex10/src/lib.rs, chapter book/src/part1/ex10.md
no editor is set: open the file yourself, or set the variable EDITOR

"#]]);
    course.run(&["open"]).success().stdout_eq(str![[r#"
ex10  file exercises/ex10/src/lib.rs, chapter book/src/part1/ex10.md
no editor is set: open the file yourself, or set the variable EDITOR

"#]]);
}

#[test]
fn the_editor_gets_the_file() {
    let course = Course::new();
    course.program("bin/editor", "echo \"opened $*\"");
    let editor = format!("{} --wait", course.path("bin/editor").display());
    course
        .command(&["open", "ex07"])
        .env("EDITOR", editor)
        .assert()
        .success()
        .stdout_eq(str![[r#"
ex07  file exercises/ex07/src/lib.rs, chapter book/src/part1/ex07.md
opened --wait [ROOT]/exercises/ex07/src/lib.rs

"#]]);
}

#[test]
fn an_editor_that_is_not_there_is_said() {
    let course = Course::new();
    course
        .command(&["open", "ex07"])
        .env("EDITOR", "no-such-editor")
        .assert()
        .code(3)
        .stderr_eq(str![[r#"
error: `no-such-editor` was not found
next: set the variable EDITOR to the command of your editor

"#]]);
}
