//! What the explorer says: the JSON of `cargo course explore FILE --python all --json`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ending::{DEADLOCK, NO_END, uncaught};
use crate::interpreter::{Minor, OLDEST};

/// What can be printed under the rules of one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The version as the explorer names it: `3.14`, `3.14t`.
    pub python: String,
    /// Whether it has the GIL.
    pub gil: bool,
    /// Whether every schedule was tried.
    pub complete: bool,
    /// What is printed, in the order of the alphabet.
    pub outcomes: Vec<String>,
}

impl Verdict {
    /// The version without the mark of the build.
    #[must_use]
    pub fn version(&self) -> Minor {
        // The explorer knows no other names; one that it invents later belongs to no range.
        let number = self.python.strip_suffix('t').unwrap_or(&self.python);
        number.parse().unwrap_or(OLDEST)
    }
}

#[derive(Deserialize)]
struct Document {
    python: String,
    gil: bool,
    complete: bool,
    outcomes: Vec<Ended>,
}

#[derive(Deserialize)]
struct Ended {
    status: String,
    out: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    thread: String,
    r#type: String,
}

/// Reads the documents of the explorer, one for each version.
///
/// # Errors
///
/// When the text is not what the explorer writes, no version is supported, or a schedule prints
/// anything but one line.
pub fn parse(json: &str) -> Result<Vec<Verdict>, String> {
    let documents: Vec<Document> = serde_json::from_str(json)
        .map_err(|error| format!("the explorer's answer cannot be understood: {error}"))?;
    if documents.is_empty() {
        return Err("the explorer supports it for no version".to_owned());
    }
    documents.into_iter().map(verdict).collect()
}

fn verdict(document: Document) -> Result<Verdict, String> {
    let outcomes: BTreeSet<String> = document
        .outcomes
        .iter()
        .map(|ended| outcome(ended).map_err(|problem| format!("{}: {problem}", document.python)))
        .collect::<Result<_, _>>()?;
    Ok(Verdict {
        python: document.python,
        gil: document.gil,
        complete: document.complete,
        outcomes: outcomes.into_iter().collect(),
    })
}

/// The same words that the recorder uses for the end of a run.
fn outcome(ended: &Ended) -> Result<String, String> {
    if ended.status == "deadlock" {
        return Ok(DEADLOCK.to_owned());
    }
    if ended.status == "stuck" {
        return Ok(NO_END.to_owned());
    }
    if let Some(exception) = ended.exceptions.iter().find(|one| one.thread == "main") {
        return Ok(uncaught(&exception.r#type));
    }
    match ended.out.as_slice() {
        [line] => Ok(line.trim_end().to_owned()),
        lines => Err(format!(
            "a schedule prints {} lines; the program shall print one line that names the outcome",
            lines.len()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_with_the_same_line_are_one() {
        let json = r#"[{"v":1,"python":"3.9","gil":true,"complete":true,"outcomes":[
            {"status":"ok","vars":{"n":"1"},"out":["lost"],"exceptions":[]},
            {"status":"ok","vars":{"n":"2"},"out":["lost"],"exceptions":[]},
            {"status":"exception","out":["exact"],"exceptions":[{"thread":"A","type":"KeyError"}]},
            {"status":"exception","out":[],"exceptions":[{"thread":"main","type":"KeyError"}]},
            {"status":"deadlock","out":[],"exceptions":[]}]}]"#;
        let verdicts = parse(json).expect("the explorer's form");
        assert_eq!(
            verdicts[0].outcomes,
            ["deadlock", "exact", "lost", "uncaught KeyError"]
        );
    }

    #[test]
    fn a_program_that_prints_more_than_its_outcome_is_refused() {
        let json = r#"[{"python":"3.9","gil":true,"complete":true,"outcomes":[
            {"status":"ok","out":["a","b"],"exceptions":[]}]}]"#;
        let problem = parse(json).expect_err("two lines");
        assert!(
            problem.starts_with("3.9: a schedule prints 2 lines"),
            "{problem}"
        );
    }

    #[test]
    fn what_is_not_the_explorers_form_is_refused() {
        for json in ["", "[]", "{}", "[{\"python\":\"3.9\"}]"] {
            assert!(parse(json).is_err(), "{json}");
        }
    }
}
