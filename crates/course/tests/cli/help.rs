use snapbox::str;

use crate::course::Course;

#[test]
fn the_overview_names_every_command() {
    Course::new().run(&["--help"]).success().stdout_eq(str![[r#"
Thread Safety Without Luck: the command line of the course.

Without a command: shows where you are, checks the current exercise, and checks it again whenever
you save its file.

Usage: cargo course
       cargo course <COMMAND>

Commands:
  watch     Check an exercise now and again whenever its file is saved
  list      List the exercises: what is done, and where you are
  check     Judge your solution in every interleaving
  hint      Show the next hint
  reset     Put the starter back; your file is kept as a backup
  open      Make an exercise the current one and open its file in your editor
  book      Build the book and serve it on this machine
  explore   Show every schedule of a Python program
  fuzz      Compare the checker with brute force on random programs
  record    Run the Python programs of the book and record what they print
  coverage  List every topic with its chapters, and every claim about Python with its evidence
  doctor    Look whether everything is there that the course needs
  judge     Judge the starters and all known right and wrong solutions
  grade     Judge any file as the solution of an exercise, safely

Options:
  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

Examples:
  cargo course               work on the current exercise
  cargo course list          what there is, and what is done
  cargo course check ex07    judge one exercise (`7` and `07` do as well)
  cargo course book --open   read the book

"#]]);
}

#[test]
fn every_command_has_a_page() {
    let course = Course::new();
    for command in [
        "watch", "list", "check", "hint", "reset", "open", "book", "doctor", "judge", "grade",
    ] {
        let page = course.run(&[command, "--help"]).success();
        let text = String::from_utf8(page.get_output().stdout.clone()).expect("UTF-8");
        assert!(text.contains("Usage: cargo course"), "{command}:\n{text}");
        assert!(text.contains("Example"), "{command}:\n{text}");
    }
}

#[test]
fn the_page_of_grade_says_what_it_prints() {
    Course::new()
        .run(&["grade", "--help"])
        .success()
        .stdout_eq(str![[r#"
Judge any file as the solution of an exercise, safely

Usage: cargo course grade [OPTIONS] --file <FILE> <EXERCISE>

Arguments:
  <EXERCISE>  The exercise

Options:
      --file <FILE>  The file to judge
      --json         Print one JSON document
  -h, --help         Print help

The file is scanned before it is compiled, and judged with the models of the course. It prints
  {"exercise","verdict","model","executions","exhaustive","kind","matches","counterexample"}
with --json. Exit code: 0 holds, 1 rejected, 2 wrong usage, 3 not decided.

Example:
  cargo course grade ex07 --file solutions/ex07/wrong/notify_one.rs --json

"#]]);
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    Course::new().run(&["chekc"]).code(2).stderr_eq(str![[r#"
error: unrecognized subcommand 'chekc'

  tip: a similar subcommand exists: 'check'

Usage: cargo course
       cargo course <COMMAND>

For more information, try '--help'.

"#]]);
}

#[test]
fn options_that_contradict_each_other_are_wrong_usage() {
    Course::new().run(&["judge", "--record", "--check"]).code(2);
    Course::new().run(&["check", "--all", "ex02"]).code(2);
}
