//! The command line as data.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt as _};
use pyrace::Rules;

/// How to use it.
pub(crate) const HELP: &str = "\
Shows everything that can happen when the threads of a Python program take turns

Usage: cargo course explore <FILE|-> [OPTIONS]
       cargo course explore play <FILE> [OPTIONS]
       cargo course explore rules [--measure PYTHON]

Arguments:
  <FILE|->           The program; `-` reads it from the standard input
  play               Be the scheduler: choose which thread runs next, step by step
  rules              Show where each CPython can switch threads, and how that is known

Options:
  --python VERSION   The rules of this CPython: 3.8 to 3.15, 3.13t to 3.15t without the GIL, or
                     `all`, one line each [default: 3.14]
  --rules NAME       Rules for teaching instead: gil_every, gil_calls_310, gil_calls,
                     free_threaded
  --watch NAME       Look at this variable only; can be given several times
  --table            Show the shortest schedule of every outcome as a table
  --json             Print one JSON document; with `--python all` a list of them
  --html             Print one page of HTML
  --dis              Print the bytecode instead of running it
  --max-states N     Stop the exhaustive search after so many states [default: 1000000]
  --replay PYTHON    Force the schedules on this interpreter, instruction by instruction, and
                     compare what it does; without --python its own version is explored
  --patience N       With `--replay`: a schedule counts as not finished when a thread takes
                     longer than N seconds for a step [default: 10]
  --measure PYTHON   With `rules`: let threads race on this interpreter, look where it switches,
                     and compare that with the rules of its version
  -h, --help         Print this help

Exit code: 0 no bad outcome, 1 an assert, an exception or a deadlock can be reached, 2 wrong usage
or not supported, 3 not everything was covered (or an interpreter did something else, or did
not finish).

Examples:
  cargo course explore counter.py
  cargo course explore counter.py --python all
  cargo course explore counter.py --python 3.9 --table --watch n
  cargo course explore counter.py --html > counter.html
  cargo course explore counter.py --replay python3.9
  cargo course explore play counter.py --rules gil_every
  echo 'print(1)' | cargo course explore - --python 3.14t --json
";

/// The rules when none are named: the newest released CPython with the GIL.
const DEFAULT_RULES: &str = "3.14";

/// How long a thread of an interpreter may take for a step, and how long at most.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST_PATIENCE: u64 = 3_600;

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Task {
    /// Say how to use it.
    Help,
    /// Explore a program.
    Explore(Arguments),
    /// Let the reader choose the schedule.
    Play(Arguments),
    /// Show the rules, and measure those of an interpreter.
    Rules {
        /// The interpreter.
        measure: Option<PathBuf>,
    },
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
    /// A page of HTML.
    Html,
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
    /// The rules were named, not taken by default.
    pub(crate) rules_named: bool,
    /// How the result is shown.
    pub(crate) form: Form,
    /// The limit of states.
    pub(crate) max_states: Option<u64>,
    /// The variables to look at; all of them if there are none.
    pub(crate) watch: Vec<String>,
    /// The interpreter that repeats the schedules.
    pub(crate) replay: Option<PathBuf>,
    /// How long a thread of the interpreter may take for a step.
    pub(crate) patience: Duration,
}

/// Everything that was given, before it is known whether it fits together.
#[derive(Default)]
struct Given {
    words: Vec<OsString>,
    rules: Option<Vec<Rules>>,
    form: Option<Form>,
    max_states: Option<u64>,
    watch: Vec<String>,
    replay: Option<PathBuf>,
    patience: Option<Duration>,
    measure: Option<PathBuf>,
    help: bool,
}

/// Reads the arguments behind the program's name.
///
/// # Errors
///
/// What is wrong with them.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Task, String> {
    let given = read(arguments).map_err(|error| error.to_string())?;
    if given.help {
        return Ok(Task::Help);
    }
    given.task()
}

