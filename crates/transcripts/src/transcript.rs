//! A recording: `book/transcripts/NAME.json`. It is written by `cargo course record`, never by
//! hand, so that no number on a page is typed.

use serde::{Deserialize, Serialize};

use crate::ending::{is_abnormal, is_prepared_for};
use crate::explored::Verdict;
use crate::interpreter::Interpreter;
use crate::judgement::Standing;
use crate::mistake::Mistake;
use crate::program::{Program, Show};

/// The version of the form.
const FORMAT: u32 = 1;

/// What was recorded about one program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    v: u32,
    /// What was run, as a reader would type it: `python 02-add.py`.
    pub command: String,
    /// The program's file, relative to the root of the course.
    pub program: String,
    /// What the program does, in a few words.
    pub what: String,
    /// The hash of the program without its header.
    pub sha256: String,
    /// The interpreters, those with the GIL first, each in the order of the versions.
    pub recordings: Vec<Recording>,
    /// What the explorer says; `None` when the program is not explored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explored: Option<Explored>,
    /// The claims with what became of them, in the order of the program's header.
    pub claims: Vec<StoredClaim>,
}

/// The runs on one interpreter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// The interpreter, as it describes itself.
    pub interpreter: Interpreter,
    /// How often the program was run.
    pub runs: u32,
    /// How often it ended in which way, the most frequent one first; empty when the output is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// The output of the one run; empty when the outcomes are counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub output: String,
}

/// A line that the program printed, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The line.
    pub text: String,
    /// In how many runs.
    pub count: u32,
}

/// What the explorer says about a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explored {
    /// The file that was explored, relative to the root of the course.
    pub program: String,
    /// The hash of that file without its header.
    pub sha256: String,
    /// One verdict for each version.
    pub verdicts: Vec<Verdict>,
}

/// A claim with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredClaim {
    /// The claim as the header says it.
    pub claim: String,
    /// What the recorded runs say.
    pub recorded: Standing,
    /// What the explorer says; `None` when the program is not explored, or not on these versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explored: Option<Standing>,
}

impl Recording {
    /// In how many runs this line was printed.
    #[must_use]
    pub fn count(&self, text: &str) -> u32 {
        self.outcomes
            .iter()
            .filter(|outcome| outcome.text == text)
            .map(|outcome| outcome.count)
            .sum()
    }

    /// What cannot be true of a recording.
    fn contradiction(&self) -> Option<String> {
        let counted: u64 = self.outcomes.iter().map(|o| u64::from(o.count)).sum();
        if let Some(problem) = self.interpreter.contradiction() {
            Some(problem)
        } else if self.runs == 0 {
            Some(format!("`runs` is 0 for {}", self.interpreter.name()))
        } else if self.outcomes.is_empty() == self.output.is_empty() {
            Some(format!(
                "{} needs either `outcomes` or `output`",
                self.interpreter.name()
            ))
        } else if !self.outcomes.is_empty() && counted != u64::from(self.runs) {
            Some(format!(
                "the `outcomes` of {} are those of {counted} runs, and `runs` is {}",
                self.interpreter.name(),
                self.runs
            ))
        } else {
            None
        }
    }
}

impl Transcript {
    /// A transcript of a program without any recording.
    #[must_use]
    pub fn of(program: &Program) -> Transcript {
        Transcript {
            v: FORMAT,
            command: program.command(),
            program: program.file.clone(),
            what: program.what.clone(),
            sha256: program.sha256.clone(),
            recordings: Vec::new(),
            explored: None,
            claims: Vec::new(),
        }
    }

