//! The generated file, and the errors of a broken corpus.

use std::fs;
use std::path::Path;

use crate::{Plan, modules, write};

const MANIFEST: &str = r#"
format = 1
id = "ex07"
title = "Render it once"
part = 2
chapter = "part2/07-check-then-act.md"
minutes = { concept = 8, exercise = 20, debrief = 10 }
topics = ["S0.7"]
misconceptions = ["M3"]
loom = "yes"
starter = { model = "same_photo_2", verdict = "violated", kind = "check-then-act" }
hints = ["where", "how", "almost code"]
"#;

const RIGHT: &str = "//! right: the \"lock\" is held from the look to the store\n";

const WRONG: &str = "\
//! wrong: two waiters, one notification
//! killed-by: same_photo_3
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: How many of them hear it?
";

const REFUSED: &str = "\
//! wrong: a lock of std
//! killed-by: scan
//! verdict: refused
";

/// A course with one exercise and these files in `solutions/ex07`.
fn course(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let mut all = vec![
        ("exercises/ex07/exercise.toml", MANIFEST),
        ("solutions/ex07/starter.rs", "//! The starter.\n"),
    ];
    all.extend(files);
    for (name, text) in all {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

/// The generated text, with the temporary folder written as `[ROOT]`.
fn generated(root: &Path) -> Result<String, String> {
    let plan = Plan::read("ex07", &root.join("solutions/ex07"), false);
    let clean = |text: String| text.replace(&root.display().to_string(), "[ROOT]");
    plan.map(|plan| clean(modules::write(&plan))).map_err(clean)
}

#[test]
fn files_become_modules_and_a_list() {
    let root = course(&[
        ("solutions/ex07/right/one_lock.rs", RIGHT),
        ("solutions/ex07/wrong/notify_one.rs", WRONG),
        ("solutions/ex07/wrong/std_mutex.rs", REFUSED),
    ]);
    insta::assert_snapshot!(generated(root.path()).unwrap());
}

#[test]
fn the_order_of_files_is_that_of_their_names() {
    let one = course(&[
        ("solutions/ex07/right/b.rs", RIGHT),
        ("solutions/ex07/right/a.rs", RIGHT),
    ]);
    let text = generated(one.path()).unwrap();
    assert!(text.find("right__a").unwrap() < text.find("right__b").unwrap());
    assert_eq!(generated(one.path()), Ok(text));
}

#[test]
fn a_broken_corpus_says_where_and_what() {
    let error = |files: &[(&str, &str)]| generated(course(files).path()).unwrap_err();
    let errors = [
        error(&[(
            "solutions/ex07/wrong/x.rs",
            "//! wrong: a bug\n//! killed-by: scan\n",
        )]),
        error(&[(
            "solutions/ex07/wrong/x.rs",
            &WRONG.replace("lost-wakeup", "lost-sleep"),
        )]),
        error(&[("solutions/ex07/right/x.rs", "use lab::sync::Mutex;\n")]),
        error(&[("solutions/ex07/right/notes.txt", "not a solution\n")]),
        error(&[("exercises/ex07/exercise.toml", "format = 1\n")]),
    ];
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn loom_gets_only_the_files_it_can_run() {
    let timed = RIGHT.replace('\n', "\n//! loom: no: it has no time-outs\n");
    let root = course(&[
        ("solutions/ex07/right/one_lock.rs", RIGHT),
        ("solutions/ex07/right/timed.rs", &timed),
    ]);
    let names = |loom| {
        let plan = Plan::read("ex07", &root.path().join("solutions/ex07"), loom).unwrap();
        let right = plan.corpus.right.into_iter();
        right.map(|right| right.entry.name).collect::<Vec<_>>()
    };
    assert_eq!(names(false), ["right/one_lock.rs", "right/timed.rs"]);
    assert_eq!(names(true), ["right/one_lock.rs"]);
}

#[test]
fn a_name_that_is_no_exercise_is_refused() {
    let root = course(&[]);
    let error = Plan::read("thumbnails", root.path(), false).err();
    assert_eq!(
        error.as_deref(),
        Some("thumbnails is not the name of an exercise, such as ex07")
    );
}

#[test]
fn the_file_is_written_where_cargo_says() {
    let root = course(&[("solutions/ex07/right/one_lock.rs", RIGHT)]);
    let out = root.path().join("out");
    let here = root.path().join("solutions/ex07");
    let missing = write("ex07", &here, &out).unwrap_err();
    assert!(missing.starts_with("cannot write "), "{missing}");
    fs::create_dir(&out).unwrap();
    write("ex07", &here, &out).unwrap();
    let text = fs::read_to_string(out.join("corpus.rs")).unwrap();
    assert!(text.contains("fn candidates() -> Vec<lab_check::Candidate>"));
}
