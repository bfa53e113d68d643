//! Quizzes: `book/quizzes/NAME.toml`, and how they look on a page.
//!
//! ```toml
//! [[question]]
//! id = "notify-with-nobody-waiting"       # unique in the book, never changed
//! prompt = "…"                            # Markdown, one paragraph
//! why = false                             # true when the question asks for a reason
//! misconception = "M12"                   # only in `tsi.toml`: the belief that it tests
//!
//! [[question.option]]
//! text = "It is lost."
//! right = true
//! explain = "…"                           # every option is explained, the wrong ones too
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::finding::Finding;
use crate::html::slug;

/// The name of the pre/post test: one question for each belief that the course takes up.
const TEST: &str = "tsi";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    question: Vec<toml::Spanned<Question>>,
}

/// A question with its options.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The key of the question, unique in the book.
    pub id: String,
    /// The question, in Markdown.
    pub prompt: String,
    /// True when the question asks for a reason.
    #[serde(default)]
    pub why: bool,
    /// The belief that it tests; every question of the pre/post test has one.
    #[serde(default)]
    pub misconception: Option<String>,
    /// The options; at least one is right and one is not.
    #[serde(default)]
    pub option: Vec<Choice>,
}

/// An option of a question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The answer, in Markdown.
    pub text: String,
    /// Whether it is right.
    #[serde(default)]
    pub right: bool,
    /// Why it is right or wrong, in Markdown.
    pub explain: String,
}

/// All quizzes of the book by name.
#[derive(Debug, Default)]
pub struct Quizzes {
    by_name: BTreeMap<String, Vec<Question>>,
}

impl Quizzes {
    /// Reads every `*.toml` of the folder; a missing folder has no quizzes.
    ///
    /// `shown` is the folder's name in findings.
    #[must_use]
    pub fn read(folder: &Path, shown: &str) -> (Quizzes, Vec<Finding>) {
        let mut quizzes = Quizzes::default();
        let mut found = Vec::new();
        let mut ids = BTreeMap::new();
        let mut paths: Vec<_> = match fs::read_dir(folder) {
            Ok(entries) => entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect(),
            Err(_) => Vec::new(),
        };
        paths.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        });
        paths.sort();
        for path in paths {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let file = format!("{shown}/{name}.toml");
            let questions = match fs::read_to_string(&path) {
                Ok(text) => parse(&text, &file, &mut ids, &mut found),
                Err(error) => {
                    found.push(Finding::in_file(&file, format!("cannot be read: {error}")));
                    Vec::new()
                }
            };
            quizzes.by_name.insert(name, questions);
        }
        (quizzes, found)
    }

    /// The questions of a quiz.
    ///
    /// # Errors
    ///
    /// When there is no quiz of this name: the message lists the known ones.
    pub fn get(&self, name: &str) -> Result<&[Question], String> {
        self.by_name.get(name).map(Vec::as_slice).ok_or_else(|| {
            let known: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
            format!(
                "there is no quiz `{name}` in book/quizzes; there are: {}",
                known.join(", ")
            )
        })
    }

    /// Findings about the pre/post test: each belief of the course has one question there, and
    /// questions elsewhere name no belief. A course without the test has no findings.
    #[must_use]
    pub fn check_test(&self, shown: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        for (name, questions) in &self.by_name {
            let file = format!("{shown}/{name}.toml");
            let mut say = |message: String| found.push(Finding::in_file(&file, message));
            for question in questions {
                let id = &question.id;
                match (&question.misconception, name == TEST) {
                    (None, true) => say(format!(
                        "question `{id}`: key `misconception` is missing: say which belief it tests"
                    )),
                    (Some(_), false) => say(format!(
                        "question `{id}`: key `misconception` belongs to {TEST}.toml only"
                    )),
                    (Some(belief), true)
                        if !catalog::misconceptions().iter().any(|m| m.id == *belief) =>
                    {
                        say(format!(
                            "question `{id}`: key `misconception`: there is no `{belief}`"
                        ));
                    }
                    _ => {}
                }
            }
            if name != TEST {
                continue;
            }
            for belief in catalog::misconceptions() {
                let tests =
                    |question: &&Question| question.misconception.as_ref() == Some(&belief.id);
                let count = questions.iter().filter(tests).count();
                if count != 1 {
                    say(format!(
                        "{} has {count} questions, and needs one: {}",
                        belief.id, belief.belief
                    ));
                }
            }
        }
        found
    }

    /// The names of all quizzes, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

