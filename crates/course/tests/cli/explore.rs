use crate::course::Course;

/// A course with an explorer that repeats its arguments and its input.
fn course(code: u8) -> Course {
    let course = Course::new();
    course.judge(
        "explore",
        "explore",
        &format!("echo \"told: $*\"; cat; exit {code}"),
    );
    course
}

#[test]
fn arguments_and_input_are_passed_on() {
    let course = course(0);
    course
        .command(&["explore", "-", "--python", "all", "--help"])
        .stdin("n += 1\n")
        .assert()
        .success()
        .stdout_eq("told: - --python all --help\nn += 1\n");
    course.run(&["explore", "counter.py"]).success();
    assert_eq!(
        course.read("bin/cargo.log").lines().count(),
        1,
        "the second time nothing is built"
    );
}

#[test]
fn the_exit_code_is_passed_on() {
    for code in [1, 2, 3] {
        course(code)
            .run(&["explore", "counter.py"])
            .code(i32::from(code))
            .stderr_eq("");
    }
}

#[test]
fn an_explorer_that_does_not_build_is_said() {
    let course = Course::new();
    course.run(&["explore", "counter.py"]).code(3);
}

#[test]
fn the_fuzzer_is_started_with_its_subcommand() {
    let course = Course::new();
    course.judge("evidence", "evidence", "echo \"told: $*\"; exit 1");
    course
        .run(&["fuzz", "--programs", "3"])
        .code(1)
        .stdout_eq("told: fuzz --programs 3\n");
}

#[test]
fn the_recorder_is_told_where_the_explorer_is() {
    let course = Course::new();
    course.judge("record", "record", "echo \"told: $*\"; exit 1");
    course.program("target/explore-explore", "true");
    let built = ["explore", "record"].map(|name| course.artifact(name, name));
    course.cargo_answers(&format!("{}\n", built.join("\n")), "", 0);
    let output = course.run(&["record", "02-add", "--check"]).code(1);
    let output = String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8");
    assert!(
        output.starts_with("told: 02-add --check --explorer /"),
        "{output}"
    );
}

#[test]
fn the_books_program_lists_the_coverage() {
    let course = Course::new();
    course.judge("course-book", "course-book", "echo \"told: $*\"; exit 1");
    course
        .run(&["coverage"])
        .code(1)
        .stdout_eq("told: coverage\n");
}
