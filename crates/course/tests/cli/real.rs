//! Grading with the real judges of this repository. Each of these tests compiles something, so
//! there are few: the corpus as a whole is judged by `cargo course judge`.

use std::path::{Path, PathBuf};
use std::process::Output;

use snapbox::cmd::cargo_bin;

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Grades a file of the repository as a solution of ex02.
fn grade(file: &Path) -> Output {
    std::process::Command::new(cargo_bin!("course"))
        .args(["grade", "ex02", "--json", "--file"])
        .arg(file)
        .current_dir(root())
        // A secret that no graded file may see.
        .env("COURSE_TEST_SECRET", "0a1b2c")
        .output()
        .expect("it starts")
}

/// The document that was printed, with the exit code.
fn verdict(output: &Output) -> (serde_json::Value, Option<i32>) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let document = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("no document: {error}\n{stderr}"));
    (document, output.status.code())
}

#[test]
fn a_right_solution_holds_in_every_interleaving() {
    let (document, code) = verdict(&grade(&root().join("solutions/ex02/right/fetch_add.rs")));
    assert_eq!(document["verdict"], "holds", "{document}");
    let keys: Vec<&str> = document
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    let mut wanted = [
        "exercise",
        "verdict",
        "model",
        "executions",
        "exhaustive",
        "kind",
        "matches",
        "counterexample",
    ];
    wanted.sort_unstable();
    assert_eq!(keys, wanted);
    assert_eq!(document["exhaustive"], true);
    assert_eq!(document["matches"], serde_json::json!([]));
    assert!(
        document["executions"]
            .as_u64()
            .is_some_and(|executions| executions > 1)
    );
    assert_eq!(code, Some(0));
}

#[test]
fn a_wrong_solution_is_rejected_as_its_header_says_and_twice_the_same() {
    let file = root().join("solutions/ex02/wrong/two_acquisitions.rs");
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| grade(&file));
        (grade(&file), other.join().expect("it grades"))
    });
    assert_eq!(
        one.stdout, other.stdout,
        "two gradings at the same time differ"
    );
    let (document, code) = verdict(&one);
    assert_eq!(document["verdict"], "violated", "{document}");
    assert_eq!(document["kind"], "lost-update");
    assert_eq!(document["exhaustive"], false);
    let matches = document["matches"].as_array().expect("a list");
    assert!(
        matches.contains(&serde_json::json!("two_acquisitions")),
        "{document}"
    );
    let events = document["counterexample"]["events"]
        .as_array()
        .expect("a counterexample");
    let files = events
        .iter()
        .filter_map(|event| event["source"]["file"].as_str());
    assert!(
        files
            .into_iter()
            .any(|file| file == "exercises/ex02/src/lib.rs"),
        "{document}"
    );
    assert_eq!(code, Some(1));
}

/// The transcript of the README is real. `SNAPSHOTS=overwrite` puts the present schedule into it.
#[test]
fn the_readme_shows_the_schedule_that_breaks_the_starter() {
    let (document, _) = verdict(&grade(&root().join("solutions/ex02/starter.rs")));
    let counterexample = serde_json::from_value(document["counterexample"].clone())
        .unwrap_or_else(|error| panic!("no counterexample: {error}\n{document}"));
    let style = interleaving::render::Style::table(96);
    let table = interleaving::render::render(&counterexample, &style);
    let path = root().join("README.md");
    let mut readme = std::fs::read_to_string(&path).expect("readable");
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        let start = readme
            .find("\n✘ ")
            .expect("the table starts with what went wrong")
            + 1;
        let last = readme
            .find("\n  lines are from ")
            .expect("the table ends with its files")
            + 1;
        let end = last + readme[last..].find('\n').expect("the line ends");
        readme.replace_range(start..end, table.trim_end());
        std::fs::write(&path, &readme).expect("writable");
    }
    assert!(
        readme.contains(table.trim_end()),
        "this is not in README.md:\n{table}"
    );
}

#[test]
fn what_does_not_compile_is_told_in_the_compilers_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("lib.rs");
    std::fs::write(
        &file,
        "pub struct Visits;\nfn broken() -> u32 { missing }\n",
    )
    .expect("writable");
    let output = grade(&file);
    let (document, code) = verdict(&output);
    assert_eq!(document["verdict"], "compile-error", "{document}");
    assert_eq!(document["model"], "compiler");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("error[E0425]"), "{message}");
    assert!(
        message.contains("exercises/ex02/src/lib.rs:2:22"),
        "{message}"
    );
    assert_eq!(code, Some(1));
}