    /// Reads a transcript; `file` is its name in the mistake.
    ///
    /// # Errors
    ///
    /// When the text is not what the recorder of this version writes.
    pub fn parse(file: &str, text: &str) -> Result<Transcript, Mistake> {
        let again = "record it again with `cargo course record`";
        let transcript: Transcript = serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line().max(1), error.column());
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or(&said);
            Mistake {
                file: file.to_owned(),
                line: Some(line),
                key: missing_field(said).or_else(|| key_at(text, line, column)),
                problem: format!("{said}; {again}"),
            }
        })?;
        if transcript.v != FORMAT {
            let problem = format!("version {} of the form is unknown; {again}", transcript.v);
            return Err(Mistake::at(file, line_of(text, "\"v\""), "v", problem));
        }
        if transcript.recordings.is_empty() {
            let line = line_of(text, "\"recordings\"");
            let problem = format!("there is no recording in it; {again}");
            return Err(Mistake::at(file, line, "recordings", problem));
        }
        for recording in &transcript.recordings {
            if let Some(problem) = recording.contradiction() {
                let version = format!("\"{}\"", recording.interpreter.version);
                let line = line_of(text, &version);
                let problem = format!("{problem}; {again}");
                return Err(Mistake::at(file, line, "recordings", problem));
            }
        }
        Ok(transcript)
    }

    /// The text of the file.
    ///
    /// # Panics
    ///
    /// Never: every value has a form in JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json =
            serde_json::to_string_pretty(self).expect("strings, numbers and lists have a form");
        json.push('\n');
        json
    }

    /// Takes a recording over: in the place of an older one of the same kind of interpreter, else
    /// at its place in the order.
    pub fn add(&mut self, recording: Recording) {
        let key = recording.interpreter.key();
        self.recordings.retain(|old| old.interpreter.key() != key);
        let place = self
            .recordings
            .partition_point(|old| old.interpreter.key() < key);
        self.recordings.insert(place, recording);
    }

    /// Judges the claims of the program by what is in the transcript now.
    #[must_use]
    pub fn judged(&self, program: &Program) -> Vec<StoredClaim> {
        let explored = self.explored.as_ref();
        program
            .claims
            .iter()
            .map(|placed| StoredClaim {
                claim: placed.claim.to_string(),
                recorded: placed.claim.recorded(&self.recordings).standing,
                explored: explored
                    .and_then(|all| placed.claim.explored(&all.verdicts))
                    .map(|judgement| judgement.standing),
            })
            .collect()
    }

    /// Everything that makes the transcript no evidence for the program: it is of another program,
    /// a claim does not hold, or a run ended in a way that no claim names.
    ///
    /// `explored` is the hash of the explored program as it is now; `file` is the transcript's name.
    #[must_use]
    pub fn check(&self, file: &str, program: &Program, explored: Option<&str>) -> Vec<Mistake> {
        let again = format!("run `cargo course record {}`", program.name);
        if self.sha256 != program.sha256 {
            let problem = format!(
                "{} has changed since it was recorded; {again}",
                program.file
            );
            return vec![Mistake::in_file(file, problem)];
        }
        let mut mistakes = Vec::new();
        for recording in &self.recordings {
            let name = recording.interpreter.name();
            let kept = !recording.output.is_empty();
            if recording.runs != program.times() || kept != (program.show == Show::Output) {
                let problem = format!(
                    "{name} was recorded with {} runs, and the header asks for {} runs and {}; {again}",
                    recording.runs,
                    program.times(),
                    program.show.word()
                );
                mistakes.push(Mistake::in_file(file, problem));
            }
            let named = |text: &str| {
                let mut claims = program.claims.iter();
                claims.any(|placed| is_prepared_for(&placed.claim.outcome, text))
            };
            for outcome in recording
                .outcomes
                .iter()
                .filter(|outcome| is_abnormal(&outcome.text) && !named(&outcome.text))
            {
                let problem = format!(
                    "no claim names the outcome `{}`, which {name} ended with in {} of {} runs",
                    outcome.text, outcome.count, recording.runs
                );
                mistakes.push(Mistake::at(&program.file, 1, "claim", problem));
            }
        }
        match (&self.explored, explored) {
            (Some(stored), Some(now)) if stored.sha256 == now => {}
            (None, None) => {}
            _ => {
                let problem = format!("what the explorer says is not up to date; {again}");
                mistakes.push(Mistake::at(
                    &program.file,
                    program.explore_line,
                    "explore",
                    problem,
                ));
                return mistakes;
            }
        }
        for placed in &program.claims {
            let explored = self.explored.as_ref();
            let explored = explored.and_then(|all| placed.claim.explored(&all.verdicts));
            for judgement in [Some(placed.claim.recorded(&self.recordings)), explored]
                .into_iter()
                .flatten()
            {
                let problem = match judgement.standing {
                    Standing::Holds => continue,
                    Standing::Contradicted => "does not hold",
                    Standing::Open => "is not shown",
                };
                let problem = format!("`{}` {problem}: {judgement}", placed.claim);
                mistakes.push(Mistake::at(&program.file, placed.line, "claim", problem));
            }
        }
        if mistakes.is_empty() && self.claims != self.judged(program) {
            let problem = format!("its claims are not those of {}; {again}", program.file);
            mistakes.push(Mistake::in_file(file, problem));
        }
        mistakes
    }
}

