//! What a learner reads about a model that does not hold.
//!
//! Every failure has the same shape, so that a reader finds things in the same place each time:
//!
//! 1. what was promised, and what happened;
//! 2. the interleaving, step by step;
//! 3. what this sort of bug is;
//! 4. the machine on which the code would be right;
//! 5. one question, never the fix;
//! 6. what to do next.

mod kinds;
mod machine;
mod waits;

#[cfg(test)]
#[cfg(not(feature = "loom"))]
mod tests;

use std::fmt::Write as _;

use self::machine::Machine;
use interleaving::render::{Style, render, text};
use interleaving::{Counterexample, Kind, Report, Verdict, words};

/// Everything the text is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Story<'a> {
    /// The exercise: `ex07`.
    pub(crate) exercise: &'a str,
    /// The name of the model.
    pub(crate) model: &'a str,
    /// What the model promises.
    pub(crate) promise: Option<&'a str>,
    /// The question of the model.
    pub(crate) question: Option<&'a str>,
    /// The machine on which wrong code would be right, in the model's own words.
    pub(crate) right_if: Option<&'a str>,
    /// What was found.
    pub(crate) report: &'a Report,
    /// What the code printed in the execution that is shown.
    pub(crate) output: &'a str,
}

/// How many lines of the code's own output are shown.
const OUTPUT_LINES: usize = 20;

/// Tells why a model does not hold. Ends with a line break.
pub(crate) fn tell(story: &Story<'_>, style: &Style) -> String {
    let verdict = &story.report.verdict;
    let mut page = Page {
        text: String::new(),
        style,
    };
    page.line(&format!(
        "{} · {} · {}",
        story.exercise,
        story.model,
        title(verdict)
    ));
    page.gap();
    if let Some(promise) = story.promise {
        page.labelled("promised   ", promise);
    }
    match &story.report.counterexample {
        // The interleaving begins with what happened in it.
        Some(counterexample) if !counterexample.events.is_empty() => {
            page.gap();
            let waits = waits::lines(verdict, counterexample);
            if waits.is_empty() {
                page.block(&render(counterexample, style));
            } else {
                // The remarks of a deadlock say the same as the lines below, without the places.
                let bare = Counterexample {
                    remarks: Vec::new(),
                    ..counterexample.clone()
                };
                page.block(&render(&bare, style));
                page.gap();
                page.line("who waits for whom");
                waits.iter().for_each(|line| page.labelled("  ", line));
            }
        }
        _ => page.labelled("happened   ", &happened(story.report)),
    }
    page.output(story.output);
    page.gap();
    if let Some(kind) = verdict.kind() {
        page.paragraph(kinds::explanation(kind));
    } else if let Some(advice) = advice(verdict) {
        page.paragraph(advice);
    }
    if let Some(sentence) = machine(story) {
        page.paragraph(&sentence);
    }
    if let Some(question) = question(story) {
        page.labelled("Question: ", question);
    }
    page.gap();
    page.line(&format!(
        "next: change the file and check again, or ask for a hint: cargo course hint {}",
        story.exercise
    ));
    page.line(
        "read: cargo course book — the chapter of this exercise, and \"How to read the table\"",
    );
    page.text
}

/// The verdict in some words: `violated: lost update`.
pub(crate) fn title(verdict: &Verdict) -> String {
    match verdict.kind() {
        // The word of the verdict may be the name of the bug already: `data-race`.
        Some(kind) if verdict.word().replace('-', " ") != kind.words() => {
            format!("{}: {}", verdict.word(), kind.words())
        }
        _ => verdict.word().to_owned(),
    }
}

fn happened(report: &Report) -> String {
    match &report.verdict {
        Verdict::Violated { message, .. }
        | Verdict::Stuck { message, .. }
        | Verdict::Leak { message }
        | Verdict::Refused { message }
        | Verdict::Crashed { message }
        | Verdict::CompileError { message } => message.clone(),
        Verdict::Deadlock {
            kind: Kind::LostParallelism,
        } => "two callers that may work at the same time could never be in your code together"
            .to_owned(),
        Verdict::Deadlock { .. } => {
            "every thread that is still alive waits, and nobody can wake it".to_owned()
        }
        Verdict::DataRace { .. } => match &report.counterexample {
            Some(counterexample) => counterexample.headline.clone(),
            None => words::verdict(&report.verdict),
        },
        Verdict::Holds { .. } | Verdict::Inconclusive { .. } => words::verdict(&report.verdict),
    }
}

