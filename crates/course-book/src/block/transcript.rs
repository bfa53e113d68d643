//! Recorded runs of a Python program on several interpreters, beside what the explorer says about
//! every schedule.
//!
//! Neighbouring interpreters share a row: those for which the same can happen, or, where nothing is
//! known about that, those that ended in the same ways. What each of them did, and what became of
//! the claims, is folded away below.

use std::collections::BTreeSet;

use transcripts::{Claim, Explore, Outcome, Program, Recording, Transcript};

use crate::html::{escape, inline_code};

/// The transcript as a part of a page.
#[must_use]
pub fn figure(program: &Program, transcript: &Transcript) -> String {
    let mut out = format!(
        "<figure class=\"transcript\" id=\"transcript-{name}\">\n\
         <figcaption>{what}: <code>{command}</code></figcaption>\n",
        name = escape(&program.name),
        what = inline_code(&capitalised(&program.what)),
        command = escape(&transcript.command),
    );
    if program.claims.is_empty() {
        out.push_str(&outputs(transcript));
    } else {
        out.push_str(&summary(transcript));
        out.push_str(&details(program, transcript));
    }
    out.push_str("</figure>\n");
    out
}

/// Interpreters that share a row.
struct Group<'a> {
    recordings: Vec<&'a Recording>,
    /// What the explorer says is possible on them; `None` where it has no rules for any of them.
    possible: Option<&'a [String]>,
}

/// The text with a large first letter.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What the explorer says about the version of this recording.
fn possible<'a>(transcript: &'a Transcript, recording: &Recording) -> Option<&'a [String]> {
    let about = &recording.interpreter;
    let verdicts = &transcript.explored.as_ref()?.verdicts;
    let verdict = verdicts
        .iter()
        .find(|one| one.gil == about.gil && one.version() == about.version.minor)?;
    Some(verdict.outcomes.as_slice())
}

fn groups(transcript: &Transcript) -> Vec<Group<'_>> {
    let texts = |recording: &Recording| -> BTreeSet<String> {
        let texts = recording.outcomes.iter();
        texts.map(|outcome| outcome.text.clone()).collect()
    };
    let mut groups: Vec<Group<'_>> = Vec::new();
    for recording in &transcript.recordings {
        let possible = possible(transcript, recording);
        let joins = |group: &&mut Group<'_>| {
            let last = group.recordings[group.recordings.len() - 1];
            let kind = |one: &Recording| (one.interpreter.gil, one.interpreter.build.clone());
            // Up to 3.7 the explorer has no rules: these versions join the next ones.
            let alike = match (group.possible, possible) {
                (None, None) => texts(last) == texts(recording) && last.output == recording.output,
                (Some(one), Some(other)) => one == other,
                (None, Some(some)) | (Some(some), None) => {
                    let outcomes = texts(last).into_iter().chain(texts(recording));
                    outcomes.into_iter().all(|text| some.contains(&text))
                }
            };
            kind(last) == kind(recording) && alike
        };
        match groups.last_mut().filter(joins) {
            Some(group) => {
                group.recordings.push(recording);
                group.possible = group.possible.or(possible);
            }
            None => groups.push(Group {
                recordings: vec![recording],
                possible,
            }),
        }
    }
    groups
}

impl Group<'_> {
    /// `3.6.15 to 3.9.18`
    fn versions(&self) -> String {
        let name = |recording: &Recording| recording.interpreter.name();
        match self.recordings.as_slice() {
            [only] => name(only),
            [first, .., last] => format!("{} to {}", name(first), name(last)),
            [] => String::new(),
        }
    }

    fn runs(&self) -> u32 {
        self.recordings.iter().map(|recording| recording.runs).sum()
    }

    /// The outcomes of all runs, the most frequent one first.
    fn outcomes(&self) -> Vec<Outcome> {
        let texts: BTreeSet<&str> = self
            .recordings
            .iter()
            .flat_map(|recording| &recording.outcomes)
            .map(|outcome| outcome.text.as_str())
            .collect();
        let mut outcomes: Vec<Outcome> = texts
            .into_iter()
            .map(|text| Outcome {
                text: text.to_owned(),
                count: self.recordings.iter().map(|one| one.count(text)).sum(),
            })
            .collect();
        outcomes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        outcomes
    }
}

fn counted(outcomes: &[Outcome]) -> String {
    let one =
        |outcome: &Outcome| format!("{} × <code>{}</code>", outcome.count, escape(&outcome.text));
    outcomes.iter().map(one).collect::<Vec<_>>().join("<br>")
}