fn read(arguments: impl Iterator<Item = OsString>) -> Result<Given, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let mut given = Given::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => given.help = true,
            Arg::Long("python") => {
                let name = parser.value()?.string()?;
                choose(&mut given.rules, versions(&name)?)?;
            }
            Arg::Long("rules") => {
                let name = parser.value()?.string()?;
                choose(&mut given.rules, teaching(&name)?)?;
            }
            Arg::Long(name @ ("table" | "json" | "html" | "dis")) => {
                let form = match name {
                    "table" => Form::Table,
                    "json" => Form::Json,
                    "html" => Form::Html,
                    _ => Form::Listing,
                };
                if given.form.replace(form).is_some() {
                    return Err("choose one of --table, --json, --html and --dis".into());
                }
            }
            Arg::Long("max-states") => {
                let states: u64 = parser.value()?.parse()?;
                if states == 0 {
                    return Err("--max-states must be at least 1".into());
                }
                given.max_states = Some(states);
            }
            Arg::Long("watch") => given.watch.push(parser.value()?.string()?),
            Arg::Long("replay") => given.replay = Some(parser.value()?.into()),
            Arg::Long("patience") => {
                let seconds: u64 = parser.value()?.parse()?;
                if seconds > MOST_PATIENCE {
                    return Err(format!("--patience is at most {MOST_PATIENCE} seconds").into());
                }
                given.patience = Some(Duration::from_secs(seconds));
            }
            Arg::Long("measure") => given.measure = Some(parser.value()?.into()),
            Arg::Value(word) => given.words.push(word),
            other => return Err(other.unexpected()),
        }
    }
    Ok(given)
}

fn choose(rules: &mut Option<Vec<Rules>>, chosen: Vec<Rules>) -> Result<(), String> {
    match rules.replace(chosen) {
        None => Ok(()),
        Some(_) => Err("choose one version or one set of rules".to_owned()),
    }
}

fn names(rules: &[Rules]) -> String {
    let names: Vec<&str> = rules.iter().map(|rules| rules.name).collect();
    names.join(", ")
}

fn versions(name: &str) -> Result<Vec<Rules>, String> {
    if name == "all" {
        return Ok(Rules::versions().to_vec());
    }
    let known = Rules::versions().iter().find(|rules| rules.name == name);
    known.map(|rules| vec![*rules]).ok_or_else(|| {
        let known = names(Rules::versions());
        if Rules::teaching().iter().any(|rules| rules.name == name) {
            format!("`{name}` is no version: write `--rules {name}`")
        } else {
            format!("the explorer does not know Python {name}: use one of {known}, or all")
        }
    })
}

fn teaching(name: &str) -> Result<Vec<Rules>, String> {
    let known = Rules::teaching().iter().find(|rules| rules.name == name);
    known.map(|rules| vec![*rules]).ok_or_else(|| {
        if Rules::versions().iter().any(|rules| rules.name == name) {
            format!("`{name}` is a version: write `--python {name}`")
        } else {
            let known = names(Rules::teaching());
            format!("there are no rules `{name}`: use one of {known}")
        }
    })
}

impl Given {
    fn task(mut self) -> Result<Task, String> {
        let is = |word: Option<&OsString>, text: &str| word.is_some_and(|word| word == text);
        if is(self.words.first(), "rules") {
            return self.rules_task();
        }
        if self.measure.is_some() {
            return Err("--measure belongs to `rules`".to_owned());
        }
        let play = is(self.words.first(), "play");
        if play {
            self.words.remove(0);
        }
        if let Some(second) = self.words.get(1) {
            let second = second.to_string_lossy();
            return Err(format!("one program at a time: `{second}` is the second"));
        }
        let arguments = self.arguments()?;
        if !play {
            return Ok(Task::Explore(arguments));
        }
        if arguments.form != Form::Text || arguments.replay.is_some() {
            return Err("a game has no --table, --json, --html, --dis and --replay".to_owned());
        }
        if arguments.rules.len() > 1 {
            return Err("a game has one set of rules: choose a version".to_owned());
        }
        if arguments.file.as_os_str() == "-" {
            return Err("a game reads its moves from the standard input: name a file".to_owned());
        }
        Ok(Task::Play(arguments))
    }

