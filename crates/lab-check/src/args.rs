//! The arguments of a judge: those of a test harness that cargo and editors use, and our own.

use std::fmt;
use std::num::NonZero;
use std::thread::available_parallelism;

/// What the caller wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Only say which models there are.
    pub(crate) list: bool,
    /// The list in the terse form.
    pub(crate) terse: bool,
    /// Only ignored tests: there are none.
    pub(crate) ignored: bool,
    /// Only names with one of these in them.
    pub(crate) filters: Vec<String>,
    /// No names with one of these in them.
    pub(crate) skip: Vec<String>,
    /// A filter must be the whole name.
    pub(crate) exact: bool,
    /// Show the output of the code while it runs.
    pub(crate) nocapture: bool,
    /// Only failures and the last line.
    pub(crate) quiet: bool,
    /// Texts in sentences.
    pub(crate) plain: bool,
    /// Texts as tables, also without a terminal.
    pub(crate) table: bool,
    /// One JSON document instead of text.
    pub(crate) json: bool,
    /// Only this model.
    pub(crate) model: Option<String>,
    /// Counterexamples in the JSON of a corpus.
    pub(crate) counterexamples: bool,
    /// Prove each answer a second time.
    pub(crate) confirm: bool,
    /// How many children at a time.
    pub(crate) workers: Option<usize>,
    /// Say how to use it.
    pub(crate) help: bool,
}

/// The arguments cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UsageError(String);

impl fmt::Display for UsageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\n\n{USAGE}", self.0)
    }
}

impl std::error::Error for UsageError {}

/// How to use a judge.
pub(crate) const USAGE: &str = "\
usage: [FILTER…] [OPTIONS]
  FILTER             only names that contain this text
  --exact            a filter is the whole name
  --skip TEXT        not the names that contain this text
  --model NAME       only this model
  --list             say what there is, and run nothing
  --format terse     the short form of the list
  --nocapture        show what the code prints while it runs
  --quiet, -q        only failures and the last line
  --plain            texts in sentences, for screen readers
  --table            texts as tables, also without a terminal
  --json             one JSON document instead of text
  --counterexamples  with --json: counterexamples of a corpus, too
  --confirm          of a corpus: prove each answer a second time, by another search
  --test-threads N   how many at a time";

impl Options {
    /// Reads the arguments behind the program's name.
    ///
    /// # Errors
    ///
    /// When an argument is unknown or lacks its value.
    pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Options, UsageError> {
        let mut options = Options::default();
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let (name, joined) = match arg.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (arg.as_str(), None),
            };
            let mut value = || {
                joined
                    .clone()
                    .or_else(|| args.next())
                    .ok_or_else(|| UsageError(format!("the argument {name} needs a value")))
            };
            match name {
                "--list" => options.list = true,
                "--format" => match value()?.as_str() {
                    "terse" => options.terse = true,
                    "pretty" => options.terse = false,
                    "json" => options.json = true,
                    other => {
                        return Err(UsageError(format!("there is no format {other}")));
                    }
                },
                "--ignored" => options.ignored = true,
                // Nothing is ignored, so including it changes nothing; colours and the output of
                // tests that pass are decided by the terminal.
                "--include-ignored" | "--show-output" => {}
                "--color" => {
                    value()?;
                }
                "--exact" => options.exact = true,
                "--skip" => options.skip.push(value()?),
                "--nocapture" | "--no-capture" => options.nocapture = true,
                "--quiet" | "-q" => options.quiet = true,
                "--plain" => options.plain = true,
                "--table" => options.table = true,
                "--json" => options.json = true,
                "--model" => options.model = Some(value()?),
                "--counterexamples" => options.counterexamples = true,
                "--confirm" => options.confirm = true,
                "--test-threads" => {
                    let text = value()?;
                    let workers = text.parse().ok().filter(|workers| *workers > 0);
                    let problem = || UsageError(format!("{text} is not a number of threads"));
                    options.workers = Some(workers.ok_or_else(problem)?);
                }
                "--help" | "-h" => options.help = true,
                _ if name.starts_with('-') => {
                    return Err(UsageError(format!("there is no argument {name}")));
                }
                _ => options.filters.push(arg),
            }
        }
        Ok(options)
    }

    /// How many children at a time: as many as asked for, or as there are processors.
    pub(crate) fn workers(&self) -> usize {
        self.workers
            .unwrap_or_else(|| available_parallelism().map_or(1, NonZero::get))
    }

    /// True when the caller wants the test of this name.
    pub(crate) fn wants(&self, name: &str) -> bool {
        let fits = |pattern: &String| {
            if self.exact {
                name == pattern
            } else {
                name.contains(pattern.as_str())
            }
        };
        !self.ignored
            && (self.filters.is_empty() || self.filters.iter().any(fits))
            && !self.skip.iter().any(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Options, UsageError> {
        Options::parse(args.iter().map(|arg| (*arg).to_owned()))
    }

    #[test]
    fn what_cargo_and_nextest_pass_is_understood() {
        assert_eq!(parse(&[]), Ok(Options::default()));
        let list = parse(&["--list", "--format", "terse"]).unwrap();
        assert!(list.list && list.terse && !list.ignored);
        let ignored = parse(&["--list", "--format=terse", "--ignored"]).unwrap();
        assert!(ignored.ignored && !ignored.wants("same_page"));
        let one = parse(&["same_page", "--exact", "--nocapture"]).unwrap();
        assert!(one.wants("same_page") && !one.wants("same_page_3") && one.nocapture);
        assert_eq!(
            parse(&["--test-threads=3", "--color", "never"])
                .unwrap()
                .workers,
            Some(3)
        );
    }

    #[test]
    fn filters_take_any_of_them_and_leave_out_what_is_skipped() {
        let options = parse(&["page", "total", "--skip", "two"]).unwrap();
        assert!(options.wants("same_page") && options.wants("total"));
        assert!(!options.wants("two_pages") && !options.wants("reader"));
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for args in [
            &["--jsom"][..],
            &["-x"],
            &["--model"],
            &["--test-threads", "0"],
            &["--format", "x"],
        ] {
            let error = parse(args).unwrap_err().to_string();
            assert!(error.contains("usage: "), "{error}");
        }
    }
}
