//! The command line as data.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};
use pyrace::Rules;

/// How to use it.
pub(crate) const HELP: &str = "\
Shows everything that can happen when the threads of a Python program take turns

Usage: cargo course explore <FILE|-> [OPTIONS]

Arguments:
  <FILE|->           The program; `-` reads it from the standard input

Options:
  --python VERSION   The rules of this CPython: 3.8 to 3.15, 3.13t to 3.15t without the GIL, or
                     `all`, one line each [default: 3.14]
  --rules NAME       Rules for teaching instead: gil_every, gil_calls_310, gil_calls,
                     free_threaded
  --table            Show the shortest schedule of every outcome as a table
  --json             Print one JSON document; with `--python all` a list of them
  --dis              Print the bytecode instead of running it
  --max-states N     Stop the exhaustive search after so many states
  -h, --help         Print this help

Exit code: 0 no bad outcome, 1 an assert, an exception or a deadlock can be reached, 2 wrong usage
or not supported, 3 not everything was covered.

Examples:
  cargo course explore counter.py
  cargo course explore counter.py --python all
  echo 'print(1)' | cargo course explore - --python 3.14t --json
";

/// The rules when none are named: the newest released CPython with the GIL.
const DEFAULT_RULES: &str = "3.14";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Task {
    /// Say how to use it.
    Help,
    /// Explore a program.
    Explore(Arguments),
}

/// How the result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A sentence and the outcomes.
    Text,
    /// The same, with a table for every outcome.
    Table,
    /// One JSON document.
    Json,
    /// The bytecode.
    Listing,
}

/// What is explored, and how.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// The file; `-` is the standard input.
    pub(crate) file: PathBuf,
    /// The rules, at least one.
    pub(crate) rules: Vec<Rules>,
    /// How the result is shown.
    pub(crate) form: Form,
    /// The limit of states.
    pub(crate) max_states: Option<u64>,
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

fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let (mut file, mut rules, mut form, mut max_states) = (None, None, None, None);
    let named = |name: &str| name.parse::<Rules>().map(|rules| vec![rules]);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Task::Help),
            Arg::Long(option @ ("python" | "rules")) => {
                let option = option.to_owned();
                let name = parser.value()?.string()?;
                let chosen = match (option.as_str(), name.as_str()) {
                    ("python", "all") => Rules::versions().to_vec(),
                    _ => named(&name).map_err(|error| error.to_string())?,
                };
                if rules.replace(chosen).is_some() {
                    return Err("choose one version or one set of rules".into());
                }
            }
            Arg::Long(name @ ("table" | "json" | "dis")) => {
                let chosen = match name {
                    "table" => Form::Table,
                    "json" => Form::Json,
                    _ => Form::Listing,
                };
                if form.replace(chosen).is_some() {
                    return Err("choose one of --table, --json and --dis".into());
                }
            }
            Arg::Long("max-states") => max_states = Some(parser.value()?.parse()?),
            Arg::Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    let rules = match rules {
        Some(rules) => rules,
        None => named(DEFAULT_RULES).map_err(|error| error.to_string())?,
    };
    let file = file.ok_or("name a file, or `-` for the standard input")?;
    Ok(Task::Explore(Arguments {
        file,
        rules,
        form: form.unwrap_or(Form::Text),
        max_states,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Arguments, String> {
        match Arguments::parse(words.iter().map(OsString::from))? {
            Task::Explore(arguments) => Ok(arguments),
            Task::Help => Err("help".to_owned()),
        }
    }

    #[test]
    fn the_newest_release_with_the_gil_is_the_default() {
        let arguments = parsed(&["counter.py"]).expect("a file is enough");
        assert_eq!(arguments.rules.len(), 1);
        assert_eq!(arguments.rules[0].name, "3.14");
        assert_eq!(arguments.form, Form::Text);
    }

    #[test]
    fn all_means_every_version_and_no_rules_for_teaching() {
        let arguments = parsed(&["counter.py", "--python", "all"]).expect("valid");
        assert_eq!(arguments.rules, Rules::versions());
        assert!(parsed(&["counter.py", "--rules", "all"]).is_err());
    }

    #[test]
    fn contradictions_are_refused() {
        for words in [
            &["counter.py", "--json", "--table"][..],
            &["counter.py", "--python", "3.9", "--rules", "gil_every"],
            &["counter.py", "--python", "2.7"],
            &["counter.py", "--max-states", "many"],
            &["counter.py", "other.py"],
            &["--json"],
            &["counter.py", "--fast"],
        ] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }
}