    fn rules_task(self) -> Result<Task, String> {
        let alone = self.words.len() == 1
            && self.patience.is_none()
            && self.rules.is_none()
            && self.form.is_none()
            && self.max_states.is_none()
            && self.watch.is_empty()
            && self.replay.is_none();
        if alone {
            Ok(Task::Rules {
                measure: self.measure,
            })
        } else {
            Err("`rules` has one option, --measure; a file of this name is `./rules`".to_owned())
        }
    }

    fn arguments(self) -> Result<Arguments, String> {
        let rules_named = self.rules.is_some();
        let rules = match self.rules {
            Some(rules) => rules,
            None => versions(DEFAULT_RULES)?,
        };
        let file = self.words.into_iter().next();
        let file = file.ok_or("name a file, or `-` for the standard input")?;
        let form = self.form.unwrap_or(Form::Text);
        if self.replay.is_some() && rules.len() > 1 {
            return Err("an interpreter has one version: leave `--python all` out".to_owned());
        }
        if self.replay.is_none() && self.patience.is_some() {
            return Err("--patience belongs to --replay".to_owned());
        }
        if self.replay.is_some() && form == Form::Listing {
            return Err("--dis runs nothing: leave --replay out".to_owned());
        }
        Ok(Arguments {
            file: PathBuf::from(file),
            rules,
            rules_named,
            form,
            max_states: self.max_states,
            watch: self.watch,
            replay: self.replay,
            patience: self.patience.unwrap_or(PATIENCE),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(words: &[&str]) -> Result<Task, String> {
        parse(words.iter().map(OsString::from))
    }

    fn parsed(words: &[&str]) -> Result<Arguments, String> {
        match task(words)? {
            Task::Explore(arguments) => Ok(arguments),
            other => Err(format!("{other:?}")),
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
    fn the_words_in_front_are_tasks_and_a_path_is_always_a_file() {
        assert!(matches!(
            task(&["play", "counter.py"]),
            Ok(Task::Play(arguments)) if arguments.file.ends_with("counter.py")
        ));
        assert!(matches!(
            task(&["rules", "--measure", "python3.9"]),
            Ok(Task::Rules { measure: Some(_) })
        ));
        for file in ["./play", "./rules"] {
            assert_eq!(parsed(&[file]).expect("valid").file, PathBuf::from(file));
        }
        assert!(matches!(task(&["rules", "--help"]), Ok(Task::Help)));
    }

    #[test]
    fn a_version_in_the_wrong_place_is_told_where_it_belongs() {
        let error = parsed(&["counter.py", "--python", "gil_every"]).unwrap_err();
        assert_eq!(
            error,
            "`gil_every` is no version: write `--rules gil_every`"
        );
        let error = parsed(&["counter.py", "--rules", "3.12"]).unwrap_err();
        assert_eq!(error, "`3.12` is a version: write `--python 3.12`");
    }

    #[test]
    fn contradictions_are_refused() {
        for words in [
            &["counter.py", "--json", "--table"][..],
            &["counter.py", "--python", "3.9", "--rules", "gil_every"],
            &["counter.py", "--python", "2.7"],
            &["counter.py", "--max-states", "many"],
            &["counter.py", "--max-states", "0"],
            &["counter.py", "other.py"],
            &["--json"],
            &["counter.py", "--fast"],
            &["counter.py", "--measure", "python3"],
            &["counter.py", "--replay", "python3", "--python", "all"],
            &["counter.py", "--replay", "python3", "--dis"],
            &["counter.py", "--patience", "60"],
            &["counter.py", "--replay", "python3", "--patience", "3601"],
            &["rules", "--patience", "60"],
            &["rules", "--json"],
            &["play"],
            &["play", "-"],
            &["play", "counter.py", "--html"],
            &["play", "counter.py", "--python", "all"],
        ] {
            assert!(task(words).is_err(), "{words:?}");
        }
    }
}
