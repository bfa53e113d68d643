//! Models in children of this process, with file names that a reader can use.

use std::path::Path;

use interleaving::{Action, Counterexample, Report, Verdict};

use crate::judgement::Runner;
use crate::model::Model;
use crate::process::{self, Failure, Outcome, Started, Task};

/// Runs models in children of this process.
pub(crate) struct Children<'a> {
    /// This very program.
    pub(crate) program: &'a Path,
    /// The package whose test this is: `exercises/exNN` or `solutions/exNN`.
    pub(crate) directory: &'a Path,
    /// What is to be found out about each model.
    pub(crate) task: Task,
    /// True when the output of the code is shown while it runs.
    pub(crate) pass_output: bool,
}

impl Runner for Children<'_> {
    fn run(&self, candidate: &str, model: &Model) -> Result<Outcome, Failure> {
        let directory = self.directory.is_dir().then_some(self.directory);
        let started = Started {
            program: self.program,
            directory,
            pass_output: self.pass_output,
        };
        let mut outcome = process::run(started, self.task, candidate, model.name)?;
        if let Some(root) = self.directory.parent().and_then(Path::parent) {
            below(root, &mut outcome.report);
        }
        Ok(outcome)
    }
}

/// Writes the names of files relative to `root`.
///
/// The compiler names the learner's file relative to the workspace, but the files of a corpus are
/// modules with an absolute path, which says more about the machine than about the course.
fn below(root: &Path, report: &mut Report) {
    let root = format!("{}/", root.display().to_string().replace('\\', "/"));
    let shorten = |text: &mut String| {
        if text.contains(&root) {
            *text = text.replace(&root, "");
        }
    };
    match &mut report.verdict {
        Verdict::Violated { message, .. }
        | Verdict::Stuck { message, .. }
        | Verdict::Leak { message }
        | Verdict::Refused { message } => shorten(message),
        _ => {}
    }
    let Some(Counterexample {
        headline,
        remarks,
        events,
        ..
    }) = &mut report.counterexample
    else {
        return;
    };
    shorten(headline);
    remarks.iter_mut().for_each(shorten);
    for event in events {
        if let Some(source) = &mut event.source {
            shorten(&mut source.file);
        }
        match &mut event.action {
            Action::Blocked { on: text }
            | Action::Fault { what: text }
            | Action::Note { text }
            | Action::Panic { message: text } => shorten(text),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use interleaving::json::JsonForm;
    use interleaving::{Event, Kind, Source};

    use super::*;

    #[test]
    fn files_are_named_from_the_root_of_the_course() {
        let file = "/home/me/course/solutions/ex07/wrong/a.rs".to_owned();
        let mut counterexample =
            Counterexample::new(format!("main reads what A wrote at {file}:3"));
        counterexample
            .remarks
            .push(format!("held since {file}:4:1"));
        counterexample.events.push(Event {
            thread: 0,
            action: Action::Blocked {
                on: format!("waits for the lock taken at {file}:5"),
            },
            object: None,
            source: Some(Source {
                file: file.clone(),
                line: 7,
                text: String::new(),
            }),
            switch: None,
        });
        let mut report = Report {
            verdict: Verdict::Violated {
                kind: Kind::BrokenRule,
                message: format!("see {file}:9"),
            },
            executions: 1,
            counterexample: Some(counterexample),
        };
        below(Path::new("/home/me/course"), &mut report);
        let json = report.to_json().to_string();
        assert!(!json.contains("/home/me"), "{json}");
        assert_eq!(
            json.matches("solutions/ex07/wrong/a.rs").count(),
            5,
            "{json}"
        );

        let other = report.clone();
        below(Path::new("/home/you/course"), &mut report);
        assert_eq!(report, other);
    }
}
