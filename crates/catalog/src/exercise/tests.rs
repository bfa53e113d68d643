use interleaving::Kind;

use super::*;

const FILE: &str = "exercises/ex07/exercise.toml";

const GOOD: &str = r#"format = 1
id = "ex07"
title = "Render it once"
part = 2
chapter = "part2/07-check-then-act.md"
minutes = { concept = 8, exercise = 20, debrief = 10 }
topics = ["S0.7", "S0.9"]
misconceptions = ["M3", "M7"]
loom = "yes"
starter = { model = "same_photo_2", verdict = "violated", kind = "check-then-act" }
hints = ["where", "how", "almost code"]
"#;

fn parse(text: &str) -> Result<Exercise, CatalogError> {
    let folder = ExerciseId::from_number(7).expect("7 is a valid number");
    Exercise::parse(text, FILE, folder)
}

/// The message for the good file with `old` replaced by `new`.
fn error(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old), "nothing to replace: {old}");
    parse(&GOOD.replace(old, new))
        .expect_err("the file is wrong")
        .to_string()
}

#[test]
fn a_complete_file_is_read() {
    let exercise = parse(GOOD).expect("a complete file");
    assert_eq!(exercise.title, "Render it once");
    assert_eq!(exercise.minutes.total(), 38);
    assert_eq!(exercise.topics, ["S0.7", "S0.9"]);
    assert_eq!(exercise.loom, Loom::Yes);
    assert_eq!(exercise.starter.model, "same_photo_2");
    assert_eq!(exercise.starter.kind, Some(Kind::CheckThenAct));
    assert_eq!(exercise.hints.len(), 3);
}

#[test]
fn loom_may_be_refused_with_a_reason() {
    let text = GOOD.replace("\"yes\"", "\"no: it has no scoped threads\"");
    let exercise = parse(&text).expect("a reason is given");
    assert_eq!(
        exercise.loom,
        Loom::No {
            reason: "it has no scoped threads".to_owned()
        }
    );
}

#[test]
fn every_error_names_file_line_and_key_and_the_next_step() {
    let errors = [
        ("not TOML", error("part = 2", "part == 2")),
        (
            "text ends early",
            error("\"almost code\"]\n", "\"almost code\""),
        ),
        ("unknown key", error("title", "titel")),
        ("unknown inner key", error("concept", "concpt")),
        ("missing key", error("loom = \"yes\"\n", "")),
        ("missing inner key", error(", debrief = 10", "")),
        ("wrong type", error("part = 2", "part = \"two\"")),
        (
            "wrong inner type",
            error("exercise = 20", "exercise = \"20\""),
        ),
        ("negative", error("part = 2", "part = -2")),
        ("no format", error("format = 1\n", "")),
        ("newer format", error("format = 1", "format = 2")),
        ("other folder", error("ex07", "ex08")),
        ("part 0", error("part = 2", "part = 0")),
        ("no minutes", error("concept = 8", "concept = 0")),
        ("empty title", error("Render it once", " ")),
        ("outside the book", error("part2/07", "../07")),
        ("not a page", error("act.md", "act.html")),
        ("unknown topic", error("S0.9", "S9.9")),
        ("twice", error("\"S0.9\"", "\"S0.7\"")),
        ("unknown misconception", error("M7", "M21")),
        ("loom without reason", error("\"yes\"", "\"no:\"")),
        ("unknown verdict", error("violated", "wrong")),
        ("unknown kind", error("\"check-then-act\"", "\"race\"")),
        (
            "holds",
            error(
                "verdict = \"violated\", kind = \"check-then-act\"",
                "verdict = \"holds\"",
            ),
        ),
        ("no kind", error(", kind = \"check-then-act\"", "")),
        ("two hints", error("\"how\", ", "")),
        ("empty hint", error("\"how\"", "\"\"")),
    ];
    let listing: String = errors
        .iter()
        .map(|(what, message)| format!("{what}:\n    {message}\n"))
        .collect();
    for (what, message) in &errors {
        assert!(message.starts_with(FILE), "{what}: {message}");
        assert!(
            message.contains("; "),
            "{what} does not say what to do: {message}"
        );
    }
    insta::assert_snapshot!(listing);
}

#[test]
fn an_empty_file_is_an_error() {
    let message = parse("").expect_err("nothing is in it").to_string();
    assert!(message.contains("format = 1"), "{message}");
}
