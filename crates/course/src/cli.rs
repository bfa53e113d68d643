//! The command line as data.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Thread Safety Without Luck: the command line of the course.
///
/// Without a command: shows where you are, checks the current exercise, and checks it again
/// whenever you save its file.
#[derive(Debug, Parser)]
#[command(
    name = "cargo course",
    bin_name = "cargo course",
    version,
    disable_help_subcommand = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  cargo course               work on the current exercise
  cargo course list          what there is, and what is done
  cargo course check ex07    judge one exercise (`7` and `07` do as well)
  cargo course book --open   read the book"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check an exercise now and again whenever its file is saved
    #[command(after_help = "\
Keys, each followed by Enter:
  h  the next hint        n  the next exercise
  l  the list             c  check again
  q  quit (so does Ctrl-C)

Example:
  cargo course watch ex07")]
    Watch {
        /// The exercise: `7`, `07` or `ex07`; without it, the current one
        exercise: Option<String>,
    },
    /// List the exercises: what is done, and where you are
    #[command(after_help = "Example:\n  cargo course list --json")]
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Judge your solution in every interleaving
    #[command(after_help = "\
Exit code: 0 holds, 1 rejected, 2 wrong usage, 3 not decided.

Examples:
  cargo course check             the current exercise
  cargo course check ex07 ex10   two exercises
  cargo course check --all       everything, one line each")]
    Check {
        /// The exercises: `7`, `07` or `ex07`; without them, the current one
        exercises: Vec<String>,
        /// Check all exercises
        #[arg(long, conflicts_with = "exercises")]
        all: bool,
    },
    /// Show the next hint
    #[command(after_help = "\
The first hint says where to look, the second how to think, the third is almost the code.

Examples:
  cargo course hint              the next hint of the current exercise
  cargo course hint ex07 --level 1")]
    Hint {
        /// The exercise; without it, the current one
        exercise: Option<String>,
        /// Show this hint: 1, 2 or 3
        #[arg(long)]
        level: Option<u32>,
    },
    /// Put the starter back; your file is kept as a backup
    #[command(after_help = "Example:\n  cargo course reset ex07")]
    Reset {
        /// The exercise
        exercise: String,
    },
    /// Make an exercise the current one and open its file in your editor
    #[command(after_help = "\
The editor is the one in the variable VISUAL or EDITOR.

Examples:
  cargo course open ex07
  EDITOR=nano cargo course open")]
    Open {
        /// The exercise; without it, the current one
        exercise: Option<String>,
    },
    /// Build the book and serve it on this machine
    #[command(after_help = "\
The first time takes a while: the book has tools of its own, and they are compiled now.

Example:
  cargo course book --port 4000 --open")]
    Book {
        /// The port, on this machine only
        #[arg(long)]
        port: Option<u16>,
        /// Open the book in the browser
        #[arg(long)]
        open: bool,
    },
    /// Show every schedule of a Python program
    #[command(
        // The explorer has options of its own, and says so itself.
        disable_help_flag = true,
        after_help = "Example:\n  cargo course explore counter.py --python all"
    )]
    Explore {
        /// What the explorer is told: see `cargo course explore --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Compare the checker with brute force on random programs
    #[command(
        disable_help_flag = true,
        after_help = "Example:\n  cargo course fuzz --programs 5000 --seed 1"
    )]
    Fuzz {
        /// What the fuzzer is told: see `cargo course fuzz --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Run the Python programs of the book and record what they print
    #[command(
        // The recorder has options of its own, and says so itself.
        disable_help_flag = true,
        after_help = "Example:\n  cargo course record --check"
    )]
    Record {
        /// What the recorder is told: see `cargo course record --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// List every topic with its chapters, and every claim about Python with its evidence
    #[command(after_help = "\
Exit code: 0 when nothing is missing, 1 otherwise.

Example:
  cargo course coverage")]
    Coverage,
    /// Look whether everything is there that the course needs
    #[command(after_help = "Example:\n  cargo course doctor")]
    Doctor,
    /// Judge the starters and all known right and wrong solutions
    #[command(after_help = "\
Exit code: 0 when every file is judged as documented, 1 otherwise.

Examples:
  cargo course judge ex07        one exercise
  cargo course judge --check     and the counts must be the recorded ones
  cargo course judge --record    measure, and record the counts
  cargo course judge --second-judge   ask loom about the same files, and compare
  cargo course judge --confirm   prove each answer a second time")]
    Judge(JudgeArgs),
    /// Judge any file as the solution of an exercise, safely
    #[command(after_help = "\
The file is scanned before it is compiled, and judged with the models of the course. It prints
  {\"exercise\",\"verdict\",\"model\",\"executions\",\"exhaustive\",\"kind\",\"matches\",\"counterexample\"}
with --json. Exit code: 0 holds, 1 rejected, 2 wrong usage, 3 not decided.

Example:
  cargo course grade ex07 --file solutions/ex07/wrong/notify_one.rs --json")]
    Grade {
        /// The exercise
        exercise: String,
        /// The file to judge
        #[arg(long)]
        file: PathBuf,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
}

/// The arguments of `judge`.
#[derive(Debug, Args)]
pub(crate) struct JudgeArgs {
    /// The exercises; without them, all
    pub(crate) exercises: Vec<String>,
    /// Write the counts and the counterexamples of the starters into `exercises`
    #[arg(long, conflicts_with = "check")]
    pub(crate) record: bool,
    /// Compare the counts and the counterexamples with the recorded ones
    #[arg(long)]
    pub(crate) check: bool,
    /// Run the right and the wrong solutions under loom, and compare the two judges
    #[arg(long)]
    pub(crate) second_judge: bool,
    /// Prove each answer a second time, by a search of another kind; takes minutes
    #[arg(long, conflicts_with_all = ["record", "check", "second_judge", "json"])]
    pub(crate) confirm: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.contains("Example"),
                "{} has no example",
                command.get_name()
            );
        }
    }
}
