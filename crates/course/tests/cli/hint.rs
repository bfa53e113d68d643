use snapbox::str;

use crate::course::Course;

#[test]
fn hints_come_one_after_the_other_and_the_last_one_stays() {
    let course = Course::new();
    course.run(&["hint"]).success().stdout_eq(str![[r#"
ex02, hint 1 of 3
Look at the two lines of `hit`.

"#]]);
    course.run(&["hint", "2"]).success().stdout_eq(str![[r#"
ex02, hint 2 of 3
Keep the guard.

"#]]);
    let last = course.run(&["hint", "ex02"]).success().stdout_eq(str![[r#"
ex02, hint 3 of 3
let mut visits = …;
This was the last hint. The chapter tells the story behind it: book/src/part1/ex02.md

"#]]);
    let again = course.run(&["hint", "ex02"]).success();
    assert_eq!(last.get_output().stdout, again.get_output().stdout);
}

#[test]
fn a_level_is_shown_out_of_order_and_counts() {
    let course = Course::new();
    course
        .run(&["hint", "ex07", "--level", "2"])
        .success()
        .stdout_eq(str![[r#"
ex07, hint 2 of 3
Keep the guard.

"#]]);
    assert!(course.read(".course/progress.toml").contains("hints = 2"));
    course.run(&["hint", "ex07", "--level", "1"]).success();
    assert!(course.read(".course/progress.toml").contains("hints = 2"));
}

#[test]
fn a_level_that_does_not_exist_is_refused() {
    Course::new()
        .run(&["hint", "ex07", "--level", "4"])
        .code(2)
        .stderr_eq(str![[r#"
error: ex07 has no hint 4
next: choose a level from 1 to 3

"#]]);
    Course::new().run(&["hint", "ex07", "--level", "0"]).code(2);
}

#[test]
fn a_course_that_cannot_be_written_to_still_gives_hints() {
    let course = Course::new();
    // A file where the folder belongs: nothing can be written there, not even by root.
    course.write(".course", "");
    course
        .run(&["hint"])
        .success()
        .stdout_eq(str![[r#"
ex02, hint 1 of 3
Look at the two lines of `hit`.

"#]])
        .stderr_eq(str![[r#"
note: the progress is not kept: cannot write [ROOT]/.course/progress.lock: File exists (os error 17); try `cargo course doctor`

"#]]);
}
