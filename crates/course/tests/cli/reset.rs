use std::fs;
use std::os::unix::fs::symlink;

use snapbox::str;

use crate::course::{Course, starter};

const FILE: &str = "exercises/ex07/src/lib.rs";

#[test]
fn the_learners_file_is_kept_under_a_name_of_its_own() {
    let course = Course::new();
    course.write(FILE, "pub fn first() {}\n");
    course.run(&["reset", "7"]).success().stdout_eq(str![[r#"
your file is kept as .course/backups/ex07-1.rs
exercises/ex07/src/lib.rs is the starter again

"#]]);
    course.write(FILE, "pub fn second() {}\n");
    course.run(&["reset", "7"]).success().stdout_eq(str![[r#"
your file is kept as .course/backups/ex07-2.rs
exercises/ex07/src/lib.rs is the starter again

"#]]);
    assert_eq!(course.read(FILE), starter("ex07"));
    assert_eq!(
        course.read(".course/backups/ex07-1.rs"),
        "pub fn first() {}\n"
    );
    assert_eq!(
        course.read(".course/backups/ex07-2.rs"),
        "pub fn second() {}\n"
    );
}

#[test]
fn a_starter_is_left_alone() {
    let course = Course::new();
    course.run(&["reset", "ex07"]).success().stdout_eq(str![[r#"
exercises/ex07/src/lib.rs is the starter already

"#]]);
    assert!(!course.path(".course/backups").exists());
}

#[test]
fn a_missing_file_comes_back() {
    let course = Course::new();
    fs::remove_file(course.path(FILE)).expect("it is there");
    course.run(&["reset", "ex07"]).success().stdout_eq(str![[r#"
exercises/ex07/src/lib.rs is the starter again

"#]]);
    assert_eq!(course.read(FILE), starter("ex07"));
}

#[test]
fn a_folder_and_a_link_are_moved_away_not_followed() {
    let course = Course::new();
    fs::remove_file(course.path(FILE)).expect("it is there");
    course.write(&format!("{FILE}/notes.txt"), "mine");
    course.run(&["reset", "ex07"]).success();
    assert_eq!(course.read(".course/backups/ex07-1.rs/notes.txt"), "mine");

    course.write("elsewhere.rs", "pub fn elsewhere() {}\n");
    fs::remove_file(course.path(FILE)).expect("it is there");
    symlink(course.path("elsewhere.rs"), course.path(FILE)).expect("links work");
    course.run(&["reset", "ex07"]).success();
    assert!(course.path(".course/backups/ex07-2.rs").is_symlink());
    assert!(!course.path(FILE).is_symlink());
    assert_eq!(course.read(FILE), starter("ex07"));
    assert_eq!(course.read("elsewhere.rs"), "pub fn elsewhere() {}\n");
}

#[test]
fn without_a_place_for_the_backup_nothing_is_touched() {
    let course = Course::new();
    course.write(FILE, "pub fn precious() {}\n");
    course.write(".course/backups", "a file where the folder belongs");
    course.run(&["reset", "ex07"]).code(3).stderr_eq(str![[r#"
error: cannot write [ROOT]/.course/backups: File exists (os error 17)
next: run `cargo course doctor`

"#]]);
    assert_eq!(course.read(FILE), "pub fn precious() {}\n");
}

#[test]
fn a_reset_exercise_is_open_again() {
    let course = Course::new();
    course.write(
        ".course/progress.toml",
        "format = 1\n[exercises.ex07]\nsolved = true\n",
    );
    course.write(FILE, "pub fn solved() {}\n");
    course.run(&["reset", "ex07"]).success();
    assert!(
        course
            .read(".course/progress.toml")
            .contains("solved = false")
    );
}
