//! A program of the book: the comment lines at its top.
//!
//! ```text
//! # what: four threads add one, 100 000 times each
//! # runs: 20
//! # show: outcomes
//! # on: all 3.8+
//! # claim: gil 3.10+: always exact
//! # claim: free-threaded: can updates lost
//! # explore: self
//! ```

use sha2::{Digest as _, Sha256};

use crate::claim::Claim;
use crate::mistake::Mistake;
use crate::scope::Scope;

/// How often a program is run on each interpreter when its header does not say it.
pub const RUNS: u32 = 20;

/// No program is run more often than this on one interpreter.
pub const MOST_RUNS: u32 = 50;

/// What is kept of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Each run prints one line, which names the outcome; the outcomes are counted.
    Outcomes,
    /// One run, and its whole output.
    Output,
}

impl Show {
    /// The word as it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Show::Outcomes => "outcomes",
            Show::Output => "output",
        }
    }
}

/// Which program is explored schedule by schedule, to judge the same claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explore {
    /// The program itself.
    Itself,
    /// A smaller one beside it: the name of its file.
    Other(String),
    /// None, for this reason.
    No(String),
}

/// A claim with its line in the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The line, from 1.
    pub line: usize,
    /// The claim.
    pub claim: Claim,
}

/// A program with what its header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its name: that of the file without `.py`.
    pub name: String,
    /// Its file, relative to the root of the course.
    pub file: String,
    /// What it does, in a few words.
    pub what: String,
    /// How often it is run on each interpreter.
    pub runs: u32,
    /// What is kept of a run.
    pub show: Show,
    /// The interpreters that it is meant for.
    pub on: Scope,
    /// What is claimed about it.
    pub claims: Vec<Placed>,
    /// Which program is explored; a program whose output is kept has none.
    pub explore: Explore,
    /// The line of the key `explore`, or 1.
    pub explore_line: usize,
    /// The hash of everything below the header, in hexadecimal digits.
    pub sha256: String,
}

const KEYS: &str = "what, runs, show, on, claim and explore";

