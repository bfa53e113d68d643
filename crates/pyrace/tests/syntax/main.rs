//! The parser against CPython's own `ast`: one tree, and one opinion about what is no program.
//!
//! A test without the usual harness, so that `cargo test -p pyrace` shows its last lines: how many
//! programs, which versions, and that none disagrees.
//!
//! * Every program of this crate and of the book that the explorer takes has the tree of CPython.
//! * So has every program that [`grammar`] makes.
//! * Ordinary mistakes are found in the line in which CPython finds them.
//! * Of programs with changed tokens none is accepted that CPython refuses; what CPython accepts has its
//!   tree or is refused as not supported, with a place and a hint; never as an error of the reader.
//!
//! `PYRACE_PROGRAMS=20000` makes that many of each kind instead of a few hundred, and
//! `PYRACE_VERSION=3.14` asks one version only.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![expect(
    clippy::print_stdout,
    reason = "the last lines of a test run are its result"
)]

mod grammar;
#[path = "../interpreters/mod.rs"]
mod interpreters;
mod layouts;
mod mistakes;
mod mutate;
mod numbers;
mod oracle;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use grammar::Grammar;
use numbers::Numbers;
use oracle::Answer;
use pyrace::code::{Version, compile};
use pyrace::source::{Diagnostic, LineIndex};
use pyrace::syntax::dump;

/// How many programs of each kind are made if nobody says.
const PROGRAMS: usize = 400;

/// So many disagreements of a kind are shown.
const SHOWN: usize = 3;

/// The first version whose `ast` has the right places inside f-strings and for all kinds of nodes.
const EXACT_PLACES: Version = Version::V3_12;

/// The version whose messages the explorer's are like.
const SAME_MESSAGES: Version = Version::V3_14;

/// Of a hundred programs that both refuse, in so many both must find the mistake in the same line, from
/// [`SAME_MESSAGES`] on.
#[derive(Clone, Copy)]
enum SameLine {
    Always,
    /// Chance makes mistakes inside expressions of many lines, where CPython has rules of its own.
    Of100(usize),
}

/// Programs of one kind.
struct Kind {
    name: &'static str,
    programs: Vec<String>,
    same_line: SameLine,
}

/// How they fare.
#[derive(Default)]
struct Tally {
    /// Both have the same tree.
    trees: usize,
    /// Both refuse.
    refused: usize,
    /// Of these, those that name other lines.
    other_lines: Vec<String>,
    /// CPython accepts, and the explorer says that it does not support it.
    unsupported: usize,
    disagreements: Vec<String>,
}

impl Tally {
    /// Compares all programs of a kind.
    fn of(kind: &Kind, version: Version, answers: &[Answer]) -> Tally {
        let mut tally = Tally::default();
        for (source, answer) in kind.programs.iter().zip(answers) {
            if let Err(problem) = judge(source, version, answer, &mut tally) {
                tally
                    .disagreements
                    .push(format!("{version}:\n{problem}\n----\n{source}\n----"));
            }
        }
        let allowed = match kind.same_line {
            _ if version < SAME_MESSAGES => tally.refused,
            SameLine::Always => 0,
            SameLine::Of100(same) => tally.refused * (100 - same) / 100,
        };
        if tally.other_lines.len() > allowed {
            tally
                .disagreements
                .extend(tally.other_lines.iter().cloned());
        }
        tally
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} trees equal, {} refused by both ({} not in the same line), {} not supported, \
             {} disagreements",
            self.trees,
            self.refused,
            self.other_lines.len(),
            self.unsupported,
            self.disagreements.len()
        )
    }
}

/// A tree without its places.
fn shape(tree: &str) -> String {
    let mut out = String::with_capacity(tree.len());
    let (mut quoted, mut place) = (false, false);
    for c in tree.chars() {
        match c {
            '"' => quoted = !quoted,
            '@' if !quoted => place = true,
            ' ' | ')' => place = false,
            _ => {}
        }
        if !place {
            out.push(c);
        }
    }
    out
}

/// Whether a refusal says that the explorer does not have something, which is no error of the reader,
/// and what to write instead.
fn is_unsupported(found: &Diagnostic) -> bool {
    let says = |text: &str| found.message.contains(text);
    found.hint.is_some() && (says("not supported by the explorer") || says("for the explorer"))
}

/// Where two texts begin to differ, with what is around.
fn difference(left: &str, right: &str) -> String {
    let at = left
        .bytes()
        .zip(right.bytes())
        .position(|(a, b)| a != b)
        .unwrap_or(left.len().min(right.len()));
    let around = |text: &str| {
        let bytes = text.as_bytes();
        let slice = &bytes[at.saturating_sub(60)..(at + 60).min(bytes.len())];
        String::from_utf8_lossy(slice).into_owned()
    };
    format!(
        "  CPython: …{}…\n  pyrace:  …{}…",
        around(left),
        around(right)
    )
}