fn table(label: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">\n<table>\n<thead><tr>"
    );
    for column in columns {
        out.push_str(&format!("<th scope=\"col\">{column}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            out.push_str(&match at {
                0 => format!("<tr><th scope=\"row\">{cell}</th>"),
                _ => format!("<td>{cell}</td>"),
            });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

/// The table that everybody reads.
fn summary(transcript: &Transcript) -> String {
    let explored = transcript.explored.is_some();
    let mut columns = vec!["CPython", "GIL", "runs", "recorded"];
    if explored {
        columns.push("every schedule");
    }
    let rows: Vec<Vec<String>> = groups(transcript)
        .iter()
        .map(|group| {
            let gil = group.recordings[0].interpreter.gil;
            let mut row = vec![
                escape(&group.versions()),
                if gil { "on" } else { "off" }.to_owned(),
                group.runs().to_string(),
                counted(&group.outcomes()),
            ];
            if explored {
                row.push(match group.possible {
                    None => "(no rules)".to_owned(),
                    Some([only]) => format!("always <code>{}</code>", escape(only)),
                    Some(several) => {
                        let code = |text: &String| format!("<code>{}</code>", escape(text));
                        several.iter().map(code).collect::<Vec<_>>().join(" or ")
                    }
                });
            }
            row
        })
        .collect();
    table("Recorded runs", &columns, &rows)
}

/// The claims, the explorer, and every interpreter for itself.
fn details(program: &Program, transcript: &Transcript) -> String {
    let mut out =
        "<details><summary>What is claimed, and each interpreter</summary>\n<ul>\n".to_owned();
    for placed in &program.claims {
        let claim = &placed.claim;
        let recorded = claim.recorded(&transcript.recordings);
        let explored = transcript.explored.as_ref();
        let explored = explored
            .and_then(|all| claim.explored(&all.verdicts))
            .map_or_else(String::new, |judgement| format!("; {judgement}"));
        out.push_str(&format!(
            "<li>{}: {} <code>{}</code> ({})</li>\n",
            escape(&scope(claim)),
            claim.verb.word(),
            escape(&claim.outcome),
            inline_code(&format!("{recorded}{explored}")),
        ));
    }
    out.push_str("</ul>\n");
    out.push_str(&match (&program.explore, &transcript.explored) {
        (Explore::No(reason), _) => format!(
            "<p>The explorer was not asked: {}.</p>\n",
            inline_code(reason)
        ),
        (_, Some(explored)) => format!(
            "<p>The explorer tried every schedule of <code>{}</code>.</p>\n",
            escape(&explored.program)
        ),
        (_, None) => String::new(),
    });
    let rows: Vec<Vec<String>> = transcript
        .recordings
        .iter()
        .map(|recording| {
            let about = &recording.interpreter;
            let mut row = about_cells(recording);
            row.push(about.cores.to_string());
            row.push(recording.runs.to_string());
            row.push(counted(&recording.outcomes));
            row
        })
        .collect();
    let columns = [
        "CPython",
        "built with",
        "machine",
        "cores",
        "runs",
        "recorded",
    ];
    out.push_str(&table("Each interpreter", &columns, &rows));
    out.push_str("</details>\n");
    out
}

fn about_cells(recording: &Recording) -> Vec<String> {
    let about = &recording.interpreter;
    vec![
        escape(&about.name()),
        if about.flags.is_empty() {
            "the usual options".to_owned()
        } else {
            format!("<code>{}</code>", escape(&about.flags.join(" ")))
        },
        escape(&about.machine),
    ]
}

/// The interpreters of a claim in words: `with the GIL, 3.10 and later`.
fn scope(claim: &Claim) -> String {
    let scope = &claim.scope;
    let range = match (scope.from, scope.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("{from} and later")),
        (None, Some(to)) => Some(format!("up to {to}")),
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
    };
    let gil = match scope.gil {
        None => "with and without the GIL",
        Some(true) => "with the GIL",
        Some(false) => "without the GIL",
    };
    match range {
        Some(range) => format!("{gil}, {range}"),
        None => gil.to_owned(),
    }
}

/// What was printed, once for all interpreters that printed the same.
fn outputs(transcript: &Transcript) -> String {
    let mut out = String::new();
    for group in groups(transcript) {
        out.push_str(&format!(
            "<details><summary>Output on {}</summary><pre><code class=\"nohighlight\">{}</code></pre></details>\n",
            escape(&group.versions()),
            escape(group.recordings[0].output.trim_end()),
        ));
    }
    out
}
