//! The text of the generated file.

use std::fmt::Write as _;
use std::path::Path;

use catalog::{Entry, Expectation, Word};

use crate::Plan;

/// The generated file: one module per compiled file, and the list of all of them.
pub(crate) fn write(plan: &Plan) -> String {
    let mut modules = String::new();
    let mut list = String::new();
    let models = plan.models();
    // Every exercise has a starter that compiles, so its models know the rules for all files.
    let starter = module(&plan.corpus.starter);
    add_module(&mut modules, &starter, &plan.corpus.starter.path, &models);
    let mut add = |entry: &Entry, expected: &str, compiled: bool, details: &str| {
        let name = module(entry);
        if compiled && name != starter {
            add_module(&mut modules, &name, &entry.path, &models);
        }
        let file = &entry.name;
        let _ = write!(
            list,
            "        lab_check::Candidate::new({file:?}, {starter}::models::RULES, {expected})"
        );
        if compiled {
            let _ = write!(list, "\n            .models({name}::models::all)");
        }
        let _ = writeln!(list, "{details},");
    };
    add(&plan.corpus.starter, &rejected(&plan.starter), true, "");
    for right in &plan.corpus.right {
        let details = detail("about", Some(&right.about));
        add(&right.entry, "lab_check::Expected::Holds", true, &details);
    }
    for wrong in &plan.corpus.wrong {
        let details = [
            detail("about", Some(&wrong.about)),
            detail("misconception", wrong.misconception.as_deref()),
            detail("question", wrong.question.as_deref()),
        ];
        let compiled = !matches!(wrong.expected.verdict, Word::Refused | Word::CompileError);
        add(
            &wrong.entry,
            &rejected(&wrong.expected),
            compiled,
            &details.concat(),
        );
    }
    format!(
        "// Made by the crate `corpus`; the sources are the files it names.\n\n{modules}\n\
         /// The corpus, the starter first.\n\
         fn candidates() -> Vec<lab_check::Candidate> {{\n    vec![\n{list}    ]\n}}\n"
    )
}

/// A module with the file as `solution` and the models beside it, as in the learner's own test.
fn add_module(text: &mut String, name: &str, file: &Path, models: &Path) {
    let _ = write!(
        text,
        "#[allow(warnings, clippy::all, reason = \"solutions are judged by their models, not by lints\")]\n\
         mod {name} {{\n    #[path = {:?}]\n    pub mod solution;\n    #[path = {:?}]\n    pub mod models;\n}}\n",
        file.display().to_string(),
        models.display().to_string(),
    );
}

/// The name of a file's module: `wrong/read_then_write.rs` becomes `wrong__read_then_write`.
fn module(entry: &Entry) -> String {
    let stem = entry.name.strip_suffix(".rs").unwrap_or(&entry.name);
    let name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    // Two underscores between folder and file, so that `right/a.rs` and `right_a.rs` differ.
    match stem.split_once('/') {
        Some((folder, _)) => format!("{folder}__{}", &name[folder.len() + 1..]),
        None => name,
    }
}

fn rejected(expected: &Expectation) -> String {
    let kind = match expected.kind {
        Some(kind) => format!("Some(lab_check::Kind::{kind:?})"),
        None => "None".to_owned(),
    };
    format!(
        "lab_check::Expected::Rejected {{ by: {:?}, verdict: {:?}, kind: {kind} }}",
        expected.model,
        expected.verdict.as_str()
    )
}

fn detail(method: &str, value: Option<&str>) -> String {
    value
        .map(|value| format!("\n            .{method}({value:?})"))
        .unwrap_or_default()
}
