//! The command line as data.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

/// How to use it.
pub(crate) const HELP: &str = "\
Runs the Python programs of the book and records what they print

Usage: cargo course record [NAME]... [OPTIONS]

Arguments:
  [NAME]...          The programs: `02-increment`, or `02` for all of chapter 2 [default: all]

Options:
  --python PATH      Run on this interpreter too; may be given more than once
  --only             Run on no other interpreters than those of --python
  --missing          Leave out programs whose recording is up to date
  --claims           Run nothing: ask the explorer and judge the claims again
  --check            Write nothing: look whether what is recorded is still true
  -h, --help         Print this help

Without --only, the interpreters of pyenv (3.6 and later) and the `python3` of the PATH are used.
A new recording takes the place of an older one of the same version and build; the others stay.
With --check, a claim with `always` or `never` is tried again, once on each interpreter that is
there; what a program `can` do is luck, and is looked up in the recording only.

Exit code: 0 every claim holds, 1 one does not or a recording is not up to date, 2 wrong usage, a
broken header, or an interpreter that does not start, 3 the system refused.

Examples:
  cargo course record 02-increment
  cargo course record 02 --python ~/cpython/3.14t/bin/python3
  cargo course record --check
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Task {
    /// Say how to use it.
    Help,
    /// Record or check.
    Record(Arguments),
}

/// What is recorded, and on what.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// The programs that were named; none means all.
    pub(crate) names: Vec<String>,
    /// The interpreters that were named.
    pub(crate) pythons: Vec<PathBuf>,
    /// Use no others.
    pub(crate) only: bool,
    /// Leave out what is up to date.
    pub(crate) missing: bool,
    /// Judge again, run nothing.
    pub(crate) judge_only: bool,
    /// Compare, write nothing.
    pub(crate) check: bool,
    /// The program that explores.
    pub(crate) explorer: Option<PathBuf>,
}

impl Arguments {
    /// Reads the arguments behind the program's name.
    ///
    /// # Errors
    ///
    /// What is wrong with them.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Task, String> {
        parse(arguments).map_err(|error| error.to_string())
    }
}

fn parse(words: impl Iterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_args(words);
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            Arg::Long("python") => arguments.pythons.push(parser.value()?.into()),
            Arg::Long("only") => arguments.only = true,
            Arg::Long("missing") => arguments.missing = true,
            Arg::Long("claims") => arguments.judge_only = true,
            Arg::Long("check") => arguments.check = true,
            // The command line of the course builds the explorer and says where it is.
            Arg::Long("explorer") => arguments.explorer = Some(parser.value()?.into()),
            Arg::Value(name) => arguments.names.push(name.string()?),
            other => return Err(other.unexpected()),
        }
    }
    if arguments.check && (arguments.missing || arguments.judge_only) {
        return Err("--check writes nothing: leave --missing and --claims out".into());
    }
    if arguments.only && arguments.pythons.is_empty() {
        return Err("--only needs an interpreter: name one with --python".into());
    }
    if arguments.judge_only && !arguments.pythons.is_empty() {
        return Err("--claims runs nothing: leave --python out".into());
    }
    Ok(Task::Record(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Arguments, String> {
        match Arguments::parse(words.iter().map(OsString::from))? {
            Task::Record(arguments) => Ok(arguments),
            Task::Help => Err("help".to_owned()),
        }
    }

    #[test]
    fn names_and_interpreters_are_collected() {
        let arguments =
            parsed(&["02", "--python", "a", "07-cache", "--python=b", "--only"]).expect("valid");
        assert_eq!(arguments.names, ["02", "07-cache"]);
        assert_eq!(arguments.pythons, [PathBuf::from("a"), PathBuf::from("b")]);
        assert!(arguments.only && !arguments.check);
    }

    #[test]
    fn contradictions_are_refused() {
        for words in [
            &["--check", "--missing"][..],
            &["--check", "--claims"],
            &["--only"],
            &["--claims", "--python", "a"],
            &["--fast"],
            &["--python"],
        ] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }
}