/// Compares one answer. The error is a disagreement.
fn judge(source: &str, version: Version, answer: &Answer, tally: &mut Tally) -> Result<(), String> {
    let accepted = match (answer, dump(source, version)) {
        (Answer::Tree(theirs), Ok(ours)) => {
            let (theirs, ours) = if version >= EXACT_PLACES {
                (theirs.clone(), ours)
            } else {
                (shape(theirs), shape(&ours))
            };
            if theirs != ours {
                return Err(difference(&theirs, &ours));
            }
            tally.trees += 1;
            compile(source, version).map(|_| ())
        }
        (_, Ok(_)) => compile(source, version).map(|_| ()),
        (_, Err(found)) => Err(found),
    };
    match (answer, accepted) {
        (Answer::Tree(_), Ok(())) => Ok(()),
        (Answer::Tree(_), Err(found)) if is_unsupported(&found[0]) => {
            tally.unsupported += 1;
            Ok(())
        }
        (Answer::Tree(_), Err(found)) => {
            let ours = found[0].render(source);
            Err(format!("  CPython accepts it, pyrace says:\n{ours}"))
        }
        (Answer::Error(message, line), Ok(())) => Err(format!(
            "  pyrace accepts it, CPython says in line {line}: {message}"
        )),
        (Answer::Error(message, line), Err(found)) => {
            tally.refused += 1;
            let here = LineIndex::new(source).line_of(found[0].span.start);
            // Some mistakes have no line in CPython, and what is not supported may come first.
            if *line != 0 && here != *line && !is_unsupported(&found[0]) {
                let ours = found[0].render(source);
                tally.other_lines.push(format!(
                    "{version}: CPython says in line {line}: {message}; pyrace says:\n{ours}"
                ));
            }
            Ok(())
        }
    }
}

/// The Python files of a folder, by the name of the file.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "py"))
        .collect();
    files.sort();
    files
}

fn kinds() -> Vec<Kind> {
    let wanted = std::env::var("PYRACE_PROGRAMS").ok();
    let count = wanted.map_or(PROGRAMS, |count| count.parse().unwrap());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |folder: &str| -> Vec<String> {
        files(&root.join(folder))
            .iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    };
    let mut own = Vec::new();
    for folder in ["corpus", "tests/programs", "tests/dis", "tests/semantics"] {
        own.extend(read(folder));
    }
    let mut grammar = Grammar::new(1);
    let generated: Vec<String> = (0..count).map(|_| grammar.program()).collect();
    let mut numbers = Numbers::new(2);
    let mutated = (0..count)
        .map(|i| {
            let base = if i % 2 == 0 { &own } else { &generated };
            mutate::mutated(&base[numbers.below(base.len())], &mut numbers)
        })
        .collect();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let kind = |name, programs, same_line| Kind {
        name,
        programs,
        same_line,
    };
    let book = read("../../book/python");
    vec![
        kind("programs of the crate", own, SameLine::Of100(0)),
        kind("programs of the book", book, SameLine::Always),
        kind("odd layouts", texts(layouts::LAYOUTS), SameLine::Always),
        kind(
            "ordinary mistakes",
            texts(mistakes::MISTAKES),
            SameLine::Always,
        ),
        kind("generated programs", generated, SameLine::Of100(0)),
        kind("programs with changed tokens", mutated, SameLine::Of100(95)),
    ]
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        println!("syntax: test");
        return ExitCode::SUCCESS;
    }
    // Somebody runs one test by its name.
    if words
        .iter()
        .any(|word| !word.starts_with('-') && !"syntax".contains(word.as_str()))
    {
        return ExitCode::SUCCESS;
    }
    let only = std::env::var("PYRACE_VERSION").ok();
    // A build without the GIL has the parser of the one with it.
    let (found, missing) = interpreters::find(|build| {
        build.gil && only.as_ref().is_none_or(|only| build.to_string() == *only)
    });
    let kinds = kinds();
    let mut disagreements = 0;
    for (build, python) in &found {
        for kind in &kinds {
            let answers = oracle::ask(python, &kind.programs);
            let tally = Tally::of(kind, build.version, &answers);
            for disagreement in tally.disagreements.iter().take(SHOWN) {
                println!("{}, {disagreement}", kind.name);
            }
            disagreements += tally.disagreements.len();
            println!("{build}: {}: {tally}", kind.name);
        }
    }
    for build in missing {
        println!("not compared: there is no CPython {build} here");
    }
    println!("disagreements: {disagreements}");
    if disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