/// The key that serde says is missing.
fn missing_field(said: &str) -> Option<String> {
    let (key, _) = said.strip_prefix("missing field `")?.split_once('`')?;
    Some(key.to_owned())
}

/// The key that stands last before this place of a JSON text.
fn key_at(text: &str, line: usize, column: usize) -> Option<String> {
    let end: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let before = text.get(..(end + column).min(text.len()))?;
    let (head, _) = before.rsplit_once("\":")?;
    let (_, key) = head.rsplit_once('"')?;
    Some(key.to_owned())
}

/// The line on which these words stand first, or the first line.
fn line_of(text: &str, words: &str) -> usize {
    text.find(words)
        .map_or(1, |at| 1 + text[..at].matches('\n').count())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn recording(version: &str, gil: bool, outcomes: &[(&str, u32)]) -> Recording {
        Recording {
            interpreter: Interpreter {
                implementation: "CPython".to_owned(),
                version: version.parse().expect("a version"),
                build: if gil { "" } else { "free-threaded" }.to_owned(),
                flags: Vec::new(),
                gil,
                cores: 2,
                machine: "Linux x86_64".to_owned(),
            },
            runs: outcomes.iter().map(|(_, count)| count).sum(),
            outcomes: outcomes
                .iter()
                .map(|(text, count)| Outcome {
                    text: (*text).to_owned(),
                    count: *count,
                })
                .collect(),
            output: String::new(),
        }
    }

    const PROGRAM: &str = "# what: two threads add one\n# claim: gil 3.10+: always exact\n# claim: gil -3.9: can lost\n# explore: no: a test\n\nprint('exact')\n";

    fn program() -> Program {
        Program::parse("02-add", "book/python/02-add.py", PROGRAM).expect("valid")
    }

    fn transcript() -> Transcript {
        let mut transcript = Transcript::of(&program());
        transcript.add(recording("3.12.1", true, &[("exact", 20)]));
        transcript.add(recording("3.14.7", false, &[("lost", 15), ("exact", 5)]));
        transcript.add(recording("3.9.18", true, &[("exact", 12), ("lost", 8)]));
        transcript.claims = transcript.judged(&program());
        transcript
    }

    fn broken(from: &str, to: &str) -> String {
        let json = transcript().to_json();
        assert!(json.contains(from), "{from}");
        let json = json.replacen(from, to, 1);
        Transcript::parse("book/transcripts/02-add.json", &json)
            .expect_err("broken")
            .to_string()
    }

    #[test]
    fn a_transcript_is_read_as_it_is_written() {
        let transcript = transcript();
        let read = Transcript::parse("f", &transcript.to_json()).expect("its own form");
        assert_eq!(read, transcript);
        let versions: Vec<String> = read
            .recordings
            .iter()
            .map(|recording| recording.interpreter.name())
            .collect();
        assert_eq!(versions, ["3.9.18", "3.12.1", "3.14.7t"]);
        assert_eq!(read.check("f", &program(), None), []);
    }

    #[test]
    fn a_new_recording_takes_the_place_of_the_old_one() {
        let mut transcript = transcript();
        transcript.add(recording("3.12.1", true, &[("exact", 19), ("lost", 1)]));
        assert_eq!(transcript.recordings.len(), 3);
        assert_eq!(transcript.recordings[1].count("lost"), 1);
    }

    #[test]
    fn a_broken_file_names_its_line_and_key() {
        insta::assert_snapshot!(broken("CPython", "PyPy"), @"book/transcripts/02-add.json:10: key `implementation`: `implementation` is `PyPy`, an unknown interpreter; the book speaks of CPython only; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("3.12.1", "3.12"), @"book/transcripts/02-add.json:33: key `version`: `version` is `3.12`, which is no version of an interpreter that the course knows, such as 3.14.7 or 3.15.0rc1; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"free-threaded\"", "\"jit\""), @"book/transcripts/02-add.json:52: key `build`: `build` is `jit`, an unknown interpreter; it is `free-threaded` or empty; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"gil\": false", "\"gil\": 3"), @"book/transcripts/02-add.json:54: key `gil`: invalid type: integer `3`, expected a boolean; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"gil\": true,", ""), @"book/transcripts/02-add.json:17: key `gil`: missing field `gil`; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"gil\": true", "\"gil\": false"), @"book/transcripts/02-add.json:11: key `recordings`: `gil` is false for 3.9.18, a build that cannot run without it; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"runs\": 20", "\"runs\": 30"), @"book/transcripts/02-add.json:11: key `recordings`: the `outcomes` of 3.9.18 are those of 20 runs, and `runs` is 30; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"v\": 1", "\"v\": 9"), @"book/transcripts/02-add.json:2: key `v`: version 9 of the form is unknown; record it again with `cargo course record`");
        insta::assert_snapshot!(broken("\"holds\"", "\"hopes\""), @"book/transcripts/02-add.json:74: key `recorded`: unknown variant `hopes`, expected one of `holds`, `contradicted`, `open`; record it again with `cargo course record`");
    }

    #[test]
    fn a_program_that_changed_has_no_transcript() {
        let changed = PROGRAM.replace("print('exact')", "print('lost')");
        let changed = Program::parse("02-add", "book/python/02-add.py", &changed).expect("valid");
        let mistakes = transcript().check("book/transcripts/02-add.json", &changed, None);
        insta::assert_snapshot!(mistakes[0], @"book/transcripts/02-add.json: book/python/02-add.py has changed since it was recorded; run `cargo course record 02-add`");
    }

    #[test]
    fn a_claim_that_does_not_hold_names_its_line() {
        let header = PROGRAM.replace("gil 3.10+", "all 3.10+");
        let bold = Program::parse("02-add", "book/python/02-add.py", &header).expect("valid");
        let mistakes = transcript().check("f", &bold, None);
        insta::assert_snapshot!(mistakes[0], @"book/python/02-add.py:2: key `claim`: `all 3.10+: always exact` does not hold: 3.14.7t printed 15 × `lost`, 5 × `exact`");
    }

    #[test]
    fn an_outcome_that_no_claim_names_is_a_mistake() {
        let mut transcript = transcript();
        transcript.add(recording("3.6.15", true, &[("uncaught SyntaxError", 20)]));
        let mistakes = transcript.check("f", &program(), None);
        insta::assert_snapshot!(mistakes[0], @"book/python/02-add.py:1: key `claim`: no claim names the outcome `uncaught SyntaxError`, which 3.6.15 ended with in 20 of 20 runs");
    }

    #[test]
    fn other_claims_than_the_stored_ones_are_a_mistake() {
        let header = PROGRAM.replace("gil 3.10+", "gil 3.11+");
        let other = Program::parse("02-add", "book/python/02-add.py", &header).expect("valid");
        let mistakes = transcript().check("book/transcripts/02-add.json", &other, None);
        insta::assert_snapshot!(mistakes[0], @"book/transcripts/02-add.json: its claims are not those of book/python/02-add.py; run `cargo course record 02-add`");
    }

    #[test]
    fn a_transcript_without_the_explorer_is_not_up_to_date_when_it_is_asked_for() {
        let mistakes = transcript().check("f", &program(), Some("abc"));
        insta::assert_snapshot!(mistakes[0], @"book/python/02-add.py:4: key `explore`: what the explorer says is not up to date; run `cargo course record 02-add`");
    }
}