impl Program {
    /// Reads the header of a program; `file` is its name in mistakes.
    ///
    /// # Errors
    ///
    /// Every mistake of the header: an unknown key, a bad range, a missing line, and so on.
    pub fn parse(name: &str, file: &str, text: &str) -> Result<Program, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        if !is_name(name) {
            let problem = format!(
                "`{name}` is no name of a program; write the number of the chapter and a few words, such as 07-two-checks.py"
            );
            mistakes.push(Mistake::in_file(file, problem));
        }
        let (header, body) = cut(text);
        let mut program = Program {
            name: name.to_owned(),
            file: file.to_owned(),
            what: String::new(),
            runs: RUNS,
            show: Show::Outcomes,
            on: Scope::ALL,
            claims: Vec::new(),
            explore: Explore::No(String::new()),
            explore_line: 1,
            sha256: digest(body),
        };
        let mut seen: Vec<String> = Vec::new();
        for (line, text) in (1..).zip(header) {
            let Some((key, value)) = text.trim_start_matches('#').split_once(':') else {
                let problem = format!(
                    "`{text}` is no line of the header; known are {KEYS}, and an empty line ends it"
                );
                mistakes.push(Mistake {
                    key: None,
                    ..Mistake::at(file, line, "", problem)
                });
                continue;
            };
            let (key, value) = (key.trim(), value.trim());
            if key != "claim" && seen.iter().any(|known| known == key) {
                mistakes.push(Mistake::at(file, line, key, "it stands here twice"));
                continue;
            }
            seen.push(key.to_owned());
            if let Err(problem) = program.set(line, key, value) {
                mistakes.push(Mistake::at(file, line, key, problem));
            }
        }
        let has = |key: &str| seen.iter().any(|known| known == key);
        mistakes.extend(program.missing(has));
        if mistakes.is_empty() {
            Ok(program)
        } else {
            Err(mistakes)
        }
    }

    fn set(&mut self, line: usize, key: &str, value: &str) -> Result<(), String> {
        if value.is_empty() {
            return Err("its value is missing behind the colon".to_owned());
        }
        match key {
            "what" => self.what = value.to_owned(),
            "runs" => {
                let number = value.parse().ok().filter(|n| (1..=MOST_RUNS).contains(n));
                self.runs =
                    number.ok_or(format!("`{value}` is not a number from 1 to {MOST_RUNS}"))?;
            }
            "show" => {
                self.show = match value {
                    "outcomes" => Show::Outcomes,
                    "output" => Show::Output,
                    _ => return Err(format!("`{value}` is neither `outcomes` nor `output`")),
                }
            }
            // `3.8+` alone means every build of these versions.
            "on" if value.starts_with(|first: char| first == '-' || first.is_ascii_digit()) => {
                self.on = format!("all {value}").parse()?;
            }
            "on" => self.on = value.parse()?,
            "claim" => {
                let claim = value.parse()?;
                if self.claims.iter().any(|placed| placed.claim == claim) {
                    return Err("this claim stands here twice".to_owned());
                }
                self.claims.push(Placed { line, claim });
            }
            "explore" => {
                self.explore_line = line;
                self.explore = explore(&self.name, value)?;
            }
            _ => return Err(format!("this key is not known; known are {KEYS}")),
        }
        Ok(())
    }

    /// What the header lacks or has too much of.
    fn missing(&self, has: impl Fn(&str) -> bool) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut say = |key: &str, problem: &str| {
            mistakes.push(Mistake::at(&self.file, 1, key, problem));
        };
        if !has("what") {
            say(
                "what",
                "it is missing: say in a few words what the program does",
            );
        }
        match self.show {
            Show::Outcomes => {
                if !has("claim") {
                    say(
                        "claim",
                        "there is none: say what is printed on which interpreters, or write `# show: output`",
                    );
                }
                if !has("explore") {
                    say(
                        "explore",
                        "it is missing: write `self`, the name of a smaller program, or `no: ` and the reason",
                    );
                }
            }
            Show::Output => {
                let explored = !matches!(self.explore, Explore::No(_));
                if has("claim") || explored || (has("runs") && self.runs != 1) {
                    say(
                        "show",
                        "a program whose `output` is kept runs once and has no outcomes: remove `runs`, `claim` and `explore`",
                    );
                }
            }
        }
        mistakes
    }

    /// How often it is run on each interpreter.
    #[must_use]
    pub fn times(&self) -> u32 {
        match self.show {
            Show::Outcomes => self.runs,
            Show::Output => 1,
        }
    }

    /// What a reader would type.
    #[must_use]
    pub fn command(&self) -> String {
        format!("python {}.py", self.name)
    }
}

fn explore(name: &str, value: &str) -> Result<Explore, String> {
    if value == "self" {
        return Ok(Explore::Itself);
    }
    if let Some(reason) = value.strip_prefix("no:") {
        return match reason.trim() {
            "" => Err("say behind `no:` what the explorer does not have".to_owned()),
            reason => Ok(Explore::No(reason.to_owned())),
        };
    }
    match value.strip_suffix(".py").unwrap_or(value) {
        other if is_name(other) && other != name => Ok(Explore::Other(format!("{other}.py"))),
        _ => Err(format!(
            "`{value}` is neither `self`, nor another program beside this one such as {name}-small.py, nor `no: ` and a reason"
        )),
    }
}

/// `07-two-checks`: the number of a chapter, then words of small letters and digits.
fn is_name(name: &str) -> bool {
    let Some((number, words)) = name.split_once('-') else {
        return false;
    };
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit()) && words.split('-').all(word)
}

/// The lines of the header, and everything below.
fn cut(text: &str) -> (Vec<&str>, &str) {
    let mut header = Vec::new();
    let mut rest = text;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if !bare.starts_with('#') || bare.contains("ANCHOR") {
            break;
        }
        header.push(bare);
        rest = &rest[line.len()..];
    }
    (header, rest)
}

/// The SHA-256 of a text in hexadecimal digits.
#[must_use]
pub fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file that the header of a program names for the explorer, also of one with mistakes.
#[must_use]
pub fn explored_file(text: &str) -> Option<String> {
    let value = cut(text).0.into_iter().find_map(|line| {
        let line = line.trim_start_matches('#').trim_start();
        line.strip_prefix("explore:").map(str::trim)
    })?;
    let name = value.strip_suffix(".py").unwrap_or(value);
    (is_name(name)).then(|| format!("{name}.py"))
}