fn parse(
    text: &str,
    file: &str,
    ids: &mut BTreeMap<String, String>,
    found: &mut Vec<Finding>,
) -> Vec<Question> {
    let line_at = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count();
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_at(span.start));
            found.push(Finding::at(file, line, error.message().to_owned()));
            return Vec::new();
        }
    };
    if written.question.is_empty() {
        found.push(Finding::in_file(file, "there is no `[[question]]`"));
    }
    let mut questions = Vec::new();
    for question in written.question {
        let line = line_at(question.span().start);
        let question = question.into_inner();
        for message in mistakes(&question) {
            found.push(Finding::at(
                file,
                line,
                format!("question `{}`: {message}", question.id),
            ));
        }
        if let Some(other) = ids.insert(question.id.clone(), file.to_owned()) {
            found.push(Finding::at(
                file,
                line,
                format!("the id `{}` is taken by a question in {other}", question.id),
            ));
        }
        questions.push(question);
    }
    questions
}

fn mistakes(question: &Question) -> Vec<&'static str> {
    let mut mistakes = Vec::new();
    let right = question.option.iter().filter(|choice| choice.right).count();
    if question.id.is_empty() || slug(&question.id) != question.id {
        mistakes.push("the id may have lower case letters, digits and hyphens only");
    }
    if question.prompt.trim().is_empty() {
        mistakes.push("`prompt` is empty");
    }
    if question.option.len() < 2 {
        mistakes.push("it needs at least two options");
    }
    if right == 0 {
        mistakes.push("no option is right");
    }
    if right == question.option.len() && right > 0 {
        mistakes.push("every option is right");
    }
    if question
        .option
        .iter()
        .any(|choice| choice.text.trim().is_empty())
    {
        mistakes.push("an option has no `text`");
    }
    if question
        .option
        .iter()
        .any(|choice| choice.explain.trim().is_empty())
    {
        mistakes.push("an option is not explained; say in `explain` why it is right or wrong");
    }
    mistakes
}

/// The questions as a part of a page: Markdown with HTML around it, answers folded.
#[must_use]
pub fn page(questions: &[Question]) -> String {
    let mut out = String::new();
    for (number, question) in (1..).zip(questions) {
        out.push_str(&format!(
            "\n\n<section class=\"quiz\" id=\"quiz-{id}\" aria-label=\"Question {number}\">\n\n**Question {number}.** {prompt}\n\n<ol class=\"options\" type=\"A\">\n",
            id = question.id,
            prompt = question.prompt.trim(),
        ));
        let options = shuffled(question);
        for choice in &options {
            out.push_str(&format!("<li>\n\n{}\n\n</li>\n", choice.text.trim()));
        }
        out.push_str("</ol>\n<details class=\"answer\"><summary>Answer, with the reason for each</summary>\n<ol class=\"options\" type=\"A\">\n");
        for choice in &options {
            let verdict = if choice.right { "Right" } else { "Wrong" };
            out.push_str(&format!(
                "<li>\n\n**{verdict}.** {}\n\n</li>\n",
                choice.explain.trim()
            ));
        }
        out.push_str("</ol>\n</details>\n</section>\n\n");
    }
    out
}