/// What to say about verdicts that name no bug.
fn advice(verdict: &Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Inconclusive { .. } => Some(
            "Your code may be right or wrong: the search was too long to tell. Fewer steps per call make it shorter: take a lock once instead of twice, and do not poll in a loop.",
        ),
        Verdict::Crashed { .. } => Some(
            "The code ran in a process of its own, and that process did not live to the end of the check. No promise could be looked at.",
        ),
        Verdict::Refused { .. } => {
            Some("The checker judges only what it can see. Nothing else was looked at.")
        }
        _ => None,
    }
}

fn machine(story: &Story<'_>) -> Option<String> {
    let machine = match story.right_if {
        Some(condition) => Machine::If(condition.to_owned()),
        None => machine::imagined(&story.report.verdict, story.report.counterexample.as_ref()?)?,
    };
    Some(match machine {
        Machine::If(condition) => format!("Your code would be right if {condition}."),
        Machine::None(sentence) => sentence.to_owned(),
    })
}

fn question<'a>(story: &Story<'a>) -> Option<&'a str> {
    match &story.report.verdict {
        Verdict::Holds { .. } | Verdict::Inconclusive { .. } | Verdict::Refused { .. } => None,
        Verdict::Crashed { .. } | Verdict::CompileError { .. } => None,
        // The model's question is about its promise. These verdicts are about something else.
        Verdict::Stuck { kind, .. } => Some(kinds::question(*kind)),
        // A rule that was never kept anywhere has no line to ask about.
        Verdict::Violated {
            kind: Kind::BrokenRule,
            ..
        } if story.report.counterexample.is_none() => None,
        Verdict::Violated {
            kind: kind @ (Kind::Panic | Kind::NotDeterministic),
            ..
        } => Some(kinds::question(*kind)),
        verdict => story
            .question
            .or_else(|| Some(kinds::question(verdict.kind()?))),
    }
}

/// A text that grows, with line breaks where the terminal ends.
struct Page<'a> {
    text: String,
    style: &'a Style,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// One empty line, never two.
    fn gap(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn block(&mut self, block: &str) {
        self.text.push_str(block.trim_end());
        self.text.push('\n');
    }

    fn paragraph(&mut self, sentence: &str) {
        self.labelled("", sentence);
    }

    /// A label and a text beside it; further lines are indented to the same column.
    fn labelled(&mut self, label: &str, said: &str) {
        let indent = text::width(label);
        let width = self.style.width.max(Style::NARROWEST);
        let mut start = label.to_owned();
        for line in said.lines() {
            let lines = if self.style.plain {
                vec![line.to_owned()]
            } else {
                // Lines that are laid out already, such as those of a history, keep their shape.
                let own = line.len() - line.trim_start().len();
                let margin = " ".repeat(own);
                text::wrap(line, width.saturating_sub(indent + own).max(20), usize::MAX)
                    .into_iter()
                    .map(|line| format!("{margin}{line}"))
                    .collect()
            };
            for line in lines {
                let _ = writeln!(self.text, "{start}{line}");
                start = " ".repeat(indent);
            }
        }
    }

    fn output(&mut self, output: &str) {
        let lines: Vec<&str> = output.lines().collect();
        if lines.is_empty() {
            return;
        }
        self.gap();
        self.line("your code printed");
        for line in lines.iter().take(OUTPUT_LINES) {
            let line = text::clean(line);
            let _ = writeln!(self.text, "  {line}");
        }
        if lines.len() > OUTPUT_LINES {
            let more = text::counted((lines.len() - OUTPUT_LINES) as u64, "line", "lines");
            let _ = writeln!(self.text, "  … {more} more; --nocapture shows all");
        }
    }
}