/// Does a header make this file a program of its own? One that only says `what` does not: the
/// explorer reads it for another program.
#[must_use]
pub fn claims_something(text: &str) -> bool {
    let says = |line: &&str| {
        let line = line.trim_start_matches('#').trim_start();
        line.starts_with("claim:") || line.starts_with("show: output")
    };
    cut(text).0.iter().any(says)
}

/// The hash of everything below the header of a program, also of one without a header.
#[must_use]
pub fn digest_of_body(text: &str) -> String {
    digest(cut(text).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "# what: two threads add one\n# runs: 30\n# on: 3.8+\n# claim: gil 3.10+: always exact\n# claim: free-threaded: can updates lost\n# explore: 02-add-small.py\n# ANCHOR: program\nprint('exact')\n";

    fn mistakes(text: &str) -> String {
        let mistakes = Program::parse("02-add", "book/python/02-add.py", text)
            .expect_err("there are mistakes");
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    #[test]
    fn every_key_is_read() {
        let program = Program::parse("02-add", "book/python/02-add.py", PROGRAM).expect("valid");
        assert_eq!(program.what, "two threads add one");
        assert_eq!((program.runs, program.times()), (30, 30));
        assert_eq!(program.show, Show::Outcomes);
        assert_eq!(program.on.to_string(), "all 3.8+");
        assert_eq!(program.claims.len(), 2);
        assert_eq!(program.claims[1].line, 5);
        assert_eq!(
            program.explore,
            Explore::Other("02-add-small.py".to_owned())
        );
        assert_eq!(program.explore_line, 6);
    }

    #[test]
    fn the_hash_is_that_of_the_program_and_not_of_its_claims() {
        let hash = |text: &str| Program::parse("02-add", "f", text).expect("valid").sha256;
        let other_claim = PROGRAM.replace("# runs: 30\n", "");
        assert_eq!(hash(PROGRAM), hash(&other_claim));
        assert_ne!(hash(PROGRAM), hash(&PROGRAM.replace("exact')", "lost')")));
        assert_eq!(hash(PROGRAM), digest_of_body(PROGRAM));
    }

    #[test]
    fn every_mistake_names_its_line_and_its_key() {
        insta::assert_snapshot!(mistakes(
            "# what: a\n# run: 3\n# runs: 500\n# runs: 5\n# claim: gil 3.9-3.8: always x\n# claim: gil: mostly x\n# on: 3\n# explore: no:\n# a note\nprint(1)\n"
        ), @r#"
        book/python/02-add.py:2: key `run`: this key is not known; known are what, runs, show, on, claim and explore
        book/python/02-add.py:3: key `runs`: `500` is not a number from 1 to 50
        book/python/02-add.py:4: key `runs`: it stands here twice
        book/python/02-add.py:5: key `claim`: the range `3.9-3.8` is empty: 3.9 is newer than 3.8
        book/python/02-add.py:6: key `claim`: `mostly` does not say how often; write always, never or can
        book/python/02-add.py:7: key `on`: `3` is not a range of versions; write 3.12, 3.10+, -3.9 or 3.8-3.9
        book/python/02-add.py:8: key `explore`: say behind `no:` what the explorer does not have
        book/python/02-add.py:9: `# a note` is no line of the header; known are what, runs, show, on, claim and explore, and an empty line ends it
        "#);
    }

    #[test]
    fn what_is_missing_is_said() {
        insta::assert_snapshot!(mistakes("import threading\n"), @r#"
        book/python/02-add.py:1: key `what`: it is missing: say in a few words what the program does
        book/python/02-add.py:1: key `claim`: there is none: say what is printed on which interpreters, or write `# show: output`
        book/python/02-add.py:1: key `explore`: it is missing: write `self`, the name of a smaller program, or `no: ` and the reason
        "#);
        insta::assert_snapshot!(mistakes(
            "# what: a listing\n# show: output\n# claim: all: always x\nimport dis\n"
        ), @"book/python/02-add.py:1: key `show`: a program whose `output` is kept runs once and has no outcomes: remove `runs`, `claim` and `explore`");
    }

    #[test]
    fn a_name_starts_with_the_number_of_its_chapter() {
        for name in ["02-add", "13-two-roles-small", "07-k02"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "add",
            "2-add",
            "02_add",
            "02-",
            "02-Add",
            "02--add",
            "../02-add",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }
}