/// The options, turned by an amount that the question's id gives: authors tend to write the right
/// one first, and a reader would soon notice.
fn shuffled(question: &Question) -> Vec<&Choice> {
    let turn = question.id.bytes().fold(7_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    let mut options: Vec<&Choice> = question.option.iter().collect();
    let count = options.len().max(1);
    options.rotate_left(turn % count);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Quizzes, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("02.toml"), text).unwrap();
        let (quizzes, found) = Quizzes::read(folder.path(), "book/quizzes");
        (quizzes, found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_mistake_is_found() {
        let (_, found) = read(
            "[[question]]\nid = \"A b\"\nprompt = \"\"\n\n[[question]]\nid = \"x\"\nprompt = \"?\"\noption = [{ text = \"\", explain = \"\" }, { text = \"b\", explain = \"c\" }]\n",
        );
        assert_eq!(
            found,
            [
                "book/quizzes/02.toml:1: question `A b`: the id may have lower case letters, digits and hyphens only",
                "book/quizzes/02.toml:1: question `A b`: `prompt` is empty",
                "book/quizzes/02.toml:1: question `A b`: it needs at least two options",
                "book/quizzes/02.toml:1: question `A b`: no option is right",
                "book/quizzes/02.toml:5: question `x`: no option is right",
                "book/quizzes/02.toml:5: question `x`: an option has no `text`",
                "book/quizzes/02.toml:5: question `x`: an option is not explained; say in `explain` why it is right or wrong",
            ]
        );
    }

    #[test]
    fn the_test_has_one_question_for_each_belief() {
        let folder = tempfile::tempdir().unwrap();
        let question = |id: &str, belief: &str| {
            format!(
                "[[question]]\nid = \"{id}\"\nprompt = \"?\"\n{belief}option = [{{ text = \"a\", right = true, explain = \"c\" }}, {{ text = \"b\", explain = \"c\" }}]\n"
            )
        };
        let all: String = (1..=20)
            .map(|n| question(&format!("q{n}"), &format!("misconception = \"M{n}\"\n")))
            .collect();
        let check = |test: &str, other: &str| -> Vec<String> {
            fs::write(folder.path().join("tsi.toml"), test).unwrap();
            fs::write(folder.path().join("02.toml"), other).unwrap();
            let (quizzes, found) = Quizzes::read(folder.path(), "book/quizzes");
            assert_eq!(found, []);
            quizzes
                .check_test("book/quizzes")
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        let plain = question("x", "");
        assert_eq!(check(&all, &plain), [""; 0]);
        assert_eq!(
            check(&all.replace("\"M7\"", "\"M6\""), &plain),
            [
                "book/quizzes/tsi.toml: M6 has 2 questions, and needs one: A lock protects code.",
                "book/quizzes/tsi.toml: M7 has 0 questions, and needs one: Two safe calls make a safe sequence.",
            ]
        );
        assert_eq!(
            check(
                &format!("{all}{}", question("y", "")),
                &question("x", "misconception = \"M1\"\n")
            ),
            [
                "book/quizzes/02.toml: question `x`: key `misconception` belongs to tsi.toml only",
                "book/quizzes/tsi.toml: question `y`: key `misconception` is missing: say which belief it tests",
            ]
        );
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        let (_, found) = read("[[question]]\nid = \"x\"\nprompt = \"?\"\nanswer = 3\n");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("book/quizzes/02.toml:4: unknown field `answer`"),
            "{}",
            found[0]
        );
    }

    #[test]
    fn the_page_explains_every_option_in_the_order_of_the_options() {
        let (quizzes, found) = read(
            "[[question]]\nid = \"x\"\nprompt = \"How many?\"\noption = [{ text = \"one\", right = true, explain = \"because one\" }, { text = \"two\", explain = \"not two\" }]\n",
        );
        assert_eq!(found, [""; 0]);
        let page = page(quizzes.get("02").unwrap());
        let order: Vec<usize> = ["one", "two", "because one", "not two"]
            .map(|text| page.find(text).unwrap())
            .into();
        assert_eq!(order[0] < order[1], order[2] < order[3]);
        assert!(quizzes.get("03").unwrap_err().contains("there are: 02"));
    }
}
