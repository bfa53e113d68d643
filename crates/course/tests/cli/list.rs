use snapbox::str;

use crate::course::Course;

#[test]
fn a_fresh_course_is_open_and_starts_with_the_first() {
    Course::new().run(&["list"]).success().stdout_eq(str![[r#"
ex02  part 1  The visit counter   38 min  open  you are here
ex07  part 1  Render it once      38 min  open
ex10  part 1  The branch bank     38 min  open
0 of 3 solved

"#]]);
}

#[test]
fn what_is_solved_is_said_in_words() {
    let course = Course::new();
    course.write(
        ".course/progress.toml",
        "format = 1\ncurrent = \"ex07\"\n[exercises.ex02]\nsolved = true\n",
    );
    course.run(&["list"]).success().stdout_eq(str![[r#"
ex02  part 1  The visit counter   38 min  solved
ex07  part 1  Render it once      38 min  open  you are here
ex10  part 1  The branch bank     38 min  open
1 of 3 solved

"#]]);
}

#[test]
fn a_longer_number_moves_nothing() {
    let course = Course::new();
    let manifest = course.read("exercises/ex10/exercise.toml");
    course.write(
        "exercises/ex22x/exercise.toml",
        manifest.replace("\"ex10\"", "\"ex22x\""),
    );
    course.run(&["list"]).success().stdout_eq(str![[r#"
ex02   part 1  The visit counter   38 min  open  you are here
ex07   part 1  Render it once      38 min  open
ex10   part 1  The branch bank     38 min  open
ex22x  part 1  The branch bank     38 min  open
0 of 4 solved

"#]]);
}

#[test]
fn the_json_form_names_the_files() {
    Course::new()
        .run(&["list", "--json"])
        .success()
        .stdout_eq(str![[r#"
[
  {
    "id": "ex02",
    "title": "The visit counter",
    "part": 1,
    "chapter": "part1/ex02.md",
    "file": "exercises/ex02/src/lib.rs",
    "minutes": 38,
    "solved": false,
    "current": true,
    "hints": 0
  },
  {
    "id": "ex07",
    "title": "Render it once",
    "part": 1,
    "chapter": "part1/ex07.md",
    "file": "exercises/ex07/src/lib.rs",
    "minutes": 38,
    "solved": false,
    "current": false,
    "hints": 0
  },
  {
    "id": "ex10",
    "title": "The branch bank",
    "part": 1,
    "chapter": "part1/ex10.md",
    "file": "exercises/ex10/src/lib.rs",
    "minutes": 38,
    "solved": false,
    "current": false,
    "hints": 0
  }
]

"#]]);
}

#[test]
fn it_works_in_every_folder_of_the_course() {
    let course = Course::new();
    let below = course.path("exercises/ex07/src");
    let list = course.command_in(&below, &["list"]).assert().success();
    assert_eq!(
        list.get_output().stdout,
        course.run(&["list"]).get_output().stdout
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let course = Course::new();
    let script = format!(
        "'{}' list | true",
        snapbox::cmd::cargo_bin!("course").display()
    );
    snapbox::cmd::Command::new("sh")
        .args(["-c", &script])
        .current_dir(course.path("."))
        .assert()
        .success()
        .stderr_eq("");
}
