use snapbox::str;

use crate::course::Course;

#[test]
fn the_books_program_is_started_with_the_port() {
    let course = Course::new();
    course.cargo_answers(
        "31 pages; the book is at http://127.0.0.1:4000/ (Ctrl-C stops)\n",
        "",
        0,
    );
    course
        .run(&["book", "--port", "4000"])
        .success()
        .stdout_eq(str![[r#"
31 pages; the book is at http://127.0.0.1:4000/ (Ctrl-C stops)

"#]]);
    assert_eq!(
        course.read("bin/cargo.log"),
        "run --quiet --package course-book -- serve --port 4000\n"
    );
}

#[test]
fn a_book_that_cannot_be_served_is_said() {
    let course = Course::new();
    course.cargo_answers("", "cannot listen on 127.0.0.1:3000\n", 1);
    course.run(&["book"]).code(2).stderr_eq(str![[r#"
building the book; the first time this takes a minute or two …
cannot listen on 127.0.0.1:3000
error: the book ended with exit status: 1
next: look at the message above; another port is chosen with `--port`

"#]]);
}
